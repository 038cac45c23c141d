"""Answers as an answers file: what `run` replays, the app opens, and an author can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import yaml

from meldcode.flow.model import Answers, Flow, Value
from meldcode.text import one_line

LOOKED_FROM = date(2026, 3, 2)
"""The day on which paths are looked at. What is proved holds for all answers, so any day would do; with a fixed one the
same flow gives the same files."""


def answers_text(flow: Flow, answers: Answers, about: Iterable[str], expect: Mapping[str, object] | None = None) -> str:
    """The YAML of these answers; `about` are lines of comment above it, `expect` what they should lead to."""
    lines = [f"# {one_line(line)}" for line in about]
    root: dict[str, object] = {"flow": flow.id, "today": LOOKED_FROM.isoformat(), "practice": True}
    if expect:
        root["expect"] = dict(expect)
    root["answers"] = {name: _plain(value) for name, value in answers.items()}
    text = yaml.safe_dump(root, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return "\n".join([*lines, text])


def _plain(value: Value) -> object:
    """The value in lists and mappings that YAML knows, apart from each other so that no anchors are written."""
    if isinstance(value, tuple):
        return [dict(part) if isinstance(part, Mapping) else part for part in value]
    return value
