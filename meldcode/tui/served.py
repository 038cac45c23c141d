"""The app in a page of a browser, on a server of the organisation: it keeps nothing, opens no store, writes no file.

What a person makes goes to their own computer as a download. Everything else is the app as it is.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, messages
from textual.drivers.web_driver import WebDriver

from meldcode.dossier.home import Home
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.hidden import Hidden

if TYPE_CHECKING:
    from meldcode.desk.prepared import Prepared
    from meldcode.interview import Clock, Interview

NOWHERE = Home(Path(os.devnull) / "dossiers")
"""A folder that cannot be: whatever would read or write a store or a choice of one visitor there finds nothing."""
GONE = 60
"""Minutes that a page may stay hidden; then what was typed in it is forgotten."""
_TYPE = "application/zip"


class _PageDriver(WebDriver):
    """Ends the app when its page is gone without a word: the server was killed, or the connection was."""

    def run_input_thread(self) -> None:
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())


class ServedApp(MeldcodeApp):
    """`flows` is the data folder of the server, read for its own flows and which of those were accepted."""

    may_keep: ClassVar[bool] = False

    def __init__(self, clock: Clock, flows: Path, prepared: Prepared | None = None) -> None:
        super().__init__(clock, NOWHERE, prepared=prepared)
        self.flows = flows
        self.driver_class = _PageDriver  # not by a variable: those are all taken away, see `cli`
        self._seen = self.monotonic()
        self._waiting: dict[str, Callable[[], None]] = {}

    def _show(self, interview: Interview) -> None:
        interview.may_keep = False
        super()._show(interview)

    def offers(self, action: str) -> bool:
        """Not the tour: a third of it is about keeping, and it would come anew on each page."""
        return action != "tour" and super().offers(action)

    def _go_keep(self) -> None:
        """There is nowhere to keep it."""

    def restore(self) -> None:  # type: ignore[override]  # a worker there, nothing here
        """There is nothing to put back."""

    def tick(self) -> None:
        """Hides as everywhere, and forgets what nobody came back to."""
        super().tick()
        now = self.monotonic()
        if not isinstance(self.screen, Hidden):
            self._seen = now
        elif now - self._seen >= 60 * GONE:
            self.end()

    def hand_over(self, name: str, files: Mapping[str, bytes], done: Callable[[], None]) -> None:
        """Give these files to the browser as one download; `done` is called once it has them all."""
        key = self.deliver_binary(io.BytesIO(zipped(files)), save_directory=os.sep, save_filename=name, mime_type=_TYPE)
        if key is not None:
            self._waiting[key] = done

    def on_delivery_complete(self, event: events.DeliveryComplete) -> None:
        """The browser has fetched it."""
        if done := self._waiting.pop(event.key, None):
            done()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one: several downloads at once are what browsers ask about or stop. Two of the same are equal."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.external_attr = 0o600 << 16
            archive.writestr(about, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
