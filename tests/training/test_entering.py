"""Coming in from elsewhere: an address, a code, and whatever can be wrong with them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

from meldcode.errors import MeldcodeError
from meldcode.training.remote import RemoteLink, Ticket, enter, read_address
from meldcode.training.session import Refused, Session
from tests.training.far import Gate, hosted, linked


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


# addresses


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("192.0.2.7", "http://192.0.2.7:8765/"),
        (" 192.0.2.7:9000 ", "http://192.0.2.7:9000/"),
        ("http://192.0.2.7:8765/", "http://192.0.2.7:8765/"),
        ("http://192.0.2.7:8765/scherm", "http://192.0.2.7:8765/"),
        ("https://oefenen.example.nl/groep", "https://oefenen.example.nl/groep/"),
        ("laptop.local", "http://laptop.local:8765/"),
        ("2001:db8::1", "http://[2001:db8::1]:8765/"),
        ("http://[2001:db8::1]:9000", "http://[2001:db8::1]:9000/"),
    ],
)
def test_an_address_is_taken_as_people_type_or_copy_it(typed: str, full: str) -> None:
    assert read_address(typed) == full


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "ftp://192.0.2.7", "twee woorden", "http://", "192.0.2.7:xx", "192.0.2.7:99999", "[::1", "a@b:1"],
)
def test_what_is_no_address_gets_a_sentence_and_an_example(typed: str) -> None:
    with pytest.raises(MeldcodeError, match="geen adres") as caught:
        read_address(typed)
    assert "192.0.2.7" in caught.value.hint


# coming in


def test_a_wrong_code_gets_the_sentence_of_the_other_side(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, _group):
            with pytest.raises(Refused, match="Deze code klopt niet. Kijk nog eens"):
                await enter(address, "FOUT9", datetime.now)

    run(walk())
    assert not session.people


def test_a_full_group_gets_a_sentence(session: Session) -> None:
    session.most = 1

    async def walk() -> None:
        async with hosted(session) as (address, _group), linked(address):
            with pytest.raises(Refused, match="De groep is vol"):
                await enter(address, "CDFHJ", datetime.now)

    run(walk())


def test_nobody_at_that_address_gets_a_sentence_and_a_hint(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, group):
            await group.stop()
            with pytest.raises(MeldcodeError, match="antwoordt niemand") as caught:
                await enter(address, "CDFHJ", datetime.now)
            assert "hetzelfde netwerk" in caught.value.hint

    run(walk())


@asynccontextmanager
async def another_server(answer: Callable[[Any], Any]) -> AsyncIterator[str]:
    """A server that is not ours and answers everything like this."""
    from aiohttp import web

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    "body", ["<html>Welkom bij de printer</html>", "[]", '{"token": 7}', '{"error": ""}', "[" * 100_000, "\udcff"]
)
def test_another_server_at_that_address_gets_a_sentence(body: str) -> None:
    async def answer(_request: Any) -> Any:
        from aiohttp import web

        return web.Response(body=body.encode("utf-8", "surrogateescape"))

    async def walk() -> None:
        async with another_server(answer) as address:
            with pytest.raises(MeldcodeError, match="iets anders dan een bijeenkomst"):
                await enter(address, "CDFHJ", datetime.now)

    run(walk())


def test_what_another_server_says_cannot_steer_the_terminal() -> None:
    async def answer(_request: Any) -> Any:
        from aiohttp import web

        return web.json_response({"error": "weg \x1b[2J\nermee" + "!" * 5000})

    async def walk() -> None:
        async with another_server(answer) as address:
            with pytest.raises(Refused) as caught:
                await enter(address, "CDFHJ", datetime.now)
            assert "\x1b" not in caught.value.message
            assert "\n" not in caught.value.message
            assert len(caught.value.message) <= 400

    run(walk())


@pytest.mark.parametrize("said", ['{"view": {"number": 1}}', '{"view": 7}', "[]", "x"])
def test_a_trainer_with_another_version_gets_the_browser_as_the_way_in(said: str) -> None:
    async def answer(request: Any) -> Any:
        from aiohttp import web

        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_str(said)
        await connection.send_str('{"view": {}}')
        await connection.receive()
        return connection

    async def walk() -> None:
        async with another_server(answer) as address:
            link = RemoteLink(address, "CDFHJ", Ticket("00", timedelta(0)), datetime.now, Gate())
            with pytest.raises(MeldcodeError, match="andere versie") as caught:
                await link.start()
            assert address.rstrip("/") in caught.value.hint

    run(walk())


def test_the_timer_runs_on_the_clock_of_the_trainer(session: Session) -> None:
    def slow() -> datetime:
        return datetime.now() - timedelta(hours=1)

    async def walk() -> None:
        async with hosted(session) as (address, _group):
            late = await enter(address, "CDFHJ", slow)
            same = await enter(address, "CDFHJ", datetime.now)
        assert abs(late.ahead - timedelta(hours=1)) < timedelta(seconds=3)
        assert same.ahead == timedelta(0), "a second more or less is no difference"
        link = RemoteLink(address, "CDFHJ", late, slow)
        assert abs(link.now() - datetime.now().astimezone()) < timedelta(seconds=3)

    run(walk())
