"""Asks in lines whether a flow that did not ship may be used."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from meldcode.desk.prepared import prepare
from meldcode.dossier.home import Home
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import peek_flow, spoken
from meldcode.flow.model import Flow
from meldcode.flow.trust import accept, sections, stranger
from meldcode.i18n import _
from meldcode.interview import Clock
from meldcode.plain.lines import Back, Left, Lines, Respoken
from meldcode.plain.session import choose_flow


def trusted(lines: Lines, flow: Flow, folder: Path, clock: Clock) -> bool:
    """Whether the person may begin with this flow; asked once for each version. `folder` is the data folder.

    Raises `Back`.
    """
    found = stranger(flow, folder)
    if found is None:
        return True
    for name, texts in sections(found):
        if name:
            lines.say(f"{name}:")
        for text in texts:
            lines.say(text)
    if not lines.yes(_("Deze vragenlijst gebruiken?")):
        lines.say(_("De vragenlijst wordt niet gebruikt."))
        return False
    with suppress(MeldcodeError):  # where nothing can be kept it is asked again next time
        accept(flow, folder, clock().date())
    return True


def choose_trusted(lines: Lines, home: Home, clock: Clock, name: str = "", first: bool = True) -> Flow:
    """The flow of this name, or one that is chosen, which ships or is accepted.

    Raises `MeldcodeError`; `Left` when the one that was named is not accepted; `Back` unless this is the first thing
    asked.
    """
    folder = home.folder.parent
    while True:
        flow = prepare(name, None, folder).flow if name else peek_flow(choose_flow(lines, first, folder))
        try:
            if trusted(lines, flow, folder, clock):
                return spoken(flow)
        except Back:
            lines.say(_("De vragenlijst wordt niet gebruikt."))
        except Respoken:
            continue
        if name:
            raise Left if first else Back
