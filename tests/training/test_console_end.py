"""The clock and the end in the trainer's console: nothing irrevocable without asking, nothing lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from meldcode.errors import MeldcodeError
from meldcode.training.session import Session
from meldcode.training.slides import Meeting
from meldcode.training.trainer import Trainer
from meldcode.training.trainer_words import until
from meldcode.tui.modals import Confirm
from meldcode.tui.training.console import ConsoleApp
from tests.training.console_helper import CODE, console
from tests.training.small import Clock


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come quicker here than a hand can press them."""
    monkeypatch.setattr(ConsoleApp, "REST", 0)


def test_the_clock_is_chosen_counts_down_and_stops_nothing(session: Session, clock: Clock) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "v", "k")
            await desk.press("down", "down", "down", "enter")
            assert "klok 2:00" in " ".join((await desk.text()).split())
            clock.pass_(seconds=59)
            desk.app.tick()
            assert "klok 1:01" in " ".join((await desk.text()).split())
            clock.pass_(minutes=2)
            desk.app.tick()
            assert "De tijd is om" in " ".join((await desk.text()).split())
            assert session.phase == "open"
            await desk.press("k", "escape")
            assert session.ends is not None
            await desk.press("k", "down", "enter")
            assert session.ends is None

    asyncio.run(walk())


def test_ending_asks_once_and_no_is_no(session: Session) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "e")
            assert isinstance(desk.app.screen, Confirm)
            await desk.press("d", "v")
            assert (session.stage, session.phase) == (0, "reading"), "behind a question nothing happens"
            await desk.press("escape")
            assert session.phase == "reading"
            assert not desk.saved

    asyncio.run(walk())


@pytest.mark.parametrize("key", ["ctrl+q", "q"])
def test_a_pause_leaves_the_session_as_it_is(session: Session, key: str) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", key, "down", "enter")
            assert desk.app.return_code == 0
            assert (session.phase, desk.saved) == ("reading", [])

    asyncio.run(walk())


def test_after_the_end_the_button_makes_the_handout_and_then_closes(session: Session) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "v", "e", "down", "enter")
            assert "Verder: Maak de hand-out (PDF)" in await desk.text()
            assert "De aantallen van deze bijeenkomst zijn bewaard" in await desk.whole()
            await desk.press("enter")
            for _turn in range(100):
                if desk.app.made:
                    break
                await asyncio.sleep(0.01)
            assert "oefening-klein.pdf" in await desk.whole()
            assert "Verder: Sluit dit scherm" in await desk.text()
            await desk.press("enter")
            assert desk.app.return_code == 0

    asyncio.run(walk())


def test_what_cannot_be_kept_or_written_is_told(session: Session) -> None:
    def handout() -> list[Path]:
        raise MeldcodeError("er mag niet geschreven worden in de map", "Kies een andere map.")

    async def walk() -> None:
        async with console(session, handout=handout, fails=True) as desk:
            await desk.press("d", "e", "down", "enter")
            assert "Er is geen plaats meer. Maak ruimte vrij." in await desk.text()
            assert "zijn bewaard" not in await desk.whole()
            await desk.press("h")
            for _turn in range(100):
                if "Kies een andere map." in await desk.text():
                    break
                await asyncio.sleep(0.01)
            assert "Er mag niet geschreven worden in de map. Kies een andere map." in " ".join(
                (await desk.text()).split()
            )
            assert not desk.app.made

    asyncio.run(walk())


def test_once_there_is_room_again_the_figures_are_kept_after_all(session: Session) -> None:
    async def walk() -> None:
        async with console(session, fails=True) as desk:
            await desk.press("d", "v", "s", "e", "down", "enter")
            assert "zijn bewaard" not in await desk.whole()
            desk.app.save = lambda: desk.saved.append("kept")
            desk.app.tick()
            desk.app.tick()
            assert desk.saved[-2:] == ["ended", "kept"], "and then never again"
            assert "zijn bewaard, zonder namen" in " ".join((await desk.whole()).split())

    asyncio.run(walk())


def test_a_session_stops_by_itself_and_says_why(session: Session, clock: Clock) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "v")
            for _turn in range(470):
                clock.pass_(seconds=30)
                session.discuss("iemand is er nog")
                desk.app.trainer.tick()
            desk.app.tick()
            assert "Let op: stopt vanzelf over 5 minuten" in " ".join((await desk.text()).split())
            for _turn in range(10):
                clock.pass_(seconds=30)
                desk.app.tick()
            assert session.phase == "ended"
            assert "de afgesproken tijd is om" in await desk.whole()
            desk.app.tick()
            assert desk.saved == ["ended"], "once"

    asyncio.run(walk())


def test_a_clock_that_is_set_back_gives_the_session_no_more_hours(session: Session, clock: Clock) -> None:
    trainer = Trainer(session, Meeting((), CODE))
    clock.pass_(seconds=1)
    trainer.tick()
    clock.pass_(hours=-6)
    trainer.tick()
    for _turn in range(485):
        clock.pass_(seconds=30)
        session.discuss("iemand is er nog")
        trainer.tick()
        if trainer.ended:
            break
    assert "de afgesproken tijd is om" in trainer.said


def test_a_laptop_that_slept_through_lunch_goes_on(session: Session, clock: Clock) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "v")
            clock.pass_(hours=5)
            desk.app.tick()
            assert session.phase == "open"
            assert "stopt vanzelf" not in " ".join((await desk.text()).split()), "that is far away again"
            clock.pass_(seconds=20)
            desk.app.tick()
            assert until(desk.app.trainer) - clock() == timedelta(hours=4) - timedelta(seconds=20)

    asyncio.run(walk())
