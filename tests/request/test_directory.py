"""From municipality to region: names as people write them, and what is shown to call."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from meldcode.flow.model import Directory, OwnPlace, OwnRegion
from meldcode.request import content, preview
from meldcode.request.codes import DATA
from meldcode.request.directory import calls, find, former, municipalities, near, regions
from tests.request.cases import by_hand, flow


def names(text: str) -> list[str]:
    return [place.name for place in find(text).known]


def test_all_municipalities_and_regions_are_there() -> None:
    assert len(municipalities()) == 342
    assert len(regions()) == 25
    assert {place.region for place in municipalities()} == set(regions())


def test_every_municipality_finds_itself() -> None:
    for place in municipalities():
        assert find(place.name).known == (place,)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("utrecht", "Utrecht"),
        ("  Gemeente Utrecht ", "Utrecht"),
        ("de gemeente UTRECHT", "Utrecht"),
        ("sudwest fryslan", "Súdwest-Fryslân"),
        ("s gravenhage", "'s-Gravenhage"),
        ("’s-Gravenhage", "'s-Gravenhage"),
        ("Den Haag", "'s-Gravenhage"),
        ("den bosch", "'s-Hertogenbosch"),
        ("Nuenen, Gerwen en Nederwetten", "Nuenen, Gerwen en Nederwetten"),
        ("Laren", "Laren (NH.)"),
    ],
)
def test_a_name_is_found_as_people_write_it(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Utrecht en Zeist", ["Utrecht", "Zeist"]),
        ("Tilburg / Gilze en Rijen", ["Tilburg", "Gilze en Rijen"]),
        ("Aa en Hunze, Ede of Assen", ["Aa en Hunze", "Ede", "Assen"]),
        ("Bergen", ["Bergen (L.)", "Bergen (NH.)"]),
    ],
)
def test_several_municipalities_are_all_found(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_two_homes_give_both_regions() -> None:
    assert [call.region.code for call in calls(find("Utrecht en Ede").known)] == ["VT20", "VT05"]


@pytest.mark.parametrize("text", ["", "  ", "?", "Sem de Wit", "Kerkstraat 12, 3511 AB", "en", "\x00", "🙂"])
def test_what_is_no_municipality_is_none(text: str) -> None:
    assert names(text) == []


def test_what_is_not_known_is_told_apart_and_a_typing_error_has_a_near_match() -> None:
    found = find("Utrecht en Amterdam")
    assert [place.name for place in found.known] == ["Utrecht"]
    assert found.unknown == ("Amterdam",)
    assert near("Amterdam") == ("Amsterdam",)
    assert near("xyzxyz") == ()


def test_utrecht_is_called_on_the_national_number_without_a_line_of_its_own() -> None:
    (call,) = calls(find("Utrecht").known)
    assert (call.region.name, call.number, call.own_line) == ("Veilig Thuis Utrecht", "0800-2000", "")
    assert call.region.website == "www.veiligthuisutrecht.nl"


def test_only_two_regions_have_a_confirmed_line_for_professionals() -> None:
    lines = {region.name: region.own_line for region in regions().values() if region.own_line}
    assert lines == {
        "Veilig Thuis Hollands Midden": "088-308 3636",
        "Veilig Thuis Zuid-Limburg": "088-880 50 14",
    }


def test_uitgeest_is_not_certain() -> None:
    (call,) = calls(find("Uitgeest").known)
    assert call.region.name == "Veilig Thuis Noord-Holland Noord"
    assert (call.certainty, call.number, call.own_line) == ("check", "0800-2000", "")


def test_a_region_is_as_certain_as_its_least_certain_municipality() -> None:
    (call,) = calls(find("Tilburg en Heusden").known)
    assert call.certainty == "check"
    assert call.municipalities == ("Tilburg", "Heusden")


def test_every_municipality_leads_to_a_region_and_the_six_that_are_not_certain_say_so() -> None:
    unsure = []
    for place in municipalities():
        text = preview(by_hand(flow("basis"), {"gemeente": place.name}).request("report"))
        assert f"Regio: {regions()[place.region].name} ({place.name})" in text, place.name
        assert "Bron: CBS-indeling van 2023." in text
        assert "Bel Veilig Thuis: 0800-2000" in text
        sure = ("Zeker: een tweede lijst" in text, "Bijna zeker." in text, "Deze regio is niet zeker." in text)
        assert sure == tuple(place.certainty == one for one in ("high", "good", "check")), place.name
        unsure += [place.name] if place.certainty == "check" else []
    assert unsure == ["Alphen-Chaam", "Baarle-Nassau", "Eemnes", "Heusden", "Mook en Middelaar", "Uitgeest"]


# municipalities of before


def test_former_municipalities_belong_to_one_that_exists_and_are_none_themselves() -> None:
    data = json.loads((DATA / "former_municipalities.json").read_text("utf-8"))
    official = {place.name for place in municipalities()}
    listed = [item["name"] for item in data["items"]]
    assert len(set(listed)) == len(listed) > 100
    assert data["about"].startswith("Unsourced")
    for item in data["items"]:
        assert set(item["now"]) <= official, item["name"]
        assert names(item["name"]) == [], "a name of now always goes first"
        assert 2009 <= item["since"] <= 2023
        (found,) = former(item["name"])
        assert found.now == tuple(item["now"])


@pytest.mark.parametrize("text", ["Brielle", "gemeente brielle", "BRIELLE"])
def test_a_municipality_of_before_is_answered_in_words_and_leads_to_no_region_by_itself(text: str) -> None:
    request = by_hand(flow("basis"), {"gemeente": text}).request("report")
    said = preview(request)
    assert "De vroegere gemeente Brielle hoort sinds 2023 bij Voorne aan Zee." in said
    assert f"Gemeente: {text}" in said, "what was written stays"
    assert "De regio is niet bekend." in said
    call = request.data["call"]
    assert isinstance(call, dict)
    assert call["regions"] == []


def test_a_municipality_that_was_divided_names_all_it_went_to() -> None:
    said = preview(by_hand(flow("basis"), {"gemeente": "Haaren"}).request("report"))
    assert "Haaren hoort sinds 2021 bij Boxtel, Oisterwijk, Tilburg of Vught." in said
    assert near("Haren") == ("Groningen",), "and not what only looks like it"


def test_a_municipality_of_before_is_found_beside_one_of_now_and_of_a_person() -> None:
    people = ({"rol": "ouder", "naam": "An", "gemeente": "Mill en Sint Hubert"},)
    said = preview(by_hand(flow("basis"), {"gemeente": "Utrecht en Uden", "personen": people}).request("report"))
    assert "Regio: Veilig Thuis Utrecht (Utrecht)" in said
    assert "De vroegere gemeente Uden hoort sinds 2022 bij Maashorst." in said
    assert "De vroegere gemeente Mill en Sint Hubert hoort sinds 2022 bij Land van Cuijk." in said


def test_an_advice_tells_where_a_municipality_of_before_belongs_without_its_name() -> None:
    people = ({"rol": "kind", "naam": "An", "gemeente": "Weesp"},)
    request = by_hand(flow("basis"), {"gemeente": "Brielle", "personen": people}).request("advice")
    said = preview(request)
    assert "De ingevulde gemeente bestaat niet meer. Zij hoort sinds 2023 bij Voorne aan Zee." in said
    assert "Zij hoort sinds 2022 bij Amsterdam." in said
    assert "Brielle" not in content(request).decode() + said
    assert "Weesp" not in content(request).decode() + said


# what an organisation says itself

OWN = Directory(
    (OwnRegion("VT20", "030-000 0000", "www.voorbeeld.nl", "Vraag naar het schoolteam.", ("vt_gemeente",)),),
    (OwnPlace("Eemnes", "VT07", ("vt_gemeente",)),),
)
"""Invented, but for the region: Eemnes is one of the six that are not certain."""


def told(gemeente: str, kind: str = "report") -> str:
    own = replace(flow("basis"), directory=OWN)
    return preview(by_hand(own, {"gemeente": gemeente}).request("advice" if kind == "advice" else "report"))


def test_what_an_organisation_says_of_a_municipality_goes_first_and_says_whose_it_is() -> None:
    (call,) = calls(find("Eemnes").known, OWN)
    assert (call.region.code, call.certainty, call.origin) == ("VT07", "high", ("organisation",))
    said = told("Eemnes")
    assert "Regio: Veilig Thuis Gooi en Vechtstreek (Eemnes)" in said
    assert "Bron: eigen lijst van uw organisatie (Wat doet Veilig Thuis?)." in said
    assert "niet zeker" not in said.partition("===")[0]


def test_a_line_and_website_of_the_organisation_stand_beside_the_national_number() -> None:
    (call,) = calls(find("Utrecht").known, OWN)
    assert (call.number, call.own_line, call.region.website) == ("0800-2000", "030-000 0000", "www.voorbeeld.nl")
    said = told("Utrecht")
    for words in ("Bij direct gevaar: bel 112.", "0800-2000", "030-000 0000", "Vraag naar het schoolteam."):
        assert words in said
    assert "Bron: CBS-indeling van 2023 en eigen lijst van uw organisatie" in said


def test_a_line_of_the_organisation_is_not_shown_while_the_region_is_not_certain() -> None:
    unsure = replace(OWN, municipalities=())
    (call,) = calls(find("Eemnes").known, unsure)
    assert (call.region.code, call.certainty, call.own_line) == ("VT20", "check", "")


def test_an_advice_names_neither_the_source_nor_the_note_of_the_organisation() -> None:
    said = told("Utrecht", "advice")
    assert "eigen lijst van uw organisatie." in said
    assert "Vraag naar het schoolteam." not in said
    assert "Wat doet Veilig Thuis?" not in said


def test_other_regions_stay_as_they_are() -> None:
    assert calls(find("Ede").known, OWN) == calls(find("Ede").known)
