"""The app in a browser, seen from its socket: nothing kept, nothing shared, nothing left behind."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from meldcode import serving
from meldcode.errors import MeldcodeError
from meldcode.pages import size_within
from meldcode.tui.served import GONE, NOWHERE, ServedApp, zipped
from tests.ui.helper import clock, screen_text, settle, shipped

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
DEADLINE = 30
"""Seconds; no wait is longer than it must be."""


@asynccontextmanager
async def served(*more: str) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """A server on a free port of this computer, its address and its process."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "meldcode", "serve", "--port", "0", *more, stdout=pipe, stderr=pipe
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(DEADLINE):
            address = (await process.stdout.readline()).decode().strip()
        yield address, process
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(DEADLINE):
            await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class Wire:
    """One page without a browser: what it was sent, as one text without the sequences between the letters."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.got = ""
        self.orders: list[Any] = []

    async def until(self, words: str) -> None:
        """Reads until these words were drawn since the last key."""
        async with asyncio.timeout(DEADLINE):
            while words not in re.sub(r"\x1b\[[0-9;?]*[A-Za-z$]", "", self.got):
                await self._one()

    async def order(self, kind: str) -> Any:
        """What comes with the next order to the page of this kind."""
        async with asyncio.timeout(DEADLINE):
            while not (found := [about for name, about in self.orders if name == kind]):
                await self._one()
        return found[0]

    async def type(self, keys: str) -> None:
        self.got = ""
        await self.socket.send_str(json.dumps(["stdin", keys]))

    async def _one(self) -> None:
        message = await self.socket.receive()
        assert message.type in (message.type.BINARY, message.type.TEXT), message
        if message.type == message.type.BINARY:
            self.got += message.data.decode("utf-8", "replace")
        else:
            self.orders.append(json.loads(message.data))


@asynccontextmanager
async def wired(address: str, **headers: str) -> AsyncIterator[tuple[Wire, Any]]:
    import aiohttp

    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}ws?width=100&height=30", headers=headers) as socket,
    ):
        yield Wire(socket), session


def left_in(home: str) -> list[str]:
    return sorted(str(path) for path in Path(home).rglob("*")) if Path(home).exists() else []


async def _two_pages() -> None:
    async with served() as (address, process), wired(address) as (one, _), wired(address) as (other, _also):
        await asyncio.gather(one.until("Waar werkt u?"), other.until("Waar werkt u?"))
        await one.socket.send_str(json.dumps(["focus"]))
        await one.type("4")
        await one.until("█ Is er op dit moment direct gevaar")  # the page is at rest
        await one.type("\x1bOS")  # F4: which request
        await one.until("Adviesvraag")
        await other.type("1")
        await other.until("KNMG-meldcode")
        assert "Adviesvraag:" not in other.got
        await one.type("\x1b[17~\x1b[15~")  # F6 keeps nothing
        await one.type("\x1bOR")
        await one.until("0800-2000")
        await one.socket.close()
        await other.type("\x1bOR")
        await other.until("0800-2000")
        process.terminate()
        assert process.stderr is not None
        async with asyncio.timeout(DEADLINE):
            said = (await process.stderr.read()).decode()
        assert len(said.splitlines()) == 3, "words at the start, and no log of what anybody does"


@pytest.mark.heavy
@posix_only
def test_two_pages_know_nothing_of_each_other_and_nothing_is_kept() -> None:
    asyncio.run(_two_pages())
    assert left_in(os.environ["MELDCODE_HOME"]) == []


def children_of(parent: int) -> list[int]:
    """Ids of the processes that this one started."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            state = Path("/proc", name, "stat").read_text("utf-8", "replace")
            if int(state.rpartition(")")[2].split()[1]) == parent:
                found.append(int(name))
    return found


