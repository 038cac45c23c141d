"""The FHIR bundle follows R4, and its answers follow its own questions. All persons and cases are invented.

The models of fhir.resources for R4B are those of R4 for these resources: R4B changed neither Questionnaire nor its
response.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.flow.model import Answers, Combination, Condition, Flow, Item, Test, Value
from meldcode.flow.replay import replay
from meldcode.request.fhir import LARGEST, to_fhir
from meldcode.request.shape import Request
from tests.effort import tries
from tests.request.cases import EXAMPLES, FLOWS, TODAY, Case, by_hand, everything, example, flow

Node = dict[str, Any]
"""A piece of JSON of which a test knows what is in it."""


def request_of(case: Case, kind: str, language: str = "nl") -> Request:
    return case.request("report" if kind == "report" else "advice", language)


def bundle_of(request: Request, found: Flow, answers: Answers) -> Node:
    """The bundle, read back and held against the models of FHIR."""
    content = to_fhir(request, found, answers)
    Bundle.model_validate_json(content)
    return cast(Node, json.loads(content))


def resources(bundle: Node) -> tuple[Node, Node]:
    questionnaire, response = (entry["resource"] for entry in bundle["entry"])
    return questionnaire, response


def walked(items: list[Node], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every item with the link ids that lead to it."""
    for item in items:
        path = (*above, item["linkId"])
        yield path, item
        yield from walked(item.get("item", []), path)


TYPE_OF_VALUE = {"choice": "valueCoding", "text": "valueString", "date": "valueDate", "integer": "valueInteger"}


def check(bundle: Node) -> None:
    """Each answer stands where its question stands, has its type, and is one of its options."""
    questionnaire, response = resources(bundle)
    asked = dict(walked(questionnaire["item"]))
    assert len(asked) == len({path[-1] for path in asked})
    assert response["questionnaire"] == f"{questionnaire['url']}|{questionnaire['version']}"
    order = {path: place for place, path in enumerate(asked)}
    seen = [path for path, _item in walked(response.get("item", []))]
    for path, given_item in walked(response.get("item", [])):
        question = asked[path]
        assert given_item["text"] == question["text"]
        answers = given_item.get("answer", [])
        assert (question["type"] == "group") == (not answers)
        assert len(answers) <= 1 or question.get("repeats")
        options = [option["valueCoding"] for option in question.get("answerOption", [])]
        for answer in answers:
            assert list(answer) == [TYPE_OF_VALUE[question["type"]]]
            assert question["type"] != "choice" or answer["valueCoding"] in options
    for paths in (seen, [path for path in seen if len(path) == 1]):
        tops = [order[path[:2]] for path in paths]
        assert tops == sorted(tops)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", ["advice", "report"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_examples_follow_fhir_and_their_own_questions(name: str, kind: str, language: str) -> None:
    case = example(name)
    bundle = bundle_of(request_of(case, kind, language), case.flow, case.position.answers)
    check(bundle)
    assert {one["language"] for one in (bundle, *resources(bundle))} == {language}


@pytest.mark.parametrize("name", FLOWS)
def test_an_answer_to_every_question_is_there(name: str) -> None:
    found = flow(name)
    case = by_hand(found, everything(found, lambda place: f"verzonnen {place}"))
    bundle = bundle_of(request_of(case, "report"), found, case.position.answers)
    check(bundle)
    there = {path[1] for path, _item in walked(resources(bundle)[1]["item"]) if len(path) == 2}
    assert there == {item.id for item in found.items.values() if item.is_question}
    fields = {path[-1] for path, _item in walked(resources(bundle)[1]["item"]) if len(path) == 3}
    assert fields == {f"{item.id}.{field.id}" for item in found.items.values() for field in item.fields}


