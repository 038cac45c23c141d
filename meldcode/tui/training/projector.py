"""What hangs on the wall: one slide with much room around it, in the trainer's terminal or on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from meldcode.i18n import _
from meldcode.training.slides import WIDE, Meeting, Projection, footer, there_words
from meldcode.training.trainer_words import timer_words
from meldcode.training.views import projected
from meldcode.tui.safe_app import SafeApp
from meldcode.tui.text import joined, put, styled
from meldcode.tui.training.dress import BREAKPOINTS, dress, practice_line

if TYPE_CHECKING:
    from meldcode.training.session import Session
    from meldcode.training.slides import Slide

_STYLES = {"head": "bold $accent", "text": "", "big": "bold", "soft": "$text-muted", "bar": "bold $accent"}
_TURN: list[BindingType] = [
    Binding("right,down,pagedown", "turn(1)", show=False),
    Binding("left,up,pageup", "turn(-1)", show=False),
]


class ProjectorScreen(Screen[None]):
    """A slide in the middle of the screen. `keys` is a line about keys, for the trainer; `turns`: by arrows."""

    DEFAULT_CSS = f"""
    ProjectorScreen #slide-room {{ height: 1fr; align: center middle; }}
    ProjectorScreen #slide {{ width: {WIDE}; height: auto; }}
    ProjectorScreen .low {{ dock: bottom; height: auto; padding: 0 1; color: $text-muted; text-align: center; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = _TURN
    AUTO_FOCUS = ""

    def __init__(
        self, session: Session, projection: Projection, keys: Callable[[], str] = str, turns: bool = True
    ) -> None:
        super().__init__()
        self.session = session
        self.projection = projection
        self.keys = keys
        self.turns = turns
        self._stops: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with Vertical(id="slide-room"):
            yield Static(id="slide")
        yield Static(id="below", classes="low")

    def on_mount(self) -> None:
        self.projection.watched += 1
        self._stops = [self.session.watch(self.changed), self.projection.watch(self.changed)]
        self.set_interval(1, self.show)  # the clock, and who came or went
        self.projection.changed()  # so that the console knows that it is looked at

    def on_unmount(self) -> None:
        self.projection.watched -= 1
        for stop in self._stops:
            stop()
        self.projection.changed()

    def changed(self) -> None:
        """Something is to be shown otherwise; drawn once the loop gets to it."""
        self.call_later(self.show)

    def on_resize(self) -> None:
        self.show()

    def action_turn(self, way: int) -> None:
        """A slide further or back."""
        if self.turns:
            self.projection.turn(projected(self.session), way)

    def show(self) -> None:
        """The slide of now."""
        if not self.is_mounted:
            return
        view = projected(self.session)
        slide, place, count = self.projection.page(view)
        clock = timer_words(view, self.session.now()) if view.ends else ""
        put(self.query_one("#title", Static), practice_line(_("OEFENING"), self.size.width))
        put(self.query_one("#slide", Static), _drawn(slide))
        pages = _("blz. {place} van {count}").format(place=place + 1, count=count) if count > 1 else ""
        about = " · ".join(part for part in (there_words(view), clock, pages) if part)
        lines = [about, footer(view, self.projection.meeting), self.keys()]
        put(self.query_one("#below", Static), joined("\n".join(line for line in lines if line)))


def _drawn(slide: Slide) -> Content:
    parts: list[Content | str] = []
    for line in slide:
        parts += [styled(line.text, _STYLES[line.kind]) if line.text else "", "\n"]
    return joined(*parts[:-1])


class ProjectorApp(SafeApp):
    """The slides on a page of their own, turned by the trainer alone: anybody who knows the code can open such a page.

    Without a projection its slides turn with the arrows, and it knows no address.
    """

    CSS_PATH = "../app.tcss"
    TITLE = "meldcode"
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, session: Session, projection: Projection | None = None) -> None:
        super().__init__()
        self.session = session
        self.projection = projection or Projection(Meeting((), session.code))
        self._shared = projection is not None
        self.animation_level = "none"
        dress(self)

    def get_default_screen(self) -> Screen[None]:
        """The only screen there is."""
        return ProjectorScreen(self.session, self.projection, turns=not self._shared)
