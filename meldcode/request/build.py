"""Builds a request from where the answers lead: `build(flow, position, kind, today, language)`.

Pure: no clock, no disk but the data that ships with the program, no screen. What is missing never stops it: an acute
report can always be written, and says of each gap that it is not known yet.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from meldcode import i18n
from meldcode.flow.model import Answers, Flow, Position, RequestKind
from meldcode.i18n import _, date_text, ngettext, speaking, tr
from meldcode.request import asks, common, directory
from meldcode.request.advice import advice_parts, safe_answers
from meldcode.request.integrity import sealed_data
from meldcode.request.known import known
from meldcode.request.own import for_advice
from meldcode.request.reader import Reader
from meldcode.request.report import report_parts
from meldcode.request.review import Decided, Memo, Texts, review
from meldcode.request.shape import FORMAT, FORMAT_VERSION, Document, Gap, Guard, Json, Request, Section, document_data
from meldcode.text import one_line


def build(
    flow: Flow,
    position: Position,
    kind: RequestKind,
    today: date,
    language: str = i18n.DEFAULT,
    head: str = "",
    decided: Decided | None = None,
    practice: bool = False,
    memo: Memo | None = None,
    every: Answers | None = None,
) -> Request:
    """The advice or report that these answers make, in `language` (one of `i18n.codes`), dated `today`.

    `head` is the mark of the stored dossier, empty for answers that are not stored. `decided` is what a person decided
    about the texts of an advice (`Interview.decided`); None: nobody looked, so no text goes along. `practice` marks an
    exercise on every page. For `memo` and `every` see `review`.
    """
    every = every or position.answers
    position = _without_feedback(flow, position)
    with speaking(language):
        found = None if kind == "report" or decided is None else review(flow, position, today, decided, memo, every)
        texts = found.safe if found else {}
        request = _built(flow, position, kind, today, texts, head, practice)
        if kind == "report":
            return request
        identifiers = found.known if found else known(every)

    days = []
    for lang in i18n.codes():
        with speaking(lang):
            days.append(date_text(today))
    first_lines = "\n".join((request.reference, today.isoformat(), *days))
    if found is None:
        return replace(request, guard=Guard(identifiers, (), first_lines))
    guard = Guard(identifiers, found.said, first_lines, len(texts), len(found.open), found.taken_out)
    return replace(request, guard=guard)


def _built(
    flow: Flow, position: Position, kind: RequestKind, today: date, texts: Texts, head: str, practice: bool
) -> Request:
    reference = reference_of(flow, position, kind, today)
    if kind == "advice":
        flow, position = for_advice(flow, position)
    reader = Reader(flow, position, kind, today)
    left_out: tuple[Gap, ...] = ()
    if kind == "advice":
        parts, sections, left_out = advice_parts(reader, texts)
        answers = safe_answers(reader, texts)
    else:
        parts, sections = report_parts(reader)
        answers = position.answers
    found, regions = common.municipalities(reader)
    head_data: dict[str, Json] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "kind": kind,
        "reference": reference,
        "made_on": today.isoformat(),
        "language": i18n.language(),
        "flow": {"id": flow.id, "version": _token(flow.version), "digest": flow.digest},
        "call": common.call_data(reader, regions),
    }
    if head:
        head_data["record_head"] = head
    if practice:
        head_data["practice"] = True
    call = common.call_lines(reader, regions)
    if kind == "report":
        call = (*call, *_unknown_places(found))
    document = _document(reader, reference, head, call, sections, left_out, practice)
    data = sealed_data({**head_data, **parts, "document": document_data(document)})
    gaps = reader.gaps()
    return Request(kind, i18n.language(), reference, today.isoformat(), data, document, gaps, left_out, answers, flow)


def reference_of(flow: Flow, position: Position, kind: RequestKind, today: date) -> str:
    """`MC-20260302-7F3A`: the day, and four signs from the answers that name nobody (options, numbers of entries).

    The same answers on the same day give the same reference; free text never counts, so nothing can be guessed from it.
    """
    items = ((name, flow.question(name), value) for name, value in sorted(position.answers.items()))
    plain = [
        (name, len(value) if item.kind == "entries" and isinstance(value, tuple) else value)
        for name, item, value in items
        if item is not None and item.kind in {"yesno", "one", "many", "entries"}
    ]
    content = json.dumps([kind, today.isoformat(), flow.id, flow.version, plain])
    return f"MC-{today:%Y%m%d}-{hashlib.sha256(content.encode()).hexdigest()[:4].upper()}"


def _without_feedback(flow: Flow, position: Position) -> Position:
    """The position as if the AMHK had not answered an earlier report: no answers, and no dates that come from them."""
    own = {rule.id for rule in flow.deadlines if rule.start not in asks.FEEDBACK}
    return replace(
        position,
        answers={name: value for name, value in position.answers.items() if name not in asks.FEEDBACK},
        deadlines=tuple(due for due in position.deadlines if due.id in own),
    )


def _document(
    reader: Reader,
    reference: str,
    head: str,
    call: tuple[str, ...],
    sections: tuple[Section, ...],
    left_out: tuple[Gap, ...],
    practice: bool,
) -> Document:
    advice = reader.kind == "advice"
    title = _("Adviesvraag aan Veilig Thuis") if advice else _("Melding aan Veilig Thuis")
    mark = ((_("Stand van het dossier"), head),) if head else ()
    facts = (
        (_("Kenmerk"), reference),
        (_("Gemaakt op"), date_text(reader.today)),
        (_("Werkwijze"), f"{_method(reader)} {_token(reader.flow.version)}"),
        *mark,
    )
    notes: list[str] = []
    open_questions = len(reader.gaps())
    if open_questions:
        notes.append(
            ngettext(
                "{count} vraag is nog niet beantwoord: zie «Nog niet bekend».",
                "{count} vragen zijn nog niet beantwoord: zie «Nog niet bekend».",
                open_questions,
            ).format(count=open_questions)
        )
    if left_out:
        notes.append(_("Niet alles staat in dit verzoek: zie «Zelf voorlezen aan de telefoon»."))
    if practice:
        notes.insert(0, _("Dit is een oefening. De zaak is verzonnen. Verstuur dit niet."))
    hidden = reader.position.answers.get("naam_verborgen") == "ja"
    organisation = "" if advice or hidden else one_line(reader.text("eigen_organisatie") or "")
    steps = tuple(
        (one_line(tr(one.step.short or one.step.title)), common.state_words(one.state)) for one in common.steps(reader)
    )
    return Document(
        title,
        facts,
        call,
        tuple(notes),
        sections,
        footer=_("Veilig Thuis 0800-2000, direct gevaar 112") + f" · {reference}",
        page_of=_("pagina {page} van {pages}"),
        attachment=_("Dezelfde gegevens voor systemen (JSON)"),
        organisation=organisation,
        steps=steps,
        practice=_("OEFENING") if practice else "",
    )


def _method(reader: Reader) -> str:
    """The title of the flow; the sector, where an advice does not say whose flow it was."""
    return one_line(tr(reader.flow.title)) or common.sector_words(reader)


def _unknown_places(found: directory.Found) -> Iterator[str]:
    """A municipality that is not in the list, with the names it looks like."""
    for name in found.unknown:
        unknown = _("De gemeente «{name}» staat niet in de lijst.").format(name=one_line(name))
        near = ", ".join(directory.near(name))
        question = _("Bedoelt u {near}?").format(near=near)
        yield f"{unknown} {question}" if near else unknown


def _token(version: str) -> str:
    """A version as the data hold it: one word, so that no sentence can stand there."""
    return re.sub(r"[^0-9A-Za-z._+-]", "-", version)[:40] or "0"
