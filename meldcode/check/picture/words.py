"""A condition in words, in the current language: "«Is er letsel?»: Ja of Weet ik niet".

Total: whatever a condition holds, there are words for it. A thing that the flow does not have (any more) is named by
its id. The words are plain text on one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from meldcode.flow.conditions import DERIVED
from meldcode.flow.model import Combination, Condition, Field, Flow, Item, Test
from meldcode.flow.order import Node
from meldcode.flow.values import label_of_option
from meldcode.i18n import _, date_text, ngettext, tr
from meldcode.text import one_line

Names = Callable[[Node], str]
"""How a question, norm, alert or outcome is called."""
Askable = Item | Field


def condition_words(flow: Flow, condition: Condition, names: Names | None = None) -> str:
    """The condition in words; things are called by their text in «», or as `names` says."""
    return one_line(_words(condition, _reader(flow, names or full_names(flow))))


def answer_words(flow: Flow, test: Test) -> str:
    """What one test wants, without what it looks at: for an arrow that begins there."""
    if test.ref in DERIVED:
        return _("staat aan") if test.ref == "alert" else _("geldt")
    return one_line(_wanted(test, flow.items.get(test.ref)))


def full_names(flow: Flow) -> Names:
    """Everything by the text that a person sees, in «»."""
    texts: dict[Node, str] = {("item", item.id): item.text for item in flow.items.values()}
    texts |= {("norm", norm.id): norm.title for norm in flow.norms}
    texts |= {("alert", alert.id): alert.text for alert in flow.alerts}
    texts |= {("outcome", outcome.id): outcome.title for outcome in flow.outcomes}
    return lambda node: f"«{tr(texts.get(node, node[1])).strip()}»"


def either(parts: Iterable[str]) -> str:
    """Parts of which one is enough, in words."""
    return _(" of ").join(dict.fromkeys(parts))


_Leaf = Callable[[Test], str]


def _reader(flow: Flow, names: Names) -> _Leaf:
    derived: list[Node] = [("outcome", outcome.id) for outcome in flow.outcomes]
    derived += [("norm", norm.id) for norm in flow.norms]
    derived += [("alert", alert.id) for alert in flow.alerts]
    places = {node: place for place, node in enumerate(derived)}

    def leaf(test: Test) -> str:
        if test.ref in DERIVED:
            nodes: list[Node] = [(test.ref, str(name)) for name in _values(test, None)]
            return _derived(test.ref, either(map(names, sorted(nodes, key=lambda node: places.get(node, 0)))))
        return _leaf(test, flow.items.get(test.ref), names(("item", test.ref)))

    return leaf


def _words(condition: Condition, leaf: _Leaf, around: str = "") -> str:
    """The words; in brackets when `around`, the combination that this is a part of, could be read into it."""
    if isinstance(condition, Test):
        several = isinstance(condition.operand, frozenset) and len(condition.operand) > 1
        return f"({leaf(condition)})" if around == "all" and several else leaf(condition)
    if condition.op == "not":
        inner = condition.parts[0] if condition.parts else Combination("any", ())
        return _("niet ({condition})").format(condition=_words(inner, leaf))
    parts = _merged(condition.parts) if condition.op == "any" else condition.parts
    if not parts:
        return _("altijd") if condition.op == "all" else _("nooit")
    if len(parts) == 1:
        return _words(parts[0], leaf, around)
    words = [_words(part, leaf, condition.op) for part in parts]
    said = _(" en ").join(dict.fromkeys(words)) if condition.op == "all" else either(words)
    return f"({said})" if around else said


def _merged(parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Tests of which one is enough, on the same question, as one test: "a: x of y" for "a: x of a: y"."""
    merged: dict[object, Condition] = {}
    for place, part in enumerate(parts):
        if not isinstance(part, Test) or not isinstance(part.operand, frozenset):
            merged[place] = part
            continue
        before = merged.get(part.ref)
        known = before.operand if isinstance(before, Test) else frozenset()
        operand = part.operand | known if isinstance(known, frozenset) else part.operand
        merged[part.ref] = Test(part.ref, part.op, operand, part.mark)
    return tuple(merged.values())


