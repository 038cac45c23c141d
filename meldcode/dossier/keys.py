"""The key file: a random key for the database, sealed for the passphrase, the recovery code and the organisation.

It is an age file behind one line of our own, which holds the salts and a check sum. The identity that opens it comes
from the passphrase by scrypt at a fixed cost (128 MiB), so that unlocking takes the same time on every machine of a
kind; age's own passphrase mode measures and guesses. With the first line cut off, the plain `age` tool opens it too.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyrage

from meldcode.dossier.codes import age_identity, normal, read_recovery_code
from meldcode.dossier.trouble import DamagedError, NotSavedError, StoreError, WrongSecretError, newer
from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.i18n import _

COST = 2**17
"""scrypt N; with r=8 and p=1 this asks 128 MiB and about a third of a second."""
KEY_HEAD = b"meldcode-key 1"
BACKUP_HEAD = b"meldcode-backup 1"
_IDENTITY = "AGE-SECRET-KEY-1"


@dataclass(frozen=True, slots=True)
class Seals:
    """For whom the key file is sealed: public keys, and the salts (hex) of the two that are typed."""

    passphrase: str
    recovery: str
    organisation: str
    passphrase_salt: str
    recovery_salt: str

    def recipients(self) -> list[pyrage.x25519.Recipient]:
        """Everybody who may open it."""
        named = [self.passphrase, self.recovery, self.organisation]
        return [pyrage.x25519.Recipient.from_str(one) for one in named if one]


@dataclass(frozen=True, slots=True)
class Keys:
    """What the key file holds. `database` are raw keys in hex: two only while the database is being rekeyed."""

    store: str
    """Random id of the store, 16 bytes in hex."""
    database: tuple[str, ...]
    receive: str
    """Own age identity, with which a colleague's dossier is received."""
    seals: Seals

    @property
    def receive_key(self) -> str:
        """The public half of `receive`, to give to a colleague."""
        return str(pyrage.x25519.Identity.from_str(self.receive).to_public())


def new_keys(passphrase: str, recovery: str, organisation: str = "") -> Keys:
    """Fresh random keys, sealed for these three (the last may be empty). Raises `StoreError` for a bad public key."""
    seals = Seals("", "", public_key(organisation) if organisation else "", "", "")
    seals = for_recovery(for_passphrase(seals, passphrase), recovery)
    identity = str(pyrage.x25519.Identity.generate())
    return Keys(secrets.token_hex(16), (new_database_key(),), identity, seals)


def new_database_key() -> str:
    """256 random bits, in hex."""
    return secrets.token_hex(32)


def public_key(text: str) -> str:
    """An age public key (`age1…`) as it is kept. Raises `StoreError` when it is none."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError:
        hint = _("Een openbare sleutel begint met age1 en is 62 tekens lang. Vraag hem opnieuw, en kopieer hem heel.")
        raise StoreError(_("dit is geen openbare sleutel"), hint) from None


def for_passphrase(seals: Seals, passphrase: str) -> Seals:
    """The same seals with another passphrase."""
    salt = secrets.token_hex(16)
    return replace(seals, passphrase=_public(_identity(normal(passphrase), salt)), passphrase_salt=salt)


def for_recovery(seals: Seals, code: str) -> Seals:
    """The same seals with another recovery code."""
    salt = secrets.token_hex(16)
    return replace(seals, recovery=_public(_identity(read_recovery_code(code), salt)), recovery_salt=salt)


def write_keys(path: Path, keys: Keys) -> None:
    """Put the key file in its place, whole or not at all. Raises `NotSavedError`."""
    content = json.dumps({**asdict(keys), "seals": asdict(keys.seals)}).encode()
    try:
        write_all(path.parent, {path.name: seal(KEY_HEAD, keys.seals, content)})
    except MeldcodeError as error:  # its advice, to write somewhere else, is for files that a person names
        hint = _("Wat eerder bewaard was, is veilig. Maak ruimte vrij en probeer het opnieuw.")
        raise NotSavedError(error.message, hint) from None


def read_keys(path: Path, secret: str) -> Keys:
    """Open the key file with a passphrase, a recovery code or the organisation's age identity.

    Raises `WrongSecretError`, or `DamagedError` when the file is not what was written, whoever asks.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DamagedError(
            _("het sleutelbestand is weg"),
            _("De dossiers zijn er nog, maar gaan zonder dit bestand niet open. Zet {name} terug, of een reservekopie"
              " met `meldcode dossier restore`.").format(name=path.name),
        ) from None  # fmt: skip
    except OSError:
        raise DamagedError(
            _("het sleutelbestand kan niet gelezen worden"),
            _("Er is niets veranderd. Kijk of u de map met dossiers mag openen."),
        ) from None
    return parse_keys(unseal(KEY_HEAD, data, secret))


