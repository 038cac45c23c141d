"""The commands of a session: every one of them, what `b` never loses, and letters that are answers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from meldcode import i18n
from meldcode.dossier.home import Home
from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.plain.lines import COMMANDS, Left, unescaped
from meldcode.plain.session import Session
from meldcode.plain.speaking import other_language
from meldcode.plain.telling import help_lines
from meldcode.preferences import LANGUAGE, Preferences
from tests.plain.helper import PASSPHRASE, Person, Typed, at_lines, begin, clock, look

DANGER, WHO, WHERE = (
    "Is er op dit moment direct gevaar voor iemand?",
    "Om wie maakt u zich zorgen?",
    "In welke gemeente woont deze persoon?",
)
FACTS = "Wat zag, hoorde of las u?"


def facts(interview: Interview) -> list[dict[str, object]]:
    """The entries of step 1."""
    found = interview.value("signalen")
    return [dict(one) for one in found if isinstance(one, Mapping)] if isinstance(found, tuple) else []


def at(
    *script: Typed, place: str = "", folder: Path | None = None, given: Mapping[str, object] | None = None
) -> tuple[Person, Interview]:
    """A try of a school that begins at this question, typed to the end of the script."""
    interview = Interview(load_flow("onderwijs"), clock=clock)
    for name, value in (given or {}).items():
        assert interview.answer(name, value).error is None, name
    if place:
        interview.go(place)
    person = Person(*script)
    if folder is not None:
        person.lines.speak = lambda: other_language(person.lines, Preferences(folder))
    with suppress(Left):
        Session(interview.flow, person.lines, clock, interview).run()
    assert not person.script, person.script
    return person, interview


# going back


def test_back_goes_to_the_question_before_on_an_earlier_page_too() -> None:
    person, interview = at("2", "1", "Utrecht", "b", "b", "b", "b", "3")
    asked = [line for line in person.shown if line in {DANGER, WHO, WHERE}]
    assert asked[:6] == [DANGER, WHO, WHERE, WHERE, WHO, DANGER]
    assert "Dit is de eerste vraag." in person.text
    assert interview.given() == {"acuut_gevaar": "onbekend", "betrokkene": "kind", "gemeente": "Utrecht"}


@pytest.mark.parametrize(("script", "asked"), [(["1"], 2), (["2"], 1), (["b"], 1)])
def test_before_the_first_question_another_flow_can_be_chosen(empty: Home, script: list[str], asked: int) -> None:
    person = at_lines(empty, "4", "b", *script)
    assert person.text.count("Waar werkt u?") == asked
    assert "Uw antwoorden van nu zijn dan weg." in person.text


def test_back_passes_over_a_note_and_comes_at_the_last_question_of_a_page() -> None:
    flow = load_flow("onderwijs")
    ids = list(flow.items)
    fresh = Interview(flow, clock=clock)
    note = next(name for name in ids[1:] if not flow.items[name].is_question and fresh.counts(name))
    person, interview = at("b", place=note)
    before = [name for name in interview.position().asked if ids.index(name) < ids.index(note)][-1]
    assert person.shown[-1] != flow.items[note].text
    assert interview.store.place() == before


def test_a_step_is_introduced_once() -> None:
    flow = load_flow("onderwijs")
    second = next(item.id for item in flow.steps[1].items if item.is_question)
    person, _interview = at("b", "", "", place=second)
    assert person.text.count(f"Stap 2 van 5: {flow.steps[1].title}") == 2
    assert person.text.count(flow.steps[1].text) == 1


# entries

NEW = ["+", "vorige week di", "1"]


def test_back_in_an_entry_goes_a_field_back_and_keeps_what_was_typed() -> None:
    _person, interview = at(*NEW, "b", "b", "gisteren", "", "", "Blauwe plek.", "", "", place="signalen")
    assert facts(interview) == [{"datum": "2026-03-01", "bron": "zelf_gezien", "feit": "Blauwe plek."}]


def test_a_field_that_is_not_asked_for_a_while_keeps_what_was_typed() -> None:
    clears_and_types_again = ["b", "b", "-", "b", "toch"]
    _person, interview = at("+", "", "1", "", "", "iets", "1", *clears_and_types_again, "", "", place="signalen")
    [fact] = facts(interview)
    assert fact["duiding"] == "toch"
    assert "duiding_van" in fact


@pytest.mark.parametrize(
    ("chosen", "kept"), [(["1"], [{"datum": "2026-02-24"}]), (["2", "", "b", "b", "3"], []), (["b", "b", "3"], [])]
)
def test_leaving_an_entry_with_something_typed_asks_first(chosen: list[str], kept: object) -> None:
    person, interview = at("+", "vorige week di", "b", "b", *chosen, place="signalen")
    assert "Begrepen als: 24 februari 2026\nDat is een dinsdag." in person.text
    assert "U hebt hier iets ingevuld. Wat doet u ermee?" in person.text
    assert facts(interview) == kept


def test_an_empty_entry_is_left_without_a_question() -> None:
    person, interview = at("+", "b", place="signalen")
    assert "Er is niets veranderd." in person.text
    assert interview.given() == {}


def test_a_letter_of_a_session_is_no_answer_to_a_field() -> None:
    person, interview = at("+", "", "1", "n", "z broer", "\\n", "", "", "", "", "", place="signalen")
    assert person.text.count("Dat kan na deze regel") == 2
    assert "n" in facts(interview)[0].values()


# what a letter means


@pytest.mark.parametrize("letter", [one for one in COMMANDS if one] + ["-", "+", "/broer", "z broer", "\\b"])
def test_a_backslash_makes_an_answer_of_a_letter(letter: str) -> None:
    assert unescaped(f"\\{letter}") == letter
    _person, interview = at(f"\\{letter}", place="gemeente")
    assert interview.value("gemeente") == letter


@pytest.mark.parametrize("text", ["\\\\server\\map", "\\", "\\een woord"])
def test_any_other_backslash_stays(text: str) -> None:
    assert unescaped(text) == text


def test_the_words_of_an_option_are_an_answer_too_and_a_number_is_said_back() -> None:
    person, interview = at("nee", "1", "", "", "4 2")
    assert interview.given() == {
        "acuut_gevaar": "nee",
        "betrokkene": "kind",
        "vorm": ("kindermishandeling_kindcheck", "kindermishandeling_overig"),
    }
    assert "Gekozen: Nee" not in person.text
    assert "Gekozen: Een kind" in person.text
    assert person.text.count("Gekozen: Kinderen die afhankelijk zijn van een volwassene met problemen; ") == 1


def test_the_help_names_every_command() -> None:
    person, _interview = at("h")
    told = "\n".join(help_lines(practice=False))
    for letter in COMMANDS:
        assert letter in {"", ".", "h", "q"} or f"\n{letter} " in told, letter
    assert told in person.text
    assert "bewaart" not in "\n".join(help_lines(practice=True))


# listening


def test_many_options_are_said_once_and_a_full_stop_says_them_again() -> None:
    person, _interview = at("99", ".", place="vorm")
    assert "Kies een nummer van 1 tot en met 14." in person.text
    assert "De keuzes zijn 1 tot en met 14. Typ een punt om ze te horen." in person.text
    assert person.text.count("13. Stalking") == 2


def test_an_explanation_comes_in_pieces() -> None:
    person, interview = at("?", "?", "?", "?", place="vorm")
    item = interview.flow.items["vorm"]
    first, second, third, again = person.text.split("> ?")[1:]
    assert item.help in first
    assert item.help not in second + third
    assert item.options[0].help in second
    assert "Bron: " in third
    assert item.help in again


def test_the_question_comes_last_before_the_prompt() -> None:
    person, _interview = at("n", "?", "!", "h", "u", place="gemeente")
    for part in person.text.split("> ")[1:]:
        assert part.splitlines()[-2:] == [WHERE, "Tekst:"]


# undo, search, the norm, the steps


def test_undo_takes_back_several_answers_and_goes_there() -> None:
    person, interview = at("2", "1", "u", "u", "u")
    assert f"Teruggezet: {WHO} nog open" in person.text
    assert interview.given() == {}
    assert "Er is nu niets om terug te zetten." in person.text
    assert person.shown[-5:] == [DANGER, "1. Ja", "2. Nee", "3. Weet ik niet", "Nummer:"]


@pytest.mark.parametrize("typed", [["z gemeente"], ["/GEMEENTE"], ["z", "gemeente"]])
def test_search_leads_to_the_question(typed: list[str]) -> None:
    person, _interview = at(*typed, "1")
    assert person.shown[-2:] == [WHERE, "Tekst:"]


def test_a_search_in_answers_tells_where_and_what_does_not_count() -> None:
    given = {"acuut_gevaar": "nee", "betrokkene": "kind", "disclosure": "ja", "disclosure_woorden": "Hij zei: au."}
    person, _interview = at("z au.", "", "z bestaatniet", given=given, place="gemeente")
    assert "1. Wat zei deze persoon letterlijk? Hij zei: au." in person.text
    assert "Niets gevonden." in person.text


def test_the_norm_tells_what_would_change_it() -> None:
    person, _interview = at("n", given={"acuut_gevaar": "nee", "vermoeden": "ja"})
    said = person.after("> n")
    assert "Nu: " in said
    assert "De norm vraagt een melding" in said
    assert "U beslist." in said


def test_the_ladder_leads_to_a_step() -> None:
    person, _interview = at("2", "l", "9", "3", "l", "1")
    assert "1. Signalen in kaart brengen: hier bent u, 1 antwoord, " in person.text
    assert "Stap 3 van 5: " in person.after("> 3")
    assert DANGER in person.after("> 1")


def test_the_overview_comes_step_by_step_and_a_number_of_before_still_works() -> None:
    person, _interview = at("2", "o", "", "1")
    assert person.shown[-5:] == [DANGER, "Uw antwoord: Nee", "1. Ja", "2. Nee", "3. Weet ik niet", "Nummer:"][-5:]


# the language


def test_the_language_changes_at_any_moment_and_no_answer_does(tmp_path: Path) -> None:
    before = i18n.language()
    try:
        person, interview = at("2", "t", "?", "t", "1", folder=tmp_path)
    finally:
        i18n.use(before)
    first, second = person.text.split("> t")[1:]
    assert WHO not in first
    assert WHO in second
    assert Preferences(tmp_path).get(LANGUAGE) == "nl"
    assert interview.given() == {"acuut_gevaar": "nee", "betrokkene": "kind"}


@pytest.mark.parametrize(("script", "again"), [(["t"], "Waar werkt u?"), (["s", "t"], "Bewaren. Uw dossiers komen")])
def test_the_language_changes_before_anything_is_chosen_but_not_while_a_store_is_made(
    empty: Home, script: list[str], again: str
) -> None:
    before = i18n.language()
    try:
        person = at_lines(empty, *script)
        assert (i18n.language() == before) is (len(script) > 1)
    finally:
        i18n.use(before)
    assert person.text.count(again) == 1


def test_the_language_changes_at_the_door_and_in_the_list(home: Home) -> None:
    before = i18n.language()
    try:
        person = at_lines(home, "t", PASSPHRASE, "taal", "q")
        assert i18n.language() == before
    finally:
        i18n.use(before)
    assert "Uw dossiers: 0" in person.after("> taal")


# nothing that the screens have is lacking

ON_THE_SCREEN = {
    "next": "",
    "back": "b",
    "steps": "l",
    "overview": "o",
    "search": "z",
    "undo": "u",
    "explain": "?",
    "norm": "n",
    "call": "!",
    "request": "w",
    "keep": "s",
    "dossiers": "s",
    "close": "b",
    "language": "t",
    "help": "h",
    "tour": "h",
    "everything": "h",
    "hide": "x",
    "leave": "q",
    "theme": None,  # there are no colours
}
"""What can be done on the screens, and the letter for it here."""
IN_THE_LIST = {"new": "n", "menu": "m", "due": "t", "search": "z", "backup": "s", "manage": "s"}
"""The same for the list of dossiers."""


def test_the_line_mode_lacks_nothing() -> None:
    from meldcode.tui.actions import ACTIONS
    from meldcode.tui.home import HomeScreen

    assert set(ACTIONS) == set(ON_THE_SCREEN)
    assert {letter for letter in ON_THE_SCREEN.values() if letter is not None} <= set(COMMANDS)
    assert {action.name for action in HomeScreen.OWN} <= set(IN_THE_LIST) | set(ON_THE_SCREEN)


@pytest.mark.parametrize("closed", [False, True])
def test_the_menus_of_a_dossier_and_of_the_store_offer_the_same(home: Home, closed: bool) -> None:
    from meldcode.tui import dossier_menu, store_menu

    begin(home, ["zaak 1"])
    if closed:
        at_lines(home, PASSPHRASE, "m 1", "5", "klaar", "", "q")
    person = at_lines(home, PASSPHRASE, "m 1", "", "s", "", "q")
    vault = look(home)
    offered = [words for _name, words in [*dossier_menu._rows(closed, False), *store_menu._rows(vault)]]
    vault.close()
    there = {line.partition(". ")[2] for line in person.shown}
    opened_by_number = {"Openen", "Openen om te lezen"}
    assert set(offered) - there == opened_by_number.intersection(offered) | {"Na hoeveel minuten vergrendelen"}
