"""Somebody at the screen of a participant, in a test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Static

from meldcode.training.links import LocalLink
from meldcode.training.session import Session
from meldcode.training.views import view_of
from meldcode.tui.training.answers import Answers
from meldcode.tui.training.participant import ParticipantApp
from tests.ui.helper import at_rest, settle

SIZES = [(40, 20), (60, 20), (80, 24), (120, 40), (160, 50)]


class Seat:
    """Somebody at a screen, in a test: keys in, text out."""

    def __init__(self, app: ParticipantApp, pilot: Pilot[None], session: Session, token: str) -> None:
        self.app = app
        self.pilot = pilot
        self.session = session
        self.token = token

    async def press(self, *keys: str) -> str:
        await self.pilot.press(*keys)
        return await self.text()

    async def text(self) -> str:
        return await at_rest(self.app, self.pilot)  # type: ignore[arg-type]  # it asks for a screen, as all apps have

    async def whole(self) -> str:
        """What stands on the page, also below its lower edge, on one line."""
        await settle(self.pilot)
        statics = [one for one in self.app.desk.query("#head, #told, #both Static").results(Static) if one.display]
        return " ".join(" ".join(str(one.visual) for one in statics).split())

    @property
    def mine(self) -> str:
        """What the session holds as the answer of this person."""
        return view_of(self.session, self.token).mine

    @property
    def at(self) -> int:
        """How far the page is scrolled."""
        return self.app.desk.page.scroll_offset.y

    async def first_line(self) -> str:
        """The first line of the story that stands on the page."""
        lines = (await self.text()).splitlines()[self.app.desk.page.region.y :]
        return next(line for line in lines if "Regel" in line).split("Regel")[1].split("verhaal")[0]

    @property
    def answers(self) -> Answers:
        return self.app.desk.query_one(Answers)


@asynccontextmanager
async def seated(session: Session, size: tuple[int, int] = (60, 20), others: int = 0) -> AsyncIterator[Seat]:
    tokens = [session.join("CDFHJ", "192.0.2.1") for _one in range(others + 1)]
    for token in tokens:
        session.came(token)
    app = ParticipantApp(LocalLink(session, tokens[0]))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield Seat(app, pilot, session, tokens[0])
    assert app.failure is None


def asked(session: Session) -> None:
    """The first question is open."""
    session.release()
    session.ask(0)
