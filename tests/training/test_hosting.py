"""The door of a group: who gets in, what whoever knocks can do to the others (nothing), and what everybody hears."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

aiohttp = pytest.importorskip("aiohttp", reason="the extra `web` is not installed")
pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

from meldcode import hosting, pages
from meldcode.errors import MeldcodeError
from meldcode.hosting import CODE, LARGEST, MOVED, Group
from meldcode.training.session import Session
from meldcode.training.views import view_from
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
            self.closed = self.line.close_code

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


@pytest.fixture(autouse=True)
def nothing_broken() -> Iterator[None]:
    Chair.broken = ""
    yield
    Chair.broken = ""


def run(folder: Path, work: Callable[[Afternoon], Any], most: int = 30) -> None:
    async def go() -> None:
        async with afternoon(folder, most) as now:
            await work(now)

    asyncio.run(go())


# the code


def test_without_the_code_there_is_only_the_first_page_and_its_files(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        for path in ("", "scherm", "static/js/textual.js", "page/train.js", "page/train.css"):
            async with now.client.get(now.base + path) as answer:
                assert answer.status == 200, path
        for path in ("geheim", "static/", "page/../hosting.py", "join", "ws", "view"):
            async with now.client.get(now.base + path) as answer:
                assert answer.status in (400, 403, 404, 405), path
                text = await answer.text()
                assert re.search(r"[A-Z][a-z ]+.*\.", text), "everybody gets a sentence"
                assert "Traceback" not in text
        for path in ("ws", "view"):
            for token in ("", "a" * 32, "../..", "0" * 10_000 if path == "view" else "%00"):
                async with now.wired(token, path) as wire:
                    assert await wire.gone() == CODE
                    assert "code" in (wire.told[0][1] if path == "ws" else wire.refused[0])
        assert now.session.there == 0
        assert not now.group._apps

    run(tmp_path, work)


def test_a_wrong_code_gets_a_sentence_and_after_five_a_wait(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        for _time in range(5):
            status, about = await now.post({"code": "XXXXX"})
            assert status == 403
            assert "klopt niet" in about["error"]
        _status, about = await now.post({"code": GOOD})
        assert "30 seconden" in about["error"]
        now.clock.pass_(seconds=31)
        status, about = await now.post({"code": " cd-f 34 "})
        assert status == 200, about
        assert re.fullmatch("[0-9a-f]{32}", about["token"])

    run(tmp_path, work)


@pytest.mark.parametrize(
    "body",
    [b"", b"7", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 3000, b'{"code": ', b'"code"', b'{"token": 1}'],
    ids=range(10),
)
def test_a_join_that_cannot_be_read_gets_a_sentence(tmp_path: Path, body: bytes) -> None:
    async def work(now: Afternoon) -> None:
        status, about = await now.post(body, **{"Content-Type": "application/json; charset=geen"})
        assert status == 400
        assert "niet gelezen" in about["error"]
        status, about = await now.post({"code": ["C", {"D": 1}]})
        assert status == 403
        status, about = await now.post(b"x" * 100_000)
        assert status == 413
        assert "niet gelezen" in about["error"]

    run(tmp_path, work)


def test_thirty_people_come_in_one_second_and_the_next_hears_that_it_is_full(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        tokens = await asyncio.gather(*(now.join() for _one in range(30)))
        assert len(set(tokens)) == 30
        status, about = await now.post({"code": GOOD})
        assert status == 403
        assert "30 mensen" in about["error"]

        async def somebody(place: int, token: str) -> None:
            async with now.wired(token) as wire:
                await wire.until("mijn antwoord: geen.")
                await wire.type("12"[place % 2])
                await wire.until("mijn antwoord: " + ("ja.", "nee.")[place % 2])

        await asyncio.gather(*(somebody(place, token) for place, token in enumerate(tokens)))
        assert sorted(now.session.rounds[0].answers.values()) == ["ja"] * 15 + ["nee"] * 15
        await now.quiet(0)

    run(tmp_path, work)


# what whoever is in can do to the others


def test_who_closes_the_page_comes_back_where_they_were(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        token = await now.join()
        async with now.wired(token) as wire:
            await wire.until("geen.")
            await wire.type("1")
            await wire.until("ja.")
            await wire.line.send_str(json.dumps(["stdin", "\x1b["]))  # halfway a key
        await now.quiet(0)
        async with now.wired(token) as wire:
            await wire.until("mijn antwoord: ja.")
            assert now.session.there == 1

    run(tmp_path, work)


RUBBISH = ["", "7", "[", "[" * 9000, "[]", '["stdin"]', '["stdin", 4]', '["resize", []]', "{}", '[{"a": 1}, []]']
RUBBISH += ['["resize", {"width": 1e99, "height": null}]', '["stdin", "\\u0000\\ud800"]', '{"answer": 1}']
RUBBISH += ['{"answer": {"round": 1e400, "option": {}}}', '{"answer": {"round": true, "option": "ja"}}']


@pytest.mark.parametrize("path", ["ws", "view"])
def test_rubbish_harms_nobody(tmp_path: Path, path: str) -> None:
    async def work(now: Afternoon) -> None:
        token, other = await now.join(), await now.join()
        async with now.wired(token, path) as wire, now.wired(other) as neighbour:
            await neighbour.until("geen.")
            for data in RUBBISH:
                await wire.line.send_str(data)
            await wire.line.send_bytes(b"\x00" * 100)
            if path == "view":
                while len(wire.refused) < len(RUBBISH):
                    await wire.one()
                await wire.line.send_str('{"answer": {"round": 0, "option": "nee"}}')
                while not wire.views or wire.views[-1]["mine"] != "nee":
                    await wire.one()
            else:
                await wire.until("geen.")
                await wire.type("2")
                await wire.until("nee.")
            await neighbour.type("1")
            await neighbour.until("ja.")
        assert sorted(now.session.rounds[0].answers.values()) == ["ja", "nee"]

    run(tmp_path, work)


@pytest.mark.parametrize("path", ["ws", "view"])
def test_ten_megabytes_end_that_connection_alone(tmp_path: Path, path: str) -> None:
    async def work(now: Afternoon) -> None:
        token, other = await now.join(), await now.join()
        async with now.wired(token, path) as wire, now.wired(other) as neighbour:
            await wire.one()
            try:
                await wire.line.send_str("x" * 10_000_000)
            except (ConnectionError, aiohttp.ClientError):
                pass  # it closed while this was still under way
            else:
                assert await wire.gone() in (1009, 1006)
            await neighbour.type("1")
            await neighbour.until("ja.")
        async with now.wired(token, path) as wire:
            await wire.one()
            assert wire.got or wire.views
            assert LARGEST < 10_000_000

    run(tmp_path, work)


def test_an_app_that_breaks_is_heard_by_its_own_page_and_may_open_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def work(now: Afternoon) -> None:
        token, other = await now.join(), await now.join()
        async with now.wired(other) as neighbour:
            async with now.wired(token) as wire:
                await wire.until("geen.")
                await wire.type("x")
                await wire.gone()
                ((kind, said),) = wire.told
                assert kind == "told"
                assert "ValueError" in said
                assert "niet aan u" in said
                assert "geheim" not in said
            async with now.wired(token) as wire:
                await wire.until("geen.")
                await wire.type("q")
                await wire.gone()
                assert "gesloten" in wire.told[0][1]
            Chair.broken = token  # it does not even begin
            async with now.wired(token) as wire:
                await wire.gone()
                assert "RuntimeError" in wire.told[0][1]
            await neighbour.type("1")
            await neighbour.until("ja.")
            assert neighbour.told == []

    run(tmp_path, work)
    assert capfd.readouterr() == ("", ""), "the trainer's terminal is in use"


def test_nothing_of_a_connection_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async def work(now: Afternoon) -> None:
        token = await now.join()
        async with now.client.ws_connect(f"{now.base}ws?token={token}", protocols=("vreemd",)) as line:
            await Wire(line).until("geen.")
            line._response.connection.transport.abort()  # pulled out of the wall
        reader, writer = await asyncio.open_connection("127.0.0.1", int(now.base.rsplit(":")[-1].strip("/")))
        writer.write(b"GET / HTTP/9.9\r\n\x00\xff: rubbish\r\n\r\n")
        await writer.drain()
        assert b"400" in await reader.readline()
        writer.close()
        await now.quiet(0)

    run(tmp_path, work)
    assert capfd.readouterr() == ("", "")


def test_somebody_has_two_pages_at_most_and_the_oldest_hears_why_it_closes(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        token = await now.join()
        async with now.wired(token) as first, now.wired(token) as second:
            await first.until("geen.")
            await second.until("geen.")
            async with now.wired(token) as third:
                await third.until("geen.")
                assert await first.gone() == MOVED
                assert "andere plek" in first.told[0][1]
                await second.type("2")
                await second.until("nee.")
                assert now.session.there == 1

    run(tmp_path, work)


def test_who_was_in_comes_back_also_when_others_took_the_place(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        first = [await now.join(), await now.join()]
        now.clock.pass_(seconds=61)  # they did not open their page: their places are free again
        second = [await now.join(), await now.join()]
        async with now.wired(second[0]) as one, now.wired(second[1]) as two, now.wired(first[0]) as three:
            for wire in (one, two, three):
                await wire.until("geen.")
            async with now.wired(first[1]) as four:
                await four.until("geen.")
            await now.quiet(3)
            status, _about = await now.post({"code": GOOD})
            assert status == 403
            now.group.most = 1  # memory is not without end
            async with now.wired(first[1]) as four:
                await four.gone()
                assert "te veel mensen" in four.told[0][1]

    run(tmp_path, work, most=2)


def test_a_page_that_asks_for_a_huge_screen_gets_one_that_fits(tmp_path: Path) -> None:
    async def work(now: Afternoon) -> None:
        token = await now.join()
        async with now.client.ws_connect(f"{now.base}ws?token={token}&width=9999999&height=-4") as line:
            await Wire(line).until("geen.")
            (paged,) = now.group._apps
            assert paged.app.size == (500, 5)
            await line.send_str('["resize", {"width": 1, "height": 99999}]')
            await line.send_str('["ping", "12"]')
            wire = Wire(line)
            while not wire.told:
                await wire.one()
            assert wire.told == [["pong", "12"]]
            async with asyncio.timeout(DEADLINE):
                while paged.app.size != (20, 200):
                    await asyncio.sleep(0)

    run(tmp_path, work)


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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, asked: str, let_in: bool
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Laptop")
    group = Group(Session(*small_case(tmp_path), Clock(), GOOD), lambda _token: OnWall(), OnWall)
    group._host = host
    assert group._by_own_name(asked) is let_in


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
