"""Opens the app or the line mode. Apart from the verbs, so that opening waits for nothing that it does not need."""

from __future__ import annotations

import os
import sys

from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import _

SMALLEST = (60, 20)
_SIGNALLED = 128
"""An app that ended by a signal gives this and the signal's number."""


def start(plain: bool) -> int:
    """The full-screen app where it makes sense, else the line mode. Gives the exit code."""
    return open_plain(None) if plain or not _has_screen() else _open_app()


def open_plain(flow: str | None) -> int:
    """The line mode, with this flow or after asking which."""
    from meldcode.harden import harden
    from meldcode.plain.front import open_session

    harden()  # before a passphrase or an answer is in memory
    open_session(flow)
    return Exit.DONE


def _has_screen() -> bool:
    """Whether a full-screen app makes sense here."""
    if os.environ.get("ACCESSIBLE") or os.environ.get("TERM", "") == "dumb":
        return False
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))  # Textual draws on the last


def _open_app() -> int:
    import shutil

    size = shutil.get_terminal_size()
    if size.columns < SMALLEST[0] or size.lines < SMALLEST[1]:
        message = _("dit venster is te klein: {columns}x{lines}").format(columns=size.columns, lines=size.lines)
        hint = _("Maak het ten minste {columns}x{lines}, of gebruik `meldcode plain`.")
        raise MeldcodeError(message, hint.format(columns=SMALLEST[0], lines=SMALLEST[1]))
    from meldcode import launch

    return launch.run(_run_app)


def _run_app(locked: bool) -> int:
    """In the process of the app: everything heavy is imported from here on."""
    from meldcode.tui.app import make_app

    app = make_app(locked=locked)
    app.run()
    if app.failure is not None:
        raise app.failure
    code = app.return_code or 0
    if code > _SIGNALLED:  # it was asked to end and did so with care; from outside it looks as if it were killed
        import signal

        signal.signal(code - _SIGNALLED, signal.SIG_DFL)
        os.kill(os.getpid(), code - _SIGNALLED)
    if code == Exit.LOCKED:
        return Exit.LOCKED
    return Exit.CRASHED if code else Exit.DONE
