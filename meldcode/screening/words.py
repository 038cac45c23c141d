"""Tells what a folded word is: an ordinary one, a name, or neither.

A word that no list has may still be ordinary: a compound of listed words, an ending behind one, a slip of the finger in
one. Names come first: what is a listed name is never taken for a compound or a slip, because a name that passes
unmarked leaves the house, and a question too many does not. How often such a rule takes an unlisted name for a word was
measured on names of other countries: compounds 3 in 1,000, endings 4, slips 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from meldcode.screening import lists
from meldcode.screening.forms import one_slip, without_one

_LONGEST = 40
"""Letters of the longest word that is looked into; nobody's notes hold longer ones, but a pasted text may."""
_SLIPS = ((7, 10_000), (6, 3_000))
"""From so many letters, any slip in a word that is at most so far down the order of frequent words."""
_DOUBLES = (5, 6_000)
"""The same for two letters that changed places or one that is there twice, or once where it should be twice."""
_SHORT_PART = 5_000
"""A part of three letters must be among so many of the most frequent words."""
_LONG_PART = 5
"""A part of a compound with more letters than this need not be a frequent word."""
_ENDINGS = (
    *("s", "e", "n", "t", "d", "je", "jes", "tje", "tjes", "te", "ten", "de", "den", "en", "er", "ers", "ing", "heid"),
    *("achtig", "achtige", "loos", "loze", "baar", "bare", "ste", "end", "ende", "ig", "ige", "lijk", "lijke"),
)


class Word(NamedTuple):
    """What the lists say of a folded word; it can be several things at once."""

    left: bool
    """Left alone, with or without a capital: a language, a month, a public body, an abbreviation."""
    ordinary: bool
    """A Dutch word, in small letters."""
    name: bool
    """A name first of all: in small letters too."""
    first: bool
    """A first name, perhaps an ordinary word as well."""
    last: bool
    """A surname, perhaps an ordinary word as well."""
    listed: bool
    """In a list of ordinary words, not only like one."""
    roles: frozenset[str]
    """The parts it plays in the lists by hand: a title, a unit, the head of a school."""
    rank: int
    """Place in the order of frequent words; a large number when it is not among them."""

    @property
    def unknown(self) -> bool:
        """No list has it, or only the one of words with a capital."""
        return not (self.left or self.ordinary)


RARE = 10**6


@lru_cache(maxsize=4096)
def look(word: str) -> Word:
    """What is known of the folded word."""
    first, last = word in lists.first_names(), word in lists.surnames()
    roles = lists.roles().get(word, frozenset())
    left = word in lists.leave_words() or (word in lists.abbreviations() and not first)
    listed = bool(roles & _OF_WORDS) or word in lists.everyday() or word in lists.frequent() or word in lists.words()
    name = "place_first" in roles or (last and ("surname_first" in roles or not listed))
    name = (name or (first and "ordinary" not in roles)) and not (left or "pronouns" in roles)
    ordinary = not name and (listed or (not _taken(word, first, last) and _like_a_word(word)))
    return Word(left, ordinary, name, first, last, listed, roles, lists.frequent().get(word, RARE))


_OF_WORDS = frozenset(("pronouns", "relations", "titles"))


def _taken(word: str, first: bool, last: bool) -> bool:
    """Listed as a name of something: then it is no compound and no slip."""
    return first or last or (word,) in lists.places() or word in lists.proper()


def _like_a_word(word: str) -> bool:
    if not (word.isascii() and word.isalpha() and len(word) <= _LONGEST):
        return False
    return _compound(word) or _with_ending(word) or _slip(word)


def _compound(word: str, depth: int = 1) -> bool:
    """Whether the word falls apart into frequent words, with a linking s, e, n or en between them."""
    if len(word) < (8 if depth else 6):
        return False
    for cut in range(3, len(word) - 2):
        tail = word[cut:]
        if tail in lists.vocabulary("place_tails") or not _part(tail, 3):
            continue
        if any(_part(head, 3) for head in _without_link(word[:cut])) or (depth and _compound(word[:cut], depth - 1)):
            return True
    return False


def _part(word: str, least: int) -> bool:
    named = word in lists.first_names() and word not in lists.vocabulary("ordinary")
    rank = lists.frequent().get(word, RARE)
    used = rank < (_SHORT_PART if len(word) < 4 else RARE) or (len(word) > _LONG_PART and word in lists.words())
    return len(word) >= least and used and not named


def _without_link(head: str) -> Iterator[str]:
    yield head
    if head.endswith(("s", "e")):
        yield head[:-1]
    if head.endswith("en"):
        yield head[:-2]


def _with_ending(word: str) -> bool:
    stems = (word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending) and len(word) > 5)
    return any(len(stem) >= 4 and (stem in lists.frequent() or stem in lists.everyday()) for stem in stems)


def _slip(word: str) -> bool:
    """Whether one slip of the finger lies between the word and a frequent one."""
    frequent = lists.frequent()
    least, far = _DOUBLES
    if len(word) >= least and any(frequent.get(other, RARE) < far for other in _doubled(word)):
        return True
    for least, far in _SLIPS:
        if len(word) >= least:
            near = (other for piece in without_one(word) for other in _frequent_pieces().get(piece, "").split())
            return any(word[0] == other[0] and frequent[other] < far and one_slip(word, other) for other in near)
    return False


@cache
def _frequent_pieces() -> dict[str, str]:
    """From a frequent word without one of its letters to the words, with spaces between."""
    found: dict[str, str] = {}
    least = min(least for least, _far in _SLIPS)
    for word, rank in lists.frequent().items():
        if rank >= max(far for _least, far in _SLIPS):
            break
        if len(word) >= least:
            for piece in without_one(word):
                found[piece] = f"{found[piece]} {word}" if piece in found else word
    return found


def _doubled(word: str) -> Iterator[str]:
    """With two neighbours changed, a letter that is there twice once, and one that is there once twice."""
    for at in range(1, len(word)):
        yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at - 1] + word[at:]
