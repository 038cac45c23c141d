"""A request as a Word document, for who edits it before it goes: what the PDF shows, in styles that Word knows.

The same request gives the same bytes: every date in the file is the day on which the request was made. The document
names no author, and nothing of the machine on which it was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from meldcode.i18n import _, speaking
from meldcode.request.shape import Block, Fields, Heading, Note, Points, Request, Section, Table
from meldcode.text import clean
from meldcode.typesetting import REGIONS
from meldcode.word_file import child, packed, qualified, remove_superfluous

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as WordTable
    from docx.table import _Row as WordRow
    from docx.text.paragraph import Paragraph

WIDTH, MARGIN = 16.8, 2.1
"""Centimetres of an A4 page that hold text, and beside it."""
LABEL = 5.6
"""Centimetres for the labels of fields."""
INK, SOFT, LINE = "1D2733", "465260", "C9D1D9"
CALM, ALARM = ("1F5582", "EEF3F8"), ("A01C1C", "FBEFEE")
"""Colour of headings and of the ground under the call block: on other days, and when there is danger."""
LONG = 1200
"""A row with more signs than this may be broken over two pages."""
SHORT = (12, 700)
"""So many rows and signs at most stay together on one page."""


def to_docx(request: Request) -> bytes:
    """The Word document of a request (`.docx`), in the request's own language."""
    from docx import Document as new_document  # loads an XML library: only when a document is made

    document = request.document
    call = request.data.get("call")
    danger = isinstance(call, dict) and call.get("acute_danger") is True
    word = new_document()
    remove_superfluous(word)
    _set_properties(word, request)
    accent, ground = ALARM if danger else CALM
    _set_styles(word, f"{request.language}-{REGIONS.get(request.language, 'NL')}", accent, ground)
    _set_page(word, request)
    _text(word.add_paragraph(style="Title"), document.title)
    if document.organisation:
        _text(word.add_paragraph(style="Subtitle"), document.organisation)
    _fields(word, Fields(document.facts))
    for number, sentence in enumerate(document.call):
        _text(word.add_paragraph(style="Call"), sentence, bold=number < 2, size=13 if number < 2 else None)
    with speaking(request.language):
        _steps(word, _("Stappen van de meldcode"), document.steps, ground)
    for sentence in document.notes:
        _text(word.add_paragraph(), sentence)
    for number, section in enumerate(document.sections, 1):
        _section(word, number, section, ground)
    return packed(word, date.fromisoformat(request.made_on))


def _section(word: Word, number: int, section: Section, ground: str) -> None:
    heading = _text(word.add_paragraph(style="Heading 1"), f"{number}. {section.title}")
    if section.apart:
        heading.paragraph_format.page_break_before = True
    for block in section.blocks:
        _block(word, block, ground)


def _block(word: Word, block: Block, ground: str) -> None:
    if isinstance(block, Fields):
        _fields(word, block)
    elif isinstance(block, Table):
        _table(word, block, ground)
    elif isinstance(block, Points):
        for point in block.points:
            _text(word.add_paragraph(style="List Bullet"), point)
    elif isinstance(block, Heading):
        _text(word.add_paragraph(style="Heading 2"), block.text)
    elif isinstance(block, Note):
        _text(word.add_paragraph(), block.text).paragraph_format.keep_with_next = True


def _fields(word: Word, block: Fields) -> None:
    """Labels with values: a table without lines, whose first column is marked as the one that names the rows."""
    table = _new_table(word, (LABEL, WIDTH - LABEL), first_row=False)
    together = _is_short(block.rows)
    for number, (label, value) in enumerate(block.rows, 1):
        first, second = _row(table, (label, value)).cells
        named = _text(first.paragraphs[0], label, colour=SOFT)
        named.paragraph_format.keep_with_next = together and number < len(block.rows)
        _text(second.paragraphs[0], value)
    _gap(word)


