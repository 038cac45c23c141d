"""What one hears without seeing: nothing slips by unsaid, and what was heard is not said whole again. All invented."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from meldcode.dossier.home import Home
from meldcode.flow.loader import load_flow
from meldcode.plain.unlock import terminal_lines
from tests.plain.helper import PASSPHRASE, RECOVERY, at_lines, begin, said
from tests.plain.test_commands import DANGER, WHO, at
from tests.plain.test_writing import NAMED
from tests.plain.test_writing import at as at_request

LAST = list(load_flow("onderwijs").items)[-1]


def test_what_is_passed_over_says_so() -> None:
    person, _interview = at("", "1")
    assert "Overgeslagen." in person.after("> \n")
    assert person.text.count("Overgeslagen.") == 1


def test_an_optional_question_is_passed_over_in_silence() -> None:
    person, _interview = at("", place="tegensignalen")
    assert "Overgeslagen." not in person.text


def test_a_step_that_is_left_tells_what_stays_open_and_a_letter_leads_there() -> None:
    person, interview = at("2", "v", "v", "b", "v", place="letsel")
    assert " vragen open. v brengt u erheen." in person.after("> 2").partition("> v")[0]
    first, second, again = person.text.split("> v")[1:]
    assert DANGER in first
    assert WHO in second
    assert DANGER in again
    assert interview.store.place() == "acuut_gevaar"


@pytest.mark.parametrize(("typed", "heard"), [("1", True), ("nee", True), ("Opa", False)])
def test_a_text_that_may_be_a_number_for_another_question_is_said_back(typed: str, heard: bool) -> None:
    person, _interview = at(typed, place="krachten")
    assert (f"Opgeschreven: {typed}" in person.text) is heard


@pytest.mark.parametrize(("typed", "heard"), [("Nieuw.", True), ("+ Nieuw.", False)])
def test_a_text_that_takes_the_place_of_another_says_so(typed: str, heard: bool) -> None:
    person, _interview = at(typed, place="krachten", given={"krachten": "Opa komt elke week."})
    assert ("De tekst van eerst is vervangen. Met u komt die terug." in person.text) is heard


def test_a_text_of_more_lines_tells_how_many_were_taken() -> None:
    person, interview = at("+", "een", "b", ".", place="krachten")
    assert interview.value("krachten") == "een\nb"
    assert "Er staan nu 2 regels." in person.text


def test_many_options_are_not_said_again_where_one_is_chosen() -> None:
    person, _interview = at(".", place="vorm", given={"vorm": ["stalking"]})
    before, after = person.text.split("> .")
    assert "13. Stalking" not in before
    assert "Typ een punt om ze te horen." in before
    assert "13. Stalking" in after


@pytest.mark.parametrize(("letter", "changed"), [("j", True), ("n", False), ("nee", False)])
def test_yes_and_no_have_letters(letter: str, changed: bool) -> None:
    given = {"acuut_gevaar": "nee", "betrokkene": "kind", "disclosure": "ja", "disclosure_woorden": "Au."}
    _person, interview = at("2", letter, given=given, place="disclosure")
    assert (interview.value("disclosure") == "nee") is changed


def test_an_alert_that_holds_no_more_is_taken_back_aloud() -> None:
    person, _interview = at("1", "u")
    assert "LET OP: Bel nu 112" in person.text
    assert "Geldt niet meer: Bel nu 112" in person.after("> u")


def test_the_norm_says_what_is_needed_before_what_might_be() -> None:
    person, _interview = at("n", given={"acuut_gevaar": "nee", "vermoeden": "ja"})
    heard = person.after("> n")
    assert 0 < heard.index("Voor de adviesvraag nog nodig") < heard.index("zou gelden bij")


def test_the_end_is_said_whole_once_and_again_when_asked() -> None:
    person, _interview = at("", "w", "b", ".", place=LAST)
    whole, short, again = person.text.split("Nu: ")[1], person.after("> b").partition("> .")[0], person.after("> .")
    assert "U beslist." in whole
    assert "Nu: " in short
    assert "U beslist." not in short
    assert "U beslist." in again


def test_a_field_says_its_options_and_that_it_may_stay_empty_again() -> None:
    person, _interview = at("+", "", "9", "", "?", place="signalen")
    assert "De keuzes zijn 1 tot en met 6. Typ een punt om ze te horen." in person.after("> 9")
    assert "Over wie gaat dit (mag leeg)" in person.after("> ?")


def test_yes_in_an_entry_is_said_with_its_field() -> None:
    given = {"personen": [{"rol": "ouder", "naam": "onbekend", "gezag": "ja"}]}
    person, _interview = at(place="personen", given=given)
    assert "Heeft deze persoon gezag over het kind: Ja" in person.text


def test_what_is_missing_is_heard_before_the_whole_text(tmp_path: Path) -> None:
    person, _interview, _target = at_request({**NAMED, "signalen": []}, "1", "", "1", str(tmp_path / "uit"), "")
    heard = person.text
    assert heard.index("Wat ontbreekt, komt erin") < heard.index("Nu komt de hele tekst, ")
    assert heard.index("Nu komt de hele tekst, ") < heard.index("ADVIESVRAAG AAN VEILIG THUIS")
    assert "request.txt om te lezen of te plakken." in heard


def test_more_of_a_list_that_was_said_whole_says_so(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = at_lines(home, PASSPHRASE, "v", "q")
    assert "Dit is de hele lijst." in person.after("> v")


def test_a_full_stop_says_the_passphrase_and_the_code_again(empty: Home) -> None:
    words, code = "Uw wachtwoordzin: ", "Uw herstelcode: "
    script = ("4", "s", "1", "1", ".", said(words), ".", "?", said(code), "?", "", "?", "", "", "q")
    person = at_lines(empty, *script)
    assert person.text.count(words) == person.text.count(code) == 2
    assert "De geschiedenis van een dossier zegt wie wat wanneer deed." in person.text
    assert PASSPHRASE not in person.text
    assert RECOVERY not in person.text


def test_lines_of_a_file_are_shown_where_they_were_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("4\n"))
    lines = terminal_lines()
    assert lines.line("Kies") == "4"
    assert capsys.readouterr().out == "Kies:\n> 4\n"
