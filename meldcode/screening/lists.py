"""The lists of words and names, read at the first scan; `data/README.md` tells where each comes from.

The two long ones stay on disk: they are sorted by bytes and searched by halving, so that they cost no time at the start
and hardly any memory. The short ones become sets.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from functools import cache

from meldcode.screening.letters import fold, fold_word

_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")

Phrase = tuple[str, ...]


class Sorted:
    """A file of folded words, one a line, sorted by bytes: asked whether it holds a word, never read whole."""

    def __init__(self, name: str) -> None:
        with open(_path(name), "rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __contains__(self, word: str) -> bool:
        """Whether the file has exactly this line."""
        wanted = word.encode("utf-8", "replace")
        data = self._bytes
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", low, middle) + 1 or low
            end = data.find(b"\n", middle)
            line = data[start:end]
            if line < wanted:
                low = end + 1
            elif line > wanted:
                high = start
            else:
                return True
        return False


@cache
def words() -> Sorted:
    """Ordinary Dutch words in every form."""
    return Sorted("words.txt")


@cache
def proper() -> Sorted:
    """Words that are written with a capital only: names, places, peoples, streets."""
    return Sorted("proper.txt")


@cache
def frequent() -> dict[str, int]:
    """Ordinary words that are used most, with their place in the order from the most frequent one (0)."""
    return {word: place for place, word in enumerate(_lines(os.path.join("cc-by-sa-4.0", "frequent.txt")))}


@cache
def first_names() -> frozenset[str]:
    """First names; a double name as its parts."""
    return frozenset(_lines("first_names.txt")) | {part for name in _own("first") for part in name}


@cache
def surnames() -> frozenset[str]:
    """Surnames, without what stands before them."""
    return frozenset(_lines("surnames.txt")) | {part for name in _own("last") for part in name}


@cache
def joined_surnames() -> frozenset[Phrase]:
    """Surnames that are ordinary words, with what stands before them: ("van", "den", "berg")."""
    found: set[Phrase] = set()
    between = vocabulary("between")
    name: list[str] = []
    for word in (fold_word(word) for line in _sections("own_names.txt")["joined"] for word in line.split()):
        name.append(word)
        if word not in between:
            found.add(tuple(name))
            name = []
    return frozenset(found)


@cache
def abbreviations() -> frozenset[str]:
    """What is written in capitals only: organisations, diseases, kinds of schools."""
    return frozenset(_lines("abbreviations.txt"))


@cache
def everyday() -> frozenset[str]:
    """Ordinary words that the list of words lacks."""
    return frozenset(fold_word(word) for line in _bare("everyday.txt") for word in line.split())


@cache
def leave() -> frozenset[Phrase]:
    """Words with a capital, and rows of words, that say of nobody who they are."""
    return frozenset(tuple(fold(part).split()) for line in _bare("leave.txt") for part in line.split(","))


@cache
def leave_words() -> frozenset[str]:
    """Those of one word."""
    return frozenset(phrase[0] for phrase in leave() if len(phrase) == 1)


@cache
def leave_starts() -> frozenset[str]:
    """The first words of those of several words."""
    return frozenset(phrase[0] for phrase in leave() if len(phrase) > 1)


@cache
def places() -> frozenset[Phrase]:
    """Towns, villages and neighbourhoods of the Netherlands."""
    return frozenset(tuple(line.split()) for line in _lines("places.txt"))


@cache
def vocabulary(section: str) -> frozenset[str]:
    """The words with this part to play, of the lists by hand."""
    name = "also_words.txt" if section in _sections("also_words.txt") else "vocabulary.txt"
    return frozenset(word for line in _sections(name)[section] for word in line.split())


@cache
def roles() -> dict[str, frozenset[str]]:
    """From a word to every part that it plays in the lists by hand."""
    found: dict[str, set[str]] = {}
    for name in ("vocabulary.txt", "also_words.txt"):
        for section, lines in _sections(name).items():
            for word in (word for line in lines for word in line.split()):
                found.setdefault(word, set()).add(section)
    return {word: frozenset(sections) for word, sections in found.items()}


def _own(section: str) -> Iterator[list[str]]:
    for line in _sections("own_names.txt")[section]:
        for name in line.split():
            yield [fold_word(part) for part in name.split("-")]


@cache
def _sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _bare(name):
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        else:
            lines.append(line)
    return found


def _bare(name: str) -> list[str]:
    """The lines without comments and empty ones."""
    return [line for line in _lines(name) if line and not line.startswith("#")]


def _lines(name: str) -> list[str]:
    with open(_path(name), encoding="utf-8") as file:
        return file.read().splitlines()


def _path(name: str) -> str:
    return os.path.join(_DATA, name)
