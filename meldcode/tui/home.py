"""The first screen of an open store: all dossiers, what is due, and everything that can be done with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from meldcode.dossier.entries import Entry
from meldcode.i18n import N_, _, ngettext
from meldcode.tui.actions import Action
from meldcode.tui.controls import Edited, Line
from meldcode.tui.dialogs import Keys
from meldcode.tui.home_rows import entry_row, folded, is_late, searched, steps
from meldcode.tui.long_list import LongList
from meldcode.tui.text import T, joined, styled
from meldcode.tui.title import title_line

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault
    from meldcode.tui.app import MeldcodeApp


class HomeScreen(Screen[None]):
    """The dossiers of an open store, last touched first, closed ones below. Letters act, unless one is searching."""

    DEFAULT_CSS = """
    HomeScreen #trouble { height: auto; max-height: 6; padding: 0 1; background: $error; color: $text; display: none; }
    HomeScreen #find { height: 1; margin: 0 0 1 0; padding: 0 1; }
    HomeScreen #find Static { width: auto; }
    HomeScreen #search { width: 1fr; background: $panel; }
    HomeScreen #count { height: auto; padding: 0 1; }
    HomeScreen #empty { height: 1fr; padding: 1 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N", "new", show=False),
        Binding("m,M", "menu", show=False),
        Binding("t,T", "due", show=False),
        Binding("b,B", "backup", show=False),
        Binding("s,S", "manage", show=False),
        Binding("slash", "search", show=False),
        Binding("down", "list", show=False),
        Binding("escape", "clear", show=False),
    ]
    OWN: ClassVar[tuple[Action, ...]] = (
        Action("n", "new", N_("Nieuw"), N_("Een nieuw dossier beginnen")),
        Action("m", "menu", N_("Meer"), N_("Alles wat u met dit dossier kunt doen")),
        Action("t", "due", N_("Termijnen"), N_("Wat wanneer aan de beurt is, in alle dossiers")),
        Action("slash", "search", N_("Zoeken"), N_("Zoek een dossier op label, code of beroep")),
        Action("b", "backup", N_("Kopie"), N_("Een verzegelde reservekopie van alles maken")),
        Action("s", "manage", N_("Beheer"), N_("Wachtwoordzin, herstelcode, reservekopie en wat een collega u gaf")),
    )
    """What this screen adds to the menu."""
    AUTO_FOCUS = ""  # the list, or the words of an empty store

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self.vault = vault
        self._known: set[str] = set()
        """Flows of which the steps can be shown without a wait."""
        self._entries: dict[str, Entry] = {}
        """All dossiers by code: open ones first, last touched first."""
        self._newest = ""
        """The dossier on top; when that is another one, it was worked on or came in, and gets the cursor."""
        self._texts: dict[str, tuple[Entry, str]] = {}
        """Per code the row and the text that a search looks in."""

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="trouble")
        yield Static(id="count")
        with Horizontal(id="find"):
            yield Static(T(_("Zoek: ")))
            search = Line("", _("label, code of beroep"), id="search")
            search.compact = True
            yield search
        yield LongList(id="dossiers")
        with VerticalScroll(id="empty"):
            yield Static(T(_empty_text()), classes="words")
        call, leave = ("F3", _("Bellen"), "app.call"), ("^Q", _("Stop"), "app.leave")
        due, manage = ("T", _("Termijnen"), "due"), ("S", _("Beheer"), "manage")
        new, search_key = ("N", _("Nieuw"), "new"), ("/", _("Zoek"), "search")
        opened, menu = ("ENTER", _("Open"), "open"), ("M", _("Meer"), "menu")
        yield Keys(opened, new, menu, due, manage, search_key, call, leave, id="list-keys")
        yield Keys(new, manage, call, leave, id="empty-keys")
        to_list, clear = ("ENTER", _("Naar de lijst"), "list"), ("ESC", _("Alles tonen"), "clear")
        yield Keys(to_list, clear, call, leave, id="search-keys")

    def on_screen_resume(self) -> None:
        """Anything may have changed while another screen was in front."""
        self.refresh_list()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#title", Static).update(title_line(None, self.size.width))
        self.refresh_list()

    def on_descendant_focus(self) -> None:
        """The bar shows what the keys do here."""
        self._show_keys()

    # showing

    def refresh_list(self, at: str = "") -> None:
        """Show the dossiers anew, with the cursor where it was, or on the dossier with code `at`."""
        if not self.is_mounted:
            return
        entries = sorted(self.vault.list(), key=lambda entry: entry.state == "closed")
        self._entries = {entry.code: entry for entry in entries}
        self._show_trouble()
        self._show_count(entries)
        newest = next(iter(self._entries), "")
        changed, self._newest = self._newest not in {"", newest}, newest
        self._show_found(at or (newest if changed else ""))
        rows, empty = self.query_one(LongList), self.query_one("#empty")
        rows.display, self.query_one("#find").display = bool(entries), bool(entries)
        empty.display = not entries
        if self.focused is None or not self.focused.display:
            (rows if entries else empty).focus()
        self._show_keys()
        self._learn(frozenset(entry.flow for entry in entries) - self._known)

    def _show_found(self, at: str = "") -> None:
        """The dossiers that are searched for."""
        today, width = self.vault.clock().date(), self.size.width - 5

        def row(code: str) -> Content:
            return entry_row(self._entries[code], today, self._known, width)

        words = folded(str(self.query_one("#search", Line).raw)).split()
        found = [one.code for one in self._entries.values() if all(word in self._text(one) for word in words)]
        self.query_one(LongList).show(found, row, at)

    def _text(self, entry: Entry) -> str:
        known = self._texts.get(entry.code)
        if known is None or known[0] is not entry:
            known = self._texts[entry.code] = entry, searched(entry)
        return known[1]

    def _show_trouble(self) -> None:
        """What is in doubt stands on top as long as it is."""
        trouble, vault = self.query_one("#trouble", Static), self.vault
        trouble.display = bool(vault.trouble)
        lines = [vault.trouble[:1].upper() + vault.trouble[1:] + ".", vault.trouble_hint]
        if vault.can_accept:
            lines.append(_("Kies S (Beheer) om verder te gaan met wat er nu is."))
        trouble.update(T("\n".join(line for line in lines if line)))

    def _show_count(self, entries: list[Entry]) -> None:
        today = self.vault.clock().date()
        late = sum(is_late(entry, today) for entry in entries)
        closed = sum(entry.state == "closed" for entry in entries)
        parts = [styled(_("Uw dossiers: {n}").format(n=len(entries)), "bold $accent")]
        if closed:
            parts.append(T(_("{n} gesloten").format(n=closed)))
        if late:
            words = ngettext("{n} met een datum die voorbij is (T)", "{n} met een datum die voorbij is (T)", late)
            parts.append(styled(words.format(n=late), "bold"))
        self.query_one("#count", Static).update(joined(T(" · ").join(parts)))

    def _show_keys(self) -> None:
        searching = self.focused is not None and self.focused.id == "search"
        self.query_one("#search-keys").display = searching
        self.query_one("#list-keys").display = not searching and bool(self._entries)
        self.query_one("#empty-keys").display = not searching and not self._entries

    @work(thread=True, exit_on_error=False, exclusive=True, group="steps")
    def _learn(self, flows: frozenset[str]) -> None:
        """Read the steps of these flows; then the rows can name them."""
        if flows:
            for flow in flows:
                steps(flow)
            self.app.call_from_thread(self._learned, flows)

    def _learned(self, flows: frozenset[str]) -> None:
        self._known |= flows
        self.refresh_list()

    # searching

    @on(Input.Changed, "#search")
    def search_changed(self, event: Input.Changed) -> None:
        """Each letter narrows the list."""
        event.stop()
        self._show_found()

    @on(Edited)
    def searched_for(self, event: Edited) -> None:
        """Enter goes to what was found."""
        event.stop()
        if event.finished:
            self.action_list()

    def action_search(self) -> None:
        """To the line to search with."""
        if self.query_one("#find").display:
            self.query_one("#search", Line).focus()

    def action_list(self) -> None:
        """To the list."""
        self.query_one(LongList).focus()

    def action_clear(self) -> None:
        """All dossiers again."""
        self.query_one("#search", Line).value = ""
        self.action_list()

    # doing

    @property
    def _meldcode(self) -> MeldcodeApp:
        return cast("MeldcodeApp", self.app)

    @on(OptionList.OptionSelected, "#dossiers")
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Open this dossier."""
        event.stop()
        self._meldcode.open_dossier(str(event.option_id))

    def action_open(self) -> None:
        """Open the dossier under the cursor, or show more rows."""
        self.query_one(LongList).action_select()

    def action_new(self) -> None:
        """Begin a dossier: first for which profession."""
        from meldcode.tui.choose import Choose

        self.app.push_screen(Choose())

    def action_menu(self) -> None:
        """What can be done with the dossier under the cursor."""
        self._start(self._menu)

    def action_due(self) -> None:
        """What is due, in all dossiers."""
        self._start(self._due)

    def action_backup(self) -> None:
        """Write a sealed copy of everything."""
        self._start(self._backup)

    def action_manage(self) -> None:
        """What can be done with the store as a whole."""
        self._start(self._manage)

    def _start(self, do: Callable[[], Awaitable[None]]) -> None:
        """Begin this, once: a key may come twice."""
        if self.is_active:
            self._run(do)

    @work(exclusive=True, group="doing")  # F6 takes windows away without an answer; what waits for one ends here
    async def _run(self, do: Callable[[], Awaitable[None]]) -> None:
        await do()
        self.refresh_list()

    async def _menu(self) -> None:
        from meldcode.tui.dossier_menu import OPEN, visit

        code = self.query_one(LongList).key
        if code and await visit(self.app, self.vault, code) == OPEN:
            self._meldcode.open_dossier(code)

    async def _due(self) -> None:
        from meldcode.tui.due import DueScreen

        code = await self.app.push_screen_wait(DueScreen(self.vault))
        if code:
            self._meldcode.open_dossier(code)

    async def _backup(self) -> None:
        from meldcode.tui.store_menu import make_backup

        await make_backup(self.app, self.vault)

    async def _manage(self) -> None:
        from meldcode.tui.store_menu import visit

        came = await visit(self.app, self.vault)
        if came:
            self.refresh_list(at=came)


def _empty_text() -> str:
    return "\n".join(
        (
            _("U hebt nog geen dossiers."),
            "",
            _("Druk op N om te beginnen. Wat u antwoordt, wordt meteen versleuteld bewaard op deze computer."),
            _("Kreeg u een dossier van een collega? Druk op S en kies «Een dossier ontvangen»."),
            "",
            _("Twijfelt u, of wilt u eerst overleggen? Bel Veilig Thuis: 0800-2000, gratis, dag en nacht."),
        )
    )
