"""An advice holds no identity, whatever stands in the answers; what stays out is said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.flow.loader import load_flow
from meldcode.flow.model import Entry, Flow, Value
from meldcode.request import content, preview, validate
from meldcode.request.advice import ALLOWED, IDENTITY, SECTION_OF
from meldcode.request.ago import ago, ago_words, around
from meldcode.request.persons import letter
from meldcode.request.review import ENTRY_TEXTS, TEXTS
from meldcode.request.shape import Request
from tests.request.cases import (
    BIRTH_DAY,
    EVENT_DAY,
    FLOWS,
    TODAY,
    answer,
    by_hand,
    everything,
    example,
    flow,
    pdf_text,
    sent,
)

PLANTED = (
    *("Qorinda", "Zwaanewitz", "Vlierbloemlaan", "3511", "123456782", "87654321", "qz@voorbeeld", "Xanderbuurt"),
    *(BIRTH_DAY, "3 mei 2017", EVENT_DAY, "10 februari 2026"),
)
"""Name, address, BSN, telephone, e-mail, village, day of birth, day of the event; all invented."""
TEXT = (
    "Qorinda Zwaanewitz, geboren 3 mei 2017 (2017-05-03), Vlierbloemlaan 12, 3511 AB Xanderbuurt, BSN 123456782, "
    "tel. 06-87654321, qz@voorbeeld.nl, zag het op 10 februari 2026"
)

OVERLAY = """
flow: eigen
extends: onderwijs
title: Eigen meldcode
version: "1 van 2026"
language: nl
profession: teacher
sources:
  school: {title: Meldcode van de school}
steps:
  - step: signalen
    items:
      - {ask: school_keuze, kind: one, text: Welke locatie?, help: x, why: x, source: school, options: {noord: Noord, zuid: Zuid}}
      - {ask: school_keuzes, kind: many, text: Welke groepen?, help: x, why: x, source: school, options: {een: Een, twee: Twee}}
      - {ask: school_janee, kind: yesno, text: Is de mentor erbij?, help: x, why: x, source: school}
      - {ask: school_getal, kind: number, text: Hoe vaak?, help: x, why: x, source: school}
      - {ask: school_nummer, kind: number, text: Welk leerlingnummer?, help: x, why: x, source: school}
      - {ask: school_tekst, kind: text, text: Wie is de mentor?, help: x, why: x, source: school}
      - {ask: school_dag, kind: date, text: Wanneer?, help: x, why: x, source: school}
      - ask: school_rijen
        kind: entries
        text: Welke lessen?
        help: x
        why: x
        source: school
        fields: [{field: les, kind: text, text: Les}, {field: cijfer, kind: number, text: Cijfer}]
