"""Overlays: a flow that `extends` another adds, rewords, reorders and asks more, and never weakens the base's norm.

Works on the read values, before the model is built, so that every finding points into the file it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from meldcode.flow.findings import Problems, near_match
from meldcode.flow.guard import Guard, same
from meldcode.flow.model import REQUEST_KINDS, Mark
from meldcode.flow.nodes import item_id, parts_of
from meldcode.flow.reader import Map, Seq
from meldcode.i18n import _

_REWORD_ITEM = {"text", "help", "why", "record", "source", "page", "options", "fields", "require"}
_PLACE_KEYS = {"after", "before"}
_REWORD_PART = {
    "alert": {"text", "do", "call", "source"},
    "outcome": {"title", "text", "do", "source"},
    "norm": {"title", "text", "source"},
    "deadline": {"text", "late", "source"},
    "contact": {"name", "number", "text", "source", "when"},
    "region": {"line", "website", "note", "source"},
    "municipality": {"region", "source"},
    "role": {"title", "who", "reach", "text", "source"},
}
_SECTIONS = {"alerts": "alert", "outcomes": "outcome", "norms": "norm", "deadlines": "deadline", "contacts": "contact"}
_DIRECTORY = {"regions": "region", "municipalities": "municipality"}
_TOP = {"flow", "title", "version", "language", "profession", "about", "keeping"}


def merge(base: Map, over: Map, problems: Problems) -> Map:
    """The base with the overlay applied. What an overlay may not do is added to `problems` (O…) and left out."""
    guard, result = Guard(base, over, problems), base.copy()
    for key in over:
        if key in _TOP and guard.top(base, over, key):
            result.put(key, over[key], over.at(key))
    for section, merger in (
        ("sources", partial(_merge_sources, guard=guard)),
        ("protocol", _merge_keys),
        ("organisation", partial(_merge_organisation, guard=guard)),
        ("translations", _merge_translations),
        ("directory", partial(_merge_directory, guard=guard)),
    ):
        if section in over:
            below = _map(base.get(section), over.at(section))
            result.put(section, merger(below, _map(over[section], over.at(section))), over.at(section))
    for section, key in _SECTIONS.items():
        if section in over:
            merged = _merge_parts(parts_of(base, section), parts_of(over, section), key, guard)
            result.put(section, _seq(merged, over.at(section)), over.at(section))
    if "steps" in over:
        steps = _merge_steps(parts_of(base, "steps"), parts_of(over, "steps"), guard)
        result.put("steps", _seq(steps, over.at("steps")), over.at("steps"))
        guard.weighs_first(result, over)
    if "step_order" in over:
        ordered = _order_steps(parts_of(result, "steps"), over, problems)
        if guard.in_turn(ordered, over):
            result.put("steps", _seq(ordered, over.at("step_order")), over.at("step_order"))
    return result


def _merge_keys(base: Map, over: Map) -> Map:
    result = base.copy()
    for key, value in over.items():
        result.put(key, value, over.at(key))
    return result


def _merge_sources(base: Map, over: Map, guard: Guard) -> Map:
    result = base.copy()
    for name, value in over.items():
        old = base.get(name)
        new = guard.source(name, old, value) if isinstance(old, Map) and isinstance(value, Map) else value
        result.put(name, new, over.at(name))
    return result


def _merge_organisation(base: Map, over: Map, guard: Guard) -> Map:
    """The name and who decides are the overlay's; a role that the layer below has too gets its words and people."""
    result = _merge_keys(base, over)
    roles = _merge_parts(parts_of(base, "roles"), parts_of(over, "roles"), "role", guard)
    result.put("roles", _seq(roles, over.at("roles")), over.at("roles"))
    return result


def _merge_translations(base: Map, over: Map) -> Map:
    result = base.copy()
    for language, texts in over.items():
        mark = over.at(language)
        result.put(language, _merge_keys(_map(base.get(language), mark), _map(texts, mark)), mark)
    return result


def _map(value: object, mark: Mark) -> Map:
    return value if isinstance(value, Map) else Map(mark)


def _seq(parts: Iterable[Map], mark: Mark) -> Seq:
    result = Seq(mark)
    for part in parts:
        result.append(part)
        result.marks.append(part.mark)
    return result


def _first(seen: dict[str, Mark], name: str, mark: Mark, problems: Problems) -> bool:
    """Whether this overlay has not changed or added the same thing before."""
    if name in seen:
        what = _("`{id}` bestaat al op {place}").format(id=name, place=seen[name])
        problems.add("M001", mark, what, remedy=_("Geef dit een andere naam."))
        return False
    seen[name] = mark
    return True


def _widens(outcomes: Sequence[Map], place: int) -> bool:
    """Whether more cases under this outcome protect more: it asks for a report, or for advice before no report."""
    advice = outcomes[place].get("help") == "running"
    later = any(outcome.get("report") is True for outcome in outcomes[place + 1 :])
    return outcomes[place].get("report") is True or (advice and not later)


