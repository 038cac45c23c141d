"""An app whose terminal is a page: what it draws goes out, what a page sends reaches it, and nothing else does."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from meldcode.tui.safe_app import SafeApp
from meldcode.tui.training.paged import BACKLOG, HELD, LONGEST, Paged

DEADLINE = 20
"""Seconds; no wait is longer than it must be."""


class Small(SafeApp):
    """Tells what it heard. `x` breaks it, `q` ends it, `p` prints, `u` asks for a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.sizes: list[tuple[int, int]] = []

    def compose(self) -> ComposeResult:
        yield Static("begonnen", id="heard", markup=False)
        yield Static("dit blijft staan", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        self.sizes.append((event.size.width, event.size.height))

    def on_paste(self, event: events.Paste) -> None:
        self.heard.append(event.text)

    def on_click(self, event: events.Click) -> None:
        self.heard.append(f"click {event.x},{event.y}")

    def on_key(self, event: events.Key) -> None:
        self.heard.append(event.key)
        match event.key:
            case "x":
                raise ValueError("wat iemand typte")
            case "q":
                self.exit()
            case "p":
                print("een regel van de app")  # noqa: T201  where that goes is what is tested
            case "u":
                self.open_url("https://elders.example")
        self.query_one("#heard", Static).update("gehoord: " + " ".join(self.heard)[-60:])


class Glass:
    """What would be seen: the text without the sequences between the letters. Reads slowly when told to."""

    def __init__(self) -> None:
        self.got = ""
        self.sent = 0
        self.reads = asyncio.Event()
        self.reads.set()
        self.more = asyncio.Event()

    async def send(self, data: bytes) -> None:
        await self.reads.wait()
        self.got += data.decode()
        self.sent += 1
        self.more.set()

    async def until(self, words: str) -> None:
        async with asyncio.timeout(DEADLINE):
            while words not in re.sub(r"\x1b\[[0-9;?]*[A-Za-z$]", "", self.got):
                self.more.clear()
                await self.more.wait()


@asynccontextmanager
async def paged(columns: int = 60, lines: int = 20) -> AsyncIterator[tuple[Paged, Small, Glass]]:
    glass, app = Glass(), Small()
    page = Paged(app, glass.send)
    await page.start(columns, lines)
    try:
        yield page, app, glass
    finally:
        glass.reads.set()
        await page.stop()


async def over(page: Paged) -> None:
    async with asyncio.timeout(DEADLINE):
        await page.wait()


def test_what_is_typed_is_heard_and_drawn() -> None:
    async def go() -> None:
        async with paged() as (page, app, glass):
            await glass.until("begonnen")
            page.feed("a")
            page.feed("\x1b[A")
            page.feed("\x1b[200~geplakt\x1b[201~")
            page.feed("b")
            await glass.until("a up geplakt b")
            assert app.size == (60, 20)
            page.resize(70, 22)
            page.feed("c")
            await glass.until("b c")
            assert app.sizes[-1] == (70, 22)

    asyncio.run(go())


def test_an_escape_alone_is_a_key_after_a_moment() -> None:
    async def go() -> None:
        async with paged() as (page, app, glass):
            page.feed("\x1b")
            await glass.until("gehoord: escape")
            assert app.heard == ["escape"]

    asyncio.run(go())


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "\x1b[48;99999999;99999999;0;0t",  # a terminal of ten billion letters
        "\x1b[99999999999999;1u",  # a letter that does not exist
        "\x1b[<0;99999;99999M",
        "\x1b[<0;-5;-5M",
        "\x1b[<0;" + "9" * 40 + "M",
        "\x1b[?2048;1$y",
        "\x1b" * 200,
        "\ud800\x00\x9b\ufffe",
        "a" * (LONGEST + 1),
        "\x1b[M\xff\xff\xff",
    ],
)
def test_rubbish_changes_no_size_and_ends_nothing(rubbish: str) -> None:
    async def go() -> None:
        async with paged() as (page, app, glass):
            await glass.until("begonnen")
            page.feed(rubbish)
            page.feed("z")
            await glass.until("z")
            assert set(app.sizes) == {(60, 20)}
            assert "a" not in app.heard
            assert app.failure is None

    asyncio.run(go())


