"""An advice request: built from an allow-list, so that it holds no identity.

Nothing a person typed gets in: only options of known questions, ages in years, how long ago something was, known
municipalities, and counts. Free text and dates stay out; which answers that concerns is listed, so that the
professional can tell them on the phone. Screening of free text comes later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meldcode.flow.model import Item
from meldcode.i18n import _, ngettext
from meldcode.request import asks, common
from meldcode.request.entries import Row, rows
from meldcode.request.persons import advice_person
from meldcode.request.reader import Ask, Reader, advice_part, not_yet
from meldcode.request.shape import Block, Fields, Gap, Json, Note, Part, Points, Section, Table, section

ALLOWED = frozenset(
    {
        *("acuut_gevaar", "betrokkene", "vorm", "aard", "disclosure", "dader_beroepskracht", "vgv_vertrek", "letsel"),
        *("kindcheck", "andere_kinderen", "al_gemeld", "verhuisd"),
        *("overleg_collega", "overleg_amhk", "overleg_letseldeskundige", "toestemming_overleg"),
        *("gesprek_ouders", "gesprek_kind", "gesprek_niet_grond", "beide_ouders", "tolk"),
        *("vermoeden", "acuut_onveilig", "structureel_onveilig", "hulp_mogelijk", "hulp_aanvaard", "hulp_werkt"),
        *("besluit_melden", "besluit_hulp", "naam_verborgen", "naam_verborgen_grond"),
        *("eigen_functie", "eigen_bereikbaar", "contact_duur", "advies_onderwerp"),
    }
)
"""The only questions of the base flow that an advice takes, each by the ids of its options."""

IDENTITY = ("personen", "eigen_naam", "eigen_organisatie", "eigen_telefoon", "eigen_email")
"""Answers that say who somebody is: never in an advice, and not needed for it."""

LARGEST = 999
"""An overlay's own numbers above this could be a number that belongs to one person."""


def advice_parts(reader: Reader) -> tuple[dict[str, Json], tuple[Section, ...], tuple[Gap, ...]]:
    """The data of an advice, without its head, the sections people read, and the questions whose text stays out."""
    forms, kinds, person = reader.options("vorm"), reader.options("aard"), reader.option("betrokkene")
    requester, wishes = _requester(reader), _allowed(reader, "wishes", asks.WISHES)
    place, concern = _municipalities(reader), _allowed(reader, "concern", asks.CONCERN)
    persons, facts, steps = _persons(reader), _facts(reader), _steps(reader)
    consultations, talks = _consultations(reader), _talks(reader)
    weighings, outcome = _weighings(reader), _outcome(reader)
    decisions = _allowed(reader, "decisions", asks.DECISIONS)
    anonymity = _allowed(reader, "anonymity", asks.ANONYMITY)
    coded = common.code_data(reader, forms, kinds, person)
    other, missing = _other(reader), _missing(reader)
    left_out, not_shared, silent = _silent(reader)
    parts = (
        *(requester, wishes, place, concern, persons, facts, steps, consultations, talks, weighings, outcome),
        *(decisions, anonymity, coded, other, missing, left_out, not_shared),
    )
    titled = (
        (_("Wat wij willen vragen"), (wishes,)),
        (_("Zelf voorlezen aan de telefoon"), (left_out, not_shared)),
        (_("Wie vraagt"), (requester, anonymity)),
        (_("Waar het om gaat"), (place, concern)),
        (_("Personen"), (persons,)),
        (_("Feiten, zonder hun tekst"), (facts,)),
        (_("Stappen van de meldcode"), (steps,)),
        (_("Overleg"), (consultations,)),
        (_("Gesprekken"), (talks,)),
        (_("De vijf afwegingen"), (weighings,)),
        (_("Wat de norm vraagt en wat besloten is"), (outcome, decisions)),
        (_("Andere antwoorden"), (other,)),
        (_("Codes voor de registratie"), (coded,)),
        (_("Nog niet bekend"), (missing,)),
    )
    sections = (section(title, group) for title, group in titled)
    return {part.key: part.data for part in parts}, tuple(found for found in sections if found.blocks), silent


def ago(day: str, today: date) -> tuple[str, int] | None:
    """How long ago a day was, too coarse to find the day back: (`day`, 1) is today or yesterday, (`week`, 0) less than
    a week, else whole weeks, months or years, rounded. None when it is no date or lies ahead."""
    try:
        days = (today - date.fromisoformat(day)).days
    except ValueError:
        return None
    if days < 0:
        return None
    if days < 2:
        return "day", 1
    if days < 7:
        return "week", 0
    if days < 60:
        return "week", round(days / 7)
    if days < 700:
        return "month", round(days / 30.4)
    return "year", round(days / 365.25)


