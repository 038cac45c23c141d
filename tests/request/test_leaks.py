"""No known identifier leaves in an advice, in any file; and what would leak, refuses the export. All invented."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Value
from meldcode.request import build, content, write
from meldcode.request.extract import words_of
from meldcode.request.leaks import leaks
from meldcode.request.review import review
from meldcode.request.shape import Guard
from meldcode.request.write import FORMATS, files_of
from meldcode.screening import Known
from tests.effort import THOROUGH, tries
from tests.request.cases import TODAY, by_hand, flow
from tests.request.dossiers import all_along, data_of, dossier, found_in


@pytest.mark.parametrize("part", range(tries(4, 2)))
def test_generated_dossiers_leak_no_known_identifier(part: int) -> None:
    """A sample; `python -m tests.benchmarks.leaks` does a thousand."""
    for seed in range(part * 10, part * 10 + 10):
        request, people = data_of(seed)
        assert request.guard is not None
        assert request.guard.texts, "the texts do leave"
        files = {"request.json": content(request)}
        assert found_in(files, people) == [], seed
        assert leaks(files, request.guard) == (), seed


@pytest.mark.parametrize("seed", range(2000, 2003 if THOROUGH else 2001))
def test_the_same_in_every_format(seed: int) -> None:
    request, people = data_of(seed)
    files = files_of(request, FORMATS)
    assert len(files) == 6
    assert found_in(files, people) == []


def guard(*known: Known, said: tuple[str, ...] = (), head: str = "") -> Guard:
    return Guard(known, said, head)


NAME = Known("Qorinda van der Zwaanewitz", "name", "kind A")


@pytest.mark.parametrize(
    "text",
    [
        *("Qorinda", "qorinda", "QORINDA VAN DER ZWAANEWITZ", "mevrouw zwaanewitz", "Qorinda's jas", "Qorindas jas"),
        *("Qorínda", "«Qorinda»", "(zwaanewitz)", "Qorinda\nvan der\nZwaanewitz", "van der Zwaanewitz"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert leaks({"a.txt": f"Toen kwam {text} binnen.".encode()}, guard(NAME))


@pytest.mark.parametrize("text", ["Qor", "Zwaan", "van der", "kind A", "de", "Qorindahuis-achtig"])
def test_other_words_are_no_leak(text: str) -> None:
    assert not leaks({"a.txt": f"Toen kwam {text} binnen.".encode()}, guard(NAME))


@pytest.mark.parametrize(
    ("known", "texts"),
    [
        (Known("123456782", "bsn", "[BSN]"), ["123456782", "123.456.782", "1234 56 782"]),
        (
            Known("06-87654321", "phone", "[telefoonnummer]"),
            ["0687654321", "06 8765 4321", "+31 6 87654321", "0031687654321"],
        ),
        (
            Known("2017-05-03", "date", "[geboortedatum]"),
            ["2017-05-03", "3-5-2017", "03/05/17", "3 mei 2017", "3 mei", "May 3"],
        ),
        (
            Known("Vlierbloemlaan 12, 3511 AB", "address", "[adres]"),
            ["Vlierbloemlaan", "vlierbloemlaan 12", "3511AB", "3511 ab"],
        ),
        (Known("qz@voorbeeld.example", "email", "[e-mailadres]"), ["QZ@voorbeeld.example"]),
        (Known("Lutjebroek", "place", "[plaats]"), ["lutjebroek", "Lutjebroek."]),
    ],
)
def test_a_number_day_or_address_is_found_however_it_is_written(known: Known, texts: list[str]) -> None:
    for text in texts:
        assert leaks({"a.txt": f"Het is {text}, zei zij.".encode()}, guard(known)), text


def test_a_name_that_is_an_ordinary_word_is_a_leak_within_a_sentence_only() -> None:
    """At its beginning every word has a capital: there the screening decides, which knows more of the sentence."""
    known = Known("Sem de Wit", "name", "kind A")
    for text in ("Een wit hemd.", "Wit was de kleur.", "Het hemd was vuil. Wit is anders."):
        assert not leaks({"a.json": json.dumps([text]).encode()}, guard(known)), text
    for text in ("Ik zag Wit.", "Toen kwam «Wit» binnen.", "sem de wit", "met (Wit) gebeld"):
        assert leaks({"a.json": json.dumps([text]).encode()}, guard(known)), text


@pytest.mark.parametrize(
    "name", ["Jan Stap", "Daan Kind", "Lotte Feit", "Piet Advies", "Els Moet", "An Note", "Bo Typst"]
)
def test_a_surname_that_the_program_says_itself_refuses_nothing(name: str) -> None:
    first = name.split()[0]
    answers: dict[str, Value] = {
        "personen": ({"rol": "kind", "naam": name},),
        "signalen": ({"datum": "2026-02-20", "bron": "zelf_gezien", "feit": f"{first} had geen jas aan."},),
        "adviesvraag": "Wat kan ik doen?",
    }
    case = by_hand(flow("onderwijs"), answers)
    decided = {("text", "signalen/0/feit"): ("take", "")}
    language = "en" if len(name) % 2 else "nl"  # half of them each
    request = build(case.flow, case.position, "advice", case.today, language, decided=decided)
    assert request.guard is not None
    assert request.guard.undecided == 0
    files = files_of(request, FORMATS)
    assert first not in json.dumps(request.data["facts"])
    assert len(files) == 6


def test_such_a_surname_in_the_persons_own_words_is_a_leak() -> None:
    known = Known("Jan Stap", "name", "ouder B")
    assert not leaks({"a.json": b'["Elke Stap is gedaan."]'}, guard(known))
    assert leaks({"a.json": b'["Toen sloeg Stap haar."]'}, guard(known, said=("Toen sloeg Stap haar.",)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("Lotte ter Haar", "Haar moeder kwam te laat."), ("Sem Meester", "Meester belde de moeder.")),
        *(("Sem Man", "Man schreeuwde."), ("Sem Ooms", "Ooms auto stond er."), ("Sem Baas", "De baas belde.")),
    ],
)
def test_what_no_mark_asks_about_is_not_refused_either(name: str, text: str) -> None:
    answers: dict[str, Value] = {"personen": ({"rol": "kind", "naam": name},), "adviesvraag": text}
    case = by_hand(flow("onderwijs"), answers)
    request = build(case.flow, case.position, "advice", case.today, decided=all_along(case, {}))
    assert files_of(request)


def test_the_day_of_the_request_is_no_leak_of_a_birthday() -> None:
    person = {"rol": "kind", "naam": "Qorinda", "geboortedatum": f"2017{TODAY:-%m-%d}"}
    case = by_hand(flow("onderwijs"), {"personen": (person,)})
    for language in ("nl", "en"):
        assert files_of(build(case.flow, case.position, "advice", case.today, language))


def test_the_name_of_the_organisation_in_its_own_flow_is_in_no_file_of_an_advice(tmp_path: Path) -> None:
    """It is no word of the program, although it stands in a flow: the advice is in the words of the shipped one."""
    path = tmp_path / "eigen.yaml"
    path.write_text(OWN_FLOW, "utf-8")
    found = load_flow(path)
    case = by_hand(found, {"locatie": "zon", "eigen_organisatie": "Basisschool De Zonnewijzer"})
    for name, data in files_of(build(case.flow, case.position, "advice", case.today)).items():
        assert "Zonnewijzer" not in words_of(name, data)
    assert files_of(build(case.flow, case.position, "report", case.today))


OWN_FLOW = """
flow: eigen
extends: onderwijs
title: Eigen meldcode
version: "1"
language: nl
profession: teacher
sources: {school: {title: Meldcode van de school}}
steps:
  - step: signalen
    items:
      - {ask: locatie, kind: one, text: Welke locatie?, help: x, why: x, source: school,
         options: {zon: Basisschool De Zonnewijzer, maan: Een andere}}
