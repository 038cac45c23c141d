"""The laws of the house, held against the four shipped flows with whatever answers chance brings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.flow.engine import Engine
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow, Item, Position
from meldcode.flow.replay import position, replay
from meldcode.flow.values import BadValue, parse
from tests.effort import tries
from tests.flow.forms import TODAY, make_flow, questions
from tests.flow.test_values import GARBAGE

IDS = ["basis", "onderwijs", "jeugdwerk", "huisarts", "kinderopvang"]
WEIGHING = [
    *("acuut_gevaar", "disclosure", "dader_beroepskracht", "vermoeden", "acuut_onveilig", "structureel_onveilig"),
    *("hulp_mogelijk", "hulp_aanvaard", "hulp_werkt", "vorm", "aard", "letsel", "kinderen_wegen", "betrokkene"),
]
DANGER = ["acuut_gevaar", "acuut_onveilig", "structureel_onveilig", "disclosure"]
CLOSING = {"afsluiten", "hulp", "hulp_afronden"}
Case = tuple[Flow, dict[str, Any]]


@cache
def shipped(name: str) -> Flow:
    return load_flow(name)


@cache
def values(flow: str, question: str) -> list[Any]:
    """Some answers that a question of a shipped flow takes."""
    item = shipped(flow).items[question]
    if item.kind == "entries":
        full = {field.id: _value(field) for field in item.fields if field.check != "bsn"}
        few = {field.id: _value(field) for field in item.fields[:1]}
        return [[full], [few, full], [few]]
    return _values(item)


def _values(item: Any) -> list[Any]:
    if item.options:
        options = [option.id for option in item.options]
        return [[option] for option in options] + [options] if item.kind == "many" else options
    plain: dict[str, list[Any]] = {"number": [0, 11, 40], "date": ["2026-03-01", "2026-01-01", "2031-05-06"]}
    return plain.get(item.kind, ["tekst"])


def _value(field: Any) -> Any:
    return _values(field)[-1]


@st.composite
def cases(draw: st.DrawFn, fixed: Mapping[str, str] | None = None) -> Case:
    """A shipped flow and answers to some of its questions, most of them questions that weigh."""
    name = draw(st.sampled_from(IDS))
    flow = shipped(name)
    ids = [item.id for item in flow.items.values() if item.is_question]
    weighing = [question for question in WEIGHING if question in ids]
    answers: dict[str, Any] = {}
    for core, pick, value in draw(
        st.lists(st.tuples(st.integers(0, 3), st.integers(0, 999), st.integers(0, 999)), max_size=25)
    ):
        pool = ids if core == 0 else weighing
        question = pool[pick % len(pool)]
        options = values(name, question)
        answers[question] = options[value % len(options)]
    return flow, {**answers, **(fixed or {})}


def reports(flow: Flow, found: Position) -> bool:
    return next(outcome.report for outcome in flow.outcomes if outcome.id == found.outcome)


@settings(max_examples=tries(100))
@given(cases())
def test_exactly_one_outcome_holds_and_the_rest_fits_together(case: Case) -> None:
    flow, answers = case
    found = replay(flow, answers, TODAY)
    assert found.outcome in {outcome.id for outcome in flow.outcomes}
    assert found.step in {step.id for step in flow.steps}
    assert set(found.answers) | set(found.asleep) == set(answers)
    assert not set(found.answers) & set(found.asleep)
    assert set(found.answers) <= set(found.asked)
    for kind in found.missing:
        assert set(found.missing[kind]) <= set(found.asked)
    assert [due.date for due in found.deadlines] == sorted(due.date for due in found.deadlines)
    assert {reason.id for reason in found.because} <= set(found.asked)


@settings(max_examples=tries(50))
@given(cases(), st.data())
def test_replay_takes_any_garbage_and_leaves_it_out(case: Case, data: st.DataObject) -> None:
    flow, answers = case
    names = data.draw(st.lists(st.sampled_from([*flow.items, "weg", "", "\x1b]0;x"]), max_size=8))
    rubbish = {name: data.draw(st.sampled_from(GARBAGE)) for name in names}
    found = replay(flow, {**answers, **rubbish}, TODAY)
    clean = {name: value for name, value in {**answers, **rubbish}.items() if takes(flow.question(name), value)}
    assert found == replay(flow, clean, TODAY)


def takes(item: Item | None, value: object) -> bool:
    try:
        return item is not None and parse(item, value) is not None
    except BadValue:
        return False


@pytest.mark.parametrize("name", IDS)
def test_every_question_survives_every_kind_of_garbage(name: str) -> None:
    flow = shipped(name)
    nothing = replay(flow, {}, TODAY)
    engine = Engine(flow, TODAY)
    for raw in GARBAGE:
        replay(flow, dict.fromkeys(flow.items, raw), TODAY)
        for question in flow.items:
            engine.answer(question, raw)  # type: ignore[arg-type]  # that is the point
    for question in flow.items:
        engine.answer(question, None)
    assert position(engine) == nothing


def test_an_answer_that_is_refused_changes_nothing() -> None:
    engine = Engine(shipped("basis"), TODAY)
    assert engine.answer("acuut_gevaar", "ja")
    for raw in ("misschien", ["ja"], {"ja": 1}, ({"a": "b"},), 3, True):
        assert not engine.answer("acuut_gevaar", raw)  # type: ignore[arg-type]  # that is the point
    assert not engine.answer("weg", "ja")
    assert engine.value("acuut_gevaar") == "ja"
    assert engine.value("weg") is None


@settings(max_examples=tries(60))
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(case: Case, chance: Any) -> None:
    flow, answers = case
    mixed = list(answers.items())
    chance.shuffle(mixed)
    assert replay(flow, dict(mixed), TODAY) == replay(flow, answers, TODAY)


@settings(max_examples=tries(60))
@given(cases())
def test_an_answer_that_sleeps_is_kept_and_counts_for_nothing(case: Case) -> None:
    flow, answers = case
    found = replay(flow, answers, TODAY)
    awake = replay(flow, {name: answers[name] for name in found.answers}, TODAY)
    assert awake.asleep == ()
    assert (awake.outcome, awake.norms, awake.alerts, awake.missing, awake.asked, awake.deadlines) == (
        found.outcome,
        found.norms,
        found.alerts,
        found.missing,
        found.asked,
        found.deadlines,
    )


@settings(max_examples=tries(60))
@given(cases(), st.data())
def test_an_answer_that_slept_wakes_as_it_was(case: Case, data: st.DataObject) -> None:
    flow, answers = case
    engine = Engine(flow, TODAY)
    engine.answer_all(answers)
    before = position(engine)
    question = data.draw(st.sampled_from([item.id for item in flow.items.values() if item.is_question]))
    old = before.answers.get(question)
    if question in before.asked:
        for value in [*values(flow.id, question), None]:
            assert engine.answer(question, value)
            assert set(position(engine).answers) | set(engine.asleep()) | {question} == set(answers) | {question}
        assert engine.answer(question, old)
    assert position(engine) == before


@settings(max_examples=tries(40))
@given(cases(), cases(), cases())
def test_changing_answers_one_by_one_ends_where_a_full_replay_ends(one: Case, two: Case, three: Case) -> None:
    flow = one[0]
    engine, final = Engine(flow, TODAY), dict[str, Any]()
    for _flow, changes in (one, two, three):
        for question, value in changes.items():
            if engine.answer(question, value):
                final[question] = value
        for question in list(final)[::3]:
            assert engine.answer(question, None)
            del final[question]
        assert position(engine) == replay(flow, final, TODAY)


@settings(max_examples=tries(100))
@given(cases(), st.sampled_from(DANGER))
def test_more_danger_never_means_less(case: Case, sign: str) -> None:
    flow, answers = case
    before, after = replay(flow, answers, TODAY), replay(flow, {**answers, sign: "ja"}, TODAY)
    if after.answers.get("dader_beroepskracht") == "ja":
        assert after.outcome == "buiten_meldcode"
    elif sign in after.answers:
        assert reports(flow, after)
        assert "meldnorm_1" in after.norms
    else:
        assert reports(flow, after) >= reports(flow, before)
    assert set(before.norms) & {"meldnorm_1"} <= set(after.norms)


@settings(max_examples=tries(150))
@given(cases({"vermoeden": "ja", "acuut_gevaar": "nee", "disclosure": "nee"}) | cases({"vermoeden": "nee"}))
def test_nothing_closes_on_what_is_not_known(case: Case) -> None:
    flow, answers = case
    found = replay(flow, answers, TODAY)
    known = found.answers
    if found.outcome in CLOSING:
        assert known.get("acuut_gevaar") == known.get("disclosure") == "nee"
        assert "onbekend" not in {known.get(sign) for sign in [*DANGER, "vermoeden", "hulp_mogelijk", "hulp_aanvaard"]}
    if found.outcome in {"hulp", "hulp_afronden"}:
        assert {known.get(sign) for sign in DANGER} == {"nee"}
        assert known.get("hulp_mogelijk") == known.get("hulp_aanvaard") == "ja"


@settings(max_examples=tries(60))
@given(cases({"vermoeden": "nee", "acuut_gevaar": "nee"}), st.sampled_from(["ja", "onbekend", None]))
def test_a_disclosure_is_never_closed(case: Case, told: str | None) -> None:
    flow, answers = case
    found = replay(flow, {**answers, "disclosure": told}, TODAY)
    assert found.outcome != "afsluiten"
    if told == "ja" and found.answers.get("dader_beroepskracht") != "ja":
        assert found.outcome == "melden"


@settings(max_examples=tries(60))
@given(cases({"acuut_gevaar": "ja"}))
def test_112_is_in_sight_whenever_there_is_danger_now(case: Case) -> None:
    flow, answers = case
    found = replay(flow, answers, TODAY)
    assert "bel_112" in found.alerts
    assert "danger_alert_always" in found.norms


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("order", [1, -1], ids=["from the front", "from the back"])
def test_the_first_question_asks_for_danger_and_all_may_be_answered(name: str, order: int) -> None:
    flow = shipped(name)
    ids = [item.id for item in flow.items.values() if item.is_question][::order]
    assert replay(flow, {}, TODAY).asked[0] == "acuut_gevaar"
    found = replay(flow, {question: values(name, question)[0] for question in ids}, TODAY)
    assert set(found.answers) | set(found.asleep) == set(ids)


@pytest.mark.parametrize("shape", ["chain", "star"])
def test_a_long_row_of_questions_needs_no_deep_stack(shape: str) -> None:
    flow = make_flow(questions(1_000 if shape == "star" else 10_000, shape))
    ids = list(flow.items)
    engine = Engine(flow, TODAY)
    engine.answer_all(dict.fromkeys(ids, "ja"))
    assert engine.asked() == tuple(ids)
    assert engine.answer(ids[0], "nee")
    assert engine.asked() == tuple(ids[:1])
    assert engine.asleep() == tuple(ids[1:])
    assert engine.answer(ids[0], "ja")
    assert engine.asked() == tuple(ids)


def test_a_long_row_of_norms_needs_no_deep_stack() -> None:
    raw = questions(2, "loose")
    raw["norms"] = [
        {
            "norm": f"n{row}",
            "given": {"norm": f"n{row - 1}"} if row else {"q0": "ja"},
            "title": "?",
            "text": "?",
            "source": "s",
        }
        for row in range(1_500)
    ]
    raw["outcomes"] = [
        {"outcome": "melden", "when": {"norm": "n1499"}, "title": "?", "text": "?", "source": "s"},
        {"outcome": "open", "title": "?", "text": "?", "source": "s"},
    ]
    raw["steps"][0]["items"][1]["when"] = {"norm": "n1499"}  # type: ignore[index]
    flow = make_flow(raw)
    found = replay(flow, {"q0": "ja"}, TODAY)
    assert (found.outcome, found.asked) == ("melden", ("q0", "q1"))
    assert [reason.id for reason in found.because] == ["q0"]
    assert replay(flow, {}, TODAY).outcome == "open"