def ago_words(found: tuple[str, int] | None) -> str:
    """How long ago, as people read it."""
    if found is None:
        return _("dag niet bekend")
    unit, count = found
    if unit == "day":
        return _("vandaag of gisteren")
    if unit == "week" and count == 0:
        return _("minder dan een week geleden")
    words = {
        "week": ngettext("ongeveer {count} week geleden", "ongeveer {count} weken geleden", count),
        "month": ngettext("ongeveer {count} maand geleden", "ongeveer {count} maanden geleden", count),
        "year": ngettext("ongeveer {count} jaar geleden", "ongeveer {count} jaar geleden", count),
    }
    return words[unit].format(count=count)


def advice_notice() -> str:
    """Why text is not in an advice request, and what to do with it."""
    return _(
        "Vrije tekst en datums gaan niet mee in een adviesvraag. Lees deze antwoorden zelf voor aan de telefoon, "
        "zonder namen:"
    )


def _allowed(reader: Reader, key: str, group: tuple[Ask, ...]) -> Part:
    return advice_part(reader, key, tuple(ask for ask in group if ask.question in ALLOWED))


def _requester(reader: Reader) -> Part:
    part = _allowed(reader, "requester", asks.REQUESTER)
    sector = Fields(((_("Sector"), common.sector_words(reader)),))
    return part.with_more({"sector": common.sector(reader)}, sector)


def _municipalities(reader: Reader) -> Part:
    found, _regions = common.municipalities(reader)
    names = [place.name for place in found.known]
    return Part("municipalities", names, (Fields(((_("Gemeente"), ", ".join(names)),)),) if names else ())


def _persons(reader: Reader) -> Part:
    found = [advice_person(reader, entry, place) for place, entry in enumerate(reader.entries("personen"))]
    points = (Points(tuple(words for _data, words in found)),) if found else ()
    others = _allowed(reader, "persons", asks.PERSONS)
    data = [data for data, _words in found]
    return Part("persons", {"list": data}, others.blocks).with_more(others.data, *points)


def _facts(reader: Reader) -> Part:
    data: list[Json] = []
    lines: list[tuple[str, ...]] = []
    for row in rows(reader, "signalen"):
        when, source = _ago(row, reader.today), row.option("bron")
        data.append({"source": source, "ago": _ago_data(when)})
        lines.append((ago_words(when), row.shown("bron") if source else not_yet()))
    return Part("facts", data, (Table((_("Wanneer"), _("Bron")), tuple(lines), (1, 1)),) if lines else ())


def _consultations(reader: Reader) -> Part:
    data: list[Json] = []
    lines: list[tuple[str, ...]] = []
    for row in rows(reader, "consulten"):
        when, kind = _ago(row, reader.today), row.option("soort")
        data.append({"kind": kind, "ago": _ago_data(when)})
        lines.append((ago_words(when), row.shown("soort") if kind else not_yet()))
    table = (Table((_("Wanneer"), _("Met wie")), tuple(lines), (1, 1)),) if lines else ()
    return _allowed(reader, "consultations", asks.CONSULTATIONS).with_more({"entries": data}, *table)


def _talks(reader: Reader) -> Part:
    data: list[Json] = []
    lines: list[tuple[str, ...]] = []
    for row in rows(reader, "gesprekken"):
        when, who = _ago(row, reader.today), row.option("met")
        data.append({"with": who, "ago": _ago_data(when)})
        lines.append((ago_words(when), row.shown("met") if who else not_yet()))
    table = (Table((_("Wanneer"), _("Met wie")), tuple(lines), (1, 1)),) if lines else ()
    return _allowed(reader, "talks", asks.TALKS).with_more({"entries": data}, *table)


def _weighings(reader: Reader) -> Part:
    data: list[Json] = []
    lines: list[tuple[str, ...]] = []
    names = ("acuut_onveilig", "structureel_onveilig")
    for place, row in enumerate(rows(reader, "kinderen_wegen"), 1):
        acute, structural = (row.option(name) for name in names)
        data.append({"acute_unsafe": acute, "structurally_unsafe": structural})
        words = (row.shown(name) if row.option(name) else not_yet() for name in names)
        lines.append((_("Ander kind {number}").format(number=place), *words))
    head = (_("Kind"), _("Acuut onveilig"), _("Structureel onveilig"))
    table = (Table(head, tuple(lines), (1, 1, 1)),) if lines else ()
    return _allowed(reader, "weighings", asks.WEIGHINGS).with_more({"children": data}, *table)


