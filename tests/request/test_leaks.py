"""No known identifier leaves in an advice, in any file; and what would leak, refuses the export. All invented."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from meldcode.errors import MeldcodeError
from meldcode.request import build, content, write
from meldcode.request.leaks import leaks
from meldcode.request.shape import Guard
from meldcode.request.write import FORMATS, files_of
from meldcode.screening import Known
from tests.request.cases import by_hand, flow
from tests.request.dossiers import data_of, dossier, found_in


@pytest.mark.parametrize("part", range(4))
def test_generated_dossiers_leak_no_known_identifier(part: int) -> None:
    """A sample; `python -m tests.benchmarks.leaks` does a thousand."""
    for seed in range(part * 20, part * 20 + 20):
        request, people = data_of(seed)
        assert request.guard is not None
        assert request.guard.said, "the texts do leave"
        files = {"request.json": content(request)}
        assert found_in(files, people) == [], seed
        assert leaks(files, request.guard) == (), seed


@pytest.mark.parametrize("seed", range(2000, 2004))
def test_the_same_in_every_format(seed: int) -> None:
    request, people = data_of(seed)
    files = files_of(request, FORMATS)
    assert len(files) == 6
    assert found_in(files, people) == []


def guard(*known: Known, said: tuple[str, ...] = (), kept: frozenset[str] = frozenset(), fixed: str = "") -> Guard:
    return Guard(known, kept, said, lambda: fixed)


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


def test_a_name_that_is_an_ordinary_word_is_a_leak_with_its_capital_only() -> None:
    known = Known("Sem de Wit", "name", "kind A")
    assert not leaks({"a.txt": b"Een wit hemd."}, guard(known))
    assert leaks({"a.txt": b"Ik zag Wit."}, guard(known))
    assert leaks({"a.txt": b"sem de wit"}, guard(known))
    assert not leaks({"a.txt": b"Wit was de kleur."}, guard(known, kept=frozenset({"Wit"})))


def test_a_word_of_the_program_itself_is_no_leak() -> None:
    """Surname "Stap": the word stands in every request."""
    known = Known("Jan Stap", "name", "ouder B")
    fixed = "=== 7. Stap voor stap ==="
    assert not leaks({"a.txt": fixed.encode()}, guard(known, fixed=fixed))
    assert leaks({"a.txt": f"{fixed} Stap sloeg.".encode()}, guard(known, fixed=fixed, said=("Stap sloeg.",)))


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
