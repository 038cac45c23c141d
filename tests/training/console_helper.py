"""Running the trainer's console without a terminal and without a server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from meldcode.errors import MeldcodeError
from meldcode.training.session import Session
from meldcode.tui.training.console import ConsoleApp
from tests.ui.helper import at_rest, settle

CODE = "CDFHJ"
ABOUT = ["Alleen wie op deze computer werkt, kan de pagina openen.", "Er worden geen namen bewaard."]
SIZES = [(60, 20), (80, 24), (120, 40)]
WHY = "U ziet niemand die nu hulp nodig heeft."
"""The expert's reasoning at the first question."""


class Console:
    """The console in a test: keys in, text out, and what it asked to be kept."""

    def __init__(self, app: ConsoleApp, pilot: Pilot[None], saved: list[str]) -> None:
        self.app = app
        self.pilot = pilot
        self.saved = saved

    async def press(self, *keys: str) -> str:
        await self.pilot.press(*keys)
        await settle(self.pilot)
        return await self.text()

    async def text(self) -> str:
        return await at_rest(self.app, self.pilot)  # type: ignore[arg-type]  # it asks for a screen, as all apps have

    async def whole(self) -> str:
        """What stands on the screen and below its lower edge."""
        await settle(self.pilot)
        statics = self.app.desk.query("#group, #mine, #said, #head")
        return "\n".join(str(one.visual) for one in statics)  # type: ignore[attr-defined]


@asynccontextmanager
async def console(
    session: Session,
    size: tuple[int, int] = (80, 24),
    handout: Callable[[], list[Path]] = lambda: [Path("oefening-klein.pdf")],
    fails: bool = False,
) -> AsyncIterator[Console]:
    saved: list[str] = []

    def save() -> None:
        saved.append(session.phase)
        if fails:
            raise MeldcodeError("er is geen plaats meer", "Maak ruimte vrij.")

    app = ConsoleApp(session, ["http://192.0.2.7:8765/"], ABOUT, save, handout)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield Console(app, pilot, saved)
    assert app.failure is None


def people(session: Session, count: int = 12) -> list[str]:
    tokens = [session.join(CODE, f"192.0.2.{number}") for number in range(count)]
    for token in tokens:
        session.came(token)
    return tokens