def _merge_parts(base: list[Map], over: list[Map], key: str, guard: Guard) -> list[Map]:
    """Alerts, outcomes, norms, deadlines, contacts and roles: by id, base order first."""
    known = {str(part.get(key)): index for index, part in enumerate(base)}
    result = list(base)
    seen: dict[str, Mark] = {}
    for part in over:
        name = str(part.get(key))
        if not _first(seen, name, part.at(key), guard.problems):
            continue
        if name in known:
            widens = key != "outcome" or _widens(base, known[name])
            result[known[name]] = _merge_part(result[known[name]], part, key, guard, widens=widens)
        elif key == "outcome":
            what = _("`{id}` is geen uitkomst van de basis").format(id=name)
            guard.problems.add("O002", part.at(key), what, near=near_match(name, known))
        else:
            result.append(part)
    return result


def _merge_part(old: Map, part: Map, key: str, guard: Guard, *, widens: bool) -> Map:
    new = old.copy()
    for field in part:
        mark = part.at(field)
        if field == key or same(old.get(field), part[field]):
            continue
        if field == "also" and widens:
            new.put("also", _either(old.get("also"), part[field], mark), mark)
        elif field == "locked" and part[field] is True:
            new.put(field, True, mark)
        elif field not in _REWORD_PART[key] and (key == "outcome" or old.get("locked") is True):
            guard.fixed(mark, field, str(part.get(key)), old)
        elif guard.may(key, old, part, field):
            new.put(field, part[field], mark)
    return new if guard.keeps_numbers(key, old, new, part) else old


def _merge_directory(base: Map, over: Map, guard: Guard) -> Map:
    """Regions and municipalities by id: what the overlay says of one goes before what the base says of it."""
    result = base.copy()
    for section, key in _DIRECTORY.items():
        if section in over:
            merged = _merge_parts(parts_of(base, section), parts_of(over, section), key, guard)
            result.put(section, _seq(merged, over.at(section)), over.at(section))
    return result


def _either(old: object, new: object, mark: Mark) -> Seq:
    """What layers below added with `also`, and what this one adds."""
    result = Seq(mark)
    for part in [*(old if isinstance(old, Seq) else [old] if isinstance(old, Map) else []), new]:
        result.append(part)
        result.marks.append(mark)
    return result


def _merge_steps(base: list[Map], over: list[Map], guard: Guard) -> list[Map]:
    seen: dict[str, Mark] = {}
    steps = [step.copy() for step in base]
    items = {str(step["step"]): parts_of(step, "items") for step in steps}
    by_id = {str(step["step"]): step for step in steps}
    for change in over:
        name = str(change["step"])
        step = by_id.get(name)
        if step is None:
            step = by_id[name] = Map(change.mark)
            steps.append(step)
            items[name] = []
        for key in change:
            if key != "items" and not guard.emptied(change.at(key), key, name, step, change[key]):
                step.put(key, change[key], change.at(key))
        last = ""
        for item in parts_of(change, "items"):
            if _first(seen, item_id(item), item.mark, guard.problems):
                last = _place_item(items, name, item, last, guard)
    for name, step in by_id.items():
        step.put("items", _seq(items[name], step.mark), step.at("items"))
    return steps


def _place_item(items: dict[str, list[Map]], step: str, item: Map, last: str, guard: Guard) -> str:
    """Put one item of the overlay in its step. Returns the id after which the next one without a place comes."""
    name = item_id(item)
    home = next((key for key, parts in items.items() if any(item_id(part) == name for part in parts)), None)
    anchor = _anchor(items, step, item, guard.problems)
    if guard.astray(home, step, item):
        return last
    if home is None:
        new = _without(item, _PLACE_KEYS)
    else:
        old = next(part for part in items[home] if item_id(part) == name)
        new = _merge_item(old, item, guard) if guard.sort(old, item) else old
        if (home == step and not anchor) or guard.later(home, step, item, items[home], anchor):
            items[home] = [new if part is old else part for part in items[home]]
            return ""
        items[home] = [part for part in items[home] if part is not old]
    parts = items[step]
    ids = [item_id(part) for part in parts]
    if anchor:
        parts.insert(ids.index(anchor) + (1 if "after" in item else 0), new)
    elif last in ids:
        parts.insert(ids.index(last) + 1, new)
    else:
        parts.append(new)
    return name


def _anchor(items: dict[str, list[Map]], step: str, item: Map, problems: Problems) -> str:
    """The id beside which the overlay puts this item; empty when it names none that can be."""
    key = "after" if "after" in item else "before"
    anchor = str(item.get(key) or "")
    if "after" in item and "before" in item:
        what = _("`after` en `before` staan hier samen")
        problems.add("O003", item.at("before"), what, remedy=_("Laat één van de twee weg."))
    ids = [item_id(part) for part in items[step] if item_id(part) != item_id(item)]
    if not anchor or anchor in ids:
        return anchor
    home = next((name for name, parts in items.items() if any(item_id(part) == anchor for part in parts)), step)
    what = _("`{id}` staat niet in deze stap").format(id=anchor)
    remedy = _("`{id}` staat in de stap `{step}`.").format(id=anchor, step=home) if home != step else ""
    problems.add("O003", item.at(key), what, remedy=remedy, near=near_match(anchor, ids))
    return ""


