"""Decision rules R10 to R12, R15 to R18 and R28: talks, other children, adults, representatives and consent."""

from __future__ import annotations

import pytest

from .helper import (
    HELPED,
    NOT_UNSAFE,
    SAFE,
    cites,
    comes_before,
    flow_of,
    given,
    option_ids,
    rule,
    says,
    step_of,
)

REASONS = ["veiligheid_betrokkene", "veiligheid_professional", "contact_verbroken", "onbereikbaar", "deskundige_eerst"]


def child(**facts: object) -> list[dict[str, object]]:
    return [{"rol": "kind", "naam": "Kind A", **facts}]


# R10 parents who cannot be reached


@rule("R10")
def test_r10_attempts_are_written_down_and_the_decision_goes_on_without_a_talk(flow: str) -> None:
    gone = given(flow, NOT_UNSAFE, structureel_onveilig="ja", gesprek_ouders="nee", gesprek_niet_grond="onbereikbaar")
    gone.goes_to("melden").asks("gesprek_niet_toelichting", "besluit_melden").requires(
        "report", "gesprek_niet_toelichting"
    )
    gone.does_not_ask("beide_ouders")
    says(flow, "gesprek_niet_toelichting", "pogingen", "met datum")
    cites(flow, "gesprek_niet_toelichting", "knmg_stap5", "gezin_bereiken")


@rule("R10")
def test_r10_several_attempts_are_meant(flow: str) -> None:
    says(flow, "gesprek_niet_grond", "genoeg pogingen|redelijke inspanning", "noteer (ze allemaal|elke poging)")
    says(flow, "gesprek_niet_grond", "bellen, een brief, langsgaan, of via de (huisarts of )?jeugdarts")
    cites(flow, "gesprek_niet_grond", "gezin_bereiken")


@rule("R10", "huisarts")
def test_r10_a_gp_tries_again_unless_heavy_interests_of_others_forbid_it(flow: str) -> None:
    for name in ("gesprek_ouders", "informeren_bij_melden"):
        says(flow, name, "meer pogingen", "tenzij zware belangen van anderen")


# R11 a talk that is dangerous


@rule("R11")
@pytest.mark.parametrize("reason", REASONS)
def test_r11_the_talk_can_be_skipped_on_five_grounds_and_the_weighing_goes_on(flow: str, reason: str) -> None:
    assert option_ids(flow, "gesprek_niet_grond") == REASONS
    skipped = given(flow, HELPED, gesprek_ouders="nee", gesprek_niet_grond=reason)
    skipped.goes_to("hulp").asks("vermoeden", "acuut_onveilig", "besluit_melden", "besluit_hulp")
    skipped.requires("report", "gesprek_niet_toelichting").but(structureel_onveilig="ja").goes_to("melden")


@rule("R11")
def test_r11_skipping_needs_a_ground_and_a_new_moment_to_tell(flow: str) -> None:
    skipped = given(flow, gesprek_ouders="nee")
    skipped.requires("advice", "gesprek_niet_grond").requires("report", "gesprek_niet_grond")
    given(flow, gesprek_ouders="ja").does_not_ask("gesprek_niet_grond", "gesprek_niet_toelichting").asks("gesprekken")
    given(flow, gesprek_ouders="onbekend").does_not_ask("gesprek_niet_grond")
    says(flow, "gesprek_niet_grond", "Veilig Thuis om advies", "nieuw moment|later")
    says(flow, "gesprek_niet_toelichting", "wanneer u het alsnog vertelt", "vraag het Veilig Thuis")
    cites(flow, "gesprek_niet_grond", "knmg_stap3")


@rule("R11", "huisarts")
def test_r11_a_gp_sees_which_three_grounds_are_of_the_knmg(flow: str) -> None:
    says(
        flow,
        "gesprek_niet_grond",
        r"\(KNMG a\)",
        r"\(KNMG b\)",
        r"\(KNMG c\)",
        "ernstig gevaar",
        "redelijke inspanning",
    )


