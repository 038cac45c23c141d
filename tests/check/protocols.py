"""Written meldcodes to look at, and what can be read in them. All organisations and people are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from meldcode import i18n, resources
from meldcode.check.protocol.build import protocol
from meldcode.check.protocol.shape import Block, Heading, Notice, Paragraph, Points, Protocol, Section
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow, Source

TODAY = date(2026, 11, 29)
SCHOOL = resources.flows_folder() / "voorbeelden" / "school" / "de_linde.yaml"
SMALL = Path(__file__).parent.parent / "defects" / "klein.yaml"
SHIPPED = sorted(path.stem for path in resources.flows_folder().glob("*.yaml"))
HOSTILE = '#read("x") ]) $x^2$ *vet* <label> @ref = Kop \x1b[2J\x07 \u202e \N{GRINNING FACE} ' + "Hottentotten" * 12
"""Markup of the typesetter, control characters, a sign that no font has, and a word wider than the page."""

ITEMS = ("acuut_gevaar", "vermoeden", "kindcheck", "geheim_en_meldrecht", "vgv_route")
"""Questions and notes that stand in different parts of the document."""


def flow(name: str) -> Flow:
    """A flow by id, the invented school of the examples, or the small flow of the defects."""
    return load_flow({"school": SCHOOL, "klein": SMALL}.get(name, name))


@cache
def made(name: str, language: str = "nl", proved: tuple[str, ...] = ()) -> Protocol:
    """The written meldcode of a flow."""
    with i18n.speaking(language):
        return protocol(flow(name), proved, TODAY)


def hostile() -> Protocol:
    """The school's, after somebody wrote hostile things everywhere a text may stand."""
    school = flow("school")
    assert school.organisation is not None
    items = dict(school.items)
    for name in ITEMS:
        item = items[name]
        options = tuple(replace(option, text=HOSTILE, help=HOSTILE) for option in item.options)
        items[name] = replace(item, text=HOSTILE, help=HOSTILE, options=options)
    return protocol(
        replace(
            school,
            title=HOSTILE,
            about=HOSTILE,
            items=items,
            steps=tuple(
                replace(step, title=HOSTILE, items=tuple(items[item.id] for item in step.items))
                for step in school.steps
            ),
            alerts=(replace(school.alerts[0], text=HOSTILE, do=HOSTILE), *school.alerts[1:]),
            sources={**school.sources, "zorgplan": Source("zorgplan", HOSTILE, url=HOSTILE, note=HOSTILE)},
            organisation=replace(
                school.organisation,
                name=HOSTILE,
                roles=tuple(replace(role, title=HOSTILE, who=HOSTILE) for role in school.organisation.roles),
            ),
            protocol={part: replace(words, text=HOSTILE) for part, words in school.protocol.items()},
        ),
        (HOSTILE,),
        TODAY,
    )


def all_sections(document: Protocol) -> tuple[Section, ...]:
    """Every part, in the order in which it is numbered."""
    return (*document.sections, document.ending, document.sources)


def headings(document: Protocol) -> list[tuple[int, str]]:
    """Level and words of every heading of the parts, in order."""
    found: list[tuple[int, str]] = []
    for number, section in enumerate(all_sections(document), 1):
        found.append((1, f"{number}. {section.title}"))
        found += [(2, block.text) for block in section.blocks if isinstance(block, Heading)]
    return found


def words_of(section: Section) -> str:
    """Everything that a part says, a paragraph a line."""
    return "\n".join(text for block in section.blocks for text in _words(block))


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Paragraph):
        yield f"{block.lead} {block.text}".strip()
    elif isinstance(block, Points):
        for point in block.points:
            yield from _words(point)
    elif isinstance(block, Notice):
        yield from block.lines
    else:
        yield from block.head
        for row in block.rows:
            for cell in row:
                yield from _words(cell)


def everything(document: Protocol) -> str:
    """Every word of the document."""
    first = (document.title, document.organisation, document.draft, *document.lacking)
    facts = [text for fact in (*document.facts, *document.adoption) for text in fact]
    references = [f"{one.text} {one.note} {one.url}" for one in document.references]
    return "\n".join([*first, *facts, *map(words_of, all_sections(document)), *references])
