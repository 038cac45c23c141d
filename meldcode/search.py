"""Search over the questions that are asked, their options and the person's own answers; nothing is kept of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from meldcode.flow.model import Item
from meldcode.i18n import tr
from meldcode.interview import Interview
from meldcode.words import answer_text, entry_text

_ACCENTS = re.compile("[\u0300-\u036f]")
EXCERPT = 160
"""Signs of a long text that are shown around what was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question in which all words occur, the text that holds them, and whether its answer does not count now."""

    item: Item
    text: str
    asleep: bool


def find(interview: Interview, words: str, limit: int = 50) -> tuple[Found, ...]:
    """Questions in which all words occur, in the language in use: best first, else in the order of the flow.

    Case and accents make no difference, and a part of a word will do. A question that is not asked is found only when
    it holds an answer. Better is: all in the question, then all in one answer, in one option, and spread over these;
    and in each of those, where words of the text begin with what was looked for.
    """
    wanted = folded(words).split()
    if not wanted:
        return ()
    said, plain = cache(tr), cache(folded)  # for this search alone: most options are the same few words
    found: list[tuple[tuple[int, int], Item, str]] = []
    for _step, items in interview.review():
        for item in items:
            texts = [(kind, text, plain(text)) for kind, text in _texts(interview, item, said)]
            if all(any(word in line for _kind, _text, line in texts) for word in wanted):
                ranked = ((_rank(kind, line, wanted), text) for kind, text, line in texts)
                rank, text = min(ranked, key=lambda one: one[0])
                found.append((rank, item, text))
    found.sort(key=lambda one: one[0])
    return tuple(
        Found(item, _excerpt(text, wanted), not interview.counts(item.id)) for _rank, item, text in found[:limit]
    )


def folded(text: str) -> str:
    """Without case and accents."""
    plain = text.casefold()
    return plain if plain.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))


def _texts(interview: Interview, item: Item, said: Callable[[str], str]) -> Iterator[tuple[int, str]]:
    """The texts of a question: 0 itself, 1 its answer (each entry apart), 2 its options."""
    yield 0, said(item.text)
    value = interview.value(item.id)
    if item.kind == "entries" and isinstance(value, tuple):
        yield from ((1, entry_text(item, dict(entry))) for entry in value if isinstance(entry, Mapping))
    elif value is not None:
        yield 1, answer_text(item, value)
    yield from ((2, said(option.text)) for option in item.options)


def _rank(kind: int, line: str, wanted: list[str]) -> tuple[int, int]:
    """How well one text fits, 0 is best; a text that lacks words comes after all that hold them, the fewest first."""
    lacking = sum(word not in line for word in wanted)
    return (3, lacking) if lacking else (kind, sum(f" {word}" not in f" {line}" for word in wanted))


def _excerpt(text: str, wanted: list[str]) -> str:
    """The text on one line; of a long one the part around the first word that was found."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT:
        return line
    plain, places = "", []  # a sign may become none or several, so each keeps its place
    for place, sign in enumerate(line):
        part = folded(sign)
        plain += part
        places += [place] * len(part)
    first = min((at for word in wanted if (at := plain.find(word)) >= 0), default=0)
    middle = places[first] if places else 0
    start = max(0, min(middle - EXCERPT // 3, len(line) - EXCERPT))
    end = start + EXCERPT
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")
