"""The five steps are walked by key and by mouse, and each says how it stands."""

from __future__ import annotations

import asyncio

from meldcode.tui.controls import Line
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.ladder import Ladder
from tests.ui.helper import interviewing, screen_text
from tests.ui.kept_helper import press, words


def test_ladder_tells_in_words_how_each_step_stands() -> None:
    async def look() -> None:
        given = {"acuut_gevaar": "nee", "hulp_mogelijk": "ja", "hulp_aanvaard": "ja", "vermoeden": "nee"}
        async with interviewing("onderwijs", given, "vermoeden") as (app, pilot, _interview):
            await press(app, pilot, "ctrl+p")
            assert isinstance(app.screen, Ladder)
            text = words(app)
            assert "nog open ·" in text
            assert "hier bent u ·" in text
            assert "tellen nu niet mee" in text
            assert "komt nog ·" not in text

    asyncio.run(look())


def test_digit_and_enter_go_to_a_step_and_what_was_typed_is_taken_first() -> None:
    async def walk() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "gemeente") as (app, pilot, interview):
            line = next(iter(app.screen.query("#item-gemeente Line").results(Line)))
            line.focus()
            await press(app, pilot, *"Utrecht", "ctrl+p", "4")
            assert interview.value("gemeente") == "Utrecht"
            assert interview.page().number == 4
            assert isinstance(app.screen, InterviewScreen)
            assert app.focused is not None
            await press(app, pilot, "ctrl+p", "up", "enter")
            assert interview.page().number == 3
            await press(app, pilot, "ctrl+p", "1")
            assert interview.page().first, "a question has the id of this step too, and is further down"
            before = app.focused
            await press(app, pilot, "ctrl+p", "escape")
            assert app.focused is before

    asyncio.run(walk())


def test_a_click_on_a_step_goes_there() -> None:
    async def click() -> None:
        async with interviewing("onderwijs") as (app, pilot, interview):
            column = screen_text(app).splitlines()[1].index("3 Gesprek")
            await pilot.click("#steps", offset=(column + 2, 0))
            await press(app, pilot)
            await pilot.pause()
            assert interview.page().number == 3
            assert app.focused is not None
            await pilot.click("#steps", offset=(78, 0))
            await pilot.pause()
            assert interview.page().number == 3

    asyncio.run(click())
