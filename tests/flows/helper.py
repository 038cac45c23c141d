"""Verbs to say what a shipped flow does with some answers.

A typing slip in an id, an option or a value fails the test that holds it: a test that asks about a question which
does not exist would otherwise pass for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

import pytest

from meldcode.flow.engine import Engine
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow, Position, RequestKind
from meldcode.flow.replay import position
from meldcode.flow.values import parse

TODAY = date(2026, 3, 2)
ALL = ("basis", "onderwijs", "jeugdwerk", "huisarts", "kinderopvang")
PROFESSIONS = ("onderwijs", "jeugdwerk", "huisarts", "kinderopvang")

SAFE: Mapping[str, object] = {"acuut_gevaar": "nee", "disclosure": "nee", "dader_beroepskracht": "nee"}
"""No danger, nobody told it, no colleague: what is left to decide is the weighing."""
NOT_UNSAFE: Mapping[str, object] = {**SAFE, "vermoeden": "ja", "acuut_onveilig": "nee", "structureel_onveilig": "nee"}
"""A suspicion, and both questions about safety answered with no."""
HELPED: Mapping[str, object] = {**NOT_UNSAFE, "hulp_mogelijk": "ja", "hulp_aanvaard": "ja"}
"""Help is possible and accepted; whether it works is not known yet."""

RULES: Mapping[str, tuple[str, ...]] = {
    **{f"R{number}": ALL for number in (*range(9), "9a", "9b", *range(10, 29))},
    "R3": PROFESSIONS,
    "R16": ("huisarts",),
    "R17": ("huisarts", "jeugdwerk"),
    "R18": ("huisarts",),
    "R19": ("onderwijs", "jeugdwerk", "kinderopvang"),
    "R22": ("huisarts",),
    "R24": ("huisarts",),
}
"""Decision rule to the flows that it speaks of; a rule for all speaks of the base as well."""
COVERED: dict[str, set[str]] = {}
"""Rule to the flows that a test was written for; filled when the modules of tests are imported."""

every_flow = pytest.mark.parametrize("flow", ALL)

_Test = TypeVar("_Test", bound=Callable[..., None])


def rule(name: str, *only: str) -> Callable[[_Test], _Test]:
    """Run a test with `flow` as each flow that this rule speaks of, or as the flows named."""
    flows = only or RULES[name]
    if unknown := set(flows) - set(ALL):
        raise AssertionError(f"no such flow: {sorted(unknown)}")
    COVERED.setdefault(name, set()).update(flows)
    return pytest.mark.parametrize("flow", flows)


@cache
def flow_of(name: str) -> Flow:
    """A shipped flow, read once per process."""
    return load_flow(name)


def given(flow: str, *known: Mapping[str, object], **answers: object) -> Case:
    """The case with these answers; `known` are sets of answers, later ones win."""
    merged: dict[str, object] = {}
    for part in (*known, answers):
        merged.update(part)
    return Case(flow, merged)


@dataclass(frozen=True)
class Case:
    """Answers to a flow, looked at on a fixed day. Each verb checks one thing and gives the case back."""

    name: str
    answers: Mapping[str, object]

    def __post_init__(self) -> None:
        for question, value in self.answers.items():
            item = self.flow.question(question)
            assert item is not None, f"{self.name} has no question {question}"
            parse(item, value)

    @property
    def flow(self) -> Flow:
        return flow_of(self.name)

    @cached_property
    def engine(self) -> Engine:
        engine = Engine(self.flow, TODAY)
        engine.answer_all(self.answers)
        return engine

    @cached_property
    def position(self) -> Position:
        return position(self.engine)

    def but(self, **answers: object) -> Case:
        """The same case with some answers added or changed."""
        return Case(self.name, {**self.answers, **answers})

    def goes_to(self, outcome: str) -> Case:
        """This outcome holds."""
        _known("outcome", outcome, [one.id for one in self.flow.outcomes])
        found = self.position.outcome
        assert found == outcome, f"{self.name} goes to {found}, not to {outcome}"
        return self

    def alerts(self, *ids: str) -> Case:
        """These alerts stand on the screen, in this order."""
        found = [one for one in self._alerts(ids) if one in ids]
        assert found == list(ids), f"{self.name} alerts {found}"
        return self

    def does_not_alert(self, *ids: str) -> Case:
        """None of these alerts stands on the screen."""
        assert not set(ids) & set(self._alerts(ids)), f"{self.name} alerts {self._alerts(ids)}"
        return self

    def holds(self, *norms: str) -> Case:
        """These norms are in force."""
        assert set(norms) <= self._norms(norms), f"{self.name} has in force {sorted(self._norms(norms))}"
        return self

    def does_not_hold(self, *norms: str) -> Case:
        """None of these norms is in force."""
        assert not set(norms) & self._norms(norms), f"{self.name} has in force {sorted(self._norms(norms))}"
        return self

    def asks(self, *questions: str) -> Case:
        """These questions are visible, in this order."""
        found = [one for one in self._asked(questions) if one in questions]
        assert found == list(questions), f"{self.name} asks {found}"
        return self

    def does_not_ask(self, *questions: str) -> Case:
        """None of these questions is visible."""
        found = set(questions) & set(self._asked(questions))
        assert not found, f"{self.name} asks {sorted(found)}"
        return self

    def requires(self, kind: RequestKind, *questions: str) -> Case:
        """This kind of request still needs these answers."""
        lacking = set(questions) - self._missing(kind, questions)
        assert not lacking, f"{self.name} needs no {sorted(lacking)} for {kind}"
        return self

    def does_not_require(self, kind: RequestKind, *questions: str) -> Case:
        """This kind of request can do without these answers."""
        found = set(questions) & self._missing(kind, questions)
        assert not found, f"{self.name} needs {sorted(found)} for {kind}"
        return self

    def shows(self, *notes: str) -> Case:
        """These notes are visible."""
        hidden = set(notes) - self._shown(notes)
        assert not hidden, f"{self.name} hides {sorted(hidden)}"
        return self

    def does_not_show(self, *notes: str) -> Case:
        """None of these notes is visible."""
        found = set(notes) & self._shown(notes)
        assert not found, f"{self.name} shows {sorted(found)}"
        return self

    def is_due(self, deadline: str, day: str) -> Case:
        """This deadline falls on this day (ISO)."""
        _known("deadline", deadline, [one.id for one in self.flow.deadlines])
        found = [due.date for due in self.position.deadlines if due.id == deadline]
        assert found == [day], f"{self.name} puts {deadline} on {found}"
        return self

    def is_not_due(self, deadline: str) -> Case:
        """This deadline does not run."""
        _known("deadline", deadline, [one.id for one in self.flow.deadlines])
        found = [due.date for due in self.position.deadlines if due.id == deadline]
        assert not found, f"{self.name} puts {deadline} on {found}"
        return self

    def _alerts(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        for one in ids:
            _known("alert", one, [alert.id for alert in self.flow.alerts])
        return self.position.alerts

    def _norms(self, ids: tuple[str, ...]) -> set[str]:
        for one in ids:
            _known("norm", one, [norm.id for norm in self.flow.norms])
        return set(self.position.norms)

    def _asked(self, questions: tuple[str, ...]) -> tuple[str, ...]:
        self._questions(questions)
        return self.position.asked

    def _missing(self, kind: RequestKind, questions: tuple[str, ...]) -> set[str]:
        self._questions(questions)
        return set(self.position.missing[kind])

    def _questions(self, ids: tuple[str, ...]) -> None:
        for one in ids:
            _known("question", one, [item.id for item in self.flow.items.values() if item.is_question])

    def _shown(self, notes: tuple[str, ...]) -> set[str]:
        for one in notes:
            _known("note", one, [item.id for item in self.flow.items.values() if not item.is_question])
        engine = self.engine
        return {name for name in notes if engine.visible[engine.index[name]]}


def words_of(flow: str, name: str) -> str:
    """Everything that an item, step, alert, outcome, norm, deadline or contact says, with single spaces.

    An outcome is meant by `outcome:melden`, an alert by `alert:letsel`, and so on; a bare id is a question or note.
    """
    kind, _colon, name = name.rpartition(":")
    model = flow_of(flow)
    if not kind:
        _known("item", name, list(model.items))
        item = model.items[name]
        options = [part for option in item.options for part in (option.text, option.help)]
        fields = [part for field in item.fields for part in (field.text, field.help)]
        parts = [item.text, item.help, item.why, item.record, *options, *fields]
    elif kind == "step":
        step = {one.id: one for one in model.steps}[name]
        parts = [step.title, step.text, step.record]
    elif kind == "alert":
        alert = {one.id: one for one in model.alerts}[name]
        parts = [alert.text, alert.do]
    elif kind == "outcome":
        outcome = {one.id: one for one in model.outcomes}[name]
        parts = [outcome.title, outcome.text, outcome.do]
    elif kind == "norm":
        norm = {one.id: one for one in model.norms}[name]
        parts = [norm.title, norm.text]
    else:
        assert kind == "deadline", kind
        deadline = {one.id: one for one in model.deadlines}[name]
        parts = [deadline.text, deadline.late]
    return " ".join(" ".join(parts).split())


def says(flow: str, name: str, *patterns: str) -> None:
    """The words of this part hold each of these regular expressions (large and small letters alike)."""
    text = words_of(flow, name)
    lacking = [one for one in patterns if not re.search(one, text, re.IGNORECASE)]
    assert not lacking, f"{flow}: {name} does not say {lacking}: {text}"


def does_not_say(flow: str, name: str, *patterns: str) -> None:
    """The words of this part hold none of these regular expressions."""
    text = words_of(flow, name)
    found = [one for one in patterns if re.search(one, text, re.IGNORECASE)]
    assert not found, f"{flow}: {name} says {found}: {text}"


def cites(flow: str, name: str, *sources: str) -> None:
    """This item, alert (`alert:…`), outcome, norm or deadline names one of these sources, and they exist."""
    kind, _colon, name = name.rpartition(":")
    model = flow_of(flow)
    parts: Mapping[str, object] = {
        "": model.items,
        "alert": {one.id: one for one in model.alerts},
        "outcome": {one.id: one for one in model.outcomes},
        "norm": {one.id: one for one in model.norms},
        "deadline": {one.id: one for one in model.deadlines},
    }[kind]
    named = set(getattr(parts[name], "sources", ()))
    for one in sources:
        _known("source", one, list(model.sources))
    assert named & set(sources), f"{flow}: {name} names {sorted(named)}"


def numbers(flow: str, alert: str) -> list[str]:
    """The numbers that an alert says to call, in order."""
    model = flow_of(flow)
    contacts = {one.id: one.number for one in model.contacts}
    return [contacts[one] for one in {part.id: part for part in model.alerts}[alert].call]


def option_ids(flow: str, question: str) -> list[str]:
    """The options of a question, in order."""
    return [option.id for option in flow_of(flow).items[question].options]


def comes_before(flow: str, *names: str) -> None:
    """These items stand in the flow in this order."""
    order = {name: place for place, name in enumerate(flow_of(flow).items)}
    for one in names:
        _known("item", one, list(order))
    assert list(names) == sorted(names, key=order.__getitem__), sorted(names, key=order.__getitem__)


def step_of(flow: str, item: str) -> str:
    """The step that an item stands in."""
    _known("item", item, list(flow_of(flow).items))
    return flow_of(flow).items[item].step


def shown_texts(flow: Flow) -> Iterator[tuple[str, str]]:
    """Everything a person can read of a flow: where it stands, and the words."""
    yield "title", flow.title
    yield "about", flow.about
    for source in flow.sources.values():
        yield from ((f"source {source.id}", text) for text in (source.title, source.note))
        yield f"maker {source.id}", source.by
    for contact in flow.contacts:
        yield from ((f"contact {contact.id}", text) for text in (contact.name, contact.text))
        yield f"number {contact.id}", contact.number
    for step in flow.steps:
        yield from ((f"step {step.id}", text) for text in (step.title, step.short, step.text, step.record))
    for item in flow.items.values():
        yield from ((item.id, text) for text in (item.text, item.help, item.why, item.record))
        for option in (*item.options, *(option for field in item.fields for option in field.options)):
            yield from ((f"{item.id}, option {option.id}", text) for text in (option.text, option.help))
        for field in item.fields:
            yield from ((f"{item.id}, field {field.id}", text) for text in (field.text, field.help))
    for alert in flow.alerts:
        yield from ((f"alert {alert.id}", text) for text in (alert.text, alert.do))
    for outcome in flow.outcomes:
        yield from ((f"outcome {outcome.id}", text) for text in (outcome.title, outcome.text, outcome.do))
    for norm in flow.norms:
        yield from ((f"norm {norm.id}", text) for text in (norm.title, norm.text))
    for deadline in flow.deadlines:
        yield from ((f"deadline {deadline.id}", text) for text in (deadline.text, deadline.late))
    if flow.keeping:
        yield from (("keeping", text) for text in (flow.keeping.official, flow.keeping.text))


def _known(what: str, name: str, known: list[str]) -> None:
    assert name in known, f"no {what} {name}"
