"""Another language at any moment: every open screen says the same in other words, and nothing that was typed is lost.

No widget is made anew: half a sentence, its cursor, an open form and whoever waits for it stay what they are. A screen
is composed twice beside itself, in the language of before and of now, without being shown. Where a widget still says
what it was made with, it gets the words of now; what was put on it later its screen makes again (`retell`, or else what
it does when it comes back in front). A line that says what just happened stays as it was said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from inspect import isawaitable
from itertools import pairwise
from typing import TYPE_CHECKING

from textual import events
from textual.compose import compose
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static

from meldcode.i18n import language, languages, speaking, use
from meldcode.preferences import LANGUAGE, Preferences
from meldcode.tui.actions import KeyBar
from meldcode.tui.controls import Choices
from meldcode.tui.dialogs import Keys

if TYPE_CHECKING:
    from meldcode.tui.app import MeldcodeApp


def following() -> str:
    """The language that comes after the one in use, round and round."""
    codes = list(languages())
    return next((after for now, after in pairwise([*codes, codes[0]]) if now == language()), codes[0])


async def switch(app: MeldcodeApp, lang: str | None = None) -> None:
    """Everything is said in this language from now on (without one: in the next there is), and next time too.

    Each open screen follows in its own turn, after the keys that came before. Raises `MeldcodeError` for a language
    that is not there.
    """
    before, now = language(), lang or following()
    use(now)
    Preferences(app.home.folder.parent).set(LANGUAGE, now)
    if now == before:
        return
    for screen in app.screen_stack:
        if _ours(screen):
            screen.call_later(_follow, screen, before, now)


async def _follow(screen: Screen[object], before: str, now: str) -> None:
    """This screen in the language of now."""
    if not screen.is_attached:
        return
    with screen.app.batch_update():
        await _tell(screen, _made(screen, before), _made(screen, now), before, now)
        retell = getattr(screen, "retell", None) or getattr(screen, "on_screen_resume", None)
        if retell is not None and isawaitable(done := retell()):
            await done
        screen.post_message(events.Resize(screen.size, screen.size))  # what hangs on the width is made then


async def _tell(parent: Widget, was: list[Widget], then: list[Widget], before: str, now: str) -> None:
    """The children of a widget, beside what they would be made as in the language of before and of now."""
    made = dict(zip(_places(was), zip(was, then, strict=True), strict=True)) if len(was) == len(then) else {}
    children = list(parent.children)
    for place, child in zip(_places(children), children, strict=True):
        if isinstance(child, KeyBar | Keys):
            await _tell_bar(child, made.get(place, (child, child))[1])
        elif isinstance(child, Choices):
            _tell_choices(child, made.get(place, (child, child))[1])
        elif hasattr(child, "retell"):
            child.retell()
        else:
            old, new = made.get(place, (child, child))
            _say(child, old, new)
            await _tell(child, _inside(child, old, before), _inside(child, new, now), before, now)


async def _tell_bar(bar: KeyBar | Keys, now: Widget) -> None:
    """A bar of keys holds nothing of a person, and its room hangs on its words: it is made anew."""
    if isinstance(bar, Keys) and isinstance(now, Keys):
        bar.keys = now.keys
    await bar.recompose()
    bar.post_message(events.Resize(bar.size, bar.size))


def _tell_choices(shown: Choices, now: Widget) -> None:
    """The options, with what is chosen and not yet taken."""
    if isinstance(now, Choices):
        shown.choices = now.choices
    shown.retell()


def _inside(child: Widget, made: Widget, lang: str) -> list[Widget]:
    """What stands in a widget when it is made in this language."""
    if _ours(child) and type(child).compose is not Widget.compose:
        return _made(child, lang)
    return [] if made is child else list(made._pending_children)  # what `with` put in a container that is not shown


def _made(widget: Widget, lang: str) -> list[Widget]:
    with speaking(lang):
        return compose(widget)


def _places(widgets: Iterable[Widget]) -> Iterator[tuple[type[Widget], str | None, int]]:
    """By what a child is known among its brothers: kind and id, and which of those it is."""
    counts: Counter[tuple[type[Widget], str | None]] = Counter()
    for widget in widgets:
        key = type(widget), widget.id
        counts[key] += 1
        yield (*key, counts[key])


def _ours(widget: Widget) -> bool:
    return type(widget).__module__.startswith("meldcode.")


def _say(shown: Widget, was: Widget, now: Widget) -> None:
    """Give a widget its words of now."""
    if isinstance(shown, Static) and isinstance(was, Static) and isinstance(now, Static):
        if (text := _words(shown.content, was.content, now.content)) is not None:
            shown.update(text)
    elif isinstance(shown, Button) and isinstance(was, Button) and isinstance(now, Button):
        if (text := _words(shown.label, was.label, now.label)) is not None:
            shown.label = text
            shown.refresh(layout=True)
    elif isinstance(shown, Input) and isinstance(now, Input):
        shown.placeholder = now.placeholder
    elif isinstance(shown, OptionList) and isinstance(was, OptionList) and isinstance(now, OptionList):
        _say_rows(shown, was, now)


def _say_rows(shown: OptionList, was: OptionList, now: OptionList) -> None:
    """The rows of a list, with the cursor where it was."""
    if not shown.option_count == was.option_count == now.option_count:
        return
    for place, row in enumerate(shown.options):
        if (text := _words(row.prompt, was.options[place].prompt, now.options[place].prompt)) is not None:
            shown.replace_option_prompt_at_index(place, text)


def _words(shown: object, was: object, now: object) -> Content | None:
    """The words of now, where those of before still stand."""
    if not isinstance(shown, Content | str) or not _plain(shown) == _plain(was) != _plain(now):
        return None
    return now if isinstance(now, Content) else Content(str(now))


def _plain(text: object) -> str:
    return text.plain if isinstance(text, Content) else str(text)
