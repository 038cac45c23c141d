"""One person walks a case alone: what is released, what was weighed, what is kept of it. Pure but for its interview.

The record is the interview's own, in memory. A weighing counts as weighed once the person gave or confirmed an answer
since its stage was released: the same question may come back in a later stage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from meldcode.flow.conditions import references
from meldcode.flow.model import Flow, Item, Value
from meldcode.flow.order import nodes_of
from meldcode.flow.values import BadValue, parse
from meldcode.interview import Interview
from meldcode.training.case import Case, Stage, Weighing
from meldcode.training.compare import Difference, differences

State = Literal["weighed", "earlier", "open", "waits", "apart"]
"""Weighed since the stage was released; answered before that; asked and open; not asked before another question was
answered; or passed by on this person's own path."""
CHOICES = ("yesno", "one", "many")
"""Kinds whose answers are ids of options: only those are kept."""
_MOST = 500
"""Answers that are read back; no flow asks so much."""


class Store(Protocol):
    """What keeps progress: see `meldcode.training.store.PracticeStore`."""

    def progress(self) -> dict[str, Any]:
        """Everything that was kept, by the id of a case."""

    def set_progress(self, progress: dict[str, Any]) -> None:
        """Keep this. Raises `MeldcodeError`."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go for a weighing: the question that is asked now (empty: none), and why it is not the weighing."""

    target: str
    state: State
    because: tuple[str, ...] = ()
    """Ids of the questions on whose answers it hangs, when it is not asked."""


class Walk:
    """A case with an interview in memory that its person answers. `kept` is what `kept()` gave an earlier time."""

    def __init__(self, case: Case, flow: Flow, interview: Interview, kept: Mapping[str, Any] | None = None) -> None:
        self.case = case
        self.flow = flow
        self.interview = interview
        self.place = 0
        """The stage that was released last, from 0."""
        self.compared = False
        """Whether the expert's weighing of this stage was read."""
        self.ended = False
        """Whether the last stage was compared and left."""
        self.finished = ""
        """The day on which the case was last walked to its end, ISO; empty when it never was."""
        self.given: dict[tuple[int, str], str] = {}
        """What was answered when a stage was compared: it stays what it was, whatever is answered after that."""
        self.touched: set[str] = set()
        """Questions that were answered or confirmed since this stage was released."""
        if kept and fits(case, kept):
            self._take(kept)

    # what is asked

    @property
    def stage(self) -> Stage:
        """The stage that was released last."""
        return self.case.stages[self.place]

    @property
    def last(self) -> bool:
        """Whether no stage follows."""
        return self.place >= len(self.case.stages) - 1

    def touch(self, question: str) -> None:
        """The person answered this, or confirmed it."""
        self.touched.add(question)

    def answer(self, weighing: Weighing) -> str:
        """Id of the option that stands there now; empty for none."""
        value = self.interview.value(weighing.ask)
        return value if isinstance(value, str) else ""

    def state(self, weighing: Weighing) -> State:
        """How this weighing stands."""
        if not self.interview.counts(weighing.ask):
            return "waits" if self._gate(weighing.ask) else "apart"
        if not self.answer(weighing):
            return "open"
        return "weighed" if weighing.ask in self.touched else "earlier"

    def ready(self) -> bool:
        """Whether everything of this stage was weighed that this person's path asks."""
        return all(self.state(one) in {"weighed", "apart"} for one in self.stage.weighings)

    def next_open(self) -> Weighing | None:
        """The first weighing of this stage that is still to be done."""
        return next((one for one in self.stage.weighings if self.state(one) not in {"weighed", "apart"}), None)

    def way(self, ask: str) -> Way:
        """Where to go for a weighing of this stage."""
        weighing = next(one for one in self.stage.weighings if one.ask == ask)
        state = self.state(weighing)
        if state not in {"waits", "apart"}:
            return Way(ask, state)
        if state == "waits":
            gate = self._gate(ask)
            return Way(gate, state, (gate,))
        return Way("", state, tuple(self._answered_before(ask, frozenset())))

    # going on

    def compare(self) -> None:
        """From here on the answers of this stage stay as they are, and the expert's may be read."""
        if not self.compared:
            for weighing in self.stage.weighings:
                if self.state(weighing) in {"weighed", "earlier"}:
                    self.given[self.place, weighing.ask] = self.answer(weighing)
            self.compared = True

    def apart(self) -> list[Weighing]:
        """Weighings of this stage whose answer in the own record is not the expert's."""
        return [one for one in self.stage.weighings if self.answer(one) != one.answer]

    def adopt(self) -> None:
        """Take over the expert's answers of this stage, so that the record fits the story that follows.

        What was answered when the stage was compared stays what it was. Raises `ValueError` before that.
        """
        if not self.compared:
            raise ValueError("the stage was not compared")
        for one in self.apart():
            if self.interview.counts(one.ask):
                self.interview.answer(one.ask, one.answer)

    def following(self, here: Collection[str], focus: str, gate: str = "") -> Weighing | Literal["", "compare"]:
        """Where the way on leads from a page, when that is not simply the next page (empty).

        `here` are the questions of the page, `focus` is the one the person is at, `gate` the one that was answered on
        the way to a weighing. Who is already at what comes next, and leaves it open, goes on as in any record.
        """
        weighed = any(one.ask in here and one.ask in self.touched for one in self.stage.weighings)
        passed = gate in here and self.interview.value(gate) is not None
        if self.compared or not (weighed or passed):
            return ""
        coming = self.next_open()
        if coming is None:
            return "compare"
        return "" if focus == (self.way(coming.ask).target or coming.ask) else coming

    def onward(self, day: date) -> bool:
        """Release the next stage; after the last one the case is finished on this day. False when it was the last."""
        if not self.compared:
            raise ValueError("the stage was not compared")
        if self.last:
            self.ended, self.finished = True, day.isoformat()
            return False
        self.place += 1
        self.compared = False
        self.touched.clear()
        return True

    def differences(self) -> list[Difference]:
        """Where the answers of stages that were compared differ from the expert's."""
        return differences(self.case, self.flow, self.given)

    def skipped(self) -> list[tuple[int, Weighing]]:
        """Weighings of compared stages that were not weighed."""
        upto = self.place if self.compared else self.place - 1
        return [(at, one) for at, one in self.case.weighed() if at <= upto and (at, one.ask) not in self.given]

    # what is kept

    def kept(self) -> dict[str, Any]:
        """Plain JSON: where the person is, and the ids of options that were chosen. No name, no text, no number."""
        return {
            "version": self.case.version,
            "flow_version": self.flow.version,
            "stage": self.place,
            "compared": self.compared,
            "ended": self.ended,
            "finished": self.finished,
            "given": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.interview.given().items()
                if self.flow.items[name].kind in CHOICES
            },
            "weighed": [[stage, ask, option] for (stage, ask), option in self.given.items()],
            "touched": sorted(self.touched),
        }

    def _take(self, kept: Mapping[str, Any]) -> None:
        """Go on with what was kept; whatever is not as `kept` makes it is left out."""
        place = kept.get("stage")
        self.place = place if isinstance(place, int) and 0 <= place < len(self.case.stages) else 0
        self.compared, self.ended = kept.get("compared") is True, kept.get("ended") is True
        self.finished = finished_day(kept)
        asks = {(at, one.ask): self.flow.items[one.ask] for at, one in self.case.weighed()}
        for row in _list(kept.get("weighed")):
            match row:
                case [int(at), str(ask), str(option)] if (item := asks.get((at, ask))) and item.option(option):
                    self.given[at, ask] = option
        self.touched = {name for name in _list(kept.get("touched")) if isinstance(name, str)}

    # why a question is not asked

    def _reads(self, ask: str) -> Iterator[Item]:
        """The questions that decide whether this one is asked."""
        item = self.flow.items[ask]
        for condition in (item.when, item.unless):
            for test in references(condition):
                for kind, name in nodes_of(test):
                    if kind == "item" and name in self.flow.items:
                        yield self.flow.items[name]

    def _gate(self, ask: str, seen: frozenset[str] = frozenset()) -> str:
        """An open question that may bring this one into sight; empty when what was answered leads past it."""
        for item in self._reads(ask):
            if item.id in seen:
                continue
            if not self.interview.counts(item.id):
                if deeper := self._gate(item.id, seen | {ask}):
                    return deeper
            elif self.interview.value(item.id) is None and self._would_show(item, ask):
                return item.id
        return ""

    def _would_show(self, item: Item, ask: str) -> bool:
        """Whether some answer to an open question brings the other into sight. Nothing changes."""
        if item.kind not in CHOICES:
            return True
        engine = self.interview.engine
        found = False
        for option in item.options:
            engine.answer(item.id, (option.id,) if item.kind == "many" else option.id)
            found = found or bool(engine.visible[engine.index[ask]])
        engine.answer(item.id, None)
        return found

    def _answered_before(self, ask: str, seen: frozenset[str]) -> Iterator[str]:
        """The questions whose answers lead past this one; each once."""
        for name in dict.fromkeys(item.id for item in self._reads(ask)):
            if name in seen:
                continue
            if not self.interview.counts(name):
                yield from self._answered_before(name, seen | {ask})
            elif self.interview.value(name) is not None:
                yield name


