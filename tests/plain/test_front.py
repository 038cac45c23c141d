"""The line mode from start to end: a try, keeping it, coming back to it, hiding it."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.dossier.dossier import Dossier
from meldcode.dossier.home import Home
from meldcode.dossier.trouble import NotSavedError
from meldcode.plain.front import Front
from meldcode.plain.lines import no_secret
from tests.plain.helper import (
    CANARY,
    PASSPHRASE,
    RECOVERY,
    Person,
    Typed,
    answers,
    at_lines,
    begin,
    clock,
    codes,
    look,
    said,
)

DANGER = "Is er op dit moment direct gevaar voor iemand?"
SET_UP: list[Typed] = ["1", "2", PASSPHRASE, PASSPHRASE, said("Uw herstelcode: "), "leerkracht", ""]
"""A new store; own passphrase, twice; the code typed back; who; no key of an organisation."""
TRY: list[Typed] = ["4", "2"]
"""A school; no danger."""


# a try


def test_a_try_says_at_the_start_that_nothing_is_kept(empty: Home) -> None:
    person = at_lines(empty, "4")
    assert "Dit is een proef: er wordt niets bewaard. Typ s om te bewaren" in person.text
    assert person.shown[-1] == "Gestopt. Er is niets bewaard dat u niet hebt weggeschreven."
    assert not empty.folder.exists()


def test_keeping_a_try_keeps_what_was_typed(empty: Home) -> None:
    person = at_lines(empty, *TRY, "s", *SET_UP, "zaak 1", "2", "q")
    assert answers(empty, "zaak 1")["acuut_gevaar"] == "nee"
    assert len(answers(empty, "zaak 1")) == 2, "what was answered afterwards is kept as well"
    assert "Elk antwoord wordt meteen bewaard" in person.text
    assert "Wat u typte staat nog in dit venster. Met x was het gewist." in person.text
    assert person.wiped == 1, "the code does not stay in the window"


def test_no_secret_is_shown_but_the_code_that_is_to_be_written_down(empty: Home) -> None:
    person = at_lines(empty, *TRY, "s", *SET_UP, "zaak 1", "q")
    assert PASSPHRASE not in person.text
    assert len(person.asked) == 2


def test_a_passphrase_of_the_program_is_typed_over_once(empty: Home) -> None:
    words = said("Uw wachtwoordzin: ")
    person = at_lines(
        empty, *TRY, "s", "1", "1", "iets anders", "", words, said("Uw herstelcode: "), "", "", "zaak 1", "q"
    )
    given = [line.removeprefix("Uw wachtwoordzin: ") for line in person.shown if line.startswith("Uw wachtwoordzin: ")]
    assert len(given) == 2, "an empty line asks for another one"
    look(empty, given[1]).close()


def test_slips_at_set_up_are_asked_again(empty: Home) -> None:
    other = "een andere zin dan net"
    phrases: list[Typed] = ["1", "2", "kort", PASSPHRASE, other, PASSPHRASE, PASSPHRASE]
    slips: list[Typed] = [*phrases, "ABCD", said("Uw herstelcode: ")]
    person = at_lines(empty, *TRY, "s", *slips, "", "geen sleutel", "", "zaak 1", "q")
    assert "De twee zinnen zijn niet gelijk." in person.text
    assert "Dit is geen openbare sleutel." in person.text
    assert answers(empty, "zaak 1") == {"acuut_gevaar": "nee"}


@pytest.mark.parametrize("place", range(6))
def test_going_back_while_setting_up_makes_nothing_and_loses_nothing(empty: Home, place: int) -> None:
    person = at_lines(empty, *TRY, "s", *SET_UP[:place], "b", "o", "", "q", "1")
    assert not empty.exists()
    assert f"{DANGER} Nee" in person.after("Er is niets bewaard. U gaat verder met de proef.")


def test_going_back_at_the_label_leaves_an_empty_store(empty: Home) -> None:
    person = at_lines(empty, *TRY, "s", *SET_UP, "b", "q", "1")
    assert codes(empty) == {}
    assert person.shown[-1] == "Gestopt. Er is niets bewaard dat u niet hebt weggeschreven."


def test_the_store_can_be_made_before_a_profession_is_chosen(empty: Home) -> None:
    at_lines(empty, "s", *SET_UP, "n", "4", "", "2", "q")
    assert len(codes(empty)) == 1


def test_hiding_a_try_clears_the_window_and_loses_nothing(empty: Home) -> None:
    person = at_lines(empty, *TRY, "x", "", "o", "", "q", "1")
    assert person.wiped == 1
    assert f"{DANGER} Nee" in person.text


def test_a_window_that_cannot_be_cleared_says_so(empty: Home) -> None:
    person = at_lines(empty, "4", "x", "", can_wipe=False)
    assert "Dit venster kan niet leeg worden gemaakt." in person.text


# with a store


def test_a_wrong_passphrase_is_asked_again_and_the_right_one_leads_to_the_list(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = at_lines(home, "een heel andere wachtwoordzin", PASSPHRASE, "q")
    assert "Hiermee gaan de dossiers niet open." in person.text
    assert "1. zaak 1" in person.after("Uw dossiers")


def test_without_a_passphrase_there_is_only_a_try(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = at_lines(home, "", *TRY, "q", "1")
    assert "zaak 1" not in person.text
    assert list(codes(home)) == ["zaak 1"]


def test_a_try_beside_a_store_is_kept_in_it(home: Home) -> None:
    at_lines(home, "", *TRY, "s", PASSPHRASE, "zaak 2", "q")
    assert answers(home, "zaak 2") == {"acuut_gevaar": "nee"}


def test_numbers_to_call_and_stopping_are_there_before_anything_is_open(home: Home) -> None:
    person = at_lines(home, "!", "q")
    assert "112" in person.text
    assert person.shown[-1] == "Gestopt."


def test_without_a_terminal_a_store_stays_shut_and_a_try_is_offered(home: Home) -> None:
    person = Person("4")
    person.lines._secret = no_secret
    Front(person.lines, home, clock).run()
    assert "De wachtwoordzin wordt alleen in een terminal gevraagd." in person.text
    assert "Dit is een proef" in person.text


def test_a_dossier_goes_on_at_the_question_where_it_was_left(home: Home) -> None:
    person = at_lines(home, PASSPHRASE, "n", "4", "zaak 1", "2", "", "", "q")
    left = [line for line in person.shown if line.endswith("?") and not line.startswith(">")][-1]
    again = at_lines(home, PASSPHRASE, "1", "q")
    assert left != DANGER
    assert [line for line in again.shown if line.endswith("?")] == [left]
    once_more = at_lines(home, PASSPHRASE, "", "q")
    assert "Leeg: verder met zaak 1." in once_more.text
    assert left in once_more.text


def test_a_danger_is_told_again_when_the_dossier_is_opened_again(home: Home) -> None:
    begin(home, ["zaak 1"], [("acuut_gevaar", "ja")])
    assert "LET OP: Bel nu 112" in at_lines(home, PASSPHRASE, "1", "q").text


def test_from_a_dossier_to_the_list_and_into_another(home: Home) -> None:
    begin(home, ["zaak 1", "zaak 2"])
    person = at_lines(home, PASSPHRASE, "1", "s", "2", "s", "q")
    assert "Dossier " in person.text
    assert person.text.count("Uw dossiers") == 3


# a backup, and a passphrase that was lost


def test_a_backup_can_be_put_back_at_the_door(home: Home, tmp_path: Path) -> None:
    begin(home, ["zaak 1"])
    at_lines(home, PASSPHRASE, "s", "1", str(tmp_path / "kopie"), "", "q")
    begin(home, ["zaak 2"])
    back = ["r", str(tmp_path / "weg"), PASSPHRASE, "r", "", "r", str(tmp_path / "kopie"), PASSPHRASE]
    person = at_lines(home, *back, "q")
    assert "De reservekopie kan niet gelezen worden." in person.text
    assert "Wat er stond, is bewaard in: " in person.text
    assert list(codes(home)) == ["zaak 1"]


def test_a_try_can_be_kept_in_a_backup_on_a_new_computer(home: Home, tmp_path: Path) -> None:
    begin(home, ["zaak 1"])
    at_lines(home, PASSPHRASE, "s", "1", str(tmp_path / "kopie"), "", "q")
    new = Home(tmp_path / "nieuw" / "dossiers")
    at_lines(new, *TRY, "s", "2", str(tmp_path / "kopie"), PASSPHRASE, "zaak 2", "q")
    assert set(codes(new)) == {"zaak 1", "zaak 2"}


def test_after_the_recovery_code_a_new_passphrase_can_be_chosen(home: Home) -> None:
    new = "een veel langere andere zin"
    person = at_lines(home, RECOVERY, "1", "2", new, new, "q")
    assert RECOVERY not in person.text
    look(home, new).close()
    at_lines(home, RECOVERY, "2", "q")
    at_lines(home, RECOVERY, "1", "b", "q")
    look(home, new).close()


# hiding


def test_hiding_closes_the_store_and_comes_back_to_the_same_question(home: Home) -> None:
    begin(home, ["zaak 1"])

    def typed(_shown: list[str]) -> str:
        look(home).close()  # nobody else has the store open now
        return PASSPHRASE

    person = at_lines(home, PASSPHRASE, "1", "2", "x", "een heel andere zin", typed, "q")
    assert person.wiped == 1
    assert "Dit is niet de goede zin of code." in person.text
    assert "Hiermee gaan de dossiers" not in person.text
    assert person.asked[-1] == "0800-2000 · 112: ", "nothing tells what this is"
    before, after = person.text.rsplit("> x", 1)
    assert [line for line in before.splitlines() if line.endswith("?")][-1] in after


def test_an_empty_line_or_going_back_does_not_open_what_was_hidden(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = at_lines(home, PASSPHRASE, "x", "", "b", "q")
    assert person.shown[-1] == "Gestopt."
    assert person.after("> x") == "\nGestopt."


def test_an_entry_that_is_half_typed_is_kept_when_hiding(home: Home) -> None:
    begin(home, ["zaak 1"])
    vault = look(home)
    vault.go(vault.list()[0].code, "signalen")
    vault.close()
    at_lines(home, PASSPHRASE, "1", "+", "2-3-2026", "x", PASSPHRASE, "q")
    assert answers(home, "zaak 1")["signalen"] == [{"datum": "2026-03-02"}]


# when it does not work


def test_an_answer_that_cannot_be_kept_is_said_and_asked_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(home, ["zaak 1"])
    append = Dossier.append

    def full(self: Dossier, event: object, standing: object = None) -> None:
        if type(event).__name__ == "Answered":
            raise NotSavedError("niet bewaard: de schijf is vol", "Maak ruimte vrij en probeer het opnieuw.")
        append(self, event, standing)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(Dossier, "append", full)
    person = at_lines(home, PASSPHRASE, "1", "2", "q")
    assert "Maak ruimte vrij" in person.text
    assert DANGER in person.after("Maak ruimte vrij")
    assert answers(home, "zaak 1") == {}


def test_a_second_program_is_told_and_nothing_is_lost(home: Home) -> None:
    vault = look(home)
    person = at_lines(home, PASSPHRASE, "q")
    vault.close()
    assert "Een ander programma heeft de dossiers open." in person.text


@pytest.mark.parametrize(("chosen", "kept"), [("1", True), ("2", False)])
def test_an_older_state_is_said_and_the_person_chooses(home: Home, chosen: str, kept: bool) -> None:
    begin(home, ["zaak 1"])
    old = home.db.read_bytes()
    begin(home, ["zaak 2"])
    home.db.write_bytes(old)
    person = at_lines(home, PASSPHRASE, chosen, "1", "2", "q")
    assert "Dit is een oudere stand" in person.text
    if kept:
        assert answers(home, "zaak 1") == {"acuut_gevaar": "nee"}
    else:
        assert "U kunt hier lezen, niets veranderen." in person.text
        assert "Dat lukt niet" in person.text
        vault = look(home)
        assert vault.trouble
        vault.close()


def test_what_a_person_wrote_reaches_the_terminal_as_plain_text(home: Home) -> None:
    begin(home, [f"{CANARY}\x1b]0;x\x07"])
    assert "\x1b" not in at_lines(home, PASSPHRASE, "m 1", "2", "q").text
