"""What the dossier knows is found in every way of writing it, and becomes nobody else. All people are invented."""

from __future__ import annotations

from datetime import date

import pytest

from meldcode.screening import Known, Mark, replaced, scan

SEM = Known("Sem de Wit", "name", "kind A")
ROOS = Known("Roos de Wit", "name", "kind B")
JAYDEN = Known("Jayden van den Berg", "name", "kind A")
FATIMA = Known("Fatima el Amrani", "name", "ouder B")
ANNE_MARIE = Known("Anne-Marie Bakker", "name", "ouder C")


def certain(text: str, *known: Known) -> str:
    """The text with everything certain replaced."""
    return replaced(text, scan(text, known), lambda mark: mark.proposal if mark.certain else None)


def asked(text: str, *known: Known) -> list[tuple[str, str]]:
    return [(mark.text, mark.proposal) for mark in scan(text, known) if not mark.certain]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "Sem de Wit",
            "sem de wit",
            "SEM DE WIT",
            "Sem",
            "sem",
            "De Wit",
            "de wit",
            "S. de Wit",
            "Sem-de-Wit",
            "Sem_de_Wit",
        ),
        *("Semmetje", "semmie", "Semmetjes", "Se\u0301m de Wi\u0308t", "Se\u200bm"),
    ],
)
def test_a_name_is_found_in_full_in_part_and_in_its_small_forms(written: str) -> None:
    assert certain(f"Vandaag was {written} verdrietig.", SEM) == "Vandaag was kind A verdrietig."


@pytest.mark.parametrize(
    ("name", "form"),
    [
        *(("Jan", "Jantje"), ("Willem", "Willempje"), ("Anna", "Annaatje"), ("Anne", "Anneke"), ("Bram", "Brammetje")),
        *(("Jayden", "Jaydentje"), ("Tim", "Timmie"), ("Romy", "Romietje"), ("Lotte", "Lottie")),
    ],
)
def test_a_small_form_follows_the_rules_of_dutch(name: str, form: str) -> None:
    assert [mark.proposal for mark in scan(f"Vandaag huilde {form}.", [Known(name, "name", "kind A")])] == ["kind A"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sems moeder belde.", "Kind A's moeder belde."),
        ("De jas van Sem's vader.", "De jas van kind A's vader."),
        ("Ik zag Lucas' moeder.", "Ik zag kind A's moeder."),
    ],
)
def test_a_genitive_goes_as_a_whole(text: str, left: str) -> None:
    assert certain(text, SEM, Known("Lucas", "name", "kind A")) == left


@pytest.mark.parametrize("typo", ["Jaydne", "Jayen", "Jaydden", "Jxyden"])
def test_a_name_with_one_slip_is_that_name(typo: str) -> None:
    assert certain(f"Toen kwam {typo} binnen.", JAYDEN) == "Toen kwam kind A binnen."


@pytest.mark.parametrize("other", ["Hanne", "Sanna"])
def test_another_name_that_is_one_slip_away_is_a_question(other: str) -> None:
    assert asked(f"Toen kwam {other} binnen.", Known("Sanne", "name", "kind A")) == [(other, "kind A")]


def test_an_ordinary_word_that_is_one_slip_away_stays() -> None:
    assert certain("Hij heeft een bakje melk.", Known("Bakke", "name", "kind A")) == "Hij heeft een bakje melk."


@pytest.mark.parametrize("written", ["Annemarie", "Anne Marie", "anne-marie bakker", "AnneMarie", "anne marie"])
def test_a_double_name_is_found_joined_and_split(written: str) -> None:
    assert certain(f"Gisteren belde {written} ons.", ANNE_MARIE) == "Gisteren belde ouder C ons."


@pytest.mark.parametrize("written", ["El-Amrani", "el amrani", "Elamrani", "Fátima El Amrani", "Amrani"])
def test_a_surname_is_found_with_and_without_what_stands_before_it(written: str) -> None:
    assert certain(f"Gisteren belde {written} ons.", FATIMA) == "Gisteren belde ouder B ons."


def test_a_surname_that_is_an_ordinary_word_is_certain_with_a_capital_or_a_title() -> None:
    assert (
        certain("Toen belde Bakker. Later mevrouw bakker.", ANNE_MARIE) == "Toen belde ouder C. Later mevrouw ouder C."
    )


def test_the_same_word_in_small_letters_alone_is_a_question() -> None:
    assert asked("Bij de bakker kocht ze brood.", ANNE_MARIE) == [("bakker", "ouder C")]


def test_a_first_name_that_everybody_says_is_a_question_too() -> None:
    """One question for the whole dossier, against a name that leaves unseen."""
    assert asked("Hij zegt dat hij naar huis wil.", Known("Wil van de Ven", "name", "ouder B")) == [("wil", "ouder B")]
    assert asked("Ik ben er geweest.", Known("Ben Dijkstra", "name", "ouder B")) == [("ben", "ouder B")]


