"""All questions with their answers, by step: to look back, to see what sleeps, and to go to one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.i18n import _, tr
from meldcode.interview import Interview
from meldcode.text import shortened
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.scroll import Pointed
from meldcode.tui.status import missing_line
from meldcode.tui.text import T, joined, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.words import answer_text


class Overview(Screen[str | None]):
    """Gives the id of the question to go to, `ONWARD` to go on to the outcome, or None to go back."""

    ONWARD = "onward"
    BINDINGS: ClassVar[list[BindingType]] = bindings("next", "close")

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(styled(_("Overzicht: kies een vraag om ernaartoe te gaan"), "bold"), classes="heading")
        yield Pointed(*self._rows(), markup=False, id="rows")
        yield Static(T(missing_line(self.interview.position())), id="norm")
        yield KeyBar("next", "call", "close", "leave")

    def _rows(self) -> list[Row]:
        rows = [Row(joined(" ", styled(_("Verder naar de uitkomst"), "bold $accent")), id=self.ONWARD)]
        for place, (step, items) in enumerate(self.interview.review(), 1):
            rows.append(Row(styled(f"{place}. {tr(step.title)}", "bold"), id=f"step {step.id}", disabled=True))
            rows.extend(Row(self._row(item.id), id=item.id) for item in items)
        return rows

    def _row(self, name: str) -> Content:
        item, value = self.interview.flow.items[name], self.interview.value(name)
        asleep, unfinished = not self.interview.counts(name), self.interview.unfinished(name)
        sign = "z" if asleep else " " if value is None else "…" if unfinished else "✓"
        if asleep:
            tail = styled(shortened(answer_text(item, value)) + "  " + _("(telt nu niet mee)"), "$text-muted italic")
        elif value is None:
            tail = styled(_("(mag leeg)") if item.optional else _("nog open"), "$text-muted")
        elif unfinished:
            tail = styled(shortened(answer_text(item, value)) + "  " + _("(niet af)"), "bold")
        else:
            tail = styled(shortened(answer_text(item, value)), "bold")
        return joined(f" {sign} ", tr(item.text), "  ", tail)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 0

    def on_resize(self) -> None:
        self.query_one("#title", Static).update(
            title_line(self.interview.flow, self.size.width, kept_words(self.interview))
        )

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Go to this question; a sleeping one leads to where it would be asked."""
        self.dismiss(event.option_id)

    def action_next(self) -> None:
        """On to the outcome."""
        self.dismiss(self.ONWARD)

    def action_close(self) -> None:
        """Back to the questions."""
        self.dismiss(None)
