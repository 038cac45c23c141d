"""A position in words: what `run` prints and what every front end says in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from meldcode.flow.model import (
    Contact,
    Due,
    Flow,
    Item,
    Outcome,
    Position,
    Reason,
    RequestKind,
    Role,
    Source,
    Step,
    Value,
)
from meldcode.flow.values import label, label_of_option
from meldcode.flow.would import Would
from meldcode.i18n import DEFAULT, _, date_text, language, ngettext, story, tr

HELPLINE = "veilig_thuis"
"""The contact whose number stands on every screen; every flow inherits it from the base."""


def outcome_of(flow: Flow, position: Position) -> Outcome:
    """The outcome that holds."""
    return next(outcome for outcome in flow.outcomes if outcome.id == position.outcome)


def kind_for(flow: Flow, position: Position) -> RequestKind:
    """The kind of request that the outcome asks for when nobody chose one."""
    return "report" if outcome_of(flow, position).report else "advice"


def kind_name(kind: RequestKind) -> str:
    """What this kind of request is called."""
    return _("melding") if kind == "report" else _("adviesvraag")


def reason_text(flow: Flow, reason: Reason) -> str:
    """Question and answer in one line."""
    item = flow.items[reason.id]
    answer = _("nog niet beantwoord") if reason.value is None else label(item, reason.value)
    return f"{tr(item.text)} {answer}"


def would_lines(flow: Flow, would: Iterable[Would]) -> Iterator[str]:
    """Which other answers would give which outcome, for reading: a sentence per outcome, with its answers below it."""
    titles = {outcome.id: tr(outcome.title) for outcome in flow.outcomes}
    together: dict[str, dict[str, list[str]]] = {}
    for one in would:
        answers = together.setdefault(one.outcome, {}).setdefault(one.question, [])
        answers.append(label(flow.items[one.question], one.value))
    if not together:
        yield _("Verandert u één van uw antwoorden, dan blijft de uitkomst zo. Een open vraag kan haar nog veranderen.")
    for outcome, questions in together.items():
        lines = [f"{tr(flow.items[name].text)} {_either(answers)}" for name, answers in questions.items()]
        if len(lines) == 1:
            yield _("«{outcome}» zou gelden bij: {answer}.").format(outcome=titles[outcome], answer=lines[0])
            continue
        yield _("«{outcome}» zou gelden bij een van deze antwoorden:").format(outcome=titles[outcome])
        yield from (f"- {line}" for line in lines)


def would_note() -> str:
    """What to read above or below those lines: they explain, and ask for no other answer."""
    return _("Dit laat zien waar de uitkomst op rust. Antwoord wat u weet; twijfel mag.")


def _either(answers: list[str]) -> str:
    said = answers[0]
    for other in answers[1:]:
        said = _("{one} of {other}").format(one=said, other=other)
    return said


def answer_text(item: Item, value: Value | None) -> str:
    """An answer for a list: options by their words, dates written out, entries counted."""
    if value is None:
        return _("nog open")
    if item.kind == "date":
        return date_text(date.fromisoformat(str(value)))
    if item.kind == "entries" and isinstance(value, tuple):
        return ngettext("{count} regel", "{count} regels", len(value)).format(count=len(value))
    return label(item, value)


def field_text(item: Item, name: str, value: object) -> str:
    """The value of one field of an entry, in words."""
    field = next((field for field in item.fields if field.id == name), None)
    if field is None:
        return str(value)
    if field.kind == "date":
        return date_text(date.fromisoformat(str(value)))
    if isinstance(value, tuple):
        return ", ".join(label_of_option(field, str(part)) for part in value)
    return label_of_option(field, str(value)) if field.options else str(value)


def entry_text(item: Item, entry: object) -> str:
    """One entry in one line: its values with a dot between them."""
    if not isinstance(entry, dict):
        return str(entry)
    return " · ".join(field_text(item, name, value) for name, value in entry.items() if value != "")


def read_aloud(flow: Flow, position: Position, names: Iterable[str]) -> Iterator[str]:
    """Question and full answer, for what a request leaves out and a person reads out on the phone."""
    for name in names:
        item, value = flow.items[name], position.answers.get(name)
        if isinstance(value, tuple) and item.kind == "entries":
            yield f"{tr(item.text)}"
            yield from (f"- {entry_text(item, dict(entry))}" for entry in value if isinstance(entry, Mapping))
        elif value is not None:
            yield f"{tr(item.text)} {answer_text(item, value)}"


def recognised() -> str:
    """What no program can see of an advice, asked of the person."""
    return _(
        "Zou een collega of buur in uw dorp of wijk weten om wie het gaat? Denk aan een zeldzame ziekte, een beroep, "
        "een land van herkomst of iets wat in de krant stond. Dan kunt u die tekst beter weglaten."
    )


def only_practice() -> str:
    """What to do with a request of an exercise: nothing. Somebody could really call."""
    return _("Dit was een oefening: verstuur dit niet. In het echt belt u nu Veilig Thuis, 0800-2000.")


def sealed_advice() -> str:
    """What to do with a sealed request and its passphrase."""
    return _(
        "Vertel die zin aan de telefoon, en stuur hem niet mee. Veilig Thuis opent het bestand met het programma age. "
        "Heeft uw regio een beveiligd formulier? Gebruik dat liever."
    )


def source_text(flow: Flow, sources: tuple[str, ...], also: Mapping[str, Source] | None = None) -> str:
    """The sources of a text, by title, maker and year. `also` are sources that the flow does not name itself."""
    parts = []
    for name in sources:
        source = flow.sources.get(name) or (also or {}).get(name)
        if source is not None:
            maker = ", ".join(part for part in (story(source.by), str(source.year or "")) if part)
            parts.append(f"{story(source.title)} ({maker})" if maker else story(source.title))
    return "; ".join(parts)


def contact(flow: Flow, name: str) -> Contact | None:
    """A number of the flow by id."""
    return next((one for one in flow.contacts if one.id == name), None)


def helpline(flow: Flow) -> str:
    """The number that always stands on the screen."""
    found = contact(flow, HELPLINE)
    return f"{tr(found.name)} {found.number}" if found else "Veilig Thuis 0800-2000"


def due_text(due: Due) -> str:
    """A deadline with its date; one that has passed says so, and what can be done then."""
    line = f"{date_text(date.fromisoformat(due.date))}: {tr(due.text)}"
    if not due.passed:
        return line
    return " ".join((line, _("Deze datum is voorbij."), tr(due.late))).rstrip()


def position_json(flow: Flow, position: Position, kind: RequestKind) -> dict[str, object]:
    """The object that `run --json` prints."""
    outcome = outcome_of(flow, position)
    running = outcome.help == "running" and position.answers.get("hulp_aanvaard") == "ja"
    return {
        "flow": flow.id,
        "version": flow.version,
        "step": position.step,
        "outcome": position.outcome,
        "report": outcome.report,
        "help": outcome.help == "yes" or running,
        "because": [
            {"id": reason.id, "value": reason.value, "text": reason_text(flow, reason)} for reason in position.because
        ],
        "norms": list(position.norms),
        "alerts": list(position.alerts),
        "missing": list(position.missing[kind]),
        "asked": list(position.asked),
        "asleep": list(position.asleep),
        "deadlines": [
            {"id": due.id, "date": due.date, "text": tr(due.text), "late": due.passed} for due in position.deadlines
        ],
    }


def step_lines(flow: Flow, step: Step) -> Iterator[str]:
    """What a step asks, and who sees to it in this organisation, as far as its flow says."""
    if step.text:
        yield tr(step.text)
    roles = [role_text(role) for name in step.who if flow.organisation and (role := flow.organisation.role(name))]
    if roles:
        yield _("Wie dit bij {organisation} doet: {roles}.").format(
            organisation=_own_name(flow), roles="; ".join(roles)
        )
    last = flow.steps[-1].id
    decides = flow.organisation.role(flow.organisation.decides) if flow.organisation else None
    if decides and step.id == last:
        said = _("Wie bij {organisation} uiteindelijk beslist over melden: {role}.")
        yield said.format(organisation=_own_name(flow), role=role_text(decides))


def role_text(role: Role) -> str:
    """A role with who that is and how to reach them, on one line."""
    who = ", ".join(tr(part) for part in (role.who, role.reach) if part)
    return f"{tr(role.title)} ({who})" if who else tr(role.title)


def _own_name(flow: Flow) -> str:
    return tr(flow.organisation.name) if flow.organisation else ""


def position_lines(flow: Flow, position: Position, kind: RequestKind) -> Iterator[str]:
    """The same for reading: alerts first, then outcome, reasons, dates and what is still missing."""
    for alert in flow.alerts:
        if alert.id in position.alerts:
            yield f"! {tr(alert.text)}"
            numbers = [contact(flow, name) for name in alert.call]
            calls = ", ".join(f"{tr(one.name)} {one.number}" for one in numbers if one)
            if calls:
                yield "  " + _("Bel: {numbers}").format(numbers=calls)
    outcome = outcome_of(flow, position)
    yield f"{tr(flow.title)} · {flow.version}"
    step = next((step for step in flow.steps if step.id == position.step), flow.steps[0])
    yield _("Stap: {step}").format(step=tr(step.title))
    yield _("Uitkomst: {outcome}").format(outcome=tr(outcome.title))
    yield tr(outcome.text)
    if outcome.do:
        yield tr(outcome.do)
    if position.because:
        yield _("Omdat:")
        yield from (f"- {reason_text(flow, reason)}" for reason in position.because)
    norms = [tr(norm.title) for norm in flow.norms if norm.id in position.norms]
    if norms:
        yield _("Normen die nu gelden: {norms}").format(norms="; ".join(norms))
    yield from (f"- {due_text(due)}" for due in position.deadlines)
    needed = position.missing[kind]
    if needed:
        yield _("Nog nodig voor de {kind}:").format(kind=kind_name(kind))
        yield from (f"- {tr(flow.items[name].text)} ({name})" for name in needed)
    yield from asleep_lines(position)
    yield _("Bellen kan altijd: {number}").format(number=helpline(flow))


def asleep_lines(position: Position) -> Iterator[str]:
    """How many answers do not count now; nothing when all do."""
    asleep = len(position.asleep)
    if asleep:
        yield ngettext(
            "{count} antwoord telt nu niet mee en blijft bewaard.",
            "{count} antwoorden tellen nu niet mee en blijven bewaard.",
            asleep,
        ).format(count=asleep)


def list_note() -> str:
    """What who writes in another language must know about the screening; empty in Dutch."""
    if language() == DEFAULT:
        return ""
    return _(
        "De lijst kent alleen Nederlandse woorden. Woorden in een andere taal worden ook gevraagd: kies "
        "«Mag blijven staan» als het geen naam is."
    )
