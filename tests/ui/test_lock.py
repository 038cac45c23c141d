"""Hiding in one key, locking when nobody is there, and leaving: nothing typed is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from meldcode.errors import Exit
from meldcode.tui.controls import Line, Lines
from meldcode.tui.dialogs import Ask, Pick
from meldcode.tui.entries import EntryForm
from meldcode.tui.hidden import Hidden
from meldcode.tui.home import HomeScreen
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.menu import offered
from tests.ui.helper import interviewing, screen_text, settle
from tests.ui.kept_helper import (
    CASE,
    LABEL,
    Time,
    a_store,
    answers,
    app_at,
    line_of,
    opened,
    press,
    type_in,
    unlock,
    with_dossier,
    words,
)


def test_f12_blanks_keeps_what_was_typed_closes_the_store_and_ends(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    code = with_dossier(home, time)
    blank: list[str] = []

    async def hide() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            control = line_of(app, "gemeente")
            control.focus()
            assert isinstance(control, Line)
            control.value = CASE + " Oost"
            lock = app._lock

            def seen() -> None:
                blank.append(screen_text(app))
                lock()

            app._lock = seen  # type: ignore[method-assign]  # to see what stood there when the store was closed
            await pilot.press("f12")
            await settle(pilot)
            assert app.return_code == Exit.LOCKED
            assert app.vault is None

    asyncio.run(hide())
    assert blank
    assert blank[0].split() == ["0800-2000", "·", "112"]
    assert answers(home, time, code)["gemeente"] == CASE + " Oost"


def test_locked_start_says_nothing_of_what_the_program_is_for(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    with_dossier(home, time)

    async def start() -> None:
        async with app_at(home, time, locked=True) as (app, pilot):
            text = screen_text(app)
            assert "0800-2000" in text
            for word in ("Veilig Thuis", "meldcode", "gevaar", LABEL, "kind"):
                assert word not in text
            await unlock(app, pilot)
            assert isinstance(app.screen, InterviewScreen)

    asyncio.run(start())


def test_f12_keeps_what_can_be_read_of_an_open_form(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    code = with_dossier(home, time, at="signalen")

    async def hide() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            await press(app, pilot, "+")
            form = app.screen
            assert isinstance(form, EntryForm)
            form.query_one("#field-datum Line", Line).value = "3-5-20"  # as far as it was typed: no year yet
            form.query_one("#field-feit Lines", Lines).text = "Verzonnen feit"
            await pilot.press("f12")
            await settle(pilot)
            assert app.return_code == Exit.LOCKED

    asyncio.run(hide())
    assert answers(home, time, code)["signalen"] == [{"feit": "Verzonnen feit"}]


def test_f12_in_memory_hides_until_it_is_pressed_again(tmp_path: Path) -> None:
    async def hide() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}) as (app, pilot, _interview):
            for key in ("f12", "enter"):
                await pilot.press("f12")
                await settle(pilot)
                assert isinstance(app.screen, Hidden)
                assert screen_text(app).split() == ["0800-2000", "·", "112", "Enter"]
                await pilot.press("f3", "f6", "f9", "ctrl+g", "question_mark", "ctrl+q", "x")
                await settle(pilot)
                assert isinstance(app.screen, Hidden)
                await pilot.press(key)
                await settle(pilot)
                assert isinstance(app.screen, InterviewScreen)

    asyncio.run(hide())


@pytest.mark.parametrize("what", ["idle", "lid", "lid and a key"])
def test_nobody_there_or_asleep_locks(tmp_path: Path, what: str) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    code = with_dossier(home, time)

    async def leave_it() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            time.passes(4 * 60)
            app.tick()
            assert app.return_code is None
            await pilot.press("tab")
            time.passes(4 * 60)
            app.tick()
            assert app.return_code is None
            if what == "idle":
                time.passes(61)
                app.tick()
            else:
                time.sleeps(8 * 3600)
                await pilot.press("1") if what == "lid and a key" else app.tick()
            await settle(pilot)
            assert app.return_code == Exit.LOCKED

    asyncio.run(leave_it())
    assert answers(home, time, code) == {"acuut_gevaar": "nee", "betrokkene": "kind", "gemeente": CASE}


def test_chosen_minutes_count_and_nonsense_does_not(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    vault = opened(home, time)
    vault.set("idle", "1")
    vault.close()

    async def leave_it() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            app.tick()
            time.passes(60)
            app.tick()
            await settle(pilot)
            assert app.return_code == Exit.LOCKED

    asyncio.run(leave_it())


# leaving


def test_stop_asks_nothing_and_comes_back_at_the_same_page(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    code = with_dossier(home, time)

    async def stop() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            control = line_of(app, "gemeente")
            control.focus()
            await pilot.press("end", "x", "ctrl+q")
            await settle(pilot)
            assert app.return_code == 0
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            assert isinstance(app.screen, InterviewScreen)
            assert line_of(app, "gemeente").raw == CASE + "x"

    asyncio.run(stop())
    assert answers(home, time, code)["gemeente"] == CASE + "x"


def test_system_that_asks_to_end_is_heeded_and_nothing_is_lost(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    code = with_dossier(home, time)

    async def end() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            control = line_of(app, "gemeente")
            assert isinstance(control, Line)
            control.value = "Elders"
            app.end()
            await settle(pilot)

    asyncio.run(end())
    assert answers(home, time, code)["gemeente"] == "Elders"


def test_back_from_the_first_page_of_a_dossier_leads_to_all_dossiers(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    with_dossier(home, time, at="acuut_gevaar")

    async def back() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            await press(app, pilot, "f7")
            assert isinstance(app.screen, HomeScreen)
            await press(app, pilot, "enter")
            assert isinstance(app.screen, InterviewScreen)
            await press(app, pilot, "f6")
            assert isinstance(app.screen, HomeScreen)
            await press(app, pilot, "t", "f6")
            assert isinstance(app.screen, HomeScreen)
            await press(app, pilot, "n", "4")
            assert isinstance(app.screen, Ask)
            await type_in(app, pilot, label="blauwe map")
            assert isinstance(app.screen, InterviewScreen)
            assert "blauwe map · bewaard" in words(app)
            await press(app, pilot, "f7")
            assert isinstance(app.screen, HomeScreen)
            await press(app, pilot, "m")
            assert isinstance(app.screen, Pick), "nothing waits for a screen that went away"
            await press(app, pilot, "escape")
            assert len(app.screen_stack) == 2, "nothing of the dossiers is left behind it"

    asyncio.run(back())


def test_first_key_after_a_sleep_counts_at_the_locked_door(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    async def wake() -> None:
        async with app_at(home, time, locked=True) as (app, pilot):
            time.sleeps(8 * 3600)
            await press(app, pilot, "a")
            assert app.screen.query_one("#secret", Line).value == "a"

    asyncio.run(wake())


def test_dossiers_are_in_the_menu_and_work_from_there(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    with_dossier(home, time)

    async def choose() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            names = [action.name for action in offered(app)]
            assert "dossiers" in names
            assert "keep" not in names
            await press(app, pilot, "f9", "f6")
            assert isinstance(app.screen, HomeScreen)

    asyncio.run(choose())
