"""From answers to position: pure and total, whatever the answers are and in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from meldcode.flow.conditions import check_some, references
from meldcode.flow.dates import add
from meldcode.flow.day_words import Direction
from meldcode.flow.engine import Engine
from meldcode.flow.model import (
    REQUEST_KINDS,
    Combination,
    Condition,
    Due,
    Entry,
    Field,
    Flow,
    Item,
    Position,
    Reason,
    RequestKind,
    Requirement,
)
from meldcode.flow.order import Node, conditions_of, nodes_of
from meldcode.flow.values import label


def replay(flow: Flow, answers: Mapping[str, object], today: date) -> Position:
    """The position that these answers lead to. Unknown ids and values the flow does not take are left out."""
    engine = Engine(flow, today)
    engine.answer_all(answers)
    return position(engine)


def position(engine: Engine) -> Position:
    """Everything that follows from the answers in an engine."""
    flow = engine.flow
    return Position(
        step=current_step(engine),
        outcome=outcome_of(engine),
        because=tuple(because(engine)),
        norms=tuple(norm.id for norm in flow.norms if engine.derived(("norm", norm.id))),
        alerts=tuple(alert.id for alert in flow.alerts if engine.derived(("alert", alert.id))),
        missing={kind: missing(engine, kind) for kind in REQUEST_KINDS},
        asked=engine.asked(),
        asleep=engine.asleep(),
        deadlines=tuple(deadlines(engine)),
        answers={name: value for name, value in zip(engine.ids, engine.counting, strict=True) if value is not None},
    )


def outcome_of(engine: Engine) -> str:
    """Id of the outcome that holds now."""
    return str(engine.derived(("outcome", "")))


def open_questions(engine: Engine) -> Iterator[str]:
    """Ids of the visible questions without an answer that are not optional.

    What only an advice needs is not open any more once the outcome asks for a report.
    """
    outcome = outcome_of(engine)
    reporting = any(one.report for one in engine.flow.outcomes if one.id == outcome)
    for place, item in enumerate(engine.flow.items.values()):
        if not engine.visible[place] or not item.is_question or item.optional or engine.counting[place] is not None:
            continue
        if not reporting or not item.require or "report" in item.require:
            yield item.id


def current_step(engine: Engine) -> str:
    """Id of the step with the first open question; the last step when none is open."""
    first = next(open_questions(engine), None)
    if first is not None:
        return engine.flow.items[first].step
    return engine.flow.steps[-1].id if engine.flow.steps else ""


def missing(engine: Engine, kind: RequestKind) -> tuple[str, ...]:
    """Ids of the visible questions that this kind of request still needs: open, or with an entry that lacks a field."""
    return tuple(
        item.id
        for place, item in enumerate(engine.flow.items.values())
        if engine.visible[place]
        and (
            (engine.counting[place] is None and _required(engine, item.require.get(kind)))
            or (item.fields and any(lacking(engine, item, kind)))
        )
    )


def lacking(engine: Engine, item: Item, kind: RequestKind) -> Iterator[tuple[int, Field]]:
    """Entry number (from 0) and field, for each required field that an entry of this question lacks."""
    value = engine.value(item.id)
    for row, entry in enumerate(value if isinstance(value, tuple) else ()):
        if isinstance(entry, Mapping):
            for field in lacking_fields(item, entry, kind, engine.today):
                yield row, field


def lacking_fields(item: Item, entry: Entry, kind: RequestKind, today: date) -> Iterator[Field]:
    """The required fields that one entry lacks."""
    for field in item.fields:
        wanted = field.require.get(kind)
        if wanted is None or field.id in entry or not field_shown(field, entry, item, today):
            continue
        if wanted is True or entry_truth(wanted, entry, item, today) is True:
            yield field


def field_shown(field: Field, entry: Entry, item: Item, today: date) -> bool:
    """Whether this field applies to this entry."""
    return field.when is None or entry_truth(field.when, entry, item, today) is True


def entry_truth(condition: Condition, entry: Entry, item: Item, today: date) -> bool | None:
    """Truth of a condition over the fields of one entry."""
    return check_some(condition, item, today)((entry,))


def _required(engine: Engine, wanted: Requirement | None) -> bool:
    return wanted is True or (wanted is not None and engine.truth(wanted) is True)


def because(engine: Engine) -> Iterator[Reason]:
    """The answers that decide the outcome; when none decides yet, the open questions that would."""
    flow = engine.flow
    holds = next(outcome for outcome in flow.outcomes if outcome.id == outcome_of(engine))
    seen: dict[str, None] = {}
    if holds.when is not None:
        seen = dict.fromkeys(_support(engine, holds.when, True))
    else:
        for outcome in flow.outcomes:
            for name in _refs(engine, outcome.when):
                if engine.value(name) is None and engine.visible[engine.index[name]]:
                    seen[name] = None
    order = sorted(seen, key=engine.index.__getitem__)
    for name in order:
        item, value = flow.items[name], engine.value(name)
        yield Reason(name, value, "" if value is None else label(item, value))


def _support(engine: Engine, condition: Condition, wanted: bool) -> Iterator[str]:
    """Questions whose answers make this condition true (or false)."""
    work = [(condition, wanted)]  # a stack of our own, and each norm once: norms may rest on norms
    seen: set[Node] = set()
    while work:
        part, wanted = work.pop()
        if isinstance(part, Combination):
            if part.op == "not":
                work.append((part.parts[0], not wanted))
                continue
            every = (part.op == "all") is wanted
            work.extend((inner, wanted) for inner in part.parts if every or engine.truth(inner) is wanted)
            continue
        for node in nodes_of(part):
            if node[0] == "item":
                yield node[1]
            elif wanted and node not in seen and engine.derived(node):
                seen.add(node)
                work.extend((inner, True) for inner in _conditions(engine, node))


def _conditions(engine: Engine, node: Node) -> list[Condition]:
    """The condition behind a derived value that is in force."""
    kind, name = node
    if kind == "norm":
        found = [norm.given for norm in engine.flow.norms if norm.id == name]
    elif kind == "alert":
        found = [alert.when for alert in engine.flow.alerts if alert.id == name]
    else:
        found = [outcome.when for outcome in engine.flow.outcomes if outcome.id == engine.derived(node)]
    return [condition for condition in found if condition is not None]


def _refs(engine: Engine, condition: Condition | None) -> Iterator[str]:
    """Every question that a condition rests on, through norms and alerts too."""
    work = [condition]
    seen: set[Node] = set()
    while work:
        for test in references(work.pop()):
            for node in nodes_of(test):
                if node[0] == "item":
                    yield node[1]
                elif node not in seen:
                    seen.add(node)
                    work.extend(_conditions(engine, node))


def deadlines(engine: Engine) -> Iterator[Due]:
    """The dates that follow from date answers, earliest first."""
    due: list[Due] = []
    for rule in engine.flow.deadlines:
        start = engine.value(rule.start)
        runs = rule.when is None or engine.truth(rule.when) is True
        done = rule.unless is not None and engine.truth(rule.unless) is True
        if isinstance(start, str) and runs and not done:
            day = add(date.fromisoformat(start), rule.amount, rule.unit)
            due.append(Due(rule.id, day.isoformat(), rule.text, rule.late, day < engine.today))
    return iter(sorted(due, key=lambda one: one.date))


def direction_of(flow: Flow, question: str) -> Direction:
    """Where the day lies that a date question asks for, as far as the flow says.

    A day that is itself a term lies ahead; one from which terms or "days ago" are counted lies behind us.
    """
    amounts = [rule.amount for rule in flow.deadlines if rule.start == question]
    if 0 in amounts:
        return "ahead"
    parts = (part for several in conditions_of(flow).values() for part in several)
    counted = (test.op == "days_ago" and test.ref == question for part in parts for test in references(part))
    return "back" if amounts or any(counted) else "either"
