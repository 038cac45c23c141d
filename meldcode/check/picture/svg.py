"""A flow as SVG for paper: black on white, sizes in millimetres, no fonts, scripts or references to elsewhere.

What a flow says stands only in texts, made plain and escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from meldcode.check.picture.model import picture
from meldcode.check.picture.pieces import LINE, Frame, Writing
from meldcode.check.picture.sheets import Paper, Rail, Sheet, Stub, legend, sheets
from meldcode.flow.model import Flow
from meldcode.text import one_line

_FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_THIN, _THICK = 0.18, 0.3
_TIP = 1.1
"""Length of the tip of an arrow."""
_DOT, _CIRCLE = 0.38, 0.55


def svg(flow: Flow, paper: Paper) -> list[tuple[str, str]]:
    """The sheets of a flow as (name without extension, SVG text), in the current language.

    A3 holds the whole flow, on more than one sheet when it could not be read on one; A4 holds one step a sheet, and
    what follows from the answers.
    """
    return [(sheet.name, _document(sheet)) for sheet in sheets(picture(flow), paper)]


def _document(sheet: Sheet) -> str:
    width, height = _number(sheet.width), _number(sheet.height)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}" font-family="{_FONTS}" aria-labelledby="title desc">',
        f'<title id="title">{_text(sheet.title)}</title>',
        f'<desc id="desc">{_text(legend())}</desc>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *(_writing(one) for one in sheet.around),
        *(_rail(rail) for rail in sheet.rails),
        *(_stub(stub) for stub in sheet.stubs),
        *(line for frame in sheet.frames for line in _frame(frame)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(frame: Frame) -> Iterator[str]:
    yield "<g>"
    yield _outline(frame)
    yield from (_writing(one) for one in frame.writings)
    yield "</g>"


def _outline(frame: Frame) -> str:
    """Every kind has its own outline, so that nothing hangs on a colour."""
    place = (
        f'x="{_number(frame.x)}" y="{_number(frame.y)}" width="{_number(frame.width)}" height="{_number(frame.height)}"'
    )
    if frame.kind == "head":
        return f'<rect {place} fill="#e8e8e8" stroke="#000" stroke-width="{_THICK}"/>'
    if frame.kind == "tab":
        return f'<rect {place} fill="#fff" stroke="#000" stroke-width="{_THIN}" stroke-dasharray="1 0.6"/>'
    box = frame.box
    rounded = 1.2 if box is not None and box.node[0] != "item" else 0
    thick = _THICK if box is not None and box.asks else _THIN
    return f'<rect {place} rx="{rounded}" fill="#fff" stroke="#000" stroke-width="{thick}"/>'


def _writing(one: Writing) -> str:
    look = (' font-weight="bold"' if one.bold else "") + (' font-style="italic"' if one.italic else "")
    x = _number(one.x)
    lines = "".join(
        f'<tspan x="{x}" y="{_number(one.y + place * LINE * one.size)}">{_text(line)}</tspan>'
        for place, line in enumerate(one.lines)
    )
    return f'<text font-size="{_number(one.size)}"{look}>{lines}</text>'


def _rail(rail: Rail) -> str:
    """One line down the strip with a branch to each end; a dot where a branch leaves, so crossings are no branches."""
    ys = [rail.start[1], *(y for _x, y in rail.ends)]
    path = f"M{_number(rail.start[0])} {_number(rail.start[1])}H{_number(rail.x)}"
    path += f"M{_number(rail.x)} {_number(min(ys))}V{_number(max(ys))}"
    path += "".join(f"M{_number(rail.x)} {_number(y)}H{_number(x)}" for x, y in rail.ends)
    joints = {y for _x, y in rail.ends} | ({rail.start[1]} if min(ys) < rail.start[1] < max(ys) else set())
    dots = "".join(f'<circle cx="{_number(rail.x)}" cy="{_number(y)}" r="{_DOT}"/>' for y in sorted(joints))
    return _lines(path) + dots + "".join(_tip(x, y) for x, y in rail.ends)


def _stub(stub: Stub) -> str:
    x, y = stub.end
    circle = f'<circle cx="{_number(stub.x)}" cy="{_number(y)}" r="{_CIRCLE}" fill="#fff" stroke="#000"'
    begin = _number(stub.x + _CIRCLE)
    return _lines(f"M{begin} {_number(y)}H{_number(x)}") + f'{circle} stroke-width="{_THIN}"/>' + _tip(x, y)


def _lines(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="#000" stroke-width="{_THIN}"/>'


def _tip(x: float, y: float) -> str:
    back, half = _number(x - _TIP), _TIP * 0.4
    return f'<path d="M{_number(x)} {_number(y)}L{back} {_number(y - half)}V{_number(y + half)}Z"/>'


def _text(text: str) -> str:
    return escape(one_line(text), quote=True)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
