"""What a position tells besides the outcome: the step, what is missing, the reasons and the dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from meldcode import i18n
from meldcode.flow.dates import add
from meldcode.flow.engine import Engine
from meldcode.flow.model import Position
from meldcode.flow.replay import lacking, replay
from tests.flow.forms import SMALL, TODAY, make_flow, small

FLOW = small()
ALL = {
    "gevaar": "nee",
    "later": "nee",
    "soort": "a",
    "vormen": ["z"],
    "mensen": [{"rol": "ouder", "weet": "ja"}],
    "besluit": "nee",
}


def at(answers: Mapping[str, object]) -> Position:
    return replay(FLOW, answers, TODAY)


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({}, "een"),
        ({"mensen": [{"rol": "kind"}], "besluit": "ja"}, "een"),
        ({"gevaar": "ja", "soort": "a", "vormen": ["z"]}, "twee"),
        ({**ALL, "later": None}, "een"),
        ({**ALL, "besluit": None}, "twee"),
        (ALL, "twee"),
    ],
)
def test_the_step_is_that_of_the_first_open_question(answers: dict[str, object], step: str) -> None:
    assert at(answers).step == step


def test_an_optional_question_is_never_open() -> None:
    assert "dag" in at(ALL).asked
    flow = make_flow(SMALL.replace("text: Wanneer?, source: wet, optional: true", "text: Wanneer?, source: wet"))
    assert replay(flow, ALL, TODAY).step == "een"


@pytest.mark.parametrize(
    ("answers", "advice", "report"),
    [
        ({}, ("gevaar",), ("gevaar",)),
        ({"gevaar": "onbekend"}, (), ()),
        ({"gevaar": "ja"}, (), ("besluit",)),
        ({"gevaar": "ja", "besluit": "nee"}, (), ()),
        ({"gevaar": "ja", "vormen": ["x"], "besluit": "ja"}, (), ("aantal",)),
        ({"gevaar": "nee", "vormen": ["x"]}, (), ()),
        ({"gevaar": "ja", "vormen": ["z"], "aantal": 3, "besluit": "ja"}, (), ()),
    ],
)
def test_what_is_missing_differs_by_kind_of_request(
    answers: dict[str, object], advice: tuple[str, ...], report: tuple[str, ...]
) -> None:
    assert at(answers).missing == {"advice": advice, "report": report}


@pytest.mark.parametrize(
    ("entry", "advice", "report"),
    [
        ({"rol": "ouder", "weet": "ja"}, [], []),
        ({"weet": "ja"}, ["rol"], ["rol"]),
        ({"rol": "ouder"}, [], ["weet"]),
        ({"rol": "ouder", "weet": "nee"}, [], ["reden"]),
        ({"rol": "ouder", "weet": "nee", "reden": "bang"}, [], []),
        ({"rol": "ouder", "weet": "onbekend"}, [], []),
        ({"leeftijd": 3}, ["rol"], ["rol", "weet"]),
    ],
)
def test_a_list_is_missing_when_one_of_its_entries_lacks_a_field(
    entry: dict[str, object], advice: list[str], report: list[str]
) -> None:
    good = {"rol": "kind", "weet": "ja"}
    engine = Engine(FLOW, TODAY)
    engine.answer_all({"gevaar": "nee", "mensen": [good, entry]})
    item = FLOW.items["mensen"]
    for kind, fields in (("advice", advice), ("report", report)):
        found = [(row, field.id) for row, field in lacking(engine, item, kind)]  # type: ignore[arg-type]
        assert found == [(1, name) for name in fields]
        assert at({"gevaar": "nee", "mensen": [good, entry]}).missing[kind] == (("mensen",) if fields else ())  # type: ignore[index]


def test_nothing_is_missing_that_is_not_asked() -> None:
    assert "later" not in at({"gevaar": "ja"}).asked
    flow = make_flow(SMALL.replace("unless: {gevaar: ja}", "unless: {gevaar: ja}, require: {report: true}"))
    assert replay(flow, {"gevaar": "ja", "besluit": "ja"}, TODAY).missing["report"] == ()
    assert replay(flow, {"gevaar": "nee"}, TODAY).missing["report"] == ("later",)


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({}, [("gevaar", None, ""), ("later", None, ""), ("mensen", None, "")]),
        ({"gevaar": "nee"}, [("later", None, ""), ("mensen", None, "")]),
        ({"gevaar": "ja"}, [("gevaar", "ja", "Ja")]),
        ({"gevaar": "onbekend"}, [("gevaar", "onbekend", "Weet ik niet")]),
        ({"gevaar": "nee", "later": "nee"}, [("gevaar", "nee", "Nee"), ("later", "nee", "Nee")]),
        ({"mensen": [{"rol": "kind", "leeftijd": 3}], "soort": "a"}, None),
        ({"gevaar": "ja", "mensen": [{"rol": "kind", "leeftijd": 3}]}, None),
    ],
)
def test_the_reasons_are_the_answers_that_decide_or_the_open_questions_that_would(
    answers: dict[str, object], reasons: list[tuple[str, object, str]] | None
) -> None:
    found = [(reason.id, reason.value, reason.text) for reason in at(answers).because]
    if reasons is None:
        assert at(answers).outcome == "melden"
        reasons = [("gevaar", "ja", "Ja")] if answers.get("gevaar") else []
        entries = at(answers).answers["mensen"]
        assert found == [*reasons, ("mensen", entries, "1")]
    else:
        assert found == reasons


def test_reasons_speak_the_language_of_the_person() -> None:
    i18n.use("en")
    assert at({"gevaar": "ja"}).because[0].text == "Yes"


def test_dates_follow_from_a_date_and_the_earliest_comes_first() -> None:
    found = at({"dag": "2026-03-02", "gevaar": "nee"}).deadlines
    assert [(due.id, due.date) for due in found] == [("navraag", "2026-03-09"), ("jaar", "2027-03-02")]
    assert [due.id for due in at({"dag": "2026-03-02", "gevaar": "onbekend"}).deadlines] == ["navraag"]
    assert at({"gevaar": "nee"}).deadlines == ()


@pytest.mark.parametrize(("later", "runs"), [(None, True), ("nee", True), ("onbekend", True), ("ja", False)], ids=str)
def test_a_date_runs_until_it_is_known_to_be_done(later: str | None, runs: bool) -> None:
    answers = {"dag": "2026-03-02", "gevaar": "nee", "later": later}
    assert ("jaar" in [due.id for due in at(answers).deadlines]) is runs


def test_a_date_says_what_can_be_done_after_it() -> None:
    found = at({"dag": "2026-03-02", "gevaar": "nee"}).deadlines
    assert [(due.id, due.late) for due in found] == [("navraag", "Bel nog eens."), ("jaar", "")]


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-03-02", 0, "working_days", "2026-03-02"),
        ("2026-03-02", 5, "working_days", "2026-03-09"),
        ("2026-03-06", 1, "working_days", "2026-03-09"),
        ("2026-03-07", 1, "working_days", "2026-03-09"),
        ("2026-04-02", 1, "working_days", "2026-04-07"),  # Good Friday, Easter Sunday and Monday
        ("2026-04-01", 5, "working_days", "2026-04-10"),
        ("2026-04-24", 1, "working_days", "2026-04-28"),  # King's Day on a Monday
        ("2025-04-25", 1, "working_days", "2025-04-28"),  # King's Day on a Saturday, for the 27th is a Sunday
        ("2026-05-13", 1, "working_days", "2026-05-15"),  # Ascension Day
        ("2026-05-22", 1, "working_days", "2026-05-26"),  # Whit Monday
        ("2025-05-02", 1, "working_days", "2025-05-06"),  # Liberation Day, once in five years
        ("2026-12-24", 1, "working_days", "2026-12-28"),  # Christmas
        ("2026-12-31", 1, "working_days", "2027-01-04"),  # New Year's Day
        ("2026-03-02", 0, "days", "2026-03-02"),
        ("2026-02-27", 3, "days", "2026-03-02"),
        ("2026-03-02", 11, "weeks", "2026-05-18"),
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2026-11-30", 3, "months", "2027-02-28"),
        ("2026-12-31", 12, "months", "2027-12-31"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2024-02-29", 4, "years", "2028-02-29"),
    ],
)
def test_counting_on_knows_weekends_holidays_and_short_months(start: str, amount: int, unit: str, end: str) -> None:
    assert add(date.fromisoformat(start), amount, unit).isoformat() == end


@pytest.mark.parametrize(
    ("unit", "most"), [("working_days", 1000), ("days", 36500), ("weeks", 5200), ("months", 1200), ("years", 100)]
)
def test_no_term_that_is_allowed_runs_off_the_calendar(unit: str, most: int) -> None:
    flow = make_flow(SMALL.replace("working_days: 5", f"{unit}: {most}"))
    assert replay(flow, {"dag": "2200-12-31"}, TODAY).deadlines[-1].date > "2200-12-31"
