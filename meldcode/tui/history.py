"""What happened, line by line, newest last: of one dossier with every earlier answer, or of the store itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from meldcode.desk.history import happening_line, history_lines
from meldcode.desk.work import resume
from meldcode.errors import MeldcodeError
from meldcode.i18n import _, ngettext
from meldcode.text import one_line
from meldcode.tui.actions import bindings
from meldcode.tui.dialogs import Keys
from meldcode.tui.modals import Reading
from meldcode.tui.text import T, joined, sentences, styled
from meldcode.tui.title import title_line

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault

MOST = 500
"""So many of the last lines are shown at once; more on request."""


class HistoryScreen(Screen[None]):
    """Lines to read, from the newest back. Escape closes it."""

    DEFAULT_CSS = "HistoryScreen #head { height: 1; padding: 0 1; margin: 0 0 1 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close"), ("e", "earlier", "")]
    AUTO_FOCUS = "#page"

    def __init__(self, title: str, make: Callable[[], Sequence[str]], about: str) -> None:
        super().__init__()
        self.heading = title
        self.make = make
        """The lines in the language of now."""
        self.lines = make()
        self.about = about
        self.most = MOST

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(styled(self.heading, "bold $accent"), id="head")
        with VerticalScroll(id="page"):
            yield Static(id="earlier", classes="words")
            yield Static(id="lines", classes="words")
        yield Static(T(self.about), id="norm")
        keys = [("ESC", _("Sluiten"), "close"), ("F3", _("Bellen"), "app.call"), ("^Q", _("Stop"), "app.leave")]
        yield Keys(*keys)

    def on_mount(self) -> None:
        self._show()
        self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_end, animate=False)

    def retell(self) -> None:
        """The lines in another language."""
        self.lines = self.make()
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#title", Static).update(title_line(None, self.size.width))

    def _show(self) -> None:
        shown = self.lines[-self.most :]
        rest = len(self.lines) - len(shown)
        earlier = self.query_one("#earlier", Static)
        earlier.display = bool(rest)
        words = ngettext("Nog {n} regel hiervoor.", "Nog {n} regels hiervoor.", rest).format(n=rest)
        earlier.update(joined(words, " ", styled("E", "bold $accent"), " ", _("Toon alles")))
        self.query_one("#lines", Static).update(T("\n".join(shown)))

    def action_earlier(self) -> None:
        """Everything, from the start."""
        if len(self.lines) > self.most:
            self.most = len(self.lines)
            self._show()
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


async def dossier_history(app: App[None], vault: Vault, code: str) -> None:
    """Everything that happened in one dossier. Reading it is noted as opening the dossier."""
    title = _("Geschiedenis van {label}").format(label=one_line(vault.entry(code).label) or code)
    try:
        flow = resume(vault, code).flow
        records = list(vault.records(code))
    except MeldcodeError as error:
        await app.push_screen_wait(Reading(title, [("", sentences(error.message, error.hint))]))
        return
    await app.push_screen_wait(HistoryScreen(title, lambda: list(history_lines(flow, records)), _about(vault)))


async def store_history(app: App[None], vault: Vault) -> None:
    """What happened to the store as a whole."""
    records = list(vault.records(""))
    title = _("Geschiedenis van de opslag")
    await app.push_screen_wait(HistoryScreen(title, lambda: list(map(happening_line, records)), _about(vault)))


def _about(vault: Vault) -> str:
    """Whether the check at unlock found the history whole, and its mark."""
    if vault.trouble:
        return _("Bij het openen bleek: {trouble}.").format(trouble=vault.trouble)
    return _("Bij het openen nagekeken: de geschiedenis is heel. Stand: {head}").format(head=vault.head)
