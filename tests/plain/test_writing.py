"""Making a request in the line mode: texts, questions of a reader, the call, pieces, files. All invented."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from meldcode.dossier.events import Decided
from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.plain.lines import Left
from meldcode.plain.session import Session
from meldcode.plain.writing import ask_request
from tests.plain.helper import Person, Typed, clock
from tests.ui.helper import shipped

NAMED = {
    "acuut_gevaar": "nee",
    "betrokkene": "kind",
    "gemeente": "Utrecht",
    "personen": [{"rol": "kind", "naam": "Qorinda Zwaanewitz"}],
    "signalen": [
        {"datum": "2026-02-20", "bron": "zelf_gezien", "feit": "Qorinda kwam met Wibrandus naar Oosterzwaag."}
    ],
    "overleg_collega": "ja",
    "adviesvraag": "Wat kan ik doen voor Qorinda?",
}


def at(answers: Mapping[str, object], *script: Typed) -> tuple[Person, Interview, str]:
    interview = Interview(load_flow("onderwijs"), clock=clock)
    for name, value in answers.items():
        assert interview.answer(name, value).error is None, name
    person = Person(*script)
    target = ask_request(person.lines, interview)
    assert not person.script, person.script
    return person, interview, target


def read(folder: Path) -> Any:
    return json.loads((folder / "request.json").read_text("utf-8"))


def test_each_word_is_asked_and_the_advice_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    script = ("1", "", "1", "3", "een dorp", "1", str(folder), "1 3")
    person, interview, _target = at(NAMED, *script)
    assert "Kan iemand aan «Wibrandus» zien om wie het gaat?" in person.text
    assert "naar «Oosterzwaag»." in person.text
    found = read(folder)
    assert found["facts"][0]["fact"] == "Kind A kwam met [naam] naar een dorp."
    assert found["wishes"]["advice_question"] == "Wat kan ik doen voor kind A?"
    assert {path.name for path in folder.iterdir()} == {
        *("request.json", "request.pdf", "request.txt", "request.docx", "call-sheet.pdf"),
    }
    events = [event for event in interview.store.events() if isinstance(event, Decided)]
    assert [(event.subject, event.choice, event.words) for event in events] == [
        ("Wibrandus", "replace", ""),
        ("Oosterzwaag", "replace", "een dorp"),
    ]


def test_no_text_at_all_goes_along_when_that_is_said(tmp_path: Path) -> None:
    person, _interview, _target = at(NAMED, "1", "0", "", "1", str(tmp_path / "uit"), "")
    assert "1. niet mee:" in person.text
    assert [fact["fact"] for fact in read(tmp_path / "uit")["facts"]] == [None]
    assert "Lees het zelf voor aan de telefoon" in person.text


def test_a_text_is_left_out_at_its_word(tmp_path: Path) -> None:
    _person, interview, _target = at(NAMED, "1", "", "4", "1", str(tmp_path / "uit"), "")
    assert ("text", "signalen/0/feit") in interview.decided()
    assert read(tmp_path / "uit")["wishes"]["advice_question"] == "Wat kan ik doen voor kind A?"


def test_everything_that_is_left_is_replaced_at_once(tmp_path: Path) -> None:
    _person, interview, _target = at(NAMED, "1", "", "5", "1", str(tmp_path / "uit"), "")
    assert {choice for (about, _word), choice in interview.decided().items() if about == "word"} == {("replace", "")}
    assert not re.search("Wibrandus|Oosterzwaag", (tmp_path / "uit" / "request.json").read_text("utf-8"))


def test_perhaps_recognised_writes_nothing(tmp_path: Path) -> None:
    person, _interview, _target = at(NAMED, "1", "0", "", "2")
    assert "Zou een collega of buur" in person.text
    assert "Map voor" not in person.text


def test_a_doubt_leads_to_its_question_or_is_left_with_a_reason() -> None:
    answers = {**NAMED, "signalen": [{"bron": "zelf_gezien", "feit": "Het hemd was vuil."}]}
    person, _interview, target = at(answers, "1", "", "1", "1")
    assert target == "signalen"
    assert "Bij feit 1 staat geen datum" in person.text
    person, interview, target = at(answers, "1", "", "1", "2", "", "Dat weet niemand meer", "1", "")
    assert target == ""
    assert [choice for (about, _s), choice in interview.decided().items() if about == "doubt"] == [
        ("leave", "Dat weet niemand meer")
    ]
    assert "Schrijf een korte reden." in person.text


def test_a_call_becomes_a_consultation() -> None:
    fields = ("", "adviseur", "", "Eerst praten met de ouders", "", "", "Maandag bellen wij", "2")
    person, interview, target = at(NAMED, "3", "0", "", "1", *fields)
    assert target == ""
    assert "BELBLAD" in person.text
    assert interview.value("overleg_amhk") == "ja"
    entries = interview.value("consulten")
    assert isinstance(entries, tuple)
    entry = entries[-1]
    assert isinstance(entry, Mapping)
    assert (entry["datum"], entry["tijd"], entry["soort"]) == ("2026-03-02", "09:00", "veilig_thuis")
    assert entry["meldadvies"] == "nee"
    assert (entry["met"], entry["uitkomst"]) == ("adviseur", "Eerst praten met de ouders")
    assert "staat bij stap 2" in person.text


def test_a_call_that_is_half_typed_is_kept_when_leaving() -> None:
    interview = Interview(load_flow("onderwijs"), clock=clock)
    for name, value in NAMED.items():
        interview.answer(name, value)
    with pytest.raises(Left):
        ask_request(Person("3", "0", "", "1", "", "adviseur").lines, interview)
    entries = interview.value("consulten")
    assert isinstance(entries, tuple)
    assert isinstance(entries[-1], Mapping)
    assert entries[-1]["met"] == "adviseur"


def test_the_pieces_are_told_one_by_one_in_the_order_of_the_regions_form(tmp_path: Path) -> None:
    answers = {**shipped("onderwijs-melding"), "gemeente": "Nijmegen"}
    person, _interview, _target = at(answers, "2", *skip_doubts(answers), "p", "", "", "b", "")
    assert "De volgorde is die van het formulier van" in person.text
    assert "Gelderland-Zuid" in person.text


def skip_doubts(answers: Mapping[str, object]) -> tuple[str, ...]:
    """What is typed to pass over the questions of a reader, where there are any."""
    from meldcode.request.work import doubts_of

    interview = Interview(load_flow("onderwijs"), clock=clock)
    for name, value in answers.items():
        interview.answer(name, value)
    return ("2",) if doubts_of(interview, "report")[0] else ()


def test_a_sealed_pdf_tells_its_passphrase_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyrage.passphrase.encrypt", lambda _content, secret: secret.encode())  # a second, as it must
    person, _interview, _target = at(NAMED, "1", "0", "", "1", str(tmp_path / "uit"), "4")
    secret = person.after("u ziet hem alleen nu.\n").split("\n")[0]
    assert len(secret.split()) == 6
    assert (tmp_path / "uit" / "request.pdf.age").read_text("utf-8") == secret


def test_w_in_the_session_leads_here() -> None:
    interview = Interview(load_flow("onderwijs"), clock=clock)
    for name, value in NAMED.items():
        interview.answer(name, value)
    person = Person("w", "1", "0", "", "1", "")
    session = Session(interview.flow, person.lines, clock, interview)
    session._turn()
    assert not person.script
