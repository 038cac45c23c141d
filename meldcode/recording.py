"""A trainer plays a case in the app and gets it as a file: in the app where there is a screen, else in lines."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from meldcode.errors import Exit
from meldcode.files import not_there
from meldcode.flow.model import Flow
from meldcode.i18n import _
from meldcode.training.record import name_from


def record(file: Path, flow: str, plain: bool) -> int:
    """Play a case with this flow (id or path) and write it to `file`. Gives the exit code. Raises `MeldcodeError`."""
    from meldcode.harden import harden
    from meldcode.start import check_size, has_screen

    name_from(file)
    not_there(file)  # before an hour of work
    if plain or not has_screen():
        from meldcode.dossier.home import find_home
        from meldcode.plain.recording import play
        from meldcode.plain.unlock import terminal_lines

        harden()
        play(terminal_lines(), _flow(flow), find_home(), datetime.now, file)
        return Exit.DONE
    check_size("--plain")
    _flow(flow)
    from meldcode import launch

    return launch.run(lambda _locked: _life(file, flow))


def _flow(name: str) -> Flow:
    from meldcode.dossier.home import find_home
    from meldcode.flow.heads import named
    from meldcode.flow.loader import peek_flow

    return peek_flow(named(name, find_home().folder.parent))


def _life(file: Path, flow: str) -> int:
    """In the process of the app."""
    from meldcode.dossier.home import find_home
    from meldcode.start import ended
    from meldcode.tui.training.recording import RecordingApp

    app = RecordingApp(datetime.now, find_home(), _flow(flow), file)
    app.run()
    code = ended(app)
    for line in app.written:
        print(line)
    if not app.written and not code:
        print(_("Er is niets geschreven."))
    return code
