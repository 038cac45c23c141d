"""Which single other answer would give another outcome: shows what the outcome rests on, never what to answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from meldcode.flow.engine import Engine
from meldcode.flow.model import Flow, Item, Outcome, Value
from meldcode.flow.order import Node, conditions_of, reads_of
from meldcode.flow.replay import because, outcome_of

MAX_TRIES = 100
"""Answers that are tried at most: the shipped flows need some thirty."""
_REACH: WeakKeyDictionary[Engine, frozenset[str]] = WeakKeyDictionary()
"""Per engine what its outcome can rest on; that does not change with the answers."""


@dataclass(frozen=True, slots=True)
class Would:
    """With `value` as the answer to `question`, and all else as it is, the outcome would be `outcome` (ids)."""

    question: str
    value: Value
    outcome: str


def would_be(engine: Engine, limit: int = 8) -> tuple[Would, ...]:
    """The other answers that would give another outcome: first those that would protect more, then in flow order.

    Of visible questions with one choice, that are answered. An open question counts too while the flow's last outcome
    holds: then no answer decides yet. The engine is afterwards as it was before.
    """
    now = outcome_of(engine)
    outcomes = {outcome.id: outcome for outcome in engine.flow.outcomes}
    undecided = outcomes[now].when is None
    found: list[Would] = []
    tries = MAX_TRIES
    for item in _candidates(engine, undecided):
        given = engine.given[engine.index[item.id]]
        others = [option.id for option in item.options if option.id != given][:tries]
        tries -= len(others)
        try:
            for other in others:
                engine.answer(item.id, other)
                then = outcome_of(engine)
                if then != now:
                    found.append(Would(item.id, other, then))
        finally:
            engine.answer(item.id, given)
        if not tries:
            break
    least = _protection(outcomes[now])
    found.sort(key=lambda one: (_protection(outcomes[one.outcome]) <= least, engine.index[one.question]))
    return tuple(found[:limit])


def _protection(outcome: Outcome) -> int:
    """How much an outcome asks to be done: report, help, help that runs already, nothing."""
    return 3 if outcome.report else {"yes": 2, "running": 1, "no": 0}[outcome.help]


def _candidates(engine: Engine, undecided: bool) -> Iterator[Item]:
    """Visible questions with one choice on which the outcome can rest, those that decide it now first."""
    if engine not in _REACH:
        _REACH[engine] = reach(engine.flow)
    decisive = dict.fromkeys(reason.id for reason in because(engine))
    for name in [*decisive, *(name for name in engine.ids if name in _REACH[engine] and name not in decisive)]:
        item, place = engine.flow.items[name], engine.index[name]
        known = undecided or engine.given[place] is not None
        if known and item.kind in {"yesno", "one"} and engine.visible[place]:
            yield item


def reach(flow: Flow) -> frozenset[str]:
    """Ids of the questions on which the outcome can rest, through norms, alerts and what shows a question."""
    reads = conditions_of(flow)
    work: list[Node] = [("outcome", "")]
    seen: set[Node] = set(work)
    while work:
        for node, _mark in reads_of(reads.get(work.pop(), ())):
            if node not in seen:
                seen.add(node)
                work.append(node)
    return frozenset(name for kind, name in seen if kind == "item")