async def _gone(process: int) -> None:
    """Waits until a process that is no child of ours has ended."""
    descriptor = os.pidfd_open(process)  # type: ignore[attr-defined,unused-ignore]  # Linux alone has it
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(descriptor, ended.set)
    async with asyncio.timeout(DEADLINE):
        await ended.wait()
    asyncio.get_running_loop().remove_reader(descriptor)
    os.close(descriptor)


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("end", ["the page closes", "the server is killed"])
def test_what_a_page_knew_ends_with_the_page_and_with_the_server(end: str) -> None:
    async def go() -> None:
        async with served() as (address, process), wired(address) as (page, _):
            await page.until("Waar werkt u?")
            (behind,) = children_of(process.pid)
            if end == "the page closes":
                await asyncio.gather(_gone(behind), page.socket.close())
            else:
                process.kill()
                await _gone(behind)

    asyncio.run(go())


@posix_only
def test_a_page_of_somebody_else_gets_no_app_and_the_page_fetches_nothing_elsewhere() -> None:
    import aiohttp

    async def go() -> None:
        async with served("--most", "1") as (address, _process), aiohttp.ClientSession() as session:
            for origin in ("https://elders.example", "null", "elders"):  # a page in a frame or a file says "null"
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await session.ws_connect(f"{address}ws", headers={"Origin": origin})
                assert refused.value.status == 403
            named = {
                "Host": "valstrik.example",
                "Origin": "http://valstrik.example",
            }  # a name that was made to lead here
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{address}ws", headers=named)
            assert refused.value.status == 403
            async with session.get(address) as answer:
                text = await answer.text()
                policy = answer.headers["Content-Security-Policy"]
            assert not re.search(r"(src|href)=.(https?:)?//", text)
            assert "default-src 'self'" in policy
            assert "meldcode" not in re.sub(r"<!--.*?-->", "", text).lower(), "a list of visited pages tells nothing"
            for path in ("static/", "page/", "download/0", "static/../server.py"):
                async with session.get(address + path) as answer:
                    assert answer.status in (403, 404), path
            async with session.ws_connect(f"{address}ws?width=1e9&height=x"), session.get(address) as answer:
                assert answer.status == 503
                assert "te veel mensen" in await answer.text()

    asyncio.run(go())


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("0.0.0.0", True), ("intranet", True)])  # noqa: S104  only named
def test_who_can_reach_it_is_said(host: str, warned: bool) -> None:
    said = " ".join(serving.who_can_reach(host))
    assert ("niet versleuteld" in said) is warned
    assert "niets bewaard" in said


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    with pytest.raises(MeldcodeError) as error:
        serving.serve("127.0.0.1", 0, "", 1)
    assert "meldcode[web]" in error.value.hint


def test_an_address_for_people_is_written_in_full() -> None:
    with pytest.raises(MeldcodeError) as error:
        serving.serve("127.0.0.1", 0, "meldcode.example.nl", 1)
    assert "https://" in error.value.hint


@pytest.mark.parametrize(
    ("asked", "given"),
    [(("80", "24"), (80, 24)), (("99999", "-5"), (500, 5)), ((None, "x"), (80, 24)), ((100.5, 30), (80, 24))],
)
def test_a_page_asks_for_no_screen_that_takes_all_memory(asked: tuple[object, object], given: tuple[int, int]) -> None:
    assert size_within(*asked) == given


@pytest.mark.parametrize(
    "data", ["", "7", "[" * 100_000, "[]", "[1]", '["stdin"]', '["stdin", 4]', '["resize", []]', "{}", '["x", 1]']
)
def test_a_message_that_is_none_is_left_out(data: str) -> None:
    called: list[object] = []

    async def note(*about: object) -> None:
        called.append(about)

    behind = SimpleNamespace(send_bytes=note, set_terminal_size=note, remote_write_str=note, blur=note, focus=note)
    asyncio.run(serving._pass_on(data, behind))
    assert called == []


def test_the_variables_of_textual_do_not_reach_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_about: object) -> None: ...

    monkeypatch.setenv("TEXTUAL_LOG", "/tmp/log")  # noqa: S108  never written
    behind = serving.app_behind([], nothing, nothing, nothing, None)
    known = behind._build_environment(90, 30)
    assert not [name for name in known if name.startswith("TEXTUAL")]
    assert (known["COLUMNS"], known["ROWS"]) == ("90", "30")


