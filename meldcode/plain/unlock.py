"""Opening the store in lines, or making it: what is secret is typed at a terminal, unseen, and kept nowhere."""

from __future__ import annotations

import os
import shutil
import sys

from meldcode.dossier.codes import new_passphrase, new_recovery_code, normal, passphrase_problem, read_recovery_code
from meldcode.dossier.home import Home, synced_by
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.trouble import StoreError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.interview import Clock
from meldcode.plain.lines import Back, Lines, no_secret, sentence

WIPE = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the window and what can be scrolled back to."""


def terminal_lines(write: object = None) -> Lines:
    """Lines of this program's own terminal; `write` replaces the standard output."""
    say = write if callable(write) else print
    return Lines(sys.stdin.readline, say, typed_secret, wipe_terminal)


def typed_secret(prompt: str) -> str:
    """A line typed at the terminal, not shown. Raises `MeldcodeError` where that cannot be, `EOFError` at the end."""
    import getpass
    import warnings

    if not sys.stdin.isatty():
        return no_secret(prompt)
    sys.stdout.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # a terminal that goes on showing what is typed
        try:
            return getpass.getpass(prompt)
        except getpass.GetPassWarning:
            return no_secret(prompt)


def wipe_terminal() -> bool:
    """Clear the window and what can be scrolled back to; tells whether the terminal could."""
    if not sys.stdout.isatty():
        return False
    if os.environ.get("TERM", "") in {"", "dumb"}:
        sys.stdout.write("\n" * shutil.get_terminal_size().lines)  # out of sight at least
        sys.stdout.flush()
        return False
    sys.stdout.write(WIPE)
    sys.stdout.flush()
    return True


def open_store(lines: Lines, home: Home, clock: Clock, locked: bool = False) -> Vault | None:
    """Ask for the passphrase until the store opens; None when the person only wants to try.

    `locked`: hidden a moment ago, so nothing on the screen tells what this is, and there is no try.
    """
    if not locked:
        lines.say(_("Er zijn bewaarde dossiers. Typ uw wachtwoordzin om ze te openen."))
        lines.say(_("Leeg laten: alleen proberen, niets wordt bewaard. U kunt ook de herstelcode typen."))
    while True:
        try:
            secret = lines.secret("0800-2000 · 112" if locked else _("Wachtwoordzin (u ziet niet wat u typt)"))
        except Back:
            secret = ""
        if not secret.strip():
            if locked:
                continue
            return None
        try:
            vault = unlock(home, secret, clock=clock)
        except StoreError as error:
            lines.say_error(error)
            continue
        return vault


def say_trouble(lines: Lines, vault: Vault) -> None:
    """What the check at opening found, when it found anything; with the choice to go on with what there is."""
    if not vault.trouble:
        return
    lines.say(sentence(vault.trouble))
    lines.say(vault.trouble_hint)
    if vault.can_accept and lines.yes(_("Verder werken met wat er nu is? Bij nee kunt u alleen lezen.")):
        vault.accept()


def set_up(lines: Lines, home: Home, clock: Clock) -> Vault:
    """Make the store, step by step. Raises `Back` when the person thinks better of it: then nothing was made.

    What was shown is secret, so the window is cleared at the end.
    """
    lines.say(_("Bewaren. Uw dossiers komen versleuteld op deze computer, in: {folder}").format(folder=home.folder))
    lines.say(_("U kiest een wachtwoordzin en krijgt een herstelcode. Typ b om terug te gaan: er is dan niets gemaakt."))
    service = synced_by(home.folder)
    if service:
        told = _("Deze map wordt door {service} naar andere computers gekopieerd. Dat is minder veilig.")
        lines.say(told.format(service=service))
        if not lines.yes(_("Toch hier bewaren?")):
            raise Back
    passphrase = ask_passphrase(lines)
    recovery = ask_recovery(lines)
    who = lines.ask(_("Uw naam of functie voor de geschiedenis (mag leeg)"))
    key = lines.ask(_("Openbare sleutel van uw organisatie, als u die kreeg (mag leeg)"))
    vault = create(home, passphrase, recovery, clock=clock, who=who, organisation=key)
    lines.clear()
    lines.say(_("De opslag is gemaakt."))
    return vault


def ask_passphrase(lines: Lines) -> str:
    """A new passphrase: one of the program's, typed over, or one's own, typed twice. Raises `Back`."""
    lines.say("1. " + _("Een wachtwoordzin van het programma"))
    lines.say("2. " + _("Zelf een wachtwoordzin kiezen"))
    return _given_passphrase(lines) if lines.number(_("Nummer"), 2) == 1 else _own_passphrase(lines)


def _given_passphrase(lines: Lines) -> str:
    while True:
        passphrase = new_passphrase()
        lines.say(_("Uw wachtwoordzin: {words}").format(words=passphrase))
        lines.say(_("Leer hem uit het hoofd, of schrijf hem op papier dat u veilig opbergt."))
        while typed := lines.secret(_("Typ de zin over (leeg: een andere zin)")):
            if normal(typed) == normal(passphrase):
                return passphrase
            lines.say(_("Dat is niet dezelfde zin. Probeer het nog eens."))


def _own_passphrase(lines: Lines) -> str:
    lines.say(_("Kies ten minste vier woorden, of 14 tekens. Gebruik geen namen."))
    while True:
        passphrase = lines.secret(_("Wachtwoordzin (u ziet niet wat u typt)"))
        problem = passphrase_problem(passphrase)
        if problem:
            lines.say(problem)
        elif normal(lines.secret(_("Nog een keer dezelfde zin"))) == normal(passphrase):
            return passphrase
        else:
            lines.say(_("De twee zinnen zijn niet gelijk. Begin opnieuw."))


def ask_recovery(lines: Lines) -> str:
    """A new recovery code, typed back. Raises `Back`."""
    code = new_recovery_code()
    lines.say(_("Uw herstelcode: {code}").format(code=code))
    lines.say(_("Schrijf hem op papier en berg het veilig op. Bent u de zin en de code kwijt, dan gaat niets meer open."))
    while True:
        typed = lines.ask(_("Typ de code over van het papier"))
        try:
            if read_recovery_code(typed) == read_recovery_code(code):
                return code
            lines.say(_("Dat is niet dezelfde code. Probeer het nog eens."))
        except MeldcodeError as error:
            lines.say_error(error)


def ask_label(lines: Lines) -> str:
    """The professional's own short word for a dossier; empty for none. Raises `Back`."""
    return lines.ask(_("Korte naam of code voor dit dossier, liever geen naam van een persoon (mag leeg)"))
