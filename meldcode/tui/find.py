"""Searching in questions and answers: type, go through what is found with the arrows, Enter goes there."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview
from meldcode.search import Found, find
from meldcode.text import shortened
from meldcode.tui.actions import bindings
from meldcode.tui.controls import Edited, Line
from meldcode.tui.scroll import Pointed
from meldcode.tui.text import T, joined, styled


class Find(ModalScreen[str | None]):
    """Gives the id of the question to go to, or None. The focus stays in the line: arrows move through the list."""

    DEFAULT_CSS = """
    Find .finding { width: 90%; max-width: 96; height: 90%; border: round $primary; background: $surface;
        padding: 0 1; }
    Find OptionList { height: 1fr; border: none; padding: 0; background: transparent; }
    Find .count { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close"),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]
    AUTO_FOCUS = "Line"

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

    def compose(self) -> ComposeResult:
        with Vertical(classes="finding"):
            yield Static(styled(_("Zoeken in vragen en antwoorden"), "bold"), classes="heading")
            yield Line("", _("een woord, of een deel ervan"))
            yield Static(classes="count")
            rows = Pointed(markup=False)
            rows.beside, rows.can_focus = True, False
            yield rows
            yield Button(_("Sluiten (Esc)"), id="close", compact=True)

    def on_mount(self) -> None:
        self._show("")

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """What is found so far."""
        event.stop()
        self._show(event.value)

    def _show(self, words: str) -> None:
        found = find(self.interview, words)
        rows = self.query_one(OptionList)
        rows.set_options([Row(self._row(one), id=one.item.id) for one in found])
        rows.highlighted = 0 if found else None
        count = ngettext("{count} vraag gevonden", "{count} vragen gevonden", len(found)).format(count=len(found))
        said = count if found else _("Niets gevonden.") if words.strip() else ""
        self.query_one(".count", Static).update(T(said))

    def _row(self, one: Found) -> Content:
        """The question; below it what was found, when that is not the question itself."""
        question = tr(one.item.text)
        asleep = styled("  " + _("(telt nu niet mee)"), "$text-muted italic") if one.asleep else T("")
        row = joined(" z " if one.asleep else " · ", styled(question, "bold"), asleep)
        return row if one.text == question else joined(row, "\n     ", styled(shortened(one.text), "$text-muted"))

    def action_move(self, way: str) -> None:
        """Through the list, while the focus stays in the line."""
        rows = self.query_one(OptionList)
        if rows.option_count:
            getattr(rows, f"action_{way}")()

    @on(Edited)
    def entered(self, event: Edited) -> None:
        """Enter goes to the row under the cursor."""
        event.stop()
        rows = self.query_one(OptionList)
        if event.finished and rows.highlighted is not None:
            self._give(rows.get_option_at_index(rows.highlighted).id)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """A click goes there too."""
        event.stop()
        self._give(event.option_id)

    def _give(self, result: str | None) -> None:
        """Close with this; once, for a key may come twice before the window is gone."""
        if self.is_active:
            self.dismiss(result)

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Nowhere."""
        self._give(None)
