"""The verbs of `meldcode dossier`: for scripts and for what the screens need not be opened for.

The passphrase is asked at a terminal and nowhere else, and so is every reason: no verb takes a name or an answer as an
argument, for arguments stand in histories and lists of processes. Data goes to standard output, speech and questions to
standard error. Everything heavy is imported by the verb that needs it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from meldcode.cli import VERBS
from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import N_, _
from meldcode.text import one_line
from meldcode.verbs import Speaking

if TYPE_CHECKING:
    from meldcode.dossier.entries import Entry
    from meldcode.dossier.vault import Vault
    from meldcode.interview import Interview
    from meldcode.plain.lines import Lines

Option = Callable[[Callable[..., None]], Callable[..., None]]

HELP = {
    "list": N_("Toon alle dossiers: code, naam, gewijzigd, open of gesloten, stap, eerste termijn."),
    "show": N_("Toon waar een dossier staat en wat er geantwoord is."),
    "history": N_("Toon wie wat deed en wanneer, met eerdere antwoorden; zonder code van de opslag zelf."),
    "due": N_("Toon de termijnen, de eerste bovenaan."),
    "calendar": N_("Schrijf de termijnen als agendabestand, zonder namen."),
    "export": N_("Schrijf een dossier als tekst en JSON, voor het dossier van uw organisatie."),
    "close": N_("Sluit een dossier, of kies voor een gesloten dossier een nieuwe datum."),
    "reopen": N_("Heropen een gesloten dossier."),
    "purge": N_("Wis een dossier voorgoed."),
    "handover": N_("Verzegel een dossier voor een collega."),
    "receive": N_("Neem een dossier van een collega op."),
    "key": N_("Toon uw openbare sleutel, om dossiers te ontvangen."),
    "backup": N_("Maak een verzegelde kopie van alle dossiers."),
    "restore": N_("Zet een reservekopie terug. Wat er stond, wordt apart gezet."),
    "passphrase": N_("Kies een andere wachtwoordzin."),
    "recovery": N_("Maak een nieuwe herstelcode."),
    "rekey": N_("Versleutel alles opnieuw."),
    "accept": N_("Werk verder met wat er is, na een oudere stand."),
}


class _Group(Speaking, click.Group):
    """The verbs below this one, with help in the language of the person."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs and the options."""
        with formatter.section(_("Opdrachten")):
            formatter.write_dl([(name, _(text)) for name, text in HELP.items()])
        super().format_options(ctx, formatter)


def dossier_group(lang: Option) -> click.Group:
    """`meldcode dossier` with its verbs; `lang` is the option that every verb takes."""

    @click.group(
        "dossier", cls=_Group, invoke_without_command=True, help=_(VERBS["dossier"]), subcommand_metavar=_("OPDRACHT")
    )
    @lang
    @click.pass_context
    def dossier(ctx: click.Context) -> None:
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())

    _add_looking(dossier, lang)
    _add_dates(dossier, lang)
    _add_working(dossier, lang)
    _add_moving(dossier, lang)
    _add_keys(dossier, lang)
    return dossier


def _verb(group: click.Group, name: str, lang: Option) -> Option:
    """Makes a function the verb of this name."""

    def added(function: Callable[..., None]) -> Callable[..., None]:
        group.command(name, cls=Speaking, help=_(HELP[name]))(lang(function))
        return function

    return added


def _out() -> Option:
    return click.option("--out", type=click.Path(path_type=Path), required=True, help=_("Map voor wat er komt."))


def _json() -> Option:
    return click.option("--json", "as_json", is_flag=True, help=_("Toon het als JSON."))


# the store, opened and asked at a terminal


def clock() -> datetime:
    """The time of events."""
    return datetime.now()


def speech() -> Lines:
    """Where a verb asks and explains: the terminal, by way of standard error."""
    from meldcode.plain.unlock import terminal_lines

    return terminal_lines(speech=True)


@contextmanager
def asking() -> Iterator[Lines]:
    """Lines to ask with, in a process that keeps its secrets. Stopping halfway is told as an error."""
    from meldcode.harden import harden
    from meldcode.plain.lines import Back, Left

    harden()
    try:
        yield speech()
    except (Left, Back):
        raise MeldcodeError(_("gestopt voor het klaar was"), _("Er is niets veranderd.")) from None


