"""`diff`: for which answers two flows come out otherwise, by the solver, held against replaying both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from meldcode.check.diff import Behaviour, Change, behaviour, diff
from meldcode.check.logic.witness import Replayer
from meldcode.check.paths import LOOKED_FROM
from meldcode.flow.answers import check_answers, read_answers
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Answers, Flow
from meldcode.flow.replay import outcome_of, replay

ROOT = Path(__file__).parent.parent.parent
SCHOOL = ROOT / "flows" / "voorbeelden" / "school" / "de_linde.yaml"
Changed = Callable[[str, str, str], tuple[Flow, Flow]]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Two flows: `klein`, and `klein` with one text replaced by another."""
    text = (ROOT / "tests" / "defects" / "klein.yaml").read_text("utf-8")

    def change(old: str, new: str, name: str = "nieuw") -> tuple[Flow, Flow]:
        assert text.count(old) == 1
        (tmp_path / "klein.yaml").write_text(text, "utf-8")
        (tmp_path / f"{name}.yaml").write_text(text.replace(old, new), "utf-8")
        return load_flow(tmp_path / "klein.yaml"), load_flow(tmp_path / f"{name}.yaml")

    return change


def outcomes(flow: Flow, answers: Answers, today: date = LOOKED_FROM) -> str:
    return replay(flow, answers, today).outcome


def of_outcome(found: Behaviour) -> dict[tuple[str, str], Change]:
    return {(one.before, one.after): one for one in found.changes if one.part == "outcome"}


def test_the_same_flow_differs_nowhere() -> None:
    flow = load_flow("onderwijs")
    assert behaviour(flow, flow) == Behaviour((), whole=True)


def test_other_words_change_no_outcome(changed: Changed) -> None:
    old, new = changed("text: Is er gevaar?", "text: Loopt er nu iemand gevaar?", "woorden")
    assert behaviour(old, new).changes == ()


def test_a_condition_written_otherwise_changes_nothing(changed: Changed) -> None:
    """Comparing texts would tell a change: for all answers there is none."""
    old, new = changed("when: {vormen: [x, y]}", "when: {any: [{vormen: y}, {vormen: x}]}", "anders")
    assert old.items["aantal"].when != new.items["aantal"].when
    assert behaviour(old, new) == Behaviour((), whole=True)


def test_a_question_asked_less_often_can_change_the_outcome(changed: Changed) -> None:
    """The outcomes read the same in both: only asking tells that an answer does not count any more."""
    old, new = changed("unless: {gevaar: ja}}", "unless: {gevaar: [ja, nee]}}", "minder")
    assert [one.when for one in old.outcomes] == [one.when for one in new.outcomes]
    found = of_outcome(behaviour(old, new))
    assert ("klaar", "open") in found
    one = found["klaar", "open"]
    assert (outcomes(old, one.path_before), outcomes(new, one.path)) == ("klaar", "open")
    assert one.path == {"gevaar": "nee", "later": "nee"}


@cache
def school() -> tuple[Flow, Flow, Behaviour]:
    old, new = load_flow("onderwijs"), load_flow(SCHOOL)
    return old, new, behaviour(old, new)


def test_every_change_is_what_replaying_both_shows() -> None:
    old, new, found = school()
    assert found.whole
    assert of_outcome(found).keys() == {
        ("afsluiten", "overleg_amhk"),
        ("hulp", "overleg_amhk"),
        ("hulp_afronden", "overleg_amhk"),
        ("onvolledig", "overleg_amhk"),
    }
    for (before, after), change in of_outcome(found).items():
        assert (outcomes(old, change.path_before), outcomes(new, change.path)) == (before, after)
        assert any("letsel = onbekend" in answer for case in change.cases for answer in case.answers)


def answers_over(names: list[str]) -> Iterator[Answers]:
    for values in product(("ja", "nee", "onbekend", None), repeat=len(names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value}


def test_no_change_is_missed_over_all_weighings() -> None:
    """By trying them out: every pair of outcomes that some answers give is told."""
    old, new = load_flow("basis"), load_flow("onderwijs")
    names = ["acuut_gevaar", "disclosure", "vermoeden", "acuut_onveilig", "structureel_onveilig"]
    rest = {"hulp_mogelijk": "ja", "hulp_aanvaard": "ja"}
    before, after = Replayer(old, LOOKED_FROM), Replayer(new, LOOKED_FROM)
    seen = {
        (outcome_of(before.at(some)), outcome_of(after.at(some)))
        for part in answers_over(names)
        for some in [{**part, **rest}]
    }
    assert {pair for pair in seen if pair[0] != pair[1]} == set(of_outcome(behaviour(old, new)))


def test_an_alert_that_goes_is_told(changed: Changed) -> None:
    old, new = changed("{alert: alarm, when: {gevaar: ja}", "{alert: alarm, when: {gevaar: ja, later: ja}", "alarm")
    gone = [one for one in behaviour(old, new).changes if one.part == "alert" and one.before == "alarm"]
    assert len(gone) == 1
    assert "alarm" in replay(old, gone[0].path_before, LOOKED_FROM).alerts
    assert "alarm" not in replay(new, gone[0].path, LOOKED_FROM).alerts


def test_without_time_nothing_is_said_to_be_the_same() -> None:
    found = behaviour(load_flow("basis"), load_flow("onderwijs"), seconds=-1)
    assert not found.whole


def test_the_printed_example_is_an_answers_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, found = school()
    monkeypatch.setattr("meldcode.check.diff.behaviour", lambda *_flows: found)
    assert diff(old, new, "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["whole"] is True
    for number, one in enumerate(told["behaviour"]):
        for key, flow in (("path", new), ("path_before", old)):
            path = tmp_path / f"{number}-{key}.yaml"
            path.write_text(one[key], "utf-8")
            answers = check_answers(read_answers(path), flow)
            if one["part"] == "outcome":
                assert outcomes(flow, answers) == one["after" if flow is new else "before"]


def test_the_text_names_what_comes_out_otherwise_and_when(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, found = school()
    monkeypatch.setattr("meldcode.check.diff.behaviour", lambda *_flows: found)
    diff(old, new, "text")
    out = capsys.readouterr().out
    assert "was `afsluiten`" in out
    assert "wordt `overleg_amhk`" in out
    assert "waarschuwing `linde_naar_huis` komt erbij" in out
