"""Every damaged file is noticed: it does not open, or it says so, or nothing was lost by it."""

from __future__ import annotations

import random
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from meldcode.dossier.database import damaged
from meldcode.dossier.events import Answered
from meldcode.dossier.home import Home
from meldcode.dossier.opening import unlock
from meldcode.dossier.trouble import DamagedError, NotSavedError, StoreError
from meldcode.dossier.vault import Vault
from tests.dossier.conftest import Ticking
from tests.dossier.helper import PASSPHRASE, begin, look, reopen
from tests.effort import THOROUGH, tries

PAGE = 4096
SECTOR = 512


@pytest.fixture
def filled(vault: Vault) -> Home:
    """A closed store with forty dossiers, one of them destroyed."""
    dossiers = [begin(vault, f"zaak {number}", answers=6) for number in range(40)]
    vault.erase(dossiers[3].code, "afgesproken")
    vault.close()
    return vault.home


def harmless(home: Home, before: dict[str, object]) -> bool:
    """Whether what a person sees is what was there, or nothing at all because the program says why."""
    try:
        seen = look(home)
    except StoreError as error:
        return bool(error.message and error.hint)
    return "trouble" in seen or seen == before


def test_flipped_bits_cut_files_and_empty_sectors_are_all_noticed(filled: Home) -> None:
    before, data = look(filled), bytearray(filled.db.read_bytes())
    chance = random.Random(7)  # noqa: S311  # the same damage on every machine
    kinds = {"flip": tries(500, 4), "cut": tries(200, 4), "empty": tries(200, 4)}
    for kind, times in kinds.items():
        for _time in range(times):
            spoiled = bytearray(data)
            if kind == "flip":
                place = chance.randrange(len(data))
                spoiled[place] ^= 1 << chance.randrange(8)
            elif kind == "cut":
                del spoiled[chance.randrange(len(data)) :]
            else:
                place = chance.randrange(len(data) // SECTOR) * SECTOR
                spoiled[place : place + SECTOR] = bytes(SECTOR)
            filled.db.write_bytes(spoiled)
            assert harmless(filled, before), kind
    filled.db.write_bytes(data)
    assert look(filled) == before


def test_an_older_page_put_back_is_noticed(filled: Home, clock: Ticking) -> None:
    old = filled.db.read_bytes()
    vault = unlock(filled, PASSPHRASE, clock=clock)
    for entry in vault.list()[::2]:
        vault.open(entry.code).append(Answered(clock(), "vraag_0", "anders"))
    vault.close()
    before, new = look(filled), filled.db.read_bytes()
    changed = [
        place
        for place in range(0, min(len(old), len(new)), PAGE)
        if old[place : place + PAGE] != new[place : place + PAGE]
    ]
    assert len(changed) > 5
    for place in changed:
        filled.db.write_bytes(new[:place] + old[place : place + PAGE] + new[place + PAGE :])
        assert harmless(filled, before), place // PAGE


def test_an_older_file_put_back_is_said_and_nothing_is_written_until_the_person_chooses(
    vault: Vault, home: Home, clock: Ticking
) -> None:
    dossier = begin(vault)
    vault.close()
    shutil.copy(home.db, home.folder / "oud")
    vault = unlock(home, PASSPHRASE, clock=clock)
    for number in range(3):
        vault.append(dossier.code, Answered(clock(), "vraag_0", str(number)), None)
    vault.close()
    shutil.copy(home.folder / "oud", home.db)
    vault = unlock(home, PASSPHRASE, clock=clock)
    assert "3 handelingen ontbreken" in vault.trouble
    assert vault.read_only
    assert vault.can_accept
    with pytest.raises(NotSavedError):
        vault.append(dossier.code, Answered(clock(), "vraag_0", "ja"), None)
    assert vault.open(dossier.code).read_only
    again = reopen(vault)
    assert again.trouble, "looking is not choosing"
    again.accept()
    again.append(dossier.code, Answered(clock(), "vraag_0", "ja"), None)
    last = reopen(again)
    assert last.trouble == ""
    assert "accepted" in [getattr(record.event, "what", "") for record in last.records("")]
    last.close()


def test_another_history_of_the_same_length_is_said(vault: Vault, home: Home, clock: Ticking) -> None:
    dossier = begin(vault)
    vault.close()
    old = home.db.read_bytes()
    for answer in ("ja", "nee"):
        home.db.write_bytes(old)
        store = unlock(home, PASSPHRASE, clock=clock)
        store.accept()
        store.append(dossier.code, Answered(clock(), "vraag_0", answer), None)
        if answer == "ja":
            mark = home.head.read_bytes()
        store.close()
    home.head.write_bytes(mark)
    store = unlock(home, PASSPHRASE, clock=clock)
    assert store.trouble
    assert store.can_accept
    store.close()


@pytest.mark.parametrize("what", ["gone", "empty", "noise", "other store"])
def test_without_its_mark_the_store_says_that_something_may_be_missing(vault: Vault, home: Home, what: str) -> None:
    begin(vault)
    vault.close()
    if what == "gone":
        home.head.unlink()
    elif what == "other store":
        data = bytearray(home.head.read_bytes())
        data[10] ^= 1
        data[512 + 10] ^= 1
        home.head.write_bytes(data)
    else:
        home.head.write_bytes(b"" if what == "empty" else b"x" * 2000)
    assert "misschien ontbreekt" in str(look(home)["trouble"])


def test_every_changed_byte_of_the_mark_is_noticed_or_harmless(vault: Vault, home: Home) -> None:
    begin(vault)
    vault.close()
    before, data = look(home), home.head.read_bytes()
    for place in range(0, len(data), 1 if THOROUGH else 3):
        spoiled = bytearray(data)
        spoiled[place] ^= 0x41
        home.head.write_bytes(spoiled)
        assert harmless(home, before), place
        home.head.write_bytes(data)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 100, 4095])
