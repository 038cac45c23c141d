"""A list of entries (facts, people, talks): one line each, and a form to fill one in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.flow.day_words import Direction
from meldcode.flow.model import REQUEST_KINDS, Entry, Field, FieldValue, Item
from meldcode.flow.replay import field_shown, lacking_fields
from meldcode.flow.values import BadValue, parse_field
from meldcode.i18n import N_, _, tr
from meldcode.text import shortened
from meldcode.tui.actions import Action, bindings
from meldcode.tui.controls import Choices, Control, Edited, Line, Lines, control_for, day_text
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.scroll import PageList, reveal
from meldcode.tui.text import UNNAMED, T, joined, sentences, styled
from meldcode.words import entry_text


class Entries(PageList):
    """The entries so far, and a last line to add one. Enter opens the form."""

    def __init__(self, item: Item, value: object, today: date) -> None:
        self.item = item
        self.today = today
        self.editing = False
        self.place = 0
        """Which entry the form is for; past the last one it is a new one."""
        self.entries: list[Entry] = (
            [one for one in value if isinstance(one, Mapping)] if isinstance(value, tuple) else []
        )
        super().__init__(*self._rows(), markup=False)

    @property
    def raw(self) -> object:
        """The entries."""
        return list(self.entries)

    def _rows(self) -> list[Row]:
        rows = [
            Row(joined(styled(f" {place}. ", "$text-muted"), self._entry_row(entry)))
            for place, entry in enumerate(self.entries, 1)
        ]
        return [*rows, Row(styled(" + " + _("Toevoegen"), "bold $accent"))]

    def _entry_row(self, entry: Entry) -> Content:
        """The entry on about two lines, and which fields a request still needs."""
        gaps = [gap for kind in REQUEST_KINDS for gap in lacking_fields(self.item, entry, kind, self.today)]
        wanted = {gap.id: tr(gap.text) for gap in gaps}
        row = T(shortened(entry_text(self.item, dict(entry)), 150))
        if not wanted:
            return row
        names = ", ".join(wanted.values())
        return joined(row, styled("  " + _("nog nodig: {names}").format(names=names), "italic"))

    def on_mount(self) -> None:
        self.highlighted = len(self.entries)

    def on_key(self, event: events.Key) -> None:
        if event.character == "+":
            event.stop()
            self._edit(len(self.entries))

    @on(OptionList.OptionSelected)
    def open_form(self, event: OptionList.OptionSelected) -> None:
        """Fill in a new entry, or change the chosen one."""
        event.stop()
        self._edit(event.option_index)

    def retell(self) -> None:
        """The same rows in another language."""
        for place, row in enumerate(self._rows()):
            self.replace_option_prompt_at_index(place, row.prompt)

    def show_entries(self, value: object) -> None:
        """Show these entries instead."""
        given = value if isinstance(value, tuple) else ()
        self.entries = [one for one in given if isinstance(one, Mapping)]
        self.set_options(self._rows())
        self.highlighted = len(self.entries)

    def open_entry(self, place: int, field: str = "") -> None:
        """The form of this entry, at this field; nothing when there is no such entry."""
        if place < len(self.entries):
            self.highlighted = place
            self._edit(place, field)

    def _edit(self, place: int, field: str = "") -> None:
        """Open the form, once: a key may come twice."""
        if not self.editing:
            self.editing = True
            self.place = place
            self._fill_in(place, field)

    def take(self, entry: Entry) -> None:
        """Take what stands in the open form, without closing it; an empty entry changes nothing."""
        if self.editing and entry:
            self.entries[self.place : self.place + 1] = [entry]
            self.set_options(self._rows())

    @work(description=UNNAMED)
    async def _fill_in(self, place: int, field: str) -> None:
        old = self.entries[place] if place < len(self.entries) else {}
        try:
            new = await self.app.push_screen_wait(EntryForm(self.item, old, self.today, field))
        finally:
            self.editing = False
        if new is None:
            return
        self.entries[place : place + 1] = [new] if new else []
        self.set_options(self._rows())
        self.highlighted = min(place + 1, len(self.entries))
        self.post_message(Edited(self))


class FieldBox(Vertical):
    """One field of the form."""

    def on_descendant_focus(self) -> None:
        """Show the label above the control."""
        self.call_after_refresh(reveal, self)


class EntryForm(ModalScreen[Entry | None]):
    """One entry. Gives the entry, an empty one to take it away, or None when nothing changes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("explain", "close", "next")
    OWN: ClassVar[tuple[Action, ...]] = (
        Action("f8", "next", N_("Klaar"), N_("Klaar met deze regel: terug naar de vragen")),
        Action("f1", "explain", N_("Uitleg"), N_("Wat u hier invult, en waarom")),
        Action("escape", "close", N_("Annuleren"), N_("Terug, en deze regel laten zoals hij was")),
    )
    """What this form calls its keys in the menu."""
    AUTO_FOCUS = "Choices, Input, TextArea"

    def __init__(self, item: Item, entry: Entry, today: date, at: str = "") -> None:
        super().__init__()
        self.item = item
        self.at = at
        """The field to begin at; empty for the first."""
        self.entry = dict(entry)
        self.today = today
        self.begun: dict[str, object] = {}

    @property
    def changed(self) -> bool:
        """Whether something was filled in that closing would lose."""
        return self._raws() != self.begun

    def _raws(self) -> dict[str, object]:
        return {field.id: self._control(field).raw for field in self.item.fields}

    def compose(self) -> ComposeResult:
        with Vertical(classes="box form"):
            yield Static(styled(tr(self.item.text), "bold"), classes="heading")
            with VerticalScroll(can_focus=False):
                for field in self.item.fields:
                    with FieldBox(classes="field", id=f"field-{field.id}"):
                        yield Static(joined(styled(tr(field.text), "bold"), self._mark(field)), classes="label")
                        if field.help:
                            yield Static(styled(tr(field.help), "$text-muted"), classes="words")
                        yield control_for(field, self.entry.get(field.id))
                        if field.kind == "date":
                            yield Static("", classes="words understood")
                        yield Static("", classes="error")
            with Horizontal(classes="buttons"):
                yield Button(_("Klaar (F8)"), id="keep", variant="primary", compact=True)
                yield Button(_("Weghalen"), id="remove", compact=True)
                yield Button(_("Annuleren (Esc)"), id="cancel", compact=True)

    def on_resize(self) -> None:
        """In a window of another size too, the field that is being filled in stays in sight."""
        for box in [one for one in (self.focused.ancestors if self.focused else []) if isinstance(one, FieldBox)]:
            self.call_after_refresh(reveal, box)

    def on_mount(self) -> None:
        self._show_fields()
        self.begun = self._raws()
        if any(field.id == self.at for field in self.item.fields):
            self._control(next(field for field in self.item.fields if field.id == self.at)).focus()
        else:
            self.call_after_refresh(self.query_one(VerticalScroll).scroll_home, animate=False)

    def action_explain(self) -> None:
        """What is asked here, and why."""

        def sections() -> list[tuple[str, str]]:
            found = [("", tr(self.item.help)), (_("Waarom deze vraag"), tr(self.item.why))]
            found += [(tr(field.text), tr(field.help)) for field in self.item.fields if field.help]
            return [(name, text) for name, text in found if text]

        self.app.push_screen(Reading(lambda: tr(self.item.text), sections))

    def _mark(self, field: Field) -> str:
        several = "  " + _("(meer mag)") if field.kind == "many" else ""
        return several if field.require else several + "  " + _("(mag leeg)")

    def _show_fields(self) -> None:
        known = self._parsed()
        for field in self.item.fields:
            box = self.query_one(f"#field-{field.id}")
            box.display = field_shown(field, known, self.item, self.today)

    def _show_days(self) -> None:
        known = self._parsed()
        for field in self.item.fields:
            control = self._control(field)
            if field.kind == "date" and isinstance(control, Line) and not control.has_focus:
                day = known.get(field.id)
                if day is not None:
                    control.show_text(field, day)
                self.query_one(f"#field-{field.id} .understood", Static).update(styled(day_text(day), "$text-muted"))

    def _control(self, field: Field) -> Control:
        box = self.query_one(f"#field-{field.id}")
        found: list[Control] = [*box.query(Choices), *box.query(Lines), *box.query(Line)]
        return found[0]

    def _parsed(self) -> dict[str, FieldValue]:
        """The values that can be read so far; fields that cannot are left out."""
        entry: dict[str, FieldValue] = {}
        for field in self.item.fields:
            try:
                value = parse_field(field, self._control(field).raw, self.today)
            except BadValue:
                continue
            if value is not None:
                entry[field.id] = value
        return entry

    def so_far(self, typing: bool = False) -> tuple[Entry, bool]:
        """What can be read of the fields in view, and whether that is all; what cannot be read stays as it was.

        `typing`: whether somebody may still be typing in it, see `Interview.answer`.
        """
        direction: Direction = "typing" if typing else "back"
        entry: dict[str, FieldValue] = {}
        whole = True
        for field in self.item.fields:
            if not self.query_one(f"#field-{field.id}").display:
                continue
            try:
                value = parse_field(field, self._control(field).raw, self.today, direction)
            except BadValue:
                whole, value = False, self.entry.get(field.id)
            if value is not None:
                entry[field.id] = value
        return entry, whole

    @on(Edited)
    def edited(self, event: Edited) -> None:
        """A field may bring others into view; of a day in words it is shown which one was read."""
        event.stop()
        self._show_days()
        self._show_fields()
        if event.finished and self._right(event.edited):
            self.focus_next()

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        """Which day is read in what is typed so far; an error about it is over."""
        event.stop()
        for box in [one for one in event.input.ancestors if isinstance(one, FieldBox)]:
            box.query_one(".error", Static).display = False
            for part in box.query(".understood").results(Static):
                field = next(one for one in self.item.fields if f"field-{one.id}" == box.id)
                part.update(styled(day_text(self._parsed().get(field.id)), "$text-muted"))

    def _right(self, control: Widget) -> bool:
        """Whether what stands in a field can be read; if not, it says so, before the person is past it."""
        return any(self._control(field) is control and not self._told_wrong(field) for field in self.item.fields)

    def _told_wrong(self, field: Field) -> bool:
        """Say what is wrong with a field, or that nothing is any more."""
        box = self.query_one(f"#field-{field.id}")
        error = box.query_one(".error", Static)
        error.display = False
        if not box.display:
            return False
        try:
            parse_field(field, self._control(field).raw, self.today)
        except BadValue as bad:
            error.update(T(f"! {sentences(bad.reason, bad.hint)}"))
            error.display = True
            self.call_after_refresh(reveal, box)
        return bool(error.display)

    @on(Button.Pressed, "#keep")
    def action_next(self) -> None:
        """Keep the entry, after the keys that came before."""
        (self.focused or self).call_later(self.call_later, self._keep)

    def _keep(self) -> None:
        """Give the entry when every field can be read; else say where it cannot."""
        wrong = [field for field in self.item.fields if self._told_wrong(field)]
        if wrong:
            self._control(wrong[0]).focus()
            self.call_after_refresh(reveal, self.query_one(f"#field-{wrong[0].id}"))
            return
        entry = self.so_far()[0]
        self.dismiss(entry if entry or self.entry else None)

    @on(Button.Pressed, "#remove")
    def remove_entry(self) -> None:
        """Take the entry away, after a question when there is something to lose."""
        self._leave_with({}, _("Deze regel weghalen?"), _("Weghalen"))

    @on(Button.Pressed, "#cancel")
    def action_close(self) -> None:
        """Leave the entry as it was, after a question when there is something to lose."""
        self._leave_with(None, _("Weggooien wat u hier hebt ingevuld?"), _("Weggooien"))

    @work(description=UNNAMED)
    async def _leave_with(self, result: Entry | None, question: str, leave: str) -> None:
        lost = self.changed if result is None else bool(self.entry) or self.changed
        if lost:
            answers = [("stay", _("Terug")), ("go", leave)]
            if await self.app.push_screen_wait(Confirm(question, "", answers)) != "go":
                return
        self.dismiss(result)