"""  # noqa: E501


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Flow:
    path: Path = tmp_path_factory.mktemp("overlay") / "eigen.yaml"
    path.write_text(OVERLAY, "utf-8")
    return load_flow(path)


def own_answers(found: Flow) -> dict[str, Value]:
    own = {item.id: answer(item, lambda _place: TEXT) for item in found.items.values() if item.id.startswith("school_")}
    return {**own, "school_nummer": 654321}


def outputs(request: Request) -> str:
    return "\n".join([content(request).decode(), preview(request), pdf_text(request)])


def no_identity(text: str) -> None:
    assert [planted for planted in PLANTED if planted.casefold() in text.casefold()] == []


@pytest.mark.parametrize("name", FLOWS)
def test_nothing_planted_in_any_text_or_date_gets_into_an_advice(name: str) -> None:
    case = by_hand(flow(name), everything(flow(name), lambda _place: TEXT))
    no_identity(outputs(case.request("advice")))
    assert "Qorinda" in preview(case.request("report")), "the test plants where a report shows it"


@pytest.mark.parametrize("name", FLOWS)
def test_text_where_an_option_belongs_does_not_get_in_either(name: str) -> None:
    found = flow(name)
    answers: dict[str, Value] = {}
    for item in found.items.values():
        if item.kind in {"yesno", "one", "text", "date"}:
            answers[item.id] = TEXT
        elif item.kind == "many":
            answers[item.id] = (TEXT, item.options[0].id)
        elif item.kind == "entries":
            answers[item.id] = ({field.id: TEXT for field in item.fields},)
    case = by_hand(found, answers)
    no_identity(outputs(case.request("advice")))
    validate(case.request("advice").data)


@given(st.text(alphabet="qxzjwvy", min_size=9, max_size=20))
def test_no_text_whatsoever_gets_into_an_advice(text: str) -> None:
    request = by_hand(flow("onderwijs"), everything(flow("onderwijs"), lambda _place: text)).request("advice")
    assert text not in content(request).decode() + preview(request)


@pytest.mark.parametrize("name", FLOWS)
def test_every_answer_is_in_the_advice_or_said_to_stay_out(name: str) -> None:
    found = flow(name)
    empty = by_hand(found, {}).request("advice").data
    for item in sent(found):
        if item.is_question:
            request = by_hand(found, {item.id: answer(item, str)}).request("advice")
            assert {**request.data, "reference": ""} != {**empty, "reference": ""}, item.id


def test_what_stays_out_is_listed_and_is_to_be_told_without_names() -> None:
    request = example("onderwijs-advies").request("advice")
    left_out = request.data["left_out"]
    assert isinstance(left_out, list)
    assert [gap.id for gap in request.left_out] == left_out
    assert "adviesvraag" in left_out
    assert "signalen" in left_out
    assert not set(left_out) & {*ALLOWED, *IDENTITY, "gemeente"}
    text = preview(request)
    assert "Lees ze voor aan de telefoon, zonder namen" in text
    assert all(gap.text in text for gap in request.left_out)
    assert request.data["not_shared"] == ["personen"]


def test_a_person_is_a_role_a_letter_and_an_age() -> None:
    people: tuple[Entry, ...] = (
        {"rol": "kind", "naam": "Sem de Wit", "geboortedatum": "2017-03-03"},
        {"rol": "kind", "geboortedatum": "2017-03-02"},
        {"rol": "ouder", "leeftijd": 41},
        {"rol": "ander"},
    )
    request = by_hand(flow("basis"), {"personen": people}).request("advice")
    persons = request.data["persons"]
    assert isinstance(persons, dict)
    assert persons["list"] == [
        {"letter": "A", "role": "kind", "age": 8},
        {"letter": "B", "role": "kind", "age": 9},
        {"letter": "C", "role": "ouder", "age": 41},
        {"letter": "D", "role": "ander", "age": None},
    ]
    assert "- Kind A: 8 jaar" in preview(request)
    assert "leeftijd onbekend" in preview(request)


def test_letters_go_on_after_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 51, 52, 200)] == ["A", "Z", "AA", "AZ", "BA", "GS"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "vandaag of gisteren"),
        (1, "vandaag of gisteren"),
        (6, "minder dan een week geleden"),
        (7, "ongeveer 1 week geleden"),
        (21, "ongeveer 3 weken geleden"),
        (59, "ongeveer 8 weken geleden"),
        (60, "ongeveer 2 maanden geleden"),
        (365, "ongeveer 12 maanden geleden"),
        (1096, "ongeveer 3 jaar geleden"),
        (-1, "dag niet bekend"),
    ],
)
def test_a_day_is_told_too_coarse_to_find_it_back(days: int, words: str) -> None:
    day = (TODAY - timedelta(days=days)).isoformat()
    assert ago_words(ago(day, TODAY)) == words


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_an_old_day_shares_its_words_with_other_days(day: date, today: date) -> None:
    found = ago(day.isoformat(), today)
    if found is not None:
        near = {ago((day + timedelta(days=shift)).isoformat(), today) for shift in (-1, 1)}
        assert found in near


def test_a_known_municipality_is_in_and_anything_else_is_not() -> None:
    known = by_hand(flow("basis"), {"gemeente": "gemeente utrecht"}).request("advice").data
    assert (known["municipalities"], known["left_out"]) == (["Utrecht"], [])
    unknown = by_hand(flow("basis"), {"gemeente": "bij opa in Lutjebroek"}).request("advice").data
    assert (unknown["municipalities"], unknown["left_out"]) == ([], ["gemeente"])
    mixed = by_hand(flow("basis"), {"gemeente": "Utrecht en Lutjebroek"}).request("advice").data
    assert (mixed["municipalities"], mixed["left_out"]) == (["Utrecht"], ["gemeente"])


def test_the_own_questions_of_an_organisation_stay_out_for_they_could_say_which_one_it_is(overlay: Flow) -> None:
    request = by_hand(overlay, own_answers(overlay)).request("advice")
    assert "school_" not in outputs(request)
    assert "Noord" not in outputs(request)
    assert "654321" not in outputs(request)
    no_identity(outputs(request))
    validate(request.data)


def test_the_questions_of_a_shipped_flow_are_in_by_option_and_small_number_only() -> None:
    request = by_hand(flow("onderwijs"), {"schoolsoort": "po"}).request("advice")
    assert request.data["other"] == [{"question": "schoolsoort", "kind": "one", "value": "po"}]


def test_a_version_in_words_becomes_one_word(overlay: Flow) -> None:
    data = by_hand(overlay, {}).request("report").data
    assert isinstance(data["flow"], dict)
    assert data["flow"]["version"] == "1-van-2026"


def test_everything_that_is_allowed_is_a_question_with_options() -> None:
    items = flow("basis").items
    assert {items[name].kind for name in ALLOWED} == {"yesno", "one", "many"}
    assert all(any(name in flow(one).items for one in FLOWS) for name in IDENTITY)


def test_a_reason_in_free_text_is_no_reason_in_an_advice() -> None:
    answers: dict[str, Value] = {
        "gesprek_ouders": "nee",
        "gesprek_niet_grond": "onbereikbaar",
        "overleg_collega": "nee",
    }
    request = by_hand(flow("basis"), {**answers, "overleg_niet_reden": TEXT}).request("advice")
    steps = request.data["steps"]
    assert isinstance(steps, list)
    states = {step["id"]: (step["state"], step["reason"]) for step in steps}
    assert states["gesprek"] == ("not_done", "onbereikbaar")
    assert states["overleg"] == ("not_done", None)


def test_every_text_that_may_leave_has_a_place_where_people_read_it() -> None:
    placed = {question for group in SECTION_OF.values() for question in group}
    assert placed | {"adviesvraag", "signalen"} == {*TEXTS, *ENTRY_TEXTS}
    known = {name for found in map(flow, FLOWS) for name in found.items}
    assert placed <= known
    assert set(IDENTITY) <= known


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "vandaag of gisteren"),
        (-21, "ongeveer 3 weken geleden"),
        (1, "binnen een week"),
        (7, "over ongeveer 1 week"),
        (30, "over ongeveer 4 weken"),
        (90, "over ongeveer 3 maanden"),
        (800, "over ongeveer 2 jaar"),
    ],
)
def test_a_day_that_lies_ahead_is_told_as_coarsely(days: int, words: str) -> None:
    assert around(TODAY + timedelta(days=days), TODAY) == words


def test_the_name_of_an_organisations_own_flow_stays_out_of_an_advice(overlay: Flow) -> None:
    from dataclasses import replace as with_

    named = with_(overlay, title="Meldcode van obs De Zonnewijzer")
    request = by_hand(named, {}).request("advice")
    assert "Zonnewijzer" not in content(request).decode()
    assert f"Werkwijze: Meldcode in het onderwijs {flow('onderwijs').version}" in preview(request)
    assert "Zonnewijzer" in preview(by_hand(named, {}).request("report"))
    assert "Meldcode in het onderwijs" in preview(by_hand(flow("onderwijs"), {}).request("advice"))
