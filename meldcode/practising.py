"""Practising alone: in the app where there is a screen, else in lines. Opens no store and reads no dossier."""

from __future__ import annotations

from datetime import datetime

from meldcode.errors import Exit


def practise(case: str, plain: bool) -> int:
    """Walk a practice case (id or path; empty: choose one). Gives the exit code. Raises `MeldcodeError`."""
    from meldcode.harden import harden
    from meldcode.start import check_size, has_screen

    if plain or not has_screen():
        from meldcode.dossier.home import find_home
        from meldcode.plain.practising import Practising
        from meldcode.plain.unlock import terminal_lines

        harden()
        Practising(terminal_lines(), find_home(), datetime.now, case).run()
        return Exit.DONE
    check_size("--plain")
    from meldcode import launch

    return launch.run(lambda _locked: _life(case))


def _life(case: str) -> int:
    """In the process of the app."""
    from meldcode.dossier.home import find_home
    from meldcode.start import ended
    from meldcode.training.reading import find_case, read_case
    from meldcode.tui.training.walking import make_app

    home = find_home()
    if case:
        read_case(find_case(case, home.folder.parent))  # what is wrong is said before any screen
    app = make_app(datetime.now, home, case)
    app.run()
    return ended(app)
