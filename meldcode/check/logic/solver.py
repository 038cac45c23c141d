"""The door to the solver: CaDiCaL by way of PySAT, in the extra `authors`. Circuits go in as clauses, truths come out.

What does not finish in its time is told as `Undecided`, and never taken for an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from time import monotonic
from types import ModuleType

from meldcode.check.logic.circuit import FALSE, TRUE, Circuit, Literal
from meldcode.errors import MeldcodeError
from meldcode.i18n import _

_SOLVER = "cadical195"
_BREATH = 5_000
"""Conflicts until the clock is looked at: some tenths of a second on a hard question, none on the usual ones."""


_FEW = 20
"""Of so few things it is quicker to ask the solver for each."""


_GAIN = 4
"""Where looking around gives no more than this, the solver is asked some more first."""


class Undecided(Exception):
    """The solver did not finish in its time: nothing is known."""


class UnconfirmedError(Undecided):
    """Replaying does not show what the solver found: a fault of this program, so nothing is known either."""


class NoSolverError(MeldcodeError):
    """The extra with the solver is not installed."""

    def __init__(self) -> None:
        hint = _("Installeer het programma met wat makers nodig hebben: pip install 'meldcode[authors]'")
        super().__init__(_("voor bewijzen is het onderdeel `authors` nodig"), hint)


class Budget:
    """The seconds that questions to the solver may take together, by the clock that does not jump."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds left; below 0 when there are none."""
        return self._end - monotonic()


class Solver:
    """Answers questions about one circuit, which may grow between them. Remembers what must always hold."""

    def __init__(self, circuit: Circuit, budget: Budget) -> None:
        self.circuit = circuit
        self.budget = budget
        self._solver = _load().Solver(name=_SOLVER, bootstrap_with=[[TRUE]])
        self._sent = {TRUE}

    @contextmanager
    def hurry(self, seconds: float) -> Iterator[None]:
        """Questions inside take no longer than this together, nor than what is left of the budget."""
        before = self.budget
        self.budget = Budget(min(seconds, before.left()))
        try:
            yield
        finally:
            self.budget = before

    def require(self, literal: Literal) -> None:
        """This holds from now on."""
        self._know([literal])
        self._solver.add_clause([literal])

    def solve(self, assumed: Sequence[Literal]) -> dict[int, bool] | None:
        """Inputs under which all of these hold, or None when there are none. Raises `Undecided`."""
        if not self.possible(assumed):
            return None
        true = set(self._solver.get_model())
        return dict.fromkeys(self.circuit.names.keys() & true, True)

    def possible(self, assumed: Sequence[Literal]) -> bool:
        """Whether these can hold together. Raises `Undecided`."""
        self._know(assumed)
        while self.budget.left() > 0:
            self._solver.conf_budget(_BREATH)
            found = self._solver.solve_limited(assumptions=list(assumed))
            if found is not None:
                return bool(found)
        raise Undecided

    def reached(
        self, wanted: Iterable[Literal], near: Callable[[dict[int, bool], Collection[Literal]], Iterable[Literal]]
    ) -> set[Literal]:
        """Which of these can be true, each under some answers. Raises `Undecided`.

        `near` is given inputs that were found and what is still to be reached, and says what others like it reach.
        """
        left = dict.fromkeys(wanted)
        self._know(left)
        self._solver.set_phases([literal for literal in left if abs(literal) != TRUE])  # one model for many of them
        reached: set[Literal] = set()
        rest = pause = 0
        while left:
            first = next(reversed(left))  # what stands last hangs on most: its model reaches much of the rest
            if not self.possible([first]):
                del left[first]
                continue
            model = set(self._solver.get_model())
            true = left.keys() & model
            rest -= 1
            if len(left) > _FEW and rest < 0:
                more = set(near(dict.fromkeys(self.circuit.names.keys() & model, True), left.keys() - true))
                true |= more
                pause = 0 if len(more) > _GAIN else min(2 * pause + 1, _FEW)
                rest = pause
            reached |= true
            for literal in true:
                del left[literal]
        return reached

    def together(self, assumed: Sequence[Literal], wanted: Iterable[Literal]) -> dict[int, bool] | None:
        """Inputs under which all `assumed` hold and as many of `wanted`, taken in order, as can hold with what is held.

        None when `assumed` cannot hold. Raises `Undecided`.
        """
        order = list(wanted)
        self._know(order)
        self._solver.set_phases([*assumed, *order])  # one model for many of them
        if not self.possible(assumed):
            return None
        held, true = list(assumed), set(self._solver.get_model())
        for literal in order:
            if literal not in true:
                if not self.possible([*held, literal]):
                    continue
                true = set(self._solver.get_model())
            held.append(literal)
        return dict.fromkeys(self.circuit.names.keys() & true, True)

    def core(self, assumed: Sequence[Literal]) -> list[Literal] | None:
        """Some of these that cannot hold together; None when they can. Raises `Undecided`."""
        if FALSE in assumed:
            return [FALSE]
        return None if self.possible(assumed) else list(self._solver.get_core() or ())

    def _know(self, literals: Iterable[Literal]) -> None:
        """Send the gates that these rest on and that were not sent before."""
        work = [abs(literal) for literal in literals]
        while work:
            number = work.pop()
            if number in self._sent:
                continue
            self._sent.add(number)
            parts = self.circuit.gates.get(number)
            if parts:
                self._solver.append_formula(
                    [[number, *(-part for part in parts)], *([-number, part] for part in parts)]
                )
                work.extend(abs(part) for part in parts)


def _load() -> ModuleType:
    try:
        return import_module("pysat.solvers")
    except ImportError:
        raise NoSolverError from None
