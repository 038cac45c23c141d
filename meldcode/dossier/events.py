"""The events of a dossier, in the order in which they happened; the dossier is nothing but this list."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

Payload = str | int | list["Payload"] | dict[str, "Payload"] | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A dossier was begun with a flow, named by id, version and digest of its text."""

    at: datetime
    flow: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered; `value` None means that it was opened again."""

    at: datetime
    question: str
    value: Payload


@dataclass(frozen=True, slots=True)
class Written:
    """An advice request or report was written. `content` is the SHA-256 (hex) of its JSON."""

    at: datetime
    request: str
    content: str


Event = Begun | Answered | Written


def to_json(event: Event) -> str:
    """One line of JSON: kind, time in ISO format, then the event's own fields in a fixed order."""
    fields = asdict(event)
    fields["at"] = event.at.isoformat()
    return json.dumps({"event": type(event).__name__.lower(), **fields}, ensure_ascii=False, separators=(",", ":"))


class Store(Protocol):
    """Where events are kept. An event that `append` accepted is safe, or `append` raises."""

    def append(self, event: Event) -> None:
        """Keep one event."""

    def events(self) -> tuple[Event, ...]:
        """All events, oldest first."""


class MemoryStore:
    """Keeps events as long as the program runs, and no longer."""

    def __init__(self) -> None:
        self._events: list[Event] = []

    def append(self, event: Event) -> None:
        """Keep one event in memory."""
        self._events.append(event)

    def events(self) -> tuple[Event, ...]:
        """All events, oldest first."""
        return tuple(self._events)
