"""Scenarios: answers files with what they should lead to, in the folder `NAME.scenarios` beside a flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meldcode.check.catalogue import finding
from meldcode.check.paths import LOOKED_FROM
from meldcode.flow.answers import check_answers, check_flow_named, read_answers
from meldcode.flow.engine import Engine
from meldcode.flow.findings import Finding, FlowError, near_match
from meldcode.flow.model import REQUEST_KINDS, Answers, Flow, Mark, Position
from meldcode.flow.nodes import names_in
from meldcode.flow.reader import Map
from meldcode.flow.replay import position
from meldcode.i18n import _

KEYS = ("outcome", "norms", "alerts", "shown", "hidden", "missing")
"""What `expect` may hold: the outcome; exactly which norms and alerts; questions and notes that are shown or not; and
per kind of request what is missing at least."""


@dataclass(frozen=True)
class Scenario:
    """One file that could be read."""

    path: Path
    answers: Answers
    today: date
    """The day from which it is looked at."""
    position: Position


def folder_of(flow_file: Path) -> Path:
    """Where the scenarios of a flow live."""
    return flow_file.with_name(f"{flow_file.stem}.scenarios")


def scenarios_of(flow_file: Path, flow: Flow) -> tuple[list[Scenario], list[Finding]]:
    """All scenarios of a flow, replayed, and what is wrong with them (C001, C002)."""
    scenarios: list[Scenario] = []
    findings: list[Finding] = []
    for path in sorted(folder_of(flow_file).glob("*.yaml")):
        try:
            file = read_answers(path)
            check_flow_named(file, flow)
            answers = check_answers(file, flow)
        except FlowError as error:
            findings += [finding("C002", one.mark, one.what, remedy=one.hint) for one in error.findings]
            continue
        engine = Engine(flow, file.today or LOOKED_FROM)
        engine.answer_all(answers)
        scenarios.append(Scenario(path, answers, engine.today, position(engine)))
        expect = file.root.get("expect")
        if not isinstance(expect, Map) or not expect:
            remedy = _("Zet er bijvoorbeeld bij: `expect: {outcome: melden}`.")
            findings.append(finding("C002", file.root.at("expect"), _("dit voorbeeld verwacht niets"), remedy=remedy))
            continue
        findings += held_to(expect, engine)
    return scenarios, findings


def expected(position: Position) -> dict[str, object]:
    """What a new scenario expects: what its answers lead to now."""
    return {"outcome": position.outcome, "norms": list(position.norms), "alerts": list(position.alerts)}


def held_to(expect: Map, engine: Engine) -> Iterator[Finding]:
    """What of `expect` is not so with the answers in this engine (C001), or cannot be expected (C002)."""
    flow, now = engine.flow, position(engine)
    known = {
        "outcome": {one.id for one in flow.outcomes},
        "norms": {one.id for one in flow.norms},
        "alerts": {one.id for one in flow.alerts},
        "shown": set(flow.items),
        "hidden": set(flow.items),
        "missing": set(flow.items),
    }
    visible = {name for name, shown in zip(engine.ids, engine.visible, strict=True) if shown}
    for key, value in expect.items():
        mark = expect.at(key)
        if key not in KEYS:
            what = _("de sleutel `{key}` bestaat hier niet").format(key=key)
            remedy = _("Hier kunnen staan: {keys}.").format(keys=", ".join(KEYS))
            yield finding("C002", mark, what, remedy=remedy, near=near_match(key, KEYS))
            continue
        wanted = _names(value)
        strange = [name for name in wanted if name not in known[key]]
        for name in strange:
            what = _("`{id}` bestaat niet bij `{key}`").format(id=name, key=key)
            yield finding("C002", mark, what, near=near_match(name, known[key]))
        if not strange:
            yield from _compared(key, value, wanted, now, visible, mark)


def _compared(
    key: str, value: object, wanted: list[str], now: Position, visible: set[str], mark: Mark
) -> Iterator[Finding]:
    if key == "outcome" and now.outcome not in wanted:
        yield _differs(mark, key, " ".join(wanted), now.outcome)
    elif key in {"norms", "alerts"}:
        there = now.norms if key == "norms" else now.alerts
        if set(wanted) != set(there):
            yield _differs(mark, key, ", ".join(wanted), ", ".join(there))
    elif key == "shown":
        for name in wanted:
            if name not in visible:
                yield _differs(mark, key, name, _("niet in beeld"))
    elif key == "hidden":
        for name in wanted:
            if name in visible:
                yield _differs(mark, key, name, _("in beeld"))
    elif isinstance(value, Map):
        for kind in REQUEST_KINDS:
            for name in _names(value.get(kind)):
                if name not in now.missing[kind]:
                    yield _differs(value.at(kind), f"{key}: {kind}", name, _("ontbreekt niet"))


def _differs(mark: Mark, key: str, wanted: str, found: str) -> Finding:
    nothing = _("niets")
    what = _("`{key}`: verwacht is {wanted}, en het is {found}")
    return finding("C001", mark, what.format(key=key, wanted=wanted or nothing, found=found or nothing))


def _names(value: object) -> list[str]:
    if isinstance(value, Map):
        return [name for part in value.values() for name in _names(part)]
    return names_in(value)
