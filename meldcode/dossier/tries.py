"""Makes the next try slower after wrong passphrases, also when the program was started anew in between.

It slows down who sits at the keyboard; who has the files is slowed down by the cost of each try alone. So the count
is never a reason to keep the rightful person out: whatever is the matter with its file, it means no delay.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from datetime import datetime, timedelta
from pathlib import Path

from meldcode.errors import MeldcodeError
from meldcode.files import write_all

LONGEST = 300
"""Seconds; no wait is ever longer."""

_FREE = 2
"""Wrong tries without a wait: anyone mistypes."""
_LARGEST_FILE = 256
"""Bytes; what is larger was not written here."""
_LARGEST_COUNT = 1000
"""Far past the longest wait; counting on would only make the file grow."""


def wait(path: Path, now: datetime) -> int:
    """Seconds from now until the next try; 0 when it may be made at once. Never raises.

    When the clock was turned back since the last wrong try, the wait begins anew at what the clock says now.
    """
    count, last = _read(path, now)
    delay = _delay(count)
    if now < last:  # without beginning anew, the wait would last until the clock is back where it was
        return delay if _write(path, count, now) else 0
    return math.ceil(max(0.0, delay - (now - last) / timedelta(seconds=1)))


def wrong(path: Path, now: datetime) -> int:
    """Counts one wrong try and gives the seconds until the next. Never raises, also when it cannot be written."""
    count = min(_read(path, now)[0] + 1, _LARGEST_COUNT)
    _write(path, count, now)
    return wait(path, now)


def right(path: Path) -> None:
    """Forgets the wrong tries. Never raises."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _delay(count: int) -> int:
    """0, 0, 2, 4, 8, … seconds after the first, second, … wrong try."""
    steps = min(count - _FREE, LONGEST.bit_length())  # more steps come to the longest wait all the same
    return min(LONGEST, 1 << steps) if steps > 0 else 0


def _read(path: Path, now: datetime) -> tuple[int, datetime]:
    """Wrong tries so far and when the last one was; none when the file is missing or is not what was written here."""
    try:
        if not os.path.isfile(path):  # a pipe under this name would be waited for
            return 0, now
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
        found: object = json.loads(raw) if len(raw) <= _LARGEST_FILE else None
        if not isinstance(found, dict):
            return 0, now
        count, last = found.get("count"), found.get("last")
        if type(count) is not int or not 0 < count <= _LARGEST_COUNT or not isinstance(last, str):
            return 0, now
        return count, datetime.fromisoformat(last).replace(tzinfo=now.tzinfo)
    except (OSError, ValueError, RecursionError):
        return 0, now


def _write(path: Path, count: int, now: datetime) -> bool:
    text = json.dumps({"count": count, "last": now.replace(tzinfo=None).isoformat()})
    try:
        write_all(path.parent, {path.name: text.encode()})
    except MeldcodeError:
        return False
    return True
