"""The published schema: sound, documented, closed, and with no place for identity in an advice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from jsonschema import Draft202012Validator

from meldcode.errors import MeldcodeError
from meldcode.request import codes, content, validate
from meldcode.request.asks import PLACES
from meldcode.request.directory import municipalities, regions
from meldcode.request.shape import Json
from meldcode.request.write import schema
from tests.request.cases import EXAMPLES, FLOWS, by_hand, everything, example, flow, leaves, replaced

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)
IDENTITY = ("Sem de Wit", "Kerkstraat 12, 3511 AB Utrecht", "123456782", "2017-05-03", "06-12345678", "Hij sloeg haar")
"""A name, an address, a BSN, a date of birth, a number and a sentence; all invented."""
FIXED = {("made_on",), ("flow", "version")}
"""The day of the request is a date, and a version may look like one; neither comes from an answer."""

WORDS = {
    ("wishes", "advice_question"),
    *((place, name) for place in range(9) for name in ("fact", "interpretation", "place", "text")),
}
"""Ends of the places of screened texts in an advice."""
LATER = {
    *(
        "record_head",
        "practice",
        "document",
        "integrity",
        "texts",
        "fact",
        "interpretation",
        "place",
        "advice_question",
    ),
}
"""Properties that came after 1.0, or that only some requests have: a request of that time is still one."""

MADE = {
    "requester": {"sector"},
    "persons": {"list", "guardian_code", "unborn"},
    "consultations": {"entries"},
    "talks": {"view", "entries"},
    "weighings": {"children"},
    "anonymity": {"legal_ground"},
}
"""What a group holds besides answers to single questions."""


def as_json(data: bytes) -> dict[str, Json]:
    found: dict[str, Json] = json.loads(data)
    return found


def advice() -> dict[str, Json]:
    return as_json(content(by_hand(flow("onderwijs"), everything(flow("onderwijs"), str)).request("advice")))


def places(found: Json) -> list[tuple[str | int, ...]]:
    """The place of every value; of values that differ by their numbers only ("facts/1/ago", "facts/2/ago") one."""
    one_of: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for path, _value in leaves(found):
        shape = "parts" if path[:2] == ("integrity", "parts") else ""
        one_of[tuple(shape or ("" if isinstance(step, int) else step) for step in path)] = path
    return list(one_of.values())


def objects(part: Json) -> Iterator[Mapping[str, Json]]:
    """Every subschema of an object."""
    if isinstance(part, Mapping):
        if "properties" in part and part.get("type") == "object":
            yield part
        for inner in part.values():
            yield from objects(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from objects(inner)


def defined(name: str) -> Mapping[str, Json]:
    found = SCHEMA["$defs"]
    assert isinstance(found, Mapping)
    part = found[name]
    assert isinstance(part, Mapping)
    return part


def test_the_schema_is_a_schema_and_says_its_version() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:meldcode:amhk-request:1"


def test_every_object_is_closed_and_every_property_is_explained() -> None:
    found = list(objects(SCHEMA["$defs"]))
    assert len(found) > 40
    for part in found:
        assert part["additionalProperties"] is False
        properties = part["properties"]
        assert isinstance(properties, Mapping)
        required = set(json.loads(json.dumps(part["required"])))
        assert required <= set(properties)
        for name in set(properties) - required:
            assert name in LATER or "Since 1.2." in str(properties[name]), name
        for name, inner in properties.items():
            reference = isinstance(inner, Mapping) and set(inner) == {"$ref"}
            assert reference or (isinstance(inner, Mapping) and inner.get("description")), name
    definitions = SCHEMA["$defs"]
    assert isinstance(definitions, Mapping)
    assert all(isinstance(part, Mapping) and part.get("description") for part in definitions.values())


def test_the_lists_in_the_schema_are_those_of_the_data() -> None:
    assert defined("municipality")["enum"] == [place.name for place in municipalities()]
    text = json.dumps(SCHEMA, ensure_ascii=False)
    for region in regions().values():
        assert region.name in text
    for name in ("aanleiding_2025", "aard_2025", "hoedanigheid_2025"):
        inner = defined("codes")["properties"]
        assert isinstance(inner, Mapping)
        assert json.dumps([code.label for code in codes.code_list(name)]) in json.dumps(inner[name])


def test_the_groups_of_the_schema_are_those_of_the_program() -> None:
    properties = defined("report")["properties"]
    assert isinstance(properties, Mapping)
    for key, group in PLACES.items():
        part = properties[key]
        assert isinstance(part, Mapping)
        assert isinstance(part["properties"], Mapping)
        assert set(part["properties"]) == {ask.key for ask in group} | MADE.get(key, set())


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", ["advice", "report"])
def test_what_the_examples_make_follows_the_schema(name: str, kind: str) -> None:
    validate(as_json(content(example(name).request("advice" if kind == "advice" else "report"))))


@pytest.mark.parametrize("name", FLOWS)
def test_a_request_of_no_answers_and_one_of_all_answers_follow_the_schema(name: str) -> None:
    for case in (by_hand(flow(name), {}), by_hand(flow(name), everything(flow(name), str))):
        validate(as_json(content(case.request("report"))))
        validate(as_json(content(case.request("advice"))))


def test_an_advice_with_a_property_that_it_has_no_place_for_is_invalid() -> None:
    found = advice()
    validate(found)
    places = {path[:depth] for path, _value in leaves(found) for depth in range(len(path))}
    for place in sorted(places, key=str):
        part: Json = found
        for step in place:
            part = part[step]  # type: ignore[index]
        if isinstance(part, dict):
            assert not VALIDATOR.is_valid(replaced(found, place, {**part, "naam": "Sem de Wit"})), place


@pytest.mark.parametrize("text", IDENTITY)
def test_identity_in_any_place_of_an_advice_is_invalid(text: str) -> None:
    found = advice()
    for path in places(found):
        if path in FIXED or path[0] == "document" or path[-2:] in WORDS:
            continue
        assert not VALIDATOR.is_valid(replaced(found, path, text)), path


def test_an_advice_has_room_for_words_only_where_screened_texts_stand() -> None:
    """Beside the document, which is the same in words: that is searched for every known identifier when written."""
    found = advice()
    open_places = {path for path in places(found) if VALIDATOR.is_valid(replaced(found, path, "Hij sloeg haar"))}
    rest = {path for path in open_places if path[0] != "document" and path not in FIXED}
    assert all(path[-1] in {"fact", "interpretation", "place", "advice_question", "text"} for path in rest), rest


@pytest.mark.parametrize("number", [123456782, 31612345678, 3511])
def test_a_number_of_a_person_in_any_place_of_an_advice_is_invalid(number: int) -> None:
    found = advice()
    for path in places(found):
        assert not VALIDATOR.is_valid(replaced(found, path, number)), path


def test_what_is_refused_is_told_without_its_value() -> None:
    with pytest.raises(MeldcodeError) as refused:
        validate({**advice(), "requester": {"function": "Sem de Wit", "reachable": [], "sector": "education"}})
    assert "requester/function" in refused.value.message
    assert "Sem" not in refused.value.message + refused.value.hint


def test_a_report_is_no_advice_and_an_advice_no_report() -> None:
    report = as_json(content(example("onderwijs-melding").request("report")))
    for data, other in ((report, "advice"), (advice(), "report"), (advice(), "something else")):
        assert not VALIDATOR.is_valid({**data, "kind": other})
