"""One table of what a person can do: the keys, the bar at the bottom, the menu and the help all come from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from meldcode.i18n import N_, _
from meldcode.tui.text import joined, styled

if TYPE_CHECKING:
    from textual.app import App


@dataclass(frozen=True, slots=True)
class Action:
    """A key, the action behind it, a short name and a sentence of help."""

    key: str
    """As Textual names it; empty for what is in the menu only."""
    name: str
    label: str
    help: str
    also: str = ""
    """A second key, for terminals that keep the first for themselves."""
    polite: bool = False
    """Whether the widget in focus may take the key first: a letter is for typing, a text undoes its own typing."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that does this."""
        return tuple(key for key in (self.key, self.also) if key)


# Only keys that every terminal sends, or that have a second one (`tests/ui/test_menu.py` holds the list). The order is
# that of the menu.
ACTIONS = {
    action.name: action
    for action in (
        Action("f8", "next", N_("Verder"), N_("Naar wat hierna komt")),
        Action("f7", "back", N_("Terug"), N_("Naar wat hiervoor kwam")),
        Action("ctrl+p", "steps", N_("Stappen"), N_("De vijf stappen: hoe het staat, en ga naar een stap")),
        Action("f2", "overview", N_("Overzicht"), N_("Alle vragen en antwoorden; ga naar een vraag")),
        Action("ctrl+o", "search", N_("Zoeken"), N_("Zoek in vragen en antwoorden")),
        Action("ctrl+z", "undo", N_("Herstel"), N_("Zet uw laatste antwoord terug zoals het was"), polite=True),
        Action("f1", "explain", N_("Uitleg"), N_("Wat deze vraag betekent, waarom die er is, en de bron")),
        Action("f5", "norm", N_("Norm"), N_("Wat de norm nu vraagt, en waarom")),
        Action("f3", "call", N_("Bellen"), N_("De nummers om te bellen")),
        Action("f4", "request", N_("Aanvraag"), N_("Maak de adviesvraag of melding")),
        Action("f6", "keep", N_("Bewaren"), N_("Bewaar uw antwoorden versleuteld op deze computer")),
        Action("f6", "dossiers", N_("Dossiers"), N_("Naar uw dossiers; wat u typte, is bewaard")),
        Action("escape", "close", N_("Sluiten"), N_("Terug naar waar u was")),
        Action("", "language", N_("Taal"), N_("Andere taal · other language")),
        Action("", "theme", N_("Kleuren"), N_("Andere kleuren: donker, licht, of met veel verschil")),
        Action("", "tour", N_("Rondleiding"), N_("In drie schermen: wat dit programma doet")),
        Action(
            "question_mark", "help", N_("Hulp"), N_("De toetsen hier, een datum typen, wat er bewaard wordt"), "", True
        ),
        Action("f12", "hide", N_("Verberg"), N_("Maak het scherm meteen leeg; dossiers gaan op slot"), "ctrl+l"),
        Action("ctrl+q", "leave", N_("Stop"), N_("Stoppen; u wordt eerst gewaarschuwd")),
        Action("f9", "everything", N_("Menu"), N_("Alles wat u hier kunt doen"), "ctrl+g"),
    )
}


EVERYWHERE = {"call", "dossiers", "everything", "help", "hide", "keep", "language", "leave", "theme", "tour"}
"""What the app does itself, whatever screen is in front. Textual's own app has actions too, which lead past ours."""
SPARE = ("keep", "dossiers", "hide", "norm", "back", "request")
"""What a bar that is too full leaves out, first this one, then that: it stands in the title line, on the page or in the
menu."""
_FULL = 8
"""A bar with more keys than these has two lines in a small window."""
_TWO_LINES = 10
"""So many keys fit on two lines."""
_SMALL = 80
"""Columns."""


def bindings(*names: str) -> list[BindingType]:
    """Key bindings for these actions. The bar shows them, so Textual's own footer does not."""
    actions = [ACTIONS[name] for name in names]
    return [
        Binding(",".join(one.keys), one.name, one.help, show=False, priority=not one.polite)
        for one in actions
        if one.keys
    ]


def shown_key(key: str) -> str:
    """A key as it is named on the screen."""
    names = {"escape": "ESC", "question_mark": "?", "slash": "/", "enter": "ENTER"}
    return names.get(key, key.upper().replace("CTRL+", "^"))


def target_of(app: App[None], name: str) -> DOMNode | None:
    """What carries out an action: the screen in front, or else the app; None when it cannot be done here."""
    screen: Screen[object] = app.screen
    if hasattr(screen, f"action_{name}"):
        return screen
    return app if name in EVERYWHERE else None


class _Key(Static):
    """One key in the bar; a click does what the key does."""

    def __init__(self, action: Action) -> None:
        words = joined(styled(shown_key(action.key), "bold $accent"), " ", _(action.label))
        super().__init__(words)
        self.action = action
        self.room = words.cell_length + 1

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        target = target_of(self.app, self.action.name)
        if target is not None:
            await self.app.run_action(self.action.name, target)


class KeyBar(Horizontal):
    """The keys that work here, on the last line of the screen; on two lines in a small window.

    The menu is always among them: through it everything can be reached. `own` are actions that one screen has for
    itself, to be named like the others.
    """

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; }
    KeyBar _Key { width: auto; padding: 0 1 0 0; }
    """

    def __init__(self, *names: str, own: Sequence[Action] = ()) -> None:
        super().__init__()
        self.known = ACTIONS | {one.name: one for one in own}
        at = names.index("hide") if "hide" in names else names.index("leave") if "leave" in names else len(names)
        self.names = (*names[:at], "everything", *names[at:])
        self.set_class(len(names) > _FULL, "full")

    def compose(self) -> ComposeResult:
        for name in self.names:
            yield _Key(self.known[name])

    def on_resize(self) -> None:
        """Leave out what does not fit."""
        keys = {key.action.name: key for key in self.query(_Key)}
        two_lines = self.has_class("full") and self.app.size.width < _SMALL
        left_out: set[str] = set()
        for spare in ("", *SPARE):
            left_out.add(spare)
            shown = [key for name, key in keys.items() if name not in left_out]
            fits = len(shown) <= _TWO_LINES if two_lines else sum(key.room for key in shown) - 1 <= self.size.width
            if fits:
                break
        for name, key in keys.items():
            key.display = name not in left_out
