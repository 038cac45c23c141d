"""What is chosen comes in the place of a mark, and the sentence stays a sentence. All people are invented."""

from __future__ import annotations

import pytest

from meldcode.screening import Known, Mark, fold, replaced, scan

SEM = Known("Sem de Wit", "name", "kind A")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sem huilde. Sem viel. Ik zag Sem.", "Kind A huilde. Kind A viel. Ik zag kind A."),
        ("Volgens mevr. Sem klopt het.", "Volgens mevr. kind A klopt het."),
        ("sem huilde.", "kind A huilde."),
        ('Ze zei: "Sem slaat."', 'Ze zei: "kind A slaat."'),
        ("Punt.\nSem huilde", "Punt.\nKind A huilde"),
    ],
)
def test_a_sentence_that_began_with_a_capital_still_does(text: str, left: str) -> None:
    assert replaced(text, scan(text, [SEM]), lambda mark: mark.proposal) == left


def test_each_mark_is_decided_by_itself() -> None:
    text = "Sem en Fenna en Sem."
    marks = scan(text, [SEM])
    seen: list[Mark] = []

    def choose(mark: Mark) -> str | None:
        seen.append(mark)
        return None if mark.text == "Fenna" else mark.proposal

    assert replaced(text, marks, choose) == "Kind A en Fenna en kind A."
    assert tuple(seen) == marks


def test_a_mark_may_go_altogether() -> None:
    text = "Ik zag Sem."
    assert replaced(text, scan(text, [SEM]), lambda mark: "") == "Ik zag ."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aït-Oubella", "AIT OUBELLA"),
        ("Sem's", "sems"),
        ("Zoe\u0308", "ZOË"),
        ("Łukasz", "lukasz"),
        ("Se\u200bm", "sem"),
        (" a  b ", "A/B"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_fold_apart() -> None:
    assert fold("Sem") != fold("Sam")