def test_a_database_that_is_cut_short_is_never_made_anew(vault: Vault, home: Home, size: int) -> None:
    begin(vault)
    vault.close()
    data = home.db.read_bytes()[:size]
    home.db.write_bytes(data)
    with pytest.raises(DamagedError) as caught:
        look(home)
    assert caught.value.message == damaged().message
    assert home.db.read_bytes() == data


def test_a_lost_database_is_not_replaced_by_an_empty_one(vault: Vault, home: Home) -> None:
    begin(vault)
    vault.close()
    home.db.rename(home.folder / "elders")
    with pytest.raises(DamagedError, match="is weg"):
        look(home)
    assert not home.db.exists()
    (home.folder / "elders").rename(home.db)
    assert "list" in look(home)


def test_a_stranger_of_a_file_is_refused(vault: Vault, home: Home) -> None:
    vault.close()
    home.db.write_bytes(b"SQLite format 3\0" + bytes(8000))
    with pytest.raises(DamagedError):
        look(home)


def test_a_journal_left_by_a_crash_is_played_back_and_one_put_there_is_noticed(filled: Home, clock: Ticking) -> None:
    before = look(filled)
    journal = Path(f"{filled.db}-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(2000))
    assert harmless(filled, before)


def test_what_is_still_good_in_a_broken_store_can_be_read(filled: Home, clock: Ticking) -> None:
    vault = unlock(filled, PASSPHRASE, clock=clock)
    with vault._database.transaction() as write:
        write.execute("UPDATE payload SET body = ? WHERE seq = 12", (b"{}",))
    again = reopen(vault)
    assert again.trouble
    assert not again.can_accept
    codes = [entry.code for entry in again.list()]
    read = sum(len(again.open(code).events()) for code in codes)
    assert read > 200
    again.close()


def test_time_of_the_mark_follows_the_store(vault: Vault, home: Home) -> None:
    assert vault._head.read() == vault.mark
    begin(vault)
    assert vault._head.read() == vault.mark
    assert datetime.fromisoformat(vault.list()[0].touched).year == 2026