class Kept:
    """The progress of this computer's user, in the store of practice. Nothing of it says who that is."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, case: str) -> dict[str, Any]:
        """What was kept of a case; empty for nothing. Raises nothing of its own."""
        found = self.store.progress().get(case)
        return dict(found) if isinstance(found, dict) else {}

    def put(self, walk: Walk) -> None:
        """Keep how this walk stands. Raises `MeldcodeError` when it cannot be kept."""
        self.store.set_progress({**self.store.progress(), walk.case.id: walk.kept()})


def fits(case: Case, kept: Mapping[str, Any]) -> bool:
    """Whether what was kept is of this version of the case."""
    return kept.get("version") == case.version


def begun(kept: Mapping[str, Any]) -> bool:
    """Whether a walk is under way: something was answered or released, and it did not end."""
    return bool(kept) and kept.get("ended") is not True and bool(kept.get("given") or kept.get("stage"))


def finished_day(kept: Mapping[str, Any]) -> str:
    """The day on which the case was last finished, ISO; empty for none."""
    try:
        return date.fromisoformat(str(kept.get("finished") or "")).isoformat()
    except ValueError:
        return ""


def choices_of(case: Case, flow: Flow, kept: Mapping[str, Any]) -> dict[str, Value]:
    """The options that were chosen then, as far as the flow still has them: what to begin the interview with."""
    rows = kept.get("given")
    found: dict[str, Value] = {}
    if not fits(case, kept) or not isinstance(rows, dict):
        return found
    for name, raw in list(rows.items())[:_MOST]:
        item = flow.items.get(name)
        if item is None or item.kind not in CHOICES:
            continue
        try:
            value = parse(item, raw)
        except BadValue:
            continue
        if value is not None:
            found[name] = value
    return found


def _list(value: object) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []
