"""`meldcode rebase`: what of an overlay still holds when its base gets a new version, three-way and in words.

Compares what the overlay says with the old base and with the new one, as written; then lays it over the new base and
adds what the merge and the model find.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from meldcode.check.earlier import MADE_FOR
from meldcode.errors import Exit
from meldcode.flow.build import build_flow
from meldcode.flow.differences import differences
from meldcode.flow.findings import Finding, Problems, near_match
from meldcode.flow.lists import fill_lists
from meldcode.flow.model import Flow, Mark
from meldcode.flow.nodes import item_id, maps
from meldcode.flow.overlay import merge
from meldcode.flow.reader import Map, Seq, read_file, read_yaml
from meldcode.flow.shape import check_shape
from meldcode.flow.told import words as tell
from meldcode.i18n import _, ngettext
from meldcode.text import one_line

ChangeKind = Literal["clashes", "gone", "look", "needless", "applies"]
KINDS: tuple[ChangeKind, ...] = ("clashes", "gone", "look", "needless", "applies")
"""In the order in which an author should see them."""

_SECTIONS = {"contacts": "contact", "alerts": "alert", "outcomes": "outcome", "norms": "norm", "deadlines": "deadline"}
_DIRECTORY = {"regions": "region", "municipalities": "municipality"}
MOST_TOLD = 40
"""Of so many differences in the base itself each is told."""
_OWN = {"flow", "extends", "title", "version", "language", "accept"}
"""What an overlay always says for itself."""
_SAME_WORDS = ("text", "title", "name")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the overlay does. `key` is empty for a whole part; `id` is dotted for what stands in a question.

    `old`, `mine` and `new` are what the old base, the overlay and the new base say, as text; empty for nothing.
    `why` tells what is refused or found; `near` is what something that is gone may be called now.
    """

    kind: ChangeKind
    mark: Mark
    part: str
    id: str
    key: str = ""
    old: str = ""
    mine: str = ""
    new: str = ""
    near: str = ""
    why: str = ""


def rebase(old_base: Flow, new_base: Flow, overlay: Path) -> list[Change]:
    """Everything the overlay does, in order of place. Raises `FlowError` when the overlay itself cannot be read."""
    data = read_file(overlay)
    root, problems = read_yaml(data, str(overlay)), Problems()
    check_shape(root, problems)
    problems.check()
    (old, _lists), (new, lists) = _merged(old_base), _merged(new_base)
    changes = sorted(_Compare(old, new).changes(root), key=lambda change: change.mark)
    return _with_findings(changes, _found(read_yaml(data, str(overlay)), new, lists))


def words(change: Change) -> str:
    """A change as lines: place and what becomes of it, and below that what each of the three says."""
    subject = f"`{change.id}`" if change.id else change.part
    subject = _("{key} van {subject}").format(key=f"`{change.key}`", subject=subject) if change.key else subject
    pattern = {
        "applies": _("{subject}: geldt nog"),
        "needless": _("{subject}: niet meer nodig, de nieuwe basis zegt dit ook"),
        "gone": _("{subject}: staat niet meer in de nieuwe basis"),
        "look": _("{subject}: de basis is hier ook veranderd, kijk wat u wilt"),
        "clashes": _("{subject}: botst met de nieuwe basis"),
    }[change.kind]
    lines = [f"{change.mark}: {pattern.format(subject=subject)}"]
    if change.why:
        lines.append(f"    {change.why}")
    if change.near:
        lines.append("    " + _("Misschien heet dit nu `{near}`.").format(near=change.near))
    if change.kind == "look":
        nothing = _("(niets)")
        for said, text in ((_("Eerst"), change.old), (_("Uw bestand"), change.mine), (_("Nu"), change.new)):
            lines.append(f"    {said}: {text or nothing}")
    return "\n".join(("    " + one_line(line[4:])) if line.startswith("    ") else one_line(line) for line in lines)


