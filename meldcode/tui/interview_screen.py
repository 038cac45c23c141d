"""The screen on which questions are answered, one page at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Static

from meldcode.flow.model import Entry, Item
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview, Page
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import Choices, Edited
from meldcode.tui.entries import Entries, EntryForm
from meldcode.tui.item_box import ItemBox, explanation
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.outcome import OutcomeScreen
from meldcode.tui.overview import Overview
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.scroll import reveal
from meldcode.tui.status import alert_line, norm_sections, norm_short, steps_line
from meldcode.tui.text import UNNAMED, T, joined, sentences, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.words import source_text, step_lines

if TYPE_CHECKING:
    from meldcode.tui.app import MeldcodeApp

KEYS = ("explain", "overview", "request", "norm", "back", "next")
"""The keys of this screen; the others in its bar work everywhere."""


class InterviewScreen(Screen[None]):
    """Questions of one page, with the steps above and what the norm asks below (or beside, when there is room)."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*KEYS)
    AUTO_FOCUS = None

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview
        self.over = False
        """Whether the interview was left: from then on nothing is asked of its store."""
        self._opened_with: Widget | None = None
        """What got the focus when the page opened: a page is read from its top, so it does not scroll for that."""

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="steps")
        yield Static(id="alert")
        with Horizontal(id="middle"):
            with VerticalScroll(id="page", can_focus=False):
                yield Static(id="step-text")
                yield Horizontal(
                    Button(_("Terug"), id="back", compact=True),
                    Button(_("Verder"), id="next", variant="primary", compact=True),
                    id="ways",
                )
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="side-text")
        yield Static(id="norm")
        keep = "dossiers" if self.interview.stored else "keep"
        bar = ("explain", "overview", "call", "request", "norm", keep, "back", "next", "hide", "leave")
        yield KeyBar(*(name for name in bar if not (self.interview.practice and name == keep)))

    async def on_mount(self) -> None:
        await self.show(self.interview.page(), fresh=True)

    async def on_screen_resume(self) -> None:
        """An answer or the place may have changed while another screen was in front."""
        if self.query("ItemBox") and not self.over:
            await self.show(self.interview.page(), fresh=False)

    def on_resize(self, event: events.Resize) -> None:
        self.show_status()

    # showing

    async def show(self, page: Page, fresh: bool) -> None:
        """Put a page on the screen. Questions that stay keep their widget, so that focus and typing stay too.

        Runs in the screen's own turn only (message handlers and `call_later`), so two never overlap.
        """
        if not self.is_attached or self.over:
            return
        container = self.query_one("#page", VerticalScroll)
        wanted = [f"item-{item.id}" for item in page.items]
        for box in list(container.query(ItemBox)):
            if box.id not in wanted:
                await box.remove()
        before: Widget = self.query_one("#step-text")
        today = self.interview.today
        for item in page.items:
            found = next((one for one in container.query(ItemBox) if one.item.id == item.id), None)
            if found is None:
                found = ItemBox(self.interview.flow, item, self.interview.value(item.id), today)
                await container.mount(found, after=before)
            before = found
        self._show_step(page)
        self.show_status()
        last = _("Naar het overzicht") if page.last else _("Verder")
        self.query_one("#next", Button).label = T(last)
        if fresh:
            container.scroll_home(animate=False)
            self._focus_first(page)
            self.call_after_refresh(self._open_at_top)  # only then it is known how much room there is

    def _open_at_top(self, again: bool = True) -> None:
        """A page is read from its top; unless a question was gone to, which must then be in sight.

        Twice: the lines above and below may still have been growing the first time.
        """
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        for box in self.query(ItemBox):
            if box.item.id == self.interview.target:
                reveal(box)
        if again and self.focused is self._opened_with:
            self.call_after_refresh(self._open_at_top, False)

    def _show_step(self, page: Page) -> None:
        text = self.query_one("#step-text", Static)
        opening = next((item.id for item in page.step.items if self.interview.counts(item.id)), "")
        entered = page.items[0].id == opening
        heading = styled(_("Stap {n}: {title}").format(n=page.number, title=tr(page.step.title)), "bold $accent")
        text.update(joined(heading, *(f"\n{line}" for line in step_lines(self.interview.flow, page.step) if entered)))

    def show_status(self) -> None:
        """The lines above and below the questions."""
        if not self.is_mounted:
            return
        position = self.interview.position()
        flow, page = self.interview.flow, self.interview.page()
        self.query_one("#title", Static).update(title_line(flow, self.size.width, kept_words(self.interview)))
        self.query_one("#steps", Static).update(steps_line(self.interview, page.step, self.size.width))
        alert = self.query_one("#alert", Static)
        alert.update(alert_line(flow, position))
        alert.display = bool(position.alerts)
        self.query_one("#norm", Static).update(norm_short(self.interview, position))
        self._show_side()

    def _show_side(self) -> None:
        """Beside the questions, when there is room: the explanation of the one in focus."""
        item = self._focused_item()
        sections = explanation(self.interview.flow, item) if item else []
        parts = [styled(name, "bold $accent") + T(f"\n{text}") if name else T(text) for name, text in sections]
        self.query_one("#side-text", Static).update(T("\n\n").join(parts))

    def _focused_item(self) -> Item | None:
        """The question that has the focus, or else the first of the page."""
        focused = self.focused
        boxes = [one for one in (focused.ancestors if focused else []) if isinstance(one, ItemBox)]
        return next((box.item for box in boxes or self.query(ItemBox)), None)

    def on_descendant_focus(self) -> None:
        """Another question, another explanation."""
        self._show_side()
        opening = self.focused is self._opened_with  # also when the focus comes back to it by itself
        self._opened_with = self._opened_with if opening else None
        box = next((one for one in (self.focused.ancestors if self.focused else []) if isinstance(one, ItemBox)), None)
        if box is not None and not opening:
            self.call_after_refresh(reveal, box)

    def _focus_first(self, page: Page) -> None:
        """The first open question, or else the first one, or the way on."""
        boxes = [box for box in self.query(ItemBox) if box.item in page.items]
        asking = [box for box in boxes if box.control is not None]
        still_open = [box for box in asking if self.interview.value(box.item.id) is None]
        gone_to = [box for box in asking if box.item.id == self.interview.target]
        target = (gone_to or still_open or asking)[:1]
        control = target[0].control if target else None
        self._opened_with = control or self.query_one("#next", Button)
        self._opened_with.focus(scroll_visible=False)

    # answering

    @on(Edited)
    async def edited(self, event: Edited) -> None:
        """An answer was given."""
        event.stop()
        box = next((one for one in event.edited.ancestors if isinstance(one, ItemBox)), None)
        if box is not None and box.is_attached and self._accept(box):
            await self.show(self.interview.page(), fresh=False)
            if event.finished:
                self._focus_after(box)

    def _accept(self, box: ItemBox) -> bool:
        """Take what a question's control holds. False when it was refused, or when the person is asked first."""
        if self.over:
            return False
        raw = box.raw
        if self.interview.effect(box.item.id, raw).asleep:
            self._ask_first(box, raw)
            return False
        return self._give(box, raw)

    def _give(self, box: ItemBox, raw: object) -> bool:
        """Give the answer, and say so when it was refused or could not be kept."""
        page = self.interview.answer(box.item.id, raw)
        box.show_error(sentences(page.error.reason, page.error.hint) if page.error else "")
        if page.error:
            self.call_after_refresh(reveal, box)
        if page.error and (self.read_only or isinstance(box.control, Choices)):
            box.show_value(self.interview.value(box.item.id))  # what is not kept must not look as if it were
        return page.error is None

    @property
    def read_only(self) -> bool:
        """Whether this dossier can only be read now."""
        return bool(getattr(self.interview.store, "read_only", False))

    @work(exclusive=True, group="ask first", description=UNNAMED)
    async def _ask_first(self, box: ItemBox, raw: object) -> None:
        """Say beforehand which answers will no longer count, and go back to the old answer when that is not wanted."""
        asleep = self.interview.effect(box.item.id, raw).asleep
        names = "\n".join(f"- {tr(self.interview.flow.items[name].text)}" for name in asleep)
        title = ngettext(
            "{count} antwoord telt dan niet meer mee", "{count} antwoorden tellen dan niet meer mee", len(asleep)
        ).format(count=len(asleep))
        kept = ngettext(
            "Het blijft bewaard en telt weer als de vraag terugkomt.",
            "Ze blijven bewaard en tellen weer als de vraag terugkomt.",
            len(asleep),
        )
        text = f"{names}\n\n{kept}"
        answers = [("no", _("Laat zoals het was")), ("yes", _("Verander"))]
        if await self.app.push_screen_wait(Confirm(title, text, answers)) == "yes":
            self._give(box, raw)
        elif box.is_attached:
            box.show_value(self.interview.value(box.item.id))
        self.call_later(self.show, self.interview.page(), False)

    def commit(self) -> bool:
        """Take everything that was typed on this page. False when something was refused or must be asked first."""
        for box in self.query(ItemBox):
            if box.control is not None and not self._accept(box) and not self.read_only:
                box.control.focus()
                return False
        return True

    def hand_in(self) -> bool:
        """Take everything that was typed, also in an open form. False when that says what is wrong with it."""
        form = self._form()
        if form is not None:
            entry, whole = form.so_far()
            if not whole:
                form.action_next()  # which says where
                return False
            self._take_entry(entry)
        return self.commit()

    def take(self) -> None:
        """Take everything that can be read, without a question: there is no time to ask one."""
        form = self._form()
        if form is not None:
            self._take_entry(form.so_far()[0])
        for box in self.query(ItemBox):
            asleep = isinstance(box.control, Choices) and self.interview.effect(box.item.id, box.raw).asleep
            if box.control is not None and not asleep:  # such a choice waits for a yes that never came
                self.interview.answer(box.item.id, box.raw)

    def _form(self) -> EntryForm | None:
        """The form that is open and was changed."""
        forms = [one for one in self.app.screen_stack if isinstance(one, EntryForm) and one.changed]
        return forms[0] if forms else None

    def _take_entry(self, entry: Entry) -> None:
        for entries in self.query(Entries):
            entries.take(entry)

    def _focus_after(self, box: ItemBox) -> None:
        """The next question on the page, or the button to go on."""
        boxes = list(self.query(ItemBox))
        following = boxes[boxes.index(box) + 1 :] if box in boxes else []
        control = next((one.control for one in following if one.control is not None), None)
        (control or self.query_one("#next", Button)).focus()

    # going

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
        sections = explanation(flow, item)
        for note in self.interview.page().items:
            if not note.is_question and note is not item:
                sections.append((tr(note.text), tr(note.help)))
                sections.append((_("Bron"), source_text(flow, note.sources)))
        self.app.push_screen(Reading(tr(item.text), sections))

    def action_norm(self) -> None:
        """What the norm asks now, in full."""
        sections = norm_sections(self.interview.flow, self.interview.position())
        self.app.push_screen(Reading(_("Wat de norm nu vraagt"), sections))

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

    def _go_to(self, target: str | None) -> None:
        if target:
            self.call_later(self.show, self.interview.go(target), True)
