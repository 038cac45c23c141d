"""The same in lines: an own flow is asked about once for each version, and a try begins with the answers of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode import i18n
from meldcode.desk.prepared import prepare
from meldcode.dossier.home import Home
from meldcode.flow.trust import FILE
from meldcode.plain.front import Front
from meldcode.resources import flows_folder
from tests.flow.strangers import BROKEN, SAME_NAME, TITLE, changed, put
from tests.plain.helper import PASSPHRASE, Person, Typed, answers, at_lines, clock

ASKED = "Deze vragenlijst gebruiken?"
EXAMPLE = flows_folder() / "voorbeelden" / "onderwijs-melding.yaml"


def number_of(title: str) -> Typed:
    """Types the number before this title in the list."""

    def typed(shown: list[str]) -> str:
        return next(line for line in reversed(shown) if f". {title}" in line).partition(".")[0]

    return typed


OWN = number_of(TITLE)


def test_an_own_flow_is_accepted_once_and_a_changed_one_again(empty: Home) -> None:
    folder = empty.folder.parent
    put(folder)
    person = at_lines(empty, OWN, "2", OWN, "b", OWN, "1", "q")
    assert f"{TITLE} (eigen, niet meegeleverd)" in person.text
    assert person.text.count(ASKED) == 3
    assert person.text.count("De vragenlijst wordt niet gebruikt.") == 2
    assert person.text.count("Waar werkt u?") == 3, "back to the list"
    assert "- Nieuw (nummer): Directeur 030-0000000" in person.text
    assert ASKED not in at_lines(empty, OWN, "q").text
    changed(folder)
    again = at_lines(empty, OWN, "1", "q")
    assert "anders dan de versie die u eerder accepteerde" in again.text


def test_nothing_is_asked_of_a_shipped_flow(empty: Home) -> None:
    assert ASKED not in at_lines(empty, "1", "q").text
    assert not (empty.folder.parent / FILE).exists()


def test_flows_that_cannot_be_used_say_why_and_leave_the_others(empty: Home) -> None:
    folder = empty.folder.parent
    put(folder, BROKEN, "a.yaml")
    put(folder, SAME_NAME, "b.yaml")
    put(folder, name="c.yaml")
    person = at_lines(empty, number_of("a.yaml"), number_of("Niet de echte"), OWN, "1", "q")
    assert "Het bestand klopt niet. Kijk wat er mis is met: meldcode check" in person.text
    assert "Geef de eigen vragenlijst een andere naam" in person.text


def test_a_kept_dossier_asks_too_and_changes_nothing_when_refused(home: Home) -> None:
    put(home.folder.parent)
    refused = at_lines(home, PASSPHRASE, "n", OWN, "2", "b", "q")
    assert "U hebt nog geen dossiers" in refused.text
    at_lines(home, PASSPHRASE, "n", OWN, "1", "zaak 1", "2", "q")
    assert answers(home, "zaak 1") == {"acuut_gevaar": "nee"}


@pytest.mark.parametrize("name", ["school", "PATH"])
def test_a_flow_of_the_command_that_is_not_accepted_ends_it(empty: Home, name: str) -> None:
    path = put(empty.folder.parent)
    person = at_lines(empty, "2", flow=str(path) if name == "PATH" else name)
    assert person.text.count(ASKED) == 1
    assert "Gestopt." in person.shown[-1]


def test_it_asks_in_english(empty: Home) -> None:
    put(empty.folder.parent)
    i18n.use("en")
    assert "1. Yes\n2. No" in at_lines(empty, OWN, "2").text


def opened(home: Home, file: Path, *script: str) -> Person:
    person = Person(*script)
    Front(person.lines, home, clock, "onderwijs", prepared=prepare("onderwijs", file, home.folder.parent)).run()
    assert not person.script
    return person


def test_a_try_begins_with_the_answers_of_a_file_beside_a_store(home: Home) -> None:
    person = opened(home, EXAMPLE, "q", "1")
    assert person.asked == [], "no passphrase"
    assert "Dit is een proef: er wordt niets bewaard." in person.text
    assert "Nu: De norm vraagt een melding" in person.text
    assert person.shown[-1] == "Gestopt. Er is niets bewaard dat u niet hebt weggeschreven."


def test_an_exercise_says_so_and_cannot_be_kept(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "oefening.yaml"
    file.write_text("practice: true\n" + EXAMPLE.read_text("utf-8"), "utf-8")
    person = opened(home, file, "s", "q", "1")
    assert "OEFENING: de zaak is verzonnen" in person.text
    assert "Bewaren kan hier niet." in person.text
    assert person.asked == []
