"""What a person sees when the program itself fails: type and place, never a value, a message or a case."""

from __future__ import annotations

import os
import sys
import traceback

from meldcode.i18n import _


def code_of(error: BaseException | None) -> str:
    """A short code for whoever maintains the program: type of the error, file and line.

    An error's message may quote an answer and a traceback may show one, so neither is used.
    """
    frames = traceback.extract_tb(error.__traceback__) if error else None
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} {place}"


def crash_notice() -> str:
    """For the error that is being handled now: sorry, the code to pass on, and the number to call."""
    code = code_of(sys.exc_info()[1])
    return "\n".join(
        (
            _("Het programma is gestopt door een fout. Dat ligt niet aan u."),
            _("Geef deze code door aan wie het programma beheert: {code}").format(code=code),
            _("Niet wachten bij gevaar: bel 112. Advies: Veilig Thuis 0800-2000."),
        )
    )
