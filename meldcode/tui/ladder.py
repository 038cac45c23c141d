"""The five steps as a ladder: how each stands, in a sign and in words, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option as Row

from meldcode.i18n import N_, _, ngettext, tr
from meldcode.tui.menu import Listed
from meldcode.tui.text import joined, styled

if TYPE_CHECKING:
    from meldcode.interview import Interview, Rung

SIGNS = {"now": "•", "done": "✓", "open": "·", "later": "·"}
STATES = {"now": N_("hier bent u"), "done": N_("klaar"), "open": N_("nog open"), "later": N_("komt nog")}


class Ladder(Listed):
    """Gives the id of the step to go to, or None. The digit of a step goes there at once."""

    ABOUT = (2, 3)

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.heading = N_("De vijf stappen: kies er een om ernaartoe te gaan")
        self.rungs = {rung.step.id: rung for rung in interview.ladder()}

    def opening(self) -> int:
        """Where the person is."""
        return next((rung.number - 1 for rung in self.rungs.values() if rung.state == "now"), 0)

    def rows(self, room: int) -> list[Row]:
        """A step on a line, with what is known of it below."""
        return [Row(self._row(rung), id=name) for name, rung in self.rungs.items()]

    def _row(self, rung: Rung) -> Content:
        name = styled(tr(rung.step.title), "bold reverse" if rung.state == "now" else "bold")
        line = joined(styled(f" {rung.number} ", "$text-muted"), f"{SIGNS[rung.state]} ", name)
        return joined(line, "\n", styled(f"     {rung_words(rung)}", "$text-muted"))

    def about(self, name: str) -> str:
        """What the step is for, in its first sentence."""
        text = tr(self.rungs[name].step.text) if name in self.rungs else ""
        first, dot, _rest = text.partition(". ")
        return first + dot.strip()


def rung_words(rung: Rung) -> str:
    """How a step stands: "klaar · 3 beantwoord, 2 slapen"."""
    counts = [_("{n} beantwoord").format(n=rung.answered), _("{n} open").format(n=rung.open)]
    if rung.asleep:
        counts.append(ngettext("{n} telt nu niet mee", "{n} tellen nu niet mee", rung.asleep).format(n=rung.asleep))
    return f"{_(STATES[rung.state])} · {', '.join(counts)}"
