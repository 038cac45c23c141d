"""Decision rules R9a, R9b, R19, R20, R24, R25: forms of violence, a colleague and injury, each with its own route."""

from __future__ import annotations

import pytest

from .helper import (
    HELPED,
    NOT_UNSAFE,
    SAFE,
    Case,
    cites,
    comes_before,
    every_flow,
    flow_of,
    given,
    numbers,
    option_ids,
    rule,
    says,
)

HONOUR = [("eergerelateerd", "eergerelateerd"), ("huwelijksdwang_achterlating", "huwelijksdwang")]
"""The form that is chosen, and its alert."""


TELLING = {
    "basis": (),
    "onderwijs": ("vooraf_vertellen",),
    "jeugdwerk": ("ouders_inlichten", "wie_is_betrokken"),
    "huisarts": ("informeren_bij_melden",),
    "kinderopvang": ("gesprek_rust", "vooraf_vertellen"),
}
"""Notes that say how or when to talk with the family."""


def vgv(flow: str, **answers: object) -> Case:
    return given(flow, SAFE, betrokkene="kind", vorm=["vgv"], **answers)


# R9a honour, forced marriage, being left behind: an expert first, no talk with the family


@rule("R9a")
@pytest.mark.parametrize(("form", "alert"), HONOUR)
def test_r9a_veilig_thuis_is_called_first_and_the_family_is_not_spoken_to(flow: str, form: str, alert: str) -> None:
    given(flow, vorm=[form]).alerts(alert).shows("egg_geen_gesprek", "direct_veilig_thuis", "gesprek_pas_na_deskundige")
    assert numbers(flow, alert) == ["0800-2000", "112"]
    says(flow, f"alert:{alert}", "deskundige", "praat niet met (ouders of )?(de )?familie", "bemiddel niet")
    says(flow, f"alert:{alert}", "ook met het slachtoffer pas na advies")
    cites(flow, f"alert:{alert}", "huwelijksdwang_meldcode")


@rule("R9a")
def test_r9a_the_talk_with_the_victim_waits_for_advice_too(flow: str) -> None:
    for name in ("egg_geen_gesprek", "gesprek_pas_na_deskundige"):
        says(flow, name, "slachtoffer.{0,40}(pas na|wacht)", "deskundige")
    cites(flow, "gesprek_pas_na_deskundige", "meldcode_egg")


@rule("R9a")
def test_r9a_is_read_before_the_question_about_a_talk(flow: str) -> None:
    comes_before(flow, "vorm", "egg_geen_gesprek", "direct_veilig_thuis", "gesprek_pas_na_deskundige", "gesprek_ouders")


@rule("R9a")
@pytest.mark.parametrize(("form", "alert"), HONOUR)
def test_r9a_why_the_talk_was_skipped_and_who_advised_it_is_asked(flow: str, form: str, alert: str) -> None:
    skipped = given(flow, vorm=[form], gesprek_ouders="nee").asks("gesprek_niet_grond", "gesprek_niet_toelichting")
    skipped.requires("report", "gesprek_niet_grond", "gesprek_niet_toelichting").requires(
        "advice", "gesprek_niet_grond"
    )
    assert "deskundige_eerst" in option_ids(flow, "gesprek_niet_grond")
    says(flow, "gesprek_niet_toelichting", "wie u advies gaf|het advies")
    skipped.but(gesprek_niet_grond="deskundige_eerst").does_not_require("report", "gesprek_niet_grond").alerts(alert)


@rule("R9a")
def test_r9a_no_relative_interprets(flow: str) -> None:
    says(flow, "tolk", "familie", "beroep", "niet vertalen")


@rule("R9a")
@pytest.mark.parametrize(("form", "alert"), HONOUR)
def test_r9a_nothing_sends_a_person_to_the_family_or_the_child_in_the_meantime(
    flow: str, form: str, alert: str
) -> None:
    girl = [{"rol": "kind", "naam": "Kind A", "leeftijd": 15}]
    danger = given(flow, vorm=[form], structureel_onveilig="ja", personen=girl).goes_to("melden").alerts(alert)
    other = danger.but(vorm=["anders"]).goes_to("melden").does_not_alert(alert)
    for note in ("kind_12_plus", *TELLING[flow]):
        danger.does_not_show(note)
        other.shows(note)


@rule("R9a", "onderwijs")
def test_r9a_and_r25_the_hint_to_hear_the_parents_and_ask_on_is_not_for_forms_that_need_an_expert(flow: str) -> None:
    slow = given(flow, NOT_UNSAFE, vorm=["anders"], hulp_mogelijk="nee").goes_to("melden").shows("zorgvuldig_melden")
    for form in ("eergerelateerd", "huwelijksdwang_achterlating", "vgv", "kmdf", "seksueel"):
        slow.but(vorm=[form]).does_not_show("zorgvuldig_melden")


