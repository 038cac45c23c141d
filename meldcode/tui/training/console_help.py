"""The help of the trainer's console: its keys, the projector, who can come in, and what is kept."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.content import Content

from meldcode.i18n import _
from meldcode.text import one_line
from meldcode.tui.actions import Action, shown_key
from meldcode.tui.menu import Menu
from meldcode.tui.text import joined, styled


class ActMenu(Menu):
    """All that can be done, each with its own key: those stand in the list in the place of numbers."""

    def _row(self, place: int, name: str, keys: str, words: str) -> Content:
        return joined(
            styled(f" {keys.replace('RIGHT', '→    ')}", "$accent"), styled(name, "bold"), styled(words, "$text-muted")
        )

    def on_key(self, event: events.Key) -> None:
        """A letter does what it does elsewhere; Enter and the space bar choose the row under the cursor."""
        for action in self.actions.values():
            if event.key in action.keys and event.key != "enter":
                event.stop()
                event.prevent_default()
                self.give(action.name)
                return


def help_sections(actions: Iterable[Action], about: list[str]) -> list[tuple[str, str]]:
    """The help, with all that can be done here and the sentences on who can come in."""
    return [
        (_("Toetsen op dit scherm"), _keys(actions)),
        (_("Het scherm voor de groep"), _projecting()),
        (_("Wie erbij kan"), "\n".join(map(one_line, about))),
        (_("Als het misgaat"), _trouble()),
        (_("Wat er bewaard wordt"), _kept()),
    ]


def _keys(actions: Iterable[Action]) -> str:
    either = _(" of ")
    return "\n".join(
        f"{either.join(map(_key, one.keys))} · {_(one.label)}: {_(one.help)}" for one in actions if one.keys
    )


def _key(name: str) -> str:
    return "→" if name == "right" else shown_key(name)


def _projecting() -> str:
    return _(
        "Met P ziet u over het hele scherm wat de groep mag zien; alle toetsen werken daar ook. Maak de letters van de"
        " terminal groter, vaak met Ctrl en +, tot er ongeveer 60 tekens naast elkaar staan. Hebt u een tweede scherm?"
        " Open dan in een browser het adres met /scherm erachter: dat kijkt mee, en u houdt dit scherm voor uzelf."
    )


def _trouble() -> str:
    return _(
        "Valt iemand weg, dan komt die met hetzelfde adres terug waar hij was. Slaapt uw laptop of stopt het programma,"
        " start dan `meldcode train host` opnieuw: u kunt verder met dezelfde code."
    )


def _kept() -> str:
    return _(
        "Geen namen. Bewaard wordt hoeveel mensen wat kozen, bij welk geval. Er wordt geen dossier geopend of gelezen."
    )
