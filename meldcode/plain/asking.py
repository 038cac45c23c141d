"""One question of an interview in lines: says it, reads an answer or a command. What follows is for the session."""

from __future__ import annotations

from meldcode.flow.model import Item, Value
from meldcode.i18n import _, tr
from meldcode.interview import Interview
from meldcode.plain.entries import ask_entries
from meldcode.plain.lines import CLEAR, Command, Lines, choose_option, command_in, say_options, unescaped
from meldcode.plain.telling import short_of
from meldcode.words import answer_text

Asked = tuple[str, object]
"""The line that was typed, and the command or raw answer that it is; the answer is `REFUSED` when it is neither."""
REFUSED = object()


def ask_item(lines: Lines, interview: Interview, item: Item, full: bool, whole: bool = False) -> Asked:
    """Ask a question or say a note. Raises `Away` or `Respoken`.

    `full`: with all its options; `whole`: and with its answer from beginning to end, however long.
    """
    lines.say("")
    if not item.is_question:
        lines.say(tr(item.text))
        if full:
            lines.say(tr(item.help))
        line = lines.command(_("Enter om verder te gaan"))
        if isinstance(line, Command):
            return "", line
        lines.say(_("Dit is alleen om te lezen: er is niets ingevuld. Een lege regel gaat verder."))
        lines.drop_pasted()
        return "", REFUSED
    value = interview.value(item.id)
    _say(lines, item, value, full, whole)
    if item.kind == "entries":
        return "", ask_entries(lines, item, value, interview.today, full, whole)
    line = lines.line(_prompt(item))
    long = item.kind == "text" and not item.one_line
    if long:
        line = lines.begins_text(line)
    command = command_in(line)
    if command is not None:
        return line, command
    if line == CLEAR:
        return line, None
    if long:
        return line, lines.text(line, value if isinstance(value, str) else "")
    if not item.options:
        return line, unescaped(line)
    chosen = choose_option(item, line)
    if chosen is None:
        lines.say_range(len(item.options))
        lines.drop_pasted()
        return line, REFUSED
    return line, chosen


def _say(lines: Lines, item: Item, value: Value | None, full: bool, whole: bool) -> None:
    optional = " " + _("(mag leeg)") if item.optional else ""
    lines.say(f"{tr(item.text)}{optional}")
    if value is not None and item.kind != "entries":
        answer = answer_text(item, value)
        lines.say(_("Uw antwoord: {answer}").format(answer=answer if whole else short_of(answer)))
    say_options(lines, item, full and (value is None or whole))  # many are not said again where one is chosen


def _prompt(item: Item) -> str:
    if item.kind == "many":
        return _("Nummers, met een spatie ertussen")
    if item.options:
        return _("Nummer")
    if item.kind == "date":
        return _("Datum, bijvoorbeeld 2-3-2026 of gisteren")
    return _("Getal") if item.kind == "number" else _("Tekst")
