"""The notes to measure screening with, and how it is measured. All people and cases in them are invented.

`tune` was used while building, `held` was written before and only measured, `clean` has nobody in it. Recall: the share
of identifiers of which every letter and figure is covered by marks. A false mark touches no identifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

import yaml

from meldcode.screening import Kind, Known, Mark, scan

NOTES = Path(__file__).parent / "notes"


@dataclass(frozen=True, slots=True)
class Note:
    """A note, what could say who somebody is as it stands in the text, and what its dossier knows."""

    text: str
    who: tuple[str, ...]
    known: tuple[Known, ...] = ()

    def lower(self) -> Note:
        """The same, written without capitals."""
        return Note(self.text.lower(), tuple(word.lower() for word in self.who), self.known)

    def places(self) -> list[tuple[int, int]]:
        """Start and end of every identifier, wherever it stands."""
        found = {
            match.span() for word in self.who for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", self.text)
        }
        return sorted(found)


class Measured(NamedTuple):
    """What was found of the identifiers, what was missed, and what was marked for nothing."""

    found: int
    missed: tuple[str, ...]
    false: tuple[str, ...]
    notes: int

    @property
    def recall(self) -> float:
        """Share of the identifiers of which nothing is left."""
        return self.found / (self.found + len(self.missed))

    @property
    def false_per_note(self) -> float:
        """Marks for nothing, for each note."""
        return len(self.false) / self.notes


@cache
def notes(name: str) -> tuple[Note, ...]:
    """One set of notes."""
    raw = yaml.load((NOTES / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - only text
    return tuple(
        Note(
            one["text"].strip(),
            tuple(one.get("who", ())),
            tuple(Known(text, cast("Kind", kind), stands) for text, kind, stands in one.get("known", ())),
        )
        for one in raw
    )


def measure(some: tuple[Note, ...], *, known: bool = True) -> Measured:
    """Screen all of them, with or without what their dossiers know."""
    found = 0
    missed: list[str] = []
    false: list[str] = []
    for note in some:
        marks = scan(note.text, note.known if known else ())
        places = note.places()
        for start, end in places:
            if _covered(note.text, start, end, marks):
                found += 1
            else:
                missed.append(f"{note.text[start:end]} in: {note.text[max(0, start - 30) : end + 30]}")
        false += [
            mark.text for mark in marks if not any(mark.start < end and start < mark.end for start, end in places)
        ]
    return Measured(found, tuple(missed), tuple(false), len(some))


def _covered(text: str, start: int, end: int, marks: tuple[Mark, ...]) -> bool:
    covered = {at for mark in marks for at in range(max(start, mark.start), min(end, mark.end))}
    return all(at in covered for at in range(start, end) if text[at].isalnum())
