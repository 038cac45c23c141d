"""Schools, clubs, practices and other places, by the word before or behind their name: "obs De Vlinder"."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.screening.marks import Kind
from meldcode.screening.patterns import Found
from meldcode.screening.reading import Reading

HEADS = frozenset(("schools", "daycare", "clubs", "practices", "places"))
_AREAS = frozenset(("gemeente", "wijk", "buurt", "dorp", "gehucht", "flat", "winkel", "kapper", "instelling"))
"""Heads that stay where they are: "gemeente [plaats]" says more than "[plaats]"."""
_INSIDE = frozenset(
    ("de", "het", "t", "van", "der", "den", "op", "aan", "in", "en", "bij", "voor", "st", "sint", "la", "el")
)
_NO_NAMES = frozenset(("pronouns", "relations", "titles", "says", "no_school"))
_ARTICLES = frozenset({"de", "het", "t"})
_COMMON = 300
_COMMON_BARE = 3_000
_LONGEST = 6


def institutions(reading: Reading) -> Iterator[Found]:
    """Every such name with its head; never certain, because a head may also stand by itself."""
    for at in range(len(reading)):
        if not HEADS & reading.look(at).roles:
            continue
        end = _capitals(reading, at + 1) or _small(reading, at)
        if end:
            area = reading.folded(at) in _AREAS
            first = reading.words[at + 1] if area else reading.words[at]
            kind: Kind = "place" if area else "organisation"
            yield Found(first.start, reading.words[end - 1].end, kind, certain=False)
        elif reading.capital[at] and not reading.begins[at] and reading.near(at) and reading.capital[at - 1]:
            start = at - 1
            while start and reading.near(start) and reading.capital[start - 1] and at - start < _LONGEST:
                start -= 1
            if not all(reading.is_any(place, "pronouns") for place in range(start, at)):
                yield Found(reading.words[start].start, reading.words[at].end, "organisation", certain=False)
        elif reading.is_any(at, "behind") and reading.near(at) and _unknown(reading, at - 1):
            yield Found(reading.words[at - 1].start, reading.words[at].end, "organisation", certain=False)


def _year(reading: Reading, at: int) -> int:
    """The place behind the year in the name of a club: "sv lelystad '67"."""
    return at + 1 if reading.folded(at).isdigit() and _tied(reading, at) else at


def _unknown(reading: Reading, at: int) -> bool:
    word = reading.look(at)
    return word.name or not (word.ordinary or word.left)


def _capitals(reading: Reading, at: int) -> int:
    """The place behind a name in capitals, with small words inside it; 0 when there is none."""
    place, end = at, 0
    while place < min(len(reading), at + _LONGEST) and _tied(reading, place):
        if (reading.capital[place] and not reading.look(place).left and len(reading.folded(place)) > 1) or (
            end and reading.folded(place).isdigit()
        ):
            end = place + 1
        elif not (reading.folded(place) in _INSIDE or reading.capital[place]):
            break
        place += 1
    return end


def _tied(reading: Reading, at: int) -> bool:
    """As `near`, also with an apostrophe or a quotation mark before the word: 't Hoekje, SV Batavia '90."""
    return reading.near(at) or (
        0 < at < len(reading)
        and reading.text[reading.words[at - 1].end : reading.words[at].start]
        in (" '", " ’", " ‘", ' "', " “", " „", " & ")
    )


def _small(reading: Reading, at: int) -> int:
    """The same for a name in small letters: after some heads, and mostly with "de" or "het" before it."""
    place = at + 1
    article = reading.folded(place) in _ARTICLES and _tied(reading, place)
    place += article
    if place >= len(reading) or not _tied(reading, place) or not reading.folded(place).isalpha():
        return 0
    word, folded = reading.look(place), reading.folded(place)
    if len(folded) < 2 or _NO_NAMES & word.roles:
        return 0
    strong = reading.is_any(at, "strong")
    if article and reading.is_any(at, "articles"):
        return place + 1 if strong or not word.ordinary or word.rank > _COMMON else 0
    if word.left or article:
        return 0
    if strong:
        return _year(reading, place + 1) if not word.ordinary or word.rank > _COMMON_BARE else 0
    return _year(reading, place + 1) if not word.ordinary and not reading.capital[place] else 0
