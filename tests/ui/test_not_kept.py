"""An answer that could not be kept is said at once; nothing shows as given that is not, and nothing typed goes away."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.pilot import Pilot

from meldcode.dossier.events import Closed, Event, Standing
from meldcode.dossier.home import Home
from meldcode.dossier.trouble import NotSavedError
from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.controls import Choices, Line
from meldcode.tui.home import HomeScreen
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.item_box import ItemBox
from meldcode.tui.modals import Confirm
from tests.ui.helper import settle
from tests.ui.kept_helper import (
    CASE,
    Time,
    a_store,
    app_at,
    line_of,
    opened,
    press,
    unlock,
    with_dossier,
    words,
)


class FullDisk:
    """A store on a disk that is full."""

    head = ""

    def __init__(self) -> None:
        self.full = False
        self.kept: list[Event] = []

    def append(self, event: Event, standing: Standing | None = None) -> None:
        if self.full:
            raise NotSavedError("niet bewaard: de schijf is vol", "Maak ruimte vrij en antwoord opnieuw.")
        self.kept.append(event)

    def events(self) -> tuple[Event, ...]:
        return tuple(self.kept)

    def place(self) -> str:
        return ""

    def go(self, place: str) -> None:
        return


async def on_a_full_disk(app: MeldcodeApp, pilot: Pilot[None]) -> FullDisk:
    store = FullDisk()
    interview = Interview(load_flow("onderwijs"), store, app.clock)
    app.interview = interview
    await app.push_screen(InterviewScreen(interview))
    await settle(pilot)
    store.full = True
    return store


def test_answer_that_could_not_be_kept_is_said_at_once_and_does_not_look_given(tmp_path: Path) -> None:
    async def answer() -> None:
        async with app_at(Home(tmp_path / "dossiers"), Time()) as (app, pilot):
            store = await on_a_full_disk(app, pilot)
            await press(app, pilot, "2")
            assert "de schijf is vol" in words(app)
            control = app.screen.query_one("#item-acuut_gevaar", ItemBox).control
            assert isinstance(control, Choices)
            assert control.raw is None
            store.full = False
            await press(app, pilot, "2")
            assert "de schijf is vol" not in words(app)
            assert control.raw == "nee"

    asyncio.run(answer())


def test_text_that_could_not_be_kept_stays_in_sight_and_is_not_left_behind(tmp_path: Path) -> None:
    async def answer() -> None:
        async with app_at(Home(tmp_path / "dossiers"), Time()) as (app, pilot):
            store = await on_a_full_disk(app, pilot)
            store.full = False
            await press(app, pilot, "2", "f8")
            store.full = True
            line = line_of(app, "gemeente")
            assert isinstance(line, Line)
            line.value = CASE
            await press(app, pilot, "f8")
            assert line.value == CASE
            assert "de schijf is vol" in words(app)
            assert "gemeente" in [item.id for item in app.screen.interview.page().items]  # type: ignore[attr-defined]  # the interview's

    asyncio.run(answer())


def test_closed_dossier_can_be_read_and_left(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    code = with_dossier(home, time, at="acuut_gevaar")
    vault = opened(home, time)
    vault.append(code, Closed(time(), "verzonnen", ""), None)
    vault.close()

    async def read() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            assert "Alleen lezen" in words(app)
            await press(app, pilot, "1")
            assert "dit dossier is gesloten" in words(app)
            await press(app, pilot, "f8", "f7", "f7")
            assert isinstance(app.screen, HomeScreen)

    asyncio.run(read())


def test_change_that_puts_answers_to_sleep_and_cannot_be_kept_is_called_off(tmp_path: Path) -> None:
    async def change() -> None:
        async with app_at(Home(tmp_path / "dossiers"), Time()) as (app, pilot):
            store = await on_a_full_disk(app, pilot)
            store.full = False
            interview = app.interview
            assert interview is not None
            for name, value in {"acuut_gevaar": "nee", "betrokkene": "kind", "disclosure": "nee"}.items():
                assert interview.answer(name, value).error is None
            for name in ("vermoeden", "hulp_mogelijk", "hulp_aanvaard"):
                assert interview.answer(name, "ja").error is None
            assert app.asking is not None
            await app.asking.show(interview.go("vermoeden"), True)
            store.full = True
            await press(app, pilot, "2")
            assert isinstance(app.screen, Confirm)
            await pilot.click("#yes")
            await settle(pilot)
            assert "de schijf is vol" in words(app)
            assert interview.value("vermoeden") == "ja"
            control = app.screen.query_one("#item-vermoeden", ItemBox).control
            assert isinstance(control, Choices)
            assert control.raw == "ja"

    asyncio.run(change())