def summary(changes: Iterable[Change]) -> str:
    """How many of each kind, on one line."""
    kinds = [change.kind for change in changes]
    names = {
        "applies": _("geldt nog: {count}"),
        "needless": _("niet meer nodig: {count}"),
        "gone": _("weg: {count}"),
        "look": _("zelf kijken: {count}"),
        "clashes": _("botst: {count}"),
    }
    total = ngettext("{count} wijziging", "{count} wijzigingen", len(kinds)).format(count=len(kinds))
    parts = [names[kind].format(count=kinds.count(kind)) for kind in KINDS if kind in kinds]
    return f"{total}: {', '.join(parts)}" if parts else total


def base_lines(old: Flow, new: Flow) -> Iterator[str]:
    """What is said and asked otherwise in the base itself, and what to do when all of it is right."""
    if old.version == new.version:
        yield _("Uw bestand is voor versie {version} van `{base}`. Dat is de versie van nu.").format(
            version=new.version, base=new.id
        )
        return
    told = [one for one in differences(old, new) if (one.part, one.what) != ("flow", "version")]
    head = _("In `{base}` zelf, van versie {old} naar {new}").format(base=new.id, old=old.version, new=new.version)
    yield head + ":" + ("" if told else " " + _("niets"))
    yield from (f"  - {one_line(tell(one))}" for one in told[:MOST_TOLD])
    if len(told) > MOST_TOLD:
        yield "  " + _("en nog {count}").format(count=len(told) - MOST_TOLD)
    yield _('Klopt alles? Zet dan `{key}: "{version}"` in uw bestand.').format(key=MADE_FOR, version=new.version)


def exit_code(changes: Iterable[Change]) -> Exit:
    """1 when something clashes or has lost what it changes: the overlay does not hold as it stands."""
    return Exit.FINDINGS if any(change.kind in {"clashes", "gone"} for change in changes) else Exit.DONE


def _merged(flow: Flow) -> tuple[Map, Map]:
    """The files of a flow laid over each other as written, and the lists they know."""
    roots = [read_yaml(data, name) for name, data in reversed(flow.layers)]
    result, lists = roots[0], Map(roots[0].mark)
    for root in roots:
        lists = fill_lists(root, lists, Problems())
        result = result if root is result else merge(result, root, Problems())
    return result, lists


def _found(root: Map, base: Map, lists: Map) -> list[Finding]:
    """What is wrong with the overlay on the new base."""
    problems = Problems()
    fill_lists(root, lists, problems)
    build_flow(merge(base, root, problems), "", problems)
    return problems.findings


def _with_findings(changes: list[Change], findings: list[Finding]) -> list[Change]:
    """Each finding with the change in which it stands; what stands in none is a clash of its own."""
    result, others = list(changes), []
    for found in sorted(findings, key=lambda one: one.mark):
        why = " ".join(part for part in (found.what + ".", found.why, found.hint) if part)
        own = bool(changes) and found.mark.file == changes[0].mark.file
        before = [
            place
            for place, change in enumerate(result)
            if own and (change.mark == found.mark or (change.mark < found.mark and change.part != "place"))
        ]
        if not before:
            others.append(Change("clashes", found.mark, _("de vragenlijst als geheel"), "", why=why))
        elif result[before[-1]].kind != "gone":
            change = result[before[-1]]
            result[before[-1]] = replace(change, kind="clashes", why=f"{change.why} {why}".strip())
    return sorted([*result, *others], key=lambda change: change.mark)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _by(parts: Iterable[Map], key: str) -> dict[str, Map]:
    return {str(part.get(key)): part for part in parts}


def _pairs(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Map) else {}


def _likely(name: str, part: Map, others: Mapping[str, Map]) -> str:
    """What a part that is gone may be called now: the one with the same words, or a name that looks like it."""
    for other, candidate in others.items():
        if any(key in part and part.get(key) == candidate.get(key) for key in _SAME_WORDS):
            return other
    return near_match(name, others)


