"""A dossier and a newer version of its flow: what changed in words, what it would do to this dossier, and going over.

A dossier stays with the flow it was begun with until a person decides otherwise. Going over is one event; answers that
the other version does not take stay in the history, and count again if a later version takes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from meldcode.desk.wording import fitting
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Adopted, Answered
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Field, Flow, Option
from meldcode.flow.replay import replay
from meldcode.i18n import _, tr
from meldcode.interview import Interview
from meldcode.text import one_line

ChangeKind = Literal["added", "removed", "reworded", "options", "rules"]
Part = Literal["question", "note", "field", "step", "alert", "outcome", "norm", "deadline", "contact", "keeping"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions, in the words of the current language.

    `what` is the id (`question.field` for a field), `title` how the part is called. `before` and `after` are the texts;
    for `options` the choices that went and that came; empty for `rules`: the same words, asked or weighed otherwise.
    """

    kind: ChangeKind
    what: str
    before: str
    after: str
    part: Part = "question"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Newer:
    """Another version of a dossier's flow, and what going over to it would do."""

    flow: Flow
    changes: tuple[Change, ...]
    outcome_before: str
    outcome_after: str
    lost: tuple[str, ...]
    """Ids of answered questions that do not fit any more; their answers stay in the history."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one part of a flow says, and the rules under it (only ever compared)."""

    text: str
    rules: object
    more: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


_Key = tuple[Part, str]


def newer(interview: Interview, shipped: Flow | None = None) -> Newer | None:
    """The shipped flow of the same id when its text is another than the dossier's; None when there is no such flow."""
    old = interview.flow
    if shipped is None:
        try:
            shipped = load_flow(old.id)
        except MeldcodeError:  # an organisation's own flow, or one that was spoilt: the dossier stays as it is
            return None
    if shipped.id != old.id or shipped.digest == old.digest:
        return None
    given = {event.question: event.value for event in interview.store.events() if isinstance(event, Answered)}
    answered = (name for name in old.items if interview.value(name) is not None)
    return Newer(
        flow=shipped,
        changes=tuple(changes(old, shipped)),
        outcome_before=interview.outcome(),
        outcome_after=replay(shipped, given, interview.today).outcome,
        lost=tuple(name for name in answered if fitting(shipped.question(name), interview.value(name)) is None),
    )


def adopt(interview: Interview, newer: Newer) -> Interview:
    """Go over to the other version: the same dossier at the same place. Raises `StoreError` when it is not kept."""
    store = interview.store
    fresh = Interview(newer.flow, store, interview.clock)
    if isinstance(store, Dossier):  # before the event, which may never name a text that is not there
        store.vault.keep_flow(newer.flow.digest, newer.flow.layers)
    event = Adopted(interview.clock(), newer.flow.id, newer.flow.version, newer.flow.digest)
    store.append(event, fresh.standing())
    return fresh


def change_text(change: Change) -> str:
    """A change as one sentence."""
    values = {"part": _part_name(change.part), "title": change.title, "before": change.before, "after": change.after}
    return _pattern(change).format(**values)


def _pattern(change: Change) -> str:
    if change.kind == "added":
        return _("Nieuw ({part}): {title}")
    if change.kind == "removed":
        return _("Weg ({part}): {title}")
    if change.kind == "rules":
        return _("Dezelfde woorden, maar een andere regel ({part}): {title}")
    if change.kind == "options":
        if not change.before:
            return _("Nieuwe keuzes bij «{title}»: {after}")
        if not change.after:
            return _("Keuzes die weg zijn bij «{title}»: {before}")
        return _("Andere keuzes bij «{title}». Eerst: {before}. Nu: {after}")
    if not change.before:
        return _("Nieuwe uitleg bij «{title}» ({part}): {after}")
    if not change.after:
        return _("Uitleg die weg is bij «{title}» ({part}): {before}")
    if change.title == change.after:
        return _("Andere woorden ({part}). Eerst: «{before}» Nu: «{after}»")
    return _("Andere uitleg bij «{title}» ({part}). Eerst: «{before}» Nu: «{after}»")


