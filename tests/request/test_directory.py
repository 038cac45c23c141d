"""From municipality to region: names as people write them, and what is shown to call."""

from __future__ import annotations

import pytest

from meldcode.request.directory import calls, find, municipalities, near, regions


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
