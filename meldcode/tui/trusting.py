"""Asks whether a flow that did not ship may be used, and begins with a flow that may."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from meldcode.desk import prepared
from meldcode.desk import work as desk
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import spoken
from meldcode.flow.model import Flow
from meldcode.flow.trust import Stranger, accept, sections, stranger
from meldcode.i18n import _
from meldcode.interview import Interview
from meldcode.tui.actions import bindings
from meldcode.tui.labels import ask_label
from meldcode.tui.taking_up import tell
from meldcode.tui.text import T, styled

if TYPE_CHECKING:
    from meldcode.tui.app import MeldcodeApp

USE, LEAVE = "use", "leave"


class AskTrust(ModalScreen[str]):
    """Gives `use` or `leave`; Escape is leave."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, found: Stranger) -> None:
        super().__init__()
        self.found = found

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(styled(_("Deze vragenlijst gebruiken?"), "bold"), classes="heading")
            with VerticalScroll():
                for name, lines in sections(self.found):
                    if name:
                        yield Static(styled(name, "bold $accent"), classes="label")
                    yield Static(T("\n".join(lines)), classes="words")
            with Horizontal(classes="buttons"):
                yield Button(_("Niet gebruiken (Esc)"), id=LEAVE, compact=True)
                yield Button(_("Gebruiken"), id=USE, variant="primary", compact=True)

    @on(Button.Pressed)
    def picked(self, event: Button.Pressed) -> None:
        """Give the choice."""
        event.stop()
        self.dismiss(event.button.id or LEAVE)

    def action_close(self) -> None:
        """Not used."""
        self.dismiss(LEAVE)


async def trusted(app: MeldcodeApp, flow: Flow, folder: Path) -> bool:
    """Whether the person may begin with this flow; asked once for each version. `folder` is the data folder."""
    found = stranger(flow, folder)
    if found is None:
        return True
    if await app.push_screen_wait(AskTrust(found)) != USE:
        return False
    if app.may_keep:
        with suppress(MeldcodeError):  # where nothing can be kept it is asked again next time
            accept(flow, folder, app.clock().date())
    return True


async def begun(app: MeldcodeApp, begin: prepared.Prepared) -> Interview | None:
    """A new interview: in memory, or in the open store after asking for a label. None when it is not wanted.

    What was prepared with answers is a try in memory, whatever is open.
    """
    if not await trusted(app, begin.flow, app.flows):
        return None
    flow = spoken(begin.flow)
    if app.vault is None or begin.answers:
        return prepared.fill(begin, app.clock)
    if (label := await ask_label(app)) is None:
        return None
    try:
        return desk.begin(app.vault, flow, label)
    except MeldcodeError as error:
        await tell(app, error)
        return None
