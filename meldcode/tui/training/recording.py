"""A trainer plays a case in the real app: F6 tells what happens next; what is answered then is weighed there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from meldcode.desk.prepared import Prepared, fill
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import spoken
from meldcode.i18n import N_, _
from meldcode.training.record import Recording, name_from, save
from meldcode.tui.actions import Action, KeyBar
from meldcode.tui.dialogs import Ask, Blank
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.modals import Confirm
from meldcode.tui.text import UNNAMED
from meldcode.tui.training.apart import ApartApp
from meldcode.tui.trusting import trusted

if TYPE_CHECKING:
    from meldcode.dossier.home import Home
    from meldcode.flow.model import Flow
    from meldcode.interview import Clock, Interview

TELL = Action("f6", "tell", N_("Verhaal"), N_("Wat er nu gebeurt: hier begint een nieuw moment van het geval"))
SAVE = Action("", "save", N_("Bewaar als geval"), N_("Schrijf het oefengeval, en stop"))
STAY, DROP, WRITE = "stay", "drop", "write"


class RecordingScreen(InterviewScreen):
    """The questions of the flow, with a key for what happens in the story."""

    OWN: ClassVar[tuple[Action, ...]] = (TELL, SAVE)
    BINDINGS: ClassVar[list[BindingType]] = [Binding(TELL.key, TELL.name, TELL.help, show=False, priority=True)]

    def __init__(self, interview: Interview, recording: Recording) -> None:
        super().__init__(interview)
        self.recording = recording

    def key_bar(self) -> KeyBar:
        """With the story where keeping would be."""
        bar = ("explain", "overview", "call", "request", "norm", "tell", "back", "next", "hide", "leave")
        return KeyBar(*bar, own=(TELL,))

    def on_mount(self) -> None:  # type: ignore[override]  # Textual calls that of the class below as well
        self.call_after_refresh(self.action_tell)

    def action_tell(self) -> None:
        """What happens next."""
        self.app.call_later(self._tell)

    @work(exclusive=True, group="story", description=UNNAMED)
    async def _tell(self) -> None:
        if not self.commit():
            return

        def do(values: Mapping[str, str]) -> bool:
            if not values["text"].strip():
                raise MeldcodeError(
                    _("hier hoort wat er gebeurt"), _("Eén of twee zinnen. Alles verzonnen, zonder namen.")
                )
            self.recording.tell(values["title"], values["text"])
            return True

        number = len(self.recording.moments) + 1
        words = _("Vertel wat de deelnemer nu ziet of hoort. Wat u daarna antwoordt, weegt de expert op dit moment.")
        blanks = [Blank("title", _("Kop, bijvoorbeeld «Maandagochtend»")), Blank("text", _("Wat er gebeurt"))]
        title = _("OEFENING · Moment {number}").format(number=number)
        if await self.app.push_screen_wait(Ask(title, words, blanks, _("Verder"), do)):
            self.say(_("Moment {number} is begonnen. Beantwoord nu de vragen zoals de expert.").format(number=number))

    def action_save(self) -> None:
        """Write the case."""
        if self.commit():
            cast("RecordingApp", self.app).write()


class RecordingApp(ApartApp):
    """`file` gets the case. Nothing of the walk is kept elsewhere, and no store is opened."""

    def __init__(self, clock: Clock, home: Home, flow: Flow, file: Path) -> None:
        super().__init__(clock, home)
        self.flow = flow
        self.file = file
        self.written: list[str] = []
        """Sentences about the file, once it is written."""

    def get_default_screen(self) -> Screen[None]:
        """Nothing: the questions come at once, and never the door of the store."""
        return Screen()

    def on_mount(self) -> None:
        self._play()

    @work(exclusive=True, group="dossier", description=UNNAMED)
    async def _play(self) -> None:
        if not await trusted(self, self.flow, self.flows):
            self.end()
            return
        interview = fill(Prepared(spoken(self.flow), practice=True), self.clock)
        self.interview = interview
        self.push_screen(RecordingScreen(interview, Recording(interview)))

    @property
    def _made(self) -> RecordingScreen | None:
        return self.asking if isinstance(self.asking, RecordingScreen) else None

    @work(exclusive=True, group="leave", description=UNNAMED)
    async def write(self) -> None:
        """Write the case and stop; what keeps it from being written is told."""
        await self._write()

    async def _write(self) -> None:
        if (made := self._made) is None:
            return
        try:
            self.written = save(self.file, made.recording.text(name_from(self.file)))
        except MeldcodeError as error:
            from meldcode.tui.taking_up import tell

            await tell(self, error, _("Wat u voorspeelde, staat nog in het geheugen."))
            return
        self.end()

    @work(exclusive=True, group="leave", description=UNNAMED)
    async def _leave(self) -> None:
        made = self._made
        if isinstance(self.screen, Confirm) or (made is not None and not made.commit()):
            return
        if made is None or not made.interview.given():
            self.end()
            return
        words = _("Bewaar het oefengeval in {file}, of gooi weg wat u voorspeelde.").format(file=self.file.name)
        answers = [(STAY, _("Verder voorspelen")), (DROP, _("Weggooien")), (WRITE, _("Bewaar als geval"))]
        chosen = await self.push_screen_wait(Confirm(_("Stoppen?"), words, answers))
        if chosen == WRITE:
            await self._write()
        elif chosen == DROP:
            self.end()
