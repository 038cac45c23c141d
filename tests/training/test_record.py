"""A case made of a walk: what was answered when, and what an author has to fill in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from meldcode.check.findings import looked_at
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.training.reading import read_case
from meldcode.training.record import FILL, Recording, case_text, name_from, new_case, save, weighable

NOW = datetime(2026, 3, 2, 10, 0)
EXERCISE = """\
flow: onderwijs
today: 2026-02-12
practice: true
answers: {acuut_gevaar: nee, betrokkene: kind, vermoeden: ja, acuut_onveilig: ja}
"""


def walk() -> Recording:
    interview = Interview(load_flow("onderwijs"), clock=lambda: NOW)
    interview.practice = True
    return Recording(interview)


def codes(path: Path) -> set[str]:
    return {one.code for one in looked_at(str(path))[0] if one.severity == "error"}


def test_what_is_answered_between_two_moments_is_weighed_at_the_first(tmp_path: Path) -> None:
    made = walk()
    made.tell("Maandag", "Het kind huilt.")
    made.interview.answer("acuut_gevaar", "nee")
    made.interview.answer("betrokkene", "kind")
    made.interview.answer("vermoeden", "onbekend")
    made.tell("Dinsdag", "Het kind durft niet naar huis.")
    made.interview.answer("vermoeden", "ja")
    made.interview.answer("acuut_onveilig", "ja")
    save(tmp_path / "mijn_geval.yaml", made.text("mijn_geval"))
    case, flow = read_case(tmp_path / "mijn_geval.yaml")
    assert [stage.title for stage in case.stages] == ["Maandag", "Dinsdag"]
    first, second = ({one.ask: one.answer for one in stage.weighings} for stage in case.stages)
    assert first["acuut_gevaar"] == "nee"
    assert first["vermoeden"] == "onbekend"
    assert second == {"vermoeden": "ja", "acuut_onveilig": "ja"}
    assert set(first) <= set(weighable(flow))
    assert case.today == NOW.date()
    assert codes(tmp_path / "mijn_geval.yaml") == set()


def test_what_was_answered_before_any_moment_is_not_lost() -> None:
    made = walk()
    made.interview.answer("vermoeden", "ja")
    assert "ask: vermoeden" in made.text("geval")


def test_an_answer_that_is_taken_back_is_not_weighed() -> None:
    made = walk()
    made.tell("Maandag", "Tekst.")
    made.interview.answer("vermoeden", "ja")
    made.interview.undo()
    assert "vermoeden" not in made.text("geval")


def test_a_case_begins_from_an_answers_file_and_says_what_to_fill_in(tmp_path: Path) -> None:
    answers = tmp_path / "antwoorden.yaml"
    answers.write_text(EXERCISE, "utf-8")
    lines = new_case(tmp_path / "nieuw.yaml", "onderwijs", answers)
    assert any("meldcode check" in line for line in lines)
    found = looked_at(str(tmp_path / "nieuw.yaml"))[0]
    assert {one.code for one in found if one.severity == "error"} == set()
    left = sum(one.code == "G010" for one in found)
    assert left
    assert any(f"({left} keer)" in line for line in lines), lines
    assert (tmp_path / "nieuw.yaml").read_text("utf-8").count(FILL) > 5


def test_answers_that_do_not_say_that_they_are_invented_make_no_case(tmp_path: Path) -> None:
    answers = tmp_path / "antwoorden.yaml"
    answers.write_text(EXERCISE.replace("practice: true\n", ""), "utf-8")
    with pytest.raises(MeldcodeError) as refused:
        new_case(tmp_path / "nieuw.yaml", "onderwijs", answers)
    assert "practice: true" in refused.value.hint
    assert not (tmp_path / "nieuw.yaml").exists()


def test_a_case_that_begins_from_nothing_shows_what_a_weighing_looks_like(tmp_path: Path) -> None:
    new_case(tmp_path / "leeg.yaml", "huisarts", None)
    case, _flow = read_case(tmp_path / "leeg.yaml")
    ((_stage, weighing),) = case.weighed()
    assert (weighing.ask, weighing.answer) == ("acuut_gevaar", "nee")
    assert codes(tmp_path / "leeg.yaml") == set()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "er_al.yaml").write_text("iets", "utf-8")
    with pytest.raises(MeldcodeError):
        new_case(tmp_path / "er_al.yaml", "onderwijs", None)
    assert (tmp_path / "er_al.yaml").read_text("utf-8") == "iets"


@pytest.mark.parametrize("name", ["Geval.yaml", "geval.txt", "een geval.yaml", "1.yaml"])
def test_a_name_that_cannot_be_one_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(MeldcodeError):
        name_from(tmp_path / name)


def test_texts_of_the_walk_stay_text_in_the_file(tmp_path: Path) -> None:
    made = walk()
    hostile = "a: b\n- c #d {e} \x1b[31m 'f\" «g»"
    made.tell(hostile, hostile)
    made.interview.answer("vermoeden", "ja")
    made.interview.answer("krachten", "ja: nee\n# hallo")
    path = tmp_path / "vreemd.yaml"
    save(path, case_text("vreemd", made.interview.flow, made.interview.given(), NOW.date(), made.moments))
    save(tmp_path / "heel.yaml", made.text("heel"))
    case, _flow = read_case(tmp_path / "heel.yaml")
    assert case.stages[0].fragments[0].text.startswith("a: b\n- c #d {e}")
    assert "\x1b" not in case.stages[0].title
