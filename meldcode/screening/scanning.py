"""Finds everything in a text that could say who somebody is.

In this order, and what an earlier one took a later one leaves: what the dossier knows, what shows by its form, days and
streets, names behind a title, schools and clubs, and at last every word that could be a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache

from meldcode.i18n import N_, _
from meldcode.screening import lists
from meldcode.screening.days import Day, days
from meldcode.screening.guess import guesses
from meldcode.screening.institutions import institutions
from meldcode.screening.known import Index, index
from meldcode.screening.letters import fold
from meldcode.screening.marks import Kind, Known, Mark
from meldcode.screening.patterns import Found, patterns
from meldcode.screening.people import people
from meldcode.screening.persons import Recognised, recognised
from meldcode.screening.reading import Reading
from meldcode.screening.streets import streets

_PROPOSALS: dict[Kind, str] = {
    "name": N_("[naam]"),
    "title": N_("[naam]"),
    "place": N_("[plaats]"),
    "organisation": N_("[organisatie]"),
    "date": N_("[datum]"),
    "address": N_("[adres]"),
    "postcode": N_("[postcode]"),
    "phone": N_("[telefoonnummer]"),
    "email": N_("[e-mailadres]"),
    "url": N_("[account]"),
    "bsn": N_("[bsn]"),
    "iban": N_("[rekeningnummer]"),
    "plate": N_("[kenteken]"),
    "number": N_("[nummer]"),
    "word": N_("[weggelaten]"),
}

_WEB = frozenset({"email", "url"})
_EDGE = " \t\n\u00a0.,;:-–/()"


def scanned(
    text: str, known: Iterable[Known], when: Callable[[date], str] | None, today: date | None
) -> tuple[Mark, ...]:
    """What `meldcode.screening.scan` gives."""
    made = index(tuple(known))
    reading = Reading(text)
    formed = [_proposed(found) for found in patterns(text)]
    dated = [_dated(day, made, when, today) for day in days(text)]
    placed = [_proposed(found) for found in streets(reading)]
    seen = list(recognised(reading, made))
    taken = bytearray(len(text))
    marks: list[Mark] = []

    def take(group: Iterable[Recognised]) -> None:
        for found in sorted(group, key=lambda one: (not one.certain, one.start - one.end)):  # the longest first
            marks.extend(_free(text, found, taken))

    take(found for found in seen if found.kind in _WEB)
    take(found for found in formed if found.kind in _WEB and found.certain)
    take(seen)
    _leave_what_stands_for(text, made, taken)
    take(found for found in (*formed, *dated, *placed) if found.certain)
    take(map(_proposed, people(reading)))
    take(found for found in (*dated, *placed) if not found.certain)
    take(map(_proposed, institutions(reading)))
    take(formed)
    take(map(_proposed, guesses(reading)))
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _proposed(found: Found) -> Recognised:
    return Recognised(*found, _(_PROPOSALS[found.kind]))


def _dated(day: Day, made: Index, when: Callable[[date], str] | None, today: date | None) -> Recognised:
    """A day of the dossier by what stands for it, any other in the words of `when`; those come without "op" before."""
    found = day.when(today)
    for known_day, known in made.days.items():
        same = known_day == found or (day.year is None and (known_day.month, known_day.day) == (day.month, day.day))
        if same and day.day is not None:
            return Recognised(day.start, day.end, "date", True, known.stands_for)
    if when is None or found is None or not day.certain:
        return Recognised(day.start, day.end, "date", day.certain, _(_PROPOSALS["date"]))
    return Recognised(day.with_on, day.end, "date", day.certain, when(found))


def _free(text: str, found: Recognised, taken: bytearray) -> Iterator[Mark]:
    """The pieces of what was found that nothing else took; from now on they are taken."""
    at = found.start
    while at < found.end:
        if taken[at]:
            at += 1
            continue
        end = taken.find(1, at, found.end)
        end = found.end if end < 0 else end
        piece = text[at:end]
        whole = end - at == found.end - found.start
        start = at if whole else at + len(piece) - len(piece.lstrip(_EDGE))
        stop = end if whole else at + len(piece.rstrip(_EDGE))
        taken[at:end] = b"\1" * (end - at)
        if whole or _says_something(text[start:stop]):
            yield Mark(start, stop, text[start:stop], found.kind, found.certain, found.proposal)
        at = end


def _says_something(piece: str) -> bool:
    """Whether more is left than words such as "van de"."""
    return any(word not in lists.vocabulary("between") for word in fold(piece).split())


def _leave_what_stands_for(text: str, made: Index, taken: bytearray) -> None:
    """What a screening before this one put in the place of something is not marked again."""
    own = frozenset(_(proposal) for proposal in _PROPOSALS.values())
    lower = text.lower()
    words = tuple(sorted((word for word in own | made.stand_for if word.lower() in lower), key=len, reverse=True))
    if words:
        for match in _any_of(words).finditer(text):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?:'s)?(?!\w)" for word in words), re.IGNORECASE)
