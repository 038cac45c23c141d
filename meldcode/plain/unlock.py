"""Opening the store in lines, or making it: what is secret is typed at a terminal, unseen, and kept nowhere."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from meldcode.dossier.codes import new_passphrase, new_recovery_code, normal, passphrase_problem, read_recovery_code
from meldcode.dossier.home import Home, synced_by
from meldcode.dossier.keys import public_key
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.sealed import restore
from meldcode.dossier.trouble import StoreError, WrongSecretError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.files import folder_from
from meldcode.i18n import _
from meldcode.interview import Clock
from meldcode.plain.lines import END, Back, Lines, Respoken, no_secret, sentence
from meldcode.plain.wrapping import columns_of, wrapped
from meldcode.text import clean, one_line

WIPE = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the window and what can be scrolled back to."""
AT_ONCE = 0.05
"""Seconds in which the next line of a paste has come, along a slow connection too. Nobody types one in that."""
LONGEST_LINE = 4095
"""Bytes; what is longer the terminal itself cuts off."""
LONGEST = 40
"""Characters of a label."""


def terminal_lines(speech: bool = False) -> Lines:
    """Lines of this program's own terminal; with `speech` they are said on standard error."""

    stream = sys.stderr if speech else sys.stdout

    def say(text: str) -> None:
        stream.write(wrapped(text, columns_of(stream)) + "\n")
        stream.flush()

    def secret(prompt: str) -> str:
        return typed_secret(wrapped(prompt, columns_of(stream)))

    def read() -> str:
        line = sys.stdin.readline()
        if sys.stdin.isatty() and len(line.encode("utf-8", "replace")) >= LONGEST_LINE:
            say(
                _("Deze regel is langer dan een terminal aankan: het eind kan ontbreken. Kijk na; + voegt de rest toe.")
            )
        if line and not sys.stdin.isatty():  # read afterwards, what was typed where is to be seen as at a terminal
            say(f"> {clean(line).rstrip()}")
        return line

    return Lines(read, say, secret, lambda: wipe_terminal(stream), line_waiting)


def line_waiting() -> str:
    """What came with the last line, as when several are pasted at once: the next line, or the beginning of one.

    At a terminal only: what comes from a file waits always, and there each line is an answer.
    """
    if not sys.stdin.isatty():
        return ""
    if sys.platform == "win32":
        import msvcrt

        return sys.stdin.readline() if msvcrt.kbhit() else ""
    import select

    if select.select([sys.stdin], [], [], AT_ONCE)[0]:
        return sys.stdin.readline()
    return _begun_line(sys.stdin)


def _begun_line(stream: TextIO) -> str:
    """What stands behind the last line end in a terminal: the last line of a paste has often no end of its own."""
    import select
    import termios

    place = stream.fileno()
    before = termios.tcgetattr(place)
    now = termios.tcgetattr(place)
    now[3] &= ~termios.ICANON
    now[6][termios.VMIN], now[6][termios.VTIME] = 0, 0
    data = b""
    termios.tcsetattr(place, termios.TCSANOW, now)
    try:
        while select.select([place], [], [], 0)[0] and (part := os.read(place, 4096)):
            data += part
    finally:
        termios.tcsetattr(place, termios.TCSANOW, before)
    return data.decode(stream.encoding, "replace")


def typed_secret(prompt: str) -> str:
    """A line typed at the terminal, not shown. Raises `MeldcodeError` where that cannot be, `EOFError` at the end."""
    import getpass
    import warnings

    if not sys.stdin.isatty():
        return no_secret(prompt)
    sys.stdout.flush()
    with warnings.catch_warnings(), _told_to_end():
        warnings.simplefilter("error", getpass.GetPassWarning)  # a terminal that goes on showing what is typed
        try:
            return getpass.getpass(prompt)
        except getpass.GetPassWarning:
            return no_secret(prompt)


