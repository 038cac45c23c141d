"""The pages of a request: what stands on top, the mark of an exercise, and the order in which a screen reader walks.

All persons and cases are invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from meldcode.flow.model import Value
from meldcode.request import content
from meldcode.request.pdf import compile_pdf, to_pdf
from meldcode.request.shape import Document, Fields, Heading, Request, Section
from meldcode.typesetting import printable
from tests.request.cases import EXAMPLES, by_hand, everything, example, flow, row, squeezed

STEPS = (("Signalen in kaart brengen", "gedaan"), ("Overleggen", "niet gedaan"), ("Wegen", "nog niet klaar"))
NASTY = (
    "\N{GRINNING FACE} \N{FAMILY}",
    "<b>vet</b> &amp; <script>",
    '#read("x") $x^2$ *vet* <label> @ref = Kop',
    "Hottentottententententoonstelling" * 16,
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "e\u0301 Z\u0335a\u0336 \ufffd\ufffd",
    "a\n\tb\n\n- punt",
)


def made(request: Request, **changes: object) -> PdfReader:
    document = replace(request.document, **changes)  # type: ignore[arg-type]
    changed = replace(request, document=document)
    return PdfReader(BytesIO(to_pdf(changed, content(changed))))


def report() -> Request:
    return example("onderwijs-melding").request("report")


def text_of(page: PageObject) -> str:
    return squeezed(page.extract_text())


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


def tags(reader: PdfReader) -> list[tuple[str, str]]:
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return list(walked(root["/StructTreeRoot"]))


def headings(document: Document) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for number, section in enumerate(document.sections, 1):
        found.append(("/H1", f"{number}. {section.title}"))
        found += [("/H2", block.text) for block in section.blocks if isinstance(block, Heading)]
    return found


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", ["advice", "report"])
def test_a_screen_reader_meets_the_headings_in_the_order_of_the_document(name: str, kind: str) -> None:
    request = example(name).request("report" if kind == "report" else "advice")
    found = tags(made(request, practice="OEFENING", steps=STEPS))
    assert [tag for tag, _words in found].count("/Title") == 1
    assert [one for one in found if re.fullmatch(r"/H\d", one[0])] == headings(request.document)
    first_heading = next(place for place, one in enumerate(found) if one[0] == "/H1")
    assert [tag for tag, _words in found].index("/Title") < first_heading


def test_every_table_has_a_header_and_every_list_its_items() -> None:
    found = [tag for tag, _words in tags(made(report(), steps=STEPS))]
    assert found.count("/Table") == found.count("/THead") > 3
    assert "/TH" in found
    assert found.count("/LI") == found.count("/LBody") > 0


def test_words_of_the_pages_follow_the_document() -> None:
    request = report()
    pages = squeezed("".join(page.extract_text() for page in made(request, steps=STEPS).pages))
    place = 0
    for tag, words in headings(request.document):
        place = pages.index(squeezed(words), place + 1)
        assert place > 0, tag


def test_organisation_and_steps_stand_on_the_first_page() -> None:
    first = text_of(made(report(), organisation="Basisschool De Verzonnen Brug", steps=STEPS).pages[0])
    assert squeezed("Basisschool De Verzonnen Brug") in first
    for title, _state in STEPS:
        assert squeezed(title) in first.replace("-", "")
    assert "nietgedaan" in first


def test_many_steps_are_a_list_that_fits_as_well() -> None:
    steps = tuple((f"Stap met een naam {number}", "gedaan") for number in range(20))
    pages = "".join(text_of(page) for page in made(report(), steps=steps).pages)
    assert all(squeezed(f"{number}. {title}: {state}") in pages for number, (title, state) in enumerate(steps, 1))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_exercise_says_so_on_every_page_and_in_its_title(language: str) -> None:
    request = example("onderwijs-melding").request("report", language)
    reader = made(request, practice="OEFENING")
    assert len(reader.pages) > 3
    assert all("OEFENING" in text_of(page) for page in reader.pages)
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("OEFENING: ")
    assert not any("OEFENING" in text_of(page) for page in made(request, practice="").pages)


def test_a_screen_reader_hears_once_that_it_is_an_exercise() -> None:
    first = made(report(), practice="OEFENING").pages[0]
    with_mark = [tag for tag, _words in tags(made(report(), practice="OEFENING"))]
    without = [tag for tag, _words in tags(made(report(), practice=""))]
    assert len(with_mark) == len(without) + 1
    assert text_of(first).count("OEFENING") == 1


@pytest.mark.parametrize("keyword", ["sha256-" + "0" * 64])
def test_a_keyword_stands_twice_in_plain_letters(keyword: str) -> None:
    """In the document's information and in its XMP: the seal of a request is put there afterwards, in place."""
    request = report()
    made_pdf = compile_pdf(
        request.document,
        language=request.language,
        reference=request.reference,
        made_on=request.made_on,
        danger=False,
        attachment=content(request),
        keywords=(keyword,),
    )
    assert made_pdf.count(keyword.encode()) == 2
    reader = PdfReader(BytesIO(made_pdf))
    assert reader.metadata is not None
    assert str(reader.metadata["/Keywords"]) == keyword
    assert made_pdf == to_pdf(request, content(request), (keyword,))


def test_a_monstrous_report_loses_nothing_and_leaves_no_page_almost_empty() -> None:
    """Many facts and persons, and in every text what breaks markup; Word has its 200 facts in `test_word.py`."""
    found = flow("onderwijs")
    texts = iter(range(10**6))

    def say(place: str) -> str:
        number = next(texts)
        return f"{NASTY[number % len(NASTY)]} {place}"

    answers: dict[str, Value] = {**everything(found, say)}
    for question, count in (("signalen", 70), ("personen", 15)):
        answers[question] = tuple(row(found.items[question], say, str(number)) for number in range(count))
    request = by_hand(found, answers).request("report")
    pages = [page.extract_text() for page in made(request, practice="OEFENING").pages]
    whole = squeezed("".join(pages))
    assert all(f"signalen_feit_{number}" in whole for number in range(70))
    assert all(f"personen_naam_{number}" in whole for number in range(15))
    assert max(len(line) for text in pages for line in text.split("\n")) < 140
    assert sum(len(squeezed(text)) < 150 for text in pages) <= 1
    assert squeezed(printable(NASTY[2])) in whole


def test_a_long_list_of_fields_is_broken_between_its_rows() -> None:
    fields = Fields(tuple((f"Label {number}", "Een antwoord van een regel. " * 12) for number in range(40)))
    request = report()
    document = replace(request.document, sections=(Section("Lang", (fields,)),))
    reader = PdfReader(BytesIO(to_pdf(replace(request, document=document), content(request))))
    pages = [text_of(page) for page in reader.pages]
    assert 2 <= len(pages) <= 7
    assert squeezed("Label 0") in pages[0]
