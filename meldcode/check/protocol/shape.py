"""The written meldcode as plain values, before it is a PDF or a Word file. Every text is plain and in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; `lead` comes before it and stands out, `sources` are numbers of the list of sources."""

    text: str
    lead: str = ""
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    points: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; `widths` are parts of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be overlooked: stands in a block of its own, its first line large."""

    lines: tuple[str, ...]
    alarm: bool = False


Block: TypeAlias = Paragraph | Heading | Points | Table | Notice


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part; `element` is the letter of Besluit art. 2 lid 1 that it answers, or nothing."""

    title: str
    blocks: tuple[Block, ...]
    element: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the list of sources."""

    number: int
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """The whole document. `made_on` is an ISO date; `page_of` holds `{page}` and `{pages}`."""

    language: str
    title: str
    organisation: str
    draft: str
    """The word for a document that nobody can adopt yet, or nothing."""
    lacking: tuple[str, ...]
    """What is still to be filled in, in finished sentences."""
    facts: tuple[tuple[str, str], ...]
    adoption: tuple[tuple[str, str], ...]
    """Label and text; a text that is empty is a line to write on."""
    adoption_title: str
    contents_title: str
    places_title: str
    places: Table
    """Where each element of Besluit art. 2 lid 1 stands."""
    sections: tuple[Section, ...]
    ending: Section
    sources: Section
    """The last part: its blocks come before the list."""
    references: tuple[Reference, ...]
    footer: str
    page_of: str
    made_on: str

    @property
    def name(self) -> str:
        """The title in the properties of a file."""
        return named(self.organisation, self.title)


def named(organisation: str, title: str) -> str:
    """A title with whose it is, unless it says so itself."""
    return title if organisation.casefold() in title.casefold() else f"{organisation}: {title}"
