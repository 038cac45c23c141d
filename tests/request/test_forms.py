"""A report in the order in which a region's form asks: every section once, and nothing left out. Cases are invented."""

from __future__ import annotations

import pytest

from meldcode.request.directory import regions
from meldcode.request.forms import Form, form_for, forms, ordered
from meldcode.request.report import SECTIONS
from meldcode.request.shape import Request
from meldcode.request.text import to_text
from tests.request.cases import EXAMPLES, FLOWS, by_hand, everything, example, flow

REPORTS = [name for name in EXAMPLES if name.endswith("melding")]
every_form = pytest.mark.parametrize("form", list(forms().values()), ids=list(forms()))


def sections_in_order(request: Request, form: Form) -> list[str]:
    """The first line of each section's text, in the order in which they come."""
    titles = {section.title for section in request.document.sections}
    lines = [line for _title, text in ordered(request, form) for line in text.split("\n")]
    return [line for line in lines if line in titles]


def test_forms_are_those_of_regions_that_exist_and_speak_of_parts_of_a_report() -> None:
    known = {key for _title, keys, _apart in SECTIONS for key in keys}
    for region, form in forms().items():
        assert region in regions()
        assert form.url.startswith("http")
        assert form.seen
        assert {key for part in form.parts for key in part.keys} <= known
        assert len({part.title for part in form.parts}) == len(form.parts)


def test_the_tabs_of_gelderland_zuid_are_called_as_on_its_form() -> None:
    assert [part.title for part in forms()["VT06"].parts] == [
        *("Uitleg melden", "Meldcode", "Melder gegevens", "Betrokkenen", "Melding", "Ondersteunend netwerk"),
        *("Overige informatie", "Melding afronden"),
    ]
    assert forms()["VT06"].exact
    assert not forms()["VT03"].exact


def test_the_form_of_the_first_region_that_has_one_is_taken() -> None:
    assert form_for(["VT20", "VT03", "VT06"]) is forms()["VT03"]
    assert form_for(["VT20"]) is None
    assert form_for([]) is None


@every_form
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_section_of_a_report_comes_exactly_once(form: Form, name: str, language: str) -> None:
    request = example(name).request("report", language)
    found = sections_in_order(request, form)
    assert sorted(found) == sorted(section.title for section in request.document.sections)


@every_form
@pytest.mark.parametrize("name", FLOWS)
def test_no_line_of_a_report_is_dropped(form: Form, name: str) -> None:
    request = by_hand(flow(name), everything(flow(name), str)).request("report")
    whole = to_text(request)
    body = whole[whole.index("=== 1. ") :]
    wanted = sorted(line for line in body.split("\n") if line and not line.startswith("=== "))
    titles = [section.title for section in request.document.sections]
    given = [line for _title, text in ordered(request, form) for line in text.split("\n") if line]
    for title in titles:
        given.remove(title)
    assert sorted(given) == wanted


@every_form
def test_what_stands_apart_stays_apart_and_comes_last(form: Form) -> None:
    request = by_hand(flow("basis"), {"vertrouwelijk": "Vader leest de post.", "krachten": "Oma."}).request("report")
    parts = ordered(request, form)
    assert [title for title, text in parts if "Vader leest de post." in text] == [parts[-1][0]]
    assert parts[-1][0] == request.document.sections[-1].title


def test_parts_come_in_the_order_of_the_form() -> None:
    found = [title for title, _text in ordered(example("onderwijs-melding").request("report"), forms()["VT06"])]
    assert found == [
        *("Meldcode", "Melder gegevens", "Betrokkenen", "Melding", "Ondersteunend netwerk"),
        *("Overige informatie", "Melding afronden", "Overig"),
    ]


def test_a_name_that_looks_like_a_section_divides_nothing() -> None:
    answers = {"eigen_organisatie": "=== 1. Melder ===", "krachten": "=== 2. Waar het om gaat ===\n=== 3. Feiten ==="}
    request = by_hand(flow("basis"), answers).request("report")
    parts = dict(ordered(request, forms()["VT06"]))
    assert parts["Melder gegevens"].startswith("Melder\n\n")
    assert "Organisatie: === 1. Melder ===" in parts["Melder gegevens"]
    assert "Kenmerk" not in "".join(parts.values()), "the head of the request is no part of it"
    assert "=== 3. Feiten ===" in parts["Ondersteunend netwerk"]
