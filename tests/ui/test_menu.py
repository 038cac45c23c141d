"""Everything can be reached in every terminal: the keys that all of them send, and a menu on every screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from meldcode.interview import Interview
from meldcode.tui.actions import ACTIONS, KeyBar, shown_key
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.doubts_screen import DoubtsScreen
from meldcode.tui.entries import EntryForm
from meldcode.tui.hidden import Hidden
from meldcode.tui.home import HomeScreen
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.menu import Menu, offered
from meldcode.tui.modals import Confirm, Numbers, Reading
from meldcode.tui.outcome import OutcomeScreen
from meldcode.tui.overview import Overview
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.review_screen import ReviewScreen
from meldcode.tui.unlock import UnlockScreen
from tests.ui.helper import interviewing, running, screen_text, settle
from tests.ui.kept_helper import Time, a_store, app_at, press, unlock, words

ARRIVES = {"escape", "question_mark"} | {f"f{n}" for n in range(2, 10)} | {f"ctrl+{key}" for key in "glopqz"}
"""What xterm, tmux and ssh, GNOME Terminal, Windows Terminal and macOS Terminal all hand on.

No F1 (help of GNOME Terminal), F10 (its menu), F11 (whole screen) or F12 (macOS); no Ctrl with a digit, no Alt, no
F-key with Shift or Ctrl; no Ctrl+I, J, M, H, [ (Tab, Enter, Backspace, Escape); no Ctrl+S (some hold the screen),
Ctrl+B and Ctrl+A (tmux and screen), Ctrl+C, V and X (copy and paste), Ctrl+N, T and W (a browser keeps those).
"""
KEPT_BY_SOME = {"f1", "f12"}
NAMED = {
    "acuut_gevaar": "nee",
    "signalen": [{"bron": "zelf_gezien", "feit": "Zij zei iets over Oosterzwaag. Volgens mij is ze zielig."}],
}


def test_every_key_arrives_in_every_terminal_or_has_another_way() -> None:
    for action in ACTIONS.values():
        assert set(action.keys) <= ARRIVES | KEPT_BY_SOME, action.name
    assert set(ACTIONS["everything"].keys) <= ARRIVES, "the menu is the way to all that a terminal keeps"
    assert set(ACTIONS["hide"].keys) & ARRIVES, "hiding cannot wait for a menu"


def test_no_field_uses_a_key_of_ours_for_something_else() -> None:
    """Except undo, which a long text does for itself; F6 and F7 select in a text, which our keys go before."""
    ours = {key for action in ACTIONS.values() for key in action.keys if key.startswith("ctrl")}
    theirs = {key for field in (Input, TextArea) for binding in field.BINDINGS for key in _keys(binding)}
    assert ours & theirs == {"ctrl+z"}
    assert ACTIONS["undo"].polite


def _keys(binding: object) -> list[str]:
    return str(getattr(binding, "key", "")).split(",")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_menu_key_is_in_the_bar_at_every_size_and_no_key_is_cut_off(size: tuple[int, int]) -> None:
    async def look() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}, size=size) as (app, pilot, _interview):
            for keys in ((), ("f2",), ("enter",), ("f4",)):
                for key in keys:
                    await pilot.press(key)
                await settle(pilot)
                assert "F9 Menu" in screen_text(app)
                shown = [key for key in app.screen.query_one(KeyBar).children if key.display]
                assert all(key.region.right <= size[0] for key in shown)

    asyncio.run(look())


def test_all_that_can_be_done_is_in_the_menu_with_its_key_and_a_sentence() -> None:
    async def look() -> None:
        async with interviewing("onderwijs", size=(120, 40)) as (app, pilot, _interview):
            names = {action.name for action in offered(app)}
            assert names == ACTIONS.keys() - {"dossiers", "close", "everything"}
            await pilot.press("f9")
            await settle(pilot)
            text = screen_text(app)
            for action in offered_below(app):
                assert all(shown_key(key) in text for key in action), action
            assert "De vijf stappen: hoe het staat, en ga naar een stap" in text
            await pilot.press("ctrl+g")
            await settle(pilot)
            assert isinstance(app.screen, InterviewScreen)
            assert app.focused is not None

    asyncio.run(look())


def offered_below(app: MeldcodeApp) -> list[tuple[str, ...]]:
    assert isinstance(app.screen, Menu)
    return [action.keys for action in app.screen.actions.values()]


def test_menu_is_on_every_screen_and_gives_the_focus_back() -> None:
    async def walk() -> None:
        async with interviewing("onderwijs", NAMED, "signalen") as (app, pilot, _interview):
            await looked_at(app, pilot, InterviewScreen)
            await press(app, pilot, "+")
            await looked_at(app, pilot, EntryForm)
            assert "back" not in {action.name for action in offered(app)}, "that would be Textual's, and lose the form"
            await press(app, pilot, "escape", "f2")
            await looked_at(app, pilot, Overview)
            await press(app, pilot, "enter")
            await looked_at(app, pilot, OutcomeScreen)
            await press(app, pilot, "f4")
            await looked_at(app, pilot, RequestScreen)
            app.push_screen(DoubtsScreen(_interview, "advice"))
            await settle(pilot)
            await looked_at(app, pilot, DoubtsScreen)
            app.push_screen(ReviewScreen(_interview))
            await settle(pilot)
            await looked_at(app, pilot, ReviewScreen)

    asyncio.run(walk())


async def looked_at(app: MeldcodeApp, pilot: object, screen: type) -> None:
    """The menu opens here, all that it offers can be done, and Escape leads back to where the focus was."""
    assert isinstance(app.screen, screen)
    before = app.focused
    for key in ("f9", "ctrl+g"):
        await press(app, pilot, key)  # type: ignore[arg-type]  # an app of its own
        assert isinstance(app.screen, Menu)
        assert {"call", "language", "theme", "help", "hide", "leave"} <= app.screen.actions.keys()
        await press(app, pilot, "escape")  # type: ignore[arg-type]  # the same
        assert isinstance(app.screen, screen)
        assert app.focused is before


def test_menu_acts_by_number_by_arrow_and_by_the_keys_it_shows() -> None:
    async def act() -> None:
        async with interviewing("onderwijs") as (app, pilot, _interview):
            names = [action.name for action in offered(app)]
            await press(app, pilot, "f9", str(names.index("call") + 1))
            assert isinstance(app.screen, Numbers)
            await press(app, pilot, "escape", "f9", *["down"] * names.index("explain"), "enter")
            assert type(app.screen) is Reading
            await press(app, pilot, "escape", "f9")
            await pilot.press("3", "3", "enter")
            await settle(pilot)
            assert len(app.screen_stack) >= 2, "a key that comes twice closes nothing else"
            await press(app, pilot, "escape", "f9", "f4")
            assert isinstance(app.screen, RequestScreen)
            await press(app, pilot, "escape", "f9", "f12")
            assert isinstance(app.screen, Hidden)
            await press(app, pilot, "f9", "ctrl+g")
            assert isinstance(app.screen, Hidden)
            await press(app, pilot, "ctrl+l")
            assert isinstance(app.screen, Menu)

    asyncio.run(act())


def test_a_question_that_waits_for_its_answer_has_no_menu() -> None:
    async def ask() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "nee"}) as (app, pilot, _interview):
            await press(app, pilot, "ctrl+q")
            assert isinstance(app.screen, Confirm)
            await press(app, pilot, "f9", "question_mark")
            assert isinstance(app.screen, Confirm)

    asyncio.run(ask())


def test_help_tells_the_keys_of_this_screen_and_letters_are_for_typing() -> None:
    async def ask() -> None:
        async with interviewing("onderwijs", at="gemeente") as (app, pilot, interview):
            await press(app, pilot, "question_mark", "slash")
            assert isinstance(app.screen, InterviewScreen)
            await press(app, pilot, "f8")
            assert interview.value("gemeente") == "?/"
        async with running() as (app, pilot):
            await press(app, pilot, "f1")
            assert type(app.screen) is Reading
            assert "F3 · Bellen" in screen_text(app)
            assert "Zoeken" not in screen_text(app)

    asyncio.run(ask())


def test_the_home_screen_adds_its_own_letters(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    async def look() -> None:
        async with app_at(home, time, locked=True) as (app, pilot):
            assert isinstance(app.screen, UnlockScreen)
            await press(app, pilot, "f9")
            assert isinstance(app.screen, Menu)
            assert not {"tour", "keep", "dossiers"} & app.screen.actions.keys()
            assert "meldcode" not in words(app).lower()
            await press(app, pilot, "question_mark")
            assert "meldcode" not in words(app).lower()
            await press(app, pilot, "escape")
            await unlock(app, pilot)
            assert isinstance(app.screen, HomeScreen)
            await press(app, pilot, "f9")
            assert {"new", "due", "manage", "backup", "search"} <= screen_actions(app)
            await press(app, pilot, "t")
            assert not isinstance(app.screen, Menu)
            assert not isinstance(app.screen, HomeScreen)

    asyncio.run(look())


def screen_actions(app: MeldcodeApp) -> set[str]:
    assert isinstance(app.screen, Menu)
    return set(app.screen.actions)


def test_an_exercise_is_not_offered_to_be_kept() -> None:
    async def look() -> None:
        async with interviewing("onderwijs") as (app, _pilot, interview):
            assert isinstance(interview, Interview)
            interview.practice = True
            assert not {"keep", "dossiers"} & {action.name for action in offered(app)}

    asyncio.run(look())
