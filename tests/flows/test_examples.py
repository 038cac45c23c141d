"""The answers files that ship in `flows/voorbeelden`: invented, complete, and what their name says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from meldcode import resources
from meldcode.flow.answers import check_answers, check_flow_named, read_answers
from meldcode.flow.model import Flow, Position, RequestKind
from meldcode.flow.replay import replay
from meldcode.words import kind_for

from .helper import PROFESSIONS, flow_of

FILES = sorted((resources.flows_folder() / "voorbeelden").glob("*.yaml"))
KINDS: Mapping[str, RequestKind] = {"advies": "advice", "melding": "report"}

example = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def replayed(path: Path) -> tuple[Flow, Position, RequestKind, date]:
    """The flow and position of an example, the kind of request that its name says, and its day."""
    name, _dash, kind = path.stem.partition("-")
    file = read_answers(path)
    flow = flow_of(name)
    check_flow_named(file, flow)
    assert file.flow == name
    assert file.today is not None, "an example is looked at on a fixed day"
    return flow, replay(flow, check_answers(file, flow), file.today), KINDS[kind], file.today


def test_there_is_an_advice_and_a_report_for_every_profession() -> None:
    assert {path.stem for path in FILES} == {f"{name}-{kind}" for name in PROFESSIONS for kind in KINDS}


@example
def test_the_first_line_says_that_everything_is_invented(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("#")
    assert re.search("verzonnen|bedacht", first, re.IGNORECASE)


@example
def test_an_example_is_complete_for_its_kind_and_nothing_in_it_sleeps(path: Path) -> None:
    _flow, position, kind, _today = replayed(path)
    assert not position.missing[kind]
    assert not position.asleep


@example
def test_the_outcome_is_what_the_name_says(path: Path) -> None:
    flow, position, kind, _today = replayed(path)
    assert kind_for(flow, position) == kind
    assert (position.outcome == "melden") == (kind == "report")
    assert position.because


@example
def test_nothing_happens_after_the_day_of_the_example(path: Path) -> None:
    _flow, position, _kind, today = replayed(path)
    for name in ("signalen", "consulten", "gesprekken"):
        rows = position.answers.get(name, ())
        assert isinstance(rows, tuple)
        for row in rows:
            assert isinstance(row, Mapping)
            assert str(row["datum"]) <= today.isoformat()
    assert str(position.answers.get("melding_datum", "")) <= today.isoformat()


@example
def test_a_report_tells_of_every_person_whether_they_know_or_why_not(path: Path) -> None:
    _flow, position, kind, _today = replayed(path)
    persons = position.answers["personen"]
    assert isinstance(persons, tuple)
    if kind == "report":
        for person in persons:
            assert isinstance(person, Mapping)
            assert person["geinformeerd"] == "ja" or person["niet_geinformeerd_reden"]


@example
def test_names_numbers_and_addresses_cannot_be_real(path: Path) -> None:
    _flow, position, kind, _today = replayed(path)
    if kind == "report":
        assert re.fullmatch(r"06 0000 0000", str(position.answers["eigen_telefoon"]))
        assert str(position.answers["eigen_email"]).endswith((".example", "@example.org", "@example.com"))
    text = path.read_text("utf-8")
    assert not re.search(r"\b\d{9}\b", text), "a BSN"
    assert not re.search(r"\b[1-9]\d{3} ?[A-Z]{2}\b", text), "a postcode"
    streets = re.findall(r"adres: (.+)", text)
    assert all("verzonnen" in street.lower() for street in streets)
