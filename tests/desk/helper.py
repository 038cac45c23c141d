"""Small invented flows, dossiers and records for the tests of the desk. All persons and events are made up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from meldcode.dossier.entries import Record
from meldcode.dossier.events import Event, Store, kind_of
from meldcode.flow.loader import load_layers
from meldcode.flow.model import Flow
from meldcode.interview import Interview
from tests.flow.forms import SMALL

CANARY = "Kanarie van Verzonnen"
"""Stands in labels and answers, and may be found nowhere it does not belong."""
NOW = datetime(2026, 3, 2, 9, 0)  # clocks are local
PERSON = {"rol": "kind", "geboren": "2020-05-06", "weet": "nee", "reden": f"{CANARY} is nog jong.\nEen tweede regel."}


def ticking() -> Callable[[], datetime]:
    """A clock that is a minute further each time it is read."""
    ticks = iter(range(10**6))
    return lambda: NOW + timedelta(minutes=next(ticks))


def klein(changes: Mapping[str, str] | None = None) -> Flow:
    """The small flow, kept whole, with these pieces of its text replaced."""
    text = SMALL
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return load_layers((("klein.yaml", text.encode()),))


def worked(flow: Flow, answers: Mapping[str, object], store: Store | None = None) -> Interview:
    """A dossier in which these answers were given, in this order."""
    interview = Interview(flow, store, ticking())
    give(interview, answers)
    return interview


def give(interview: Interview, answers: Mapping[str, object]) -> None:
    """Give these answers; each must be taken."""
    for name, raw in answers.items():
        assert interview.answer(name, raw).error is None, name


def recorded(events: Iterable[Event | None], who: str = "J. Proef", code: str = "K3F9A") -> list[Record]:
    """The events as a store gives them back; None stands for one whose content was erased."""
    return [
        Record(
            seq,
            (event.at if event else NOW).isoformat(),
            who if event else "",
            kind_of(event) if event else "answered",
            code,
            event,
        )
        for seq, event in enumerate(events, 1)
    ]
