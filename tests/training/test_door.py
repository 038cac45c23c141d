"""The door of a group: by which name it is found, what stands on it, the wall, a meldcode elsewhere, and the end."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

import aiohttp

from meldcode import hosting, pages
from meldcode.errors import MeldcodeError
from meldcode.hosting import Group
from meldcode.pages import Pace, read_paced
from meldcode.training.session import Session
from meldcode.training.views import view_from
from tests.training.afternoon import DEADLINE, GOOD, Afternoon, OnWall, run
from tests.training.small import Clock, small_case

# who comes by another way


def test_a_page_of_somebody_else_and_a_name_made_to_lead_here_get_nothing(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        token = await now.join()
        bad = [{"Origin": "https://elders.example"}, {"Origin": "null"}, {"Origin": "http://[x"}]
        bad += [{"Host": "valstrik.example"}, {"Host": "10.0.0.9:80"}, {"Host": "[x"}]
        bad += [{"Host": "valstrik.example", "Origin": "http://valstrik.example"}]
        for headers in bad:
            for path in ("ws", "view"):
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await now.client.ws_connect(f"{now.base}{path}?token={token}", headers=headers)
                assert refused.value.status == 403
            status, about = await now.post({"code": GOOD}, **headers)
            assert (status, "adres" in about["error"]) == (403, True)
            async with now.client.get(now.base, headers=headers) as answer:
                assert answer.status == 403
        assert now.session.there == 0
        own = now.base.removeprefix("http://").strip("/")
        async with now.wired(token, Origin=f"http://{own}") as wire:
            await wire.until("geen.")

    run(tmp_path, work)


@pytest.mark.parametrize(
    ("host", "asked", "let_in"),
    [
        ("0.0.0.0", "192.168.1.9:8765", True),  # noqa: S104  only named
        ("0.0.0.0", "127.0.0.1:8765", True),  # noqa: S104  the same
        ("0.0.0.0", "LAPTOP:8765", True),  # noqa: S104  the same
        ("0.0.0.0", "laptop.local", True),  # noqa: S104  the same
        ("0.0.0.0", "laptop.valstrik.example", False),  # noqa: S104  the same
        ("::", "[fd00::1]:8765", True),
        ("0.0.0.0", "", False),  # noqa: S104  the same
        ("trainer.school.example", "trainer.school.example:8765", True),
        ("trainer.school.example", "elders.example:8765", False),
        ("127.0.0.1", "192.168.1.9:8765", False),
        ("127.0.0.1", "localhost:1", True),
    ],
)
def test_it_answers_to_numbers_and_to_its_own_names(
    monkeypatch: pytest.MonkeyPatch, host: str, asked: str, let_in: bool
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Laptop")
    assert pages.by_own_name(asked, host) is let_in


# addresses and who can reach them


def test_for_the_whole_network_it_tells_the_addresses_of_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aiohttp import web

    site = web.TCPSite
    bound: list[str] = []

    def near(runner: Any, host: str, port: int) -> Any:
        bound.append(host)
        return site(runner, "127.0.0.1", port)  # a test opens no door to the network

    monkeypatch.setattr(web, "TCPSite", near)
    monkeypatch.setattr(hosting, "own_addresses", lambda: ["192.168.7.7", "fd00::7"])

    async def go(host: str) -> tuple[list[str], list[str]]:
        group = Group(Session(*small_case(tmp_path), Clock(), GOOD), lambda _token: OnWall(), OnWall)
        try:
            return [re.sub(r":\d+/", ":P/", one) for one in await group.start(host, 0)], group.who_can_reach()
        finally:
            await group.stop()

    addresses, said = asyncio.run(go("0.0.0.0"))  # noqa: S104  it is bound nearby, see above
    assert addresses == ["http://192.168.7.7:P/"]
    assert "netwerk" in said[0]
    assert "niet versleuteld" in " ".join(said)
    addresses, _said = asyncio.run(go("::"))
    assert addresses == ["http://192.168.7.7:P/", "http://[fd00::7]:P/"]
    monkeypatch.setattr(hosting, "own_addresses", list)
    addresses, said = asyncio.run(go("0.0.0.0"))  # noqa: S104  the same
    assert addresses == ["http://127.0.0.1:P/"]
    assert "geen netwerk gevonden" in " ".join(said)
    addresses, said = asyncio.run(go("localhost"))
    assert addresses == ["http://127.0.0.1:P/"]
    assert "op deze computer" in said[0]
    assert bound == ["0.0.0.0", "::", "0.0.0.0", "localhost"]  # noqa: S104  the same


def test_own_addresses_are_numbers_and_never_this_computer_to_itself() -> None:
    for one in pages.own_addresses():
        assert pages.is_number(one)
        assert not one.startswith("127.")


def test_a_place_that_is_taken_or_does_not_exist_is_an_error_in_words(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        other = Group(now.session, lambda _token: OnWall(), OnWall)
        for host in ("127.0.0.1", "256.1.1.1", "x" * 300):
            with pytest.raises(MeldcodeError) as error:
                await other.start(host, int(now.base.rsplit(":")[-1].strip("/")))
            assert "geluisterd" in error.value.message
        await other.stop()

    run(tmp_path, work)


# the page


@pytest.mark.parametrize("path", ["", "scherm"])
def test_the_page_says_what_it_is_and_fetches_nothing_elsewhere(tmp_path: Path, path: str) -> None:
    async def work(now: Afternoon) -> None:
        async with now.client.get(now.base + path) as answer:
            text = await answer.text()
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == "no-store"
        assert text.count("OEFENING") == text.count("0800-2000 · 112") == 4, "on whatever part of it is shown"
        assert not re.search(r"(src|href)=.(https?:)?//", text)
        assert "$" not in text
        assert GOOD not in text
        assert f'data-wall="{"yes" if path else "no"}"' in text
        assert "<noscript>" in text

    run(tmp_path, work)


# the wall


def test_the_wall_needs_the_code_once_and_takes_no_place(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        for _time in range(5):
            status, about = await now.post({"code": "XXXXX", "wall": True})
            assert status == 403
            assert "klopt niet" in about["error"]
        status, about = await now.post({"code": GOOD, "wall": True})
        assert "seconden" in about["error"]
        now.clock.pass_(seconds=31)
        person = await now.join()
        status, about = await now.post({"code": GOOD.lower(), "wall": True})
        assert status == 200
        wall = about["token"]
        async with now.wired(person) as wire:
            await wire.until("geen.")
            for _time in range(2):  # the page is loaded again when its window grows
                async with now.wired(wall) as shown:
                    await shown.until("op de muur")
                    assert now.session.there == 1
                    assert not now.session.knows(wall)
            async with now.wired(wall, "view") as shown:
                await shown.gone()
                assert shown.views == []

    run(tmp_path, work, most=1)


# a meldcode of one's own


def test_a_view_comes_at_each_change_and_an_answer_counts(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        token = await now.join()
        async with now.wired(token, "view") as wire:
            await wire.one()
            view = view_from(wire.views[-1])
            assert (view.phase, view.mine, view.there) == ("open", "", 1)
            await wire.line.send_json({"answer": {"round": view.round, "option": "ja"}})
            await wire.one()
            assert view_from(wire.views[-1]).mine == "ja"
            for _time in range(50):
                now.session.discuss("Wat zag u?")
            now.session.close()
            await wire.line.send_json({"answer": {"round": view.round, "option": "nee"}})
            while not wire.refused:
                await wire.one()
            assert "gesloten" in wire.refused[0]
            assert view_from(wire.views[-1]).phase == "closed"
            assert len(wire.views) < 6, "only the newest is sent"
        await now.quiet(0)
        assert now.session.rounds[0].answers == {token: "ja"}

    run(tmp_path, work)


# the end


@pytest.mark.parametrize("ended", [False, True])
def test_when_it_stops_every_page_hears_it_and_the_door_is_shut(tmp_path: Path, ended: bool) -> None:
    async def work(now: Afternoon) -> None:
        token, other = await now.join(), await now.join()
        async with now.wired(token) as wire, now.wired(other, "view") as view:
            await wire.until("geen.")
            await view.one()
            if ended:
                now.session.end()
            stopping = asyncio.create_task(now.group.stop())
            assert await wire.gone() == 1001
            assert wire.told[-1][0] == ("over" if ended else "stopped")
            assert await view.gone() == 1001
            assert view.told == []
            async with asyncio.timeout(DEADLINE):
                await stopping
        assert now.session.there == 0
        assert not now.group._apps
        with pytest.raises(aiohttp.ClientConnectorError):
            await now.post({"code": GOOD})
        await now.group.stop()
        (now.base,) = await now.group.start("127.0.0.1", 0)  # the trainer goes on
        async with now.wired(token) as wire:
            await wire.until("mijn antwoord")

    run(tmp_path, work)


def test_a_stop_that_is_broken_off_goes_on(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        token = await now.join()
        async with now.wired(token) as wire:
            await wire.until("geen.")
            first = asyncio.create_task(now.group.stop())
            await asyncio.sleep(0)
            first.cancel()
            stopping = asyncio.create_task(now.group.stop())
            assert await wire.gone() == 1001
            await stopping
            assert not now.group._apps
            assert now.session.there == 0

    run(tmp_path, work)


def test_who_sends_without_end_waits_and_a_hand_on_a_keyboard_never_does() -> None:
    seconds = [0.0]
    typing, flood, resizing = (Pace(lambda: seconds[0]) for _page in "abc")
    for _key in range(300):
        seconds[0] += 0.05
        assert typing.wait(13) == 0
    waits = [flood.wait(1) for _message in range(300)]
    assert waits[0] == 0
    assert waits[-1] > 5
    assert sum(resizing.wait(50, heavy=True) == 0 for _time in range(30)) < 10
    assert Pace(lambda: 0.0).wait(10**9) <= Pace.LONGEST


class Flood:
    """A connection that always has one more message ready, so that reading it never waits by itself."""

    def __init__(self, kind: aiohttp.WSMsgType, count: int) -> None:
        self.message = aiohttp.WSMessage(kind, b"", None)
        self.left = count
        self.pongs = 0

    def __aiter__(self) -> Flood:
        return self

    async def __anext__(self) -> aiohttp.WSMessage:
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return self.message

    async def pong(self, _data: bytes) -> None:
        self.pongs += 1


@pytest.mark.parametrize(("kind", "pongs"), [(aiohttp.WSMsgType.PING, 99), (aiohttp.WSMsgType.BINARY, 0)])
def test_a_flood_of_whatever_leaves_others_their_turn_and_ends(kind: aiohttp.WSMsgType, pongs: int) -> None:
    async def work() -> None:
        turns = 0
        flood: Any = Flood(kind, 99)
        reading = asyncio.create_task(read_paced(flood, lambda _text: ""))
        while not reading.done():
            await asyncio.sleep(0)
            turns += 1
        assert turns >= 99
        assert flood.pongs == pongs

    asyncio.run(work())


def test_who_had_to_wait_long_enough_is_not_read_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "BURST", 3.0)
    monkeypatch.setattr(Pace, "REFILL", 1000.0)
    monkeypatch.setattr(Pace, "ENOUGH", 0.01)
    flood: Any = Flood(aiohttp.WSMsgType.BINARY, 10_000)
    asyncio.run(read_paced(flood, lambda _text: ""))
    assert 0 < flood.left < 9998
