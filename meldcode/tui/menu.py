"""The menu on every screen: all that can be done here, also where a terminal keeps a key for itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.i18n import N_, _
from meldcode.tui.actions import ACTIONS, Action, bindings, shown_key, target_of
from meldcode.tui.controls import KEYS
from meldcode.tui.scroll import Pointed
from meldcode.tui.text import T, joined, styled

if TYPE_CHECKING:
    from meldcode.tui.everywhere import Everywhere

_AROUND = (10, 6)
"""Columns and lines that are no list: edges, the sign of the cursor, the scrollbar; title line, heading, button."""
_SMALL = 80
"""Columns."""


def offered(app: Everywhere) -> list[Action]:
    """What can be done on the screen in front: first what it has for itself, then what it shares with others."""
    own: Sequence[Action] = getattr(app.screen, "OWN", ())
    shared = [one for one in ACTIONS.values() if one.name not in {action.name for action in own}]
    return [
        *own,
        *(one for one in shared if one.name != "everything" and target_of(app, one.name) and app.offers(one.name)),
    ]


class Listed(ModalScreen[str | None]):
    """A window with a list to go through by arrows, by the key before each row, or by mouse. Gives the id of a row."""

    DEFAULT_CSS = """
    Listed .listed { width: 90%; max-width: 90; height: auto; max-height: 100%; border: round $primary;
        background: $surface; padding: 0 1; }
    Listed OptionList { height: auto; max-height: 100vh; border: none; padding: 0; background: transparent; }
    Listed OptionList:focus { border: none; background-tint: $foreground 0%; }
    Listed .about { padding: 0 2; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "OptionList"
    heading = ""
    """Told in the language of now when it is shown."""
    ABOUT = (1, 2)
    """Lines for the sentence below the list, in a wide and in a small window."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="listed"):
            yield Static(styled(f" {_(self.heading)}", "bold"))
            yield Pointed(markup=False)
            yield Static(classes="about")
            yield Button(_("Sluiten (Esc)"), id="close", compact=True)

    def rows(self, room: int) -> list[Row]:
        """The rows, in so many columns."""
        raise NotImplementedError

    def about(self, name: str) -> str:
        """A sentence about the row under the cursor."""
        raise NotImplementedError

    def on_resize(self) -> None:
        listed = self.query_one(OptionList)
        at = listed.highlighted
        listed.set_options(self.rows(min(90, self.size.width * 9 // 10) - _AROUND[0]))
        small = self.size.width < _SMALL
        lines = self.ABOUT[small]
        self.query_one(".about").styles.height = lines
        below = lines + small  # the keys are on two lines then
        listed.styles.max_height = max(3, self.size.height - _AROUND[1] - below)
        listed.highlighted = self.opening() if at is None else at

    def opening(self) -> int:
        """The row on which the cursor stands at first."""
        return 0

    @on(OptionList.OptionHighlighted)
    def told(self, event: OptionList.OptionHighlighted) -> None:
        """What this row is."""
        event.stop()
        self.query_one(".about", Static).update(T(self.about(event.option_id or "")))

    def on_key(self, event: events.Key) -> None:
        place = KEYS.find(event.character.lower()) if event.character and len(event.character) == 1 else -1
        listed = self.query_one(OptionList)
        if 0 <= place < listed.option_count:
            event.stop()
            self.give(listed.get_option_at_index(place).id)

    def give(self, result: str | None) -> None:
        """Close with this; once, for a key may come twice before the window is gone."""
        if self.is_active:
            self.dismiss(result)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Give what was chosen."""
        event.stop()
        self.give(event.option_id)

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Nothing chosen."""
        self.give(None)


class Menu(Listed):
    """What can be done here. Gives the name of an action; the keys that it shows work in it too."""

    _GAP = 2

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.heading = N_("Menu: wat u hier kunt doen")
        self.actions = {action.name: action for action in actions}

    def rows(self, room: int) -> list[Row]:
        """Number, name and keys; the sentences too where they all fit, for half a sentence is noise."""
        names = [_(one.label) for one in self.actions.values()]
        keys = [" ".join(map(shown_key, one.keys)) for one in self.actions.values()]
        wide, wider = max(map(len, names)) + self._GAP, max(map(len, keys)) + self._GAP
        fits = max(len(_(one.help)) for one in self.actions.values()) <= room - 3 - wide - wider
        return [
            Row(self._row(place, name.ljust(wide), key.ljust(wider), _(one.help) if fits else ""), id=one.name)
            for place, (one, name, key) in enumerate(zip(self.actions.values(), names, keys, strict=True))
        ]

    def _row(self, place: int, name: str, keys: str, words: str) -> Content:
        number = styled(f" {KEYS[place]} " if place < len(KEYS) else "   ", "$text-muted")
        return joined(number, styled(name, "bold"), styled(keys, "$accent"), styled(words, "$text-muted"))

    def about(self, name: str) -> str:
        """The whole sentence."""
        return _(self.actions[name].help) if name in self.actions else ""

    def on_key(self, event: events.Key) -> None:
        """A key that stands in the list does what it does elsewhere; else it may be that of a row."""
        for action in self.actions.values():
            if event.key in action.keys and event.key != "escape":
                event.stop()
                event.prevent_default()  # or the key would be that of a row as well
                self.give(action.name)
                return
