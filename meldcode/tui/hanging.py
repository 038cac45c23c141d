"""A row that needs several lines: what follows stands below its words, not below its number and sign."""

from __future__ import annotations

import re

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

_LEAD = re.compile(r" +(?:(?:\d+\.|\S) +)?(?:[\[(].[\])] )?")
"""Before the words: a number or sign on its own, and a box."""


class Hanging(Visual):
    """Plain content, each line of it wrapped with a hanging indent of its own."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._wrapped: tuple[int, Content] | None = None

    def _lines(self, width: int) -> Content:
        if self._wrapped is None or self._wrapped[0] != width:
            lines = [part for line in self.content.split("\n") for part in _hung(line, width)]
            self._wrapped = width, Content("\n").join(lines)
        return self._wrapped[1]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines as strips."""
        return self._lines(width).render_strips(width, height, style, options) if width else []

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """So wide that nothing wraps."""
        return self.content.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many lines it needs."""
        return self._lines(width).plain.count("\n") + 1


def _hung(line: Content, width: int) -> list[Content]:
    """One line, wrapped; as many blanks as its lead is long before all but the first."""
    found = _LEAD.match(line.plain)
    lead = found.end() if found and found.end() < len(line.plain) else 0
    first, *others = line[lead:].wrap(max(1, width - lead)) or [Content("")]
    return [line[:lead] + first, *(Content(" " * lead) + other for other in others)]


def hanging(visual: Visual) -> Visual:
    """The same with a hanging indent, when it begins with blanks."""
    return Hanging(visual) if type(visual) is Content and _LEAD.match(visual.plain) else visual
