"""The telephone call with the AMHK: what to say, in the order in which it is asked, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from meldcode.flow.model import Entry
from meldcode.i18n import _
from meldcode.interview import Interview
from meldcode.request.work import call_entry, keep_call
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.entries import EntryForm
from meldcode.tui.scroll import PAGING, Paged
from meldcode.tui.text import T, sentences, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.words import read_aloud

if TYPE_CHECKING:
    from meldcode.request.shape import Request


class CallScreen(Paged[None]):
    """The call sheet to read from; the form of a consultation to write in, during the call or after it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("next", "close"), *PAGING]
    AUTO_FOCUS = "#page"

    def __init__(self, interview: Interview, request: Request) -> None:
        super().__init__()
        self.interview = interview
        self.request = request
        self._writing = self._taken = False
        """Whether the form of the call is open, and whether what stands in it was taken already."""

    def compose(self) -> ComposeResult:
        from meldcode.request.sheet import sheet_text

        yield Static(id="title")
        with VerticalScroll(id="page"):
            yield Static(styled(_("Bellen met Veilig Thuis"), "bold $accent"), classes="label")
            intro = _("Lees voor wat u nodig hebt. Noem geen namen. F8: schrijf op wat u hoort; het komt bij stap 2.")
            yield Static(T(intro), classes="words")
            yield Static(id="result")
            yield Static(T(sheet_text(self.request)), id="preview")
            names = (name for name, _text in self.request.left_out)
            aloud = "\n".join(read_aloud(self.interview.flow, self.interview.position(), names))
            if aloud:
                yield Static(styled(_("Dit staat er niet bij. Lees het voor, zonder namen:"), "bold"), classes="label")
                yield Static(T(aloud), classes="words")
            with Horizontal(classes="buttons"):
                yield Button(_("Terug"), id="close", compact=True)
                yield Button(_("Leg het gesprek vast"), id="record", variant="primary", compact=True)
        yield KeyBar("next", "call", "close", "leave")

    def on_mount(self) -> None:
        self.query_one("#result").display = False

    def retell(self) -> None:
        """The sheet in another language: a request is made in one."""
        from meldcode.request.sheet import sheet_text
        from meldcode.request.work import request_of

        self.request = request_of(self.interview, self.request.kind)
        self.query_one("#preview", Static).update(T(sheet_text(self.request)))

    def on_resize(self) -> None:
        title = title_line(self.interview.flow, self.size.width, kept_words(self.interview))
        self.query_one("#title", Static).update(title)

    @on(Button.Pressed, "#record")
    def action_next(self) -> None:
        """Write down what came of the call."""
        self._record()

    def take_call(self, entry: Entry) -> None:
        """Take what stands in the open form of the call, without closing it; an empty entry changes nothing."""
        if self._writing and entry:
            self._taken = keep_call(self.interview, entry, self._taken) is None or self._taken

    @work(exclusive=True)
    async def _record(self) -> None:
        item = self.interview.flow.items["consulten"]
        form = EntryForm(item, call_entry(self.interview), self.interview.today)
        self._writing, self._taken = True, False
        try:
            entry = await self.app.push_screen_wait(form)
        finally:
            self._writing = False
        if not entry:
            return
        error = keep_call(self.interview, entry, self._taken)
        if error is None:
            said, style = _("Het gesprek staat bij stap 2, met uw antwoord dat u Veilig Thuis om advies vroeg."), "bold"
        else:
            said, style = sentences(error.reason, error.hint), "$text-error"
        result = self.query_one("#result", Static)
        result.update(styled(said, style))
        result.display = True
        self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_home, animate=False)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Back to the request."""
        self.dismiss(None)
