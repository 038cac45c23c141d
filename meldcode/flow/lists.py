"""Lists of options that several questions share: `lists:` at the top, and its name under `options:`."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.flow.findings import Problems, near_match
from meldcode.flow.model import Mark
from meldcode.flow.nodes import parts_of
from meldcode.flow.reader import Map
from meldcode.i18n import _


def uses_of_lists(root: Map) -> Iterator[tuple[Map, str, Mark]]:
    """Every question or field of one file that names a list: its node, the name and the place."""
    for step in parts_of(root, "steps"):
        for item in parts_of(step, "items"):
            for node in (item, *parts_of(item, "fields")):
                if isinstance(name := node.get("options"), str):
                    yield node, name, node.at("options")


def fill_lists(root: Map, below: Map, problems: Problems) -> Map:
    """Put the options in place of each name of a list (M013 for an unknown one), in `root` itself.

    `below` are the lists of the files that this one builds on. Gives all lists known from here on.
    """
    known, own = below.copy(), root.get("lists")
    if isinstance(own, Map):
        for name in own:
            known.put(name, own[name], own.at(name))
    for node, name, mark in uses_of_lists(root):
        options = known.get(name)
        if not isinstance(options, Map):
            what = _("de lijst `{id}` bestaat niet").format(id=name)
            remedy = _("Zet de lijst bovenaan bij `lists:`, of schrijf de keuzes hier uit.")
            problems.add("M013", mark, what, remedy=remedy, near=near_match(name, known))
            options = Map(mark)
        node.put("options", options, mark)
    return known
