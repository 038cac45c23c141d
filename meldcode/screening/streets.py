"""Addresses on the street: "Vlierbloemlaan 12", "Jan van Galenstraat 5-2", "laan van meerdervoort 12a".

A word that ends as streets do and has a number behind it is one for certain. Without the number it is one when no list
has it as an ordinary word ("schoolplein"); any other name with a number behind it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from meldcode.screening import lists
from meldcode.screening.letters import fold_word
from meldcode.screening.patterns import Found
from meldcode.screening.reading import Reading
from meldcode.screening.words import look

_HOUSE = re.compile(
    r"[ \u00a0]{1,2}(?:nr\.?[ ]?|nummer[ ])?(?:[1-9]\d{0,4}|0[1-9])(?:[ ]?[a-zA-Z](?!\w)|-[a-zA-Z0-9]{1,4}(?!\w)"
    r"|[ ]?(?:bis|hs|rd|zw|ii|iii|I{1,3}V?)\b)?(?P<more>[ ](?:nr\.?[ ]?|nummer[ ])\d{1,4})?(?![\w%°€])(?![.:,]\d)"
)
_NEXT_WORD = re.compile(r"\s?([^\W\d_]+)")
_NO_HOUSES = frozenset(("relations", "titles", "homes", "body", "pronouns", "units", "counted"))
_ARTICLES = frozenset({"de", "het"})
_WHERE = frozenset({"in", "op", "aan", "van", "naar", "langs", "bij", "tegenover", "achter", "uit"})
_LONGEST = 5
_COMMON = 20_000


def streets(reading: Reading) -> Iterator[Found]:
    """Streets with a number, certain; streets by their ending alone and names with a number, uncertain."""
    for at, token in enumerate(reading.words):
        tail = _tail(token.folded)
        house = _HOUSE.match(reading.text, token.end)
        number = house is not None and not _counts(reading.text, house.end())
        end = house.end() if house and number else token.end
        if number and _laan_van(reading, at):
            yield Found(reading.words[_laan_van(reading, at) - 1].start, end, "address")
        elif tail and _street(reading, at, tail, number):
            yield Found(reading.words[_start(reading, at)].start, end, "address", certain=number)
        elif house and number and _named_house(reading, at, house["more"] is not None):
            yield Found(reading.words[_start(reading, at)].start, end, "address", certain=False)


def house_end(text: str, end: int) -> int:
    """Where the number of a house ends that begins here; 0 when there is none."""
    house = _HOUSE.match(text, end)
    return house.end() if house and not _counts(text, house.end()) else 0


@lru_cache(maxsize=2048)
def _tail(folded: str) -> str:
    """The ending that makes the word a street, or nothing."""
    fits = [tail for tail in lists.vocabulary("streets") if folded.endswith(tail)]
    return max(fits, key=len, default="")


def _street(reading: Reading, at: int, tail: str, number: bool) -> bool:
    folded = reading.folded(at)
    strong = tail in lists.vocabulary("street_tails")
    capital = reading.capital[at] and not (reading.begins[at] and look(folded).ordinary)
    if folded == tail:  # "Oude Gracht 5", "Prins Hendrik laan 3"
        before = at > 0 and reading.near(at) and (reading.capital[at - 1] or reading.is_any(at - 1, "before_street"))
        return number and (capital or before)
    if reading.is_any(at, "no_streets"):
        return number and (capital or tail == "straat")
    if number:
        return capital or strong or not look(folded).ordinary
    located = reading.folded(at - 1) in _ARTICLES and reading.folded(at - 2) in _WHERE
    return strong and (not look(folded).ordinary or (look(folded).rank > _COMMON and (capital or located)))


def _laan_van(reading: Reading, at: int) -> int:
    """One more than the place of the first word of "Laan van Meerdervoort", which ends at `at`; otherwise 0."""
    place = at - 1
    while place > max(0, at - _LONGEST) and reading.is_any(place, "between"):
        place -= 1
    together = all(reading.near(between) for between in range(place + 1, at + 1))
    fits = 0 <= place < at - 1 and together and reading.is_any(place, "street_tails")
    return place + 1 if fits else 0


def _start(reading: Reading, at: int) -> int:
    """The place of the first word of the street: "Burgemeester de Vlugtlaan", "jan van galenstraat"."""
    start = place = at
    while place and at - place < _LONGEST and reading.near(place):
        place -= 1
        if _begins_street(reading, place):
            start = place
        elif not reading.is_any(place, "between") or reading.folded(place) in ("aan", "op", "in"):
            break
    return start


def _begins_street(reading: Reading, at: int) -> bool:
    word = reading.look(at)
    if word.name or reading.is_any(at, "before_street") or not (word.listed or word.left):
        return True
    return reading.capital[at] and (word.first or not (reading.begins[at] and word.ordinary))


def _named_house(reading: Reading, at: int, doubled: bool) -> bool:
    """A name that is no street by its ending, with a number behind it: "Slinge 12"."""
    word, folded = reading.look(at), reading.folded(at)
    if not folded.isalpha() or len(folded) < 3 or word.left or word.first:
        return False
    if _NO_HOUSES & word.roles:
        return False
    person = at > 0 and reading.near(at) and reading.look(at - 1).first and reading.look(at - 1).name
    if reading.capital[at]:
        return not (reading.begins[at] and word.ordinary) and not person
    return doubled or not (word.ordinary or word.last or person)


def _counts(text: str, end: int) -> bool:
    """Whether the word behind the number says what it counts: "8 jaar"."""
    behind = _NEXT_WORD.match(text, end)
    return behind is not None and fold_word(behind[1]) in lists.vocabulary("units")
