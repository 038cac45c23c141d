"""The secrets that people copy by hand: every slip is noticed, and every way of writing is read alike."""

from __future__ import annotations

import os
import random
import secrets
import unicodedata

import pyrage
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meldcode.dossier import codes
from meldcode.dossier.codes import (
    CROCKFORD,
    age_identity,
    new_passphrase,
    new_recovery_code,
    normal,
    passphrase_problem,
    read_recovery_code,
)
from meldcode.errors import MeldcodeError

LENGTH = 28
WORDS = codes._words()

payloads = st.text(CROCKFORD, min_size=26, max_size=26)
valid_codes = payloads.map(lambda payload: payload + codes._check(payload))


def refused(text: str) -> bool:
    try:
        read_recovery_code(text)
    except MeldcodeError:
        return True
    return False


# -- recovery code --------------------------------------------------------------------------------


def test_a_new_code_is_seven_groups_of_four_and_reads_back_as_itself() -> None:
    code = new_recovery_code()
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 7
    assert read_recovery_code(code) == "".join(groups)


def test_a_code_is_drawn_from_the_source_of_secrets_one_character_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def choice(characters: str) -> str:
        drawn.append(characters)
        return characters[len(drawn) % 32]

    monkeypatch.setattr(secrets, "choice", choice)
    assert new_recovery_code().startswith("1234-5678-9ABC-DEFG-HJKM-NPQR-ST")
    assert drawn == [CROCKFORD] * 26  # 26 times 5 bits


def test_two_new_codes_differ() -> None:
    assert len({new_recovery_code() for _ in range(100)}) == 100


@given(valid_codes)
@example("0" * 28)
@example("Z" * 26 + codes._check("Z" * 26))
def test_every_typo_in_one_character_is_refused(code: str) -> None:
    assert read_recovery_code(code) == code
    for place in range(LENGTH):
        for other in CROCKFORD.replace(code[place], ""):
            assert refused(code[:place] + other + code[place + 1 :])


@given(valid_codes)
@example("0" * 28)
def test_two_neighbouring_characters_that_change_places_are_refused(code: str) -> None:
    for place in range(LENGTH - 1):
        if code[place] != code[place + 1]:
            assert refused(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


def test_no_slip_is_a_multiple_of_the_prime_whatever_the_code() -> None:
    # A slip at power k changes the value by d*32^k, and neighbours that change places by d*31*32^k, with 0 < |d| < 32.
    # Where the payload meets its check, the value changes by d and the check by -32d: they part by 33d.
    assert all(codes._PRIME % divisor for divisor in range(2, codes._PRIME))
    for difference in range(1, 32):
        for power in range(26):
            assert difference * 32**power % codes._PRIME
            assert difference * 31 * 32**power % codes._PRIME
        assert difference * 33 % codes._PRIME


@given(valid_codes, st.integers(0, LENGTH - 1), st.sampled_from(CROCKFORD))
def test_a_character_too_many_or_too_few_is_refused(code: str, place: int, extra: str) -> None:
    assert refused(code[:place] + extra + code[place:])
    assert refused(code[:place] + code[place + 1 :])


SPELLINGS = {"0": "0Oo０", "1": "1IiLlı１"}
SEPARATORS = [
    "",
    "",
    "",
    " ",
    "-",
    " - ",
    "–",
    "—",
    "−",
    "\u2011",
    "\u00ad",
    "\u200b",
    "\ufeff",
    "\u00a0",
    "\t",
    "\r\n",
]


@given(valid_codes, st.randoms(use_true_random=False))
@example("01" * 13 + codes._check("01" * 13), random.Random(1))  # noqa: S311
def test_every_way_of_writing_a_code_is_read_alike(code: str, chance: random.Random) -> None:
    written = chance.choice(SEPARATORS)
    for char in code:
        written += chance.choice(SPELLINGS.get(char, char + char.lower())) + chance.choice(SEPARATORS)
    assert read_recovery_code(written) == code


@given(st.text())
def test_any_other_text_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(MeldcodeError) as caught:
        read_recovery_code("geheim?" + text)
    assert "geheim" not in caught.value.message + caught.value.hint
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "de herstelcode heeft 28 tekens, hier staan er 0"),
        ("0000-0000-000", "de herstelcode heeft 28 tekens, hier staan er 11"),
        ("U" + "0" * 27, "in de herstelcode staat een teken dat er niet in hoort"),
        ("0" * 27 + "1", "de herstelcode klopt niet helemaal"),
    ],
)
def test_an_error_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(MeldcodeError) as caught:
        read_recovery_code(text)
    assert caught.value.message == says


# -- list of words --------------------------------------------------------------------------------


def test_the_list_holds_2048_plain_words_in_order() -> None:
    assert len(WORDS) == len(set(WORDS)) == 2048  # 11 bits each
    assert list(WORDS) == sorted(WORDS)
    assert all(word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 8 for word in WORDS)


def inflected(word: str) -> set[str]:
    """Plurals, diminutives and verbs that are easily taken for the word itself."""
    forms = {word + end for end in ("s", "en", "je", "tje", "pje", "etje", "ig")}
    forms |= {word + word[-1] + end for end in ("en", "er", "etje")}
    open_stem = word[:-2] if word[-3] == word[-2] and word[-2] in "aeou" else word[:-1]  # boom, bomen
    last = {"f": "v", "s": "z"}.get(word[-1], word[-1])  # brief, brieven; kaas, kazen
    forms |= {open_stem + last + end for end in ("en", "er")}
    return forms - {word}


NO_KIN = {("plaat", "plaats"), ("boot", "boter"), ("veen", "veer")}
"""Words that only look like forms of each other."""


