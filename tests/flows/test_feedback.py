"""What Veilig Thuis said after a report: asked on pages of its own, never needed, and it ends the dates it answers."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from meldcode.flow.replay import open_questions
from meldcode.interview import PAGE_SIZE
from meldcode.request.asks import FEEDBACK

from .helper import ALL, HELPED, SAFE, Case, cites, comes_before, every_flow, flow_of, given, option_ids, says, step_of

REPORT: dict[str, object] = {**SAFE, "structureel_onveilig": "ja", "besluit_melden": "ja"}
FIRST = ("vt_bericht", "vt_bericht_datum", "vt_besluit", "vt_wie_verder")
NEXT = ("vt_afspraken", "vt_volgend_contact", "vt_uitkomst", "vt_uitkomst_tekst")
ENDED = ("overdracht", "omgezet_in_advies", "geen_vervolg")
"""Decisions after which no investigation of Veilig Thuis follows."""


def reported(flow: str, day: str = "2026-03-02", **answers: object) -> Case:
    return given(flow, REPORT, melding_datum=day, **answers)


# what is asked


@every_flow
def test_feedback_is_asked_once_the_day_of_the_report_is_known(flow: str) -> None:
    given(flow, REPORT).does_not_ask(*FIRST, *NEXT)
    given(flow, REPORT, besluit_melden="nee").does_not_ask(*FIRST, *NEXT)
    reported(flow).asks("vt_bericht", "vt_afspraken", "vt_volgend_contact").does_not_ask("vt_besluit", "vt_uitkomst")
    reported(flow, vt_bericht="nee").does_not_ask("vt_bericht_datum", "vt_besluit", "vt_wie_verder", "vt_uitkomst")
    reported(flow, vt_bericht="ja", vt_uitkomst="ja").asks(*FIRST, *NEXT)


@every_flow
def test_the_outcome_of_an_investigation_is_asked_as_long_as_there_may_be_one(flow: str) -> None:
    for decision in ENDED:
        reported(flow, vt_bericht="ja", vt_besluit=decision).does_not_ask("vt_uitkomst")
    for decision in ("onderzoek", "anders_of_onbekend"):
        reported(flow, vt_bericht="ja", vt_besluit=decision).asks("vt_uitkomst").does_not_ask("vt_uitkomst_tekst")


@every_flow
def test_the_decision_follows_the_national_list(flow: str) -> None:
    data = files("meldcode.request") / "data" / "codelijsten.json"
    wanted = json.loads(data.read_text("utf-8"))["triagebesluit_2025"]["items"]
    *listed, other = option_ids(flow, "vt_besluit")
    assert listed == ["onderzoek", "overdracht", "omgezet_in_advies", "geen_vervolg"]
    assert other == "anders_of_onbekend"
    assert [entry["label"].split()[0] for entry in wanted] == ["Onderzoek", "Overdracht", "Melding", "Geen"]
    cites(flow, "vt_besluit", "informatieprotocol")


@every_flow
def test_feedback_is_never_needed_and_never_open(flow: str) -> None:
    case = reported(flow, vt_bericht="ja", vt_uitkomst="ja")
    case.does_not_require("advice", *FEEDBACK).does_not_require("report", *FEEDBACK)
    assert not FEEDBACK & set(open_questions(case.engine))
    assert {name for name in flow_of(flow).items if name.startswith("vt_")} - {"vt_vraagt_informatie"} == FEEDBACK


@every_flow
def test_feedback_stands_on_pages_of_its_own_in_the_last_step(flow: str) -> None:
    items = flow_of(flow).items
    for page, names in (("vt_bericht", FIRST), ("vt_vervolg", NEXT)):
        assert [item.id for item in items.values() if item.page == page] == list(names)
        assert len(names) <= PAGE_SIZE
    assert {step_of(flow, name) for name in FEEDBACK} == {"beslissen"} == {flow_of(flow).steps[-1].id}
    comes_before(flow, "melding_datum", "na_melding", *FIRST, *NEXT, "vt_vraagt_informatie")


# the dates


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-03-02", "2026-03-09"),
        ("2026-04-30", "2026-05-07"),  # 5 May is a day off once in five years, and 2026 is no such year
        ("2025-04-30", "2025-05-08"),  # 2025 is
        ("2026-05-13", "2026-05-21"),  # Ascension Day
        ("2026-12-24", "2027-01-04"),  # Christmas and New Year's Day
    ],
)
@every_flow
def test_a_decision_is_due_five_working_days_after_the_report(flow: str, day: str, due: str) -> None:
    reported(flow, day).is_due("besluit_veilig_thuis", due)


@every_flow
def test_the_day_to_ask_for_the_decision_stands_until_it_was_heard(flow: str) -> None:
    for answer in ("nee", "onbekend"):
        reported(flow, vt_bericht=answer).is_due("besluit_veilig_thuis", "2026-03-09")
    heard = reported(flow, vt_bericht="ja").is_not_due("besluit_veilig_thuis")
    heard.is_due("onderzoek_veilig_thuis", "2026-05-18")


@every_flow
def test_the_day_to_ask_for_the_outcome_stands_while_an_investigation_may_run(flow: str) -> None:
    for decision in ("onderzoek", "anders_of_onbekend"):
        runs = reported(flow, vt_bericht="ja", vt_besluit=decision).is_due("onderzoek_veilig_thuis", "2026-05-18")
        for answer in ("nee", "onbekend"):
            runs.but(vt_uitkomst=answer).is_due("onderzoek_veilig_thuis", "2026-05-18")
        runs.but(vt_uitkomst="ja").is_not_due("onderzoek_veilig_thuis")
    for decision in ENDED:
        ended = reported(flow, vt_bericht="ja", vt_besluit=decision).is_not_due("onderzoek_veilig_thuis")
        ended.but(vt_bericht="nee").is_due("onderzoek_veilig_thuis", "2026-05-18")  # the decision sleeps again


@every_flow
def test_the_next_contact_that_was_agreed_is_a_date_of_its_own(flow: str) -> None:
    reported(flow).is_not_due("vt_volgend_contact")
    reported(flow, vt_volgend_contact="2026-03-16").is_due("vt_volgend_contact", "2026-03-16")


@every_flow
def test_every_date_says_what_can_be_done_when_it_has_passed(flow: str) -> None:
    assert all(rule.late for rule in flow_of(flow).deadlines)
    late = {rule.id: rule.late for rule in flow_of(flow).deadlines}
    found = reported(flow, vt_volgend_contact="2026-03-16").position.deadlines
    assert [due.late for due in found] == [late[due.id] for due in found]
    for name in ("deadline:besluit_veilig_thuis", "deadline:onderzoek_veilig_thuis"):
        says(flow, name, "bel veilig thuis, 0800-2000", "112", "meld opnieuw", "veiligheid letten")
        says(flow, name, "aandachtsfunctionaris", "klagen")
        cites(flow, name, "goede_praktijk")
        cites(flow, name, "uitvoeringsbesluit_wmo")
    says(flow, "deadline:vt_volgend_contact", "bel zelf veilig thuis")
    planned = given(flow, HELPED, hulp_evaluatie="2026-02-02").is_due("hulp_evaluatie", "2026-02-02")
    assert "afweging 5 opnieuw" in planned.position.deadlines[0].late
    says(flow, "deadline:hulp_evaluatie", "vraagt de norm een melding")


# where the official record belongs


@pytest.mark.parametrize(
    ("flow", "official", "term"),
    [
        ("basis", "dossier van uw organisatie", "verschilt per beroep"),
        ("onderwijs", "dossier van de leerling", "twee jaar na het vertrek"),
        ("jeugdwerk", "dossier van de cliënt", "ten minste twintig jaar"),
        ("huisarts", "medisch dossier van uw patiënt", "39e levensjaar"),
        ("kinderopvang", "dossier van het kind", "geen termijn gevonden"),
    ],
)
def test_each_profession_says_where_the_official_record_belongs_and_for_how_long(
    flow: str, official: str, term: str
) -> None:
    keeping = flow_of(flow).keeping
    assert keeping is not None
    assert official in keeping.official
    assert "dit programma is dat dossier niet" in keeping.official.casefold().replace("\n", " ")
    assert term in keeping.text.replace("\n", " ")
    assert keeping.sources


def test_youth_work_without_youth_care_follows_its_own_organisation() -> None:
    keeping = flow_of("jeugdwerk").keeping
    assert keeping is not None
    assert "regel van uw eigen organisatie" in keeping.text
    assert len({flow_of(flow).keeping for flow in ALL}) == len(ALL)
