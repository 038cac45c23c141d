"""Taking back, and typing: what a stray key, a day in words and a paste do."""

from __future__ import annotations

import asyncio

from textual import events

from meldcode.dossier.trouble import NotSavedError
from meldcode.tui.controls import Choices, Line, Lines
from meldcode.tui.entries import Entries, EntryForm
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.item_box import ItemBox
from tests.ui.helper import interviewing
from tests.ui.kept_helper import line_of, press, words


def test_undo_takes_back_several_answers_and_says_which() -> None:
    async def undo() -> None:
        async with interviewing("onderwijs") as (app, pilot, interview):
            await press(app, pilot, "2", "1", "ctrl+z")
            assert interview.value("acuut_gevaar") == "nee"
            assert "Teruggezet: Is er op dit moment direct gevaar voor iemand? Nee" in words(app)
            assert isinstance(app.focused, Choices)
            assert app.focused.raw == "nee"
            await press(app, pilot, "f9", "ctrl+z")
            assert interview.value("acuut_gevaar") is None
            await press(app, pilot, "ctrl+z")
            assert "Er is nu niets om terug te zetten." in words(app)
            await press(app, pilot, "3")
            assert "niets om terug" not in words(app)

    asyncio.run(undo())


def test_undo_goes_to_the_page_of_the_answer() -> None:
    async def undo() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}) as (app, pilot, interview):
            await press(app, pilot, "1", "f8")
            away = interview.page().items[0].id
            await press(app, pilot, "ctrl+z")
            assert away != "acuut_gevaar"
            assert interview.page().items[0].id == "acuut_gevaar"
            assert isinstance(app.focused, Choices)
            assert app.focused.raw == "nee"

    asyncio.run(undo())


def test_a_text_undoes_its_own_typing_and_a_line_what_was_typed_in_it() -> None:
    async def undo() -> None:
        async with interviewing("onderwijs", {"gemeente": "Utrecht"}, "gemeente") as (app, pilot, interview):
            line_of(app, "gemeente").focus()
            await press(app, pilot, "end", "x", "ctrl+z")
            assert line_of(app, "gemeente").raw == "Utrecht"
            assert interview.value("gemeente") == "Utrecht"
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "krachten") as (app, pilot, interview):
            line_of(app, "krachten").focus()
            await press(app, pilot, "x", "ctrl+z")
            assert interview.value("acuut_gevaar") == "nee", "the text took the key for itself"
            assert line_of(app, "krachten").raw == ""

    asyncio.run(undo())


def test_undo_that_cannot_be_kept_says_so() -> None:
    async def undo() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}) as (app, pilot, interview):

            def full(*_args: object) -> None:
                raise NotSavedError("niet bewaard: de schijf is vol", "Maak ruimte vrij.")

            interview.store.append = full  # type: ignore[method-assign, assignment]  # a full disk
            await press(app, pilot, "ctrl+z")
            assert "Dat lukte niet" in words(app)
            assert interview.value("acuut_gevaar") == "nee"

    asyncio.run(undo())


def test_a_letter_goes_to_an_option_and_chooses_nothing() -> None:
    async def type_letters() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "vorm") as (app, pilot, interview):
            control = app.screen.query_one("#item-vorm", ItemBox).control
            assert isinstance(control, Choices)
            control.focus()
            await press(app, pilot, "s")
            assert control.highlighted is not None
            first = control.choices[control.highlighted]
            assert first.text.startswith("S")
            assert control.raw == []
            await press(app, pilot, "s", "space")
            assert interview.value("vorm") not in {None, (first.id,)}
            await press(app, pilot, "1")
            assert control.choices[0].id in list(control.raw)

    asyncio.run(type_letters())


def test_a_day_in_words_shows_which_day_was_read() -> None:
    async def fill_in() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "signalen") as (app, pilot, interview):
            app.screen.query_one("#item-signalen", ItemBox).query_one(Entries).focus()
            await press(app, pilot, "+")
            day = app.screen.query_one("#field-datum Line", Line)
            day.focus()
            await press(app, pilot, *"gisteren", "tab")
            assert day.value == "1-3-2026"
            assert "zondag 1 maart 2026" in words(app)
            app.screen.query_one("#field-feit").query_one(Lines).focus()
            await press(app, pilot, *"blauw", "f8")
            assert isinstance(app.screen, InterviewScreen)
            value = interview.value("signalen")
            assert isinstance(value, tuple)
            assert dict(value[0])["datum"] == "2026-03-01"  # type: ignore[arg-type]  # an entry

    asyncio.run(fill_in())


def test_the_day_that_was_read_is_gone_when_something_else_stands_there() -> None:
    async def fill_in() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee", "besluit_melden": "ja"}, "melding_datum") as (
            app,
            pilot,
            interview,
        ):
            line_of(app, "melding_datum").focus()
            await press(app, pilot, *"gisteren", "enter")
            assert interview.value("melding_datum") == "2026-03-01"
            assert "zondag 1 maart 2026" in words(app)
            line_of(app, "melding_datum").focus()
            await press(app, pilot, "end", "x")
            assert "zondag 1 maart 2026" not in words(app)
            await press(app, pilot, "backspace", "tab")
            assert "zondag 1 maart 2026" in words(app)
            await press(app, pilot, "ctrl+z")
            assert interview.value("melding_datum") is None
            assert "zondag 1 maart 2026" not in words(app)

    asyncio.run(fill_in())


def test_a_paste_of_several_lines_loses_none() -> None:
    async def paste() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "gemeente") as (app, pilot, interview):
            line_of(app, "gemeente").focus()
            app.post_message(events.Paste("Oost\nWest\r\nThuis"))
            await press(app, pilot, "f8")
            assert interview.value("gemeente") == "Oost West Thuis"
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, "krachten") as (app, pilot, interview):
            line_of(app, "krachten").focus()
            app.post_message(events.Paste("Oost\nWest\r\nThuis"))
            await press(app, pilot, "tab")
            assert str(interview.value("krachten")).split() == ["Oost", "West", "Thuis"]

    asyncio.run(paste())


def test_a_doubt_leads_to_the_entry_it_is_about() -> None:
    async def mend() -> None:
        facts = [{"bron": "zelf_gezien", "feit": "Een."}, {"bron": "zelf_gezien", "feit": "Volgens mij is ze zielig."}]
        async with interviewing("onderwijs", {"acuut_gevaar": "nee", "signalen": facts}) as (app, pilot, _interview):
            screen = app.screen
            assert isinstance(screen, InterviewScreen)
            screen._go_to("signalen/1/feit")
            await press(app, pilot)
            await pilot.pause()
            form = app.screen
            assert isinstance(form, EntryForm)
            assert form.entry["feit"] == "Volgens mij is ze zielig."
            assert app.focused is form.query_one("#field-feit").query_one(Lines)
            await press(app, pilot, "escape")
            assert isinstance(app.screen, InterviewScreen)
            screen._go_to("signalen/7/feit")
            await press(app, pilot)
            assert isinstance(app.screen, InterviewScreen)

    asyncio.run(mend())
