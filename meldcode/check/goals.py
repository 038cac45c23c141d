"""What can happen in a flow that a scenario can show: questions shown or not, answers chosen, warnings, outcomes.

Each goal is said twice, as in `claims`: of replayed answers (`shown_by`), and for the solver (`literal_of`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, cast

from meldcode.check.logic.circuit import FALSE, TRUE
from meldcode.check.logic.circuit import Literal as Truth
from meldcode.check.logic.encoding import Encoding
from meldcode.check.logic.variables import Choice
from meldcode.check.picture.words import condition_words, full_names
from meldcode.flow.conditions import NEVER, references
from meldcode.flow.engine import Engine
from meldcode.flow.model import Combination, Condition, Flow, Item
from meldcode.flow.order import Node
from meldcode.flow.values import label_of_option
from meldcode.i18n import _
from meldcode.text import one_line

GoalKind = Literal["shown", "hidden", "option", "holds", "branch", "unless"]
CHOICES = {"yesno", "one", "many"}


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that can happen.

    `shown`: a question or note with a condition is shown. `hidden`: it is not, and not merely because something is not
    answered yet. `option`: an answer is chosen (`detail`) while its question is asked. `holds`: an alert is on, a norm
    in force, an outcome reached. `branch`: shown or holding through one part (number `detail`, from 1) of an `any`,
    with none of the others true. `unless`: not shown through one part of the `any` under `unless`, in the same way.
    """

    kind: GoalKind
    node: Node
    detail: str = ""
    parts: tuple[Condition, ...] = field(default=(), compare=False)
    """For `branch` and `unless`: every part of the `any`."""

    @property
    def part(self) -> Condition:
        """The part of the `any` that this goal is about."""
        return self.parts[int(self.detail) - 1]

    @property
    def others(self) -> tuple[Condition, ...]:
        """The other parts of the `any`."""
        place = int(self.detail) - 1
        return self.parts[:place] + self.parts[place + 1 :]


def goals_of(flow: Flow) -> list[Goal]:
    """Every goal of a flow, in its order. Conditions that look at nothing have none, nor has what is hidden."""
    goals: list[Goal] = []
    told: set[tuple[Condition | None, Condition | None]] = set()
    for item in flow.items.values():
        if item.when == NEVER:  # hidden: nobody can answer it
            continue
        node: Node = ("item", item.id)
        if any(True for part in (item.when, item.unless) for _test in references(part)):
            goals += [Goal("shown", node), Goal("hidden", node)]
            if (item.when, item.unless) not in told:  # a page of questions with one condition has its branches once
                goals += [*_branches("branch", node, item.when), *_branches("unless", node, item.unless)]
            told.add((item.when, item.unless))
        if item.kind in CHOICES:
            goals += [Goal("option", node, option.id) for option in item.options]
    derived: list[tuple[Node, Condition | None]] = [(("alert", one.id), one.when) for one in flow.alerts]
    derived += [(("norm", one.id), one.given) for one in flow.norms if one.given is not None]
    derived += [(("outcome", one.id), one.when) for one in flow.outcomes]
    for node, condition in derived:
        goals += [Goal("holds", node), *_branches("branch", node, condition)]
    return goals


def _branches(kind: GoalKind, node: Node, condition: Condition | None) -> Iterator[Goal]:
    parts = tuple(dict.fromkeys(_alternatives(condition)))
    if len(parts) > 1:
        yield from (Goal(kind, node, str(number), parts) for number in range(1, len(parts) + 1))


def _alternatives(condition: Condition | None) -> Iterator[Condition]:
    """The parts of which one is enough; an `any` inside an `any` is one with it."""
    work = [condition]
    while work:
        part = work.pop()
        if isinstance(part, Combination) and part.op == "any":
            work.extend(reversed(part.parts))
        elif part is not None:
            yield part


# by replay


def shown_by(engine: Engine, goal: Goal) -> bool:
    """Whether these answers show it."""
    name = goal.node[1]
    if goal.kind == "option":
        value = engine.value(name)
        return goal.detail in value if isinstance(value, tuple) else goal.detail == value
    if goal.kind == "hidden":
        item = engine.flow.items[name]
        return _is(engine, item.when, False) or _is(engine, item.unless, True)
    if goal.kind == "unless":
        return not _is(engine, engine.flow.items[name].when, False) and _alone(engine, goal)
    return _holds(engine, goal.node) and (goal.kind != "branch" or _alone(engine, goal))


def _holds(engine: Engine, node: Node) -> bool:
    kind, name = node
    if kind == "item":
        return bool(engine.visible[engine.index[name]])
    return engine.derived(("outcome", "")) == name if kind == "outcome" else engine.derived(node) is True


def _alone(engine: Engine, goal: Goal) -> bool:
    return _is(engine, goal.part, True) and not any(_is(engine, other, True) for other in goal.others)


def _is(engine: Engine, condition: Condition | None, wanted: bool) -> bool:
    return condition is not None and engine.truth(condition) is wanted


# for all answers


def literal_of(encoding: Encoding, goal: Goal) -> Truth:
    """True exactly for the answers that show it."""
    circuit, name = encoding.circuit, goal.node[1]
    if goal.kind in {"shown", "holds"}:
        return _holding(encoding, goal.node)
    item = encoding.flow.items.get(name)
    if goal.kind == "branch":
        return circuit.all((_holding(encoding, goal.node), *_alone_in(encoding, goal)))
    item = cast(Item, item)
    if goal.kind == "option":
        return circuit.all((encoding.visible[name], cast(Choice, encoding.questions.of(item)).chosen[goal.detail]))
    untrue = FALSE if item.when is None else encoding.truth(item.when).false
    if goal.kind == "hidden":
        return circuit.any((untrue, encoding.wanted(item.unless, FALSE)))
    return circuit.all((-untrue, *_alone_in(encoding, goal)))


def _holding(encoding: Encoding, node: Node) -> Truth:
    kind, name = node
    held = {"item": encoding.visible, "norm": encoding.norm, "alert": encoding.alert, "outcome": encoding.outcome}
    return held[kind][name]


def _alone_in(encoding: Encoding, goal: Goal) -> Iterator[Truth]:
    yield encoding.wanted(goal.part, TRUE)
    yield from (-encoding.wanted(other, TRUE) for other in goal.others)


# in words


def goal_words(flow: Flow, goal: Goal) -> str:
    """The goal on one line, in the current language."""
    names = full_names(flow)
    name = f"{names(goal.node)} (`{goal.node[1]}`)"
    if goal.kind == "option":
        answer = label_of_option(flow.items[goal.node[1]], goal.detail)
        return one_line(_("gekozen: {answer}, bij {name}").format(answer=f"‘{answer}’", name=name))
    said = {
        "item": _("in beeld: {name}"),
        "alert": _("waarschuwing: {name}"),
        "norm": _("norm: {name}"),
        "outcome": _("uitkomst: {name}"),
    }[goal.node[0]]
    if goal.kind in {"hidden", "unless"}:
        said = _("niet in beeld: {name}")
    words = said.format(name=name)
    if goal.kind in {"branch", "unless"}:
        condition = condition_words(flow, goal.part)
        words = _("{what}, alleen door {condition}").format(what=words, condition=condition)
    return one_line(words)


def short_words(goal: Goal) -> str:
    """The goal by its ids, for whoever knows the file."""
    name = goal.node[1]
    if goal.kind == "option":
        return f"{name}={goal.detail}"
    return f"{name}[{goal.detail}]" if goal.kind in {"branch", "unless"} else name
