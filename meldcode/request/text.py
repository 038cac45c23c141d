"""A request as plain text, in sections that can be pasted one by one into a region's own form.

A section starts at a line of its own (`=== 3. Personen ===`). What a person wrote never starts a line at the margin, so
it cannot look like such a line. Lines are not broken: the form or the screen does that.
"""

from __future__ import annotations

from meldcode.request.shape import NONE, Block, Document, Fields, Heading, Note, Points, Request, Section, Table

INDENT = "  "


def to_text(request: Request) -> str:
    """The whole request; also its preview on screen."""
    return document_text(request.document)


def document_text(document: Document) -> str:
    """The same of a document, without its request."""
    title = document.title.upper()
    lines = [f"{document.practice} · {title}" if document.practice else title, ""]
    if document.organisation:
        lines.append(document.organisation)
    lines += [f"{label}: {value}" for label, value in document.facts]
    lines += ["", *document.call]
    for note in document.notes:
        lines += ["", note]
    for number, section in enumerate(document.sections, 1):
        lines += ["", "", section_line(number, section), "", *_section(section)]
    return "\n".join(lines) + "\n"


def section_line(number: int, section: Section) -> str:
    """The line at which a section starts."""
    return f"=== {number}. {section.title} ==="


def section_text(section: Section) -> str:
    """One section without its title: to paste where a form has that title itself."""
    return "\n".join(_section(section)) + "\n"


def _section(section: Section) -> list[str]:
    lines: list[str] = []
    for block in section.blocks:
        if lines and isinstance(block, Heading | Note | Table):
            lines.append("")
        lines += _block(block)
    return lines


def _block(block: Block) -> list[str]:
    if isinstance(block, Fields):
        return [line for label, value in block.rows for line in _field(label, value)]
    if isinstance(block, Table):
        return [line for row in block.rows for line in _row(block.head, row)]
    if isinstance(block, Points):
        return [f"- {_under(point, '  ')}" for point in block.points]
    if isinstance(block, Heading):
        return [f"-- {block.text} --"]
    return [block.text]


def _field(label: str, value: str) -> list[str]:
    if "\n" not in value:
        return [f"{label}{_colon(label)} {value}"]
    return [f"{label}{_colon(label)}", *(INDENT + line for line in value.split("\n"))]


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> list[str]:
    """The first cell opens the row, the others stand under it with the title of their column."""
    first = f"* {row[0]}".replace("\n", ", ")
    given = ((label, value) for label, value in zip(head[1:], row[1:], strict=True) if value != NONE)
    cells = [line for label, value in given for line in _field(label, value)]
    return [first, *(INDENT + cell for cell in cells)]


def _under(text: str, indent: str) -> str:
    return text.replace("\n", "\n" + indent)


def _colon(label: str) -> str:
    return "" if label.endswith(("?", ":", ".")) else ":"
