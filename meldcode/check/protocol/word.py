"""The written meldcode as a Word file for an organisation's own house style.

Only named styles are used, no looks of its own: whoever attaches a template sees it take over everywhere. The same
document gives the same bytes: every date in the file is the day it was made, and nothing tells on which machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from meldcode.check.protocol.shape import Block, Heading, Notice, Paragraph, Points, Protocol, Section, Table
from meldcode.text import clean
from meldcode.typesetting import REGIONS
from meldcode.word_file import child, packed, qualified, remove_superfluous

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Cell as Cell
    from docx.text.paragraph import Paragraph as WordParagraph

TABLE_STYLE = "Table Grid"
LINE_TO_SIGN = "_" * 40


def to_docx(protocol: Protocol) -> bytes:
    """The Word file (`.docx`) of a written meldcode."""
    from docx import Document as new_document  # loads an XML library: only when a document is made

    word = new_document()
    remove_superfluous(word)
    _set_properties(word, protocol)
    _set_page(word, protocol)
    _first_page(word, protocol)
    word.add_page_break()  # type: ignore[no-untyped-call]  # the library gives it no types
    word.add_paragraph(clean(protocol.contents_title), style="TOC Heading")
    _field(word.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', "\n".join(_contents(protocol)))
    word.add_paragraph(clean(protocol.places_title), style="Subtitle")
    _table(word, protocol.places)
    count = len(protocol.sections)
    for number, section in enumerate(protocol.sections, 1):
        _section(word, number, section)
    _section(word, count + 1, protocol.ending)
    _section(word, count + 2, protocol.sources)
    for one in protocol.references:
        note = " ".join(part for part in (f"{one.number}. {one.text}.", one.note, one.url) if part)
        word.add_paragraph(clean(note))
    return packed(word, date.fromisoformat(protocol.made_on))


def _first_page(word: Word, protocol: Protocol) -> None:
    if protocol.draft:
        word.add_paragraph(clean(protocol.draft), style="Intense Quote")
    word.add_paragraph(clean(protocol.title), style="Title")
    if protocol.organisation:
        word.add_paragraph(clean(protocol.organisation), style="Subtitle")
    for sentence in protocol.lacking:
        word.add_paragraph(clean(sentence), style="Intense Quote")
    _labelled(word, protocol.facts)
    if protocol.adoption:
        word.add_paragraph(clean(protocol.adoption_title), style="Subtitle")
        _labelled(word, [(label, text or LINE_TO_SIGN) for label, text in protocol.adoption])


def _labelled(word: Word, rows: Iterable[tuple[str, str]]) -> None:
    for label, text in rows:
        _text(word.add_paragraph(), Paragraph(text, f"{label}:"))


def _contents(protocol: Protocol) -> Iterator[str]:
    """What stands in the table of contents until Word makes its own: the sections."""
    for number, section in enumerate((*protocol.sections, protocol.ending, protocol.sources), 1):
        yield f"{number}. {section.title}"


def _section(word: Word, number: int, section: Section) -> None:
    word.add_paragraph(clean(f"{number}. {section.title}"), style="Heading 1")
    for block in section.blocks:
        _block(word, block)


def _block(word: Word, block: Block) -> None:
    if isinstance(block, Heading):
        word.add_paragraph(clean(block.text), style="Heading 2")
    elif isinstance(block, Paragraph):
        paragraph = _text(word.add_paragraph(), block)
        if not block.text:
            paragraph.paragraph_format.keep_with_next = True
    elif isinstance(block, Points):
        for point in block.points:
            _text(word.add_paragraph(style="List Bullet"), point)
    elif isinstance(block, Notice):
        for line in block.lines:
            word.add_paragraph(clean(line), style="Intense Quote")
    else:
        _table(word, block)


def _table(word: Word, block: Table) -> None:
    """A table whose first row is a header that every page repeats; rows stay whole."""
    table = word.add_table(rows=1, cols=len(block.head), style=TABLE_STYLE)
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        _cell(cell, Paragraph("", text))
    child(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for row in block.rows:
        added = table.add_row()
        child(added._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, words in zip(added.cells, row, strict=True):
            _cell(cell, words)
    for look in table._tbl.tblPr.findall(qualified("w:tblLook")):
        look.set(qualified("w:firstColumn"), "0")
        look.set(qualified("w:val"), "0420")
    word.add_paragraph()  # Word would join it to a table that follows


def _cell(cell: Cell, text: Paragraph) -> None:
    _text(cell.paragraphs[0], text)


def _text(paragraph: WordParagraph, text: Paragraph) -> WordParagraph:
    """Puts a text with its lead and its numbers in a paragraph; what no XML can hold is shown as U+FFFD."""
    if text.lead:
        paragraph.add_run(clean(text.lead), style="Strong")
    numbers = f"[{', '.join(map(str, text.sources))}]" if text.sources else ""
    rest = " ".join(part for part in (text.text, numbers) if part)
    if rest:
        paragraph.add_run(clean(f" {rest}" if text.lead else rest))
    return paragraph


def _set_properties(word: Word, protocol: Protocol) -> None:
    """Title, language and the day it was made, in the file and in every style; no author."""
    core, language = word.core_properties, f"{protocol.language}-{REGIONS.get(protocol.language, 'NL')}"
    core.title = clean(protocol.name)[:255]
    core.language = language
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = core.category = ""
    core.created = core.modified = datetime.combine(date.fromisoformat(protocol.made_on), time())
    core.revision = 1
    for lang in word.styles.element.iter(qualified("w:lang")):
        lang.set(qualified("w:val"), language)
    for lang in word.settings.element.iter(qualified("w:themeFontLang")):
        lang.set(qualified("w:val"), language)
    child(word.settings.element, "w:updateFields", before=word.settings.element[0], val="true")


def _set_page(word: Word, protocol: Protocol) -> None:
    """A4, with the name and the page at the foot."""
    from docx.shared import Cm

    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    foot = page.footer.paragraphs[0]
    foot.add_run(clean(f"{protocol.footer}\t\t"))
    for part in re.split(r"(\{pages?\})", protocol.page_of):
        if part in {"{page}", "{pages}"}:
            _field(foot, "PAGE" if part == "{page}" else "NUMPAGES", "1")
        else:
            foot.add_run(part)


def _field(paragraph: WordParagraph, code: str, shown: str) -> None:
    """A field that Word fills itself; until then it shows this."""
    from docx.oxml import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(qualified("w:instr"), code)
    paragraph.add_run(clean(shown))
    field.append(paragraph.runs[-1]._r)
    paragraph._p.append(field)
