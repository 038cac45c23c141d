"""Thirty people and a trainer over a real server, with the real screens: no answer lost, no dossier touched."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

import aiohttp

from meldcode.leading import Afternoon as Led
from meldcode.training.compare import options_of
from meldcode.training.reading import find_case, read_case
from meldcode.training.session import Session
from meldcode.training.store import PracticeStore
from tests.training.afternoon import Wire
from tests.training.small import Clock
from tests.ui.kept_helper import Time, a_store

PEOPLE = 30
CASE = "twee_huizen"
RUBBISH = ("", "[", '["stdin"]', '["resize", {"width": 1e9}]', json.dumps(["stdin", "\x1b[999;999H" * 9]))


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """All files below a folder: their bytes, and when they were last written."""
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


class Room:
    """Everybody in it, each with a connection as a page has."""

    def __init__(self, session: Session, base: str, client: aiohttp.ClientSession, stack: AsyncExitStack) -> None:
        self.session = session
        self.base = base
        self.client = client
        self.stack = stack
        self.wires: dict[str, Wire] = {}

    async def fill(self) -> None:
        for token in await asyncio.gather(*(_join(self.client, self.base) for _one in range(PEOPLE))):
            await self.open(token)
        await asyncio.gather(*(one.until("OEFENING") for one in self.wires.values()))

    async def open(self, token: str) -> None:
        address = f"{self.base}ws?token={token}&width=80&height=24"
        self.wires[token] = Wire(await self.stack.enter_async_context(self.client.ws_connect(address)))

    async def vote(self, place: int, options: list[str]) -> Counter[str]:
        """Everybody answers; some fell out just before and came back, some send what is none."""
        self.session.ask(place)
        await asyncio.gather(*(one.until("Kies uw antwoord") for one in self.wires.values()))
        for number, token in enumerate(list(self.wires)):
            if number % 10 == 3:
                await self.wires[token].line.close()
                await self.open(token)
                await self.wires[token].until("Kies uw antwoord")
            for rubbish in RUBBISH if number % 10 == 4 else ():
                await self.wires[token].line.send_str(rubbish)
        chosen = [number % len(options) for number in range(PEOPLE)]
        for wire, which in zip(self.wires.values(), chosen, strict=True):
            await wire.type(str(which + 1))
        await asyncio.gather(*(one.until("Binnen:") for one in self.wires.values()))
        return Counter(options[which] for which in chosen)


async def _afternoon(session: Session, led: Led) -> Counter[str]:
    await led.open("127.0.0.1", 0, lambda: None)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(led.shut)
        client = await stack.enter_async_context(aiohttp.ClientSession())
        (base,) = led.projection.meeting.addresses
        room = Room(session, base.rstrip("/") + "/", client, stack)
        await room.fill()
        session.release()
        return await room.vote(0, [one.id for one in options_of(session.flow, session.weighings()[0])])


def test_thirty_people_vote_fall_out_and_come_back_and_every_answer_counts(tmp_path: Path) -> None:
    a_store(tmp_path, Time())
    before = everything(tmp_path)
    session = Session(*read_case(find_case(CASE)), Clock(), "CDFHJ", most=PEOPLE)
    led = Led(session, find_case(CASE), PracticeStore(tmp_path))
    pressed = asyncio.run(_afternoon(session, led))
    assert {bar.option: bar.count for bar in session.bars(0) if bar.count} == dict(pressed)
    assert session.rounds[0].people == PEOPLE
    session.end()
    led.save()
    (kept,) = PracticeStore(tmp_path).sessions()
    assert {option: count for option, count in kept["rounds"][0]["counts"].items() if count} == dict(pressed)
    now = everything(tmp_path)
    assert {name: now[name] for name in before} == before
    assert all(Path(name).is_relative_to(tmp_path / "oefenen") for name in now.keys() - before.keys())


async def _join(client: aiohttp.ClientSession, base: str) -> str:
    async with client.post(base + "join", json={"code": "cdfhj"}) as answer:
        token: str = (await answer.json())["token"]
        return token
