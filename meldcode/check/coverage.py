"""What the scenarios of a flow show, what no scenario shows yet, and what no answers can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meldcode.check.goals import Goal, goals_of, literal_of, shown_by
from meldcode.check.logic.witness import Replayer
from meldcode.check.prover import Prover
from meldcode.flow.model import Answers, Flow


@dataclass(frozen=True)
class Coverage:
    """The goals of a flow, each in one of three, in the order of the flow."""

    covered: tuple[Goal, ...]
    """Shown by replaying at least one scenario."""
    open: tuple[Goal, ...]
    impossible: tuple[Goal, ...]
    """Proved: no answers show it. Without a prover nothing is in here."""

    @property
    def total(self) -> int:
        """How many goals the flow has."""
        return len(self.covered) + len(self.open) + len(self.impossible)


def coverage(flow: Flow, cases: Iterable[tuple[Answers, date]], prover: Prover | None) -> Coverage:
    """What these answers show, each looked at from its own day. The prover, of this flow, says what is impossible.

    Raises `Undecided` when the solver does not finish, `NoSolverError` when it is not installed.
    """
    goals = goals_of(flow)
    covered: set[Goal] = set()
    replayers: dict[date, Replayer] = {}
    for answers, today in cases:
        if today not in replayers:
            replayers[today] = Replayer(flow, today)
        engine = replayers[today].at(answers)
        covered.update(goal for goal in goals if goal not in covered and shown_by(engine, goal))
    left = {goal: literal_of(prover.encoding, goal) for goal in goals if goal not in covered} if prover else {}
    reached = prover.reached(left.values()) if prover else set()
    impossible = {goal for goal, literal in left.items() if literal not in reached}
    return Coverage(
        covered=tuple(goal for goal in goals if goal in covered),
        open=tuple(goal for goal in goals if goal not in covered and goal not in impossible),
        impossible=tuple(goal for goal in goals if goal in impossible),
    )
