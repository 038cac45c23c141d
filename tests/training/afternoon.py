"""A group with its door open on this computer, somebody's app, and what comes over one connection."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

import aiohttp

from meldcode.hosting import Group
from meldcode.training.session import Session
from meldcode.tui.safe_app import SafeApp
from tests.training.small import Clock, small_case

DEADLINE = 30
"""Seconds; no wait is longer than it must be."""
GOOD = "CDF34"


class Chair(SafeApp):
    """Somebody's app: shows what they answered, `1` and `2` answer, `x` breaks it, `q` ends it."""

    def __init__(self, session: Session, token: str) -> None:
        super().__init__()
        self.session = session
        self.token = token
        if token == Chair.broken:
            raise RuntimeError("een geheim van het geval")

    broken = ""

    def compose(self) -> ComposeResult:
        yield Static(id="all", markup=False)

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        votes = self.session.rounds[-1].answers if self.session.rounds else {}
        self.query_one("#all", Static).update(f"mijn antwoord: {votes.get(self.token, 'geen')}.")

    def on_key(self, event: events.Key) -> None:
        if event.key == "x":
            raise ValueError("een geheim van het geval")
        if event.key == "q":
            self.exit()
        if event.key in ("1", "2"):
            self.session.answer(self.token, len(self.session.rounds) - 1, {"1": "ja", "2": "nee"}[event.key])
            self.show()


class OnWall(SafeApp):
    """What hangs on the wall."""

    def compose(self) -> ComposeResult:
        yield Static("op de muur", markup=False)


class Wire:
    """One connection: what was drawn, without the sequences between the letters, and what was told."""

    def __init__(self, line: Any) -> None:
        self.line = line
        self.got = ""
        self.told: list[list[str]] = []
        self.views: list[Any] = []
        self.refused: list[str] = []
        self.closed: int | None = None

    async def one(self) -> None:
        async with asyncio.timeout(DEADLINE):
            message = await self.line.receive()
        if message.type == message.type.BINARY:
            self.got += re.sub(r"\x1b\[[0-9;?]*[A-Za-z$]", "", message.data.decode())
        elif message.type == message.type.TEXT:
            about = json.loads(message.data)
            if isinstance(about, list):
                self.told.append(about)
            elif "view" in about:
                self.views.append(about["view"])
            else:
                self.refused.append(about["refused"])
        else:
            self.closed = message.data if message.type == message.type.CLOSE else self.line.close_code

    async def until(self, words: str) -> None:
        while words not in self.got:
            assert self.closed is None, f"closed with {self.closed}: {self.told}"
            await self.one()

    async def gone(self) -> int:
        """Reads until it closes; gives the reason."""
        while self.closed is None:
            await self.one()
        return self.closed

    async def type(self, keys: str) -> None:
        self.got = ""
        await self.line.send_str(json.dumps(["stdin", keys]))


class Afternoon:
    """A group with its door open on this computer."""

    def __init__(self, session: Session, group: Group, base: str, client: Any, clock: Clock) -> None:
        self.session = session
        self.group = group
        self.base = base
        self.client = client
        self.clock = clock

    async def post(self, about: object, **headers: str) -> tuple[int, dict[str, str]]:
        raw = about if isinstance(about, bytes) else json.dumps(about).encode()
        async with self.client.post(self.base + "join", data=raw, headers=headers) as answer:
            return answer.status, await answer.json()

    async def join(self) -> str:
        status, about = await self.post({"code": GOOD})
        assert status == 200, about
        return about["token"]

    @asynccontextmanager
    async def wired(self, token: str, path: str = "ws", **headers: str) -> AsyncIterator[Wire]:
        address = f"{self.base}{path}?token={token}&width=60&height=20"
        async with self.client.ws_connect(address, headers=headers) as line:
            yield Wire(line)

    async def quiet(self, there: int) -> None:
        """Waits until so many people are there."""
        async with asyncio.timeout(DEADLINE):
            while self.session.there != there or len(self.group._apps) > there:
                await asyncio.sleep(0)


@asynccontextmanager
async def afternoon(folder: Path, most: int = 30) -> AsyncIterator[Afternoon]:
    clock = Clock()
    session = Session(*small_case(folder), clock, GOOD, most=most)
    group = Group(session, lambda token: Chair(session, token), OnWall, most)
    (base,) = await group.start("127.0.0.1", 0)
    session.release()
    session.ask(0)
    try:
        async with aiohttp.ClientSession() as client:
            yield Afternoon(session, group, base, client, clock)
    finally:
        await group.stop()


def run(folder: Path, work: Callable[[Afternoon], Any], most: int = 30) -> None:
    async def go() -> None:
        async with afternoon(folder, most) as now:
            await work(now)

    asyncio.run(go())
