"""The history of a dossier in words: who did what when, with every earlier value of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from meldcode.desk.wording import answer_lines, indented, labelled
from meldcode.dossier.events import (
    Adopted,
    Answered,
    Begun,
    Closed,
    Decided,
    Erased,
    Event,
    Exported,
    HandedOver,
    Named,
    Noted,
    Opened,
    Payload,
    Received,
    Reopened,
    Retained,
    Set,
    Written,
)
from meldcode.flow.model import Flow
from meldcode.i18n import _, date_text, ngettext, tr
from meldcode.text import one_line

if TYPE_CHECKING:
    from meldcode.dossier.entries import Record


def history_lines(flow: Flow, records: Iterable[Record]) -> Iterator[str]:
    """Per record one line, oldest first; under an answer what it became, and before it what it was.

    A question is worded as `flow` has it now. Lines under a record start with white space.
    """
    before: dict[tuple[str, str], Payload] = {}
    for record in records:
        event = record.event
        if not isinstance(event, Answered):
            yield happening_line(record)
            continue
        item = flow.question(event.question)
        gone = _("vraag {id}, die niet meer in de vragenlijst staat").format(id=one_line(event.question))
        yield _line(record, one_line(tr(item.text)) if item else gone)
        key = record.code, event.question
        was = before.get(key)
        if was is not None:
            yield from indented(labelled(_("Was"), answer_lines(item, was)))
        yield from indented(labelled(_("Werd"), answer_lines(item, event.value)))
        before[key] = event.value


def happening_line(record: Record) -> str:
    """When, who and what, for a record that is no answer. Content that was erased or is damaged says so."""
    if record.event is not None:
        return _line(record, happening(record.event))
    return _line(record, _("de inhoud hiervan is gewist") if record.at else _("dit deel is beschadigd"))


def happening(event: Event) -> str:
    """What happened, in words; of an answer only which question it was."""
    match event:
        case Begun():
            return _("begonnen met de vragenlijst {flow}, versie {version}").format(
                flow=one_line(event.flow), version=one_line(event.version)
            )
        case Named():
            return _("het dossier heet nu «{label}»").format(label=one_line(event.label))
        case Opened():
            return _("geopend")
        case Answered():
            return _("vraag {id} beantwoord").format(id=one_line(event.question))
        case Adopted():
            return _("overgegaan naar versie {version} van de vragenlijst").format(version=one_line(event.version))
        case Written() | Exported() | HandedOver() | Received():
            return _left_or_came(event)
        case Decided():
            return _decided(event)
        case Noted():
            return _noted(event.what)
        case Set():
            return _set(event)
        case _:
            return _ended(event)


def _left_or_came(event: Written | Exported | HandedOver | Received) -> str:
    match event:
        case Written():
            name = _("melding") if event.request == "report" else _("adviesvraag")
            said = _("{kind} geschreven (SHA-256 van de JSON: {hash})").format(kind=name, hash=one_line(event.content))
            return (
                said
                if not event.pdf
                else f"{said} " + _("(SHA-256 van de PDF: {hash})").format(hash=one_line(event.pdf))
            )
        case Exported():
            return _("kopie gemaakt voor het dossier van uw organisatie (SHA-256 van de JSON: {hash})").format(
                hash=one_line(event.content)
            )
        case HandedOver():
            return _("overgedragen aan de collega met sleutel {key} (SHA-256: {hash})").format(
                key=one_line(event.to), hash=one_line(event.content)
            )
        case Received():
            return _("ontvangen van {sender} (kenmerk van de geschiedenis daar: {head})").format(
                sender=one_line(event.sender) or _("een collega"), head=one_line(event.head)
            )


def _decided(event: Decided) -> str:
    """A decision about a request; a marked word itself is not said: it may be a name."""
    said = {
        ("word", "keep"): _("bij het nakijken van een tekst: een woord mag blijven staan"),
        ("word", "replace"): _("bij het nakijken van een tekst: een woord wordt vervangen"),
        ("text", "take"): _("een tekst gaat mee in de adviesvraag"),
        ("text", "leave"): _("een tekst gaat niet mee in de adviesvraag"),
        ("doubt", "leave"): _("bij het nalezen zo gelaten: {reason}").format(reason=one_line(event.words)),
    }
    return said.get((event.about, event.choice), _("een keuze voor de aanvraag teruggenomen"))


def _ended(event: Closed | Reopened | Retained | Erased) -> str:
    reason = one_line(event.reason) or _("geen reden genoemd")
    match event:
        case Closed() if not event.until:
            return _("gesloten: {reason}").format(reason=reason)
        case Closed():
            return _("gesloten: {reason}. Kijk op {day} of het weg kan").format(reason=reason, day=_day(event.until))
        case Reopened():
            return _("weer geopend om aan te werken: {reason}").format(reason=reason)
        case Retained():
            return _("langer bewaren: {reason}. Kijk op {day} of het weg kan").format(
                reason=reason, day=_day(event.until)
            )
        case Erased():
            return _("gewist: {reason}").format(reason=reason)


def _noted(what: str) -> str:
    """What happened to the store as a whole."""
    return {
        "created": _("de opslag is gemaakt"),
        "backup": _("reservekopie gemaakt"),
        "restored": _("teruggezet uit een reservekopie"),
        "passphrase": _("wachtwoordzin veranderd"),
        "recovery_code": _("herstelcode veranderd"),
        "rekeyed": _("alles opnieuw versleuteld"),
        "accepted": _("verder gegaan met wat er was"),
    }.get(what, one_line(what))


def _set(event: Set) -> str:
    """A setting; the value only where a person chose it."""
    if event.name == "who":
        return _("u heet in de geschiedenis voortaan «{name}»").format(name=one_line(event.value))
    if event.name == "idle":
        minutes = one_line(event.value)
        words = ngettext(
            "tijd tot het slot erop gaat: {minutes} minuut",
            "tijd tot het slot erop gaat: {minutes} minuten",
            int(minutes) if minutes.isdecimal() else 0,
        )
        return words.format(minutes=minutes)
    return _("instelling veranderd: {name}").format(name=one_line(event.name))


def _line(record: Record, what: str) -> str:
    return " · ".join(part for part in (_moment(record.at), one_line(record.who), what) if part)


def _moment(at: str) -> str:
    """Day and time in words; empty for a record whose time was damaged too."""
    if not at:
        return ""
    moment = datetime.fromisoformat(at)
    return f"{date_text(moment.date())} {moment:%H:%M}"


def _day(text: str) -> str:
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:  # an event of another program's making: shown as it is
        return one_line(text)
