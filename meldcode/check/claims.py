"""What must hold of a flow whatever a person answers, each as something that a solver can refute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from meldcode.check.logic.circuit import FALSE, TRUE, Literal
from meldcode.check.logic.encoding import Encoding
from meldcode.check.minimum import AskRule, Minimum, OutcomeRule, ShownRule
from meldcode.flow.engine import Engine
from meldcode.flow.model import Condition, Mark, Norm, RequestKind, Requirement
from meldcode.flow.order import conditions_of, reads_of
from meldcode.flow.replay import missing, outcome_of
from meldcode.i18n import _

Group = OneOf["one_outcome", "minimum", "norms", "monotone", "alerts", "asked", "records", "dead_end", "base"]


@dataclass(frozen=True)
class Claim:
    """One thing that must hold. `bad` is true exactly when it does not; `broken` says the same of replayed answers."""

    code: str
    group: Group
    subject: str
    mark: Mark
    what: str
    sources: tuple[str, ...]
    bad: Literal
    broken: Callable[[Engine], bool]


def truly(engine: Engine, condition: Condition | None, otherwise: bool) -> bool:
    """Whether a condition is known to be true; `otherwise` when there is none."""
    return otherwise if condition is None else engine.truth(condition) is True


def norm_claims(encoding: Encoding) -> Iterator[Claim]:
    """Each norm of the flow: when it is in force, what it requires holds (P002)."""
    for norm in encoding.flow.norms:
        if norm.require is None:
            continue
        bad = encoding.circuit.all((encoding.norm[norm.id], -encoding.truth(norm.require).true))
        what = _("de norm `{id}` houdt niet stand: hij geldt, en wat hij vraagt gebeurt niet").format(id=norm.id)
        yield Claim("P002", "norms", norm.id, norm.mark, what, norm.sources, bad, _norm_broken(norm))


def _norm_broken(norm: Norm) -> Callable[[Engine], bool]:
    return lambda engine: engine.derived(("norm", norm.id)) is True and not truly(engine, norm.require, True)


def dead_end_claims(encoding: Encoding) -> Iterator[Claim]:
    """Everything that decides is answered, and still the outcome is `onvolledig` (L009)."""
    flow, circuit = encoding.flow, encoding.circuit
    if not flow.outcomes or flow.outcomes[-1].id != "onvolledig":
        return
    deciding = deciding_questions(encoding)
    settled = [circuit.any((-encoding.visible[name], encoding.counts(name))) for name in deciding]
    bad = circuit.all((encoding.outcome["onvolledig"], *settled))
    what = _("dit loopt dood: alles wat beslist is beantwoord, en toch is de uitkomst `onvolledig`")

    def broken(engine: Engine) -> bool:
        open_ones = [name for name in deciding if engine.visible[engine.index[name]] and engine.value(name) is None]
        return outcome_of(engine) == "onvolledig" and not open_ones

    last = flow.outcomes[-1]
    yield Claim("L009", "dead_end", last.id, last.mark, what, last.sources, bad, broken)


def deciding_questions(encoding: Encoding) -> list[str]:
    """The questions that the outcome rests on, through norms and alerts too, in the order of the flow."""
    reads = {node: [read for read, _mark in reads_of(parts)] for node, parts in conditions_of(encoding.flow).items()}
    work, seen = [("outcome", "")], {("outcome", "")}
    while work:
        for node in reads.get(work.pop(), ()):
            if node not in seen and node in reads:
                seen.add(node)
                if node[0] != "item":  # who shows a question does not decide
                    work.append(node)
    return [name for name in encoding.flow.items if ("item", name) in seen]


def outcome_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """The outcome protects at least as much as the minimum (P001); what is not known closes nothing (P004)."""
    circuit, earlier = encoding.circuit, FALSE
    firsts: list[OutcomeRule] = []
    for rule in minimum.outcomes:
        holds = encoding.wanted(rule.when, TRUE)
        here = circuit.all((holds, -earlier))
        earlier = circuit.any((earlier, holds))
        allowed = (rule.outcome, *rule.others)
        unsure = rule.outcome in {"overleg_amhk", "onvolledig"}
        what = (_unsure_text if unsure else _less_text)(allowed, encoding)
        bad = circuit.all((here, *(-encoding.outcome.get(name, FALSE) for name in allowed)))
        code, broken = ("P004" if unsure else "P001"), _outcome_broken(tuple(firsts), rule, allowed)
        yield Claim(code, "minimum", rule.outcome, _place(encoding, rule.outcome), what, rule.sources, bad, broken)
        firsts.append(rule)
    for rule in minimum.stronger:
        here = circuit.all((encoding.wanted(rule.when, TRUE), -encoding.wanted(rule.unless, FALSE)))
        bad = circuit.all((here, -encoding.outcome.get(rule.outcome, FALSE)))
        what = _less_text((rule.outcome,), encoding)
        broken = _outcome_broken((), rule, (rule.outcome,))
        yield Claim("P001", "minimum", rule.outcome, _place(encoding, rule.outcome), what, rule.sources, bad, broken)


def _less_text(allowed: tuple[str, ...], encoding: Encoding) -> str:
    names = _(" of ").join(f"`{name}`" for name in allowed)
    return _("het minimum vraagt hier de uitkomst {names}, en die komt niet").format(names=names)


def _unsure_text(allowed: tuple[str, ...], encoding: Encoding) -> str:
    names = _(" of ").join(f"`{name}`" for name in allowed)
    return _("hier is nog iets niet bekend, en toch sluit de uitkomst af: het minimum vraagt {names}").format(
        names=names
    )


def _outcome_broken(
    firsts: tuple[OutcomeRule, ...], rule: OutcomeRule, allowed: tuple[str, ...]
) -> Callable[[Engine], bool]:
    def broken(engine: Engine) -> bool:
        here = truly(engine, rule.when, True) and not truly(engine, rule.unless, False)
        first = not any(truly(engine, one.when, True) for one in firsts)
        return here and first and outcome_of(engine) not in allowed

    return broken


def _place(encoding: Encoding, outcome: str) -> Mark:
    flow = encoding.flow
    return next((one.mark for one in flow.outcomes if one.id == outcome), flow.outcomes[0].mark)


def asked_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """The questions that the outcome rests on are asked (P011)."""
    for rule in minimum.asks:
        item = encoding.flow.items.get(rule.ask)
        if item is None or not item.is_question:
            continue
        here = (encoding.wanted(rule.when, TRUE), -encoding.wanted(rule.unless, FALSE))
        bad = encoding.circuit.all((-encoding.visible[rule.ask], *here))
        what = _("de vraag `{id}` wordt niet gesteld, en de uitkomst rust erop").format(id=rule.ask)

        def broken(engine: Engine, rule: AskRule = rule) -> bool:
            here = truly(engine, rule.when, True) and not truly(engine, rule.unless, False)
            return here and not engine.visible[engine.index[rule.ask]]

        yield Claim("P011", "asked", rule.ask, item.mark, what, rule.sources, bad, broken)


def alert_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """The alerts of the minimum are there when they must be (P005)."""
    marks = {alert.id: alert.mark for alert in encoding.flow.alerts}
    for rule in minimum.alerts:
        if rule.id in marks:
            bad = encoding.circuit.all((encoding.wanted(rule.when, TRUE), -encoding.alert[rule.id]))
            what = _("de waarschuwing `{id}` staat er niet, en het minimum vraagt hem hier").format(id=rule.id)

            def broken(engine: Engine, name: str = rule.id, when: Condition | None = rule.when) -> bool:
                return truly(engine, when, True) and engine.derived(("alert", name)) is not True

            yield Claim("P005", "alerts", rule.id, marks[rule.id], what, rule.sources, bad, broken)


def note_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """The notes of the minimum are there when they must be (P005)."""
    for rule in minimum.notes:
        item = encoding.flow.items.get(rule.id)
        if item is None:
            continue
        bad = encoding.circuit.all((encoding.wanted(rule.when, TRUE), -encoding.visible[rule.id]))
        what = _("de uitleg `{id}` staat er niet, en het minimum vraagt hem hier").format(id=rule.id)

        def broken(engine: Engine, name: str = rule.id, when: Condition | None = rule.when) -> bool:
            return truly(engine, when, True) and not engine.visible[engine.index[name]]

        yield Claim("P005", "alerts", rule.id, item.mark, what, rule.sources, bad, broken)


def record_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """What must be written down is asked, and missing as long as it is not (P006)."""
    circuit = encoding.circuit
    for rule in minimum.records:
        item = encoding.flow.items.get(rule.id)
        if item is None or not item.is_question:
            continue
        for kind in rule.kinds:
            needed = _required(encoding, item.require.get(kind))
            lacking = circuit.all((encoding.visible[rule.id], needed))
            bad = circuit.all((encoding.wanted(rule.when, TRUE), -encoding.counts(rule.id), -lacking))
            what = _("`{id}` wordt niet gevraagd terwijl het nodig is").format(id=rule.id)
            yield Claim("P006", "records", rule.id, item.mark, what, rule.sources, bad, _record_broken(rule, kind))


def _required(encoding: Encoding, wanted: Requirement | None) -> Literal:
    if wanted is None:
        return FALSE
    return TRUE if wanted is True else encoding.truth(wanted).true


def _record_broken(rule: ShownRule, kind: RequestKind) -> Callable[[Engine], bool]:
    def broken(engine: Engine) -> bool:
        return truly(engine, rule.when, True) and engine.value(rule.id) is None and rule.id not in missing(engine, kind)

    return broken


def one_outcome_claim(encoding: Encoding) -> Iterator[Claim]:
    """Exactly one outcome holds, everywhere."""
    circuit, outcomes = encoding.circuit, list(encoding.outcome.values())
    bad = -circuit.all((circuit.any(outcomes), circuit.at_most_one(outcomes)))
    what = _("hier geldt niet precies één uitkomst")
    mark = encoding.flow.outcomes[-1].mark
    yield Claim("P001", "one_outcome", "outcomes", mark, what, (), bad, lambda engine: not outcome_of(engine))
