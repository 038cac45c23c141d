"""The shapes of a request: its data (what becomes `request.json`) and its document (what becomes PDF and text).

Both are made side by side from the same answers, part by part, so that what people read is what systems get.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from meldcode.flow.model import RequestKind

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

FORMAT = "meldcode-amhk-request"
FORMAT_VERSION = "1.1"
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
    """Answered questions whose text stays out of an advice; empty for a report."""
