"""The keys of the trainer's console on as many lines as they need; a click does what the key does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import events
from textual.content import Content
from textual.widgets import Static

from meldcode.i18n import _
from meldcode.tui.actions import Action, shown_key
from meldcode.tui.text import joined, put, styled


class ActBar(Static):
    """`possible` tells of the name of an action whether it can be done now; what cannot is dimmed, and stays."""

    DEFAULT_CSS = "ActBar { dock: bottom; height: auto; background: $panel; }"

    def __init__(self, actions: Iterable[Action], possible: Callable[[str], bool]) -> None:
        super().__init__()
        self.actions = tuple(actions)
        self.possible = possible
        self._places: list[tuple[int, int, int, str]] = []
        """Line, first and last column, and the name of the action that stands there."""

    def on_resize(self) -> None:
        self.show()

    def show(self) -> None:
        """The keys, with what can be done now."""
        width = self.app.size.width
        parts: list[Content | str] = []
        self._places, line, column = [], 0, 0
        for action in self.actions:
            key, label = shown_key(action.key) if action.key else "", _(action.label)
            room = len(key) + 1 + len(label)
            if column and column + room > width:
                parts.append("\n")
                line, column = line + 1, 0
            can = self.possible(action.name)
            parts += [styled(key, "bold $accent" if can else "$text-disabled"), " "]
            parts += [styled(label, "" if can else "$text-disabled"), " "]
            self._places.append((line, column, column + room - 1, action.name))
            column += room + 1
        put(self, joined(*parts[:-1]))

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        for line, first, last, name in self._places:
            if event.y == line and first <= event.x <= last:
                await self.app.run_action(f"app.act('{name}')")
