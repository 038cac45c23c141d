"""The door of a group that practises: pages for who takes part and for the wall, on the trainer's own computer.

One server and one loop with the trainer's console; behind each page runs an app of its own. Nothing is logged and
nothing is printed, for the trainer's terminal is in use. Only the first page and its files go without the code.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from html import escape
from string import Template
from typing import TYPE_CHECKING, Any

from meldcode.crash import code_of
from meldcode.i18n import _
from meldcode.pages import (
    EVERYWHERE,
    LOOPBACK,
    PAGE,
    PATIENCE,
    address,
    by_own_name,
    cannot_listen,
    careful,
    group_words,
    need_parts,
    own_addresses,
    packet,
    read_paced,
    size_within,
    static_files,
    strange,
    tell,
)
from meldcode.training.session import Refused, Session
from meldcode.training.views import view_json, view_of
from meldcode.training.wall import Wall

if TYPE_CHECKING:
    from aiohttp import web

    from meldcode.tui.safe_app import SafeApp
    from meldcode.tui.training.paged import Paged

LARGEST = 16 * 1024
"""Bytes of one message of a page; who sends more is disconnected, and comes back by itself."""
_HEARTBEAT = 20.0
"""Seconds; who has not answered by half of that later is gone."""
SEAT = (300, 100)
"""Columns and lines of a page at most: every one of them is drawn here, for sixty pages."""
_TABS = 2
"""Pages that one person can have open; the oldest gives way."""
_WALLS = 3
"""Pages for the wall."""
_SOCKETS = ("/ws", "/view")
CODE, FULL, MOVED = 4001, 4002, 4003
"""Why a connection is closed: the code is needed again, there is no place, another page took its place."""


class Group:
    """Everybody who takes part, from start to stop. `participant` makes the app of who holds that token."""

    def __init__(
        self,
        session: Session,
        participant: Callable[[str], SafeApp],
        projector: Callable[[], SafeApp],
        most: int = 30,
    ) -> None:
        self.session = session
        self.participant = participant
        self.projector = projector
        self.most = most
        self.wall = Wall(session)
        self._host = ""
        self._runner: web.AppRunner | None = None
        """None before it began, and from the moment that it stops."""
        self._ending: asyncio.Task[None] | None = None
        self._open: dict[web.WebSocketResponse, str] = {}
        """Each connection and its token, the oldest first."""
        self._pages: set[web.WebSocketResponse] = set()
        """Those behind which a page is; the others are of a meldcode, which says such things by itself."""
        self._apps: set[Paged] = set()

    async def start(self, host: str, port: int) -> list[str]:
        """Let people in; gives the addresses to hand out. Port 0 is any that is free. Raises `MeldcodeError`."""
        need_parts()
        from aiohttp import web

        for name in ("aiohttp", "asyncio"):  # else what goes wrong with a connection is printed on the trainer's screen
            logging.getLogger(name).addHandler(logging.NullHandler())
        self._host = host
        runner = web.AppRunner(
            self.application(),
            access_log=None,
            logger=logging.getLogger("aiohttp.server"),
            handle_signals=False,
            shutdown_timeout=PATIENCE,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, host or None, port).start()
        except (OSError, UnicodeError) as error:  # the second: a name that is none
            await runner.cleanup()
            raise cannot_listen(host, port) from error
        self._runner = runner
        name, number = runner.addresses[0][:2]
        names = [name]
        if host in EVERYWHERE:
            names = [one for one in own_addresses() if host != EVERYWHERE[0] or ":" not in one] or [LOOPBACK[0]]
        return [address(one, number) for one in names]

    async def stop(self) -> None:
        """Tell every page, and let nobody in any more. More than once is fine, also when the first was broken off."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            self._ending = asyncio.create_task(self._shut(runner))
        if self._ending is not None:
            await asyncio.shield(self._ending)

    async def _shut(self, runner: web.AppRunner) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*map(self._farewell, list(self._open)), return_exceptions=True)
        await runner.cleanup()
        await asyncio.gather(*(one.stop() for one in list(self._apps)), return_exceptions=True)

    async def _farewell(self, connection: web.WebSocketResponse) -> None:
        if connection not in self._pages:
            pass
        elif self.session.phase == "ended":
            await tell(connection, "over", _("De bijeenkomst is afgelopen. U kunt deze pagina sluiten."))
        else:
            await tell(connection, "stopped", _("De trainer heeft de bijeenkomst even gestopt."))
        await connection.close(code=1001)

    def who_can_reach(self) -> list[str]:
        """What the trainer must know about the address that was given to `start`, one sentence each."""
        if self._host in LOOPBACK:
            first = [_("Alleen wie op deze computer werkt, kan meedoen. Voor een groep: --host 0.0.0.0.")]
        else:
            first = [
                _("LET OP: iedereen die deze computer over het netwerk bereikt, kan de eerste pagina openen."),
                _("Meedoen kan alleen met de code. Het verkeer is niet versleuteld."),
            ]
            if self._host in EVERYWHERE and not own_addresses():
                first.append(_("Er is geen netwerk gevonden: alleen deze computer zelf kan de pagina nu openen."))
        return [*first, _("Zodra u stopt, kan niemand de pagina meer openen.")]

    def application(self) -> web.Application:
        """The addresses and who answers them."""
        from aiohttp import web

        @web.middleware
        async def door(request: web.Request, handler: Callable[[Any], Awaitable[Any]]) -> web.StreamResponse:
            if not by_own_name(request.host, self._host) or strange(request.headers.get("Origin", ""), {request.host}):
                return _sentence(request, 403, _("Open deze pagina met het adres dat de trainer geeft."))
            try:
                response: web.StreamResponse = await handler(request)
            except web.HTTPException as error:
                missing = _("Deze pagina is er niet. Kijk het adres na.")
                return _sentence(request, error.status, missing if error.status in (403, 404) else _not_read())
            except Exception as error:  # whatever went wrong: a person gets a sentence, and nothing of it is printed
                if request.path in _SOCKETS:  # it ends, and the page comes back by itself
                    raise
                return _sentence(request, 500, _crashed(error))
            return response

        app = web.Application(middlewares=[door], client_max_size=LARGEST // 4)
        app.add_routes(
            [
                web.get("/", self.page),
                web.get("/scherm", self.page),
                web.post("/join", self.join),
                web.get("/ws", self.terminal),
                web.get("/view", self.view),
                web.static("/static", static_files()),
                web.static("/page", PAGE),
            ]
        )
        app.on_response_prepare.append(careful)
        return app

    async def page(self, request: web.Request) -> web.Response:
        """The page for who takes part, or the one for the wall: asks the code, and has a terminal after that."""
        from aiohttp import web

        page = Template((PAGE / "train.html").read_text("utf-8"))
        words = group_words(wall=request.path == "/scherm")
        text = page.substitute({name: escape(one) for name, one in words.items()})
        return web.Response(text=text, content_type="text/html")

    async def join(self, request: web.Request) -> web.Response:
        """Takes {"code": …}, with "wall": true for the wall; gives {"token": …}, or {"error": a sentence}."""
        from aiohttp import web

        try:
            about = json.loads(await request.text())
            code, wall = about["code"], about.get("wall") is True
        except (ValueError, KeyError, TypeError, AttributeError, LookupError, RecursionError):
            return web.json_response({"error": _not_read()}, status=400)
        try:
            token = (self.wall.enter if wall else self.session.join)(code, request.remote or "")
        except Refused as refused:
            return web.json_response({"error": refused.message}, status=403)
        return web.json_response({"token": token})

    # a terminal on a page

    async def terminal(self, request: web.Request) -> web.StreamResponse:
        """One page with its app, from opening to closing."""
        from meldcode.tui.training.paged import Paged

        async with self._connected(request) as (connection, token):
            if not token:
                return connection
            try:
                app = self.projector() if self.wall.knows(token) else self.participant(token)
            except Exception as error:  # of this page alone
                await tell(connection, "told", _crashed(error))
                return connection
            paged = Paged(app, connection.send_bytes)
            self._apps.add(paged)
            try:
                await paged.start(*size_within(request.query.get("width"), request.query.get("height"), SEAT))
                ending = asyncio.create_task(_when_over(paged, connection))
                try:
                    await read_paced(connection, lambda data: _pass_on(data, paged))
                finally:
                    ending.cancel()
            finally:
                await paged.stop()
                self._apps.discard(paged)
        return connection

    # a view, for who has a meldcode of their own

    async def view(self, request: web.Request) -> web.StreamResponse:
        """Sends {"view": …} at each change; takes {"answer": {"round": …, "option": …}}, says {"refused": …} if not."""
        async with self._connected(request) as (connection, token):
            if not token or self.wall.knows(token):
                return connection
            changed = asyncio.Event()
            changed.set()
            unwatch = self.session.watch(changed.set)
            sending = asyncio.create_task(self._send_views(connection, token, changed))
            try:
                await read_paced(connection, lambda data: self._answer(token, data))
            finally:
                unwatch()
                sending.cancel()
        return connection

    async def _send_views(self, connection: web.WebSocketResponse, token: str, changed: asyncio.Event) -> None:
        with suppress(OSError, RuntimeError):  # gone
            while True:
                await changed.wait()
                changed.clear()  # who reads slowly gets the newest alone
                await connection.send_json({"view": view_json(view_of(self.session, token))})

    def _answer(self, token: str, data: str) -> str:
        """Take an answer; gives what to send back, empty for nothing."""
        try:
            about = json.loads(data)["answer"]
            number, option = about["round"], about["option"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return json.dumps({"refused": _not_read()})
        try:
            self.session.answer(token, number, option)
        except Refused as refused:
            return json.dumps({"refused": refused.message})
        return ""

    # both

    @asynccontextmanager
    async def _connected(self, request: web.Request) -> AsyncIterator[tuple[web.WebSocketResponse, str]]:
        """An open connection and its token; without token when it was turned away, which it then has heard."""
        from aiohttp import web

        connection = web.WebSocketResponse(
            heartbeat=_HEARTBEAT, max_msg_size=LARGEST, compress=False, timeout=PATIENCE, autoping=False
        )
        await connection.prepare(request)
        token = request.query.get("token", "")
        wall, paged = self.wall.knows(token), request.path == _SOCKETS[0]
        if self._runner is None or not (wall or self.session.knows(token)):
            await _turn_away(connection, paged, CODE, _("Vul de code in die op het scherm van de trainer staat."))
        elif not self._place_for(token, wall):
            await _turn_away(connection, paged, FULL, _("Er zijn nu te veel mensen tegelijk. Probeer het zo weer."))
        else:
            self._open[connection] = token
            if paged:
                self._pages.add(connection)
            if not wall:
                self.session.came(token)
            try:
                await self._oldest_gives_way(token)
                yield connection, token
            finally:
                del self._open[connection]
                self._pages.discard(connection)
                if not wall:
                    self.session.left(token)
            return
        yield connection, ""

    def _place_for(self, token: str, wall: bool) -> bool:
        """Who was let in may come back, also when somebody else took the place: for so many there is memory."""
        others = [one for one in self._open.values() if one != token]
        walls = sum(map(self.wall.knows, others))
        return walls < _WALLS if wall else len(set(others)) - walls < 2 * self.most

    async def _oldest_gives_way(self, token: str) -> None:
        mine = [one for one, whose in self._open.items() if whose == token]
        for one in mine[:-_TABS]:
            if one in self._pages:
                await tell(one, "told", _("U hebt deze pagina op een andere plek geopend. Daar kunt u verder."))
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await one.close(code=MOVED)


def _pass_on(data: str, paged: Paged) -> str:
    """A message of a page to its app; gives what to send back. What is no message of ours is left out."""
    kind, about = packet(data)
    if kind == "stdin" and isinstance(about, str):
        paged.feed(about)
    elif kind == "resize" and isinstance(about, dict):
        paged.resize(*size_within(about.get("width"), about.get("height"), SEAT))
    elif kind == "ping" and isinstance(about, str):
        return json.dumps(["pong", about[:32]])
    return ""


async def _when_over(paged: Paged, connection: web.WebSocketResponse) -> None:
    """The page hears that its app ended, and whether that was by an error; nobody else does."""
    await paged.wait()
    failure = paged.app.failure
    said = _("Dit scherm is gesloten. Uw antwoorden zijn bewaard.")
    await tell(connection, "told", _crashed(failure) if failure is not None else said)
    with suppress(OSError, RuntimeError):
        await connection.close()


async def _turn_away(connection: web.WebSocketResponse, paged: bool, why: int, sentence: str) -> None:
    """Tells it to a page, or to a meldcode, and closes."""
    if paged:
        await tell(connection, "again" if why == CODE else "told", sentence)
    with suppress(OSError, RuntimeError):
        if not paged:
            await connection.send_json({"refused": sentence})
        await connection.close(code=why)


def _crashed(error: BaseException) -> str:
    code = _("Geef deze code door aan wie het programma beheert: {code}").format(code=code_of(error))
    return _("Dit scherm is gestopt door een fout. Dat ligt niet aan u. Uw antwoorden zijn bewaard.") + f" {code}"


def _not_read() -> str:
    return _("Dit kon niet gelezen worden. Probeer het nog eens.")


def _sentence(request: web.Request, status: int, text: str) -> web.Response:
    from aiohttp import web

    if request.path == "/join":
        return web.json_response({"error": text}, status=status)
    return web.Response(status=status, text=_("OEFENING") + f"\n{text}\nVeilig Thuis 0800-2000 · 112\n")
