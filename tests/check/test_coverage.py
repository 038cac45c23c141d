"""What scenarios show and leave out, and the ones that the program makes: of shipped flows, and of flows by chance."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode import resources
from meldcode.check.coverage import Coverage, coverage
from meldcode.check.fill import Filled, files_of, filled, rivals
from meldcode.check.goals import Goal, goal_words, goals_of, literal_of, shown_by
from meldcode.check.logic.solver import NoSolverError
from meldcode.check.paths import LOOKED_FROM
from meldcode.check.prover import Prover
from meldcode.check.scenario_verb import scenarios
from meldcode.check.scenarios import folder_of, scenarios_of
from meldcode.errors import Exit, MeldcodeError
from meldcode.flow.engine import Engine
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Answers, Flow
from tests.check.test_logic import given_as, richer, some_answers
from tests.effort import tries
from tests.flow.forms import make_flow
from tests.flow.naive import Raw

SCHOOL = resources.flows_folder() / "voorbeelden" / "school" / "de_linde.yaml"
SHIPPED = sorted(resources.flows_folder().glob("*.yaml"))
OWN = """
flow: proef
title: Een verzonnen proef
version: "1"
sources: {s: {title: Geen}}
steps:
  - step: een
    title: Een
    source: s
    items:
      - {ask: a, kind: yesno, text: Vraag a, source: s}
      - {ask: b, kind: yesno, text: Vraag b, source: s}
      - {ask: c, kind: one, text: Vraag c, source: s, options: {x: X, y: Y}, when: {any: [{a: ja}, {b: ja}]}}
      - {note: n, text: Let op, help: Tekst., source: s, unless: {any: [{a: nee}, {b: nee}]}}
      - {note: nooit, text: Nooit, help: Tekst., source: s, when: {a: ja, c: x, b: {answered: false}}, unless: {c: x}}
alerts:
  - {alert: w, when: {c: x}, text: Waarschuwing, source: s}
outcomes:
  - {outcome: melden, when: {alert: w}, report: true, title: Melden, text: Melden., source: s}
  - {outcome: open, title: Open, text: Open., source: s}
