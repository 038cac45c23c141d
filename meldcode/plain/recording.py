"""A trainer plays a case in lines: `s` tells what happens next, and what is answered after it is weighed there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from meldcode.desk.prepared import Prepared, fill
from meldcode.dossier.home import Home
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import spoken
from meldcode.flow.model import Flow
from meldcode.i18n import _
from meldcode.interview import Clock
from meldcode.plain.lines import Away, Back, Left, Lines
from meldcode.plain.session import Session
from meldcode.plain.trusting import trusted
from meldcode.training.record import Recording, name_from, save


def play(lines: Lines, flow: Flow, home: Home, clock: Clock, file: Path) -> None:
    """Play a case with this flow until the person stops, and write it. Raises `MeldcodeError` when it cannot be."""
    if not trusted(lines, flow, home.folder.parent, clock):
        return
    interview = fill(Prepared(spoken(flow), practice=True), clock)
    recording = Recording(interview)
    lines.say(_("OEFENING: u speelt een geval voor, en krijgt het als bestand. Verzin alles."))
    lines.say_numbers()
    with suppress(Left, Away, KeyboardInterrupt):
        Playing(recording, lines, clock).run()
    if not interview.given() or not _wanted(lines):
        lines.say(_("Er is niets geschreven."))
        return
    for line in save(file, recording.text(name_from(file))):
        lines.say(line)


def _wanted(lines: Lines) -> bool:
    """Whether it is to be written; who cannot be asked any more does not lose an hour of work."""
    try:
        return lines.yes(_("Bewaren als oefengeval?"))
    except (Left, Back, KeyboardInterrupt):
        return True


class Playing(Session):
    """The session of a case that is being made: `s` is the story, for there is nothing to keep."""

    def __init__(self, recording: Recording, lines: Lines, clock: Clock) -> None:
        super().__init__(recording.interview.flow, lines, clock, recording.interview)
        self.recording = recording
        self._begun = False
        lines.keep = lambda: lines.say(_("Maak dit eerst af. Daarna vertelt s verder."))

    def _open(self) -> None:
        self.lines.say(
            _("Typ s voor wat er in het verhaal gebeurt, h voor alles wat u kunt typen. q stopt en bewaart.")
        )

    def _turn(self) -> None:
        if not self._begun:
            self._begun = True
            self._keep()
            return
        super()._turn()

    def _keep(self) -> None:
        """`s`: a new moment."""
        number = len(self.recording.moments) + 1
        self.lines.say(_("OEFENING · Moment {number}").format(number=number))
        try:
            title = self.lines.ask(_("Kop, bijvoorbeeld «Maandagochtend»"))
            text = self.lines.ask(_("Wat er gebeurt"))
        except Back:
            self.said = ""
            return
        if not text.strip():
            self.lines.say_error(
                MeldcodeError(_("hier hoort wat er gebeurt"), _("Eén of twee zinnen. Alles verzonnen, zonder namen."))
            )
        else:
            self.recording.tell(title, text)
            said = _("Moment {number} is begonnen. Beantwoord nu de vragen zoals de expert.")
            self.lines.say(said.format(number=number))
        self.said = ""

    def _help(self) -> None:
        super()._help()
        self.lines.say(_("s vertelt wat er nu gebeurt: hier begint een nieuw moment van het geval."))
