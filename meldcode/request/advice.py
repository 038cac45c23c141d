"""An advice request: built from an allow-list, so that it holds no identity.

What is not a text is generalised: options of known questions, ages in years, how long ago something was, known
municipalities, counts. Texts come in only as `review` made them safe; what stays out is listed, so that the
professional can tell it on the phone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from meldcode.flow.model import Answers, Entry, FieldValue, Item, Value
from meldcode.i18n import _, tr
from meldcode.request import asks, common
from meldcode.request.ago import ago, ago_words
from meldcode.request.entries import Row, rows
from meldcode.request.persons import advice_person
from meldcode.request.reader import Ask, Reader, advice_part, not_yet
from meldcode.request.review import ENTRY_TEXTS, Place, Texts
from meldcode.request.shape import NONE, Block, Fields, Gap, Json, Note, Part, Points, Section, Table, section
from meldcode.text import clean

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

IDENTITY = (
    *("personen", "eigen_naam", "eigen_organisatie", "eigen_telefoon", "eigen_email", "eigen_adres"),
    *("contactpersoon_na", "contactpersoon_gegevens", "jeugdbescherming_wie", "casemanager", "kmdf_coordinator"),
    *("vertrouwelijk", "naam_verborgen_reden"),
)
"""Answers that say who somebody is, or that are confidential: never in an advice, nor named there, and not needed."""

LARGEST = 999
"""An overlay's own numbers above this could be a number that belongs to one person."""


TOLD_OTHERWISE = frozenset(
    {
        *(("signalen", "over"), ("signalen", "van_wie"), ("kinderen_wegen", "wie")),
        *(("consulten", "met"), ("consulten", "tijd"), ("consulten", "kenmerk")),
    }
)
"""Fields in words that an advice neither takes nor has read aloud: who or when, which other fields tell by role."""

SECTION_OF = {
    "concern": (
        *("situatie", "ergste_zorg", "disclosure_woorden", "letsel_beschrijving", "medisch_oordeel", "tegensignalen"),
        *("kindcheck_toelichting", "voorgeschiedenis"),
    ),
    "consultations": (
        *("overleg_niet_reden", "amhk_advies_reden", "overleg_betrokkenen_uitkomst", "overleg_betrokkenen_niet_reden"),
        "consulten",
    ),
    "talks": ("gesprek_niet_toelichting", "gesprek_kind_niet_reden", "gesprekken"),
    "weighings": ("weging_2_onderbouwing", "instrument_geen_reden", "kinderen_wegen"),
    "help": (
        *("hulp_geboden", "hulp_toelichting", "krachten", "hulp_afspraken", "hulp_termijn", "veiligheid_volgen"),
        "andere_hulp",
    ),
    "decisions": ("afwijking_reden",),
}
"""Under which part people read each text; the question and the facts have places of their own."""


