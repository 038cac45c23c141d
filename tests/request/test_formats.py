"""Requests that older versions wrote validate for ever. Files in `formats/VERSION`, all from invented cases.

They were written by those versions, and are never made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from meldcode.request import content, validate
from meldcode.request.shape import Json
from meldcode.request.write import schema
from tests.request.cases import by_hand, everything, flow

VALIDATOR = Draft202012Validator(schema())
FOLDER = Path(__file__).parent / "formats"
FILES = sorted(FOLDER.glob("*/*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_request_of_before_follows_the_schema_of_now(path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    assert data["format_version"] == path.parent.name
    validate(data)


def test_every_older_version_has_both_kinds() -> None:
    found = {(path.parent.name, json.loads(path.read_text("utf-8"))["kind"]) for path in FILES}
    assert found >= {(version, kind) for version in ("1.0", "1.1") for kind in ("advice", "report")}


def without(data: Json, path: tuple[str, ...]) -> Json:
    """The same tree without the property at this place; in a list, without it in every part."""
    if isinstance(data, list):
        return [without(part, path) for part in data]
    assert isinstance(data, dict)
    first, *rest = path
    if not rest:
        assert first in data, path
        return {key: value for key, value in data.items() if key != first}
    return {**data, first: without(data[first], tuple(rest))}


def required_places(rules: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every place that `report_since_1_2` requires."""
    assert isinstance(rules, Mapping)
    yield from ((*path, str(name)) for name in json.loads(json.dumps(rules.get("required", []))))
    properties = rules.get("properties", {})
    assert isinstance(properties, Mapping)
    for name, inner in properties.items():
        yield from required_places(inner, (*path, name))
    if "items" in rules:
        yield from required_places(rules["items"], path)


def test_a_report_since_1_2_has_every_place_that_was_added_and_an_older_one_needs_none() -> None:
    report = json.loads(
        content(by_hand(flow("basis"), {**everything(flow("basis"), str), "gemeente": "Utrecht"}).request("report"))
    )
    report["format_version"] = "1.2"
    validate(report)
    places = list(required_places(schema()["$defs"]["report_since_1_2"]))  # type: ignore[index,call-overload]
    assert len(places) > 30
    for place in places:
        lacking = without(report, place)
        assert isinstance(lacking, dict)
        assert not VALIDATOR.is_valid(lacking), place
        assert VALIDATOR.is_valid({**lacking, "format_version": "1.1"}), place
