"""The app in a browser, for an organisation's own network: a small server, and a process of its own for each page.

The socket, the packets and the terminal in the page are textual-serve's. Its page and its logging are not used: that
page fetches letters from another company, and those logs show what was typed. Nothing is kept and nothing is logged.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from meldcode import i18n
from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import _
from meldcode.launch import program
from meldcode.pages import (
    LOOPBACK,
    PAGE,
    address,
    cannot_listen,
    careful,
    host_of,
    need_parts,
    packet,
    size_within,
    static_files,
    strange,
)

if TYPE_CHECKING:
    from aiohttp import web

PATIENCE = 5.0
"""Seconds that the app behind a page has to end, once the page has gone."""
_HEARTBEAT = 60.0
"""Seconds; a page that has not answered by half of that later is gone. One that closes is noticed at once."""


def session(flow: str, answers: Path | None) -> int:
    """The app behind one page: reads from and writes to the server, and ends with it. Gives the exit code."""
    from datetime import datetime

    from meldcode.dossier.home import find_home
    from meldcode.harden import end_with, harden

    harden()
    end_with(os.getppid())
    from meldcode.tui.served import ServedApp

    data, prepared = find_home().folder.parent, None
    if flow:
        from meldcode.desk.prepared import prepare

        prepared = prepare(flow, answers, data)
    app = ServedApp(datetime.now, data, prepared)
    app.run()
    if app.failure is not None:
        raise app.failure  # said by its type and place alone
    return Exit.DONE


def serve(host: str, port: int, public_url: str, most: int, flow: str = "", answers: Path | None = None) -> int:
    """Serve so many pages at most, until told to stop. Prints the address; says who can reach it.

    Port 0 is any that is free. With a flow, and answers for it, each page begins with those. Raises `MeldcodeError`.
    """
    from meldcode.harden import harden

    need_parts()
    if public_url and not urlsplit(public_url).netloc:  # else no page behind the proxy would get its app
        raise MeldcodeError(
            _("wat bij --public-url staat, is geen heel adres"),
            _("Schrijf het voluit, zoals https://meldcode.example.nl/."),
        )
    if flow:
        from meldcode.desk.prepared import prepare
        from meldcode.dossier.home import find_home

        prepare(flow, answers, find_home().folder.parent)  # what is wrong with it is said here, and not on every page
    harden()  # what is typed passes through here
    command = [*program(), "--lang", i18n.language(), "serve", "--session", *([flow] if flow else [])]
    command += ["--answers", str(answers)] if answers else []
    asyncio.run(_Pages(command, public_url, most).run(host, port))
    return Exit.DONE


def who_can_reach(host: str) -> list[str]:
    """What the person who starts this must know, one sentence each."""
    kept = _("Er wordt niets bewaard. Wie de pagina sluit, is zijn antwoorden kwijt.")
    if host in LOOPBACK:
        return [_("Alleen wie op deze computer werkt, kan de pagina openen."), kept]
    return [
        _("LET OP: iedereen die deze computer over het netwerk bereikt, kan de pagina openen."),
        _("Het verkeer is niet versleuteld. Zet er de https-proxy van uw organisatie voor."),
        kept,
    ]


class _Pages:
    """Everything that is open now. `command` starts the app behind one page."""

    def __init__(self, command: list[str], public_url: str, most: int) -> None:
        from textual_serve.download_manager import DownloadManager

        self.command = command
        self.known = urlsplit(public_url).netloc
        self.near = False
        """Whether only this computer reaches it, under its own names: any other name was made to lead here."""
        self.public_url = public_url
        self.most = most
        self.downloads = DownloadManager()
        self.open: set[web.WebSocketResponse] = set()

    async def run(self, host: str, port: int) -> None:
        """Until SIGINT or SIGTERM."""
        from aiohttp import web

        self.near = host in LOOPBACK and not self.known
        runner = web.AppRunner(self.application(), access_log=None, handle_signals=False, shutdown_timeout=PATIENCE)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            raise cannot_listen(host, port) from error
        name, number = runner.addresses[0][:2]
        print(self.public_url or address(name, number), flush=True)
        for line in (*who_can_reach(host), _("Stoppen: Ctrl+C.")):
            print(line, file=sys.stderr, flush=True)
        stop = asyncio.Event()
        for one in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: there Ctrl+C breaks off the loop itself
                asyncio.get_running_loop().add_signal_handler(one, stop.set)
        try:
            await stop.wait()
        finally:
            await runner.cleanup()

    def application(self) -> web.Application:
        """The addresses and who answers them."""
        from aiohttp import web

        app = web.Application()
        app.add_routes(
            [
                web.get("/", self.page),
                web.get("/ws", self.socket),
                web.get("/download/{key}", self.download),
                web.static("/static", static_files()),
                web.static("/page", PAGE),
            ]
        )
        app.on_response_prepare.append(careful)
        app.on_shutdown.append(self._close_all)
        return app

    async def _close_all(self, _app: web.Application) -> None:
        await asyncio.gather(*(socket.close() for socket in list(self.open)), return_exceptions=True)

    async def page(self, _request: web.Request) -> web.Response:
        """The page with the terminal; in words when there are too many already."""
        from aiohttp import web

        if len(self.open) >= self.most:
            words = _("Er zijn nu te veel mensen tegelijk bezig. Probeer het zo weer.")
            return web.Response(status=503, text=f"{words}\nVeilig Thuis 0800-2000 · 112\n")
        words_by_name = {
            "lang": i18n.language(),
            "title": _("Vragenlijst"),  # in the list of pages that were visited: no word of what it is for
            "numbers": "0800-2000 · 112",
            "wait": _("Een ogenblik…"),
            "gone": _("Gestopt. Wat u hier typte, is weg."),
            "again": _("Opnieuw beginnen"),
            "script": _("Zet JavaScript aan voor deze pagina."),
        }
        page = Template((PAGE / "index.html").read_text("utf-8"))
        text = page.substitute({name: escape(words) for name, words in words_by_name.items()})
        return web.Response(text=text, content_type="text/html")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that an app hands over, once. Its address cannot be guessed."""
        from aiohttp import web

        key = request.match_info["key"]
        try:
            about = await self.downloads.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound from None
        name = re.sub(r"[^\w.-]", "_", about.file_name)
        headers = {"Content-Type": about.mime_type, "Content-Disposition": f'attachment; filename="{name}"'}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        async for chunk in self.downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """One page, from opening to closing, and the app behind it."""
        from aiohttp import web

        if self.near and host_of(request.host) not in LOOPBACK:
            raise web.HTTPForbidden
        if strange(request.headers.get("Origin", ""), {request.host, self.known}):
            raise web.HTTPForbidden
        if len(self.open) >= self.most:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT)
        self.open.add(socket)
        try:
            await socket.prepare(request)
            behind = app_behind(self.command, socket.send_bytes, socket.send_str, socket.close, self.downloads)
            await behind.start(*size_within(request.query.get("width"), request.query.get("height")))
            try:
                async for message in socket:
                    if message.type == message.type.TEXT:
                        await _pass_on(message.data, behind)
            finally:
                await behind.stop()
        finally:
            self.open.discard(socket)
        return socket


