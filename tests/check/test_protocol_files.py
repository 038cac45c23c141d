"""The written meldcode as files: PDF for every reader, Word for a house style. All organisations are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as opened
from docx.document import Document as Word
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from meldcode.check.protocol.pdf import to_pdf
from meldcode.check.protocol.shape import Protocol
from meldcode.check.protocol.word import to_docx
from meldcode.check.protocol.write import write
from meldcode.errors import MeldcodeError
from meldcode.text import REPLACEMENT
from tests.check.protocols import TODAY, headings, hostile, made

PLAIN_STYLES = {"w:sz", "w:color", "w:rFonts", "w:b", "w:i", "w:shd", "w:tblBorders", "w:jc"}
"""What a text would carry if it had looks of its own."""


@cache
def pdf(name: str, language: str = "nl") -> bytes:
    """The PDF of a flow, made once."""
    return to_pdf(hostile() if name == "hostile" else made(name, language))


def read(name: str, language: str = "nl") -> PdfReader:
    return PdfReader(BytesIO(pdf(name, language)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_of(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def walked(node: object) -> Iterator[tuple[str, str]]:
    """The tags in reading order, with the words of headings."""
    held = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(held, ArrayObject):
        for part in held:
            yield from walked(part)
    elif isinstance(held, DictionaryObject):
        if "/S" in held:
            yield str(held["/S"]), str(held.get("/T", ""))
        yield from walked(held.get("/K"))


def root_of(reader: PdfReader) -> DictionaryObject:
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


def word_of(document: Protocol) -> Word:
    return opened(BytesIO(to_docx(document)))


@pytest.mark.parametrize(("name", "language"), [("school", "nl"), ("jeugdwerk", "en"), ("klein", "nl")])
def test_the_pdf_says_that_it_is_archival_and_accessible(name: str, language: str) -> None:
    document = made(name, language)
    reader = read(name, language)
    root = root_of(reader)
    xmp = root["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    assert re.search(r"pdfaid:part(>|=\")3", xmp)
    assert re.search(r"pdfaid:conformance(>|=\")A", xmp)
    assert re.search(r"pdfuaid:part(>|=\")1", xmp)
    assert str(root["/Lang"]).startswith(language)
    assert reader.metadata is not None
    assert reader.metadata.title == document.name


@pytest.mark.parametrize(("name", "language"), [("school", "nl"), ("jeugdwerk", "en")])
def test_a_screen_reader_meets_title_contents_and_every_heading_in_order(name: str, language: str) -> None:
    document = made(name, language)
    found = list(walked(root_of(read(name, language))["/StructTreeRoot"]))
    tags = [tag for tag, _words in found]
    wanted = [("/H1", document.contents_title), *((f"/H{level}", words) for level, words in headings(document))]
    assert [one for one in found if re.fullmatch(r"/H\d", one[0])] == wanted
    assert tags.count("/Title") == 1
    assert tags.index("/Title") < tags.index("/H1")
    assert tags.count("/Table") == tags.count("/THead") > 10
    assert {"/TH", "/TOC", "/TOCI", "/L", "/LI", "/Link"} <= set(tags)


def test_bookmarks_hold_every_heading_and_every_page_has_its_number() -> None:
    document, reader = made("school"), read("school")

    def titles(outline: object) -> Iterator[str]:
        for one in outline if isinstance(outline, list) else []:
            if isinstance(one, list):
                yield from titles(one)
            else:
                yield str(one.title)

    assert list(titles(reader.outline)) == [words for _level, words in headings(document)]
    for number, page in enumerate(reader.pages, 1):
        assert f"Pagina{number}van{len(reader.pages)}" in squeezed(page.extract_text())


def test_the_first_page_holds_what_a_board_needs_to_adopt_it() -> None:
    document = made("school")
    first = squeezed(read("school").pages[0].extract_text())
    for words in ("Basisschool De Linde", document.title, "Vastgesteld door het bestuur"):
        assert squeezed(words) in first
    draft = squeezed(read("basis").pages[0].extract_text())
    assert squeezed("Dit is een concept") in draft
    assert "Vastgesteld" not in draft


def test_hostile_texts_are_printed_as_text() -> None:
    reader = read("hostile")
    text = text_of(reader)
    assert squeezed('#read("x") ]) $x^2$ *vet* <label> @ref = Kop') in text
    assert "[U+1F600]" in text
    assert "\x1b" not in text
    assert "Hottentotten" * 12 in re.sub(r"[^A-Za-z]", "", text)
    assert not [link for link in _links(reader) if not link.startswith("http")]


def test_hostile_texts_are_text_in_word_too() -> None:
    word = word_of(hostile())
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert f'#read("x") ]) $x^2$ *vet* <label> @ref = Kop {REPLACEMENT}[2J{REPLACEMENT}' in text
    assert "\x1b" not in text


def _links(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object().get("/A")
            if action is not None and "/URI" in action:
                yield str(action["/URI"])


def test_addresses_of_sources_are_links() -> None:
    document = made("school")
    assert {one.url for one in document.references if one.url} == set(_links(read("school")))


@pytest.mark.parametrize("name", ["school", "basis"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_word_has_the_same_headings_and_language(name: str, language: str) -> None:
    document = made(name, language)
    word = word_of(document)
    found = [
        (int(str(paragraph.style.name)[-1]), paragraph.text)
        for paragraph in word.paragraphs
        if paragraph.style is not None and re.fullmatch(r"Heading \d", str(paragraph.style.name))
    ]
    assert found == headings(document)
    core = word.core_properties
    assert core.title == document.name
    assert core.language.startswith(language)
    assert core.author == ""
    assert core.created is not None
    assert core.created.date() == TODAY
    languages = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert languages == {core.language}


def test_word_leaves_every_look_to_the_house_style() -> None:
    word = word_of(made("school"))
    used = {element.tag for element in word.element.body.iter()}
    assert not used & {qn(name) for name in PLAIN_STYLES}
    assert all(table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for table in word.tables)


@pytest.mark.parametrize("form", [to_pdf, to_docx])
def test_the_same_document_gives_the_same_bytes(form: object) -> None:
    assert callable(form)
    assert form(made("klein")) == form(made("klein"))
    assert form(made("klein")) != form(made("klein", "en"))


@pytest.mark.parametrize("ending", [".pdf", ".PDF", ".docx"])
def test_the_end_of_the_name_chooses_the_form(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"meldcode{ending}"
    out.write_bytes(b"old")
    assert write(made("klein"), out) == out
    assert out.read_bytes()[:4] == (b"PK\x03\x04" if ending == ".docx" else b"%PDF")
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("name", ["meldcode.txt", "meldcode", "meldcode.doc"])
def test_another_name_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(MeldcodeError) as refused:
        write(made("klein"), tmp_path / name)
    assert name in refused.value.message
    assert ".pdf" in refused.value.hint
    assert ".docx" in refused.value.hint
    assert list(tmp_path.iterdir()) == []
