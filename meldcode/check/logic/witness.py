"""From truths to answers that a person could give, as few as they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from meldcode.check.logic.circuit import Literal, Truths, holds
from meldcode.check.logic.encoding import Encoding
from meldcode.check.logic.solver import Solver, Undecided
from meldcode.flow.engine import Engine
from meldcode.flow.model import Answers, Flow, Value

LONG = 60
"""Paths longer than this are not shortened further by the solver: counting so many answers costs too much."""
PATIENCE = 2.0
"""Seconds that looking for a still shorter path may take."""


class Replayer:
    """One engine that goes from answers to other answers, changing only what differs: a new one each time is slow."""

    def __init__(self, flow: Flow, today: date) -> None:
        self.engine = Engine(flow, today)
        self._now: dict[str, Value] = {}

    def at(self, answers: Answers) -> Engine:
        """The engine with exactly these answers. It stays the same object: look before asking again."""
        for name in [name for name in self._now if name not in answers]:
            self.engine.answer(name, None)
            del self._now[name]
        for name, value in answers.items():
            if self._now.get(name) != value:
                self.engine.answer(name, value)
                self._now[name] = value
        return self.engine


def shortest(
    solver: Solver,
    wanted: Sequence[Literal],
    encodings: Sequence[Encoding],
    start: Truths,
    still: Callable[[Sequence[Answers]], bool],
) -> list[Answers]:
    """Answers for each encoding under which all `wanted` hold, with as few as were found in `PATIENCE`.

    `start` are truths of all numbers under which they hold; `still` says by replay whether answers do what is wanted.
    """
    best = _pruned([answers_of(encoding, start) for encoding in encodings], still)
    answered = encodings[0].questions.answered()
    with solver.hurry(PATIENCE):
        try:
            while 1 < (size := len(_all_names(best))) <= LONG:
                model = solver.solve([*wanted, solver.circuit.at_most(answered, size - 1)])
                if model is None:
                    break
                truths = solver.circuit.truths(model)
                found = _pruned([answers_of(encoding, truths) for encoding in encodings], still)
                if len(_all_names(found)) >= size:
                    break
                best = found
        except Undecided:
            pass  # short enough: it is a path all the same
    return best


def answers_of(encoding: Encoding, truths: Truths) -> Answers:
    """The answers of one flow in a model, by question id in the order of the flow."""
    found: dict[str, Value] = {}
    for item in encoding.flow.items.values():
        variable = encoding.questions.of(item) if item.is_question else None
        if variable is not None and holds(truths, variable.answered):
            value = variable.value(truths)
            if value is not None and _takes(encoding, item.id, value):
                found[item.id] = value
    return found


def _takes(encoding: Encoding, question: str, value: Value) -> bool:
    """Whether this flow's own version of the question has the chosen options."""
    item = encoding.flow.items[question]
    if item.kind not in {"yesno", "one", "many"}:
        return True
    chosen = value if isinstance(value, tuple) else (value,)
    return {option.id for option in item.options}.issuperset(str(part) for part in chosen)


def _all_names(answers: Sequence[Answers]) -> set[str]:
    return {name for some in answers for name in some}


def _pruned(answers: Sequence[Answers], still: Callable[[Sequence[Answers]], bool]) -> list[Answers]:
    """The same answers without those that can be left out one by one; so too of entries and fields of entries."""
    kept = list(answers)
    for name in sorted(_all_names(kept)):
        without = [{key: value for key, value in some.items() if key != name} for some in kept]
        if still(without):
            kept = list(without)
            continue
        smaller = next((less for less in _smaller(kept, name) if still(less)), None)
        while smaller is not None:
            kept = smaller
            smaller = next((less for less in _smaller(kept, name) if still(less)), None)
    return kept


def _smaller(answers: Sequence[Answers], name: str) -> Iterator[list[Answers]]:
    """The answers with one entry of a question less, or one field of an entry less."""
    rows = next((some[name] for some in answers if name in some), ())
    if not isinstance(rows, tuple) or not all(isinstance(row, Mapping) for row in rows):
        return
    entries = [dict(row) for row in rows if isinstance(row, Mapping)]
    for place, entry in enumerate(entries):
        changes = [*([None] if len(entries) > 1 else []), *(entry if len(entry) > 1 else ())]
        for field in changes:
            less = {key: value for key, value in entry.items() if key != field}
            now = [*entries[:place], *([] if field is None else [less]), *entries[place + 1 :]]
            yield [{**some, name: tuple(now)} if name in some else some for some in answers]
