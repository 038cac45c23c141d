"""Practising alone in lines: everything that the screens have, and no dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode import practising
from meldcode.dossier.home import Home
from meldcode.errors import Exit, MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.plain.practising import Practising
from meldcode.training.store import PracticeStore
from tests.plain.helper import Person
from tests.training.small import Clock, small_file

FIRST = ("1", "2", "1", "3", "1", "")
"""No danger, no idea yet, compared; then the next moment."""
SECOND = ("1", "1", "1", "1", "1", "")
"""A suspicion and unsafe, compared; then the look back."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data" / "dossiers")


def practise(home: Home, tmp_path: Path, *script: str, case: str | None = None, whole: bool = True) -> Person:
    """From beginning to end; every line of the script must have been asked for, unless `whole` is False."""
    person = Person(*script)
    Practising(person.lines, home, Clock(), str(small_file(tmp_path)) if case is None else case).run()
    assert not (whole and person.script), person.script
    return person


def test_a_case_is_walked_in_lines_to_the_look_back(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, *FIRST, *SECOND, "1", "", "5", "q")
    text = person.text
    assert text.startswith("OEFENING")
    assert "0800-2000" in text
    assert "U bent leerkracht van groep 4." in text
    assert f"1. {load_flow('onderwijs').items['acuut_gevaar'].text} (nog te wegen)" in text
    assert "2. Denkt u nu aan een vermoeden? (nog te wegen)" in text
    assert text.index("Kind A huilt") < text.index("U en de expert: Nee") < text.index("Kind A durft niet naar huis")
    assert text.index("Wat de gebeurtenissen bleken") < text.index("Leidt af. De fiets van kind A is stuk.")
    assert "Terugblik: Het rode boekje" in text
    assert "Nergens: elke weging" in text
    assert text.index("Het huilen ging over de fiets.") < text.index("De uitkomst is dan")
    assert "Gestopt." in text


def test_what_differs_is_told_with_what_it_would_have_meant(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, "1", "1", "1", "2", "1", "", *SECOND, "q")
    assert "U: Ja. De expert: Nee." in person.after("Bij 2 wegingen")
    assert "Bel nu 112" in person.after("Bij 2 wegingen")


def test_a_question_that_comes_back_may_stay_as_it_was(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, *FIRST, "1", "3", "2", "q")
    assert "(eerder: Weet ik niet. Blijft dat zo?)" in person.text
    assert "Kies hetzelfde dan nog een keer." in person.text
    assert "Nog te wegen: Afweging" in person.text


def test_after_a_weighing_the_next_is_one_number_away_and_asked_in_the_words_of_this_moment(
    home: Home, tmp_path: Path
) -> None:
    person = practise(home, tmp_path, "1", "2", "1", whole=False)
    after = person.after("Nog te wegen: Denkt u nu aan een vermoeden?")
    assert "1. Daarheen" in after
    assert after.index("In dit geval: Denkt u nu aan een vermoeden?") < after.index("Afweging 1")


def test_who_weighed_otherwise_can_go_on_as_the_story_does(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, "1", "1", "1", "2", "1", "2", "1", *SECOND, "q")
    assert "(eerder: Weet ik niet. Blijft dat zo?)" in person.text, "the expert's answer stands in the record"
    assert "U: Ja. De expert: Nee." in person.after("Bij 2 wegingen"), "what was weighed stays what it was"
    assert "Verder met de antwoorden van de expert" not in practise(home, tmp_path, "2", *FIRST, "q").text


def test_every_moment_says_that_it_is_practice(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, *FIRST, *SECOND, "q")
    for place in ("1", "2"):
        assert f"OEFENING. Moment {place} van 2" in person.text
        assert f"OEFENING. Naast de expert. Moment {place} van 2" in person.text


def test_comparing_early_is_asked_first(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, "3", "nee", "s", "3", "ja", "", "q")
    assert "2 wegingen van dit moment zijn nog open" in person.text
    assert "U: niet gewogen" in person.text
    assert "Moment 2 van 2" in person.text


