"""How fast a code can be guessed: some times by each address, and somewhat more by all together.

A code has few signs, for it is read aloud. So what keeps guessing from succeeding within an afternoon is this alone.
"""

from __future__ import annotations

import ipaddress
import math
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from meldcode.i18n import _, ngettext

TRIES, WAIT = 5, timedelta(seconds=30)
"""Wrong codes of one address, and how long it waits then."""
TOGETHER = 100
"""Wrong codes within `WAIT` of all addresses; then everybody waits. A group that mistypes stays below it, and somebody
with a thousand addresses tries less than two of a hundred of all codes in an afternoon."""
_ADDRESSES = 1000


class Throttle:
    """Counts wrong codes. `now` gives the time; a clock that is set back makes nobody wait longer than `WAIT`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wrong: dict[str, tuple[int, datetime]] = {}
        self._all: list[datetime] = []

    def refusal(self, who: str) -> str:
        """Why this address may not try now, as a sentence; empty when it may."""
        who, now = _place(who), self._now()
        self._all = [one for one in self._all if abs(now - one) < WAIT]
        since = self._all[0] if len(self._all) >= TOGETHER else None
        tries, last = self._wrong.get(who, (0, now))
        if tries >= TRIES:
            if abs(now - last) < WAIT:
                since = last
            else:
                del self._wrong[who]
        if since is None:
            return ""
        left = math.ceil((WAIT - abs(now - since)).total_seconds())
        return ngettext(
            "De code was te vaak fout. Wacht {count} seconde en probeer het dan nog eens.",
            "De code was te vaak fout. Wacht {count} seconden en probeer het dan nog eens.",
            left,
        ).format(count=left)

    def check(self, given: object, code: str, who: str) -> str:
        """Whether this is the code: empty when it is, else a sentence. Signs between, and small letters, are fine."""
        if refused := self.refusal(who):
            return refused
        text = re.sub(r"[\s-]", "", given[:100]).upper() if isinstance(given, str) else ""
        if secrets.compare_digest(text.encode(errors="replace"), code.upper().encode(errors="replace")):
            self._wrong.pop(_place(who), None)
            return ""
        self._guessed(_place(who))
        return _("Deze code klopt niet. Kijk nog eens op het scherm van de trainer.")

    def _guessed(self, who: str) -> None:
        tries, _last = self._wrong.pop(who, (0, self._now()))
        if len(self._wrong) >= _ADDRESSES:
            del self._wrong[next(iter(self._wrong))]  # the one who guessed longest ago
        self._wrong[who] = (tries + 1, self._now())
        self._all.append(self._now())


def _place(who: str) -> str:
    """The address; of IPv6 the part that a network gives out, for one computer can take any number within that."""
    who = str(who)[:200]
    try:
        found = ipaddress.ip_address(who.partition("%")[0])
    except ValueError:
        return who
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
