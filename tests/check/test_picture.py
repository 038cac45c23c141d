"""What there is to draw of a flow, and its forms in the terminal and as Mermaid."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.check.graph import graph
from meldcode.check.picture.lines import NARROWEST, lines
from meldcode.check.picture.measure import cells
from meldcode.check.picture.mermaid import mermaid
from meldcode.check.picture.model import Box, picture, readers
from meldcode.errors import MeldcodeError
from meldcode.flow.conditions import references
from meldcode.flow.model import Flow
from meldcode.flow.order import nodes_of
from meldcode.text import clean
from tests.check.test_picture_words import FLOW
from tests.effort import tries
from tests.flows.helper import PROFESSIONS, flow_of

LABEL = r"\"(?:[^\W_]|[ ,.?!«»’‘…·]|\#\d+;|<br/>)+\""
MERMAID = re.compile(
    rf"""%%\ .*
    | flowchart\ TD
    | \ \ subgraph\ s\d+\[{LABEL}\]
    | \ {{4}}direction\ TB
    | \ {{4}}b\d+(?:\[{LABEL}\]|\[/{LABEL}/\]|\{{\{{{LABEL}\}}\}}|\[\[{LABEL}\]\]|\(\[{LABEL}\]\))
    | \ \ end
    | \ \ s\d+\ ==>\ s\d+
    | \ \ b\d+\ -->\|{LABEL}\|\ b\d+
    """,
    re.VERBOSE,
)
"""Every line that our Mermaid may hold: a label never holds a mark that means something."""
NASTY = [
    '"]; click b1 "javascript:alert(1)"',
    "end\nend\nsubgraph x",
    "`**vet**` <script>alert(1)</script> &quot; #quot; %%{init: {}}%%",
    "1. lijst", "- lijst", "style x:#1;", "a--> b|c|{d}[e](f)", "\x1b[31m\u202e\x00\ufffe", " ", "graph end",
]  # fmt: skip


def hostile(text: str) -> Flow:
    """The small flow with every text of it replaced."""
    items = {
        item.id: replace(item, text=text, options=tuple(replace(option, text=text) for option in item.options))
        for item in FLOW.items.values()
    }
    items["woorden"] = replace(items["woorden"], when=FLOW.norms[0].given)
    return replace(
        FLOW,
        title=text,
        version=text,
        items=items,
        steps=tuple(replace(step, title=text, items=tuple(items.values())) for step in FLOW.steps),
        alerts=tuple(replace(alert, text=text) for alert in FLOW.alerts),
        norms=tuple(replace(norm, title=text) for norm in FLOW.norms),
        outcomes=tuple(replace(outcome, title=text) for outcome in FLOW.outcomes),
    )


def squeezed(text: str) -> str:
    """Without white space and the marks of a tree: what a reader reads, however it is broken in lines."""
    return re.sub(r"[\s└·]+", "", text)


def unescaped(text: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


every_profession = pytest.mark.parametrize("name", PROFESSIONS)


@every_profession
def test_everything_of_a_flow_is_in_the_picture_once_and_numbered(name: str) -> None:
    flow = flow_of(name)
    boxes = list(picture(flow).boxes())
    nodes = [("item", item) for item in flow.items]
    nodes += [("alert", alert.id) for alert in flow.alerts]
    nodes += [("norm", norm.id) for norm in flow.norms]
    nodes += [("outcome", outcome.id) for outcome in flow.outcomes]
    assert [box.node for box in boxes] == nodes
    assert len({box.number for box in boxes}) == len(boxes)


@every_profession
def test_an_arrow_comes_from_everything_that_a_question_reads(name: str) -> None:
    flow = flow_of(name)
    for box in picture(flow).boxes():
        if box.node[0] != "item":
            continue
        item = flow.items[box.id]
        tests = [test for part in (item.when, item.unless) for test in references(part)]
        wanted = {node for test in tests for node in nodes_of(test)}
        sources = {node if node[0] != "outcome" else ("outcome", "") for node in (a.source for a in box.arrows)}
        assert sources == wanted
        assert bool(box.condition) == bool(wanted)
        assert all(arrow.words for arrow in box.arrows)


def _box(name: str, item: str) -> Box:
    return next(box for box in picture(flow_of(name)).boxes() if box.id == item)


def test_conditions_are_in_words_with_numbers() -> None:
    assert _box("huisarts", "disclosure_woorden").condition == "als 1.6 disclosure: Ja"
    assert _box("huisarts", "hulp_aanvaard").condition == "tenzij 5.2 vermoeden: Nee of 5.9 hulp_mogelijk: Nee"
    assert _box("huisarts", "vt_uitkomst").condition.startswith("als 5.57 vt_bericht: Ja, tenzij 5.59 vt_besluit: ")
    assert [arrow.words for arrow in _box("huisarts", "hulp_aanvaard").arrows] == ["tenzij Nee", "tenzij Nee"]
    assert _box("huisarts", "onvolledig").condition == "als niets hierboven klopt"
    assert _box("huisarts", "meldnorm_1").then == "dan uitkomst: U2 melden"


def test_a_question_hangs_under_the_one_above_it_that_it_reads() -> None:
    assert _box("huisarts", "disclosure").depth == 0
    assert _box("huisarts", "disclosure_woorden").depth == 1
    assert _box("huisarts", "hulp_werkt").depth == 2


def test_readers_are_the_arrows_the_other_way() -> None:
    made = picture(flow_of("onderwijs"))
    pairs = {(arrow.source, box.node) for box in made.boxes() for arrow in box.arrows}
    assert {(source, box.node) for source, boxes in readers(made).items() for box in boxes} == pairs


@every_profession
@pytest.mark.parametrize("width", [0, 40, 80, 200])
def test_lines_hold_every_question_and_keep_to_the_width(name: str, width: int) -> None:
    flow = flow_of(name)
    said = lines(flow, width)
    assert max(map(cells, said)) <= max(width, NARROWEST)
    text = squeezed("".join(said))
    for box in picture(flow).boxes():
        assert squeezed(f"{box.number} {box.text} ({box.kind} · {box.id}){box.condition}") in text


@settings(max_examples=tries(40))
@given(st.one_of(st.text(), st.sampled_from(NASTY)), st.integers(0, 100))
def test_lines_are_plain_whatever_a_flow_says(text: str, width: int) -> None:
    said = lines(hostile(text), width)
    assert [line for line in said if clean(line) != line or "\n" in line] == []
    assert max(map(cells, said)) <= max(width, NARROWEST)


@every_profession
def test_mermaid_holds_every_question_and_arrow_and_stays_small_enough_to_be_drawn(name: str) -> None:
    flow = flow_of(name)
    text = mermaid(flow)
    boxes = list(picture(flow).boxes())
    for box in boxes:
        assert f'"{box.number} {box.text}' in unescaped(text)
    assert text.count("-->|") == sum(len(box.arrows) for box in boxes)
    assert text.count("-->|") + text.count("==>") <= 500  # where Mermaid stops by itself
    assert len(text) <= 50_000


@settings(max_examples=tries(100))
@given(st.one_of(st.text(), st.sampled_from(NASTY)))
@example(NASTY[0])
@example(NASTY[1])
@example(NASTY[2])
def test_nothing_in_a_flow_breaks_out_of_a_mermaid_label(text: str) -> None:
    made = mermaid(hostile(text))
    assert made.endswith("\n")
    *body, last = made.split("\n")
    assert last == ""
    assert [line for line in body if not MERMAID.fullmatch(line)] == []
    assert made.splitlines()[0].startswith("%% ")
    assert "{" not in made.splitlines()[0]


@pytest.mark.parametrize("text", ["einde en end", "End", "graph end"])
def test_the_word_that_ends_a_block_is_never_bare_in_a_label(text: str) -> None:
    labels = "".join(re.findall(LABEL, mermaid(hostile(text))))
    assert not re.search(r"(?i)(?<!\w)end(?!\w)", labels)
    assert text in unescaped(labels)


def test_text_is_printed_plain(capsys: pytest.CaptureFixture[str]) -> None:
    assert graph(hostile("\x1b]0;x\x07boe"), "text", None, "a4", 80) == []
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "boe" in out


def test_mermaid_is_printed_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert graph(FLOW, "mermaid", None, "a4", 80) == []
    assert capsys.readouterr().out == mermaid(FLOW)
    (path,) = graph(FLOW, "mermaid", tmp_path, "a4", 80)
    assert path.name == "woorden.mmd"
    assert path.read_text("utf-8") == mermaid(FLOW)


def test_each_sheet_of_svg_is_a_file_and_needs_a_folder(tmp_path: Path) -> None:
    paths = graph(FLOW, "svg", tmp_path / "platen", "a4", 80)
    assert [path.name for path in paths] == ["woorden-a4-stap-1.svg", "woorden-a4-uitkomsten.svg"]
    assert all(path.read_text("utf-8").startswith("<?xml") for path in paths)
    with pytest.raises(MeldcodeError):
        graph(FLOW, "svg", None, "a4", 80)


def test_the_picture_speaks_the_language_in_use() -> None:
    assert "waarschuwing" in {box.kind for box in picture(FLOW).boxes()}
    i18n.use("en")
    assert "warning" in {box.kind for box in picture(FLOW).boxes()}
