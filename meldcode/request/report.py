"""A report (melding): everything that counts, with what is not known said in so many words.

Facts stand apart from their interpretation, a child's own words apart from the talk they were said in, and what the
persons concerned should perhaps not see on a page of its own. Fields: merged from what the regions and the law ask.
"""

from __future__ import annotations

from meldcode.i18n import _, tr
from meldcode.request import asks, codes, common
from meldcode.request.entries import Row, rows, table_or_gap
from meldcode.request.persons import persons_part
from meldcode.request.reader import Reader, day_words, full, not_yet, report_part
from meldcode.request.shape import NONE, Block, Fields, Heading, Json, Part, Points, Section, Table, section
from meldcode.text import clean


def report_parts(reader: Reader) -> tuple[dict[str, Json], tuple[Section, ...]]:
    """The data of a report, without its head, and the sections people read."""
    forms, kinds, person = reader.options("vorm"), reader.options("aard"), reader.option("betrokkene")
    requester = _requester(reader)
    concern, persons, facts = report_part(reader, "concern", asks.CONCERN), persons_part(reader), _facts(reader)
    words, steps, outcome = _own_words(reader), _steps(reader), _outcome(reader)
    consultations, talks = _consultations(reader), _talks(reader)
    weighings, decisions = _weighings(reader), report_part(reader, "decisions", asks.DECISIONS)
    help_given, wishes = report_part(reader, "help", asks.HELP), report_part(reader, "wishes", asks.WISHES)
    anonymity, deadlines = _anonymity(reader), _deadlines(reader)
    confidential = report_part(reader, "confidential", asks.CONFIDENTIAL)
    coded, missing = common.code_data(reader, forms, kinds, person), _missing(reader)
    other = _other(reader)
    parts = (
        *(requester, concern, persons, facts, words, steps, outcome, consultations, talks, weighings, decisions),
        *(help_given, wishes, anonymity, deadlines, coded, other, missing, confidential),
    )
    titled = (
        (_("Melder"), (requester, anonymity), False),
        (_("Waar het om gaat"), (concern,), False),
        (_("Personen"), (persons,), False),
        (_("Feiten"), (facts,), False),
        (_("Eigen woorden van het kind of de betrokkene"), (words,), False),
        (_("Stappen van de meldcode"), (steps,), False),
        (_("Overleg"), (consultations,), False),
        (_("Gesprekken"), (talks,), False),
        (_("De vijf afwegingen"), (weighings,), False),
        (_("Wat de norm vraagt en wat besloten is"), (outcome, decisions), False),
        (_("Krachten en hulp"), (help_given,), False),
        (_("Contact en terugkoppeling"), (wishes,), False),
        (_("Termijnen"), (deadlines,), False),
        (_("Andere antwoorden"), (other,), False),
        (_("Codes voor de registratie"), (coded,), False),
        (_("Nog niet bekend"), (missing,), False),
        (_("Vertrouwelijk: misschien niet voor de betrokkenen"), (confidential,), True),
    )
    sections = (section(title, group, apart) for title, group, apart in titled)
    return {part.key: part.data for part in parts}, tuple(found for found in sections if found.blocks)


def _requester(reader: Reader) -> Part:
    part = report_part(reader, "requester", asks.REQUESTER)
    sector = Fields(((_("Sector"), common.sector_words(reader)),))
    return part.with_more({"sector": common.sector(reader)}, sector)


def _anonymity(reader: Reader) -> Part:
    part = report_part(reader, "anonymity", asks.ANONYMITY)
    ground = codes.ground_of_anonymity(reader.option("naam_verborgen_grond") or "")
    if ground is None:
        return part.with_more({"legal_ground": None})
    law = Fields(((_("Grond in de wet"), ground.label),))
    return part.with_more({"legal_ground": {"code": ground.code, "label": ground.label}}, law)


def _facts(reader: Reader) -> Part:
    found = rows(reader, "signalen", ("datum", "bron", "over", "feit", "duiding"))
    data: list[Json] = [
        {
            "date": row.value("datum"),
            "source": row.value("bron"),
            "about": row.value("over"),
            "fact": row.value("feit"),
            "interpretation": {"text": opinion, "owner": "requester"} if (opinion := row.value("duiding")) else None,
            "other": row.other(),
        }
        for row in found
    ]
    head = (_("Dag en bron"), _("Feit"), _("Duiding van de melder"))
    filled = tuple((_origin(row), row.with_added(row.said("feit")), row.shown("duiding") or NONE) for row in found)
    return Part("facts", data, table_or_gap(reader, "signalen", Table(head, filled, (5, 9, 5))))


def _origin(row: Row) -> str:
    about = row.shown("over")
    lines = [row.said("datum"), row.said("bron")]
    return "\n".join([*lines, _("over: {person}").format(person=about)] if about else lines)


def _own_words(reader: Reader) -> Part:
    """What was told, literally; taken out of the talks so that nobody has to look for it."""
    data: list[Json] = []
    lines: list[tuple[str, str]] = []
    told = reader.text("disclosure_woorden")
    if told is not None:
        data.append({"from": "disclosure", "date": None, "words": told})
    if told is not None or reader.missing("disclosure_woorden"):
        lines.append((_("Verteld"), told or not_yet()))
    for row in rows(reader, "gesprekken", ()):
        words = row.value("eigen_woorden")
        if words:
            data.append({"from": "talk", "date": row.value("datum"), "words": words})
            lines.append((_("Gesprek van {day}").format(day=row.said("datum")), row.shown("eigen_woorden")))
    return Part("own_words", data, (Fields(tuple(lines)),) if lines else ())


