"""Laying out a flow on paper: which boxes stand where on which sheet, and how the arrows between them run.

The largest letters win that still fit the sheets: one A3 for the whole flow, one A4 for each step. Letters are never
smaller than `SMALLEST` points; what does not fit then goes on on another sheet.

An arrow runs down the strip left of its column, from the box that is read to the conditions that read it. Where there
is no room for it, or its beginning stands in another column, a small circle says that it comes from elsewhere: the
number in the condition says from where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from meldcode.check.picture.measure import BOLD, ems, wrap
from meldcode.check.picture.model import Block, Picture, readers
from meldcode.check.picture.pieces import LINE, MOST, POINT, Column, Form, Frame, Unit, Writing, columns, units
from meldcode.flow.order import Node
from meldcode.i18n import _
from meldcode.text import shortened

Paper = Literal["a3", "a4"]
SIZES: Mapping[Paper, tuple[float, float]] = {"a3": (420.0, 297.0), "a4": (210.0, 297.0)}
"""Width and height in millimetres: A3 lies, A4 stands."""
SMALLEST = 6.0
"""Points; smaller letters cannot be read when printed."""
_LARGEST, _FINER = 9.0, 0.125
"""Points: the largest letters, and the step in which they are tried."""
_MARGIN = 8.0
"""What printers leave white, and a little more."""
_BETWEEN = 2.5
_TITLE: Mapping[Paper, float] = {"a3": 12.0, "a4": 9.0}
_LEGEND = 6.5
"""Both in points."""
_ACROSS: Mapping[Paper, range] = {"a3": range(4, 9), "a4": range(1, 4)}
"""Columns beside each other: lines that are neither too long nor too short to read."""
_TRACKS, _PITCH = 5, 0.42
"""How many arrows run beside each other in a strip, and how far apart, in ems."""


@dataclass(frozen=True, slots=True)
class Rail:
    """Arrows from one box: out of it at (`start`), down or up at `x`, and to each of `ends` (x, y)."""

    source: Node
    x: float
    start: tuple[float, float]
    ends: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stub:
    """An arrow that comes from elsewhere: from a circle at `x` to the condition at `end`."""

    x: float
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper, in millimetres from its upper left corner."""

    name: str
    title: str
    width: float
    height: float
    frames: tuple[Frame, ...]
    rails: tuple[Rail, ...]
    stubs: tuple[Stub, ...]
    around: tuple[Writing, ...]
    """The title above and the legend below."""


def sheets(made: Picture, paper: Paper) -> list[Sheet]:
    """The sheets of a flow: everything on A3, or a step on each A4 and what follows on the last."""
    return _on_a3(made) if paper == "a3" else list(_on_a4(made))


def _on_a3(made: Picture) -> list[Sheet]:
    parts = _Setting([*made.steps, *made.follows], "a3", made).set()
    stem = f"{made.id[:60]}-a3"
    if len(parts) == 1:
        return [_sheet(stem, f"{made.title} · {made.version}", "a3", parts[0])]
    return [
        _sheet(f"{stem}-{place}", _numbered(f"{made.title} · {made.version}", place, len(parts)), "a3", part)
        for place, part in enumerate(parts, 1)
    ]


def _on_a4(made: Picture) -> Iterator[Sheet]:
    stem = f"{made.id[:60]}-a4"
    groups: list[tuple[str, str, list[Block]]] = [
        (
            f"{stem}-stap-{place}",
            _("stap {number} van {count}").format(number=place, count=len(made.steps)),
            [one],
        )
        for place, one in enumerate(made.steps, 1)
    ]
    groups.append((f"{stem}-uitkomsten", _("wat uit de antwoorden volgt"), list(made.follows)))
    for name, about, blocks in groups:
        parts = _Setting(blocks, "a4", made).set()
        title = f"{made.title} · {made.version} · {about}"
        for place, part in enumerate(parts, 1):
            several = len(parts) > 1
            yield _sheet(
                f"{name}-{place}" if several else name,
                _numbered(title, place, len(parts)) if several else title,
                "a4",
                part,
            )


