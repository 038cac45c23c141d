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
        ("childcare", {"eigen_functie": "houder"}, "Kinderopvang", "18"),
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


def test_a_form_that_is_a_kind_itself_counts_as_that_kind_for_minors_only_where_the_list_says_so() -> None:
    def told(form: str, person: str) -> list[str]:
        return [code.label for code in codes.natures([], [form], person)[0]]

    assert told("seksueel", "volwassene") == told("seksueel", "kind") == ["Seksueel misbruik"]
    assert told("vgv", "kind") == ["Vrouwelijke genitale verminking"]
    assert told("vgv", "volwassene") == []
    assert told("kmdf", "kind") == ["Münchhausen-by-proxy"]
    assert told("partnergeweld", "kind") == []
    assert len(codes.natures(["vgv"], ["vgv"], "kind")[0]) == 1, "each value once"


def test_what_has_a_value_in_a_list_of_the_ijw_is_an_option_of_the_flow() -> None:
    items = flow("basis").items
    fields = {field.id: field for field in items["personen"].fields}
    for about, options in (
        ("relatie", fields["relatie"].options),
        ("tolk", fields["tolk"].options),
        ("jeugdbescherming", items["jeugdbescherming"].options),
    ):
        known = {option.id for option in options}
        mapped = MAPPED["lijsten"][about]  # type: ignore[literal-required]
        assert set(mapped) <= known
        for option in known:
            code = codes.listed(about, option)  # type: ignore[arg-type]
            assert (code is not None) == (option in mapped)
            assert code is None or (code.code in values(code.list_name) and code.label in labels(code.list_name))


def test_an_unborn_child_is_registered_with_the_codes_of_the_lists() -> None:
    unborn = codes.unborn()
    assert unborn["bsn"] in values("bsn_bijzonder")
    assert unborn["geboortedatum"] in values("geboortedatum_bijzonder")
