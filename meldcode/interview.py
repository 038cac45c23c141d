"""The one way in: which page is asked, what an answer does, and how to go back. Draws nothing.

An answer becomes an event in the store before the next page exists; where the person is follows from the answers and
from the item that was last gone to, and is never stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from meldcode.dossier.events import Answered, Begun, Decided, MemoryStore, Payload, Standing, Store, Term, Written
from meldcode.errors import MeldcodeError
from meldcode.flow.day_words import Direction
from meldcode.flow.engine import Engine
from meldcode.flow.model import REQUEST_KINDS, Flow, Item, Position, RequestKind, Step, Value
from meldcode.flow.replay import (
    current_step,
    deadlines,
    direction_of,
    lacking,
    missing,
    open_questions,
    outcome_of,
    position,
)
from meldcode.flow.values import BadValue, parse
from meldcode.flow.would import Would, would_be
from meldcode.text import clean

PAGE_SIZE = 5
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Error:
    """Why an answer was not taken, and how to mend it."""

    question: str
    reason: str
    hint: str
    field: str = ""
    row: int = -1


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked together: one to five visible items of one step."""

    step: Step
    number: int
    """Which step this is, from 1."""
    items: tuple[Item, ...]
    first: bool
    last: bool
    error: Error | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do: ids of answers that fall asleep or wake up, and the outcome before and after."""

    asleep: tuple[str, ...]
    awake: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder. `state`: the step of the page now, all answered, begun or passed, or still to come.

    `answered`, `open` and `asleep` count questions; one that may stay open is never open.
    """

    step: Step
    number: int
    """From 1."""
    state: Literal["now", "done", "open", "later"]
    answered: int
    open: int
    asleep: int


