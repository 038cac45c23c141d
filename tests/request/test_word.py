"""The Word document holds what the PDF shows, in styles that Word knows. All persons and cases are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as opened
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.flow.model import Value
from meldcode.request.shape import Block, Document, Fields, Heading, Note, Points, Request, Section, Table
from meldcode.request.word import to_docx
from meldcode.text import clean
from tests.effort import tries
from tests.request.cases import EXAMPLES, by_hand, everything, example, flow, row

STEPS = (("Signalen in kaart brengen", "gedaan"), ("Overleggen", "niet gedaan"), ("Wegen", "nog niet klaar"))


def report(language: str = "nl") -> Request:
    return example("onderwijs-melding").request("report", language)


def with_document(request: Request, **changes: object) -> Request:
    return replace(request, document=replace(request.document, **changes))  # type: ignore[arg-type]


def word_of(request: Request) -> Word:
    return opened(BytesIO(to_docx(request)))


def words_in(word: Word) -> str:
    """Everything that is read in the body, in its order."""
    found: list[str] = []
    for block in word.iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += [cell.text for table_row in block.rows for cell in table_row.cells]
    return "\n".join(found)


def words_of(document: Document) -> Iterator[str]:
    yield document.title
    yield from (words for fact in document.facts for words in fact)
    yield from (*document.call, *document.notes)
    for number, section in enumerate(document.sections, 1):
        yield f"{number}. {section.title}"
        for block in section.blocks:
            yield from words_of_block(block)


def words_of_block(block: Block) -> Iterator[str]:
    if isinstance(block, Fields):
        yield from (words for one in block.rows for words in one)
    elif isinstance(block, Table):
        yield from (words for one in (block.head, *block.rows) for words in one)
    elif isinstance(block, Points):
        yield from block.points
    else:
        yield block.text


def style(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.name)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", ["advice", "report"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_that_the_document_says_is_there_in_its_order(name: str, kind: str, language: str) -> None:
    request = example(name).request("report" if kind == "report" else "advice", language)
    text, place = words_in(word_of(request)), 0
    for words in words_of(replace(request.document, notes=())):
        place = text.index(words, place)
        place += len(words)
    assert all(note in text for note in request.document.notes)


def test_headings_lists_and_title_have_the_styles_of_word() -> None:
    request = report()
    word = word_of(request)
    of_style: dict[str, list[str]] = {}
    for paragraph in word.paragraphs:
        of_style.setdefault(style(paragraph), []).append(paragraph.text)
    sections = request.document.sections
    assert of_style["Title"] == [request.document.title]
    assert of_style["Heading 1"] == [f"{number}. {section.title}" for number, section in enumerate(sections, 1)]
    blocks = [block for section in sections for block in section.blocks]
    assert of_style["Heading 2"] == [block.text for block in blocks if isinstance(block, Heading)]
    points = [point for block in blocks if isinstance(block, Points) for point in block.points]
    assert of_style["List Bullet"] == points != []
    assert of_style["Call"] == list(request.document.call)


def header_rows(table: WordTable) -> list[int]:
    return [number for number, one in enumerate(table.rows) if one._tr.find(f".//{qn('w:tblHeader')}") is not None]


def test_tables_repeat_their_first_row_and_fields_have_none() -> None:
    request = with_document(report(), steps=STEPS)
    word = word_of(request)
    blocks = [block for section in request.document.sections for block in section.blocks]
    tables = [table for table in word.tables if header_rows(table)]
    assert all(header_rows(table) == [0] for table in tables)
    assert len(tables) == 1 + sum(isinstance(block, Table) for block in blocks)
    assert len(word.tables) - len(tables) == 1 + sum(isinstance(block, Fields) for block in blocks)


@pytest.mark.parametrize(("language", "code"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_the_language_is_that_of_the_request(language: str, code: str) -> None:
    word = word_of(report(language))
    found = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert found == {code}
    assert word.core_properties.language == code


def test_the_properties_name_the_request_and_no_author() -> None:
    request = report()
    core = word_of(request).core_properties
    assert core.title == f"{request.document.title} ({request.reference})"
    assert core.identifier == request.reference
    assert (core.author, core.last_modified_by, core.comments, core.keywords) == ("", "", "", "")
    assert core.created is not None
    assert core.created.replace(tzinfo=None) == datetime.fromisoformat(request.made_on)
    assert core.modified == core.created


def test_the_same_request_gives_the_same_bytes_and_no_other_date() -> None:
    request = report()
    content = to_docx(request)
    assert content == to_docx(request)
    with ZipFile(BytesIO(content)) as package:
        assert {info.date_time[:3] for info in package.infolist()} == {(2026, 3, 12)}
        parts = b"".join(package.read(name) for name in package.namelist() if name.startswith("docProps"))
        names = package.namelist()
    assert set(re.findall(rb"20\d\d-\d\d-\d\d", parts)) == {b"2026-03-12"}
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]


def test_the_foot_says_whom_to_call_and_counts_the_pages_itself() -> None:
    request = report()
    foot = word_of(request).sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert request.document.footer in foot.text
    assert "{" not in foot.text


def test_an_exercise_says_so_at_the_head_of_every_page() -> None:
    real, exercise = report(), with_document(report(), practice="OEFENING")
    assert word_of(exercise).sections[0].header.paragraphs[0].text == "OEFENING"
    assert not word_of(exercise).sections[0].different_first_page_header_footer
    assert str(word_of(exercise).core_properties.title).startswith("OEFENING: ")
    assert "OEFENING" not in "".join(paragraph.text for paragraph in word_of(real).sections[0].header.paragraphs)


def test_what_is_confidential_starts_a_page_and_nothing_else_does() -> None:
    sections = (Section("Een", (Note("a"),)), Section("Twee", (Note("b"),), apart=True), Section("Drie", (Note("c"),)))
    word = word_of(with_document(report(), sections=sections))
    breaks = {
        paragraph.text: bool(paragraph.paragraph_format.page_break_before)
        for paragraph in word.paragraphs
        if style(paragraph) == "Heading 1"
    }
    assert breaks == {"1. Een": False, "2. Twee": True, "3. Drie": False}


def test_organisation_and_steps_stand_on_top() -> None:
    word = word_of(with_document(report(), organisation="Basisschool De Verzonnen Brug", steps=STEPS))
    text = words_in(word)
    first_section = text.index("1. ", text.index("3. Wegen"))
    for words in ("Basisschool De Verzonnen Brug", "1. Signalen in kaart brengen", "niet gedaan"):
        assert text.index(words) < first_section
    many = tuple((f"Stap {number}", "gedaan") for number in range(20))
    assert "20. Stap 19: gedaan" in words_in(word_of(with_document(report(), steps=many)))


@given(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=200))
@settings(max_examples=tries(40), deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    blocks: tuple[Block, ...] = (
        Fields(((text, text),)),
        Table((text,), ((text,),), (1,)),
        Points((text,)),
        Heading(text),
        Note(text),
    )
    request = with_document(
        report(), title=text, organisation=text, steps=((text, text),), practice=text, sections=(Section(text, blocks),)
    )
    assert words_in(word_of(request)).count(clean(text)) >= 8


def test_two_hundred_facts_and_forty_persons_are_all_there() -> None:
    found = flow("onderwijs")

    def say(place: str) -> str:
        return f"<b>{place}</b> \N{GRINNING FACE} \u05e9\u05dc\u05d5\u05dd {'lang' * 125}"

    answers: dict[str, Value] = {**everything(found, say)}
    for question, count in (("signalen", 200), ("personen", 40)):
        answers[question] = tuple(row(found.items[question], say, str(number)) for number in range(count))
    text = words_in(word_of(by_hand(found, answers).request("report")))
    assert all(f"<b>signalen_feit_{number}</b>" in text for number in range(200))
    assert all(f"<b>personen_naam_{number}</b>" in text for number in range(40))
