"""What every page of ours needs, of one person or of a group: who may reach it, what a browser may do with it."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from meldcode import i18n
from meldcode.errors import MeldcodeError
from meldcode.i18n import _

if TYPE_CHECKING:
    from aiohttp import web

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PAGE = Path(__file__).parent / "page"
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104  named, not bound
"""Hosts that mean: every address this computer has."""
_LEAST, _LARGEST = (20, 5), (500, 200)
"""Columns and lines that a page may ask for."""
PATIENCE = 3.0
"""Seconds that a page has to hear something, also that it stops."""
_HOST = re.compile(r"[\w.:\[\]-]+")
_TOWARDS = ("192.0.2.1", "10.42.0.2", "192.168.137.2", "2001:db8::1")
"""Addresses for documentation, and those of a hotspot that a Linux or Windows laptop makes itself: towards each of
them this computer would use an address of its own. Nothing is sent there."""


def need_parts() -> None:
    """Raises `MeldcodeError` when the parts for a browser are not installed."""
    try:
        import aiohttp  # noqa: F401  only whether it is there
        import textual_serve  # noqa: F401  the same
    except ImportError:
        raise MeldcodeError(
            _("de onderdelen voor een browser zijn er niet"),
            _("Installeer ze: {command}").format(command="pip install 'meldcode[web]'"),
        ) from None


def static_files() -> Path:
    """textual-serve's folder with the terminal for a page and its letters."""
    import textual_serve

    return Path(textual_serve.__file__).parent / "static"


def cannot_listen(host: str, port: int) -> MeldcodeError:
    """What to tell when that place is taken or is not ours."""
    return MeldcodeError(
        _("op {host} met poort {port} kan niet geluisterd worden").format(host=host, port=port),
        _("Kies een andere poort met --port, of kijk --host na."),
    )


def address(name: str, port: int) -> str:
    """To type in a browser."""
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def own_addresses() -> list[str]:
    """Addresses by which others on the network reach this computer, the likeliest first. Asks the network nothing."""
    found: list[str] = []
    for there in _TOWARDS:
        family = socket.AF_INET6 if ":" in there else socket.AF_INET
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as way:
            way.connect((there, 9))  # of a datagram socket this only looks up by which address it would go
            own = str(way.getsockname()[0])
            if own not in found and not ipaddress.ip_address(own).is_loopback:
                found.append(own)
    return found


def host_of(netloc: str) -> str:
    """The name or number in a Host header, in small letters; empty when it is none."""
    try:
        return urlsplit(f"//{netloc}").hostname or ""
    except ValueError:
        return ""


def is_number(name: str) -> bool:
    """Whether this is an IP address. Nobody can make a number lead elsewhere than it does."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def by_own_name(netloc: str, host: str) -> bool:
    """Whether a page at `host` was asked for by a name that this computer has, or by a number.

    Else a page elsewhere could make its own name lead here, and ask as if it were ours.
    """
    name = host_of(netloc)
    if host in LOOPBACK:
        return name in LOOPBACK
    own = socket.gethostname().lower()
    short = own.split(".")[0]
    return bool(name) and (is_number(name) or name in {*LOOPBACK, host.lower(), own, short, f"{short}.local"})


def strange(origin: str, known: set[str]) -> bool:
    """Whether a page from elsewhere asks, or one in a frame or a file, which says "null"; no browser: empty."""
    try:
        return bool(origin) and urlsplit(origin).netloc not in known - {""}
    except ValueError:
        return True


def size_within(width: object, height: object, most: tuple[int, int] = _LARGEST) -> tuple[int, int]:
    """What a page asked for, within bounds: a screen takes memory."""
    sizes = (80, 24)
    with suppress(TypeError, ValueError):
        sizes = (int(str(width)), int(str(height)))
    columns, lines = (min(top, max(least, size)) for least, size, top in zip(_LEAST, sizes, most, strict=True))
    return columns, lines


def packet(data: str) -> tuple[object, object]:
    """Kind and contents of a message of the page; twice None for what is no message of ours."""
    try:
        kind, *rest = json.loads(data)
    except (ValueError, TypeError, RecursionError):
        return None, None
    return kind, rest[0] if rest else None


class Pace:
    """How fast one page may send. A hand on a keyboard is never held up; who sends without end waits ever longer.

    `now` gives seconds. A page has `BURST` to spend, and gets `REFILL` a second back.
    """

    BURST, REFILL = 120.0, 30.0
    HEAVY, LONGEST = 15.0, 2.0
    """What a message costs for which all of a screen is drawn; and the seconds that one message costs at most."""
    ENOUGH = 10.0
    """Seconds."""
    SMALL = 32
    """Bytes of a key or a turn of a wheel; of more, each may be a key."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._left = self.BURST
        self._at = now()

    def wait(self, size: int, heavy: bool = False) -> float:
        """Seconds to wait after a message of so many bytes; `heavy`: all of a screen is drawn for it."""
        now = self._now()
        self._left = min(self.BURST, self._left + (now - self._at) * self.REFILL)
        self._at = now
        self._left -= min(max(1, size - self.SMALL, self.HEAVY if heavy else 0), self.LONGEST * self.REFILL)
        return max(0.0, -self._left / self.REFILL)


