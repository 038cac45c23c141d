"""The screen of somebody who takes part: what is on the table, and the story so far. Also as small as a telephone.

What the trainer changes comes in without taking away where the person was: the options keep the focus and their
cursor, and who reads back in the story goes on reading there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from meldcode.i18n import N_, _
from meldcode.training.participant_words import (
    Section,
    about_words,
    after_words,
    answer_words,
    before_words,
    can_answer,
    moment,
    options_shown,
    question_words,
    short_words,
    stage_words,
    title_words,
)
from meldcode.training.slides import answered_words, there_words
from meldcode.training.trainer_words import timer_words
from meldcode.tui.actions import Action
from meldcode.tui.controls import DIGITS
from meldcode.tui.text import T, joined, put, styled
from meldcode.tui.training.answers import Answers
from meldcode.tui.training.bar import ActBar
from meldcode.tui.training.dress import BREAKPOINTS, practice_line

if TYPE_CHECKING:
    from meldcode.training.links import Link
    from meldcode.training.views import View

OWN = (
    Action("v", "further", N_("Verder"), N_("Een bladzijde verder lezen"), "pagedown"),
    Action("t", "back", N_("Terug"), N_("Een bladzijde terug"), "pageup"),
    Action("b", "top", N_("Boven"), N_("Naar boven, waar het nieuwste staat"), "home"),
    Action("n", "call", N_("Bellen"), N_("De nummers om te bellen"), "f3"),
    Action("o", "colours", N_("Kleuren"), N_("Andere kleuren: donker, licht, of met veel verschil")),
    Action("question_mark", "help", N_("Hulp"), N_("Hoe meedoen werkt, en wat er bewaard wordt"), "f1"),
    Action("ctrl+q", "leave", N_("Stop"), N_("Stoppen met meedoen; dit wordt eerst gevraagd"), "q"),
)
"""What can be done here, in the order of the bar. A telephone has no keys: there the bar is tapped."""
_BESIDE = BREAKPOINTS[0][1][0]
"""Columns from which the story stands beside the question."""
TOGETHER = 0.2
"""Seconds in which changes of others are gathered before they are drawn."""
_MARGIN, _LONGEST = 20, 40
"""Columns that a bar leaves for its number and what is around it; and of the longest bar."""

Anchor = tuple[Widget, int, int]
"""A part of the page, how many of its lines are above the upper edge, and how far the page is scrolled."""


class ParticipantScreen(Screen[None]):
    """What is on the table first, the story below it, or beside it where there is room; one page that scrolls."""

    DEFAULT_CSS = """
    ParticipantScreen #head { height: auto; padding: 0 1; }
    ParticipantScreen #told { height: auto; padding: 0 1; display: none; color: $text-error; }
    ParticipantScreen #both { height: 1fr; padding: 0 1; }
    ParticipantScreen #both Vertical { height: auto; }
    ParticipantScreen #both Static { height: auto; max-width: 96; }
    ParticipantScreen #question { margin: 0 0 1 0; }
    ParticipantScreen #now Static { margin: 0 0 1 0; }
    ParticipantScreen #story Static { margin: 0 0 1 0; }
    ParticipantScreen.-tiny #story { border-top: solid $border; }
    ParticipantScreen.-narrow #both, ParticipantScreen.-wide #both { layout: horizontal; }
    ParticipantScreen.-narrow #both Vertical, ParticipantScreen.-wide #both Vertical { width: 1fr; }
    ParticipantScreen.-narrow #story, ParticipantScreen.-wide #story {
        border-left: solid $border; padding: 0 0 0 1; margin: 0 0 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "line(1)", show=False, priority=True),
        Binding("up", "line(-1)", show=False, priority=True),
        Binding("pagedown", "further", show=False, priority=True),
        Binding("pageup", "back", show=False, priority=True),
        Binding("home", "top", show=False, priority=True),
        Binding("end", "end", show=False, priority=True),
    ]
    AUTO_FOCUS = ""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.link = link
        self.refused = ""
        """Why a choice was not taken; until the next one."""
        self.news = False
        """Whether something new stands above what is being read."""
        self._moment: tuple[object, ...] = ()
        self._due = False
        self._keep: Anchor | None = None
        self._stop: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="head")
        yield Static(id="told")
        with VerticalScroll(id="both", can_focus=False):
            with Vertical(id="now"):
                yield Static(id="before")
                yield Static(id="question")
                yield Answers()
                yield Static(id="mine")
                yield Static(id="after")
            with Vertical(id="story"):
                yield Static(id="about")
        yield ActBar(OWN, lambda _name: True)

    def on_mount(self) -> None:
        self._stop = self.link.watch(self.changed)
        self.screen_layout_refresh_signal.subscribe(self, self._laid_out, immediate=True)
        self.set_interval(1, self.show_time)
        self.watch(self.query_one("#both"), "scroll_y", self._scrolled, init=False)

    def on_unmount(self) -> None:
        self._stop()

    def on_resize(self) -> None:
        self.show()

    def changed(self) -> None:
        """Drawn once for all that changes at the same time: when thirty people answer in one second, each sees their
        own answer at once and the number of the others a moment later."""
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_later(TOGETHER, self.call_later, self.show)

    # drawing

    def show(self) -> None:
        """Everything as it is now, with what was being read still in sight."""
        self._due = False
        if not self.is_mounted:
            return
        view = self.link.view()
        was, self._moment = self._moment, moment(view)
        keep = self._anchor() if was else None
        self._show_now(view)
        self._show_story(view)
        if was and was != self._moment:
            self._new(keep)
        self._keep = keep
        self._show_lines(view)
        self.query_one(ActBar).show()

    def show_time(self) -> None:
        """Only what changes by itself."""
        if self.is_mounted and (view := self.link.view()).ends:
            self._show_lines(view)

    def _show_lines(self, view: View) -> None:
        """The lines that always stand in sight: the clock, how many answered, one's own answer, what went wrong."""
        put(self.query_one("#title", Static), practice_line(title_words(view), self.size.width))
        clock = timer_words(view, self.link.now())
        people = answered_words(view) if view.round >= 0 and not view.variant else there_words(view)
        own = short_words(view, self.link.arrived())
        news = _("Er is iets nieuws: druk B") if self.news else ""
        parts = [part for part in (own, clock, people if view.phase != "ended" else "") if part]
        head = styled(" · ".join(parts), "bold")
        self.query_one("#head").display = bool(parts or news)
        put(self.query_one("#head", Static), joined(styled(f"{news}\n", "bold $accent"), head) if news else head)
        said = self.refused or self.link.said()
        told = self.query_one("#told", Static)
        told.display = bool(said)
        put(told, T(said))

    def _show_now(self, view: View) -> None:
        self._put("#before", _sections(before_words(view)))
        self._put("#question", styled(question_words(view), "bold"))
        answers, shown = self.query_one(Answers), options_shown(view)
        if shown:
            answers.show(view)
        if answers.display != shown:
            answers.display = shown
            if shown and self.focused is None:
                answers.focus(scroll_visible=False)
        self._put("#mine", T(answer_words(view, self.link.arrived())))
        room = self.size.width // (1 if self.size.width < _BESIDE else 2)
        self._put("#after", _sections(after_words(view, max(8, min(_LONGEST, room - _MARGIN)))))

    def _put(self, name: str, content: Content) -> None:
        widget = self.query_one(name, Static)
        widget.display = bool(content.plain)
        put(widget, content)

    def _show_story(self, view: View) -> None:
        """The last part first. A part that was shown keeps its own place, so that reading on is possible."""
        story = self.query_one("#story")
        shown = list(story.query(".stage").results(Static))
        for place in range(len(view.stages)):
            content = _sections([stage_words(view, place)])
            if place < len(shown):
                put(shown[len(shown) - 1 - place], content)
            else:
                story.mount(Static(content, classes="stage"), before=0)
        for gone in shown[: max(0, len(shown) - len(view.stages))]:  # of another session, come in again with its code
            gone.remove()
        put(self.query_one("#about", Static), _sections(about_words(view)))

    # where somebody is reading

    @property
    def page(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one("#both", VerticalScroll)

    def _anchor(self) -> Anchor | None:
        """The part of the story at the upper edge; None for who is above it, or at the top of the page."""
        at = self.page.scroll_offset.y
        beside = self.size.width >= _BESIDE
        for part in self.query("#story Static") if at > 0 else ():
            top = self._down(part)
            if top + part.size.height > at:
                return (part, at - top, at) if beside or top <= at else None
        return None

    def _down(self, part: Widget) -> int:
        """How far from the top of the page a part stands."""
        return part.region.y - self.page.region.y + self.page.scroll_offset.y - self.page.gutter.top

    def _new(self, keep: Anchor | None) -> None:
        """The trainer changed what is on the table."""
        self.refused = ""
        if keep is None:
            self.page.scroll_home(animate=False, immediate=True)
            return
        self.news = True

    def _laid_out(self, _screen: Screen[object]) -> None:
        """What was being read back in its place, as often as the page is laid out anew: a part that is new may get its
        room later than the rest. Not any more once the person went elsewhere."""
        if self._keep is None or not self._keep[0].is_mounted:
            return
        part, above, before = self._keep
        if self.page.scroll_offset.y not in {before, self.page.max_scroll_y}:  # the second: there is less to scroll now
            self._keep = None
            return
        self.page.scroll_to(y=self._down(part) + above, animate=False, immediate=True)
        self._keep = part, above, self.page.scroll_offset.y

    def _scrolled(self) -> None:
        if self.news and self.page.scroll_offset.y <= 0:
            self.news = False
            self._show_lines(self.link.view())

    # what the person does

    def on_key(self, event: events.Key) -> None:
        """A digit chooses, wherever on the page one is reading."""
        typed = event.character or ""
        if typed and typed in DIGITS:
            event.stop()
            self.choose(int(typed) - 1)

    @on(Answers.Chosen)
    def chosen(self, event: Answers.Chosen) -> None:
        """Give an answer."""
        event.stop()
        self.choose(event.place)

    def choose(self, place: int) -> None:
        """Give the option at this place as the answer, and say so; what cannot be is said too."""
        view = self.link.view()
        if not options_shown(view) or place >= len(view.options):
            return
        if can_answer(view):
            self.query_one(Answers).highlighted = place
            self.refused = self.link.answer(view.round, view.options[place][0])
        else:
            self.refused = _("De vraag is gesloten. Uw antwoord blijft zoals het was.")
        self.show()

    def action_line(self, way: int) -> None:
        """To the next option, or a line on the page where there is none or it is out of sight."""
        answers = self.query_one(Answers)
        at = answers.highlighted
        first = -1 if way > 0 else answers.option_count
        to = (first if at is None else at) + way
        if answers.display and 0 <= to < answers.option_count and self._sees(0 if at is None else at):
            answers.highlighted = to
            row = answers.place_of(to)
            self._keep = None
            self.page.scroll_to_region(
                Region(0, self._down(answers) + row.y, 1, row.height + 1), animate=False, force=True, immediate=True
            )
        else:
            self._keep = None
            self.page.scroll_relative(y=way, animate=False, immediate=True)

    def _sees(self, row: int) -> bool:
        """Whether this option is in sight, or below what is: then the arrows lead there."""
        answers = self.query_one(Answers)
        return self._down(answers) + answers.place_of(row).bottom > self.page.scroll_offset.y

    def action_further(self) -> None:
        """A page further."""
        self._keep = None
        self.page.scroll_page_down(animate=False)

    def action_back(self) -> None:
        """A page back."""
        self._keep = None
        self.page.scroll_page_up(animate=False)

    def action_top(self) -> None:
        """Where the newest stands."""
        self._keep = None
        self.page.scroll_home(animate=False)

    def action_end(self) -> None:
        """The end of the page, where the story begins."""
        self._keep = None
        self.page.scroll_end(animate=False)


def _sections(sections: list[Section]) -> Content:
    parts: list[Content | str] = []
    for name, text in sections:
        if name:
            parts += [styled(name, "bold $accent"), "\n"]
        parts += [text, "\n\n"]
    return joined(*parts[:-1])
