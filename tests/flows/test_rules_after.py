"""Decision rules R13, R14, R21 to R23, R26 and R27: around a report, after it, and help without one."""

from __future__ import annotations

import pytest

from .helper import (
    HELPED,
    NOT_UNSAFE,
    SAFE,
    cites,
    comes_before,
    does_not_say,
    flow_of,
    given,
    option_ids,
    rule,
    says,
    step_of,
)

REPORT: dict[str, object] = {**SAFE, "structureel_onveilig": "ja", "besluit_melden": "ja"}


# R13 somebody else reported already


@rule("R13")
@pytest.mark.parametrize("answer", ["ja", "nee", "onbekend"])
def test_r13_a_report_of_another_changes_nothing_in_the_own_norm(flow: str, answer: str) -> None:
    given(flow, NOT_UNSAFE, structureel_onveilig="ja", al_gemeld=answer).goes_to("melden").holds("meldnorm_1")
    given(flow, HELPED, al_gemeld=answer).goes_to("hulp")
    given(flow).asks("al_gemeld").does_not_require("report", "al_gemeld")


@rule("R13")
def test_r13_says_why_reports_are_put_together(flow: str) -> None:
    says(
        flow,
        "al_gemeld",
        "norm",
        "(blijft|geldt).{0,40}(gelden|uw eigen norm)",
        "Veilig Thuis legt meldingen",
        "noteer|wie meldde",
    )
    cites(flow, "al_gemeld", "vt_radar")


# R14 a family that moves or disappears from sight


@rule("R14")
def test_r14_a_move_is_handed_over_and_a_lost_sight_points_to_a_report(flow: str) -> None:
    says(
        flow,
        "verhuisd",
        "zorgvuldig",
        "overdroeg",
        "(melding|meldt)",
        "(zicht|uit beeld)",
        "school|huisarts|hulpverlener",
    )
    cites(flow, "verhuisd", "gezin_bereiken", "verhuizing")
    given(flow, HELPED, verhuisd="ja").goes_to("hulp").asks("verhuisd").does_not_require("report", "verhuisd")


# R21 Veilig Thuis asks for information


@rule("R21")
def test_r21_is_there_to_read_whatever_the_answers(flow: str) -> None:
    given(flow).shows("vt_vraagt_informatie")
    given(flow, SAFE, vermoeden="nee").shows("vt_vraagt_informatie")


@rule("R21")
def test_r21_asks_the_ground_gives_facts_only_in_writing_and_tells_the_person_first(flow: str) -> None:
    says(
        flow,
        "vt_vraagt_informatie",
        "waar het om gaat|aard van de melding",
        "alleen feiten die nodig zijn",
        "op papier",
    )
    says(flow, "vt_vraagt_informatie", "(eerst|vooraf) aan (de persoon|uw patiënt)", "noteer wat u gaf en waarom")
    cites(flow, "vt_vraagt_informatie", "informatie_geven")


# R22 a GP who did not ask Veilig Thuis


@rule("R22")
@pytest.mark.parametrize("answer", ["nee", "onbekend"])
def test_r22_a_gp_without_advice_of_veilig_thuis_writes_down_why(flow: str, answer: str) -> None:
    without = given(flow, NOT_UNSAFE, structureel_onveilig="ja", overleg_amhk=answer).asks("amhk_advies_reden")
    without.goes_to("melden").requires("report", "amhk_advies_reden").does_not_require("advice", "amhk_advies_reden")
    without.but(amhk_advies_reden="Nog te doen.").does_not_require("report", "amhk_advies_reden").goes_to("melden")
    given(flow, NOT_UNSAFE, overleg_amhk="ja").does_not_ask("amhk_advies_reden").does_not_alert("amhk_advies")


@rule("R22")
def test_r22_an_acute_report_is_never_held_up(flow: str) -> None:
    without = given(flow, overleg_amhk="nee")
    for sign in ("acuut_gevaar", "acuut_onveilig"):
        without.but(**{sign: "ja"}).goes_to("melden").does_not_require("report", "amhk_advies_reden")
        without.but(acuut_gevaar="nee").alerts("amhk_advies").but(**{sign: "ja"}).does_not_alert("amhk_advies")
    without.but(acuut_gevaar="nee", acuut_onveilig="onbekend").alerts("amhk_advies")
    for name in ("alert:amhk_advies", "amhk_advies_reden", "overleg_amhk"):
        says(flow, name, "wacht.{0,40}nooit|nooit op")


