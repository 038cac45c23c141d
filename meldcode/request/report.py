"""A report (melding): everything that counts, with what is not known said in so many words.

Facts stand apart from their interpretation, a child's own words apart from the talk they were said in, and what the
persons concerned should perhaps not see on a page of its own. Fields: merged from what the regions and the law ask.
"""

from __future__ import annotations

from datetime import date

from meldcode.i18n import N_, _, tr
from meldcode.request import asks, codes, common
from meldcode.request.entries import Row, rows, table_or_gap
from meldcode.request.persons import persons_part
from meldcode.request.reader import Reader, day_words, full, not_yet, report_part
from meldcode.request.shape import NONE, Block, Fields, Heading, Json, Part, Points, Section, Table, section
from meldcode.text import clean

SECTIONS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    (N_("Melder"), ("requester", "anonymity"), False),
    (N_("Waar het om gaat"), ("concern",), False),
    (N_("Veiligheid bij contact"), ("safety",), False),
    (N_("Personen"), ("persons",), False),
    (N_("Feiten"), ("facts",), False),
    (N_("Eigen woorden van het kind of de betrokkene"), ("own_words",), False),
    (N_("Stappen van de meldcode"), ("steps",), False),
    (N_("Overleg"), ("consultations",), False),
    (N_("Gesprekken"), ("talks",), False),
    (N_("De vijf afwegingen"), ("weighings",), False),
    (N_("Wat de norm vraagt en wat besloten is"), ("outcome", "decisions"), False),
    (N_("Krachten en hulp"), ("help",), False),
    (N_("Contact en terugkoppeling"), ("wishes",), False),
    (N_("Bijlagen en overige informatie"), ("attachments", "remarks"), False),
    (N_("Termijnen"), ("deadlines",), False),
    (N_("Andere antwoorden"), ("other",), False),
    (N_("Codes voor de registratie"), ("codes",), False),
    (N_("Nog niet bekend"), ("missing",), False),
    (N_("Vertrouwelijk: misschien niet voor de betrokkenen"), ("confidential",), True),
)
"""The sections that people read, in order: title, keys of the data that stand in it, and whether it stands apart."""

OWNERS = {"kind": "child", "ouder": "family", "collega": "colleague", "ander": "other"}
"""Whose opinion an interpretation is, by the option chosen; the reporter's own when nobody else is named."""

MOST_DAYS = 365
"""Attachments that are older are marked: at least one region takes none that is over a year old."""


def report_parts(reader: Reader) -> tuple[dict[str, Json], tuple[Section, ...]]:
    """The data of a report, without its head, and the sections people read."""
    forms, kinds, person = reader.options("vorm"), reader.options("aard"), reader.option("betrokkene")
    parts = (
        *(_requester(reader), _plain(reader, "concern"), _plain(reader, "safety"), persons_part(reader)),
        *(_facts(reader), _own_words(reader), _steps(reader), _outcome(reader), _consultations(reader)),
        *(_talks(reader), _weighings(reader), _plain(reader, "decisions"), _plain(reader, "help")),
        *(_plain(reader, "wishes"), _attachments(reader), _plain(reader, "remarks"), _anonymity(reader)),
        *(_deadlines(reader), common.code_data(reader, forms, kinds, person), _missing(reader)),
        _plain(reader, "confidential"),
        _other(reader),  # the last: it holds what no part before it has taken
    )
    by_key = {part.key: part for part in parts}
    hidden = reader.position.answers.get("naam_verborgen") == "ja"
    listed = sorted(SECTIONS, key=lambda one: _stands_apart(one, hidden))  # those apart come last
    sections = (section(_(one[0]), (by_key[key] for key in one[1]), _stands_apart(one, hidden)) for one in listed)
    return {part.key: part.data for part in parts}, tuple(found for found in sections if found.blocks)


def _stands_apart(listed: tuple[str, tuple[str, ...], bool], hidden: bool) -> bool:
    """Who stays unknown to the family is not named on the pages that the family may read."""
    return listed[2] or (hidden and "requester" in listed[1])


def _plain(reader: Reader, key: str) -> Part:
    return report_part(reader, key, asks.PLACES[key])


def _requester(reader: Reader) -> Part:
    part = report_part(reader, "requester", asks.REQUESTER)
    sector = Fields(((_("Sector"), common.sector_words(reader)),))
    return part.with_more({"sector": common.sector(reader)}, sector)


def _anonymity(reader: Reader) -> Part:
    part = report_part(reader, "anonymity", asks.ANONYMITY)
    ground = codes.ground_of_anonymity(reader.option("naam_verborgen_grond") or "")
    if ground is None:
        return part.with_more({"legal_ground": None})
    words = _("{code}. {label} (Uitvoeringsbesluit Wmo 2015, artikel 4.1.8)")
    law = Fields(((_("Grond in de wet"), words.format(code=ground.code, label=ground.label)),))
    return part.with_more({"legal_ground": {"code": ground.code, "label": ground.label}}, law)


def _facts(reader: Reader) -> Part:
    fields = ("datum", "bron", "van_wie", "plaats", "over", "feit", "duiding", "duiding_van")
    found = rows(reader, "signalen", fields)
    data: list[Json] = [
        {
            "date": row.value("datum"),
            "source": row.value("bron"),
            "from_whom": row.value("van_wie"),
            "place": row.value("plaats"),
            "about": row.value("over"),
            "fact": row.value("feit"),
            "interpretation": _interpretation(row),
            "other": row.other(),
        }
        for row in found
    ]
    head = (_("Dag en bron"), _("Feit"), _("Duiding, en van wie"))
    filled = tuple((_origin(row), row.with_added(row.said("feit")), _owned(row)) for row in found)
    return Part("facts", data, table_or_gap(reader, "signalen", Table(head, filled, (5, 9, 5))))


