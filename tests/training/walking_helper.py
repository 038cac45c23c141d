"""Helps a test to practise alone in the app."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from meldcode.dossier.home import Home
from meldcode.tui.training.walking import PractisingApp, make_app
from meldcode.tui.training.walking_screen import WalkingScreen
from tests.training.small import Clock, small_file
from tests.ui.helper import screen_text, settle

Script = Callable[[PractisingApp, Pilot[None]], Awaitable[None]]


@asynccontextmanager
async def practising(
    home: Home, case: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PractisingApp, Pilot[None]]]:
    app = make_app(Clock(), home, case)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


def play(home: Home, script: Script, case: str = "", size: tuple[int, int] = (80, 24)) -> None:
    """Run this with the app; the small case when none is named."""

    async def run() -> None:
        async with practising(home, case, size) as (app, pilot):
            await script(app, pilot)

    asyncio.run(run())


def small(tmp_path: Path) -> str:
    """The path of the small case."""
    return str(small_file(tmp_path))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press these keys, each once the app has nothing more to do."""
    for key in keys or ("",):
        if key:
            await pilot.press(key)
        await settle(pilot)


def walking(app: PractisingApp) -> WalkingScreen:
    """The screen with questions."""
    found = app.asking
    assert isinstance(found, WalkingScreen)
    return found


def front(app: PractisingApp) -> object:
    """The screen in front."""
    return app.screen


def told(app: PractisingApp) -> str:
    """What is said below the questions."""
    return str(walking(app).query_one("#said").render())


def words(app: PractisingApp) -> str:
    """All words on the screen, without edges, on one line."""
    return " ".join(screen_text(app).replace("│", " ").split())


async def first_moment(pilot: Pilot[None], vermoeden: str = "3") -> None:
    """From the story to the end of the first moment: no danger, and this about a suspicion."""
    await press(pilot, "1", "2", "f8", vermoeden)
