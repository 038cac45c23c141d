"""A text cut into words, with what a reader sees at a glance: where sentences begin, what has a capital, what stands
next to what. Everything that looks for names works on this."""

from __future__ import annotations

import re
from functools import cached_property

from meldcode.screening import lists
from meldcode.screening.letters import Token, tokens
from meldcode.screening.words import Word, look

_BEGINS = re.compile(r"[.!?:\n…•*]|\s[\"“„«]|\s['‘’–>-]+\s?$|\s[‘'`]|--")
"""Between two words: the second one would have a capital anyhow."""
_NEXT_TO = re.compile(r"[ \u00a0\t]{1,2}|[-‐‑–]|\. ?| ['’‘`]")
"""Between two words of one name; a full stop only after an initial or a short title."""
_APOSTROPHES = "'’‘`"
_LONGEST_ROW = 6
_SHOUTING = 0.7
_BEYOND = 4
"""Places that may be asked about before and behind the text."""
_CLIPPED = frozenset("tsnmk")
"""Words of which an apostrophe is all that is left of the beginning: 't, 's."""


class Reading:
    """The words of one text; everything else is asked by the place of a word in the row."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Token] = tokens(text)
        self._folded = [token.folded for token in self.words] + [""] * _BEYOND
        self._looks = [look(word) for word in self._folded]
        letters = [sign for sign in text if sign.isalpha()]
        upper = sum(sign.isupper() for sign in letters)
        self.shouting = len(letters) > 3 and upper > _SHOUTING * len(letters)

    def __len__(self) -> int:
        return len(self.words)

    def folded(self, at: int) -> str:
        """The word, folded; empty outside the text, up to three words far."""
        return self._folded[at]

    def look(self, at: int) -> Word:
        """What the lists say of the word."""
        return self._looks[at]

    @cached_property
    def capital(self) -> list[bool]:
        """Which words have a capital that means something."""
        return [self._capital(token) for token in self.words]

    @cached_property
    def begins(self) -> list[bool]:
        """Which words begin a sentence, a quotation, a line or a point in a list."""
        found: list[bool] = []
        for at in range(len(self.words)):
            found.append(at == 0 or self._begins(at, found[at - 1]))
        return found

    @cached_property
    def left(self) -> list[bool]:
        """Which words belong to a row that says of nobody who they are: "Raad voor de Kinderbescherming"."""
        left = [False] * len(self)
        for at in range(len(self)):
            if self.folded(at) in lists.leave_starts():
                for length in range(min(_LONGEST_ROW, len(self) - at), 1, -1):
                    if tuple(self.folded(place) for place in range(at, at + length)) in lists.leave():
                        left[at : at + length] = [True] * length
                        break
        return left

    def near(self, at: int) -> bool:
        """Whether the word follows the one before it as in one name: by a space, a hyphen, an initial's point."""
        if not 0 < at < len(self.words):
            return False
        before = self.words[at - 1]
        gap = self.text[before.end : self.words[at].start]
        if _NEXT_TO.fullmatch(gap) is None or (len(gap) == 2 and gap[1] in _APOSTROPHES and self.folded(at) != "t"):
            return False
        return "." not in gap or len(before.folded) == 1 or "pointed" in self._looks[at - 1].roles

    def hyphen(self, at: int) -> bool:
        """Whether a hyphen ties the word to the one before it."""
        return 0 < at < len(self.words) and self.text[self.words[at - 1].end : self.words[at].start] in (
            "-",
            "‐",
            "‑",
            "–",
        )

    def initial(self, at: int) -> bool:
        """Whether the word is one capital letter."""
        return 0 <= at < len(self.words) and len(self.folded(at)) == 1 and self.words[at].text.isupper()

    def behind(self, at: int) -> str:
        """The sign right behind the word; nothing at the end of the text."""
        end = self.words[at].end
        return self.text[end : end + 1]

    def is_any(self, at: int, section: str) -> bool:
        """Whether the word plays this part in the vocabulary."""
        return section in self._looks[at].roles

    def _capital(self, token: Token) -> bool:
        word = token.text
        if self.shouting or not word[:1].isupper():
            return False
        return not (len(token.folded) > 2 and word.isupper() and look(token.folded).ordinary)  # "NIET": said loudly

    def _begins(self, at: int, begun: bool) -> bool:
        """`begun` tells whether the word before it begins one."""
        before = self.words[at - 1]
        gap = self.text[before.end : self.words[at].start]
        if gap == " ":
            return before.folded == "s" and begun  # "'s Middags"
        if gap == ". " and self.initial(at - 1) and begun:
            return look(self.words[at].folded).ordinary  # "A. Verder": a point in a list
        if gap[:-1] == " " and gap[-1] in _APOSTROPHES and self.words[at].folded in _CLIPPED:
            return False
        if begun and before.folded.isdigit() and gap in (") ", ". "):
            return True  # "2) Tweede": a point in a list
        pointed = self.initial(at - 1) or "pointed" in self._looks[at - 1].roles
        if pointed and gap.startswith(".") and gap.strip(" ") == ".":
            return False
        return _BEGINS.search(gap) is not None