def _numbered(title: str, place: int, total: int) -> str:
    return _("{title} · blad {number} van {count}").format(title=title, number=place, count=total)


@dataclass(frozen=True, slots=True)
class _Part:
    """The columns of one sheet and how they were set."""

    form: Form
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...] = ()
    """The blocks that stand whole on it; nothing where a block goes on on the next sheet."""


class _Setting:
    """Blocks that are to be set in columns on one kind of paper."""

    def __init__(self, blocks: Sequence[Block], paper: Paper, made: Picture) -> None:
        self.blocks, self.paper, self.made = blocks, paper, made
        self.width, self.height = SIZES[paper][0] - 2 * _MARGIN, _room(paper)
        self.across = _ACROSS[paper]
        self.read_by = readers(made)
        self.units: dict[Form, Mapping[Node, Unit]] = {}

    def set(self) -> list[_Part]:
        """The sheets, each in letters as large as its own blocks allow."""
        parts = self.best()
        if len(parts) < 2 or not all(part.blocks for part in parts):
            return parts
        return [part for one in parts for part in _Setting(one.blocks, self.paper, self.made).best()]

    def best(self) -> list[_Part]:
        """On as few sheets as can be read, no block on two sheets if that can be, in the largest letters that fit."""
        least = self._least()
        if not least[False]:  # a text so long that only a very wide column holds it
            self.across = range(1, self.across.start)
            least = self._least()
        whole = 0 < least[True] <= least[False]
        found: list[_Part] = []
        low, high = 0, round((_LARGEST - SMALLEST) / _FINER)
        while low <= high:  # what does not fit in small letters does not fit in larger ones
            middle = (low + high) // 2 if found else low
            ways = self._ways(SMALLEST + middle * _FINER, whole=whole)
            fits = next((parts for parts in ways if len(parts) <= least[whole]), None)
            if fits is None:
                high = middle - 1
            else:
                found, low = fits, middle + 1
        return found

    def _least(self) -> dict[bool, int]:
        """How many sheets it takes, with whole blocks or not; 0 when that cannot be."""
        return {whole: min(map(len, self._ways(SMALLEST, whole=whole)), default=0) for whole in (True, False)}

    def _ways(self, points: float, *, whole: bool) -> Iterator[list[_Part]]:
        """The sheets of each way to set the blocks in letters of this size; fewer and wider columns come first."""
        for across in self.across:
            form = _form(points * POINT, self.width, across)
            parts = self._whole(form, across) if whole else self._flowing(form, across)
            if parts and all(column.height <= self.height for part in parts for column in part.columns):
                yield parts

    def _columns(self, blocks: Sequence[Block], form: Form) -> list[Column]:
        if form not in self.units:
            self.units[form] = units(self.blocks, form, self.read_by)
        return columns(blocks, form, self.height, self.units[form])

    def _whole(self, form: Form, across: int) -> list[_Part]:
        """Sheets on which every block that begins also ends; empty when one is longer than a sheet."""
        parts: list[_Part] = []
        held: list[Block] = []
        for block in self.blocks:
            found = self._columns([*held, block], form)
            if held and len(found) <= across:
                held = [*held, block]
                parts[-1] = _Part(form, tuple(found), tuple(held))
                continue
            held, found = [block], self._columns([block], form)
            if len(found) > across:
                return []
            parts.append(_Part(form, tuple(found), tuple(held)))
        return parts

    def _flowing(self, form: Form, across: int) -> list[_Part]:
        found = self._columns(self.blocks, form)
        return [_Part(form, tuple(found[place : place + across])) for place in range(0, len(found), across)]


def _form(size: float, width: float, across: int) -> Form:
    return Form(size, (width - (across - 1) * _BETWEEN) / across, (_TRACKS + 0.6) * _PITCH * size)