@pytest.mark.parametrize("text", ["Hij was er van de week.", "De moeder van de klas."])
def test_small_words_of_a_name_are_never_marked_alone(text: str) -> None:
    assert scan(text, [JAYDEN, Known("Wil van de Ven", "name", "ouder B")]) == ()


def test_a_surname_of_two_persons_becomes_neither() -> None:
    assert certain("De Wit kwam. Familie de Wit bleef.", SEM, ROOS) == "[naam] kwam. Familie [naam] bleef."
    assert certain("Roos de Wit kwam met Sem.", SEM, ROOS) == "Kind B kwam met kind A."


def test_the_surname_of_a_child_behind_a_title_is_not_the_child() -> None:
    assert (
        certain("Mevrouw de Wit kwam. Mevr. El Amrani ook.", SEM, FATIMA) == "Mevrouw [naam] kwam. Mevr. ouder B ook."
    )


def test_two_names_in_a_row_stay_two() -> None:
    assert certain("Ik zag Sem, Roos en mama.", SEM, ROOS) == "Ik zag kind A, kind B en mama."


@pytest.mark.parametrize(
    "text", ["Rob in de klas is stil.", "Het semester begint.", "De burgemeester komt.", "Hij kan al rennen."]
)
def test_a_piece_of_another_word_is_no_name(text: str) -> None:
    known = [SEM, Known("Robin", "name", "kind B"), Known("Ali", "name", "kind C")]
    assert not [mark for mark in scan(text, known) if mark.proposal.startswith("kind")]


@pytest.mark.parametrize(
    ("known", "texts"),
    [
        (Known("123456782", "bsn", "[x]"), ["123456782", "123.456.782", "1234 56 782", "123-456-782"]),
        (
            Known("0687654321", "phone", "[x]"),
            ["06 8765 4321", "+31 6 87654321", "06-87 65 43 21", "0031687654321", "(06) 87654321"],
        ),
        (Known("12-ABC-3", "plate", "[x]"), ["12-ABC-3", "12abc3", "12 ABC 3"]),
        (Known("NL91 ABNA 0417 1643 00", "iban", "[x]"), ["NL91ABNA0417164300", "nl91 abna 0417 1643 00"]),
        (
            Known("Vlierbloemlaan 12", "address", "[x]"),
            ["Vlierbloemlaan 12", "vlierbloemlaan", "Vlierbloemlaan 12a", "Vlierbloem laan 12"],
        ),
        (Known("3511 AB", "postcode", "[x]"), ["3511AB", "3511 ab"]),
        (
            Known("2017-05-03", "date", "[x]"),
            ["2017-05-03", "3-5-2017", "03/05/17", "3 mei 2017", "3 mei", "3 mei '17", "drie mei", "03052017"],
        ),
        (
            Known("Basisschool De Regenboog", "organisation", "[x]"),
            ["basisschool de regenboog", "De Regenboog", "Regenboog"],
        ),
    ],
)
def test_what_is_known_is_found_however_it_is_written(known: Known, texts: list[str]) -> None:
    for text in texts:
        assert certain(f"Het gaat om {text} en niets meer.", known) == "Het gaat om [x] en niets meer."


def test_a_whole_address_is_found_in_its_parts() -> None:
    home = Known("Vlierbloemlaan 12, 3511 AB Utrecht", "address", "[adres]")
    assert certain("Zij woont in Utrecht, op de vlierbloemlaan, 3511ab.", home) == (
        "Zij woont in [adres], op de [adres], [adres]."
    )


def test_a_known_day_counts_before_the_words_of_when() -> None:
    born = Known("2017-05-03", "date", "[geboortedatum]")
    marks = scan(
        "Geboren op 3 mei 2017, gezien op 10 februari 2026.", [born], lambda day: "drie weken geleden", date(2026, 3, 1)
    )
    assert [(mark.text, mark.proposal) for mark in marks] == [
        ("3 mei 2017", "[geboortedatum]"),
        ("op 10 februari 2026", "drie weken geleden"),
    ]


def test_a_name_that_is_a_role_already_is_no_name() -> None:
    assert scan("Het kind zei dat de ouder en het kind thuis zijn.", [Known("kind A", "name", "kind A")]) == ()


def test_a_place_that_is_an_ordinary_word_needs_its_capital() -> None:
    best = Known("Best", "place", "[plaats]")
    assert certain("Zij woont in Best en doet haar best.", best) == "Zij woont in [plaats] en doet haar best."


def test_known_things_may_come_as_any_iterable() -> None:
    marks = scan("Sem huilde.", iter([SEM]))
    assert marks == (Mark(0, 3, "Sem", "name", True, "kind A"),)
