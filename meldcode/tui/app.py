"""The Textual app: screens in order, leaving with care, and a crash that shows no case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from meldcode.i18n import _
from meldcode.tui.actions import ACTIONS, bindings
from meldcode.tui.choose import Choose

if TYPE_CHECKING:
    from meldcode.interview import Clock, Interview


class MeldcodeApp(App[None]):
    """Choose a profession, walk the steps, look back, see the outcome, write the request."""

    CSS_PATH = "app.tcss"
    TITLE = "meldcode"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (80, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = bindings("call", "leave")

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.interview: Interview | None = None
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """The choice of profession."""
        return Choose()

    def begin(self, name: str) -> None:
        """Start a dossier with this flow. Raises `MeldcodeError` when the flow cannot be used."""
        from meldcode.flow.loader import load_flow  # after the first screen: that should come at once
        from meldcode.interview import Interview
        from meldcode.tui.interview_screen import InterviewScreen

        if any(isinstance(screen, InterviewScreen) for screen in self.screen_stack):
            return  # a key that came twice
        self.interview = Interview(load_flow(name), clock=self.clock)
        self.push_screen(InterviewScreen(self.interview))

    def action_call(self) -> None:
        """The numbers to call, from any screen."""
        from meldcode.tui.modals import Numbers

        if not isinstance(self.screen, Numbers):
            self.push_screen(Numbers(self.interview.flow if self.interview else None))

    @work
    async def action_leave(self) -> None:
        """Stop, after a question when answers would be lost."""
        from meldcode.tui.entries import EntryForm
        from meldcode.tui.interview_screen import InterviewScreen
        from meldcode.tui.modals import Confirm

        if isinstance(self.screen, Confirm):
            return
        asking = next((one for one in self.screen_stack if isinstance(one, InterviewScreen)), None)
        if asking is not None and not asking.commit():
            return
        form = any(isinstance(one, EntryForm) and one.changed for one in self.screen_stack)
        if form or (asking is not None and asking.interview.unsaved()):
            text = _("Uw antwoorden staan alleen in het geheugen. Na het stoppen zijn ze weg.")
            text += "\n" + _("In een adviesvraag staan uw eigen teksten niet.")
            answers = [("stay", _("Verder werken")), ("go", _("Stoppen zonder bewaren"))]
            if self.screen is asking:
                answers.insert(1, ("request", _("Aanvraag maken")))
            chosen = await self.push_screen_wait(Confirm(_("Stoppen?"), text, answers))
            if chosen == "request" and asking is not None:
                asking.action_request()
            if chosen != "go":
                return
        self.exit()

    async def action_quit(self) -> None:
        """Textual's own way out goes the same careful way."""
        self.action_leave()

    # nothing of a case leaves by the back door

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The actions of this screen and the theme; no screenshot, which would write the case to disk."""
        for action in ACTIONS.values():
            run: Callable[[], None] | None = getattr(screen, f"action_{action.name}", None)
            run = run or getattr(self, f"action_{action.name}", None)
            if run is not None and action.name != "close":
                yield SystemCommand(_(action.label), _(action.help), run)
        yield SystemCommand(_("Kleuren"), _("Kies andere kleuren"), self.action_change_theme)

    def action_change_theme(self) -> None:
        """Choose other colours."""
        from textual.command import CommandPalette
        from textual.theme import ThemeProvider

        self.push_screen(CommandPalette(providers=[ThemeProvider], placeholder=_("Zoek kleuren")))

    def action_command_palette(self) -> None:
        """Search in what can be done."""
        from textual.command import CommandPalette

        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            self.push_screen(CommandPalette(placeholder=_("Zoek wat u wilt doen"), id="--command-palette"))

    def deliver_screenshot(self, *_args: object, **_kwargs: object) -> str | None:
        """Refused: a picture of the screen is a copy of the case."""
        return None

    def save_screenshot(self, *_args: object, **_kwargs: object) -> str:
        """Refused: a picture of the screen is a copy of the case."""
        return ""

    def copy_to_clipboard(self, text: str) -> None:
        """Copying stays inside the app: the terminal's clipboard may be kept and shared."""
        self._clipboard = text

    def _fatal_error(self) -> None:
        """Textual would print local variables, and with them the case. Ours says type and place only."""
        from rich.text import Text

        from meldcode.crash import crash_notice

        self.bell()
        self._exit_renderables.append(Text(crash_notice()))
        self._close_messages_no_wait()


def make_app(clock: Clock = datetime.now) -> MeldcodeApp:
    """The app, ready to run; tests pass their own clock."""
    return MeldcodeApp(clock)