def advice_parts(reader: Reader, texts: Texts) -> tuple[dict[str, Json], tuple[Section, ...], tuple[Gap, ...]]:
    """The data of an advice, without its head, the sections people read, and the questions whose text stays out.

    `texts` are the only words of the person that get in.
    """
    forms, kinds, person = reader.options("vorm"), reader.options("aard"), reader.option("betrokkene")
    requester, wishes = _requester(reader), _allowed(reader, "wishes", asks.WISHES)
    place, concern = _municipalities(reader), _allowed(reader, "concern", asks.CONCERN)
    persons, facts, steps = _persons(reader), _facts(reader, texts), _steps(reader)
    consultations, talks = _consultations(reader), _talks(reader)
    weighings, outcome = _weighings(reader), _outcome(reader)
    decisions = _allowed(reader, "decisions", asks.DECISIONS)
    anonymity = _allowed(reader, "anonymity", asks.ANONYMITY)
    coded = common.code_data(reader, forms, kinds, person)
    other, missing = _other(reader), _missing(reader)
    left_out, not_shared, silent = _silent(reader, texts)
    wishes = _question(wishes, texts)
    said = {key: _words(reader, key, texts) for key in SECTION_OF}
    parts = (
        *(requester, wishes, place, concern, persons, facts, steps, consultations, talks, weighings, outcome),
        *(decisions, anonymity, coded, other, missing, left_out, not_shared, _listed_texts(texts)),
    )
    titled = (
        (_("Wat wij willen vragen"), (wishes,)),
        (_("Zelf voorlezen aan de telefoon"), (left_out, not_shared)),
        (_("Wie vraagt"), (requester, anonymity)),
        (_("Waar het om gaat"), (place, concern, said["concern"])),
        (_("Personen"), (persons,)),
        (_("Feiten"), (facts,)),
        (_("Stappen van de meldcode"), (steps,)),
        (_("Overleg"), (consultations, said["consultations"])),
        (_("Gesprekken"), (talks, said["talks"])),
        (_("De vijf afwegingen"), (weighings, said["weighings"])),
        (_("Krachten en hulp"), (said["help"],)),
        (_("Wat de norm vraagt en wat besloten is"), (outcome, decisions, said["decisions"])),
        (_("Andere antwoorden"), (other,)),
        (_("Codes voor de registratie"), (coded,)),
        (_("Nog niet bekend"), (missing,)),
    )
    sections = (section(title, group) for title, group in titled)
    return {part.key: part.data for part in parts}, tuple(found for found in sections if found.blocks), silent


def safe_answers(reader: Reader, texts: Texts) -> Answers:
    """The answers that an advice may hold, in the shape of answers: for systems that take questions and answers."""
    found: dict[str, Value] = {}
    for item in reader.flow.items.values():
        value = reader.position.answers.get(item.id)
        if item.id in ALLOWED:
            chosen = _chosen(reader, item)
            if chosen is not None and not isinstance(chosen, int):
                found[item.id] = chosen
        elif Place(item.id) in texts:
            found[item.id] = texts[Place(item.id)]
        elif item.kind == "entries" and isinstance(value, tuple) and (item.id in ENTRY_TEXTS or item.id == "personen"):
            entries = tuple(
                _safe_entry(reader, item, place, entry, texts) for place, entry in enumerate(reader.entries(item.id))
            )
            found[item.id] = tuple(entry for entry in entries if entry)
    return {name: value for name, value in found.items() if value not in ("", ())}


SAFE_FIELDS = {
    "signalen": ("bron",),
    "consulten": ("soort",),
    "gesprekken": ("met",),
    "kinderen_wegen": ("acuut_onveilig", "structureel_onveilig"),
    "personen": ("rol",),
}
"""Fields with options that an advice may hold."""


def _safe_entry(reader: Reader, item: Item, place: int, entry: Entry, texts: Texts) -> Entry:
    found: dict[str, FieldValue] = {}
    for name in SAFE_FIELDS[item.id]:
        chosen = reader.entry_option(item.id, entry, name)
        if chosen:
            found[name] = chosen
    for name in ENTRY_TEXTS.get(item.id, ()):
        if (words := texts.get(Place(item.id, place, name))) is not None:
            found[name] = words
    age = reader.age(entry) if item.id == "personen" else None
    if age is not None and 0 <= age <= 130:
        found["leeftijd"] = age
    return found


def advice_notice() -> str:
    """Why not everything is in an advice request, and what to do with the rest."""
    return _("Deze antwoorden staan niet of niet helemaal in dit verzoek. Lees ze voor aan de telefoon, zonder namen:")


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


def _question(wishes: Part, texts: Texts) -> Part:
    """The question itself, before everything else that is asked."""
    words = texts.get(Place("adviesvraag"))
    first = (Fields(((_("Adviesvraag"), words),)),) if words else ()
    data = wishes.data if isinstance(wishes.data, Mapping) else {}
    return Part(wishes.key, {**data, "advice_question": words}, (*first, *wishes.blocks))


