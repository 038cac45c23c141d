"""A list that may be very long: only its first rows are made, and more when the person asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from meldcode.i18n import _
from meldcode.tui.scroll import Pointed
from meldcode.tui.text import styled


class LongList(Pointed):
    """Rows by key, made when they are shown."""

    DEFAULT_CSS = """
    LongList { height: 1fr; max-height: 100%; border: none; padding: 0 1; background: transparent; }
    LongList:focus { border: none; background-tint: $foreground 0%; }
    """
    STEP = 200
    MORE = "more rows"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._keys: Sequence[str] = ()
        self._row: Callable[[str], Content] = lambda _key: Content("")
        self._most = self.STEP

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty when there is none."""
        if self.highlighted is None:
            return ""
        found = self.get_option_at_index(self.highlighted).id or ""
        return "" if found == self.MORE else found

    def show(self, keys: Sequence[str], row: Callable[[str], Content], at: str = "") -> None:
        """Show these rows, with the cursor on the row with key `at`, or where it stood, or on the first."""
        at = at or self.key
        self._keys, self._row = keys, row
        place = next((place for place, key in enumerate(keys) if key == at), 0)
        self._most = max(self.STEP, -(-(place + 1) // self.STEP) * self.STEP)
        self._fill(place)

    def retell(self) -> None:
        """The same rows in another language."""
        self._fill(self.highlighted or 0)

    def _fill(self, place: int) -> None:
        shown = self._keys[: self._most]
        rows = [Row(self._row(key), id=key) for key in shown]
        rest = len(self._keys) - len(shown)
        if rest:
            rows.append(Row(styled(_("Toon meer ({n})").format(n=rest), "bold $accent"), id=self.MORE))
        self.set_options(rows)
        self.highlighted = place if rows else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == self.MORE:
            event.stop()
            first, self._most = self._most, self._most + self.STEP
            self._fill(first)