def _room(paper: Paper) -> float:
    """The height that is left for columns."""
    return SIZES[paper][1] - 2 * _MARGIN - _above(paper) - 2.3 * LINE * _LEGEND * POINT


def _above(paper: Paper) -> float:
    """The height of the title: one line on A3, two on A4."""
    return (1 if paper == "a3" else 2) * LINE * _TITLE[paper] * POINT + 2


def _sheet(name: str, title: str, paper: Paper, part: _Part) -> Sheet:
    width, height = SIZES[paper]
    top = _MARGIN + _above(paper)
    frames: list[Frame] = []
    rails: list[Rail] = []
    stubs: list[Stub] = []
    for place, column in enumerate(part.columns):
        left = _MARGIN + place * (part.form.width + _BETWEEN)
        moved = column.placed(left, top)
        frames += moved
        here, loose = _arrows(moved, part.form, left)
        rails += here
        stubs += loose
    around = tuple(_around(title, paper))
    return Sheet(name, title, width, height, tuple(frames), tuple(rails), tuple(stubs), around)


def _around(title: str, paper: Paper) -> Iterator[Writing]:
    width, foot = SIZES[paper][0] - 2 * _MARGIN, SIZES[paper][1] - _MARGIN
    size, small = _TITLE[paper] * POINT, _LEGEND * POINT
    lines = wrap(shortened(title, MOST), width / size / BOLD, ems)[: 1 if paper == "a3" else 2]
    yield Writing(_MARGIN, _MARGIN + size, tuple(lines), size, bold=True)
    below = wrap(legend(), width / small, ems)
    yield Writing(_MARGIN, foot - (len(below) - 0.7) * LINE * small, tuple(below), small, italic=True)


def legend() -> str:
    """How to read a sheet."""
    return _(
        "Een kader met streepjes zegt wanneer geldt wat eronder staat. De pijl komt van de vraag waar het van afhangt. "
        "Een rondje voor de pijl: die vraag staat elders, zoek het nummer. Na → staan de nummers die hiervan afhangen."
    )


def _arrows(frames: Sequence[Frame], form: Form, left: float) -> tuple[list[Rail], list[Stub]]:
    """The arrows of one column: as many as fit its strip, short ones first; the others come from a circle."""
    pitch, edge = _PITCH * form.size, left + form.strip
    boxes = {frame.box.node: frame for frame in frames if frame.kind == "box" and frame.box}
    wanted: dict[Node, list[Frame]] = {}
    stubs: list[Frame] = []
    for frame in frames:
        if frame.kind != "tab" or not frame.box:
            continue
        near = [arrow.source for arrow in frame.box.arrows if arrow.source in boxes]
        for source in near:
            wanted.setdefault(source, []).append(frame)
        if len(near) < len(frame.box.arrows):
            stubs.append(frame)
    rails: list[Rail] = []
    taken: list[list[tuple[float, float]]] = [[] for _track in range(_TRACKS)]
    for source, tabs in sorted(wanted.items(), key=lambda pair: _reach(boxes[pair[0]], pair[1])):
        start = boxes[source]
        ys = [start.middle, *(tab.middle for tab in tabs)]
        track = _free(taken, min(ys), max(ys))
        if track is None:
            stubs += [tab for tab in tabs if tab not in stubs]
            continue
        x = edge - (track + 0.8) * pitch
        ends = tuple((tab.x, tab.middle) for tab in tabs)
        rails.append(Rail(source, x, (start.x, start.middle), ends))
    return rails, [Stub(left + 0.35 * pitch, (tab.x, tab.middle)) for tab in stubs]


def _reach(source: Frame, tabs: Sequence[Frame]) -> float:
    return max(abs(tab.middle - source.middle) for tab in tabs)


def _free(taken: list[list[tuple[float, float]]], low: float, high: float) -> int | None:
    """The first track where nothing runs between these heights; it is taken from now on."""
    for place, runs in enumerate(taken):
        if all(high < start or end < low for start, end in runs):
            runs.append((low, high))
            return place
    return None
