"""The shape of a flow or practice case against its JSON Schema, said in plain words with place and near match."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from meldcode.flow.findings import Problems, near_match
from meldcode.flow.model import Mark
from meldcode.flow.reader import Map, Seq
from meldcode.i18n import _

MOST_NAMED = 30
"""Longer lists (all municipalities) are not told in full; the near match is."""

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


@cache
def _validator(package: str, name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # 90 ms, so not at import

    return Draft202012Validator(json.loads(files(package).joinpath(name).read_text(encoding="utf-8")))


def check_shape(root: Map, problems: Problems, package: str = "meldcode.flow", name: str = "flow.schema.json") -> None:
    """Add a finding (S…) for each place where the file does not have the shape that this schema of ours asks for."""
    for error in _validator(package, name).iter_errors(root):
        _explain(error, root, problems)


def _explain(error: ValidationError, root: Map, problems: Problems) -> None:
    place = _place(root, list(error.absolute_path))
    instance, rule = error.instance, cast(object, error.validator_value)
    if error.validator == "additionalProperties" and isinstance(instance, Map):
        known = sorted(error.schema.get("properties", {})) if isinstance(error.schema, Mapping) else []
        for key in instance:
            if key not in known:
                what = _("de sleutel `{key}` bestaat hier niet").format(key=key)
                remedy = _("Hier kunnen staan: {keys}.").format(keys=", ".join(known))
                why = _("Verbergen kan alleen bij een vraag of notitie.") if key == "hide" else ""
                problems.add("S001", instance.at(key), what, why=why, remedy=remedy, near=near_match(key, known))
    elif error.validator == "required" and isinstance(instance, Map):
        for key in cast("list[str]", rule):
            if key not in instance:
                what = _("hier ontbreekt de sleutel `{key}`").format(key=key)
                problems.add("S002", place, what, remedy=_("Voeg `{key}: …` toe.").format(key=key))
    elif error.validator == "type":
        wanted = [rule] if isinstance(rule, str) else cast("list[str]", rule)
        names = [_type_name(name) for name in wanted]
        what = _("hier hoort {wanted} te staan, en er staat {found}").format(
            wanted=_(" of ").join(dict.fromkeys(names)), found=_found(instance)
        )
        problems.add("S003", place, what, remedy=_remedy_for_type(instance))
    elif error.validator == "enum":
        allowed = [_word(value) for value in cast("list[object]", rule)]
        what = _("`{value}` kan hier niet").format(value=_word(instance))
        remedy = _("Kies uit: {values}.").format(values=", ".join(allowed)) if len(allowed) <= MOST_NAMED else ""
        near = near_match(str(instance), allowed) if isinstance(instance, str) else ""
        problems.add("S004", place, what, remedy=remedy, near=near)
    elif error.validator == "pattern" and isinstance(error.schema, Mapping) and "examples" in error.schema:
        what = _("`{value}` heeft hier niet de goede vorm").format(value=_word(instance))
        remedy = _("Schrijf het bijvoorbeeld zo: {example}.").format(example=error.schema["examples"][0])
        problems.add("S004", place, what, remedy=remedy)
    elif error.validator == "pattern" or (error.validator == "propertyNames"):
        what = _("`{value}` kan geen naam zijn").format(value=_word(instance))
        remedy = _("Gebruik kleine letters, cijfers en _; begin met een letter.")
        problems.add("S004", place, what, remedy=remedy)
    elif error.validator in {"minimum", "maximum"} and isinstance(error.schema, Mapping):
        remedy = _("Kies een getal van {low} tot en met {high}.")
        remedy = remedy.format(low=error.schema.get("minimum"), high=error.schema.get("maximum"))
        problems.add("S004", place, _("`{value}` kan hier niet").format(value=_word(instance)), remedy=remedy)
    elif error.validator in {"minItems", "minProperties"}:
        problems.add("S004", place, _("dit mag niet leeg zijn"))
    else:
        problems.add("S004", place, _("dit heeft niet de goede vorm"))


def _place(root: Map, path: list[str | int]) -> Mark:
    node: object = root
    mark = root.mark
    for part in path:
        if isinstance(node, Map) and isinstance(part, str):
            mark = node.at(part)
            node = node.get(part)
        elif isinstance(node, Seq) and isinstance(part, int):
            mark = node.marks[part]
            node = node[part]
    return mark


def _type_name(name: str) -> str:
    return {
        "string": _("tekst"),
        "integer": _("een heel getal"),
        "boolean": _("true of false"),
        "object": _("een lijst van sleutels met waarden"),
        "array": _("een lijst met streepjes"),
    }.get(name, name)


def _found(value: object) -> str:
    if value is None:
        return _("niets")
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {Map: "object", Seq: "array", int: "integer", str: "string"}
    return _type_name(names.get(type(value), "string"))


def _remedy_for_type(value: object) -> str:
    if isinstance(value, bool | int) or value is None:
        return _("Zet aanhalingstekens om de waarde als het tekst is.")
    return _("Kijk naar het inspringen en de streepjes.")


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
