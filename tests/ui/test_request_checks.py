"""From the request screen: texts looked over, a reader's questions, the call, and pieces to copy. All invented."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from meldcode.dossier.events import Answered, Decided
from meldcode.interview import Interview
from meldcode.request.work import request_of
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.call_screen import CallScreen
from meldcode.tui.controls import Choices, Line
from meldcode.tui.copy_screen import CopyScreen
from meldcode.tui.doubts_screen import DoubtQuestion, DoubtsScreen
from meldcode.tui.entries import EntryForm
from meldcode.tui.modals import Confirm
from meldcode.tui.request_screen import RequestScreen
from meldcode.tui.review_screen import ReviewScreen, WordQuestion
from tests.ui.helper import interviewing, screen_text, settle, shipped
from tests.ui.kept_helper import press

NAMED = {
    "acuut_gevaar": "nee",
    "betrokkene": "kind",
    "gemeente": "Utrecht",
    "personen": [{"rol": "kind", "naam": "Qorinda Zwaanewitz"}],
    "signalen": [
        {"datum": "2026-02-20", "bron": "zelf_gezien", "feit": "Qorinda kwam met Wibrandus zonder jas naar school."},
        {"datum": "2026-02-27", "bron": "zelf_gezien", "feit": "Zij vertelde over Oosterzwaag."},
    ],
    "overleg_collega": "ja",
    "adviesvraag": "Wat kan ik doen voor Qorinda?",
}
"""A known name, and two words that nobody knows."""


async def to(pilot: Pilot[None], app: MeldcodeApp, check: str) -> None:
    """From the questions to one of the checks of the request screen."""
    await pilot.press("f4")
    await settle(pilot)
    assert isinstance(app.screen, RequestScreen)
    checks = app.screen.query_one("#checks", OptionList)
    checks.focus()
    checks.highlighted = checks.get_option_index(check)
    await pilot.press("enter")
    await settle(pilot)


def decided(interview: Interview) -> list[tuple[str, str, str, str]]:
    events = [event for event in interview.store.events() if isinstance(event, Decided)]
    return [(event.about, event.subject, event.choice, event.words) for event in events]


def test_each_marked_word_is_asked_and_then_the_texts_go_along(tmp_path: Path) -> None:
    async def look() -> Mapping[str, Any]:
        async with interviewing("onderwijs", NAMED) as (app, pilot, interview):
            await to(pilot, app, "review")
            assert isinstance(app.screen, ReviewScreen)
            assert "Nog 2 woorden te kiezen" in screen_text(app)
            await pilot.press("f8")
            await settle(pilot)
            assert isinstance(app.screen, WordQuestion)
            assert "Wibrandus" in screen_text(app)
            assert "Qorinda" in screen_text(app), "the professional sees the own text"
            await pilot.press("1")
            await settle(pilot)
            assert "Oosterzwaag" in screen_text(app), "the next word comes by itself"
            app.screen.query_one("#own", Line).value = "een dorp"
            await settle(pilot)
            await pilot.press("tab", "tab", "tab", "tab", "tab")
            app.screen.query_one("#replace").focus()
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, ReviewScreen)
            assert "Alle woorden zijn gekozen." in screen_text(app)
            assert decided(interview) == [
                ("word", "Wibrandus", "replace", ""),
                ("word", "Oosterzwaag", "replace", "een dorp"),
            ]
            await pilot.press("f8")
            await settle(pilot)
            assert "Teksten: 3 gaan mee, 4 aanduidingen vervangen" in screen_text(app)
            return await written(app, pilot, tmp_path)

    found = asyncio.run(look())
    facts = [fact["fact"] for fact in found["facts"]]
    assert facts[0].startswith("Kind A kwam met [")
    assert facts[1] == "Zij vertelde over een dorp."
    assert found["wishes"]["advice_question"] == "Wat kan ik doen voor kind A?"
    assert not re.search("Qorinda|Wibrandus|Oosterzwaag", json.dumps(found))


async def written(app: MeldcodeApp, pilot: Pilot[None], folder: Path, *more: str) -> Mapping[str, Any]:
    """Write from the request screen, with yes to every question."""
    screen = app.screen
    assert isinstance(screen, RequestScreen)
    screen.query_one("#folder", Line).value = str(folder)
    screen.query_one(Choices).choose(more)
    screen._write()
    for _turn in range(5000):
        await settle(pilot)
        if isinstance(app.screen, Confirm):
            await pilot.click("#yes")
        elif "Geschreven" in screen_text(app):
            break
    assert "Geschreven" in screen_text(app)
    found: Mapping[str, Any] = json.loads((folder / "request.json").read_text("utf-8"))
    return found


async def tried(app: MeldcodeApp, pilot: Pilot[None], folder: Path) -> RequestScreen:
    """The request screen, after the first attempt to write there."""
    await pilot.press("f4")
    await settle(pilot)
    screen = app.screen
    assert isinstance(screen, RequestScreen)
    screen.query_one("#folder", Line).value = str(folder)
    screen._write()
    await settle(pilot)
    return screen


def test_an_undecided_word_keeps_the_advice_from_being_written(tmp_path: Path) -> None:
    async def look() -> None:
        async with interviewing("onderwijs", NAMED) as (app, pilot, _interview):
            screen = await tried(app, pilot, tmp_path / "uit")
            assert "2 woorden te beoordelen" in screen_text(app)
            assert not (tmp_path / "uit").exists()
            screen.query_one("#kinds").focus()
            await pilot.press("f8")
            await settle(pilot)
            assert isinstance(app.screen, ReviewScreen), "F8 leads to what is to be done first"

    asyncio.run(look())


def test_all_texts_can_be_left_out_at_once(tmp_path: Path) -> None:
    async def look() -> Mapping[str, Any]:
        async with interviewing("onderwijs", NAMED) as (app, pilot, _interview):
            await to(pilot, app, "review")
            app.screen.query_one("#none").press()  # type: ignore[attr-defined]  # it is a button
            await settle(pilot)
            assert "Er gaat geen tekst mee." in screen_text(app)
            await pilot.press("escape")
            await settle(pilot)
            return await written(app, pilot, tmp_path)

    found = asyncio.run(look())
    assert [fact["fact"] for fact in found["facts"]] == [None, None]
    assert found["wishes"]["advice_question"] is None


def test_everything_that_is_left_is_replaced_at_once() -> None:
    async def look() -> None:
        async with interviewing("onderwijs", NAMED, size=(100, 50)) as (app, pilot, interview):
            await to(pilot, app, "review")
            await pilot.click("#all")
            await settle(pilot)
            assert "Alle woorden zijn gekozen." in screen_text(app)
            assert [choice for _about, _word, choice, _words in decided(interview)] == ["replace", "replace"]

    asyncio.run(look())


def test_the_page_turns_whatever_has_the_focus() -> None:
    async def look() -> None:
        async with interviewing("onderwijs", shipped("onderwijs-melding")) as (app, pilot, _interview):
            await pilot.press("f4")
            await settle(pilot)
            page = app.screen.query_one("#page")
            assert page.scroll_y == 0
            await pilot.press("pagedown")
            await settle(pilot)
            assert page.scroll_y > 5
            await pilot.press("pageup")
            await settle(pilot)
            assert page.scroll_y == 0

    asyncio.run(look())


def test_what_was_replaced_by_itself_can_be_decided_otherwise_but_not_a_known_name() -> None:
    answers = {**NAMED, "adviesvraag": "Bel ik Qorinda of 06-12345678?"}

    async def look() -> None:
        async with interviewing("onderwijs", answers, size=(100, 50)) as (app, pilot, _interview):
            await to(pilot, app, "review")
            words = app.screen.query_one("#words", OptionList)
            ids = [words.get_option_at_index(place).id for place in range(words.option_count)]
            assert ids == ["Wibrandus", "Oosterzwaag", "06-12345678"]

    asyncio.run(look())


def test_somebody_would_know_who_this_is_leads_back_to_the_texts(tmp_path: Path) -> None:
    async def look() -> None:
        async with interviewing("onderwijs", shipped("onderwijs-advies")) as (app, pilot, _interview):
            await tried(app, pilot, tmp_path / "uit")
            assert "Herkent iemand dit?" in screen_text(app)
            await pilot.press("escape")
            await settle(pilot)
            assert isinstance(app.screen, ReviewScreen)
            assert not (tmp_path / "uit").exists()

    asyncio.run(look())


def test_every_format_is_written_and_the_seal_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyrage.passphrase.encrypt", lambda _content, secret: secret.encode())  # a second, as it must

    async def look() -> str:
        async with interviewing("onderwijs", shipped("onderwijs-advies"), size=(120, 60)) as (app, pilot, _interview):
            await pilot.press("f4")
            await settle(pilot)
            await written(app, pilot, tmp_path, "docx", "fhir", "sheet", "sealed")
            return screen_text(app)

    text = asyncio.run(look())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("call-sheet.pdf", "request.docx", "request.fhir.json", "request.json", "request.pdf", "request.pdf.age"),
        "request.txt",
    ]
    assert "u ziet hem alleen nu." in text


def test_a_doubt_is_left_with_a_reason_or_mended() -> None:
    answers = {**NAMED, "signalen": [{"bron": "zelf_gezien", "feit": "Het hemd was vuil."}]}

    async def look() -> None:
        async with interviewing("onderwijs", answers) as (app, pilot, interview):
            await to(pilot, app, "doubts")
            assert isinstance(app.screen, DoubtsScreen)
            await pilot.press("f8")
            await settle(pilot)
            assert isinstance(app.screen, DoubtQuestion)
            await pilot.click("#leave")
            await settle(pilot)
            assert "Schrijf een korte reden." in screen_text(app), "a reason is asked for"
            app.screen.query_one("#reason", Line).value = "Dat weet niemand meer"
            await pilot.press("enter")
            await settle(pilot)
            assert "gelaten: Dat weet niemand meer" in screen_text(app)
            about, subject, choice, words = decided(interview)[0]
            assert (about, choice, words) == ("doubt", "leave", "Dat weet niemand meer")
            assert subject.startswith("fact_without_date")
            await pilot.press("enter")
            await settle(pilot)
            await pilot.click("#mend")
            await settle(pilot)
            assert interview.target == "signalen"

    asyncio.run(look())


def test_what_came_of_a_call_becomes_a_consultation() -> None:
    async def look() -> Interview:
        async with interviewing("onderwijs", NAMED, size=(100, 40)) as (app, pilot, interview):
            await to(pilot, app, "call")
            assert isinstance(app.screen, CallScreen)
            assert "Qorinda" not in screen_text(app)
            await pilot.press("f8")
            await settle(pilot)
            form = app.screen
            assert isinstance(form, EntryForm)
            for field in form.item.fields:
                if field.id in {"met", "uitkomst", "afspraken"}:
                    control = form._control(field)
                    setattr(control, "value" if isinstance(control, Line) else "text", f"het {field.id}")
            await pilot.press("f8")
            await settle(pilot)
            assert "staat bij stap 2" in screen_text(app)
            return interview

    interview = asyncio.run(look())
    assert interview.value("overleg_amhk") == "ja"
    value = interview.value("consulten")
    assert isinstance(value, tuple)
    assert value[-1] == {
        **{"datum": "2026-03-02", "tijd": "09:00", "soort": "veilig_thuis", "met": "het met"},
        **{"uitkomst": "het uitkomst", "afspraken": "het afspraken"},
    }
    assert sum(isinstance(event, Answered) for event in interview.store.events()) == len(NAMED) + 2


CONSULTED = {
    "acuut_gevaar": "nee",
    "overleg_collega": "ja",
    "consulten": [{"datum": "2026-02-01", "met": "intern begeleider"}],
}


@pytest.mark.parametrize("half", [True, False], ids=["half written", "written"])
def test_a_call_is_not_lost_on_the_page_that_it_was_made_from(half: bool) -> None:
    async def call() -> object:
        async with interviewing("onderwijs", CONSULTED, "consulten") as (app, pilot, interview):
            app.push_screen(CallScreen(interview, request_of(interview, "advice")))
            await press(app, pilot, "f8")
            app.screen.query_one("#field-met Line", Line).value = "adviseur"
            assert app.asking is not None
            if half:
                app.asking.take()
                assert len(met(interview)) == 2
            await press(app, pilot, "f8")
            assert "staat bij stap 2" in screen_text(app)
            await press(app, pilot, "escape")
            assert app.screen is app.asking
            await press(app, pilot, "f8")
            return met(interview)

    def met(interview: Interview) -> list[object]:
        value = interview.value("consulten")
        assert isinstance(value, tuple)
        return [entry["met"] for entry in value if isinstance(entry, Mapping)]

    assert asyncio.run(call()) == ["intern begeleider", "adviseur"]


@pytest.mark.parametrize("answers", ["onderwijs-melding", "onderwijs-advies"])
def test_a_piece_goes_to_the_clipboard_when_asked_and_is_cleared(answers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    async def look() -> None:
        async with interviewing("onderwijs", shipped(answers)) as (app, pilot, _interview):
            await to(pilot, app, "copy")
            assert isinstance(app.screen, CopyScreen)
            assert sent == [], "looking copies nothing"
            monkeypatch.setattr(type(app), "copy_to_system", lambda _app, text: sent.append(text))
            await pilot.press("down", "enter")
            await settle(pilot)
            assert "Op het klembord" in screen_text(app)
            assert sent == [app.screen.pieces[1][1]]
            await pilot.press("escape")
            await settle(pilot)
            assert sent[-1] == "", "leaving clears it"
            assert len(sent) == 2

    asyncio.run(look())


def test_what_goes_to_the_clipboard_is_encoded_and_empty_text_clears(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look() -> list[str]:
        async with interviewing("onderwijs", NAMED) as (app, _pilot, _interview):
            said: list[str] = []
            monkeypatch.setattr(app._driver, "write", said.append)
            app.copy_to_system("\x1b]0;x\x07 é")
            app.copy_to_system("")
            return said

    said = [text for text in asyncio.run(look()) if "]52;" in text]
    assert base64.b64decode(said[0].removeprefix("\x1b]52;c;").removesuffix("\a")).decode() == "\x1b]0;x\x07 é"
    assert said[1] == "\x1b]52;c;\a"