def _leaf(test: Test, item: Askable | None, name: str) -> str:
    if test.op == "answered":
        said = _("{question} is beantwoord") if test.operand is True else _("{question} is niet beantwoord")
        return said.format(question=name)
    return f"{name}: {_wanted(test, item)}"


def _wanted(test: Test, item: Askable | None) -> str:
    """What a test wants of the value."""
    if test.op == "is":
        return either(_label(item, value) for value in _values(test, item))
    if test.op == "answered":
        return _("beantwoord") if test.operand is True else _("niet beantwoord")
    if test.op == "before":
        return _("vóór {date}").format(date=_date(test.operand))
    if test.op in {"below", "at_least"}:
        return _within([(test.op, test.operand)], item)
    if test.op in {"days_ago", "count"} and isinstance(test.operand, tuple):
        return (_days if test.op == "days_ago" else _rows)(test.operand)
    if test.op == "some" and isinstance(test.operand, Test | Combination):
        return _some(test.operand, item)
    return test.op


def _some(condition: Condition, item: Askable | None) -> str:
    fields = {field.id: field for field in item.fields} if isinstance(item, Item) else {}

    def of_field(part: Test) -> str:
        field = fields.get(part.ref)
        return _leaf(part, field, f"«{tr(field.text)}»" if field else part.ref)

    return _("een regel met {condition}").format(condition=_words(condition, of_field, "some"))


def _values(test: Test, item: Askable | None) -> list[object]:
    """The values wanted, in the order in which the question offers them."""
    wanted = test.operand if isinstance(test.operand, frozenset) else frozenset({test.operand})
    offered = {option.id: place for place, option in enumerate(item.options)} if item else {}
    return sorted(wanted, key=lambda value: (offered.get(str(value), len(offered)), _size(value), str(value)))


def _size(value: object) -> int:
    return value if isinstance(value, int) else 0


def _label(item: Askable | None, value: object) -> str:
    """The words of an answer; in quotes when they could be read as more than one."""
    words = label_of_option(item, str(value)) if item else str(value)
    several = any(joint in words for joint in (_(" of "), _(" en "), ",", ":", "("))
    return f"‘{words.strip()}’" if several else words


def _within(bounds: Iterable[tuple[str, object]], item: Askable | None) -> str:
    """Bounds of a number; an age is said as one."""
    age = isinstance(item, Field) and bool(item.years_since)
    below = _("jonger dan {number}") if age else _("minder dan {number}")
    least = _("{number} of ouder") if age else _("minstens {number}")
    return _both((below if op == "below" else least).format(number=bound) for op, bound in bounds)


def _days(bounds: tuple[tuple[str, int], ...]) -> str:
    return _both(
        (
            ngettext("minder dan {number} dag geleden", "minder dan {number} dagen geleden", bound)
            if op == "below"
            else ngettext("minstens {number} dag geleden", "minstens {number} dagen geleden", bound)
        ).format(number=bound)
        for op, bound in bounds
    )


def _rows(bounds: tuple[tuple[str, int], ...]) -> str:
    return _both(
        (
            ngettext("minder dan {number} regel", "minder dan {number} regels", bound)
            if op == "below"
            else ngettext("minstens {number} regel", "minstens {number} regels", bound)
        ).format(number=bound)
        for op, bound in bounds
    )


def _both(parts: Iterable[str]) -> str:
    return _(" en ").join(parts)


def _date(value: object) -> str:
    try:
        return date_text(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _derived(kind: str, names: str) -> str:
    if kind == "outcome":
        return _("uitkomst: {names}").format(names=names)
    if kind == "norm":
        return _("norm geldt: {names}").format(names=names)
    return _("waarschuwing: {names}").format(names=names)
