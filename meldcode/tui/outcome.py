"""The outcome on a screen of its own: what the norm asks, why, what to do, until when."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from meldcode.i18n import _
from meldcode.interview import Interview
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.status import missing_line, norm_sections, would_sections
from meldcode.tui.text import T, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.words import due_text


class OutcomeScreen(Screen[str | None]):
    """Gives `REQUEST` to go on to the request, or None to go back to the questions."""

    REQUEST = "request"
    BINDINGS: ClassVar[list[BindingType]] = bindings("request", "close")
    AUTO_FOCUS = "#page"

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

    def compose(self) -> ComposeResult:
        position = self.interview.position()
        yield Static(id="title")
        with VerticalScroll(id="page"):
            sections = norm_sections(self.interview.flow, position)
            sections[-1:-1] = would_sections(self.interview)
            for name, text in sections:
                if name:
                    yield Static(styled(name, "bold $accent"), classes="label")
                yield Static(T(text), classes="words")
            if position.deadlines:
                yield Static(styled(_("Data om te bewaken"), "bold $accent"), classes="label")
                yield Static(T("\n".join(map(due_text, position.deadlines))), classes="words")
            yield Horizontal(
                Button(_("Terug naar de vragen"), id="close", compact=True),
                Button(_("Maak de aanvraag"), id="request", variant="primary", compact=True),
                classes="buttons",
            )
        yield Static(T(missing_line(self.interview.position())), id="norm")
        yield KeyBar("call", "request", "close", "leave")

    def on_resize(self) -> None:
        self.query_one("#title", Static).update(
            title_line(self.interview.flow, self.size.width, kept_words(self.interview))
        )

    @on(Button.Pressed, "#request")
    def action_request(self) -> None:
        """On to the request."""
        self.dismiss(self.REQUEST)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Back to the questions."""
        self.dismiss(None)
