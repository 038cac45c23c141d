"""The persons of a case: in full for a report, as role, letter and age for an advice.

The letter is that of the place in the list, so that "kind A" is the same person in every part of a request.
"""

from __future__ import annotations

from meldcode.flow.model import Entry
from meldcode.i18n import _, ngettext
from meldcode.request import asks, codes
from meldcode.request.entries import Row, rows
from meldcode.request.reader import Reader, not_yet, report_part
from meldcode.request.shape import Block, Fields, Heading, Json, Part

UNKNOWN = "onbekend"

FIELDS = (
    *("rol", "naam", "geboortedatum", "leeftijd", "geslacht", "gezag", "gemeente", "adres", "bsn"),
    *("geinformeerd", "niet_geinformeerd_reden", "relatie", "verblijf", "afhankelijk_van", "telefoon"),
    *("veilig_contact", "tolk", "taal"),
)


def letter(place: int) -> str:
    """A, B … Z, AA, AB … for the place in the list (from 0)."""
    before = letter(place // 26 - 1) if place >= 26 else ""
    return before + chr(ord("A") + place % 26)


def persons_part(reader: Reader) -> Part:
    """Every person in full; what is not known is said to be unknown, told or not told stands for each."""
    data: list[Json] = []
    blocks: list[Block] = []
    for place, row in enumerate(rows(reader, "personen", FIELDS)):
        data.append(_person(row, place))
        blocks.append(Heading(who(row.reader, row.entry, place)))
        blocks.append(Fields(_lines(row)))
    if not blocks and reader.missing("personen"):
        blocks.append(Fields(((_("Personen"), not_yet()),)))
    others = report_part(reader, "persons", asks.PERSONS)
    more: dict[str, Json] = {
        "guardian_code": _listed("jeugdbescherming", reader.option("jeugdbescherming")),
        "unborn": _unborn(reader),
    }
    due = _due(reader)
    if due:
        blocks.insert(0, Fields(due))
    return Part("persons", {"list": data}, others.blocks).with_more(others.data).with_more(more, *blocks)


def who(reader: Reader, entry: Entry, place: int) -> str:
    """Role and letter: "kind A"."""
    role = reader.words(reader.column("personen", "rol"), reader.entry_option("personen", entry, "rol"))
    unknown = _("Persoon")
    return f"{role or unknown} {letter(place)}"


def advice_person(reader: Reader, entry: Entry, place: int) -> tuple[Json, str]:
    """What an advice may say of a person: role, letter and age in whole years; and the same in words."""
    age = reader.age(entry)
    age = age if age is not None and 0 <= age <= 130 else None
    role = reader.entry_option("personen", entry, "rol")
    role = role if role in {"kind", "ouder", "partner", "ander"} else None
    words = age_words(age)
    return {"letter": letter(place), "role": role, "age": age}, f"{who(reader, entry, place)}: {words}"


def age_words(age: int | None) -> str:
    """An age as people read it."""
    return ngettext("{age} jaar", "{age} jaar", age).format(age=age) if age is not None else _("leeftijd onbekend")


def _unborn(reader: Reader) -> Json:
    """The expected day, and what the AMHK registers for a child that is not born yet; None when there is none."""
    day = reader.text("uitgerekend")
    if day is None and reader.option("betrokkene") != "ongeboren_kind":
        return None
    codes_for = codes.unborn()
    return {"due_on": day, "bsn": codes_for["bsn"], "birth_date": codes_for["geboortedatum"]}


def _due(reader: Reader) -> tuple[tuple[str, str], ...]:
    if _unborn(reader) is None:
        return ()
    day = reader.words(reader.flow.question("uitgerekend"), reader.take("uitgerekend"))
    return ((_("Ongeboren kind, uitgerekend op"), day or _("onbekend")),)


def _listed(about: codes.Listed, option: str | None) -> Json:
    code = codes.listed(about, option)
    return {"list": code.list_name, "code": code.code, "label": code.label} if code else None


def _person(row: Row, place: int) -> Json:
    """One person; whatever was not given is the word `onbekend`, never left away."""
    return {
        "letter": letter(place),
        "role": row.value("rol"),
        "name": row.value("naam") or UNKNOWN,
        "birth_date": row.value("geboortedatum") or UNKNOWN,
        "age": row.reader.age(row.entry),
        "sex": codes.sex(row.option("geslacht") or "").code,
        "authority": row.option("gezag") or UNKNOWN,
        "municipality": row.value("gemeente") or UNKNOWN,
        "address": row.value("adres") or UNKNOWN,
        "bsn": row.value("bsn") or UNKNOWN,
        "told": row.option("geinformeerd") or UNKNOWN,
        "not_told_reason": row.value("niet_geinformeerd_reden"),
        "relation": row.value("relatie"),
        "relation_code": _listed("relatie", row.option("relatie")),
        "lives": row.value("verblijf"),
        "depends_on": row.value("afhankelijk_van"),
        "phone": row.value("telefoon"),
        "safe_contact": row.value("veilig_contact"),
        "interpreter": row.value("tolk"),
        "interpreter_code": _listed("tolk", row.option("tolk")),
        "language": row.value("taal"),
        "other": row.other(),
    }


def _lines(row: Row) -> tuple[tuple[str, str], ...]:
    unknown = _("onbekend")
    age = row.reader.age(row.entry)
    lines = [
        (_("Naam"), row.shown("naam") or unknown),
        (_("Relatie tot degene om wie het gaat"), row.shown("relatie") or unknown),
        (_("Geboortedatum"), row.shown("geboortedatum") or unknown),
        (_("Leeftijd"), age_words(age) if age is not None else unknown),
        (_("Geslacht"), row.shown("geslacht") or unknown),
    ]
    if row.entry.get("rol") != "kind" or row.shown("gezag"):  # a child has authority over nobody
        lines.append((_("Gezag"), row.shown("gezag") or unknown))
    lines += [
        (_("Gemeente"), row.shown("gemeente") or unknown),
        (_("Adres"), row.shown("adres") or unknown),
        (_("BSN"), row.shown("bsn") or unknown),
    ]
    lines += [(label, row.shown(name)) for label, name in _when_given() if row.shown(name)]
    lines.append((_("Op de hoogte van de melding"), row.said("geinformeerd")))
    if row.entry.get("geinformeerd") == "nee" or row.entry.get("niet_geinformeerd_reden"):
        lines.append((_("Waarom niet verteld"), row.said("niet_geinformeerd_reden")))
    return (*lines, *row.added())


def _when_given() -> tuple[tuple[str, str], ...]:
    """What stands there only when it was given: no form asks for it of everybody."""
    return (
        (_("Woont"), "verblijf"),
        (_("Hangt af van"), "afhankelijk_van"),
        (_("Telefoon"), "telefoon"),
        (_("Veilig contact"), "veilig_contact"),
        (_("Tolk"), "tolk"),
        (_("Taal"), "taal"),
    )
