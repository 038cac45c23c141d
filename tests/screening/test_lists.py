"""The lists that ship: sorted, found, without names among the words that are left alone, and free to ship."""

from __future__ import annotations

import random

import pytest

from meldcode.screening import lists
from meldcode.screening.letters import fold
from meldcode.screening.words import look
from tests.screening.make_lists import DATA


@pytest.mark.parametrize("name", ["words.txt", "proper.txt"])
def test_a_list_that_is_searched_by_halving_is_sorted_by_bytes(name: str) -> None:
    lines = (DATA / name).read_bytes().splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("name", ["words.txt", "proper.txt"])
def test_every_line_is_found_and_nothing_else(name: str) -> None:
    lines = (DATA / name).read_text("utf-8").splitlines()
    found = lists.Sorted(name)
    chosen = [*random.Random(4).sample(lines, 2_000), lines[0], lines[-1]]  # noqa: S311 - no secret
    assert all(line in found for line in chosen)
    everything = set(lines)
    others = [line[:-1] for line in chosen] + [f"{line}q" for line in chosen] + ["", "\n", "é", "zzzz", "0"]
    assert [other for other in others if (other in found) != (other in everything)] == []


def test_what_is_left_alone_is_no_common_first_name() -> None:
    left = lists.leave_words() & lists.first_names()
    assert left <= {"april", "mei", "juni", "juli", "avi", "corona", "ha", "iban", "oke", "om", "ramadan"}


@pytest.mark.parametrize("name", ["vocabulary.txt", "also_words.txt"])
def test_lists_by_hand_are_folded(name: str) -> None:
    lines = [line for line in (DATA / name).read_text("utf-8").splitlines() if line[:1] not in ("#", "[", "")]
    assert [word for line in lines for word in line.split() if word != fold(word)] == []


@pytest.mark.parametrize(
    "word", ["oudergesprek", "leerlingbespreking", "brooddoosje", "gesrpek", "agresief", "geappt", "fietste"]
)
def test_a_compound_an_ending_and_a_slip_are_ordinary(word: str) -> None:
    assert look(word).ordinary


@pytest.mark.parametrize(
    "word", ["jansen", "roosmarijn", "jayden", "mirthe", "dijkstra", "bergsma", "vlierbloemlaan", "roos", "mark"]
)
def test_a_name_is_not(word: str) -> None:
    assert not look(word).ordinary


def test_every_list_is_told_about() -> None:
    told = (DATA / "README.md").read_text("utf-8")
    assert [path.name for path in DATA.rglob("*.txt") if path.name not in told] == []


def test_the_lists_together_are_small_enough() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 7_000_000
