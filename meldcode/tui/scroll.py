"""Keeping in sight what a person is working on: the question with its control, and the row under the cursor."""

from __future__ import annotations

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget
from textual.widgets import OptionList


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


PAGING: list[BindingType] = [
    Binding("pageup", "turn_page(-1)", show=False, priority=True),
    Binding("pagedown", "turn_page(1)", show=False, priority=True),
]
"""For a screen with a page to read: these keys turn it, whatever has the focus."""


class Paged(Screen[ScreenResultType]):
    """A screen whose page (`#page`) turns by Page Up and Page Down."""

    def action_turn_page(self, way: int) -> None:
        """A page further, or back."""
        page = self.query_one("#page", VerticalScroll)
        (page.scroll_page_down if way > 0 else page.scroll_page_up)(animate=False)


class PageList(OptionList):
    """A list as high as its rows, on a page that scrolls along with its cursor; the arrows go on past its ends."""

    DEFAULT_CSS = """
    PageList { height: auto; max-height: 100vh; border: none; padding: 0; background: transparent; }
    PageList:focus { border: none; background-tint: $foreground 0%; }
    """

    def action_cursor_down(self) -> None:
        """Past the last row the next question follows."""
        if self.highlighted is not None and self.highlighted >= self.option_count - 1:
            self.screen.focus_next()
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Before the first row stands the question before."""
        if not self.highlighted:
            self.screen.focus_previous()
        else:
            super().action_cursor_up()

    def watch_highlighted(self, highlighted: int | None) -> None:
        """The page scrolls along with the cursor."""
        super().watch_highlighted(highlighted)
        if self.has_focus and highlighted is not None:
            reveal_row(self, highlighted)
