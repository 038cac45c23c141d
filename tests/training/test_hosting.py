"""The group behind the door: who gets in with the code, and what whoever is in can do to the others (nothing)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

import aiohttp

from meldcode.hosting import CODE, MOVED, SEAT
from tests.training.afternoon import DEADLINE, GOOD, Afternoon, Chair, Wire, run


@pytest.fixture(autouse=True)
def nothing_broken() -> Iterator[None]:
    Chair.broken = ""
    yield
    Chair.broken = ""


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
            for token in ("", "a" * 32, "../..", "0" * 5_000 if path == "view" else "%00"):
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
            while "geen." not in wire.got and not wire.views:
                await wire.one()

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
            assert paged.app.size == (SEAT[0], 5)
            await line.send_str('["resize", {"width": 1, "height": 99999}]')
            await line.send_str('["ping", "12"]')
            wire = Wire(line)
            while not wire.told:
                await wire.one()
            assert wire.told == [["pong", "12"]]
            async with asyncio.timeout(DEADLINE):
                while paged.app.size != (20, SEAT[1]):
                    await asyncio.sleep(0)

    run(tmp_path, work)
