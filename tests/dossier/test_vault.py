"""The store of all dossiers: what is kept, found again, told apart, and what is destroyed."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meldcode.dossier.chain import Mark
from meldcode.dossier.entries import Entry, fold
from meldcode.dossier.events import (
    KINDS,
    Answered,
    Closed,
    Erased,
    Event,
    Named,
    Opened,
    Reopened,
    Retained,
    Term,
    UnknownEvent,
    from_json,
    to_json,
)
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.trouble import NotSavedError, StoreError
from meldcode.dossier.vault import Vault
from tests.dossier.conftest import Ticking
from tests.dossier.helper import CANARY, DIGEST, LAYERS, PASSPHRASE, RECOVERY, STANDING, begin, reopen
from tests.effort import tries

NOW = datetime(2026, 3, 2, 9, 0)


def test_everything_is_there_after_opening_again(vault: Vault) -> None:
    dossier = begin(vault)
    dossier.go("vraag_2")
    events, records, listed = dossier.events(), dossier.records(), vault.list()
    again = reopen(vault)
    assert again.trouble == ""
    assert again.list() == listed
    found = again.open(dossier.code)
    assert found.events()[:-1] == events
    assert found.records()[:-1] == records
    assert isinstance(found.events()[-1], Opened)
    assert found.place() == "vraag_2"
    assert again.flow(DIGEST) == LAYERS
    again.close()


def test_a_row_tells_where_a_dossier_stands(vault: Vault) -> None:
    dossier = begin(vault, "zaak 7")
    (entry,) = vault.list()
    assert (entry.label, entry.flow, entry.step, entry.outcome) == ("zaak 7", "klein", "wegen", "melden")
    assert entry.terms == (Term("besluit", "2026-03-09", "Vraag wat het besluit is."),)
    assert entry.state == "open"
    assert entry.touched > entry.begun
    dossier.append(Closed(vault.clock(), "vermoeden weg", "2026-04-01"))
    assert (vault.list()[0].state, vault.list()[0].until) == ("closed", "2026-04-01")
    dossier.append(Retained(vault.clock(), "2026-06-01", "er loopt een klacht"))
    assert vault.list()[0].until == "2026-06-01"
    dossier.append(Reopened(vault.clock(), "nieuwe signalen"))
    assert (vault.list()[0].state, vault.list()[0].until) == ("open", "")


def test_a_closed_dossier_takes_no_answers(vault: Vault) -> None:
    dossier = begin(vault)
    dossier.append(Closed(vault.clock(), "klaar", "2026-04-01"))
    with pytest.raises(NotSavedError, match="gesloten"):
        dossier.append(Answered(vault.clock(), "vraag_0", "ja"))


def test_the_last_touched_dossier_stands_first_and_reading_is_no_change(vault: Vault) -> None:
    first, second = begin(vault, "een"), begin(vault, "twee")
    assert [entry.label for entry in vault.list()] == ["twee", "een"]
    first.append(Answered(vault.clock(), "vraag_0", "nee"))
    vault.open(second.code)
    assert [entry.label for entry in vault.list()] == ["een", "twee"]


def test_without_a_label_the_code_is_the_label(vault: Vault) -> None:
    dossier = vault.begin("", DIGEST, LAYERS)
    assert vault.list() == [], "a dossier is there once something happened in it"
    dossier.append(Answered(vault.clock(), "vraag_0", "ja"))
    assert dossier.label == dossier.code == vault.list()[0].label
    assert len(dossier.code) == 5
    assert vault.entry(dossier.code.lower()).code == dossier.code


def test_a_code_that_is_not_there_is_said_so(vault: Vault) -> None:
    with pytest.raises(StoreError, match="geen dossier"):
        vault.open("ZZZZZ")


def test_destroyed_is_destroyed_and_the_chain_still_holds(vault: Vault) -> None:
    kept, gone = begin(vault, "blijft"), begin(vault, "weg")
    vault.erase(gone.code, "overgedragen aan het leerlingdossier")
    assert [entry.label for entry in vault.list()] == ["blijft"]
    again = reopen(vault)
    assert [entry.label for entry in again.list()] == ["blijft"]
    records = list(again.records(gone.code))
    assert [record.event for record in records[:-1]] == [None] * (len(records) - 1)
    assert isinstance(records[-1].event, Erased)
    assert again.trouble == ""
    assert CANARY in str(again.open(kept.code).events())
    assert CANARY not in str([record for record in again.records() if record.code == gone.code])
    again.close()


def test_settings_are_kept_and_are_part_of_the_history(vault: Vault) -> None:
    assert vault.who == "leerkracht groep 5"
    vault.set("idle", "3")
    vault.set("resume", "ABCDE")
    again = reopen(vault)
    assert (again.who, again.setting("idle"), again.setting("resume")) == ("leerkracht groep 5", "3", "ABCDE")
    assert again.setting("onbekend", "anders") == "anders"
    again.close()


def test_who_did_it_stands_at_each_event(vault: Vault) -> None:
    dossier = begin(vault)
    vault.set("who", "intern begeleider")
    dossier.append(Answered(vault.clock(), "vraag_0", "nee"))
    assert [record.who for record in dossier.records()][-2:] == ["leerkracht groep 5", "intern begeleider"]


def test_no_store_is_made_over_another(vault: Vault, home: Home, clock: Ticking) -> None:
    with pytest.raises(StoreError, match="al dossiers"):
        create(home, PASSPHRASE, RECOVERY, clock=clock)


def test_an_event_of_an_unknown_kind_is_refused_and_nothing_changes(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = begin(vault)
    before = vault.mark
    monkeypatch.delitem(KINDS, "answered")
    with pytest.raises(UnknownEvent):
        vault.open(dossier.code)
    assert vault.mark == before
    assert [entry.label for entry in vault.list()] == ["zaak 1"]


def test_a_row_that_lags_behind_its_events_is_made_anew(vault: Vault) -> None:
    dossier = begin(vault)
    listed = vault.list()
    with vault._database.transaction() as write:
        write.execute("UPDATE dossier SET last = 1, entry = ?", (json.dumps(dataclasses.asdict(Entry(dossier.code))),))
    again = reopen(vault)
    assert again.list() == listed
    again.close()


def test_the_mark_that_exports_carry_moves_with_each_event(vault: Vault) -> None:
    before = vault.head
    begin(vault)
    number, start = vault.head.split("-")
    assert vault.head != before
    assert vault.mark == Mark(int(number), vault.mark.hash)
    assert vault.mark.hash.hex().startswith(start)
    assert vault.holds(before)
    assert vault.holds(f" {vault.head.upper()} ")
    for other in (
        "",
        "-",
        "1",
        f"{number}-",
        f"{int(number) + 1}-{start}",
        f"{number}-{start[:-1]}",
        f"{number}-{'0' * 16}",
        "²-" + start,
    ):
        assert not vault.holds(other), other


texts = st.text(max_size=40)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Any event with any texts."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    values = {field.name: draw(texts) for field in dataclasses.fields(KINDS[kind]) if field.name != "at"}
    if "until" in values:
        values["until"] = draw(st.dates()).isoformat()
    return KINDS[kind](at=draw(moments), **values)


@given(events())
def test_an_event_read_back_is_the_same(event: Event) -> None:
    assert from_json(to_json(event)) == event


@pytest.mark.parametrize(
    "line", ["", "[]", "3", "{}", '{"event":"anders","at":"2026-01-01T00:00:00"}', '{"event":"named","label":"x"}',
             '{"event":"named","at":"nooit","label":"x"}', '{"event":"named","at":"2026-01-01T00:00:00"}',
             '{"event":"named","at":"2026-01-01T00:00:00","label":"x","meer":1}'],
)  # fmt: skip
def test_what_is_no_event_is_refused(line: str) -> None:
    with pytest.raises(UnknownEvent):
        from_json(line)


@given(st.lists(events(), max_size=8))
def test_a_row_always_ends_at_its_last_event(some: list[Event]) -> None:
    entry = Entry("ABCDE")
    for seq, event in enumerate(some, 1):
        entry = fold(entry, seq, event, STANDING)
    assert entry.last == len(some)


@given(st.lists(texts, max_size=6))
@settings(max_examples=tries(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(vault: Vault, labels: list[str]) -> None:
    dossier = vault.begin("x", DIGEST, LAYERS)
    for label in ["y", *labels]:
        dossier.append(Named(NOW, label))
    assert [event.label for event in vault.open(dossier.code).events() if isinstance(event, Named)] == [
        "x",
        "y",
        *labels,
    ]


def test_only_one_at_a_time_and_wrong_words_wait_longer(vault: Vault, home: Home, clock: Ticking) -> None:
    vault.close()
    waits = []
    for _try in range(5):
        clock.now = clock.now.replace(hour=clock.now.hour + 1)
        with pytest.raises(StoreError) as caught:
            unlock(home, "niet de goede zin", clock=clock)
        waits.append(caught.value.wait)  # type: ignore[attr-defined]
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    with pytest.raises(StoreError):
        unlock(home, PASSPHRASE, clock=clock)  # the right one has to wait as well
    clock.now = clock.now.replace(hour=clock.now.hour + 1)
    unlock(home, PASSPHRASE, clock=clock).close()
