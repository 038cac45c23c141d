"""Texts that nobody would write: they cost no more than their length, and break nothing. All names are invented."""

from __future__ import annotations

import subprocess
import sys
from time import process_time

import pytest

from meldcode.screening import Known, replaced, scan

SIZE = 40_000
KNOWN = tuple(
    Known(f"Voornaam{letter} van Achternaam{letter}", "name", f"kind {letter.upper()}") for letter in "bcdfghjklm"
)
HOSTILE = (
    "a",
    "A. ",
    "0 ",
    "1-",
    "Van Den ",
    "a@",
    "'\"A",
    "e\u0301",
    "3 mei ",
    "Voornaamb van ",
    "obs De ",
    "12 AB ",
    "NL12 A",
    "_a",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    """Eight times the text takes about eight times the work. Sixty-four times would be the square: half of that is
    refused, so that a busy machine or a collection of garbage in between decides nothing. The least of a few counts.
    """
    cost(piece, 100)  # the lists are read at the first text
    small = min(cost(piece, SIZE // 8) for _ in range(3))
    assert min(cost(piece, SIZE) for _ in range(2)) < 32 * max(small, 0.002)


def cost(piece: str, size: int) -> float:
    """Seconds of work that screening this piece, again and again up to `size` signs, takes this process."""
    text = piece * (size // len(piece))
    begun = process_time()
    replaced(text, scan(text, KNOWN), lambda mark: mark.proposal)
    return process_time() - begun


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "\t\t", "😀", "\u202e\u2066", "'", "[", "Ḟ", "ﬁ", "İ", "ß", "\x00", "９９９９", "²³", "٣-٥-٢٠١٧"],
)
def test_odd_signs_break_nothing(text: str) -> None:
    marks = scan(text * 3, KNOWN)
    assert replaced(text * 3, marks, lambda mark: None) == text * 3


@pytest.mark.parametrize(
    "name", ['Sem "Semmie" O\'Brien', "Иван Петров", "محمد علي", "D'Angelo", "X Æ", "Zoë-Lynn 😀 de Wit", "A", ""]
)
def test_any_name_may_be_known(name: str) -> None:
    marks = scan(f"Vandaag kwam {name} langs.", [Known(name, "name", "kind A")])
    assert len(name) < 2 or any(mark.proposal == "kind A" for mark in marks)


def test_a_name_is_found_through_reversed_writing_and_unseen_signs() -> None:
    text = "Vandaag was \u202eSe\u200bm\u202c stil."
    (mark,) = scan(text, [Known("Sem", "name", "kind A")])
    assert "kind A" in replaced(text, [mark], lambda mark: mark.proposal)


def test_importing_the_room_loads_no_list_and_no_pattern() -> None:
    code = (
        "import sys, meldcode.screening; print([name for name in sys.modules if name.startswith(('meldcode', 'std'))])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "scanning" not in ended.stdout
    assert "lists" not in ended.stdout
    assert "stdnum" not in ended.stdout
