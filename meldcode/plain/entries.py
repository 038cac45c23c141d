"""Entries in lines: add one, change one, take one away, one field at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from meldcode.flow.model import REQUEST_KINDS, Entry, Field, FieldValue, Item
from meldcode.flow.replay import field_shown, lacking_fields
from meldcode.flow.values import BadValue, parse_field
from meldcode.i18n import _, tr
from meldcode.plain.lines import (
    CLEAR,
    END,
    FEW,
    MORE,
    Away,
    Back,
    Command,
    Lines,
    Respoken,
    choose_option,
    command_in,
    number_in,
    say_options,
    unescaped,
)
from meldcode.plain.telling import LONGEST, say_understood, short_of
from meldcode.text import shortened
from meldcode.words import field_text

Values = dict[str, FieldValue]

BARE = frozenset({"ja", "nee", "onbekend"})
"""Options whose words tell nothing without the name of their field."""


def ask_entries(lines: Lines, item: Item, value: object, today: date, full: bool = True, whole: bool = False) -> object:
    """The new list of entries when something changed, or the command that was given.

    The last entry is said; when `full`, all of a few; when `whole`, all and each from beginning to end.
    """
    entries: list[Entry] = [one for one in value if isinstance(one, Mapping)] if isinstance(value, tuple) else []
    first = 0 if whole or (full and len(entries) <= FEW) else max(0, len(entries) - 1)
    if first:
        lines.say(_("Er zijn {n} regels; een punt noemt ze alle. De laatste:").format(n=len(entries)))
    for place, entry in enumerate(entries[first:], first + 1):
        lines.say(f"{place}. {_entry(item, entry, today, whole)}")
    prompt = _("+ om iets toe te voegen, leeg om verder te gaan")
    if entries:
        prompt = _("+ voor nog een, leeg om verder te gaan, een nummer om te wijzigen, - en een nummer om weg te halen")
    answer = lines.command(prompt)
    if isinstance(answer, Command):
        return answer
    number = number_in(answer.lstrip("- "), len(entries))
    if answer != MORE and not number:
        lines.say(_("Typ + of het nummer van een regel.") if entries else _("Typ eerst +, dan vraagt het programma"
                                                                            " alles wat nodig is."))  # fmt: skip
        lines.drop_pasted()
        return entries or None
    place = number - 1 if number else len(entries)
    old = entries[place] if number else {}
    if answer.startswith(CLEAR):
        lines.say(_("Weggehaald. Met u komt het terug."))
        return _with(entries, place, {})
    form = Form(lines, item, old, today)
    try:
        form.fill()
    except Back:
        lines.say(_("Er is niets veranderd."))
        return entries or None
    except Away as away:  # what was typed so far is not lost when the window is hidden halfway
        away.kept = _with(entries, place, form.result())
        raise
    return _with(entries, place, form.result())


def fill_in(lines: Lines, item: Item, values: Entry, today: date) -> Entry:
    """One new entry, with these values to begin with. Raises `Back`, or `Away` with what was typed of it."""
    form = Form(lines, item, values, today)
    try:
        form.fill()
    except Away as away:
        away.kept = form.result() if form.values != form.begun else None
        raise
    return form.result()


def _entry(item: Item, entry: Entry, today: date, whole: bool) -> str:
    """One entry on a line, and which fields a request still needs."""
    text = "; ".join(_named(item, name, value) for name, value in entry.items() if value != "")
    gaps = [gap for kind in REQUEST_KINDS for gap in lacking_fields(item, entry, kind, today)]
    said = text if whole else shortened(text, LONGEST)
    if not gaps:
        return said
    names = "; ".join({gap.id: tr(gap.text) for gap in gaps}.values())
    return f"{said}. " + _("Nog nodig: {names}").format(names=names)


def _named(item: Item, name: str, value: object) -> str:
    """The value of a field; yes, no and the like with the name of the field, for alone they tell nothing."""
    text = field_text(item, name, value)
    field = next((field for field in item.fields if field.id == name), None)
    return f"{tr(field.text)}: {text}" if field and field.options and value in BARE else text


def _with(entries: list[Entry], place: int, changed: Entry) -> list[Entry]:
    return [*entries[:place], *([changed] if changed else []), *entries[place + 1 :]]


class Form:
    """Asks the fields of one entry in turn. What was typed at a field that is not asked any more waits in `values`."""

    def __init__(self, lines: Lines, item: Item, values: Entry, today: date) -> None:
        self.lines = lines
        self.item = item
        self.begun: Values = dict(values)
        self.values: Values = dict(values)
        self.today = today

    def result(self) -> Entry:
        """The entry as it stands: the fields that are asked."""
        return {field.id: self.values[field.id] for field in self.item.fields if self._asked(field)}

    def fill(self) -> None:
        """Ask every field. Raises `Back` when nothing is to be kept of it."""
        self.lines.say_once(_("Leeg gaat naar het volgende veld, b een veld terug, - haalt weg, ? legt uit."))
        place = 0
        while place < len(self.item.fields):
            field = self.item.fields[place]
            if not field_shown(field, self.values, self.item, self.today):
                place += 1
                continue
            try:
                self._ask(field)
                place += 1
            except Back:
                earlier = [one for one in range(place) if self._shown(one)]
                if earlier:
                    place = earlier[-1]
                elif self._leave():
                    return
            except Respoken:
                continue

    def _shown(self, place: int) -> bool:
        return field_shown(self.item.fields[place], self.values, self.item, self.today)

    def _asked(self, field: Field) -> bool:
        return field.id in self.values and field_shown(field, self.values, self.item, self.today)

    def _leave(self) -> bool:
        """At the first field: True when it stays as it is. Raises `Back` when it is thrown away, or nothing changed."""
        if self.values == self.begun:
            raise Back
        self.lines.say(_("U hebt hier iets ingevuld. Wat doet u ermee?"))
        try:
            chosen = self.lines.pick([_("Bewaren zoals het is"), _("Verder invullen"), _("Weggooien")])
        except (Back, Respoken):
            return False
        if chosen == 3:
            raise Back
        return chosen == 1

    def _ask(self, field: Field) -> None:
        lines, full, whole = self.lines, True, False
        while True:
            if full:
                self._say(field, whole)
            line = lines.line(self._prompt(field))
            if _is_long(field):
                line = lines.begins_text(line)
            command = command_in(line)
            full = whole = line == END
            if line == CLEAR:
                self.values.pop(field.id, None)
                return
            if command is None and self._take(field, line):
                return
            if command is not None and not line:
                return
            if command is not None and not whole:
                self._do(field, line, command)
            if not whole:
                self._say_name(field)
                say_options(lines, field, every=False)

    def _take(self, field: Field, line: str) -> bool:
        """Take an answer; False when it is refused, and then it was said why."""
        raw: object = unescaped(line)
        if field.options:
            raw = choose_option(field, line)
            if raw is None:
                self.lines.say_range(len(field.options))
                self.lines.drop_pasted()
                return False
        elif _is_long(field):
            raw = self.lines.text(line, str(self.values.get(field.id, "")))
        try:
            value = parse_field(field, raw, self.today)
        except BadValue as bad:
            self.lines.say_refused(bad.reason, bad.hint)
            return False
        if value is not None:
            self.values[field.id] = value
            say_understood(self.lines, field, line, value)
        return True

    def _say_name(self, field: Field) -> None:
        optional = "" if field.require else " " + _("(mag leeg)")
        self.lines.say(f"{tr(field.text)}{optional}")

    def _say(self, field: Field, whole: bool) -> None:
        self._say_name(field)
        if field.id in self.values:
            now = field_text(self.item, field.id, self.values[field.id])
            self.lines.say(_("Uw antwoord: {answer}").format(answer=now if whole else short_of(now)))
        say_options(self.lines, field)

    def _prompt(self, field: Field) -> str:
        if field.kind == "date" and any(other.years_since == field.id for other in self.item.fields):
            return _("Datum, bijvoorbeeld 2-3-2016")
        if field.kind == "date":
            return _("Datum, bijvoorbeeld 2-3-2026 of gisteren")
        return _("Nummer") if field.options else _("Antwoord")

    def _do(self, field: Field, line: str, command: Command) -> None:
        """A command at a field. Raises `Back`, `Away` or `Respoken`."""
        if command.name == "?":
            self.lines.say(tr(field.help) or _("Hier is geen uitleg bij."))
        elif command.name == "h":
            self.lines.say(_("Leeg gaat naar het volgende veld, b een veld terug, - haalt weg, ? legt uit."))
            self.lines.say(_("Een punt zegt het veld opnieuw. ! is voor bellen, x verbergt alles, q stopt."))
        elif not self.lines.done(line):
            told = _("Dat kan na deze regel: vul hem in, of ga met b terug. Is het uw antwoord? Typ dan \\{letter}")
            self.lines.say(told.format(letter=line))


def _is_long(field: Field) -> bool:
    return field.kind == "text" and not field.one_line
