"""Practising alone in the app: the story beside the questions, the expert, looking back; and no door to dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from meldcode.dossier.home import Home
from meldcode.training.store import PracticeStore
from meldcode.tui.hidden import Hidden
from meldcode.tui.menu import Menu
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.scroll import PageList
from meldcode.tui.training.cases import CasesScreen
from meldcode.tui.training.story import (
    ComparedScreen,
    LookBackScreen,
    StoryPanel,
    StoryScreen,
    VariantScreen,
)
from meldcode.tui.training.walking import PractisingApp
from meldcode.tui.training.walking_screen import WalkingScreen
from tests.training.walking_helper import first_moment, front, play, press, small, told, walking, words
from tests.ui.helper import screen_text, settle

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data" / "dossiers")


def test_cases_are_listed_with_profession_minutes_and_what_was_done(home: Home) -> None:
    PracticeStore(home.folder.parent).set_progress({"twee_huizen": {"ended": True, "finished": "2026-03-01"}})

    async def look(app: PractisingApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, CasesScreen)
        text = screen_text(app)
        assert "OEFENING" in text.splitlines()[0]
        assert "Twee huizen" in text
        assert "gedaan op 1 maart 2026" in text
        assert "minuten" in text
        assert "Meldcode in jeugdwerk" in text
        await press(pilot, "1")
        assert isinstance(app.screen, StoryScreen)

    play(home, look, size=(120, 60))


def test_a_case_is_walked_from_the_story_to_the_look_back(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, StoryScreen)
        assert "U bent leerkracht van groep 4." in screen_text(app)
        await first_moment(pilot)
        assert "Alles van dit moment is gewogen" in told(app)
        assert app.interview is not None
        assert app.interview.given() == {"acuut_gevaar": "nee", "vermoeden": "onbekend"}
        await press(pilot, "f8")
        assert isinstance(app.screen, ComparedScreen)
        assert "U en de expert: Nee" in screen_text(app)
        await press(pilot, "f8")
        assert isinstance(app.screen, StoryScreen), "what is new is shown by itself"
        assert "Moment 2 van 2: Dinsdagmiddag" in screen_text(app)
        await press(pilot, "f8")
        assert "Kies hetzelfde dan nog een keer" in told(app)
        await press(pilot, "3", "f8", "1", "f8", "f8")
        assert isinstance(app.screen, LookBackScreen)
        assert "Bij 1 weging" in screen_text(app)
        await press(pilot, "1")
        assert isinstance(app.screen, VariantScreen)
        assert "De uitkomst is dan" not in screen_text(app)
        await press(pilot, "f8")
        assert "De uitkomst is dan" in screen_text(app)
        await press(pilot, "escape", "escape")
        assert front(app) is walking(app), "the record can still be worked on"

    play(home, walk, small(tmp_path))


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_says_practice_and_the_numbers_to_call(home: Home, tmp_path: Path, size: tuple[int, int]) -> None:
    seen: set[type] = set()

    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        def look() -> None:
            first = screen_text(app).splitlines()[0]
            assert "OEFENING" in first, type(app.screen)
            assert "0800-2000" in first
            assert "112" in first
            seen.add(type(app.screen))

        for keys in (
            (),
            ("f8",),
            ("2", "f8", "3", "f6"),
            ("f8",),
            ("f8",),
            ("escape", "f2"),
            ("escape", "f4"),
            ("escape", "f9"),
            ("escape", "f6", "f8", "3", "f8", "1", "f8"),
            ("f8",),
            ("1",),
            ("escape", "3"),
        ):
            await press(pilot, *keys)
            look()

    play(home, walk, small(tmp_path), size)
    assert {StoryScreen, WalkingScreen, ComparedScreen, LookBackScreen, VariantScreen, Menu, RequestScreen} <= seen
    assert CasesScreen in seen


def test_story_stands_beside_the_questions_in_a_wide_window(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "escape")
        panel = walking(app).query_one(StoryPanel)
        assert panel.region.width > 30
        assert "Kind A huilt bij het weggaan." in screen_text(app)
        await press(pilot, "2")
        for _turn in range(6):
            if app.focused is None or app.focused.id != "weigh":
                await press(pilot, "tab")
        assert app.focused is not None
        assert app.focused.id == "weigh", "the list is reached by Tab"
        assert "Denkt u nu aan een vermoeden?" in screen_text(app)
        await press(pilot, "enter")
        assert walking(app).interview.target == "vermoeden"
        await press(pilot, "3", "f6", "enter", "f8")
        assert front(app) is walking(app), "what is new stands beside the questions"
        assert "Dinsdagmiddag" in screen_text(app)

    play(home, walk, small(tmp_path), (120, 40))


def test_a_row_of_the_panel_can_be_clicked(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "escape")
        listed = walking(app).query_one("#weigh", PageList)
        await pilot.click(listed, offset=(6, listed._index_to_line[1]))
        await settle(pilot)
        assert walking(app).interview.target == "vermoeden"

    play(home, walk, small(tmp_path), (120, 40))


def test_who_compares_early_is_asked_first(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "3")
        assert isinstance(app.screen, Confirm)
        assert "2 wegingen van dit moment zijn nog open" in screen_text(app)
        await press(pilot, "escape")
        assert not walking(app).walk.compared
        await press(pilot, "f9", "2", "tab", "enter")
        assert isinstance(app.screen, ComparedScreen)
        assert "U: niet gewogen" in screen_text(app)

    play(home, walk, small(tmp_path))


def test_a_question_that_is_not_asked_yet_says_why_and_leads_to_the_one_before_it(home: Home) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        screen = walking(app)
        ask = "vgv_vertrek"
        screen.walk.place = next(place for place, one in screen.walk.case.weighed() if one.ask == ask)
        await press(pilot, "escape")
        screen._visit(ask)
        await settle(pilot)
        assert front(app) is screen, "no window in between"
        assert "Eerst deze vraag. Daarna komt:" in told(app)
        target = screen.walk.way(ask).target
        assert target in {item.id for item in screen.interview.page().items}

    play(home, walk, "de_lange_vakantie")


def test_who_leaves_comes_back_at_the_same_moment_with_the_same_choices(home: Home, tmp_path: Path) -> None:
    case = small(tmp_path)

    async def begin(app: PractisingApp, pilot: Pilot[None]) -> None:
        await first_moment(pilot)
        await press(pilot, "f8", "f8", "f8", "1", "ctrl+q")
        assert app.return_code == 0, "nothing was typed, so nothing is asked"

    async def go_on(app: PractisingApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, Confirm)
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, StoryScreen)
        assert "Wat u toen zelf typte, is niet bewaard" in words(app)
        walk = walking(app).walk
        assert walk.place == 1
        assert walk.interview.given() == {"acuut_gevaar": "nee", "vermoeden": "ja"}
        assert walk.next_open() is walk.stage.weighings[1]

    play(home, begin, case)
    play(home, go_on, case)


def test_who_begins_anew_begins_with_nothing(home: Home, tmp_path: Path) -> None:
    case = small(tmp_path)

    async def begin(app: PractisingApp, pilot: Pilot[None]) -> None:
        await first_moment(pilot)

    async def anew(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "tab", "tab", "enter")
        assert walking(app).walk.interview.given() == {}
        assert walking(app).walk.place == 0

    play(home, begin, case)
    play(home, anew, case)


def test_leaving_asks_only_when_something_typed_would_be_lost(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "escape")
        walking(app).interview.answer("gemeente", "Zwolle")
        await press(pilot, "ctrl+q")
        assert isinstance(app.screen, Confirm)
        assert "Wat u zelf typte, is dan weg" in words(app)
        await press(pilot, "escape", "f7")
        assert isinstance(app.screen, Confirm), "the first page leads to the cases"
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, CasesScreen)
        assert app.interview is None

    play(home, walk, small(tmp_path))
    kept = (home.folder.parent / "oefenen" / "oefening-voortgang.json").read_text("utf-8")
    assert "Zwolle" not in kept


def test_no_store_is_opened_asked_for_or_made(home: Home, tmp_path: Path) -> None:
    home.folder.mkdir(parents=True)
    (home.folder / "dossiers.db").write_bytes(b"not a store")
    before = {path.name: path.read_bytes() for path in home.folder.iterdir()}

    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, CasesScreen)
        await press(pilot, "f6")
        assert isinstance(app.screen, CasesScreen)
        app.action_dossiers()
        await press(pilot, "1", "escape", "f6")
        assert isinstance(app.screen, StoryScreen)
        await press(pilot, "f6", "f9")
        assert isinstance(app.screen, Menu)
        assert not {"keep", "dossiers", "tour"} & app.screen.actions.keys()
        assert {"story", "compare", "cases"} <= app.screen.actions.keys()
        assert app.vault is None

    play(home, walk)
    assert {path.name: path.read_bytes() for path in home.folder.iterdir()} == before


def test_progress_that_cannot_be_kept_is_said_once_and_practice_goes_on(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", "utf-8")

    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "f8", "2")
        assert "Waar u was, wordt alleen niet onthouden" in words(app)
        await press(pilot, "escape", "1")
        assert front(app) is walking(app)
        assert walking(app).interview.value("acuut_gevaar") == "ja"

    play(Home(tmp_path / "data" / "dossiers"), walk, small(tmp_path))


def test_a_case_that_cannot_be_used_gets_a_sentence(home: Home) -> None:
    own = home.folder.parent / "oefeningen"
    own.mkdir(parents=True)
    (own / "zz_kapot.yaml").write_text("case: zz_kapot\ntitle: Kapot\nflow: onderwijs\n", "utf-8")

    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, Confirm | Reading)
        assert "zz_kapot.yaml" in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, CasesScreen)

    play(home, walk)


def test_another_language_keeps_the_place_and_hiding_hides(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "escape", "2", "f12")
        assert isinstance(app.screen, Hidden)
        assert "OEFENING" not in screen_text(app)
        await press(pilot, "f12")
        app.action_language()
        await settle(pilot)
        assert front(app) is walking(app)
        assert walking(app).walk.place == 0
        assert "Kind A huilt bij het weggaan." in screen_text(app)
        await press(pilot, "f6")
        assert "EXERCISE · Het rode boekje" in screen_text(app)
        app.action_language()
        await settle(pilot)
        assert "OEFENING · Het rode boekje" in screen_text(app)

    play(home, walk, small(tmp_path), (120, 40))


def test_progress_of_an_older_version_is_said_to_be_gone(home: Home, tmp_path: Path) -> None:
    PracticeStore(home.folder.parent).set_progress({"klein_geval": {"version": "0", "stage": 1, "given": {}}})

    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, StoryScreen)
        assert "Dit geval is veranderd sinds u eraan begon." in words(app)
        assert walking(app).walk.place == 0

    play(home, walk, small(tmp_path))


def test_the_same_case_again_and_another_case(home: Home, tmp_path: Path) -> None:
    async def walk(app: PractisingApp, pilot: Pilot[None]) -> None:
        await first_moment(pilot)
        await press(pilot, "f8", "f8", "f8", "1", "f8", "1", "f8", "f8")
        assert isinstance(app.screen, LookBackScreen)
        await press(pilot, "4")
        assert isinstance(app.screen, StoryScreen)
        screen: Any = walking(app)
        assert screen.walk.interview.given() == {}
        assert screen.walk.finished == "2026-03-09"
        await press(pilot, "escape", "f9", "3")
        assert isinstance(app.screen, CasesScreen)

    play(home, walk, small(tmp_path))
