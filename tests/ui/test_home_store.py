"""What can be done with the store as a whole, and the question about a newer questionnaire."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from meldcode.desk.versions import Newer, newer
from meldcode.dossier.chain import Mark
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.events import Noted
from meldcode.dossier.home import Home
from meldcode.dossier.keys import read_keys
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.sealed import hand_over, restore
from meldcode.dossier.trouble import WrongSecretError
from meldcode.dossier.vault import Vault
from meldcode.tui.dialogs import Ask
from meldcode.tui.home import HomeScreen
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.newer import AskNewer
from tests.desk.helper import klein, worked
from tests.ui.helper import running, settle
from tests.ui.home_helper import (
    PASSPHRASE,
    HomeApp,
    choose,
    click,
    during,
    fill,
    new,
    press,
    quiet,
    store_of_a_test,
    words,
)

OTHER = "heel andere woorden die nieuw zijn"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    yield from store_of_a_test(tmp_path, monkeypatch)


def noted(vault: Vault) -> list[str]:
    return [record.event.what for record in vault.records("") if isinstance(record.event, Noted)]


async def manage(app: HomeApp, pilot: Pilot[None], name: str) -> None:
    """Choose this id in the menu of the store."""
    await press(app, pilot, "s")
    await choose(app, pilot, name)


def test_a_backup_is_written_and_noted_and_opens_again(vault: Vault, tmp_path: Path) -> None:
    new(vault, "kat")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "b")
        assert "reservekopie-2026-03-02.backup" in words(app)
        await fill(app, pilot, path=str(tmp_path))
        assert isinstance(app.screen, Reading)
        await press(app, pilot, "escape", "b")
        await fill(app, pilot, path=str(tmp_path))
        assert "Er is niets overschreven" in words(app)

    during(vault, check)
    assert noted(vault) == ["created", "backup"]
    copy, _old = restore(
        Home(tmp_path / "b" / "dossiers"), tmp_path / "reservekopie-2026-03-02.backup", PASSPHRASE, clock=vault.clock
    )
    assert [entry.label for entry in copy.list()] == ["kat"]
    copy.close()


def test_a_dossier_from_a_colleague_comes_in_and_gets_the_cursor(vault: Vault, tmp_path: Path) -> None:
    sender = create(Home(tmp_path / "ander" / "dossiers"), PASSPHRASE, new_recovery_code(), clock=vault.clock)
    sealed = hand_over(sender, new(sender, "van een collega"), vault.receive_key)
    sender.close()
    file = tmp_path / "X.overdracht.age"
    file.write_bytes(sealed)
    new(vault, "eigen")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "receive")
        await fill(app, pilot, path=str(tmp_path / "nergens"))
        assert "niet te lezen" in words(app)
        await fill(app, pilot, path=str(vault.home.key))
        assert "niet voor u verzegeld" in words(app)
        await fill(app, pilot, path=str(file))
        assert "Het dossier staat nu in uw lijst" in words(app)
        await press(app, pilot, "escape", "enter")
        assert [vault.entry(code).label for code in app.opened_codes] == ["van een collega"]

    during(vault, check)


def test_the_own_key_is_shown_and_written(vault: Vault, tmp_path: Path) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "key")
        assert vault.receive_key in words(app)
        assert f"vergelijken: {' '.join(vault.receive_key[-6:].upper())} U kunt" in words(app)
        await fill(app, pilot, folder=str(tmp_path / "uit"))

    during(vault, check)
    assert (tmp_path / "uit" / "sleutel.txt").read_text() == vault.receive_key + "\n"


def test_an_own_passphrase_needs_the_one_of_now_and_twice_the_new_one(vault: Vault) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "passphrase")
        await click(app, pilot, "#own")
        assert app.screen.query_one("#new", Input).password
        for values, said in (
            ({"current": PASSPHRASE, "new": "kort", "again": "kort"}, "vier woorden"),
            ({"current": PASSPHRASE, "new": OTHER, "again": OTHER + "x"}, "niet gelijk"),
            ({"current": "fout en nog eens fout", "new": OTHER, "again": OTHER}, "code van nu klopt niet"),
        ):
            await fill(app, pilot, **values)
            assert said in words(app)
        assert noted(vault) == ["created"]
        await fill(app, pilot, current=PASSPHRASE)
        assert "met de nieuwe zin" in words(app)

    during(vault, check)
    assert noted(vault) == ["created", "passphrase"]
    vault.close()
    again = unlock(vault.home, OTHER, clock=vault.clock)
    again.close()


def test_the_offered_passphrase_is_typed_over_once(vault: Vault) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "passphrase")
        assert isinstance(app.screen, Confirm)
        offered = app.screen.words.splitlines()[-1]
        await click(app, pilot, "#offered")
        await fill(app, pilot, current=PASSPHRASE, new="iets anders dan het voorstel")
        assert "niet het voorstel" in words(app)
        await fill(app, pilot, new=offered)
        read_keys(vault.home.key, offered)

    during(vault, check)
    assert noted(vault) == ["created", "passphrase"]
    with pytest.raises(WrongSecretError):
        read_keys(vault.home.key, PASSPHRASE)


def test_wrong_passphrases_make_the_next_try_wait_here_too(vault: Vault) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "passphrase")
        await click(app, pilot, "#own")
        for _time in range(3):
            await fill(app, pilot, current="fout", new=OTHER, again=OTHER)
        await fill(app, pilot, current=PASSPHRASE)
        assert "seconden opnieuw proberen" in words(app)

    during(vault, check)
    assert noted(vault) == ["created"]


def test_a_new_recovery_code_is_typed_back(vault: Vault) -> None:
    shown: list[str] = []

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "recovery")
        assert isinstance(app.screen, Ask)
        shown.append(next(line for line in app.screen.words.splitlines() if line.count("-") == 6))
        await fill(app, pilot, current=PASSPHRASE, typed=new_recovery_code())
        assert "niet de code die hier staat" in words(app)
        await fill(app, pilot, typed=shown[0].lower())
        assert "geldt vanaf nu" in words(app)

    during(vault, check)
    assert noted(vault) == ["created", "recovery_code"]
    read_keys(vault.home.key, shown[0])


def test_rekeying_waits_and_is_noted(vault: Vault) -> None:
    new(vault, "kat")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "rekey")
        await fill(app, pilot)
        assert "opnieuw versleuteld" in words(app)

    during(vault, check)
    assert noted(vault) == ["created", "rekeyed"]
    vault.close()
    again = unlock(vault.home, PASSPHRASE, clock=vault.clock)
    assert [entry.label for entry in again.list()] == ["kat"]
    again.close()


def test_minutes_until_lock_are_one_to_fifteen(vault: Vault) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "idle")
        for wrong in ("0", "16", "x", "²", ""):
            await fill(app, pilot, minutes=wrong)
            assert "geen getal van 1 tot en met 15" in words(app)
        await fill(app, pilot, minutes=" 7 ")

    during(vault, check)
    assert vault.setting("idle") == "7"


@pytest.mark.parametrize("action", ["backup", "receive", "key", "passphrase", "recovery", "rekey", "idle"])
def test_escape_changes_nothing(vault: Vault, action: str) -> None:
    before, keys = vault.head, vault.home.key.read_bytes()

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, action)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomeScreen)

    during(vault, check)
    assert (vault.head, vault.home.key.read_bytes()) == (before, keys)


def test_the_window_waits_for_work_that_ends_under_the_numbers_to_call(vault: Vault, tmp_path: Path) -> None:
    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "b")
        ask = app.screen
        assert isinstance(ask, Ask)
        ask.query_one("#path", Input).value = str(tmp_path)
        ask.start()
        ask.start()
        await pilot.press("f3")
        await quiet(app, pilot)
        assert "0800-2000" in words(app)
        await press(app, pilot, "escape")
        assert "Reservekopie gemaakt" in words(app)

    during(vault, check)
    assert noted(vault) == ["created", "backup"]


def test_doubt_stands_on_top_until_the_person_goes_on(vault: Vault) -> None:
    new(vault, "kat")
    vault._head.write(Mark(vault.mark.seq + 2, b"x" * 32))
    vault.close()
    doubted = unlock(vault.home, PASSPHRASE, clock=vault.clock)

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        assert "dit is een oudere stand" in words(app).lower()
        await press(app, pilot, "m")
        assert "Wissen" not in words(app)
        assert "Exporteren" in words(app)
        await press(app, pilot, "escape")
        await manage(app, pilot, "accept")
        await press(app, pilot, "escape")
        assert doubted.read_only
        await manage(app, pilot, "accept")
        await click(app, pilot, "#yes")
        assert "oudere stand" not in words(app).lower()

    during(doubted, check)
    assert noted(doubted)[-1] == "accepted"
    doubted.close()


def test_the_history_of_the_store_names_what_happened(vault: Vault) -> None:
    vault.note("backup")

    async def check(app: HomeApp, pilot: Pilot[None]) -> None:
        await manage(app, pilot, "history")
        assert "de opslag is gemaakt" in words(app)
        assert "reservekopie gemaakt" in words(app)
        assert vault.head in words(app)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomeScreen)

    during(vault, check)


# a newer questionnaire


def asked(question: Newer, key: str) -> tuple[str, str | None]:
    """What the screen says, and what pressing this key gives."""
    answers: list[str | None] = []

    async def run() -> str:
        async with running((80, 40)) as (app, pilot):
            app.push_screen(AskNewer(question), answers.append)
            await settle(pilot)
            said = words(app)
            await pilot.press(*key.split())
            await settle(pilot)
            return said

    return asyncio.run(run()), answers[0]


def question() -> Newer:
    old = worked(klein(), {"gevaar": "ja", "vormen": ["x"]})
    found = newer(old, klein({"Is er gevaar?": "Is er nu gevaar?"}))
    assert found is not None
    return found


def test_a_newer_questionnaire_is_told_in_words_and_escape_stays() -> None:
    said, answer = asked(question(), "escape")
    assert "«Is er gevaar?» Nu: «Is er nu gevaar?»" in said
    assert "Blijft gelijk" in said
    assert answer == "stay"


def test_going_over_is_a_choice_of_its_own() -> None:
    assert asked(question(), "tab tab enter")[1] == "move"


def test_another_outcome_and_lost_answers_are_told() -> None:
    found = question()
    first, second = (outcome.id for outcome in found.flow.outcomes[:2])
    said, _answer = asked(replace(found, outcome_before=first, outcome_after=second, lost=("vormen",)), "escape")
    titles = {outcome.id: outcome.title for outcome in found.flow.outcomes}
    assert f"Nu: {titles[first]} Straks: {titles[second]}" in said
    assert "1 antwoord past niet meer" in said
    assert found.flow.items["vormen"].text in said
