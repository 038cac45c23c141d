"""A participant at the other end of a real connection, on this computer alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from meldcode.hosting import Group
from meldcode.training.remote import RemoteLink, enter
from meldcode.training.session import Session
from meldcode.tui.safe_app import SafeApp

DEADLINE = 10
"""Seconds; no wait is longer than it must be."""


def nobody(*_token: str) -> SafeApp:
    raise AssertionError("nobody opens a page here")


class Gate:
    """In the place of waiting between two tries: it takes until the test lets it through."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self.tried = asyncio.Event()
        self._through = asyncio.Semaphore(0)

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.tried.set()
        await self._through.acquire()

    async def once_more(self) -> None:
        """Let it try, once it waits."""
        async with asyncio.timeout(DEADLINE):
            await self.tried.wait()
        self.tried.clear()
        self._through.release()

    async def waits(self) -> None:
        """Until it waits for the next try."""
        async with asyncio.timeout(DEADLINE):
            await self.tried.wait()


@asynccontextmanager
async def hosted(session: Session, port: int = 0) -> AsyncIterator[tuple[str, Group]]:
    """The door of this session on this computer, and its address."""
    group = Group(session, nobody, nobody)
    (address,) = await group.start("127.0.0.1", port)
    try:
        yield address, group
    finally:
        await group.stop()


@asynccontextmanager
async def linked(address: str, gate: Gate | None = None) -> AsyncIterator[RemoteLink]:
    """Somebody who came in with the code."""
    ticket = await enter(address, "cdf hj", datetime.now)
    link = RemoteLink(address, "cdf hj", ticket, datetime.now, gate or Gate())
    await link.start()
    try:
        yield link
    finally:
        await link.stop()


async def until(link: RemoteLink, true: Callable[[], bool]) -> None:
    """Wait for a change after which this is true."""
    changed = asyncio.Event()
    stop = link.watch(changed.set)
    try:
        async with asyncio.timeout(DEADLINE):
            while not true():
                await changed.wait()
                changed.clear()
    finally:
        stop()


def port_of(address: str) -> int:
    return int(address.rstrip("/").rsplit(":", 1)[1])
