"""The last check on an advice: no identifier of the dossier is in the bytes that leave.

Kept apart from the screening on purpose: it looks for each known identifier in the words of each finished file, without
knowing how they came there. What it finds, refuses the export. A word that the program itself says in every request
("Stap", as a surname) is looked for in the words of the person only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from meldcode import resources
from meldcode.i18n import DEFAULT
from meldcode.request.codes import DATA
from meldcode.request.extract import words_of
from meldcode.request.shape import Guard
from meldcode.screening import Known, fold, scan

PARTICLES = frozenset(
    [
        *("aan", "al", "bij", "bin", "ben", "bint", "d", "da", "de", "del", "den", "der", "des", "di", "do", "dos"),
        *("du", "el", "en", "het", "in", "la", "le", "les", "op", "s", "t", "te", "ten", "ter", "tot", "uit", "van"),
        *("vande", "vanden", "vander", "ver", "von", "voor", "y", "zu"),
    ]
)
"""Small words within a name that say nothing by themselves, unless the name begins with one."""

OF_FORMATS = (
    "Typst Word Microsoft Office Macintosh Application Pages Words Characters Lines Paragraphs Company Template"
)
"""Words that the makers of the formats put in every file."""

_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = (
    *("jan(?:uari|uary)?", "feb(?:ruari|ruary)?", "(?:maart|mrt|march|mar)", "apr(?:il)?", "(?:mei|may)", "jun[ie]?"),
    *("jul[iy]?", "aug(?:ustus|ust)?", "sep(?:t|tember)?", "o[kc]t(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_GAP = r"[\s.()/-]*"
_WITHIN = r"(?:(?<=[\w,;:] )|(?<=[\w,;:] [«\"“‘'(]))"
"""Within a sentence: at its beginning every word has a capital."""


class Leak(NamedTuple):
    """An identifier that is still there: in which file, and what should have stood in its place."""

    file: str
    stands_for: str


class _Pattern(NamedTuple):
    """`cased`: only with its capital, because in lower case it is an ordinary word ("wit")."""

    found: re.Pattern[str]
    cased: bool = False

    def fits(self, file: str) -> bool:
        """Where a sentence begins can be told in the data only: on a page a label may stand before it."""
        return not self.cased or file.endswith(".json")


def leaks(files: Mapping[str, bytes], guard: Guard) -> tuple[Leak, ...]:
    """Every known identifier in the names and the words of these files. Raises `ValueError` for an unreadable file."""
    everywhere = {name: _bare(f"{name}\n{words_of(name, content)}") for name, content in files.items()}
    said = _bare("\n".join(guard.said))
    found: dict[Leak, None] = {}
    for known in guard.known:
        for pattern in _patterns(known):
            hits = [name for name, words in everywhere.items() if pattern.fits(name) and _in(pattern, words)]
            if hits and _program_says(pattern, guard):
                hits = list(files) if _in(pattern, said) else []
            found.update({Leak(name, known.stands_for): None for name in hits})
    return tuple(found)


def names_somebody(text: str, known: Iterable[Known]) -> bool:
    """Whether a marked piece of text is, or holds, something that the dossier knows of a person."""
    words = set(fold(text).split())
    for one in known:
        parts = [part for part in fold(one.text).split() if part not in PARTICLES]
        whole = fold(one.text) in fold(text) or (
            one.kind == "date" and any(_in(each, _bare(text)) for each in _day(one.text))
        )
        if whole or (one.kind == "name" and words.intersection(parts)):
            return True
    return False


def _in(pattern: _Pattern, words: str) -> bool:
    return pattern.found.search(words if pattern.cased else words.casefold()) is not None


def _program_says(pattern: _Pattern, guard: Guard) -> bool:
    """Whether these words stand in what ships with the program, or in the head of every request of that day."""
    text = _shipped() if not pattern.cased else _shipped(cased=True)
    return pattern.found.search(text) is not None or _in(pattern, _bare(guard.head))


_EXAMPLES = re.compile(r"\b(?:3 (?:mei|May)(?: 2026)?|2-3-2026)\b")
"""Days in hints on how to type one: no request holds them, so who was born then is not left out of the search."""


@cache
def _shipped(cased: bool = False) -> str:
    """All words of the shipped flows and catalogues, the code lists, the directory and the schema."""
    if not cased:
        return _shipped(cased=True).casefold()
    catalogues = Path(resources.folder("locales")).glob("*/LC_MESSAGES/*.po")
    places = [path for path in catalogues if path.parts[-3] != DEFAULT]  # each holds the Dutch too
    places += [*resources.flows_folder().glob("*.yaml"), *DATA.glob("*.json"), *DATA.glob("*.csv")]
    places.append(DATA.parent / "amhk-request.schema.json")
    words = _EXAMPLES.sub("", " ".join(path.read_text("utf-8") for path in places))
    # every word as it is and with a capital: a heading or a cell may begin with it
    return _bare(f"{OF_FORMATS} {words}\n" + " , ".join({word.capitalize() for word in _WORD.findall(words)}))


def _bare(text: str) -> str:
    """Without accents; case stays."""
    if text.isascii():
        return text
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
    if len(words) > 1 or (words and len(words[0]) > 2 and scan(words[0])):
        yield _Pattern(re.compile(r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)"))


def _parts(text: str) -> Iterator[_Pattern]:
    """First names and surnames by themselves, also as a genitive."""
    for place, word in enumerate(_WORD.findall(text)):
        lower = word.casefold()
        if len(lower) < 2 or (place and lower in PARTICLES):
            continue
        if len(lower) == 2 or not scan(lower):
            yield _Pattern(re.compile(rf"{_WITHIN}{re.escape(lower.capitalize())}(?:'?s)?(?!\w)"), cased=True)
        else:
            yield _Pattern(re.compile(rf"(?<!\w){re.escape(lower)}(?:'?s)?(?!\w)"))


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
    yield _Pattern(re.compile(rf"(?<!\d)0?{day.day}(?:e|ste|de|st|nd|rd|th)? (?:of |van )?{month}(?!\w)"))
    yield _Pattern(re.compile(rf"(?<!\w){month} 0?{day.day}(?!\d)"))
