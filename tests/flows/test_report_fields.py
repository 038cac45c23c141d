"""What a report asks beyond an advice: only when somebody reports, never required, and never in the way of an advice.

All answers are invented.
"""

from __future__ import annotations

import pytest

from meldcode.flow.model import Entry, Field
from meldcode.flow.replay import field_shown, lacking_fields

from .helper import HELPED, NOT_UNSAFE, TODAY, every_flow, flow_of, given, step_of

REPORTING = [
    *("situatie", "voorgeschiedenis", "hulp_geboden", "bezoek_risico", "jeugdbescherming", "bijlagen", "overig"),
    *("eigen_adres", "contactpersoon_na"),
]
"""Asked when the norm asks a report or when one was decided on."""
AFTER: dict[str, dict[str, object]] = {
    "bezoek_risico_toelichting": {"bezoek_risico": ["wapens"]},
    "jeugdbescherming_wie": {"jeugdbescherming": "voogd"},
    "contactpersoon_gegevens": {"contactpersoon_na": "Bo Bedacht"},
    "melding_wijze": {"melding_datum": "2026-03-02"},
}
"""Asked after one of those, with the answer that brings it."""
PERSON = ["relatie", "verblijf", "afhankelijk_van", "telefoon", "veilig_contact", "tolk"]
"""Fields of a person for a report alone."""
UNSAFE = {**NOT_UNSAFE, "structureel_onveilig": "ja"}


def shown(flow: str, question: str, entry: Entry) -> list[str]:
    item = flow_of(flow).items[question]
    return [field.id for field in item.fields if field_shown(field, entry, item, TODAY)]


def field_of(flow: str, question: str, name: str) -> Field:
    return next(field for field in flow_of(flow).items[question].fields if field.id == name)


@every_flow
def test_a_report_asks_them_and_needs_none(flow: str) -> None:
    for case in (given(flow, UNSAFE), given(flow, HELPED, besluit_melden="ja")):
        case.asks(*REPORTING).does_not_require("report", *REPORTING, *AFTER)
        case.does_not_require("advice", *REPORTING, *AFTER)
    assert {step_of(flow, name) for name in (*REPORTING, *AFTER)} == {"beslissen"}


@every_flow
def test_the_road_to_an_advice_does_not_get_longer(flow: str) -> None:
    doubt = given(flow, NOT_UNSAFE, hulp_mogelijk="onbekend").goes_to("overleg_amhk")
    for case in (given(flow), doubt, given(flow, HELPED).goes_to("hulp"), given(flow, HELPED, besluit_melden="nee")):
        case.does_not_ask(*REPORTING, *AFTER, "uitgerekend")


@every_flow
@pytest.mark.parametrize("question", list(AFTER))
def test_what_follows_on_an_answer_is_asked_after_it_alone(flow: str, question: str) -> None:
    case = given(flow, UNSAFE, besluit_melden="ja").does_not_ask(question)
    case.but(**AFTER[question]).asks(question)


@every_flow
def test_the_day_of_birth_to_come_is_asked_for_an_unborn_child_alone(flow: str) -> None:
    given(flow, betrokkene="ongeboren_kind").asks("uitgerekend").does_not_require("report", "uitgerekend")
    given(flow, betrokkene="kind").does_not_ask("uitgerekend")


@every_flow
def test_a_person_has_more_fields_once_it_is_said_whether_that_person_knows_of_the_report(flow: str) -> None:
    assert not set(PERSON) & set(shown(flow, "personen", {"rol": "ouder", "naam": "Bo"}))
    for told in ("ja", "nee"):
        entry: Entry = {"rol": "ouder", "naam": "Bo", "geinformeerd": told}
        assert [name for name in shown(flow, "personen", entry) if name in PERSON] == PERSON
    child: Entry = {"rol": "kind", "naam": "Bo", "geinformeerd": "ja"}
    assert "afhankelijk_van" not in shown(flow, "personen", child)
    assert not list(lacking_fields(flow_of(flow).items["personen"], child, "report", TODAY))
    assert "taal" in shown(flow, "personen", {**child, "tolk": "taal"})


@every_flow
def test_a_consultation_with_veilig_thuis_has_room_for_time_adviser_and_agreements(flow: str) -> None:
    own = ["tijd", "kenmerk", "afspraken"]
    assert [name for name in shown(flow, "consulten", {"soort": "veilig_thuis"}) if name in own] == own
    assert not set(own) & set(shown(flow, "consulten", {"soort": "collega"}))


@every_flow
def test_the_view_of_who_was_spoken_to_has_a_place_unless_it_is_a_child(flow: str) -> None:
    assert "reactie" in shown(flow, "gesprekken", {"met": "ouders_samen"})
    assert "reactie" not in shown(flow, "gesprekken", {"met": "kind"})


@every_flow
def test_a_fact_asks_where_or_from_whom_only_where_that_says_something(flow: str) -> None:
    seen, other = shown(flow, "signalen", {"bron": "zelf_gezien"}), shown(flow, "signalen", {"bron": "document"})
    assert ("plaats" in seen, "van_wie" in seen) == (True, False)
    assert ("plaats" in other, "van_wie" in other) == (False, True)
    assert "duiding_van" not in seen
    assert "duiding_van" in shown(flow, "signalen", {"bron": "zelf_gezien", "duiding": "Onrust."})


@every_flow
def test_an_attachment_needs_its_day_and_what_it_is_about_for_a_report(flow: str) -> None:
    item = flow_of(flow).items["bijlagen"]
    lacking = lacking_fields(item, {"soort": "brief"}, "report", TODAY)
    assert [field.id for field in lacking] == ["datum", "omschrijving"]
    assert not field_of(flow, "bijlagen", "soort").require


def test_a_medical_opinion_is_asked_of_a_physician_who_reports_an_injury() -> None:
    given("huisarts", UNSAFE, letsel="ja").asks("medisch_oordeel").does_not_require("report", "medisch_oordeel")
    given("huisarts", UNSAFE, letsel="nee").does_not_ask("medisch_oordeel")
    given("huisarts", HELPED, letsel="ja").does_not_ask("medisch_oordeel")
    assert all(
        "medisch_oordeel" not in flow_of(name).items for name in ("basis", "onderwijs", "jeugdwerk", "kinderopvang")
    )
