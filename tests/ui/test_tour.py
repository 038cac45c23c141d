"""The tour of the first time: three screens, once, never in the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from meldcode.desk.prepared import prepare
from meldcode.dossier.home import Home
from meldcode.preferences import TOUR, Preferences
from meldcode.tui.app import MeldcodeApp, make_app
from meldcode.tui.choose import Choose
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.tour import Tour
from meldcode.tui.unlock import UnlockScreen
from tests.ui.helper import clock, interviewing, screen_text, settle
from tests.ui.kept_helper import Time, a_store


@asynccontextmanager
async def opened(folder: Path, flow: str = "") -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
    """The app as `meldcode` opens it."""
    prepared = prepare(flow, None, folder) if flow else None
    app = make_app(clock, Home(folder / "dossiers"), prepared=prepared)
    app.tour = True
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        yield app, pilot


@pytest.mark.parametrize("keys", [["enter", "enter", "enter"], ["escape"], ["f8", "f7", "f8", "escape"]])
def test_it_is_shown_once_and_then_the_choice_stands_there(tmp_path: Path, keys: list[str]) -> None:
    async def twice() -> None:
        async with opened(tmp_path) as (app, pilot):
            assert isinstance(app.screen, Tour)
            for key in keys:
                assert "0800-2000" in screen_text(app)
                assert "112" in screen_text(app)
                assert isinstance(app.screen.focused, Button)
                await pilot.press(key)
                await settle(pilot)
            assert isinstance(app.screen, Choose)
            assert app.screen.focused is not None
            await pilot.press("1")
            await settle(pilot)
            assert isinstance(app.screen, InterviewScreen)
        async with opened(tmp_path) as (app, _pilot):
            assert isinstance(app.screen, Choose)

    asyncio.run(twice())
    assert {path.name for path in tmp_path.iterdir()} == {"preferences"}, "nothing of a case"


def test_it_stands_in_nobodys_way(tmp_path: Path) -> None:
    """Not where there is a store, not with a flow that was asked for, not where it was seen."""
    a_store(tmp_path / "kept", Time())
    Preferences(tmp_path / "seen").set(TOUR, "seen")

    async def others() -> None:
        async with opened(tmp_path / "kept") as (app, _pilot):
            assert isinstance(app.screen, UnlockScreen)
        async with opened(tmp_path / "asked", "onderwijs") as (app, _pilot):
            assert isinstance(app.screen, InterviewScreen)
        async with opened(tmp_path / "seen") as (app, _pilot):
            assert isinstance(app.screen, Choose)

    asyncio.run(others())


def test_it_can_be_seen_again_from_the_menu_and_leads_back(tmp_path: Path) -> None:
    async def again() -> None:
        async with interviewing("onderwijs") as (app, pilot, _interview):
            app.action_tour()
            await settle(pilot)
            assert "Direct beginnen" not in screen_text(app), "who is at work does not begin"
            await pilot.press("enter", "enter")
            await settle(pilot)
            assert "3 van 3" in screen_text(app)
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, InterviewScreen)

    asyncio.run(again())
