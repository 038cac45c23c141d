"""Searching in questions and answers, and going to what was found."""

from __future__ import annotations

import asyncio

from textual.widgets import OptionList

from meldcode.tui.controls import Line
from meldcode.tui.entries import Entries
from meldcode.tui.find import Find
from meldcode.tui.interview_screen import InterviewScreen
from tests.ui.helper import interviewing
from tests.ui.kept_helper import press, words

FACT = {"datum": "2026-02-20", "bron": "zelf_gezien", "feit": "Een jas zonder knopen."}


def test_what_is_found_is_gone_to_by_enter() -> None:
    async def find() -> None:
        given = {"acuut_gevaar": "nee", "signalen": [FACT]}
        async with interviewing("onderwijs", given, "vermoeden") as (app, pilot, interview):
            await press(app, pilot, "ctrl+o", *"knopen")
            assert isinstance(app.screen, Find)
            assert "1 vraag gevonden" in words(app)
            assert "Zelf gezien of gehoord · Een jas zonder" in words(app)
            await press(app, pilot, "enter")
            assert isinstance(app.screen, InterviewScreen)
            assert interview.target == "signalen"
            assert isinstance(app.focused, Entries)

    asyncio.run(find())


def test_slash_searches_when_nobody_types_and_arrows_move_while_the_line_keeps_the_focus() -> None:
    async def find() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}) as (app, pilot, _interview):
            before = app.focused
            await press(app, pilot, "slash", "down", *"e")
            rows = app.screen.query_one(OptionList)
            assert rows.option_count > 1
            await press(app, pilot, "down")
            assert rows.highlighted == 1
            assert isinstance(app.focused, Line)
            await press(app, pilot, *"qqq")
            assert "Niets gevonden." in words(app)
            await press(app, pilot, "enter")
            assert isinstance(app.screen, Find), "there is nowhere to go"
            await press(app, pilot, "escape")
            assert app.focused is before

    asyncio.run(find())
