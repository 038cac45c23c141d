"""Changes to the shipped flows: those that break a norm or the law's minimum, and those that do no harm."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import yaml

from meldcode import resources


class Change(NamedTuple):
    """One text in the file of a flow that becomes another."""

    name: str
    flow: str
    old: str
    new: str
    finding: str = ""
    """The code and the subject of a finding that tells it, where that matters."""


def _read(section: str) -> tuple[Change, ...]:
    return tuple(Change(**row) for row in _ALL[section])


_ALL = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
BREAKING, UNSEEN, LACKING, HARMLESS = (_read(name) for name in ("breaking", "unseen", "lacking", "harmless"))


def changed(folder: Path, change: Change) -> Path:
    """The file of the flow with the change in it, in a copy of all flows. The old text must stand there once."""
    flows = folder / "flows"
    if not flows.exists():
        flows.mkdir()
        for path in resources.flows_folder().glob("*.yaml"):
            shutil.copy(path, flows)
    path = flows / f"{change.flow}.yaml"
    text = path.read_text("utf-8")
    assert text.count(change.old) == 1, f"{change.name}: stands {text.count(change.old)} times in {path.name}"
    path.write_text(text.replace(change.old, change.new), "utf-8")
    return path
