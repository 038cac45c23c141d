"""Small flows made by chance: the engine finds in them what the plainest reading of their text finds."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.flow.engine import Engine
from meldcode.flow.replay import position, replay
from tests.effort import tries
from tests.flow.forms import TODAY, make_flow
from tests.flow.naive import Naive, Raw, answers_to, flows


@settings(max_examples=tries(50))
@given(flows(), st.data())
def test_replay_agrees_with_the_plainest_reading(raw: Raw, data: st.DataObject) -> None:
    answers = data.draw(answers_to(raw))
    found, plain = replay(make_flow(raw), answers, TODAY), Naive(raw, answers, TODAY)
    assert found.asked == tuple(name for name in plain.items if plain.visible(name))
    assert found.asleep == tuple(name for name in plain.items if name in answers and not plain.visible(name))
    assert found.norms == tuple(norm["norm"] for norm in raw["norms"] if plain.norm(norm["norm"]))
    assert found.alerts == tuple(alert["alert"] for alert in raw["alerts"] if plain.alert(alert["alert"]))
    assert found.outcome == plain.outcome()
    for kind in ("advice", "report"):
        assert found.missing[kind] == tuple(plain.missing(kind))


@settings(max_examples=tries(30))
@given(flows(), st.data())
def test_answering_one_by_one_gives_what_a_full_replay_gives(raw: Raw, data: st.DataObject) -> None:
    flow = make_flow(raw)
    engine = Engine(flow, TODAY)
    final: dict[str, Any] = {}
    for _round in range(3):
        changes = data.draw(answers_to(raw))
        for name in data.draw(st.permutations(list(changes))):
            value = data.draw(st.sampled_from([changes[name], None]))
            assert engine.answer(name, value)
            final[name] = value
        assert position(engine) == replay(flow, final, TODAY)


@settings(max_examples=tries(20))
@given(flows(), st.data())
def test_the_order_of_answers_does_not_matter(raw: Raw, data: st.DataObject) -> None:
    flow, answers = make_flow(raw), data.draw(answers_to(raw))
    other = {name: answers[name] for name in data.draw(st.permutations(list(answers)))}
    assert replay(flow, other, TODAY) == replay(flow, answers, TODAY)


@settings(max_examples=tries(20))
@given(flows(), st.data())
def test_what_sleeps_changes_nothing(raw: Raw, data: st.DataObject) -> None:
    flow, answers = make_flow(raw), data.draw(answers_to(raw))
    found = replay(flow, answers, TODAY)
    awake = replay(flow, {name: value for name, value in answers.items() if name not in found.asleep}, TODAY)
    assert awake.asleep == ()
    assert (awake.outcome, awake.norms, awake.alerts, awake.missing, awake.asked, awake.because, awake.answers) == (
        found.outcome,
        found.norms,
        found.alerts,
        found.missing,
        found.asked,
        found.because,
        found.answers,
    )


@settings(max_examples=tries(20))
@given(flows(), st.data())
def test_reasons_are_answers_that_count_each_once(raw: Raw, data: st.DataObject) -> None:
    flow, answers = make_flow(raw), data.draw(answers_to(raw))
    found = replay(flow, answers, TODAY)
    assert len({reason.id for reason in found.because}) == len(found.because)
    for reason in found.because:
        assert reason.value == found.answers.get(reason.id)
