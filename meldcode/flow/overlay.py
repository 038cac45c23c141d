"""Overlays: a flow that `extends` another adds, rewords, reorders and asks more, and never weakens the base's norm.

Works on the read values, before the model is built, so that every finding points into the file it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable

from meldcode.flow.findings import Problems, near_match
from meldcode.flow.model import REQUEST_KINDS, Mark
from meldcode.flow.reader import Map, Seq
from meldcode.i18n import _

_REWORD_ITEM = {"text", "help", "why", "record", "source", "page", "options", "fields", "require"}
_PLACE_KEYS = {"after", "before", "hide"}
_REWORD_PART = {
    "alert": {"text", "do", "call", "source"},
    "outcome": {"title", "text", "do", "source"},
    "norm": {"title", "text", "source"},
    "deadline": {"text", "late", "source"},
    "contact": {"name", "number", "text", "source", "when"},
    "region": {"line", "website", "note", "source"},
    "municipality": {"region", "source"},
}
_SECTIONS = {"alerts": "alert", "outcomes": "outcome", "norms": "norm", "deadlines": "deadline", "contacts": "contact"}
_DIRECTORY = {"regions": "region", "municipalities": "municipality"}
_TOP = {"flow", "title", "version", "language", "profession", "about", "keeping", "organisation"}
_BY_KEY = ("sources", "protocol")
"""Sections that merge by their keys: what the overlay says of one goes before what the base says."""


def merge(base: Map, over: Map, problems: Problems) -> Map:
    """The base with the overlay applied. What an overlay may not do is added to `problems` (O…) and left out."""
    result = base.copy()
    for key in _TOP & over.keys():
        result.put(key, over[key], over.at(key))
    for section in _BY_KEY:
        if section in over:
            result.put(
                section,
                _merge_keys(_map(base.get(section), base.mark), _map(over[section], over.mark)),
                over.at(section),
            )
    if "translations" in over:
        before, own = _map(base.get("translations"), base.mark), _map(over["translations"], over.mark)
        both = before.copy()
        for language, texts in own.items():
            both.put(
                language, _merge_keys(_map(before.get(language), own.mark), _map(texts, own.mark)), own.at(language)
            )
        result.put("translations", both, over.at("translations"))
    for section, key in _SECTIONS.items():
        if section in over:
            merged = _merge_parts(_parts(base, section), _parts(over, section), key, problems)
            result.put(section, _seq(merged, over.at(section)), over.at(section))
    if "directory" in over:
        own = _merge_directory(_map(base.get("directory"), over.mark), _map(over["directory"], over.mark), problems)
        result.put("directory", own, over.at("directory"))
    if "steps" in over:
        steps = _merge_steps(_parts(base, "steps"), _parts(over, "steps"), problems)
        result.put("steps", _seq(steps, over.at("steps")), over.at("steps"))
    if "step_order" in over:
        result.put("steps", _order_steps(_parts(result, "steps"), over, problems), over.at("step_order"))
    return result


def _merge_keys(base: Map, over: Map) -> Map:
    result = base.copy()
    for key, value in over.items():
        result.put(key, value, over.at(key))
    return result


def item_id(item: Map) -> str:
    """The id of a question or note."""
    return str(item.get("ask", item.get("note", "")))


def _map(value: object, mark: Mark) -> Map:
    return value if isinstance(value, Map) else Map(mark)


def _parts(node: Map, key: str) -> list[Map]:
    value = node.get(key)
    return [part for part in value if isinstance(part, Map)] if isinstance(value, Seq) else []


def _seq(parts: Iterable[Map], mark: Mark) -> Seq:
    result = Seq(mark)
    for part in parts:
        result.append(part)
        result.marks.append(part.mark)
    return result


def _refuse(problems: Problems, mark: Mark, what: str, base: Map) -> None:
    source = base.get("source")
    names = ", ".join(map(str, source)) if isinstance(source, Seq) else str(source or "")
    why = _("Dit hoort bij de norm (bron: {source}).").format(source=names) if names else ""
    problems.add("O001", mark, what, why=why, remedy=_("Laat dit weg; toevoegen en andere woorden kiezen mag wel."))


def _first(seen: dict[str, Mark], name: str, mark: Mark, problems: Problems) -> bool:
    """Whether this overlay has not changed or added the same thing before."""
    if name in seen:
        what = _("`{id}` bestaat al op {place}").format(id=name, place=seen[name])
        problems.add("M001", mark, what, remedy=_("Geef dit een andere naam."))
        return False
    seen[name] = mark
    return True


def _widens(old: Map) -> bool:
    """Whether more cases under this outcome protect more: it asks for a report, or for advice first."""
    return old.get("report") is True or old.get("help") == "running"


def _merge_parts(base: list[Map], over: list[Map], key: str, problems: Problems) -> list[Map]:
    """Alerts, outcomes, norms, deadlines and contacts: by id, base order first."""
    known = {str(part.get(key)): index for index, part in enumerate(base)}
    result = list(base)
    seen: dict[str, Mark] = {}
    for part in over:
        name = str(part.get(key))
        if not _first(seen, name, part.at(key), problems):
            continue
        if name not in known:
            if key == "outcome":
                what = _("`{id}` is geen uitkomst van de basis").format(id=name)
                problems.add("O002", part.at(key), what, near=near_match(name, known))
                continue
            result.append(part)
            known[name] = len(result) - 1
            continue
        old = result[known[name]]
        new = old.copy()
        for field in part:
            if field == key:
                continue
            if field == "also" and (key != "outcome" or _widens(old)):
                new.put("also", _either(old.get("also"), part[field], part.at(field)), part.at(field))
            elif field == "locked" and part[field] is True:
                new.put(field, True, part.at(field))
            elif field in _REWORD_PART[key] or (key != "outcome" and not old.get("locked")):
                new.put(field, part[field], part.at(field))
            else:
                what = _("`{field}` van `{id}` ligt vast en kan hier niet anders").format(field=field, id=name)
                _refuse(problems, part.at(field), what, old)
        result[known[name]] = new
    return result


def _merge_directory(base: Map, over: Map, problems: Problems) -> Map:
    """Regions and municipalities by id: what the overlay says of one goes before what the base says of it."""
    result = base.copy()
    for section, key in _DIRECTORY.items():
        if section in over:
            merged = _merge_parts(_parts(base, section), _parts(over, section), key, problems)
            result.put(section, _seq(merged, over.at(section)), over.at(section))
    return result


def _either(old: object, new: object, mark: Mark) -> Seq:
    """What layers below added with `also`, and what this one adds."""
    result = Seq(mark)
    for part in [*(old if isinstance(old, Seq) else [old] if isinstance(old, Map) else []), new]:
        result.append(part)
        result.marks.append(mark)
    return result


def _merge_steps(base: list[Map], over: list[Map], problems: Problems) -> list[Map]:
    seen: dict[str, Mark] = {}
    steps = [step.copy() for step in base]
    items = {str(step["step"]): _parts(step, "items") for step in steps}
    by_id = {str(step["step"]): step for step in steps}
    for change in over:
        name = str(change["step"])
        step = by_id.get(name)
        if step is None:
            step = by_id[name] = Map(change.mark)
            steps.append(step)
            items[name] = []
        for key in change:
            if key != "items":
                step.put(key, change[key], change.at(key))
        last = ""
        for item in _parts(change, "items"):
            if _first(seen, item_id(item), item.mark, problems):
                last = _place_item(items, name, item, last, problems)
    for name, step in by_id.items():
        step.put("items", _seq(items[name], step.mark), step.at("items"))
    return steps


def _place_item(items: dict[str, list[Map]], step: str, item: Map, last: str, problems: Problems) -> str:
    """Put one item of the overlay in its step. Returns the id after which the next one without a place comes."""
    name = item_id(item)
    home = next((key for key, parts in items.items() if any(item_id(part) == name for part in parts)), None)
    anchor = str(item.get("after") or item.get("before") or "")
    if home is None:
        new = _without(item, _PLACE_KEYS)
    else:
        old = next(part for part in items[home] if item_id(part) == name)
        changed = _merge_item(old, item, problems)
        if home == step and not anchor:
            items[home] = [changed if part is old else part for part in items[home]]
            return ""
        items[home] = [part for part in items[home] if part is not old]
        new = changed
    parts = items[step]
    ids = [item_id(part) for part in parts]
    if anchor and anchor not in ids:
        what = _("`{id}` staat niet in deze stap").format(id=anchor)
        problems.add("O003", item.at("after" if "after" in item else "before"), what, near=near_match(anchor, ids))
        anchor = ""
    if anchor:
        parts.insert(ids.index(anchor) + (1 if "after" in item else 0), new)
    elif last in ids:
        parts.insert(ids.index(last) + 1, new)
    else:
        parts.append(new)
    return name


def _without(item: Map, keys: set[str]) -> Map:
    result = item.copy()
    for key in keys & result.keys():
        del result[key]
    return result


def _merge_item(old: Map, item: Map, problems: Problems) -> Map:
    """A reworded question or note. Hidden items stay in the flow with `hide: true`, so that ids keep their meaning."""
    name, new = item_id(item), old.copy()
    for key in item:
        mark = item.at(key)
        if key in {"ask", "note", "after", "before"}:
            continue
        if key == "hide":
            if item[key] is True and old.get("may_hide") is not True:
                _refuse(problems, mark, _("`{id}` kan niet worden verborgen").format(id=name), old)
            else:
                new.put(key, item[key], mark)
        elif key == "options":
            new.put(key, _merge_options(_map(old.get(key), mark), _map(item[key], mark)), mark)
        elif key == "fields":
            new.put(key, _merge_fields(_parts(old, key), _parts(item, key), name, problems), mark)
        elif key == "require":
            new.put(key, _merge_require(_map(old.get(key), mark), _map(item[key], mark)), mark)
        elif key in _REWORD_ITEM or (key == "optional" and item[key] is False):
            new.put(key, item[key], mark)
        elif item[key] != old.get(key):
            what = _("`{field}` van `{id}` ligt vast en kan hier niet anders").format(field=key, id=name)
            _refuse(problems, mark, what, old)
    return new


def _merge_options(old: Map, new: Map) -> Map:
    result = old.copy()
    for key, value in new.items():
        before, mark = result.get(key), new.at(key)
        if isinstance(before, Map) or isinstance(value, Map):
            changed = _words(before, mark)
            changed.update(_words(value, mark))
            value = changed
        result.put(key, value, mark)
    return result


def _words(option: object, mark: Mark) -> Map:
    """An option as text and help, however short it was written."""
    if isinstance(option, Map):
        return option.copy()
    result = Map(mark)
    if option is not None:
        result.put("text", option, mark)
    return result


def _merge_fields(old: list[Map], new: list[Map], name: str, problems: Problems) -> Seq:
    result = list(old)
    for field in new:
        index = next((i for i, part in enumerate(result) if part.get("field") == field.get("field")), None)
        if index is None:
            result.append(field)
            continue
        changed = result[index].copy()
        for key in field:
            if key == "options":
                changed.put(
                    key, _merge_options(_map(changed.get(key), field.mark), _map(field[key], field.mark)), field.at(key)
                )
            elif key in {"text", "help"}:
                changed.put(key, field[key], field.at(key))
            elif key == "require":
                mark = field.at(key)
                changed.put(key, _merge_require(_per_kind(changed.get(key), mark), _per_kind(field[key], mark)), mark)
            elif field[key] != result[index].get(key):
                what = _("`{field}` van `{id}` ligt vast en kan hier niet anders").format(field=key, id=name)
                _refuse(problems, field.at(key), what, result[index])
        result[index] = changed
    return _seq(result, new[0].mark)


def _per_kind(require: object, mark: Mark) -> Map:
    """What a field requires, per kind of request; `true` is short for every kind."""
    if isinstance(require, Map):
        return require
    result = Map(mark)
    for kind in REQUEST_KINDS if require is True else ():
        result.put(kind, True, mark)
    return result


def _merge_require(old: Map, new: Map) -> Map:
    """More may be required, never less: two conditions on one kind of request become `any`."""
    result = old.copy()
    for kind, value in new.items():
        before = result.get(kind)
        if before is True or value is False:
            continue
        if isinstance(before, Map) and isinstance(value, Map):
            either = Map(new.at(kind))
            either.put("any", _seq([before, value], new.at(kind)), new.at(kind))
            value = either
        result.put(kind, value, new.at(kind))
    return result


def _order_steps(steps: list[Map], over: Map, problems: Problems) -> Seq:
    by_id = {str(step["step"]): step for step in steps}
    wanted = over["step_order"]
    order = [str(name) for name in wanted] if isinstance(wanted, Seq) else []
    for name in order:
        if name not in by_id:
            what = _("de stap `{id}` bestaat niet").format(id=name)
            problems.add("O004", over.at("step_order"), what, near=near_match(name, by_id))
    for name, step in by_id.items():
        if name not in order and _parts(step, "items"):
            what = _("de stap `{id}` heeft vragen en staat niet in `step_order`").format(id=name)
            problems.add("O004", over.at("step_order"), what, remedy=_("Voeg de stap toe of verplaats de vragen."))
            order.append(name)
    return _seq((by_id[name] for name in order if name in by_id), over.at("step_order"))
