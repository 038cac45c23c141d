"""The list of flows: shipped ones, read from their first lines only as the first screen waits for it; and own ones.

Own flows are files that an organisation put in the folder `flows` of the data folder. They are read and checked as a
whole, so that the list can say which one is no good, and they never keep the others from being listed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from meldcode import resources
from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.text import one_line

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
    own: bool = False
    """Whether it did not ship."""
    trouble: str = ""
    """What keeps an own flow from being chosen; empty when nothing does."""
    hint: str = ""
    """What to do about that."""

    @property
    def name(self) -> str | Path:
        """What `load_flow` finds it by: an own flow only ever by its file."""
        return self.path if self.own else self.id

    @property
    def mark(self) -> str:
        """In words that it did not ship, and whether something is the matter; empty for a shipped flow."""
        if not self.own:
            return ""
        own = _("eigen, niet meegeleverd")
        return f"{own}: {self.trouble}" if self.trouble else own


OWN_FOLDER = "flows"
"""In the data folder."""


def heads() -> list[Head]:
    """The shipped flows, base first. Reads plain `key: value` lines, without the YAML parser and without checking."""
    found = [_head(path) for path in sorted(resources.flows_folder().glob("*.yaml"))]
    return sorted(found, key=lambda head: (head.profession != "base", head.id))


def own_heads(folder: Path) -> list[Head]:
    """The flows of an organisation, by file name; `folder` is the data folder. Raises nothing: the list says it."""
    try:
        with os.scandir(folder / OWN_FOLDER) as entries:
            names = sorted(one.name for one in entries if one.name.endswith((".yaml", ".yml")) and one.is_file())
    except OSError:  # there is none, as almost everywhere
        return []
    shipped = {head.id for head in heads()}
    return [_own_head(folder / OWN_FOLDER / name, shipped) for name in names if not name.startswith(".")]


def all_heads(folder: Path) -> list[Head]:
    """What a person can choose from: shipped flows for a profession, then own ones. `folder` is the data folder."""
    shipped = heads()
    return [*([head for head in shipped if head.profession != "base"] or shipped), *own_heads(folder)]


def named(name: str, folder: Path) -> str | Path:
    """What to load for the name a person typed: an own flow's file when only an own flow has this id, else the name."""
    if not name.replace("_", "").isalnum() or any(head.id == name for head in heads()):
        return name
    return next((head.path for head in own_heads(folder) if head.id == name), name)


def refusal(head: Head) -> MeldcodeError | None:
    """Why this flow cannot be chosen from the list; None when it can."""
    return MeldcodeError(head.trouble, head.hint) if head.trouble else None


def _own_head(path: Path, shipped: set[str]) -> Head:
    from meldcode.flow.loader import peek_flow  # reads YAML; almost nobody has flows of their own

    try:
        flow = peek_flow(path)
    except MeldcodeError:
        hint = _("Kijk wat er mis is met: meldcode check {path}").format(path=one_line(str(path)))
        name = one_line(path.stem)
        return Head(name, one_line(path.name), "", "", "", path, True, _("het bestand klopt niet"), hint)
    trouble = hint = ""
    if flow.id in shipped:
        trouble = _("heet `{id}`, net als een meegeleverde vragenlijst, en die gaat voor").format(id=flow.id)
        hint = _("Geef de eigen vragenlijst een andere naam achter `flow:`.")
    title, version = one_line(flow.title), one_line(flow.version)
    return Head(flow.id, title, version, flow.profession, one_line(flow.language), path, True, trouble, hint)


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
