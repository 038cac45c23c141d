"""The front of the house: language, errors and exit codes. The verbs themselves are in `verbs.py`.

Standard output is data, standard error is speech: one line `meldcode: error: …`, one line `meldcode: hint: …`.
The help page is made here, without click, whose import takes longer than Python's own start.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from meldcode import i18n
from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import N_, _

ABOUT = N_("Loop de vijf stappen van de meldcode door en maak een adviesvraag of melding voor Veilig Thuis.")
LANG = N_("Taal van wat u leest.")
OPTIONS = {
    "--lang": LANG,
    "--plain": N_("Regel voor regel, zonder schermen."),
    "--version": N_("Toon de versie."),
    "--help": N_("Toon deze uitleg."),
}
VERBS = {
    "plain": N_("Alles regel voor regel, ook voor een schermlezer."),
    "open": N_("Open een vragenlijst als proef, eventueel met antwoorden uit een bestand."),
    "flows": N_("Toon de vragenlijsten die er zijn."),
    "run": N_("Lees antwoorden uit een bestand en toon of schrijf wat volgt."),
    "dossier": N_("Bewaarde dossiers: bekijken, exporteren, sluiten, wissen en meer."),
    "train": N_("Oefen met verzonnen gevallen: alleen, of met een groep."),
    "verify": N_("Lees een geschreven aanvraag terug: is hij heel en onveranderd?"),
    "check": N_("Kijk na of vragenlijsten kloppen, en bewijs dat ze de norm houden."),
    "scenarios": N_("Toon wat de voorbeelden naast een vragenlijst dekken, en maak wat ontbreekt."),
    "diff": N_("Vergelijk twee vragenlijsten: wat staat er anders, en wat komt er anders uit?"),
    "graph": N_("Teken een vragenlijst."),
    "protocol": N_("Schrijf de meldcode van uw organisatie, om vast te stellen."),
    "new-flow": N_("Begin een eigen vragenlijst, met uitleg erin."),
    "rebase": N_("Kijk wat van uw eigen vragenlijst nog past op een nieuwe basis."),
    "doctor": N_("Kijk of alles in orde is: terminal, mappen, schijf en versies."),
    "serve": N_("Zet de app op het eigen netwerk van uw organisatie, in de browser, zonder bewaren."),
    "completion": N_("Laat uw shell opdrachten aanvullen."),
}
_CONVERSATIONS = {"--plain", "plain", "open"}
"""What speaks the language that the person chose in the app. What a script may call takes `--lang` alone: the same
call must give the same output on every computer."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a verb and leave with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]  # some of them make Textual write keys or pictures of the screen to disk
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _run(given)
        sys.stdout.flush()
    except MeldcodeError as error:
        code = say(error.message, error.hint, error.exit_code)
    except (KeyboardInterrupt, EOFError):
        code = 130
    except BrokenPipeError:
        code = reader_left()
    except Exception as error:  # whatever it is: a traceback or the error's own text could show an answer
        code = _crashed(error)
    sys.exit(int(code))


def _run(given: list[str]) -> int:
    words, asked = _without_language(given), _language(given)
    i18n.use(i18n.DEFAULT if asked is None else asked)
    if asked is None and _is_conversation(words):
        from meldcode.start import chosen_language

        i18n.use(chosen_language() or i18n.DEFAULT)
    completing = "_MELDCODE_COMPLETE" in os.environ  # a shell asks what could come next: only click knows
    if words == ["--help"]:
        print(help_page())
        return Exit.DONE
    if words in ([], ["--plain"]) and not completing:
        from meldcode.start import start

        return start(plain=bool(words))
    import click

    from meldcode.verbs import group, usage

    try:
        return int(group().main(args=given, prog_name="meldcode", standalone_mode=False) or 0)
    except click.ClickException as error:
        return say(usage(error), _("Kijk met `meldcode --help` wat er kan."), Exit.BAD_USE)
    except click.Abort:
        return 130


def _is_conversation(words: list[str]) -> bool:
    """Whether somebody talks with what this call opens."""
    if words[:1] == ["train"]:
        return not {*words[1:2]} & {"list", "guide", "figures", "handout", "new"}
    return not words or words[0] in _CONVERSATIONS


def _without_language(arguments: list[str]) -> list[str]:
    """The words of the call, without `--lang nl` or `--lang=nl`."""
    words = list(arguments)
    while "--lang" in words:
        place = words.index("--lang")
        del words[place : place + 2]
    return [word for word in words if not word.startswith("--lang=")]


def reader_left() -> int:
    """Nobody reads the output any more (`meldcode flows | head`): nothing more to say, and no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.DONE


def _crashed(error: Exception) -> int:
    """Type and place of a failure of the program itself, and nothing else of it."""
    from meldcode.crash import code_of

    hint = _("Geef deze code door aan wie het programma beheert: {code}").format(code=code_of(error))
    return say(_("het programma is gestopt door een fout"), hint, Exit.CRASHED)


def _language(arguments: list[str]) -> str | None:
    """The language asked for, before anything is said: help and errors are in it too. None when none was."""
    for place, word in enumerate(arguments):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def say(message: str, hint: str, code: int) -> int:
    """An error and how to mend it, on standard error, one line each. Gives the exit code back."""
    from meldcode.text import one_line  # names of files and keys may hold anything

    print(f"meldcode: error: {one_line(message)}", file=sys.stderr)
    if hint:
        print(f"meldcode: hint: {one_line(hint)}", file=sys.stderr)
    return code


def languages_there() -> str:
    """What `--lang` takes, for the help: `nl|en`."""
    return "|".join(i18n.codes())


def help_page() -> str:
    """What `meldcode --help` shows."""
    lines = [_("Gebruik: meldcode [opties] [opdracht]"), "", "  " + _(ABOUT), "", _("Opties:")]
    shown = {"--lang": f"--lang {languages_there()}"}
    lines += [f"  {shown.get(name, name):<14} " + _(text) for name, text in OPTIONS.items()]
    lines += ["", _("Opdrachten:")]
    lines += [f"  {name:<14} " + _(text) for name, text in VERBS.items()]
    return "\n".join([*lines, "", _("Hulp bij een opdracht: meldcode OPDRACHT --help")])
