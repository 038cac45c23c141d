"""Decision rules R0 to R8: danger, the five weighings and the disclosure.

Each rule is tested for every profession that it names, on what the flow does; where a rule is an instruction, on what
the flow says as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from .helper import (
    COVERED,
    HELPED,
    NOT_UNSAFE,
    RULES,
    SAFE,
    cites,
    comes_before,
    does_not_say,
    flow_of,
    given,
    numbers,
    rule,
    says,
    step_of,
)


def test_every_rule_is_tested_for_every_profession_that_it_names() -> None:
    for module in Path(__file__).parent.glob("test_rules*.py"):
        import_module(f"{__package__}.{module.stem}")
    lacking = {name: set(flows) - COVERED.get(name, set()) for name, flows in RULES.items()}
    assert not {name: flows for name, flows in lacking.items() if flows}


# R0 immediate danger: 112, then Veilig Thuis, and no step comes first


@rule("R0")
def test_r0_danger_is_the_first_question_of_all(flow: str) -> None:
    assert next(iter(flow_of(flow).items)) == "acuut_gevaar"
    assert given(flow).position.asked[0] == "acuut_gevaar"


@rule("R0")
def test_r0_at_danger_112_is_called_before_veilig_thuis_with_no_other_answer_needed(flow: str) -> None:
    danger = given(flow, acuut_gevaar="ja")
    assert danger.position.alerts[0] == "bel_112"
    assert numbers(flow, "bel_112")[:2] == ["112", "0800-2000"]
    danger.goes_to("melden").holds("danger_alert_always", "meldnorm_1")


@rule("R0")
def test_r0_danger_stands_above_every_other_alert(flow: str) -> None:
    several = given(
        flow,
        acuut_gevaar="ja",
        vorm=["vgv", "eergerelateerd", "seksueel"],
        disclosure="ja",
        letsel="ja",
        vgv_vertrek="ja",
    )
    assert several.position.alerts[0] == "bel_112"


@rule("R0")
def test_r0_steps_are_finished_and_written_down_afterwards_and_the_leader_is_told(flow: str) -> None:
    says(flow, "alert:bel_112", r"\b112\b", "Veilig Thuis", "iedere\\s+medewerker", "later|achteraf|daarna")
    says(flow, "alert:bel_112", "collega" if flow == "huisarts" else "leidinggevende.*leiding")
    says(flow, "acuut_gevaar", "noteer|leg vast|hoe laat", "hoe laat", "achteraf")
    cites(flow, "alert:bel_112", "rijksoverheid")


@rule("R0")
def test_r0_no_danger_means_no_112_on_the_screen(flow: str) -> None:
    given(flow, acuut_gevaar="nee").does_not_alert("bel_112")
    given(flow, acuut_gevaar="onbekend").does_not_alert("bel_112").goes_to("overleg_amhk")


# R1 acute signals in step 1: act before step 2


@rule("R1")
def test_r1_acute_signals_ask_for_a_report_before_step_2_is_touched(flow: str) -> None:
    acute = given(flow, acuut_gevaar="ja", betrokkene="kind", gemeente="Utrecht")
    acute.goes_to("melden").asks("overleg_collega", "overleg_amhk").requires("report", "overleg_collega")
    assert acute.position.step == "signalen"


@rule("R1")
def test_r1_nothing_that_is_still_missing_holds_the_report_up(flow: str) -> None:
    acute = given(flow, acuut_gevaar="ja")
    assert acute.position.missing["report"]
    acute.but(overleg_collega="nee", overleg_amhk="nee", gesprek_ouders="nee").goes_to("melden").alerts("bel_112")


@rule("R1")
def test_r1_the_first_step_says_that_danger_does_not_wait(flow: str) -> None:
    says(
        flow,
        "acuut_gevaar",
        "hoeft de (stappen|meldcode).{0,20} niet eerst|stappen.{0,20}niet eerst af|gaat.{0,30}voor",
    )
    cites(flow, "acuut_gevaar", "kind_acuut_gevaar")


@rule("R1", "jeugdwerk")
def test_r1_any_youth_worker_may_call_and_rather_together(flow: str) -> None:
    given(flow, acuut_gevaar="ja").shows("acuut_handelen")
    says(
        flow,
        "acuut_handelen",
        "iedere medewerker",
        "leidinggevende",
        "aandachtsfunctionaris",
        "0800-2000",
        "broers en zussen",
    )
    says(flow, "acuut_handelen", "Raad voor de Kinderbescherming", "politie", "gedragswetenschapper")


@rule("R1")
def test_r1_the_local_route_of_one_region_is_not_copied(flow: str) -> None:
    for name in ("acuut_gevaar", "alert:bel_112", "outcome:melden"):
        does_not_say(flow, name, r"\bSAVE\b", "kantoortijd", "lokale team")


# R2 acute or structural unsafety: report, also with help running


@rule("R2")
@pytest.mark.parametrize("sign", ["acuut_onveilig", "structureel_onveilig"])
def test_r2_unsafety_asks_for_a_report_even_with_help_that_works(flow: str, sign: str) -> None:
    unsafe = given(flow, NOT_UNSAFE, **{sign: "ja"}).goes_to("melden").holds("meldnorm_1")
    unsafe.but(hulp_mogelijk="ja", hulp_aanvaard="ja", hulp_werkt="ja").goes_to("melden").holds("meldnorm_1")
    cites(flow, "norm:meldnorm_1", "knmg_stap5", "afwegingskader_basis")


@rule("R2")
def test_r2_unsafety_decides_while_the_other_weighings_are_open(flow: str) -> None:
    for sign in ("acuut_onveilig", "structureel_onveilig"):
        given(flow, **{sign: "ja"}).goes_to("melden")


@rule("R2")
def test_r2_the_weighing_is_grounded_and_the_rest_is_weighed_with_veilig_thuis(flow: str) -> None:
    unsafe = given(flow, SAFE, vermoeden="ja", acuut_onveilig="nee", structureel_onveilig="ja")
    unsafe.requires("report", "weging_2_onderbouwing").shows("samen_met_veilig_thuis")
    unsafe.does_not_require("report", "hulp_mogelijk", "hulp_aanvaard", "hulp_werkt")
    says(flow, "samen_met_veilig_thuis", "Veilig Thuis", "samen", "wacht")
    comes_before(flow, "acuut_onveilig", "structureel_onveilig", "samen_met_veilig_thuis", "hulp_mogelijk")


# R3 doubt at question 2: per sector

DOUBTS = [{"acuut_onveilig": "onbekend"}, {"structureel_onveilig": "onbekend"}]


@rule("R3", "onderwijs")
@pytest.mark.parametrize("doubt", DOUBTS)
def test_r3_doubt_about_safety_is_a_report_in_education(flow: str, doubt: dict[str, str]) -> None:
    case = given(flow, NOT_UNSAFE, doubt).goes_to("melden").holds("onderwijs_twijfel").alerts("direct_melden")
    case.but(hulp_mogelijk="ja", hulp_aanvaard="ja", hulp_werkt="ja").goes_to("melden")
    case.requires("report", "weging_2_onderbouwing")
    assert numbers(flow, "direct_melden") == ["0800-2000"]


@rule("R3", "onderwijs")
def test_r3_education_says_at_once_and_by_telephone_and_names_its_source(flow: str) -> None:
    for name in ("norm:onderwijs_twijfel", "acuut_onveilig", "structureel_onveilig"):
        says(flow, name, "meteen", "per telefoon", "twijfel")
        cites(flow, name, "utrecht_bo_stap_5")


@rule("R3", "jeugdwerk", "huisarts", "kinderopvang")
@pytest.mark.parametrize("doubt", DOUBTS)
def test_r3_doubt_about_safety_is_advice_outside_education(flow: str, doubt: dict[str, str]) -> None:
    case = given(flow, NOT_UNSAFE, doubt).goes_to("overleg_amhk").does_not_hold("meldnorm_1")
    case.holds("unknown_never_closes").requires("report", "weging_2_onderbouwing")
    case.but(hulp_mogelijk="ja", hulp_aanvaard="ja", hulp_werkt="ja").goes_to("overleg_amhk")


@rule("R3", "jeugdwerk")
def test_r3_a_youth_worker_in_doubt_consults_veilig_thuis(flow: str) -> None:
    says(flow, "outcome:overleg_amhk", "twijfel", "0800-2000", "zonder namen")
    cites(flow, "outcome:overleg_amhk", "haaglanden_jeugdzorg")


@rule("R3", "huisarts")
def test_r3_a_gp_in_doubt_asks_veilig_thuis_and_a_colleague_and_then_decides(flow: str) -> None:
    says(flow, "outcome:overleg_amhk", "collega", "Veilig Thuis", "beslist u zelf")
    cites(flow, "outcome:overleg_amhk", "knmg_stap2")


@rule("R3")
def test_r3_doubt_elsewhere_is_advice_for_everybody(flow: str) -> None:
    for question in ("vermoeden", "hulp_mogelijk", "hulp_aanvaard"):
        given(flow, HELPED, **{question: "onbekend"}).goes_to("overleg_amhk")


# R4 to R6 help that cannot be given, is refused or does not work


@rule("R4")
def test_r4_no_help_possible_asks_for_a_report_by_norm_2(flow: str) -> None:
    unable = given(flow, NOT_UNSAFE, hulp_mogelijk="nee").goes_to("melden").holds("meldnorm_2")
    unable.does_not_hold("meldnorm_1").does_not_ask("hulp_aanvaard", "hulp_werkt")
    says(flow, "hulp_mogelijk", "vraagt.{0,20}norm.{0,30}melding", "waarom")
    cites(flow, "norm:meldnorm_2", "knmg_stap5")


@rule("R4")
def test_r4_not_being_able_to_help_is_no_reproach(flow: str) -> None:
    does_not_say(flow, "hulp_mogelijk", "fout van u", "uw schuld", "tekortgeschoten")
    says(flow, "hulp_mogelijk", "veiligheid|veilig", "spanning|genoeg kennis")


@rule("R4", "onderwijs")
def test_r4_in_education_the_helper_is_the_second_line_and_not_the_teacher(flow: str) -> None:
    says(flow, "hulp_mogelijk", "tweede lijn", "zorgcoördinator", "bevoegd gezag", "leraar .{0,40}niet")
    cites(flow, "hulp_mogelijk", "utrecht_bo_stap_5")


@rule("R5")
def test_r5_refused_help_asks_for_a_report(flow: str) -> None:
    refused = given(flow, NOT_UNSAFE, hulp_mogelijk="ja", hulp_aanvaard="nee").goes_to("melden").holds("meldnorm_2")
    refused.does_not_ask("hulp_werkt")


@rule("R5")
def test_r5_a_renewed_talk_comes_first_only_without_direct_danger(flow: str) -> None:
    says(flow, "hulp_aanvaard", "(nog één keer|opnieuw) praten", "geen direct gevaar")
    says(flow, "hulp_aanvaard", "wie .{0,20}nee|wie niet", "probeer")
    cites(flow, "hulp_aanvaard", "gezin_bereiken")
    given(flow, HELPED, hulp_aanvaard="nee", acuut_gevaar="ja").goes_to("melden").alerts("bel_112")


@rule("R6")
def test_r6_safety_that_does_not_return_asks_for_a_report_again(flow: str) -> None:
    given(flow, HELPED, hulp_werkt="nee").goes_to("melden").holds("meldnorm_3").does_not_hold(
        "meldnorm_1", "meldnorm_2"
    )
    says(flow, "norm:meldnorm_3", "niet stopt of terugkomt")
    says(flow, "hulp_werkt", "doel", "termijn", "iedereen", "terug")


@rule("R6")
def test_r6_help_that_just_began_is_not_a_failure(flow: str) -> None:
    given(flow, HELPED).goes_to("hulp")
    given(flow, HELPED, hulp_werkt="nog_niet_bekend").goes_to("hulp").does_not_hold("meldnorm_3")


@rule("R4")
def test_r4_who_cannot_help_says_why_not(flow: str) -> None:
    explained(flow, NOT_UNSAFE, hulp_mogelijk="nee")
    says(flow, "hulp_toelichting", "waarom niet", "waarom hulp niet lukt")
    comes_before(flow, "hulp_werkt", "hulp_toelichting", "krachten" if flow != "onderwijs" else "besluit_melden")


@rule("R5")
def test_r5_the_attempts_and_the_refusal_are_recorded(flow: str) -> None:
    explained(flow, NOT_UNSAFE, hulp_mogelijk="ja", hulp_aanvaard="nee")
    says(flow, "hulp_toelichting", "geprobeerd", "elke poging en de weigering")
    cites(flow, "hulp_toelichting", "gezin_bereiken")


@rule("R6")
def test_r6_goals_term_and_result_are_recorded_also_when_help_worked(flow: str) -> None:
    for answer in ("ja", "nee"):
        explained(flow, HELPED, hulp_werkt=answer)
    given(flow, HELPED, hulp_werkt="nog_niet_bekend").does_not_ask("hulp_toelichting")
    says(flow, "hulp_toelichting", "doelen", "termijn", "resultaat")


def explained(flow: str, *known: Mapping[str, object], **answers: object) -> None:
    """A report needs words on these answers about help, an advice does not, and they change no outcome."""
    case = given(flow, *known, **answers).asks("hulp_toelichting").requires("report", "hulp_toelichting")
    case.does_not_require("advice", "hulp_toelichting")
    said = case.but(hulp_toelichting="Verzonnen tekst.").does_not_require("report", "hulp_toelichting")
    assert said.position.outcome == case.position.outcome


# R7 suspicion gone and nobody told: close


@rule("R7")
def test_r7_a_suspicion_that_is_gone_is_closed_and_written_down(flow: str) -> None:
    closed = given(flow, SAFE, vermoeden="nee").goes_to("afsluiten").shows("vermoeden_weg")
    closed.requires("advice", "afsluiten_notitie").requires("report", "afsluiten_notitie")
    closed.does_not_ask("hulp_mogelijk", "hulp_aanvaard", "hulp_werkt")


@rule("R7")
def test_r7_a_suspicion_that_proved_wrong_is_said_in_so_many_words(flow: str) -> None:
    for name in ("vermoeden_weg", "afsluiten_notitie", "outcome:afsluiten"):
        says(flow, name, "niet te kloppen|niet klopte", "duidelijk", "opnieuw")
    cites(flow, "outcome:afsluiten", "digitaal_afwegingskader", "dossiervorming")


@rule("R7")
def test_r7_a_closed_case_starts_again_at_any_moment(flow: str) -> None:
    closed = given(flow, SAFE, vermoeden="nee").goes_to("afsluiten")
    closed.but(vermoeden="ja", structureel_onveilig="ja").goes_to("melden")
    closed.but(acuut_gevaar="ja").goes_to("melden").alerts("bel_112")
    closed.but(vermoeden="onbekend").goes_to("overleg_amhk").does_not_ask("afsluiten_notitie")


@rule("R7")
def test_r7_nothing_is_closed_on_a_question_that_is_still_open(flow: str) -> None:
    for question in ("acuut_gevaar", "disclosure"):
        left = {key: value for key, value in SAFE.items() if key != question}
        given(flow, left, vermoeden="nee").goes_to("onvolledig")
        given(flow, left, vermoeden="nee", **{question: "onbekend"}).goes_to("overleg_amhk")


# R8 the suspicion is gone, but somebody told it


@rule("R8")
def test_r8_what_a_victim_told_is_never_closed_on_own_judgement(flow: str) -> None:
    told = given(flow, SAFE, vermoeden="nee", disclosure="ja").goes_to("melden").alerts("disclosure")
    told.holds("meldnorm_1", "disclosure_never_closes")
    given(flow, SAFE, vermoeden="nee", disclosure="onbekend").goes_to("overleg_amhk").holds("disclosure_never_closes")
    assert numbers(flow, "disclosure") == ["0800-2000"]


@rule("R8")
def test_r8_the_literal_words_and_the_moment_are_asked(flow: str) -> None:
    given(flow, disclosure="ja").asks("disclosure_woorden").requires("report", "disclosure_woorden")
    given(flow, disclosure="nee").does_not_ask("disclosure_woorden")
    says(flow, "disclosure_woorden", "letterlijk", "datum", "tijd")
    says(flow, "alert:disclosure", "letterlijk", "Veilig Thuis")


@rule("R8")
def test_r8_is_grounded_on_the_framework_and_what_is_only_advice_says_so(flow: str) -> None:
    cites(flow, "alert:disclosure", "digitaal_afwegingskader")
    cites(flow, "norm:disclosure_never_closes", "augeo_veilig_thuis", "digitaal_afwegingskader")
    says(flow, "alert:disclosure", "Advies: .{0,80}gezin")
    says(flow, "vermoeden_weg", "sluit u niet op eigen gevoel af")


# where the five questions stand, and who decides: the ground under R2 to R7


@rule("R2", "onderwijs")
def test_r2_in_education_question_1_stands_in_step_4_and_the_rest_in_step_5(flow: str) -> None:
    assert step_of(flow, "vermoeden") == "wegen"
    five = ("acuut_onveilig", "structureel_onveilig", "hulp_mogelijk", "hulp_aanvaard", "hulp_werkt")
    assert {step_of(flow, name) for name in five} == {"beslissen"}


@rule("R2", "huisarts")
def test_r2_for_a_gp_all_questions_stand_in_step_5_after_the_consultation(flow: str) -> None:
    assert [step.id for step in flow_of(flow).steps] == [
        "signalen",
        "overleg",
        "gesprek",
        "overleg_betrokkenen",
        "beslissen",
    ]
    six = ("vermoeden", "acuut_onveilig", "structureel_onveilig", "hulp_mogelijk", "hulp_aanvaard", "hulp_werkt")
    assert {step_of(flow, name) for name in six} == {"beslissen"}


@rule("R2", "basis", "jeugdwerk", "kinderopvang")
def test_r2_elsewhere_the_questions_stand_in_step_4(flow: str) -> None:
    assert [step.id for step in flow_of(flow).steps] == ["signalen", "overleg", "gesprek", "wegen", "beslissen"]
    assert {step_of(flow, name) for name in ("vermoeden", "acuut_onveilig", "hulp_werkt")} == {"wegen"}


@rule("R2")
def test_r2_the_weighings_come_in_order_and_before_the_two_decisions(flow: str) -> None:
    order = ("vermoeden", "acuut_onveilig", "structureel_onveilig", "hulp_mogelijk", "hulp_aanvaard", "hulp_werkt")
    comes_before(flow, *order, "besluit_melden", "besluit_hulp")
    places = [int(flow_of(flow).items[name].text.split("fweging ")[1][0]) for name in order]
    assert all(one <= other for one, other in pairwise(places))


@rule("R2", "onderwijs", "jeugdwerk", "huisarts", "kinderopvang")
def test_r2_each_profession_says_who_decides(flow: str) -> None:
    who = {
        "onderwijs": ("bevoegd_gezag_akkoord", "bevoegd gezag", "functionarissen"),
        "jeugdwerk": ("besluit_melden", "gedragswetenschapper", "teamleider", "aandachtsfunctionaris"),
        "huisarts": ("besluit_melden", "zelf als arts"),
        "kinderopvang": ("besluit_melden", "meldcode van uw organisatie", "wie uiteindelijk beslist"),
    }
    says(flow, *who[flow])
