"""Finds in a free Dutch text what could say who somebody is, and puts something else in its place.

Pure: a text and what the dossier knows go in, marks come out. Begin reading at `scanning.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from meldcode.screening.letters import fold
from meldcode.screening.marks import Kind, Known, Mark, replaced

__all__ = ["Kind", "Known", "Mark", "fold", "replaced", "scan"]


def scan(
    text: str,
    known: Iterable[Known] = (),
    when: Callable[[date], str] | None = None,
    today: date | None = None,
) -> tuple[Mark, ...]:
    """All marks of the text, in order and without overlap.

    `known` is what the dossier has; `when` makes of a day the words that may stand there. A day without a year is the
    latest such day not after `today`; without `today` such a day stays "[datum]".
    """
    from meldcode.screening.scanning import scanned  # its patterns take longer to load than Python itself

    return scanned(text, known, when, today)