def _table(word: Word, block: Table, ground: str) -> None:
    parts = sum(block.widths)
    _rows_under(word, block.head, block.rows, [WIDTH * part / parts for part in block.widths], ground)


def _steps(word: Word, title: str, steps: Sequence[tuple[str, str]], ground: str) -> None:
    """How far each step is: beside each other, as on the PDF, or as a list when there are many."""
    from docx.shared import Pt

    if not steps:
        return
    room = _text(word.add_paragraph(), title, bold=True).paragraph_format
    room.keep_with_next, room.space_before = True, Pt(10)
    titles = [f"{number}. {name}" for number, (name, _state) in enumerate(steps, 1)]
    states = [state for _name, state in steps]
    if len(steps) <= 6:
        _rows_under(word, titles, [states], [WIDTH / len(steps)] * len(steps), ground, size=9)
    else:
        for name, state in zip(titles, states, strict=True):
            _text(word.add_paragraph(style="List Bullet"), f"{name}: {state}")


def _rows_under(
    word: Word,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    ground: str,
    size: int = 10,
) -> None:
    """A table with lines whose first row is a header, repeated on every page; `widths` in centimetres."""
    table = _new_table(word, widths, first_row=True)
    top = _row(table, head)
    child(top._tr.get_or_add_trPr(), "w:tblHeader")
    for cell, text in zip(top.cells, head, strict=True):
        child(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=ground)
        _text(cell.paragraphs[0], text, bold=True, size=size).paragraph_format.keep_with_next = True
    together = _is_short(rows)
    for number, row in enumerate(rows, 1):
        for cell, text in zip(_row(table, row).cells, row, strict=True):
            paragraph = _text(cell.paragraphs[0], text, size=size)
            paragraph.paragraph_format.keep_with_next = together and number < len(rows)
    _gap(word)


def _is_short(rows: Sequence[Sequence[str]]) -> bool:
    return len(rows) <= SHORT[0] and sum(len(text) for row in rows for text in row) <= SHORT[1]


def _new_table(word: Word, widths: Sequence[float], *, first_row: bool) -> WordTable:
    """An empty table of fixed width; with lines and a header row, or without lines and with a column of names."""
    from docx.shared import Cm

    table: WordTable = word.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    properties = table._tbl.tblPr
    if first_row:
        borders = child(properties, "w:tblBorders", before="w:tblLayout")
        for side in ("w:bottom", "w:insideH"):
            child(borders, side, val="single", sz="4", space="0", color=LINE)
        room = child(properties, "w:tblCellMar", before="w:tblLook")
        for side in ("w:top", "w:bottom"):
            child(room, side, w="50", type="dxa")
    for look in properties.findall(qualified("w:tblLook")):
        properties.remove(look)
    flags = {"firstRow": "1", "firstColumn": "0"} if first_row else {"firstRow": "0", "firstColumn": "1"}
    child(properties, "w:tblLook", val="0420" if first_row else "0680", **flags, noHBand="1", noVBand="1")
    return table


def _row(table: WordTable, texts: Sequence[str]) -> WordRow:
    """A new row, which stays on one page unless its texts are long."""
    row: WordRow = table.add_row()  # type: ignore[no-untyped-call]  # the library gives it no types
    if sum(map(len, texts)) <= LONG:
        child(row._tr.get_or_add_trPr(), "w:cantSplit")
    return row


def _gap(word: Word) -> None:
    """Some room under a table: Word would join it to a table that follows, and needs a paragraph at the end."""
    from docx.shared import Pt

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(8)


