"""An app from which nothing of a case leaves by the back door: no picture of the screen, no clipboard, no traceback."""

from __future__ import annotations

import base64
import sys

from textual.app import App


class SafeApp(App[None]):
    """Textual's app without the parts that write, copy or print what is on the screen."""

    ENABLE_COMMAND_PALETTE = False
    """It offers a picture of the screen; what can be done here is in our own menu."""
    failure: BaseException | None = None
    """The first error after which the app could not go on."""

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
