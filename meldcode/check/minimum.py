"""The law's minimum (`minimum.yaml`) as claims about one flow: what must hold whatever a person answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import cast

from meldcode.flow.build import UNITS
from meldcode.flow.conditions import BROKEN, NEVER, Scope, parse_condition
from meldcode.flow.findings import Problems
from meldcode.flow.model import Combination, Condition, Flow, Item, Mark, RequestKind
from meldcode.flow.reader import Map, Seq, read_yaml

_SHARED = ("acuut_gevaar", "disclosure", "vermoeden", "acuut_onveilig", "structureel_onveilig")
_OUTCOMES = ("melden", "overleg_amhk", "afsluiten")


@dataclass(frozen=True)
class AskRule:
    """A shared question: its kind and options, and that it is asked under `when` as long as `unless` does not hold.

    `optional`: it may be passed over.
    """

    ask: str
    kind: str
    options: tuple[str, ...]
    when: Condition | None
    unless: Condition | None
    first: bool
    optional: bool
    after: tuple[str, ...]
    """Questions that come before it."""
    sources: tuple[str, ...]


@dataclass(frozen=True)
class OutcomeRule:
    """Under `when` the outcome is this one, or one of `others`, which protect more."""

    outcome: str
    others: tuple[str, ...]
    when: Condition | None
    unless: Condition | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ShownRule:
    """Under `when` this alert, note or question is there; `call` are numbers that an alert shows, `kinds` the requests
    from which a question is missing as long as it is open, or an entry of it lacks one of `fields`."""

    id: str
    when: Condition | None
    call: tuple[str, ...]
    kinds: tuple[RequestKind, ...]
    fields: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class NormRule:
    """A norm that is in force under `when` as long as `unless` does not hold, and asks at least `require`.

    `monotone`: the signs of danger that it names at least.
    """

    id: str
    when: Condition | None
    unless: Condition | None
    require: Condition | None
    monotone: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class TermRule:
    """A deadline that runs from the date `start` as long as `unless` does not hold, and takes no more than `amount`."""

    id: str
    start: str
    amount: int
    unit: str
    unless: Condition | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class WordsRule:
    """The words that a text holds at least (one of `say`), and never.

    `section` and `id` say whose: an outcome, alert, norm, question, note or (by its number) contact. `part` is one of
    its texts, else all together; `option` and `field` are of a question.
    """

    section: str
    id: str
    part: str
    option: str
    field: str
    say: tuple[str, ...]
    never: tuple[str, ...]


Rule = AskRule | OutcomeRule | ShownRule | NormRule | TermRule


@dataclass(frozen=True)
class Minimum:
    """The rules that concern one flow, with conditions in that flow's own scope."""

    asks: tuple[AskRule, ...]
    outcomes: tuple[OutcomeRule, ...]
    stronger: tuple[OutcomeRule, ...]
    """What a profession asks on top: under `when` the outcome is this one."""
    effects: Mapping[str, tuple[bool, str]]
    monotone: tuple[str, ...]
    alerts: tuple[ShownRule, ...]
    records: tuple[ShownRule, ...]
    notes: tuple[ShownRule, ...]
    norms: tuple[NormRule, ...]
    terms: tuple[TermRule, ...]
    contacts: tuple[str, ...]
    words: tuple[WordsRule, ...]
    own: Mapping[str, str]
    """What a flow of this id says of itself: `profession` and `language`."""
    unsaid: tuple[str, ...]
    """The questions that some rule looks at and that the flow does not have, or not with these answers: such a rule is
    left out here, so nothing was proved of it."""

    def conditions(self) -> Iterator[Condition]:
        """Every condition in it."""
        rules: tuple[AskRule | OutcomeRule | NormRule, ...]
        rules = (*self.asks, *self.outcomes, *self.stronger, *self.norms)
        parts: list[Condition | None] = [part for rule in rules for part in (rule.when, rule.unless)]
        parts += [rule.when for rule in (*self.alerts, *self.records, *self.notes)]
        parts += [rule.unless for rule in self.terms]
        return (part for part in parts if part is not None)


def concerns(flow: Flow) -> bool:
    """Whether a flow is one of the meldcode: it asks one of the weighty questions, or ends in two of the outcomes."""
    ends = sum(outcome.id in _OUTCOMES for outcome in flow.outcomes)
    return any(name in flow.items for name in _SHARED) or ends > 1


def minimum_for(flow: Flow) -> Minimum:
    """The rules for this flow. What a rule says of questions that the flow lacks is left out: `asks` tells of those."""
    return _Reader(flow).read()


@cache
def _root() -> Map:
    data = files("meldcode.check").joinpath("minimum.yaml").read_bytes()
    return read_yaml(data, "minimum.yaml")


