"""What shows by its form alone. All numbers, addresses and people are invented."""

from __future__ import annotations

import pytest

from meldcode.screening import Kind, scan


def kinds(text: str) -> list[tuple[str, Kind, bool]]:
    return [(mark.text, mark.kind, mark.certain) for mark in scan(text)]


@pytest.mark.parametrize(
    "number",
    [
        *("0687654321", "06 8765 4321", "06-87654321", "06.87.65.43.21", "+31 6 87654321", "+31 (0)6 8765 4321"),
        *("0031687654321", "010-4829911", "(010) 482 99 11", "0547 123456", "+32 470 12 34 56"),
    ],
)
def test_a_telephone_number_is_certain(number: str) -> None:
    assert kinds(f"Bel me op {number}, na vijven.") == [(number, "phone", True)]


@pytest.mark.parametrize("number", ["112", "113", "0800-2000", "0800 0432", "0900-8844", "144"])
def test_the_number_of_a_helpline_stays(number: str) -> None:
    assert kinds(f"Zij heeft {number} gebeld.") == []


def test_words_behind_a_number_are_no_part_of_it() -> None:
    assert kinds("Bel 06 8765 4321 12 keer.") == [("06 8765 4321", "phone", True)]


@pytest.mark.parametrize("code", ["3511 AB", "3511AB", "3511 xk", "3511xk"])
def test_a_postcode_is_certain(code: str) -> None:
    assert kinds(f"Zij woont op {code} nu.") == [(code, "postcode", True)]


@pytest.mark.parametrize(
    "text", ["Zij kreeg 1500 mg.", "De huur is 1250 euro.", "Er waren 1200 kg.", "Het kostte € 1500 of meer."]
)
def test_an_amount_is_no_postcode_and_no_number(text: str) -> None:
    assert kinds(text) == []


def test_a_year_is_a_question() -> None:
    assert kinds("Sinds 2019 is het onrustig.") == [("2019", "date", False)]


@pytest.mark.parametrize("number", ["123456782", "123.456.782", "1234 56 782"])
def test_nine_figures_that_pass_the_test_of_eleven_are_a_citizen_number(number: str) -> None:
    assert kinds(f"Nummer is {number} zei ze.") == [(number, "bsn", True)]


def test_nine_figures_that_fail_it_are_a_number_to_ask_about() -> None:
    assert kinds("Het is 123456789 zei ze.") == [("123456789", "number", False)]


@pytest.mark.parametrize(
    "account", ["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "nl91abna0417164300", "DE89 3704 0044 0532 0130 00"]
)
def test_an_account_is_certain_and_ends_where_it_ends(account: str) -> None:
    assert kinds(f"Het geld ging naar {account} van haar broer.") == [(account, "iban", True)]


def test_a_dutch_account_with_wrong_check_figures_is_a_question() -> None:
    assert kinds("Rekening NL92ABNA0417164300 bestaat niet.") == [("NL92ABNA0417164300", "iban", False)]


@pytest.mark.parametrize(
    "plate",
    [
        *("ND-00-01", "00-01-ND", "00-ND-01", "ND-01-DN", "ND-DN-01", "01-ND-DN", "01-NDB-1", "1-NDB-01", "ND-001-B"),
        *("N-001-BD", "NDB-01-N", "N-01-BDN", "1-ND-001", "001-ND-1", "12abc3", "12-abc-3", "12 ABC 3", "1-ABC-123"),
    ],
)
def test_a_number_plate_of_every_series_is_certain(plate: str) -> None:
    assert kinds(f"Hij reed in de {plate} weg.") == [(plate, "plate", True)]


def test_behind_the_word_for_it_any_plate_counts() -> None:
    assert kinds("Een bus met kenteken WGM 4K22 stond daar.") == [("WGM 4K22", "plate", True)]


@pytest.mark.parametrize(
    "text", ["Zij is 12 of 13 jaar.", "De 10-jarige zat in groep 7b.", "Om 14.30 uur en 9:15.", "RR 130/85, pols 76."]
)
def test_ages_times_and_measures_stay(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("jan.de-wit+x@school.voorbeeld.nl", "email"),
        ("https://www.voorbeeld.nl/pad?x=1", "url"),
        ("www.voorbeeld.com", "url"),
        ("voorbeeldschool.nl", "url"),
        ("@jurre.xx", "url"),
    ],
)
def test_an_address_on_the_web_is_certain(text: str, kind: Kind) -> None:
    assert kinds(f"Kijk op {text}.") == [(text, kind, True)]


def test_a_name_with_an_underscore_is_a_question() -> None:
    assert kinds("Zijn snap is jurre_xx09 zei hij.") == [("jurre_xx09", "url", False)]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "Vlierbloemlaan 12",
            "vlierbloemlaan 12a",
            "Jan van Galenstraat 5-2",
            "laan van meerdervoort 412",
            "Oude Gracht 7",
        ),
        *("Burgemeester de Vlugtlaan 3", "Kerkplein 1", "Zandpad 4a", "dorpsstraat 14", "Katendrechtse Lagedijk 410-C"),
    ],
)
def test_a_street_with_a_number_is_certain(address: str) -> None:
    assert kinds(f"Zij woont nu op {address}.") == [(address, "address", True)]


@pytest.mark.parametrize(
    "text",
    ["Op het schoolplein stond hij.", "Zij fietst over het fietspad 3 keer.", "Hij is onderweg 2 keer gevallen."],
)
def test_an_ordinary_word_that_ends_like_a_street_stays(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize("street", ["Vlierbloemlaan", "vlierbloemlaan", "Gerard Doustraat"])
def test_a_street_without_a_number_is_a_question(street: str) -> None:
    (mark,) = scan(f"Zij woont in de {street} daar.")
    assert street in mark.text
    assert not mark.certain


@pytest.mark.parametrize("text", ["Slinge 12", "Kempenaar 03-17"])
def test_any_other_name_with_a_house_number_is_one_question(text: str) -> None:
    assert kinds(f"Zij wonen op {text} nu.") == [(text, "address", False)]


@pytest.mark.parametrize("number", ["4471902", "VT-2026-00871", "447 19 02"])
def test_a_long_number_is_a_question(number: str) -> None:
    assert kinds(f"Het dossier is {number} dus.") == [(number, "number", False)]


def test_a_short_number_behind_a_word_for_it_is_a_question() -> None:
    assert kinds("Zij woont op nummer 43 boven.") == [("43", "number", False)]
