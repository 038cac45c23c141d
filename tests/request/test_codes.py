"""The code lists, and that every option of the shipped flows has its place in them."""

from __future__ import annotations

import pytest

from meldcode.request import codes
from tests.request.cases import FLOWS, flow

MAPPED = codes.mapping()


def labels(name: str) -> set[str]:
    return {code.label for code in codes.code_list(name)}


def values(name: str) -> set[str | None]:
    return {code.code for code in codes.code_list(name)}


def targets(name: str) -> list[codes.Target]:
    if name == "aanleiding":
        by_person = MAPPED["aanleiding_by_person"]
        return [*MAPPED["aanleiding"].values(), by_person["child"], by_person["adult"]]
    if name == "aard":
        return list(MAPPED["aard"].values())
    return [*MAPPED["hoedanigheid"]["answers"], *MAPPED["hoedanigheid"]["professions"].values()]


@pytest.mark.parametrize("name", ["aanleiding", "aard", "hoedanigheid"])
def test_every_label_and_code_of_the_mapping_stands_in_the_lists(name: str) -> None:
    for target in targets(name):
        assert target["label_2025"] in labels(f"{name}_2025")
        assert target["code_2015"] is None or target["code_2015"] in values(f"{name}_2015")


def test_the_small_lists_are_mapped_to_codes_that_exist() -> None:
    assert set(MAPPED["geslacht"].values()) == values("geslacht_vt")
    assert set(MAPPED["anonimiteit_grond"].values()) == values("anonimiteit_grond")


@pytest.mark.parametrize("name", FLOWS)
def test_every_form_kind_and_ground_of_the_flows_is_mapped(name: str) -> None:
    items = flow(name).items
    forms = {option.id for option in items["vorm"].options}
    assert forms == {*MAPPED["aanleiding"], *MAPPED["aanleiding_by_person"]["forms"]}
    assert {option.id for option in items["aard"].options} == set(MAPPED["aard"])
    assert {option.id for option in items["naam_verborgen_grond"].options} == set(MAPPED["anonimiteit_grond"])
    sexes = next(field for field in items["personen"].fields if field.id == "geslacht")
    assert {option.id for option in sexes.options} == set(MAPPED["geslacht"])


def test_rules_about_the_professional_name_questions_and_options_that_exist() -> None:
    known = {(item.id, option.id) for name in FLOWS for item in flow(name).items.values() for option in item.options}
    assert {(rule["question"], rule["option"]) for rule in MAPPED["hoedanigheid"]["answers"]} <= known


@pytest.mark.parametrize(
    ("profession", "answers", "label", "code"),
    [
        ("teacher", {}, "Onderwijs: anders", "15"),
        ("teacher", {"schoolsoort": "vo"}, "Onderwijs: Voortgezet onderwijs", "15"),
        ("teacher", {"schoolsoort": "po", "eigen_functie": "leerplichtambtenaar"}, "Onderwijs: anders", "16"),
        ("gp", {"eigen_functie": "huisarts"}, "Gezondheidszorg Huisarts", "02"),
        ("youth_worker", {}, "Maatschappelijke ondersteuning/lokaal veld/wijkteams (welzijn en Jeugd)", "12"),
        ("base", {}, "Beroepsmatig: anders", "20"),
    ],
)
def test_the_professional_gets_the_capacity_of_answer_or_profession(
    profession: str, answers: dict[str, str], label: str, code: str
) -> None:
    new, old = codes.capacity(profession, answers)
    assert (new.label, old.code) == (label, code)


def test_a_form_without_a_value_of_its_own_depends_on_who_is_concerned() -> None:
    def told(person: str | None) -> list[str]:
        return [code.label for code in codes.reasons(["seksueel"], person)[0]]

    assert told("kind") == ["Kindermishandeling, anders"]
    assert told("volwassene") == ["Huiselijk geweld, anders"]
    assert told(None) == []


def test_human_trafficking_has_no_value_in_the_list_of_2015() -> None:
    new, old = codes.reasons(["mensenhandel"], "volwassene")
    assert [code.label for code in new] == ["Andere problematiek dan huiselijk geweld of kindermishandeling"]
    assert old == ()
