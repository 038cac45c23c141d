"""The empty screen that one key brings: nothing of a case, no word of what the program is for, only two numbers."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from meldcode.i18n import _
from meldcode.tui.text import T
from meldcode.tui.title import neutral_line


class Hidden(Screen[None]):
    """Stays until Enter or F12; `shown` runs once the screen is really empty."""

    DEFAULT_CSS = """
    Hidden Static { width: 100%; height: 1; padding: 0 1; }
    Hidden #way-back { dock: bottom; color: $text-disabled; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]
    AUTO_FOCUS = None

    def __init__(self, shown: Callable[[], None], stays: bool) -> None:
        super().__init__()
        self.shown = shown
        self.stays = stays
        """Whether the person comes back here; else the program starts anew, locked."""

    def compose(self) -> ComposeResult:
        yield Static(id="numbers")
        yield Static(T(_("Enter") if self.stays else ""), id="way-back")

    def on_mount(self) -> None:
        self.call_after_refresh(self.shown)

    def on_resize(self) -> None:
        self.query_one("#numbers", Static).update(neutral_line(self.size.width))

    def action_back(self) -> None:
        """What was here before."""
        if self.stays:
            self.dismiss(None)


def on_end(end: Callable[[int], None]) -> None:
    """Let the system's request to stop, or a terminal that goes away, run this in the app's own loop."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # `nohup` is respected
            with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows, or not in the main thread
                asyncio.get_running_loop().add_signal_handler(number, end, number)
