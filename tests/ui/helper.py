"""Running the app without a terminal: a fixed clock, a size, and the screen as plain text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from meldcode.flow.answers import check_answers, read_answers
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Value
from meldcode.interview import Interview
from meldcode.resources import flows_folder
from meldcode.tui.app import MeldcodeApp, make_app
from meldcode.tui.interview_screen import InterviewScreen
from tests.ui.still import use_still

use_still()
SCREENS = Path(__file__).parent / "screens"
NOW = datetime(2026, 3, 2, 9, 0)


def clock() -> datetime:
    """The fixed time of every test."""
    return NOW


@asynccontextmanager
async def running(size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
    """The app on its first screen."""
    app = make_app(clock)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


@asynccontextmanager
async def interviewing(
    flow: str, answers: Mapping[str, object] | None = None, at: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None], Interview]]:
    """The app in an interview with these answers, at the page of a question."""
    async with running(size) as (app, pilot):
        interview = Interview(load_flow(flow), clock=clock)
        for name, value in (answers or {}).items():
            assert interview.answer(name, value).error is None, name
        if at:
            interview.go(at)
        app.interview = interview
        await app.push_screen(InterviewScreen(interview))
        await pilot.pause()
        yield app, pilot, interview


def shipped(name: str) -> Mapping[str, Value]:
    """The answers of a shipped answers file, for example `onderwijs-melding`."""
    file = read_answers(flows_folder() / "voorbeelden" / f"{name}.yaml")
    return check_answers(file, load_flow(file.flow))


def screen_text(app: MeldcodeApp) -> str:
    """What the terminal would show, line by line, without colours and without spaces at the ends.

    The only place that reaches into Textual's compositor.
    """
    lines = app.screen._compositor.render_strips()
    rows = ["".join(segment.text for segment in strip).rstrip() for strip in lines]
    return "\n".join(rows) + "\n"


async def settle(pilot: Pilot[None]) -> None:
    """Wait until what a key set off has gone from widget to screen and back."""
    for _turn in range(2):
        await pilot.pause()


async def at_rest(app: MeldcodeApp, pilot: Pilot[None]) -> str:
    """The screen once nothing moves any more: on a busy machine a bar or a pane can come one turn later."""
    text = screen_text(app)
    for _turn in range(20):
        await settle(pilot)
        before, text = text, screen_text(app)
        if text == before:
            return text
    raise AssertionError("the screen never came to rest")
