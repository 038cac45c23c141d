"""The lists of words in `data/`, read once, and texts as rows of plain words to hold against them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files

from meldcode.request.quality_sentences import Sentence, sentences


@cache
def listed(name: str) -> dict[str, object]:
    """A file of `data/`, as it stands there."""
    return tomllib.loads(files("meldcode.check").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_list(name: str, key: str) -> frozenset[str]:
    """The words under one key of a file of `data/`."""
    return frozenset(str(listed(name)[key]).split())


@cache
def phrases(name: str, key: str) -> tuple[tuple[str, ...], ...]:
    """The phrases under one key of a file of `data/`, each as its words."""
    found = listed(name)[key]
    return tuple(tuple(str(phrase).split()) for phrase in found) if isinstance(found, list) else ()


def words(text: str) -> list[str]:
    """The words of a text in lower case, without accents; what stands between quotation marks is left out."""
    return [word for sentence in sentences(text) for word in sentence.words]


def find(row: Sequence[str], phrase: Sequence[str]) -> int:
    """Where a phrase first stands in a row of words; -1 when it does not."""
    first, size = phrase[0], len(phrase)
    for place, word in enumerate(row):
        if word == first and tuple(row[place : place + size]) == tuple(phrase):
            return place
    return -1


def written(sentence: Sentence, wanted: Collection[str]) -> Iterator[str]:
    """The words of a list that stand in a sentence, as they were written there."""
    return (as_is for as_is, word in zip(sentence.written(), sentence.words, strict=True) if word in wanted)
