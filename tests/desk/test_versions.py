"""Another version of the flow: what changed, what it would do, and that going over loses nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.desk.versions import Change, Newer, adopt, change_text, changes, newer
from meldcode.desk.work import begin, resume
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Adopted, Answered, MemoryStore
from meldcode.dossier.vault import Vault
from meldcode.interview import Interview
from tests.desk.helper import PERSON, give, klein, ticking, worked
from tests.effort import tries
from tests.flow.forms import SMALL, make_flow
from tests.flow.naive import answers_to, flows
from tests.flow.test_replay import shipped

ANSWERS = {"gevaar": "nee", "later": "nee", "soort": "b", "vormen": ["z"], "dag": "2026-03-01", "mensen": [PERSON]}


def told(replaced: dict[str, str]) -> list[tuple[str, str, str, str, str]]:
    return [(c.part, c.kind, c.what, c.before, c.after) for c in changes(klein(), klein(replaced))]


def other(interview: Interview, replaced: dict[str, str]) -> Newer:
    found = newer(interview, klein(replaced))
    assert found is not None
    return found


def test_the_same_text_is_no_newer_version() -> None:
    assert newer(worked(klein(), {}), klein()) is None


def test_a_flow_of_another_id_is_no_newer_version() -> None:
    assert newer(worked(klein(), {}), klein({"flow: klein": "flow: ander"})) is None


def test_a_flow_that_is_not_shipped_has_no_newer_version() -> None:
    assert newer(worked(klein(), {})) is None


@pytest.mark.parametrize("spoilt", ["flow: [", "flow: klein\nsteps: 3\n", "\x00", "", "a: &b [*b]"])
def test_a_shipped_flow_that_does_not_load_is_no_newer_version(
    spoilt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "klein.yaml").write_text(spoilt, "utf-8")
    monkeypatch.setattr("meldcode.resources.flows_folder", lambda: tmp_path)
    assert newer(worked(klein(), {})) is None


def test_the_shipped_flow_is_found_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "klein.yaml").write_text(SMALL.replace('version: "1"', 'version: "2"'), "utf-8")
    monkeypatch.setattr("meldcode.resources.flows_folder", lambda: tmp_path)
    found = newer(worked(klein(), {}))
    assert found is not None
    assert found.flow.version == "2"
    assert found.changes == ()


def test_what_came_and_what_went_is_told() -> None:
    slot = "      - {ask: slot, kind: text, text: Verder nog iets?, source: wet, when: {norm: jong}, may_hide: true}\n"
    fresh = "      - {ask: nieuw, kind: text, text: Iets nieuws?, source: wet}\n"
    assert told({slot: fresh}) == [
        ("question", "added", "nieuw", "", "Iets nieuws?"),
        ("question", "removed", "slot", "Verder nog iets?", ""),
    ]


def test_other_words_come_before_other_explanations() -> None:
    found = told({"text: Uitleg, help: Tekst": "text: Uitleg, help: Andere tekst", "Wat besluit u?": "Wat doet u?"})
    assert found == [
        ("question", "reworded", "besluit", "Wat besluit u?", "Wat doet u?"),
        ("note", "reworded", "uitleg", "Tekst", "Andere tekst"),
    ]


def test_choices_tell_which_went_and_which_came() -> None:
    assert told({"y: Vorm Y, z: Vorm Z": "y: Vorm IJ, q: Vorm Q"}) == [
        ("question", "options", "vormen", "Vorm Y; Vorm Z", "Vorm IJ; Vorm Q")
    ]


def test_where_the_official_record_belongs_is_told() -> None:
    assert told({"Een jaar.": "Twee jaar."}) == [("keeping", "reworded", "keeping", "Een jaar.", "Twee jaar.")]


def test_columns_of_a_list_are_told_too() -> None:
    assert told({"{field: geboren, kind: date, text: Geboren}": "{field: geboren, kind: date, text: Geboortedag}"}) == [
        ("field", "reworded", "mensen.geboren", "Geboren", "Geboortedag")
    ]


def test_a_rule_that_changed_under_the_same_words_is_told() -> None:
    assert told({"working_days: 5": "working_days: 6", "leeftijd: {below: 12}": "leeftijd: {below: 18}"}) == [
        ("norm", "rules", "jong", "", ""),
        ("deadline", "rules", "navraag", "", ""),
    ]


def test_norms_outcomes_alerts_and_numbers_are_told() -> None:
    found = told({"title: Klaar,": "title: Gereed,", "Bel nu,": "Bel meteen,", '"112"': '"113"', "Kinderen.": "Jong."})
    assert found == [
        ("alert", "reworded", "alarm", "Bel nu", "Bel meteen"),
        ("outcome", "reworded", "klaar", "Klaar", "Gereed"),
        ("contact", "reworded", "alarm", "Alarm 112", "Alarm 113"),
        ("norm", "reworded", "jong", "Kinderen.", "Jong."),
    ]


EVERY = [
    Change(kind, "x", before, after, "norm", title)
    for kind in ("added", "removed", "reworded", "options", "rules")
    for before in ("", "{eerst}")
    for after in ("", "{nu}")
    for title in ("{nu}", "titel")
]


@pytest.mark.parametrize("change", EVERY, ids=lambda change: f"{change.kind}-{change.before}-{change.after}")
def test_every_change_can_be_said_and_braces_stay_as_they_are(change: Change) -> None:
    said = change_text(change)
    assert said
    assert "{part}" not in said
    assert "{title}" not in said


def test_the_outcome_before_and_after_is_told() -> None:
    interview = worked(klein(), ANSWERS)
    found = other(interview, {"unless: {soort: b}": "unless: {soort: a}"})
    assert (found.outcome_before, found.outcome_after) == ("klaar", "melden")


def test_answers_that_no_longer_fit_are_named_and_stay_in_the_history() -> None:
    interview = worked(klein(), ANSWERS)
    found = other(interview, {"z: Vorm Z": "q: Vorm Q", "field: reden": "field: waarom"})
    assert found.lost == ("vormen", "mensen")
    before = interview.store.events()
    moved = adopt(interview, found)
    assert moved.value("vormen") is None
    assert moved.store.events()[:-1] == before
    assert isinstance(moved.store.events()[-1], Adopted)


def test_an_answer_that_did_not_fit_counts_again_when_a_later_version_takes_it() -> None:
    interview = worked(klein(), ANSWERS)
    without = adopt(interview, other(interview, {"z: Vorm Z": "q: Vorm Q"}))
    found = newer(without, klein({'version: "1"': 'version: "3"'}))
    assert found is not None
    assert adopt(without, found).value("vormen") == ("z",)


def test_words_of_changes_are_in_the_language_of_the_screen() -> None:
    dutch = {change.what: change.title for change in changes(shipped("basis"), shipped("onderwijs"))}
    i18n.use("en")
    english = {change.what: change.title for change in changes(shipped("basis"), shipped("onderwijs"))}
    assert dutch.keys() == english.keys()
    assert dutch["schoolsoort"] != english["schoolsoort"]


@settings(max_examples=tries(40))
@given(st.data())
def test_going_over_never_loses_an_answer_and_does_what_was_said(data: st.DataObject) -> None:
    raw, after = data.draw(flows()), data.draw(flows())
    old, new = make_flow(raw), replace(make_flow(after), digest="2")
    answers: dict[str, Any] = data.draw(answers_to(raw))
    interview = Interview(old, MemoryStore(), ticking())
    give(interview, answers)
    before = [event for event in interview.store.events() if isinstance(event, Answered)]
    found = newer(interview, new)
    assert found is not None
    for change in found.changes:
        assert change_text(change)
    moved = adopt(interview, found)
    assert [event for event in moved.store.events() if isinstance(event, Answered)] == before
    assert moved.outcome() == found.outcome_after
    for name in answers:
        assert (moved.value(name) is None) == (name in found.lost)


def test_a_kept_dossier_opens_with_the_version_it_went_over_to(vault: Vault) -> None:
    interview = begin(vault, klein(), "over")
    give(interview, ANSWERS)
    interview.next()
    moved = adopt(
        interview, other(interview, {'version: "1"': 'version: "2"', "unless: {soort: b}": "unless: {soort: a}"})
    )
    assert isinstance(moved.store, Dossier)
    again = resume(vault, moved.store.code)
    assert again.flow.version == "2"
    assert again.page().items[0].id == interview.page().items[0].id
    assert vault.entry(moved.store.code).outcome == "melden"
    assert {event.question for event in again.store.events() if isinstance(event, Answered)} == ANSWERS.keys()


def test_a_dossier_that_stays_keeps_its_own_version(vault: Vault) -> None:
    interview = begin(vault, klein(), "blijft")
    other(interview, {'version: "1"': 'version: "2"'})
    assert isinstance(interview.store, Dossier)
    assert resume(vault, interview.store.code).flow.version == "1"