@rule("R11")
def test_r11_who_did_not_speak_with_the_child_says_why(flow: str) -> None:
    given(flow, betrokkene="kind", gesprek_kind="nee").requires("report", "gesprek_kind_niet_reden")
    given(flow, betrokkene="volwassene").does_not_ask("gesprek_kind")
    says(flow, "gesprek_kind", "zonder ouders", "niet uit")


# R12 more children


@rule("R12")
@pytest.mark.parametrize("answer", ["ja", "onbekend"])
def test_r12_every_other_child_is_weighed_apart(flow: str, answer: str) -> None:
    given(flow, andere_kinderen=answer).asks("andere_kinderen", "kinderen_wegen").requires("report", "kinderen_wegen")
    given(flow, andere_kinderen="nee").does_not_ask("kinderen_wegen")
    says(flow, "kinderen_wegen", "elk kind|elke broer", "ieder kind apart")


@rule("R12")
def test_r12_a_child_without_an_answer_about_safety_stays_in_what_is_missing(flow: str) -> None:
    half = given(flow, andere_kinderen="ja", kinderen_wegen=[{"wie": "kind B", "acuut_onveilig": "nee"}])
    whole = [{"wie": "kind B", "acuut_onveilig": "nee", "structureel_onveilig": "onbekend"}]
    half.requires("report", "kinderen_wegen").but(kinderen_wegen=whole).does_not_require("report", "kinderen_wegen")


@rule("R12")
@pytest.mark.parametrize("sign", ["acuut_onveilig", "structureel_onveilig"])
def test_r12_an_unsafe_sibling_is_shown_at_once_until_the_norm_asks_for_a_report(flow: str, sign: str) -> None:
    sibling = {"wie": "kind B", "acuut_onveilig": "nee", "structureel_onveilig": "nee", sign: "ja"}
    unsafe = given(flow, HELPED, andere_kinderen="ja", kinderen_wegen=[sibling]).alerts("kind_weging_wijkt_af")
    unsafe.goes_to("hulp").but(**{sign: "ja"}).goes_to("melden").does_not_alert("kind_weging_wijkt_af")
    unsafe.but(kinderen_wegen=[{**sibling, sign: "nee"}]).does_not_alert("kind_weging_wijkt_af")
    says(flow, "alert:kind_weging_wijkt_af", "ieder kind", "opnieuw", "Veilig Thuis")


@rule("R12", "onderwijs")
def test_r12_in_education_doubt_about_a_sibling_counts_as_well(flow: str) -> None:
    sibling = {"wie": "kind B", "acuut_onveilig": "onbekend", "structureel_onveilig": "nee"}
    case = given(flow, HELPED, andere_kinderen="ja", kinderen_wegen=[sibling]).alerts("kind_weging_twijfel")
    case.but(acuut_onveilig="onbekend").goes_to("melden").does_not_alert("kind_weging_twijfel")


@rule("R12", "jeugdwerk")
def test_r12_siblings_are_part_of_the_first_look_and_of_the_consultation(flow: str) -> None:
    given(flow, andere_kinderen="ja").asks("andere_kinderen", "broers_zussen").requires("advice", "broers_zussen")
    given(flow, andere_kinderen="nee").does_not_ask("broers_zussen")
    for name in ("acuut_gevaar", "broers_zussen", "consulten"):
        says(flow, name, "broer", "zus")
    says(flow, "overleg_collega", "andere kinderen")


@rule("R12")
def test_r12_children_elsewhere_count(flow: str) -> None:
    says(flow, "andere_kinderen", "ander adres|ergens anders|elders")


# R15 a child that becomes 18


@rule("R15")
def test_r15_around_18_other_rules_hold_and_younger_siblings_still_count(flow: str) -> None:
    given(flow, personen=child(leeftijd=17)).shows("kind_wordt_18")
    given(flow, personen=child(geboortedatum="2008-03-02")).shows("kind_wordt_18")
    given(flow, personen=child(leeftijd=16)).does_not_show("kind_wordt_18")
    says(flow, "kind_wordt_18", "toestemming", "broers en zussen", "23 jaar", "datum")


