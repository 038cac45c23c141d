"""A trainer and thirty people on one laptop: `python -m tests.benchmarks.group [CASE]`. Prints what it cost.

The real program in a terminal of its own, three real browsers without a window (where there is a Chromium) and for
the rest clients that speak as a page does. The whole case is led; every answer is counted again in what was kept.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import random
import re
import signal
import struct
import sys
import tempfile
import termios
from collections import Counter
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import aiohttp

from meldcode.training.compare import options_of
from meldcode.training.reading import find_case, read_case
from tests.chromium import PROGRAM, Page, browsing

PEOPLE, BROWSERS = 30, 3
DEADLINE = 60
READING = 0.5
"""Seconds that people read: what is still drawn of the question must not count as waiting for the key after it."""
REST = 0.4
"""Seconds between the trainer's keys: the console hears no step within 0.3 of the one before."""
_ANSI = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|[\]P][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])")
_PAGE_SIZE, _TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


class Terminal:
    """The trainer's: everything that was drawn, and keys."""

    def __init__(self) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.slave = slave
        self.drawn = ""
        self.news = asyncio.Event()
        os.set_blocking(self.master, False)
        asyncio.get_running_loop().add_reader(self.master, self._read)

    def _read(self) -> None:
        with suppress(OSError):
            self.drawn += _ANSI.sub("", os.read(self.master, 1 << 20).decode("utf-8", "replace"))
            self.news.set()

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    async def until(self, pattern: str) -> re.Match[str]:
        try:
            async with asyncio.timeout(DEADLINE):
                return await self._found(pattern)
        except TimeoutError:
            raise AssertionError(f"not drawn: {pattern}\n{self.drawn[-2000:]}") from None

    async def _found(self, pattern: str) -> re.Match[str]:
        while not (found := re.search(pattern, self.drawn)):
            self.news.clear()
            await self.news.wait()
        return found