def _steps(reader: Reader) -> Part:
    data: list[Json] = []
    reasons: list[str] = []
    states = common.steps(reader)
    for found in states:
        item = reader.flow.question(found.ground)
        reason = reader.words(item, reader.position.answers.get(found.ground)) if item else ""
        reasons.append(reason)
        data.append(
            {
                "id": found.step.id,
                "title": clean(tr(found.step.title)),
                "state": found.state,
                "reason": reason or None,
                "open": common.open_questions(reader, found.step),
            }
        )
    return Part("steps", data, (common.steps_table(states, reasons),))


def _consultations(reader: Reader) -> Part:
    found = rows(reader, "consulten", ("datum", "met", "soort", "uitkomst"))
    data: list[Json] = [
        {
            "date": row.value("datum"),
            "with": row.value("met"),
            "kind": row.value("soort"),
            "result": row.value("uitkomst"),
            "other": row.other(),
        }
        for row in found
    ]
    filled = tuple(
        (row.said("datum"), row.with_kind("met", "soort"), row.with_added(row.shown("uitkomst") or NONE))
        for row in found
    )
    table = Table((_("Dag"), _("Met wie"), _("Uitkomst")), filled, (5, 5, 9))
    part = report_part(reader, "consultations", asks.CONSULTATIONS)
    return part.with_more({"entries": data}, *table_or_gap(reader, "consulten", table))


def _talks(reader: Reader) -> Part:
    found = rows(reader, "gesprekken", ("datum", "met", "verslag", "eigen_woorden", "afspraken"))
    data: list[Json] = [
        {
            "date": row.value("datum"),
            "with": row.value("met"),
            "account": row.value("verslag"),
            "agreements": row.value("afspraken"),
            "other": row.other(),
        }
        for row in found
    ]
    filled = tuple(
        (row.lines("datum", "met"), row.with_added(row.said("verslag")), row.shown("afspraken") or NONE)
        for row in found
    )
    table = Table((_("Dag en met wie"), _("Verslag"), _("Afspraken")), filled, (5, 9, 5))
    part = report_part(reader, "talks", asks.TALKS)
    return part.with_more({"entries": data}, *table_or_gap(reader, "gesprekken", table))


def _weighings(reader: Reader) -> Part:
    found = rows(reader, "kinderen_wegen", ("wie", "acuut_onveilig", "structureel_onveilig", "toelichting"))
    data: list[Json] = [
        {
            "who": row.value("wie"),
            "acute_unsafe": row.value("acuut_onveilig"),
            "structurally_unsafe": row.value("structureel_onveilig"),
            "explanation": row.value("toelichting"),
            "other": row.other(),
        }
        for row in found
    ]
    filled = tuple(
        (
            *(row.said(name) for name in ("wie", "acuut_onveilig", "structureel_onveilig")),
            row.with_added(row.shown("toelichting") or NONE),
        )
        for row in found
    )
    head = (_("Kind"), _("Acuut onveilig"), _("Structureel onveilig"), _("Toelichting"))
    part = report_part(reader, "weighings", asks.WEIGHINGS)
    blocks = table_or_gap(reader, "kinderen_wegen", Table(head, filled, (4, 3, 4, 7)))
    return part.with_more({"children": data}, *blocks)


def _outcome(reader: Reader) -> Part:
    flow, position = reader.flow, reader.position
    outcome = next((one for one in flow.outcomes if one.id == position.outcome), None)
    reasons = tuple(
        (reader.words_of(reason.id), reader.words(flow.question(reason.id), reason.value) or not_yet())
        for reason in position.because
    )
    data: Json = {
        "id": position.outcome,
        "title": clean(tr(outcome.title)) if outcome else position.outcome,
        "report": bool(outcome and outcome.report),
        "help": outcome.help if outcome else "no",
        "because": [
            {"question": reason.id, "text": question, "answer": answer}
            for reason, (question, answer) in zip(position.because, reasons, strict=True)
        ],
        "norms": [{"id": one.id, "text": clean(tr(one.title))} for one in flow.norms if one.id in position.norms],
        "alerts": [{"id": one.id, "text": clean(tr(one.text))} for one in flow.alerts if one.id in position.alerts],
    }
    return Part("outcome", data, common.outcome_blocks(reader, reasons))


def _deadlines(reader: Reader) -> Part:
    found = [(due, clean(tr(due.text))) for due in reader.position.deadlines]
    data: Json = [{"id": due.id, "date": due.date, "text": text} for due, text in found]
    lines = tuple((day_words(due.date), text) for due, text in found)
    return Part("deadlines", data, (Fields(lines),) if lines else ())


def _missing(reader: Reader) -> Part:
    gaps = reader.gaps()
    data: Json = [{"id": gap.id, "text": gap.text} for gap in gaps]
    return Part("missing", data, (Points(tuple(gap.text for gap in gaps)),) if gaps else ())


def _other(reader: Reader) -> Part:
    """Every answer that no part above has taken, with its question: nothing that counts is dropped."""
    data: list[Json] = []
    blocks: list[Block] = []
    for item, value in reader.unread():
        text = reader.words_of(item.id)
        held: dict[str, Json] = {"question": item.id, "text": text, "kind": item.kind}
        if item.kind == "entries":
            found = rows(reader, item.id)
            data.append({**held, "value": [row.other() for row in found]})
            head = tuple(clean(tr(column.text)) for column in item.fields)
            filled = tuple(tuple(row.shown(column.id) or NONE for column in item.fields) for row in found)
            blocks += [Heading(text), Table(head, filled, (1,) * len(head))]
        else:
            data.append({**held, "value": full(reader, item, value)})
            blocks.append(Fields(((text, reader.words(item, value)),)))
    return Part("other", data, tuple(blocks))
