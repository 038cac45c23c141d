"""What a hostile reader of the store found: files made to harm, marks made up, disks that fail at the worst moment."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest

from meldcode.dossier import keys, opening, verify
from meldcode.dossier.chain import HeadFile, Mark, genesis
from meldcode.dossier.database import Database
from meldcode.dossier.events import Answered, Begun, Closed, Named, Noted, Written
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, swap_in, unlock
from meldcode.dossier.sealed import backup, receive, restore
from meldcode.dossier.trouble import NewerError, NotSavedError, StoreError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from tests.dossier.conftest import Ticking
from tests.dossier.helper import DIGEST, LAYERS, PASSPHRASE, RECOVERY, begin, look, reopen

HANDED = {
    "what": "meldcode-handover", "format": 1, "label": "x", "sender": "y", "head": "1-a", "place": "", "standing": {},
    "events": [], "flows": {},
}  # fmt: skip
AT = "2026-01-01T00:00:00"


def sealed_for(vault: Vault, told: object) -> bytes:
    """A file that anybody can make who has the public key."""
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(vault.receive_key)]))


def refusing(*_given: object) -> None:
    """A disk that is full."""
    raise NotSavedError("niet bewaard: de schijf is vol")


@contextmanager
def refused(_database: Database) -> Iterator[None]:
    """A transaction that does not even begin."""
    refusing()
    yield


@pytest.mark.parametrize(
    "event",
    [
        {"event": "erased", "at": AT, "reason": "x"},
        {"event": "noted", "at": AT, "what": "rekeyed"},
        {"event": "set", "at": AT, "name": "who", "value": "x"},
    ],
)
def test_a_file_of_a_colleague_cannot_end_a_dossier_or_speak_for_the_store(vault: Vault, event: object) -> None:
    own = begin(vault)
    with pytest.raises(StoreError, match="geen dossier"):
        receive(vault, sealed_for(vault, {**HANDED, "events": [event]}))
    again = reopen(vault)
    assert again.trouble == ""
    assert [entry.code for entry in again.list()] == [own.code]
    again.close()


@pytest.mark.parametrize("told", [b"[" * 200_000, b'{"what": "meldcode-handover", "format": 1e999}'])
def test_a_file_made_to_break_the_reader_is_refused(vault: Vault, told: bytes) -> None:
    with pytest.raises(StoreError, match="geen dossier"):
        receive(vault, sealed_for(vault, told))


def test_a_file_of_a_colleague_cannot_put_another_text_under_a_flow_of_our_own(vault: Vault) -> None:
    receive(vault, sealed_for(vault, {**HANDED, "flows": {DIGEST: [["klein.yaml", "eA=="]]}}))
    begin(vault)
    assert vault.flow(DIGEST) == LAYERS
    receive(vault, sealed_for(vault, {**HANDED, "flows": {DIGEST: [["klein.yaml", "eA=="]]}}))
    assert vault.flow(DIGEST) == LAYERS


def test_nothing_comes_after_the_end_of_a_destroyed_dossier(vault: Vault, clock: Ticking) -> None:
    dossier = begin(vault)
    vault.erase(dossier.code, "afgesproken")
    for event in (Named(clock(), "x"), Written(clock(), "report", "x"), Answered(clock(), "vraag_0", "x")):
        with pytest.raises(StoreError):
            dossier.append(event)
    again = reopen(vault)
    assert again.trouble == ""
    again.close()


def test_an_older_file_is_noticed_also_with_a_mark_that_was_made_up(vault: Vault, home: Home, clock: Ticking) -> None:
    dossier = begin(vault)
    vault.close()
    old = home.db.read_bytes()
    vault = unlock(home, PASSPHRASE, clock=clock)
    vault.append(dossier.code, Answered(clock(), "vraag_0", "later"), None)
    vault.close()
    home.db.write_bytes(old)
    store = home.head.read_bytes()[8:24]  # to be read by everybody
    home.head.unlink()
    made_up = HeadFile(home.head, store)
    made_up.write(Mark(0, genesis(store)))
    made_up.close()
    assert "misschien ontbreekt" in str(look(home)["trouble"])


def test_destroyed_content_that_is_back_is_noticed_wherever_it_is(vault: Vault, home: Home, clock: Ticking) -> None:
    dossier = begin(vault, answers=9)
    seqs = [record.seq for record in dossier.records()]
    (row,) = vault._database.rows("SELECT * FROM payload WHERE seq = ?", (seqs[4],))
    vault.erase(dossier.code, "afgesproken")
    assert reopen(vault).trouble == ""
    vault = unlock(home, PASSPHRASE, clock=clock)
    with vault._database.transaction() as write:
        write.execute("INSERT INTO payload VALUES (?, ?, ?)", row)
    again = reopen(vault)
    assert "beschadigd" in again.trouble
    again.close()


def test_a_row_of_another_table_is_damage_and_no_crash() -> None:
    good = (1, "2026", "named", "X", b"h", b"h", None, None)
    assert verify._typed(good)[6:] == (b"", b"")
    for place in range(8):
        with pytest.raises(StoreError):
            verify._typed((*good[:place], 3.5, *good[place + 1 :]))  # type: ignore[arg-type]


def test_on_a_full_disk_a_dossier_opens_to_read(vault: Vault, clock: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = begin(vault)
    monkeypatch.setattr(Database, "transaction", refused)
    found = vault.open(dossier.code)
    assert found.events() == dossier.events()
    with pytest.raises(NotSavedError):
        found.append(Answered(clock(), "vraag_0", "x"))


def test_a_dossier_whose_first_event_was_refused_is_not_in_the_list(vault: Vault, clock: Ticking) -> None:
    dossier = vault.begin("zaak", DIGEST, LAYERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "transaction", refused)
        with pytest.raises(NotSavedError):
            dossier.append(Begun(clock(), "klein", "1", DIGEST))
    assert vault.list() == []


def test_threads_do_not_hang_on_the_same_event(vault: Vault, clock: Ticking) -> None:
    dossier, failed = begin(vault), []

    def write(name: str) -> None:
        for number in range(40):
            try:
                vault.append(dossier.code, Answered(clock(), name, str(number)), None)
            except StoreError as error:
                failed.append(error)

    threads = [threading.Thread(target=write, args=(f"vraag_{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    again = reopen(vault)
    assert again.trouble == ""
    assert len(again.open(dossier.code).events()) == 5 + 120 + 1
    again.close()


def test_going_on_that_cannot_be_noted_is_not_done(vault: Vault, home: Home, clock: Ticking) -> None:
    begin(vault)
    vault.close()
    home.head.unlink()
    store = unlock(home, PASSPHRASE, clock=clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Vault, "append_all", refusing)
        with pytest.raises(NotSavedError):
            store.accept()
    assert store.read_only
    assert store.can_accept
    again = reopen(store)
    assert again.trouble
    again.accept()
    assert reopen(again).trouble == ""


def test_a_setting_of_a_later_program_does_not_cost_the_others(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        later.setattr("meldcode.dossier.vault.body_of", lambda *_given: b'{"event":"set","at":"2026-01-01","new":1}')
        vault.append("", Noted(vault.clock(), "x"), None)
    with vault._database.transaction() as write:
        write.execute("UPDATE dossier SET entry = '{}'")
    again = reopen(vault)
    assert (again.trouble, again.who) == ("", "leerkracht groep 5")
    again.close()


def test_a_row_for_lists_of_another_shape_is_made_anew(vault: Vault) -> None:
    dossier = begin(vault)
    with vault._database.transaction() as write:
        write.execute("UPDATE dossier SET entry = '{}'")
    again = reopen(vault)
    assert [entry.code for entry in again.list()] == [dossier.code]
    again.close()


@pytest.mark.parametrize("what", ["key", "backup"])
def test_a_file_of_a_newer_program_is_called_newer_and_not_damaged(
    vault: Vault, home: Home, tmp_path: Path, clock: Ticking, what: str
) -> None:
    copy = tmp_path / "kopie"
    backup(vault, copy)
    vault.close()
    path = {"key": home.key, "backup": copy}[what]
    path.write_bytes(path.read_bytes().replace(f"meldcode-{what} 1".encode(), f"meldcode-{what} 2".encode(), 1))
    with pytest.raises(NewerError):
        unlock(home, PASSPHRASE, clock=clock) if what == "key" else restore(home, copy, PASSPHRASE, clock=clock)


def test_a_restore_that_cannot_be_noted_changes_nothing(
    vault: Vault, home: Home, tmp_path: Path, clock: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(vault)
    backup(vault, tmp_path / "kopie")
    begin(vault, "later")
    vault.close()
    with monkeypatch.context() as broken:
        broken.setattr(Vault, "append_all", refusing)
        with pytest.raises(NotSavedError):
            restore(home, tmp_path / "kopie", PASSPHRASE, clock=clock)
    assert [path.name for path in home.folder.parent.iterdir()] == [home.folder.name]
    store = unlock(home, PASSPHRASE, clock=clock)
    assert {entry.label for entry in store.list()} == {"zaak 1", "later"}
    store.close()


def test_a_backup_never_goes_among_the_files_of_the_store(vault: Vault, home: Home) -> None:
    for path in (home.key, home.tries, home.folder / ".." / home.folder.name / "kopie"):
        with pytest.raises(StoreError, match="dossiers zelf"):
            backup(vault, path)
    assert reopen(vault).trouble == ""


def test_a_backup_that_was_made_but_not_noted_is_said_to_be_made(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Vault, "append_all", refusing)
    with pytest.raises(NotSavedError, match="is geschreven"):
        backup(vault, tmp_path / "kopie")
    assert (tmp_path / "kopie").exists()


def test_a_new_store_never_takes_the_place_of_another(vault: Vault, home: Home, tmp_path: Path) -> None:
    fresh = Home(home.folder.with_name("dossiers.new-0123456789abcdef"))
    fresh.folder.mkdir()
    with pytest.raises(StoreError, match="al dossiers"):
        swap_in(fresh, home, "")
    assert vault.home.exists()


def test_a_store_that_could_not_be_noted_can_be_opened_at_once(
    home: Home, clock: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Vault] = []
    real = opening.open_with

    def seen(*given: object) -> Vault:
        opened.append(real(*given))  # type: ignore[arg-type]  # as they came
        return opened[-1]

    with monkeypatch.context() as broken:
        broken.setattr(opening, "open_with", seen)
        broken.setattr(Vault, "append_all", refusing)
        with pytest.raises(NotSavedError):
            create(home, PASSPHRASE, RECOVERY, clock=clock, who="x")
    assert len(opened) == 1, "and somebody still holds on to it"
    unlock(home, PASSPHRASE, clock=clock).close()


def test_nothing_gets_into_a_closed_dossier_by_the_side_door(vault: Vault, clock: Ticking) -> None:
    dossier = begin(vault)
    dossier.append(Closed(clock(), "klaar", "2027-01-01"))
    before = vault.mark
    with pytest.raises(NotSavedError, match="gesloten"):
        dossier.append_all([(Named(clock(), "x"), None), (Answered(clock(), "vraag_0", "x"), None)])
    assert vault.mark == before


def test_a_fresh_key_counts_also_when_the_old_one_could_not_be_forgotten_at_once(
    vault: Vault, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(vault)
    real, written = keys.write_keys, []

    def second_refused(path: Path, content: keys.Keys) -> None:
        written.append(content)
        if len(written) == 2:
            raise NotSavedError("er is geen plaats meer")
        real(path, content)

    with monkeypatch.context() as broken:
        broken.setattr("meldcode.dossier.vault.write_keys", second_refused)
        vault.rekey()
    assert len(keys.read_keys(home.key, PASSPHRASE).database) == 2
    again = reopen(vault)
    assert [getattr(record.event, "what", "") for record in again.records("")][-1] == "rekeyed"
    assert len(keys.read_keys(home.key, PASSPHRASE).database) == 1
    again.close()


def test_a_key_file_that_cannot_be_written_leaves_the_old_passphrase(
    vault: Vault, clock: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused_file(*_given: object) -> None:
        raise MeldcodeError("er is geen plaats meer", "Kies een andere map.")

    with monkeypatch.context() as broken:
        broken.setattr(keys, "write_all", refused_file)
        with pytest.raises(NotSavedError) as caught:
            vault.change_passphrase("een heel andere zin van hier")
    assert "andere map" not in caught.value.hint
    reopen(vault).close()
