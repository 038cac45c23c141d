"""The main job from beginning to end, through every front end: the same answers give the same events, byte for byte."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from meldcode.desk.work import begin, resume
from meldcode.dossier.codes import new_passphrase, new_recovery_code
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, unlock
from meldcode.flow.loader import load_flow
from meldcode.flow.replay import replay
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.modals import Confirm
from meldcode.tui.request_screen import RequestScreen
from tests.effort import THOROUGH
from tests.journeys.transcript import by_keys, events_of, in_lines, straight
from tests.ui.helper import clock, screen_text, settle, shipped

PROFESSIONS = ("onderwijs", "jeugdwerk", "huisarts", "kinderopvang")
JOURNEYS = [f"{flow}-{kind}" for flow in PROFESSIONS for kind in ("advies", "melding")]
KEYED = ["huisarts-advies", *(["onderwijs-melding", "kinderopvang-melding"] if THOROUGH else [])]
"""Those that are typed on the screens: a key costs a hundred times a line."""


@pytest.mark.parametrize("journey", JOURNEYS)
def test_lines_give_the_events_of_the_interview(journey: str) -> None:
    flow, answers = load_flow(journey.split("-")[0]), shipped(journey)
    interview, transcript = in_lines(flow, answers)
    assert events_of(interview) == events_of(straight(flow, answers))
    assert "0800-2000" in transcript


@pytest.mark.parametrize("journey", ["onderwijs-melding", "jeugdwerk-advies", "huisarts-melding"])
def test_a_kept_dossier_holds_the_events_of_a_try(journey: str, tmp_path: Path) -> None:
    flow, answers = load_flow(journey.split("-")[0]), shipped(journey)
    passphrase = new_passphrase()
    vault = create(Home(tmp_path / "dossiers"), passphrase, new_recovery_code(), clock=clock)
    typed, _shown = in_lines(flow, answers, begin(vault, flow, "in regels"))
    told = straight(flow, answers, begin(vault, flow, "rechtstreeks"))
    assert typed.stored
    assert told.stored
    wanted = events_of(straight(flow, answers))
    assert events_of(typed) == events_of(told) == wanted
    listed = [entry.code for entry in vault.list()]
    vault.close()
    vault = unlock(vault.home, passphrase, clock=clock)
    assert [events_of(resume(vault, code)) for code in listed] == [wanted, wanted], "and the same from the disk"
    vault.close()


@pytest.mark.parametrize("journey", JOURNEYS)
def test_answers_file_leads_where_the_interview_leads(journey: str) -> None:
    flow, answers = load_flow(journey.split("-")[0]), shipped(journey)
    assert straight(flow, answers).position() == replay(flow, answers, clock().date())


@pytest.mark.parametrize("journey", KEYED)
def test_from_first_question_to_written_request_on_the_screen(journey: str, tmp_path: Path) -> None:
    name, wanted = journey.split("-")
    flow, answers = load_flow(name), shipped(journey)
    kind = "advice" if wanted == "advies" else "report"

    async def write(screen: InterviewScreen, pilot: Pilot[None]) -> None:
        assert events_of(screen.interview) == events_of(straight(flow, answers))
        await pilot.press("f4")
        await settle(pilot)
        request = pilot.app.screen
        assert isinstance(request, RequestScreen)
        await pilot.press("1" if kind == "advice" else "2")
        await pilot.press("f8")
        await settle(pilot)
        request.query_one("#folder", Input).value = str(tmp_path / "uit")
        await pilot.press("enter")
        for _question in range(2):  # reading over, and whether somebody would know who this is
            await settle(pilot)
            if isinstance(pilot.app.screen, Confirm):
                await pilot.click("#yes")
        for _turn in range(5000):  # a thread writes; it says so on the screen
            await settle(pilot)
            if "Geschreven" in screen_text(request.app):  # type: ignore[arg-type]  # it is our app
                break
        assert "Geschreven" in screen_text(request.app)  # type: ignore[arg-type]  # it is our app

    interview = asyncio.run(by_keys(name, answers, write))
    written = json.loads((tmp_path / "uit" / "request.json").read_text(encoding="utf-8"))
    assert written["kind"] == kind
    assert interview.unsaved() is (kind == "advice"), "an advice leaves the person's own texts out"
    if kind == "advice":
        assert answers["adviesvraag"] == written["wishes"]["advice_question"]
        assert any(fact["fact"] for fact in written["facts"])
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == ["request.json", "request.pdf", "request.txt"]
