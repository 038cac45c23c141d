"""A report shows every answer that counts, and says of each gap that it is not known yet."""

from __future__ import annotations

import json
from datetime import date

import pytest

from meldcode import i18n
from meldcode.flow.model import Flow, Item, Value
from meldcode.flow.replay import replay
from meldcode.request import content, preview
from meldcode.request.report import SECTIONS
from meldcode.request.shape import Request
from tests.request.cases import BIRTH_DAY, FLOWS, TODAY, Case, answer, by_hand, everything, example, flow, row, sent
from tests.request.test_advice import OVERLAY, overlay, own_answers

__all__ = ["overlay"]

CANARY = "kanarie {place} zingt"


def canary(place: str) -> str:
    return CANARY.format(place=place)


def shown(request: Request) -> str:
    return content(request).decode() + preview(request)


def report(found: Flow, answers: dict[str, Value]) -> Request:
    return by_hand(found, answers).request("report")


@pytest.mark.parametrize("name", FLOWS)
def test_every_text_of_every_question_and_field_is_in_data_and_words(name: str) -> None:
    found = flow(name)
    request = report(found, everything(found, canary))
    data, text = content(request).decode(), preview(request)
    for item in sent(found):
        places = [item.id] if item.kind == "text" else []
        places += [f"{item.id}_{field.id}_{row}" for field in item.fields if field.kind == "text" for row in "01"]
        for place in places:
            assert canary(place) in data, place
            assert canary(place) in text, place


def changes(found: Flow, item: Item, with_answer: Value, without: Value | None, place: str) -> None:
    """With this answer both the data and the words of a report are others than without it."""
    before = report(found, {item.id: without} if without is not None else {})
    after = report(found, {item.id: with_answer})
    assert {**before.data, "reference": ""} != {**after.data, "reference": ""}, place
    assert before.document.sections != after.document.sections, place


@pytest.mark.parametrize("name", FLOWS)
def test_every_single_answer_changes_what_a_report_says(name: str) -> None:
    found = flow(name)
    for item in sent(found):
        if item.is_question:
            changes(found, item, answer(item, canary), None, item.id)
        for field in item.fields:
            full = row(item, canary)
            if field.id == "geboortedatum":
                full.pop("leeftijd")
            part = {key: value for key, value in full.items() if key != field.id}
            changes(found, item, (full,), (part,), f"{item.id}.{field.id}")


@pytest.mark.parametrize("name", FLOWS)
def test_every_option_that_was_chosen_stands_there_in_words(name: str) -> None:
    found = flow(name)
    for item in sent(found):
        for option in item.options:
            value: Value = (option.id,) if item.kind == "many" else option.id
            assert option.text in preview(report(found, {item.id: value})), f"{item.id}: {option.id}"


def test_the_answers_of_an_overlay_are_all_there(overlay: Flow) -> None:
    assert OVERLAY
    request = report(overlay, own_answers(overlay))
    text = shown(request)
    other = request.data["other"]
    assert isinstance(other, list)
    assert {part["question"] for part in other} == set(own_answers(overlay))
    for words in ("654321", "Noord", "Een; Twee", "Welk leerlingnummer?", "10 februari 2026"):
        assert words in text
    assert text.count("Qorinda") == 3 * 3  # the text and two rows, in data, their document and words


def test_what_is_not_known_of_a_person_is_said_in_so_many_words() -> None:
    request = report(flow("basis"), {"personen": ({"rol": "ouder", "naam": "Bo Test", "geinformeerd": "nee"},)})
    persons = request.data["persons"]
    assert isinstance(persons, dict)
    (person,) = persons["list"]
    assert {name for name, value in person.items() if value == "onbekend"} == {
        *("birth_date", "authority", "municipality", "address", "bsn")
    }
    assert (person["sex"], person["told"], person["not_told_reason"]) == ("O", "nee", None)
    text = preview(request)
    for line in ("Geboortedatum: onbekend", "Adres: onbekend", "Waarom niet verteld: nog niet bekend"):
        assert line in text


def test_age_is_counted_on_the_day_of_the_request() -> None:
    people = ({"rol": "kind", "naam": "Bo", "geboortedatum": BIRTH_DAY},)
    persons = report(flow("basis"), {"personen": people}).data["persons"]
    assert isinstance(persons, dict)
    assert persons["list"][0]["age"] == 8


def test_a_fact_stands_apart_from_its_interpretation() -> None:
    entry = {"datum": "2026-02-20", "bron": "zelf_gezien", "over": "kind A", "feit": "Blauwe plek", "duiding": "Zorg"}
    facts = report(flow("basis"), {"signalen": (entry,)}).data["facts"]
    assert facts == [
        {
            "date": "2026-02-20",
            "source": {"id": "zelf_gezien", "text": flow("basis").items["signalen"].fields[1].options[0].text},
            "from_whom": None,
            "place": None,
            "about": "kind A",
            "fact": "Blauwe plek",
            "interpretation": {"text": "Zorg", "owner": "requester"},
            "other": [],
        }
    ]


