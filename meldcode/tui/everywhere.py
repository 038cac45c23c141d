"""What works on every screen: the numbers to call, the menu, help, keeping, and how the program looks and speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from meldcode.i18n import _
from meldcode.tui.actions import ACTIONS, bindings, target_of
from meldcode.tui.hidden import Hidden
from meldcode.tui.safe_app import SafeApp

if TYPE_CHECKING:
    from meldcode.dossier.home import Home
    from meldcode.dossier.vault import Vault
    from meldcode.interview import Interview
    from meldcode.tui.app import MeldcodeApp
    from meldcode.tui.interview_screen import InterviewScreen

HARMLESS = {"hide", "back"}
"""What works on the empty screen: nothing that would show what was there."""


class Everywhere(SafeApp):
    """The part of the app that answers keys on whatever screen is in front."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("call", "dossiers", "hide", "leave", "everything", "help"),
        Binding(ACTIONS["explain"].key, "help", show=False),  # on a screen that has no explanation of its own
    ]
    vault: Vault | None
    interview: Interview | None
    home: Home
    locked: bool

    @property
    def asking(self) -> InterviewScreen | None:
        """The screen with questions, when there is one."""
        raise NotImplementedError

    def go_home(self) -> None:
        """To all dossiers."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """On the empty screen nothing works that would show what was there; the menu hears its own keys itself."""
        if isinstance(self.screen, ModalScreen) and action in ACTIONS:
            from meldcode.tui.menu import Menu

            if isinstance(self.screen, Menu):
                return action in {"hide", "everything"}
        return action in HARMLESS or not isinstance(self.screen, Hidden)

    def offers(self, action: str) -> bool:
        """Whether this makes sense now: keeping while nothing is kept, dossiers once they are."""
        from meldcode.tui.setup import SetupScreen
        from meldcode.tui.unlock import UnlockScreen

        if self._waits and action in {"keep", "dossiers", "help", "tour"}:
            return False  # first the window in front
        if action in {"keep", "dossiers"}:
            practice = self.asking is not None and self.asking.interview.practice
            return (
                action == ("dossiers" if self.vault else "keep")
                and not practice
                and self._meldcode.may_keep
                and not isinstance(self.screen, SetupScreen | UnlockScreen)
            )
        if action == "tour":  # a locked program says nothing of what it is for
            from meldcode.tui.tour import Tour

            return not self.locked and not isinstance(self.screen, Tour)
        return not (self.locked and action == "hide")

    @property
    def _waits(self) -> bool:
        """Whether a question waits for its answer in front of the screen. A form to fill in is no such question."""
        from meldcode.tui.entries import EntryForm

        return isinstance(self.screen, ModalScreen) and not isinstance(self.screen, EntryForm)

    def _after_typing(self, go: Callable[[], object]) -> None:
        """Run this when the keys that came before it were handled; function keys reach the app before the others."""
        screen = self.screen
        (screen.focused or screen).call_later(screen.call_later, self.call_later, go)

    def action_call(self) -> None:
        """The numbers to call, from any screen."""
        from meldcode.tui.modals import Numbers

        if not isinstance(self.screen, Numbers):
            self.push_screen(Numbers(self.interview.flow if self.interview else None))

    def action_everything(self) -> None:
        """The menu of this screen; the same key closes it."""
        from meldcode.tui.menu import Menu, offered
        from meldcode.tui.modals import Reading

        if isinstance(self.screen, Menu):
            self.screen.action_close()
        elif not self._waits or isinstance(self.screen, Reading):  # a text to read asks nothing; it may be hard to read
            self.push_screen(Menu(offered(self)), self._chosen)

    async def _chosen(self, name: str | None) -> None:
        target = target_of(self, name or "")
        if name and target is not None:
            await self.run_action(name, target)

    def action_help(self) -> None:
        """How it works here."""
        from meldcode.tui.helping import help_sections
        from meldcode.tui.menu import offered
        from meldcode.tui.modals import Reading

        if not self._waits:
            actions = offered(self)
            self.push_screen(Reading(lambda: _("Hulp"), lambda: help_sections(self, actions)))

    @work(exclusive=True, group="language")
    async def action_language(self) -> None:
        """The next language, on all screens at once."""
        from meldcode.tui.speaking import switch

        await switch(self._meldcode)

    def action_theme(self) -> None:
        """The next colours."""
        from meldcode.tui.themes import next_theme

        next_theme(self._meldcode)

    def action_tour(self) -> None:
        """The three screens of the first time."""
        from meldcode.tui.tour import Tour

        self.push_screen(Tour())

    @property
    def _meldcode(self) -> MeldcodeApp:
        return cast("MeldcodeApp", self)

    # dossiers

    def action_dossiers(self) -> None:
        """To all dossiers; from a try in memory to where it can be kept."""
        if self._waits:
            return
        if self.vault is not None:
            self.go_home()
        else:
            self._after_typing(self._go_keep)

    action_keep = action_dossiers

    def _go_keep(self) -> None:
        from meldcode.tui.setup import SetupScreen
        from meldcode.tui.unlock import UnlockScreen

        if isinstance(self.screen, SetupScreen | UnlockScreen):
            return
        if self.asking is not None and (self.asking.interview.practice or not self.asking.hand_in()):
            return  # an exercise never comes among dossiers
        self.push_screen(UnlockScreen(waiting=True) if self.home.exists() else SetupScreen())
