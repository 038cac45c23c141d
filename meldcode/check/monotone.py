"""More danger never makes a report into less: the flow twice, with the same answers but for one sign of danger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meldcode.check.logic.circuit import Literal
from meldcode.check.logic.encoding import Encoding, Questions
from meldcode.check.logic.variables import Choice, Variable
from meldcode.flow.model import Answers, Flow, Item, Mark

YES = "ja"


class _With(Questions):
    """The same questions, one of which is answered with yes."""

    def __init__(self, other: Questions, item: Item) -> None:
        self.circuit, self.today = other.circuit, other.today
        self._other, self._sign = other, item.id
        self._fixed = Choice(self.circuit, f"{item.id}+", [option.id for option in item.options], False)
        self.yes = [literal if option == YES else -literal for option, literal in self._fixed.chosen.items()]

    def of(self, item: Item) -> Variable:
        """The fixed answer for the sign of danger, else what the others hold."""
        return self._fixed if item.id == self._sign else self._other.of(item)


@dataclass(frozen=True)
class Step:
    """From a report to less, by one more sign of danger. `bad` is true exactly then."""

    sign: str
    mark: Mark
    sources: tuple[str, ...]
    bad: Literal


def monotone_steps(encoding: Encoding, signs: Iterator[tuple[str, Mark, tuple[str, ...]]]) -> Iterator[Step]:
    """One for each sign of danger that the flow asks; `signs` are question, place and sources."""
    circuit, flow = encoding.circuit, encoding.flow
    reporting = [outcome.id for outcome in flow.outcomes if outcome.report]
    for sign, mark, sources in signs:
        item = flow.question(sign)
        if item is None or item.kind != "yesno":
            continue
        more = _With(encoding.questions, item)
        after = Encoding(flow, more)
        before_report = circuit.any(encoding.outcome[name] for name in reporting)
        after_report = circuit.any(after.outcome[name] for name in reporting)
        yield Step(sign, mark, sources, circuit.all((before_report, -after_report, *more.yes)))


def with_sign(answers: Answers, sign: str) -> Answers:
    """The same answers with one more sign of danger."""
    return {**answers, sign: YES}


def lessens(flow: Flow, before: str, after: str) -> bool:
    """Whether going from one outcome to the other takes a report away."""
    reporting = {outcome.id for outcome in flow.outcomes if outcome.report}
    return before in reporting and after not in reporting
