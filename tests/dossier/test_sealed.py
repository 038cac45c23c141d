"""What leaves the store: a backup that opens again, and one dossier for one colleague."""

from __future__ import annotations

import json
from pathlib import Path

import pyrage
import pytest

from meldcode.dossier import database, opening
from meldcode.dossier.events import Answered, Closed, HandedOver, Opened, Received, UnknownEvent
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, finish_swap, unlock
from meldcode.dossier.sealed import backup, hand_over, hand_over_to, receive, restore
from meldcode.dossier.trouble import DamagedError, NewerError, StoreError, WrongSecretError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from tests.dossier.conftest import Ticking
from tests.dossier.helper import CANARY, DIGEST, LAYERS, PASSPHRASE, RECOVERY, begin, look, reopen


@pytest.fixture
def copy(vault: Vault, tmp_path: Path) -> Path:
    """A backup of a store with one dossier of three answers."""
    begin(vault)
    backup(vault, tmp_path / "kopie.meldcode")
    return tmp_path / "kopie.meldcode"


@pytest.fixture
def colleague(tmp_path: Path, clock: Ticking) -> Vault:
    """The store of somebody else."""
    return create(
        Home(tmp_path / "collega" / "dossiers"), "rode trein naar het dorp", RECOVERY, clock=clock, who="ib'er"
    )


def test_a_backup_holds_nothing_readable_and_leaves_nothing_behind(vault: Vault, copy: Path) -> None:
    assert CANARY.encode() not in copy.read_bytes()
    assert vault.keys.database[0].encode() not in copy.read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    vault.close()
    left = {path.name for path in vault.home.folder.iterdir()}
    assert left == {vault.home.db.name, vault.home.key.name, vault.home.head.name}


@pytest.mark.parametrize("secret", [PASSPHRASE, RECOVERY], ids=["passphrase", "recovery code"])
def test_a_backup_is_put_back_and_what_was_there_is_kept(vault: Vault, copy: Path, clock: Ticking, secret: str) -> None:
    dossier = begin(vault, "later")
    dossier.append(Answered(clock(), "vraag_0", "na de kopie"))
    vault.close()
    back, aside = restore(vault.home, copy, secret, clock=clock)
    assert back.trouble == ""
    assert [entry.label for entry in back.list()] == ["zaak 1"]
    assert "restored" in [getattr(record.event, "what", "") for record in back.records("")]
    assert reopen(back).trouble == ""
    assert aside is not None
    assert {entry.label for entry in unlock(Home(aside), PASSPHRASE, clock=clock).list()} == {"zaak 1", "later"}


def test_a_backup_makes_a_store_where_there_is_none(copy: Path, vault: Vault, tmp_path: Path, clock: Ticking) -> None:
    vault.close()
    home = Home(tmp_path / "nieuwe laptop" / "dossiers")
    back, aside = restore(home, copy, PASSPHRASE, clock=clock)
    assert aside is None
    assert back.flow(DIGEST) == LAYERS
    back.close()
    assert "list" in look(home)


def test_a_backup_that_was_changed_or_cut_changes_nothing(vault: Vault, copy: Path, clock: Ticking) -> None:
    vault.close()
    before, data = look(vault.home), copy.read_bytes()
    for place in range(0, len(data), 97):
        spoiled = bytearray(data)
        spoiled[place] ^= 0x10
        copy.write_bytes(spoiled)
        with pytest.raises(DamagedError):
            restore(vault.home, copy, PASSPHRASE, clock=clock)
        copy.write_bytes(data[:place])
        with pytest.raises(DamagedError):
            restore(vault.home, copy, PASSPHRASE, clock=clock)
    copy.write_bytes(data)
    with pytest.raises(WrongSecretError):
        restore(vault.home, copy, "niet de goede zin", clock=clock)
    with pytest.raises(StoreError, match="niet gelezen"):
        restore(vault.home, copy.with_name("er is niets"), PASSPHRASE, clock=clock)
    assert look(vault.home) == before
    assert [path.name for path in vault.home.folder.parent.iterdir()] == [vault.home.folder.name]


def test_a_backup_of_today_opens_with_the_passphrase_of_today(vault: Vault, copy: Path, clock: Ticking) -> None:
    vault.change_passphrase("groene boot achter het huis")
    vault.rekey()
    vault.close()
    back, _aside = restore(vault.home, copy, PASSPHRASE, clock=clock)
    back.close()
    assert "list" in look(vault.home)


def test_killed_between_two_names_the_backup_gets_its_place(vault: Vault, clock: Ticking) -> None:
    begin(vault)
    vault.close()
    before = look(vault.home)
    vault.home.folder.rename(vault.home.folder.with_name("dossiers.ready"))
    assert not vault.home.exists()
    finish_swap(vault.home)
    assert look(vault.home) == before


def test_copies_of_a_killed_backup_are_cleared_away(vault: Vault, clock: Ticking) -> None:
    left = opening.copy_name(vault.home)
    left.write_bytes(b"x")
    reopen(vault).close()
    assert not left.exists()