def test_literal_words_stand_apart_with_their_day() -> None:
    talk = {"datum": "2026-02-20", "met": "kind", "verslag": "We spraken.", "eigen_woorden": "Ik ben bang."}
    request = report(flow("basis"), {"disclosure_woorden": "Hij slaat mij.", "gesprekken": (talk,)})
    assert request.data["own_words"] == [
        {"from": "disclosure", "date": None, "words": "Hij slaat mij."},
        {"from": "talk", "date": "2026-02-20", "words": "Ik ben bang."},
    ]


def test_what_may_be_kept_from_the_persons_concerned_comes_last_and_apart() -> None:
    request = report(flow("basis"), {"vertrouwelijk": "Vader leest de post.", "krachten": "Oma."})
    last = request.document.sections[-1]
    assert last.apart
    assert "Vader leest de post." in str(last)
    assert sum("Vader leest de post." in str(section) for section in request.document.sections) == 1


def test_a_ground_to_stay_unnamed_has_its_place_in_the_law() -> None:
    request = report(flow("basis"), {"naam_verborgen": "ja", "naam_verborgen_grond": "bedreiging_melder"})
    anonymity = request.data["anonymity"]
    assert isinstance(anonymity, dict)
    assert anonymity["legal_ground"]["code"] == "2"


def test_missing_answers_are_listed_and_never_stop_a_report() -> None:
    found = flow("onderwijs")
    position = replay(found, {"acuut_gevaar": "ja"}, TODAY)
    request = Case(found, position).request("report")
    assert [gap.id for gap in request.missing] == list(position.missing["report"])
    assert request.data["missing"] == [{"id": gap.id, "text": gap.text} for gap in request.missing]
    text = preview(request)
    assert f"{len(request.missing)} vragen zijn nog niet beantwoord" in text
    listed = text.partition("Nog niet bekend ===")[2]
    assert all(f"- {gap.text}" in listed for gap in request.missing)
    assert "Naam: nog niet bekend" in text
    assert "Er is direct gevaar: bel nu 112." in text


def test_a_complete_example_says_nothing_is_missing() -> None:
    request = example("onderwijs-melding").request("report")
    assert request.missing == ()
    assert "nog niet bekend" not in preview(request).casefold().replace("nog_niet_bekend", "")


def test_two_homes_give_two_regions_to_call() -> None:
    people = ({"rol": "kind", "naam": "Bo", "gemeente": "Utrecht"}, {"rol": "ouder", "naam": "An", "gemeente": "Ede"})
    request = report(flow("basis"), {"gemeente": "Utrecht", "personen": people})
    call = request.data["call"]
    assert isinstance(call, dict)
    assert [region["code"] for region in call["regions"]] == ["VT20", "VT05"]
    assert "Dit gaat over meer dan één regio." in preview(request)


def test_a_typing_error_in_the_municipality_gets_a_near_match() -> None:
    text = preview(report(flow("basis"), {"gemeente": "Utrehct"}))
    assert "De gemeente «Utrehct» staat niet in de lijst. Bedoelt u Utrecht?" in text
    assert "De regio is niet bekend." in text


def test_the_steps_say_done_not_done_and_open() -> None:
    answers: dict[str, Value] = {
        "signalen": ({"datum": "2026-02-20", "bron": "zelf_gezien", "feit": "x"},),
        "overleg_collega": "nee",
        "overleg_niet_reden": "Er was geen tijd.",
        "gesprek_ouders": "nee",
        "gesprek_niet_grond": "onbereikbaar",
        "vermoeden": "ja",
    }
    steps = report(flow("basis"), answers).data["steps"]
    assert isinstance(steps, list)
    assert {step["id"]: step["state"] for step in steps} == {
        "signalen": "done",
        "overleg": "not_done",
        "gesprek": "not_done",
        "wegen": "open",
        "beslissen": "open",
    }
    assert {step["reason"] for step in steps} >= {"Er was geen tijd.", None}


def test_the_reference_comes_from_options_alone() -> None:
    def of(answers: dict[str, Value], day: date = TODAY) -> str:
        return by_hand(flow("basis"), answers)._replace(today=day).request("report").reference

    assert of({"krachten": "Sem"}) == of({"krachten": "Anna"}) == of({})
    assert of({"letsel": "ja"}) != of({"letsel": "nee"})
    assert of({}, date(2026, 3, 3)).startswith("MC-20260303-")


def test_a_request_speaks_its_own_language_and_leaves_the_screen_alone() -> None:
    dutch = example("onderwijs-melding").request("report", "nl")
    english = example("onderwijs-melding").request("report", "en")
    assert i18n.language() == "nl"
    assert (dutch.data["language"], english.data["language"]) == ("nl", "en")
    assert "12 March 2026" in preview(english)
    assert preview(dutch) != preview(english)


def test_building_is_pure() -> None:
    case = example("huisarts-melding")
    assert case.request("report") == case.request("report")
    assert json.loads(content(case.request("report"))) == case.request("report").data


