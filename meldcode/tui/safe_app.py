"""An app from which nothing of a case leaves by the back door: no picture of the screen, no clipboard, no traceback."""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen

from meldcode.i18n import _
from meldcode.tui.actions import ACTIONS


class SafeApp(App[None]):
    """Textual's app without the parts that write, copy or print what is on the screen."""

    ENABLE_COMMAND_PALETTE = True
    failure: BaseException | None = None
    """The first error after which the app could not go on."""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The actions of this screen and the theme; no screenshot, which would write the case to disk."""
        for action in ACTIONS.values():
            run: Callable[[], None] | None = getattr(screen, f"action_{action.name}", None)
            run = run or getattr(self, f"action_{action.name}", None)
            if run is not None and action.name != "close" and self.offers(action.name):
                yield SystemCommand(_(action.label), _(action.help), run)
        yield SystemCommand(_("Kleuren"), _("Kies andere kleuren"), self.action_change_theme)

    def offers(self, action: str) -> bool:
        """Whether this makes sense now."""
        return True

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

    def copy_to_system(self, text: str) -> None:
        """Give a text to the computer's own clipboard, because the person asked for that; empty text clears it.

        By OSC 52, which most terminals understand; whether this one did cannot be known.
        """
        if self._driver is not None:
            self._driver.write(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a")

    def _fatal_error(self) -> None:
        """Textual would print local variables, and with them the case. Ours is said as type and place, by who runs it:
        only after this app is gone can the screen be wiped for certain."""
        self.failure = self.failure or sys.exc_info()[1] or self._exception or RuntimeError()
        self.bell()
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """Some errors know how to draw themselves, with what stands in them. They go the same way."""
        self._fatal_error()
