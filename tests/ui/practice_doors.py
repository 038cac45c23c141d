"""How the apps of practice are opened for a picture of their screens: a shipped case, a fixed day, a group of four."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, cast

from textual.pilot import Pilot

from meldcode.dossier.home import Home
from meldcode.i18n import _
from meldcode.training.links import LocalLink
from meldcode.training.reading import find_case, read_case
from meldcode.training.session import Session
from meldcode.training.slides import Meeting, Projection
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.safe_app import SafeApp
from meldcode.tui.training.console import ConsoleApp
from meldcode.tui.training.participant import ParticipantApp
from meldcode.tui.training.projector import ProjectorApp
from meldcode.tui.training.walking import make_app
from tests.ui.helper import clock, settle

Opened = tuple[MeldcodeApp, Pilot[None]]
SIZE = (80, 24)
CASE = "leeg_trommeltje"
VOTES = ("nee", "onbekend", "nee")


def alone(case: str = "") -> Callable[[Path], AbstractAsyncContextManager[Opened]]:
    """Somebody who practises alone, at the list of cases or in this case."""

    @asynccontextmanager
    async def door(folder: Path) -> AsyncIterator[Opened]:
        async with _running(make_app(clock, Home(folder / "dossiers"), case)) as opened:
            yield opened

    return door


def group(who: str, revealed: bool = False) -> Callable[[Path], AbstractAsyncContextManager[Opened]]:
    """The trainer, somebody who takes part, or the wall, with a question open; or with the expert's answer shown."""

    @asynccontextmanager
    async def door(_folder: Path) -> AsyncIterator[Opened]:
        session = Session(*read_case(find_case(CASE)), clock, "CDFHJ")
        people = [session.join("CDFHJ", "") for _one in range(4)]
        for token in people:
            session.came(token)
        session.release()
        session.ask(0)
        for token, option in zip(people, VOTES, strict=False):
            session.answer(token, 0, option)
        if revealed:
            session.reveal()
        async with _running(_app(who, session, people[0])) as opened:
            yield opened

    return door


def _app(who: str, session: Session, token: str) -> SafeApp:
    meeting = Meeting(("http://192.168.1.20:8765",), session.code)
    projection = Projection(meeting)
    if who == "participant":
        return ParticipantApp(LocalLink(session, token))
    if who == "wall":
        return ProjectorApp(session, projection)
    about = [_("Meedoen kan alleen met de code. Het verkeer is niet versleuteld.")]
    return ConsoleApp(session, [*meeting.addresses], about, lambda: None, list, projection)


@asynccontextmanager
async def _running(app: Any) -> AsyncIterator[Opened]:
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        yield cast(MeldcodeApp, app), pilot  # what a picture needs of it, all our apps have
