"""Questions over a screen: a text to read, the numbers to call, and "are you sure"."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from meldcode.flow.model import Flow
from meldcode.i18n import _, tr
from meldcode.tui.actions import bindings
from meldcode.tui.scroll import BETWEEN
from meldcode.tui.text import T, styled

SHORT = 300
"""Characters; a text with fewer gets a small window."""
Sections = list[tuple[str, str]]


class Reading(ModalScreen[None]):
    """A text in sections; Escape closes it, and so does Enter. A short one has a small window.

    Title and sections, or what makes them, so that they follow when another language is chosen meanwhile.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close"), ("enter", "close", "")]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str | Callable[[], str], sections: Sections | Callable[[], Sections]) -> None:
        super().__init__()
        self._title = title
        self._sections = sections

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self._title() if callable(self._title) else self._title

    @property
    def sections(self) -> Sections:
        """Heading and text of each."""
        return self._sections() if callable(self._sections) else self._sections

    def compose(self) -> ComposeResult:
        sections = self.sections
        short = sum(len(text) for _name, text in sections) < SHORT
        with Vertical(classes="box small" if short else "box"):
            yield Static(styled(self.heading, "bold"), classes="heading")
            with VerticalScroll():
                for name, text in sections:
                    if name:
                        yield Static(styled(name, "bold $accent"), classes="label")
                    yield Static(T(text), classes="words")
            yield Button(_("Sluiten (Esc)"), id="close", compact=True)

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss(None)


def number_sections(flow: Flow | None) -> list[tuple[str, str]]:
    """The numbers to call: those of the flow, or 112 and Veilig Thuis when none is chosen yet."""
    known = [(f"{tr(one.name)}  {one.number}", tr(one.text)) for one in flow.contacts] if flow else []
    return known or [
        ("112", _("Bij direct gevaar: bel meteen.")),
        ("Veilig Thuis 0800-2000", _("Advies of melden. Gratis, dag en nacht.")),
    ]


class Numbers(Reading):
    """The numbers to call."""

    def __init__(self, flow: Flow | None) -> None:
        def sections() -> Sections:
            found = number_sections(flow)
            if flow and flow.contacts:
                sheet = _("Daar is ook een belblad: wat u zegt, op volgorde, en een plek voor wat u hoort.")
                found.append(("F4", sheet))
            return found

        super().__init__(_("Bellen"), sections)


class Confirm(ModalScreen[str]):
    """A question with two or three answers; gives the id of the answer, and Escape gives the first."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close"), *BETWEEN]

    def __init__(self, title: str, text: str, answers: list[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.words = text
        self.answers = answers

    def compose(self) -> ComposeResult:
        with Vertical(classes="box small"):
            yield Static(styled(self.heading, "bold"), classes="heading")
            with VerticalScroll(can_focus=False):
                yield Static(T(self.words), classes="words")
            with Horizontal(classes="buttons many" if len(self.answers) > 3 else "buttons"):
                for place, (name, label) in enumerate(self.answers):
                    escape = not place and "(Esc)" not in label
                    label = _("{answer} (Esc)").format(answer=label) if escape else label
                    yield Button(T(label), id=name, compact=True)

    @on(Button.Pressed)
    def picked(self, event: Button.Pressed) -> None:
        """Give the chosen answer."""
        self.dismiss(event.button.id or self.answers[0][0])

    def action_close(self) -> None:
        """Escape changes nothing: the first answer."""
        self.dismiss(self.answers[0][0])
