"""A flow as lines for the terminal: per step a tree in the order of the questions, with what each one needs."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.check.picture.measure import cells, wrap
from meldcode.check.picture.model import Block, Box, picture
from meldcode.flow.model import Flow

NARROWEST = 24
"""Columns below which nothing can be read any more; a narrower window breaks the lines itself."""
_DEEPEST = 6
_BEND, _INDENT = "└ ", "   "


def lines(flow: Flow, width: int) -> list[str]:
    """The flow in lines of at most `width` columns (at least `NARROWEST`), in the current language."""
    room = max(width, NARROWEST)
    made = picture(flow)
    result = wrap(f"{made.title} · {made.version}", room, cells)
    for block in (*made.steps, *made.follows):
        result += ["", *_head(block, room)]
        for box in block.boxes:
            result += _box(box, room)
    return result


def _head(block: Block, room: int) -> Iterator[str]:
    yield from wrap(f"{block.title}. {block.about}" if block.about else block.title, room, cells)
    yield "─" * min(room, int(cells(block.title)))


def _box(box: Box, room: int) -> Iterator[str]:
    """Number and text; below them, one step in, what the box needs and what it asks."""
    depth = min(box.depth, _DEEPEST, (room - NARROWEST) // len(_INDENT) + 1)
    before = _INDENT * (depth - 1) + " " + _BEND if depth else ""
    number = f"{box.number} "
    after = " " * int(cells(before + number))
    under = " " * int(cells(before)) + "  "
    text = f"{box.text} ({box.kind} · {box.id})"
    first, *rest = wrap(text, room - len(after), cells)
    yield before + number + first
    yield from (after + line for line in rest)
    for said in filter(None, (box.condition, box.then)):
        head, *more = wrap(said, room - len(under) - 2, cells)
        yield under + "· " + head
        yield from (under + "  " + line for line in more)
