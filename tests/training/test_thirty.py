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


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """All files below a folder: their bytes, and when they were last written."""
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_thirty_people_vote_fall_out_and_come_back_and_every_answer_counts(tmp_path: Path) -> None:
    a_store(tmp_path, Time())
    before = everything(tmp_path)
    case, flow = read_case(find_case(CASE))
    session = Session(case, flow, Clock(), "CDFHJ", most=PEOPLE)
    led = Led(session, find_case(CASE), PracticeStore(tmp_path))

    async def afternoon() -> list[Counter[str]]:
        await led.open("127.0.0.1", 0, lambda: None)
        (base,) = led.projection.meeting.addresses
        base = base.rstrip("/") + "/"
        async with AsyncExitStack() as stack:
            stack.push_async_callback(led.shut)
            client = await stack.enter_async_context(aiohttp.ClientSession())
            tokens = await asyncio.gather(*(_join(client, base) for _one in range(PEOPLE)))
            wires = {one: await _wired(stack, client, base, one) for one in tokens}
            await asyncio.gather(*(one.until("OEFENING") for one in wires.values()))
            session.release()
            votes = []
            for place, weighing in enumerate(session.weighings()[:2]):
                votes.append(
                    await _vote(stack, client, base, wires, place, [one.id for one in options_of(flow, weighing)])
                )
                session.show()
            return votes

    async def _vote(
        stack: AsyncExitStack,
        client: aiohttp.ClientSession,
        base: str,
        wires: dict[str, Wire],
        place: int,
        options: list[str],
    ) -> Counter[str]:
        session.ask(place)
        await asyncio.gather(*(one.until("Kies uw antwoord") for one in wires.values()))
        for number, (token, wire) in enumerate(list(wires.items())):
            if number % 10 == 3:  # closes the browser before answering, and opens it again
                await wire.line.close()
                wires[token] = await _wired(stack, client, base, token)
                await wires[token].until("Kies uw antwoord")
            if number % 10 == 4:  # sends what is none
                for rubbish in (
                    "",
                    "[",
                    '["stdin"]',
                    '["resize", {"width": 1e9}]',
                    json.dumps(["stdin", "\x1b[999;999H" * 9]),
                ):
                    await wire.line.send_str(rubbish)
        chosen = [number % len(options) for number in range(PEOPLE)]
        for wire, which in zip(wires.values(), chosen, strict=True):
            await wire.type(str(which + 1))
        await asyncio.gather(*(one.until("Binnen:") for one in wires.values()))
        return Counter(options[which] for which in chosen)

    pressed = asyncio.run(afternoon())
    assert len(pressed) == min(2, len(case.stages[0].weighings))
    for number, votes in enumerate(pressed):
        assert {bar.option: bar.count for bar in session.bars(number) if bar.count} == dict(votes)
        assert session.rounds[number].people == PEOPLE
    session.end()
    led.save()
    (kept,) = PracticeStore(tmp_path).sessions()
    assert [sum(one["counts"].values()) for one in kept["rounds"]] == [PEOPLE] * len(pressed)
    now = everything(tmp_path)
    assert {name: now[name] for name in before} == before
    assert all(Path(name).is_relative_to(tmp_path / "oefenen") for name in now.keys() - before.keys())


async def _join(client: aiohttp.ClientSession, base: str) -> str:
    async with client.post(base + "join", json={"code": "cdfhj"}) as answer:
        token: str = (await answer.json())["token"]
        return token


async def _wired(stack: AsyncExitStack, client: aiohttp.ClientSession, base: str, token: str) -> Wire:
    address = f"{base}ws?token={token}&width=80&height=24"
    return Wire(await stack.enter_async_context(client.ws_connect(address)))
