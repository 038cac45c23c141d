"""Tells when nobody has been at the keyboard for a while, or when the computer slept in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

SHORTEST, USUAL, LONGEST = 1, 5, 15
"""Minutes without a key or a mouse."""
SLEPT = 30
"""Seconds that the wall clock may run ahead: the other clock stands still while the lid is closed."""


def minutes_from(text: str) -> int:
    """The setting as minutes; the usual ones when it says nothing that makes sense."""
    minutes = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else USUAL
    return min(LONGEST, max(SHORTEST, minutes))


class Idle:
    """Compares two clocks: one that knows of sleep, and one that only counts the time the computer was awake."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self.clock = clock
        self.monotonic = monotonic
        self.minutes = USUAL
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self.monotonic()
        self._wall, self._awake = self.clock(), self._touched

    def over(self) -> bool:
        """Whether it is time to lock: too long without a key, or asleep since this was last asked."""
        wall, awake = self.clock(), self.monotonic()
        ahead = (wall - self._wall).total_seconds() - (awake - self._awake)
        self._wall, self._awake = wall, awake
        return ahead >= SLEPT or awake - self._touched >= 60 * self.minutes