async def read_paced(connection: web.WebSocketResponse, take: Callable[[str], str]) -> None:
    """Everything that comes, until it closes; sends what `take` gives back. Pings too are answered here.

    After each message others get their turn, whatever it was: else one page that sends without end would keep the
    trainer's console from everything. One that had to wait for `Pace.ENOUGH` in a row is not read any more.
    """
    pace = Pace(asyncio.get_running_loop().time)
    waited = 0.0
    async for message in connection:
        text = message.data if message.type == message.type.TEXT else None
        size = len(message.data) if isinstance(message.data, str | bytes) else 0
        with suppress(OSError, RuntimeError):
            if message.type == message.type.PING:
                await connection.pong(message.data)
            if text is not None and (reply := take(text)):
                await connection.send_str(reply)
        wait = pace.wait(size, text is not None and text.startswith('["resize"'))
        await asyncio.sleep(wait)
        waited = waited + wait if wait else 0.0
        if waited > pace.ENOUGH:
            return


async def tell(connection: web.WebSocketResponse, kind: str, sentence: str) -> None:
    """A sentence for the person at the page; one that does not read any more is not waited for."""
    with suppress(OSError, RuntimeError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await connection.send_str(json.dumps([kind, sentence]))


async def careful(request: web.Request, response: web.StreamResponse) -> None:
    """Nothing of this is kept by a browser, shown inside another page, or fetched from elsewhere."""
    host = request.host if _HOST.fullmatch(request.host) else ""
    sockets = f" ws://{host} wss://{host}" if host else ""
    response.headers.update(
        {
            "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            f"connect-src 'self'{sockets}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
    )


def group_words(wall: bool) -> dict[str, str]:
    """The words of the page of a group: for who takes part, or for the wall."""
    again = _("De verbinding is weg. Deze pagina probeert het vanzelf opnieuw.")
    return {
        "lang": i18n.language(),
        "wall": "yes" if wall else "no",
        "title": _("Oefening"),
        "practice": _("OEFENING"),
        "numbers": "Veilig Thuis 0800-2000 · 112",
        "about": _("Dit is de pagina voor op de muur.")
        if wall
        else _("U doet mee zonder naam. Het geval is verzonnen."),
        "label": _("De code van de trainer:"),
        "go": _("Tonen") if wall else _("Meedoen"),
        "wait": _("Een ogenblik…"),
        "lost": again if wall else again + " " + _("Uw antwoorden zijn bewaard."),
        "retry": _("Deze pagina probeert het vanzelf opnieuw."),
        "away": _("De computer van de trainer antwoordt niet. Bent u op hetzelfde netwerk? Probeer het zo weer."),
        "empty": _("Vul eerst de code in."),
        "again": _("Opnieuw openen"),
        "script": _("Zet JavaScript aan voor deze pagina."),
    }
