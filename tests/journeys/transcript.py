"""One transcript, three ways in: answers in the order of the pages, as lines, as keys, or straight to the interview."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from textual.pilot import Pilot

from meldcode.dossier.events import Named, Opened, to_json
from meldcode.flow.model import Entry, Field, Flow, Item, Value
from meldcode.flow.replay import field_shown
from meldcode.i18n import _
from meldcode.interview import Interview
from meldcode.plain.lines import Left, Lines
from meldcode.plain.session import Session
from meldcode.tui.controls import KEYS, Choices, Line
from meldcode.tui.controls import Lines as TextLines
from meldcode.tui.entries import EntryForm
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.item_box import ItemBox
from tests.ui.helper import clock, running, settle

Answers = Mapping[str, Value]


def events_of(interview: Interview) -> bytes:
    """All events as bytes; without the label and the opening of a kept dossier, which a try has not."""
    events = (event for event in interview.store.events() if not isinstance(event, Named | Opened))
    return "\n".join(to_json(event) for event in events).encode()


def straight(flow: Flow, answers: Answers, kept: Interview | None = None) -> Interview:
    """The answers given page by page to the interview itself; entries one by one, as a person adds them."""
    interview = kept or Interview(flow, clock=clock)
    place = 0
    while True:
        page = interview.page()
        if place >= len(page.items):
            if page.last:
                return interview
            interview.next()
            place = 0
            continue
        item = page.items[place]
        for raw in _raws(item, answers):
            assert interview.answer(item.id, raw).error is None, item.id
        place += 1


def _raws(item: Item, answers: Answers) -> Iterator[object]:
    value = answers.get(item.id) if item.is_question else None
    if value is None:
        return
    if item.kind == "entries":
        assert isinstance(value, tuple)
        for count in range(1, len(value) + 1):
            yield list(value[:count])
    else:
        yield list(value) if isinstance(value, tuple) else value


# in lines


def in_lines(flow: Flow, answers: Answers, kept: Interview | None = None) -> tuple[Interview, str]:
    """The same typed in the line mode, in a try or in a kept dossier. Gives the interview and all that was shown."""
    shown: list[str] = []
    feed = _Feeder(answers)
    lines = Lines(lambda: feed.next(shown), shown.append)
    session = Session(flow, lines, clock, kept)
    feed.session = session
    with suppress(Left):
        session.run()
    return session.interview, "\n".join(shown)


class _Feeder:
    """Types what the question that is asked now needs."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.session: Session | None = None
        self.waiting: list[str] = []
        self.done: dict[str, int] = {}

    def next(self, shown: list[str]) -> str:
        if shown[-1].startswith(_("w om te schrijven, o voor het overzicht, b voor terug, q om te stoppen")):
            return ""  # the outcome is shown: the end of the journey
        line = self.waiting.pop(0) if self.waiting else self._line()
        shown.append(f"> {line}")
        return line + "\n"

    def _line(self) -> str:
        session = self.session
        assert session is not None
        item = session.interview.page().items[session.place]
        value = self.answers.get(item.id) if item.is_question else None
        if value is None:
            return ""
        if item.kind == "entries":
            return self._entry(item, value)
        if isinstance(value, tuple):
            ids = [option.id for option in item.options]
            return " ".join(str(ids.index(str(part)) + 1) for part in value)
        if item.options:
            return str([option.id for option in item.options].index(str(value)) + 1)
        return str(value)

    def _entry(self, item: Item, value: Value) -> str:
        assert isinstance(value, tuple)
        place = self.done.get(item.id, 0)
        if place >= len(value):
            return ""
        self.done[item.id] = place + 1
        entry = value[place]
        assert isinstance(entry, Mapping)
        self.waiting = [_field_line(field, entry) for field in shown_fields(item, entry)]
        return "+"


def shown_fields(item: Item, entry: Entry) -> list[Field]:
    """The fields that are asked while this entry is filled in."""
    return [field for field in item.fields if field_shown(field, entry, item, clock().date())]


def _field_line(field: Field, entry: Entry) -> str:
    value = entry.get(field.id)
    if value is None:
        return ""
    ids = [option.id for option in field.options]
    return str(ids.index(str(value)) + 1) if ids else str(value)


# by keys


async def by_keys(name: str, answers: Answers, then: Callable[[InterviewScreen, Pilot[None]], object]) -> Interview:
    """The same in the full-screen app, from choosing the profession on. `then` runs on the last page."""
    async with running((80, 24)) as (app, pilot):
        app.begin(name)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        while True:
            await _answer_page(screen, pilot, answers)
            if screen.interview.page().last:
                break
            here = screen.interview.page().items
            for _key in range(len(here) + 1):  # F8 first shows what is still out of sight
                if screen.interview.page().items == here:
                    await pilot.press("f8")
                    await settle(pilot)
            assert screen.interview.page().items != here
        result = then(screen, pilot)
        if hasattr(result, "__await__"):
            await result
        return screen.interview


async def _answer_page(screen: InterviewScreen, pilot: Pilot[None], answers: Answers) -> None:
    done: set[str] = set()
    while True:
        box = next((one for one in screen.query(ItemBox) if one.item.id not in done), None)
        if box is None:
            return
        done.add(box.item.id)
        value = answers.get(box.item.id) if box.item.is_question else None
        if value is not None:
            await _answer_box(box, pilot, value)


async def _answer_box(box: ItemBox, pilot: Pilot[None], value: Value) -> None:
    control = box.control
    assert control is not None
    control.focus()
    await pilot.pause()
    if isinstance(control, Choices):
        ids = [choice.id for choice in control.choices]
        wanted = value if isinstance(value, tuple) else (value,)
        control.chosen.update(str(part) for part in wanted[:-1])  # only the last key is under test
        await pilot.press(KEYS[ids.index(str(wanted[-1]))])
    elif isinstance(control, TextLines):
        control.text = str(value)
        box.screen.set_focus(None)
    elif isinstance(control, Line):
        control.value = str(value)
        await pilot.press("enter")
    elif isinstance(value, tuple):
        for entry in value:
            assert isinstance(entry, Mapping)
            await pilot.press("+")
            await pilot.pause()
            form = pilot.app.screen
            assert isinstance(form, EntryForm)
            _fill(form, entry)
            await pilot.press("f8")
            await settle(pilot)
    await pilot.pause()


def _fill(form: EntryForm, entry: Entry) -> None:
    for field in form.item.fields:
        value, control = entry.get(field.id), form._control(field)
        if value is None:
            continue
        if isinstance(control, Choices):
            control.choose([str(value)])
        elif isinstance(control, TextLines):
            control.text = str(value)
        else:
            control.value = str(value)
    form._show_fields()