class Interview:
    """One dossier being worked on. `clock` gives the time of events; its date is the day the dossier is looked at."""

    def __init__(self, flow: Flow, store: Store | None = None, clock: Clock = datetime.now) -> None:
        self.flow = flow
        self.store: Store = MemoryStore() if store is None else store
        self.clock = clock
        self.engine = Engine(flow, clock().date())
        self._steps = {step.id: place for place, step in enumerate(flow.steps)}
        self._items = list(flow.items.values())
        self._at = 0
        self.target = ""
        """Id of the question that was gone to on purpose; empty after going on or back."""
        self.scratch: dict[Any, Any] = {}
        """For front ends: what was worked out of the answers and costs time to do again. It goes with the interview."""
        self.practice = False
        """Whether this is an exercise: then every request that is made says so. It is never kept."""
        self.may_keep = True
        """Whether it can become a stored dossier; in a browser nothing can."""
        self._changes: list[tuple[str, Value | None]] = []
        """What `undo` takes back: each question that was answered in this sitting, and what it held before."""
        events = self.store.events()
        if not any(isinstance(event, Begun) for event in events):
            self.store.append(Begun(clock(), flow.id, flow.version, flow.digest), self.standing())
        self.engine.answer_all({e.question: e.value for e in events if isinstance(e, Answered)})
        self._at = self._shown_from(0, 1) or 0
        place = self.store.place()
        if place in self.engine.index:
            self.go(place)

    @property
    def today(self) -> date:
        """The day the dossier is looked at: fixed when the work began, for ages, deadlines and requests alike."""
        return self.engine.today

    # where we are

    def page(self, error: Error | None = None) -> Page:
        """The page that is asked now."""
        items = self._group(self._at)
        number = self._steps[items[0].step]
        start, end = self.engine.index[items[0].id], self.engine.index[items[-1].id]
        return Page(
            step=self.flow.steps[number],
            number=number + 1,
            items=items,
            first=self._shown_from(start - 1, -1) is None,
            last=self._shown_from(end + 1, 1) is None,
            error=error,
        )

    def position(self) -> Position:
        """Everything that follows from the answers so far."""
        return position(self.engine)

    def outcome(self) -> str:
        """Id of the outcome that holds now."""
        return outcome_of(self.engine)

    def missing(self, kind: RequestKind) -> tuple[str, ...]:
        """Ids of the questions that this kind of request still needs."""
        return missing(self.engine, kind)

    def value(self, question: str) -> Value | None:
        """The answer given, also when it is asleep; None when there is none."""
        place = self.engine.index.get(question)
        return None if place is None else self.engine.given[place]

    def given(self) -> dict[str, Value]:
        """All answers, also those that are asleep."""
        return {
            name: value for name, value in zip(self.engine.ids, self.engine.given, strict=True) if value is not None
        }

    def counts(self, question: str) -> bool:
        """Whether the question is asked now, so that its answer counts."""
        place = self.engine.index.get(question)
        return place is not None and bool(self.engine.visible[place])

    def unfinished(self, question: str) -> bool:
        """Whether an entry of this question lacks a field that a request needs."""
        item = self.flow.items[question]
        return any(True for kind in REQUEST_KINDS for _gap in lacking(self.engine, item, kind))

    def review(self) -> Iterator[tuple[Step, list[Item]]]:
        """Per step the questions that are asked, and those that hold a sleeping answer."""
        for step in self.flow.steps:
            shown = [item for item in step.items if item.is_question]
            yield step, [item for item in shown if self.counts(item.id) or self.value(item.id) is not None]

    def open_questions(self) -> tuple[str, ...]:
        """Ids of the visible questions without an answer that are not optional."""
        return tuple(open_questions(self.engine))

    def ladder(self) -> tuple[Rung, ...]:
        """The steps with what is done, open and asleep in each."""
        here = self._steps[self._group(self._at)[0].step]
        open_now = set(open_questions(self.engine))
        return tuple(self._rung(place, step, here, open_now) for place, step in enumerate(self.flow.steps))

    def would_be(self) -> tuple[Would, ...]:
        """Which single other answers would give another outcome. Nothing changes."""
        return would_be(self.engine)

    # going and answering

    def answer(self, question: str, raw: object, typing: bool = False) -> Page:
        """Take an answer. A wrong one makes no event: the same page comes back with its error.

        `typing`: whether it was still being typed; then a date counts only when no more typing makes it another day.
        """
        item = self.flow.question(question)
        if item is None:
            raise KeyError(question)
        try:
            value = self._parse(item, raw, typing)
        except BadValue as bad:
            return self.page(Error(question, bad.reason, bad.hint, bad.field, bad.row))
        before = self.value(question)
        if value != before:
            try:
                self._keep(question, value)
            except MeldcodeError as error:
                return self.page(Error(question, error.message, error.hint))
            self._changes.append((question, before))
        return self.page()

    @property
    def can_undo(self) -> bool:
        """Whether an answer was changed in this sitting that is not taken back yet."""
        return bool(self._changes)

    def undo(self) -> str | None:
        """Take back the last change of an answer in this sitting, and go to its question; gives its id.

        None when there is none, or when the store did not keep it: then nothing changed, and `can_undo` still holds.
        """
        if not self._changes:
            return None
        question, before = self._changes[-1]
        try:
            self._keep(question, before)
        except MeldcodeError:
            return None
        self._changes.pop()
        self.go(question)
        return question

    def effect(self, question: str, raw: object) -> Effect:
        """What this answer would change. Nothing changes; a value that is refused changes nothing either."""
        item = self.flow.question(question)
        asleep, before = set(self.engine.asleep()), self.outcome()
        try:
            value = None if item is None else self._parse(item, raw)
        except BadValue:
            return Effect((), (), before, before)
        old = self.value(question)
        self.engine.answer(question, value)
        then, after = set(self.engine.asleep()), self.outcome()
        self.engine.answer(question, old)
        order = self.engine.index
        return Effect(
            tuple(sorted(then - asleep, key=order.__getitem__)),
            tuple(sorted(asleep - then - {question}, key=order.__getitem__)),
            before,
            after,
        )

    def next(self) -> Page:
        """Go to the next page; stay on the last one."""
        end = self.engine.index[self._group(self._at)[-1].id]
        return self._move(self._shown_from(end + 1, 1))

    def back(self) -> Page:
        """Go to the page before; stay on the first one."""
        start = self.engine.index[self._group(self._at)[0].id]
        return self._move(self._shown_from(start - 1, -1))

    def go(self, target: str) -> Page:
        """Go to the page of a question or note, or to the first page of a step. Raises `KeyError` for neither.

        A question that sleeps leads to the page before the place where it would be asked.
        """
        if target not in self.engine.index:
            step = self.flow.steps[self._steps[target]]
            target = next((item.id for item in step.items if self.counts(item.id)), self._items[self._at].id)
        place = self.engine.index[target]
        if self.engine.visible[place]:
            self._at = place
            self.target = target
        else:
            self._at = self._shown_from(place, -1) or self._shown_from(0, 1) or 0
            self.target = ""
        self.store.go(self._items[self._at].id)
        return self.page()

    # what is kept

    def standing(self) -> Standing:
        """Where the dossier stands now, for lists."""
        terms = tuple(Term(due.id, due.date, due.text, due.late) for due in deadlines(self.engine))
        return Standing(current_step(self.engine), self.outcome(), terms)

    @property
    def stored(self) -> bool:
        """Whether the answers are on disk, or in memory only."""
        return not isinstance(self.store, MemoryStore)

    def unsaved(self) -> bool:
        """Whether anything was answered since the last report; an advice leaves the person's own texts out."""
        for event in reversed(self.store.events()):
            if isinstance(event, Answered) or (isinstance(event, Written) and event.request == "report"):
                return isinstance(event, Answered)
        return False

    def written(self, kind: RequestKind, content: bytes, pdf: bytes = b"") -> None:
        """Note that a request was written, with the hashes of its JSON and PDF. Raises `MeldcodeError`."""
        digest, pdf_digest = (hashlib.sha256(data).hexdigest() if data else "" for data in (content, pdf))
        self.store.append(Written(self.clock(), kind, digest, pdf_digest), self.standing())

    def decided(self) -> dict[tuple[str, str], tuple[str, str]]:
        """What was decided for requests: (about, subject) to (choice, words), the last decision of each."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for event in self.store.events():
            if isinstance(event, Decided):
                found[event.about, event.subject] = (event.choice, event.words)
        return {subject: choice for subject, choice in found.items() if choice[0]}

    def decide(self, about: str, subject: str, choice: str, words: str = "") -> None:
        """Keep a decision about a word, a text or a doubt (see `Decided`). Raises `MeldcodeError`."""
        if self.decided().get((about, subject), ("", "")) != (choice, clean(words)):
            self.store.append(Decided(self.clock(), about, subject, choice, clean(words)), self.standing())

    # inside

    def _parse(self, item: Item, raw: object, typing: bool = False) -> Value | None:
        """A person's answer: a date may be said in words, seen from today."""
        direction: Direction = "typing" if typing else "back"
        if item.kind == "date" and not typing:
            direction = direction_of(self.flow, item.id)
        return parse(item, raw, self.today, direction)

    def _keep(self, question: str, value: Value | None) -> None:
        """Set an answer and keep it. Raises `MeldcodeError` and changes nothing when it is not kept."""
        before = self.value(question)
        self.engine.answer(question, value)
        try:
            self.store.append(Answered(self.clock(), question, _payload(value)), self.standing())
        except MeldcodeError:  # not kept, so not given: it must not look as if it were
            self.engine.answer(question, before)
            raise

    def _rung(self, place: int, step: Step, here: int, open_now: set[str]) -> Rung:
        answered = asleep = left = 0
        for item in step.items:
            given, shown = self.value(item.id) is not None, self.counts(item.id)
            answered += given and shown
            asleep += given and not shown
            left += item.id in open_now
        touched = place < here or bool(answered or asleep)
        rest: Literal["done", "open", "later"] = "later" if not touched else "open" if left else "done"
        return Rung(step, place + 1, "now" if place == here else rest, answered, left, asleep)

    def _move(self, place: int | None) -> Page:
        self._at = self._at if place is None else place
        self.target = ""
        self.store.go(self._items[self._at].id)
        return self.page()

    def _shown_from(self, start: int, way: int) -> int | None:
        place = start
        while 0 <= place < len(self._items):
            if self.engine.visible[place]:
                return place
            place += way
        return None

    def _group(self, place: int) -> tuple[Item, ...]:
        """The visible items around `place` that share its page; when it fell asleep, the nearest one before it."""
        if not self.engine.visible[place]:
            nearest = self._shown_from(place, -1)
            place = nearest if nearest is not None else (self._shown_from(place, 1) or place)
            self._at = place
        item = self._items[place]
        if not item.page:
            return (item,)
        start = end = place
        while (before := self._shown_from(start - 1, -1)) is not None and self._same_page(self._items[before], item):
            start = before
        while (after := self._shown_from(end + 1, 1)) is not None and self._same_page(self._items[after], item):
            end = after
        shown = [p for p in range(start, end + 1) if self.engine.visible[p]]
        chunk = shown.index(place) // PAGE_SIZE * PAGE_SIZE
        return tuple(self._items[p] for p in shown[chunk : chunk + PAGE_SIZE])

    @staticmethod
    def _same_page(one: Item, other: Item) -> bool:
        return one.page == other.page and one.step == other.step


def _payload(value: Value | None) -> Payload:
    """An answer as plain JSON values, in the order of the flow's fields and options."""
    if isinstance(value, tuple):
        return [
            {key: list(part) if isinstance(part, tuple) else part for key, part in entry.items()}
            if isinstance(entry, Mapping)
            else entry
            for entry in value
        ]
    return value
