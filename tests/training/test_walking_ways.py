"""Ways through a case alone: along its weighings without a detour, at the end of a page, and as the story goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from meldcode.dossier.home import Home
from meldcode.tui.controls import Line
from meldcode.tui.modals import Confirm
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.scroll import PageList
from meldcode.tui.training.story import (
    ComparedScreen,
    StoryScreen,
)
from meldcode.tui.training.walking import PractisingApp
from tests.training.walking_helper import first_moment, front, play, press, small, walking, words
from tests.ui.helper import screen_text, settle


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data" / "dossiers")


def test_a_question_says_what_it_asks_at_this_moment(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "f8", "2")
        assert "Nog te wegen: Denkt u nu aan een vermoeden? F8 gaat erheen." in words(app)
        await press(pilot, "f8")
        assert "In dit geval: Denkt u nu aan een vermoeden?" in words(app)
        assert "vermoedt u huiselijk geweld" in words(app), "the question of the record stays"
        await press(pilot, "3", "f8", "f8", "escape")
        assert "In dit geval" not in words(app), "the next moment has no words of its own for it"

    play(home, walk, small(tmp_path))


def test_who_answers_nothing_is_not_held_by_the_way_on(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "f8", "2", "f8")
        there = walking(app).interview.page().items
        assert "vermoeden" in {item.id for item in there}
        await press(pilot, "f8", "f8", "f8")
        assert walking(app).interview.page().items != there
        assert walking(app).walk.compared is False

    play(home, walk, small(tmp_path))


def test_what_is_left_of_the_moment_stands_below_and_not_what_a_request_lacks(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "f8")
        assert "Moment 1 van 2 · nog te wegen: 2 · andere vragen mogen open blijven" in words(app)
        assert "Nog nodig" not in words(app)
        await press(pilot, "1")
        assert "Bellen gaat voor" in words(app), "in danger that comes first, also in practice"
        await press(pilot, "2")
        assert "nog te wegen: 1" in words(app)

    play(home, walk, small(tmp_path))


def test_enter_reads_to_the_end_before_it_goes_on(home: Home) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, StoryScreen)
        assert "Wat u nu weegt" not in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, StoryScreen)
        for _time in range(4):
            if isinstance(front(app), StoryScreen):
                await press(pilot, "enter")
        assert front(app) is walking(app)

    play(home, walk, "leeg_trommeltje")


def test_the_list_of_cases_begins_with_what_it_is(home: Home) -> None:
    async def look(app: PractisingApp, _pilot: Pilot[None]) -> None:
        assert "OEFENING: kies een geval" in screen_text(app)
        assert isinstance(app.focused, PageList)

    play(home, look)


def test_who_weighed_otherwise_can_go_on_as_the_story_does(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await first_moment(pilot, "2")
        await press(pilot, "f8", "2")
        walk = walking(app).walk
        assert walk.place == 1
        assert walk.interview.value("vermoeden") == "onbekend", "the expert's"
        assert walk.given[0, "vermoeden"] == "nee", "the person's own"
        await press(pilot, "f8", "1", "f8", "1", "f8")
        assert isinstance(app.screen, ComparedScreen)
        assert "Verder met de antwoorden van de expert" not in words(app)

    play(home, walk, small(tmp_path))


def test_a_request_from_practice_is_written_and_says_practice(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "escape", "2", "f4")
        assert isinstance(app.screen, RequestScreen)
        assert "zip-bestand" not in screen_text(app), "that is for a browser"
        folder = app.screen.query_one("#folder", Line)
        folder.value = str(tmp_path / "aanvraag")
        folder.focus()
        await press(pilot, "enter")
        for _time in range(5000):  # a thread writes
            await settle(pilot)
            if isinstance(app.screen, Confirm):
                await pilot.click("#yes")
            elif "Geschreven:" in screen_text(app):
                break
        assert "Geschreven:" in screen_text(app)

    play(home, walk, small(tmp_path))
    names = {path.name for path in (tmp_path / "aanvraag").iterdir()}
    assert names
    assert all("oefening" in name for name in names), names
    assert not home.folder.exists()
