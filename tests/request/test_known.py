"""What the dossier knows of who somebody is. All persons are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meldcode.flow.model import Value
from meldcode.request import build
from meldcode.request.known import known
from tests.request.cases import flow
from tests.request.dossiers import dossier


def found(answers: dict[str, Value]) -> dict[str, tuple[str, str]]:
    return {one.text: (one.kind, one.stands_for) for one in known(answers)}


def test_each_person_stands_for_a_role_with_its_letter() -> None:
    people = ({"rol": "kind", "naam": "Sem de Wit"}, {"rol": "ouder", "naam": "Ewa Wójcik"}, {"naam": "Oom Karel"})
    assert found({"personen": people}) == {
        "Sem de Wit": ("name", "kind A"),
        "Ewa Wójcik": ("name", "ouder B"),
        "Karel": ("name", "persoon C"),
    }


def test_everything_of_a_person_that_says_who_it_is_is_known() -> None:
    person = {"rol": "kind", "naam": "Sem", "geboortedatum": "2017-05-03", "adres": "Laan 1", "bsn": "123456782"}
    kinds = {kind for kind, _role in found({"personen": (person,)}).values()}
    assert kinds == {"name", "date", "address", "bsn"}


@pytest.mark.parametrize("name", ["kind A", "ouder C", "onbekend", "Moeder", "de vader", "niet bekend", "A", "-", "?"])
def test_a_role_in_the_place_of_a_name_is_no_name(name: str) -> None:
    assert found({"personen": ({"rol": "kind", "naam": name},)}) == {}


def test_a_name_behind_a_role_is_a_name() -> None:
    assert "Sem" in found({"personen": ({"rol": "ouder", "naam": "moeder van Sem"},)})


def test_who_is_pointed_at_elsewhere_is_known_too() -> None:
    answers: dict[str, Value] = {
        "kinderen_wegen": ({"wie": "zusje Zéfira"},),
        "signalen": ({"over": "Joppe"}, {"over": "kind A"}),
    }
    assert set(found(answers)) == {"Zéfira", "Joppe"}


def test_the_professional_is_known() -> None:
    answers: dict[str, Value] = {
        "eigen_naam": "Ilse Quist",
        "eigen_organisatie": "obs De Vlinder",
        "eigen_telefoon": "06-12345678",
        "eigen_email": "i.quist@voorbeeld.example",
    }
    assert {kind for kind, _role in found(answers).values()} == {"name", "organisation", "phone", "email"}


def test_a_municipality_is_named_in_an_advice_anyway_and_a_village_is_not() -> None:
    people = ({"rol": "kind", "gemeente": "Utrecht"}, {"rol": "ouder", "gemeente": "Lutjebroek"})
    assert set(found({"personen": people})) == {"Lutjebroek"}


def test_what_the_amhk_answered_counts_in_a_new_advice_too() -> None:
    (found_flow, position, today), _people = dossier(flow("onderwijs"), 117)
    answers = {**position.answers, "vt_wie_verder": "De wijkverpleegkundige belt naar 06-11223344 of 0031611223344."}
    request = build(found_flow, replace(position, answers=answers), "advice", today)
    assert request.guard is not None
    assert request.guard.known == known(answers)