@rule("R9a")
def test_r9a_other_forms_do_not_warn_for_the_family(flow: str) -> None:
    other = given(flow, vorm=["kindermishandeling_overig", "partnergeweld"])
    other.does_not_alert("eergerelateerd", "huwelijksdwang", "vgv", "kmdf", "mensenhandel")
    other.does_not_show("egg_geen_gesprek", "direct_veilig_thuis", "gesprek_pas_na_deskundige", "vgv_route")


# R9b female genital mutilation


@rule("R9b")
@pytest.mark.parametrize("answers", [{"vorm": ["vgv"]}, {"aard": ["vgv"]}], ids=["vorm", "aard"])
def test_r9b_veilig_thuis_is_called_at_once(flow: str, answers: dict[str, object]) -> None:
    given(flow, answers).alerts("vgv").shows("vgv_route", "direct_veilig_thuis").asks("vgv_vertrek")
    assert numbers(flow, "vgv")[0] == "0800-2000"
    says(flow, "alert:vgv", "aandachtsfunctionaris", "niet alleen met de ouders")
    says(flow, "vgv_route", "jeugdgezondheidszorg", "bereidt.{0,40}gesprek.{0,20}ouders", "politie")


@rule("R9b")
def test_r9b_the_talk_is_prepared_by_the_expert_and_not_forbidden_as_with_honour(flow: str) -> None:
    vgv(flow).does_not_show("egg_geen_gesprek").does_not_alert("eergerelateerd")
    cites(flow, "vgv_route", "vgv_jgz")


@rule("R9b")
def test_r9b_a_departure_this_week_means_veilig_thuis_and_the_police_within_the_hour(flow: str) -> None:
    vgv(flow, vgv_vertrek="ja").alerts("vgv_vertrek", "vgv")
    assert {"0800-2000", "0900-8844", "112"} <= set(numbers(flow, "vgv_vertrek"))
    says(flow, "alert:vgv_vertrek", "binnen een uur", "politie", "Veilig Thuis", "noteer wie u belde en hoe laat")
    says(flow, "vgv_vertrek", "vandaag of deze week")
    cites(flow, "alert:vgv_vertrek", "vgv_spoed")
    vgv(flow, vgv_vertrek="nee").does_not_alert("vgv_vertrek").alerts("vgv")


@rule("R9b")
def test_r9b_is_not_asked_for_other_forms(flow: str) -> None:
    given(flow, vorm=["seksueel"], aard=["seksueel_misbruik"]).does_not_ask("vgv_vertrek").does_not_alert("vgv")


# R19 somebody of one's own staff: another statutory route


@rule("R19")
def test_r19_a_colleague_leads_out_of_the_meldcode_and_no_norm_for_reporting_holds(flow: str) -> None:
    out = given(flow, NOT_UNSAFE, dader_beroepskracht="ja", structureel_onveilig="ja", disclosure="ja")
    out.goes_to("buiten_meldcode").alerts("dader_beroepskracht").shows("buiten_meldcode_route")
    out.does_not_hold("meldnorm_1", "meldnorm_2", "meldnorm_3")
    out.but(hulp_mogelijk="nee").goes_to("buiten_meldcode").does_not_hold("meldnorm_2")


@rule("R19")
def test_r19_danger_is_danger_there_too(flow: str) -> None:
    given(flow, dader_beroepskracht="ja", acuut_gevaar="ja").goes_to("buiten_meldcode").alerts(
        "bel_112", "dader_beroepskracht"
    ).holds("danger_alert_always")
    assert "112" in numbers(flow, "dader_beroepskracht")


@rule("R19")
def test_r19_whoever_does_not_know_stays_inside(flow: str) -> None:
    given(flow, acuut_onveilig="ja", dader_beroepskracht="onbekend").goes_to("melden").holds("meldnorm_1")
    given(flow, acuut_onveilig="ja").goes_to("melden")


@rule("R19", "onderwijs")
def test_r19_education_tells_the_board_which_consults_the_inspector_and_files_a_complaint(flow: str) -> None:
    given(flow, NOT_UNSAFE, structureel_onveilig="onbekend", dader_beroepskracht="ja").does_not_hold(
        "onderwijs_twijfel"
    )
    for name in ("buiten_meldcode_route", "outcome:buiten_meldcode"):
        says(flow, name, "bevoegd gezag", "vertrouwensinspecteur", "aangifte", "minderjarige leerling", "schoolleider")
    says(flow, "alert:dader_beroepskracht", "bevoegd gezag", "niet alleen aan de schoolleider")
    cites(flow, "outcome:buiten_meldcode", "zedenmisdrijf_onderwijs")


