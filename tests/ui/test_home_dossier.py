"""What can be done with one dossier: every action leads to its event, and Escape leads to none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from meldcode.dossier.events import Closed, Reopened, Retained
from meldcode.dossier.vault import Vault
from meldcode.tui.dialogs import Ask
from meldcode.tui.dossier_menu import DossierMenu
from meldcode.tui.home import HomeScreen
from meldcode.tui.modals import Reading
from tests.ui.helper import NOW
from tests.ui.home_helper import (
    HomeApp,
    choose,
    click,
    during,
    fill,
    kinds,
    last,
    menu,
    new,
    press,
    quiet,
    store_of_a_test,
    words,
)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    yield from store_of_a_test(tmp_path, monkeypatch)


def test_another_label_is_an_event(vault: Vault) -> None:
    code = new(vault, "oud")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await menu(app, pilot, "name")
        await fill(app, pilot, label="nieuw woord")
        assert isinstance(app.screen, HomeScreen)
        assert "nieuw woord" in words(app)

    during(vault, check)
    assert kinds(vault, code)[-1] == "named"
    assert vault.entry(code).label == "nieuw woord"


def test_closing_asks_a_reason_and_takes_thirty_days(vault: Vault) -> None:
    code = new(vault, "af")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await menu(app, pilot, "close")
        assert "dossier van de leerling" in words(app)
        await click(app, pilot, "#yes")
        await fill(app, pilot, reason=" ")
        assert "een reden nodig" in words(app)
        await fill(app, pilot, reason="Hulp loopt goed.")

    during(vault, check, (80, 40))
    assert last(vault, code) == Closed(NOW, "Hulp loopt goed.", "2026-04-01")


def test_closing_with_another_day_asks_why(vault: Vault) -> None:
    code = new(vault, "af")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await menu(app, pilot, "close")
        await click(app, pilot, "#yes")
        for until in ("gisteren", "1-3-2026", "1-9-2026"):
            await fill(app, pilot, reason="klaar", until=until)
            assert isinstance(app.screen, Ask)
            assert vault.entry(code).state == "open"
        await fill(app, pilot, why="klacht loopt")

    during(vault, check)
    assert kinds(vault, code)[-2:] == ["closed", "retained"]
    assert last(vault, code) == Retained(NOW, "2026-09-01", "klacht loopt")
    assert vault.entry(code).until == "2026-09-01"


def test_a_closed_dossier_is_kept_longer_and_reopened_with_a_reason(vault: Vault) -> None:
    code = new(vault, "af")
    vault.append(code, Closed(NOW, "af", "2026-04-01"), None)

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await menu(app, pilot, "retain")
        await fill(app, pilot, until="2-5-2026", reason="nog een gesprek")
        assert last(vault, code) == Retained(NOW, "2026-05-02", "nog een gesprek")
        await menu(app, pilot, "reopen")
        await fill(app, pilot, reason="nieuw signaal")

    during(vault, check)
    assert last(vault, code) == Reopened(NOW, "nieuw signaal")
    assert vault.entry(code).state == "open"


def test_export_writes_and_is_an_event_and_writes_nothing_over(vault: Vault, tmp_path: Path) -> None:
    code = new(vault, "kat")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        for _time in range(2):
            await menu(app, pilot, "export")
            await fill(app, pilot, folder=str(tmp_path / "uit"))
            if isinstance(app.screen, Reading):
                assert "dossier.json" in words(app)
                await press(app, pilot, "escape")
        assert "Er is niets overschreven" in words(app)

    during(vault, check)
    assert kinds(vault, code).count("exported") == 1
    assert {path.name for path in (tmp_path / "uit" / code).iterdir()} == {"dossier.txt", "dossier.json"}


def test_handing_over_compares_the_key_and_then_offers_to_erase(vault: Vault, tmp_path: Path) -> None:
    code = new(vault, "kat")
    key = vault.receive_key

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await menu(app, pilot, "hand over")
        await fill(app, pilot, key="age1onzin", folder=str(tmp_path / "uit"))
        assert "geen openbare sleutel" in words(app)
        await fill(app, pilot, key=key, folder=str(tmp_path / "uit"))
        assert " ".join(key[-6:].upper()) in words(app)
        assert "handedover" not in kinds(vault, code)
        await click(app, pilot, "#yes")
        await fill(app, pilot)
        assert (tmp_path / "uit" / f"{code}.overdracht.age").exists()
        assert kinds(vault, code)[-1] == "handedover"
        await click(app, pilot, "#erase")
        await fill(app, pilot)
        await fill(app, pilot, code=code.lower())

    during(vault, check)
    assert vault.list() == []
    assert kinds(vault, code)[-1] == "erased"


def test_erasing_offers_a_copy_and_takes_two_steps(vault: Vault) -> None:
    code = new(vault, "kat")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await menu(app, pilot, "erase")
        assert "nog nooit geëxporteerd" in words(app)
        await click(app, pilot, "#go")
        assert "een regel zonder inhoud" in words(app)
        await fill(app, pilot, reason="")
        assert "reden nodig" in words(app)
        await fill(app, pilot, reason="termijn voorbij")
        await fill(app, pilot, code="XXXXX")
        assert "niet de code" in words(app)
        assert [entry.code for entry in vault.list()] == [code]
        await fill(app, pilot, code=code)
        assert "nog geen dossiers" in words(app)

    during(vault, check)
    records = list(vault.records(code))
    assert [record.event for record in records[:-1]] == [None] * (len(records) - 1)
    assert getattr(records[-1].event, "reason", "") == "termijn voorbij"


@pytest.mark.parametrize("action", ["name", "export", "hand over", "close", "erase"])
def test_escape_changes_nothing(vault: Vault, action: str) -> None:
    code = new(vault, "kat")
    before = vault.head

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "m", "escape", "m")
        await choose(app, pilot, action)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomeScreen)

    during(vault, check)
    assert vault.head == before
    assert vault.entry(code).label == "kat"


def test_escape_halfway_erasing_changes_nothing(vault: Vault) -> None:
    new(vault, "kat")
    before = vault.head

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await menu(app, pilot, "erase")
        await click(app, pilot, "#go")
        await fill(app, pilot, reason="weg")
        await press(app, pilot, "escape")

    during(vault, check)
    assert vault.head == before


def test_a_window_that_was_taken_away_keeps_no_other_from_opening(vault: Vault) -> None:
    new(vault, "kat")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        for _time in range(2):
            await press(app, pilot, "m")
            assert isinstance(app.screen, DossierMenu)
            await app.pop_screen()  # as F6 does, and hiding
            await quiet(app, pilot)
        await pilot.press("m", "m", "t", "t")
        await quiet(app, pilot)
        assert len(app.screen_stack) == 2

    during(vault, check)
