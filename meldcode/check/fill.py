"""The scenarios that are missing, as few as it can: each shows as many open goals at once as go together.

A scenario counts only for what replaying it shows. What it leads to is written down as what it should lead to; whether
that is right, the author decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from meldcode.check.goals import Goal, literal_of, shown_by
from meldcode.check.logic.circuit import Literal, holds
from meldcode.check.logic.witness import answers_of
from meldcode.check.prover import Prover
from meldcode.flow.model import Answers, Flow

NAME = "dekking-{number:02}.yaml"
"""What the program calls a scenario of its own; only numbers that are free."""
_WIDTH = 110
_ROUNDS = 1


@dataclass(frozen=True)
class Filled:
    """Answers, and the goals that they show and that nothing before them showed."""

    answers: Answers
    goals: tuple[Goal, ...]


def filled(prover: Prover, wanted: Sequence[Goal]) -> list[Filled]:
    """Answers that together show all of these goals, which must be possible; the same each time.

    Tried a few times: what came last is put first, and the fewest scenarios are kept. Raises `Undecided` when the
    solver does not finish, and `AssertionError` when replaying does not show what the solver said: then one of the two
    is wrong.
    """
    literals = {goal: literal_of(prover.encoding, goal) for goal in wanted}
    order = _hardest_first(prover.flow, wanted)
    best: list[Filled] | None = None
    for _round in range(_ROUNDS):
        found = _attempt(prover, literals, order)
        if best is None or len(found) < len(best):
            best = found
        late = {goal: place for place, one in enumerate(found) for goal in one.goals}
        order = sorted(order, key=lambda goal: -late[goal])
    return best or []


def _attempt(prover: Prover, literals: Mapping[Goal, Literal], order: Sequence[Goal]) -> list[Filled]:
    """One scenario after another, each for the first goal that is left and as many others as go with it."""
    found: list[Answers] = []
    left = dict.fromkeys(order)
    while left:
        first, *others = left
        inputs = prover.solver.together([literals[first]], [literals[goal] for goal in others])
        if inputs is None:
            raise AssertionError("a goal that cannot be reached")
        truths = prover.circuit.truths(inputs)
        answers = _pruned(prover, answers_of(prover.encoding, truths), [g for g in left if holds(truths, literals[g])])
        found.append(answers)
        for goal in _shown(prover, answers, left):
            del left[goal]
    return _without_needless(prover, found, list(literals))


def _hardest_first(flow: Flow, left: Collection[Goal]) -> list[Goal]:
    """Goals of which each needs a scenario of its own first, those of the largest group before; then by the flow."""
    groups = {goal: _rivals(flow, goal) for goal in left}
    sizes = Counter(group for group in groups.values() if group is not None)
    return sorted(left, key=lambda goal: -sizes[group] if (group := groups[goal]) is not None else 0)


def _rivals(flow: Flow, goal: Goal) -> object:
    """What this goal shares with the goals that cannot be shown by the same answers; None when it has none such."""
    kind, name = goal.node
    if kind == "outcome":
        return kind
    if goal.kind in {"branch", "unless"}:
        return goal.kind, name, kind
    return name if goal.kind == "option" and flow.items[name].kind != "many" else None


def _shown(prover: Prover, answers: Answers, goals: Collection[Goal]) -> list[Goal]:
    (engine,) = prover.engines([answers])
    return [goal for goal in goals if shown_by(engine, goal)]


def _pruned(prover: Prover, answers: Answers, held: Sequence[Goal]) -> Answers:
    """The answers without those that do no work for what they must show, the last questions first."""

    def still(some: Answers) -> bool:
        (engine,) = prover.engines([some])
        return all(shown_by(engine, goal) for goal in held)

    if not still(answers):
        raise AssertionError("solver and replay differ")
    chosen = {goal.node[1] for goal in held if goal.kind == "option"}
    kept = dict(answers)
    for name in [name for name in reversed(answers) if name not in chosen]:
        without = {key: value for key, value in kept.items() if key != name}
        if still(without):
            kept = without
    return kept


def _without_needless(prover: Prover, found: Sequence[Answers], wanted: Sequence[Goal]) -> list[Filled]:
    """Those that are needed beside the others, each with what it is the first to show."""
    shown = [set(_shown(prover, answers, wanted)) for answers in found]
    times = Counter(goal for goals in shown for goal in goals)
    kept: list[int] = []
    for place in range(len(found)):  # the first ones show what later ones show by the way
        if all(times[goal] > 1 for goal in shown[place]):
            times.subtract(shown[place])
        else:
            kept.append(place)
    result: list[Filled] = []
    told: set[Goal] = set()
    for place in kept:
        result.append(Filled(found[place], tuple(goal for goal in wanted if goal in shown[place] - told)))
        told |= shown[place]
    return result
