"""Entries in lines: add one, change one, take one away, one field at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from meldcode.flow.model import Entry, Field, FieldValue, Item
from meldcode.flow.replay import field_shown
from meldcode.flow.values import BadValue, parse_field
from meldcode.i18n import _, tr
from meldcode.plain.lines import Away, Back, Command, Lines, choose_option, number_in, say_options
from meldcode.words import entry_text, field_text

Values = dict[str, FieldValue]
CLEAR = "-"
"""Typed at a question or field that holds something: takes it away."""


def ask_entries(lines: Lines, item: Item, value: object, today: date) -> object:
    """The new list of entries when something changed, or the command that was given."""
    entries: list[Entry] = [one for one in value if isinstance(one, Mapping)] if isinstance(value, tuple) else []
    for place, entry in enumerate(entries, 1):
        lines.say(f"{place}. {entry_text(item, dict(entry))}")
    answer = lines.command(_("+ voor een nieuwe regel, een nummer om te wijzigen, - en een nummer om weg te halen"))
    if isinstance(answer, Command):
        return answer
    number = number_in(answer.lstrip("- "), len(entries))
    if answer != "+" and not number:
        lines.say(_("Kies + of een nummer van een regel."))
        return entries or None
    place = number - 1 if number else len(entries)
    try:
        old = entries[place] if number else {}
        changed: Values = dict(old)
        if answer.startswith(CLEAR):
            changed.clear()
        else:
            _fill(lines, item, changed, today)
    except Back:
        lines.say(_("Er is niets veranderd."))
        return entries or None
    except Away as away:  # what was typed so far is not lost when the window is hidden halfway
        away.kept = _with(entries, place, changed)
        raise
    return _with(entries, place, changed)


def fill_in(lines: Lines, item: Item, values: Entry, today: date) -> Entry:
    """One new entry, with these values to begin with. Raises `Back`."""
    filled: Values = dict(values)
    _fill(lines, item, filled, today)
    return filled


def _with(entries: list[Entry], place: int, changed: Values) -> list[Entry]:
    return [*entries[:place], *([changed] if changed else []), *entries[place + 1 :]]


def _fill(lines: Lines, item: Item, values: Values, today: date) -> None:
    """Ask each field; an empty line keeps what is there, a dash takes it away."""
    lines.say(_("Per veld: een lege regel laat het zoals het is, - haalt het weg, b stopt zonder bewaren."))
    for field in item.fields:
        if field_shown(field, values, item, today):
            _ask_field(lines, item, field, values)
        else:
            values.pop(field.id, None)


def _ask_field(lines: Lines, item: Item, field: Field, values: Values) -> None:
    optional = "" if field.require else " " + _("(mag leeg)")
    now = f" [{field_text(item, field.id, values[field.id])}]" if field.id in values else ""
    lines.say(f"{tr(field.text)}{optional}{now}")
    say_options(lines, field)
    while True:
        line = lines.ask(_("Nummer") if field.options else _("Antwoord"), tr(field.help))
        if line == CLEAR:
            values.pop(field.id, None)
            return
        raw = choose_option(field, line)
        if field.options and line and raw == line:
            lines.say_range(len(field.options))
            continue
        try:
            value = parse_field(field, raw)
        except BadValue as bad:
            lines.say(_("Dat lukt niet: {reason}. {hint}").format(reason=bad.reason, hint=bad.hint))
            continue
        if value is not None:
            values[field.id] = value
        return
