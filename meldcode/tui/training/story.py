"""The story of a case, beside the questions where there is room, else in a window; and screens that read like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.i18n import _, story
from meldcode.training.case import Weighing
from meldcode.training.compare import question_text
from meldcode.training.walk_words import (
    Sections,
    compare_words,
    compared,
    earlier,
    fragments,
    look_back,
    opening,
    progress_left,
    stage_title,
    weigh_words,
    what_adopting_does,
    with_own,
    with_the_experts,
)
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import KEYS
from meldcode.tui.scroll import PAGING, Paged, PageList
from meldcode.tui.text import T, joined, put, styled
from meldcode.tui.title import kept_words, title_line

if TYPE_CHECKING:
    from meldcode.training.walk import Walk

COMPARE, ONWARD, ADOPT = "=compare", "=onward", "=adopt"
AGAIN, OTHER, VARIANT = "=again", "=other", "=variant-"
"""What a row leads to; any other id is that of a question."""


class Page(VerticalScroll):
    """A page to read with the arrows; at its end they go on to the list below it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "onward", show=False)]

    def action_onward(self) -> None:
        """A page further; once what can be chosen is in sight, the first row of it."""
        below = self.query_one("#rows-below").virtual_region.bottom
        if below > self.scroll_offset.y + self.size.height and self.scroll_offset.y < self.max_scroll_y:
            self.scroll_page_down(animate=False)
        else:
            cast("Told", self.screen).action_next()

    def action_scroll_down(self) -> None:
        """A line further, or to what can be chosen."""
        if self.scroll_offset.y >= self.max_scroll_y:
            self.screen.focus_next(PageList)
        else:
            self.scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        """A line back."""
        self.scroll_up(animate=False)


class Told(Paged[str | None]):
    """Texts to read and what can be chosen after that. Gives the id of a row, or None for back.

    Enter reads on and then is the first row; F8 is the first row at once; each row has a key of its own.
    """

    DEFAULT_CSS = """
    Told #page:focus { background-tint: $foreground 0%; }
    Told #rows-below { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("next", "close"), *PAGING]
    AUTO_FOCUS = "#page"
    OWN: ClassVar[Sequence[object]] = ()

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk

    def heading(self) -> str:
        """What stands above it."""
        raise NotImplementedError

    def sections(self) -> Sections:
        """What is read before the rows."""
        raise NotImplementedError

    def rows(self) -> list[tuple[str, str, str]]:
        """Id, words and a muted line below them, of each row; the first is what Enter does."""
        raise NotImplementedError

    def choosing(self) -> str:
        """What stands above the rows."""
        return _("Kies hoe u verder gaat")

    def after(self) -> Sections:
        """What can be read below the rows."""
        return []

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with Page(id="page"):
            yield Static(styled(self.heading(), "bold $accent"), classes="heading")
            yield from _told(self.sections())
            with Vertical(id="rows-below"):
                yield Static(styled(self.choosing(), "bold $accent"), classes="label")
                yield PageList(*(Row(one, id=name) for name, one in self._rows()), markup=False)
            yield from _told(self.after())
        yield Static(T(_("Enter leest verder en kiest onderaan de eerste regel. Een cijfer kiest meteen.")), id="norm")
        yield KeyBar("next", "call", "close", "hide", "leave")

    def _rows(self) -> list[tuple[str, Content]]:
        found = []
        for place, (name, words, below) in enumerate(self.rows()):
            key = KEYS[place] if place < len(KEYS) else " "
            row = joined(styled(f" {key} ", "$text-muted"), styled(words, "bold"))
            found.append((name, joined(row, styled(f"\n   {below}", "$text-muted")) if below else row))
        return found

    def on_mount(self) -> None:
        self.query_one(PageList).highlighted = 0

    def on_resize(self) -> None:
        interview = self.walk.interview
        put(self.query_one("#title", Static), title_line(interview.flow, self.size.width, kept_words(interview)))

    def on_key(self, event: events.Key) -> None:
        place = KEYS.find(event.character.lower()) if event.character and len(event.character) == 1 else -1
        rows = self.rows()
        if 0 <= place < len(rows):
            event.stop()
            self.give(rows[place][0])

    def give(self, chosen: str | None) -> None:
        """Close with this; once, for a key may come twice before the screen is gone."""
        if self.is_active:
            self.dismiss(chosen)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Give what was chosen."""
        event.stop()
        self.give(event.option_id)

    def action_next(self) -> None:
        """The first row."""
        self.give(self.rows()[0][0])

    def action_close(self) -> None:
        """Back to the own record."""
        self.give(None)


