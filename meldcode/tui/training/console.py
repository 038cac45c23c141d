"""The console of a trainer: one button does what comes next, and every act has a letter too.

The letters also work while the slides fill the screen. Nothing that cannot be taken back happens without asking.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.text import one_line
from meldcode.training.slides import Meeting, Projection
from meldcode.training.trainer import Step, Trainer
from meldcode.training.trainer_words import kept_words
from meldcode.tui.hidden import on_end
from meldcode.tui.modals import Confirm, Reading, number_sections
from meldcode.tui.safe_app import SafeApp
from meldcode.tui.text import sentences
from meldcode.tui.training.console_help import ActMenu, help_sections
from meldcode.tui.training.desk import OWN, ConsoleScreen
from meldcode.tui.training.dress import BREAKPOINTS, dress, next_colours
from meldcode.tui.training.projector import ProjectorScreen

if TYPE_CHECKING:
    from meldcode.training.session import Session

MINUTES = (1, 2, 3, 5, 10, 15)
"""What the clock can be set to."""


class ConsoleApp(SafeApp):
    """`save` keeps the figures once the session is over; `handout` writes the files for the group.

    Both may raise `MeldcodeError`, which is told. `projection` is shared with the projectors on other screens.
    """

    CSS_PATH = "../app.tcss"
    TITLE = "meldcode"
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = BREAKPOINTS
    REST: ClassVar[float] = 0.3
    """Seconds after a step in which the next one is not heard: a key held down must not run through a case."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(",".join((*one.keys, *(key.upper() for key in one.keys if len(key) == 1))), f"act('{one.name}')")
            for one in OWN
        ),
        Binding("space", "act('next')"),
        Binding("left", "act('page_back')"),
        Binding("escape", "act('unproject')"),
    ]

    def __init__(
        self,
        session: Session,
        addresses: list[str],
        about: list[str],
        save: Callable[[], None],
        handout: Callable[[], list[Path]],
        projection: Projection | None = None,
    ) -> None:
        super().__init__()
        self.trainer = Trainer(session, Meeting(tuple(addresses), session.code), projection)
        self.about = about
        self.save = save
        self.handout = handout
        self.made = False
        """Whether there is a handout already."""
        self._kept = self._failed = self._resting = False
        self.animation_level = "none"
        dress(self)

    def get_default_screen(self) -> Screen[None]:
        """The console."""
        self.desk = ConsoleScreen(self.trainer, self.about, lambda: self.following())
        return self.desk

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)
        on_end(self.end)

    def end(self, number: int = 0) -> None:
        """Go; after a signal with 128 and its number. The session can be taken up again."""
        self.exit(return_code=128 + number if number else 0)

    def tell(self, text: str) -> None:
        """Say something that happened outside of what the trainer does."""
        if self.is_running:
            self.desk.say(text)

    def tick(self) -> None:
        """Every second: the clock, and whether the session stops by itself."""
        if self.trainer.tick() or (self.trainer.ended and not self._kept):
            self._keep()
            self.desk.show()
        else:
            self.desk.show_time()

    def following(self) -> Step:
        """What the button does: at the end there is the handout, and after that nothing more."""
        if self.trainer.ended and not self.made:
            return Step("handout", 0, _("Maak de hand-out (PDF)"))
        return self.trainer.following()

    def action_act(self, name: str) -> None:
        """Do what a key, a click or the menu asks for."""
        if isinstance(self.screen, ModalScreen):
            return
        number: int | None = None
        if name == "next":
            if self._resting:
                return
            self._rest()
            step = self.following()
            name, number = step.name, step.number
        if (own := getattr(self, f"do_{name}", None)) is not None:
            own()
            return
        self.desk.say(self.trainer.do(name, number))
        self.desk.show()
        self.desk.to_top()
        if isinstance(self.screen, ProjectorScreen):
            self.screen.changed()

    def _rest(self) -> None:
        def awake() -> None:
            self._resting = False

        if self.REST:
            self._resting = True
            self.set_timer(self.REST, awake)

    # acts that ask something, or that are no part of the session

    def do_page(self) -> None:
        """The next slide."""
        self._turn(1)

    def do_page_back(self) -> None:
        """The slide before."""
        self._turn(-1)

    def _turn(self, way: int) -> None:
        projection = self.trainer.projection
        turned = projection.turn(self.trainer.view, way)
        none = _("Op het grote scherm is geen andere bladzijde.")
        self.desk.say("" if turned or isinstance(self.screen, ProjectorScreen) else none)
        self.desk.show()

    def do_project(self) -> None:
        """The slides over the whole screen; the same key goes back."""
        if isinstance(self.screen, ProjectorScreen):
            self.do_unproject()
        else:
            self.push_screen(ProjectorScreen(self.trainer.session, self.trainer.projection, self._keys))

    def _keys(self) -> str:
        """The line below the slides: why something was not done, or how to go on."""
        return self.desk.told or _("P terug · ENTER {what}").format(what=self.following().text)

    def do_unproject(self) -> None:
        """Back from the slides."""
        if isinstance(self.screen, ProjectorScreen):
            self.pop_screen()

    def do_call(self) -> None:
        """The numbers to call."""
        flow = self.trainer.session.flow
        self.push_screen(Reading(lambda: _("Bellen"), lambda: number_sections(flow)))

    def do_colours(self) -> None:
        """The next colours."""
        next_colours(self)

    def do_everything(self) -> None:
        """All that can be done here."""
        self.push_screen(ActMenu(OWN), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name and name != "everything":
            self.action_act(name)

    def do_help(self) -> None:
        """How it works."""
        self.push_screen(Reading(lambda: _("Hulp"), lambda: help_sections(OWN, self.about)))

    @work(exclusive=True, group="ask")
    async def do_timer(self) -> None:
        """Set the clock, or stop it."""
        if refused := self.trainer.why_not("timer"):
            self.desk.say(refused)
            return
        answers = [("stay", _("Niets veranderen")), ("0", _("Geen klok"))]
        answers += [(f"{count}", _("{count} min").format(count=count)) for count in MINUTES]
        words = _("De klok loopt op alle schermen. Is de tijd om, dan gebeurt er niets vanzelf.")
        chosen = await self.push_screen_wait(Confirm(_("Klok"), words, [(f"m{name}", text) for name, text in answers]))
        if chosen != "mstay":
            self.desk.say(self.trainer.do("timer", int(chosen.removeprefix("m"))))
        self.desk.show()

    @work(exclusive=True, group="ask")
    async def do_end(self) -> None:
        """Close the session, after asking."""
        if self.trainer.ended:
            return
        words = _("De groep kan dan niet meer antwoorden. De aantallen worden bewaard, zonder namen.")
        answers = [("stay", _("Nog niet")), ("end", _("Afsluiten"))]
        if await self.push_screen_wait(Confirm(_("De bijeenkomst afsluiten?"), words, answers)) == "end":
            self._finish()

    def _finish(self) -> None:
        self.desk.say(self.trainer.do("end"))
        self._keep()
        self.desk.show()

    @work(exclusive=True, group="ask")
    async def do_leave(self) -> None:
        """Stop, after asking what with the session."""
        if self.trainer.ended:
            self.end()
            return
        words = _("Pauze: het programma stopt, en met `meldcode train host` gaat u verder met dezelfde code.")
        answers = [("stay", _("Verder werken")), ("pause", _("Pauze")), ("end", _("Afsluiten"))]
        chosen = await self.push_screen_wait(Confirm(_("Stoppen?"), words, answers))
        if chosen == "end":
            self._finish()
        elif chosen == "pause":
            self.end()

    @work(exclusive=True, group="ask")
    async def do_handout(self) -> None:
        """Write the handout, once the session is over."""
        if not self.trainer.ended:
            self.desk.say(_("De hand-out komt na afloop. Sluit eerst de bijeenkomst af (E)."))
            return
        self.desk.say(_("Een ogenblik…"))
        try:
            paths = await asyncio.to_thread(self.handout)
        except MeldcodeError as error:
            self.desk.say(sentences(error.message, error.hint))
            return
        self.made = True
        names = "\n".join(one_line(str(path)) for path in paths)
        self.desk.say("")
        self.desk.saved = self.desk.saved + "\n" + _("De hand-out staat in:") + "\n" + names
        self.desk.show()

    def _keep(self) -> None:
        """The figures, once. What fails is tried again every second, and told once: somebody may make room."""
        if self._kept:
            return
        try:
            self.save()
        except MeldcodeError as error:
            if not self._failed:
                self.desk.say(sentences(error.message, error.hint))
            self._failed = True
        else:
            self._kept = True
            self.desk.saved = kept_words(self.trainer)

    async def action_quit(self) -> None:
        """Textual's own way out goes the same careful way."""
        self.action_act("leave")
