"""A flow on paper: readable, nothing over anything else, nothing off the sheet, and always valid SVG."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meldcode.check.picture.measure import BOLD, ems, wrap
from meldcode.check.picture.model import Box, picture, readers
from meldcode.check.picture.pieces import POINT, Frame, numbers
from meldcode.check.picture.sheets import SIZES, SMALLEST, Paper, Sheet, sheets
from meldcode.check.picture.svg import svg
from meldcode.flow.model import Flow
from tests.check.test_picture import NASTY, hostile, squeezed
from tests.effort import tries
from tests.flow.forms import in_steps, make_flow
from tests.flows.helper import PROFESSIONS, flow_of

PAPERS: tuple[Paper, ...] = ("a3", "a4")
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {SVG + name for name in ("svg", "title", "desc", "rect", "g", "text", "tspan", "path", "circle")}
SLACK = 0.01
"""Millimetres: what rounding may add."""

on_paper = pytest.mark.parametrize("paper", PAPERS)
every_profession = pytest.mark.parametrize("name", PROFESSIONS)


@cache
def laid(name: str, paper: Paper) -> list[Sheet]:
    return sheets(picture(flow_of(name)), paper)


def overlap(one: Frame, other: Frame) -> bool:
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return wide > SLACK and high > SLACK


def holds(sheet: Sheet) -> None:
    """The laws of a sheet."""
    for frame in sheet.frames:
        assert frame.x >= 5
        assert frame.y >= 5
        assert frame.x + frame.width <= sheet.width - 5
        assert frame.y + frame.height <= sheet.height - 5
        for one in frame.writings:
            assert one.size >= SMALLEST * POINT - 1e-9
            assert one.x >= frame.x
            assert one.x + one.width() <= frame.x + frame.width + SLACK
            last = one.y + (len(one.lines) - 1) * one.size * 1.18
            assert frame.y < one.y - 0.7 * one.size
            assert last + 0.2 * one.size <= frame.y + frame.height
    for one in sheet.around:
        assert one.size >= SMALLEST * POINT
        assert one.x + one.width() <= sheet.width - 5
    low, high = sheet.around[0], sheet.around[1]
    foot = low.y + (len(low.lines) - 1) * low.size * 1.18
    assert foot < min(frame.y for frame in sheet.frames)
    assert max(frame.y + frame.height for frame in sheet.frames) < high.y - high.size
    assert not [
        (one, other)
        for place, one in enumerate(sheet.frames)
        for other in sheet.frames[place + 1 :]
        if overlap(one, other)
    ]


@every_profession
@on_paper
def test_boxes_lie_on_the_paper_beside_each_other_with_their_texts_inside(name: str, paper: Paper) -> None:
    for sheet in laid(name, paper):
        assert (sheet.width, sheet.height) == SIZES[paper]
        holds(sheet)


@every_profession
@on_paper
def test_every_box_stands_on_a_sheet_once_in_the_order_of_reading(name: str, paper: Paper) -> None:
    found = [frame.box for sheet in laid(name, paper) for frame in sheet.frames if frame.kind == "box"]
    assert found == list(picture(flow_of(name)).boxes())


@every_profession
def test_a4_holds_one_step_a_sheet(name: str) -> None:
    steps = [{frame.box.number.split(".")[0] for frame in s.frames if frame.box} for s in laid(name, "a4")]
    count = len(flow_of(name).steps)
    assert steps[:-1] == [{str(place)} for place in range(1, count + 1)]
    assert len(steps) == count + 1


@every_profession
def test_a3_needs_two_sheets_at_most_and_breaks_no_step(name: str) -> None:
    found = laid(name, "a3")
    assert len(found) <= 2
    blocks = [{_block_of(frame.box) for frame in sheet.frames if frame.box} for sheet in found]
    assert not [one & other for one, other in pairwise(blocks) if one & other]


def _block_of(box: Box) -> str:
    """Number of the step, or what kind of thing it is."""
    return box.number.split(".")[0] if box.node[0] == "item" else box.node[0]


@every_profession
@on_paper
def test_every_condition_stands_above_its_boxes_and_gets_an_arrow(name: str, paper: Paper) -> None:
    for sheet in laid(name, paper):
        ends = {(round(x, 3), round(y, 3)) for rail in sheet.rails for x, y in rail.ends}
        ends |= {(round(stub.end[0], 3), round(stub.end[1], 3)) for stub in sheet.stubs}
        tabs = [frame for frame in sheet.frames if frame.kind == "tab"]
        wanted = {(round(f.x, 3), round(f.middle, 3)) for f in tabs if f.box and f.box.arrows}
        assert ends == wanted
        shown: str = ""
        for frame in sheet.frames:
            if frame.kind == "tab" and frame.box:
                shown = frame.box.condition
            elif frame.kind == "box" and frame.box:
                shown = shown if frame.box.condition else ""
                assert shown == frame.box.condition


@every_profession
@on_paper
def test_arrows_run_where_no_box_stands(name: str, paper: Paper) -> None:
    for sheet in laid(name, paper):
        for rail in sheet.rails:
            ys = [rail.start[1], *(y for _x, y in rail.ends)]
            crossed = [f for f in sheet.frames if f.x < rail.x < f.x + f.width]
            assert not [f for f in crossed if min(ys) < f.y + f.height and f.y < max(ys)]
        for one in sheet.rails:
            for other in sheet.rails:
                if one is not other and abs(one.x - other.x) < 0.1:
                    spans = [[r.start[1], *(y for _x, y in r.ends)] for r in (one, other)]
                    assert max(spans[0]) < min(spans[1]) or max(spans[1]) < min(spans[0])


@every_profession
@on_paper
def test_svg_is_of_a_size_in_millimetres_and_holds_every_question(name: str, paper: Paper) -> None:
    documents = svg(flow_of(name), paper)
    text = ""
    for _name, document in documents:
        root = ElementTree.fromstring(document)  # noqa: S314  # our own, and without entities
        width, height = SIZES[paper]
        assert (root.get("width"), root.get("height")) == (f"{width:.0f}mm", f"{height:.0f}mm")
        assert root.get("viewBox") == f"0 0 {width:.0f} {height:.0f}"
        assert root.findtext(SVG + "title")
        assert root.findtext(SVG + "desc")
        text += squeezed("".join(root.itertext()))
    for box in picture(flow_of(name)).boxes():
        assert squeezed(f"{box.number}{box.text} ({box.kind} · {box.id})") in text
        assert squeezed(box.condition) in text
    assert len({name for name, _document in documents}) == len(documents)


def sound(document: str) -> None:
    """Only what we draw, no script, no reference to elsewhere."""
    root = ElementTree.fromstring(document)  # noqa: S314  # our own, and without entities
    for part in root.iter():
        assert part.tag in TAGS
        assert not {name for name in part.attrib if name.startswith(("on", "href", "{", "style"))}
    assert "url(" not in document
    assert "<!" not in document


@settings(max_examples=tries(12))
@given(st.one_of(st.text(), st.sampled_from(NASTY)), st.sampled_from(PAPERS))
@example("]]>&amp;<svg onload='x'>\"", "a4")
@example("\x00\ud800\ufffe\x1b", "a3")
def test_nothing_in_a_flow_breaks_the_svg(text: str, paper: Paper) -> None:
    flow = hostile(text)
    for _name, document in svg(flow, paper):
        sound(document)
    for sheet in sheets(picture(flow), paper):
        holds(sheet)


@on_paper
@pytest.mark.parametrize(
    "text", ["W" * 5000, "﷽ " * 2000, "lang " * 3000, "字" * 900], ids=["W", "wide", "long", "han"]
)
def test_texts_as_long_as_can_be_stay_in_their_boxes(paper: Paper, text: str) -> None:
    for sheet in sheets(picture(hostile(text)), paper):
        holds(sheet)


@on_paper
def test_a_flow_of_hundreds_of_questions_takes_more_sheets(paper: Paper) -> None:
    items: list[dict[str, object]] = [
        {"ask": f"q{number}", "kind": "yesno", "text": f"Is dit vraag nummer {number} van heel veel?", "source": "s"}
        for number in range(400)
    ]
    for item in items[1:]:
        item["when"] = {"q0": "ja"}
    flow: Flow = make_flow(in_steps(items))
    found = sheets(picture(flow), paper)
    assert len(found) > 1
    for sheet in found:
        holds(sheet)
    assert sum(frame.kind == "box" for sheet in found for frame in sheet.frames) == 401
    names = [sheet.name for sheet in found]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def test_numbers_in_a_row_are_said_as_one() -> None:
    boxes = [replace(_any(), number=number) for number in ("1.2", "1.9", "1.10", "1.11", "2.1", "2.2", "W3")]
    assert numbers(boxes) == "1.2, 1.9–1.11, 2.1, 2.2, W3"


def _any() -> Box:
    return next(picture(flow_of("basis")).boxes())


def test_a_box_says_who_reads_it() -> None:
    made = picture(flow_of("huisarts"))
    first = next(made.boxes())
    written = next(f for s in laid("huisarts", "a4") for f in s.frames if f.box == first).writings[1].lines
    assert " ".join(written).endswith("→ " + numbers(readers(made)[first.node]))


@given(st.text(), st.floats(2, 40))
@example(text="_😀😀", room=3.0)
def test_lines_are_no_wider_than_their_room_and_lose_nothing(text: str, room: float) -> None:
    lines = wrap(text, room, ems)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(ems(line) <= room + 1e-9 for line in lines)


def test_bold_letters_are_taken_to_be_wider() -> None:
    assert BOLD > 1.2
    assert ems("W") > ems("i")
