"""The request in pieces, to paste one by one into the form of a region; what was copied is cleared again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.i18n import _
from meldcode.interview import Interview
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.safe_app import SafeApp
from meldcode.tui.scroll import PAGING, Paged, Pointed
from meldcode.tui.text import T, joined, styled
from meldcode.tui.title import kept_words, title_line

if TYPE_CHECKING:
    from meldcode.request.shape import Request

CLEAR_AFTER = 60.0
"""Seconds that a copied piece stays on the clipboard."""


class CopyScreen(Paged[None]):
    """Pieces on top, in the order of the region's own form where that is known; the chosen piece below."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close"), *PAGING]
    AUTO_FOCUS = "#pieces"

    def __init__(self, interview: Interview, request: Request) -> None:
        from meldcode.request.pieces import pieces

        super().__init__()
        self.interview = interview
        self.kind = request.kind
        self.form, self.pieces = pieces(request)
        self._clearing: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(styled(_("Kopieer per onderdeel"), "bold $accent"), classes="label")
            yield Static(T(self._intro()), classes="words")
            yield Static(id="result")
            rows = [Row(joined(f" {place}. ", title)) for place, (title, _text) in enumerate(self.pieces, 1)]
            yield Pointed(*rows, id="pieces", markup=False)
            yield Static(id="preview")
            with Horizontal(classes="buttons"):
                yield Button(_("Terug"), id="close", compact=True)
                yield Button(_("Maak het klembord leeg"), id="clear", compact=True)
        yield KeyBar("call", "close", "leave")

    def _intro(self) -> str:
        said = _(
            "Kies een onderdeel: het gaat naar het klembord van deze computer. Plak het in het formulier van Veilig "
            "Thuis. Andere programma's kunnen het klembord lezen. Na een minuut, en als u hier weggaat, is het leeg."
        )
        if not self.form:
            return said
        return f"{said}\n" + _("De volgorde is die van het formulier van {region}.").format(region=self.form)

    def on_mount(self) -> None:
        self._show(0)
        self._tell("")
        self.query_one("#pieces").focus(scroll_visible=False)

    def retell(self) -> None:
        """The pieces in another language: a request is made in one."""
        from meldcode.request.pieces import pieces
        from meldcode.request.work import request_of

        self.form, self.pieces = pieces(request_of(self.interview, self.kind))
        options = self.query_one("#pieces", OptionList)
        for place, (title, _text) in enumerate(self.pieces):
            options.replace_option_prompt_at_index(place, joined(f" {place + 1}. ", title))
        self._show(options.highlighted or 0)

    def _tell(self, text: str) -> None:
        """What happened, above the pieces where it is seen."""
        result = self.query_one("#result", Static)
        result.update(styled(text, "bold"))
        result.display = bool(text)
        self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_home, animate=False)

    def on_resize(self) -> None:
        title = title_line(self.interview.flow, self.size.width, kept_words(self.interview))
        self.query_one("#title", Static).update(title)

    @on(OptionList.OptionHighlighted)
    def look(self, event: OptionList.OptionHighlighted) -> None:
        """Show the piece under the cursor."""
        self._show(event.option_index)

    def _show(self, place: int) -> None:
        if self.pieces:
            self.query_one("#preview", Static).update(T(self.pieces[place][1]))

    @on(OptionList.OptionSelected)
    def copy(self, event: OptionList.OptionSelected) -> None:
        """Copy this piece."""
        event.stop()
        title, text = self.pieces[event.option_index]
        self._system.copy_to_system(text)
        if self._clearing is not None:
            self._clearing.stop()
        self._clearing = self.set_timer(CLEAR_AFTER, self.clear)
        said = _(
            "Op het klembord: {piece}. Werkt plakken niet? Sommige vensters kunnen dit niet. Neem dan request.txt."
        )
        self._tell(said.format(piece=title))

    @on(Button.Pressed, "#clear")
    def clear(self) -> None:
        """Nothing of the request stays on the clipboard."""
        if self._clearing is not None:
            self._clearing.stop()
            self._clearing = None
            self._system.copy_to_system("")
            self._tell(_("Het klembord is leeg."))

    @property
    def _system(self) -> SafeApp:
        return cast(SafeApp, self.app)

    def on_unmount(self) -> None:
        """Also when the app hides, locks or ends while this screen is open."""
        if self._clearing is not None:
            self._system.copy_to_system("")

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Back to the request."""
        self.clear()
        self.dismiss(None)
