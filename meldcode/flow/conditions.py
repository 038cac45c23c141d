"""Conditions with three values: parsing them from a flow, and turning them into functions.

Kleene's strong logic: an unknown part decides nothing that the known parts do not decide. True and False are
themselves, unknown is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

from meldcode.flow.findings import Problems, near_match
from meldcode.flow.model import Combination, Condition, Entry, Field, Item, Mark, Test, Value
from meldcode.flow.reader import Map, Seq
from meldcode.flow.values import whole_years
from meldcode.i18n import _

DERIVED = ("outcome", "norm", "alert")
Truth = bool | None
Check = Callable[[Value | None], Truth]
_KIND_OPS = {
    "number": {"is", "answered", "below", "at_least"},
    "date": {"answered", "before", "days_ago"},
    "entries": {"answered", "count", "some"},
    "text": {"answered"},
}
NEVER = Combination("any", ())
BROKEN = "broken"
"""Operator of a test that was refused: its flow is never used, but `check` goes on looking at the rest of it."""


class Scope:
    """What a condition may name: questions or fields by id, and the ids of outcomes, norms and alerts."""

    def __init__(self, items: Mapping[str, Item | Field], derived: Mapping[str, set[str]]) -> None:
        self.items = items
        self.derived = derived


def parse_condition(node: object, mark: Mark, scope: Scope, problems: Problems) -> Condition:
    """The condition in a mapping; unknown ids and options become findings and the part is left out."""
    parts: list[Condition] = []
    if isinstance(node, Map):
        for key, value in node.items():
            place = node.at(key)
            if key in {"any", "all"}:
                several = value if isinstance(value, Seq) else Seq(place)
                inner = tuple(
                    parse_condition(part, spot, scope, problems)
                    for part, spot in zip(several, several.marks, strict=True)
                )
                parts.append(Combination("any" if key == "any" else "all", inner, place))
            elif key == "not":
                parts.append(Combination("not", (parse_condition(value, place, scope, problems),), place))
            else:
                parts.extend(_tests(key, value, place, scope, problems))
    return parts[0] if len(parts) == 1 else Combination("all", tuple(parts), mark)


def _tests(ref: str, value: object, mark: Mark, scope: Scope, problems: Problems) -> Iterator[Test]:
    if ref in scope.derived:
        wanted = _values(value)
        for name in sorted(wanted - scope.derived[ref]):
            what = _("`{ref}: {id}` bestaat niet").format(ref=ref, id=name)
            problems.add("M009", mark, what, near=near_match(name, scope.derived[ref]))
        yield Test(ref, "is", frozenset(wanted), mark)
        return
    item = scope.items.get(ref)
    if item is None:
        what = _("de vraag `{id}` bestaat niet").format(id=ref)
        problems.add("M002", mark, what, near=near_match(ref, scope.items))
        yield Test(ref, BROKEN, None, mark)
        return
    if not isinstance(value, Map):
        yield from _is(item, value, mark, problems)
        return
    for op in value:
        place = value.at(op)
        if op not in _KIND_OPS.get(item.kind, {"is", "answered"}):
            what = _("`{op}` past niet bij de vraag `{id}` ({kind})").format(op=op, id=ref, kind=item.kind)
            problems.add("M008", place, what)
            yield Test(ref, BROKEN, None, place)
            continue
        operand = _operand(op, value[op], place, item, scope, problems)
        yield Test(ref, BROKEN if operand is None else op, operand, place)


def _operand(op: str, value: object, mark: Mark, item: Item | Field, scope: Scope, problems: Problems) -> object:
    if op in {"days_ago", "count"} and isinstance(value, Map):
        return tuple((name, cast(int, number)) for name, number in value.items())
    if op == "some" and isinstance(item, Item):
        inner = Scope({field.id: field for field in item.fields}, {})
        return parse_condition(value, mark, inner, problems)
    if op == "before":
        try:
            return date.fromisoformat(str(value)).isoformat()  # 20260302 is a date too, but compares differently
        except ValueError:
            problems.add("M008", mark, _("dit is geen datum"), remedy=_("Schrijf de datum als 2026-03-02."))
            return None
    return value


def _is(item: Item | Field, value: object, mark: Mark, problems: Problems) -> Iterator[Test]:
    wanted = _values(value)
    if item.kind in {"yesno", "one", "many"}:
        known = {option.id for option in item.options}
        for name in sorted(wanted - known):
            what = _("`{value}` is geen antwoord op de vraag `{id}`").format(value=name, id=item.id)
            options = ", ".join(option.id for option in item.options)
            remedy = _("Kies uit: {values}.").format(values=options) if options else ""
            problems.add("M003", mark, what, remedy=remedy, near=near_match(name, known))
        if wanted - known:
            yield Test(item.id, BROKEN, None, mark)
            return
    elif item.kind == "number" and all(
        isinstance(part, int) for part in (value if isinstance(value, Seq) else [value])
    ):
        yield Test(item.id, "is", frozenset(value if isinstance(value, Seq) else [value]), mark)
        return
    else:
        what = _("`is` past niet bij de vraag `{id}` ({kind})").format(id=item.id, kind=item.kind)
        problems.add("M008", mark, what)
        yield Test(item.id, BROKEN, None, mark)
        return
    yield Test(item.id, "is", frozenset(wanted), mark)


def _values(value: object) -> set[str]:
    return {str(part) for part in value} if isinstance(value, Seq) else {str(value)}


def references(condition: Condition | None) -> Iterator[Test]:
    """Every test in a condition, in order; tests on the fields of one entry are not entered."""
    if isinstance(condition, Test):
        yield condition
    elif condition is not None:
        for part in condition.parts:
            yield from references(part)


def check_of(test: Test, item: Item | Field, today: date) -> Check:
    """A function from the value that counts (None: not answered) to true, false or unknown."""
    op, operand = test.op, test.operand
    if op == "answered":
        return lambda value: (value is not None) is operand
    if op == "is":
        return _check_is(cast("frozenset[object]", operand), item)
    if op in {"below", "at_least"}:
        return _check_number(((op, cast(int, operand)),))
    if op == "before":
        return lambda value: None if value is None else str(value) < str(operand)
    if op == "days_ago":
        return _check_days(cast("tuple[tuple[str, int], ...]", operand), today)
    if op == "count":
        bounds = _check_number(cast("tuple[tuple[str, int], ...]", operand))
        return lambda value: bounds(len(value)) if isinstance(value, tuple) else None
    return check_some(cast(Condition, operand), cast(Item, item), today)


def _check_is(wanted: frozenset[object], item: Item | Field) -> Check:
    unsure = "onbekend" not in wanted and any(option.id == "onbekend" for option in item.options)
    if item.kind == "many":
        return _check_contains(wanted, unsure)

    def check(value: Value | None) -> Truth:
        if value in wanted:
            return True
        if value is None or (unsure and value == "onbekend"):
            return None
        return False

    return check


def _check_contains(wanted: frozenset[object], unsure: bool) -> Check:
    def check(value: Value | None) -> Truth:
        if not isinstance(value, tuple):
            return None
        if not wanted.isdisjoint(cast("tuple[str, ...]", value)):
            return True
        return None if unsure and "onbekend" in value else False

    return check


def _check_number(bounds: tuple[tuple[str, int], ...]) -> Check:
    def check(value: Value | None) -> Truth:
        if not isinstance(value, int):
            return None
        return all(value < bound if op == "below" else value >= bound for op, bound in bounds)

    return check


def _check_days(bounds: tuple[tuple[str, int], ...], today: date) -> Check:
    within = _check_number(bounds)

    def check(value: Value | None) -> Truth:
        return None if value is None else within((today - date.fromisoformat(str(value))).days)

    return check


def check_some(condition: Condition, item: Item, today: date) -> Check:
    """A function that says whether one of the entries fulfils a condition over its fields."""
    fields = {field.id: field for field in item.fields}

    def of_entry(part: Condition, entry: Entry) -> Truth:
        if isinstance(part, Combination):
            return combine(part.op, [of_entry(inner, entry) for inner in part.parts])
        field = fields[part.ref]
        value = entry.get(field.id)
        if value is None and field.years_since:
            value = whole_years(str(entry.get(field.years_since, "")), today)
        return check_of(part, field, today)(value)

    def check(value: Value | None) -> Truth:
        if not isinstance(value, tuple):
            return None
        return combine("any", [of_entry(condition, cast(Entry, entry)) for entry in value])

    return check


def combine(op: str, truths: list[Truth]) -> Truth:
    """`all`, `any` or `not` of truth values, by Kleene."""
    if op == "not":
        return None if truths[0] is None else not truths[0]
    decisive = op == "any"
    if decisive in truths:
        return decisive
    return None if None in truths else not decisive
