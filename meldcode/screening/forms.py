"""Forms in which one name is written ("Semmetje", "Semmie"), and whether one slip lies between two words."""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = "aeiouy"
_SHORTEST = 4
"""Letters from which a slip is looked for: shorter names are one slip away from half the dictionary."""


def diminutives(name: str) -> frozenset[str]:
    """Small forms of a folded name, by the rules of Dutch: Jantje, Semmetje, Willempje, Annaatje; also with an s."""
    if len(name) < 2:
        return frozenset()
    small = {f"{name}{ending}" for ending in ("je", "tje", "pje")} | {f"{_doubled(name)}etje"}
    if name[-1] in "aou":
        small.add(f"{name}{name[-1]}tje")
    if name[-1] == "y":
        small.add(f"{name[:-1]}ietje")
    return frozenset(small | {f"{form}s" for form in small})


def fond_forms(name: str) -> frozenset[str]:
    """Fond forms of a folded name: Anneke, Semmie, Timmy, Jantien. Some of these are other people's names."""
    if len(name) < 2:
        return frozenset()
    stem = name[:-1] if name[-1] in _VOWELS else _doubled(name)
    fond = {f"{start}{ending}" for start in (name, stem) for ending in ("ke", "eke", "ie", "y", "i", "ietje")}
    return frozenset(fond | {f"{form}s" for form in fond})


def _doubled(name: str) -> str:
    """With the last letter twice, as it is written before an ending after one short vowel."""
    return name + name[-1] if name[-1] not in _VOWELS and name[-2] in _VOWELS else name


def without_one(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters: two words with one of these in common may be a slip apart."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def one_slip(word: str, name: str) -> bool:
    """Whether exactly one letter is missing, added, other, or has changed places with its neighbour.

    Only for names of four letters and more.
    """
    if len(name) < _SHORTEST or word == name or abs(len(word) - len(name)) > 1:
        return False
    at = next(
        (place for place, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    rest, wanted = word[at:], name[at:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[:2] == wanted[1::-1] and len(wanted) > 1 and rest[2:] == wanted[2:])
    )
