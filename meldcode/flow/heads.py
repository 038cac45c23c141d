"""The list of shipped flows, read from their first lines only: it is what the first screen waits for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from meldcode import resources

_LINE = re.compile(r"(flow|title|version|profession|language):\s*(.*?)\s*\Z")
_REST = ("steps:", "sources:", "contacts:")


class Head(NamedTuple):
    """What a list of flows shows."""

    id: str
    title: str
    version: str
    profession: str
    language: str
    path: Path


def heads() -> list[Head]:
    """The shipped flows, base first. Reads plain `key: value` lines, without the YAML parser and without checking."""
    found = [_head(path) for path in sorted(resources.flows_folder().glob("*.yaml"))]
    return sorted(found, key=lambda head: (head.profession != "base", head.id))


def _head(path: Path) -> Head:
    text = {"flow": path.stem, "title": path.stem, "version": "", "profession": "other", "language": "nl"}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith(_REST):
                break
            found = _LINE.match(line.rstrip("\n"))
            if found:
                text[found[1]] = found[2].strip("\"'")
    return Head(text["flow"], text["title"], text["version"], text["profession"], text["language"], path)
