"""The parts of a flow that hold no conditions: sources, and what an organisation says of itself.

`build` makes the rest from the same read values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from meldcode.flow.findings import Problems, near_match
from meldcode.flow.model import (
    PROTOCOL_PARTS,
    Directory,
    Keeping,
    Mark,
    Organisation,
    OwnPlace,
    OwnRegion,
    OwnWords,
    Role,
    Source,
)
from meldcode.flow.nodes import names_in, parts_of
from meldcode.flow.reader import Map
from meldcode.i18n import _

MOST_NAMED = 12
"""Of a longer list of names (all sources) only the near match is told."""


class Reading:
    """Reads nodes of a merged flow, and notes what is wrong with them."""

    def __init__(self, root: Map, problems: Problems) -> None:
        self.root = root
        self.problems = problems
        self.sources = self._sources()

    def _sources(self) -> Mapping[str, Source]:
        node = self.root.get("sources")
        result: dict[str, Source] = {}
        for key, value in (node if isinstance(node, Map) else Map(self.root.mark)).items():
            if isinstance(value, Map):
                year = value.get("year")
                result[key] = Source(
                    key,
                    self._text(value, "title"),
                    year if isinstance(year, int) else None,
                    self._text(value, "by"),
                    self._text(value, "url"),
                    self._text(value, "note"),
                )
        return result

    def _unique(self, section: str, key: str, inside: Map | None = None) -> list[Map]:
        seen: dict[str, Mark] = {}
        parts = parts_of(self.root if inside is None else inside, section)
        return [part for part in parts if self._first(seen, str(part[key]), part.at(key))]

    def _first(self, seen: dict[str, Mark], name: str, mark: Mark) -> bool:
        if name in seen:
            what = _("`{id}` bestaat al op {place}").format(id=name, place=seen[name])
            self.problems.add("M001", mark, what, remedy=_("Geef dit een andere naam."))
            return False
        seen[name] = mark
        return True

    def _text(self, node: Map, key: str) -> str:
        value = node.get(key)
        return "" if value is None else str(value).strip()

    def _needed(self, node: Map, key: str, name: str) -> str:
        text = self._text(node, key)
        if not text:
            what = _("`{id}` heeft geen `{key}`").format(id=name, key=key)
            self.problems.add("M010", node.mark, what, remedy=_("Voeg `{key}: …` toe.").format(key=key))
        return text

    def _names(self, node: Map, key: str, known: Iterable[str], code: str) -> tuple[str, ...]:
        names = names_in(node.get(key))
        known = list(known)
        for name in names:
            if name not in known:
                what = _("`{id}` bestaat niet bij `{key}`").format(id=name, key=key)
                few = 0 < len(known) <= MOST_NAMED
                remedy = _("Kies uit: {values}.").format(values=", ".join(known)) if few else ""
                self.problems.add(code, node.at(key), what, remedy=remedy, near=near_match(name, known))
        return tuple(names)

    def _source(self, node: Map, name: str) -> tuple[str, ...]:
        if "source" not in node:
            what = _("`{id}` noemt geen bron").format(id=name)
            self.problems.add("M011", node.mark, what, remedy=_("Voeg `source: …` toe."))
        return self._names(node, "source", self.sources, "M006")

    def _keeping(self) -> Keeping | None:
        name, node = "keeping", self.root.get("keeping")
        if not isinstance(node, Map):
            return None
        words = [self._needed(node, key, name) for key in ("official", "text")]
        return Keeping(words[0], words[1], self._source(node, name))

    def _directory(self) -> Directory:
        own = cast(Map, self.root.get("directory", Map(self.root.mark)))
        regions, places = self._unique("regions", "region", own), self._unique("municipalities", "municipality", own)
        return Directory(tuple(map(self._own_region, regions)), tuple(map(self._own_place, places)))

    def _own_region(self, node: Map) -> OwnRegion:
        name, line, website, note = (self._text(node, key) for key in ("region", "line", "website", "note"))
        return OwnRegion(name, line, website, note, self._source(node, name))

    def _own_place(self, node: Map) -> OwnPlace:
        name, region = (self._text(node, key) for key in ("municipality", "region"))
        return OwnPlace(name, region, self._source(node, name))

    def _organisation(self) -> Organisation | None:
        node = self.root.get("organisation")
        if not isinstance(node, Map):
            return None
        roles = tuple(map(self._role, self._unique("roles", "role", node)))
        decides = self._names(node, "decides", (role.id for role in roles), "M014")
        return Organisation(
            self._needed(node, "name", "organisation"),
            "".join(decides),
            self._text(node, "adopted"),
            roles,
        )

    def _role(self, node: Map) -> Role:
        name, title, who, reach, text = (self._text(node, key) for key in ("role", "title", "who", "reach", "text"))
        return Role(name, title, who, reach, text, self._names(node, "source", self.sources, "M006"))

    def _who(self, node: Map) -> tuple[str, ...]:
        """The roles that a step names; an organisation must have said who they are."""
        own = self.root.get("organisation")
        roles = parts_of(own, "roles") if isinstance(own, Map) else []
        return self._names(node, "who", (self._text(role, "role") for role in roles), "M014")

    def _protocol(self) -> Mapping[str, OwnWords]:
        own = self.root.get("protocol")
        node = own if isinstance(own, Map) else Map(self.root.mark)
        return {
            key: OwnWords(self._needed(part, "text", key), self._names(part, "source", self.sources, "M006"))
            for key in PROTOCOL_PARTS
            if isinstance(part := node.get(key), Map)
        }

    def _translations(self) -> Mapping[str, Mapping[str, str]]:
        own = self.root.get("translations")
        result: dict[str, Mapping[str, str]] = {}
        for language, texts in own.items() if isinstance(own, Map) else ():
            if isinstance(texts, Map):
                result[language] = {key.strip(): str(text).strip() for key, text in texts.items() if text is not None}
        return result