def test_who_comes_back_goes_on_with_the_same_choices(home: Home, tmp_path: Path) -> None:
    practise(home, tmp_path, *FIRST, "1", "1", "2", "q")
    person = practise(home, tmp_path, "1", "", "q")
    assert "U bent met dit geval bezig." in person.text
    assert "Wat u toen zelf typte, is niet bewaard." in person.text
    assert "Moment 2 van 2" in person.text
    assert "1. Afweging 1: vermoedt u huiselijk geweld of kindermishandeling? (uw antwoord: Ja)" in person.text
    anew = practise(home, tmp_path, "2", "q")
    assert "Moment 1 van 2" in anew.text
    assert "nog te wegen" in anew.text


def test_the_look_back_can_be_read_again(home: Home, tmp_path: Path) -> None:
    practise(home, tmp_path, *FIRST, *SECOND, "q")
    assert PracticeStore(home.folder.parent).progress()["klein_geval"]["finished"] == "2026-03-09"
    person = practise(home, tmp_path, "1", "q")
    assert "U hebt dit geval gedaan." in person.text
    assert "Nergens" in person.text


def test_the_same_case_again_begins_with_nothing(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, *FIRST, *SECOND, "4", "q")
    assert "nog te wegen" in person.after("Terugblik")
    assert PracticeStore(home.folder.parent).progress()["klein_geval"]["finished"] == "2026-03-09"


def test_another_case_leads_to_the_list_with_what_was_done(home: Home, tmp_path: Path) -> None:
    PracticeStore(home.folder.parent).set_progress({"twee_huizen": {"ended": True, "finished": "2026-03-01"}})
    person = practise(home, tmp_path, *FIRST, *SECOND, "3", "q")
    line = next(line for line in person.shown if "Twee huizen" in line)
    assert "gedaan op 1 maart 2026" in line
    assert "minuten" in line


def test_what_was_typed_is_asked_about_before_it_is_lost(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, "", "2", "2", "z gemeente", "1", "Zwolle", "q", "nee", "q", "ja", whole=False)
    assert "Wat u zelf typte, is dan weg." in person.text
    kept = (home.folder.parent / "oefenen" / "oefening-voortgang.json").read_text("utf-8")
    assert "Zwolle" not in kept
    assert '"practice": true' in kept


def test_story_is_said_inside_a_form_too_and_s_keeps_nothing(home: Home, tmp_path: Path) -> None:
    person = practise(home, tmp_path, "", "2", "2", "z signalen", "1", "+", "s", "b", "h", "q", whole=False)
    assert person.text.count("Kind A huilt bij het weggaan.") == 2
    assert "s zegt het verhaal" in person.text
    assert not home.folder.exists()


def test_a_case_that_cannot_be_used_ends_with_a_reason(home: Home, tmp_path: Path) -> None:
    with pytest.raises(MeldcodeError):
        practise(home, tmp_path, case="bestaat_niet")


def test_progress_that_cannot_be_kept_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", "utf-8")
    person = practise(Home(tmp_path / "data" / "dossiers"), tmp_path, *FIRST, "q")
    assert person.text.count("Waar u was, wordt alleen niet onthouden.") == 1


def test_the_end_of_the_lines_ends_it(home: Home, tmp_path: Path) -> None:
    assert "Gestopt." in practise(home, tmp_path).text
    assert "Gestopt." in practise(home, tmp_path, case="").text


def test_practise_in_lines_gives_an_exit_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    person = Person("q")
    monkeypatch.setattr("meldcode.plain.unlock.terminal_lines", lambda: person.lines)
    monkeypatch.setattr("meldcode.harden.harden", lambda: None)
    assert practising.practise(str(small_file(tmp_path)), plain=True) == Exit.DONE
    assert "Het rode boekje" in person.text
