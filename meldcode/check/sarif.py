"""Findings as SARIF 2.1.0 (OASIS): what code hosts and editors show beside the line it is about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePath
from urllib.parse import quote

from meldcode import __version__
from meldcode.check import catalogue
from meldcode.check.rules import Rule
from meldcode.flow.findings import Finding
from meldcode.flow.model import Mark
from meldcode.i18n import _, language
from meldcode.text import clean

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Json = dict[str, object]


def as_sarif(findings: Sequence[Finding]) -> str:
    """One run with all rules of the catalogue, and a result for each finding; accepted ones are suppressed."""
    places = {code: place for place, code in enumerate(catalogue.RULES)}
    driver: Json = {
        "name": "meldcode",
        "version": __version__,
        "rules": [_rule(rule) for rule in catalogue.RULES.values()],
    }
    run: Json = {
        "tool": {"driver": driver},
        "language": language(),
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places.get(one.code, -1)) for one in findings],
    }
    document: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return clean(json.dumps(document, ensure_ascii=False, indent=2))


def _rule(rule: Rule) -> Json:
    title, why = _(rule.title), _(rule.why)
    return {
        "id": rule.code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": why},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(one: Finding, rule: int) -> Json:
    text = ". ".join(part.rstrip(".") for part in (one.what, catalogue.why(one)) if part) + "."
    result: Json = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity,
        "message": {"text": " ".join(part for part in (text, one.hint) if part)},
        "locations": [{"physicalLocation": _place(one.mark)}],
    }
    if one.accepted:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": one.accepted}]
    return result


def _place(mark: Mark) -> Json:
    place: Json = {"artifactLocation": {"uri": _uri(mark.file)}}
    if mark.line:
        place["region"] = {"startLine": mark.line, "startColumn": mark.column}
    return place


def _uri(file: str) -> str:
    """A relative path where there is one, so that the report means the same on every machine."""
    path = PurePath(file)
    return Path(file).resolve().as_uri() if path.is_absolute() else quote(path.as_posix())
