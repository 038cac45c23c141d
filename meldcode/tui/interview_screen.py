"""The screen on which questions are answered, one page at a time."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from meldcode.flow.model import Item
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview, Page
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import Choices, Edited
from meldcode.tui.item_box import ItemBox, explanation
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.outcome import OutcomeScreen
from meldcode.tui.overview import Overview
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.status import alert_line, norm_sections, norm_short, steps_line
from meldcode.tui.text import T, joined, styled
from meldcode.tui.title import title_line

KEYS = ("explain", "overview", "call", "request", "norm", "back", "next", "leave")


class InterviewScreen(Screen[None]):
    """Questions of one page, with the steps above and what the norm asks below (or beside, when there is room)."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*(key for key in KEYS if key not in {"call", "leave"}))
    AUTO_FOCUS = None

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

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
        yield KeyBar(*KEYS)

    async def on_mount(self) -> None:
        await self.show(self.interview.page(), fresh=True)

    async def on_screen_resume(self) -> None:
        """An answer or the place may have changed while another screen was in front."""
        if self.query("ItemBox"):
            await self.show(self.interview.page(), fresh=False)

    def on_resize(self, event: events.Resize) -> None:
        self._show_status()

    # showing

    async def show(self, page: Page, fresh: bool) -> None:
        """Put a page on the screen. Questions that stay keep their widget, so that focus and typing stay too."""
        container = self.query_one("#page", VerticalScroll)
        wanted = {f"item-{item.id}" for item in page.items}
        for box in list(container.query(ItemBox)):
            if box.id not in wanted:
                await box.remove()
        before = self.query_one("#step-text")
        for item in page.items:
            found = container.query(f"#item-{item.id}")
            if found:
                box = found.first(ItemBox)
                container.move_child(box, after=before)
            else:
                box = ItemBox(self.interview.flow, item, self.interview.value(item.id), self.interview.clock().date())
                await container.mount(box, after=before)
            before = box
        self._show_step(page)
        self._show_status()
        self.query_one("#back", Button).disabled = page.first
        self.query_one("#next", Button).label = T(_("Naar het overzicht") if page.last else _("Verder"))
        if fresh:
            container.scroll_home(animate=False)
            self._focus_first(page)

    def _show_step(self, page: Page) -> None:
        text = self.query_one("#step-text", Static)
        opening = next((item.id for item in page.step.items if self.interview.counts(item.id)), "")
        entered = page.items[0].id == opening
        heading = styled(_("Stap {n}: {title}").format(n=page.number, title=tr(page.step.title)), "bold $accent")
        text.update(joined(heading, f"\n{tr(page.step.text)}" if entered and page.step.text else ""))

    def _show_status(self) -> None:
        if not self.is_mounted:
            return
        position = self.interview.position()
        flow, page = self.interview.flow, self.interview.page()
        self.query_one("#title", Static).update(title_line(flow, self.size.width))
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

    def _focus_first(self, page: Page) -> None:
        """The first open question, or else the first one, or the way on."""
        boxes = [self.query_one(f"#item-{item.id}", ItemBox) for item in page.items]
        asking = [box for box in boxes if box.control is not None]
        still_open = [box for box in asking if self.interview.value(box.item.id) is None]
        gone_to = [box for box in asking if box.item.id == self.interview.target]
        target = (gone_to or still_open or asking)[:1]
        control = target[0].control if target else None
        if control is not None:
            control.focus()
        else:
            self.query_one("#next", Button).focus()

    # answering

    @on(Edited)
    def edited(self, event: Edited) -> None:
        """An answer was given."""
        event.stop()
        box = next((one for one in event.edited.ancestors if isinstance(one, ItemBox)), None)
        if box is not None:
            self._take(box, event.edited.raw, event.finished)

    @work(exclusive=True, group="answer")
    async def _take(self, box: ItemBox, raw: object, finished: bool) -> None:
        if not await self._agrees(box.item, raw):
            box.show_value(self.interview.value(box.item.id))
            return
        page = self.interview.answer(box.item.id, raw)
        box.show_error(f"{page.error.reason}. {page.error.hint}" if page.error else "")
        await self.show(page, fresh=False)
        if finished and page.error is None:
            self._focus_after(box)

    async def _agrees(self, item: Item, raw: object) -> bool:
        """Say beforehand which answers will no longer count."""
        effect = self.interview.effect(item.id, raw)
        if not effect.asleep:
            return True
        count = len(effect.asleep)
        names = "\n".join(f"- {tr(self.interview.flow.items[name].text)}" for name in effect.asleep)
        title = ngettext(
            "{count} antwoord telt dan niet meer mee", "{count} antwoorden tellen dan niet meer mee", count
        ).format(count=count)
        text = names + "\n\n" + _("Ze blijven bewaard en tellen weer als de vraag terugkomt.")
        answers = [("no", _("Laat zoals het was")), ("yes", _("Verander"))]
        return await self.app.push_screen_wait(Confirm(title, text, answers)) == "yes"

    def _focus_after(self, box: ItemBox) -> None:
        """The next question on the page, or the button to go on."""
        boxes = list(self.query(ItemBox))
        following = boxes[boxes.index(box) + 1 :] if box in boxes else []
        control = next((one.control for one in following if one.control is not None), None)
        (control or self.query_one("#next", Button)).focus()

    def _commit(self) -> None:
        """Take what was typed but not left yet, before going anywhere."""
        for box in self.query(ItemBox):
            control = box.control
            if control is not None and not isinstance(control, Choices) and hasattr(control, "raw"):
                self.interview.answer(box.item.id, control.raw)

    # going

    @on(Button.Pressed, "#next")
    async def action_next(self) -> None:
        """The next page; after the last one the overview."""
        self._commit()
        page = self.interview.page()
        if page.last:
            self.action_overview()
        else:
            await self.show(self.interview.next(), fresh=True)

    @on(Button.Pressed, "#back")
    async def action_back(self) -> None:
        """The page before."""
        self._commit()
        await self.show(self.interview.back(), fresh=True)

    def action_explain(self) -> None:
        """Open the explanation of the question in focus."""
        item = self._focused_item()
        if item is not None:
            self.app.push_screen(Reading(tr(item.text), explanation(self.interview.flow, item)))

    def action_norm(self) -> None:
        """What the norm asks now, in full."""
        sections = norm_sections(self.interview.flow, self.interview.position())
        self.app.push_screen(Reading(_("Wat de norm nu vraagt"), sections))

    @work
    async def action_overview(self) -> None:
        """All questions and answers; come back at the chosen one, or go on to the outcome."""
        self._commit()
        chosen = await self.app.push_screen_wait(Overview(self.interview))
        if chosen == Overview.ONWARD:
            chosen = await self.app.push_screen_wait(OutcomeScreen(self.interview))
            if chosen == OutcomeScreen.REQUEST:
                self.action_request()
                return
        await self._go_to(chosen)

    @work
    async def action_request(self) -> None:
        """The request: preview and write."""
        self._commit()
        await self._go_to(await self.app.push_screen_wait(RequestScreen(self.interview)))

    async def _go_to(self, target: str | None) -> None:
        if target:
            self.interview.go(target)
            await self.show(self.interview.page(), fresh=True)
