"""Cuts a text into sentences for the quality check, and hides what is said between quotation marks.

Each sentence keeps its words as written beside the folded ones: what is shown to a person are the person's own words.
Everything runs once along the text, however odd it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from meldcode.text import clean

_TOKEN = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[^\W\d_]+")
_END = re.compile(r"[.!?]+(?=[\s\"')\]»”’\x00]|$)|[\n;]+")
_LAST_WORD = re.compile(r"[a-z.]+\Z")
_QUOTE = re.compile(r"[«“„‹\"‘']")
_CLOSERS = {sign: re.compile(marks) for sign, marks in zip('«“„‹"', ("»", "”", "[”“]", "›", '"'), strict=True)}
_CLOSE_SINGLE = re.compile(r"(?<=\S)['’](?!\w)")
_SHORT_FORM = re.compile(r"['‘’](?:s|t|n|k|m|r|ns)\b", re.IGNORECASE)
_HIDDEN = "\x00"
"""Stands for each sign inside a quotation; cleaned text holds none of its own."""
_ABBREVIATIONS = frozenset(
    {
        *("bijv", "bv", "o.a", "oa", "ca", "nr", "mw", "mevr", "dhr", "dr", "drs", "prof", "e.d", "d.w.z", "dwz"),
        *(
            "m.b.t",
            "mbt",
            "i.v.m",
            "ivm",
            "t.a.v",
            "tav",
            "jl",
            "a.s",
            "blz",
            "tel",
            "resp",
            "incl",
            "excl",
            "evt",
            "enz",
            "art",
        ),
        *("jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec", "st"),
    }
)
"""A full stop behind these ends no sentence: the project's own choice."""


class Hit(NamedTuple):
    """Where words of a list stand in a sentence: first word and the one after the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it was written, and its folded words outside quotations."""

    text: str
    folded: str
    words: tuple[str, ...]
    quoted: bool
    """Whether a quotation stands in it."""
    asks: bool

    def written(self) -> Iterator[str]:
        """The words as they were written, one for each of `words`."""
        return (self.text[match.start() : match.end()] for match in _TOKEN.finditer(self.folded))

    def said(self, hit: Hit) -> str:
        """The words of a hit as they were written."""
        spans = [match.span() for match in _TOKEN.finditer(self.folded)][hit.start : hit.end]
        return " ".join(self.text[spans[0][0] : spans[-1][1]].split())


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; what stands in quotation marks is nobody's claim here and counts for no word."""
    text = clean(text)
    folded = _without_quotations(text)
    start = 0
    for match in _END.finditer(folded):
        if match[0] == "." and _is_short(folded, match.start()):
            continue
        yield from _sentence(text, folded, start, match.end())
        start = match.end()
    yield from _sentence(text, folded, start, len(text))


def fold(text: str) -> str:
    """In lower case and without accents, sign for sign, so that places stay the same."""
    return text.lower() if text.isascii() else text.translate(_table())


def _sentence(text: str, folded: str, start: int, end: int) -> Iterator[Sentence]:
    part = folded[start:end]
    found = tuple(_TOKEN.findall(part))
    if found:
        yield Sentence(text[start:end], part, found, _HIDDEN in part, part.rstrip().endswith("?"))


def _is_short(folded: str, dot: int) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation."""
    last = _LAST_WORD.search(folded[max(0, dot - 8) : dot])
    return last is not None and last[0] in _ABBREVIATIONS


def _without_quotations(text: str) -> str:
    """The folded text with every sign inside quotation marks hidden; a quotation that ends a sentence still ends it."""
    folded = fold(text)
    pieces: list[str] = []
    done = 0
    for start, end in _quotations(text):
        rest = text[end : end + 3].lstrip()
        ends = text[end - 2 : end - 1] in {".", "!", "?"} and not rest[:1].islower()
        pieces += [folded[done:start], _HIDDEN * (end - start - 1), "." if ends else _HIDDEN]
        done = end
    return "".join([*pieces, folded[done:]])


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each quotation, marks included. Linear: a closing mark that is not there is looked for once."""
    singles = [match.start() for match in _CLOSE_SINGLE.finditer(text)] if _has_single(text) else []
    gone: set[str] = set()
    done = turn = 0
    for match in _QUOTE.finditer(text):
        start, sign = match.start(), match[0]
        if start < done or sign in gone:
            continue
        if sign in _CLOSERS:
            found = _CLOSERS[sign].search(text, start + 1)
            close = found.start() if found else -1
        else:
            if not _opens(text, start):
                continue
            while turn < len(singles) and singles[turn] <= start:
                turn += 1
            close = singles[turn] if turn < len(singles) else -1
        if close < 0:
            gone.add(sign)
            continue
        done = close + 1
        yield start, done


def _opens(text: str, place: int) -> bool:
    """Whether a single mark begins a quotation, and no «'s ochtends» or «zo'n»."""
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return not before.isalnum() and bool(after.strip()) and _SHORT_FORM.match(text, place) is None


def _has_single(text: str) -> bool:
    return "'" in text or "‘" in text


@cache
def _table() -> Mapping[int, str]:
    """Each letter with an accent to the one without, and capitals to small ones: one sign for one sign."""
    table = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    table |= {ord(sign): "'" for sign in "’‘‚´"} | {ord(sign): "-" for sign in "‐‑"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[:1].lower()
        if base.isascii() and base.isalpha():
            table[code] = base
    table[ord("ı")] = "i"
    return table