@contextmanager
def _told_to_end() -> Iterator[None]:
    """A program that is told to end still shows again what is typed."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def wipe_terminal(stream: TextIO) -> bool:
    """Clear the window and what can be scrolled back to; tells whether the terminal could."""
    if not stream.isatty():
        return False
    able = os.environ.get("TERM", "") not in {"", "dumb"}
    stream.write(WIPE if able else "\n" * shutil.get_terminal_size().lines)  # else out of sight at least
    stream.flush()
    return able


def open_store(lines: Lines, home: Home, clock: Clock, locked: bool = False) -> Vault | None:
    """Ask for the passphrase until the store opens; None when the person only wants to try.

    `locked`: hidden a moment ago, so nothing on the screen tells what this is, and there is no try.
    """
    told = locked
    while True:
        if not told:
            lines.say(_("Er zijn bewaarde dossiers. Typ uw wachtwoordzin om ze te openen."))
            lines.say(_("Vergeten: typ de herstelcode. Alleen proberen, niets bewaren: laat het leeg."))
            lines.say(_("Een reservekopie terugzetten: typ r. Bellen: typ !. Andere taal: typ t. Stoppen: typ q."))
            told = True
        try:
            secret = lines.secret("0800-2000 · 112" if locked else _("Wachtwoordzin (u ziet niet wat u typt)"))
        except Back:
            secret = ""
        except Respoken:
            told = locked
            continue
        if not secret.strip():
            if locked:
                continue
            return None
        try:
            if secret.strip() == "r" and not locked:
                with lines.one_language():
                    return ask_restore(lines, home, clock)
            vault = unlock(home, secret, clock=clock)
        except Back:
            continue
        except MeldcodeError as error:
            if locked and isinstance(error, WrongSecretError):  # no word of dossiers either
                error.message = _("dit is niet de goede zin of code")
            lines.say_error(error)
            continue
        if _opens_without_passphrase(secret) and not vault.read_only:
            with lines.one_language():
                _renew(lines, vault)
        return vault


def _opens_without_passphrase(secret: str) -> bool:
    """Whether this is a recovery code or the organisation's key, so that the passphrase may be lost."""
    try:
        return secret.strip().upper().startswith("AGE-SECRET-KEY-1") or bool(read_recovery_code(secret))
    except MeldcodeError:
        return False


def _renew(lines: Lines, vault: Vault) -> None:
    """After the passphrase was lost: a new one. It may wait."""
    try:
        if lines.yes(_("U opende de dossiers zonder wachtwoordzin. Nu een nieuwe kiezen?")):
            vault.change_passphrase(ask_passphrase(lines))
            lines.clear()
            lines.say(_("Vanaf nu opent u uw dossiers met de nieuwe zin."))
    except Back:
        lines.say(_("Er is niets veranderd."))
    except StoreError as error:
        lines.say_error(error)
    except BaseException:
        vault.close()
        raise


def ask_restore(lines: Lines, home: Home, clock: Clock) -> Vault:
    """Put a backup in the store's place; what was there is kept aside. Raises `Back` or `MeldcodeError`."""
    if home.exists():
        lines.say(_("De kopie komt op de plaats van de dossiers van nu. Die blijven bewaard in een map ernaast."))
    typed = lines.ask(_("Bestand met de reservekopie (leeg: niet doen)"))
    if not typed:
        raise Back
    return restore_from(lines, home, folder_from(typed), clock)


def restore_from(lines: Lines, home: Home, path: Path, clock: Clock) -> Vault:
    """The same with a file that is known. Raises `Back` or `MeldcodeError`."""
    if not home.exists():
        ask_synced(lines, home)
    secret = lines.secret(_("Wachtwoordzin of herstelcode van toen"))
    vault, aside = restore(home, path, secret, clock=clock)
    lines.say(_("De reservekopie staat terug."))
    if aside is not None:
        lines.say(_("Wat er stond, is bewaard in: {folder}").format(folder=aside))
    return vault


def say_trouble(lines: Lines, vault: Vault) -> None:
    """What the check at opening found, when it found anything; with the choice to go on with what there is."""
    if not vault.trouble:
        return
    lines.say(sentence(vault.trouble))
    lines.say(vault.trouble_hint)
    try:
        if vault.can_accept and lines.yes(_("Verder werken met wat er nu is? Bij nee kunt u alleen lezen.")):
            vault.accept()
    except Back:
        lines.say(_("U kunt alleen lezen."))
    except MeldcodeError as error:
        lines.say_error(error)