def _steps(reader: Reader) -> Part:
    data: list[Json] = []
    reasons: list[str] = []
    states = common.steps(reader)
    for found in states:
        ground = reader.option(found.ground) if found.ground in ALLOWED else None
        told = _("zie «Zelf voorlezen aan de telefoon»") if found.ground in reader.position.answers else ""
        reasons.append(reader.words(reader.flow.question(found.ground), ground) or told)
        data.append(
            {
                "id": found.step.id,
                "state": found.state,
                "reason": ground,
                "open": common.open_questions(reader, found.step),
            }
        )
    return Part("steps", data, (common.steps_table(states, reasons),))


def _outcome(reader: Reader) -> Part:
    position = reader.position
    data: list[Json] = []
    reasons: list[tuple[str, str]] = []
    for reason in position.because:
        item = reader.flow.question(reason.id)
        chosen = _chosen(reader, item) if item else None
        data.append({"question": reason.id, "answer": _listed(chosen)})
        reasons.append((reader.words_of(reason.id), reader.words(item, chosen) or _("(antwoord niet in dit verzoek)")))
    held: Json = {
        "id": position.outcome,
        "because": data,
        "norms": list(position.norms),
        "alerts": list(position.alerts),
    }
    return Part("outcome", held, common.outcome_blocks(reader, tuple(reasons)))


def _other(reader: Reader) -> Part:
    """What an overlay asks: options and small numbers, no text."""
    data: list[Json] = []
    lines: list[tuple[str, str]] = []
    for item, value in _own(reader):
        data.append({"question": item.id, "kind": item.kind, "value": _listed(value)})
        lines.append((reader.words_of(item.id), reader.words(item, value)))
    return Part("other", data, (Fields(tuple(lines)),) if lines else ())


def _own(reader: Reader) -> Iterator[tuple[Item, str | int | tuple[str, ...]]]:
    for item, value in list(reader.unread()):
        chosen = _chosen(reader, item)
        if chosen is None and item.kind == "number" and isinstance(value, int) and 0 <= value <= LARGEST:
            reader.take(item.id)
            chosen = value
        if chosen is not None:
            yield item, chosen


def _chosen(reader: Reader, item: Item) -> str | int | tuple[str, ...] | None:
    """The chosen options of a question, whatever else its answer may hold; None for text, dates and entries."""
    if item.kind == "many":
        return reader.options(item.id) or None
    return reader.option(item.id) if item.kind in {"yesno", "one"} else None


def _listed(value: str | int | tuple[str, ...] | None) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _missing(reader: Reader) -> Part:
    gaps = reader.gaps()
    return Part("missing", [gap.id for gap in gaps], (Points(tuple(gap.text for gap in gaps)),) if gaps else ())


def _silent(reader: Reader) -> tuple[Part, Part, tuple[Gap, ...]]:
    """Every counting answer that is not, or not wholly, in the advice: to be told on the phone, or not at all."""
    told = tuple(Gap(name, reader.words_of(name)) for name in reader.position.answers if _is_silent(reader, name))
    never = [name for name in reader.position.answers if name in IDENTITY]
    blocks: list[Block] = []
    if told:
        blocks += [Note(advice_notice()), Points(tuple(gap.text for gap in told))]
    rule = _("Namen, adressen, geboortedata en BSN horen niet in een adviesvraag. Noem ze ook niet aan de telefoon.")
    blocks.append(Note(rule))
    return Part("left_out", [gap.id for gap in told], tuple(blocks)), Part("not_shared", never, ()), told


def _is_silent(reader: Reader, question: str) -> bool:
    item = reader.flow.question(question)
    if item is None or question in IDENTITY:
        return False
    if question == "gemeente":
        found, _regions = common.municipalities(reader)
        return bool(found.unknown) or not found.known
    if item.kind == "entries":
        texts = {column.id for column in item.fields if column.kind == "text"}
        return question not in reader.taken or any(texts & row.entry.keys() for row in rows(reader, question))
    return question not in reader.taken or item.kind in {"text", "date"}


def _ago(row: Row, today: date) -> tuple[str, int] | None:
    return ago(str(row.entry.get("datum", "")), today)


def _ago_data(found: tuple[str, int] | None) -> Json:
    return {"unit": found[0], "count": found[1]} if found else None
