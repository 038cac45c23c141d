"""One line for each measure: ours, the floor and the peers with the ratio to each, and whether it is what we want."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in milliseconds (or megabytes): ours, what it is held against, and what is wanted."""

    name: str
    ours: float
    floor: float | None = None
    peer: float | None = None
    wanted: float | None = None
    unit: str = "ms"

    def line(self) -> str:
        """The row as text."""
        floor = f"{_number(self.floor)} ({self.ours / self.floor:.1f}x)" if self.floor else ""
        peer = f"{_number(self.peer)} ({self.ours / self.peer:.2f}x)" if self.peer else ""
        wanted = "" if self.wanted is None else f"{_number(self.wanted)} {'yes' if self.ours <= self.wanted else 'NO'}"
        return f"{self.name:<52}{_number(self.ours):>9} {self.unit}  {floor:<20}{peer:<20}{wanted}"


HEAD = f"{'':<52}{'ours':>12}  {'floor':<20}{'peer':<20}wanted"


def _number(value: float) -> str:
    return f"{value:.4f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"
