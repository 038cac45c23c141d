"""The app of somebody who takes part: on a page of the trainer's own server, or in a terminal elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from meldcode.i18n import _
from meldcode.training.participant_words import Section
from meldcode.tui.actions import shown_key
from meldcode.tui.hidden import on_end
from meldcode.tui.modals import Confirm, Reading, number_sections
from meldcode.tui.safe_app import SafeApp
from meldcode.tui.themes import DARK, NAMES
from meldcode.tui.training.dress import BREAKPOINTS, dress, next_colours
from meldcode.tui.training.participant_screen import OWN, ParticipantScreen

if TYPE_CHECKING:
    from meldcode.training.links import Link


class ParticipantApp(SafeApp):
    """Taking part by a link. `own`: it has a process of its own, so signals and kept colours are this person's."""

    CSS_PATH = "../app.tcss"
    TITLE = "meldcode"
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join((*one.keys, *(key.upper() for key in one.keys if len(key) == 1))), f"act('{one.name}')")
        for one in OWN
    ]

    def __init__(self, link: Link, own: bool = False) -> None:
        super().__init__()
        self.link = link
        self.own = own
        self.animation_level = "none"
        dress(self)

    def get_default_screen(self) -> Screen[None]:
        """The only screen, below windows with a question or something to read."""
        self.desk = ParticipantScreen(self.link)
        return self.desk

    def on_mount(self) -> None:
        if self.own:
            on_end(self.end)

    def end(self, number: int = 0) -> None:
        """Go; after a signal with 128 and its number."""
        self.exit(return_code=128 + number if number else 0)

    def action_act(self, name: str) -> None:
        """Do what a key or a tap asks for."""
        if isinstance(self.screen, ModalScreen):
            return
        reading: dict[str, Callable[[], None]] = {
            "further": self.desk.action_further,
            "back": self.desk.action_back,
            "top": self.desk.action_top,
            "call": lambda: self._read(_("Bellen"), number_sections(None)),
            "help": lambda: self._read(_("Hulp"), _help()),
            "colours": self._colours,
        }
        if name == "leave":
            self.leave()
        elif name in reading:
            reading[name]()

    def _read(self, title: str, sections: list[Section]) -> None:
        self.push_screen(Reading(title, sections))

    def _colours(self) -> None:
        if self.own:
            next_colours(self)
        else:  # what is kept here is the trainer's
            self.theme = NAMES[(NAMES.index(self.theme) + 1) % len(NAMES)] if self.theme in NAMES else DARK.name

    @work(exclusive=True, group="ask")
    async def leave(self) -> None:
        """Stop, after asking; at the end there is nothing to ask."""
        if self.link.over():
            self.end()
            return
        words = _("De antwoorden die u gaf, blijven meetellen. De trainer ziet niet wie er stopt.")
        answers = [("stay", _("Blijven")), ("leave", _("Stoppen"))]
        if await self.push_screen_wait(Confirm(_("Stoppen met meedoen?"), words, answers)) == "leave":
            self.end()

    async def action_quit(self) -> None:
        """Textual's own way out goes the same careful way."""
        self.action_act("leave")


def _help() -> list[Section]:
    either = _(" of ")
    keys = "\n".join(f"{either.join(map(shown_key, one.keys))} · {_(one.label)}: {_(one.help)}" for one in OWN)
    answering = _(
        "Kies met het cijfer voor het antwoord, of met de pijlen en Enter, of tik het aan. U kunt uw antwoord"
        " veranderen tot de trainer de vraag sluit. Daarna ziet u wat de groep koos, en wat de expert vond."
    )
    kept = _(
        "U doet mee zonder naam. Niemand ziet wie wat koos, ook de trainer niet. Na afloop wordt alleen bewaard hoe"
        " vaak een antwoord is gekozen. Het geval is verzonnen: vertel ook zelf niets waaraan iemand te herkennen is."
    )
    return [(_("Antwoorden"), answering), (_("Toetsen"), keys), (_("Wat er bewaard wordt"), kept)]
