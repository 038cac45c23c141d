"""The key file: who can open it, what it does when it is changed, and how long a guess takes."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pyrage
import pytest

from meldcode.dossier import keys as keys_module
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.home import Home
from meldcode.dossier.keys import KEY_HEAD, new_keys, public_key, read_keys, unseal, write_keys
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.trouble import DamagedError, StoreError, WrongSecretError
from meldcode.dossier.vault import Vault
from tests.dossier.conftest import Ticking
from tests.dossier.helper import PASSPHRASE, RECOVERY, begin, reopen


@pytest.fixture
def organisation() -> pyrage.x25519.Identity:
    """The organisation's own key, of which the store knows the public half."""
    return pyrage.x25519.Identity.generate()


def test_passphrase_code_and_organisation_all_open_it(tmp_path: Path, organisation: pyrage.x25519.Identity) -> None:
    made = new_keys(PASSPHRASE, RECOVERY, str(organisation.to_public()))
    write_keys(tmp_path / "k", made)
    secrets = (PASSPHRASE, f"  {PASSPHRASE.replace(' ', '   ')} ", RECOVERY, RECOVERY.lower(), str(organisation))
    for secret in secrets:
        assert read_keys(tmp_path / "k", secret) == made


@pytest.mark.parametrize(
    "secret", ["", "x", PASSPHRASE.upper(), PASSPHRASE + ".", "AGE-SECRET-KEY-1", "YTHJ-HR7A-103G-E94S-707A-EB61-X1VX"]
)
def test_nothing_else_opens_it(tmp_path: Path, secret: str) -> None:
    write_keys(tmp_path / "k", new_keys(PASSPHRASE, RECOVERY))
    with pytest.raises(WrongSecretError) as caught:
        read_keys(tmp_path / "k", secret)
    assert PASSPHRASE not in str(caught.value)


def test_the_plain_age_format_lies_behind_one_line(tmp_path: Path, organisation: pyrage.x25519.Identity) -> None:
    made = new_keys(PASSPHRASE, RECOVERY, str(organisation.to_public()))
    write_keys(tmp_path / "k", made)
    line, _end, sealed = (tmp_path / "k").read_bytes().partition(b"\n")
    assert line.startswith(KEY_HEAD)
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert made.database[0].encode() in pyrage.decrypt(sealed, [organisation])


def test_every_changed_byte_is_refused_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "k"
    write_keys(path, new_keys(PASSPHRASE, RECOVERY))
    data = path.read_bytes()
    for place in range(len(data)):
        spoiled = bytearray(data)
        spoiled[place] ^= 0x21
        with pytest.raises(DamagedError):
            unseal(KEY_HEAD, bytes(spoiled), PASSPHRASE)
    for size in range(len(data)):
        with pytest.raises(DamagedError):
            unseal(KEY_HEAD, data[:size], PASSPHRASE)


def test_salts_that_are_none_with_a_sum_that_fits_are_refused() -> None:
    sealed = b"age"
    for salts in (b"x y", b"../ ..", b"\xff\xff \xff", b" "):
        check = hashlib.sha256(b"\n".join((KEY_HEAD, salts, sealed))).hexdigest().encode()
        with pytest.raises(DamagedError):
            unseal(KEY_HEAD, b"%s %s %s\n%s" % (KEY_HEAD, salts, check, sealed), PASSPHRASE)


def test_a_lost_key_file_is_said(vault: Vault, home: Home, clock: Ticking) -> None:
    vault.close()
    home.key.unlink()
    with pytest.raises(DamagedError, match="sleutelbestand is weg"):
        unlock(home, PASSPHRASE, clock=clock)
    assert home.db.exists()


def test_the_key_of_another_store_opens_nothing_and_changes_nothing(vault: Vault, home: Home, clock: Ticking) -> None:
    vault.close()
    write_keys(home.key, new_keys(PASSPHRASE, RECOVERY))
    before = home.db.read_bytes()
    with pytest.raises(DamagedError):
        unlock(home, PASSPHRASE, clock=clock)
    assert home.db.read_bytes() == before


def test_another_passphrase_encrypts_nothing_anew_and_the_old_one_is_out(vault: Vault, clock: Ticking) -> None:
    begin(vault)
    before = vault.keys.database
    vault.change_passphrase("groene boot achter het huis")
    assert vault.keys.database == before
    again = reopen(vault, clock, "groene boot achter het huis")
    assert again.list()
    again.close()
    with pytest.raises(WrongSecretError):
        unlock(again.home, PASSPHRASE, clock=clock)


def test_another_code_puts_the_old_one_out(vault: Vault, clock: Ticking) -> None:
    code = new_recovery_code()
    vault.change_recovery(code)
    reopen(vault, clock, code).close()
    with pytest.raises(WrongSecretError):
        unlock(vault.home, RECOVERY, clock=clock)


def test_a_fresh_key_encrypts_everything_anew(vault: Vault, home: Home) -> None:
    dossier = begin(vault)
    before, old = vault.keys.database, home.db.read_bytes()
    vault.rekey()
    assert len(vault.keys.database) == 1
    assert vault.keys.database != before
    new = home.db.read_bytes()
    pages = range(0, min(len(old), len(new)), 4096)
    assert not [place for place in pages if old[place : place + 4096] == new[place : place + 4096]]
    again = reopen(vault)
    assert again.trouble == ""
    assert len(again.open(dossier.code).events()) > 3
    again.close()


def test_killed_between_key_file_and_rekey_either_key_fits(vault: Vault, home: Home, clock: Ticking) -> None:
    begin(vault)
    old = vault.keys
    vault.close()
    for order in ((old.database[0], "b" * 64), ("b" * 64, old.database[0])):
        write_keys(home.key, type(old)(old.store, order, old.receive, old.seals))
        found = unlock(home, PASSPHRASE, clock=clock)
        assert found.list()
        found.close()


@pytest.mark.parametrize("text", ["", "age1", "Jan Jansen", "age1" + "q" * 58, "AGE-SECRET-KEY-1" + "Q" * 58])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="openbare sleutel"):
        public_key(text)


def test_a_guess_costs_what_it_should(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Ticking) -> None:
    monkeypatch.undo()
    assert keys_module.COST == 2**17, "128 MiB for each guess"
    started = time.process_time()
    create(Home(tmp_path / "dossiers"), PASSPHRASE, RECOVERY, clock=clock).close()
    assert time.process_time() - started > 0.1
