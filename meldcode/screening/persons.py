"""Finds in a text what the dossier knows: names in whole or part, numbers, addresses, in every way of writing them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from meldcode.i18n import _
from meldcode.screening.forms import one_slip, without_one
from meldcode.screening.known import Index, Part, Whole
from meldcode.screening.marks import Kind
from meldcode.screening.reading import Reading
from meldcode.screening.streets import house_end

_WIDEST = 6
"""Signs that may stand between two pieces of one identifier."""
_PLAIN = 500
"""Among so many of the most frequent words, a word in small letters is no name, whoever is called so."""
_RARE = 2_500
_LONGEST_SURNAME = 5
_BEFORE_NOUNS = frozenset(("een", "de", "het", "die", "deze", "dat", "geen"))
_CHILD = ("kind", "child")
_FAMILY = frozenset({"familie", "fam", "gezin", "gebroeders", "ouders"})


class Recognised(NamedTuple):
    """A piece of the text that the dossier knows, and what stands for it."""

    start: int
    end: int
    kind: Kind
    certain: bool
    proposal: str


class _Hit(NamedTuple):
    """A word that is part of a known name."""

    part: Part
    certain: bool


def recognised(reading: Reading, index: Index) -> Iterator[Recognised]:
    """Everything known; identifiers as a whole first, so that a full name comes before its parts."""
    if index.wholes:
        yield from _wholes(reading, index)
    if index.parts:
        yield from _names(reading, index)


def _wholes(reading: Reading, index: Index) -> Iterator[Recognised]:
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    length = 0
    for at, token in enumerate(reading.words):
        if token.folded:
            starts[length] = at
            length += len(token.folded)
            ends[length] = at
    squashed = "".join(token.folded for token in reading.words)
    for whole in index.wholes:
        place = squashed.find(whole.squashed)
        while place >= 0:
            first, last = starts.get(place), ends.get(place + len(whole.squashed))
            if first is not None and last is not None and _meant(reading, first, last, whole):
                yield _whole(reading, first, last, whole)
            place = squashed.find(whole.squashed, place + 1)


def _together(reading: Reading, first: int, last: int, whole: Whole) -> bool:
    gaps = [reading.text[reading.words[at - 1].end : reading.words[at].start] for at in range(first + 1, last + 1)]
    if any(len(gap) > _WIDEST for gap in gaps):
        return False
    pieces = last - first + 1
    if whole.squashed.isdigit() or pieces <= whole.words or any(sign.isdigit() for sign in whole.squashed):
        return True
    return all(gap in ("-", "‐", "‑") for gap in gaps) or not any(
        reading.look(at).ordinary for at in range(first, last + 1)
    )  # "rob in" is no Robin


def _meant(reading: Reading, first: int, last: int, whole: Whole) -> bool:
    if first == last and _plainly_a_word(reading, first):
        return False
    return _together(reading, first, last, whole)


def _plainly_a_word(reading: Reading, at: int) -> bool:
    """A word such as "best" in small letters: also where somebody lives in Best."""
    word = reading.look(at)
    return not reading.capital[at] and word.ordinary and ("pronouns" in word.roles or word.rank < _PLAIN)


def _whole(reading: Reading, first: int, last: int, whole: Whole) -> Recognised:
    start, end = reading.words[first].start, reading.words[last].end
    while start and reading.text[start - 1] in "+(" and whole.known.kind == "phone":
        start -= 1
    known = whole.known
    if known.kind == "address":
        end = house_end(reading.text, end) or end
    certain = whole.named or any(reading.capital[at] for at in range(first, last + 1))
    if first == last and not whole.squashed.isdigit() and known.kind in ("name", "place", "organisation", "word"):
        certain = certain and _sure(reading, first)
    return Recognised(start, end, known.kind, certain, known.stands_for)


def _sure(reading: Reading, at: int) -> bool:
    """Whether a single word that the dossier knows as a name is that name here, and not the ordinary word."""
    word = reading.look(at)
    if not reading.capital[at] and word.listed and reading.folded(at - 1) in _BEFORE_NOUNS:
        return False  # "een roos"
    if not word.ordinary:
        return True
    if not reading.capital[at]:
        return False
    return not reading.begins[at] or reading.is_any(at + 1, "says") or word.rank > _RARE


def _names(reading: Reading, index: Index) -> Iterator[Recognised]:
    hits = [_hit(reading, at, index) for at in range(len(reading))]
    at = 0
    while at < len(reading):
        hit = hits[at]
        if hit is None:
            at += 1
            continue
        first, last, of, certain = _grow(reading, at, hit, hits, index)
        yield _mark(reading, first, last, of, certain, hits)
        at = last + 1


def _hit(reading: Reading, at: int, index: Index) -> _Hit | None:
    part = index.parts.get(reading.folded(at))
    if part is None:
        return _slip(reading, at, index)
    word = reading.look(at)
    if part.fond and word.first and word.name:
        return _Hit(part, certain=False)  # "Annie" where the dossier has an Ann: she may be somebody else
    if _sure(reading, at) and not (part.derived and word.ordinary and reading.begins[at]):
        return _Hit(part, certain=True)
    if not reading.capital[at]:  # a word that everybody uses ("wil", "groot") is still asked about, once
        return None if part.derived else _Hit(part, certain=False)
    if reading.is_any(at, "pronouns") and not reading.is_any(at + 1, "says"):
        return None
    return _Hit(part, certain=False)


def _slip(reading: Reading, at: int, index: Index) -> _Hit | None:
    """A known name with one slip of the finger; never an ordinary word, and another listed name only as a question."""
    folded = reading.folded(at)
    if not 3 < len(folded) < 30 or not folded.isalpha():
        return None
    word = reading.look(at)
    if word.ordinary or word.left:
        return None
    near = {name for piece in without_one(folded) for name in index.slips.get(piece, ())}
    names = [name for name in sorted(near) if one_slip(folded, name)]
    if not names:
        return None
    of = frozenset().union(*(index.parts[name].of for name in names))
    surname = all(index.parts[name].surname for name in names)
    return _Hit(Part(of, surname), certain=not (word.first or word.last or word.name))


def _grow(
    reading: Reading, at: int, hit: _Hit, hits: list[_Hit | None], index: Index
) -> tuple[int, int, frozenset[str], bool]:
    """First and last word of the name that this word is part of, of whom it can be, and whether that is certain."""
    first, of = _surname_start(reading, at, hit, index)
    last, certain = at, hit.certain or first < at
    while last + 1 < len(reading) and reading.near(last + 1):
        place = last + 1
        while reading.is_any(place, "between") and hits[place] is None and reading.near(place + 1):
            place += 1
        further = hits[place] if reading.near(place) else None
        if further is None or not of & further.part.of or not _belongs(reading, last + 1, place, further, index):
            break
        of, last = of & further.part.of, place
        certain = certain or further.certain or further.part.surname
    while hit.part.surname and first and reading.near(first) and reading.initial(first - 1):
        first, certain = first - 1, True
    titled = hit.part.surname and first and reading.near(first) and reading.is_any(first - 1, "titles")
    return first, last, of, certain or bool(titled)


def _surname_start(reading: Reading, at: int, hit: _Hit, index: Index) -> tuple[int, frozenset[str]]:
    """Where the surname that ends here begins with such words as "van der", and whose it can be."""
    for length in range(min(_LONGEST_SURNAME, at + 1), 1, -1):
        first = at - length + 1
        phrase = tuple(reading.folded(place) for place in range(first, at + 1))
        if phrase in index.phrases and all(reading.near(place) for place in range(first + 1, at + 1)):
            return first, hit.part.of & index.phrases[phrase] or hit.part.of
    return at, hit.part.of


def _belongs(reading: Reading, first: int, last: int, hit: _Hit, index: Index) -> bool:
    """Whether the word goes on with the name: at once, or with such words before it as its surname has."""
    phrase = tuple(reading.folded(place) for place in range(first, last + 1))
    return first == last or (hit.part.surname and phrase in index.phrases)


def _mark(
    reading: Reading, first: int, last: int, of: frozenset[str], certain: bool, hits: list[_Hit | None]
) -> Recognised:
    start, end = reading.words[first].start, reading.words[last].end
    owned = reading.folded(last).endswith(("s", "x", "z")) and reading.text[end : end + 2] in ("' ", "’ ")
    end += owned
    parts = [hit.part for place in range(first, last + 1) if (hit := hits[place]) is not None]
    surname_only = all(part.surname for part in parts)
    titled = reading.near(first) and bool({"titles", "formal"} & reading.look(first - 1).roles)
    family = first > 0 and reading.folded(first - 1) in _FAMILY
    stands_for = next(iter(of)) if len(of) == 1 else ""
    if not stands_for or (surname_only and (family or (titled and stands_for.startswith(_CHILD)))):
        stands_for = _("[naam]")
    elif (owned or parts[-1].genitive) and len(stands_for.split()[-1]) == 1 and stands_for[-1].isupper():
        stands_for += "'s"  # "kind A's moeder"
    return Recognised(start, end, "name", certain, stands_for)
