"""The first screen: for which profession, and the numbers to call."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.errors import MeldcodeError
from meldcode.flow.heads import Head, all_heads, refusal
from meldcode.i18n import _, tr
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.scroll import PageList
from meldcode.tui.text import T, joined, sentences, styled
from meldcode.tui.title import title_line

if TYPE_CHECKING:
    from meldcode.dossier.home import Home
    from meldcode.tui.app import MeldcodeApp

KEEP, RESTORE = "keep", "restore"
MOST_KEYS = 9
"""So many flows have a key of their own."""


class Choose(Screen[None]):
    """Choose a profession. `begin` of the app is called with the chosen flow."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("close")

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[Head] = []

    def compose(self) -> ComposeResult:
        self.heads = all_heads(self._meldcode.flows)
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(styled(_("Een zorg over een kind of volwassene thuis?"), "bold $accent"))
            lines = (
                _("Is er nu direct gevaar? Bel 112."),
                _("Twijfelt u of wilt u overleggen? Bel Veilig Thuis: 0800-2000, gratis, dag en nacht."),
                "",
                _(
                    "Dit programma loopt met u de vijf stappen van de meldcode door. Aan het eind hebt u een"
                    " adviesvraag of een melding op papier. U beslist; er wordt niets verstuurd."
                ),
                "",
                _("Waar werkt u?"),
            )
            yield Static(T("\n".join(lines)), classes="words")
            yield PageList(*self._rows(), markup=False)
            yield Static(T(self._kept_text()), classes="words")
            yield Static("", id="result")
        shut = "dossiers" if self._meldcode.home.exists() else "keep"
        kept = ("close" if self._meldcode.vault else shut,) if self._meldcode.may_keep else ()
        yield KeyBar("call", *kept, "hide", "leave")

    @property
    def _meldcode(self) -> MeldcodeApp:
        return cast("MeldcodeApp", self.app)

    def _rows(self) -> list[Row | None]:
        """The professions, and below them what can be done with the store while it is shut."""
        rows: list[Row | None] = [self._row(place, head) for place, head in enumerate(self.heads, 1)]
        if self._meldcode.vault is not None or not self._meldcode.may_keep:
            return rows
        there = self._meldcode.home.exists()
        keep = _("Uw dossiers openen (F6)") if there else _("Dossiers bewaren op deze computer (F6)")
        rows += [None, Row(T(f"   {keep}"), id=KEEP)]
        if not there:
            rows.append(Row(T("   " + _("Een reservekopie terugzetten")), id=RESTORE))
        return rows

    def _kept_text(self) -> str:
        if self._meldcode.vault is not None:
            return _("Elk antwoord wordt meteen versleuteld bewaard op deze computer.")
        if not self._meldcode.may_keep:
            return _(
                "Hier wordt niets bewaard. Uw antwoorden zijn er zolang deze pagina open is: sluit u haar, of valt de"
                " verbinding weg, dan zijn ze weg. Wat u maakt, komt als download op uw eigen computer."
            )
        return _("Zonder bewaren blijven uw antwoorden in het geheugen van dit programma, tot u stopt.")

    @work(thread=True, exit_on_error=False)
    def _warm_up(self) -> None:
        """Bring in what the next screen needs while the person reads this one."""
        for name in ("jsonschema", "meldcode.tui.interview_screen"):
            import_module(name)

    @staticmethod
    def _row(place: int, head: Head) -> Row:
        key = str(place) if place <= MOST_KEYS else " "
        words = joined(styled(f" {key} ", "$text-muted"), styled(tr(head.title), "bold"))
        return Row(joined(words, styled(f" · {head.mark}", "$text-muted")) if head.own else words, id=f"flow-{place}")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0
        self.query_one(OptionList).focus()
        self.set_timer(0.3, self._warm_up)  # once this screen stands

    def on_resize(self) -> None:
        self.query_one("#title", Static).update(title_line(None, self.size.width))

    def on_key(self, event: events.Key) -> None:
        place = int(event.character) - 1 if event.character and event.character in "123456789" else -1
        if 0 <= place < len(self.heads):
            self._begin(self.heads[place])

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Begin with this flow, or go to the store."""
        if event.option_id == KEEP:
            self._meldcode.action_keep()
        elif event.option_id == RESTORE:
            self._meldcode.restore()
        else:
            self._begin(self.heads[int(str(event.option_id).removeprefix("flow-")) - 1])

    def action_close(self) -> None:
        """Back to all dossiers."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)

    def _begin(self, head: Head) -> None:
        try:
            if (why_not := refusal(head)) is not None:
                raise why_not
            self._meldcode.begin(head.name)
        except MeldcodeError as error:
            result = self.query_one("#result", Static)
            result.update(T(sentences(error.message, error.hint)))
            result.scroll_visible(animate=False)


def first_screen(home: Home) -> Screen[None]:
    """The door of the store when there is one, else the choice of profession."""
    if not home.exists() and home.folder.with_name("dossiers.ready").exists():
        from meldcode.dossier.opening import finish_swap  # a restore that was cut off

        finish_swap(home)
    if not home.exists():
        return Choose()
    from meldcode.tui.unlock import UnlockScreen

    return UnlockScreen()