class _Compare:
    """The overlay beside the old and the new base."""

    def __init__(self, old: Map, new: Map) -> None:
        self.old, self.new = old, new
        self.homes = [_homes(root) for root in (old, new)]
        self.items = [
            {item_id(item): item for step in maps(root.get("steps")) for item in maps(step.get("items"))}
            for root in (old, new)
        ]

    def changes(self, over: Map) -> Iterator[Change]:
        for key in over:
            if key in _SECTIONS:
                yield from self._parts(self.old, self.new, over, key, _SECTIONS[key])
            elif key == "steps":
                yield from self._steps(over)
            elif key in {"sources", "protocol", "lists"}:
                yield from self._keyed(key, _pairs(self.old.get(key)), _pairs(self.new.get(key)), over[key])
            elif key == "translations":
                yield from self._translations(over[key])
            elif key in {"organisation", "directory"}:
                yield from self._nested(key, over)
            elif key not in _OWN:
                yield self._key(key, "", key, self.old, self.new, over)

    def _key(self, part: str, name: str, key: str, old: Map, new: Map, mine: Map) -> Change:
        """One key of something that is in both bases."""
        values = old.get(key), mine.get(key), new.get(key)
        if key == "also":  # adds to the condition, whatever that is
            values = (old.get("when", old.get("given")), mine.get(key), new.get("when", new.get("given")))
        before, own, now = values
        kind: ChangeKind = "applies"
        if own == now:
            kind = "needless"
        elif before != now:
            kind = "look"
        return Change(kind, mine.at(key), part, name, key, _plain(before), _plain(own), _plain(now))

    def _whole(
        self, part: str, name: str, mark: Mark, old: Map | None, new: Map | None, mine: Map, others: Mapping[str, Map]
    ) -> Change | None:
        """A part that is not in both bases: added, there by now, or gone; None when it is in both."""
        if old is not None and new is not None:
            return None
        if old is not None:
            return Change("gone", mark, part, name, old=_plain(old), mine=_plain(mine), near=_likely(name, old, others))
        if new is None:
            return Change("applies", mark, part, name, mine=_plain(mine))
        equal = all(new.get(key) == value for key, value in mine.items() if key not in {"after", "before"})
        why = "" if equal else _("De nieuwe basis heeft nu zelf iets met deze naam. Geef het uwe een andere naam.")
        return Change("needless" if equal else "clashes", mark, part, name, mine=_plain(mine), new=_plain(new), why=why)

    def _parts(self, old: Map, new: Map, over: Map, section: str, key: str) -> Iterator[Change]:
        before, now = _by(maps(old.get(section)), key), _by(maps(new.get(section)), key)
        fresh = {name: part for name, part in now.items() if name not in before}
        for mine in maps(over.get(section)):
            name = str(mine.get(key))
            a, b = before.get(name), now.get(name)
            whole = self._whole(key, name, mine.mark, a, b, mine, fresh)
            if whole:
                yield whole
            elif a is not None and b is not None:
                yield from (self._key(key, name, one, a, b, mine) for one in mine if one != key)

    def _keyed(self, part: str, old: Mapping[str, object], new: Mapping[str, object], mine: object) -> Iterator[Change]:
        """A mapping that merges by its keys."""
        for name, value in mine.items() if isinstance(mine, Map) else ():
            before, now = old.get(name), new.get(name)
            kind: ChangeKind = "applies"
            if value == now and before != now:
                kind = "needless"
            elif before != now:
                kind = "look" if before is not None else "clashes"
            why = _("De nieuwe basis heeft nu zelf iets met deze naam.") if kind == "clashes" else ""
            mark = mine.at(name) if isinstance(mine, Map) else self.old.mark
            yield Change(kind, mark, part, name, "", _plain(before), _plain(value), _plain(now), why=why)

    def _translations(self, mine: object) -> Iterator[Change]:
        """A translation is gone when its text stood in the old base and stands in the new one no more."""
        texts = [set(_strings(root)) for root in (self.old, self.new)]
        for texts_of in _pairs(mine).values():
            for text in _pairs(texts_of):
                mark = texts_of.at(text) if isinstance(texts_of, Map) else self.old.mark
                lost = text.strip() in texts[0] - texts[1]
                near = near_match(text, texts[1] - texts[0]) if lost else ""
                yield Change("gone" if lost else "applies", mark, "translations", "", one_line(text)[:40], near=near)

    def _nested(self, key: str, over: Map) -> Iterator[Change]:
        old, new, mine = (root.get(key) for root in (self.old, self.new, over))
        if not isinstance(mine, Map):
            return
        a, b = (node if isinstance(node, Map) else Map(mine.mark) for node in (old, new))
        for inner in mine:
            section = {"roles": "role", **_DIRECTORY}.get(inner)
            if section:
                yield from self._parts(a, b, mine, inner, section)
            else:
                yield self._key(key, key, inner, a, b, mine)

    # steps and what stands in them

    def _steps(self, over: Map) -> Iterator[Change]:
        before, now = (_by(maps(root.get("steps")), "step") for root in (self.old, self.new))
        fresh = {name: part for name, part in now.items() if name not in before}
        for mine in maps(over.get("steps")):
            name = str(mine["step"])
            a, b = before.get(name), now.get(name)
            whole = self._whole("step", name, mine.mark, a, b, mine, fresh)
            if whole:
                yield replace(whole, old="", mine="", new="")
            elif a is not None and b is not None:
                yield from (self._key("step", name, key, a, b, mine) for key in mine if key not in {"step", "items"})
            for item in maps(mine.get("items")):
                yield from self._item(name, item)

    def _item(self, step: str, mine: Map) -> Iterator[Change]:
        name, part = item_id(mine), "ask" if "ask" in mine else "note"
        old, new = (found.get(name) for found in self.items)
        fresh = {other: item for other, item in self.items[1].items() if other not in self.items[0]}
        whole = self._whole(part, name, mine.mark, old, new, mine, fresh)
        if whole:
            yield whole
        yield from self._place(step, mine, name, added=old is None)
        if old is None or new is None:
            return
        for key in mine:
            if key == "options" and isinstance(mine[key], Map):
                yield from self._options(name, old, new, mine)
            elif key == "fields":
                yield from self._fields(name, old, new, mine)
            elif key not in {"ask", "note", "after", "before"}:
                yield self._key(part, name, key, old, new, mine)

    def _place(self, step: str, mine: Map, name: str, *, added: bool) -> Iterator[Change]:
        before, now = (homes.get(name) for homes in self.homes)
        for key in {"after", "before"} & mine.keys():
            anchor = str(mine[key])
            there = self.homes[0].get(anchor), self.homes[1].get(anchor)
            kind: ChangeKind = "gone" if there[0] and not there[1] else "applies"
            lost = self.items[0].get(anchor)
            fresh = {other: item for other, item in self.items[1].items() if other not in self.items[0]}
            near = _likely(anchor, lost, fresh) if kind == "gone" and lost is not None else ""
            yield Change(kind, mine.at(key), "place", name, key, mine=anchor, near=near)
        if not added and now and before != step:  # it was moved to this step
            kind = "needless" if now == step else "applies" if now == before else "look"
            yield Change(kind, mine.mark, "place", name, "step", before or "", step, now)

    def _options(self, name: str, old: Map, new: Map, mine: Map) -> Iterator[Change]:
        given = mine["options"]
        before, now = _pairs(old.get("options")), _pairs(new.get("options"))
        for option, value in given.items() if isinstance(given, Map) else ():
            values = before.get(option), now.get(option)
            kind: ChangeKind = "applies"
            if values[0] is not None and values[1] is None:
                kind = "gone"
            elif value == values[1] and values[0] != values[1]:
                kind = "needless"
            elif values[0] != values[1]:
                kind = "look"
            mark = given.at(option) if isinstance(given, Map) else mine.mark
            near = near_match(option, now.keys() - before.keys()) if kind == "gone" else ""
            texts = (_plain(values[0]), _plain(value), _plain(values[1]))
            yield Change(kind, mark, "option", f"{name}.{option}", "", *texts, near=near)

    def _fields(self, name: str, old: Map, new: Map, mine: Map) -> Iterator[Change]:
        for change in self._parts(old, new, mine, "fields", "field"):
            yield replace(change, id=f"{name}.{change.id}")


def _homes(root: Map) -> dict[str, str]:
    return {item_id(item): str(step["step"]) for step in maps(root.get("steps")) for item in maps(step.get("items"))}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    for inner in value.values() if isinstance(value, Map) else value if isinstance(value, Seq) else ():
        yield from _strings(inner)
