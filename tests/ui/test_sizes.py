"""A window that is pulled at while somebody works, and the looking for what is cut (`legible`) itself.

That nothing is cut on any screen in any size is looked at in `test_screens.py`, where all of them are drawn already.
"""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Button, Static

from meldcode.tui.controls import Lines
from meldcode.tui.interview_screen import InterviewScreen
from tests.ui.helper import interviewing, running, screen_text, settle
from tests.ui.legible import wrong
from tests.ui.shots import INVENTED

PULLED = [(60, 20), (200, 60), (61, 21), (30, 8), (80, 24)]


def test_what_is_typed_and_the_focus_stay_when_the_window_is_pulled_at() -> None:
    async def pull() -> None:
        async with interviewing("onderwijs", INVENTED, "signalen") as (app, pilot, _interview):
            assert isinstance(app.screen, InterviewScreen)
            lines = app.screen.query(Lines).first()
            lines.focus()
            for size in PULLED:
                await pilot.press("x")
                await pilot.resize_terminal(*size)
                await settle(pilot)
                assert app.screen.focused is lines
            assert lines.text == "x" * len(PULLED)
            assert not wrong(app, screen_text(app))

    asyncio.run(pull())


class Cut(Screen[None]):
    """Everything that may be wrong with a screen."""

    CSS = """
    Cut Horizontal { height: 1; }
    Cut .low { height: 1; }
    Cut .narrow { width: 6; height: 4; }
    Cut Horizontal Static { width: auto; }
    """
    AUTO_FOCUS = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("een lange regel die niet in het venster past " * 3)
        with Vertical():
            yield Static("te veel woorden voor een regel " * 4, classes="low")
            yield Static("onafgebroken", classes="narrow")
            yield Button("Verder", disabled=True)


def test_what_is_wrong_with_a_screen_is_found() -> None:
    async def look() -> None:
        async with running() as (app, pilot):
            await app.push_screen(Cut())
            await settle(pilot)
            found = "\n".join(wrong(app, screen_text(app)))
            for sign in ("0800-2000 is not", "112 is not", "nothing has the focus", "no way out", "right edge"):
                assert sign in found, found
            assert "2 lines in a room of 1: 'te veel" in found
            assert "a word is broken: 'onafgebroken'" in found
            await pilot.resize_terminal(200, 60)
            await settle(pilot)
            assert "too long to read: 'te veel" in "\n".join(wrong(app, screen_text(app)))

    asyncio.run(look())
