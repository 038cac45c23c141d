"""Waiting until the app has done everything it was told, without napping and without asking each widget.

Textual's own pilot looks at the time that the process used, and sends each widget a message for every key. That was
more work than the app's own. The event loop knows it exactly: nothing is ready to run, and no timer is about to go off.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

import textual.app
import textual.pilot
from textual.pilot import Pilot

SOON = 1 / 50
"""Seconds: a timer due within this belongs to what was just done; Textual draws with a timer of 1/120."""
NAPS = 30
"""So many times such a timer is waited for at most: a screen that lies behind another one may keep its own running."""

TURNS = 100_000
"""What keeps itself busy without end is not waited for."""


async def still(*_ignored: object) -> bool:
    """Wait until everything has been handled, drawing included. What a thread does is not waited for."""
    loop = cast("Any", asyncio.get_running_loop())  # what is ready and what is due has no public name
    naps = 0
    for _turn in range(TURNS):
        if naps == NAPS:
            break
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = [timer.when() for timer in loop._scheduled if not timer.cancelled()]
        wait = min(due, default=loop.time() + 1) - loop.time()
        if wait > SOON:
            break
        await asyncio.sleep(max(wait, 0))
        naps += 1
    return True


def use_still() -> None:
    """Make Textual's pilot wait this way."""
    textual.app.wait_for_idle = still  # type: ignore[attr-defined, assignment]  # a name that it imports
    textual.pilot.wait_for_idle = still  # type: ignore[attr-defined, assignment]  # the same
    Pilot._wait_for_screen = still  # type: ignore[method-assign, assignment]  # for every pilot