"""


def test_a_known_name_cannot_be_kept(tmp_path: Path) -> None:
    answers: dict[str, Value] = {"personen": ({"rol": "kind", "naam": "Storm Bloem"},),
                                 "adviesvraag": "Gisteren sloeg Storm zijn zus. Toen huilde Bloem."}  # fmt: skip
    case = by_hand(flow("onderwijs"), answers)
    decided = {("word", name): ("keep", "") for name in ("Storm", "Bloem")}
    request = build(case.flow, case.position, "advice", case.today, decided=decided)
    assert request.guard is not None
    assert "Storm" not in content(request).decode()
    assert "Bloem" not in content(request).decode()


def test_a_name_in_an_answer_that_sleeps_is_known_all_the_same() -> None:
    answers: dict[str, Value] = {"adviesvraag": "Gisteren sloeg bloem weer. Bloem was boos."}
    case = by_hand(flow("onderwijs"), answers)
    every: dict[str, Value] = {**answers, "kinderen_wegen": ({"wie": "Bloem Jansen"},)}
    found = review(*case, {}, every=every)
    assert [mark.text for text in found.texts for mark in text.marks] == ["bloem", "Bloem"]


def test_a_name_of_a_file_counts_too() -> None:
    assert leaks({"Qorinda.txt": b"niets"}, guard(NAME))


def test_a_leak_refuses_the_export_and_names_no_name(tmp_path: Path) -> None:
    case = by_hand(flow("onderwijs"), {"personen": ({"rol": "kind", "naam": "Qorinda Zwaanewitz"},)})
    request = build(case.flow, case.position, "advice", case.today, decided={})
    document = replace(request.document, notes=("Bel over Qorinda.",))
    with pytest.raises(MeldcodeError) as caught:
        write(replace(request, document=document), tmp_path)
    assert "Qorinda" not in caught.value.message + caught.value.hint
    assert "kind A" in caught.value.message
    assert not list(tmp_path.iterdir())


def test_a_word_that_nobody_decided_keeps_everything_from_leaving(tmp_path: Path) -> None:
    case = by_hand(flow("onderwijs"), {"adviesvraag": "Hoe praat ik met Wibrandus Postmanoff?"})
    request = build(case.flow, case.position, "advice", case.today, decided={})
    with pytest.raises(MeldcodeError, match="te beoordelen"):
        write(request, tmp_path)
    assert not list(tmp_path.iterdir())


def test_without_a_person_who_decided_no_text_leaves() -> None:
    chance = random.Random(1)  # noqa: S311
    case, people = dossier(flow("huisarts"), 7)
    request = build(case.flow, case.position, "advice", case.today)
    assert request.guard is not None
    assert request.guard.said == ()
    assert chance.choice(people).first not in json.dumps(request.data)
