"""The app with a store of its own, clocks that a test moves, and what a person types into it. All is invented."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from meldcode.desk.work import begin
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create
from meldcode.dossier.vault import Vault
from meldcode.flow.loader import load_flow
from meldcode.tui.app import MeldcodeApp, make_app
from meldcode.tui.controls import Line, Lines
from meldcode.tui.item_box import ItemBox
from tests.ui.helper import NOW, screen_text, settle

PASSPHRASE = "vier verzonnen woorden hier"  # noqa: S105  # opens invented stores that live as long as a test

CASE = "Verzonnen gemeente Sterrenbos"
LABEL = "groene map"


class Time:
    """A wall clock and a clock that stands still while the computer sleeps."""

    def __init__(self) -> None:
        self.now = NOW
        self.awake = 1000.0

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.awake

    def passes(self, seconds: float) -> None:
        """Time goes by."""
        self.now += timedelta(seconds=seconds)
        self.awake += seconds

    def sleeps(self, seconds: float) -> None:
        """The lid is closed so long."""
        self.now += timedelta(seconds=seconds)


def a_store(folder: Path, time: Time) -> tuple[Home, str]:
    """A store that is closed again, and its recovery code."""
    home, code = Home(folder / "dossiers"), new_recovery_code()
    create(home, PASSPHRASE, code, clock=time, who="J. Proef").close()
    return home, code


@asynccontextmanager
async def app_at(
    home: Home, time: Time, locked: bool = False, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
    """The app on its first screen, with the store of this folder."""
    app = make_app(time, home, locked)
    app.monotonic = time.monotonic
    app._idle.touch()
    async with app.run_test(size=size) as pilot:
        await quiet(app, pilot)
        yield app, pilot
        if app.vault is not None:
            app.vault.close()


async def quiet(app: MeldcodeApp, pilot: Pilot[None]) -> None:
    """Wait until the threads are done and what they found is shown."""
    await settle(pilot)
    for _turn in range(2000):
        if not any(worker.is_running and worker._thread_worker for worker in app.workers):
            break
        await asyncio.sleep(0.005)
        await pilot.pause()
    await settle(pilot)


async def press(app: MeldcodeApp, pilot: Pilot[None], *keys: str) -> None:
    """Press each key, and wait for what it set off."""
    for key in keys:
        await pilot.press(key)
        await quiet(app, pilot)


async def type_in(app: MeldcodeApp, pilot: Pilot[None], **values: str) -> None:
    """Put these texts in the lines with these ids, and Enter in the last."""
    for name, value in values.items():
        line = app.screen.query_one(f"#{name}", Input)
        line.focus()
        line.value = value
    await press(app, pilot, "enter")


async def unlock(app: MeldcodeApp, pilot: Pilot[None], secret: str = PASSPHRASE) -> None:
    """Type a secret on the screen that asks for it."""
    await type_in(app, pilot, secret=secret)


def words(app: MeldcodeApp) -> str:
    """What the screen says, without its lines and borders."""
    return " ".join(screen_text(app).replace("│", " ").split())


def opened(home: Home, time: Time, secret: str = PASSPHRASE) -> Vault:
    """The store, opened beside the app: only possible when the app let go of it."""
    from meldcode.dossier.opening import unlock as open_store

    return open_store(home, secret, clock=time)


def with_dossier(home: Home, time: Time, at: str = "gemeente") -> str:
    """A dossier with some answers, left at the page of a question. Gives its code."""
    vault = opened(home, time)
    interview = begin(vault, load_flow("onderwijs"), LABEL)
    for name, value in {"acuut_gevaar": "nee", "betrokkene": "kind", "gemeente": CASE}.items():
        assert interview.answer(name, value).error is None
    interview.go(at)
    assert isinstance(interview.store, Dossier)
    vault.set("resume", interview.store.code)
    vault.close()
    return interview.store.code


def answers(home: Home, time: Time, code: str) -> dict[str, object]:
    """What the store holds for a dossier."""
    vault = opened(home, time)
    try:
        return {one.question: one.value for one in vault.open(code).events() if isinstance(one, Answered)}
    finally:
        vault.close()


def line_of(app: MeldcodeApp, question: str) -> Line | Lines:
    control = app.screen.query_one(f"#item-{question}", ItemBox).control
    assert isinstance(control, Line | Lines)
    return control


def is_front(app: MeldcodeApp, screen: Screen[None]) -> bool:
    """Whether this is the screen that is shown; a function, for a type checker that thinks it knows."""
    return app.screen is screen
