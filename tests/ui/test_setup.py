"""From a first try in memory to a store: everything typed is kept, the code is on paper first, going back is free."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Static

from meldcode.dossier.events import Answered
from meldcode.dossier.home import Home
from meldcode.dossier.trouble import NotSavedError
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.choose import Choose
from meldcode.tui.controls import Line, Lines
from meldcode.tui.dialogs import Ask
from meldcode.tui.entries import EntryForm
from meldcode.tui.hidden import Hidden
from meldcode.tui.home import HomeScreen
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.item_box import ItemBox
from meldcode.tui.modals import Confirm
from meldcode.tui.setup import SetupScreen
from meldcode.tui.unlock import UnlockScreen
from tests.ui.helper import screen_text, settle
from tests.ui.kept_helper import Time, a_store, app_at, is_front, opened, press, quiet, type_in, unlock, words

OFFER = "zes verzonnen woorden van dit voorstel"
OWN = "mijn eigen zin met woorden"
TOWN = "Verzonnen Sterrenbos"


async def a_try(app: MeldcodeApp, pilot: Pilot[None]) -> InterviewScreen:
    """Some answers in memory, with the last one still in its line."""
    await press(app, pilot, "4", "2", "f8")
    screen = app.screen
    assert isinstance(screen, InterviewScreen)
    line = screen.query_one("#item-gemeente", ItemBox).control
    assert isinstance(line, Line)
    line.focus()
    line.value = TOWN
    return screen


async def set_up(app: MeldcodeApp, pilot: Pilot[None], passphrase: str = "") -> str:
    """Go through the set-up; gives the passphrase."""
    screen = app.screen
    assert isinstance(screen, SetupScreen), screen
    chosen = passphrase or screen._offer
    assert chosen in screen_text(app) or passphrase
    await type_in(app, pilot, who="aandachtsfunctionaris", again=passphrase, passphrase=chosen)
    await press(app, pilot, "f8")
    assert screen.part == "write", words(app)
    code = screen._code
    assert code.split("-")[3] in screen_text(app)
    await press(app, pilot, "f8")
    assert code.split("-")[3] not in screen_text(app), "the code is out of sight while it is typed back"
    await type_in(app, pilot, typed="0" * 28)
    assert isinstance(app.screen, SetupScreen)
    assert not app.home.exists()
    await type_in(app, pilot, typed=code.lower())
    secrets = [line.value for line in screen.query(Line) if line.id in {"passphrase", "again", "typed"}]
    assert not any(secrets), "no secret stays in the screen"
    assert not screen._code
    return chosen


def kept(home: Home, time: Time, secret: str) -> dict[str, object]:
    """Label and answers of the only dossier."""
    vault = opened(home, time, secret)
    try:
        (entry,) = vault.list()
        events = vault.open(entry.code).events()
        assert vault.who == "aandachtsfunctionaris"
        given: dict[str, object] = {one.question: one.value for one in events if isinstance(one, Answered)}
        return given | {"label": entry.label}
    finally:
        vault.close()


@pytest.mark.parametrize("own", ["", OWN], ids=["offered", "own"])
def test_first_try_is_kept_with_everything_that_was_typed_at_the_same_page(tmp_path: Path, own: str) -> None:
    time, home = Time(), Home(tmp_path / "dossiers")
    secret = ""

    async def keep() -> None:
        nonlocal secret
        async with app_at(home, time) as (app, pilot):
            await a_try(app, pilot)
            assert "Niet bewaard · druk F6" in screen_text(app)
            await press(app, pilot, "f6")
            secret = await set_up(app, pilot, own)
            assert isinstance(app.screen, Ask)
            assert "Hoe herkent u dit dossier?" in words(app)
            await type_in(app, pilot, label="groene map")
            assert isinstance(app.screen, InterviewScreen)
            assert app.screen.interview.stored
            assert "groene map · bewaard" in words(app)
            assert "gemeente" in [item.id for item in app.screen.interview.page().items]
            await press(app, pilot, "ctrl+q")
            assert app.return_code == 0

    asyncio.run(keep())
    assert kept(home, time, secret) == {"acuut_gevaar": "nee", "gemeente": TOWN, "label": "groene map"}


def test_full_disk_while_a_try_is_being_kept_leaves_the_try_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    def full(*_arguments: object) -> None:
        raise NotSavedError("niet bewaard: de schijf is vol", "Maak ruimte vrij.")

    async def fail() -> None:
        async with app_at(home, time) as (app, pilot):
            await press(app, pilot, "tab", "end", "enter")
            screen = await a_try(app, pilot)
            await press(app, pilot, "f6")
            with monkeypatch.context() as disk:
                disk.setattr("meldcode.dossier.vault.Vault.append_all", full)
                await unlock(app, pilot)
            assert isinstance(app.screen, Confirm)
            assert "de schijf is vol" in words(app)
            await press(app, pilot, "enter")
            assert is_front(app, screen)
            assert app.vault is None
            assert screen.interview.value("gemeente") == TOWN
            await press(app, pilot, "f6")
            await unlock(app, pilot)
            assert isinstance(app.screen, Ask), "and now there is room"

    asyncio.run(fail())


def test_going_back_from_the_set_up_makes_nothing_and_loses_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "dossiers")

    async def back() -> None:
        async with app_at(home, Time()) as (app, pilot):
            screen = await a_try(app, pilot)
            await press(app, pilot, "f6", "f7")
            assert is_front(app, screen)
            assert screen.interview.value("gemeente") == TOWN
            await press(app, pilot, "f6")
            await type_in(app, pilot, again=OWN, passphrase=OWN)
            await press(app, pilot, "f8", "f8", "f7", "f7", "escape")
            assert is_front(app, screen)
            assert not home.exists()

    asyncio.run(back())


def test_set_up_from_the_first_screen_leads_to_all_dossiers(tmp_path: Path) -> None:
    time, home = Time(), Home(tmp_path / "dossiers")

    async def make() -> None:
        async with app_at(home, time) as (app, pilot):
            assert isinstance(app.screen, Choose)
            await press(app, pilot, "down", "down", "down", "down", "enter")
            await set_up(app, pilot)
            assert isinstance(app.screen, HomeScreen)

    asyncio.run(make())


def test_weak_or_unequal_passphrase_and_wrong_key_are_said(tmp_path: Path) -> None:
    async def slip() -> None:
        async with app_at(Home(tmp_path / "dossiers"), Time()) as (app, pilot):
            await press(app, pilot, "f6")
            screen = app.screen
            assert isinstance(screen, SetupScreen)
            for passphrase, again, key, says in (
                ("", "", "", "Typ het voorstel over"),
                ("kort", "kort", "", "langer"),
                (OWN, "een andere zin met woorden", "", "niet gelijk"),
                (OWN, OWN, "age1nietecht", "geen openbare sleutel"),
            ):
                await type_in(app, pilot, passphrase=passphrase, again=again, organisation=key)
                assert says in str(screen.query_one("#said", Static).render()), passphrase
                assert screen.part == "choose"

    asyncio.run(slip())


def test_other_suggestion_and_a_copied_folder_is_asked_about(tmp_path: Path) -> None:
    async def choose() -> None:
        async with app_at(Home(tmp_path / "OneDrive" / "dossiers"), Time()) as (app, pilot):
            await press(app, pilot, "f6")
            screen = app.screen
            assert isinstance(screen, SetupScreen)
            assert "OneDrive kopieert deze map" in words(app)
            before = screen._offer
            screen.query_one("#other", Button).press()
            await quiet(app, pilot)
            assert screen._offer != before
            await type_in(app, pilot, passphrase=screen._offer)
            await press(app, pilot, "f8")
            assert isinstance(app.screen, Confirm)
            await press(app, pilot, "escape")
            assert screen.part == "choose"
            await press(app, pilot, "f8")
            await pilot.click("#yes")
            await quiet(app, pilot)
            assert screen.part == "write"

    asyncio.run(choose())


def test_try_beside_a_store_is_kept_after_unlocking(tmp_path: Path) -> None:
    time = Time()
    home, _code = a_store(tmp_path, time)

    async def keep() -> None:
        async with app_at(home, time) as (app, pilot):
            await press(app, pilot, "tab", "end", "enter")
            screen = await a_try(app, pilot)
            await press(app, pilot, "f6")
            assert isinstance(app.screen, UnlockScreen)
            await press(app, pilot, "escape")
            assert is_front(app, screen)
            await press(app, pilot, "f6")
            await unlock(app, pilot)
            await press(app, pilot, "escape")
            assert isinstance(app.screen, InterviewScreen)
            assert app.vault is not None
            (entry,) = app.vault.list()
            assert entry.label == entry.code, "without a label the code is one"
            assert app.screen.interview.value("gemeente") == TOWN

    asyncio.run(keep())


def test_hiding_while_the_label_is_asked_loses_nothing(tmp_path: Path) -> None:
    time, home = Time(), Home(tmp_path / "dossiers")
    secret = ""

    async def hide() -> None:
        nonlocal secret
        async with app_at(home, time) as (app, pilot):
            await a_try(app, pilot)
            await press(app, pilot, "f6")
            secret = await set_up(app, pilot)
            await pilot.press("f12")
            await settle(pilot)
            assert app.return_code == 75

    asyncio.run(hide())
    assert kept(home, time, secret)["gemeente"] == TOWN


def test_hiding_during_the_set_up_and_going_on(tmp_path: Path) -> None:
    async def hide() -> None:
        async with app_at(Home(tmp_path / "dossiers"), Time()) as (app, pilot):
            await press(app, pilot, "f6", "f12")
            assert isinstance(app.screen, Hidden)
            await press(app, pilot, "f12")
            assert isinstance(app.screen, SetupScreen)

    asyncio.run(hide())


def test_open_form_comes_along_when_a_try_is_kept(tmp_path: Path) -> None:
    time, home = Time(), Home(tmp_path / "dossiers")

    async def keep() -> None:
        async with app_at(home, time) as (app, pilot):
            await a_try(app, pilot)
            assert app.interview is not None
            app.interview.answer("betrokkene", "kind")
            app.interview.go("signalen")
            assert app.asking is not None
            await app.asking.show(app.interview.page(), True)
            await press(app, pilot, "+")
            form = app.screen
            assert isinstance(form, EntryForm)
            form.query_one("#field-feit Lines", Lines).text = "Verzonnen feit"
            await press(app, pilot, "f6")
            await set_up(app, pilot)
            await press(app, pilot, "escape")
            assert isinstance(app.screen, InterviewScreen)
            assert app.screen.interview.value("signalen") == ({"feit": "Verzonnen feit"},)

    asyncio.run(keep())


def test_stopping_a_try_offers_to_keep_it(tmp_path: Path) -> None:
    async def stop() -> None:
        async with app_at(Home(tmp_path / "dossiers"), Time()) as (app, pilot):
            await a_try(app, pilot)
            await press(app, pilot, "ctrl+q")
            assert isinstance(app.screen, Confirm)
            await pilot.click("#keep")
            await quiet(app, pilot)
            assert isinstance(app.screen, SetupScreen)

    asyncio.run(stop())


def test_store_that_cannot_be_made_is_said_and_the_try_is_still_there(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    home = Home(tmp_path / "bestand" / "dossiers")

    async def fail() -> None:
        async with app_at(home, Time()) as (app, pilot):
            under = await a_try(app, pilot)
            await press(app, pilot, "f6")
            screen = app.screen
            assert isinstance(screen, SetupScreen)
            await type_in(app, pilot, again=OWN, passphrase=OWN)
            await press(app, pilot, "f8", "f8")
            await type_in(app, pilot, typed=screen._code)
            assert is_front(app, screen)
            assert "is geen map" in words(app)
            await press(app, pilot, "escape")
            assert is_front(app, under)
            assert under.interview.value("gemeente") == TOWN

    asyncio.run(fail())
