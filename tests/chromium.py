"""A Chromium without a window, driven by its own protocol: opens a page, presses keys, reads its terminal."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), "")
DEADLINE = 30
"""Seconds; a wait that takes longer fails. Nothing waits longer than it has to."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1000,620",
]
# the terminal is an object inside the page's own script; this catches it when it sets a name that it alone has
_CATCH = """Object.defineProperty(Object.prototype, "websocket_url", {configurable: true, set(value) {
    Object.defineProperty(this, "websocket_url", {value, writable: true, configurable: true});
    window.caught = this; }});"""
_READ = """(() => { const buffer = window.caught.terminal.buffer.active, lines = [];
    for (let y = 0; y < window.caught.terminal.rows; y++) lines.push(buffer.getLine(y).translateToString(true));
    return lines.join("\\n"); })()"""
_UNTIL = """new Promise((resolve) => { const look = () => { const text = %s; if (text.includes(%s)) resolve(text); };
    window.caught.terminal.onWriteParsed(look); look(); })"""
KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "Escape": (27, ""),
    "F4": (115, ""),
    "F6": (117, ""),
    "F8": (119, ""),
    "F12": (123, ""),
}
"""Name to the number Windows gives it and its text."""


class Page:
    """One page; `seen` holds every address that it asked the network for."""

    def __init__(self, browser: Browser, session: str) -> None:
        self.browser = browser
        self.session = session
        self.seen: list[str] = []
        browser.pages[session] = self

    async def ask(self, method: str, **about: Any) -> dict[str, Any]:
        return await self.browser.ask(method, self.session, **about)

    async def js(self, words: str) -> Any:
        """What an expression is worth, waited for."""
        found = await self.ask("Runtime.evaluate", expression=words, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def shown(self) -> str:
        """What stands in the terminal now."""
        return str(await self.js(_READ))

    async def until(self, words: str) -> str:
        """What stands in the terminal as soon as these words do."""
        try:
            return str(await self.js(_UNTIL % (_READ, json.dumps(words))))
        except TimeoutError:
            raise AssertionError(f"not seen: {words}\n{await self.shown()}") from None

    async def press(self, key: str) -> None:
        """A key with a name, or a character."""
        number, text = KEYS.get(key, (0, key))
        about = {"key": key, "code": key if number else "", "windowsVirtualKeyCode": number, "text": text}
        await self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **about)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **about | {"text": ""})


class Browser:
    """The connection. Answers are matched by number; requests of pages are noted."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.pages: dict[str, Page] = {}
        self.downloaded = asyncio.Event()
        self.waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def listen(self) -> None:
        async for message in self.socket:
            said = message.json()
            if "id" in said:
                self.waiting.pop(said["id"]).set_result(said)
            elif said["method"] == "Network.requestWillBeSent":
                self.pages[said["sessionId"]].seen.append(said["params"]["request"]["url"])
            elif said["method"] == "Browser.downloadProgress" and said["params"]["state"] == "completed":
                self.downloaded.set()

    async def ask(self, method: str, session: str = "", **about: Any) -> dict[str, Any]:
        number = len(self.waiting) + max(self.waiting, default=0) + 1
        answer = self.waiting[number] = asyncio.get_running_loop().create_future()
        about_session = {"sessionId": session} if session else {}
        await self.socket.send_json({"id": number, "method": method, "params": about} | about_session)
        async with asyncio.timeout(DEADLINE):
            said = await answer
        assert "error" not in said, (method, said)
        found: dict[str, Any] = said["result"]
        return found

    async def open(self, address: str, downloads: Path) -> Page:
        """A page of this address, whose terminal has been made."""
        await self.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads), eventsEnabled=True)
        target = (await self.ask("Target.createTarget", url="about:blank"))["targetId"]
        attached = await self.ask("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, attached["sessionId"])
        for domain in ("Page", "Runtime", "Network"):
            await page.ask(f"{domain}.enable")
        await page.ask("Page.addScriptToEvaluateOnNewDocument", source=_CATCH)
        await page.ask("Page.navigate", url=address)
        await page.js("new Promise((go) => document.readyState == 'complete' ? go() : addEventListener('load', go))")
        return page


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Browser]:
    """A Chromium with a fresh profile in this folder."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *FLAGS,
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(DEADLINE):
            while not (found := re.search(rb"listening on (ws://\S+)", await process.stderr.readline())):
                assert process.returncode is None
        quiet = asyncio.create_task(process.stderr.read())
        async with aiohttp.ClientSession() as session, session.ws_connect(found[1].decode(), max_msg_size=0) as socket:
            browser = Browser(socket)
            listening = asyncio.create_task(browser.listen())
            yield browser
            with suppress(Exception):
                await browser.ask("Browser.close")
            listening.cancel()
        quiet.cancel()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
