"""What is due in all dossiers, late first, with what can still be done; and the dates for the person's own calendar."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from meldcode.desk.terms import DueRow, calendar, calendar_secret, due
from meldcode.files import folder_from, not_there, write_all
from meldcode.i18n import _, language
from meldcode.text import one_line, shortened
from meldcode.tui.actions import bindings
from meldcode.tui.dialogs import Ask, Blank, Keys, here
from meldcode.tui.home_rows import long_day, short_day
from meldcode.tui.long_list import LongList
from meldcode.tui.modals import Reading
from meldcode.tui.text import T, joined, styled
from meldcode.tui.title import title_line

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault

FILE = "overzicht.ics"
"""A name that tells nothing, like what is in it."""


class DueScreen(Screen[str | None]):
    """The dates, earliest first. Gives the code of the dossier to open, or None."""

    DEFAULT_CSS = """
    DueScreen #head { height: 1; padding: 0 1; margin: 0 0 1 0; }
    DueScreen #about { height: auto; max-height: 50%; padding: 0 1; background: $panel; }
    DueScreen #about:focus { border-left: thick $accent; }
    DueScreen #about Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close"), ("i,I", "calendar", "")]
    AUTO_FOCUS = "LongList"

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self.vault = vault
        self.rows: dict[str, DueRow] = {}
        self.retell()

    def retell(self) -> None:
        """The dates with their words in the language of now; on a new size they are shown."""
        rows = due(self.vault.list(), self.vault.clock().date())
        self.rows = {str(place): row for place, row in enumerate(rows)}

    def compose(self) -> ComposeResult:
        late = sum(row.late for row in self.rows.values())
        words = _("Termijnen: {n} · voorbij: {late}").format(n=len(self.rows), late=late)
        yield Static(id="title")
        yield Static(styled(words, "bold $accent"), id="head")
        yield LongList(id="dues")
        with VerticalScroll(id="about"):
            yield Static(T("" if self.rows else _("Er zijn nu geen termijnen.")), id="about-text")
        keys = [("ENTER", _("Open"), "open"), ("I", _("Agenda"), "calendar"), ("TAB", _("Lees"), "read")]
        around = [("ESC", _("Sluiten"), "close"), ("F3", _("Bellen"), "app.call"), ("^Q", _("Stop"), "app.leave")]
        yield Keys(*(keys if self.rows else ()), *around)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#title", Static).update(title_line(None, self.size.width))
        self.query_one(LongList).show(list(self.rows), self._row)

    def _row(self, key: str) -> Content:
        row, room = self.rows[key], self.size.width - 5
        day = short_day(row.date)
        mark = _("! voorbij, {day}").format(day=day) if row.late else day
        label = shortened(one_line(row.label) or row.code, 30)
        about = shortened(one_line(row.text), max(10, room - 2))
        return joined(styled(mark, "bold" if row.late else ""), "  ", styled(label, "bold"), f"\n  {about}")

    @on(OptionList.OptionHighlighted)
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The whole text of the row under the cursor, and what can be done when it is late."""
        row = self.rows.get(event.option_id or "")
        if row is None:
            return
        head = _("{day} · {label} ({code})").format(day=long_day(row.date), label=one_line(row.label), code=row.code)
        parts = [styled(head, "bold"), T(one_line(row.text))]
        if row.late:
            now = one_line(row.what_now) or _("Open het dossier en kijk wat u nog kunt doen.")
            parts.append(joined(styled(_("Deze datum is voorbij. Wat nu: "), "bold"), now))
        self.query_one("#about-text", Static).update(T("\n").join(parts))
        self.query_one("#about", VerticalScroll).scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Open the dossier of this row."""
        event.stop()
        row = self.rows.get(event.option_id or "")
        if row is not None:
            self.dismiss(row.code)

    def action_open(self) -> None:
        """Open the dossier under the cursor."""
        self.query_one(LongList).action_select()

    def action_read(self) -> None:
        """To the text of the row under the cursor, to scroll through it."""
        self.query_one("#about").focus()

    @work(exclusive=True)
    async def action_calendar(self) -> None:
        """Write the dates for the person's own calendar."""
        if not self.rows:
            return

        def do(values: Mapping[str, str]) -> list[Path]:
            folder = folder_from(values["folder"])
            not_there(folder / FILE)
            rows, vault = self.rows.values(), self.vault
            return write_all(folder, {FILE: calendar(rows, language(), vault.clock(), calendar_secret(vault))})

        text = _(
            "Er komt een bestand {name} dat u in uw agenda kunt openen. Er staan alleen data en codes in: geen labels,"
            " geen namen en niet waar het over gaat."
        ).format(name=FILE)
        blank = Blank("folder", _("In welke map?"), str(here()))
        paths = await self.app.push_screen_wait(Ask(_("Voor uw agenda"), text, [blank], _("Schrijf"), do, slow=True))
        if paths:
            await self.app.push_screen_wait(Reading(_("Geschreven"), [("", str(paths[0]))]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
