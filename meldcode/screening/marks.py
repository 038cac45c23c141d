"""What screening is told and what it finds, and putting something else in the place of that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "name",
    "title",
    "place",
    "organisation",
    "date",
    "address",
    "postcode",
    "phone",
    "email",
    "url",
    "bsn",
    "iban",
    "plate",
    "number",
    "word",
]

_LOOK_BACK = 30


@dataclass(frozen=True, slots=True)
class Known:
    """Something of the dossier that says who somebody is: a name, an address, a number, a day (as ISO)."""

    text: str
    kind: Kind
    stands_for: str
    """What comes in its place: "kind A", "onze organisatie"."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a text that could say who somebody is; `start` and `end` count in the text as it was given.

    `certain`: known of the dossier, or its form says what it is; otherwise the person decides.
    """

    start: int
    end: int
    text: str
    kind: Kind
    certain: bool
    proposal: str


def replaced(text: str, marks: Iterable[Mark], choose: Callable[[Mark], str | None]) -> str:
    """The text with what `choose` gives in the place of each mark; None keeps what stands there.

    Marks are as `scan` gives them: in order, without overlap. A sentence that began with a capital still does.
    """
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts.append(text[at : mark.start])
        chosen = choose(mark)
        parts.append(mark.text if chosen is None else _as_it_began(text, mark, chosen))
        at = mark.end
    parts.append(text[at:])
    return "".join(parts)


def _as_it_began(text: str, mark: Mark, chosen: str) -> str:
    """What was chosen, with a capital where the mark had one and a sentence begins."""
    if not mark.text[:1].isupper():
        return chosen
    before = text[max(0, mark.start - _LOOK_BACK) : mark.start].rstrip(" \t\"'“‘„«([")
    begins = mark.start == 0 or (before[-1:] in (".", "!", "?", "\n") and not _shortened(before))
    return chosen[:1].upper() + chosen[1:] if begins else chosen


def _shortened(before: str) -> bool:
    """Whether the full stop at the end is that of a short form such as "mevr."."""
    from meldcode.screening.lists import roles  # not needed to know what a mark is

    words = before[:-1].split()
    return before.endswith(".") and bool(words) and "pointed" in roles().get(words[-1].lower(), ())