class StoryScreen(Told):
    """The story up to now. Gives the id of a question, or `COMPARE`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f6", "close", show=False, priority=True)]

    def __init__(self, walk: Walk, note: str = "", first: bool = False) -> None:
        super().__init__(walk)
        self.note = note
        """Said above everything: why it is shown again, or what was kept."""
        self.first = first
        """Whether it is read for the first time: then it begins with who the learner is."""

    def heading(self) -> str:
        """The case and the moment."""
        return _("OEFENING") + f" · {story(self.walk.case.title)}"

    def sections(self) -> Sections:
        """Who the learner is, the first time; then what happens now."""
        walk = self.walk
        found: Sections = [("", self.note)] if self.note else []
        if self.first:
            found += opening(walk)
        return [*found, (stage_title(walk, walk.place), fragments(walk, walk.place))]

    def choosing(self) -> str:
        """How far the person is."""
        return progress_left(self.walk)

    def after(self) -> Sections:
        """What came before."""
        return [*earlier(self.walk), *([] if self.first else opening(self.walk))]

    def rows(self) -> list[tuple[str, str, str]]:
        """The weighings of now, what is still to be done first; and the way to the comparison."""
        return weigh_rows(self.walk)


class ComparedScreen(Told):
    """A moment beside the expert. Gives `ONWARD`, `ADOPT`, or None to go back to the own record."""

    def heading(self) -> str:
        """Which moment."""
        return _("OEFENING") + f" · {stage_title(self.walk, self.walk.place)}"

    def sections(self) -> Sections:
        """The weighings and what belongs to them."""
        return compared(self.walk, self.walk.place)

    def rows(self) -> list[tuple[str, str, str]]:
        """The way on; who weighed otherwise may go on as the story does."""
        if self.walk.last:
            return [(ONWARD, _("Naar de terugblik"), "")]
        other = bool(self.walk.apart())
        found = [(ONWARD, _("Naar het volgende moment"), with_own() if other else "")]
        return [*found, (ADOPT, with_the_experts(), what_adopting_does())] if other else found


class LookBackScreen(Told):
    """The end of a case. Gives `VARIANT` and a number, `AGAIN`, `OTHER`, or None for the own record."""

    def heading(self) -> str:
        """The case."""
        return _("OEFENING") + " · " + _("Terugblik: {title}").format(title=story(self.walk.case.title))

    def sections(self) -> Sections:
        """Differences and what they would have meant."""
        return look_back(self.walk)

    def rows(self) -> list[tuple[str, str, str]]:
        """Variants, and where to go."""
        variants = [
            (f"{VARIANT}{place}", _("Wat als: {title}").format(title=story(one.title)), "")
            for place, one in enumerate(self.walk.case.variants)
        ]
        return [*variants, (OTHER, _("Een ander geval"), ""), (AGAIN, _("Dit geval nog een keer"), "")]


class VariantScreen(Told):
    """A "what if": first what is different, then what the norm asks. Gives None when it was read."""

    def __init__(self, walk: Walk, place: int, answer: Sections) -> None:
        super().__init__(walk)
        self.variant = walk.case.variants[place]
        self.answer = answer
        """Empty before it is shown."""

    def heading(self) -> str:
        """What is different."""
        return _("OEFENING") + " · " + _("Wat als: {title}").format(title=story(self.variant.title))

    def sections(self) -> Sections:
        """The text, and once it is asked for the answer."""
        asked = [("", _("Wat zou de norm nu vragen, denkt u?"))] if not self.answer else []
        return [("", story(self.variant.text)), *asked, *self.answer]

    def rows(self) -> list[tuple[str, str, str]]:
        """The answer, or back."""
        return [(OTHER, _("Terug naar de terugblik"), "") if self.answer else (ONWARD, _("Laat het zien"), "")]


class StoryPanel(Vertical):
    """The story of this moment and what is weighed, beside the questions. Posts the choice of its list."""

    DEFAULT_CSS = """
    StoryPanel { height: auto; }
    StoryPanel Static { height: auto; }
    """

    def __init__(self, walk: Walk) -> None:
        super().__init__(id="story")
        self.walk = walk
        self._shown: list[tuple[str, str, str]] = []

    def compose(self) -> ComposeResult:
        yield Static(id="story-text")
        yield PageList(markup=False, id="weigh")

    def on_mount(self) -> None:
        self.tell()

    def retell(self) -> None:
        """In the language of now."""
        self.tell()

    def tell(self) -> None:
        """The story and the list as they are now; what stands there already is left alone."""
        if not self.is_mounted:
            return
        walk = self.walk
        put(
            self.query_one("#story-text", Static),
            joined(
                styled(stage_title(walk, walk.place), "bold $accent"),
                f"\n{fragments(walk, walk.place)}\n\n",
                styled(progress_left(walk), "bold $accent"),
            ),
        )
        rows, shown = weigh_rows(walk), self.query_one(PageList)
        if rows != self._shown:
            self._shown, at = rows, shown.highlighted
            shown.set_options(
                Row(joined(" · ", words, styled(f"\n   {below}" if below else "", "$text-muted")), id=name)
                for name, words, below in rows
            )
            shown.highlighted = min(at or 0, len(rows) - 1)


def weigh_rows(walk: Walk) -> list[tuple[str, str, str]]:
    """What can be gone to: what is still to be weighed first, then the comparison, then what was weighed already."""

    def row(weighing: Weighing) -> tuple[str, str, str]:
        return weighing.ask, question_text(walk.flow, weighing), weigh_words(walk, weighing)

    done = [one for one in walk.stage.weighings if walk.compared or walk.state(one) in {"weighed", "apart"}]
    todo = [one for one in walk.stage.weighings if one not in done]
    return [*map(row, todo), (COMPARE, compare_words(walk), ""), *map(row, done)]


def _told(sections: Sections) -> ComposeResult:
    for name, text in sections:
        if name:
            yield Static(styled(name, "bold $accent"), classes="label")
        yield Static(T(text), classes="words")
