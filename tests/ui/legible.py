"""What must be true of any screen in any size, without a kept text to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from textual.css.styles import RulesMap
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static

from meldcode.tui.app import MeldcodeApp
from meldcode.tui.hidden import Hidden
from meldcode.tui.training.bar import ActBar
from meldcode.tui.training.participant import ParticipantApp
from meldcode.tui.training.projector import ProjectorApp

READING = 100
"""Columns; a line of running text that is longer is hard to follow back to the next."""
BRIEF = {"norm", "alert", "title", "steps"}
"""Lines that say in short what F5 or the menu say in full: they may end in an ellipsis."""


def wrong(app: MeldcodeApp, text: str) -> list[str]:
    """What is wrong with the screen in front, which shows this text."""
    width, height = app.size
    lines = text.splitlines()
    found = [f"{len(lines)} lines in {height}"] if len(lines) != height else []
    found += [f"wider than the window: {line}" for line in lines if len(line) > width]
    found += [f"{number} is not on the screen" for number in ("0800-2000", "112") if number not in text]
    if isinstance(app.screen, Hidden):
        return found
    out = () if isinstance(app, ProjectorApp) else _way_out(app, text)  # nobody sits at a wall
    return [*found, *_focus(app), *out, *_cut(app)]


def _focus(app: MeldcodeApp) -> Iterator[str]:
    """Something has the focus, and can be seen; in a list the row under the cursor."""
    focused = app.screen.focused
    if focused is None:
        reading = isinstance(app, ParticipantApp | ProjectorApp) and not app.screen.focus_chain
        if not reading:
            yield "nothing has the focus"
        return
    seen = _seen(app, focused)
    if not seen.area:
        yield f"{focused!r} has the focus and is not in sight"
    elif isinstance(focused, OptionList) and focused.highlighted is not None:
        row = focused._lines.index((focused.highlighted, 0)) if focused.options else 0  # what has no public name
        top = focused.content_region.y - focused.scroll_offset.y + row
        if not seen.y <= top < seen.bottom:
            yield f"the cursor of {focused!r} is not in sight"


def _way_out(app: MeldcodeApp, text: str) -> Iterator[str]:
    """How to leave is said: in the bar below, or in a window on its button."""
    ways = ("Esc)", "ESC") if isinstance(app.screen, ModalScreen) else ("^Q", "ESC")
    last = text if isinstance(app.screen, ModalScreen) else "\n".join(text.splitlines()[-2:])
    if not any(way in last for way in ways):
        yield "no way out in sight"


def _cut(app: MeldcodeApp) -> Iterator[str]:
    """Nothing that does not scroll is cut: not at the right edge of what holds it, and not below."""
    for widget in app.screen.query("Static, Button"):
        if not widget.size.area or not _shown(widget) or not isinstance(widget, Static | Button):
            continue
        said = " ".join(str(widget.render()).split())[:50]
        seen = _seen(app, widget)
        if seen.area and seen.width < widget.region.width:
            yield f"cut at the right edge: {said!r}"
        if widget.id in BRIEF:
            continue
        visual = widget._render() if isinstance(widget, Button) else widget.visual
        room = widget.content_size
        if not room.width:
            continue
        needed = visual.get_height(cast("RulesMap", widget.styles), room.width)
        if needed > room.height:
            yield f"{needed} lines in a room of {room.height}: {said!r}"
        lines = str(widget.render()).splitlines()
        if not isinstance(widget, ActBar) and min(room.width, max(map(len, lines), default=0)) > READING:
            yield f"a line too long to read: {said!r}"
        longest = max(map(len, str(widget.render()).split()), default=0)
        if longest > room.width:
            yield f"a word is broken: {said!r}"


def _shown(widget: Widget) -> bool:
    return all(one.display for one in widget.ancestors_with_self if isinstance(one, Widget))


def _seen(app: MeldcodeApp, widget: Widget) -> Region:
    """The part of a widget that is in sight."""
    try:
        return app.screen.find_widget(widget).visible_region
    except Exception:  # Textual has an error of its own for what it has not placed
        return Region()
