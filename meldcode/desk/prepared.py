"""A try in memory that begins with the answers of a file: to look in the app at a case that was found or made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from meldcode.dossier.events import Begun, MemoryStore
from meldcode.flow.answers import check_answers, check_flow_named, read_answers
from meldcode.flow.heads import named
from meldcode.flow.loader import peek_flow
from meldcode.flow.model import Answers, Flow
from meldcode.interview import Clock, Interview


@dataclass(frozen=True, slots=True)
class Prepared:
    """What such a try begins with. `flow` may still have to be accepted: see `meldcode.flow.trust`."""

    flow: Flow
    answers: Answers = field(default_factory=dict)
    today: date | None = None
    """The day the case is looked at; None means now."""
    practice: bool = False
    """Whether it is an exercise: then everything says so, and it is never kept."""


def prepare(name: str, answers: Path | None, folder: Path) -> Prepared:
    """Read a flow, by id or path, and an answers file for it; `folder` is the data folder with own flows.

    Raises `FlowError` for what is wrong in either.
    """
    flow = peek_flow(named(name, folder))
    if answers is None:
        return Prepared(flow)
    file = read_answers(answers)
    check_flow_named(file, flow)
    return Prepared(flow, check_answers(file, flow), file.today, file.practice)


def fill(prepared: Prepared, clock: Clock) -> Interview:
    """The try, at its first open question, or at its last page when nothing is open. What happens has today's time."""
    flow, store = prepared.flow, MemoryStore()
    store.append(Begun(clock(), flow.id, flow.version, flow.digest))
    day = prepared.today
    interview = Interview(flow, store, clock if day is None else lambda: datetime.combine(day, clock().time()))
    interview.clock, interview.practice = clock, prepared.practice
    for question, value in prepared.answers.items():
        interview.answer(question, value)
    asked = interview.position().asked
    first = next(iter(interview.open_questions()), asked[-1] if asked else "")
    if first:
        interview.go(first)
    return interview
