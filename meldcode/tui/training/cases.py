"""The practice cases to choose from: title, profession, how long, and what was done of each before."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.flow.heads import heads as flow_heads
from meldcode.i18n import _, story, tr
from meldcode.training.reading import Head, heads
from meldcode.training.walk_words import about_kept, progress_words
from meldcode.tui.actions import KeyBar
from meldcode.tui.controls import KEYS
from meldcode.tui.scroll import PageList
from meldcode.tui.text import T, joined, styled
from meldcode.tui.title import title_line

if TYPE_CHECKING:
    from meldcode.tui.training.walking import PractisingApp


class CasesScreen(Screen[None]):
    """Choose a case. `begin_case` of the app is called with its file."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[Head] = []

    def compose(self) -> ComposeResult:
        self.heads = heads(self._practising.flows)
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(styled(_("OEFENING: kies een geval"), "bold $accent"))
            made_up = _(
                "Alle gevallen zijn verzonnen. U loopt de stappen van de meldcode en vergelijkt met een expert."
            )
            yield Static(T(made_up), classes="words")
            hard = _(
                "Komt iets te dichtbij? U kunt altijd stoppen. Veilig Thuis is er ook voor u: 0800-2000, dag en nacht."
            )
            yield Static(T(hard), classes="words")
            none = _("Er zijn geen oefengevallen. Noem zelf een bestand: `meldcode train alone BESTAND`.")
            yield Static(T("" if self.heads else none), classes="words")
            yield PageList(*self._rows(), markup=False)
            yield Static(T(about_kept()), classes="words")
        yield KeyBar("call", "hide", "leave")

    @property
    def _practising(self) -> PractisingApp:
        return cast("PractisingApp", self.app)

    def _rows(self) -> list[Row]:
        titles = {head.id: tr(head.title) for head in flow_heads()}
        kept = self._practising.kept
        return [
            Row(row_words(place, head, titles.get(head.flow, head.flow), progress_words(kept.of(head.id))))
            for place, head in enumerate(self.heads)
        ]

    def on_mount(self) -> None:
        listed = self.query_one(PageList)
        listed.highlighted = 0 if self.heads else None
        listed.focus(scroll_visible=False)
        page = self.query_one("#page", VerticalScroll)
        self.call_after_refresh(page.scroll_home, animate=False)  # the page is read from its top

    def on_screen_resume(self) -> None:
        """What was done of a case may have changed."""
        if listed := next(iter(self.query(PageList)), None):
            for place, row in enumerate(self._rows()):
                listed.replace_option_prompt_at_index(place, row.prompt)

    def on_resize(self) -> None:
        self.query_one("#title", Static).update(title_line(None, self.size.width, _("OEFENING")))

    def on_key(self, event: events.Key) -> None:
        place = KEYS.find(event.character.lower()) if event.character and len(event.character) == 1 else -1
        if 0 <= place < len(self.heads):
            event.stop()
            self._begin(place)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Walk this case."""
        event.stop()
        self._begin(event.option_index)

    def _begin(self, place: int) -> None:
        if self.is_active:
            self._practising.begin_case(self.heads[place].path)


def row_words(place: int, head: Head, profession: str, progress: str) -> Content:
    """A case in two lines: its title; profession, minutes and what was done of it."""
    key = KEYS[place] if place < len(KEYS) else " "
    title = joined(styled(f" {key} ", "$text-muted"), styled(story(head.title), "bold"))
    minutes = _("{n} minuten").format(n=head.minutes) if head.minutes else ""
    own = _("eigen geval") if head.own else ""
    return joined(
        title, styled("\n   " + " · ".join(filter(None, (profession, minutes, own, progress))), "$text-muted")
    )
