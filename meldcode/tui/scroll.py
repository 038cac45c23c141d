"""Keeping in sight what a person is working on: the question with its control, and the row under the cursor."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget


def _scroller(widget: Widget) -> tuple[VerticalScroll | None, int]:
    """The scrolling container around a widget, and how far down in it the widget stands."""
    down, at = 0, widget
    while not isinstance(at, VerticalScroll):
        down += at.virtual_region.y
        if not isinstance(at.parent, Widget):
            return None, 0
        at = at.parent
    return at, down


def reveal(widget: Widget) -> None:
    """Scroll as little as needed to show a whole widget; its top when it is higher than the room there is."""
    scroller, down = _scroller(widget)
    if scroller is not None:
        height = min(widget.size.height, scroller.size.height)
        scroller.scroll_to_region(Region(0, down, 1, height), animate=False, force=True)


def reveal_row(widget: Widget, row: int) -> None:
    """Scroll as little as needed to show one row of a list that scrolls with its page, and the row after it."""
    scroller, down = _scroller(widget)
    if scroller is not None:
        scroller.scroll_to_region(Region(0, down + row, 1, 2), animate=False, force=True)
