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
    """Plain content of one line, wrapped with a hanging indent."""

    def __init__(self, content: Content, lead: int) -> None:
        self.content = content
        self.head, self.body = content[:lead], content[lead:]
        self._wrapped: tuple[int, Content] | None = None

    def _lines(self, width: int) -> Content:
        if self._wrapped is None or self._wrapped[0] != width:
            lead = len(self.head)
            first, *others = self.body.wrap(max(1, width - lead))
            lines = [self.head + first, *(Content(" " * lead) + line for line in others)]
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


def hanging(visual: Visual) -> Visual:
    """The same with a hanging indent, when it begins with blanks and was not put on lines by who wrote it."""
    if type(visual) is not Content or "\n" in visual.plain:
        return visual
    lead = _LEAD.match(visual.plain)
    return Hanging(visual, lead.end()) if lead and lead.end() < len(visual.plain) else visual
