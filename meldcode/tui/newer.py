"""Asks whether a dossier goes over to a newer version of its questionnaire, and says in words what that changes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from meldcode.desk.versions import Newer, change_text
from meldcode.i18n import _, ngettext, tr
from meldcode.text import one_line
from meldcode.tui.actions import bindings
from meldcode.tui.text import T, styled

MOVE, STAY = "move", "stay"


class AskNewer(ModalScreen[str]):
    """Gives `move` or `stay`; Escape is stay. Neither loses an answer."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, newer: Newer) -> None:
        super().__init__()
        self.newer = newer

    def compose(self) -> ComposeResult:
        version = one_line(self.newer.flow.version)
        with Vertical(classes="box"):
            title = _("Er is een nieuwere vragenlijst, versie {version}").format(version=version)
            yield Static(styled(title, "bold"), classes="heading")
            with VerticalScroll():
                for name, lines in _sections(self.newer):
                    if name:
                        yield Static(styled(name, "bold $accent"), classes="label")
                    yield Static(T("\n".join(lines)), classes="words")
            with Horizontal(classes="buttons"):
                yield Button(_("Blijven bij de oude (Esc)"), id=STAY, compact=True)
                yield Button(_("Overgaan naar de nieuwe"), id=MOVE, variant="primary", compact=True)

    @on(Button.Pressed)
    def picked(self, event: Button.Pressed) -> None:
        """Give the choice."""
        event.stop()
        self.dismiss(event.button.id or STAY)

    def action_close(self) -> None:
        """Nothing changes."""
        self.dismiss(STAY)


def _sections(newer: Newer) -> list[tuple[str, list[str]]]:
    """Heading and lines: the choice, the outcome, what is lost, then every change."""
    intro = _("Dit dossier is met een eerdere versie begonnen. U kunt overgaan of blijven. Er gaat geen antwoord weg.")
    sections = [("", [intro]), (_("Wat de norm vraagt"), _outcome(newer))]
    if newer.lost:
        name = ngettext(
            "{n} antwoord past niet meer, het blijft in de geschiedenis staan",
            "{n} antwoorden passen niet meer, ze blijven in de geschiedenis staan",
            len(newer.lost),
        ).format(n=len(newer.lost))
        sections.append((name, [f"- {_question(newer, one)}" for one in newer.lost]))
    changes = [f"- {change_text(change)}" for change in newer.changes]
    count = ngettext("{n} verandering", "{n} veranderingen", len(changes)).format(n=len(changes))
    nothing = _("Aan de woorden is niets veranderd.")
    return [*sections, (count if changes else _("Veranderingen"), changes or [nothing])]


def _outcome(newer: Newer) -> list[str]:
    before, after = _title(newer, newer.outcome_before, old=True), _title(newer, newer.outcome_after, old=False)
    if newer.outcome_before == newer.outcome_after:
        return [_("Blijft gelijk: {outcome}").format(outcome=after)]
    return [_("Verandert. Nu: {outcome}").format(outcome=before), _("Straks: {outcome}").format(outcome=after)]


def _title(newer: Newer, name: str, old: bool) -> str:
    """An outcome in words; what the older version called it stands in the changes."""
    for change in newer.changes:
        retitled = change.kind == "reworded" and change.title == change.after
        if old and change.part == "outcome" and change.what == name and (retitled or change.kind == "removed"):
            return change.before
    found = next((outcome.title for outcome in newer.flow.outcomes if outcome.id == name), name)
    return one_line(tr(found))


def _question(newer: Newer, name: str) -> str:
    removed = (one for one in newer.changes if one.part == "question" and one.kind == "removed")
    gone = (one.before for one in removed if one.what == name)
    item = newer.flow.question(name)
    return next(gone, one_line(tr(item.text)) if item else name)