@rule("R15")
def test_r15_for_an_adult_the_children_still_count(flow: str) -> None:
    adult = given(flow, betrokkene="volwassene", andere_kinderen="ja").asks("kindcheck", "kinderen_wegen")
    adult.does_not_ask("gesprek_kind").requires("report", "kindcheck", "kinderen_wegen")


# R16 an adult who can decide and refuses


@rule("R16")
def test_r16_refusal_is_asked_of_a_capable_adult_without_minors_and_changes_no_outcome(flow: str) -> None:
    adult = given(flow, NOT_UNSAFE, betrokkene="volwassene", hulp_mogelijk="ja", hulp_aanvaard="nee", wilsbekwaam="ja")
    adult.goes_to("melden").but(kindcheck="nee").asks("volwassene_weigert").goes_to("melden")
    adult.but(kindcheck="ja").does_not_ask("volwassene_weigert")
    adult.but(kindcheck="nee", wilsbekwaam="nee").does_not_ask("volwassene_weigert")
    refused = adult.but(kindcheck="nee", volwassene_weigert="ja").alerts("volwassene_weigert").asks("ernstig_gevaar")
    refused.goes_to("melden").but(ernstig_gevaar="nee").goes_to("melden")


@rule("R16")
def test_r16_sharing_is_tied_to_serious_danger_and_the_text_says_what_it_is_about(flow: str) -> None:
    says(
        flow,
        "alert:volwassene_weigert",
        "ernstig gevaar",
        "zwaar lichamelijk\\s+of psychisch letsel of overlijden",
        "2018",
    )
    says(flow, "alert:volwassene_weigert", "vragen van Veilig Thuis", "advies", "reden")
    cites(flow, "alert:volwassene_weigert", "knmg_2018")


# R17 an adult client with a risk: the kindcheck first


@rule("R17")
@pytest.mark.parametrize("who", ["volwassene", "oudere"])
def test_r17_for_an_adult_the_kindcheck_comes_in_step_1(flow: str, who: str) -> None:
    adult = given(flow, betrokkene=who).asks("kindcheck", "overleg_collega", "vermoeden")
    adult.requires("advice", "kindcheck").requires("report", "kindcheck")
    assert step_of(flow, "kindcheck") == "signalen"
    given(flow, betrokkene="kind").does_not_ask("kindcheck")


@rule("R17")
@pytest.mark.parametrize("answer", ["ja", "onbekend"])
def test_r17_children_or_doubt_about_them_stay_in_sight(flow: str, answer: str) -> None:
    given(flow, betrokkene="volwassene", kindcheck=answer).alerts("kindcheck").asks("kindcheck_toelichting")
    given(flow, betrokkene="volwassene", kindcheck="nee").does_not_alert("kindcheck").does_not_ask(
        "kindcheck_toelichting"
    )


@rule("R17")
def test_r17_number_ages_and_sole_carer_are_recorded(flow: str) -> None:
    says(flow, "kindcheck_toelichting", "hoeveel kinderen", "hoe oud", "alleen voor hen zorgt")
    says(flow, "kindcheck", "verslaving", "psychische", "zwangerschap", "ga door met de meldcode")
    cites(flow, "kindcheck", "kindcheck")


@rule("R17", "huisarts")
def test_r17_a_gp_also_asks_after_adults_in_care_and_says_that_the_law_does_not(flow: str) -> None:
    given(flow, betrokkene="volwassene").asks("kindcheck", "mantelzorgcheck").requires("report", "mantelzorgcheck")
    given(flow, betrokkene="kind").does_not_ask("mantelzorgcheck")
    says(flow, "mantelzorgcheck", "KNMG", "de wet noemt haar niet")


# R18 a patient who cannot decide


