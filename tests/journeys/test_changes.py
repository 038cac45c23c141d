"""A changed mind and a day in words, through every front end: the same events, and always the written date."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.plain.lines import Left, Lines
from meldcode.plain.session import Session
from meldcode.tui.entries import Entries, EntryForm
from tests.journeys.transcript import _fill, events_of
from tests.ui.helper import clock, interviewing, settle

FACT = {"datum": "vorige week di", "bron": "zelf_gezien", "feit": "Had geen brood bij zich.\nVroeg om eten."}
WRITTEN = FACT | {"datum": "2026-02-24"}
TYPED = ["2", "1", "u", "3", "z zag, hoorde", "1", "+", FACT["datum"], "1", "", "+", *FACT["feit"].split("\n"), "."]


def straight() -> Interview:
    interview = Interview(load_flow("onderwijs"), clock=clock)
    interview.answer("acuut_gevaar", "nee")
    interview.answer("betrokkene", "kind")
    assert interview.undo() == "betrokkene"
    interview.answer("betrokkene", "volwassene")
    interview.answer("signalen", [FACT])
    assert interview.value("signalen") == (WRITTEN,)
    return interview


def test_in_lines() -> None:
    typed = iter([*TYPED, "", "", ""])
    shown: list[str] = []
    lines = Lines(lambda: f"{line}\n" if (line := next(typed, None)) is not None else "", shown.append)
    session = Session(load_flow("onderwijs"), lines, clock)
    with suppress(Left):
        session.run()
    assert events_of(session.interview) == events_of(straight())
    assert "Begrepen als: 24 februari 2026" in shown


def test_by_keys() -> None:
    async def keys() -> Interview:
        async with interviewing("onderwijs") as (app, pilot, interview):
            for key in ("2", "f8", "1", "ctrl+z", "3"):
                await pilot.press(key)
                await settle(pilot)
            await app.screen.show(interview.go("signalen"), fresh=True)  # type: ignore[attr-defined]  # the interview's
            await settle(pilot)
            app.screen.query_one(Entries).focus()
            await pilot.press("+")
            await settle(pilot)
            assert isinstance(app.screen, EntryForm)
            _fill(app.screen, FACT)
            await pilot.press("f8")
            await settle(pilot)
            return interview

    assert events_of(asyncio.run(keys())) == events_of(straight())
