"""What is due, and the calendar file that tells nobody what it is about."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from meldcode import i18n
from meldcode.desk.terms import UNTIL, DueRow, calendar, calendar_secret, due
from meldcode.desk.work import begin
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.entries import Entry
from meldcode.dossier.events import Closed, Term
from meldcode.dossier.vault import Vault
from tests.desk.helper import CANARY, NOW, give, klein

TODAY = date(2026, 3, 10)
STAMP = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)
ENTRIES = [
    Entry(
        "AAAAA",
        CANARY,
        terms=(
            Term("navraag", "2026-03-09", "Vraag Veilig Thuis wat het besluit is.", "Bel Veilig Thuis."),
            Term("jaar", "2027-03-02", "Kijk terug.", "Kijk alsnog terug."),
        ),
    ),
    Entry("BBBBB", "b", state="closed", until="2026-03-10", terms=(Term("navraag", "2026-01-01", "Oud."),)),
    Entry("CCCCC", "c", state="closed", until="2026-03-01"),
    Entry("DDDDD", "d", state="closed"),
    Entry("EEEEE", "e", terms=(Term("hulp", "2026-03-10", "Kijk of de hulp werkt."),)),
]


def test_what_is_due_is_told_earliest_first() -> None:
    assert [(row.code, row.id, row.date, row.late) for row in due(ENTRIES, TODAY)] == [
        ("CCCCC", UNTIL, "2026-03-01", True),
        ("AAAAA", "navraag", "2026-03-09", True),
        ("BBBBB", UNTIL, "2026-03-10", False),
        ("EEEEE", "hulp", "2026-03-10", False),
        ("AAAAA", "jaar", "2027-03-02", False),
    ]


def test_what_is_late_says_what_can_be_done_and_what_is_not_says_nothing() -> None:
    said = {(row.code, row.id): row.what_now for row in due(ENTRIES, TODAY)}
    assert said["AAAAA", "navraag"] == "Bel Veilig Thuis."
    assert said["CCCCC", UNTIL].startswith("Kan het weg")
    assert said["AAAAA", "jaar"] == said["BBBBB", UNTIL] == said["EEEEE", "hulp"] == ""


def test_a_kept_dossier_is_due_by_its_own_deadlines_until_it_is_closed(vault: Vault) -> None:
    interview = begin(vault, klein(), CANARY)
    give(interview, {"dag": "2026-03-02", "gevaar": "nee"})
    assert isinstance(interview.store, Dossier)
    code = interview.store.code

    def rows() -> list[tuple[str, str]]:
        return [(row.id, row.date) for row in due(vault.list(), TODAY) if row.code == code]

    assert rows() == [("navraag", "2026-03-09"), ("jaar", "2027-03-02")]
    interview.store.append(Closed(NOW, "klaar", "2046-03-02"))
    assert rows() == [(UNTIL, "2046-03-02")]


def events_of(data: bytes) -> list[tuple[str, date, str]]:
    found = Calendar.from_ical(data)
    return [
        (str(event["uid"]), event.decoded("dtstart"), str(event["summary"]))
        for event in found.walk("VEVENT")
        if event.decoded("dtstamp") == STAMP
    ]


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat)
WORDS = st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: f"{CANARY} {text} {CANARY}")
ROWS = st.builds(
    DueRow,
    st.sampled_from(["AAAAA", "7K3F9"]),
    WORDS,
    st.sampled_from(["a", "b", UNTIL]),
    DAYS,
    WORDS,
    st.booleans(),
    WORDS,
)


@given(st.lists(ROWS, max_size=6), st.sampled_from(["nl", "en"]))
def test_a_calendar_reads_back_with_the_same_dates_and_holds_nothing_of_a_case(rows: list[DueRow], lang: str) -> None:
    data = calendar(rows, lang, STAMP, "geheim")
    assert [
        (day, summary.endswith(row.code)) for row, (_uid, day, summary) in zip(rows, events_of(data), strict=True)
    ] == [(date.fromisoformat(row.date), True) for row in rows]
    unfolded = data.replace(b"\r\n ", b"").decode().casefold()
    assert not [word for word in ("kanarie", "verzonnen", "meldcode", "veilig", "dossier", "thuis") if word in unfolded]
    assert all(line.endswith(b"\r") for line in data.split(b"\n")[:-1])


def test_every_day_is_a_whole_day_that_shared_calendars_hide() -> None:
    event = Calendar.from_ical(calendar(due(ENTRIES, TODAY), "nl", STAMP, "geheim")).walk("VEVENT")[0]
    assert event["dtstart"].params["value"] == "DATE"
    assert (event["class"], event["transp"]) == ("PRIVATE", "TRANSPARENT")
    assert event.keys() == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "CLASS", "TRANSP"}


def test_the_time_in_the_file_is_the_clock_that_was_passed_in() -> None:
    local = STAMP.astimezone().replace(tzinfo=None)
    assert calendar(due(ENTRIES, TODAY), "nl", local, "geheim") == calendar(due(ENTRIES, TODAY), "nl", STAMP, "geheim")


def test_the_same_date_keeps_its_id_and_moves_in_the_calendar() -> None:
    before = due([Entry("AAAAA", terms=(Term("navraag", "2026-03-09", "x"),))], TODAY)
    after = due([Entry("AAAAA", terms=(Term("navraag", "2026-03-20", "x"),))], TODAY)
    (one,), (two,) = (events_of(calendar(rows, "nl", STAMP, "geheim")) for rows in (before, after))
    assert one[0] == two[0]
    assert one[1] != two[1]


def test_an_id_cannot_be_guessed_back_to_a_deadline() -> None:
    rows = due(ENTRIES, TODAY)
    one, other = (events_of(calendar(rows, "nl", STAMP, secret)) for secret in ("geheim", "ander geheim"))
    assert len({uid for uid, _day, _summary in [*one, *other]}) == 2 * len(rows)
    guesses = {
        hashlib.sha256(f"{row.code}{mark}{row.id}".encode()).hexdigest() for row in rows for mark in ("", "/", ":")
    }
    assert not guesses & {uid for uid, _day, _summary in one}


def test_the_secret_is_made_once_per_store(vault: Vault) -> None:
    assert calendar_secret(vault) == calendar_secret(vault)
    assert len(calendar_secret(vault)) == 32


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_calendar_leaves_the_language_of_the_screen_alone(lang: str) -> None:
    calendar([], lang, STAMP, "geheim")
    assert i18n.language() == "nl"