@contextmanager
def opened(trouble: bool = True) -> Iterator[tuple[Lines, Vault]]:
    """The store, opened with the passphrase; what is the matter with it is said. Raises `StoreError`."""
    from meldcode.dossier.home import find_home
    from meldcode.dossier.opening import finish_swap, unlock
    from meldcode.plain.lines import sentence

    home = find_home()
    finish_swap(home)  # a restore that was cut off
    if not home.exists():
        hint = _("Begin met `meldcode` of `meldcode plain`, en kies daar bewaren.")
        raise MeldcodeError(_("er zijn nog geen dossiers op deze computer"), hint)
    with asking() as lines:
        vault = unlock(home, lines.secret(_("Wachtwoordzin")), clock=clock)
        try:
            if vault.trouble and trouble:
                lines.say(sentence(vault.trouble))
                lines.say(vault.trouble_hint)
            yield lines, vault
        finally:
            vault.close()


def _print(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _add_looking(group: click.Group, lang: Option) -> None:
    @_verb(group, "list", lang)
    @_json()
    def list_verb(as_json: bool) -> None:
        with opened() as (_lines, vault):
            rows = [(entry, _next_due(entry)) for entry in vault.list()]
        if as_json:
            _print([{**asdict(entry), "next_due": due or None} for entry, due in rows])
            return
        for entry, due in rows:
            cells = (entry.code, entry.label, entry.touched, entry.state, entry.step, due)
            click.echo("\t".join(one_line(cell) for cell in cells))

    @_verb(group, "show", lang)
    @click.argument("code")
    @_json()
    def show_verb(code: str, as_json: bool) -> None:
        from meldcode.desk.work import resume

        with opened() as (_lines, vault):
            interview, entry = resume(vault, code), vault.entry(code)
        if as_json:
            _print(_shown_json(interview, entry))
        else:
            for line in _shown(interview, entry):
                click.echo(line)

    @_verb(group, "history", lang)
    @click.argument("code", required=False)
    @click.option("--mark", help=_("Kijk of de geschiedenis dit kenmerk heeft."))
    @click.pass_context
    def history_verb(ctx: click.Context, code: str | None, mark: str | None) -> None:
        from meldcode.desk.history import happening_line, history_lines
        from meldcode.desk.work import resume

        with opened() as (_lines, vault):
            if mark is not None:
                found = vault.holds(mark)
                click.echo(_("de geschiedenis heeft dit kenmerk") if found else _("dit kenmerk is er niet"))
                ctx.exit(Exit.DONE if found else Exit.FINDINGS)
            if code is None:
                told = [happening_line(record) for record in vault.records("")]
            else:
                flow = resume(vault, code).flow
                told = list(history_lines(flow, list(vault.records(vault.entry(code).code))))
            for line in told:
                click.echo(line)


def _add_dates(group: click.Group, lang: Option) -> None:
    @_verb(group, "due", lang)
    @_json()
    def due_verb(as_json: bool) -> None:
        from meldcode.desk.terms import due

        with opened() as (_lines, vault):
            rows = due(vault.list(), clock().date())
        if as_json:
            _print([asdict(row) for row in rows])
            return
        for row in rows:
            cells = (row.date, "late" if row.late else "due", row.code, row.label, row.text)
            click.echo("\t".join(one_line(cell) for cell in cells))

    @_verb(group, "calendar", lang)
    @_out()
    def calendar_verb(out: Path) -> None:
        from meldcode.plain.leaving import say_written, write_calendar

        with opened() as (lines, vault):
            say_written(lines, write_calendar(vault, out))


def _next_due(entry: Entry) -> str:
    """ISO date of the first term; of a closed dossier the day to look at it again."""
    return entry.until if entry.state == "closed" else min((term.date for term in entry.terms), default="")


def _shown(interview: Interview, entry: Entry) -> Iterator[str]:
    from meldcode.desk.wording import INDENT, answer_lines, labelled
    from meldcode.i18n import tr
    from meldcode.words import kind_for, position_lines

    position = interview.position()
    state = _("gesloten") if entry.state == "closed" else _("open")
    yield one_line(f"{entry.code} · {entry.label} · {state}")
    yield from position_lines(interview.flow, position, kind_for(interview.flow, position))
    for step, items in interview.review():
        given = [item for item in items if interview.value(item.id) is not None]
        if given:
            yield ""
            yield one_line(tr(step.title))
        for item in given:
            yield from labelled(one_line(tr(item.text)), answer_lines(item, interview.value(item.id)))
            if not interview.counts(item.id):
                yield INDENT + _("(telt nu niet mee)")


def _shown_json(interview: Interview, entry: Entry) -> dict[str, object]:
    from meldcode.words import kind_for, position_json

    position = interview.position()
    answers = {name: interview.value(name) for name in interview.flow.items}
    return {
        "code": entry.code,
        "label": entry.label,
        "state": entry.state,
        "begun": entry.begun,
        "touched": entry.touched,
        "until": entry.until or None,
        "position": position_json(interview.flow, position, kind_for(interview.flow, position)),
        "answers": {name: value for name, value in answers.items() if value is not None},
    }


# closing, reopening, destroying


def _add_working(group: click.Group, lang: Option) -> None:
    def add(name: str, does: Callable[[Lines, Vault, str], object]) -> None:
        @_verb(group, name, lang)
        @click.argument("code")
        def verb(code: str) -> None:
            with opened() as (lines, vault):
                vault.may_write()  # before anybody types a reason
                does(lines, vault, code)

    def close(lines: Lines, vault: Vault, code: str) -> None:
        from meldcode.plain.actions import close

        close(lines, vault, code)

    def reopen(lines: Lines, vault: Vault, code: str) -> None:
        from meldcode.plain.actions import reopen

        reopen(lines, vault, code)

    def purge(lines: Lines, vault: Vault, code: str) -> None:
        from meldcode.plain.leaving import erase

        erase(lines, vault, code)

    add("close", close)
    add("reopen", reopen)
    add("purge", purge)


def _add_moving(group: click.Group, lang: Option) -> None:
    file = click.argument("file", type=click.Path(path_type=Path))

    @_verb(group, "export", lang)
    @click.argument("code")
    @_out()
    def export_verb(code: str, out: Path) -> None:
        from meldcode.plain.leaving import export_to, say_written

        with opened() as (lines, vault):
            say_written(lines, export_to(vault, code, out))

    @_verb(group, "handover", lang)
    @click.argument("code")
    @click.option("--to", metavar="age1…", required=True, help=_("Openbare sleutel van uw collega."))
    @_out()
    def handover_verb(code: str, to: str, out: Path) -> None:
        from meldcode.dossier.sealed import hand_over_to
        from meldcode.plain.leaving import end_of, say_written

        with opened() as (lines, vault):
            compare = _("Bel uw collega en vergelijk de laatste tekens van de sleutel. Hier staat: {end}")
            lines.say(compare.format(end=end_of(to)))
            say_written(lines, [hand_over_to(vault, code, to, out)])
            lines.say(_("Heeft uw collega het dossier? Dan kunt u het hier wissen met `meldcode dossier purge`."))

    @_verb(group, "receive", lang)
    @file
    def receive_verb(file: Path) -> None:
        from meldcode.plain.store import receive_from

        with opened() as (_lines, vault):
            click.echo(receive_from(vault, file))

    @_verb(group, "backup", lang)
    @file
    def backup_verb(file: Path) -> None:
        from meldcode.plain.leaving import say_written
        from meldcode.plain.store import backup_to

        with opened() as (lines, vault):
            backup_to(vault, file)
            say_written(lines, [file])

    @_verb(group, "restore", lang)
    @file
    def restore_verb(file: Path) -> None:
        from meldcode.dossier.home import find_home
        from meldcode.plain.unlock import restore_from

        with asking() as lines:
            restore_from(lines, find_home(), file, clock).close()


# keys


def _add_keys(group: click.Group, lang: Option) -> None:
    @_verb(group, "key", lang)
    def key_verb() -> None:
        with opened() as (_lines, vault):
            click.echo(vault.receive_key)

    @_verb(group, "passphrase", lang)
    def passphrase_verb() -> None:
        from meldcode.plain.store import change_passphrase

        with opened() as (lines, vault):
            change_passphrase(lines, vault)

    @_verb(group, "recovery", lang)
    def recovery_verb() -> None:
        from meldcode.plain.store import change_recovery

        with opened() as (lines, vault):
            change_recovery(lines, vault)

    @_verb(group, "rekey", lang)
    def rekey_verb() -> None:
        from meldcode.plain.store import rekey

        with opened() as (lines, vault):
            rekey(lines, vault)

    @_verb(group, "accept", lang)
    def accept_verb() -> None:
        from meldcode.plain.unlock import say_trouble

        with opened(trouble=False) as (lines, vault):
            if not vault.trouble:
                lines.say(_("De dossiers zijn in orde."))
                return
            say_trouble(lines, vault)
            if vault.trouble:
                raise MeldcodeError(_("er is niets veranderd"), vault.trouble_hint)
