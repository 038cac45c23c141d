"""An own flow in the app: shown as not shipped, asked about once for each version; and a try with prepared answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from meldcode import i18n
from meldcode.desk.prepared import Prepared, prepare
from meldcode.dossier.home import Home
from meldcode.flow.trust import FILE
from meldcode.resources import flows_folder
from meldcode.tui.app import MeldcodeApp, make_app
from meldcode.tui.choose import Choose
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.modals import Confirm
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.trusting import AskTrust
from meldcode.tui.unlock import UnlockScreen
from tests.flow.strangers import BROKEN, SAME_NAME, TITLE, changed, put
from tests.ui.helper import at_rest, settle
from tests.ui.home_helper import words as inside
from tests.ui.kept_helper import Time, a_store, app_at, opened, press, unlock, words

EXAMPLE = flows_folder() / "voorbeelden" / "onderwijs-melding.yaml"
SIZES = pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=["60x20", "80x24"])


def home_at(folder: Path) -> Home:
    return Home(folder / "dossiers")


def key_of(app: MeldcodeApp, title: str) -> str:
    """The key of the flow with this title in the list."""
    assert isinstance(app.screen, Choose)
    return str(1 + [head.title for head in app.screen.heads].index(title))


async def choose(app: MeldcodeApp, pilot: Pilot[None], title: str = TITLE) -> None:
    await press(app, pilot, key_of(app, title))


@SIZES
def test_an_own_flow_is_accepted_once_and_a_changed_one_again(tmp_path: Path, size: tuple[int, int]) -> None:
    put(tmp_path)

    async def first() -> None:
        async with app_at(home_at(tmp_path), Time(), size=size) as (app, pilot):
            await choose(app, pilot)
            assert isinstance(app.screen, AskTrust)
            await press(app, pilot, "escape")
            assert isinstance(app.screen, Choose), "nothing happened"
            assert not (tmp_path / FILE).exists()
            await choose(app, pilot)
            await press(app, pilot, "tab", "enter")
            assert isinstance(app.screen, Choose), "the first button is the careful one"
            await choose(app, pilot)
            await press(app, pilot, "tab", "tab", "enter")
            assert isinstance(app.screen, InterviewScreen)
            assert (tmp_path / FILE).exists()

    async def second() -> None:
        async with app_at(home_at(tmp_path), Time(), size=size) as (app, pilot):
            await choose(app, pilot)
            assert isinstance(app.screen, InterviewScreen)

    async def third() -> None:
        async with app_at(home_at(tmp_path), Time(), size=size) as (app, pilot):
            await choose(app, pilot)
            assert isinstance(app.screen, AskTrust)
            assert "anders dan de versie die u eerder accepteerde" in inside(app)

    asyncio.run(first())
    asyncio.run(second())
    changed(tmp_path)
    asyncio.run(third())


def test_nothing_is_asked_of_a_shipped_flow(tmp_path: Path) -> None:
    async def begin() -> None:
        async with app_at(home_at(tmp_path), Time()) as (app, pilot):
            await press(app, pilot, "1")
            assert isinstance(app.screen, InterviewScreen)
            assert not (tmp_path / FILE).exists()

    asyncio.run(begin())


def test_flows_that_cannot_be_used_say_why_and_leave_the_others(tmp_path: Path) -> None:
    put(tmp_path, BROKEN, "a.yaml")
    put(tmp_path, SAME_NAME, "b.yaml")
    put(tmp_path, name="c.yaml")

    async def look() -> None:
        async with app_at(home_at(tmp_path), Time(), size=(120, 40)) as (app, pilot):
            await choose(app, pilot, "a.yaml")
            assert "meldcode check" in words(app)
            await choose(app, pilot, "Niet de echte")
            assert "Geef de eigen vragenlijst een andere naam" in words(app)
            assert isinstance(app.screen, Choose)
            await choose(app, pilot)
            assert isinstance(app.screen, AskTrust)

    asyncio.run(look())


async def _list_and_question(folder: Path, size: tuple[int, int]) -> tuple[str, str]:
    async with app_at(home_at(folder), Time(), size=size) as (app, pilot):
        assert isinstance(app.screen, Choose)
        app.screen.query_one(OptionList).highlighted = len(app.screen.heads) - 1
        listed = await at_rest(app, pilot)
        await press(app, pilot, "enter")
        return listed, await at_rest(app, pilot)


def test_screens_speak_english(tmp_path: Path) -> None:
    put(tmp_path)
    dutch = asyncio.run(_list_and_question(tmp_path, (80, 24)))
    i18n.use("en")
    listed, asked = asyncio.run(_list_and_question(tmp_path, (80, 24)))
    assert "in danger: 112" in asked
    assert (listed, asked) != dutch


def test_a_dossier_with_an_own_flow_goes_on_when_the_file_is_gone(tmp_path: Path) -> None:
    time, path = Time(), put(tmp_path)
    home, _code = a_store(tmp_path, time)

    async def begin() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            await press(app, pilot, "n")
            await choose(app, pilot)
            await press(app, pilot, "tab", "tab", "enter", "enter")
            assert isinstance(app.screen, InterviewScreen)
            assert app.screen.interview.stored
            await press(app, pilot, "2")

    async def resume() -> None:
        async with app_at(home, time) as (app, pilot):
            await unlock(app, pilot)
            assert isinstance(app.screen, InterviewScreen)
            assert app.screen.interview.flow.title == TITLE
            assert app.screen.interview.value("acuut_gevaar") == "nee"

    asyncio.run(begin())
    path.unlink()
    (tmp_path / FILE).unlink()
    asyncio.run(resume())


# a prepared try


async def _opened(app: MeldcodeApp, then: str = "") -> str:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, InterviewScreen)
        if then:
            await press(app, pilot, then)
        return await at_rest(app, pilot)


def prepared_app(folder: Path, prepared: Prepared) -> MeldcodeApp:
    return make_app(Time(), home_at(folder), prepared=prepared)


def test_an_answers_file_opens_at_its_first_open_question_beside_a_store(tmp_path: Path) -> None:
    home, _code = a_store(tmp_path, Time())
    app = prepared_app(tmp_path, prepare("onderwijs", EXAMPLE, tmp_path))
    assert "Niet bewaard" in asyncio.run(_opened(app))
    interview = app.interview
    assert interview is not None
    still_open = interview.open_questions()
    assert not still_open or still_open[0] in [item.id for item in interview.page().items]
    assert interview.value("acuut_gevaar") is not None
    assert not interview.stored
    vault = opened(home, Time())
    assert vault.list() == []
    vault.close()


def test_it_can_be_kept_as_any_try(tmp_path: Path) -> None:
    a_store(tmp_path, Time())
    app = prepared_app(tmp_path, prepare("onderwijs", EXAMPLE, tmp_path))

    async def keep() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(app, pilot, "f6")
            assert isinstance(app.screen, UnlockScreen)

    asyncio.run(keep())


def test_an_exercise_says_so_everywhere_and_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "oefening.yaml"
    file.write_text("practice: true\n" + EXAMPLE.read_text("utf-8"), "utf-8")
    app = prepared_app(tmp_path, prepare("onderwijs", file, tmp_path))

    async def walk() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "OEFENING · verzonnen" in words(app)
            assert "F6" not in words(app)
            await press(app, pilot, "f6")
            assert isinstance(app.screen, InterviewScreen)
            await press(app, pilot, "f4")
            assert isinstance(app.screen, RequestScreen)
            assert app.screen._built().document.practice == "OEFENING"
            await press(app, pilot, "escape", "ctrl+q")
            assert isinstance(app.screen, Confirm)
            assert not app.screen.query("#keep")

    asyncio.run(walk())


def test_a_flow_that_is_not_accepted_is_not_opened(tmp_path: Path) -> None:
    put(tmp_path)
    app = prepared_app(tmp_path, prepare("school", None, tmp_path))

    async def refuse() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert isinstance(app.screen, AskTrust)
            await press(app, pilot, "escape")
            assert isinstance(app.screen, Choose)
            assert app.interview is None

    asyncio.run(refuse())
