"""The words, numbers and effects of the law's minimum: each a claim with the path on which somebody would meet it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from meldcode.check.claims import Claim
from meldcode.check.logic.circuit import FALSE, TRUE, Literal
from meldcode.check.logic.encoding import Encoding
from meldcode.check.minimum import Minimum, WordsRule, differs
from meldcode.flow.engine import Engine
from meldcode.flow.findings import Finding, near_match
from meldcode.flow.model import NOWHERE, Mark
from meldcode.flow.replay import outcome_of
from meldcode.i18n import _

_DIGITS = re.compile(r"[^0-9]")


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
    there = {
        "outcome": [one.id for one in flow.outcomes],
        "alert": [one.id for one in flow.alerts],
        "ask": [one.id for one in flow.items.values() if one.is_question],
        "note": [one.id for one in flow.items.values() if not one.is_question],
    }
    wanted = [("outcome", one) for one in minimum.effects] + [("alert", one.id) for one in minimum.alerts]
    wanted += [("ask", one.id) for one in minimum.records] + [("note", one.id) for one in minimum.notes]
    for section, name in wanted:
        if name not in there[section]:
            what = _("`{section}: {id}` ontbreekt, en het minimum vraagt het").format(section=section, id=name)
            yield Finding("P007", file, what, near=near_match(name, there[section]), subject=name)
    known = {_DIGITS.sub("", contact.number) for contact in flow.contacts if contact.when is None}
    for number in minimum.contacts:
        if _DIGITS.sub("", number) not in known:
            what = _("het nummer {number} staat niet bij `contacts`, of niet altijd").format(number=number)
            yield Finding("P008", file, what, subject="contacts")


def kept_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """Effects of outcomes (P001), numbers of alerts (P008), and words (P008, in Dutch only)."""
    yield from _effects(encoding, minimum)
    yield from _numbers(encoding, minimum)
    if encoding.flow.language == "nl":
        for rule in minimum.words:
            yield from _words(encoding, rule)
        yield from _labels(encoding, minimum)


def _effects(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    for outcome in encoding.flow.outcomes:
        effect = minimum.effects.get(outcome.id)
        if effect is not None and effect != (outcome.report, outcome.help):
            what = _("de uitkomst `{id}` vraagt hier iets anders dan het minimum: kijk naar `report` en `help`")
            yield _met(encoding, "P001", "minimum", "outcome", outcome.id, outcome.mark, what.format(id=outcome.id))


def _numbers(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    numbers = {contact.id: _DIGITS.sub("", contact.number) for contact in encoding.flow.contacts}
    alerts = {alert.id: alert for alert in encoding.flow.alerts}
    for rule in minimum.alerts:
        alert = alerts.get(rule.id)
        shown = {numbers.get(name, "") for name in alert.call} if alert else set()
        for number in rule.call if alert else ():
            if alert and _DIGITS.sub("", number) not in shown:
                what = _("de waarschuwing `{id}` toont het nummer {number} niet").format(id=rule.id, number=number)
                yield _met(encoding, "P008", "alerts", "alert", rule.id, alert.mark, what, rule.sources)


def _words(encoding: Encoding, rule: WordsRule) -> Iterator[Claim]:
    found = _texts(encoding, rule)
    if found is None:
        return
    texts, mark = found
    text = texts[rule.part] if rule.part else " ".join(texts.values())
    said = f" {text} ".casefold()
    if rule.say and not any(word.casefold() in said for word in rule.say):
        words = _(" of ").join(f"«{word}»" for word in rule.say)
        what = _("in de tekst van `{id}` staat nergens {words}").format(id=rule.id, words=words)
        yield _met(encoding, "P008", "minimum", rule.section, rule.id, mark, what)
    for word in rule.never:
        if re.search(rf"(?<!\w){re.escape(word.casefold())}", said):
            what = _("in de tekst van `{id}` staat «{word}»: zo kan hij het omgekeerde zeggen").format(
                id=rule.id, word=word
            )
            yield _met(encoding, "P008", "minimum", rule.section, rule.id, mark, what)


def _texts(encoding: Encoding, rule: WordsRule) -> tuple[dict[str, str], Mark] | None:
    flow = encoding.flow
    if rule.section == "outcome":
        return next(
            (
                ({"title": one.title, "text": one.text, "do": one.do}, one.mark)
                for one in flow.outcomes
                if one.id == rule.id
            ),
            None,
        )
    if rule.section == "alert":
        return next((({"text": one.text, "do": one.do}, one.mark) for one in flow.alerts if one.id == rule.id), None)
    item = flow.question(rule.id)
    return None if item is None else ({"text": item.text}, item.mark)


def _labels(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """The answers yes and no of shared questions begin with that very word."""
    for rule in minimum.asks:
        item = encoding.flow.question(rule.ask)
        for option in item.options if item is not None and rule.kind == "yesno" else ():
            if option.id in {"ja", "nee"} and not re.match(rf"{option.id}\b", option.text.casefold()):
                what = _("het antwoord `{option}` van `{id}` begint niet met dat woord").format(
                    option=option.id, id=rule.ask
                )
                mark = option.mark if option.mark.line else item.mark if item else NOWHERE
                yield _met(encoding, "P008", "minimum", "ask", rule.ask, mark, what, rule.sources)


def _met(
    encoding: Encoding,
    code: str,
    group: str,
    section: str,
    name: str,
    mark: Mark,
    what: str,
    sources: tuple[str, ...] = (),
) -> Claim:
    """A claim that is wrong wherever somebody meets this outcome, alert or question."""
    bad: Literal = {
        "outcome": encoding.outcome.get(name, FALSE),
        "alert": encoding.alert.get(name, FALSE),
        "ask": encoding.visible.get(name, TRUE),
    }[section]

    def broken(engine: Engine) -> bool:
        if section == "outcome":
            return outcome_of(engine) == name
        if section == "alert":
            return engine.derived(("alert", name)) is True
        return bool(engine.visible[engine.index[name]])

    return Claim(code, group, name, mark, what, sources, bad, broken)  # type: ignore[arg-type]