"""
"""One of each kind of goal, and a note that no answers show."""


def engine_at(flow: Flow, answers: Answers) -> Engine:
    engine = Engine(flow, LOOKED_FROM)
    engine.answer_all(answers)
    return engine


def covered(flow: Flow, *cases: Answers, prover: Prover | None = None) -> Coverage:
    return coverage(flow, [(answers, LOOKED_FROM) for answers in cases], prover)


def named(goals: tuple[Goal, ...]) -> set[tuple[str, str, str]]:
    return {(goal.kind, goal.node[1], goal.detail) for goal in goals}


def made_for(flow: Flow) -> tuple[Prover, Coverage, list[Filled]]:
    prover = Prover([flow], LOOKED_FROM)
    before = covered(flow, prover=prover)
    return prover, before, filled(prover, before.open)


def written(folder: Path, text: str = OWN) -> Path:
    path = folder / "proef.yaml"
    path.write_text(text, "utf-8")
    return path


# goals


@pytest.mark.parametrize(
    ("answers", "there"),
    [
        ({}, {("holds", "open", "")}),
        ({"a": "onbekend"}, {("holds", "open", ""), ("option", "a", "onbekend")}),
        (
            {"a": "ja", "b": "onbekend"},
            {("option", "a", "ja"), ("option", "b", "onbekend"), ("holds", "open", "")}
            | {("shown", "c", ""), ("branch", "c", "1"), ("hidden", "nooit", "")},
        ),
        (
            {"a": "nee", "b": "nee", "c": "x"},  # c sleeps
            {("option", "a", "nee"), ("option", "b", "nee"), ("holds", "open", ""), ("hidden", "c", "")}
            | {("hidden", "n", ""), ("hidden", "nooit", "")},
        ),
        (
            {"a": "nee", "b": "ja", "c": "x"},
            {("option", "a", "nee"), ("option", "b", "ja"), ("option", "c", "x"), ("shown", "c", "")}
            | {("branch", "c", "2"), ("hidden", "n", ""), ("unless", "n", "1"), ("hidden", "nooit", "")}
            | {("holds", "w", ""), ("holds", "melden", "")},
        ),
    ],
)
def test_a_goal_is_covered_exactly_when_replaying_shows_it(answers: Answers, there: set[tuple[str, str, str]]) -> None:
    flow = make_flow(OWN)
    shown = {("shown", "n", "")} if "nee" not in answers.values() else set()  # an unknown keeps it shown
    assert named(covered(flow, answers).covered) == there | shown


def test_both_parts_at_once_are_not_one_part_alone() -> None:
    found = covered(make_flow(OWN), {"a": "ja", "b": "ja"})
    assert ("shown", "c", "") in named(found.covered)
    assert {("branch", "c", "1"), ("branch", "c", "2")} <= named(found.open)


def test_what_no_answers_show_is_proved_and_else_it_stays_open() -> None:
    flow = make_flow(OWN)
    assert named(covered(flow, prover=Prover([flow], LOOKED_FROM)).impossible) == {("shown", "nooit", "")}
    without = covered(flow)
    assert without.impossible == ()
    assert ("shown", "nooit", "") in named(without.open)
    assert without.total == len(goals_of(flow))


def test_every_goal_is_told_in_plain_words_on_one_line() -> None:
    flow = make_flow(OWN.replace("text: Vraag a", 'text: "Vraag\\n \\e[31ma"'))
    words = [goal_words(flow, goal) for goal in goals_of(flow)]
    assert len(set(words)) == len(words)
    assert all(one.isprintable() for one in words)
    assert "in beeld: «Vraag c» (`c`), alleen door «Vraag b»: Ja" in words
    assert "gekozen: ‘Weet ik niet’, bij «Vraag b» (`b`)" in words
    assert "uitkomst: «Melden» (`melden`)" in words


# by chance


@settings(max_examples=tries(10))
@given(richer(), st.data())
def test_the_solver_and_replay_mean_the_same_by_each_goal(raw: Raw, data: st.DataObject) -> None:
    flow = make_flow(raw)
    prover = Prover([flow], LOOKED_FROM)
    answers = data.draw(some_answers(flow))
    engine, known = engine_at(flow, answers), given_as(prover.encoding, answers)
    literals = {goal: literal_of(prover.encoding, goal) for goal in goals_of(flow)}
    facts = [literal if shown_by(engine, goal) else -literal for goal, literal in literals.items()]
    assert prover.solver.possible([*known, *facts])
    if not any(item.kind == "entries" for item in flow.items.values()):  # then the answers leave nothing open
        assert not any(prover.solver.possible([*known, -fact]) for fact in facts)


@settings(max_examples=tries(10))
@given(richer(), st.data())
def test_of_any_flow_the_scenarios_show_all_that_can_be_shown(raw: Raw, data: st.DataObject) -> None:
    flow = make_flow(raw)
    prover, before, found = made_for(flow)
    after = covered(flow, *(one.answers for one in found))
    assert after.covered == before.covered + before.open
    assert [goal for one in found for goal in one.goals if not shown_by(engine_at(flow, one.answers), goal)] == []
    other = engine_at(flow, data.draw(some_answers(flow)))
    assert [goal for goal in before.impossible if shown_by(other, goal)] == []
    exclusive = rivals(prover, found)
    literals = {goal: literal_of(prover.encoding, goal) for goal in exclusive}
    assert len(exclusive) in {0, len(found)}
    assert not any(prover.solver.possible([literals[one], literals[two]]) for one, two in combinations(exclusive, 2))


def test_of_a_small_flow_there_are_as_few_as_all_answers_tried_out_allow() -> None:
    flow = make_flow(OWN)
    _prover, before, found = made_for(flow)
    values = ("ja", "nee", "onbekend", None)
    every = [
        {name: value for name, value in zip("abc", chosen, strict=True) if value is not None}
        for chosen in product(values, values, ("x", "y", None))
    ]
    shows = [{goal for goal in before.open if shown_by(engine_at(flow, answers), goal)} for answers in every]
    fewest = next(
        size for size in range(1, 9) if any(set().union(*some) == {*before.open} for some in combinations(shows, size))
    )
    assert len(found) == fewest
    assert all(goal not in one.goals for one in found for goal in before.impossible)


def test_a_scenario_holds_no_answer_that_does_no_work() -> None:
    flow = make_flow(OWN)
    for one in made_for(flow)[2]:
        for name in one.answers:
            less = engine_at(flow, {key: value for key, value in one.answers.items() if key != name})
            assert not all(shown_by(less, goal) for goal in one.goals), name


def test_nor_an_option_or_a_row_that_does_no_work() -> None:
    flow = load_flow("basis")
    lists = 0
    for one in made_for(flow)[2]:
        for name, value in one.answers.items():
            parts: list[object] = list(value) if isinstance(value, tuple) and len(value) > 1 else []
            for place in range(len(parts)):
                lists += 1
                engine = Engine(flow, LOOKED_FROM)
                engine.answer_all({**one.answers, name: parts[:place] + parts[place + 1 :]})
                assert not all(shown_by(engine, goal) for goal in one.goals), (name, place)
    assert lists


# the shipped flows


@pytest.mark.parametrize("path", [*SHIPPED, SCHOOL], ids=lambda path: path.stem)
def test_a_shipped_flow_is_covered_by_few_scenarios_that_hold(path: Path, tmp_path: Path) -> None:
    flow = load_flow(path)
    prover, before, found = made_for(flow)
    assert before.total > 300
    assert len(found) <= before.total // 15
    place = tmp_path / path.name
    folder_of(place).mkdir()
    for name, data in files_of(flow, found, ()).items():
        (folder_of(place) / name).write_bytes(data)
    read, wrong = scenarios_of(place, flow)
    assert (len(read), wrong) == (len(found), [])
    after = coverage(flow, [(one.answers, one.today) for one in read], prover)
    assert after.open == ()
    assert after.impossible == before.impossible
    assert len(after.impossible) <= 5
    assert len(rivals(prover, found)) == len(found)  # so with one fewer it cannot be done


def test_the_school_ships_scenarios_of_its_own_that_cover_it(capsys: pytest.CaptureFixture[str]) -> None:
    flow = load_flow(SCHOOL)
    read, wrong = scenarios_of(SCHOOL, flow)
    assert wrong == []
    left = coverage(flow, [(one.answers, one.today) for one in read], Prover([flow], LOOKED_FROM)).open
    assert not left, "meldcode scenarios flows/voorbeelden/school/de_linde.yaml --write"
    by_hand = [one.path for one in read if not one.path.name.startswith("dekking-")]
    assert len(by_hand) >= 3
    assert all("Verzonnen" in one.path.read_text("utf-8").splitlines()[0] for one in read)
    assert scenarios(str(SCHOOL), write=False) == Exit.DONE
    assert "goed: letsel_onbekend.yaml" in capsys.readouterr().out


MAKES = """
import sys
from meldcode.check.coverage import coverage
from meldcode.check.fill import filled, files_of
from meldcode.check.paths import LOOKED_FROM
from meldcode.check.prover import Prover
from meldcode.flow.loader import load_flow
prover = Prover([load_flow("basis")], LOOKED_FROM)
made = files_of(prover.flow, filled(prover, coverage(prover.flow, [], prover).open), ())
sys.stdout.buffer.write(b"".join(name.encode() + data for name, data in made.items()))
"""


def test_the_same_flow_gives_the_same_files_whatever_the_order_of_sets() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKES], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert b"dekking-01.yaml" in made[0]


# the verb


def test_it_makes_what_is_missing_once_and_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path)
    assert scenarios(str(path), write=False) == Exit.DONE
    said = capsys.readouterr().out
    assert "Er zijn nog geen voorbeelden in proef.scenarios." in said
    assert "0 van 21 mogelijkheden komen voor in een voorbeeld, 1 kan niet" in said
    assert not folder_of(path).exists()
    assert scenarios(str(path), write=True) == Exit.DONE
    said = capsys.readouterr().out
    made = sorted(folder_of(path).iterdir())
    assert f"{len(made)} voorbeelden gemaakt. Lees in elk wat er bij `expect` staat" in said
    assert "Met minder kan het niet: dat is bewezen." in said
    assert "20 van 21 mogelijkheden" in said
    assert "Dit komt nog niet voor" not in said
    text = made[0].read_text("utf-8")
    assert text.startswith("# Verzonnen, en gemaakt door het programma")
    assert "Of dat goed is, beslist u." in text
    before = {one: one.read_bytes() for one in made}
    assert scenarios(str(path), write=True) == Exit.DONE
    assert {one: one.read_bytes() for one in folder_of(path).iterdir()} == before


def test_what_is_there_is_never_overwritten_and_counts(tmp_path: Path) -> None:
    path = written(tmp_path)
    mine = folder_of(path) / "dekking-01.yaml"
    mine.parent.mkdir()
    text = "flow: proef\nexpect: {outcome: melden}\nanswers: {a: ja, b: nee, c: x}\n"
    mine.write_text(text, "utf-8")
    assert scenarios(str(path), write=True) == Exit.DONE
    assert mine.read_text("utf-8") == text
    others = [one for one in sorted(mine.parent.iterdir()) if one != mine]
    assert others[0].name == "dekking-02.yaml"
    assert not any("w, melden" in one.read_text("utf-8") for one in others)  # that was shown already


def test_a_flow_that_does_something_else_turns_a_scenario_into_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path)
    scenarios(str(path), write=True)
    written(tmp_path, OWN.replace("when: {alert: w}, report", "when: {c: y}, report"))
    capsys.readouterr()
    assert scenarios(str(path), write=False) == Exit.FINDINGS
    said = capsys.readouterr().out
    assert "anders: dekking-0" in said
    assert "`outcome`: verwacht is melden, en het is open [C001]" in said
    codes = {one.code for one in scenarios_of(path, load_flow(path))[1]}
    assert codes == {"C001"}


def test_of_many_open_goals_some_are_named_the_outcomes_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios("basis", write=False) == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    start = lines.index("Dit komt nog niet voor:")
    assert len([line for line in lines[start:] if line.startswith("  - ")]) == 40
    assert lines[start + 1].startswith("  - waarschuwing: ")
    assert lines[start + 41].startswith("  en nog ")


def test_beside_a_shipped_flow_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(MeldcodeError, match="schrijft het programma niets"):
        scenarios("basis", write=True)
    assert not folder_of(resources.flows_folder() / "basis.yaml").exists()


def test_without_the_solver_nothing_is_made_and_nothing_is_called_impossible(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pysat.solvers", None)
    path = written(tmp_path)
    assert scenarios(str(path), write=False) == Exit.DONE
    said = capsys.readouterr().out
    assert "0 van 21 mogelijkheden komen voor in een voorbeeld\n" in said
    assert "pip install 'meldcode[authors]'" in said
    with pytest.raises(NoSolverError):
        scenarios(str(path), write=True)
    assert not folder_of(path).exists()


def test_expect_may_name_notes_as_well_as_questions(tmp_path: Path) -> None:
    path = written(tmp_path)
    flow = load_flow(path)
    folder_of(path).mkdir()
    place = folder_of(path) / "noot.yaml"
    place.write_text("flow: proef\nexpect: {shown: [n], hidden: [c]}\nanswers: {a: onbekend}\n", "utf-8")
    assert scenarios_of(path, flow)[1] == []
    place.write_text("flow: proef\nexpect: {shown: [c], hidden: [n]}\nanswers: {a: onbekend}\n", "utf-8")
    assert [one.code for one in scenarios_of(path, flow)[1]] == ["C001", "C001"]
