"""One table of what a person can do: the keys, the bar at the bottom, the palette and the help all come from it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from meldcode.i18n import N_, _
from meldcode.tui.text import joined, styled


@dataclass(frozen=True, slots=True)
class Action:
    """A key, the action behind it, a short name and a sentence of help."""

    key: str
    name: str
    label: str
    help: str


ACTIONS = {
    action.name: action
    for action in (
        Action("f1", "explain", N_("Uitleg"), N_("Uitleg bij deze vraag: wat het betekent, waarom, en de bron")),
        Action("f2", "overview", N_("Overzicht"), N_("Alle vragen en antwoorden; ga naar een vraag")),
        Action("f3", "call", N_("Bellen"), N_("De nummers om te bellen")),
        Action("f4", "request", N_("Aanvraag"), N_("Maak de adviesvraag of melding")),
        Action("f5", "norm", N_("Norm"), N_("Wat de norm nu vraagt, en waarom")),
        Action("f6", "keep", N_("Bewaren"), N_("Bewaar uw antwoorden versleuteld op deze computer")),
        Action("f6", "dossiers", N_("Dossiers"), N_("Naar uw dossiers; wat u typte, is bewaard")),
        Action("f7", "back", N_("Terug"), N_("Naar de vorige vragen")),
        Action("f8", "next", N_("Verder"), N_("Naar de volgende vragen")),
        Action("f12", "hide", N_("Verberg"), N_("Maak het scherm meteen leeg; bewaarde dossiers gaan op slot")),
        Action("escape", "close", N_("Sluiten"), N_("Terug naar waar u was")),
        Action("ctrl+q", "leave", N_("Stop"), N_("Stoppen; u wordt eerst gewaarschuwd")),
    )
}


SPARE = {"keep", "dossiers", "hide"}
"""Keys that the title line names too; a full bar drops them where they do not fit."""
_FULL = 8


def bindings(*names: str) -> list[BindingType]:
    """Key bindings for these actions. The bar shows them, so Textual's own footer does not."""
    return [Binding(ACTIONS[name].key, name, ACTIONS[name].help, show=False, priority=True) for name in names]


class _Key(Static):
    """One key in the bar; a click does what the key does."""

    def __init__(self, action: Action) -> None:
        key = action.key.upper().replace("CTRL+", "^").replace("ESCAPE", "ESC")
        super().__init__(joined(styled(key, "bold $accent"), " ", _(action.label)))
        self.action = action

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        name = self.action.name
        await self.app.run_action(name, self.screen if hasattr(self.screen, f"action_{name}") else self.app)


class KeyBar(Horizontal):
    """The keys that work here, on the last line of the screen; on two lines in a small window."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; }
    KeyBar _Key { width: auto; padding: 0 1 0 0; }
    """

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names
        self.set_class(len(names) > _FULL, "full")

    def compose(self) -> ComposeResult:
        for name in self.names:
            key = _Key(ACTIONS[name])
            key.set_class(name in SPARE, "spare")
            yield key
