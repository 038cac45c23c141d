"""The screen with questions, in practice: the same, with the story beside it and the way to the expert's weighing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from meldcode.i18n import N_, _
from meldcode.training.compare import question_text
from meldcode.training.walk_words import (
    before_that,
    detour,
    of_this_moment,
    same_again,
    standing,
    still_to_weigh,
    too_soon,
    variant_sections,
)
from meldcode.tui.actions import Action, KeyBar
from meldcode.tui.controls import Choices, Edited
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.item_box import ItemBox
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.scroll import reveal
from meldcode.tui.status import norm_short
from meldcode.tui.text import T, put, styled
from meldcode.tui.training.story import (
    ADOPT,
    AGAIN,
    COMPARE,
    ONWARD,
    OTHER,
    VARIANT,
    ComparedScreen,
    LookBackScreen,
    StoryPanel,
    StoryScreen,
    VariantScreen,
)

if TYPE_CHECKING:
    from meldcode.interview import Page
    from meldcode.training.walk import Walk
    from meldcode.tui.training.walking import PractisingApp

STORY = Action("f6", "story", N_("Verhaal"), N_("Het verhaal tot nu toe, en wat u nu weegt"))
OWN = (
    STORY,
    Action("", "compare", N_("Vergelijk"), N_("Wat de expert op dit moment woog, en waarom")),
    Action("", "cases", N_("Gevallen"), N_("Naar de andere oefengevallen; waar u was, blijft staan")),
)
WIDE = 110
"""Columns from which the story stands beside the questions."""


class WalkingScreen(InterviewScreen):
    """`note` is said once above the story: what was kept of the time before."""

    DEFAULT_CSS = """
    WalkingScreen #side-text { display: none; }
    WalkingScreen .moment { height: auto; }
    """
    OWN: ClassVar[tuple[Action, ...]] = OWN
    BINDINGS: ClassVar[list[BindingType]] = [Binding(STORY.key, STORY.name, STORY.help, show=False, priority=True)]

    def __init__(self, walk: Walk, note: str = "") -> None:
        super().__init__(walk.interview)
        self.walk = walk
        self._note = note
        self._new = True
        self._gate = ""
        """The question that was gone to because a weighing comes after it."""

    def beside(self) -> ComposeResult:
        """The story; what a question means stands behind F1."""
        yield StoryPanel(self.walk)
        yield Static(id="side-text")

    def key_bar(self) -> KeyBar:
        """With the story where keeping would be."""
        bar = ("explain", "overview", "call", "request", "norm", "story", "back", "next", "hide", "leave")
        return KeyBar(*bar, own=(STORY,))

    def on_mount(self) -> None:  # type: ignore[override]  # Textual calls that of the class below as well
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if self.walk.ended:
            self._visit_end()
        else:
            self._visit_story()

    @property
    def _practising(self) -> PractisingApp:
        return cast("PractisingApp", self.app)

    def _show_side(self) -> None:
        for panel in self.query(StoryPanel):
            panel.tell()

    async def show(self, page: Page, fresh: bool) -> None:
        """A page, with what its questions ask at this moment of the story."""
        await super().show(page, fresh)
        if not self.is_attached or self.over:
            return
        words = {one.ask: of_this_moment(one) for one in self.walk.stage.weighings}
        for box in self.query(ItemBox):
            text = words.get(box.item.id, "")
            line = next(iter(box.query(".moment").results(Static)), None)
            if line is None and text:
                line = Static(classes="moment")
                await box.mount(line, after=box.query_one(".question"))
            if line is not None:
                put(line, styled(text, "$accent"))
                line.display = bool(text)

    def show_status(self) -> None:
        """With what is left of this moment in the place of what a request still lacks."""
        super().show_status()
        position = self.interview.position()
        if self.is_mounted and "bel_112" not in position.alerts:
            lines = norm_short(self.interview, position, max(20, self.size.width - 2)).split("\n")
            put(self.query_one("#norm", Static), T("\n").join([*lines[:-1], T(standing(self.walk))]))

    # what was answered

    @on(Edited)
    def noticed(self, event: Edited) -> None:
        """A choice was made or confirmed; it counts once the answer was taken, which comes after this."""
        box = next((one for one in event.edited.ancestors if isinstance(one, ItemBox)), None)
        if box is not None and isinstance(event.edited, Choices):
            self.call_later(self._touched, box.item.id)

    def _touched(self, question: str) -> None:
        if self.over or not self.is_attached:
            return
        walk, before = self.walk, self.walk.ready()
        walk.touch(question)
        self._practising.keep_walk()
        self.show_status()
        weighed = question in {one.ask for one in walk.stage.weighings}
        if walk.compared or not (weighed or question == self._gate or walk.ready() is not before):
            return
        if coming := walk.next_open():
            self.say(still_to_weigh(walk, coming) + " " + _("F8 gaat erheen."))
        else:
            self.say(_("Alles van dit moment is gewogen. F8: vergelijk met de expert."))
        for box in self.query(ItemBox):
            if box.item.id == question:
                self.call_after_refresh(reveal, box)  # the line takes room

    async def _next(self) -> None:
        """After a weighing along the case: the next weighing, then the comparison. Else as in any record."""
        if not self.commit():
            return
        item = self._focused_item()
        here = {one.id for one in self.interview.page().items}
        coming = self.walk.following(here, item.id if item else "", self._gate)
        if not coming:
            await super()._next()
        else:
            self._visit(COMPARE if coming == "compare" else coming.ask)

    # the story and the expert

    def action_story(self) -> None:
        """The story, and what is weighed now."""
        self._once_taken(self._visit_story)

    def action_compare(self) -> None:
        """What the expert weighed at this moment."""
        self._once_taken(lambda: self._visit(COMPARE))

    def action_cases(self) -> None:
        """To the other cases."""
        self._once_taken(self._visit_cases)

    def _once_taken(self, go: Callable[[], object]) -> None:
        """After what was typed was taken; not when something of it was refused."""

        def act() -> None:
            if self.commit():
                go()

        self._after_typing(act)

    @on(OptionList.OptionSelected, "#weigh")
    def chosen_beside(self, event: OptionList.OptionSelected) -> None:
        """A weighing in the panel, or the comparison."""
        event.stop()
        name = event.option_id
        self._once_taken(lambda: self._visit(name))

    @work(exclusive=True, group="story")
    async def _visit_story(self) -> None:
        note, self._note = self._note, ""
        first, self._new = self._new, False
        await self._follow(await self.app.push_screen_wait(StoryScreen(self.walk, note, first)))

    @work(exclusive=True, group="story")
    async def _visit(self, name: str | None) -> None:
        await self._follow(name)

    @work(exclusive=True, group="story")
    async def _visit_end(self) -> None:
        await self._look_back()

    async def _follow(self, name: str | None) -> None:
        if name == COMPARE:
            await self._compare()
        elif name:
            await self._weigh(name)

    async def _weigh(self, ask: str) -> None:
        """To a question in the record; when it is not asked there, why, and to the one that comes before it."""
        way, walk = self.walk.way(ask), self.walk
        weighing = next(one for one in walk.stage.weighings if one.ask == ask)
        self._gate = way.target if way.state == "waits" else ""
        if way.state == "apart":
            title = question_text(walk.flow, weighing)
            words = [("", "\n".join(text for _name, text in detour(walk, weighing, way)))]
            await self.app.push_screen_wait(Reading(title, words))
        self._go_to(way.target)
        if way.state == "earlier":
            self.call_later(self.say, same_again())
        elif way.state == "waits":
            self.call_later(self.say, before_that(walk, weighing))

    async def _compare(self) -> None:
        walk = self.walk
        if walk.ended:
            await self._look_back()
            return
        if not walk.compared and not walk.ready():
            answers = [("stay", _("Eerst zelf wegen")), ("go", _("Nu vergelijken"))]
            if await self.app.push_screen_wait(Confirm(_("Nu al vergelijken?"), too_soon(walk), answers)) != "go":
                return
        walk.compare()
        self._practising.keep_walk()
        chosen = await self.app.push_screen_wait(ComparedScreen(walk))
        if chosen not in {ONWARD, ADOPT}:
            self.show_status()
            return
        if chosen == ADOPT:
            walk.adopt()
        released = walk.onward(self._practising.clock().date())
        self._practising.keep_walk()
        self.show_status()
        self.say("")
        if not released:
            await self._look_back()
        elif self.app.size.width >= WIDE and (first := walk.next_open()):
            await self._weigh(first.ask)
            self.call_later(self.say, _("Er is iets nieuws gebeurd: lees het hiernaast, of met F6."))
        else:
            await self._follow(await self.app.push_screen_wait(StoryScreen(walk)))

    async def _look_back(self) -> None:
        while True:
            chosen = await self.app.push_screen_wait(LookBackScreen(self.walk)) or ""
            if not chosen.startswith(VARIANT):
                break
            await self._variant(int(chosen.removeprefix(VARIANT)))
        if chosen == AGAIN:
            path = self.walk.case.path
            self._practising.to_cases()
            self._practising.again(path)
        elif chosen == OTHER:
            self._practising.to_cases()
        else:
            self._show_side()

    async def _variant(self, place: int) -> None:
        if await self.app.push_screen_wait(VariantScreen(self.walk, place, [])) == ONWARD:
            answer = variant_sections(self.walk, self.walk.case.variants[place])
            await self.app.push_screen_wait(VariantScreen(self.walk, place, answer))

    # away

    async def _back(self) -> None:
        if self.interview.page().first:
            if self.commit():
                self._visit_cases()
        else:
            await super()._back()

    @work(exclusive=True, group="cases")
    async def _visit_cases(self) -> None:
        if await self._practising.sure_to_go(_("Naar de oefengevallen?"), _("Naar de gevallen")):
            self._practising.to_cases()
