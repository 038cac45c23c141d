"""Keeping in sight what a person is working on: the question with its control, and the row under the cursor."""

from __future__ import annotations

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from meldcode.tui.hanging import hanging


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
        scroller.scroll_to_region(Region(0, down, 1, height), animate=False, force=True, immediate=True)


def reveal_row(widget: Widget, line: int, height: int = 1) -> None:
    """Scroll as little as needed to show a row of a list that scrolls with its page, and the line after it."""
    scroller, down = _scroller(widget)
    if scroller is not None:
        region = Region(0, down + line, 1, height + 1)
        scroller.scroll_to_region(region, animate=False, force=True, immediate=True)


PAGING: list[BindingType] = [
    Binding("pageup", "turn_page(-1)", show=False, priority=True),
    Binding("pagedown", "turn_page(1)", show=False, priority=True),
]
"""For a screen with a page to read: these keys turn it, whatever has the focus."""

BETWEEN: list[BindingType] = [
    Binding("up,left", "app.focus_previous", show=False),
    Binding("down,right", "app.focus_next", show=False),
]
"""For a row or column of buttons: the arrows go from one to the other."""


class Paged(Screen[ScreenResultType]):
    """A screen whose page (`#page`) turns by Page Up and Page Down."""

    def action_turn_page(self, way: int) -> None:
        """A page further, or back."""
        page = self.query_one("#page", VerticalScroll)
        (page.scroll_page_down if way > 0 else page.scroll_page_up)(animate=False)


class Pointed(OptionList):
    """A list whose cursor is a sign too, for who sees no colours. A row of several lines hangs below its first word."""

    SIGN = "▸"
    beside = False
    """Whether a line beside it has the focus while the keys move this cursor."""

    def _get_left_gutter_width(self) -> int:  # the way that Textual's own lists with something before each row go
        return len(self.SIGN)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows are as wide as what the sign leaves."""
        return super().get_content_height(container, viewport, width - len(self.SIGN))

    def _get_visual(self, option: Row) -> Visual:
        if type(visual := super()._get_visual(option)) is Content:
            visual = option._visual = hanging(visual)
        return visual

    def render_line(self, y: int) -> Strip:
        """The row, with the sign before its first line when the cursor stands on it."""
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        place, part = self._lines[line] if line < len(self._lines) else (-1, 0)
        here = (self.has_focus or self.beside) and part == 0 and place == self.highlighted
        style = next((segment.style for segment in strip if segment.style), None)
        return Strip([Segment(self.SIGN if here else " ", style), *strip], strip.cell_length + len(self.SIGN))


class PageList(Pointed):
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
            reveal_row(self, self._index_to_line.get(highlighted, highlighted), self._heights.get(highlighted, 1))
