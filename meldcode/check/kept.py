"""The parts, numbers, norms and terms of the law's minimum: each a claim with the path on which somebody meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from meldcode.check.claims import Claim, Group, truly
from meldcode.check.kept_words import words_claims
from meldcode.check.logic.circuit import FALSE, TRUE
from meldcode.check.logic.encoding import Encoding
from meldcode.check.met import DIGITS, met
from meldcode.check.minimum import Minimum, NormRule, TermRule, differs
from meldcode.flow.conditions import combine
from meldcode.flow.engine import Engine
from meldcode.flow.findings import Finding, near_match
from meldcode.flow.model import NOWHERE, Combination, Condition, DeadlineRule, Flow, Norm
from meldcode.flow.replay import deadlines
from meldcode.i18n import _


def lacking(encoding: Encoding, minimum: Minimum) -> Iterator[Finding]:
    """What the flow does not have at all, or has as something else: no path is needed to see that (P007)."""
    flow = encoding.flow
    file = NOWHERE._replace(file=flow.layers[0][0] if flow.layers else flow.id)
    first = next(iter(flow.items.values()), None)
    for rule in minimum.asks:
        item = flow.items.get(rule.ask)
        if item is None or not item.is_question:
            near = near_match(rule.ask, flow.items)
            what = _("de gedeelde vraag `{id}` ontbreekt").format(id=rule.ask)
            yield Finding("P007", file, what, near=near, subject=rule.ask)
        elif differs(rule, item):
            what = _("de gedeelde vraag `{id}` is hier een andere vraag: soort of keuzes zijn anders").format(
                id=rule.ask
            )
            yield Finding("P007", item.mark, what, subject=rule.ask)
        if rule.first and first is not None and first.id != rule.ask:
            what = _("`{id}` is niet de eerste vraag").format(id=rule.ask)
            yield Finding("P007", first.mark, what, subject=rule.ask)
    places = {name: place for place, name in enumerate(flow.items)}
    for rule in minimum.asks:
        for name in rule.after:
            if places.get(rule.ask, len(places)) < places.get(name, -1):
                what = _("`{id}` komt hier voor `{other}`, en hoort daarna").format(id=rule.ask, other=name)
                yield Finding("P007", flow.items[rule.ask].mark, what, subject=rule.ask)
    there = {
        "outcome": [one.id for one in flow.outcomes],
        "alert": [one.id for one in flow.alerts],
        "ask": [one.id for one in flow.items.values() if one.is_question],
        "note": [one.id for one in flow.items.values() if not one.is_question],
        "norm": [one.id for one in flow.norms],
        "deadline": [one.id for one in flow.deadlines],
    }
    wanted = [("outcome", one) for one in minimum.effects] + [("alert", one.id) for one in minimum.alerts]
    wanted += [("ask", one.id) for one in minimum.records] + [("note", one.id) for one in minimum.notes]
    wanted += [("norm", one.id) for one in minimum.norms] + [("deadline", one.id) for one in minimum.terms]
    told = {one.ask for one in minimum.asks}
    for section, name in dict.fromkeys(one for one in wanted if one[1] not in told or one[0] != "ask"):
        if name not in there[section]:
            what = _("`{section}: {id}` ontbreekt, en het minimum vraagt het").format(section=section, id=name)
            yield Finding("P007", file, what, near=near_match(name, there[section]), subject=name)
    for name in minimum.unsaid:
        if name not in told:
            what = _("het minimum kijkt naar `{id}`, en die vraag of zo'n antwoord is er hier niet").format(id=name)
            yield Finding("P007", file, what, near=near_match(name, flow.items), subject=name)
    known = {DIGITS.sub("", contact.number) for contact in flow.contacts if contact.when is None}
    for number in minimum.contacts:
        if DIGITS.sub("", number) not in known:
            what = _("het nummer {number} staat niet bij `contacts`, of niet altijd").format(number=number)
            yield Finding("P008", file, what, subject="contacts")
    for key, value in minimum.own.items():
        if getattr(flow, key) != value:
            what = _("`{key}` van de vragenlijst `{id}` hoort `{value}` te zijn: met iets anders gelden andere regels")
            yield Finding("P007", file, what.format(key=key, id=flow.id, value=value), subject=flow.id)


def kept_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """Effects (P001), norms (P002), numbers (P008), what may be passed over (P011, P006), terms (P005) and words."""
    yield from _effects(encoding, minimum)
    yield from _numbers(encoding, minimum)
    yield from _passed_over(encoding, minimum)
    yield from _fields(encoding, minimum)
    for rule in minimum.norms:
        yield from (
            claim for norm in encoding.flow.norms if norm.id == rule.id for claim in _norm(encoding, rule, norm)
        )
    for term in minimum.terms:
        yield from (
            claim for own in encoding.flow.deadlines if own.id == term.id for claim in _term(encoding, term, own)
        )
    yield from words_claims(encoding, minimum)


def _effects(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    for outcome in encoding.flow.outcomes:
        effect = minimum.effects.get(outcome.id)
        if effect is not None and effect != (outcome.report, outcome.help):
            what = _("de uitkomst `{id}` vraagt hier iets anders dan het minimum: kijk naar `report` en `help`")
            yield met(encoding, "P001", "minimum", "outcome", outcome.id, outcome.mark, what.format(id=outcome.id))


def _numbers(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    numbers = {contact.id: DIGITS.sub("", contact.number) for contact in encoding.flow.contacts}
    alerts = {alert.id: alert for alert in encoding.flow.alerts}
    for rule in minimum.alerts:
        alert = alerts.get(rule.id)
        shown = {numbers.get(name, "") for name in alert.call} if alert else set()
        for number in rule.call if alert else ():
            if alert and DIGITS.sub("", number) not in shown:
                what = _("de waarschuwing `{id}` toont het nummer {number} niet").format(id=rule.id, number=number)
                yield met(encoding, "P008", "alerts", "alert", rule.id, alert.mark, what, rule.sources)


def _passed_over(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """Questions of the minimum that may be passed over here."""
    asks = {rule.ask: rule for rule in minimum.asks}
    for name in dict.fromkeys([*asks, *(rule.id for rule in minimum.records)]):
        item, rule = encoding.flow.question(name), asks.get(name)
        if item is not None and item.optional and not (rule and rule.optional):
            what = _("de vraag `{id}` mag hier worden overgeslagen (`optional`)").format(id=name)
            kind: tuple[str, Group] = ("P011", "asked") if rule else ("P006", "records")
            yield met(encoding, *kind, "ask", name, item.mark, what, rule.sources if rule else ())


def _fields(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """Fields of entries that are missing as long as they are empty."""
    for rule in minimum.records:
        item = encoding.flow.question(rule.id)
        held = {
            field.id
            for field in (item.fields if item else ())
            if field.when is None and all(field.require.get(kind) is True for kind in rule.kinds)
        }
        for name in rule.fields if item is not None else ():
            if item is not None and name not in held:
                what = _("in `{id}` hoeft het veld `{field}` niet te worden ingevuld").format(id=rule.id, field=name)
                yield met(encoding, "P006", "records", "ask", rule.id, item.mark, what, rule.sources)


def _norm(encoding: Encoding, rule: NormRule, norm: Norm) -> Iterator[Claim]:
    circuit = encoding.circuit
    if rule.when is not None:
        here = (encoding.wanted(rule.when, TRUE), -encoding.wanted(rule.unless, FALSE))
        what = _("de norm `{id}` geldt hier niet, en het minimum zegt van wel").format(id=norm.id)
        bad = circuit.all((-encoding.norm[norm.id], *here))
        yield Claim("P002", "norms", norm.id, norm.mark, what, rule.sources, bad, _norm_silent(rule))
    asks_less = rule.require is not None and _allows_more(encoding.flow, norm.require, rule.require)
    if asks_less or not set(rule.monotone) <= set(norm.monotone):
        what = _("de norm `{id}` vraagt minder dan het minimum: kijk naar `require` en `monotone`").format(id=norm.id)
        section, name = ("norm", norm.id) if rule.when is not None else ("outcome", "melden")
        yield met(encoding, "P002", "norms", section, name, norm.mark, what, rule.sources)


def _norm_silent(rule: NormRule) -> Callable[[Engine], bool]:
    def broken(engine: Engine) -> bool:
        here = truly(engine, rule.when, True) and not truly(engine, rule.unless, False)
        return here and engine.derived(("norm", rule.id)) is not True

    return broken


def _allows_more(flow: Flow, own: Condition | None, least: Condition) -> bool:
    """Whether one outcome, with or without each alert, is enough for the norm of the flow and not for the minimum."""
    for outcome in flow.outcomes:
        for there in (True, False):
            enough = own is None or _taken(own, outcome.id, there) is not False
            if enough and _taken(least, outcome.id, there) is False:
                return True
    return False


def _taken(condition: Condition, outcome: str, alerts: bool) -> bool | None:
    """The truth of a requirement under one outcome, with all alerts or none; unknown where it looks at answers."""
    if isinstance(condition, Combination):
        return combine(condition.op, [_taken(part, outcome, alerts) for part in condition.parts])
    if condition.ref == "outcome" and isinstance(condition.operand, frozenset):
        return outcome in condition.operand
    return alerts if condition.ref == "alert" else None


def _term(encoding: Encoding, rule: TermRule, own: DeadlineRule) -> Iterator[Claim]:
    if own.start != rule.start or own.unit != rule.unit or own.amount > rule.amount:
        what = _("de termijn `{id}` is langer dan het minimum, of telt vanaf iets anders").format(id=own.id)
        yield met(encoding, "P008", "minimum", "ask", own.start, own.mark, what, rule.sources)
    if rule.start not in encoding.flow.items or not encoding.flow.items[rule.start].is_question:
        return
    runs = (encoding.wanted(own.when, TRUE), -encoding.wanted(own.unless, FALSE))
    here = (encoding.counts(rule.start), -encoding.wanted(rule.unless, FALSE))
    bad = encoding.circuit.all((*here, -encoding.circuit.all(runs)))
    what = _("de termijn `{id}` loopt hier niet, en het minimum zegt van wel").format(id=own.id)

    def broken(engine: Engine) -> bool:
        wanted = engine.value(rule.start) is not None and not truly(engine, rule.unless, False)
        return wanted and all(due.id != rule.id for due in deadlines(engine))

    yield Claim("P005", "alerts", own.id, own.mark, what, rule.sources, bad, broken)
