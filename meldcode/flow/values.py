"""Answers as they are kept: parsing what a person or a file gives, by the kind of question.

A value that the question does not take is refused with a reason; it never becomes an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from meldcode.flow.day_words import Direction, day_in
from meldcode.flow.findings import near_match
from meldcode.flow.model import Entry, Field, FieldValue, Item, Value
from meldcode.i18n import _, tr
from meldcode.text import clean, one_line

MAX_TEXT = 20_000
MAX_ENTRIES = 200
MAX_INTEGER = 10**18
_DUTCH_DATE = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})\Z")


class BadValue(ValueError):
    """A value that the question does not take: why, and how to mend it. Never holds the value of a text answer."""

    def __init__(self, reason: str, hint: str = "", field: str = "", row: int = -1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.field = field
        self.row = row


def parse(item: Item | Field, raw: object, today: date | None = None, direction: Direction = "back") -> Value | None:
    """The value to keep for `raw`; None when nothing was given (the question is open again). Raises `BadValue`.

    With `today` a date may also be said in words ("gisteren"), seen from that day; `direction` says where a day lies
    that is said without a year, see `day_words`. In an entry that is always behind us. Without `today`, as for files,
    a date is written out in full.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, int) and abs(raw) > MAX_INTEGER:
        raise BadValue(_("dit antwoord kan hier niet"))  # longer ones cannot even be written out
    if item.kind in {"yesno", "one"}:
        return _option(item, raw)
    if item.kind == "many":
        return _options(item, raw) or None
    if item.kind == "number":
        return _number(raw)
    if item.kind == "date":
        return _date(raw, today, direction)
    if item.kind == "text":
        return _text(item, raw)
    if item.kind == "entries" and isinstance(item, Item):
        return _entries(item, raw, today)
    raise BadValue(_("hier hoort geen antwoord"))


def parse_field(
    field: Field, raw: object, today: date | None = None, direction: Direction = "back"
) -> FieldValue | None:
    """The value of one field of an entry; None when nothing was given. Raises `BadValue`. See `parse` for `today`."""
    value = parse(field, raw, today, direction)
    return tuple(str(part) for part in value) if isinstance(value, tuple) else value


def label(item: Item | Field, value: Value) -> str:
    """The words for a value, in the current language: option texts, entries as a count, other values as they are."""
    if isinstance(value, tuple):
        if item.kind == "entries":
            return str(len(value))
        return ", ".join(label_of_option(item, str(part)) for part in value)
    if item.kind in {"yesno", "one"}:
        return label_of_option(item, str(value))
    return str(value)


def label_of_option(item: Item | Field, option_id: str) -> str:
    """The words of one option, or the id when the flow has no such option (any more)."""
    return next((tr(option.text) for option in item.options if option.id == option_id), option_id)


def whole_years(since: str, today: date) -> int | None:
    """Age in whole years on `today` of somebody born on an ISO date; None when the date is not one or lies ahead."""
    try:
        born = date.fromisoformat(since)
    except ValueError:
        return None
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years if years >= 0 else None


def _option(item: Item | Field, raw: object) -> str:
    known = [option.id for option in item.options]
    text = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if text in known:
        return text
    by_text = {tr(option.text).casefold(): option.id for option in item.options}
    if text and text.casefold() in by_text:
        return by_text[text.casefold()]
    near = near_match(text, known)
    hint = _("Kies uit: {values}.").format(values=", ".join(known))
    if near:
        hint = _("Bedoelt u `{near}`?").format(near=near) + " " + hint
    raise BadValue(_("dit antwoord kan hier niet"), hint)


def _options(item: Item | Field, raw: object) -> tuple[str, ...]:
    parts = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    chosen = {_option(item, part) for part in parts if part is not None}
    return tuple(option.id for option in item.options if option.id in chosen)


def _number(raw: object) -> int:
    text = str(raw).strip() if isinstance(raw, str | int) else ""
    if isinstance(raw, bool) or not re.fullmatch(r"[0-9]{1,6}", text):
        raise BadValue(_("hier hoort een heel getal"), _("Bijvoorbeeld 8."))
    return int(text)


