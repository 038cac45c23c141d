"""Reading over before writing: questions about what was written, each to be mended or left with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.errors import MeldcodeError
from meldcode.flow.model import RequestKind
from meldcode.i18n import _, ngettext
from meldcode.interview import Interview
from meldcode.request.quality import Doubt
from meldcode.request.work import doubts_of
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import Edited, Line
from meldcode.tui.modals import Confirm
from meldcode.tui.scroll import PAGING, Paged, Pointed
from meldcode.tui.text import UNNAMED, T, joined, sentences, styled
from meldcode.tui.title import kept_words, title_line


class DoubtsScreen(Paged[str | None]):
    """Gives where to go and mend: a question, or `question/row/field`; or None to go back to the request."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("next", "close"), *PAGING]
    AUTO_FOCUS = "#doubts"

    def __init__(self, interview: Interview, kind: RequestKind) -> None:
        super().__init__()
        self.interview = interview
        self.kind: RequestKind = kind

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(styled(_("Nalezen"), "bold $accent"), classes="label")
            intro = _(
                "Een collega zou dit misschien vragen. U hoeft niets te veranderen: laat het dan zo, met een reden."
            )
            yield Static(T(intro), classes="words")
            yield Static(id="count", classes="label")
            yield Pointed(id="doubts", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Terug"), id="close", compact=True)
        yield KeyBar("next", "call", "close", "leave")

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        title = title_line(self.interview.flow, self.size.width, kept_words(self.interview))
        self.query_one("#title", Static).update(title)

    def retell(self) -> None:
        """The questions in another language."""
        self._show()

    def _show(self) -> None:
        still_open, left = doubts_of(self.interview, self.kind)
        count = len(still_open)
        said = ngettext("Nog {count} vraag", "Nog {count} vragen", count).format(count=count)
        self.query_one("#count", Static).update(
            styled(said if count else _("Er zijn geen vragen meer."), "bold $accent")
        )
        rows = [Row(self._row("?", one.ask), id=one.key) for one in still_open]
        rows += [
            Row(self._row("✓", one.ask, _("zo gelaten: {reason}").format(reason=why)), id=one.key) for one, why in left
        ]
        options = self.query_one("#doubts", OptionList)
        at = options.highlighted or 0
        options.set_options(rows)
        options.display = bool(rows)
        options.highlighted = min(at, len(rows) - 1) if rows else None

    def _row(self, sign: str, ask: str, tail: str = "") -> Content:
        return joined(f" {sign} ", ask, styled(f"  {tail}", "$text-muted") if tail else "")

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Look at this question."""
        event.stop()
        self._ask(event.option_id or "")

    def action_next(self) -> None:
        """The first open question; back to the request when there is none."""
        still_open, _left = doubts_of(self.interview, self.kind)
        if still_open:
            self._ask(still_open[0].key)
        else:
            self.dismiss(None)

    def doubt(self, key: str) -> Doubt | None:
        """A question by its key, in the language of now."""
        still_open, left = doubts_of(self.interview, self.kind)
        return next((one for one in (*still_open, *(one for one, _why in left)) if one.key == key), None)

    @work(exclusive=True, description=UNNAMED)
    async def _ask(self, key: str) -> None:
        doubt = self.doubt(key)
        if doubt is None:
            return
        answer = await self.app.push_screen_wait(DoubtQuestion(doubt, self.doubt))
        if answer == DoubtQuestion.MEND:
            at = f"{doubt.question}/{doubt.row}/{doubt.field}" if doubt.row >= 0 else doubt.question
            self.dismiss(at)
        elif answer is not None:
            try:
                self.interview.decide("doubt", doubt.key, "leave", answer)
            except MeldcodeError as error:
                text = sentences(error.message, error.hint)
                self.app.push_screen(Confirm(_("Niet bewaard"), text, [("ok", _("Verder"))]))
            self._show()

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Back to the request."""
        self.dismiss(None)


class DoubtQuestion(ModalScreen[str | None]):
    """One question; gives `MEND`, or the reason for which it is left, or None for later."""

    MEND = "\0mend"
    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "#mend"

    def __init__(self, doubt: Doubt, look: Callable[[str], Doubt | None]) -> None:
        super().__init__()
        self.doubt = doubt
        self.look = look
        """The same question in the language of now."""

    def compose(self) -> ComposeResult:
        self.doubt = self.look(self.doubt.key) or self.doubt
        with Vertical(classes="box"):
            yield Static(styled(self.doubt.ask, "bold"), classes="heading")
            with VerticalScroll(can_focus=False):
                if self.doubt.quote:
                    yield Static(T(f"«{self.doubt.quote}»"), classes="words")
                yield Static(styled(self.doubt.why, "$text-muted"), classes="label")
                yield Static(T(_("Zo laten? Schrijf kort waarom:")), classes="label")
                yield Line("", "", id="reason")
                yield Static(id="error", classes="error")
            with Horizontal(classes="buttons"):
                yield Button(_("Ga erheen"), id="mend", variant="primary", compact=True)
                yield Button(_("Laat zo"), id="leave", compact=True)
                yield Button(_("Later (Esc)"), id="later", compact=True)

    @on(Edited)
    def typed(self, event: Edited) -> None:
        """Enter in the line leaves it so."""
        event.stop()
        if event.finished:
            self._leave()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """Mend, leave, or later."""
        event.stop()
        if event.button.id == "leave":
            self._leave()
        else:
            self.dismiss(self.MEND if event.button.id == "mend" else None)

    def _leave(self) -> None:
        line = self.query_one("#reason", Line)
        if line.value.strip():
            self.dismiss(line.value.strip())
        else:
            self.query_one("#error", Static).update(T(_("Schrijf een korte reden. «Weet ik niet» is er ook een.")))
            self.call_after_refresh(line.focus)

    def action_close(self) -> None:
        """Decide later."""
        self.dismiss(None)
