"""The widgets a person answers with. Each has `raw`, what was given, and posts `Edited` when it changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option as Row

from meldcode.flow.model import Field, Item, Option, Value
from meldcode.i18n import _, date_text, tr
from meldcode.text import clean, one_line
from meldcode.tui.scroll import PageList, reveal_row
from meldcode.tui.text import joined, styled

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The keys before the rows of a window to choose from, in order."""
DIGITS = "123456789"
"""The keys of the first options of a question."""


class Edited(Message):
    """What was given for a question changed. `finished` when the person is done with it and wants to go on."""

    def __init__(self, control: Widget, finished: bool = False) -> None:
        super().__init__()
        self.edited = control
        self.finished = finished


class Choices(PageList):
    """Options: their digit, Enter, space or a click choose; arrows and letters only go there; Delete clears.

    Enter on what is chosen goes on, also where several may be chosen: a hurried Enter must not take an answer away.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", show=False)]

    def __init__(self, options: Iterable[Option], chosen: Iterable[str], several: bool) -> None:
        self.choices = tuple(options)
        self.chosen = set(chosen)
        self.several = several
        super().__init__(*(Row(self._row(place)) for place in range(len(self.choices))), markup=False)

    @property
    def raw(self) -> object:
        """The chosen id, or a list of ids."""
        ids = [choice.id for choice in self.choices if choice.id in self.chosen]
        return ids if self.several else (ids[0] if ids else None)

    def on_mount(self) -> None:
        """The cursor stands on the answer; on nothing while there is none, so that a stray Enter chooses nothing."""
        self.to_answer()

    def to_answer(self) -> None:
        """The cursor to the first option that is chosen."""
        self.highlighted = next((place for place, choice in enumerate(self.choices) if choice.id in self.chosen), None)

    def choose(self, chosen: Iterable[str]) -> None:
        """Show these as chosen, without a message."""
        before, self.chosen = self.chosen, set(chosen)
        for place, choice in enumerate(self.choices):
            if choice.id in before ^ self.chosen:
                self.replace_option_prompt_at_index(place, self._row(place))

    def retell(self) -> None:
        """Every row in the language of now, with what is chosen, and what the one under the cursor means."""
        for place in range(len(self.choices)):
            self.replace_option_prompt_at_index(place, self._row(place))
        self.tell()

    def tell(self) -> None:
        """Say once more which option the cursor stands on."""
        if self.highlighted is not None:
            self.post_message(OptionList.OptionHighlighted(self, self.options[self.highlighted], self.highlighted))

    def on_key(self, event: events.Key) -> None:
        if event.key in {"delete", "backspace"}:
            event.stop()
            self.choose(())
            self.post_message(Edited(self))
            return
        typed = event.character or ""
        if typed and typed in DIGITS and int(typed) <= len(self.choices):
            event.stop()
            self.highlighted = int(typed) - 1
            self._pick(self.highlighted)
        elif typed.isalpha():
            event.stop()
            self._jump(typed)

    def _jump(self, letter: str) -> None:
        """To the next option that begins with this letter. Nothing is chosen: a letter may be typed by mistake."""
        start = 0 if self.highlighted is None else self.highlighted + 1
        places = [*range(start, len(self.choices)), *range(start)]
        texts = ((place, tr(self.choices[place].text).casefold()) for place in places)
        begins = (place for place, text in texts if text.startswith(letter.casefold()))
        self.highlighted = next(begins, self.highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._pick(event.option_index)

    def action_tick(self) -> None:
        """Choose what the cursor stands on, or where several may be chosen take it away."""
        super().action_select()

    def action_select(self) -> None:
        """Enter: choose what the cursor stands on; go on when it was chosen already."""
        place = self.highlighted
        if self.several and place is not None and self.choices[place].id in self.chosen:
            self.post_message(Edited(self, finished=True))
        else:
            super().action_select()

    def _pick(self, place: int) -> None:
        """Choose; choosing the same single answer once more goes on."""
        name = self.choices[place].id
        again = not self.several and name in self.chosen
        if self.several:
            self.choose(self.chosen ^ {name})
        else:
            self.choose({name})
        self.post_message(Edited(self, finished=again))

    def _row(self, place: int) -> Content:
        choice = self.choices[place]
        on = choice.id in self.chosen
        sign = ("[x]" if on else "[ ]") if self.several else ("(•)" if on else "( )")
        key = DIGITS[place] if place < len(DIGITS) else " "
        text = styled(tr(choice.text), "bold") if on else tr(choice.text)
        return joined(styled(f" {key} ", "$text-muted"), f"{sign} ", text)


class Lines(TextArea):
    """Text of any length; pasting several lines keeps them all. Tab leaves the field, and Enter while it is empty.

    The page around it scrolls along with what is typed.
    """

    DEFAULT_CSS = """
    Lines { height: auto; min-height: 3; max-height: 12; border: tall $border-blurred; scrollbar-gutter: stable; }
    Lines:focus { border: tall $border; }
    """

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, compact=False, highlight_cursor_line=False)
        self.cursor_blink = False  # nothing moves by itself

    @property
    def raw(self) -> object:
        """The text."""
        return self.text

    def show_text(self, part: Item | Field, value: Value | None) -> None:
        """Show this answer instead."""
        self.text = text_of(part, value)

    def on_key(self, event: events.Key) -> None:
        """Who has nothing to say here goes on with Enter, as everywhere."""
        if event.key == "enter" and not self.text:
            event.stop()
            event.prevent_default()
            self.post_message(Edited(self, finished=True))

    @on(TextArea.SelectionChanged)
    @on(events.Resize)
    def follow(self) -> None:
        """Keep the line with the cursor in sight: the field may have grown past the edge of its page."""
        if self.has_focus:
            self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        line = self.wrapped_document.location_to_offset(self.cursor_location).y - self.scroll_offset.y
        reveal_row(self, self.gutter.top + line)

    async def _on_paste(self, event: events.Paste) -> None:
        """Control characters in what is pasted never reach the terminal."""
        event.text = clean(event.text)

    @on(events.Blur)
    def left(self) -> None:
        """Leaving the field is giving the answer."""
        self.post_message(Edited(self))


class Line(Input):
    """A date, a number, or a text of one line."""

    virtual_size = Reactive(Size(0, 0))  # unlike Textual's it lays out nothing: the line stays as high and as wide

    def __init__(self, text: str, placeholder: str, id: str | None = None) -> None:
        super().__init__(text, placeholder=placeholder, select_on_focus=False, id=id)
        self.cursor_blink = False  # nothing moves by itself

    @property
    def raw(self) -> object:
        """The text."""
        return clean(self.value)

    def show_text(self, part: Item | Field, value: Value | None) -> None:
        """Show this answer instead."""
        self.value = text_of(part, value)

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines become one; Textual would drop all but the first without a word."""
        event.text = one_line(event.text)

    @on(Input.Blurred)
    def left(self, event: Input.Blurred) -> None:
        """Leaving the field is giving the answer."""
        event.stop()
        self.post_message(Edited(self))

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter gives the answer and goes on."""
        event.stop()
        self.post_message(Edited(self, finished=True))


Control = Choices | Lines | Line


def control_for(part: Item | Field, value: Value | None) -> Control:
    """The widget that fits a question or field (entries have their own)."""
    if part.kind in {"yesno", "one", "many"}:
        chosen = value if isinstance(value, tuple) else () if value is None else (value,)
        return Choices(part.options, (str(one) for one in chosen), part.kind == "many")
    text = text_of(part, value)
    if part.kind == "date":
        return Line(text, _("bijvoorbeeld: gisteren, di, 2-3-2026"))
    if part.kind == "number":
        return Line(text, _("een getal"))
    return Line(text, "") if part.one_line else Lines(text)


def day_text(value: object) -> str:
    """A day in full, with the day of the week, to see at a glance whether it was read right; empty for none."""
    return date_text(date.fromisoformat(str(value)), "full") if value else ""


def text_of(part: Item | Field, value: Value | None) -> str:
    """An answer as a person types it; dates in the Dutch order."""
    text = "" if value is None else str(value)
    parts = text.split("-")
    return f"{int(parts[2])}-{int(parts[1])}-{parts[0]}" if part.kind == "date" and len(parts) == 3 else text