async def _pass_on(data: str, behind: Any) -> None:
    """A message of the page to its app. What is no message of ours is left out."""
    import json

    kind, about = packet(data)
    if kind == "stdin" and isinstance(about, str):
        await behind.send_bytes(about.encode("utf-8", "replace"))
    elif kind == "resize" and isinstance(about, dict):
        await behind.set_terminal_size(*size_within(about.get("width"), about.get("height")))
    elif kind == "ping" and isinstance(about, str):
        await behind.remote_write_str(json.dumps(["pong", about]))
    elif kind in ("blur", "focus"):
        await (behind.blur if kind == "blur" else behind.focus)()


def app_behind(
    command: list[str],
    write_bytes: Callable[[bytes], Awaitable[None]],
    write_str: Callable[[str], Awaitable[None]],
    close: Callable[[], Awaitable[Any]],
    downloads: Any,
) -> Any:
    """textual-serve's service around one process of ours, started without a shell and without its variables."""
    from textual_serve.app_service import AppService

    class Behind(AppService):
        def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
            clean = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
            screen = {"COLUMNS": str(width), "ROWS": str(height), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            return clean | screen

        async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
            pipe = asyncio.subprocess.PIPE
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=pipe, stdout=pipe, stderr=pipe, env=self._build_environment(width, height)
            )
            self._stdin = self._process.stdin
            return self._process

        async def run(self) -> None:
            """Also when the app ends without a word its page must know: what is typed there goes nowhere."""
            await super().run()
            with suppress(Exception):  # the page may be gone already
                await self.remote_close()

        async def stop(self) -> None:
            """Ask it to end, and end it when it does not."""
            process = self._process
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await super().stop()
            if process is not None:
                if process.returncode is None:
                    with suppress(TimeoutError, ProcessLookupError):
                        async with asyncio.timeout(PATIENCE):
                            await process.wait()
                if process.returncode is None:
                    process.kill()
                    await process.wait()

    return Behind("", write_bytes=write_bytes, write_str=write_str, close=close, download_manager=downloads)
