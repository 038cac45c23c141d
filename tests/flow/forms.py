"""Small invented flows for the tests, made from text as an author would write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from meldcode.flow.build import build_flow
from meldcode.flow.conditions import DERIVED, Scope, Truth, parse_condition
from meldcode.flow.engine import Engine
from meldcode.flow.findings import Problems
from meldcode.flow.model import Condition, Flow
from meldcode.flow.reader import Map, read_yaml
from meldcode.flow.shape import check_shape

TODAY = date(2026, 3, 2)

SMALL = (Path(__file__).parent.parent / "defects" / "klein.yaml").read_text("utf-8")
"""Every part of the language once; `klaar` protects nobody, so it may not be widened."""


def make_flow(text: str | Mapping[str, object], name: str = "proef.yaml") -> Flow:
    """The flow in a text, or in plain values (JSON is YAML too). Raises `FlowError` as a file would."""
    data = text if isinstance(text, str) else json.dumps(text)
    root, problems = read_yaml(data.encode(), name), Problems()
    check_shape(root, problems)
    problems.check()
    flow = build_flow(root, "", problems)
    problems.check()
    return flow


def small() -> Flow:
    """The small flow."""
    return make_flow(SMALL)


def condition(flow: Flow, text: str) -> Condition:
    """A condition as an author writes it, for example `{gevaar: ja}`."""
    root, problems = read_yaml(f"when: {text}".encode(), "voorwaarde.yaml"), Problems()
    derived = {
        "outcome": {outcome.id for outcome in flow.outcomes},
        "norm": {norm.id for norm in flow.norms},
        "alert": {alert.id for alert in flow.alerts},
    }
    assert derived.keys() == set(DERIVED)
    items = {name: item for name, item in flow.items.items() if item.is_question}
    found = parse_condition(cast(Map, root["when"]), root.at("when"), Scope(items, derived), problems)
    problems.check()
    return found


def truth(flow: Flow, text: str, answers: Mapping[str, object], today: date = TODAY) -> Truth:
    """What a condition says of these answers: True, False or None for unknown."""
    engine = Engine(flow, today)
    engine.answer_all(answers)
    return engine.truth(condition(flow, text))


def questions(count: int, shape: str, *, title: str = "Vraag {number}") -> dict[str, object]:
    """Yes/no questions q0, q1, …: `chain` (each shows when the one before is yes), `star` (all hang on q0), `loose`."""
    items: list[dict[str, object]] = []
    for number in range(count):
        item: dict[str, object] = {
            "ask": f"q{number}",
            "kind": "yesno",
            "text": title.format(number=number),
            "source": "s",
        }
        if number and shape != "loose":
            item["when"] = {f"q{number - 1 if shape == 'chain' else 0}": "ja"}
        items.append(item)
    return in_steps(items)


def in_steps(*steps: list[dict[str, object]]) -> dict[str, object]:
    """A flow with these questions per step and one outcome, as an author would write it."""
    return {
        "flow": "synthetisch",
        "title": "Verzonnen",
        "version": "1",
        "sources": {"s": {"title": "Geen"}},
        "steps": [
            {"step": f"stap{number}", "title": "?", "source": "s", "items": items}
            for number, items in enumerate(steps, start=1)
        ],
        "outcomes": [{"outcome": "open", "title": "Open", "text": "Open", "source": "s"}],
    }
