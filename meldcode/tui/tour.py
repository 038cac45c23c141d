"""Three short screens for the first time: what this is, how to move through it, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from meldcode.i18n import _
from meldcode.preferences import TOUR, Preferences
from meldcode.tui.actions import ACTIONS, KeyBar, bindings, shown_key
from meldcode.tui.scroll import PAGING, Paged
from meldcode.tui.text import T, joined, styled
from meldcode.tui.title import title_line

if TYPE_CHECKING:
    from meldcode.tui.app import MeldcodeApp

SEEN = "seen"
LAST = 2
"""The last of the three, counted from 0."""
_KEY = 10
"""Columns for the name of a key."""


class Tour(Paged[None]):
    """Enter goes to the next screen, Escape ends it at once. `first` when the program begins with it."""

    DEFAULT_CSS = """
    Tour #words { height: auto; margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("back", "next", "close"), *PAGING]
    AUTO_FOCUS = "#next"

    def __init__(self, first: bool = False) -> None:
        super().__init__()
        self.first = first
        self.place = 0

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="heading", classes="words")
            yield Static(id="words")
            with Horizontal(classes="buttons"):
                yield Button("", id="next", variant="primary", compact=True)
                yield Button(_("Terug"), id="back", compact=True)
                skip = _("Direct beginnen (Esc)") if self.first else _("Sluiten (Esc)")
                yield Button(skip, id="close", compact=True)
        yield KeyBar("call", "close", "hide", "leave")

    def on_mount(self) -> None:
        for button in self.query(Button):
            button.active_effect_duration = 0  # while that lasts Enter does nothing, and who hurries presses it again
        self._show(self.place)

    def on_resize(self) -> None:
        self.query_one("#title", Static).update(title_line(None, self.size.width))

    def retell(self) -> None:
        """The same screen in another language."""
        self._show(self.place)

    def _show(self, place: int) -> None:
        self.place = place
        title, words = (_what_it_does, _how_to_move, _what_is_kept)[place]()
        counted = _("{n} van {count}").format(n=place + 1, count=LAST + 1)
        self.query_one("#heading", Static).update(
            joined(styled(title, "bold $accent"), styled(f"  {counted}", "$text-muted"))
        )
        self.query_one("#words", Static).update(words)
        onward = self.query_one("#next", Button)
        onward.label = T(_("Verder") if place < LAST else _("Beginnen") if self.first else _("Klaar"))
        self.query_one("#back").display = place > 0
        self.query_one("#close").display = place < LAST
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        onward.focus(scroll_visible=False)

    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """The next screen; after the last one the program."""
        if self.place < LAST:
            self._show(self.place + 1)
        else:
            self.dismiss(None)

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """The screen before."""
        if self.place:
            self._show(self.place - 1)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Enough seen."""
        self.dismiss(None)


def greet(app: MeldcodeApp) -> None:
    """Show who is here for the first time around, once: where there is a store, or a word that it was shown, never."""
    preferences = Preferences(app.home.folder.parent)
    if not app.home.exists() and not preferences.get(TOUR):
        preferences.set(TOUR, SEEN)
        app.push_screen(Tour(first=True))


def _what_it_does() -> tuple[str, Content]:
    numbers = (
        _("Is er nu direct gevaar? Bel 112."),
        _("Twijfelt u of wilt u overleggen? Bel Veilig Thuis: 0800-2000, gratis, dag en nacht."),
    )
    words = (
        _("Dit programma loopt met u de vijf stappen van de meldcode door. Bij elke vraag kunt u lezen waarom."),
        _("Het programma besluit niet voor u en verstuurt niets. Aan het eind hebt u een adviesvraag of melding."),
    )
    return _("Welkom: wat dit programma doet"), joined(
        styled("\n".join(numbers), "bold"), *(f"\n\n{paragraph}" for paragraph in words)
    )


def _how_to_move() -> tuple[str, Content]:
    keys = (
        ("↑ ↓", _("naar een ander antwoord of een andere vraag")),
        ("Enter", _("dit antwoord; nog een keer Enter gaat verder")),
        ("Tab", _("naar het volgende vak of de volgende knop")),
        (_keys("explain"), _("waarom deze vraag, en welke bron")),
        (_keys("everything"), _("menu: alles wat u hier kunt doen")),
        (_keys("hide"), _("maakt het scherm meteen leeg")),
    )
    rows = [part for key, text in keys for part in (styled(key.ljust(_KEY), "bold $accent"), f"{text}\n")]
    return _("Zo loopt u erdoor"), joined(*rows, "\n", _("Elk antwoord kunt u later nog veranderen."))


def _keys(name: str) -> str:
    return " ".join(shown_key(key) for key in ACTIONS[name].keys)


def _what_is_kept() -> tuple[str, Content]:
    paragraphs = (
        _("Zolang u niet op F6 drukt, wordt niets bewaard van wat u invult. Het is weg als u stopt."),
        _("Met F6 bewaart u het versleuteld op deze computer. U kiest daarvoor een wachtwoordzin."),
        _("Er gaat niets naar internet. Een adviesvraag of melding verstuurt u zelf."),
        _("U ziet wat de norm vraagt. U beslist."),
    )
    return _("Wat er bewaard wordt, bepaalt u"), T("\n\n".join(paragraphs))
