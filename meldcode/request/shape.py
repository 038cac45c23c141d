"""The shapes of a request: its data (what becomes `request.json`) and its document (what becomes PDF and text).

Both are made side by side from the same answers, part by part, so that what people read is what systems get.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from meldcode.flow.model import Answers, Flow, RequestKind

if TYPE_CHECKING:
    from meldcode.screening import Known

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

FORMAT = "meldcode-amhk-request"
FORMAT_VERSION = "1.2"
NONE = "–"
"""What stands in a cell of a table that has nothing to say."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with what was answered, one under the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; `widths` are parts of the page's width, one per column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the reader."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short points."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows within a section."""

    text: str


Block = Fields | Table | Note | Points | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """One piece that can be pasted by itself; `apart` starts a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What people read. `call` says whom to call and stands at the top of the first page."""

    title: str
    facts: tuple[tuple[str, str], ...]
    call: tuple[str, ...]
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
    page_of: str
    """With `{page}` and `{pages}` where the numbers come."""
    attachment: str
    """What the attached JSON is."""
    organisation: str = ""
    """The professional's organisation; empty in an advice, where it could give somebody away."""
    steps: tuple[tuple[str, str], ...] = ()
    """The steps of the meldcode with how far each is, in words, for the top of the first page."""
    practice: str = ""
    """The word that marks an exercise ("OEFENING"), to stand on every page; empty for a real case."""


def section(title: str, parts: Iterable[Part], apart: bool = False) -> Section:
    """The parts under one title; fields that follow each other become one list."""
    blocks: list[Block] = []
    for block in (block for part in parts for block in part.blocks):
        last = blocks[-1] if blocks else None
        if isinstance(block, Fields) and isinstance(last, Fields):
            blocks[-1] = Fields((*last.rows, *block.rows))
        else:
            blocks.append(block)
    return Section(title, tuple(blocks), apart)


class Gap(NamedTuple):
    """A question that is still required, with its words."""

    id: str
    text: str


class Part(NamedTuple):
    """One group of answers: its place in the data, its value, and what people read of it."""

    key: str
    data: Json
    blocks: tuple[Block, ...]

    def with_more(self, data: Json, *blocks: Block) -> Part:
        """The part with more in its data and more to read."""
        held = {**self.data, **data} if isinstance(self.data, Mapping) and isinstance(data, Mapping) else self.data
        return Part(self.key, held, (*self.blocks, *blocks))


@dataclass(frozen=True, slots=True)
class Request:
    """A built request: `data` is exactly what `request.json` holds, `document` what PDF and text show."""

    kind: RequestKind
    language: str
    reference: str
    made_on: str
    data: Mapping[str, Json]
    document: Document
    missing: tuple[Gap, ...]
    left_out: tuple[Gap, ...]
    """Answered questions that are not, or not wholly, in an advice; empty for a report."""
    answers: Answers
    """What the data say, in the shape of answers: all that count for a report, the safe ones for an advice."""
    flow: Flow = field(repr=False)
    """The questions that it answers."""
    guard: Guard | None = field(default=None, compare=False)
    """What must not be in an advice; None for a report."""


@dataclass(frozen=True, slots=True)
class Guard:
    """For the last check on the bytes of an advice."""

    known: tuple[Known, ...]
    """What says who somebody is."""
    said: tuple[str, ...]
    """The person's own words in the texts that leave: without what the screening put in the place of others."""
    head: str
    """The reference and the day of the request, in words too."""
    texts: int = 0
    """How many texts leave."""
    undecided: int = 0
    """Marked words that the person has yet to decide: as long as there are any, nothing is written."""
    taken_out: int = 0
    """In how many places of those texts something was replaced."""


def document_data(document: Document) -> Json:
    """The document as data: what people read, also for who has the data only, and to check a PDF against."""
    return {
        "title": document.title,
        "facts": [list(fact) for fact in document.facts],
        "call": list(document.call),
        "notes": list(document.notes),
        "sections": [
            {"title": each.title, "apart": each.apart, "blocks": [_block_data(block) for block in each.blocks]}
            for each in document.sections
        ],
        "footer": document.footer,
        "page_of": document.page_of,
        "attachment": document.attachment,
        "organisation": document.organisation,
        "steps": [list(step) for step in document.steps],
        "practice": document.practice,
    }


def _block_data(block: Block) -> Json:
    if isinstance(block, Fields):
        return {"type": "fields", "rows": [list(row) for row in block.rows]}
    if isinstance(block, Table):
        rows = [list(row) for row in block.rows]
        return {"type": "table", "head": list(block.head), "rows": rows, "widths": list(block.widths)}
    if isinstance(block, Points):
        return {"type": "points", "points": list(block.points)}
    return {"type": type(block).__name__.lower(), "text": block.text}


def document_from(data: Any) -> Document:
    """The document from its data, held against the schema before. Raises `KeyError` or `TypeError` for others."""
    return Document(
        title=data["title"],
        facts=_pairs(data["facts"]),
        call=tuple(data["call"]),
        notes=tuple(data["notes"]),
        sections=tuple(
            Section(each["title"], tuple(_block_from(block) for block in each["blocks"]), each["apart"])
            for each in data["sections"]
        ),
        footer=data["footer"],
        page_of=data["page_of"],
        attachment=data["attachment"],
        organisation=data["organisation"],
        steps=_pairs(data["steps"]),
        practice=data["practice"],
    )


def _pairs(data: Any) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in data)


def _block_from(data: Any) -> Block:
    match data["type"]:
        case "fields":
            return Fields(_pairs(data["rows"]))
        case "table":
            return Table(tuple(data["head"]), tuple(map(tuple, data["rows"])), tuple(data["widths"]))
        case "points":
            return Points(tuple(data["points"]))
        case "heading":
            return Heading(data["text"])
        case _:
            return Note(data["text"])
