"""No answer is lost on a screen: not by quick keys, by leaving, by a slip of the pen or by a key that came twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Button

from meldcode.tui.app import MeldcodeApp
from meldcode.tui.controls import Choices, Line, Lines
from meldcode.tui.entries import Entries, EntryForm
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.item_box import ItemBox
from meldcode.tui.modals import Confirm
from meldcode.tui.request_screen import RequestScreen
from tests.ui.helper import interviewing, running, screen_text, settle, shipped

BEGUN = {"acuut_gevaar": "nee", "betrokkene": "kind", "gemeente": "Utrecht"}


def box(app: MeldcodeApp, question: str) -> ItemBox:
    """The question on the screen."""
    return app.screen.query_one(f"#item-{question}", ItemBox)


def test_digit_and_next_in_one_breath_keep_the_answer() -> None:
    async def type_fast() -> None:
        async with interviewing("onderwijs") as (_app, pilot, interview):
            await pilot.press("2", "f8")
            await settle(pilot)
            assert interview.value("acuut_gevaar") == "nee"
            assert interview.page().items[0].id != "acuut_gevaar"

    asyncio.run(type_fast())


def test_stray_enter_chooses_nothing_and_delete_takes_an_answer_away() -> None:
    async def stray() -> None:
        async with interviewing("onderwijs") as (_app, pilot, interview):
            await pilot.press("enter")
            await settle(pilot)
            assert interview.value("acuut_gevaar") is None
            await pilot.press("1")
            await settle(pilot)
            assert interview.value("acuut_gevaar") == "ja"
            await pilot.press("delete")
            await settle(pilot)
            assert interview.value("acuut_gevaar") is None

    asyncio.run(stray())


@pytest.mark.parametrize("key", ["f8", "f7", "f2", "f4"])
def test_date_that_does_not_exist_is_said_and_not_left_behind(key: str) -> None:
    async def slip() -> None:
        answers = {**BEGUN, "vorm": ["seksueel"]}
        async with interviewing("onderwijs", answers, "seksueel_datum") as (app, pilot, interview):
            control = box(app, "seksueel_datum").control
            assert isinstance(control, Line)
            control.focus()
            control.value = "31-2-2026"
            await pilot.press(key)
            await settle(pilot)
            assert isinstance(app.screen, InterviewScreen)
            assert "Deze datum bestaat niet" in screen_text(app)
            assert "seksueel_datum" in [item.id for item in interview.page().items]

    asyncio.run(slip())


def test_text_in_focus_is_kept_when_stopping_and_asked_about() -> None:
    async def stop() -> None:
        async with interviewing("onderwijs", shipped("onderwijs-melding"), "krachten") as (app, pilot, interview):
            interview.written("report", b"")
            control = box(app, "krachten").control
            assert isinstance(control, Lines)
            control.focus()
            control.text = "Oma haalt de kinderen op."
            await pilot.press("ctrl+q")
            await settle(pilot)
            assert isinstance(app.screen, Confirm)
            assert interview.value("krachten") == "Oma haalt de kinderen op."

    asyncio.run(stop())


def test_plus_twice_opens_one_form_and_emptied_entry_goes_away() -> None:
    async def twice() -> None:
        answers = {**BEGUN, "signalen": [{"datum": "2026-02-20", "bron": "zelf_gezien", "feit": "Invented"}]}
        async with interviewing("onderwijs", answers, "signalen") as (app, pilot, interview):
            entries = box(app, "signalen").control
            assert isinstance(entries, Entries)
            entries.focus()
            entries._edit(1)
            entries._edit(1)
            await settle(pilot)
            assert sum(isinstance(screen, EntryForm) for screen in app.screen_stack) == 1
            await pilot.press("escape")
            await settle(pilot)
            await pilot.press("up", "enter")
            await settle(pilot)
            form = app.screen
            assert isinstance(form, EntryForm)
            for field in form.item.fields:
                control = form._control(field)
                if isinstance(control, Choices):
                    control.choose(())
                elif isinstance(control, Lines):
                    control.text = ""
                else:
                    control.value = ""
            await pilot.press("f8")
            await settle(pilot)
            assert interview.value("signalen") is None

    asyncio.run(twice())


def test_change_called_off_leaves_the_old_answer() -> None:
    async def call_off() -> None:
        helped = {**BEGUN, "disclosure": "nee", "vermoeden": "ja", "hulp_mogelijk": "ja", "hulp_aanvaard": "ja"}
        async with interviewing("jeugdwerk", helped, "vermoeden") as (app, pilot, interview):
            await pilot.press("2")
            await settle(pilot)
            assert isinstance(app.screen, Confirm)
            await pilot.press("escape")
            await settle(pilot)
            assert interview.value("vermoeden") == "ja"
            control = box(app, "vermoeden").control
            assert isinstance(control, Choices)
            assert control.raw == "ja"

    asyncio.run(call_off())


def test_menu_twice_and_profession_twice_do_no_harm() -> None:
    async def twice() -> None:
        async with running() as (app, pilot):
            await pilot.press("3", "3")
            await settle(pilot)
            assert sum(isinstance(screen, InterviewScreen) for screen in app.screen_stack) == 1
            for key in ("f9", "f3", "f9", "ctrl+g", "escape"):
                await pilot.press(key)
                await settle(pilot)
            assert app.is_running

    asyncio.run(twice())


def test_request_is_not_written_over_another_without_asking(tmp_path: Path) -> None:
    async def write() -> None:
        async with interviewing("onderwijs", shipped("onderwijs-advies")) as (app, pilot, _interview):
            (tmp_path / "request.json").write_text("{}", encoding="utf-8")
            await pilot.press("f4")
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, RequestScreen)
            screen.query_one("#folder", Line).value = str(tmp_path)
            screen.query_one("#write", Button).press()
            await settle(pilot)
            assert "Herkent iemand dit?" in screen_text(app)
            await pilot.click("#yes")
            await settle(pilot)
            assert isinstance(app.screen, Confirm)
            assert "Vervangen?" in screen_text(app)
            await pilot.press("escape")
            await settle(pilot)
            assert (tmp_path / "request.json").read_text(encoding="utf-8") == "{}"

    asyncio.run(write())


def test_request_gets_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier request of the same day may be about somebody else."""
    monkeypatch.chdir(tmp_path)

    async def look() -> None:
        async with interviewing("onderwijs", shipped("onderwijs-advies")) as (app, pilot, interview):
            first = tmp_path / f"aanvraag-{interview.today.isoformat()}"
            first.mkdir()
            (first / "request.json").write_text("{}", encoding="utf-8")
            await pilot.press("f4")
            await settle(pilot)
            assert app.screen.query_one("#folder", Line).value == f"{first}-2"

    asyncio.run(look())


def test_back_from_the_first_page_leads_to_the_choice_of_profession_after_a_question() -> None:
    async def back() -> None:
        async with interviewing("onderwijs", BEGUN) as (app, pilot, _interview):
            await pilot.press("f7")
            await settle(pilot)
            assert isinstance(app.screen, Confirm)
            await pilot.click("#go")
            await settle(pilot)
            assert "Waar werkt u?" in screen_text(app)
            await pilot.press("ctrl+q")
            await settle(pilot)
            assert not isinstance(app.screen, Confirm), "nothing is left to lose"

    asyncio.run(back())
