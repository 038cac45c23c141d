"""The door of the store: the right secret leads back to the same page, a wrong one waits, and trouble is said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input

from meldcode.dossier.sealed import backup
from meldcode.tui.choose import Choose
from meldcode.tui.dialogs import Ask
from meldcode.tui.hidden import Hidden
from meldcode.tui.home import HomeScreen
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.modals import Confirm
from meldcode.tui.unlock import UnlockScreen
from tests.ui.helper import screen_text, settle
from tests.ui.kept_helper import (
    CASE,
    LABEL,
    PASSPHRASE,
    Time,
    a_store,
    answers,
    app_at,
    opened,
    press,
    quiet,
    type_in,
    unlock,
    with_dossier,
    words,
)


def test_right_passphrase_leads_to_the_same_page_and_stays_nowhere(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    with_dossier(home, time)

    async def come_back() -> None:
        async with app_at(home, time) as (app, pilot):
            assert isinstance(app.screen, UnlockScreen)
            screen = app.screen
            await unlock(app, pilot)
            assert isinstance(app.screen, InterviewScreen)
            assert "gemeente" in [item.id for item in app.screen.interview.page().items]
            assert LABEL in screen_text(app)
            assert PASSPHRASE not in repr([*vars(screen).values(), *vars(app).values()])
            await press(app, pilot, "f6")
            assert isinstance(app.screen, HomeScreen)
            assert app.vault is not None
            assert app.vault.setting("resume") == ""

    asyncio.run(come_back())


def test_wrong_passphrase_empties_the_line_and_each_next_try_waits_longer(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    async def guess() -> None:
        async with app_at(home, time) as (app, pilot):
            line = app.screen.query_one("#secret", Input)
            for _try in range(3):
                await unlock(app, pilot, "dit is hem vast niet")
                assert line.value == ""
            assert "over 2 seconden" in words(app)
            await unlock(app, pilot)
            assert isinstance(app.screen, UnlockScreen), "the right one waits as well"
            time.passes(1)
            app.screen.tick()
            await settle(pilot)
            assert "over 1 seconde " in words(app)
            time.passes(1)
            app.screen.tick()
            await settle(pilot)
            assert "U kunt het opnieuw proberen" in words(app)
            await unlock(app, pilot)
            assert isinstance(app.screen, HomeScreen)

    asyncio.run(guess())


def test_wait_goes_on_after_a_new_start(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    async def guess() -> None:
        async with app_at(home, time) as (app, pilot):
            for _try in range(3):
                await unlock(app, pilot, "dit is hem vast niet")
        async with app_at(home, time) as (app, _pilot):
            assert "over 2 seconden" in words(app)

    asyncio.run(guess())


def test_recovery_code_opens_and_asks_for_a_new_passphrase(tmp_path: Path) -> None:
    time = Time()
    home, code = a_store(tmp_path, time)

    async def recover() -> None:
        async with app_at(home, time) as (app, pilot):
            await press(app, pilot, "tab", "enter")
            assert "Herstelcode van uw papier" in words(app)
            await type_in(app, pilot, secret=code[:-1] + ("2" if code[-1] != "2" else "3"))
            assert "klopt niet helemaal" in words(app)
            await type_in(app, pilot, secret=code.lower().replace("-", " "))
            assert isinstance(app.screen, Ask)
            await type_in(app, pilot, new="een nieuwe zin van nu", again="een nieuwe zin van nu")
            assert isinstance(app.screen, HomeScreen)
            await press(app, pilot, "ctrl+q")
        opened(home, time, "een nieuwe zin van nu").close()

    asyncio.run(recover())


def test_half_typed_passphrase_does_not_wait_behind_the_empty_screen(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    async def hide() -> None:
        async with app_at(home, time) as (app, pilot):
            await press(app, pilot, *"vier", "f12")
            assert isinstance(app.screen, Hidden)
            await press(app, pilot, "enter")
            assert app.screen.query_one("#secret", Input).value == ""

    asyncio.run(hide())


def test_trying_without_the_store_keeps_nothing(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    async def look() -> None:
        async with app_at(home, time) as (app, pilot):
            await press(app, pilot, "tab", "end", "enter")
            assert isinstance(app.screen, Choose)
            await press(app, pilot, "4", "2")
            assert "Niet bewaard" in screen_text(app)
            assert app.vault is None

    asyncio.run(look())


@pytest.mark.parametrize(("spoil", "says"), [("key", "sleutelbestand is weg"), ("db", "dossiers is weg")])
def test_lost_file_is_said_with_what_to_do_and_a_backup_can_be_put_back(tmp_path: Path, spoil: str, says: str) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    dossier = with_dossier(home, time)
    vault = opened(home, time)
    backup(vault, tmp_path / "kopie.backup")
    vault.close()
    getattr(home, spoil).unlink()

    async def restore() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            assert says in words(app)
            await press(app, pilot, "enter")
            assert isinstance(app.screen, Ask)
            await type_in(app, pilot, path=str(tmp_path / "kopie.backup"), secret=PASSPHRASE)
            assert isinstance(app.screen, Confirm), words(app)
            assert "dossiers.old" in words(app)
            await press(app, pilot, "enter")
            assert isinstance(app.screen, InterviewScreen)
            await press(app, pilot, "ctrl+q")

    asyncio.run(restore())
    assert answers(home, time, dossier)["gemeente"] == CASE


def test_older_state_is_said_and_can_be_read_or_accepted(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)
    older = home.db.read_bytes()
    with_dossier(home, time)
    home.db.write_bytes(older)

    async def doubt() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            assert isinstance(app.screen, Confirm)
            await press(app, pilot, "escape")
            assert isinstance(app.screen, HomeScreen)
            assert app.vault is not None
            assert app.vault.read_only
            await press(app, pilot, "ctrl+q")
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            await pilot.click("#accept")
            await quiet(app, pilot)
            assert app.vault is not None
            assert not app.vault.read_only

    asyncio.run(doubt())