def test_an_opinion_of_somebody_else_has_that_person_as_its_owner() -> None:
    row = {"datum": "2026-02-20", "bron": "gehoord_van_ouder", "feit": "Ruzie", "duiding": "Hij overdrijft."}
    for chosen, owner in (("kind", "child"), ("ouder", "family"), ("collega", "colleague"), ("ander", "other")):
        request = report(flow("basis"), {"signalen": ({**row, "duiding_van": chosen},)})
        facts = request.data["facts"]
        assert isinstance(facts, list)
        assert facts[0]["interpretation"] == {"text": "Hij overdrijft.", "owner": owner}
    assert "(Van iemand anders)" in preview(request)
    assert "(van de melder)" in preview(report(flow("basis"), {"signalen": (row,)}))


def test_a_person_has_a_relation_with_its_code_and_how_contact_is_safe() -> None:
    people = (
        {"rol": "ouder", "naam": "Bo", "relatie": "ouder", "veilig_contact": "Alleen overdag", "tolk": "doventolk"},
        {"rol": "ander", "naam": "An", "relatie": "ex_partner"},
    )
    persons = report(flow("basis"), {"personen": people}).data["persons"]
    assert isinstance(persons, dict)
    parent, other = persons["list"]
    assert parent["relation_code"] == {"list": "iJw_COD472_soort_relatie", "code": "10", "label": "Ouder"}
    assert parent["interpreter_code"]["label"] == "Doventolk"
    assert parent["safe_contact"] == "Alleen overdag"
    assert other["relation"]["id"] == "ex_partner"
    assert other["relation_code"] is None, "the list has no former partner"
    nothing = preview(report(flow("basis"), {"personen": ({"rol": "kind"},)}))
    assert "Relatie tot degene om wie het gaat: onbekend" in nothing


def test_an_unborn_child_has_the_day_it_is_expected_and_its_own_codes() -> None:
    request = report(flow("basis"), {"betrokkene": "ongeboren_kind", "uitgerekend": "2026-07-01"})
    persons = request.data["persons"]
    assert isinstance(persons, dict)
    assert persons["unborn"] == {"due_on": "2026-07-01", "bsn": "999999999", "birth_date": "99999999"}
    assert "Ongeboren kind, uitgerekend op: 1 juli 2026" in preview(request)
    born = report(flow("basis"), {"betrokkene": "kind"}).data["persons"]
    assert isinstance(born, dict)
    assert born["unborn"] is None


@pytest.mark.parametrize(
    ("answers", "view", "words"),
    [
        ({"gesprekken": ({"met": "ouder", "verslag": "x", "reactie": "Boos."},)}, "given", "staat bij de gesprekken"),
        ({"gesprekken": ({"met": "ouder", "verslag": "x"},)}, "in_account", "staat in het verslag"),
        ({"gesprek_ouders": "nee"}, "not_discussed", "niet besproken"),
        ({"gesprekken": ({"met": "kind", "verslag": "x"},)}, None, ""),
    ],
)
def test_the_view_of_the_persons_concerned_is_there_or_said_not_to_be_discussed(
    answers: dict[str, Value], view: str | None, words: str
) -> None:
    request = report(flow("basis"), answers)
    talks = request.data["talks"]
    assert isinstance(talks, dict)
    assert talks["view"] == view
    assert ("Reactie en kijk van de betrokkenen" in preview(request)) == bool(words)
    assert words in preview(request)


def test_an_attachment_of_over_a_year_says_so() -> None:
    rows = ({"datum": "2025-03-01", "omschrijving": "Oud"}, {"datum": "2025-03-03", "omschrijving": "Nieuw"})
    request = report(flow("basis"), {"bijlagen": (*rows, {"omschrijving": "Zonder dag"})})
    attachments = request.data["attachments"]
    assert isinstance(attachments, list)
    assert [part["over_a_year_old"] for part in attachments] == [True, False, None]
    assert preview(request).count("(ouder dan een jaar)") == 1


def test_the_explanation_of_the_weighing_of_help_stands_with_the_help() -> None:
    request = report(flow("basis"), {"hulp_toelichting": "Niet gelukt.", "hulp_geboden": "Gesprekken."})
    held = request.data["help"]
    assert isinstance(held, dict)
    assert (held["explanation"], held["given"]) == ("Niet gelukt.", "Gesprekken.")
    assert request.data["other"] == []


def test_what_makes_contact_dangerous_has_a_section_of_its_own() -> None:
    answers: dict[str, Value] = {"bezoek_risico": ("wapens", "verslaving"), "bezoek_risico_toelichting": "Gehoord."}
    request = report(flow("basis"), answers)
    titles = [section.title for section in request.document.sections]
    assert titles.index("Veiligheid bij contact") == titles.index("Waar het om gaat") + 1
    assert "Let op bij contact: Wapens; Verslaving" in preview(request)


def test_every_part_of_the_data_stands_in_one_section() -> None:
    keys = [key for _title, found, _apart in SECTIONS for key in found]
    head = {"format", "format_version", "kind", "reference", "made_on", "language", "flow", "call"}
    later = {"document", "integrity", "record_head", "practice"}
    assert sorted(keys) == sorted(set(report(flow("basis"), {}).data) - head - later)
