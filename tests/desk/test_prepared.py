"""A try in memory that begins with the answers of a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from meldcode.desk.prepared import Prepared, fill, prepare
from meldcode.flow.findings import FlowError
from meldcode.flow.loader import load_flow
from meldcode.flow.replay import replay
from meldcode.request.work import request_of
from meldcode.resources import flows_folder
from tests.flow.strangers import put

EXAMPLES = sorted((flows_folder() / "voorbeelden").glob("*.yaml"))
NOW = datetime(2026, 3, 2, 9, 30)


def answers(folder: Path, text: str) -> Path:
    path = folder / "antwoorden.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_leads_where_run_leads(path: Path, tmp_path: Path) -> None:
    found = prepare(path.stem.split("-")[0], path, tmp_path)
    interview = fill(found, lambda: NOW)
    assert interview.position() == replay(found.flow, found.answers, found.today or NOW.date())
    assert not interview.stored


def test_the_first_open_question_is_asked(tmp_path: Path) -> None:
    given = answers(tmp_path, "answers: {acuut_gevaar: nee, gemeente: Utrecht}\n")
    interview = fill(prepare("onderwijs", given, tmp_path), lambda: NOW)
    assert interview.open_questions()[0] in [item.id for item in interview.page().items]
    assert interview.target == interview.open_questions()[0]


def test_without_answers_it_begins_at_the_beginning(tmp_path: Path) -> None:
    assert fill(prepare("onderwijs", None, tmp_path), lambda: NOW).page().first


def test_the_day_of_the_file_is_looked_from_and_what_happens_has_todays_time(tmp_path: Path) -> None:
    given = answers(tmp_path, "today: 2024-05-06\nanswers: {acuut_gevaar: nee}\n")
    interview = fill(prepare("onderwijs", given, tmp_path), lambda: NOW)
    assert interview.today == date(2024, 5, 6)
    interview.answer("gemeente", "Utrecht")
    assert {event.at for event in interview.store.events()} == {NOW}


def test_an_exercise_is_one_in_every_request(tmp_path: Path) -> None:
    for said, word in (("true", "OEFENING"), ("false", "")):
        given = answers(tmp_path, f"practice: {said}\nanswers: {{acuut_gevaar: nee}}\n")
        interview = fill(prepare("onderwijs", given, tmp_path), lambda: NOW)
        assert [request_of(interview, kind).document.practice for kind in ("advice", "report")] == [word, word]
    assert not fill(Prepared(load_flow("onderwijs")), lambda: NOW).practice


def test_an_own_flow_is_opened_by_its_id_or_its_path(tmp_path: Path) -> None:
    path = put(tmp_path)
    assert prepare("school", None, tmp_path).flow == prepare(str(path), None, tmp_path).flow


@pytest.mark.parametrize("text", ["flow: huisarts\nanswers: {}\n", "answers: {bestaat_niet: ja}\n", "antwoorden: {}\n"])
def test_a_file_that_does_not_fit_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(FlowError):
        prepare("onderwijs", answers(tmp_path, text), tmp_path)