def test_no_two_words_are_forms_of_one_word() -> None:
    known = set(WORDS)
    assert {(word, form) for word in WORDS for form in inflected(word) & known} <= NO_KIN


def sound(word: str) -> str:
    for written, heard in (("ei", "ij"), ("ou", "au"), ("ch", "g"), ("c", "k"), ("x", "ks"), ("y", "i"), ("th", "t")):
        word = word.replace(written, heard)
    return word[:-1] + {"d": "t", "b": "p"}.get(word[-1], word[-1])


def test_no_two_words_sound_alike() -> None:
    assert len({sound(word) for word in WORDS}) == len(WORDS)


# -- passphrase -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [4, 5, 6, 8])
def test_a_new_passphrase_has_so_many_words_of_the_list(count: int) -> None:
    words = new_passphrase(count).split(" ")
    assert len(words) == count
    assert set(words) <= set(WORDS)


def test_a_new_passphrase_has_six_words_drawn_from_the_source_of_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    picks = iter([0, 1, 2047, 1, 3, 4, 5])  # the second 1 is passed over
    monkeypatch.setattr(secrets, "choice", lambda words: words[next(picks)])
    assert new_passphrase() == " ".join(WORDS[pick] for pick in (0, 1, 2047, 3, 4, 5))


@given(st.lists(st.sampled_from(WORDS), min_size=6, max_size=6, unique=True))
def test_six_words_of_the_list_are_always_good_enough(words: list[str]) -> None:
    assert passphrase_problem(" ".join(words)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "aap noot mies wim",
        "Vier Losse Kleine Woorden",
        "  vier\tlosse   kleine\nwoorden ",
        "abcdefghijklmn",
        "één zin, dicht op elkaar",
        "q7!Zr2#Lm9@Xv4",
        "tafel tafel stoel lamp raam",
    ],
)
def test_four_words_or_fourteen_characters_are_good(text: str) -> None:
    assert passphrase_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "langer"),
        ("   ", "langer"),
        ("drie losse eur", "langer"),
        ("ik ga naar zee", "langer"),  # two words of three letters, eleven characters
        ("abcdefghijklm", "langer"),
        ("1 2 3 4 5 6 7 8", "langer"),
        ("tafel tafel tafel tafel", "herhaalt"),
        ("Tafel tafel TAFEL tAfel", "herhaalt"),
        ("tafeltafeltafel", "herhaalt"),
        ("tafel stoel tafel stoel tafel", "herhaalt"),
        ("aaaaaaaaaaaaaaaaaaaa", "herhaalt"),
        ("12341234123412341234", "herhaalt"),
        ("aap pap papa aapa", "verschillende tekens"),
        ("aaaaabbbbbcccccddddd", "verschillende tekens"),
    ],
)
def test_what_is_easily_guessed_gets_one_calm_sentence(text: str, says: str) -> None:
    problem = passphrase_problem(text)
    assert says in problem
    assert problem.endswith(".")
    assert problem.count(". ") == 0


@given(st.text())
def test_a_problem_never_depends_on_white_space_around_words(text: str) -> None:
    assert passphrase_problem(text) == passphrase_problem(f"\n {text}\t ") == passphrase_problem(normal(text))


@given(st.text(), st.integers(2, 20))
def test_saying_the_same_again_makes_no_passphrase_better(text: str, times: int) -> None:
    if passphrase_problem(text):
        assert passphrase_problem(" ".join([text] * times))


@given(st.text())
@example("a\n\u0308")
def test_reading_a_passphrase_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text())
def test_composed_and_decomposed_letters_are_the_same_passphrase(text: str) -> None:
    assert normal(unicodedata.normalize("NFD", text)) == normal(unicodedata.normalize("NFC", text))


def test_a_passphrase_keeps_its_capitals_and_loses_needless_spaces() -> None:
    assert normal("  Ｅén\u00a0  Caf\u0065\u0301 \n") == "Eén Café"


# -- age identity ---------------------------------------------------------------------------------


def decoded(identity: str) -> bytes:
    """The secret in an identity, read back by another way than the one that wrote it."""
    text = identity.lower()
    assert identity == text.upper()
    prefix, _, data = text.rpartition("1")
    assert prefix == "age-secret-key-"
    bits = "".join(f"{codes._BECH32.index(char):05b}" for char in data[:-6])
    assert bits[256:] == "0000"
    return int(bits[:256], 2).to_bytes(32, "big")


def test_age_reads_our_identities_and_finds_the_same_public_key_each_time() -> None:
    secret = os.urandom(32)
    first, again = (pyrage.x25519.Identity.from_str(age_identity(secret)) for _ in range(2))
    assert str(first.to_public()) == str(again.to_public())
    assert str(first) == age_identity(secret)


@given(st.binary(min_size=32, max_size=32))
@example(bytes(32))
@example(b"\xff" * 32)
def test_every_secret_comes_back_from_its_identity(secret: bytes) -> None:
    identity = age_identity(secret)
    assert len(identity) == 74
    assert decoded(identity) == secret
    assert str(pyrage.x25519.Identity.from_str(identity)) == identity


def test_an_identity_that_age_made_is_written_alike_by_us() -> None:
    for _ in range(20):
        made = str(pyrage.x25519.Identity.generate())
        assert age_identity(decoded(made)) == made


def test_what_is_sealed_for_our_identity_opens_with_it() -> None:
    identity = pyrage.x25519.Identity.from_str(age_identity(bytes(range(32))))
    sealed = pyrage.encrypt(b"verzonnen", [identity.to_public()])
    assert pyrage.decrypt(sealed, [identity]) == b"verzonnen"


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_secret_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        age_identity(bytes(size))
