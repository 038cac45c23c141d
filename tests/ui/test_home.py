"""The dossiers of an open store in a list, what is due, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from meldcode.desk.work import resume
from meldcode.dossier.entries import Entry
from meldcode.dossier.events import Closed, Term
from meldcode.dossier.vault import Vault
from meldcode.text import clean
from meldcode.tui import home_rows
from meldcode.tui.history import HistoryScreen
from meldcode.tui.home import HomeScreen
from meldcode.tui.long_list import LongList
from tests.ui.helper import NOW, screen_text
from tests.ui.home_helper import (
    HOSTILE,
    HomeApp,
    choose,
    during,
    fill,
    later,
    new,
    press,
    quiet,
    store_of_a_test,
    with_terms,
    words,
)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    yield from store_of_a_test(tmp_path, monkeypatch)


def test_an_empty_store_says_calmly_how_to_begin(vault: Vault) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        assert "Druk op N om te beginnen" in screen_text(app)
        await press(app, pilot, "n")
        assert type(app.screen).__name__ == "Choose"

    during(vault, check)


def test_enter_opens_the_dossier_under_the_cursor(vault: Vault) -> None:
    first = new(vault, "eerste")
    later(vault, NOW + timedelta(hours=1))
    second = new(vault, "tweede")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "enter")
        await press(app, pilot, "down", "enter")
        assert app.opened_codes == [second, first]

    during(vault, check)


def test_the_dossier_that_was_worked_on_has_the_cursor(vault: Vault) -> None:
    first = new(vault, "eerste")
    later(vault, NOW + timedelta(hours=1))
    second = new(vault, "tweede")
    later(vault, NOW + timedelta(hours=2))

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        rows = app.screen.query_one(LongList)
        assert rows.key == second
        with_terms(vault, first, "overleg")
        await press(app, pilot, "s", "escape")
        assert rows.key == first
        await press(app, pilot, "down", "s", "escape")
        assert rows.key == second

    during(vault, check)


def test_closed_dossiers_stand_below_and_say_so(vault: Vault) -> None:
    closed, opened = new(vault, "klaar"), new(vault, "bezig")
    later(vault, NOW + timedelta(days=1))
    vault.append(closed, Closed(vault.clock(), "af", "2026-04-02"), None)

    async def check(app: HomeApp, _pilot: Pilot[None]) -> None:
        rows = app.screen.query_one(LongList)
        assert [option.id for option in rows.options] == [opened, closed]
        assert "gesloten · vandaag · Meldcode in het onderwijs" in screen_text(app)
        assert "1 gesloten" in screen_text(app)

    during(vault, check)


def test_typing_in_the_search_narrows_and_does_nothing_else(vault: Vault) -> None:
    for label in ("Nieuwe Mét accent", "kat", "hond"):
        new(vault, label)
    new(vault, "arts", "huisarts")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        rows = app.screen.query_one(LongList)
        await press(app, pilot, "slash", *"nmtbs")
        assert isinstance(app.screen, HomeScreen)
        assert app.screen.query_one(Input).value == "nmtbs"
        assert rows.option_count == 0
        await press(app, pilot, "escape")
        assert rows.option_count == 4
        await press(app, pilot, "slash", *"MET")
        assert "Mét accent" in str(rows.get_option_at_index(0).prompt)
        await press(app, pilot, "escape", "slash", *"huis", "enter", "enter")
        assert rows.option_count == 1
        assert app.opened_codes == [rows.options[0].id]

    during(vault, check)


def test_a_search_finds_a_code(vault: Vault) -> None:
    code = new(vault, "kat")
    new(vault, "hond")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        app.screen.query_one(Input).value = code.lower()
        await quiet(app, pilot)
        assert [option.id for option in app.screen.query_one(LongList).options] == [code]

    during(vault, check)


def test_ten_thousand_dossiers_make_a_bounded_number_of_rows(vault: Vault) -> None:
    new(vault, "echt")
    some = vault.list()[0]
    terms = (Term("a", "2026-02-01", "Bel nog eens."),)
    for number in range(10_000):
        code = f"Z{number:05}"
        vault._entries[code] = replace(some, code=code, label=f"verzonnen {number}", terms=terms)

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        rows = app.screen.query_one(LongList)
        assert rows.option_count == LongList.STEP + 1
        assert len(app.screen.query("*")) < 60
        assert "10001" in screen_text(app)
        await press(app, pilot, "end")
        assert "Toon meer (9801)" in screen_text(app)
        await press(app, pilot, "enter")
        assert rows.option_count == 2 * LongList.STEP + 1
        assert rows.highlighted == LongList.STEP
        assert app.opened_codes == []
        app.screen.query_one(Input).value = "verzonnen 9999"
        await quiet(app, pilot)
        assert [option.id for option in rows.options] == ["Z09999"]
        await press(app, pilot, "t")
        assert app.screen.query_one(LongList).option_count == LongList.STEP + 1

    during(vault, check)


def test_a_hostile_label_is_shown_as_text_everywhere(vault: Vault) -> None:
    code = new(vault, HOSTILE)
    entry = vault._entries[code]
    vault._entries[code] = replace(entry, terms=(Term("a", "2026-02-01", HOSTILE, HOSTILE),))
    visible = clean(HOSTILE)[:20]

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        for keys in ([], ["m"], ["3"], ["escape", "t"], ["escape", "m", "7"]):
            await press(app, pilot, *keys)
            assert visible in screen_text(app) or "geëxporteerd" in screen_text(app), keys
            assert "\x1b" not in screen_text(app)
        assert app.is_running

    during(vault, check, (120, 40))


def test_a_flow_that_is_not_shipped_is_named_by_its_id(vault: Vault) -> None:
    entry = Entry("K3F9A", "eigen", flow="../eigen-flow", step="overleg", touched="2026-03-01T09:00:00")
    text = str(home_rows.entry_row(entry, NOW.date(), {"../eigen-flow"}, 70))
    assert "gisteren · ../eigen-flow" in text


# what is due, and what happened


def test_dates_stand_late_first_and_enter_opens_the_dossier(vault: Vault) -> None:
    first, second = new(vault, "kat"), new(vault, "hond")
    with_terms(vault, first, "overleg", Term("a", "2026-03-09", "Bel over een week."))
    with_terms(vault, second, "overleg", Term("b", "2026-02-27", "Vraag naar het besluit.", "Bel alsnog."))

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        assert "1 met een datum die voorbij is" in words(app)
        assert "! voorbij, 27 feb: Vraag naar het besluit." in words(app)
        assert "! 9 mrt: Bel over een week." in words(app)
        await press(app, pilot, "T")  # as the bar shows it, or with Caps Lock
        assert "! voorbij, 27 feb hond" in words(app)
        assert "Deze datum is voorbij. Wat nu: Bel alsnog." in words(app)
        await press(app, pilot, "enter")
        assert app.opened_codes == [second]

    during(vault, check)


def test_the_calendar_is_written_without_words_of_the_case(vault: Vault, tmp_path: Path) -> None:
    code = new(vault, "kat")
    with_terms(vault, code, "overleg", Term("a", "2026-03-09", "Bel over een week."))

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "t", "i")
        await fill(app, pilot, folder=str(tmp_path / "uit"))
        assert "overzicht.ics" in words(app)

    during(vault, check)
    text = (tmp_path / "uit" / "overzicht.ics").read_text()
    assert code in text
    assert "kat" not in text
    assert "Bel" not in text


def test_the_history_shows_the_newest_last_and_the_earlier_answers(vault: Vault) -> None:
    code = new(vault, "kat")
    interview = resume(vault, code)
    interview.answer("acuut_gevaar", "ja")
    interview.answer("acuut_gevaar", "nee")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "m")
        await choose(app, pilot, "history")
        text = words(app)
        assert text.index("Werd: Ja") < text.index("Was: Ja") < text.index("Werd: Nee")
        assert "J. Proef" in text

    during(vault, check, (120, 40))


def test_a_long_history_shows_its_end_first(vault: Vault) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        app.push_screen(HistoryScreen("Lang", lambda: [f"regel {number}" for number in range(2000)], ""))
        await quiet(app, pilot)
        assert "regel 1999" in words(app)
        await press(app, pilot, "home")
        assert "Nog 1500 regels hiervoor." in words(app)
        await press(app, pilot, "e")
        assert "regel 0 regel 1" in words(app)

    during(vault, check)
