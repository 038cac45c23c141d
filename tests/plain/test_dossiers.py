"""The list of dossiers in lines: finding, terms, and everything that can be done with a dossier or with the store."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pyrage
import pytest

from meldcode.desk.work import begin as begun
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.sealed import hand_over
from meldcode.flow.loader import load_flow, load_layers
from meldcode.plain.front import Front
from meldcode.plain.leaving import CALENDAR
from tests.plain.helper import (
    CANARY,
    PASSPHRASE,
    Person,
    answers,
    at_lines,
    begin,
    clock,
    codes,
    kinds,
    look,
    said,
)

REPORTED = [("acuut_gevaar", "ja"), ("besluit_melden", "ja"), ("melding_datum", "2026-02-10")]
"""A report of which nothing was heard within five working days."""


# finding


def test_a_new_dossier_is_begun_from_the_list_and_needs_no_name(home: Home) -> None:
    at_lines(home, PASSPHRASE, "n", "4", "", "2", "q")
    [(label, code)] = codes(home).items()
    assert label == code
    assert kinds(home, label) == ["named", "begun"]


def test_a_flow_that_was_named_is_not_asked_again(home: Home) -> None:
    person = at_lines(home, PASSPHRASE, "n", "zaak 1", "q", flow="huisarts")
    assert "Waar werkt u?" not in person.text
    assert "KNMG-meldcode voor de huisarts" in person.text


def test_going_back_from_a_new_dossier_makes_none(home: Home) -> None:
    at_lines(home, PASSPHRASE, "n", "b", "n", "4", "b", "q")
    assert codes(home) == {}


def test_long_lists_come_in_parts_and_can_be_searched(home: Home) -> None:
    begin(home, [f"zaak {number}" if number != 17 else "bloem" for number in range(45)])  # no code has an O or L
    person = at_lines(home, PASSPHRASE, "30", "v", "30", "s", "z bloem", "1", "s", "z", "bestaat niet", "q")
    assert "En nog 25. Typ v voor meer" in person.text
    opened = [line for line in person.shown if line.startswith("Dossier ")]
    assert [line.rpartition(": ")[2] for line in opened] == ["zaak 15", "bloem"]
    assert "Gevonden: 0" in person.text


def test_what_is_no_number_or_letter_is_asked_again(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = at_lines(home, PASSPHRASE, "2", "0", "hallo", "m", "b", "m 9", "1", "", "?", "!", "b", "q")
    assert person.text.count("Kies een nummer uit de lijst of een letter.") == 3
    assert "Een nummer opent dat dossier." in person.text


# terms


def test_what_is_late_is_told_with_what_can_be_done(home: Home) -> None:
    begin(home, ["zaak 1"], REPORTED)
    person = at_lines(home, PASSPHRASE, "t", "", "t", "1", "q")
    assert "Typ t." in person.text
    assert "Voorbij, 17 februari 2026" in person.text
    terms = person.after("\nTermijnen\n").splitlines()
    assert terms[0].startswith("1. Voorbij")
    assert terms[1].startswith("   "), "what can be done now"
    assert any(line.endswith(": zaak 1") for line in terms), "its number opens the dossier"


def test_the_calendar_holds_no_label_and_no_word_of_the_case(home: Home, tmp_path: Path) -> None:
    begin(home, [CANARY], REPORTED)
    at_lines(home, PASSPHRASE, "t", "a", str(tmp_path / "agenda"), "q")
    text = (tmp_path / "agenda" / CALENDAR).read_text("utf-8")
    assert "BEGIN:VEVENT" in text
    assert CANARY.split()[0] not in text
    assert "meld" not in text.lower()


# one dossier


def test_a_dossier_gets_another_name(home: Home) -> None:
    begin(home, ["zaak 1"])
    at_lines(home, PASSPHRASE, "m 1", "1", "zaak 2", "q")
    assert list(codes(home)) == ["zaak 2"]


def test_history_tells_earlier_answers(home: Home) -> None:
    begin(home, ["zaak 1"], [("acuut_gevaar", "ja"), ("acuut_gevaar", "nee")])
    text = at_lines(home, PASSPHRASE, "m 1", "2", "q").text
    assert "  Was: Ja\n  Werd: Nee" in text
    assert "leerkracht groep 5" in text


def test_export_writes_text_and_json(home: Home, tmp_path: Path) -> None:
    code = begin(home, ["zaak 1"])["zaak 1"]
    person = at_lines(home, PASSPHRASE, "m 1", "3", str(tmp_path / "uit"), "q")
    assert json.loads((tmp_path / "uit" / code / "dossier.json").read_text("utf-8"))["code"] == code
    assert person.text.count("geschreven: ") == 2
    assert "exported" in kinds(home, "zaak 1")


def test_closing_asks_why_and_until_when_and_reopening_why(home: Home) -> None:
    begin(home, ["zaak 1"])
    script = [
        "m 1",
        "5",
        "",
        "hulp loopt",
        "1-3-2026",
        "30-2-2026",
        "2-6-2026",
        "zo is het beleid",
        "1",
        "2",
        "s",
        "m 1",
        "6",
        "nieuwe zorg",
    ]
    person = at_lines(home, PASSPHRASE, *script, "1", "2", "q")
    assert "Deze dag is al voorbij." in person.text
    assert "Dit dossier is gesloten: u kunt lezen." in person.text
    assert "Heropen het dossier om verder te werken." in person.text
    assert kinds(home, "zaak 1") == ["named", "begun", "closed", "retained", "reopened"]
    assert answers(home, "zaak 1") == {"acuut_gevaar": "nee"}, "only after it was open again"


def test_a_closed_dossier_can_stay_longer_for_a_reason(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = at_lines(home, PASSPHRASE, "m 1", "5", "klaar", "", "m 1", "5", "1-9-2026", "bezwaar loopt", "t", "", "q")
    assert "Langer bewaren" in person.text
    assert "1 september 2026: Kijk of dit dossier weg kan." in person.text
    assert kinds(home, "zaak 1") == ["named", "begun", "closed", "retained"]


def test_destroying_needs_a_reason_and_the_code(home: Home) -> None:
    code = begin(home, ["zaak 1"])["zaak 1"]
    person = at_lines(home, PASSPHRASE, "m 1", "6", "3", "m 1", "6", "2", "bewaartermijn voorbij", "zaak 1", "q")
    assert "Dit is niet de code van dit dossier. Er is niets gewist." in person.text
    assert codes(home)
    at_lines(home, PASSPHRASE, "m 1", "6", "2", "bewaartermijn voorbij", code.lower(), "q")
    assert codes(home) == {}


def test_a_copy_is_offered_before_the_only_one_is_destroyed(home: Home, tmp_path: Path) -> None:
    code = begin(home, ["zaak 1"])["zaak 1"]
    at_lines(home, PASSPHRASE, "m 1", "6", "1", str(tmp_path / "uit"), "klaar", code, "q")
    assert (tmp_path / "uit" / code / "dossier.txt").exists()
    assert codes(home) == {}


def test_before_an_end_it_says_where_the_official_record_belongs(home: Home) -> None:
    begin(home, ["zaak 1"])
    keeping = load_flow("onderwijs").keeping
    assert keeping is not None
    assert keeping.official in at_lines(home, PASSPHRASE, "m 1", "5", "b", "q").text


def test_handing_over_seals_for_a_colleague_and_can_destroy_here(home: Home, tmp_path: Path) -> None:
    code = begin(home, ["zaak 1"], REPORTED)["zaak 1"]
    other = create(Home(tmp_path / "collega" / "dossiers"), PASSPHRASE, new_recovery_code(), clock=clock)
    key = other.receive_key
    other.close()
    person = at_lines(home, PASSPHRASE, "m 1", "4", "age1fout", "m 1", "4", key, "2", "q")
    assert "Er is niets overgedragen." in person.text
    assert "Dit is geen openbare sleutel." in person.text
    at_lines(home, PASSPHRASE, "m 1", "4", key, "1", str(tmp_path), "1", code, "q")
    assert codes(home) == {}
    sealed = str(tmp_path / f"{code}.overdracht.age")
    at_lines(other.home, PASSPHRASE, "s", "2", sealed, "", "q")
    assert answers(other.home, "zaak 1")["melding_datum"] == "2026-02-10"


# a newer version of the flow


@pytest.mark.parametrize(("chosen", "adopted"), [(["1"], True), (["2"], False), (["3", "1"], True)])
def test_another_version_of_the_flow_is_told_and_chosen(home: Home, chosen: list[str], adopted: bool) -> None:
    now = load_flow("onderwijs")
    (name, data), *base = now.layers
    older = load_layers(((name, data.replace(f'\nversion: "{now.version}"'.encode(), b'\nversion: "2025.9"')), *base))
    vault = look(home)
    interview = begun(vault, older, "zaak 1")
    interview.answer("acuut_gevaar", "nee")
    vault.close()
    person = at_lines(home, PASSPHRASE, "1", *chosen, "q")
    assert f"Er is een nieuwere vragenlijst, versie {now.version}." in person.text
    assert "De uitkomst blijft gelijk: " in person.text
    assert ("adopted" in kinds(home, "zaak 1")) is adopted
    assert answers(home, "zaak 1") == {"acuut_gevaar": "nee"}


# the store


def test_a_backup_is_made_and_never_over_another_file(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "kopie.meldcode"
    at_lines(home, PASSPHRASE, "s", "1", str(target), "", "q")
    first = target.read_bytes()
    person = at_lines(home, PASSPHRASE, "s", "1", str(target), "", "q")
    assert "Er staat al iets met de naam kopie.meldcode." in person.text
    assert target.read_bytes() == first


def test_what_was_not_sealed_for_this_store_is_refused(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "vreemd.age"
    path.write_bytes(pyrage.encrypt(b"{}", [pyrage.x25519.Identity.generate().to_public()]))
    person = at_lines(
        home, PASSPHRASE, "s", "2", str(path), "2", str(tmp_path / "weg.age"), "2", str(tmp_path), "", "q"
    )
    assert "Dit bestand is niet voor u verzegeld, of het is beschadigd." in person.text
    assert person.text.count("Dit bestand is niet te lezen.") == 2
    assert codes(home) == {}


def test_keys_can_be_changed(home: Home) -> None:
    new = "een veel langere andere zin"
    person = at_lines(
        home, PASSPHRASE, "s", "3", "4", PASSPHRASE, "2", new, new, "5", new, said("Uw herstelcode: "), "6", "", "q"
    )
    assert "\nage1" in person.text
    recovery = next(line for line in person.shown if line.startswith("Uw herstelcode: ")).removeprefix(
        "Uw herstelcode: "
    )
    for secret in (new, recovery):
        unlock(home, secret, clock=clock).close()
    assert person.wiped == 2


def test_going_back_while_changing_a_key_changes_nothing(home: Home) -> None:
    person = at_lines(
        home,
        PASSPHRASE,
        "s",
        "4",
        "b",
        "4",
        PASSPHRASE,
        "2",
        "b",
        "5",
        PASSPHRASE,
        "b",
        "5",
        "een foute zin zomaar",
        "",
        "q",
    )
    assert person.text.count("Er is niets veranderd.") == 3
    look(home).close()


def test_the_history_of_the_store_is_told(home: Home, tmp_path: Path) -> None:
    person = at_lines(home, PASSPHRASE, "s", "1", str(tmp_path), "7", "", "q")
    assert "de opslag is gemaakt" in person.text
    assert "reservekopie gemaakt" in person.text
    assert "de geschiedenis is heel" in person.text
    assert [path.name for path in tmp_path.glob("*.backup")] == ["reservekopie-2026-03-02.backup"]


def test_the_line_mode_hides_from_the_list_and_from_a_menu(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = at_lines(home, PASSPHRASE, "x", PASSPHRASE, "m 1", "5", "x", PASSPHRASE, "s", "x", "q")
    assert person.wiped == 3
    assert kinds(home, "zaak 1") == ["named", "begun"]


def test_a_dossier_of_another_time_still_tells_its_day(home: Home) -> None:
    begin(home, ["zaak 1"])
    person = Person(PASSPHRASE, "q")
    Front(person.lines, home, lambda: datetime(2026, 6, 1, 9, 0)).run()
    assert "gewijzigd op 2 maart 2026" in person.text


def test_a_received_dossier_says_its_code(home: Home, tmp_path: Path) -> None:
    begin(home, ["zaak 1"])
    vault = look(home)
    (tmp_path / "zaak.age").write_bytes(hand_over(vault, vault.list()[0].code, vault.receive_key))
    vault.close()
    person = at_lines(home, PASSPHRASE, "s", "2", str(tmp_path / "zaak.age"), "", "q")
    assert "Ontvangen als dossier " in person.text
    vault = look(home)
    assert len(vault.list()) == 2
    vault.close()