@rule("R19", "jeugdwerk")
def test_r19_youth_care_goes_to_the_inspectorate_and_keeps_it_apart(flow: str) -> None:
    for name in ("buiten_meldcode_route", "outcome:buiten_meldcode"):
        says(flow, name, "inspectie", r"4\.1\.8", "calamiteit", "apart vast")
    cites(flow, "outcome:buiten_meldcode", "geweld_jeugdhulp")


@rule("R19", "kinderopvang")
def test_r19_childcare_tells_the_provider_which_consults_the_inspector(flow: str) -> None:
    for name in ("buiten_meldcode_route", "outcome:buiten_meldcode", "alert:dader_beroepskracht"):
        says(
            flow,
            name,
            r"niet om de houder zelf\? vertel het dan aan de houder",
            "overlegt met de vertrouwensinspecteur",
            "houder zelf verdacht",
        )
        cites(flow, name, "geweld_kinderopvang")
        cites(flow, name, "moa_kinderopvang")
    says(flow, "outcome:buiten_meldcode", "meldplicht", "overlegplicht", "aangifteplicht")


@rule("R19", "kinderopvang")
def test_r19_in_childcare_a_suspicion_against_the_provider_goes_to_the_police(flow: str) -> None:
    given(flow, SAFE).does_not_ask("houder_verdacht")
    out = given(flow, dader_beroepskracht="ja").asks("houder_verdacht").does_not_require("report", "houder_verdacht")
    out.does_not_alert("houder_verdacht").but(houder_verdacht="ja").alerts("houder_verdacht").goes_to("buiten_meldcode")
    assert numbers(flow, "houder_verdacht") == ["0900-8844", "112"]
    out.but(houder_verdacht="nee").does_not_alert("houder_verdacht").does_not_show("houder_twijfel")
    out.but(houder_verdacht="onbekend").does_not_alert("houder_verdacht").shows("houder_twijfel")
    says(flow, "houder_twijfel", "Advies: .{0,40}niet aan de houder")


@rule("R19")
def test_r19_nobody_investigates_a_colleague(flow: str) -> None:
    says(flow, "alert:dader_beroepskracht", "onderzoek niets zelf")
    says(flow, "buiten_meldcode_route", "onderzoek het niet zelf")


# R20 injury, also when its cause is not clear


@rule("R20")
@pytest.mark.parametrize("injury", ["ja", "onbekend"])
def test_r20_with_injury_or_doubt_about_it_an_expert_is_asked_after(flow: str, injury: str) -> None:
    given(flow, letsel=injury).asks("overleg_letseldeskundige").requires("report", "overleg_letseldeskundige")
    given(flow, letsel="nee").does_not_ask("overleg_letseldeskundige", "letsel_beschrijving").does_not_alert("letsel")


@rule("R20")
def test_r20_the_outcome_of_the_expert_is_recorded(flow: str) -> None:
    given(flow, letsel="ja", overleg_letseldeskundige="ja").asks("consulten").requires("report", "consulten")
    says(flow, "overleg_letseldeskundige", "vertrouwensarts", "forensisch arts", "kinderarts", "uitkomst")
    cites(flow, "overleg_letseldeskundige", "letsel_duiden")


@rule("R20", "basis", "onderwijs", "jeugdwerk", "kinderopvang")
def test_r20_who_is_no_doctor_calls_veilig_thuis_first(flow: str) -> None:
    given(flow, letsel="ja").alerts("letsel")
    assert numbers(flow, "letsel")[0] == "0800-2000"
    says(flow, "alert:letsel", "vertrouwensarts", "artsen kunnen ook het LECK bellen")


@rule("R20", "huisarts")
def test_r20_a_gp_calls_the_vertrouwensarts_or_leck_and_gives_no_data_of_the_patient(flow: str) -> None:
    given(flow, letsel="ja").alerts("letsel").requires("report", "letsel_beschrijving")
    assert numbers(flow, "letsel") == ["0800-2000", "0900-4445444"]
    says(flow, "alert:letsel", "vertrouwensarts", "LECK", "geen gegevens van uw patiënt")
    cites(flow, "alert:letsel", "letsel_duiden")
    says(flow, "letsel_beschrijving", "SPUTOVAMO", "foto", "geen overeenstemming")


# R24 falsification


@rule("R24")
@pytest.mark.parametrize("answers", [{"vorm": ["kmdf"]}, {"aard": ["munchhausen_by_proxy"]}], ids=["vorm", "aard"])
def test_r24_a_gp_calls_the_vertrouwensarts_from_the_first_story_that_does_not_fit(
    flow: str, answers: dict[str, object]
) -> None:
    given(flow, answers).alerts("kmdf").shows("kmdf_route", "gesprek_pas_na_deskundige").asks("kmdf_coordinator")
    assert numbers(flow, "kmdf") == ["0800-2000", "0900-4445444"]
    says(
        flow,
        "kmdf_route",
        "altijd de vertrouwensarts",
        "vanaf de\\s+eerste",
        "coördinerend arts",
        "doet Veilig Thuis zelf onderzoek",
    )
    cites(flow, "alert:kmdf", "kmdf_richtlijn")


