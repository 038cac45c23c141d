"""Taking part from elsewhere: the code is given at the trainer's address, and views come over one connection.

The connection comes back by itself, and an answer that was chosen while it was away goes along then. The token that
says who this is lives in memory alone. Needs aiohttp, which comes with the extra `web`.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.interview import Clock
from meldcode.text import one_line, shortened
from meldcode.training.session import Refused
from meldcode.training.views import View, view_from

if TYPE_CHECKING:
    import aiohttp

PORT = 8765
"""Of an address without one: where `train host` listens when nothing else was chosen."""
PATIENCE = 10.0
"""Seconds to wait for an answer of the trainer's computer."""
LARGEST = 1 << 20
"""Bytes of one message; a view is some tens of thousands at most."""
_SOONEST, _LATEST = 0.5, 8.0
"""Seconds before the connection is tried again: twice as long each time."""
_HEARTBEAT = 10.0
"""Seconds; a laptop that slept leaves a connection that seems open and hears nothing any more."""
_SENTENCE = 400
"""Signs of a sentence of the other side."""
_CODE, _FULL = 4001, 4002
"""Why the trainer's computer closed: the code is needed again; there is no place."""
Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one gets for the right code."""

    token: str
    ahead: timedelta
    """How much the trainer's clock is ahead of ours: two laptops seldom agree, and the timer runs on theirs."""


def read_address(text: str) -> str:
    """The address as it was typed or copied, in full and with a slash at its end. Raises `MeldcodeError`."""
    text = one_line(text)
    with suppress(ValueError):  # a bare IPv6 number has colons of its own
        text = f"[{ipaddress.IPv6Address(text)}]"
    full = "://" in text
    try:
        parts = urlsplit(text if full else f"http://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _no_address() from None
    good = parts.scheme in {"http", "https"} and host and " " not in text and parts.username is None
    if not good or (port is not None and not port):
        raise _no_address()
    name = f"[{host}]" if ":" in host else host
    if port is None and not full:
        port = PORT
    path = parts.path.rstrip("/").removesuffix("/scherm") + "/"  # copied from the page for the wall
    return urlunsplit((parts.scheme, name if port is None else f"{name}:{port}", path, "", ""))


def _no_address() -> MeldcodeError:
    return MeldcodeError(
        _("dit is geen adres van een bijeenkomst"),
        _("Typ het zoals het op het scherm van de trainer staat, bijvoorbeeld {address}.").format(
            address=f"http://192.0.2.7:{PORT}"
        ),
    )


def _no_meeting() -> MeldcodeError:
    return MeldcodeError(
        _("op dit adres antwoordt iets anders dan een bijeenkomst van meldcode"),
        _("Kijk het adres na op het scherm van de trainer."),
    )


def _nobody(address: str) -> MeldcodeError:
    return MeldcodeError(
        _("op {address} antwoordt niemand").format(address=one_line(address).rstrip("/")),
        _("Kijk het adres na. Bent u op hetzelfde netwerk, en is de trainer begonnen?"),
    )


def _other_version(address: str) -> MeldcodeError:
    return MeldcodeError(
        _("de trainer gebruikt een andere versie van meldcode"),
        _("Doe mee in een browser, op hetzelfde adres: {address}").format(address=one_line(address).rstrip("/")),
    )


async def enter(address: str, code: str, clock: Clock) -> Ticket:
    """Give the code at an address of `read_address`. Raises `Refused` with what the other side says, else
    `MeldcodeError`."""
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as client,
            client.post(f"{address}join", json={"code": code}, allow_redirects=False) as response,
        ):
            data = await _whole(response.content)
            date = response.headers.get("Date", "")
    except (aiohttp.InvalidURL, UnicodeError):
        raise _no_address() from None
    except (aiohttp.ClientConnectionError, OSError, TimeoutError):
        raise _nobody(address) from None
    except aiohttp.ClientError:
        raise _no_meeting() from None
    about = _read(data)
    if isinstance(said := about.get("error"), str) and said:
        raise Refused(_plain(said))
    if not isinstance(token := about.get("token"), str) or not token:
        raise _no_meeting()
    return Ticket(token, _ahead(date, clock))


