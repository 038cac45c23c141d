"""Practising alone: in the app where there is a screen, else in lines. Opens no store and reads no dossier."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import datetime

from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import _

_SIGNALLED = 128
"""An app that ended by a signal gives this and the signal's number."""


def practise(case: str, plain: bool) -> int:
    """Walk a practice case (id or path; empty: choose one). Gives the exit code. Raises `MeldcodeError`."""
    from meldcode.harden import harden
    from meldcode.start import SMALLEST, _has_screen

    if plain or not _has_screen():
        from meldcode.dossier.home import find_home
        from meldcode.plain.practising import Practising
        from meldcode.plain.unlock import terminal_lines

        harden()
        Practising(terminal_lines(), find_home(), datetime.now, case).run()
        return Exit.DONE
    size = shutil.get_terminal_size()
    if size.columns < SMALLEST[0] or size.lines < SMALLEST[1]:
        message = _("dit venster is te klein: {columns}x{lines}").format(columns=size.columns, lines=size.lines)
        hint = _("Maak het ten minste {columns}x{lines}, of gebruik `--plain`.")
        raise MeldcodeError(message, hint.format(columns=SMALLEST[0], lines=SMALLEST[1]))
    from meldcode import launch

    return launch.run(lambda _locked: _life(case))


def _life(case: str) -> int:
    """In the process of the app."""
    from meldcode.dossier.home import find_home
    from meldcode.training.reading import find_case, read_case
    from meldcode.tui.training.walking import make_app

    home = find_home()
    if case:
        read_case(find_case(case, home.folder.parent))  # what is wrong is said before any screen
    app = make_app(datetime.now, home, case)
    app.run()
    if app.failure is not None:
        raise app.failure
    code = app.return_code or 0
    if code > _SIGNALLED:  # it was asked to end and did so with care; from outside it looks as if it were killed
        signal.signal(code - _SIGNALLED, signal.SIG_DFL)
        os.kill(os.getpid(), code - _SIGNALLED)
    return Exit.CRASHED if code else Exit.DONE