def _facts(reader: Reader, texts: Texts) -> Part:
    data: list[Json] = []
    lines: list[tuple[str, ...]] = []
    for place, row in enumerate(rows(reader, "signalen")):
        when, source = _ago(row, reader.today), row.option("bron")
        fact, opinion, where = (texts.get(Place("signalen", place, name)) for name in ENTRY_TEXTS["signalen"])
        data.append({"source": source, "ago": _ago_data(when), "fact": fact, "interpretation": opinion, "place": where})
        origin = f"{ago_words(when)}\n{row.shown('bron') if source else not_yet()}"
        origin += f"\n{where}" if where else ""
        lines.append((origin, fact or NONE, opinion or NONE))
    if not any(line[1] != NONE or line[2] != NONE for line in lines):
        cut = tuple((*line[0].split("\n", 1),) for line in lines)
        return Part("facts", data, (Table((_("Wanneer"), _("Bron")), cut, (1, 1)),) if lines else ())
    head = (_("Wanneer en bron"), _("Feit"), _("Duiding van de vrager"))
    if not any(line[2] != NONE for line in lines):
        return Part("facts", data, (Table(head[:2], tuple(line[:2] for line in lines), (5, 12)),))
    return Part("facts", data, (Table(head, tuple(lines), (5, 9, 5)),))


def _words(reader: Reader, key: str, texts: Texts) -> Part:
    """The texts that people read under one part, each with its question."""
    lines: list[tuple[str, str]] = []
    for question in SECTION_OF[key]:
        if Place(question) in texts:
            lines.append((reader.words_of(question), texts[Place(question)]))
        for (name, row, field), words in texts.items():
            column = reader.column(question, field) if name == question and field else None
            if column is not None:
                lines.append((f"{reader.words_of(question)} ({row + 1}) {clean(tr(column.text))}", words))
    return Part("", None, (Fields(tuple(lines)),) if lines else ())


def _listed_texts(texts: Texts) -> Part:
    """For the data: every text with its place, apart from the question and the facts."""
    held: list[Json] = [
        {
            "question": place.question,
            "row": place.row + 1 if place.field else None,
            "field": place.field or None,
            "text": words,
        }
        for place, words in texts.items()
        if place.question not in {"adviesvraag", "signalen"}
    ]
    return Part("texts", held, ())


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
        instead = _("nog niet beantwoord") if reason.value is None else _("(antwoord niet in dit verzoek)")
        reasons.append((reader.words_of(reason.id), reader.words(item, chosen) or instead))
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


def _silent(reader: Reader, texts: Texts) -> tuple[Part, Part, tuple[Gap, ...]]:
    """Every counting answer that is not, or not wholly, in the advice: to be told on the phone, or not at all."""
    silent = (name for name in reader.position.answers if _is_silent(reader, name, texts))
    told = tuple(Gap(name, reader.words_of(name)) for name in silent)
    never = [name for name in reader.position.answers if name in IDENTITY]
    blocks: list[Block] = []
    if told:
        blocks += [Note(advice_notice()), Points(tuple(gap.text for gap in told))]
    rule = _("Namen, adressen, geboortedata en BSN horen niet in een adviesvraag. Noem ze ook niet aan de telefoon.")
    blocks.append(Note(rule))
    return Part("left_out", [gap.id for gap in told], tuple(blocks)), Part("not_shared", never, ()), told


def _is_silent(reader: Reader, question: str, texts: Texts) -> bool:
    item = reader.flow.question(question)
    if item is None or question in IDENTITY:
        return False
    if question == "gemeente":
        found, _regions = common.municipalities(reader)
        return bool(found.unknown) or not found.known
    if item.kind == "entries":
        words = {
            column.id for column in item.fields if column.kind == "text" and (question, column.id) not in TOLD_OTHERWISE
        }
        left = (
            Place(question, place, name) not in texts
            for place, row in enumerate(rows(reader, question))
            for name in words & {name for name, value in row.entry.items() if value != ""}
        )
        return question not in reader.taken or any(left)
    return Place(question) not in texts and (question not in reader.taken or item.kind in {"text", "date"})


def _ago(row: Row, today: date) -> tuple[str, int] | None:
    return ago(str(row.entry.get("datum", "")), today)


def _ago_data(found: tuple[str, int] | None) -> Json:
    return {"unit": found[0], "count": found[1]} if found else None