class _Reader:
    def __init__(self, flow: Flow) -> None:
        derived = {
            "outcome": {outcome.id for outcome in flow.outcomes},
            "norm": {norm.id for norm in flow.norms},
            "alert": {alert.id for alert in flow.alerts},
        }
        self.flow = flow
        self.scope = Scope({name: item for name, item in flow.items.items() if item.is_question}, derived)
        own = _map(_map(_root()["professions"]).get(flow.profession))
        self.roots = [_root(), own]

    def read(self) -> Minimum:
        root = _root()
        effects = {
            name: (effect["report"] is True, str(effect["help"])) for name, effect in _maps_by_key(root["effects"])
        }
        asks, norms, terms = (
            tuple(map(self._ask, self._nodes("questions"))),
            tuple(map(self._norm, self._nodes("norms"))),
            tuple(map(self._term, self._nodes("deadlines"))),
        )
        outcomes, stronger = (tuple(map(self._outcome, _maps(one.get("outcomes")))) for one in self.roots)
        alerts, records, notes = (
            tuple(self._shown(node, key) for node in self._nodes(section))
            for section, key in (("alerts", "alert"), ("records", "ask"), ("notes", "note"))
        )
        every: tuple[Rule, ...] = (*asks, *outcomes, *stronger, *alerts, *records, *notes, *norms, *terms)
        unsaid_names = (name for rule in every for part in _conditions(rule) for name in unsaid(part))
        return Minimum(
            asks=tuple(map(_sayable, asks)),
            outcomes=outcomes if all(map(_can_be_said, outcomes)) else (),  # each stands on those before it
            stronger=tuple(filter(_can_be_said, stronger)),
            effects=effects,
            monotone=_names(root, "monotone"),
            alerts=tuple(filter(_can_be_said, alerts)),
            records=tuple(filter(_can_be_said, records)),
            notes=tuple(filter(_can_be_said, notes)),
            norms=tuple(filter(_can_be_said, norms)),
            terms=tuple(filter(_can_be_said, terms)),
            contacts=_names(root, "contacts"),
            words=tuple(map(_words, self._nodes("words"))),
            own={key: str(value) for key, value in _map(_map(root["flows"]).get(self.flow.id)).items()},
            unsaid=tuple(dict.fromkeys(unsaid_names)),
        )

    def _nodes(self, section: str) -> list[Map]:
        return [node for root in self.roots for node in _maps(root.get(section))]

    def _condition(self, node: Map, key: str) -> Condition | None:
        if key not in node:
            return None
        return parse_condition(node[key], node.at(key), self.scope, Problems())

    def _ask(self, node: Map) -> AskRule:
        return AskRule(
            str(node["ask"]),
            str(node["kind"]),
            _names(node, "options"),
            self._condition(node, "when"),
            self._condition(node, "unless"),
            node.get("first") is True,
            node.get("optional") is True,
            _names(node, "after"),
            _names(node, "source"),
        )

    def _outcome(self, node: Map) -> OutcomeRule:
        when, unless = self._condition(node, "when"), self._condition(node, "unless")
        return OutcomeRule(str(node["outcome"]), _names(node, "or"), when, unless, _names(node, "source"))

    def _shown(self, node: Map, key: str) -> ShownRule:
        kinds = cast("tuple[RequestKind, ...]", _names(node, "for"))
        return ShownRule(
            str(node[key]),
            self._condition(node, "when"),
            _names(node, "call"),
            kinds,
            _names(node, "fields"),
            _names(node, "source"),
        )

    def _norm(self, node: Map) -> NormRule:
        when, unless, require = (self._condition(node, key) for key in ("when", "unless", "require"))
        return NormRule(str(node["norm"]), when, unless, require, _names(node, "monotone"), _names(node, "source"))

    def _term(self, node: Map) -> TermRule:
        unit = next(unit for unit in UNITS if unit in node)
        unless = self._condition(node, "unless")
        return TermRule(
            str(node["deadline"]), str(node["from"]), cast(int, node[unit]), unit, unless, _names(node, "source")
        )


def unsaid(condition: Condition, inside: str = "") -> Iterator[str]:
    """The questions that a condition looks at and that the flow does not have, or not with these answers."""
    if isinstance(condition, Combination):
        for part in condition.parts:
            yield from unsaid(part, inside)
    elif condition.op == BROKEN:
        yield inside or condition.ref
    elif condition.op == "some":
        yield from unsaid(cast(Condition, condition.operand), inside or condition.ref)


def _can_be_said(rule: Rule) -> bool:
    """Whether the flow has everything that the conditions of a rule look at."""
    return not any(True for part in _conditions(rule) for _name in unsaid(part))


def _conditions(rule: Rule) -> Iterator[Condition]:
    parts = (getattr(rule, key, None) for key in ("when", "unless", "require"))
    return (part for part in parts if part is not None)


def _sayable(rule: AskRule) -> AskRule:
    """The rule, without conditions that the flow cannot say: the question itself is still looked at."""
    return rule if _can_be_said(rule) else replace(rule, when=NEVER, unless=None)


def _words(node: Map) -> WordsRule:
    section = next(key for key in ("outcome", "alert", "norm", "ask", "note", "contact") if key in node)
    part, option, field = (str(node.get(key, "")) for key in ("in", "option", "field"))
    turned = _names(_root(), "turns") if node.get("straight") is True else ()
    never = (*_names(node, "never"), *turned)
    return WordsRule(section, str(node[section]), part, option, field, _names(node, "say"), never)


def _map(value: object) -> Map:
    return value if isinstance(value, Map) else Map(Mark("minimum.yaml", 0, 0))


def _maps(value: object) -> list[Map]:
    return [part for part in value if isinstance(part, Map)] if isinstance(value, Seq) else []


def _maps_by_key(value: object) -> list[tuple[str, Map]]:
    return [(key, part) for key, part in _map(value).items() if isinstance(part, Map)]


def _names(node: Map, key: str) -> tuple[str, ...]:
    value = node.get(key)
    if value is None:
        return ()
    return tuple(str(part) for part in value) if isinstance(value, Seq) else (str(value),)


def differs(rule: AskRule, item: Item) -> bool:
    """Whether a flow's question is another one than the shared question of that name."""
    known = {option.id for option in item.options}
    return item.kind != rule.kind or bool(rule.options and known != set(rule.options))