def test_every_entry_is_a_group_of_its_own() -> None:
    case = example("onderwijs-melding")
    _questions, response = resources(bundle_of(request_of(case, "report"), case.flow, case.position.answers))
    persons = [item for path, item in walked(response["item"]) if path[-1] == "personen"]
    given_persons = case.position.answers["personen"]
    assert isinstance(given_persons, tuple)
    assert len(persons) == len(given_persons) > 1
    roles = [person["item"][0]["answer"][0]["valueCoding"]["code"] for person in persons]
    assert roles == [person["rol"] for person in given_persons if isinstance(person, Mapping)]


def test_the_response_holds_what_it_is_given_and_nothing_else() -> None:
    case = example("onderwijs-melding")
    request = request_of(case, "advice")
    content = to_fhir(request, case.flow, {"acuut_gevaar": "onbekend"})
    _questions, response = resources(json.loads(content))
    ((step, inner),) = [(one["linkId"], one["item"]) for one in response["item"]]
    assert step == "step:signalen"
    assert [(one["linkId"], one["answer"][0]["valueCoding"]["code"]) for one in inner] == [("acuut_gevaar", "onbekend")]
    assert "van Voorbeeld" not in content.decode()
    assert "item" not in resources(json.loads(to_fhir(request, case.flow, {})))[1]


def test_unknown_is_not_no() -> None:
    questionnaire, _response = resources(
        bundle_of(request_of(example("onderwijs-advies"), "advice"), flow("basis"), {})
    )
    item = next(item for path, item in walked(questionnaire["item"]) if path[-1] == "acuut_gevaar")
    assert [option["valueCoding"]["code"] for option in item["answerOption"]] == ["ja", "nee", "onbekend"]


BAD: dict[str, Value] = {
    "acuut_gevaar": "misschien",
    "vorm": ("bestaat_niet",),
    "aard": "psychisch_geweld_dat_niet_bestaat",
    "melding_datum": "gisteren",
    "personen": ({"rol": "tante", "geboortedatum": "3 mei", "leeftijd": "negen", "naam": " "}, {}),
    "signalen": "geen lijst",
    "bestaat_niet": "ja",
    "krachten": " \u00a0 ",
}


def test_what_does_not_fit_its_question_is_left_out() -> None:
    case = example("onderwijs-melding")
    bundle = bundle_of(request_of(case, "report"), case.flow, BAD)
    assert "item" not in resources(bundle)[1]


@pytest.mark.parametrize("value", [LARGEST + 1, -LARGEST - 1, True, "12", "20260302"])
def test_a_number_or_a_day_that_fhir_cannot_hold_is_left_out(value: str | int) -> None:
    case = example("onderwijs-melding")
    held: Value = ({"leeftijd": value, "geboortedatum": str(value)},)
    bundle = bundle_of(request_of(case, "report"), case.flow, {"personen": held})
    assert "item" not in resources(bundle)[1]


texts = st.text(st.characters(), max_size=60)
pieces = st.one_of(texts, st.integers(), st.lists(texts, max_size=3).map(tuple), st.sampled_from(["ja", "2026-03-02"]))
entries = st.lists(st.dictionaries(st.sampled_from(["rol", "naam", "geboortedatum", "leeftijd", "bron"]), pieces)).map(
    tuple
)


@given(st.dictionaries(st.sampled_from(sorted(flow("onderwijs").items)), st.one_of(pieces, entries)))
@settings(max_examples=tries(60), deadline=None)
def test_no_answer_breaks_it(answers: dict[str, Value]) -> None:
    case = example("onderwijs-melding")
    check(bundle_of(request_of(case, "report"), case.flow, answers))


def test_complete_is_completed_and_a_gap_is_in_progress() -> None:
    case = example("onderwijs-melding")
    report = request_of(case, "report")
    assert resources(bundle_of(report, case.flow, {}))[1]["status"] == (
        "in-progress" if report.missing else "completed"
    )
    empty = by_hand(case.flow, {}).request("report")
    assert empty.missing
    assert resources(bundle_of(empty, case.flow, {}))[1]["status"] == "in-progress"
    assert resources(bundle_of(replace(empty, missing=()), case.flow, {}))[1]["status"] == "completed"