async def _whole(stream: aiohttp.StreamReader) -> bytes:
    """All that was sent, up to more than any of our answers has."""
    data = b""
    while len(data) < LARGEST and (part := await stream.readany()):
        data += part
    return data


def _read(data: str | bytes) -> dict[str, Any]:
    """A JSON object; empty for anything else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _plain(sentence: str) -> str:
    """What the other side says, made plain, on one line, and not without end."""
    return shortened(one_line(sentence), _SENTENCE)


def _ahead(date: str, clock: Clock) -> timedelta:
    """How much the other clock is ahead, by the header of an answer, which leaves out what is below a second."""
    try:
        there = parsedate_to_datetime(date).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    ahead = there + timedelta(seconds=0.5) - clock().astimezone(UTC)
    return ahead if abs(ahead) > timedelta(seconds=2) else timedelta(0)


class RemoteLink:
    """A participant of a session elsewhere. `start` and everything else in one loop, but `view`, `said`, `arrived`
    and `over` may be asked from any thread. `sleep` waits some seconds."""

    def __init__(self, address: str, code: str, ticket: Ticket, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self.address = address
        self.code = code
        self.ticket = ticket
        self._clock = clock
        self._sleep = sleep
        self._view: View | None = None
        self._chosen: tuple[int, str] | None = None
        """Round and option that the other side does not have yet, as far as we know."""
        self._away = ""
        """A sentence as long as there is no connection."""
        self._told = ""
        """Why an answer did not count; until the next answer or question."""
        self._door = ""
        """What was said when we were turned away."""
        self._closed = False
        self._tries = 0
        self._wire: aiohttp.ClientWebSocketResponse | None = None
        self._fresh = False
        """Whether a view came over this connection."""
        self._first: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._watchers: list[Callable[[], None]] = []

    # what a screen needs

    def view(self) -> View:
        """What this person sees now; the last that came when the connection is away. Only after `start`."""
        if self._view is None:
            raise RuntimeError("no view came yet")
        chosen, view = self._chosen, self._view
        return replace(view, mine=chosen[1]) if chosen and chosen[0] == view.round else view

    def answer(self, round: int, option: str) -> str:
        """Choose this option; it is sent, or kept until the connection is back."""
        if self._closed:
            return self._away
        if self._chosen is None and self._view is not None and (self._view.round, self._view.mine) == (round, option):
            return ""  # it is there already, so no view would come to say so
        self._chosen, self._told = (round, option), ""
        self._send()
        self._changed()
        return ""

    def arrived(self) -> bool:
        """Whether the trainer's computer has the last answer."""
        return self._chosen is None

    def said(self) -> str:
        """A sentence on the connection, or why an answer did not count."""
        if self._away and self._chosen and not self._closed:
            return self._away + " " + _("Uw antwoord gaat dan mee.")
        return self._away or self._told

    def over(self) -> bool:
        """Whether it does not come back: the session ended, or the code is not good any more."""
        return self._closed

    def now(self) -> datetime:
        """The time on the trainer's clock."""
        return self._clock().astimezone() + self.ticket.ahead

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call this, in the loop, after each change; gives what stops that."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed) if changed in self._watchers else None

    # the connection

    async def start(self) -> None:
        """Connect, and wait for the first view. Raises `MeldcodeError` when none comes."""
        self._first = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run())
        try:
            async with asyncio.timeout(PATIENCE):
                await self._first
        except TimeoutError:
            await self.stop()
            raise _nobody(self.address) from None
        except MeldcodeError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Leave. What was chosen and did not go out yet is lost."""
        tasks = [*([self._task] if self._task else []), *self._sending]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        import aiohttp

        async with aiohttp.ClientSession() as client:
            while not self._closed:
                with suppress(aiohttp.ClientError, OSError, TimeoutError):
                    await self._visit(client)
                if not self._closed:
                    await self._wait()

    async def _visit(self, client: aiohttp.ClientSession) -> None:
        """One connection, from opening to closing."""
        url = f"{self.address}view"
        async with asyncio.timeout(PATIENCE):
            wire = await client.ws_connect(
                url, params={"token": self.ticket.token}, heartbeat=_HEARTBEAT, max_msg_size=LARGEST
            )
        self._wire, self._fresh = wire, False
        try:
            async for message in wire:
                if message.type == message.type.TEXT:
                    self._take(_read(message.data))
        finally:
            self._wire = None
            await wire.close()
        if self._view is not None and self._view.phase == "ended":
            self._close("")
        elif wire.close_code == _CODE:
            await self._enter_again()
        elif wire.close_code == _FULL:
            self._away = self._door
            self._fail(Refused(self._door))
            self._changed()

    async def _enter_again(self) -> None:
        """The other side does not know us any more; with the same code we may come in anew."""
        try:
            self.ticket = await enter(self.address, self.code, self._clock)
        except Refused as refused:
            self._close(_("U doet niet meer mee.") + " " + refused.message)
        except MeldcodeError:  # it is tried again
            return

    async def _wait(self) -> None:
        """A while before the next try. The first is soon, and nothing is said of it."""
        wait = min(_LATEST, _SOONEST * 2.0**self._tries)
        if self._tries and not self._away:
            self._away = _("De verbinding met de trainer is even weg. Dit programma probeert het vanzelf opnieuw.")
            self._changed()
        self._tries = min(self._tries + 1, 10)
        await self._sleep(wait * (1 + secrets.randbelow(500) / 1000))  # not all at the same moment

    def _close(self, why: str) -> None:
        self._closed, self._away = True, why
        self._fail(Refused(why or _("De bijeenkomst is afgelopen.")))
        self._changed()

    def _fail(self, error: MeldcodeError) -> None:
        """For who still waits in `start`; later nobody does."""
        if self._first is not None and not self._first.done():
            self._first.set_exception(error)

    # what comes and goes

    def _take(self, about: dict[str, Any]) -> None:
        if isinstance(said := about.get("refused"), str):
            self._refused(_plain(said))
        if "view" not in about:
            return
        try:
            view = view_from(about["view"])
        except ValueError:
            self._fail(_other_version(self.address))
            return  # of no use to anybody; the one before stays
        self._tries, self._away = 0, ""
        if self._view is not None and view.round != self._view.round:
            self._told = ""
        self._view = view
        self._reckon(view)
        if not self._fresh:
            self._fresh = True
            self._send()
        if self._first is not None and not self._first.done():
            self._first.set_result(None)
        self._changed()

    def _refused(self, sentence: str) -> None:
        """An answer that does not count, or, before any view, why there is no place."""
        if not self._fresh:
            self._door = sentence
            return
        self._chosen, self._told = None, sentence
        self._changed()

    def _reckon(self, view: View) -> None:
        """Whether what was chosen has arrived, or cannot any more."""
        if self._chosen is None:
            return
        if self._chosen == (view.round, view.mine):
            self._chosen = None
        elif view.round != self._chosen[0] or view.phase != "open":
            self._chosen = None
            self._told = _("De vraag was al gesloten toen uw laatste antwoord aankwam. Het telt misschien niet mee.")

    def _send(self) -> None:
        """Send what was chosen, when there is a connection and anything to send."""
        if self._chosen is None or self._wire is None or not self._fresh:
            return
        number, option = self._chosen
        task = asyncio.create_task(self._sent(self._wire, {"answer": {"round": number, "option": option}}))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _sent(self, wire: aiohttp.ClientWebSocketResponse, about: dict[str, Any]) -> None:
        with suppress(OSError, RuntimeError):  # gone: it goes along with the next connection
            await wire.send_json(about)

    def _changed(self) -> None:
        for one in list(self._watchers):
            try:
                one()
            except Exception:  # a screen that is gone must not cost the connection
                if one in self._watchers:
                    self._watchers.remove(one)