def test_a_store_of_a_newer_program_is_left_alone(vault: Vault, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(vault)
    with vault._database.transaction() as write:
        write.execute(f"PRAGMA user_version = {database.FORMAT + 1}")
    vault.close()
    before = home.db.read_bytes()
    with pytest.raises(NewerError, match="nieuwere versie"):
        look(home)
    assert home.db.read_bytes() == before


def test_a_colleague_gets_the_whole_dossier_and_nobody_else_can_read_it(
    vault: Vault, colleague: Vault, tmp_path: Path
) -> None:
    dossier = begin(vault, "zaak 9")
    begin(vault, "een andere")
    dossier.go("vraag_1")
    dossier = vault.open(dossier.code)
    sealed = hand_over_to(vault, dossier.code, colleague.receive_key, tmp_path).read_bytes()
    assert CANARY.encode() not in sealed
    with pytest.raises(StoreError, match="niet voor u"):
        receive(vault, sealed)
    code = receive(colleague, sealed)
    (entry,) = colleague.list()
    assert (entry.code, entry.label, entry.step, entry.outcome) == (code, "zaak 9", "wegen", "melden")
    there = colleague.open(code)
    own = [event for event in dossier.events() if not isinstance(event, Opened)]
    assert list(there.events())[: len(own)] == own
    assert {record.who for record in there.records()} == {"leerkracht groep 5", "ib'er"}
    assert there.place() == "vraag_1"
    assert colleague.flow(DIGEST) == LAYERS
    assert [event.sender for event in there.events() if isinstance(event, Received)] == ["leerkracht groep 5"]
    noted = [event for event in vault.open(dossier.code).events() if isinstance(event, HandedOver)]
    assert [event.to for event in noted] == [colleague.receive_key]
    with pytest.raises(MeldcodeError, match="staat al iets"):
        hand_over_to(vault, dossier.code, colleague.receive_key, tmp_path)
    with pytest.raises(StoreError, match="al ontvangen"):
        receive(colleague, sealed)
    assert len(colleague.list()) == 1


def test_a_file_that_could_not_be_written_is_not_in_the_history(vault: Vault, colleague: Vault, tmp_path: Path) -> None:
    dossier = begin(vault)
    (tmp_path / "geen map").write_text("x")
    before = vault.mark
    with pytest.raises(MeldcodeError):
        hand_over_to(vault, dossier.code, colleague.receive_key, tmp_path / "geen map")
    assert vault.mark == before


def test_a_closed_dossier_stays_closed_with_the_colleague(vault: Vault, colleague: Vault) -> None:
    dossier = begin(vault)
    dossier.append(Closed(vault.clock(), "klaar", "2026-05-01"))
    code = receive(colleague, hand_over(vault, dossier.code, colleague.receive_key))
    assert (colleague.entry(code).state, colleague.entry(code).until) == ("closed", "2026-05-01")


HANDED = {
    "what": "meldcode-handover", "format": 1, "label": "x", "sender": "y", "head": "1-a", "place": "", "standing": {},
    "events": [], "flows": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (b"\xff", StoreError), ("[]", StoreError), ({}, StoreError), ({**HANDED, "what": "iets"}, StoreError),
        ({**HANDED, "format": 2}, NewerError), ({**HANDED, "events": [3]}, StoreError),
        ({**HANDED, "events": [{"event": "anders", "at": "2026-01-01"}]}, UnknownEvent),
        ({**HANDED, "events": [{"event": "named", "at": "2026-01-01"}]}, UnknownEvent),
        ({**HANDED, "events": [{"event": "opened", "at": "ooit"}]}, MeldcodeError),
        ({**HANDED, "flows": {"x": [["naam", "geen base64!"]]}}, StoreError),
        ({**HANDED, "standing": {"terms": [{"x": 1}]}}, StoreError),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_dossier_is_refused_and_nothing_changes(
    vault: Vault, told: object, error: type[Exception]
) -> None:
    content = told if isinstance(told, bytes) else (told if isinstance(told, str) else json.dumps(told)).encode()
    sealed = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(vault.receive_key)])
    before = vault.mark
    with pytest.raises(error):
        receive(vault, sealed)
    assert vault.mark == before
    assert vault.list() == []


def test_texts_of_a_colleague_are_made_plain(vault: Vault) -> None:
    event = {
        "event": "answered",
        "at": "2026-01-01T00:00:00",
        "question": "a",
        "value": ["\x1b]52;c;x\x07", {"b\u202e": "c"}],
    }
    told = {**HANDED, "label": "\x1b[2J", "events": [{"who": "\x07", **event}]}
    sealed = pyrage.encrypt(json.dumps(told).encode(), [pyrage.x25519.Recipient.from_str(vault.receive_key)])
    code = receive(vault, sealed)
    assert not {"\x1b", "\x07", "\u202e"} & set(str(list(vault.records(code))) + vault.entry(code).label)