def ask_synced(lines: Lines, home: Home) -> None:
    """Whether the dossiers may come where a cloud service copies them. Raises `Back` when not."""
    service = synced_by(home.folder)
    if service:
        told = _("Deze map wordt door {service} naar andere computers gekopieerd. Dat is minder veilig.")
        lines.say(told.format(service=service))
        if not lines.yes(_("Toch hier bewaren?")):
            raise Back


def set_up(lines: Lines, home: Home, clock: Clock) -> Vault:
    """Make the store, step by step. Raises `Back` when the person thinks better of it: then nothing was made.

    What was shown is secret, so the window is cleared at the end. A backup can be put back instead.
    """
    lines.say(_("Bewaren. Uw dossiers komen versleuteld op deze computer, in: {folder}").format(folder=home.folder))
    lines.say(_("U kiest een wachtwoordzin en krijgt een herstelcode. Met b gaat u terug: er is dan niets gemaakt."))
    if lines.pick([_("Nieuwe opslag maken"), _("Een reservekopie terugzetten")]) == 2:
        return ask_restore(lines, home, clock)
    ask_synced(lines, home)
    passphrase = ask_passphrase(lines)
    recovery = ask_recovery(lines)
    who = one_line(
        lines.ask(
            _("Hoe heet u in de geschiedenis? Een functie of naam (mag leeg)"),
            _("De geschiedenis van een dossier zegt wie wat wanneer deed. Kies hoe u daarin heet."),
        )
    )
    key = _ask_key(lines)
    vault = create(home, passphrase, recovery, clock=clock, who=who, organisation=key)
    lines.clear()
    lines.say(_("De opslag is gemaakt."))
    return vault


def ask_passphrase(lines: Lines) -> str:
    """A new passphrase: one of the program's, typed over, or one's own, typed twice. Raises `Back`."""
    lines.say(_("Welke wachtwoordzin wilt u?"))
    chosen = lines.pick([_("Een wachtwoordzin van het programma"), _("Zelf een wachtwoordzin kiezen")])
    return _given_passphrase(lines) if chosen == 1 else _own_passphrase(lines)


def _given_passphrase(lines: Lines) -> str:
    while True:
        passphrase = new_passphrase()
        lines.say(_("Uw wachtwoordzin: {words}").format(words=passphrase))
        lines.say(_("Leer hem uit het hoofd, of schrijf hem op papier dat u veilig opbergt."))
        lines.say(_("Bij het typen ziet u de zin niet. Een punt noemt de zin nog eens."))
        while typed := lines.secret(_("Typ de zin over (leeg: een andere zin)")):
            if typed.strip() == END:
                lines.say(_("Uw wachtwoordzin: {words}").format(words=passphrase))
                continue
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
    lines.say(_("Schrijf hem op papier en berg het veilig op."))
    lines.say(_("Bent u de zin en de code allebei kwijt, dan gaat niets meer open. Niemand kan dan nog helpen."))
    while True:
        typed = lines.ask(
            _("Typ de code over van het papier"),
            _("Zeven groepen van vier, met of zonder streepje. Een punt noemt de code nog eens."),
        )
        if typed == END:
            lines.say(_("Uw herstelcode: {code}").format(code=code))
            continue
        try:
            if read_recovery_code(typed) == read_recovery_code(code):
                return code
            lines.say(_("Dat is niet dezelfde code. Probeer het nog eens."))
        except MeldcodeError as error:
            lines.say_error(error)


def _ask_key(lines: Lines) -> str:
    told = _("Kreeg u geen sleutel? Laat dit leeg. Met een sleutel kan ook uw organisatie de dossiers openen.")
    while key := lines.ask(_("Openbare sleutel van uw organisatie, als u die kreeg (mag leeg)"), told):
        try:
            return public_key(key)
        except StoreError as error:
            lines.say_error(error)
    return ""


def ask_label(lines: Lines) -> str:
    """The professional's own short word for a dossier; empty for none. Raises `Back`."""
    return short(lines.ask(_("Eigen woord of code voor dit dossier, liever geen naam (mag leeg)")))


def short(label: str) -> str:
    """A label as it is kept."""
    return one_line(label)[:LONGEST].strip()