def _without(item: Map, keys: set[str]) -> Map:
    result = item.copy()
    for key in keys & result.keys():
        del result[key]
    return result


def _merge_item(old: Map, item: Map, guard: Guard) -> Map:
    """A reworded question or note. Hidden items stay in the flow with `hide: true`, so that ids keep their meaning."""
    name, new = item_id(item), old.copy()
    for key in item:
        mark, value = item.at(key), item[key]
        if key in {"ask", "note", *_PLACE_KEYS} or same(old.get(key), value):
            continue
        if key == "hide":
            if guard.hides(mark, name, old, value):
                new.put(key, value, mark)
        elif key == "options":
            new.put(key, _merge_options(old, item, name, guard), mark)
        elif key == "fields":
            fields = _merge_fields(parts_of(old, key), parts_of(item, key), name, guard, _source_of(old))
            new.put(key, _seq(fields, mark), mark)
        elif key == "require":
            new.put(key, _merge_require(_map(old.get(key), mark), _map(value, mark), name, guard, old), mark)
        elif key in _REWORD_ITEM or (key in {"optional", "may_hide"} and value is False):
            if not guard.emptied(mark, key, name, old, value):
                new.put(key, value, mark)
        else:
            guard.fixed(mark, key, name, old)
    return new


def _source_of(item: Map) -> Map:
    """What says on what an item rests; its fields have no source of their own."""
    result = Map(item.mark)
    if "source" in item:
        result.put("source", item["source"], item.at("source"))
    return result


def _merge_options(old: Map, over: Map, name: str, guard: Guard, source: Map | None = None) -> Map:
    """The options of a question or field: none goes, words change, others come."""
    before, new = _map(old.get("options"), over.mark), _map(over["options"], over.at("options"))
    if not guard.labels(name, before, new, source or old, yes_or_no=old.get("kind") == "yesno"):
        return before
    if source is None and old.get("kind") != "yesno" and not guard.more(name, before, new, old):
        return before
    result = before.copy()
    for key, value in new.items():
        given, mark = result.get(key), new.at(key)
        if isinstance(given, Map) or isinstance(value, Map):
            changed = _words(given, mark)
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


def _merge_fields(old: list[Map], new: list[Map], name: str, guard: Guard, source: Map) -> list[Map]:
    result = list(old)
    for field in new:
        index = next((i for i, part in enumerate(result) if part.get("field") == field.get("field")), None)
        if index is None:
            result.append(field)
        else:
            result[index] = _merge_field(result[index], field, f"{name}.{field.get('field')}", guard, source)
    return result


def _merge_field(old: Map, field: Map, name: str, guard: Guard, source: Map) -> Map:
    new = old.copy()
    for key in field:
        mark, value = field.at(key), field[key]
        if same(old.get(key), value):
            continue
        if key == "options":
            new.put(key, _merge_options(old, field, name, guard, source), mark)
        elif key in {"text", "help"}:
            if not guard.emptied(mark, key, name, _both(old, source), value):
                new.put(key, value, mark)
        elif key == "require":
            before = _per_kind(old.get(key), mark)
            if value is False:
                guard.fixed(mark, key, name, source)
            new.put(key, _merge_require(before, _per_kind(value, mark), name, guard, source), mark)
        else:
            guard.fixed(mark, key, name, source)
    return new


def _both(part: Map, source: Map) -> Map:
    result = part.copy()
    result.update(source)
    return result


def _per_kind(require: object, mark: Mark) -> Map:
    """What a field requires, per kind of request; `true` is short for every kind."""
    if isinstance(require, Map):
        return require
    result = Map(mark)
    for kind in REQUEST_KINDS if require is True else ():
        result.put(kind, True, mark)
    return result


def _merge_require(old: Map, new: Map, name: str, guard: Guard, source: Map) -> Map:
    """More may be required, never less: two conditions on one kind of request become `any`."""
    result = old.copy()
    for kind, value in new.items():
        before, mark = result.get(kind), new.at(kind)
        if value is False and before not in (None, False):
            guard.fixed(mark, f"require.{kind}", name, source)
        if before is True or value is False or before == value:
            continue
        if isinstance(before, Map) and isinstance(value, Map):
            either = Map(mark)
            either.put("any", _seq([before, value], mark), mark)
            value = either
        result.put(kind, value, mark)
    return result


def _order_steps(steps: list[Map], over: Map, problems: Problems) -> list[Map]:
    by_id = {str(step["step"]): step for step in steps}
    wanted = over["step_order"]
    order = [str(name) for name in wanted] if isinstance(wanted, Seq) else []
    for name in order:
        if name not in by_id:
            what = _("de stap `{id}` bestaat niet").format(id=name)
            problems.add("O004", over.at("step_order"), what, near=near_match(name, by_id))
    for name, step in by_id.items():
        if name not in order and parts_of(step, "items"):
            what = _("de stap `{id}` heeft vragen en staat niet in `step_order`").format(id=name)
            problems.add("O004", over.at("step_order"), what, remedy=_("Voeg de stap toe of verplaats de vragen."))
            order.append(name)
    return [by_id[name] for name in order if name in by_id]
