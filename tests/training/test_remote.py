"""Taking part over the network: nothing is lost when a connection goes, and whatever goes wrong gets a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

from meldcode.errors import MeldcodeError
from meldcode.hosting import Group
from meldcode.training.remote import RemoteLink, Ticket, enter, read_address
from meldcode.training.session import Refused, Session
from meldcode.training.views import projected, view_json, view_of
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


def asked(session: Session) -> None:
    session.release()
    session.ask(0)


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


# being there


def test_a_view_comes_over_as_it_is_and_an_answer_goes_back(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, _group), linked(address) as link:
            assert session.there == 1
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            assert not link.answer(0, "ja")
            assert link.view().mine == "ja", "at once"
            assert not link.arrived()
            await until(link, link.arrived)
            assert list(session.rounds[0].answers.values()) == ["ja"]
            assert link.view() == view_of(session, link.ticket.token)
            assert not link.said()
            assert not link.answer(0, "ja"), "once more"
            assert link.arrived()
            link.answer(0, "nee")
            await until(link, link.arrived)
            assert list(session.rounds[0].answers.values()) == ["nee"]

    run(walk())


def test_an_answer_that_is_refused_gets_the_sentence_of_the_other_side(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, _group), linked(address) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            link.answer(0, "geen_antwoord")
            await until(link, link.arrived)
            assert "hoort niet bij de vraag" in link.said()
            assert link.view().mine == ""
            link.answer(0, "ja")
            await until(link, link.arrived)
            assert link.said() == ""

    run(walk())


def test_who_drops_out_comes_back_as_the_same_person_and_hardly_notices(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            link.answer(0, "ja")
            await until(link, link.arrived)
            await group.stop()
            await gate.waits()
            assert not link.said(), "of the first try nothing is said"
            await group.start("127.0.0.1", port_of(address))
            session.close()
            await gate.once_more()
            await until(link, lambda: link.view().phase == "closed")
            assert (link.view().mine, link.said(), session.there) == ("ja", "", 1)
            assert len(session.people) == 1

    run(walk())


def test_an_answer_given_while_the_connection_is_away_goes_along_when_it_is_back(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            await group.stop()
            await gate.once_more()
            await gate.waits()
            assert "verbinding met de trainer is even weg" in link.said()
            link.answer(0, "nee")
            assert link.said().endswith("Uw antwoord gaat dan mee.")
            assert gate.waited[1] > gate.waited[0], "longer each time"
            await group.start("127.0.0.1", port_of(address))
            await gate.once_more()
            await until(link, link.arrived)
            assert list(session.rounds[0].answers.values()) == ["nee"]
            assert link.said() == ""

    run(walk())


def test_an_answer_that_came_too_late_is_told_and_not_counted(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            await group.stop()
            link.answer(0, "nee")
            session.close()
            await group.start("127.0.0.1", port_of(address))
            await gate.once_more()
            await until(link, link.arrived)
            assert "al gesloten" in link.said()
            assert (link.view().mine, session.rounds[0].answers) == ("", {})

    run(walk())


def test_a_trainer_who_began_anew_with_the_same_code_lets_people_in_again(session: Session) -> None:
    async def walk() -> None:
        gate, other = Gate(), Session(session.case, session.flow, session._clock, "CDFHJ")
        async with hosted(session) as (address, group), linked(address, gate) as link:
            await group.stop()
            async with hosted(other, port_of(address)):
                for _turn in range(2):  # the first is turned away, and comes in with the code
                    await gate.once_more()
                await until(link, lambda: other.there == 1)
                assert not link.over()

    run(walk())


def test_a_trainer_who_began_anew_with_another_code_gets_a_sentence_and_no_more_tries(session: Session) -> None:
    async def walk() -> None:
        gate, other = Gate(), Session(session.case, session.flow, session._clock, "KMNPR")
        async with hosted(session) as (address, group), linked(address, gate) as link:
            await group.stop()
            async with hosted(other, port_of(address)):
                await gate.once_more()
                await until(link, link.over)
                assert link.said().startswith("U doet niet meer mee. Deze code klopt niet.")
                assert link.answer(0, "ja") == link.said()

    run(walk())


def test_the_end_is_the_end_and_the_story_can_still_be_read(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            session.release()
            session.end()
            await until(link, lambda: link.view().phase == "ended")
            await group.stop()
            await until(link, link.over)
            assert link.said() == ""
            assert not gate.waited
            assert link.view().stages == projected(session).stages

    run(walk())


def test_a_screen_that_is_gone_does_not_cost_the_connection(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, _group), linked(address) as link:

            def gone() -> None:
                raise RuntimeError

            link.watch(gone)
            session.release()
            await until(link, lambda: link.view().phase == "reading")
            session.ask(0)
            await until(link, lambda: link.view().phase == "open")

    run(walk())


def test_a_view_that_cannot_be_read_later_on_leaves_the_one_before(session: Session) -> None:
    link = RemoteLink("http://127.0.0.1:1/", "CDFHJ", Ticket("00", timedelta(0)), datetime.now)
    link._take({"view": view_json(projected(session))})
    before = link.view()
    link._take({"view": {"number": 9}})
    link._take({"refused": ["?"]})
    assert link.view() == before
