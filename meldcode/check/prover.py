"""One flow with its solver, ready for questions about all answers at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import partial

from meldcode.check.logic.circuit import FALSE, TRUE, Circuit, Literal, Truths
from meldcode.check.logic.encoding import Encoding, Questions
from meldcode.check.logic.solver import Budget, Solver, UnconfirmedError
from meldcode.check.logic.witness import Replayer, shortest
from meldcode.flow.engine import Engine
from meldcode.flow.model import Answers, Condition, Flow

SECONDS = 60.0
"""How long the solver may take over one flow, all questions together."""
_DRAWN = 256
"""Sets of answers drawn by chance, before the solver is asked: most of what can happen happens in one of them."""


class Prover:
    """`flows` are asked of the same answers; the first is the one that most is about. `today`: ages count from it."""

    def __init__(
        self, flows: Sequence[Flow], today: date, extra: Sequence[Condition] = (), seconds: float = SECONDS
    ) -> None:
        self.flow, self.today = flows[0], today
        self.circuit = Circuit()
        self.questions = Questions(self.circuit, flows, extra, today)
        self.encodings = [Encoding(flow, self.questions) for flow in flows]
        self.encoding = self.encodings[0]
        self.budget = Budget(seconds)
        self.rules: list[Literal] = []
        """More that holds of all answers, from whoever encodes more."""
        self._solver: Solver | None = None
        self._required = 0
        """How many of `rules` the solver has."""
        self._drawn: dict[int, int] = {}
        self._rounds = 0
        self._replayers: list[Replayer] = []

    @property
    def solver(self) -> Solver:
        """The solver, with what holds of all answers. Encode a question first, then ask it."""
        if self._solver is None:
            self._solver = Solver(self.circuit, self.budget)
            for rule in [*self.questions.rules(), *(rule for encoding in self.encodings for rule in encoding.loose)]:
                self._solver.require(rule)
        for rule in self.rules[self._required :]:  # some come only when others were asked already
            self._solver.require(rule)
        self._required = len(self.rules)
        return self._solver

    def find(self, *wanted: Literal) -> Truths | None:
        """The truth of every number under some answers for which all `wanted` hold; None when there are none.

        Raises `Undecided` when the solver does not finish.
        """
        literal = self.circuit.all(wanted)
        if literal == FALSE:
            return None
        return self._by_chance(literal) or self._by_solver(literal)

    def reached(self, wanted: Collection[Literal]) -> set[Literal]:
        """Which of these can be true, each under some answers. Raises `Undecided`."""
        sure = {literal for literal in wanted if literal == TRUE or self._cases(literal)}
        left = [literal for literal in wanted if literal not in sure]
        return sure | self.solver.reached(left, partial(self._near, self.circuit.cone(left)))

    def _near(self, cone: Sequence[int], inputs: dict[int, bool], left: Collection[Literal]) -> Iterator[Literal]:
        """Which of these some answers reach that are much like those found."""
        self._rounds += 1
        drawn = self.circuit.many(self.questions.around(inputs, self._rounds, _DRAWN), _DRAWN, cone)
        every = (1 << _DRAWN) - 1
        return (one for one in left if (drawn[one] if one > 0 else drawn[-one] ^ every))

    def _by_solver(self, literal: Literal) -> Truths | None:
        model = self.solver.solve([literal])
        return None if model is None else self.circuit.truths(model)

    def _by_chance(self, literal: Literal) -> Truths | None:
        cases = self._cases(literal)
        if not cases:
            return None
        case = cases.bit_length() - 1
        return {number: bool(bits >> case & 1) for number, bits in self._drawn.items()}

    def _cases(self, literal: Literal) -> int:
        """In which of the sets of answers drawn by chance this holds, a bit for each."""
        if any(encoding.loose for encoding in self.encodings):
            return 0  # rules about what is no answer: those are not drawn
        if abs(literal) not in self._drawn:
            self._drawn = self.circuit.many(self.questions.by_chance(1, _DRAWN), _DRAWN)
        drawn = self._drawn[abs(literal)]
        return drawn if literal > 0 else ~drawn & ((1 << _DRAWN) - 1)

    def path(self, bad: Literal, broken: Callable[[Sequence[Engine]], bool], truths: Truths) -> list[Answers]:
        """As few answers as were found under which `broken` is true of the replayed flows, for each flow.

        Raises `UnconfirmedError` when replaying does not show what the solver said: then one of the two is wrong.
        """

        def still(answers: Sequence[Answers]) -> bool:
            return broken(self.engines(answers))

        found = shortest(self.solver, [bad], self.encodings, truths, still)
        if not still(found):
            raise UnconfirmedError
        return found

    def engines(self, answers: Sequence[Answers]) -> list[Engine]:
        """These answers, replayed in each flow. The engines are used again: look before asking again."""
        if not self._replayers:  # not before: a flow with faults has no engine
            self._replayers = [Replayer(encoding.flow, self.today) for encoding in self.encodings]
        return [replayer.at(some) for replayer, some in zip(self._replayers, answers, strict=True)]
