"""One key: from its arrival until everything it set off is drawn, as work of the processor.

Ours: a page of a dossier with 300 facts on a flow of 1,000 questions. The floor: the same widget alone in an empty
Textual app. A keystroke should cost at most twice that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from meldcode.flow.model import Flow
from meldcode.interview import Interview
from meldcode.tui.controls import control_for
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.item_box import ItemBox
from tests.benchmarks.engine import text
from tests.benchmarks.table import Row
from tests.flow.forms import make_flow
from tests.ui.helper import clock, running
from tests.ui.still import still

KEYS = 30
QUESTIONS, FACTS = 1_000, 300
EXTRA = """
      - {ask: tekst, kind: text, text: "Wat zag u?", source: s, page: eind, one_line: true}
      - {ask: keuze, kind: yesno, text: "Klopt dit?", source: s, page: eind}
"""
LIST = """
      - ask: feiten_%d
        kind: entries
        text: Feiten
        source: s
        page: eind
        fields: [{field: feit, kind: text, text: Feit}, {field: datum, kind: date, text: Datum}]
"""


def large() -> Flow:
    """A flow of a thousand questions, with a text, a choice and two lists of facts at its end."""
    head, _outcomes, rest = text(QUESTIONS, "star").partition("outcomes:")
    return make_flow(head.rstrip() + EXTRA + LIST % 1 + LIST % 2 + "outcomes:" + rest)


class Empty(App[None]):
    """Nothing but this widget."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self.make = make

    def compose(self) -> ComposeResult:
        yield self.make()


async def work(pilot: Pilot[None], keys: str) -> float:
    """Milliseconds of work for one key: the middle of many."""
    taken = []
    for turn in range(KEYS):
        await still()
        begun = process_time()
        await pilot.press(keys[turn % len(keys)])
        await still()
        taken.append((process_time() - begun) * 1000)
    return median(taken)


async def alone(make: Callable[[], Widget], keys: str) -> float:
    """The floor."""
    app = Empty(make)
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one("*").focus()
        return await work(pilot, keys)


async def ours(flow: Flow, question: str, keys: str) -> float:
    """The same on the page of this question, with everything around it."""
    async with running() as (app, pilot):
        interview = Interview(flow, clock=clock)
        rows = [{"feit": f"Verzonnen feit {number}", "datum": "2026-02-20"} for number in range(FACTS // 2)]
        for name in [f"q{number}" for number in range(QUESTIONS)]:
            interview.answer(name, "ja")
        for number in (1, 2):
            assert interview.answer(f"feiten_{number}", rows).error is None
        interview.go(question)
        app.interview = interview
        await app.push_screen(InterviewScreen(interview))
        await still()
        box = app.screen.query_one(f"#item-{question}", ItemBox)
        assert box.control is not None
        box.control.focus()
        return await work(pilot, keys)


def rows() -> Iterator[Row]:
    """Typing a letter, and choosing an answer."""
    flow = large()
    for name, question, keys in (("letter in a text", "tekst", "abc"), ("an answer chosen", "keuze", "12")):
        item = flow.items[question]
        floor = asyncio.run(alone(lambda item=item: control_for(item, None), keys))  # type: ignore[misc]  # a default binds it
        yield Row(
            f"key: {name}, 1,000 questions, 300 facts", asyncio.run(ours(flow, question, keys)), floor, None, floor * 2
        )
