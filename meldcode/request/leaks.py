"""The last check on an advice: no identifier of the dossier is in the bytes that leave.

Kept apart from the screening on purpose: it looks for each known identifier in the words of each finished file, without
knowing how they came there. What it finds, refuses the export.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from meldcode.request.extract import words_of
from meldcode.request.shape import Guard
from meldcode.screening import Known, fold, scan

PARTICLES = frozenset(
    [
        *(
            "aan",
            "al",
            "bij",
            "bin",
            "ben",
            "bint",
            "d",
            "da",
            "de",
            "del",
            "den",
            "der",
            "des",
            "di",
            "do",
            "dos",
            "du",
            "el",
            "en",
            "het",
            "in",
            "la",
            "le",
        ),
        *(
            "les",
            "op",
            "s",
            "t",
            "te",
            "ten",
            "ter",
            "tot",
            "uit",
            "van",
            "vande",
            "vanden",
            "vander",
            "ver",
            "von",
            "voor",
            "y",
            "zu",
        ),
    ]
)
"""Small words within a name that say nothing by themselves."""

_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = (
    *("jan(?:uari|uary)?", "feb(?:ruari|ruary)?", "(?:maart|mrt|march|mar)", "apr(?:il)?", "(?:mei|may)", "jun[ie]?"),
    *("jul[iy]?", "aug(?:ustus|ust)?", "sep(?:t|tember)?", "o[kc]t(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_GAP = r"[\s.()/-]*"


class Leak(NamedTuple):
    """An identifier that is still there: in which file, and what should have stood in its place."""

    file: str
    stands_for: str


class _Pattern(NamedTuple):
    """`cased`: only with its capital, because in lower case it is an ordinary word ("wit")."""

    found: re.Pattern[str]
    cased: bool = False
    part: str = ""
    """The part of a name that it is for, folded; empty for a whole identifier."""


def leaks(files: Mapping[str, bytes], guard: Guard) -> tuple[Leak, ...]:
    """Every known identifier in the names and the words of these files. Raises `ValueError` for an unreadable file."""
    everywhere = {name: _bare(f"{name}\n{words_of(name, content)}") for name, content in files.items()}
    fixed, said = _bare(guard.fixed()), _bare("\n".join(guard.said))
    kept = {fold(word) for word in guard.kept}
    found: dict[Leak, None] = {}
    for known in guard.known:
        for pattern in _patterns(known):
            if pattern.part in kept and pattern.cased:
                continue
            # what stands in every such request ("Utrecht", a surname like "Stap") is told apart by where it stands
            places = dict.fromkeys(files, said) if _in(pattern, fixed) else everywhere
            found.update({Leak(name, known.stands_for): None for name, words in places.items() if _in(pattern, words)})
    return tuple(found)


def _in(pattern: _Pattern, words: str) -> bool:
    return pattern.found.search(words if pattern.cased else words.casefold()) is not None


def _bare(text: str) -> str:
    """Without accents; case stays."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _patterns(known: Known) -> Iterator[_Pattern]:
    text = _bare(known.text)
    if known.kind == "date":
        yield from _day(text)
    elif known.kind in {"bsn", "phone"}:
        yield from _number(text)
    elif known.kind == "email":
        yield _Pattern(re.compile(re.escape(text.casefold())))
    else:
        yield from _whole(text)
        if known.kind == "name":
            yield from _parts(text)
        if known.kind == "address":
            yield from _street(text)


def _whole(text: str) -> Iterator[_Pattern]:
    words = [re.escape(word) for word in re.findall(r"\w+", text.casefold())]
    if len(words) > 1 or (words and len(words[0]) > 2):
        single = len(words) == 1 and not scan(words[0])
        if not single:
            yield _Pattern(re.compile(r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)"))


def _parts(text: str) -> Iterator[_Pattern]:
    """First names and surnames by themselves, also as a genitive."""
    for word in _WORD.findall(text):
        lower = word.casefold()
        if len(lower) < 2 or lower in PARTICLES:
            continue
        if not scan(lower) or len(lower) == 2:
            ways = "|".join(re.escape(way) for way in (lower.capitalize(), lower.upper()))
            yield _Pattern(re.compile(rf"(?<!\w)(?:{ways})(?:'?s)?(?!\w)"), cased=True, part=fold(word))
        else:
            yield _Pattern(re.compile(rf"(?<!\w){re.escape(lower)}(?:'?s)?(?!\w)"), part=fold(word))


def _street(text: str) -> Iterator[_Pattern]:
    """The street by itself, and the postcode."""
    street = re.match(r"[^\d,]+", text.casefold())
    if street and len(street[0].strip()) > 4 and scan(street[0].strip()):
        yield _Pattern(re.compile(rf"(?<!\w){re.escape(street[0].strip())}(?!\w)"))
    for digits, letters in re.findall(r"\b([1-9]\d{3}) ?([A-Za-z]{2})\b", text):
        yield _Pattern(re.compile(rf"(?<!\w){digits}\s?{letters.casefold()}(?!\w)"))


def _number(text: str) -> Iterator[_Pattern]:
    digits = re.sub(r"\D", "", text)
    if len(digits) < 6:
        return
    core = digits[-9:] if re.match(r"\s*(?:\+|00)?\(?31", text) or digits.startswith("0") else digits
    yield _Pattern(re.compile(r"(?<!\d)(?:\+31|0031|0)?" + _GAP + _GAP.join(core) + r"(?!\d)"))


def _day(text: str) -> Iterator[_Pattern]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return
    two = f"(?:{day:%Y}|'?{day:%y})"
    yield _Pattern(re.compile(rf"(?<!\d){day:%Y}[-/. ]?0?{day.month}[-/. ]?0?{day.day}(?!\d)"))
    yield _Pattern(re.compile(rf"(?<!\d)0?{day.day} ?[-/. ] ?0?{day.month} ?[-/. ] ?{two}(?!\d)"))
    month = _MONTHS[day.month - 1]
    yield _Pattern(re.compile(rf"(?<!\d)0?{day.day}(?:e|ste|de|st|nd|rd|th)? (?:of )?{month}(?!\w)"))
    yield _Pattern(re.compile(rf"(?<!\w){month} 0?{day.day}(?!\d)"))
