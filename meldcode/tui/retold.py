"""The same words in another language, for a text that was made before the language changed.

A window that asks something was opened with its words, and a line that says what just happened was written then. Who
made them is done; so the words are found again in the catalogues, also where a number or a name was filled in. What is
not found (what a person typed) stays as it is.
"""

from __future__ import annotations

import re
from functools import cached_property

from textual.content import Content

from meldcode.i18n import pairs

_PLACE = re.compile(r"\{(\w+)\}")
_LITERAL = 8
"""Letters that a text with places to fill must have of itself; with fewer it could be anything."""
_LONGEST = 600
"""Characters; a longer text is only looked for as a whole and line by line: what was filled in is searched for."""
_SIGN = re.compile(r"\s*(?:[-!▸•]|\d+\.?)\s+")
"""What stands before a line: the sign or the key of a row."""
_MARKS = tuple(
    re.compile(rf"(\s*{before})(.*?)({after}\s*)", re.DOTALL)
    for before, after in (("", ""), (_SIGN.pattern, ""), ("", r"\s+(?:\d[\d -]*|\((?:Esc|F\d+)\))"))
)
"""What stands before and after words: white space, a sign; a telephone number, a key."""
_BETWEEN = ("  ", " · ", ": ")
"""What front ends put between two texts on a line."""


class Retold:
    """Texts of one language in another."""

    def __init__(self, before: str, after: str) -> None:
        self.before = before
        self.after = after

    def __call__(self, text: str) -> str:
        """The text in the other language; where the whole is not known line by line, and then part by part."""
        if (found := self._whole(text)) is not None:
            return found
        if "\n" in text:
            return "\n".join(map(self, text.split("\n")))
        if sign := _SIGN.match(text):
            return sign[0] + self(text[sign.end() :])
        if (found := self._sentences(text)) is not None:
            return found
        between = next((sign for sign in _BETWEEN if sign in text), "")
        first, _sign, rest = text.partition(between) if between else (text, "", "")
        return f"{self(first)}{between}{self(rest)}" if between else text

    def content(self, content: Content) -> Content:
        """The same for a text in styles: each part that has a style of its own."""
        whole = self(content.plain)
        spans = list(content.spans)
        if len(spans) == 1 and spans[0].end - spans[0].start >= len(content.plain.strip()):
            return Content.styled(whole, spans[0].style)
        if not spans:
            return Content(whole)
        edges = sorted({edge for span in spans for edge in (span.start, span.end)} - {0, len(content)})
        return Content("").join([self._part(part) for part in content.divide(edges)])

    def _part(self, part: Content) -> Content:
        text = self(part.plain)
        if text == part.plain:
            return part
        return Content.styled(text, part.spans[0].style) if part.spans else Content(text)

    def _whole(self, text: str) -> str | None:
        if not text.strip():
            return text
        for marks in _MARKS:
            if (match := marks.fullmatch(text)) and (found := self._known.get(match[2]) or self._filled(match[2])):
                return f"{match[1]}{found}{match[3]}"
        return None

    def _sentences(self, text: str) -> str | None:
        """Sentences one after the other; also an error and its hint, which `sentences` makes into two."""
        parts = text.split(". ") if len(text) <= _LONGEST else []
        for place in range(1, len(parts)):
            first, rest = ". ".join(parts[:place]), ". ".join(parts[place:])
            before = self._sentence(first) or self._whole(first[:1].lower() + first[1:])
            after = self._whole(rest) or self._sentences(rest)
            if before and after:
                return f"{before[:1].upper()}{before[1:]}".rstrip(".") + f". {after}"
        found = [self._sentence(part.rstrip(".")) for part in parts]
        told = (other.rstrip(".") if other else part.rstrip(".") for other, part in zip(found, parts, strict=True))
        return ". ".join(told) + "." * text.endswith(".") if any(found) else None

    def _sentence(self, text: str) -> str | None:
        return self._whole(f"{text}.") or self._whole(text)

    def _filled(self, words: str) -> str | None:
        """A text with places that were filled in; what filled them is told again too when it is known."""
        if len(words) > _LONGEST:
            return None
        for own, pattern, names, other in self._patterns:
            if all(part in words for part in own) and (match := re.fullmatch(pattern, words, re.DOTALL)):
                told = (self._known.get(value, value) for value in match.groups())
                values = dict(zip(names, told, strict=True))
                parts = _PLACE.split(other)
                return "".join(values.get(part, "") if place % 2 else part for place, part in enumerate(parts))
        return None

    @cached_property
    def _known(self) -> dict[str, str]:
        return pairs(self.before, self.after)

    @cached_property
    def _patterns(self) -> list[tuple[list[str], str, list[str], str]]:
        """Own words, pattern, names of its places and the other language's text; those with most words first."""
        found = []
        for text, other in self._known.items():
            parts = _PLACE.split(text)
            literal = "".join(parts[::2])
            if len(parts) > 1 and sum(map(str.isalpha, literal)) >= _LITERAL:
                pattern = "(.+?)".join(map(re.escape, parts[::2]))
                found.append((len(literal), (parts[::2], pattern, parts[1::2], other)))
        return [one for _size, one in sorted(found, key=lambda one: -one[0])]