def test_ids_come_from_the_reference_and_the_day_is_that_of_the_request() -> None:
    case = example("onderwijs-melding")
    request = request_of(case, "report")
    bundle = bundle_of(request, case.flow, case.position.answers)
    questionnaire, response = resources(bundle)
    assert bundle["id"] == request.reference
    assert {questionnaire["id"], response["id"]} == {
        f"{request.reference}-questionnaire",
        f"{request.reference}-response",
    }
    assert response["identifier"]["value"] == request.reference
    assert response["authored"] == request.made_on
    assert to_fhir(request, case.flow, case.position.answers) == to_fhir(request, case.flow, case.position.answers)


def test_an_exercise_is_test_data_and_says_so() -> None:
    case = example("onderwijs-advies")
    request = request_of(case, "advice")
    exercise = replace(request, document=replace(request.document, practice="OEFENING"))
    bundle = bundle_of(exercise, case.flow, {})
    for resource in (bundle, *resources(bundle)):
        assert resource["meta"]["security"][0]["code"] == "HTEST"
    assert resources(bundle)[0]["title"].startswith("OEFENING")
    assert b"HTEST" not in to_fhir(request, case.flow, {})


def conditions(item: Item) -> list[Condition]:
    return [part for part in (item.when, item.unless) if part is not None]


def simple(condition: Condition, items: Mapping[str, Item]) -> bool:
    if isinstance(condition, Combination):
        return condition.op != "not" and all(simple(part, items) for part in condition.parts)
    return condition.op == "is" and condition.ref in items and items[condition.ref].kind in {"yesno", "one", "many"}


def holds(item: Node, given_answers: Mapping[str, Value]) -> bool:
    """What a reader of FHIR makes of `enableWhen`, as its specification says."""
    truths: list[bool] = []
    for row in item["enableWhen"]:
        value = given_answers.get(row["question"])
        chosen = value if isinstance(value, tuple) else (value,)
        truths.append((row["answerCoding"]["code"] in chosen) == (row["operator"] == "="))
    return all(truths) if item.get("enableBehavior") == "all" else any(truths)


@given(st.sampled_from(FLOWS), st.data())
@settings(max_examples=tries(80), deadline=None)
def test_a_question_is_enabled_exactly_when_the_flow_asks_it(name: str, data: st.DataObject) -> None:
    found = flow(name)
    chosen: dict[str, Value] = {}
    for item in found.items.values():
        ids = [option.id for option in item.options]
        if item.kind in {"yesno", "one"}:
            option = data.draw(st.sampled_from([None, *ids]), label=item.id)
            chosen |= {} if option is None else {item.id: option}
        elif item.kind == "many":
            several = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=2), label=item.id)
            chosen |= {item.id: tuple(several)} if several else {}
    position = replay(found, chosen, TODAY)
    questionnaire, _response = resources(json.loads(to_fhir(by_hand(found, {}).request("report"), found, {})))
    enabled = {path[1]: item for path, item in walked(questionnaire["item"]) if len(path) == 2}
    for question, node in enabled.items():
        if "enableWhen" in node and found.items[question].is_question:
            assert holds(node, position.answers) == (question in position.asked), question


@pytest.mark.parametrize("name", FLOWS)
def test_conditions_that_fhir_cannot_say_are_left_out_and_most_others_are_there(name: str) -> None:
    found = flow(name)
    questionnaire, _response = resources(json.loads(to_fhir(by_hand(found, {}).request("report"), found, {})))
    held = {path[1]: item for path, item in walked(questionnaire["item"]) if len(path) == 2}
    for item in found.items.values():
        said = "enableWhen" in held[item.id]
        if not conditions(item) or not all(simple(part, found.items) for part in conditions(item)):
            assert not said, item.id
        elif all(isinstance(part, Test) for part in conditions(item)) and len(conditions(item)) == 1:
            assert said, item.id
    assert sum("enableWhen" in item for item in held.values()) > 10
