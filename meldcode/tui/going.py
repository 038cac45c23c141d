"""Going from page to page, to a step or a question, and to the screens beside the questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from textual import events, on, work
from textual.containers import VerticalScroll
from textual.widgets import Button

from meldcode.flow.model import Item
from meldcode.i18n import _, tr
from meldcode.text import shortened
from meldcode.tui.answering import Answering
from meldcode.tui.entries import Entries
from meldcode.tui.item_box import ItemBox, explanation
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.outcome import OutcomeScreen
from meldcode.tui.overview import Overview
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.scroll import reveal
from meldcode.tui.status import STEP, norm_sections, would_sections
from meldcode.words import answer_text, source_text

if TYPE_CHECKING:
    from meldcode.tui.app import MeldcodeApp


class Going(Answering):
    """The part of the screen with questions that leads elsewhere. What was typed is taken first."""

    def _focused_item(self) -> Item | None:
        """The question that has the focus, or else the first of the page."""
        raise NotImplementedError

    def _after_typing(self, go: Callable[[], Awaitable[None] | None]) -> None:
        """Run this when the keys that came before it have been handled, and in the screen's own turn.

        Function keys reach the app before keys that still wait for the widget in focus.
        """
        (self.focused or self).call_later(self.call_later, go)

    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """The next page; after the last one the overview."""
        self._after_typing(self._next)

    async def _next(self) -> None:
        if not self.commit() or self._show_unseen():
            return
        if self.interview.page().last:
            self.action_overview()
        else:
            await self.show(self.interview.next(), fresh=True)

    def _show_unseen(self) -> bool:
        """Go to a question further down this page that was neither seen nor answered, when there is one."""
        window = self.query_one("#page", VerticalScroll).region
        for box in self.query(ItemBox):
            still_open = self.interview.value(box.item.id) is None and not box.item.optional
            if box.control is not None and still_open and box.control.region.y >= window.bottom:
                box.control.focus()
                self.call_after_refresh(reveal, box)  # also when it had the focus already
                return True
        return False

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """The page before; from the first page to all dossiers, or in memory to the choice of profession."""
        self._after_typing(self._back)

    async def _back(self) -> None:
        if not self.commit():
            return
        if self.interview.page().first and self.interview.stored:
            self._meldcode.go_home()
        elif self.interview.page().first:
            self._choose_again()
        else:
            await self.show(self.interview.back(), fresh=True)

    @work
    async def _choose_again(self) -> None:
        if self.interview.unsaved():
            text = _("Uw antwoorden staan alleen in het geheugen. Kiest u opnieuw, dan zijn ze weg.")
            answers = [("stay", _("Verder werken")), ("go", _("Opnieuw kiezen"))]
            if await self.app.push_screen_wait(Confirm(_("Een andere vragenlijst kiezen?"), text, answers)) != "go":
                return
        self._meldcode.drop()
        self.dismiss(None)

    @property
    def _meldcode(self) -> MeldcodeApp:
        return cast("MeldcodeApp", self.app)

    def action_explain(self) -> None:
        """Open the explanation of the question in focus, and of the notes beside it."""
        item = self._focused_item()
        if item is None:
            return
        flow = self.interview.flow
        notes = [note for note in self.interview.page().items if not note.is_question and note is not item]

        def sections() -> list[tuple[str, str]]:
            found = explanation(flow, item)
            for note in notes:
                found.append((tr(note.text), tr(note.help)))
                found.append((_("Bron"), source_text(flow, note.sources)))
            return found

        self.app.push_screen(Reading(lambda: tr(item.text), sections))

    def action_norm(self) -> None:
        """What the norm asks now, in full, and what would change it."""

        def sections() -> list[tuple[str, str]]:
            found = norm_sections(self.interview.flow, self.interview.position())
            at = len(found) - 1  # before the last words: that the person decides
            found[at:at] = would_sections(self.interview)
            return found

        self.app.push_screen(Reading(lambda: _("Wat de norm nu vraagt"), sections))

    def action_overview(self) -> None:
        """All questions and answers."""
        self._after_typing(self._overview)

    def _overview(self) -> None:
        if self.commit():
            self._visit_overview()

    @work
    async def _visit_overview(self) -> None:
        """Come back at the chosen question, or go on to the outcome and from there to the request."""
        chosen = await self.app.push_screen_wait(Overview(self.interview))
        if chosen == Overview.ONWARD:
            chosen = await self.app.push_screen_wait(OutcomeScreen(self.interview))
            if chosen == OutcomeScreen.REQUEST:
                chosen = await self.app.push_screen_wait(RequestScreen(self.interview))
        self._go_to(chosen)

    def action_request(self) -> None:
        """The request: preview and write."""
        self._after_typing(self._request)

    def _request(self) -> None:
        if self.commit():
            self._visit_request()

    @work
    async def _visit_request(self) -> None:
        self._go_to(await self.app.push_screen_wait(RequestScreen(self.interview)))

    # to a step, to a question, and back to how it was

    def action_steps(self) -> None:
        """The five steps."""
        self._after_typing(self._steps)

    def _steps(self) -> None:
        if self.commit():
            self._visit_steps()

    @work
    async def _visit_steps(self) -> None:
        from meldcode.tui.ladder import Ladder

        self._go_to(self._first_of(await self.app.push_screen_wait(Ladder(self.interview))))

    def _first_of(self, step: str | None) -> str | None:
        """The first question or note of a step. A step and a question may have the same id, such as `signalen`."""
        items = (item.id for one in self.interview.flow.steps if one.id == step for item in one.items)
        return next(filter(self.interview.counts, items), step)

    def on_click(self, event: events.Click) -> None:
        """A click on a step in the line above goes there."""
        step = str(event.style.meta.get(STEP, ""))
        if step:
            event.stop()
            self._after_typing(lambda: self._go_to(self._first_of(step)) if self.commit() else None)

    def action_search(self) -> None:
        """Search in questions and answers."""
        self._after_typing(self._search)

    def _search(self) -> None:
        if self.commit():
            self._visit_search()

    @work
    async def _visit_search(self) -> None:
        from meldcode.tui.find import Find

        self._go_to(await self.app.push_screen_wait(Find(self.interview)))

    def action_undo(self) -> None:
        """Take back the last change of an answer."""
        self._after_typing(self._undo)

    async def _undo(self) -> None:
        """What was typed and not yet given counts as the last change."""
        if not self.commit():
            return
        name = self.interview.undo()
        if name is None:
            kept = not self.interview.can_undo
            self.say(
                _("Er is nu niets om terug te zetten.") if kept else _("Dat lukte niet: het kon niet bewaard worden.")
            )
            return
        await self.show(self.interview.page(), fresh=True)
        item, value = self.interview.flow.items[name], self.interview.value(name)
        said = _("Teruggezet: {question} {answer}")
        self.say(said.format(question=shortened(tr(item.text)), answer=shortened(answer_text(item, value))))

    def _go_to(self, target: str | None) -> None:
        """To a step or a question; `question/row/field` opens the form of that entry, at that field."""
        if target:
            self.call_later(self._arrive, *target.split("/"))

    async def _arrive(self, target: str, row: str = "", field: str = "") -> None:
        await self.show(self.interview.go(target), True)
        for box in self.query(ItemBox):
            if row and box.item.id == target and isinstance(box.control, Entries):
                box.control.open_entry(int(row), field)