class Wire:
    """Somebody whose page is a websocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.drawn = ""
        self.news = asyncio.Event()
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                self.drawn += _ANSI.sub("", message.data.decode("utf-8", "replace"))
                self.news.set()

    async def press(self, key: str) -> None:
        await self.socket.send_str(json.dumps(["stdin", key]))


@dataclass
class Cost:
    """What is measured; seconds, bytes."""

    joined: float = 0.0
    keys: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    memory: dict[str, int] = field(default_factory=dict)
    worked: float = 0.0
    took: float = 0.0


def processes(root: int) -> list[int]:
    """This process and all that it started."""
    found = [root]
    for name in found:
        with suppress(OSError):
            for task in Path(f"/proc/{name}/task").iterdir():
                found += [int(one) for one in (task / "children").read_text().split()]
    return found


def memory(root: int) -> int:
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) * _PAGE_SIZE for one in processes(root))


def worked(root: int) -> float:
    rows = [Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split() for one in processes(root)]
    return sum(int(row[11]) + int(row[12]) for row in rows) / _TICKS


async def afternoon(name: str, folder: Path) -> tuple[Cost, list[Counter[str]], dict[str, Any]]:
    """Lead the whole case; gives what it cost, what was pressed in each vote, and what the program kept."""
    cost, pressed = Cost(), []  # type: tuple[Cost, list[Counter[str]]]
    terminal = Terminal()
    home = {"MELDCODE_HOME": str(folder / "home"), "TERM": "xterm-256color"}
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "meldcode", "train", "host", name, "--port", "0", "--most", str(PEOPLE),
        stdin=terminal.slave, stdout=terminal.slave, stderr=terminal.slave, env=os.environ | home, cwd=folder,
        start_new_session=True,
    )  # fmt: skip
    try:
        return await _lead(name, folder, terminal, program.pid, cost, pressed)
    finally:  # whatever went wrong, nothing goes on running
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        await program.wait()


async def _lead(
    name: str, folder: Path, terminal: Terminal, program: int, cost: Cost, pressed: list[Counter[str]]
) -> tuple[Cost, list[Counter[str]], dict[str, Any]]:
    case, flow = read_case(find_case(name))
    dice = random.Random(1)  # noqa: S311  which answers does not matter, only that we know
    address = (await terminal.until(r"http://[\d.]+:\d+"))[0] + "/"
    code = (await terminal.until(r"\b[CDFHJKMNPRTVWXY34679]{5}\b"))[0]
    cost.memory["before anybody"] = memory(program)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        pages = [await _browser(stack, folder / f"b{number}", address, code) for number in range(_browsers())]
        start = perf_counter()
        wires = await asyncio.gather(*(_join(session, address, code) for _one in range(PEOPLE - len(pages))))
        await asyncio.gather(*(_until(one, "OEFENING") for one in wires))
        cost.joined = perf_counter() - start
        cost.memory["all there"] = memory(program)
        began, before = perf_counter(), worked(program)
        for stage in case.stages:
            terminal.press("d")
            await asyncio.sleep(READING)
            for weighing in stage.weighings:
                options = [one.id for one in options_of(flow, weighing)]
                start = perf_counter()
                marks = [len(one.drawn) for one in wires]
                terminal.press("v")
                await asyncio.gather(
                    *(_until(one, "Kies uw antwoord", mark) for one, mark in zip(wires, marks, strict=True))
                )
                for page in pages:
                    await page.until("Kies uw antwoord")
                cost.opened.append(perf_counter() - start)
                await asyncio.sleep(READING)
                chosen = [dice.randrange(len(options)) for _one in range(PEOPLE)]
                for page, which in zip(pages, chosen, strict=False):
                    await page.press(str(which + 1))
                cost.keys += await asyncio.gather(
                    *(_timed(one, str(which + 1)) for one, which in zip(wires, chosen[len(pages) :], strict=True))
                )
                for page in pages:
                    await page.until("Binnen:")
                pressed.append(Counter(options[which] for which in chosen))
                await asyncio.sleep(READING)
                for key in "sau":
                    terminal.press(key)
                    await asyncio.sleep(REST)
        cost.worked, cost.took = worked(program) - before, perf_counter() - began
        cost.memory["after all"] = memory(program)
        await _end(terminal)
        for one in wires:
            one.reading.cancel()
    (kept,) = (folder / "home" / "oefenen" / "sessies").glob("*.json")
    return cost, pressed, json.loads(kept.read_text("utf-8"))


def _browsers() -> int:
    return BROWSERS if PROGRAM else 0


async def _end(terminal: Terminal) -> None:
    """End it, sure, and leave the console."""
    terminal.press("e")
    await terminal.until("De bijeenkomst afsluiten")
    terminal.press("\x1b[C")
    await asyncio.sleep(REST)
    terminal.press("\r")
    await terminal.until("is afgesloten")


async def _browser(stack: AsyncExitStack, folder: Path, address: str, code: str) -> Page:
    browser = await stack.enter_async_context(browsing(folder))
    page = await browser.open(address, folder)
    await page.js(f"document.getElementById('code').value = {json.dumps(code)}")
    await page.js("document.getElementById('form').requestSubmit()")
    await page.until("OEFENING")
    return page


async def _join(session: aiohttp.ClientSession, address: str, code: str) -> Wire:
    async with session.post(f"{address}join", json={"code": code}) as answer:
        token = (await answer.json())["token"]
    return Wire(await session.ws_connect(f"{address}ws?token={token}&width=100&height=30"))


async def _until(one: Wire, words: str, since: int = 0) -> None:
    async with asyncio.timeout(DEADLINE):
        while words not in one.drawn[since:]:
            one.news.clear()
            await one.news.wait()


async def _timed(one: Wire, key: str) -> float:
    """Seconds from the key until the page says that the answer is in."""
    start, mark = perf_counter(), len(one.drawn)
    await one.press(key)
    await _until(one, "Binnen:", mark)
    return perf_counter() - start


def main() -> None:
    """Print what thirty people cost, and whether every answer was counted."""
    name = sys.argv[1] if len(sys.argv) > 1 else "twee_huizen"
    with tempfile.TemporaryDirectory() as folder:
        cost, pressed, kept = asyncio.run(afternoon(name, Path(folder)))
    counted = [Counter({option: count for option, count in one["counts"].items() if count}) for one in kept["rounds"]]
    print(f"case {name}: {len(pressed)} votes of {PEOPLE} people, {_browsers()} of them in a browser")
    print(f"answers lost or added: {sum(((a - b) + (b - a)).total() for a, b in zip(pressed, counted, strict=True))}")
    print(f"all joined at once and saw their page: {cost.joined:.2f} s")
    print(f"a question opened, drawn for all: median {median(cost.opened):.2f} s, worst {max(cost.opened):.2f} s")
    print(f"a key of everybody at once: median {median(cost.keys):.3f} s, worst {max(cost.keys):.3f} s")
    print(f"processor: {cost.worked / cost.took:.0%} of one core over the whole case")
    for when, size in cost.memory.items():
        print(f"memory {when}: {size / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
