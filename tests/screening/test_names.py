"""Names that nobody told beforehand: by titles, by company, by their capital, by being no word. All are invented."""

from __future__ import annotations

import pytest

from meldcode.screening import scan


def marked(text: str) -> list[str]:
    return [mark.text for mark in scan(text)]


def sure(text: str) -> list[str]:
    return [mark.text for mark in scan(text) if mark.certain]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ik sprak juf Anja daarover.", "Anja"),
        ("ik sprak juf anja daarover.", "anja"),
        ("Daarna belde mw. Bakker ons.", "Bakker"),
        ("Daarna belde dhr. A.J. van den Berg ons.", "A.J. van den Berg"),
        ("daarna belde mevrouw van der plas ons.", "van der plas"),
        ("Zij ging naar dokter El Idrissi toe.", "El Idrissi"),
        ("Hij slaapt bij tante Loes thuis.", "Loes"),
        ("Wij spraken wijkagent Van Unen erover.", "Van Unen"),
        ("Overleg met dr. Jansen-de Wit gehad.", "Jansen-de Wit"),
    ],
)
def test_a_name_behind_a_title_is_certain_and_the_title_stays(text: str, name: str) -> None:
    assert sure(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "De juf zei dat hij stil is.",
            "juf zei dat hij stil is.",
            "Mevrouw vertelde dat zij bang is.",
            "mw. geeft aan bang te zijn.",
        ),
        *("Oma haalt hem op.", "Meneer drinkt te veel.", "De familie woont hier lang.", "meester vroeg door."),
        *("De coach en de trainer waren er.", "Dokter gebeld, geen gehoor.", "De moeder van de vriend belde."),
    ],
)
def test_a_title_without_a_name_marks_nothing(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("haar zusje roos was er ook.", "roos"),
        ("de leerling mark is afwezig.", "mark"),
        ("Hij noemt zich beer op straat.", "beer"),
        ("een jongen genaamd storm belde.", "storm"),
        ("het gaat om ene sjonnie uit de buurt.", "sjonnie"),
        ("zijn vriend heet djaylano geloof ik.", "djaylano"),
    ],
)
def test_a_name_behind_a_word_for_a_person_is_found_in_small_letters(text: str, name: str) -> None:
    assert marked(text) == [name]


def test_whose_mother_it_is_leaves_the_word_between() -> None:
    assert marked("De moeder van Sem belde.") == ["Sem"]


def test_the_other_time_is_nobody() -> None:
    assert marked("de ene keer wel, de andere keer niet.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vandaag huilde Chenaira weer.", "Chenaira"),
        ("vandaag huilde chenaira weer.", "chenaira"),
        ("Roos kwam te laat.", "Roos"),
        ("Storm zegt dat hij moe is.", "Storm"),
        ("Wil heeft dat gezegd.", "Wil"),
        ("Toen kwam Wil binnen.", "Wil"),
        ("Storm (8) was er niet.", "Storm"),
        ("lisa en storm waren er.", "storm"),
        ("Van den Berg belde daarna.", "Van den Berg"),
        ("ik sprak sem de wit daarover.", "sem de wit"),
        ("ik sprak anja bakker daarover.", "anja bakker"),
        ('Toen zei "Prins" iets.', "Prins"),
        ("Kind met initialen M.S. huilde.", "M.S"),
        ("Vandaag was Mohamed A. er ook.", "Mohamed A."),
        ("Hij zag haar in Almere Haven lopen.", "Almere Haven"),
        ("zij woont in best nu.", "best"),
        ("De vader van Ed kwam.", "Ed"),
        ("Wij spraken Noa-Lynn thuis.", "Noa-Lynn"),
        ("مريم huilde weer.", "مريم"),
        ("Zij speelt met jayden10 online.", "jayden10"),
        ("Wij zagen v.d. Heuvel daar.", "v.d. Heuvel"),
    ],
)
def test_a_name_is_asked_about(text: str, name: str) -> None:
    assert name in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Wil je even meekijken?",
            "Zij doet haar best.",
            "Op de grond lag een jas.",
            "Hij is boos.",
            "De zus van kind A en ouder B.",
        ),
        *(
            "Vader is Turks, moeder spreekt Pools en Tigrinya.",
            "Met Kerst en in de Ramadan is het druk.",
            "Zij is moslim.",
        ),
        *(
            "Overleg met IB, JGZ, POH-GGZ en de GGD over ADHD.",
            "Advies van Veilig Thuis en de Raad voor de Kinderbescherming.",
        ),
        *(
            "Op WhatsApp en Snapchat staat een filmpje.",
            "Zij slikt paracetamol en Ritalin.",
            "DIT IS ECHT HEEL ERG VOOR HET KIND.",
        ),
        *("Dat mag NIET gebeuren.", "'s Ochtends is hij moe.", "ff appen mn collega, zij was dr ook bij."),
        *("Na het oudergesprek kwam de leerlingbespreking.", "Het brooddoosje was leeg.", "De kinderopvang belde."),
        *("Dit gesrpek was moeilijk.", "Zij reageerde agresief.", "Moeder heeft dat geappt."),
    ],
)
def test_ordinary_dutch_is_left_alone(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize("name", ["roosmarijn", "jansma", "hoekstra", "annemoon"])
def test_a_name_is_never_taken_for_two_words(name: str) -> None:
    assert name in marked(f"vandaag was {name} er niet.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zij zit op obs De Vlinder sinds kort.", "obs De Vlinder"),
        ("zij zit op basisschool de regenboog sinds kort.", "basisschool de regenboog"),
        ("Hij traint bij vv Zeeburg elke week.", "vv Zeeburg"),
        ("hij traint bij vv zeeburg elke week.", "vv zeeburg"),
        ("Ik belde huisartsenpraktijk Molenwijk op.", "huisartsenpraktijk Molenwijk"),
        ("Zij zit op het Zuiderpark College nu.", "Zuiderpark College"),
        ("Hij hangt bij SV Batavia '90 rond.", "SV Batavia '90"),
        ("Zij zwemt bij 't Kikkertje soms.", "t Kikkertje"),
    ],
)
def test_the_name_of_an_organisation_is_one_question(text: str, name: str) -> None:
    assert marked(text) == [name]


@pytest.mark.parametrize(
    "text", ["Op school de juf gesproken.", "De basisschool de ouders laten bellen.", "Zij is naar de bso gegaan."]
)
def test_the_head_of_such_a_name_alone_marks_nothing(text: str) -> None:
    assert marked(text) == []


def test_a_text_in_capitals_is_read_as_small_letters() -> None:
    assert marked("ZIJN OMA TRUUS BELDE MIJ THUIS OP.") == ["TRUUS"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Pip de Vries was erbij.", ["Pip", "Vries"]),
        ("Keet zegt dat ze moe is.", ["Keet"]),
        ("Volgens Van der Meer is het goed.", ["Van der Meer"]),
        ("Ik sprak met Van der Meer over hem.", ["Van der Meer"]),
        ("Oppas zegt dat hij niet at.", []),
        ("Logopedist zegt dat het beter gaat.", []),
    ],
)
def test_an_ordinary_word_in_the_place_of_a_name_is_asked_about(text: str, marked: list[str]) -> None:
    covered = " ".join(mark.text for mark in scan(text))
    assert all(word in covered for word in marked)
    assert bool(covered) == bool(marked)