@rule("R22")
def test_r22_the_open_advice_is_flagged_and_named_as_comply_or_explain(flow: str) -> None:
    given(flow, SAFE, overleg_amhk="nee").alerts("amhk_advies").asks("overleg_collega", "overleg_amhk")
    says(flow, "overleg_amhk", "verplicht", "schrijf op waarom niet")
    cites(flow, "overleg_amhk", "advies_verplicht")
    cites(flow, "amhk_advies_reden", "advies_uitleggen")


@rule("R22")
def test_r22_colleagues_are_asked_without_the_patients_data(flow: str) -> None:
    says(flow, "overleg_collega", "deskundige collega's", "zonder gegevens van uw patiënt", "vóór of naast")
    cites(flow, "overleg_collega", "knmg_stap2")


# R23 staying unknown to the family


@rule("R23")
def test_r23_staying_unknown_needs_one_of_three_grounds_and_a_reason(flow: str) -> None:
    hidden = given(flow, REPORT, naam_verborgen="ja").asks(
        "naam_verborgen", "naam_verborgen_grond", "naam_verborgen_reden"
    )
    hidden.requires("report", "naam_verborgen_grond", "naam_verborgen_reden")
    grounds = ["bedreiging_betrokkenen", "bedreiging_melder", "vertrouwensrelatie"]
    assert option_ids(flow, "naam_verborgen_grond") == grounds
    given(flow, REPORT, naam_verborgen="nee").does_not_ask("naam_verborgen_grond", "naam_verborgen_reden")
    given(flow, HELPED).does_not_ask("naam_verborgen")


@rule("R23")
def test_r23_is_agreed_beforehand_and_then_the_family_is_not_told(flow: str) -> None:
    says(flow, "naam_verborgen", "vooraf", "Veilig Thuis.{0,20}weet", "uitzondering")
    says(flow, "naam_verborgen_reden", "vertel het gezin dan ook zelf niet")
    says(flow, "na_melding", r"onbekend voor het gezin\? vertel het dan zelf niet")
    cites(flow, "naam_verborgen", "uitvoeringsbesluit_wmo", "vt_melden")


# R26 after the report


@rule("R26")
def test_r26_after_a_report_the_own_support_goes_on(flow: str) -> None:
    given(flow, REPORT).shows("na_melding")
    given(flow, HELPED, besluit_melden="nee").does_not_show("na_melding")
    says(
        flow, "na_melding", "blijft (u )?(betrokken|helpen|de school)|u blijft|blijft uw eigen steun", "nieuwe signalen"
    )
    says(flow, "na_melding", "na de (veiligheidsbeoordeling|beoordeling van de veiligheid)", "onderzoek", "opnieuw")
    cites(flow, "na_melding", "vt_melden")


@rule("R26")
def test_r26_the_days_to_ask_for_feedback_follow_from_the_day_of_the_report(flow: str) -> None:
    reported = given(flow, REPORT, melding_datum="2026-03-02").is_due("besluit_veilig_thuis", "2026-03-09")
    reported.is_due("onderzoek_veilig_thuis", "2026-05-18")
    easter = given(flow, REPORT, melding_datum="2026-04-02")
    easter.is_due("besluit_veilig_thuis", "2026-04-13")  # Good Friday and Easter Monday are no working days
    given(flow, REPORT, besluit_melden="nee").does_not_ask("melding_datum")
    assert not given(flow, REPORT).position.deadlines
    says(flow, "deadline:besluit_veilig_thuis", "vijf werkdagen", "lukt niet altijd")
    says(flow, "deadline:onderzoek_veilig_thuis", "tien weken", "lukt niet altijd")


@rule("R26")
def test_r26_how_veilig_thuis_reaches_the_reporter_is_asked(flow: str) -> None:
    given(flow, REPORT).requires("report", "terugkoppeling").does_not_require("advice", "terugkoppeling")
    cites(flow, "terugkoppeling", "wmo_411")


@rule("R26", "onderwijs", "jeugdwerk", "huisarts", "kinderopvang")
def test_r26_who_hears_nothing_asks(flow: str) -> None:
    says(flow, "na_melding", r"hoort u niets\? vraag ernaar", "onderzoek als dat er komt")


@rule("R26", "huisarts")
def test_r26_a_gp_seeks_consent_where_possible_and_needs_none(flow: str) -> None:
    says(flow, "informeren_bij_melden", "toestemming waar dat kan", "Toestemming is geen voorwaarde")
    for name in ("na_melding", "informeren_bij_melden", "outcome:melden"):
        does_not_say(flow, name, "vraag geen toestemming")