def _text(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: int | None = None, colour: str = ""
) -> Paragraph:
    """Puts a text in a paragraph; its line ends stay, and what no XML can hold is shown as U+FFFD."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(text))
    if bold:
        run.bold = True
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return paragraph


def _set_properties(word: Word, request: Request) -> None:
    """Title and reference; the day it was made; no author."""
    document, core = request.document, word.core_properties
    name = f"{document.title} ({request.reference})"
    core.title = clean(f"{document.practice}: {name}" if document.practice else name)[:255]
    core.identifier = request.reference
    core.language = f"{request.language}-{REGIONS.get(request.language, 'NL')}"
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = core.category = ""
    core.created = core.modified = datetime.combine(date.fromisoformat(request.made_on), time())
    core.revision = 1


def _set_styles(word: Word, language: str, accent: str, ground: str) -> None:
    """Language, letters, colours and room of the styles that are used; a hundred looks of tables go."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    styles = word.styles
    for unused in [
        style for style in styles.element.style_lst if style.type == WD_STYLE_TYPE.TABLE and not style.default
    ]:
        styles.element.remove(unused)  # nine tenths of the file
    for lang in styles.element.iter(qualified("w:lang")):
        lang.set(qualified("w:val"), language)
    for lang in word.settings.element.iter(qualified("w:themeFontLang")):
        lang.set(qualified("w:val"), language)
    call = styles.add_style("Call", WD_STYLE_TYPE.PARAGRAPH)
    call.base_style = styles["Normal"]
    for name, size, colour, above, below in (
        ("Normal", 10.5, INK, 0, 4),
        ("Title", 20, accent, 0, 4),
        ("Subtitle", 12, INK, 0, 6),
        ("Heading 1", 14, accent, 16, 6),
        ("Heading 2", 11.5, INK, 10, 4),
        ("List Bullet", 10.5, INK, 0, 2),
        ("Call", 10.5, INK, 0, 0),
    ):
        style: ParagraphStyle = styles[name]
        _set_font(style._element.get_or_add_rPr())
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        style.font.italic = False
        style.font.bold = name not in {"Normal", "List Bullet", "Call"}
        room = style.paragraph_format
        room.space_before, room.space_after, room.line_spacing = Pt(above), Pt(below), 1.1
        room.keep_with_next = name.startswith("Heading") or name == "Call"
    call_properties = styles["Call"].element.get_or_add_pPr()
    styles["Call"].paragraph_format.left_indent = Cm(0.2)
    spacing = call_properties.find(qualified("w:spacing"))
    borders = child(call_properties, "w:pBdr", before=spacing)
    child(borders, "w:left", val="single", sz="24", space="6", color=accent)
    child(call_properties, "w:shd", before=spacing, val="clear", color="auto", fill=ground)
    title = styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qualified("w:pBdr")):
        title.remove(border)


def _set_font(properties: BaseOxmlElement) -> None:
    """One family for all text: the theme's own fonts differ between headings and text."""
    for fonts in properties.findall(qualified("w:rFonts")):
        properties.remove(fonts)
    for spacing in properties.findall(qualified("w:spacing")):
        properties.remove(spacing)
    family = {"ascii": "Calibri", "hAnsi": "Calibri", "cs": "Calibri"}
    child(properties, "w:rFonts", before=properties[0] if len(properties) else None, **family)


def _set_page(word: Word, request: Request) -> None:
    """A4; at the foot whom to call and the page; at the head of every page the word of an exercise."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Cm

    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(MARGIN)
    page.top_margin, page.bottom_margin = Cm(2), Cm(2)
    page.header_distance = page.footer_distance = Cm(0.9)
    if request.document.practice:
        head = _text(page.header.paragraphs[0], request.document.practice, bold=True, size=12)
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = page.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    foot.style = word.styles["Normal"]
    _text(foot, f"{request.document.footer}\t", size=9, colour=SOFT)
    for part in re.split(r"(\{pages?\})", request.document.page_of):
        if part in {"{page}", "{pages}"}:
            _number(foot, "PAGE" if part == "{page}" else "NUMPAGES")
        else:
            _text(foot, part, size=9, colour=SOFT)


def _number(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills itself."""
    from docx.oxml import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(qualified("w:instr"), code)
    _text(paragraph, "1", size=9, colour=SOFT)
    field.append(paragraph.runs[-1]._r)
    paragraph._p.append(field)