def _part_name(part: Part) -> str:
    return {
        "question": _("vraag"),
        "note": _("uitleg"),
        "field": _("onderdeel van een vraag"),
        "step": _("stap"),
        "alert": _("waarschuwing"),
        "outcome": _("uitkomst"),
        "norm": _("norm"),
        "deadline": _("termijn"),
        "contact": _("nummer"),
        "keeping": _("bewaren"),
    }[part]


def changes(old: Flow, new: Flow) -> Iterator[Change]:
    """What differs: first what came and went, then texts, choices and rules, and explanations last."""
    before, after = dict(_parts(old)), dict(_parts(new))
    for key, said in after.items():
        if key not in before:
            yield Change("added", key[1], "", said.text, key[0], said.text)
    for key, said in before.items():
        if key not in after:
            yield Change("removed", key[1], said.text, "", key[0], said.text)
    both = [(key, before[key], said) for key, said in after.items() if key in before]
    for (part, name), was, now in both:
        if was.text != now.text:
            yield Change("reworded", name, was.text, now.text, part, now.text)
    for (part, name), was, now in both:
        gone = [text for option, text in was.options.items() if now.options.get(option) != text]
        came = [text for option, text in now.options.items() if was.options.get(option) != text]
        if gone or came:
            yield Change("options", name, "; ".join(gone), "; ".join(came), part, now.text)
    for (part, name), was, now in both:
        if was.rules != now.rules:
            yield Change("rules", name, "", "", part, now.text)
    for (part, name), was, now in both:
        for about, text in now.more.items():
            if was.more.get(about, text) != text:
                yield Change("reworded", name, was.more[about], text, part, now.text)


def _parts(flow: Flow) -> Iterator[tuple[_Key, _Said]]:
    """Everything in a flow that speaks to a person or decides."""
    for item in flow.items.values():
        asked = (item.kind, item.when, item.unless, item.require, item.optional)
        said = _said(item.text, asked, item.options, help=item.help, why=item.why)
        yield ("question" if item.is_question else "note", item.id), said
        yield from ((("field", f"{item.id}.{one.id}"), _column(one)) for one in item.fields)
    for step in flow.steps:
        yield ("step", step.id), _said(step.title, None, text=step.text)
    for alert in flow.alerts:
        yield ("alert", alert.id), _said(alert.text, (alert.when, alert.call), do=alert.do)
    for outcome in flow.outcomes:
        weighed = (outcome.when, outcome.report, outcome.help)
        yield ("outcome", outcome.id), _said(outcome.title, weighed, text=outcome.text, do=outcome.do)
    for norm in flow.norms:
        yield ("norm", norm.id), _said(norm.title, (norm.given, norm.unless, norm.require), text=norm.text)
    for rule in flow.deadlines:
        counted = (rule.start, rule.amount, rule.unit, rule.when, rule.unless)
        yield ("deadline", rule.id), _said(rule.text, counted, late=rule.late)
    for contact in flow.contacts:
        yield ("contact", contact.id), _said(f"{tr(contact.name)} {contact.number}", contact.when, text=contact.text)
    if flow.keeping is not None:
        yield ("keeping", "keeping"), _said(flow.keeping.official, None, text=flow.keeping.text)


def _column(column: Field) -> _Said:
    asked = (column.kind, column.when, column.require, column.years_since, column.check)
    return _said(column.text, asked, column.options, help=column.help)


def _said(text: str, rules: object, options: tuple[Option, ...] = (), /, **more: str) -> _Said:
    more |= {f"option {option.id}": option.help for option in options}
    return _Said(
        one_line(tr(text)),
        rules,
        {name: one_line(tr(words)) for name, words in more.items()},
        {option.id: one_line(tr(option.text)) for option in options},
    )
