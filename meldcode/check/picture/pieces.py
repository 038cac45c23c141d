"""What stands in one column of a sheet, from top to bottom, with its texts broken in lines.

All lengths are in millimetres, as everywhere on paper here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from meldcode.check.picture.measure import BOLD, ems, wrap
from meldcode.check.picture.model import Block, Box
from meldcode.flow.order import Node
from meldcode.i18n import _
from meldcode.text import shortened

POINT = 25.4 / 72
"""Millimetres in a point."""
LINE = 1.18
"""From line to line, in ems."""
PAD = 0.32
"""Between a text and the edge of its box, in ems."""
MOST, MOST_CONDITION = 240, 700
"""Characters of a text or a condition on paper; longer ones are shortened, so that every box fits a sheet."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A text at its place: `x` is its left end and `y` the foot of its first line; `size` is that of the letters."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    bold: bool = False
    italic: bool = False

    def width(self) -> float:
        """How wide it is at most."""
        return max(map(ems, self.lines)) * self.size * (BOLD if self.bold else 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """A box, a condition above boxes (`tab`) or the head of a block, with what is written in it."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    writings: tuple[Writing, ...]
    box: Box | None = None

    def moved(self, x: float, y: float) -> Frame:
        """The same at another place, as far to the right and down."""
        writings = tuple(
            Writing(one.x + x, one.y + y, one.lines, one.size, one.bold, one.italic) for one in self.writings
        )
        return Frame(self.kind, self.x + x, self.y + y, self.width, self.height, writings, self.box)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Form:
    """How a column is set: the size of its letters, its width, and the strip on its left where arrows run."""

    size: float
    width: float
    strip: float

    @property
    def gap(self) -> float:
        return 0.5 * self.size

    @property
    def indent(self) -> float:
        return 0.8 * self.size


def head(block: Block, form: Form, *, again: bool) -> Frame:
    """The head of a block; `again` where it goes on in another column."""
    size = form.size * (1 if again else 1.15)
    title = shortened(block.title, MOST)
    said = _("{title} (vervolg)").format(title=title) if again else title
    room = form.width - form.strip - 2 * PAD * size
    writings = [_written(said, 0, 0, room, size, bold=True)]
    if block.about and not again:
        writings.append(_written(block.about, 0, len(writings[0].lines) * LINE * size, room, form.size))
    return _framed("head", form.strip, form.width - form.strip, writings, size)


def tab(box: Box, form: Form) -> Frame:
    """The condition that stands on top of the boxes that it is for."""
    left = form.strip + form.indent
    room = form.width - left - 2 * PAD * form.size
    words = shortened(box.condition, MOST_CONDITION)
    written = _written(words, 0, 0, room, form.size, italic=True)
    return _framed("tab", left, form.width - left, [written], form.size, box)


def boxed(box: Box, form: Form, readers: Sequence[Box]) -> Frame:
    """A box: its number, its text, what kind it is and its id, what it asks, and the numbers of what reads it."""
    left = form.strip + (form.indent if box.condition else 0)
    beside = (ems("0.00") * BOLD + 0.2) * form.size
    beside = max(beside, (ems(box.number) * BOLD + 0.2) * form.size)
    room = form.width - left - beside - 2 * PAD * form.size
    text = f"{shortened(box.text, MOST)} ({box.kind} · {shortened(box.id, 60)})"
    if readers:
        text += f" → {shortened(numbers(readers), MOST)}"
    writings = [
        Writing(0, 0, (box.number,), form.size, bold=True),
        _written(text, beside, 0, room, form.size),
    ]
    if box.then:
        said = shortened(box.then, MOST_CONDITION)
        writings.append(_written(said, beside, len(writings[1].lines) * LINE * form.size, room, form.size, italic=True))
    return _framed("box", left, form.width - left, writings, form.size, box)


def numbers(boxes: Sequence[Box]) -> str:
    """Their numbers, with a dash for those that follow each other: "5.29–5.32, W1"."""
    runs: list[list[Box]] = []
    for box in boxes:
        if runs and _next(runs[-1][-1].number) == box.number:
            runs[-1].append(box)
        else:
            runs.append([box])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[Box]) -> str:
    if len(run) > 2:
        return f"{run[0].number}–{run[-1].number}"
    return ", ".join(box.number for box in run)


def _next(number: str) -> str:
    digits = len(number) - len(number.rstrip("0123456789"))
    return f"{number[: len(number) - digits]}{int(number[len(number) - digits :]) + 1}"


@lru_cache(maxsize=20_000)
def _broken(text: str, room: float) -> tuple[str, ...]:
    return tuple(wrap(text, room, ems))


def _written(
    text: str, x: float, y: float, room: float, size: float, *, bold: bool = False, italic: bool = False
) -> Writing:
    lines = _broken(text, round(room / (size * (BOLD if bold else 1)), 3))
    return Writing(x, y, lines, size, bold, italic)


def _framed(
    kind: str, left: float, width: float, writings: Sequence[Writing], size: float, box: Box | None = None
) -> Frame:
    """A frame around texts that were placed by the top of their first line, as high as they need."""
    pad = PAD * size
    low = max(one.y + len(one.lines) * LINE * one.size for one in writings)
    placed = tuple(replace(one, x=left + pad + one.x, y=pad + one.y + 0.95 * one.size) for one in writings)
    return Frame(kind, left, 0, width, low + 2 * pad, placed, box)


@dataclass(frozen=True, slots=True)
class Column:
    """Frames from the top down, each with how far below the top of the column it stands."""

    frames: tuple[tuple[float, Frame], ...]
    height: float

    def placed(self, left: float, top: float) -> list[Frame]:
        """The frames where the column has its upper left corner here."""
        return [frame.moved(left, top + y) for y, frame in self.frames]


@dataclass(frozen=True, slots=True)
class Unit:
    """A box with the condition that stands on top of it, made once for a form and placed as often as needed."""

    box: Box
    tab: Frame | None
    frame: Frame


def units(blocks: Sequence[Block], form: Form, readers: Mapping[Node, Sequence[Box]]) -> dict[Node, Unit]:
    """Every box of these blocks, set in this form."""
    boxes = [box for block in blocks for box in block.boxes]
    return {
        box.node: Unit(box, tab(box, form) if box.condition else None, boxed(box, form, readers.get(box.node, ())))
        for box in boxes
    }


def columns(blocks: Sequence[Block], form: Form, height: float, made: Mapping[Node, Unit]) -> list[Column]:
    """The blocks below each other in columns no higher than `height`, unless a single box is higher."""
    stack = _Stack(form, height)
    for block in blocks:
        before: Box | None = None
        for box in block.boxes:
            unit = made[box.node]
            heading = head(block, form, again=False) if before is None else None
            together = before is not None and unit.tab is not None and _same(before, box)
            parts = [part for part in (heading, None if together else unit.tab, unit.frame) if part]
            if not stack.fits(parts, together=together):
                stack.turn()
                again = head(block, form, again=before is not None)
                parts, together = [part for part in (again, unit.tab, unit.frame) if part], False
            stack.put(parts, together=together)
            before = box
    return stack.all()


def _same(before: Box, box: Box) -> bool:
    return before.condition == box.condition and before.arrows == box.arrows


class _Stack:
    """Puts frames below each other, and begins a new column when told to."""

    def __init__(self, form: Form, height: float) -> None:
        self.form = form
        self.height = height
        self.done: list[Column] = []
        self.frames: list[tuple[float, Frame]] = []
        self.low = 0.0

    def fits(self, parts: Sequence[Frame], *, together: bool) -> bool:
        """Whether these still go in this column; in an empty one anything does."""
        gaps = sum(self._gap(part, together=together) for part in parts)
        return not self.frames or self.low + gaps + sum(part.height for part in parts) <= self.height

    def put(self, parts: Sequence[Frame], *, together: bool) -> None:
        """Below what is there."""
        for part in parts:
            self.low += self._gap(part, together=together) if self.frames else 0
            self.frames.append((self.low, part))
            self.low += part.height

    def _gap(self, part: Frame, *, together: bool) -> float:
        """Boxes stand against the condition above them, and against each other when it is for all of them."""
        under = part.kind == "box" and part.box is not None and bool(part.box.condition)
        after_tab = bool(self.frames) and self.frames[-1][1].kind == "tab"
        if under and (together or after_tab):
            return 0
        return self.form.gap * (2.5 if part.kind == "head" else 1)

    def turn(self) -> None:
        """What comes next stands in a column of its own."""
        self.done.append(Column(tuple(self.frames), self.low))
        self.frames, self.low = [], 0.0

    def all(self) -> list[Column]:
        """Every column, the last one too."""
        return [*self.done, Column(tuple(self.frames), self.low)] if self.frames else self.done