def _date(raw: object, today: date | None, direction: Direction) -> str:
    text = str(raw).strip() if isinstance(raw, str | date) else ""
    dutch = _DUTCH_DATE.match(text)
    if dutch:
        text = f"{dutch[3]}-{int(dutch[2]):02d}-{int(dutch[1]):02d}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise BadValue(_("deze datum bestaat niet"), _("Schrijf de datum als 2026-03-02 of 2-3-2026.")) from None
    else:
        found = None if today is None else day_in(text, today, direction)
        if found is None:
            why = _("dit is geen datum") if today is None else _("het is niet duidelijk welke dag dit is")
            raise BadValue(why, _date_hint(today, direction))
        day = found
    if 1900 <= day.year <= 2200:
        return day.isoformat()
    raise BadValue(_("dit is geen datum"), _date_hint(today, direction))


def _date_hint(today: date | None, direction: Direction) -> str:
    """What is understood here."""
    if today is None:
        return _("Schrijf de datum als 2026-03-02 of 2-3-2026.")
    if direction == "back":
        return _("Schrijf bijvoorbeeld gisteren, afgelopen di, vorige week di, 3 dagen geleden, 3 mei of 2-3-2026.")
    if direction == "ahead":
        return _("Schrijf bijvoorbeeld morgen, komende di, volgende week di, over 3 weken, 3 mei of 2-3-2026.")
    return _("Zeg het jaar of de week erbij: 3 mei 2026, vorige week di of volgende week di. Of schrijf 2-3-2026.")


def _text(item: Item | Field, raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise BadValue(_("hier hoort gewone tekst"), _("Zet de tekst tussen aanhalingstekens."))
    text = one_line(str(raw)) if item.one_line else clean(str(raw)).strip()
    if len(text) > MAX_TEXT:
        raise BadValue(_("deze tekst is langer dan 20.000 tekens"), _("Kort de tekst in."))
    if isinstance(item, Field) and item.check == "bsn":
        return _bsn(text)
    return text


def _bsn(text: str) -> str:
    from stdnum.nl import bsn  # only reports ask for it

    digits = re.sub(r"[\s.-]", "", text)
    if text.casefold() == "onbekend":
        return "onbekend"
    special = {"000000000", "999999999"}  # unknown and unborn in the AMHK's own code list
    if digits not in special and not bsn.is_valid(digits):
        raise BadValue(_("dit is geen geldig BSN"), _("Kijk de negen cijfers na, of laat het leeg."))
    return digits


def _entries(item: Item, raw: object, today: date | None) -> tuple[Entry, ...] | None:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise BadValue(_("hier hoort een lijst"), _("Zet elk onderdeel op een regel met een streepje."))
    if len(raw) > MAX_ENTRIES:
        raise BadValue(_("dit zijn meer dan 200 onderdelen"))
    entries = [entry for row, part in enumerate(raw) if (entry := _entry(item, part, row, today))]
    return tuple(entries) or None


def _entry(item: Item, raw: object, row: int, today: date | None) -> Entry:
    if not isinstance(raw, Mapping):
        raise BadValue(_("hier horen velden met waarden"), _("Bijvoorbeeld `datum: 2026-03-02`."), row=row)
    fields = {field.id: field for field in item.fields}
    entry: dict[str, FieldValue] = {}
    for key in raw:
        if key not in fields:
            near = near_match(str(key), fields)
            hint = _("Bedoelt u `{near}`?").format(near=near) if near else ""
            names = _("Velden zijn: {fields}.").format(fields=", ".join(fields))
            hint = f"{hint} {names}".strip()
            raise BadValue(_("het veld `{field}` bestaat niet").format(field=key), hint, str(key), row)
    for name, field in fields.items():
        try:
            value = parse_field(field, raw.get(name), today)
        except BadValue as error:
            raise BadValue(error.reason, error.hint, name, row) from None
        if value is not None:
            entry[name] = value
    return entry
