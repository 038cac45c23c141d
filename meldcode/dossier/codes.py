"""The secrets that people copy by hand: the recovery code, the passphrase, and a key as age writes it.

A recovery code is read from paper by someone in a hurry, so every single slip is noticed before it counts as a wrong
secret. A passphrase of 6 words from our own list of 2,048 (`words.txt`) holds 66 bits, which the slow derivation of
the key turns into more than enough.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from functools import cache

from meldcode.errors import MeldcodeError
from meldcode.i18n import _

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U. https://www.crockford.com/base32.html"""
_LOOKALIKES = str.maketrans("OIL", "011")
_PAYLOAD = 26  # characters of 5 bits: 130 bits by chance
_CHECK = 2
_GROUP = 4
_PRIME = 1021  # largest prime that two characters hold: no slip of one or two neighbouring characters is a multiple

_MIN_WORDS = 4
_MIN_LETTERS = 3
_MIN_CHARACTERS = 14
_MIN_DIFFERENT = 5
_REPEATED = re.compile(r"(.+?)\1+")

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_AGE_PREFIX = "age-secret-key-"
_AGE_BYTES = 32


def new_recovery_code() -> str:
    """A new code in seven groups, `XXXX-…-XXXX`: 130 bits by chance and two characters that check them."""
    payload = "".join(secrets.choice(CROCKFORD) for _unused in range(_PAYLOAD))
    code = payload + _check(payload)
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_recovery_code(text: str) -> str:
    """The 28 characters of a code that a person typed: capitals, no dashes, O read as 0, I and L as 1.

    Raises `MeldcodeError` when the length, a character or the check is wrong; no error repeats what was typed.
    """
    wide = unicodedata.normalize("NFKC", text).upper()
    code = "".join(char for char in wide if not _is_separator(char)).translate(_LOOKALIKES)
    length = _PAYLOAD + _CHECK
    if len(code) != length:
        raise MeldcodeError(
            _("de herstelcode heeft {length} tekens, hier staan er {count}").format(length=length, count=len(code)),
            _("Leg de code ernaast en typ hem groep voor groep: zeven groepen van vier."),
        )
    if not set(code) <= set(CROCKFORD):
        raise MeldcodeError(
            _("in de herstelcode staat een teken dat er niet in hoort"),
            _("Een herstelcode heeft alleen cijfers en gewone letters, en nooit een U."),
        )
    if code[_PAYLOAD:] != _check(code[:_PAYLOAD]):
        raise MeldcodeError(
            _("de herstelcode klopt niet helemaal"),
            _("Meestal is één teken anders, of zijn er twee verwisseld. Vergelijk de groepen een voor een."),
        )
    return code


def new_passphrase(words: int = 6) -> str:
    """A passphrase of so many different words with spaces between them; each word adds 11 bits, six make 66."""
    chosen: list[str] = []
    while len(chosen) < words:
        word = secrets.choice(_words())
        if word not in chosen:  # a word twice looks like a mistake when it is typed over
            chosen.append(word)
    return " ".join(chosen)


def passphrase_problem(text: str) -> str:
    """One sentence on why a passphrase is too easy to guess; empty when it is good.

    Good is: 4 different words of at least 3 letters, or 14 characters; and 5 different characters. Spaces and what is
    only repeated do not count.
    """
    words = normal(text).casefold().split()
    different = list(dict.fromkeys(words))
    once = _unrepeated("".join(different))
    if not _long_enough(words, "".join(words)):
        return _(
            "Maak de wachtwoordzin langer: ten minste {words} woorden, of {characters} tekens zonder spaties."
        ).format(words=_MIN_WORDS, characters=_MIN_CHARACTERS)
    if not _long_enough(different, once):
        return _("Gebruik verschillende woorden: wat u herhaalt, telt één keer mee.")
    if len(set(once)) < _MIN_DIFFERENT:
        return _("Gebruik meer verschillende tekens, ten minste {count}.").format(count=_MIN_DIFFERENT)
    return ""


def normal(text: str) -> str:
    """A passphrase as it is read: one way of writing each character (NFKC), one space between words, case kept."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def age_identity(secret: bytes) -> str:
    """32 secret bytes as age writes an X25519 identity: `AGE-SECRET-KEY-1…`, 74 characters of bech32 in capitals.

    https://age-encryption.org/v1 and BIP-173. Raises `ValueError` for another length.
    """
    if len(secret) != _AGE_BYTES:
        raise ValueError(f"an age identity has {_AGE_BYTES} bytes")
    size = _AGE_BYTES * 8
    padding = -size % 5
    number = int.from_bytes(secret, "big") << padding
    values = [number >> shift & 31 for shift in range(size + padding - 5, -1, -5)]
    prefix = [ord(char) >> 5 for char in _AGE_PREFIX] + [0] + [ord(char) & 31 for char in _AGE_PREFIX]
    rest = _polymod([*prefix, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [rest >> shift & 31 for shift in range(25, -1, -5)]
    return (_AGE_PREFIX + "1" + "".join(_BECH32[value] for value in values)).upper()


def _check(payload: str) -> str:
    """The number that the payload is, modulo the prime, as two characters."""
    value = 0
    for char in payload:
        value = (value * 32 + CROCKFORD.index(char)) % _PRIME
    return CROCKFORD[value >> 5] + CROCKFORD[value & 31]


def _is_separator(char: str) -> bool:
    """White space, any dash (a word processor makes its own) or an invisible character that came along in a copy."""
    return char.isspace() or char == "\N{MINUS SIGN}" or unicodedata.category(char) in {"Pd", "Cf"}


def _long_enough(words: list[str], characters: str) -> bool:
    real = [word for word in words if sum(char.isalpha() for char in word) >= _MIN_LETTERS]
    return len(real) >= _MIN_WORDS or len(characters) >= _MIN_CHARACTERS


def _unrepeated(text: str) -> str:
    """`tafeltafel` as `tafel`: the shortest part that the whole text repeats."""
    match = _REPEATED.fullmatch(text)
    return match[1] if match else text


@cache
def _words() -> tuple[str, ...]:
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "words.txt")
    with open(path, encoding="ascii") as source:
        return tuple(source.read().split())


def _polymod(values: list[int]) -> int:
    """BIP-173's check sum: the remainder of the values by its generator."""
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                rest ^= generator
    return rest
