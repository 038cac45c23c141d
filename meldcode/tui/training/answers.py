"""The options of a question as a list to choose one from, for who takes part in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from meldcode.tui.controls import DIGITS
from meldcode.tui.scroll import Pointed
from meldcode.tui.text import T, joined, styled

if TYPE_CHECKING:
    from meldcode.training.views import View


class Answers(Pointed):
    """The options of a question. Their digit, Enter, space or a click choose; the arrows go on past its ends."""

    class Chosen(Message):
        """Somebody chose the option at this place, from 0."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    DEFAULT_CSS = """
    Answers { height: auto; max-height: 100vh; border: none; padding: 0; background: transparent; display: none; }
    Answers:focus { border: none; background-tint: $foreground 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", show=False)]

    def __init__(self) -> None:
        super().__init__(markup=False, id="answers")
        self._question: tuple[int, tuple[tuple[str, str], ...]] = (-1, ())
        self._rows: list[Content] = []

    def show(self, view: View) -> None:
        """The options of now; the cursor stays where it is as long as the question is the same."""
        rows = [_row(place, text, name == view.mine) for place, (name, text) in enumerate(view.options)]
        if self._question != (view.round, view.options):
            self._question, self._rows = (view.round, view.options), rows
            self.set_options(Row(row) for row in rows)
            mine = [place for place, (name, _text) in enumerate(view.options) if name == view.mine]
            self.highlighted = mine[0] if mine else None  # so that a stray Enter chooses nothing
            return
        for place, row in enumerate(rows):
            if not row.is_same(self._rows[place]):
                self.replace_option_prompt_at_index(place, row)
        self._rows = rows

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, space or a click."""
        event.stop()
        self.post_message(self.Chosen(event.option_index))

    def place_of(self, row: int) -> Region:
        """Where the row stands, from the top of the list: its first line, and as high as it is."""
        return Region(0, self._index_to_line.get(row, row), 1, self._heights.get(row, 1))


def _row(place: int, text: str, mine: bool) -> Content:
    key = DIGITS[place] if place < len(DIGITS) else " "
    words = styled(text, "bold") if mine else T(text)
    return joined(styled(f" {key} ", "$text-muted"), "(•) " if mine else "( ) ", words)