@rule("R18")
def test_r18_the_representative_is_involved(flow: str) -> None:
    given(flow, betrokkene="oudere", wilsbekwaam="nee").shows("vertegenwoordiger")
    given(flow, betrokkene="oudere", wilsbekwaam="ja").does_not_show("vertegenwoordiger")
    given(flow, betrokkene="kind").does_not_ask("wilsbekwaam")
    says(flow, "vertegenwoordiger", "leg vast wie")
    cites(flow, "vertegenwoordiger", "knmg_stap3")


@rule("R18")
def test_r18_worry_about_the_representative_is_advice_and_goes_to_veilig_thuis(flow: str) -> None:
    says(flow, "vertegenwoordiger", "Advies: .{0,60}juist deze persoon.{0,40}Veilig Thuis")
    cites(flow, "vertegenwoordiger", "goede_praktijk")


# R28 consent for exchange with others than Veilig Thuis


@rule("R28")
def test_r28_consent_goes_by_age_and_a_report_needs_none(flow: str) -> None:
    given(flow).asks("toestemming_overleg").shows("toestemming_leeftijd")
    says(flow, "toestemming_leeftijd", "onder (de )?12 jaar .{0,20}ouders", "12 tot en met 15 jaar", "vanaf 16 jaar")
    says(flow, "toestemming_leeftijd", "vijf vragen", "andere weg", "Veilig Thuis is geen\\s+toestemming\\s+nodig")
    cites(flow, "toestemming_leeftijd", "gezag_vaststellen", "conflict_van_plichten")


@rule("R28")
def test_r28_refused_consent_holds_nothing_up_and_changes_nothing(flow: str) -> None:
    refused = given(flow, HELPED, toestemming_overleg="nee").goes_to("hulp")
    refused.but(structureel_onveilig="ja").goes_to("melden")
    given(flow).does_not_require("advice", "toestemming_overleg").does_not_require("report", "toestemming_overleg")


@rule("R28")
def test_r28_ages_are_counted_in_whole_years_on_the_day_of_looking(flow: str) -> None:
    given(flow, personen=child(geboortedatum="2010-03-02")).shows("kind_12_plus", "kind_16_plus")
    given(flow, personen=child(geboortedatum="2010-03-03")).shows("kind_12_plus").does_not_show("kind_16_plus")
    given(flow, personen=child(geboortedatum="2014-03-03")).does_not_show("kind_12_plus", "kind_16_plus")
    given(flow, personen=child(leeftijd=11)).does_not_show("kind_12_plus")
    given(flow, personen=[{"rol": "ouder", "naam": "Ouder A", "leeftijd": 40}]).does_not_show("kind_12_plus")
    given(flow, personen=child()).does_not_show("kind_12_plus", "kind_16_plus")
    says(flow, "kind_16_plus", "16 jaar", "toestemming")


@rule("R28")
def test_r28_who_has_authority_is_looked_up_and_not_taken_from_one_parent(flow: str) -> None:
    gezag = next(field for field in flow_of(flow).items["personen"].fields if field.id == "gezag")
    assert [option.id for option in gezag.options] == ["ja", "nee", "onbekend"]
    says(flow, "personen", "gezagsregister", "(ga|vertrouw).{0,30}niet.{0,20}(alleen )?(af )?op.{0,10}één ouder")


@rule("R28", "huisarts")
def test_r28_a_gp_is_asked_for_consent_where_others_are_consulted(flow: str) -> None:
    assert step_of(flow, "toestemming_overleg") == step_of(flow, "toestemming_leeftijd") == "overleg_betrokkenen"
    comes_before(flow, "overleg_betrokkenen", "toestemming_overleg", "vermoeden")


@rule("R28", "jeugdwerk")
def test_r28_a_youth_worker_sees_that_the_sources_differ(flow: str) -> None:
    says(flow, "toestemming_leeftijd", "Richtlijn Kindermishandeling vraagt de ouders, en de jongere pas\\s+vanaf 16")
    given(flow, SAFE).shows("wie_is_betrokken")
