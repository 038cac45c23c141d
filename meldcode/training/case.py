"""A practice case: an answers file with a story around it. All people, places and events in one are invented.

The answers are the whole record of an expert; the stages say in which order the story unfolds and what is weighed when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from meldcode.flow.model import Answers, Mark, Source
from meldcode.flow.reader import Map

FragmentKind = Literal["sign", "against", "distracts", "reaction", "advice", "fact"]
"""What a fragment turned out to be: told only once its stage was weighed."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the story, by a letter."""

    who: str
    about: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of the story as the learner sees or hears it."""

    kind: FragmentKind
    text: str


@dataclass(frozen=True, slots=True)
class Tempting:
    """A move that is not the expert's, and why people make it. `answer` is the id of an option."""

    answer: str
    why: str


@dataclass(frozen=True, slots=True)
class Weighing:
    """A question of the flow that is weighed at one moment, and what the expert answered then, and why."""

    ask: str
    """Id of a question of kind yesno or one."""
    answer: str
    """Id of the expert's option at this moment; later in the case it may be another."""
    why: str
    sources: tuple[str, ...]
    """Ids, of the flow or of the case."""
    text: str = ""
    """The question in words of this moment; empty: as the flow asks it."""
    tempting: Tempting | None = None
    mark: Mark = field(default=Mark("", 0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """What is released together. `step` is the step of the flow that it belongs to."""

    id: str
    step: str
    title: str
    fragments: tuple[Fragment, ...]
    weighings: tuple[Weighing, ...]
    discuss: tuple[str, ...]
    mark: Mark = field(default=Mark("", 0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Variant:
    """The same case with something different. `raw` are the answers that take the place of the expert's."""

    id: str
    title: str
    text: str
    raw: Mapping[str, object]
    why: str
    sources: tuple[str, ...]
    mark: Mark = field(default=Mark("", 0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One case as read from its file. Texts are Dutch msgids of the domain `cases`: `i18n.story` says them."""

    id: str
    title: str
    version: str
    flow: str
    """Id of the flow it was written for."""
    flow_version: str
    today: date
    """The day on which the expert looks back."""
    minutes: int
    """About how long a group takes."""
    role: str
    setting: str
    people: tuple[Person, ...]
    sources: Mapping[str, Source]
    """Only what the flow does not name itself."""
    stages: tuple[Stage, ...]
    variants: tuple[Variant, ...]
    discuss: tuple[str, ...]
    answers: Answers
    """The expert's whole record, as the flow keeps it."""
    path: Path
    root: Map = field(compare=False, repr=False)
    """The file as written."""

    def weighed(self) -> tuple[tuple[int, Weighing], ...]:
        """Every weighing with the number of its stage, from 0."""
        return tuple((number, one) for number, stage in enumerate(self.stages) for one in stage.weighings)
