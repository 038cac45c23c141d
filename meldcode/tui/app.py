"""The Textual app: screens in order, the store that is open, hiding at once, and leaving with care."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.screen import Screen

from meldcode.dossier.home import Home, find_home
from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import _
from meldcode.tui.choose import Choose, first_screen
from meldcode.tui.everywhere import Everywhere
from meldcode.tui.hidden import Hidden, on_end
from meldcode.tui.idle import Idle, minutes_from
from meldcode.tui.text import UNNAMED
from meldcode.tui.themes import put_on

if TYPE_CHECKING:
    from pathlib import Path

    from meldcode.desk.prepared import Prepared
    from meldcode.dossier.vault import Vault
    from meldcode.interview import Clock, Interview
    from meldcode.tui.interview_screen import InterviewScreen

PATIENCE = 0.5
"""Seconds after which the store is closed, also when the empty screen was not seen to be drawn."""
RESUME = "resume"
"""The setting with the code of the dossier that was open, to come back to."""


class MeldcodeApp(Everywhere):
    """Choose a profession, walk the steps, look back, see the outcome, write the request; keep it, or keep nothing."""

    CSS_PATH = "app.tcss"
    TITLE = "meldcode"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (80, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]
    may_keep: ClassVar[bool] = True
    """Whether there may be a store; in a browser there is none."""

    def __init__(
        self, clock: Clock, home: Home | None = None, locked: bool = False, prepared: Prepared | None = None
    ) -> None:
        super().__init__()
        self.clock = clock
        self.monotonic: Callable[[], float] = time.monotonic
        self.home = find_home() if home is None else home
        self.flows = self.home.folder.parent
        """The data folder, for the organisation's own flows and which of them were accepted."""
        self.locked = locked
        """Whether the first screen says nothing of what the program is for."""
        self.prepared = prepared
        """What to begin with at once, in memory, in the place of the first screen."""
        self.tour = False
        """Whether who comes here for the first time is shown around."""
        self.vault = None
        self.interview = None
        self.animation_level = "none"
        self._idle = Idle(lambda: self.clock(), lambda: self.monotonic())
        put_on(self)

    def get_default_screen(self) -> Screen[None]:
        """The door of the store when there is one, else the choice of profession."""
        return Choose() if self.prepared else first_screen(self.home)

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)
        on_end(self.end)
        if self.prepared is not None:
            self._begin(self.prepared)
        elif self.tour:
            from meldcode.tui.tour import greet

            greet(self)

    # dossiers

    def begin(self, name: str | Path) -> None:
        """Start a dossier with this flow: in memory, or in the open store after asking for a label.

        A flow that did not ship is asked about first. Raises `MeldcodeError` when the flow cannot be used.
        """
        from meldcode.desk.prepared import Prepared  # after the first screen: that should come at once
        from meldcode.flow.loader import peek_flow

        if self.asking is None and isinstance(self.screen, Choose):  # else a key came twice
            self._begin(Prepared(peek_flow(name)))

    @work(exclusive=True, group="dossier", description=UNNAMED)
    async def _begin(self, new: Prepared) -> None:
        from meldcode.tui.trusting import begun

        if interview := await begun(self, new):
            self._show(interview)

    def opened(self, vault: Vault, new_passphrase: bool = False) -> None:
        """The store is open: a try in memory is kept now; else the dossier that was open, else all dossiers.

        When the screen was hidden meanwhile, the store is locked again, or waits when a try would be lost.
        """
        hidden = isinstance(self.screen, Hidden)
        if hidden and self.interview is not None:
            self.set_timer(1, lambda: self.opened(vault, new_passphrase))
            return
        self.vault, self.locked = vault, False
        if hidden:
            self._lock()
            return
        self._idle.touch()
        self._arrive(vault, new_passphrase)

    @work(exclusive=True, group="dossier")
    async def _arrive(self, vault: Vault, new_passphrase: bool) -> None:
        from meldcode.tui.taking_up import say_trouble
        from meldcode.tui.unlock import ask_passphrase

        if vault.trouble:
            await say_trouble(self, vault)
        if new_passphrase and not vault.read_only:
            await ask_passphrase(self, vault)
        if self.interview is not None and not self.interview.stored:
            await self._keep_try(vault, self.interview)
        else:
            await self._resume(vault)

    async def _keep_try(self, vault: Vault, interview: Interview) -> None:
        """Everything of the try goes into the store at once, and gets its label after that."""
        from meldcode.dossier.events import Named
        from meldcode.tui.interview_screen import InterviewScreen
        from meldcode.tui.labels import ask_label
        from meldcode.tui.taking_up import tell

        try:
            kept = self._keep(vault, interview)
        except MeldcodeError as error:
            self.vault = None
            vault.close()
            if self.asking is not None:
                await self._rebase(self.asking)
            await tell(self, error, _("Uw antwoorden staan nog in het geheugen."))
            return
        await self._rebase(InterviewScreen(kept))
        if label := await ask_label(self, _("Uw antwoorden zijn nu bewaard.")):
            with suppress(MeldcodeError):  # it has a label already: its code
                kept.store.append(Named(self.clock(), label), kept.standing())
            if self.asking is not None:
                self.asking.show_status()

    def _keep(self, vault: Vault, memory: Interview) -> Interview:
        """The try as a dossier, with everything that was typed."""
        from meldcode.desk import work as desk

        if self.asking is not None:
            self.asking.take()
        self.interview = desk.keep(vault, memory, "")
        self._remember(self.interview)
        return self.interview

    async def _resume(self, vault: Vault) -> None:
        """Back at the same page, or to all dossiers."""
        from meldcode.tui.interview_screen import InterviewScreen
        from meldcode.tui.taking_up import taken_up

        code = vault.setting(RESUME)
        interview = await taken_up(self, vault, code) if any(one.code == code for one in vault.list()) else None
        if interview is None:
            await self._home()
            return
        self.interview = interview
        await self._rebase(InterviewScreen(interview))

    def open_dossier(self, code: str) -> None:
        """Go on with a dossier where it was left; a newer version of its flow is asked about first."""
        if self.vault is not None and self.asking is None:
            self._open(self.vault, code)

    @work(exclusive=True, group="dossier")
    async def _open(self, vault: Vault, code: str) -> None:
        from meldcode.tui.taking_up import taken_up

        if interview := await taken_up(self, vault, code):
            self._show(interview)

    def go_home(self) -> None:
        """To all dossiers; what was typed is kept first. Stays where it is when something could not be taken."""
        if self.vault is not None:
            self._after_typing(self._go_home)

    @work(exclusive=True, group="dossier")
    async def _go_home(self) -> None:
        if self.asking is not None and not self.asking.hand_in():
            return
        self.drop()
        await self._home()

    async def _home(self) -> None:
        from meldcode.tui.home import HomeScreen

        if self.vault is None:
            return
        home = next((screen for screen in self.screen_stack if isinstance(screen, HomeScreen)), None)
        await self._rebase(home or HomeScreen(self.vault))

    def drop(self) -> None:
        """The interview is left."""
        if self.asking is not None:
            self.asking.over = True
        self.interview = None
        self._remember(None)

    def try_only(self) -> None:
        """Leave the store shut, and try in memory."""
        self.locked = False
        self.push_screen(Choose())

    @work(exclusive=True, group="dossier")
    async def restore(self) -> None:
        """Put a backup in the place of the store, and open it."""
        from meldcode.tui.unlock import ask_restore

        if vault := await ask_restore(self, self.home):
            self.opened(vault)

    # helpers

    @property
    def asking(self) -> InterviewScreen | None:
        """The screen with questions, when there is one."""
        from meldcode.tui.interview_screen import InterviewScreen

        return next((screen for screen in self.screen_stack if isinstance(screen, InterviewScreen)), None)

    def _show(self, interview: Interview) -> None:
        from meldcode.tui.interview_screen import InterviewScreen

        self.interview = interview
        self._remember(interview)
        from_choice = self.vault is not None and isinstance(self.screen, Choose)
        show = self.switch_screen if from_choice else self.push_screen  # the way back leads to all dossiers
        show(InterviewScreen(interview))

    def _remember(self, interview: Interview | None) -> None:
        """Which dossier to come back to. When that cannot be kept, nothing of a case is lost."""
        if self.vault is not None:
            with suppress(MeldcodeError):
                self.vault.set(RESUME, getattr(interview.store, "code", "") if interview else "")

    async def _rebase(self, screen: Screen[None]) -> None:
        """This screen in the place of all that are open; the first screen of all stays below, out of reach."""
        with self.batch_update():
            while len(self.screen_stack) > 1 and self.screen is not screen:
                await self.screen.dismiss(None)  # so that whoever waits for it goes on
            if self.screen is not screen:
                await self.push_screen(screen)

    # hiding

    async def on_event(self, event: events.Event) -> None:
        """Every key and movement says that somebody is there; the first one after a sleep does nothing else."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if self._idle.over() and not self._bare:
                self.action_hide()
                return
            self._idle.touch()
        await super().on_event(event)

    def tick(self) -> None:
        """Once a second: whether it is time to hide."""
        if self.vault is not None:
            self._idle.minutes = minutes_from(self.vault.setting("idle"))
        if self._idle.over() and not self._bare:
            self.action_hide()

    @property
    def _bare(self) -> bool:
        """Whether nothing is in sight that should not be."""
        from meldcode.tui.unlock import UnlockScreen

        return isinstance(self.screen, Hidden) or (self.locked and isinstance(self.screen, UnlockScreen))

    def action_hide(self) -> None:
        """Blank at once. An open store is then closed, and the process that knew its secrets ends."""
        screen = self.screen
        self._idle.touch()
        if isinstance(screen, Hidden):
            screen.action_back()
        elif not self._bare:
            typing, stays = screen.focused or screen, self.vault is None

            def shown() -> None:
                if not stays:
                    typing.call_later(screen.call_later, self.call_later, self._lock)

            self.push_screen(Hidden(shown, stays))
            if not stays:
                self.set_timer(PATIENCE, self._lock)

    def _lock(self) -> None:
        if self.vault is not None:
            self._put_away()
            self.exit(return_code=Exit.LOCKED)

    def end(self, number: int = 0) -> None:
        """Keep what can be kept, and go; after a signal with 128 and its number."""
        self._put_away()
        self.exit(return_code=128 + number if number else 0)

    def _put_away(self) -> None:
        """Keep what was typed, as far as it can be read, and close the store. Never fails."""
        vault, interview = self.vault, self.interview
        if vault is not None:
            with suppress(Exception):  # whatever is the matter with what was typed, the store must close
                if interview is not None and not interview.stored:
                    self._keep(vault, interview)
                elif self.asking is not None:
                    self.asking.take()
            with suppress(Exception):  # the process ends, which closes everything
                vault.close()
        if self.asking is not None:
            self.asking.over = True
        self.vault = self.interview = None

    # leaving

    def action_leave(self) -> None:
        """Stop, after a question when answers would be lost."""
        self._after_typing(self._leave)

    @work(exclusive=True, group="leave")
    async def _leave(self) -> None:
        from meldcode.tui.modals import Confirm
        from meldcode.tui.stopping import KEEP, REQUEST, STOP, how_to_stop

        if isinstance(self.screen, Confirm):
            return

        kept = self.vault is not None and (self.asking is None or self.asking.interview.stored)
        chosen = await how_to_stop(self, self.asking, kept)
        if chosen == STOP:
            self.end()
        elif chosen == KEEP:
            self._after_typing(self._go_keep)
        elif chosen == REQUEST and self.asking is not None:
            self.asking.action_request()

    async def action_quit(self) -> None:
        """Textual's own way out goes the same careful way."""
        self.action_leave()


def make_app(
    clock: Clock = datetime.now, home: Home | None = None, locked: bool = False, prepared: Prepared | None = None
) -> MeldcodeApp:
    """The app, ready to run; tests pass their own clock and folder. Raises `StoreError` for a folder that is not."""
    return MeldcodeApp(clock, home, locked, prepared)
