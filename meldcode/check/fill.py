"""The scenarios that are missing, as few as it can: each shows as many open goals at once as go together.

A scenario counts only for what replaying it shows. What it leads to is written down as what it should lead to; whether
that is right, the author decides.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import cast

from meldcode.check.goals import Goal, GoalKind, literal_of, short_words, shown_by
from meldcode.check.logic.circuit import Literal, holds
from meldcode.check.logic.witness import answers_of
from meldcode.check.paths import LOOKED_FROM, answers_text
from meldcode.check.prover import Prover
from meldcode.check.scenarios import expected
from meldcode.flow.model import Answers, Entry, Flow, Value
from meldcode.flow.replay import replay
from meldcode.i18n import _

NAME = "dekking-{number:02}.yaml"
"""What the program calls a scenario of its own; only numbers that are free."""
_WIDTH = 110
_ROUNDS = 4
"""How often it is tried while it may be possible with fewer."""
_TRIES = 2_000
"""Steps in the search for a proof that fewer scenarios cannot do; usually it takes as many as there are scenarios."""


@dataclass(frozen=True)
class Filled:
    """Answers, and the goals that they show and that nothing before them showed."""

    answers: Answers
    goals: tuple[Goal, ...]


def filled(prover: Prover, wanted: Sequence[Goal]) -> list[Filled]:
    """Answers that together show all of these goals, which must be possible; the same each time.

    As long as it is not proved that fewer cannot do, it is tried a few times more, with first what came last. Raises
    `Undecided` when the solver does not finish, and `AssertionError` when replaying does not show what the solver said:
    then one of the two is wrong.
    """
    literals = {goal: literal_of(prover.encoding, goal) for goal in wanted}
    late: Counter[Goal] = Counter()
    best: list[Filled] = []
    for _round in range(_ROUNDS):
        found = _attempt(prover, literals, late)
        if not best or len(found) < len(best):
            best = found
        if not best or rivals(prover, best):
            break
        late.update({goal: place for place, one in enumerate(found) for goal in one.goals})
    return best


def _attempt(prover: Prover, literals: Mapping[Goal, Literal], late: Mapping[Goal, int]) -> list[Filled]:
    """One scenario after another, each for the hardest goal that is left and as many others as go with it."""
    found: list[Answers] = []
    left = dict.fromkeys(literals)
    while left:
        first, *others = _hardest_first(prover.flow, left, late)
        inputs = prover.solver.together([literals[first]], [literals[goal] for goal in others])
        if inputs is None:
            raise AssertionError("a goal that cannot be reached")
        truths = prover.circuit.truths(inputs)
        held = [goal for goal in left if holds(truths, literals[goal])]
        found.append(_pruned(prover, answers_of(prover.encoding, truths), held))
        for goal in _shown(prover, found[-1], left):
            del left[goal]
    return _without_needless(prover, found, list(literals))


def _hardest_first(flow: Flow, left: Collection[Goal], late: Mapping[Goal, int]) -> list[Goal]:
    """Goals of which each needs a scenario of its own first, those of the largest group before; then by the flow.

    `late` is how much more it weighs that a goal came late before.
    """
    groups = {goal: _group(flow, goal) for goal in left}
    sizes = Counter(group for group in groups.values() if group is not None)
    return sorted(left, key=lambda goal: -late.get(goal, 0) - sizes[groups[goal]])


def _group(flow: Flow, goal: Goal) -> object:
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
    """The answers without what does no work for what they must show, the last questions first."""

    def still(some: Answers) -> bool:
        (engine,) = prover.engines([some])
        return all(shown_by(engine, goal) for goal in held)

    if not still(answers):
        raise AssertionError("solver and replay differ")
    chosen = {goal.node[1] for goal in held if goal.kind == "option"}
    kept = answers
    for name in reversed(list(answers)):
        without = {key: value for key, value in kept.items() if key != name}
        if name not in chosen and still(without):
            kept = without
        else:
            kept = _trimmed(kept, name, still)
    return kept


def _trimmed(answers: Answers, name: str, still: Callable[[Answers], bool]) -> Answers:
    """The same with only the options, rows and fields of one answer that do work."""
    less: Value | None = answers[name]
    while less is not None:
        answers = {**answers, name: less}
        less = next((one for one in _one_less(less) if still({**answers, name: one})), None)
    return answers


def _one_less(value: Value) -> Iterator[Value]:
    """Lists without one of the options or rows, then without one field of a row; never an empty one."""
    parts: list[object] = list(value) if isinstance(value, tuple) else []
    if len(parts) > 1:
        yield from (cast(Value, (*parts[:place], *parts[place + 1 :])) for place in range(len(parts)))
    for place, row in enumerate(parts):
        for name in row if isinstance(row, Mapping) and len(row) > 1 else ():
            less = {key: part for key, part in cast(Entry, row).items() if key != name}
            yield cast(Value, (*parts[:place], less, *parts[place + 1 :]))


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


def rivals(prover: Prover, found: Sequence[Filled]) -> list[Goal]:
    """A goal of each of these, no two of which the same answers can show: then fewer scenarios cannot do.

    Empty when no such goals are found in a bounded search. Raises `Undecided`.
    """
    literals = {goal: literal_of(prover.encoding, goal) for one in found for goal in one.goals}

    @cache
    def apart(one: Goal, other: Goal) -> bool:
        return not prover.solver.possible([literals[one], literals[other]])

    work: list[tuple[list[Goal], list[list[Goal]]]] = [([], [list(one.goals) for one in found])]
    for _try in range(_TRIES):
        if not work:
            return []
        chosen, left = work.pop()
        if not left:
            return chosen
        fewest = min(left, key=len)  # the scenario with the least to choose from
        others = [goals for goals in left if goals is not fewest]
        for goal in reversed(fewest):
            rest = [[other for other in goals if apart(goal, other)] for goals in others]
            if all(rest):
                work.append(([*chosen, goal], rest))
    return []


def files_of(flow: Flow, scenarios: Sequence[Filled], taken: Collection[str]) -> dict[str, bytes]:
    """File name to content for each of these; names in `taken` are left alone."""
    free = (name for number in count(1) if (name := NAME.format(number=number)) not in taken)
    return {name: _text(flow, scenario).encode() for name, scenario in zip(free, scenarios, strict=False)}


def _text(flow: Flow, scenario: Filled) -> str:
    now = expected(replay(flow, scenario.answers, LOOKED_FROM))
    return answers_text(flow, scenario.answers, list(_about(scenario)), now)


def _about(scenario: Filled) -> Iterator[str]:
    """What stands above it, in lines that fit."""
    said = [
        _("Verzonnen, en gemaakt door het programma: niemand heeft dit geval bedacht."),
        _("Bij `expect` staat wat de vragenlijst nu doet. Of dat goed is, beslist u."),
        _("Is het niet goed? Verander dan de vragenlijst."),
        _("Dit komt hier voor het eerst voor. `naam=antwoord`: gekozen; `naam[2]`: alleen door deel 2 van een `any`."),
    ]
    heads: dict[GoalKind, str] = {
        "shown": _("In beeld"),
        "hidden": _("Niet in beeld"),
        "option": _("Gekozen"),
        "holds": _("Waarschuwing, norm of uitkomst"),
        "branch": _("In beeld of van kracht, alleen door"),
        "unless": _("Niet in beeld, alleen door"),
    }
    for kind, head in heads.items():
        names = [short_words(goal) for goal in scenario.goals if goal.kind == kind]
        if names:
            said.append(f"{head}: {', '.join(names)}.")
    for text in said:
        yield from textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
