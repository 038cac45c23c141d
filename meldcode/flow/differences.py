"""What differs between two flows, part by part: for who accepts a flow of an organisation, and for its author.

Walks the frozen model itself, so that a part or key that is added to the model is compared from that day on.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from meldcode.flow.conditions import NEVER
from meldcode.flow.model import Combination, Condition, Flow, Item, Mark, Test

DifferenceKind = Literal[
    "number",
    "hidden",
    "removed",
    "rule",
    "widened",
    "required",
    "added",
    "shown",
    "reworded",
    "moved",
    "source",
    "layout",
]
KINDS: tuple[DifferenceKind, ...] = get_args(DifferenceKind)
"""The kinds in the order in which a reader should hear of them: what may harm first."""

_PARTS = {
    "Source": "source",
    "Contact": "contact",
    "Option": "option",
    "Field": "field",
    "Step": "step",
    "Alert": "alert",
    "Outcome": "outcome",
    "Norm": "norm",
    "DeadlineRule": "deadline",
    "Keeping": "keeping",
    "Directory": "directory",
    "OwnRegion": "region",
    "OwnPlace": "municipality",
    "Organisation": "organisation",
    "Role": "role",
    "OwnWords": "protocol",
}
"""Class of the model to how a difference names it; a question and a note are told apart by their kind."""
_WITHIN = {"option", "field"}
"""Parts that have no id of their own outside what they stand in, and that come and go with it."""
_DERIVED = {"digest", "items"}
"""Fields of a flow that follow from the others."""
_TITLES = ("title", "name", "official", "municipality", "text")
_TEXTS = {*_TITLES, "about", "adopted", "by", "do", "help", "late", "note", "reach", "record", "short", "why", "who"}
_NUMBERS = {"number", "line", "website"}
_LAYOUT = {"page", "one_line"}
PEOPLE = {"who", "call"}
"""Keys of a rule that name roles or contacts: told by what they are called, with `BETWEEN` between them."""
BETWEEN = "; "
_WIDENED = {"alert", "outcome", "norm"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `id` is the id of the part (`question.option` for what stands in one), `what` the key of it.

    `before` and `after` are texts as the flows have them, conditions as an author writes them, empty for nothing;
    of what was widened `after` holds only what came. `title` is how the part is called.
    """

    kind: DifferenceKind
    id: str
    what: str
    before: str
    after: str
    part: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a flow with what it says; `inside` is what it stands in."""

    name: str
    id: str
    title: str
    values: Mapping[str, object]
    inside: str


_Key = tuple[str, str]


def differences(old: Flow, new: Flow) -> list[Difference]:
    """Everything that differs but digest and layers, in the order of `KINDS` and then of the new flow. Pure."""
    before, after = _by_key(old), _by_key(new)
    found: list[Difference] = []
    for key, part in after.items():
        if key in before:
            found.extend(_changed(before[key], part))
        elif part.name not in _WITHIN or _stood(part, before):
            found.append(Difference("added", part.id, "", "", part.title, part.name, part.title))
    for key, part in before.items():
        if key not in after and (part.name not in _WITHIN or _stood(part, after)):
            found.append(Difference("removed", part.id, "", part.title, "", part.name, part.title))
    found.extend(_moved(before, after))
    found = [_named(one, old, new) if one.what in PEOPLE and one.kind == "rule" else one for one in found]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def _named(one: Difference, old: Flow, new: Flow) -> Difference:
    """Roles and contacts by what they are called: their ids say nothing to who reads this."""
    texts = []
    for flow, ids in ((old, one.before), (new, one.after)):
        roles = flow.organisation.roles if flow.organisation else ()
        called = one.what == "call"
        names = {one.id: one.name for one in flow.contacts} if called else {role.id: role.title for role in roles}
        texts.append(BETWEEN.join(names.get(name, name) for name in ids.split(", ")))
    return dataclasses.replace(one, before=texts[0], after=texts[1])


def _stood(part: _Part, others: Mapping[_Key, _Part]) -> bool:
    """Whether what this part stands in is there on the other side too."""
    return any((name, part.inside) in others for name in ("question", "field"))


# the parts of a flow


def _by_key(flow: Flow) -> dict[_Key, _Part]:
    return {(part.name, part.id): part for part in _walk("flow", "", flow, "")}


def _walk(name: str, part_id: str, thing: object, inside: str) -> Iterator[_Part]:
    """A part, and after it the parts that stand in it."""
    values: dict[str, object] = {}
    below: list[_Part] = []
    for key, value in _fields(thing):
        children = list(_children(key, value, part_id if name in {*_WITHIN, "question"} else ""))
        for child_name, child_id, child in children:
            below.extend(_walk(child_name, child_id, child, part_id))
        if isinstance(value, Mapping) and not children:
            values.update({f"{key}.{kind}": wanted for kind, wanted in value.items()})
        elif not children and value is not None and value not in ("", ()):
            values[key] = value
    yield _Part(name, part_id, _title(name, part_id, values), values, inside)
    yield from below


def _title(name: str, part_id: str, values: Mapping[str, object]) -> str:
    """How a part is called; numbers and addresses are named with it, so that a new one is seen."""
    if name in {"protocol", "translations"}:
        return part_id
    first = next((str(values[key]) for key in _TITLES if key in values), part_id)
    return " ".join([first, *(str(values[key]) for key in ("number", "line", "website") if key in values)])


def _fields(thing: object) -> Iterator[tuple[str, object]]:
    """What a part says, without where it stands."""
    if isinstance(thing, Mapping):
        yield from thing.items()
        return
    for one in dataclasses.fields(thing):  # type: ignore[arg-type]  # what is no mapping is a part of the model
        value = getattr(thing, one.name)
        if one.compare and not isinstance(value, Mark) and not (isinstance(thing, Flow) and one.name in _DERIVED):
            yield one.name, value


def _children(key: str, value: object, prefix: str) -> Iterator[tuple[str, str, object]]:
    """The parts in a value: name, id and the part itself."""
    if _is_part(value):
        yield _name(value), key, value
    elif isinstance(value, tuple):
        for one in value:
            if _is_part(one):
                own = str(getattr(one, dataclasses.fields(one)[0].name))
                yield _name(one), f"{prefix}.{own}" if prefix else own, one
    elif isinstance(value, Mapping):
        for own, one in value.items():
            if _is_part(one) or isinstance(one, Mapping):
                yield _name(one) if _is_part(one) else key, own, one


def _is_part(value: object) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, Test | Combination)


def _name(thing: object) -> str:
    if isinstance(thing, Item):
        return "question" if thing.is_question else "note"
    kind = type(thing).__name__
    return _PARTS.get(kind, kind.lower())


# what differs


def _changed(old: _Part, new: _Part) -> Iterator[Difference]:
    for key in dict.fromkeys([*new.values, *old.values]):
        before, after = old.values.get(key), new.values.get(key)
        if before != after:
            yield _difference(new, key, before, after)


def _difference(part: _Part, key: str, before: object, after: object) -> Difference:
    kind = _kind(part.name, key, before, after)
    came: object = after
    if kind == "widened":
        earlier = _alternatives(before)
        parts = tuple(one for one in _alternatives(after) if one not in earlier)
        came = parts[0] if len(parts) == 1 else Combination("any", cast("tuple[Test | Combination, ...]", parts))
    return Difference(kind, part.id, key, _shown(before), _shown(came), part.name, part.title)


def _kind(part: str, key: str, before: object, after: object) -> DifferenceKind:
    if part == "translations":
        return "reworded"
    if part in {"question", "note"} and key == "step":
        return "moved"
    if part in {"question", "note"} and key == "when" and NEVER in (before, after):
        return "hidden" if after == NEVER else "shown"
    if key in _NUMBERS:
        return "number"
    if key in _LAYOUT:
        return "layout"
    if key == "sources" or (part == "source" and key not in _TEXTS):
        return "source"
    if part in _WIDENED and key in {"when", "given"} and _wider(before, after):
        return "widened"
    if key.startswith("require.") and _asks_more(before, after):
        return "required"
    texts = all(value is None or isinstance(value, str) for value in (before, after))
    weighed = part == "outcome" and key == "help"  # whether the professional helps too: no text
    return "reworded" if texts and key in _TEXTS and not weighed else "rule"


def _alternatives(condition: object) -> tuple[object, ...]:
    return condition.parts if isinstance(condition, Combination) and condition.op == "any" else (condition,)


def _wider(before: object, after: object) -> bool:
    """Whether the new condition is the old one or something more."""
    both = isinstance(before, Test | Combination) and isinstance(after, Combination) and after.op == "any"
    if not both:
        return False
    held = _alternatives(after)
    return before in held or all(one in held for one in _alternatives(before))


def _asks_more(before: object, after: object) -> bool:
    return after is True or (before is None and after is not None) or _wider(before, after)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Test | Combination):
        return condition_text(value)
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _moved(before: Mapping[_Key, _Part], after: Mapping[_Key, _Part]) -> Iterator[Difference]:
    """Parts that stand in another order among those that were there already; as few as explain the order."""
    old, new = _rows(before), _rows(after)
    for row, keys in new.items():
        places = {key: place for place, key in enumerate(old.get(row, ()))}
        common = [key for key in keys if key in places]
        stayed = _longest_rise([places[key] for key in common])
        for place, key in enumerate(common):
            if place not in stayed:
                part = after[key]
                yield Difference("moved", part.id, "", "", "", part.name, part.title)


def _rows(parts: Mapping[_Key, _Part]) -> dict[_Key, list[_Key]]:
    """Which parts stand in a row, in their order; questions and notes stand in one row, and sources in none."""
    rows: dict[_Key, list[_Key]] = {}
    for key, part in parts.items():
        if part.name not in {"source", "protocol", "translations"}:
            name = "question" if part.name == "note" else part.name
            rows.setdefault((name, part.inside), []).append(key)
    return rows


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Places of a longest rising row among these different numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [place]
    found: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


def condition_text(condition: Condition) -> str:
    """A condition on one line, as an author writes it: `{letsel: ja, vermoeden: [ja, onbekend]}`."""
    if isinstance(condition, Test):
        return f"{{{_test(condition)}}}"
    if condition.op == "not":
        return f"{{not: {condition_text(condition.parts[0])}}}"
    tests = [part for part in condition.parts if isinstance(part, Test)]
    if condition.op == "all" and len({test.ref for test in tests}) == len(condition.parts) > 0:
        return f"{{{', '.join(map(_test, tests))}}}"
    return f"{{{condition.op}: [{', '.join(map(condition_text, condition.parts))}]}}"


def _test(test: Test) -> str:
    if test.op == "is":
        values = sorted(map(str, cast("frozenset[object]", test.operand)))
        return f"{test.ref}: {values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}"
    if isinstance(test.operand, Test | Combination):
        return f"{test.ref}: {{{test.op}: {condition_text(test.operand)}}}"
    if isinstance(test.operand, tuple):
        bounds = ", ".join(f"{name}: {number}" for name, number in test.operand)
        return f"{test.ref}: {{{test.op}: {{{bounds}}}}}"
    return f"{test.ref}: {{{test.op}: {_shown(test.operand)}}}"
