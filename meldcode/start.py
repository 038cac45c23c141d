"""Opens the app or the line mode. Apart from the verbs, so that opening waits for nothing that it does not need."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import _, codes, use

if TYPE_CHECKING:
    from pathlib import Path

    from meldcode.tui.app import MeldcodeApp

SMALLEST = (60, 20)
_SIGNALLED = 128
"""An app that ended by a signal gives this and the signal's number."""


def chosen_language() -> str:
    """The language that the person chose in the app; empty when none, or when its catalogue is gone."""
    from meldcode.dossier.home import find_home
    from meldcode.preferences import LANGUAGE, Preferences

    try:
        lang = Preferences(find_home().folder.parent).get(LANGUAGE)
    except MeldcodeError:  # a data folder that is not there is told about by what needs it
        return ""
    return lang if lang in codes() else ""


def start(plain: bool) -> int:
    """The full-screen app where it makes sense, else the line mode. Gives the exit code."""
    return open_plain(None) if plain or not has_screen() else _open_app()


def open_plain(flow: str | None, answers: Path | None = None) -> int:
    """The line mode, with this flow or after asking which; with answers as a try that is not kept."""
    from meldcode.harden import harden
    from meldcode.plain.front import open_session

    harden()  # before a passphrase or an answer is in memory
    open_session(flow, answers)
    return Exit.DONE


def open_flow(flow: str, answers: Path | None) -> int:
    """A try in memory with this flow and the answers of a file: the app, or the line mode where there is no screen."""
    from meldcode.harden import harden

    if has_screen():
        return _open_app(flow, answers)
    from meldcode.plain.front import open_try

    harden()
    open_try(flow, answers)
    return Exit.DONE


def has_screen() -> bool:
    """Whether a full-screen app makes sense here."""
    if os.environ.get("ACCESSIBLE") or os.environ.get("TERM", "") == "dumb":
        return False
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))  # Textual draws on the last


def check_size(instead: str) -> None:
    """Raises `MeldcodeError` when the window is too small for screens; `instead` is what to use then."""
    import shutil

    size = shutil.get_terminal_size()
    if size.columns < SMALLEST[0] or size.lines < SMALLEST[1]:
        message = _("dit venster is te klein: {columns}x{lines}").format(columns=size.columns, lines=size.lines)
        hint = _("Maak het ten minste {columns}x{lines}, of gebruik `{instead}`.")
        raise MeldcodeError(message, hint.format(columns=SMALLEST[0], lines=SMALLEST[1], instead=instead))


def _open_app(flow: str = "", answers: Path | None = None) -> int:
    check_size("meldcode plain")
    from meldcode import launch

    before = chosen_language()

    def life(locked: bool) -> int:
        now = chosen_language()
        if now and now != before:  # in an earlier life of the app, which ended to hide everything
            use(now)
        return _run_app(locked, "" if locked else flow, answers)  # what was hidden stays gone

    return launch.run(life)


def _run_app(locked: bool, flow: str = "", answers: Path | None = None) -> int:
    """In the process of the app: everything heavy is imported, and everything of a case is read, from here on."""
    from meldcode.dossier.home import find_home
    from meldcode.tui.app import make_app

    home, prepared = find_home(), None
    if flow:
        from meldcode.desk.prepared import prepare

        prepared = prepare(flow, answers, home.folder.parent)
    app = make_app(home=home, locked=locked, prepared=prepared)
    app.tour = not locked
    app.run()
    return ended(app)


def ended(app: MeldcodeApp) -> int:
    """The exit code of an app that ran. Raises what it could not go on after; ends by the signal that ended it."""
    if app.failure is not None:
        raise app.failure  # said by its type and place alone
    code = app.return_code or 0
    if code > _SIGNALLED:  # it was asked to end and did so with care; from outside it looks as if it were killed
        import signal

        signal.signal(code - _SIGNALLED, signal.SIG_DFL)
        os.kill(os.getpid(), code - _SIGNALLED)
    if code == Exit.LOCKED:
        return Exit.LOCKED
    return Exit.CRASHED if code else Exit.DONE