def parse_keys(content: bytes) -> Keys:
    """The keys in an opened key file."""
    try:
        values = json.loads(content)
        seals = Seals(**values.pop("seals"))
        return Keys(seals=seals, **{**values, "database": tuple(values["database"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _damaged() from None


def seal(head: bytes, seals: Seals, content: bytes) -> bytes:
    """One line of ours (what it is, two salts, check sum of the rest) and an age file."""
    sealed: bytes = pyrage.encrypt(content, seals.recipients())
    return _first_line(head, seals.passphrase_salt, seals.recovery_salt, sealed) + sealed


def unseal(head: bytes, data: bytes, secret: str) -> bytes:
    """The content of a sealed file. Raises `WrongSecretError`, `DamagedError` or `NewerError`."""
    line, end, sealed = data.partition(b"\n")
    if re.match(head.rstrip(b"1") + rb"(?:[2-9]|[1-9][0-9]+) ", line):
        raise newer()
    words = line[len(head) + 1 :].decode("ascii", errors="replace").split(" ")
    if not end or len(words) != 3 or line + end != _first_line(head, words[0], words[1], sealed):
        raise _damaged()
    if not all(len(salt) == 32 and salt.isalnum() and salt.isascii() for salt in words[:2]):
        raise _damaged()
    for identity in _identities(secret, words[0], words[1]):
        try:
            opened: bytes = pyrage.decrypt(sealed, [identity])
        except pyrage.DecryptError:
            continue
        return opened
    raise WrongSecretError


def _first_line(head: bytes, passphrase_salt: str, recovery_salt: str, sealed: bytes) -> bytes:
    salts = f"{passphrase_salt} {recovery_salt}".encode("ascii", errors="replace")
    check = hashlib.sha256(b"\n".join((head, salts, sealed))).hexdigest()
    return b"%s %s %s\n" % (head, salts, check.encode())


def _identities(secret: str, passphrase_salt: str, recovery_salt: str) -> list[pyrage.x25519.Identity]:
    """Who the typed text may be: an identity itself, a recovery code, else a passphrase."""
    text = secret.strip()
    if text.upper().startswith(_IDENTITY):
        try:
            return [pyrage.x25519.Identity.from_str(text.upper())]
        except pyrage.IdentityError:
            return []
    try:
        return [_identity(read_recovery_code(text), recovery_salt)]
    except MeldcodeError:
        return [_identity(normal(secret), passphrase_salt)]


def _identity(text: str, salt: str) -> pyrage.x25519.Identity:
    secret = hashlib.scrypt(text.encode(), salt=salt.encode(), n=COST, r=8, p=1, maxmem=2**28, dklen=32)
    return pyrage.x25519.Identity.from_str(age_identity(secret))


def _public(identity: pyrage.x25519.Identity) -> str:
    return str(identity.to_public())


def _damaged() -> DamagedError:
    return DamagedError(
        _("dit bestand is beschadigd, of het is geen bestand van dit programma"),
        _("Er is niets overschreven. Zet een reservekopie terug met `meldcode dossier restore`."),
    )
