"""An app whose terminal is a page elsewhere, in this process and this loop: thirty of them fit in one laptop.

So what a page sends may never reach anything but its own app: no size without bounds, no file, no browser of the
trainer; and what an app writes never waits in memory for a page that does not read.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

from rich.color import ColorSystem
from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.geometry import Size

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

    from meldcode.tui.safe_app import SafeApp

PATIENCE = 5.0
"""Seconds that an app has to end."""
HELD = 256 * 1024
"""Characters that may wait for a page that reads slowly; then they are dropped, and the screen is drawn anew."""
LONGEST = 256
"""Characters of one message of a page: a key takes a few. What is longer is no key, and is left out."""
BACKLOG = 300
"""Events that an app may have waiting; keys that come on top of those are left out."""
_MODES = "\x1b[?2026l\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?25l"
"""Not halfway a screen; the second screen; clicks, but no moves, for thirty mice would keep the laptop busy; pasting;
no cursor."""


class PageDriver(Driver):
    """Hands what the app draws to `out`, and gives the app what the page sends."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
        out: Callable[[str], None],
        ready: Callable[[], None],
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or (80, 24))
        self._out = out
        self._ready = ready
        self._parser = XTermParser()
        self._escape: asyncio.TimerHandle | None = None
        self._streams = sys.stdout, sys.stderr

    def write(self, data: str) -> None:
        """Draw this."""
        self.note()
        self._out(data)

    def note(self) -> None:
        """Look where this process prints now, for `stop_application_mode`."""
        self._streams = sys.stdout, sys.stderr

    def start_application_mode(self) -> None:
        """Called just before Textual takes prints away. Other apps do so too, in any order: this one leaves them."""
        self.note()
        app = cast("Any", self._app)  # no public names
        app._capture_stdout, app._capture_stderr = self._streams
        self._out(_MODES)
        width, height = self._size or (80, 24)
        self.resize(width, height)
        self._ready()

    def disable_input(self) -> None:
        """The app ends: what is typed goes nowhere."""
        if self._escape is not None:
            self._escape.cancel()

    def stop_application_mode(self) -> None:
        """Called just after Textual put prints back where they went when this app began; by now that may be wrong."""
        sys.stdout, sys.stderr = self._streams

    def send_message(self, message: Message) -> None:
        """To the app: everything here is in its loop."""
        self._app.post_message(message)

    def resize(self, columns: int, lines: int) -> None:
        """The page has another size."""
        self._size = (columns, lines)
        size = Size(columns, lines)
        self._app.post_message(events.Resize(size, size))

    def feed(self, text: str) -> None:
        """What was typed, pasted or clicked, as a terminal says it. Rubbish is left out."""
        self.note()
        if not text or len(text) > LONGEST or self._busy():
            return
        self._pass_on(lambda: self._parser.feed(text))
        if self._escape is not None:
            self._escape.cancel()
        # an escape may be a key, or the first part of another
        self._escape = self._loop.call_later(constants.ESCAPE_DELAY + 0.02, self._pass_on, self._parser.tick)

    def _busy(self) -> bool:
        pumps = [self._app, *self._app.screen_stack[-1:]]
        return max(pump.message_queue_size for pump in pumps) > BACKLOG

    def _pass_on(self, parse: Callable[[], Any]) -> None:
        """Keys, clicks and pastes alone: a terminal can also say that it has a size of millions."""
        width, height = self._size or (80, 24)
        try:
            for event in parse():
                if isinstance(event, events.MouseEvent):
                    if 0 <= event.screen_x < width and 0 <= event.screen_y < height:
                        self.process_message(event)
                elif isinstance(event, events.Key | events.Paste):
                    self.process_message(event)
        except Exception:  # a number that is none, for example: such a parser can parse no more
            self._parser = XTermParser()

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Not on the trainer's computer."""

    def deliver_binary(self, binary: BinaryIO | TextIO, **_more: Any) -> None:
        """Not on the trainer's computer."""
        binary.close()


class Paged:
    """One app behind one page. `send` may wait as long as the page does not read."""

    def __init__(self, app: SafeApp, send: Callable[[bytes], Awaitable[None]]) -> None:
        self.app = app
        self._send = send
        self._driver: PageDriver | None = None
        self._waiting: list[str] = []
        self._held = 0
        self._sends = False
        self._behind = False
        """Whether something was dropped, so that all must be drawn anew."""
        self._wake = asyncio.Event()
        self._begun = asyncio.Event()
        self._over = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, columns: int, lines: int) -> None:
        """Begin the app on a page of this size, once. Comes back when it takes keys, or when it is over already."""

        def driver(app: App[Any], **about: Any) -> PageDriver:
            self._driver = PageDriver(app, **about, out=self._put, ready=self._begun.set)
            return self._driver

        self.app.driver_class = cast("type[Driver]", driver)  # it is only called
        # as the page shows them, whatever terminal the trainer has; no public name
        cast("Any", self.app.console)._color_system = ColorSystem.TRUECOLOR
        self._tasks = [asyncio.create_task(self._run((columns, lines))), asyncio.create_task(self._send_all())]
        await self._begun.wait()

    async def wait(self) -> None:
        """Until the app has ended, by itself or not; `app.failure` tells when it could not go on."""
        await self._over.wait()

    def feed(self, text: str) -> None:
        """Something that was typed or clicked on the page."""
        if self._driver is not None and not self._over.is_set():
            self._driver.feed(text)

    def resize(self, columns: int, lines: int) -> None:
        """The page has another size; within bounds, says the caller."""
        if self._driver is not None and not self._over.is_set():
            self._driver.resize(columns, lines)

    async def stop(self) -> None:
        """End the app, and leave nothing of it running. More than once is fine."""
        if not self._tasks:
            return
        run, sending = self._tasks
        if not run.done():
            if self._driver is not None:
                self._driver.note()
            self.app.exit()
            await asyncio.wait({run}, timeout=PATIENCE)
        for task in (run, sending):
            task.cancel()
        await asyncio.wait({run, sending}, timeout=PATIENCE)

    async def _run(self, size: tuple[int, int]) -> None:
        try:
            await self.app.run_async(size=size)
        except Exception as error:  # of the app's own ending
            self.app.failure = self.app.failure or error
        finally:
            self._begun.set()
            self._over.set()

    def _put(self, data: str) -> None:
        if self._behind:
            return
        if self._sends and self._held + len(data) > HELD:
            self._waiting.clear()
            self._held, self._behind = 0, True
            return
        self._waiting.append(data)
        self._held += len(data)
        self._wake.set()

    async def _send_all(self) -> None:
        """Send what was drawn, in order; what comes while the page does not read is joined, or drawn anew."""
        with suppress(OSError, RuntimeError):  # the page is gone: who called us hears that too
            while True:
                await self._wake.wait()
                self._wake.clear()
                data = "".join(self._waiting)
                self._waiting.clear()
                self._held = 0
                self._sends = True
                await self._send(data.encode("utf-8", "replace"))
                self._sends = False
                if self._behind:
                    self._behind = False
                    self._put(_MODES)
                    self.app.call_later(self.app.refresh)
        self._sends = self._behind = True  # nothing is kept any more
