"""The screen on which questions are answered, one page at a time."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from meldcode.flow.model import Item
from meldcode.i18n import _, tr
from meldcode.interview import Interview, Page
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.going import Going
from meldcode.tui.item_box import ItemBox, explanation
from meldcode.tui.scroll import reveal
from meldcode.tui.status import LINE, alert_line, norm_short, steps_line
from meldcode.tui.text import T, joined, put, relabel, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.words import step_lines

KEYS = ("explain", "overview", "request", "norm", "back", "next", "steps", "search", "undo")
"""The keys of this screen; the others in its bar work everywhere."""

LOW = 24
"""Lines; in a window with fewer an alert says its first sentences only."""


class Ways(Horizontal):
    """Back and on, below the questions; the arrow up goes back to the last question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "question", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def action_question(self) -> None:
        """To the last question of this page; where there is none, the key is for the page."""
        controls = [box.control for box in self.screen.query(ItemBox) if box.control is not None]
        if not controls:
            raise SkipAction
        controls[-1].focus()


class InterviewScreen(Going):
    """Questions of one page, with the steps above and what the norm asks below (or beside, when there is room)."""

    DEFAULT_CSS = """
    InterviewScreen #said { display: none; height: auto; max-height: 2; padding: 0 1; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*KEYS), Binding("slash", "search", show=False)]
    AUTO_FOCUS = ""  # the first open question, without Textual scrolling to the first widget of all

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview
        self.over = False
        """Whether the interview was left: from then on nothing is asked of its store."""
        self._opened_with: Widget | None = None
        """What got the focus when the page opened: a page is read from its top, so it does not scroll for that."""
        self._opened_as: tuple[object, object] = (None, None)

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="steps")
        yield Static(id="alert")
        with Horizontal(id="middle"):
            with VerticalScroll(id="page", can_focus=False):
                yield Static(id="step-text")
                yield Ways(
                    Button(_("Terug"), id="back", compact=True),
                    Button(_("Verder"), id="next", variant="primary", compact=True),
                    id="ways",
                )
            with VerticalScroll(id="side", can_focus=False):
                yield from self.beside()
        yield Static(id="said")
        yield Static(id="norm")
        yield self.key_bar()

    def beside(self) -> ComposeResult:
        """What stands beside the questions, where there is room."""
        yield Static(id="side-text")

    def key_bar(self) -> KeyBar:
        """The keys of this screen."""
        keep = "dossiers" if self.interview.stored else "keep"
        may_keep = self.interview.may_keep and not self.interview.practice
        bar = ("explain", "overview", "call", "request", "norm", keep, "back", "next", "hide", "leave")
        return KeyBar(*(name for name in bar if name != keep or may_keep))

    async def on_mount(self) -> None:
        await self.show(self.interview.page(), fresh=True)
        self.watch(self.query_one("#page", VerticalScroll), "virtual_size", self._grew, init=False)

    async def on_screen_resume(self) -> None:
        """An answer or the place may have changed while another screen was in front."""
        if self.query("ItemBox") and not self.over:
            await self.show(self.interview.page(), fresh=False)

    def on_resize(self, event: events.Resize) -> None:
        self.show_status()
        self.call_after_refresh(self._keep_in_sight)

    # showing

    async def show(self, page: Page, fresh: bool) -> None:
        """Put a page on the screen. Questions that stay keep their widget, so that focus and typing stay too.

        Runs in the screen's own turn only (message handlers and `call_later`), so two never overlap.
        """
        if not self.is_attached or self.over:
            return
        container = self.query_one("#page", VerticalScroll)
        wanted = {item.id for item in page.items}
        boxes = {box.item.id: box for box in container.query(ItemBox)}
        for name, box in boxes.items():
            if name not in wanted:
                await box.remove()
        before: Widget = self.query_one("#step-text")
        for item in page.items:
            found = boxes.get(item.id)
            if found is None:
                found = ItemBox(self.interview.flow, item, self.interview.value(item.id), self.interview.today)
                await container.mount(found, after=before)
            before = found
        self.follow()  # an answer may have come from elsewhere: a call, a step back
        self._show_step(page)
        self.show_status()
        last = _("Naar het overzicht") if page.last else _("Verder")
        onward = self.query_one("#next", Button)
        if str(onward.label) != last:
            relabel(onward, last)
        if fresh:
            self.say("")
            container.scroll_home(animate=False)
            self._focus_first(page)
            self.call_after_refresh(self._open_at_top)  # only then it is known how much room there is

    def _open_at_top(self, seen: tuple[object, ...] = ()) -> None:
        """A page is read from its top; unless a question was gone to, which must then be in sight.

        Again until nothing grows any more: lines above and below come one after the other. Not once a person went on.
        """
        page = self.query_one("#page", VerticalScroll)
        page.scroll_home(animate=False, immediate=True)  # what comes now is worked out from where it stands
        for box in self.query(ItemBox):
            if box.item.id == self.interview.target:
                reveal(box)
        self._keep_in_sight()  # the person may be further down already
        stands = (page.size, page.virtual_size)
        if stands != seen and self._untouched():
            self.call_after_refresh(self._open_at_top, stands)

    def _grew(self) -> None:
        """A line came to a page that was just opened."""
        if self._untouched():
            self.call_after_refresh(self._open_at_top)

    def _untouched(self) -> bool:
        """Whether the page is as it was opened: no other question, no other row, nothing typed."""
        opened = self._opened_with
        return opened is not None and self.focused is opened and _state(opened) == self._opened_as

    def say(self, text: str) -> None:
        """A line below the questions, which stays until the next answer or page; an empty text takes it away."""
        said = self.query_one("#said", Static)
        if text or said.display:
            said.update(T(text))
            said.display = bool(text)

    def _show_step(self, page: Page) -> None:
        text = self.query_one("#step-text", Static)
        opening = next((item.id for item in page.step.items if self.interview.counts(item.id)), "")
        entered = page.items[0].id == opening
        heading = styled(_("Stap {n}: {title}").format(n=page.number, title=tr(page.step.title)), "bold $accent")
        put(text, joined(heading, *(f"\n{line}" for line in step_lines(self.interview.flow, page.step) if entered)))

    def show_status(self) -> None:
        """The lines above and below the questions."""
        if not self.is_mounted:
            return
        position = self.interview.position()
        flow, page = self.interview.flow, self.interview.page()
        put(self.query_one("#title", Static), title_line(flow, self.size.width, kept_words(self.interview)))
        put(self.query_one("#steps", Static), steps_line(self.interview, page.step, self.size.width))
        alert = self.query_one("#alert", Static)
        width, height = self.size
        put(alert, alert_line(flow, position, (max(20, min(width - 2, LINE)), 2 if height < LOW else 4)))
        alert.display = bool(position.alerts)
        put(self.query_one("#norm", Static), norm_short(self.interview, position, max(20, width - 2)))
        self._show_side()

    def _show_side(self) -> None:
        """Beside the questions, when there is room: the explanation of the one in focus."""
        item = self._focused_item()
        sections = explanation(self.interview.flow, item) if item else []
        parts = [styled(name, "bold $accent") + T(f"\n{text}") if name else T(text) for name, text in sections]
        put(self.query_one("#side-text", Static), T("\n\n").join(parts))

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
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll to the question that is being answered, once the person went to it."""
        if self.focused is not None and self.focused is not self._opened_with:
            for box in self.query(ItemBox):
                if box in self.focused.ancestors:
                    reveal(box)

    def _focus_first(self, page: Page) -> None:
        """The first open question, or else the first one, or the way on."""
        boxes = [box for box in self.query(ItemBox) if box.item in page.items]
        asking = [box for box in boxes if box.control is not None]
        still_open = [box for box in asking if self.interview.value(box.item.id) is None]
        gone_to = [box for box in asking if box.item.id == self.interview.target]
        target = (gone_to or still_open or asking)[:1]
        control = target[0].control if target else None
        self._opened_with = control or self.query_one("#next", Button)
        self._opened_as = _state(self._opened_with)
        self._opened_with.focus(scroll_visible=False)


def _state(control: Widget) -> tuple[object, object]:
    """What a key would change in it."""
    return getattr(control, "highlighted", None), getattr(control, "raw", None)
