"""One question on a page: its text, the control to answer with, and a hint about the option under the cursor."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from meldcode.flow.model import Flow, Item, Value
from meldcode.i18n import _, tr
from meldcode.tui.controls import Choices, Line, Lines, control_for, day_text, text_of
from meldcode.tui.entries import Entries
from meldcode.tui.scroll import reveal
from meldcode.tui.text import T, joined, put, styled
from meldcode.words import source_text


class ItemBox(Vertical):
    """A question or note. The hint and the error take no room until there is something to say."""

    DEFAULT_CSS = """
    ItemBox { height: auto; margin: 0 0 1 0; }
    ItemBox .hint { display: none; color: $text-muted; padding: 0 0 0 7; height: auto; }
    ItemBox .error { display: none; color: $text-error; }
    """

    def __init__(self, flow: Flow, item: Item, value: Value | None, today: date) -> None:
        super().__init__(id=f"item-{item.id}")
        self.flow = flow
        self.item = item
        self.given = value
        """The answer that it showed last, apart from what was typed since."""
        self.today = today
        self._control: Widget | None = None
        self._understood: Value | None = None
        """The day that the hint tells."""

    def compose(self) -> ComposeResult:
        item = self.item
        several = "  " + _("(meer mag)") if item.kind == "many" else ""
        optional = "  " + _("(mag leeg)") if item.optional and item.is_question else ""
        marks = styled(several + optional, "$text-muted")
        yield Static(joined(styled(tr(item.text), "bold"), marks), classes="question")
        if not item.is_question:
            yield Static(T(tr(item.help)), classes="words")
            source = _("Bron: {source}").format(source=source_text(self.flow, item.sources))
            yield Static(styled(source, "$text-muted"), classes="source")
            return
        if item.kind == "entries":
            yield Entries(item, self.given, self.today)
        else:
            yield control_for(item, self.given)
        yield Static("", classes="hint")
        yield Static("", classes="error")

    @property
    def control(self) -> Widget | None:
        """The widget that takes the answer, looked up once; a note has none."""
        if self._control is None and self.item.is_question:
            self._control = next(iter(self.query("Choices, Lines, Line, Entries")), None)
        return self._control

    @on(OptionList.OptionHighlighted)
    def hint(self, event: OptionList.OptionHighlighted) -> None:
        """What the option under the cursor means."""
        control = event.option_list
        text = tr(control.choices[event.option_index].help) if isinstance(control, Choices) else ""
        for part in self.query(".hint").results(Static):
            put(part, T(text))
            part.display = bool(text) and control.has_focus
        if any(part.display for part in self.query(".error")):
            self.call_after_refresh(reveal, self)  # the error stands below the hint, which may have grown

    def on_descendant_blur(self) -> None:
        """The hint belongs to the question that is being answered."""
        for part in self.query(".hint"):
            part.display = False

    def on_descendant_focus(self) -> None:
        """Show the hint again."""
        control = self.control
        if isinstance(control, Choices):
            control.tell()

    def show_error(self, text: str) -> None:
        """Say why an answer was not taken; an empty text clears it."""
        for part in self.query(".error").results(Static):
            put(part, T(f"! {text}"))
            part.display = bool(text)

    @property
    def raw(self) -> object:
        """What the control holds."""
        control = self.control
        return control.raw if isinstance(control, Choices | Lines | Line | Entries) else None

    def show_understood(self, value: Value | None) -> None:
        """Show which day was read in what was typed, as a date and in words."""
        control = self.control
        if isinstance(control, Line):
            self._understood = value
            control.show_text(self.item, value)
            for part in self.query(".hint").results(Static):
                part.update(T(day_text(value)))
                part.display = value is not None

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        """A day that was read before is not the day of what is typed now."""
        if self.item.kind == "date" and event.value != text_of(self.item, self._understood):
            for part in self.query(".hint"):
                part.display = False

    def follow(self, value: Value | None) -> None:
        """Show an answer that was given elsewhere; while there is none, what was typed here stays."""
        if value != self.given:
            self.given = value
            self.show_value(value)

    def show_value(self, value: Value | None) -> None:
        """Show another answer than was just given, for a change that was called off."""
        control = self.control
        if isinstance(control, Choices):
            control.choose(map(str, value) if isinstance(value, tuple) else () if value is None else (str(value),))
            control.to_answer()  # or the hint would be that of the answer that was just taken back
            if control.highlighted is None:
                self.on_descendant_blur()  # and with no answer there is no hint
        elif isinstance(control, Entries):
            control.show_entries(value)
        elif self.item.kind == "date":
            self.show_understood(value)
        elif isinstance(control, Lines | Line):
            control.show_text(self.item, value)


def explanation(flow: Flow, item: Item) -> list[tuple[str, str]]:
    """Meaning, reason, what to write down and source of a question, in sections."""
    parts = [
        ("", tr(item.help)),
        (_("Waarom deze vraag"), tr(item.why) if item.why else ""),
        (_("Leg vast"), tr(item.record) if item.record else ""),
        (_("Bron"), source_text(flow, item.sources)),
    ]
    options = [f"- {tr(option.text)}: {tr(option.help)}" for option in item.options if option.help]
    if options:
        parts.insert(1, (_("De antwoorden"), "\n".join(options)))
    return [(name, text) for name, text in parts if text]
