"""Practising alone in the real app: choose a case, answer its questions with the story beside them, look back.

It opens no store: there is no door to one here, and what the app is asked to keep goes to the store of practice.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.screen import Screen

from meldcode.desk.prepared import Prepared, fill
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import spoken
from meldcode.i18n import _, story
from meldcode.training.reading import find_case, read_case
from meldcode.training.store import PracticeStore
from meldcode.training.walk import CHOICES, Kept, Walk, begun, choices_of, finished_day, fits
from meldcode.training.walk_words import leaving, renewed, taken_up
from meldcode.tui.modals import Confirm
from meldcode.tui.taking_up import tell
from meldcode.tui.text import UNNAMED
from meldcode.tui.training.apart import ApartApp
from meldcode.tui.training.cases import CasesScreen
from meldcode.tui.training.walking_screen import WalkingScreen
from meldcode.tui.trusting import trusted

if TYPE_CHECKING:
    from meldcode.dossier.home import Home
    from meldcode.interview import Clock

STAY, GO, ANEW, BACK = "stay", "go", "anew", "back"


class PractisingApp(ApartApp):
    """`case` (id or path) is begun with at once; empty: choose one. `home` says where the data folder is."""

    def __init__(self, clock: Clock, home: Home | None = None, case: str = "") -> None:
        super().__init__(clock, home)
        self.kept = Kept(PracticeStore(self.flows))
        self.case = case
        self._told = False
        """Whether it was said that progress cannot be kept."""

    def get_default_screen(self) -> Screen[None]:
        """The cases; never the door of the store."""
        return CasesScreen()

    def on_mount(self) -> None:
        if self.case:
            self._begin_named(self.case)

    # a case

    @work(exclusive=True, group="dossier", description=UNNAMED)
    async def _begin_named(self, case: str) -> None:
        try:
            path = find_case(case, self.flows)
        except MeldcodeError as error:
            await tell(self, error)
            return
        await self._begin_case(path)

    @work(exclusive=True, group="dossier", description=UNNAMED)
    async def begin_case(self, path: Path) -> None:
        """Walk the case in this file, from the start or where it was left; what is wrong is told."""
        if self.asking is None:
            await self._begin_case(path)

    @work(exclusive=True, group="dossier", description=UNNAMED)
    async def again(self, path: Path) -> None:
        """The same case from the start."""
        await self._begin_case(path, anew=True)

    async def _begin_case(self, path: Path, anew: bool = False) -> None:
        try:
            case, flow = read_case(path)
        except MeldcodeError as error:
            await tell(self, error)
            return
        if not await trusted(self, flow, self.flows):
            return
        flow = spoken(flow)
        kept, note = self.kept.of(case.id), ""
        if kept and not fits(case, kept):
            note, anew = renewed() if begun(kept) else "", True
        elif not anew and kept:
            choice = await self._how(story(case.title), kept)
            if choice == STAY:
                return
            anew = choice == ANEW
        if anew:
            kept = {"version": case.version, "finished": finished_day(kept)}
        interview = fill(Prepared(flow, choices_of(case, flow, kept), case.today, practice=True), self.clock)
        walk = Walk(case, flow, interview, kept)
        self._show_walk(walk, note or taken_up(walk))

    async def _how(self, title: str, kept: dict[str, Any]) -> str:
        """Go on, look back, or begin anew. Nothing of it: begin."""
        if begun(kept):
            words = _("U bent met dit geval bezig. Begint u opnieuw, dan zijn uw antwoorden van toen weg.")
            answers = [(STAY, _("Terug")), (GO, _("Verder gaan")), (ANEW, _("Opnieuw beginnen"))]
        elif kept.get("ended") is True:
            words = _("U hebt dit geval gedaan. U kunt de terugblik nog eens lezen, of het opnieuw lopen.")
            answers = [(STAY, _("Terug")), (BACK, _("Terugblik")), (ANEW, _("Opnieuw beginnen"))]
        else:
            return GO
        return await self.push_screen_wait(Confirm(title, words, answers))

    def _show_walk(self, walk: Walk, note: str) -> None:
        self.interview = walk.interview
        if not walk.ended and (first := walk.next_open()):
            walk.interview.go(walk.way(first.ask).target or first.ask)
        self.push_screen(WalkingScreen(walk, note))

    def keep_walk(self) -> None:
        """Keep where the person is and what was chosen; that it cannot be kept is said once."""
        if not isinstance(asking := self.asking, WalkingScreen):
            return
        try:
            self.kept.put(asking.walk)
        except MeldcodeError as error:
            if not self._told:
                self._told = True
                self._say_not_kept(error)

    @work(group="tell", description=UNNAMED)
    async def _say_not_kept(self, error: MeldcodeError) -> None:
        await tell(self, error, _("U kunt verder oefenen. Waar u was, wordt alleen niet onthouden."))

    def to_cases(self) -> None:
        """Leave this case; what was chosen stays."""
        if isinstance(asking := self.asking, WalkingScreen):
            self.keep_walk()
            self.drop()
            asking.dismiss(None)

    # leaving

    @property
    def _typed(self) -> bool:
        """Whether something was typed that will be gone."""
        return self.interview is not None and any(
            self.interview.flow.items[name].kind not in CHOICES for name in self.interview.given()
        )

    async def sure_to_go(self, title: str, go: str) -> bool:
        """Whether the person goes away; asked only when something typed would be lost."""
        if not self._typed:
            return True
        answers = [(STAY, _("Verder oefenen")), (GO, go)]
        return await self.push_screen_wait(Confirm(title, leaving(), answers)) == GO

    @work(exclusive=True, group="leave")
    async def _leave(self) -> None:
        if isinstance(self.screen, Confirm) or (self.asking is not None and not self.asking.commit()):
            return
        if await self.sure_to_go(_("Stoppen?"), _("Stoppen")):
            self.end()

    def _put_away(self) -> None:
        with suppress(Exception):  # the program ends; more than the place in an exercise is not lost
            self.keep_walk()
        super()._put_away()


def make_app(clock: Clock, home: Home | None = None, case: str = "") -> PractisingApp:
    """The app for who practises alone. Raises `StoreError` when the data folder has no place."""
    return PractisingApp(clock, home, case)
