"""The trainer's own screen: at one glance who is there, what the group sees, what only the trainer sees, what next."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from meldcode.i18n import N_, _
from meldcode.text import one_line
from meldcode.training.slides import shown_address
from meldcode.training.trainer import ACTS, Step, Trainer, wait_words
from meldcode.training.trainer_words import Section, group_sections, own_sections, status_words, title_words
from meldcode.tui.actions import Action
from meldcode.tui.text import T, joined, put, relabel, styled
from meldcode.tui.training.bar import ActBar
from meldcode.tui.training.dress import practice_line

OWN = (
    Action("enter", "next", N_("Verder"), N_("Wat nu het handigst is; ook met de spatiebalk")),
    *(Action(act.key, act.name, act.label, act.help) for act in ACTS[:-1]),
    Action(
        "p",
        "project",
        N_("Scherm"),
        N_("Alleen wat de groep mag zien, over het hele scherm; nog een keer: terug"),
        "f6",
    ),
    Action("right", "page", N_("Bladzijde"), N_("De volgende bladzijde op het grote scherm; ← is terug")),
    Action("h", "handout", N_("Hand-out"), N_("Maak na afloop de hand-out voor de groep (PDF)")),
    Action(ACTS[-1].key, ACTS[-1].name, ACTS[-1].label, ACTS[-1].help),
    Action("f3", "call", N_("Bellen"), N_("De nummers om te bellen"), "n"),
    Action("o", "colours", N_("Kleuren"), N_("Andere kleuren: donker, licht, of met veel verschil")),
    Action("question_mark", "help", N_("Hulp"), N_("De toetsen hier, wie erbij kan, en wat er bewaard wordt"), "f1"),
    Action("f9", "everything", N_("Menu"), N_("Alles wat u hier kunt doen"), "ctrl+g"),
    Action("ctrl+q", "leave", N_("Stop"), N_("Stoppen; u wordt eerst gewaarschuwd"), "q"),
)
"""What can be done here, in the order of the menu."""
_HIGH = 30
"""Lines from which the first sentence on who can come in stays after the beginning; the help always has it."""
SELDOM = {"page", "colours", "handout"}
"""What the bar leaves to the menu and the help; at the end the button offers the handout."""


class ConsoleScreen(Screen[None]):
    """Everything of the session, for the eyes of the trainer."""

    DEFAULT_CSS = """
    ConsoleScreen #head { height: auto; padding: 0 1; }
    ConsoleScreen #next { margin: 0 1; width: auto; max-width: 100%; }
    ConsoleScreen #said { height: auto; padding: 0 1; display: none; color: $text-error; }
    ConsoleScreen #both { height: 1fr; padding: 0 1; margin: 1 0 0 0; }
    ConsoleScreen #both Vertical { height: auto; }
    ConsoleScreen #both Static { height: auto; max-width: 96; }
    ConsoleScreen #own { border-left: thick $accent; padding: 0 0 0 1; }
    ConsoleScreen.-tiny #own { margin: 1 0 0 0; }
    ConsoleScreen.-narrow #both, ConsoleScreen.-wide #both { layout: horizontal; }
    ConsoleScreen.-narrow #both Vertical, ConsoleScreen.-wide #both Vertical { width: 1fr; margin: 0 1 0 0; }
    ConsoleScreen.-low #both { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_both(1)", show=False),
        Binding("up", "scroll_both(-1)", show=False),
        Binding("pagedown", "page_both(1)", show=False),
        Binding("pageup", "page_both(-1)", show=False),
    ]
    AUTO_FOCUS = "#next"

    def __init__(self, trainer: Trainer, about: list[str], following: Callable[[], Step]) -> None:
        super().__init__()
        self.trainer = trainer
        self.about = about
        self.following = following
        self.saved = ""
        """What was kept at the end, as a sentence."""
        self.told = ""
        """The sentence below the button."""
        self._due = False
        self._stops: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="head")
        yield Button("", id="next", variant="primary", compact=True)
        yield Static(id="said")
        with VerticalScroll(id="both", can_focus=False):
            with Vertical():
                yield Static(id="group")
            with Vertical(id="own"):
                yield Static(id="mine")
        yield ActBar([one for one in OWN if one.name not in SELDOM], self.possible)

    def on_mount(self) -> None:
        self.query_one("#next", Button).active_effect_duration = 0  # else it is deaf for a moment; the app sees to that
        self._stops = [self.trainer.session.watch(self.changed), self.trainer.projection.watch(self.changed)]

    def on_unmount(self) -> None:
        for stop in self._stops:
            stop()

    def on_resize(self) -> None:
        self.show()

    def changed(self) -> None:
        """Drawn once for all that changes at the same time: thirty answers come in one second."""
        if not self._due:
            self._due = True
            self.call_later(self.show)

    def possible(self, name: str) -> bool:
        """Whether this can be done now."""
        if name == "handout":
            return self.trainer.ended
        return name not in {act.name for act in ACTS} or not self.trainer.why_not(name)

    def show(self) -> None:
        """Everything as it is now."""
        self._due = False
        if not self.is_mounted:
            return
        put(self.query_one("#title", Static), practice_line(title_words(self.trainer), self.size.width))
        put(self.query_one("#head", Static), self._head())
        button, step = self.query_one("#next", Button), self.following()
        if step.name != "wait" and self.told == wait_words():
            self.say("")  # somebody answered
        if str(button.label) != (label := _("Verder: {what}").format(what=step.text)):
            relabel(button, label)
        group = [(_("DE GROEP ZIET NU"), ""), *group_sections(self.trainer)]
        put(self.query_one("#group", Static), _sections(group))
        own = [(_("ALLEEN VOOR U"), self._own()), *own_sections(self.trainer)]
        put(self.query_one("#mine", Static), _sections(own))
        self.query_one(ActBar).show()

    def show_time(self) -> None:
        """Only what changes by itself."""
        put(self.query_one("#head", Static), self._head())

    def to_top(self) -> None:
        """Something new is there: read from its beginning."""
        self.query_one("#both", VerticalScroll).scroll_home(animate=False)

    def say(self, text: str) -> None:
        """A sentence below the button; an empty one takes it away."""
        self.told = text
        said = self.query_one("#said", Static)
        said.display = bool(text)
        put(said, T(text))

    def _head(self) -> Content:
        trainer = self.trainer
        meeting = trainer.projection.meeting
        address = shown_address(meeting.addresses[0]) if meeting.addresses else _("geen adres")
        group = _("Voor de groep: {address} · code {code}").format(address=address, code=meeting.code)
        parts: list[Content | str] = [styled(group, "bold $accent"), "\n"]
        if self.about and (trainer.session.phase == "waiting" or self.size.height >= _HIGH):
            parts += [styled(one_line(self.about[0]), "$text-muted"), "\n"]
        return joined(*parts, styled(status_words(trainer, trainer.session.now()), "bold"))

    def _own(self) -> str:
        """Before the beginning: every way in, and all that the trainer must know about who can come in."""
        if self.trainer.ended:
            return " ".join(part for part in (self.trainer.said, self.saved) if part)
        if self.trainer.session.phase != "waiting":
            return ""
        more = [shown_address(one) for one in self.trainer.projection.meeting.addresses[1:]]
        lines = [_("Lukt het adres niet? Probeer: {addresses}").format(addresses=" · ".join(more))] if more else []
        return "\n".join([*lines, *map(one_line, self.about[1:])])

    def action_scroll_both(self, way: int) -> None:
        """A line further, or back."""
        self.query_one("#both", VerticalScroll).scroll_relative(y=way, animate=False)

    def action_page_both(self, way: int) -> None:
        """A page further, or back."""
        both = self.query_one("#both", VerticalScroll)
        (both.scroll_page_down if way > 0 else both.scroll_page_up)(animate=False)

    @on(Button.Pressed, "#next")
    async def pressed(self, event: Button.Pressed) -> None:
        """The next thing."""
        event.stop()
        await self.app.run_action("app.act('next')")


def _sections(sections: list[Section]) -> Content:
    parts: list[Content | str] = []
    for name, text in sections:
        if name:
            parts += [styled(name, "bold $accent"), "\n"]
        if text:
            parts += [text, "\n"]
    return joined(*parts[:-1])
