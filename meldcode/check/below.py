"""What an overlay may not take away from the flow that it builds on, whatever a person answers (P012)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from meldcode.check.claims import Claim
from meldcode.check.logic.circuit import FALSE
from meldcode.check.logic.encoding import Encoding
from meldcode.check.logic.witness import Replayer
from meldcode.flow.conditions import NEVER
from meldcode.flow.engine import Engine
from meldcode.flow.model import Flow, Outcome, Value
from meldcode.flow.replay import outcome_of
from meldcode.i18n import _


def below_claims(encoding: Encoding, below: Encoding, today: date) -> Iterator[Claim]:
    """A report stays a report, advice first stays at least that, and alerts stay. So does the rest under one outcome.

    Where an overlay asks more, the outcome is another one, and with it what must be written down.
    """
    flow, base, circuit = encoding.flow, below.flow, encoding.circuit
    replayer = Replayer(base, today)

    def there(engine: Engine) -> Engine:
        return replayer.at(given(engine))

    reports = {one.id for one in flow.outcomes if one.report}
    cautious = reports | {one.id for one in flow.outcomes if one.help == "running"}
    for outcome in base.outcomes:
        enough = _enough(outcome, reports, cautious)
        if enough:
            bad = circuit.all((below.outcome[outcome.id], *(-encoding.outcome[name] for name in enough)))
            what = _("hier geeft de basis de uitkomst `{id}`, en deze vragenlijst iets wat minder vraagt")
            mark = next((one.mark for one in flow.outcomes if one.id == outcome.id), flow.outcomes[0].mark)
            broken = _outcome_lost(outcome.id, enough, there)
            yield Claim("P012", "base", outcome.id, mark, what.format(id=outcome.id), outcome.sources, bad, broken)
    marks = {alert.id: alert.mark for alert in flow.alerts}
    for alert in base.alerts:
        bad = circuit.all((below.alert[alert.id], -encoding.alert.get(alert.id, FALSE)))
        what = _("hier toont de basis de waarschuwing `{id}`, en deze vragenlijst niet").format(id=alert.id)
        mark = marks.get(alert.id, flow.outcomes[0].mark)
        yield Claim("P012", "base", alert.id, mark, what, alert.sources, bad, _alert_lost(alert.id, flow, there))
    alike = circuit.all(
        circuit.same(literal, encoding.outcome.get(name, FALSE)) for name, literal in below.outcome.items()
    )
    for item in base.items.values():
        mine = flow.items.get(item.id)
        if mine is None or mine.when == NEVER:
            continue
        bad = circuit.all((alike, below.visible[item.id], -encoding.visible[item.id]))
        what = _("hier toont de basis `{id}`, en deze vragenlijst niet").format(id=item.id)
        yield Claim("P012", "base", item.id, mine.mark, what, item.sources, bad, _item_lost(item.id, there))


def given(engine: Engine) -> dict[str, Value]:
    """The answers in an engine, asked or not."""
    return {name: value for name, value in zip(engine.ids, engine.given, strict=True) if value is not None}


def _enough(outcome: Outcome, reports: set[str], cautious: set[str]) -> set[str]:
    if outcome.report:
        return reports
    return cautious if outcome.help == "running" else set()


def _outcome_lost(name: str, enough: set[str], there: Callable[[Engine], Engine]) -> Callable[[Engine], bool]:
    return lambda engine: outcome_of(there(engine)) == name and outcome_of(engine) not in enough


def _alert_lost(name: str, flow: Flow, there: Callable[[Engine], Engine]) -> Callable[[Engine], bool]:
    kept = any(alert.id == name for alert in flow.alerts)

    def lost(engine: Engine) -> bool:
        shown = kept and engine.derived(("alert", name)) is True
        return there(engine).derived(("alert", name)) is True and not shown

    return lost


def _item_lost(name: str, there: Callable[[Engine], Engine]) -> Callable[[Engine], bool]:
    def lost(engine: Engine) -> bool:
        base = there(engine)
        shown = bool(base.visible[base.index[name]]) and not engine.visible[engine.index[name]]
        return shown and outcome_of(base) == outcome_of(engine)

    return lost