def test_a_page_whose_app_ended_without_a_word_is_told() -> None:
    told: list[str] = []

    async def note(*_about: object) -> None:
        told.append("closed")

    async def nothing(*_about: object) -> None: ...

    async def go() -> None:
        downloads = SimpleNamespace(cancel_app_downloads=note)
        command = [sys.executable, "-c", "print('__GANGLION__', flush=True)"]
        behind = serving.app_behind(command, nothing, nothing, note, downloads)
        await behind.start(80, 24)
        async with asyncio.timeout(DEADLINE):
            await behind._task
        assert told == ["closed"]
        await behind._process.wait()

    asyncio.run(go())


# the app itself


def test_the_served_app_offers_no_keeping_anywhere(tmp_path: Path) -> None:
    async def go() -> None:
        app = ServedApp(clock, tmp_path)
        async with app.run_test(size=(100, 30)) as pilot:
            await settle(pilot)
            first = screen_text(app)
            assert "niets bewaard" in first
            assert "F6" not in first
            await pilot.press("f6")
            await settle(pilot)
            assert screen_text(app) == first
            await pilot.press("4")
            await settle(pilot)
            await pilot.press("2", "f6")
            await settle(pilot)
            shown = screen_text(app)
            assert "direct gevaar" in shown
            assert "Niet bewaard" in shown
            assert "F6" not in shown
            assert not app.offers("keep")
            assert not app.offers("dossiers")

    asyncio.run(go())
    assert not NOWHERE.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_flow_that_was_accepted_on_the_server_is_read_from_there(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "school.yaml").write_text("flow: school\n", "utf-8")

    async def go() -> None:
        app = ServedApp(clock, tmp_path)
        async with app.run_test(size=(100, 30)) as pilot:
            await settle(pilot)
            assert "school" in screen_text(app)

    asyncio.run(go())
    assert [path.name for path in tmp_path.iterdir()] == ["flows"]


def test_a_page_that_stays_hidden_is_forgotten(tmp_path: Path) -> None:
    async def go() -> None:
        now = 0.0
        app = ServedApp(clock, tmp_path)
        app.monotonic, app._seen = lambda: now, now
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("f12")
            await settle(pilot)
            app.tick()
            now += 60 * GONE - 1
            app.tick()
            assert app._exit is False
            now += 1
            app.tick()
            assert app._exit is True

    asyncio.run(go())


def test_a_request_goes_to_the_browser_and_to_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from meldcode.flow.loader import load_flow
    from meldcode.interview import Interview
    from meldcode.tui.request_screen import RequestScreen

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(RequestScreen, "_doubts", lambda _screen: 0)  # no question before it is written
    handed: dict[str, bytes] = {}

    async def go() -> None:
        app = ServedApp(clock, tmp_path / "data")
        interview = Interview(load_flow("onderwijs"), clock=clock)
        for name, value in shipped("onderwijs-melding").items():
            interview.answer(name, value)

        def deliver(file: Any, *, save_filename: str, **_more: object) -> str:
            handed[save_filename] = file.read()
            return "key"

        monkeypatch.setattr(app, "deliver_binary", deliver)
        async with app.run_test(size=(100, 40)) as pilot:
            await settle(pilot)
            app._show(interview)
            await settle(pilot)
            await app.push_screen(RequestScreen(interview))
            await settle(pilot)
            assert not app.screen.query("#folder")
            await pilot.press("f8", "f8")
            await app.workers.wait_for_complete()
            await settle(pilot)
            assert handed
            assert interview.unsaved(), "the browser does not have it yet"
            app._waiting.pop("key")()
            await settle(pilot)
            assert not interview.unsaved()
            assert "Opgehaald door uw browser" in screen_text(app)

    asyncio.run(go())
    assert list(handed) == ["melding-2026-03-02.zip"]
    with zipfile.ZipFile(io.BytesIO(handed["melding-2026-03-02.zip"])) as archive:
        assert archive.namelist() == ["request.json", "request.pdf", "request.txt"]
        assert archive.testzip() is None
    assert list(tmp_path.iterdir()) == []


def test_the_same_files_make_the_same_download() -> None:
    assert zipped({"a": b"1", "b": b"2"}) == zipped({"a": b"1", "b": b"2"})