def _origin(row: Row) -> str:
    """The day and how it is known, with what else was told of it: from whom, where, about whom."""
    more = (
        (_("van: {source}").format(source=row.shown("van_wie")), "van_wie"),
        (_("plaats: {place}").format(place=row.shown("plaats")), "plaats"),
        (_("over: {person}").format(person=row.shown("over")), "over"),
    )
    return "\n".join([row.said("datum"), row.said("bron"), *(words for words, name in more if row.shown(name))])


def _interpretation(row: Row) -> Json:
    opinion, owner = row.value("duiding"), row.option("duiding_van")
    if opinion is None and owner is None:
        return None
    return {"text": opinion, "owner": OWNERS.get(owner or "", "requester")}


def _owned(row: Row) -> str:
    """An opinion with its owner: it is the reporter's own unless another is named."""
    if not row.shown("duiding") and not row.shown("duiding_van"):
        return NONE
    owner = row.shown("duiding_van") or _("van de melder")
    return f"{row.said('duiding')}\n({owner})"


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
    found = rows(reader, "consulten", ("datum", "met", "soort", "uitkomst", "tijd", "kenmerk", "afspraken"))
    data: list[Json] = [
        {
            "date": row.value("datum"),
            "time": row.value("tijd"),
            "with": row.value("met"),
            "kind": row.value("soort"),
            "adviser": row.value("kenmerk"),
            "result": row.value("uitkomst"),
            "agreements": row.value("afspraken"),
            "other": row.other(),
        }
        for row in found
    ]
    filled = tuple((row.lines("datum", "tijd"), _adviser(row), _result(row)) for row in found)
    table = Table((_("Dag"), _("Met wie"), _("Uitkomst en afspraken")), filled, (5, 5, 9))
    part = report_part(reader, "consultations", asks.CONSULTATIONS)
    return part.with_more({"entries": data}, *table_or_gap(reader, "consulten", table))


def _adviser(row: Row) -> str:
    who, mark = row.with_kind("met", "soort"), row.shown("kenmerk")
    return "\n".join([who, _("kenmerk: {mark}").format(mark=mark)]) if mark else who


def _result(row: Row) -> str:
    agreed = row.shown("afspraken")
    lines = [row.shown("uitkomst") or NONE]
    lines += [_("Afspraken: {agreed}").format(agreed=agreed)] if agreed else []
    return row.with_added("\n".join(lines))


def _talks(reader: Reader) -> Part:
    found = rows(reader, "gesprekken", ("datum", "met", "verslag", "reactie", "eigen_woorden", "afspraken"))
    data: list[Json] = [
        {
            "date": row.value("datum"),
            "with": row.value("met"),
            "account": row.value("verslag"),
            "reaction": row.value("reactie"),
            "agreements": row.value("afspraken"),
            "other": row.other(),
        }
        for row in found
    ]
    filled = tuple(
        (
            row.lines("datum", "met"),
            row.with_added(row.said("verslag")),
            row.shown("reactie") or NONE,
            row.shown("afspraken") or NONE,
        )
        for row in found
    )
    head = (_("Dag en met wie"), _("Verslag"), _("Hoe de ander het ziet"), _("Afspraken"))
    view = _view(reader, found)
    lines = (Fields(((_("Reactie en kijk van de betrokkenen"), _view_words(view)),)),) if view else ()
    part = report_part(reader, "talks", asks.TALKS)
    blocks = table_or_gap(reader, "gesprekken", Table(head, filled, (4, 6, 5, 4)))
    return part.with_more({"view": view, "entries": data}, *lines, *blocks)


def _view(reader: Reader, found: list[Row]) -> str | None:
    """Where the view of parents or adults stands: `given` apart, `in_account`, `not_discussed`; None: not known yet."""
    if any(row.shown("reactie") for row in found):
        return "given"
    if any(row.option("met") not in {None, "kind"} for row in found):
        return "in_account"
    return "not_discussed" if reader.option("gesprek_ouders") == "nee" else None


def _view_words(view: str) -> str:
    return {
        "given": _("staat bij de gesprekken"),
        "in_account": _("staat in het verslag van het gesprek"),
        "not_discussed": _("niet besproken"),
    }[view]


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


def _attachments(reader: Reader) -> Part:
    found = rows(reader, "bijlagen", ("datum", "soort", "omschrijving"))
    data: list[Json] = [
        {
            "date": row.value("datum"),
            "kind": row.value("soort"),
            "description": row.value("omschrijving"),
            "over_a_year_old": _old(row),
            "other": row.other(),
        }
        for row in found
    ]
    filled = tuple((_dated(row), row.shown("soort") or NONE, row.with_added(row.said("omschrijving"))) for row in found)
    head = (_("Dag"), _("Soort bijlage"), _("Waar het over gaat"))
    return Part("attachments", data, table_or_gap(reader, "bijlagen", Table(head, filled, (5, 5, 9))))


def _old(row: Row) -> bool | None:
    """Whether an attachment is over a year old on the day of the request; None when its day is not known."""
    try:
        return (row.reader.today - date.fromisoformat(str(row.entry.get("datum", "")))).days > MOST_DAYS
    except ValueError:
        return None


def _dated(row: Row) -> str:
    old = _("(ouder dan een jaar)")
    return f"{row.said('datum')}\n{old}" if _old(row) else row.said("datum")


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
