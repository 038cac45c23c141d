"""A flow as a Mermaid flowchart: a subgraph for each step, an arrow for each question that is read.

Nothing that a flow says can end a label or begin anything else: names of boxes are our own, and in a label every
character that is no letter, digit or harmless mark is written as its number (`#34;`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from meldcode.check.picture.model import Block, Box, picture
from meldcode.flow.model import Flow
from meldcode.flow.order import Node
from meldcode.text import shortened

_MOST, _MOST_ON_ARROW = 160, 90
_PLAIN = " ,.?!«»’‘…·"
_SHAPES = {"item": ("[/", "/]"), "alert": ("{{", "}}"), "norm": ("[[", "]]"), "outcome": ("([", "])")}
_QUESTION = ("[", "]")


def mermaid(flow: Flow) -> str:
    """The flowchart, in the current language, with a line end at its end."""
    made = picture(flow)
    names: dict[Node, str] = {box.node: f"b{place}" for place, box in enumerate(made.boxes(), 1)}
    lines = [f"%% {_label(made.title)} · {_label(made.version)}", "flowchart TD"]
    for place, block in enumerate((*made.steps, *made.follows), 1):
        lines += _block(f"s{place}", block, names)
    lines += [f"  s{place} ==> s{place + 1}" for place in range(1, len(made.steps))]
    for box in made.boxes():
        for arrow in box.arrows:
            words = _label(shortened(arrow.words, _MOST_ON_ARROW))
            lines.append(f'  {names[arrow.source]} -->|"{words}"| {names[box.node]}')
    return "\n".join(lines) + "\n"


def _block(name: str, block: Block, names: dict[Node, str]) -> Iterator[str]:
    yield f'  subgraph {name}["{_label(shortened(block.title, _MOST))}"]'
    yield "    direction TB"
    for box in block.boxes:
        start, end = _QUESTION if box.asks else _SHAPES[box.node[0]]
        yield f'    {names[box.node]}{start}"{_said(box)}"{end}'
    yield "  end"


def _said(box: Box) -> str:
    """What stands in a box: with more than one arrow only the whole condition tells how they go together."""
    parts = [f"{box.number} {shortened(box.text, _MOST)}"]
    if len(box.arrows) > 1:
        parts.append(shortened(box.condition, 2 * _MOST))
    if box.then:
        parts.append(shortened(box.then, _MOST))
    return "<br/>".join(map(_label, parts))


def _label(text: str) -> str:
    """The text between the quotes of a label: no mark in it means anything to Mermaid, Markdown or HTML."""
    safe = "".join(letter if letter.isalnum() or letter in _PLAIN else f"#{ord(letter)};" for letter in text)
    safe = re.sub(r"^\d+(?=[. ]*$|\. )", lambda found: f"#{ord(found[0][0])};{found[0][1:]}", safe)  # begins no list
    safe = safe or "?"
    return re.sub(r"(?i)(?<![^\W_])e(?=nd(?![^\W_]))", lambda found: f"#{ord(found[0])};", safe)  # a word of Mermaid
