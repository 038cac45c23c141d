"""The order in which a region's own form asks, so that a report can be pasted into it part by part.

Only what was seen of a form is here: the titles of its parts, and which parts of a report belong there. What a form has
no place for comes at the end; nothing is dropped. Source: `data/forms`, one file per region.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from meldcode.i18n import _, speaking
from meldcode.request.codes import DATA
from meldcode.request.report import SECTIONS
from meldcode.request.shape import Request, Section
from meldcode.request.text import section_line, to_text


class FormPart(NamedTuple):
    """A part of a form: its title, and the keys of a report's data that belong there (none: nothing to fill in)."""

    title: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one region (`VT06`). `exact`: the titles are those of the form itself, not of a page about it."""

    region: str
    title: str
    url: str
    source: str
    seen: str
    exact: bool
    parts: tuple[FormPart, ...]


def form_for(regions: Iterable[str]) -> Form | None:
    """The form of the first of these regions of which one is known; None when none is."""
    return next((forms()[code] for code in regions if code in forms()), None)


@cache
def forms() -> dict[str, Form]:
    """All known forms by region."""
    found = {}
    for path in sorted((DATA / "forms").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        parts = tuple(FormPart(part["title"], tuple(part["keys"])) for part in data.pop("parts"))
        found[data["region"]] = Form(**data, parts=parts)
    return found


def ordered(request: Request, form: Form) -> list[tuple[str, str]]:
    """A report's own sections in the order of the form, as title of the part and the text for it.

    A section goes to the first part that has one of its keys; parts without any are left out. What has no part comes
    under a title of ours, and what stands apart stays apart, at the very end.
    """
    with speaking(request.language):
        titled = [(_(title), found) for title, found, _apart in SECTIONS]
        keys = dict(titled)
        rest = _("Overig")
    texts: dict[str, list[str]] = {title: [] for title in (*(part.title for part in form.parts), rest)}
    apart: list[tuple[str, str]] = []
    for section, text in _texts(request):
        home = next((part.title for part in form.parts if set(part.keys) & set(keys.get(section.title, ()))), rest)
        if section.apart:
            apart.append((section.title, text))
        else:
            texts[home].append(text)
    return [*((title, "\n\n".join(found)) for title, found in texts.items() if found), *apart]


def _texts(request: Request) -> list[tuple[Section, str]]:
    """Each section with its text, its own title above it, as it stands in the text of the whole request."""
    rest = to_text(request)
    found: list[tuple[Section, str]] = []
    for number, section in reversed(list(enumerate(request.document.sections, 1))):
        rest, _line, text = rest.rpartition(f"\n{section_line(number, section)}\n")
        found.append((section, f"{section.title}\n\n{text.strip()}"))
    return found[::-1]