@rule("R24")
def test_r24_no_talk_with_the_parents_first_is_given_as_advice_and_not_as_the_guideline(flow: str) -> None:
    for name in ("kmdf_route", "alert:kmdf"):
        says(flow, name, "Advies: bespreek (dit|het) vermoeden niet.{0,10} met de ouders")
        cites(flow, name, "goede_praktijk")


@rule("R24")
def test_r24_who_advised_is_recorded(flow: str) -> None:
    given(flow, vorm=["kmdf"], overleg_amhk="ja").asks("consulten").requires("report", "consulten")
    fields = {field.id for field in flow_of(flow).items["consulten"].fields}
    assert {"datum", "met", "soort", "uitkomst"} <= fields


@rule("R24", "basis", "onderwijs", "jeugdwerk", "kinderopvang")
def test_r24_others_ask_the_vertrouwensarts_through_veilig_thuis(flow: str) -> None:
    given(flow, vorm=["kmdf"]).alerts("kmdf").shows("kmdf_route", "gesprek_pas_na_deskundige")
    assert numbers(flow, "kmdf") == ["0800-2000"]
    says(flow, "alert:kmdf", "vertrouwensarts")


# R25 sexual violence of the last seven days


@rule("R25")
@pytest.mark.parametrize(("day", "quick"), [("2026-03-02", True), ("2026-02-23", True), ("2026-02-22", False)])
def test_r25_within_seven_days_quick_help_is_shown(flow: str, day: str, quick: bool) -> None:
    case = given(flow, vorm=["seksueel"], seksueel_datum=day).alerts("seksueel_geweld").asks("seksueel_datum")
    if quick:
        case.alerts("seksueel_7_dagen", "seksueel_geweld")
    else:
        case.does_not_alert("seksueel_7_dagen")


@rule("R25")
def test_r25_the_centre_and_the_police_stand_ready(flow: str) -> None:
    assert numbers(flow, "seksueel_7_dagen")[0] == "0800-0188"
    assert {"0800-0188", "0900-8844", "0800-2000"} <= set(numbers(flow, "seksueel_geweld"))
    cites(flow, "alert:seksueel_7_dagen", "politie_seksueel")


@rule("R25")
@pytest.mark.parametrize("answers", [{"vorm": ["seksueel"]}, {"aard": ["seksueel_misbruik"]}], ids=["vorm", "aard"])
def test_r25_a_child_is_not_questioned(flow: str, answers: dict[str, object]) -> None:
    given(flow, answers).alerts("seksueel_geweld").shows("seksueel_niet_uitvragen")
    for name in ("alert:seksueel_geweld", "seksueel_niet_uitvragen"):
        says(flow, name, "vraag (een|het) kind niet uit", "letterlijk")
    says(flow, "alert:seksueel_7_dagen", "niet uit")
    says(flow, "seksueel_datum", "vraag een kind hier niet naar")


@rule("R25")
def test_r25_the_date_may_stay_open_and_changes_no_outcome(flow: str) -> None:
    case = given(flow, HELPED, vorm=["seksueel"]).goes_to("hulp")
    case.does_not_require("advice", "seksueel_datum").does_not_require("report", "seksueel_datum")
    case.but(seksueel_datum="2026-03-01").goes_to("hulp")


# forms that section 3.4 of the sources names, without a rule of their own


@every_flow
def test_trafficking_keeps_the_registration_apart_from_the_report(flow: str) -> None:
    given(flow, vorm=["mensenhandel"]).alerts("mensenhandel").shows("mensenhandel_route")
    says(flow, "mensenhandel_route", "CoMensha", "schriftelijke toestemming", "16 jaar", "ouder of voogd", "AVIM")
    assert {"0800-2000", "0900-8844"} <= set(numbers(flow, "mensenhandel"))


@every_flow
def test_a_separation_and_an_elder_have_a_hint_of_their_own(flow: str) -> None:
    given(flow, vorm=["kindermishandeling_scheiding"]).shows("scheiding_feiten")
    given(flow, betrokkene="oudere").shows("ouderen_dynamiek")
    given(flow, vorm=["ouderenmishandeling"]).shows("ouderen_dynamiek")
    says(flow, "scheiding_feiten", "hoor.{0,20}ook de ander", "geen kant")
    says(flow, "ouderen_dynamiek", "mantelzorger", "zonder iemand de schuld te geven")


@every_flow
def test_an_unborn_child_is_in_the_meldcode_too(flow: str) -> None:
    given(flow, betrokkene="ongeboren_kind").shows("ongeboren_kind_route").does_not_ask("gesprek_kind")
    says(flow, "ongeboren_kind_route", "moeder", "uitgerekend")
