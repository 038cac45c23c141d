"""The whole dossier for the organisation's own record system: as text for people and as JSON for systems.

It is a copy and full of personal data, and both files say so first, with where the official record belongs. Both end
with the mark of the chain of events: who keeps the copy can later tell whether the dossier still has that history.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from meldcode.desk.history import happening_line
from meldcode.desk.wording import INDENT, answer_lines, fitting, labelled
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered, Exported, Named, Payload, to_json
from meldcode.dossier.trouble import NotSavedError, not_noted
from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.flow.model import Flow, Item, Step
from meldcode.i18n import _, date_text, language, speaking, tr
from meldcode.interview import Interview
from meldcode.text import one_line
from meldcode.words import outcome_of, reason_text

if TYPE_CHECKING:
    from meldcode.dossier.entries import Record

FORMAT, FORMAT_VERSION = "meldcode-dossier", 1
TEXT_NAME, JSON_NAME, APART_NAME = "dossier.txt", "dossier.json", "apart-houden.txt"
APART = frozenset({"vertrouwelijk", "naam_verborgen", "naam_verborgen_grond", "naam_verborgen_reden"})
"""Questions on what the family had better not read. A record that parents may see is no place for the answers."""


def export(interview: Interview, folder: Path) -> list[Path]:
    """Write text and JSON in a folder of its own, named by the dossier's code, and note that a copy left.

    What the family had better not read comes in a third file (the JSON holds everything).

    Raises `MeldcodeError` when that cannot be done, or for a dossier that is not kept. In a store that is in doubt
    nothing can be noted, and the copy is made all the same: it may be the last one.
    """
    dossier = interview.store
    if not isinstance(dossier, Dossier):
        raise MeldcodeError(_("dit dossier is nog niet bewaard"), _("Bewaar het eerst. Daarna kunt u een kopie maken."))
    vault, records, lang = dossier.vault, dossier.records(), language()
    data = record_json(interview, records, vault.head, lang)
    text = record_text(interview, records, vault.head, lang)
    files = {TEXT_NAME: text.encode(), JSON_NAME: data}
    if apart := apart_text(interview, lang):
        files[APART_NAME] = apart.encode()
    paths = write_all(folder / dossier.code, files)
    if not vault.read_only:  # after the files: the record must not say that something left which did not
        try:
            dossier.append(Exported(interview.clock(), hashlib.sha256(data).hexdigest()))
        except NotSavedError:
            raise not_noted() from None
    return paths


def what_then(paths: Sequence[Path]) -> str:
    """What to do with the files that were written."""
    said = _("Zet deze bestanden in het dossier van uw organisatie. Wis ze daarna van deze computer.")
    if all(path.name != APART_NAME for path in paths):
        return said
    apart = _("Let op: {name} en het JSON-bestand bevatten ook wat het gezin beter niet leest.").format(name=APART_NAME)
    return f"{said} {apart}"


def record_json(interview: Interview, records: Sequence[Record], head: str, language: str) -> bytes:
    """Format, code, flow, `head` and every event with its number, time and who; UTF-8, two spaces.

    `event` is what `from_json` of the events reads, or null when its content was erased.
    """
    flow = interview.flow
    with speaking(language):
        notice = list(_notice(flow))
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "personal_data": True,
        "notice": notice,
        "language": language,
        "code": _code(records),
        "made_on": interview.today.isoformat(),
        "flow": {"id": flow.id, "version": flow.version, "digest": flow.digest},
        "outcome": interview.outcome(),
        "head": head,
        "events": [
            {
                "seq": record.seq,
                "at": record.at,
                "who": record.who,
                "kind": record.kind,
                "event": None if record.event is None else json.loads(to_json(record.event)),
            }
            for record in records
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def record_text(interview: Interview, records: Sequence[Record], head: str, language: str) -> str:
    """The dossier in sections: `=== 1. … ===`. What a person wrote never starts a line at the margin."""
    with speaking(language):
        sections = [
            *((tr(step.title), _step(interview, step, items)) for step, items in interview.review()),
            (_("Wat de norm vraagt"), _position(interview)),
            (_("Antwoorden die niet in deze versie van de vragenlijst passen"), _unfit(interview)),
            (_("Wat er met het dossier gebeurde"), _happenings(records)),
        ]
        lines = list(_head(interview, records, head))
        filled = ((one_line(title), found) for title, body in sections if (found := list(body)))
        for number, (title, body) in enumerate(filled, 1):
            lines += ["", "", f"=== {number}. {title} ===", "", *body]
    return "\n".join(lines) + "\n"


def apart_text(interview: Interview, language: str) -> str:
    """What is not for a record that the family may see, in a text of its own; empty when there is nothing of it."""
    with speaking(language):
        lines: list[str] = []
        for _name, items in interview.review():
            for item in items:
                if item.id in APART and (value := interview.value(item.id)) is not None:
                    lines += labelled(one_line(tr(item.text)), answer_lines(item, value))
        if not lines:
            return ""
        warning = _("Overleg eerst met Veilig Thuis of het gezin dit mag lezen. Zet het niet zomaar in een dossier dat"
                    " ouders inzien.")  # fmt: skip
        return "\n".join([_("Apart houden").upper(), "", warning, "", *lines]) + "\n"


def _head(interview: Interview, records: Sequence[Record], head: str) -> Iterator[str]:
    flow = interview.flow
    yield _("Dossier {code}").format(code=_code(records)).upper()
    yield ""
    yield from _notice(flow)
    yield ""
    label = next((e.label for e in reversed(interview.store.events()) if isinstance(e, Named)), "")
    facts = (
        (_("Label"), one_line(label)),
        (_("Gemaakt op"), date_text(interview.today)),
        (_("Vragenlijst"), f"{one_line(tr(flow.title))} {one_line(flow.version)}"),
        (_("Kenmerk van de vragenlijst (SHA-256)"), flow.digest),
        (_("Kenmerk van de geschiedenis"), head),
    )
    yield from (f"{name}: {value}" for name, value in facts if value)


def _notice(flow: Flow) -> Iterator[str]:
    """What this is, and where the official record belongs."""
    yield _("Hier staan persoonsgegevens in. Bewaar dit alleen waar dat mag, en niet langer dan nodig.")
    yield _("Dit is een kopie. Het is niet het officiële dossier.")
    if flow.keeping is not None:
        yield from (one_line(tr(text)) for text in (flow.keeping.official, flow.keeping.text) if text)


def _step(interview: Interview, step: Step, items: list[Item]) -> Iterator[str]:
    open_ids = set(interview.open_questions())
    for item in items:
        value = interview.value(item.id)
        if value is None or item.id in APART:
            continue
        yield from labelled(one_line(tr(item.text)), answer_lines(item, value))
        if not interview.counts(item.id):
            yield INDENT + _("(telt nu niet mee: deze vraag wordt niet meer gesteld)")
    unanswered = [one_line(tr(item.text)) for item in step.items if item.id in open_ids]
    if unanswered:
        yield _("Nog niet beantwoord:")
        yield from (f"- {text}" for text in unanswered)


def _position(interview: Interview) -> Iterator[str]:
    """Outcome, reasons, norms, alerts and dates, as they are on the day of the copy."""
    flow, position = interview.flow, interview.position()
    yield from labelled(_("Uitkomst"), [one_line(tr(outcome_of(flow, position).title))])
    groups = (
        (_("Omdat"), [one_line(reason_text(flow, reason)) for reason in position.because]),
        (_("Normen die gelden"), [one_line(tr(norm.title)) for norm in flow.norms if norm.id in position.norms]),
        (_("Let op"), [one_line(tr(alert.text)) for alert in flow.alerts if alert.id in position.alerts]),
        (
            _("Termijnen"),
            [f"{date_text(date.fromisoformat(due.date))}: {one_line(tr(due.text))}" for due in position.deadlines],
        ),
    )
    for name, lines in groups:
        if lines:
            yield f"{name}:"
            yield from (f"- {line}" for line in lines)


def _unfit(interview: Interview) -> Iterator[str]:
    """Last answers that this version of the flow has no question for, or does not take: by id, as they were kept."""
    last: dict[str, Payload] = {
        event.question: event.value for event in interview.store.events() if isinstance(event, Answered)
    }
    for name, value in last.items():
        item = interview.flow.question(name)
        if value is not None and fitting(item, value) is None:
            yield from labelled(one_line(tr(item.text)) if item else one_line(name), answer_lines(item, value))


def _happenings(records: Sequence[Record]) -> Iterator[str]:
    """Everything but the answers, oldest first: every earlier answer stands in the JSON."""
    return (f"- {happening_line(record)}" for record in records if not isinstance(record.event, Answered))


def _code(records: Sequence[Record]) -> str:
    return records[0].code if records else ""
