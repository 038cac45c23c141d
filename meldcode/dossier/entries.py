"""A dossier in one row, for lists: folded from its events, so that it can always be made anew from them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from meldcode.dossier.events import (
    Adopted,
    Begun,
    Closed,
    Erased,
    Event,
    Named,
    Opened,
    Reopened,
    Retained,
    Standing,
    Term,
    UnknownEvent,
    from_values,
    kind_of,
    to_json,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One dossier in a list. Times are ISO text; `until` is empty, or the ISO date to look whether it can go."""

    code: str
    label: str = ""
    flow: str = ""
    step: str = ""
    outcome: str = ""
    state: str = "open"
    """`open` or `closed`."""
    begun: str = ""
    touched: str = ""
    """When it last changed; opening it to read is no change."""
    terms: tuple[Term, ...] = ()
    until: str = ""
    last: int = 0
    """Number of its last event."""


@dataclass(frozen=True, slots=True)
class Record:
    """One event with its place in the chain. `event` is None when its content was destroyed."""

    seq: int
    at: str
    who: str
    kind: str
    code: str
    event: Event | None


def fold(entry: Entry, seq: int, event: Event, standing: Standing | None) -> Entry:
    """The row after this event."""
    at = event.at.isoformat()
    entry = replace(entry, last=seq, begun=entry.begun or at)
    if not isinstance(event, Opened):
        entry = replace(entry, touched=at)
    if standing is not None:
        entry = replace(entry, step=standing.step, outcome=standing.outcome, terms=standing.terms)
    match event:
        case Named(label=label):
            return replace(entry, label=label)
        case Begun(flow=flow) | Adopted(flow=flow):
            return replace(entry, flow=flow)
        case Closed(until=until):
            return replace(entry, state="closed", until=until)
        case Retained(until=until):
            return replace(entry, until=until)
        case Reopened():
            return replace(entry, state="open", until="")
        case Erased():
            return replace(entry, state="erased")
    return entry


def entry_json(entry: Entry) -> str:
    """The row as it is kept."""
    return json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":"))


def entry_from(text: str) -> Entry:
    """The row as it was kept. Raises `ValueError` or `TypeError` for anything else."""
    values = json.loads(text)
    return Entry(**{**values, "terms": tuple(Term(**one) for one in values["terms"])})


def body_of(event: Event, who: str, standing: Standing | None) -> bytes:
    """The content of an event as it is kept: who did it, the event itself, and where the dossier then stood."""
    told = {"who": who, **json.loads(to_json(event))}
    if standing is not None:
        told["standing"] = asdict(standing)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def record_of(seq: int, at: str, kind: str, code: str, body: bytes | None) -> tuple[Record, Standing | None]:
    """The record of a kept event. Raises `UnknownEvent` for what this version does not know."""
    if body is None:
        return Record(seq, at, "", kind, code, None), None
    try:
        told = json.loads(body)
        who, standing = str(told.pop("who", "")), told.pop("standing", None)
        event = from_values(told)
        stood = None if standing is None else standing_of(standing)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnknownEvent from error
    return Record(seq, at, who, kind_of(event), code, event), stood


def standing_of(told: object) -> Standing:
    """Where a dossier stands, from JSON. Raises `TypeError` or `ValueError` for terms that are none."""
    told = told if isinstance(told, dict) else {}
    terms = told.get("terms")
    for term in terms if isinstance(terms, list) else []:
        if not all(isinstance(part, str) for part in term.values()):
            raise TypeError
        date.fromisoformat(term["date"])
    return Standing(
        step=str(told.get("step", "")),
        outcome=str(told.get("outcome", "")),
        terms=tuple(Term(**one) for one in (terms if isinstance(terms, list) else [])),
    )