def test_a_click_arrives_where_it_was_made() -> None:
    async def go() -> None:
        async with paged() as (page, app, glass):
            await glass.until("begonnen")
            page.feed("\x1b[<0;5;1M")
            page.feed("\x1b[<0;5;1m")
            page.feed("z")
            await glass.until("z")
            assert "click 4,0" in app.heard

    asyncio.run(go())


def test_a_key_too_many_is_left_out_and_the_app_goes_on() -> None:
    async def go() -> None:
        async with paged() as (page, app, glass):
            await glass.until("begonnen")
            for _message in range(50):
                page.feed("a" * LONGEST)  # all at once: the app had no turn in between
            await glass.until("a a a a")
            page.feed("z")
            await glass.until("a z")
            assert len(app.heard) < BACKLOG + LONGEST + 2

    asyncio.run(go())


def test_a_page_that_does_not_read_costs_no_memory_and_gets_the_newest_screen() -> None:
    async def go() -> None:
        async with paged(200, 60) as (page, app, glass):
            await glass.until("dit blijft staan")
            page.feed("a")
            await glass.until("gehoord: a")
            glass.reads.clear()
            glass.got = ""
            page.feed("b")
            async with asyncio.timeout(DEADLINE):
                while not page._sends:  # one screen is under way to a page that does not read
                    await asyncio.sleep(0)
            driver = app._driver
            assert driver is not None
            for _turn in range(100):
                driver.write("\x1b[H" + "een oud scherm " * 500)
                assert page._held <= HELD
            page.feed("z")
            await asyncio.sleep(0)
            glass.reads.set()
            await glass.until("b z")
            await glass.until("dit blijft staan")
            assert "een oud scherm" not in glass.got
            assert "\x1b[?1000h" in glass.got, "what the page must know of clicks may have been dropped"

    asyncio.run(go())


def test_an_app_that_breaks_or_ends_is_over_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    async def go() -> None:
        async with paged() as (broken, app, glass), paged() as (other, fine, seen):
            await glass.until("begonnen")
            broken.feed("x")
            await over(broken)
            assert isinstance(app.failure, ValueError)
            broken.feed("a")  # nobody is there any more
            broken.resize(50, 20)
            other.feed("b")
            await seen.until("gehoord: b")
            other.feed("q")
            await over(other)
            assert fine.failure is None

    asyncio.run(go())
    assert capfd.readouterr() == ("", "")


def test_where_the_trainer_prints_stays_the_same_in_whatever_order_apps_begin_and_end() -> None:
    before = sys.stdout, sys.stderr

    async def go() -> None:
        first = Paged(Small(), Glass().send)
        second = Paged(Small(), Glass().send)
        await first.start(60, 20)
        await second.start(60, 20)
        assert (sys.stdout, sys.stderr) == before, "a trainer's lines would go nowhere"
        await first.stop()
        await second.stop()
        async with Small().run_test(headless=True):  # the console: takes prints away, and gives them back
            inside = sys.stdout, sys.stderr
            assert inside != before
            third = Paged(Small(), Glass().send)
            await third.start(60, 20)
            assert (sys.stdout, sys.stderr) == inside
        assert (sys.stdout, sys.stderr) == before
        await third.stop()
        assert (sys.stdout, sys.stderr) == before, "the app of a page put back those of a console that is gone"

    asyncio.run(go())


def test_a_page_opens_no_browser_and_writes_no_file_on_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import webbrowser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)

    async def go() -> None:
        async with paged() as (page, app, glass):
            await glass.until("begonnen")
            page.feed("u")
            await glass.until("gehoord: u")
            file = tmp_path / "bron.txt"
            file.write_text("inhoud", "utf-8")
            app.deliver_text(file, save_directory=tmp_path / "map")
            page.feed("z")
            await glass.until("u z")

    asyncio.run(go())
    assert opened == []
    assert [one.name for one in tmp_path.iterdir()] == ["bron.txt"]


def test_stopping_twice_or_before_it_began_is_fine() -> None:
    async def go() -> None:
        page = Paged(Small(), Glass().send)
        await page.stop()
        await page.start(60, 20)
        await page.stop()
        await page.stop()
        await over(page)
        assert len(asyncio.all_tasks()) == 1, "nothing of it runs on"

    asyncio.run(go())
