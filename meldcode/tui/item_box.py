"""One question on a page: its text, the control to answer with, and the explanation that folds open."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from meldcode.flow.model import Flow, Item, Value
from meldcode.i18n import _, tr
from meldcode.tui.controls import Choices, control_for
from meldcode.tui.entries import Entries
from meldcode.tui.text import T, joined, styled
from meldcode.words import source_text


class ItemBox(Vertical):
    """A question or note. The explanation and the error stay hidden until they are wanted."""

    DEFAULT_CSS = """
    ItemBox { height: auto; margin: 0 0 1 0; }
    ItemBox .explain { display: none; border-left: thick $accent; padding: 0 1; margin: 0 0 1 0; }
    ItemBox .error { display: none; color: $text-error; }
    """

    def __init__(self, flow: Flow, item: Item, value: Value | None, today: date) -> None:
        super().__init__(id=f"item-{item.id}")
        self.flow = flow
        self.item = item
        self.given = value
        self.today = today

    def compose(self) -> ComposeResult:
        item = self.item
        optional = styled(f"  ({_('mag leeg')})", "$text-muted") if item.optional and item.is_question else T("")
        yield Static(joined(styled(tr(item.text), "bold"), optional), classes="question")
        if not item.is_question:
            yield Static(T(tr(item.help)), classes="words")
            yield Static(styled(_("Bron: {source}").format(source=source_text(self.flow, item.sources)), "$text-muted"))
            return
        yield Static(self._explanation(), classes="explain")
        if item.kind == "entries":
            yield Entries(item, self.given, self.today)
        else:
            yield control_for(item, self.given)
        yield Static("", classes="error")

    def _explanation(self) -> object:
        item = self.item
        parts = [(tr(item.help), ""), (tr(item.why), _("Waarom deze vraag")), (tr(item.record), _("Leg vast"))]
        parts.append((source_text(self.flow, item.sources), _("Bron")))
        shown = [(f"{name}: " if name else "", text) for text, name in parts if text]
        lines = [joined(styled(name, "bold"), text) for name, text in shown]
        return T("\n").join(lines)

    @property
    def control(self) -> Widget | None:
        """The widget that takes the answer; a note has none."""
        return next(iter(self.query("Choices, Lines, Line, Entries")), None)

    def toggle_explanation(self) -> None:
        """Fold the explanation open or shut."""
        for part in self.query(".explain"):
            part.display = not part.display

    def show_error(self, text: str) -> None:
        """Say why an answer was not taken; an empty text clears it."""
        for part in self.query(".error").results(Static):
            part.update(T(text))
            part.display = bool(text)

    def show_value(self, value: Value | None) -> None:
        """Show another answer than was just chosen, for a change that was called off."""
        control = self.control
        if isinstance(control, Choices):
            control.choose(map(str, value) if isinstance(value, tuple) else () if value is None else (str(value),))
