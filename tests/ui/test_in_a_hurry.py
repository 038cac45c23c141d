"""Somebody tense, in a small window: what a hurried key does, and whether what is worked on stays in sight."""

from __future__ import annotations

import asyncio

from textual import events
from textual.widgets import Button

from meldcode.tui.controls import Choices, Lines
from meldcode.tui.entries import Entries, EntryForm
from meldcode.tui.interview_screen import InterviewScreen
from tests.ui.helper import interviewing, shipped
from tests.ui.kept_helper import press, words

SMALL = (60, 20)


def test_enter_never_takes_an_answer_away_where_several_may_be_chosen() -> None:
    async def hurry() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "vorm", SMALL) as (app, pilot, interview):
            await press(app, pilot, "4", "enter")
            chosen = interview.value("vorm")
            assert isinstance(chosen, tuple)
            assert len(chosen) == 1
            assert isinstance(app.focused, Choices)
            assert app.focused.several
            assert not app.focused.raw  # the next question, nothing chosen in it yet
            await press(app, pilot, "down", "enter")
            assert app.focused.raw
            await press(app, pilot, "space")
            assert not app.focused.raw
            assert interview.value("vorm") == chosen

    asyncio.run(hurry())


def test_cursor_stays_in_sight_on_the_way_back_up_a_long_list() -> None:
    async def climb() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "vorm", SMALL) as (app, pilot, _interview):
            assert isinstance(app.focused, Choices)
            await press(app, pilot, *["down"] * len(app.focused.choices))
            for _row in range(6):
                await press(app, pilot, "up")
                assert "█ ▸" in words(app)

    asyncio.run(climb())


def test_enter_goes_on_from_an_empty_text_and_up_comes_back_from_the_buttons() -> None:
    async def go() -> None:
        answers = {"acuut_gevaar": "nee", "betrokkene": "kind"}
        async with interviewing("onderwijs", answers, "tegensignalen", SMALL) as (app, pilot, _interview):
            text = app.focused
            assert isinstance(text, Lines)
            await press(app, pilot, "enter")
            assert (text.text, app.focused) == ("", app.screen.query_one("#next", Button))
            await press(app, pilot, "up")
            assert app.focused is text
            await press(app, pilot, "x", "enter", "y")
            assert text.text == "x\ny"

    asyncio.run(go())


def test_undo_brings_the_cursor_to_the_answer_that_stands_again() -> None:
    async def undo() -> None:
        async with interviewing("onderwijs") as (app, pilot, _interview):
            await press(app, pilot, "2", "1", "ctrl+z")
            assert isinstance(app.focused, Choices)
            assert app.focused.highlighted == 1
            assert "bescherming" not in words(app)  # the hint of the answer that was taken back

    asyncio.run(undo())


def test_next_shows_a_question_out_of_sight_that_has_the_focus_already() -> None:
    async def on() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "onbekend"}, size=SMALL) as (app, pilot, interview):
            interview.go("signalen")
            interview.back()
            assert isinstance(app.screen, InterviewScreen)
            await app.screen.show(interview.next(), fresh=True)
            await pilot.pause()
            assert isinstance(app.focused, Entries)
            assert "+ Toevoegen" not in words(app)
            await press(app, pilot, "f8")
            assert "+ Toevoegen" in words(app)

    asyncio.run(on())


def test_form_says_what_day_it_reads_and_does_not_leave_a_wrong_one_behind() -> None:
    async def fill() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "signalen", SMALL) as (app, pilot, _interview):
            await press(app, pilot, "enter", "1", "enter")
            form, line = app.screen, app.focused
            assert isinstance(form, EntryForm)
            assert "niet duidelijk welke dag" in words(app)
            await press(app, pilot, "backspace", *"gisteren")
            assert "zondag 1 maart 2026" in words(app)
            assert "niet duidelijk welke dag" not in words(app)
            await press(app, pilot, "enter")
            assert app.focused is not line

    asyncio.run(fill())


def test_form_keeps_the_line_being_typed_in_sight_and_asks_before_throwing_away() -> None:
    async def fill() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "signalen", SMALL) as (app, pilot, _interview):
            await press(app, pilot, "enter")
            form = app.screen
            form.query(Lines).first().focus()
            await pilot.pause()
            form.query(Lines).first().post_message(events.Paste("een\n" * 9))
            await pilot.pause()
            await press(app, pilot, *"slot")
            assert "slot" in words(app)
            await pilot.resize_terminal(200, 60)
            await pilot.resize_terminal(*SMALL)
            await press(app, pilot, *"je")
            assert "slotje" in words(app)
            await press(app, pilot, "escape", "down", "up", "down", "enter")
            assert isinstance(app.screen, InterviewScreen)

    asyncio.run(fill())


def test_button_has_room_for_other_words() -> None:
    async def write() -> None:
        async with interviewing("onderwijs", shipped("onderwijs-advies"), size=SMALL) as (app, pilot, _interview):
            await press(app, pilot, "f4", "2", "1", "f8")
            assert "Schrijf de bestanden" in words(app)

    asyncio.run(write())
