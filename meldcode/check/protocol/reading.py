"""Which of a flow's alerts and notes belong to which part of a written meldcode.

By what they look at: the questions of the base have fixed names, and every flow of a profession builds on it. A note
about secrecy looks at nothing, so those go by their own names. What belongs nowhere in particular stays in its step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meldcode.flow.conditions import NEVER, references
from meldcode.flow.model import Alert, Condition, Flow, Item, Test

DANGER = frozenset({"acuut_gevaar"})
FORMS = ("vorm", "aard")
"""Questions about the form of violence, the one whose words name a form first."""
KINDCHECK = frozenset({"kindcheck"})
UNBORN = "ongeboren_kind_route"
SECRECY = (
    "geheim_en_meldrecht",
    "toestemming_leeftijd",
    "vt_vraagt_informatie",
    "politie_justitie",
    "dossier_inhoud",
    "bewaren",
)
REFERRAL_INDEX = ("verwijsindex",)
DECISIONS = ("besluit_melden", "besluit_hulp")


@dataclass(frozen=True, slots=True)
class Reading:
    """A flow with its alerts and notes divided: each stands in one part only."""

    flow: Flow
    danger: tuple[Alert | Item, ...]
    special: tuple[Alert | Item, ...]
    kindcheck: tuple[Alert | Item, ...]
    secrecy: tuple[Item, ...]
    referral_index: tuple[Item, ...]
    situations: tuple[Alert, ...]
    """Alerts that belong to no other part."""
    by_step: dict[str, tuple[Item, ...]]
    """Notes that belong to no other part, by step."""


def read(flow: Flow) -> Reading:
    """The alerts and notes of a flow by the part of the written meldcode they belong to; what is hidden in none."""
    notes = [item for item in flow.items.values() if not item.is_question and item.when != NEVER]
    kinds = {one.id: kind_of(flow, one) for one in notes}
    alerts = {alert.id: _by_what_it_reads(flow, alert.when) for alert in flow.alerts}

    def those(kind: str) -> tuple[Alert | Item, ...]:
        found: list[Alert | Item] = [alert for alert in flow.alerts if alerts[alert.id] == kind]
        return (*found, *(note for note in notes if kinds[note.id] == kind))

    return Reading(
        flow,
        those("danger"),
        those("special"),
        those("kindcheck"),
        tuple(note for note in notes if kinds[note.id] == "secrecy"),
        tuple(note for note in notes if kinds[note.id] == "referral_index"),
        tuple(alert for alert in flow.alerts if not alerts[alert.id]),
        {step.id: tuple(item for item in step.items if kinds.get(item.id) == "") for step in flow.steps},
    )


def kind_of(flow: Flow, note: Item) -> str:
    """The part that a note belongs to; empty for its own step."""
    if note.id in SECRECY:
        return "secrecy"
    if note.id in REFERRAL_INDEX:
        return "referral_index"
    return "kindcheck" if note.id == UNBORN else _by_what_it_reads(flow, note.when)


def _by_what_it_reads(flow: Flow, when: Condition | None) -> str:
    read_here = {test.ref for test in tests_of(flow, when)}
    if read_here & DANGER:
        return "danger"
    if read_here & KINDCHECK:
        return "kindcheck"
    return "special" if read_here.intersection(FORMS) else ""


def tests_of(flow: Flow, when: Condition | None) -> Iterator[Test]:
    """Every test on a question that a condition rests on, through alerts, and through what makes a question appear."""
    alerts = {alert.id: alert.when for alert in flow.alerts}
    work, seen = [when], set[str]()
    while work:
        for test in references(work.pop()):
            if test.ref == "alert" and isinstance(test.operand, frozenset):
                names = {f"alert {name}": alerts.get(str(name)) for name in sorted(map(str, test.operand))}
            elif (item := flow.items.get(test.ref)) is not None:
                yield test
                names = {item.id: item.when}
            else:
                continue
            work.extend(condition for name, condition in names.items() if name not in seen)
            seen.update(names)


def forms_of(flow: Flow, when: Condition | None) -> list[str]:
    """The options of the questions about form that a condition asks for, as their texts, in the order of the flow."""
    asked = [test for test in tests_of(flow, when) if test.op == "is" and isinstance(test.operand, frozenset)]
    for name in FORMS:
        wanted = {str(value) for test in asked if test.ref == name for value in _set(test.operand)}
        item = flow.items.get(name)
        found = [option.text for option in item.options if option.id in wanted] if item else []
        if found:
            return found
    return []


def _set(operand: object) -> frozenset[object]:
    return operand if isinstance(operand, frozenset) else frozenset()
