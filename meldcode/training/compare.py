"""What the norm asks at each moment of a case, with the expert's answers or with another one: worked out, never stored.

Everything here is pure: a case, a flow, and what follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meldcode.flow.model import Answers, Flow, Item, Option, Position, Value
from meldcode.flow.replay import replay
from meldcode.flow.values import parse
from meldcode.i18n import story, tr
from meldcode.training.case import Case, Variant, Weighing
from meldcode.words import source_text


@dataclass(frozen=True, slots=True)
class Difference:
    """One weighing that was answered otherwise than the expert did."""

    stage: int
    """From 0."""
    weighing: Weighing
    given: str
    """Id of the option that was chosen; empty when none was."""
    expert: Position
    """What the norm asks with the expert's answer, at that moment."""
    own: Position
    """What it asks with this answer, and everything else as the expert had it."""

    @property
    def matters(self) -> bool:
        """Whether the norm asks something else with this answer: another outcome, or another norm or alert."""
        return (self.own.outcome, self.own.norms, self.own.alerts) != (
            self.expert.outcome,
            self.expert.norms,
            self.expert.alerts,
        )


def answers_at(case: Case, stage: int) -> dict[str, Value]:
    """The expert's answers once this stage (from 0) was weighed: what is first weighed later is not given yet."""
    found = dict(case.answers)
    for place, weighing in reversed(case.weighed()):
        if place > stage:
            found.pop(weighing.ask, None)
    for place, weighing in case.weighed():
        if place <= stage:
            found[weighing.ask] = weighing.answer
    return found


def position_at(case: Case, flow: Flow, stage: int, other: Mapping[str, Value] | None = None) -> Position:
    """What follows once this stage was weighed; `other` are answers in the place of the expert's.

    An `other` answer of None-like emptiness ("") takes the expert's away and leaves the question open.
    """
    answers: dict[str, Value] = answers_at(case, stage)
    for question, value in (other or {}).items():
        if value == "":
            answers.pop(question, None)
        else:
            answers[question] = value
    return replay(flow, answers, case.today)


def varied(case: Case, flow: Flow, variant: Variant) -> Answers:
    """The expert's record with the answers of a variant. Raises `BadValue` or `KeyError` for what cannot be."""
    answers = dict(case.answers)
    for question, raw in variant.raw.items():
        value = parse(flow.items[question], raw)
        if value is None:
            answers.pop(question, None)
        else:
            answers[question] = value
    return answers


def differences(case: Case, flow: Flow, given: Mapping[tuple[int, str], str]) -> list[Difference]:
    """Where answers differ from the expert's, in the order of the case.

    `given` maps a stage (from 0) and the id of a question to the id of the chosen option; what is not in it was not
    weighed and is left out.
    """
    found = []
    for stage, weighing in case.weighed():
        mine = given.get((stage, weighing.ask))
        if mine is not None and mine != weighing.answer:
            expert = position_at(case, flow, stage)
            own = position_at(case, flow, stage, {weighing.ask: mine})
            found.append(Difference(stage, weighing, mine, expert, own))
    return found


def question_text(flow: Flow, weighing: Weighing) -> str:
    """What is asked, in the language of now."""
    return story(weighing.text) if weighing.text else tr(flow.items[weighing.ask].text)


def options_of(flow: Flow, weighing: Weighing) -> tuple[Option, ...]:
    """The options to choose from, in the order of the flow."""
    return flow.items[weighing.ask].options


def option_text(item: Item, option: str) -> str:
    """The words of an option in the language of now; the id itself when the flow does not know it."""
    return next((tr(one.text) for one in item.options if one.id == option), option)


def source_names(case: Case, flow: Flow, sources: tuple[str, ...]) -> str:
    """The titles of these sources, for after "Bron: "."""
    return source_text(flow, sources, case.sources)
