"""The call sheet: one page whatever the case, in the order of the call, and nothing that the advice does not hold.

All persons and cases are invented.
"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from meldcode.flow.model import Value
from meldcode.request.advice import ALLOWED
from meldcode.request.shape import Json, Request, Section, Table
from meldcode.request.sheet import MOST, TEMPLATE, Sheet, call_sheet, sheet_pdf, sheet_text
from tests.effort import tries
from tests.request.cases import EXAMPLES, by_hand, everything, example, flow, row, squeezed
from tests.request.test_pdf import tags


def advice(name: str = "onderwijs-advies", language: str = "nl") -> Request:
    return example(name).request("advice", language)


def with_facts(request: Request, texts: list[str]) -> Request:
    """The advice with as many facts as texts, of one, two, three … weeks ago, oldest first."""
    weeks = range(len(texts), 0, -1)
    rows = tuple((f"ongeveer {week} weken geleden\nZelf gezien", text) for week, text in zip(weeks, texts, strict=True))
    data: list[Json] = [
        {"source": "zelf_gezien", "ago": {"unit": "week", "count": week}, "fact": text}
        for week, text in zip(weeks, texts, strict=True)
    ]
    table = Section("Feiten", (Table(("Wanneer en bron", "Feit"), rows, (1, 1)),))
    others = tuple(section for section in request.document.sections if section.title != "Feiten")
    document = replace(request.document, sections=(*others, table))
    return replace(request, document=document, data={**request.data, "facts": data})


def with_wish(request: Request, question: str) -> Request:
    wishes = request.data["wishes"]
    assert isinstance(wishes, dict)
    return replace(request, data={**request.data, "wishes": {**wishes, "advice_question": question}})


def pdf(request: Request) -> PdfReader:
    return PdfReader(BytesIO(sheet_pdf(request)))


def only_page(request: Request) -> str:
    (page,) = pdf(request).pages
    return squeezed(page.extract_text())


def monstrous(text: str) -> Request:
    found = flow("onderwijs")
    answers: dict[str, Value] = {**everything(found, lambda _place: text), "gemeente": "Amersfoort"}
    for question, count in (("signalen", 200), ("personen", 40)):
        answers[question] = tuple(
            row(found.items[question], lambda _place: text, str(number)) for number in range(count)
        )
    return by_hand(found, answers).request("advice")


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_example_is_one_page_with_the_numbers_and_room_to_write(name: str, language: str) -> None:
    request = advice(name, language)
    page, sheet = only_page(request), call_sheet(request)
    for words in (*request.document.call[:2], sheet.reminder, sheet.writing_title, *sheet.writing, *sheet.choices):
        assert squeezed(words) in page
    assert all(squeezed(piece.title) in page for piece in sheet.pieces)


def test_the_pieces_come_in_the_order_of_the_call() -> None:
    request = advice()
    page, sheet = only_page(request), call_sheet(request)
    places = [page.index(squeezed(piece.title)) for piece in sheet.pieces]
    assert places == sorted(places)
    assert places[-1] < page.index(squeezed(sheet.writing_title))
    words = [words for tag, words in tags(pdf(request)) if tag == "/H1"]
    assert words == [*(piece.title for piece in sheet.pieces), sheet.writing_title]


def test_it_tells_what_the_amhk_asks() -> None:
    text = sheet_text(advice())
    for words in ("0800-2000", "112", "Amersfoort", "Leerkracht", "Kind A: 8 jaar", "Weet ik niet", "Hoe voer ik"):
        assert words in text
    assert "ongeveer 3 weken geleden" in text
    assert "Moet ik melden? Het afwegingskader zegt nu: Vraag eerst advies aan Veilig Thuis" in text


def test_a_report_gives_no_call_sheet() -> None:
    request = example("onderwijs-melding").request("report")
    for make in (call_sheet, sheet_pdf, sheet_text):
        with pytest.raises(ValueError, match="advice"):
            make(request)


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_says_nothing_that_only_the_dossier_knows(name: str) -> None:
    case = example(name)
    request = case.request("advice")
    page = only_page(request) + squeezed(sheet_text(request))
    persons = case.position.answers.get("personen")
    assert isinstance(persons, tuple)
    for person in persons:
        assert not isinstance(person, str)
        for field in ("naam", "adres", "geboortedatum"):
            value = str(person.get(field, ""))
            assert not value or re.match(r"(kind|persoon|partner|ouder) [A-Z]$", value) or squeezed(value) not in page
    for question in ("eigen_naam", "eigen_organisatie", "eigen_telefoon", "eigen_email"):
        value = str(case.position.answers.get(question, "\0"))
        assert squeezed(value) not in page
    assert "eigen_naam" not in ALLOWED


def test_facts_come_newest_first_with_their_text() -> None:
    page = only_page(with_facts(advice(), ["Eerst dit.", "Toen dat.", "Nu dit."]))
    assert page.index("Nudit.") < page.index("Toendat.") < page.index("Eerstdit.")
    assert "1wekengeleden,Zelfgezien:Nudit." in page


def test_facts_give_way_before_anything_else_does() -> None:
    request = with_facts(advice(), [f"Feit {number}. " + "Wat er gebeurde. " * 12 for number in range(30)])
    page, sheet = only_page(request), call_sheet(request)
    assert "feiten:ziedeadviesvraag" in page
    assert "Zelfgezien:Feit29" in page
    for piece in sheet.pieces:
        if piece is not sheet.pieces[3]:
            assert all(squeezed(line) in page for line in piece.variants[0])


def test_no_fact_is_cut_in_two() -> None:
    sentence = "Zin met een einde. " * 6
    for count in range(1, 2 * MOST):
        page = only_page(with_facts(advice(), [f"Begin {number}. {sentence}EINDE{number}." for number in range(count)]))
        assert len(re.findall(r"Begin\d+\.", page)) == len(re.findall(r"EINDE\d+\.", page))
        shown = page.count("wekengeleden")
        left = re.search(r"(\d+)feite?n?:ziedeadviesvraag", page)
        assert shown + (int(left[1]) if left else 0) == count


WORST = (
    "Hottentottententententoonstelling" * 16,
    "Een gewone zin over wat er gebeurde. " * 200,
    "<b>vet</b> #read(1) $x^2$ \N{GRINNING FACE} \u05e9\u05dc\u05d5\u05dd e\u0301 \ufffd",
    "regel\n" * 60,
)


@pytest.mark.parametrize("text", WORST[::2])
def test_a_monstrous_advice_is_one_page_with_all_its_pieces(text: str) -> None:
    request = with_wish(with_facts(monstrous(text), [text] * 200), text)
    page, sheet = only_page(request), call_sheet(request)
    assert "feiten:ziedeadviesvraag" in page
    assert all(squeezed(piece.title) in page for piece in sheet.pieces)
    assert squeezed(sheet.choices[-1]) in page


def test_a_question_that_is_too_long_is_pointed_at() -> None:
    request = with_wish(advice(), "Wat raadt u aan? " * 300)
    page = only_page(request)
    assert "Watraadtuaan?" not in page
    assert squeezed("Hoe voer ik het gesprek") in page
    assert "Wat raadt u aan?" in sheet_text(request)
    assert squeezed("Wat raadt u aan?") in only_page(with_wish(advice(), "Wat raadt u aan?"))


@given(st.lists(st.text(max_size=300), max_size=30), st.text(max_size=900))
@settings(max_examples=tries(25), deadline=None)
def test_it_is_always_one_page(facts: list[str], question: str) -> None:
    assert len(pdf(with_wish(with_facts(advice(), facts), question)).pages) == 1


def test_danger_an_exercise_and_the_reference_stand_on_it() -> None:
    request = advice()
    exercise = replace(request, document=replace(request.document, practice="OEFENING"))
    assert "OEFENING" in only_page(exercise)
    assert sheet_text(exercise).startswith("OEFENING")
    assert only_page(request).count(squeezed(request.reference)) == 1
    assert "OEFENING" not in only_page(request) + sheet_text(request)
    danger = by_hand(flow("onderwijs"), {"acuut_gevaar": "ja"}).request("advice")
    assert squeezed("Er is direct gevaar: bel nu 112.") in only_page(danger)


def test_an_empty_advice_still_makes_a_sheet() -> None:
    request = by_hand(flow("basis"), {}).request("advice")
    sheet: Sheet = call_sheet(request)
    assert len(pdf(request).pages) == 1
    assert all(piece.variants[0] for piece in sheet.pieces)
    assert "nog niet bekend" in sheet_text(request)


def test_the_sheet_is_archival_accessible_and_always_the_same() -> None:
    request = advice()
    assert sheet_pdf(request) == sheet_pdf(request)
    reader = pdf(request)
    root = cast(Any, reader.trailer["/Root"])
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part(>|=\")3", xmp)
    assert re.search(r"pdfuaid:part(>|=\")1", xmp)
    assert reader.attachments == {}


def test_the_template_reads_nothing_and_runs_nothing() -> None:
    code = re.sub(r"//.*", "", TEMPLATE.read_text("utf-8"))
    assert not re.search(r"\b(read|eval|include|import|plugin|csv|yaml|toml|xml|image)\b\s*[(\"@]", code)


def test_letters_are_large_enough_to_read_at_arms_length() -> None:
    sizes: dict[float, int] = {}

    def seen(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        sizes[round(size, 1)] = sizes.get(round(size, 1), 0) + len(text.strip())

    pdf(advice()).pages[0].extract_text(visitor_text=seen)
    small = sum(count for size, count in sizes.items() if size < 13)
    assert sum(sizes.values()) > 500
    assert small < 100  # the foot of the page
