"""Letters and words of a text: folded for comparing, and cut into tokens that know where they stand."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ə": "e"}
)
"""Letters that do not fall apart into a plain one and an accent."""
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""Signs without a shape of their own: they may stand inside a name without being seen."""
_ON_TOP = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
)
"""Accents and vowel signs that are written as a character of their own."""
_APOSTROPHES = "'’‘ʼ`´"
_DROPPED = re.compile(f"[{_UNSEEN}{_ON_TOP}{_APOSTROPHES}]")
_NO_WORD = re.compile(r"[\W_]+")
_TOKEN = re.compile(rf"[\w{_ON_TOP}{_UNSEEN}]+(?:[{_APOSTROPHES}][\w{_ON_TOP}{_UNSEEN}]+)*")


class Token(NamedTuple):
    """A word or number of a text: where it stands, as it is written, and folded."""

    start: int
    end: int
    text: str
    folded: str


def fold(text: str) -> str:
    """The text in small letters without accents, apostrophes and unseen signs; every other sign is one space.

    Two spellings of a name or number that fold alike are the same for screening: "Aït-Oubella" and "AIT OUBELLA".
    """
    return " ".join(_NO_WORD.sub(" ", _bare(text)).split())


def fold_word(word: str) -> str:
    """The same for one word: nothing but letters and digits is left."""
    return word.lower() if word.isascii() and word.isalnum() else _NO_WORD.sub("", _bare(word))


def tokens(text: str) -> list[Token]:
    """The words and numbers in the text; a hyphen parts them, an apostrophe does not."""
    found = ((match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text))
    return [Token(start, end, word, fold_word(word)) for start, end, word in found]


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", text.casefold())).casefold()
    return bare.translate(_PLAIN)