# R27 help and no report


@rule("R27")
def test_r27_help_without_a_report_has_a_term_roles_and_a_review_date(flow: str) -> None:
    helped = given(flow, HELPED).goes_to("hulp").asks("hulp_afspraken", "hulp_evaluatie", "hulp_termijn")
    helped.requires("advice", "hulp_afspraken", "hulp_evaluatie", "hulp_termijn")
    helped.but(besluit_hulp="ja").requires("report", "hulp_afspraken", "hulp_evaluatie", "hulp_termijn")
    says(flow, "hulp_afspraken", "wie (doet )?wat|wie wat doet", "veiligheid")
    says(flow, "hulp_termijn", "binnen")
    cites(flow, "hulp_termijn", "hulpafspraken")


@rule("R27")
def test_r27_at_the_review_question_5_is_asked_again(flow: str) -> None:
    planned = given(flow, HELPED, hulp_evaluatie="2026-04-13").is_due("hulp_evaluatie", "2026-04-13").asks("hulp_werkt")
    says(flow, "deadline:hulp_evaluatie", "afweging 5 opnieuw")
    planned.but(hulp_werkt="ja").goes_to("hulp_afronden").does_not_ask("hulp_evaluatie")
    planned.but(hulp_werkt="nee").goes_to("melden").holds("meldnorm_3")
    assert not planned.but(hulp_werkt="nee").position.deadlines


@rule("R27")
def test_r27_help_that_worked_is_ended_with_agreements_about_safety(flow: str) -> None:
    done = given(flow, HELPED, hulp_werkt="ja").goes_to("hulp_afronden").asks("veiligheid_volgen")
    done.requires("advice", "veiligheid_volgen").requires("report", "veiligheid_volgen").does_not_ask("hulp_termijn")
    says(flow, "outcome:hulp_afronden", "veiligheid", "terug")


@rule("R27", "onderwijs")
def test_r27_education_appoints_a_casemanager(flow: str) -> None:
    given(flow, HELPED).asks("hulp_termijn", "casemanager").requires("advice", "casemanager").requires(
        "report", "casemanager"
    )
    given(flow, NOT_UNSAFE, structureel_onveilig="ja").does_not_ask("casemanager")
    says(flow, "outcome:hulp", "casemanager", "niet van de leraar")
    cites(flow, "casemanager", "utrecht_bo_stap_5")


@rule("R27", "jeugdwerk")
def test_r27_a_youth_worker_makes_a_safety_plan(flow: str) -> None:
    says(flow, "outcome:hulp", "veiligheidsplan", "zicht houdt op\\s+de veiligheid")
    says(flow, "hulp_afspraken", "veiligheidsplan", "coördineert", "broers en zussen")


# the two decisions: which of the four combinations need a word


@rule("R27")
def test_r27_neither_a_report_nor_help_fits_only_when_the_suspicion_is_gone(flow: str) -> None:
    neither = given(flow, HELPED, besluit_melden="nee", besluit_hulp="nee").shows("niet_anders_afsluiten")
    neither.goes_to("hulp").requires("report", "afwijking_reden")
    given(flow, SAFE, vermoeden="nee", besluit_melden="nee", besluit_hulp="nee").does_not_ask("afwijking_reden")
    neither.but(hulp_werkt="ja").goes_to("hulp_afronden").does_not_show("niet_anders_afsluiten")
    neither.but(dader_beroepskracht="ja").goes_to("buiten_meldcode").does_not_show("niet_anders_afsluiten")
    neither.but(vermoeden="nee").goes_to("afsluiten").does_not_show("niet_anders_afsluiten")
    says(flow, "niet_anders_afsluiten", "alleen als .{0,20}(het vermoeden weg|geen vermoeden meer)")


@rule("R26")
def test_r26_a_report_and_help_go_together(flow: str) -> None:
    both = (
        given(flow, REPORT, besluit_hulp="ja").goes_to("melden").does_not_ask("afwijking_reden").asks("hulp_afspraken")
    )
    both.requires("report", "hulp_afspraken").does_not_show("niet_anders_afsluiten")
    says(flow, "besluit_hulp", "melden en helpen kunnen allebei|apart besluit")
    comes_before(flow, "besluit_melden", "besluit_hulp", "na_melding")
    assert step_of(flow, "besluit_melden") == flow_of(flow).steps[-1].id
