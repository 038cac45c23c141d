"""The app with an open store and nothing else, for the tests of the dossiers on screen. All labels are invented."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input

from meldcode import tui
from meldcode.desk.work import begin
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Event, Named, Standing, Term
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create
from meldcode.dossier.vault import Vault
from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.dialogs import Ask, Pick
from meldcode.tui.home import HomeScreen
from tests.ui.helper import NOW, screen_text, settle

PASSPHRASE = "verzonnen zin van vijf woorden"  # noqa: S105  # invented, for stores that live as long as a test
HOSTILE = "[/][@click=app.quit]\x1b]52;c;x\x07"
Check = Callable[["HomeApp", Pilot[None]], Coroutine[object, object, None]]


class Clock:
    """A time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class HomeApp(MeldcodeApp):
    """The app with an open store; what it is asked to open is written down."""

    CSS_PATH = str(Path(tui.__file__).with_name("app.tcss"))

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault.clock, vault.home)
        self.vault = vault
        self.store = vault
        self.opened_codes: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        """All dossiers."""
        return HomeScreen(self.store)

    def open_dossier(self, code: str) -> None:
        self.opened_codes.append(code)


def store_of_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """An empty store with a clock that stands still and keys that are quick to make."""
    monkeypatch.setattr("meldcode.dossier.keys.COST", 2**10)
    monkeypatch.setattr("meldcode.tui.dialogs.Path.cwd", lambda: Path("/nergens"))
    store = create(Home(tmp_path / "dossiers"), PASSPHRASE, new_recovery_code(), clock=Clock(), who="J. Proef")
    yield store
    store.close()


def later(vault: Vault, now: datetime) -> None:
    """Move the clock of the store."""
    assert isinstance(vault.clock, Clock)
    vault.clock.now = now


@asynccontextmanager
async def at_home(vault: Vault, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[HomeApp, Pilot[None]]]:
    """The app on the screen with the dossiers."""
    app = HomeApp(vault)
    async with app.run_test(size=size) as pilot:
        await quiet(app, pilot)
        yield app, pilot


def during(vault: Vault, check: Check, size: tuple[int, int] = (80, 24)) -> None:
    """Run a check on the screen with the dossiers."""

    async def run() -> None:
        async with at_home(vault, size) as (app, pilot):
            await check(app, pilot)

    asyncio.run(run())


async def quiet(app: HomeApp, pilot: Pilot[None]) -> None:
    """Wait until the threads are done and what they found is shown."""
    await settle(pilot)
    for _turn in range(2000):
        if not any(worker.is_running and worker._thread_worker for worker in app.workers):
            return
        await asyncio.sleep(0.005)
        await pilot.pause()
    raise AssertionError("a thread never ended")


async def press(app: HomeApp, pilot: Pilot[None], *keys: str) -> None:
    """Press each key, and wait for what it set off."""
    for key in keys:
        await pilot.press(key)
        await quiet(app, pilot)


async def click(app: HomeApp, pilot: Pilot[None], selector: str) -> None:
    """Press this button, and wait for what that set off."""
    app.screen.query_one(selector, Button).press()
    await quiet(app, pilot)


async def choose(app: HomeApp, pilot: Pilot[None], name: str) -> None:
    """Choose this id in the menu in front."""
    assert isinstance(app.screen, Pick), app.screen
    place = [one for one, _words in app.screen.rows].index(name)
    await press(app, pilot, str(place + 1))


async def menu(app: HomeApp, pilot: Pilot[None], name: str) -> None:
    """Choose this id in the menu of the dossier under the cursor."""
    await press(app, pilot, "m")
    await choose(app, pilot, name)


async def fill(app: HomeApp, pilot: Pilot[None], **values: str) -> None:
    """Fill in the window in front and go on."""
    assert isinstance(app.screen, Ask), app.screen
    for name, value in values.items():
        app.screen.query_one(f"#{name}", Input).value = value
    app.screen.query_one("#ok", Button).press()
    await quiet(app, pilot)


def words(app: MeldcodeApp) -> str:
    """What the screen says, without its lines and borders; beside a window what is in it only."""
    lines = (line.split("│", 1)[-1].rsplit("│", 1)[0] for line in screen_text(app).splitlines())
    return " ".join(" ".join(lines).split())


def new(vault: Vault, label: str, flow: str = "onderwijs") -> str:
    """The code of a new dossier."""
    interview: Interview = begin(vault, load_flow(flow), label)
    assert isinstance(interview.store, Dossier)
    return interview.store.code


def with_terms(vault: Vault, code: str, step: str, *terms: Term) -> None:
    """Let the dossier stand at this step with these dates."""
    vault.append(code, Named(vault.clock(), vault.entry(code).label), Standing(step, "", terms))


def kinds(vault: Vault, code: str) -> list[str]:
    """The kinds of the events of a dossier."""
    return [record.kind for record in vault.records(code)]


def last(vault: Vault, code: str) -> Event | None:
    """The last event of a dossier."""
    return list(vault.records(code))[-1].event


def fixed_codes(monkeypatch: pytest.MonkeyPatch, *codes: str) -> None:
    """What is compared with a kept text needs the same codes each time."""
    given = iter(codes)
    monkeypatch.setattr(Vault, "new_code", lambda _vault: next(given))
