"""The events of a dossier, in the order in which they happened; the dossier is nothing but this list.

An event is kept as one line of JSON. Old lines open for ever: a field that came later has a default, and the name of
an event never changes its meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date, datetime
from typing import Protocol, get_args

from meldcode.errors import MeldcodeError
from meldcode.i18n import _

Payload = str | int | list["Payload"] | dict[str, "Payload"] | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A dossier was begun with a flow, named by id, version and digest of its text."""

    at: datetime
    flow: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Named:
    """The dossier got a label: the professional's own short word or code for it."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The dossier was opened, to read or to work on."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered; `value` None means that it was opened again."""

    at: datetime
    question: str
    value: Payload


@dataclass(frozen=True, slots=True)
class Adopted:
    """The dossier went over to another version of its flow."""

    at: datetime
    flow: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """An advice request or report was written. `content` and `pdf` are the SHA-256 (hex) of its JSON and PDF."""

    at: datetime
    request: str
    content: str
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about what goes into a request; the answers stay as they are.

    `about` is one of `word` (a marked word of a text), `text` (a whole text) and `doubt` (a question of the quality
    check); `subject` says which one. `choice` is `keep`, `replace`, `take`, `leave`, or empty when it was taken back;
    `words` is what comes in the place of a word, or the reason.
    """

    at: datetime
    about: str
    subject: str
    choice: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """The whole dossier was written for the organisation's own record. `content` is the SHA-256 (hex) of its JSON."""

    at: datetime
    content: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The dossier was sealed for a colleague. `to` is the colleague's public key, `content` the SHA-256 of the file."""

    at: datetime
    to: str
    content: str


@dataclass(frozen=True, slots=True)
class Received:
    """The dossier came from a colleague: how the sender is called there, and the mark of the sender's chain.

    `content` is the SHA-256 (hex) of the file.
    """

    at: datetime
    sender: str
    head: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """The dossier was closed. `until` is the ISO date on which to look again whether it can be destroyed."""

    at: datetime
    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """A closed dossier was opened for work again."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Retained:
    """Another date was chosen to look again whether the dossier can be destroyed."""

    at: datetime
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The dossier's content was destroyed. This line stays, and holds nothing of the case."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Something happened to the store as a whole.

    `what` is one of `created`, `backup`, `restored`, `passphrase`, `recovery_code`, `rekeyed`, `accepted`.
    """

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Set:
    """A setting of the store: `who` (how the professional is called in the history), `idle` (minutes until lock)."""

    at: datetime
    name: str
    value: str


Event = (
    Begun
    | Named
    | Opened
    | Answered
    | Adopted
    | Written
    | Decided
    | Exported
    | HandedOver
    | Received
    | Closed
    | Reopened
    | Retained
    | Erased
    | Noted
    | Set
)
KINDS: dict[str, type[Event]] = {kind.__name__.lower(): kind for kind in get_args(Event)}


class UnknownEvent(MeldcodeError):
    """An event of a kind, or with a field, that this version of the program does not know."""

    def __init__(self) -> None:
        super().__init__(
            _("dit dossier bevat iets dat deze versie van het programma niet kent"),
            _("Er is niets veranderd. Werk het programma bij en open het dossier dan opnieuw."),
        )


def kind_of(event: Event) -> str:
    """The name of the event as it is kept."""
    return type(event).__name__.lower()


def to_json(event: Event) -> str:
    """One line of JSON: kind, time in ISO format, then the event's own fields in a fixed order."""
    values = asdict(event)
    values["at"] = event.at.isoformat()
    return json.dumps({"event": kind_of(event), **values}, ensure_ascii=False, separators=(",", ":"))


def from_json(line: str | bytes) -> Event:
    """The event of one line. Raises `UnknownEvent` for what this version cannot read."""
    try:
        values = json.loads(line)
        return from_values(values)
    except (ValueError, TypeError, AttributeError) as error:
        raise UnknownEvent from error


def from_values(values: Mapping[str, object]) -> Event:
    """The event of a parsed line. Raises `UnknownEvent`, or `ValueError` for a time or date that is none."""
    rest = {name: value for name, value in values.items() if name not in {"event", "at"}}
    kind = KINDS.get(str(values.get("event")))
    if kind is None or "at" not in values:
        raise UnknownEvent
    known = {one.name: one.default for one in fields(kind)}
    needed = {name for name, default in known.items() if default is MISSING and name != "at"}
    if not needed <= rest.keys() <= known.keys():
        raise UnknownEvent
    if not all(isinstance(value, str) for name, value in rest.items() if kind is Set or name != "value"):
        raise UnknownEvent
    if rest.get("until"):
        date.fromisoformat(str(rest["until"]))
    return kind(at=datetime.fromisoformat(str(values["at"])), **rest)  # type: ignore[arg-type]  # checked by name above


@dataclass(frozen=True, slots=True)
class Term:
    """A date that matters in a dossier: id of the deadline, ISO date, words in the flow's language.

    `late` says what can be done once the date has passed; empty when the flow says nothing of that.
    """

    id: str
    date: str
    text: str
    late: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands after an event, for lists: computed by whoever knows the flow, kept beside the events."""

    step: str
    outcome: str
    terms: tuple[Term, ...] = ()


class Store(Protocol):
    """Where the events of one dossier are kept. An event that `append` accepted is safe, or `append` raises."""

    @property
    def head(self) -> str:
        """A mark of everything kept so far, for what leaves the store; empty where nothing is kept."""

    def append(self, event: Event, standing: Standing | None = None) -> None:
        """Keep one event, and with it where the dossier stands now. Raises `MeldcodeError` when it is not kept."""

    def events(self) -> tuple[Event, ...]:
        """All events, oldest first."""

    def place(self) -> str:
        """Id of the question or note whose page was last on the screen; empty when there is none."""

    def go(self, place: str) -> None:
        """Keep the place, to come back to. A place that cannot be kept is no reason to stop."""


class MemoryStore:
    """Keeps events as long as the program runs, and no longer."""

    head = ""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._place = ""

    def append(self, event: Event, standing: Standing | None = None) -> None:
        """Keep one event in memory."""
        self._events.append(event)

    def events(self) -> tuple[Event, ...]:
        """All events, oldest first."""
        return tuple(self._events)

    def place(self) -> str:
        """Id of the question or note whose page was last on the screen."""
        return self._place

    def go(self, place: str) -> None:
        """Keep the place."""
        self._place = place
