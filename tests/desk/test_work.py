"""Beginning, going on and keeping: with the flow the dossier keeps, at its place, with every event."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.desk.work import begin, keep, resume
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered, Begun, Event, Opened
from meldcode.dossier.trouble import DamagedError, NotSavedError, StoreError
from meldcode.dossier.vault import Vault
from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from tests.desk.helper import CANARY, NOW, give, klein, worked


def dossier_of(interview: Interview) -> Dossier:
    assert isinstance(interview.store, Dossier)
    return interview.store


def own(vault: Vault, code: str) -> list[Event | None]:
    """What was done in the dossier itself, without its name and its openings."""
    return [record.event for record in vault.records(code) if record.kind not in {"named", "opened"}]


def test_a_new_dossier_keeps_its_flow_and_says_with_which_it_was_begun(vault: Vault) -> None:
    flow = load_flow("onderwijs")
    code = dossier_of(begin(vault, flow, "groep 5")).code
    assert vault.flow(flow.digest) == flow.layers
    begun = own(vault, code)[0]
    assert isinstance(begun, Begun)
    assert (begun.flow, begun.version, begun.digest) == (flow.id, flow.version, flow.digest)
    assert vault.entry(code).label == "groep 5"


def test_a_dossier_goes_on_where_it_was_with_its_own_flow(vault: Vault) -> None:
    flow = klein({"Is er gevaar?": "Is er nu gevaar?"})
    first = begin(vault, flow, "")
    give(first, {"gevaar": "ja", "vormen": ["x"]})
    first.next()
    first.next()
    again = resume(vault, dossier_of(first).code)
    assert again.page() == first.page()
    assert again.page().number == 1
    assert again.value("vormen") == ("x",)
    assert again.flow == flow
    assert again.flow.items["gevaar"].text == "Is er nu gevaar?"


def test_opening_is_noted_and_changes_nothing_else(vault: Vault) -> None:
    interview = worked(klein(), {}, vault.begin("", klein().digest, klein().layers))
    code = dossier_of(interview).code
    before = len(list(vault.records(code)))
    events = resume(vault, code).store.events()
    assert isinstance(events[-1], Opened)
    assert len(events) == before + 1


def test_a_try_that_is_kept_has_every_event_and_the_same_page(vault: Vault) -> None:
    tried = worked(klein(), {"gevaar": "ja", "vormen": ["x", "y"], "aantal": 3, "dag": "2026-03-02"})
    give(tried, {"gevaar": "nee", "later": "nee"})
    give(tried, {"later": None})
    tried.written("advice", b"{}")
    tried.next()
    tried.next()
    kept = keep(vault, tried, "eigen woord")
    code = dossier_of(kept).code
    assert own(vault, code) == list(tried.store.events())
    assert kept.page() == tried.page()
    assert kept.position() == tried.position()
    entry = vault.entry(code)
    assert (entry.label, entry.step, entry.outcome) == ("eigen woord", tried.position().step, tried.outcome())
    assert [(term.id, term.date) for term in entry.terms] == [("navraag", "2026-03-09"), ("jaar", "2027-03-02")]
    assert resume(vault, code).page() == tried.page()


def test_a_try_that_cannot_be_kept_stays_as_it_was(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = worked(klein(), {"gevaar": "ja", "mensen": [{"rol": "kind", "reden": CANARY}]})
    before, dossiers = tried.store.events(), vault.list()

    monkeypatch.setattr(vault, "append_all", _failing_after(vault, 0))
    with pytest.raises(NotSavedError):
        keep(vault, tried, "x")
    monkeypatch.undo()
    assert tried.store.events() == before
    left = [entry for entry in vault.list() if entry not in dossiers]
    assert all(not any(isinstance(event, Answered) for event in own(vault, entry.code)) for entry in left)
    assert own(vault, dossier_of(keep(vault, tried, "x")).code) == list(before)


def _failing_after(vault: Vault, count: int) -> object:
    """The store's own way to write, that works so many times and then finds the disk full."""
    real, left = vault.append_all, iter(range(count))

    def write(*given: object) -> None:
        if next(left, None) is None:
            raise NotSavedError("de schijf is vol")
        real(*given)  # type: ignore[arg-type]  # handed through as it came

    return write


def test_a_dossier_whose_flow_cannot_be_read_says_that_the_answers_are_safe(vault: Vault) -> None:
    flow = klein({"Soort A": "Soort met een fout"})
    spoilt = (("klein.yaml", flow.layers[0][1].replace(b"kind: yesno", b"kind: anders")),)
    code = dossier_of(Interview(flow, vault.begin("", flow.digest, spoilt), vault.clock)).code
    with pytest.raises(DamagedError) as caught:
        resume(vault, code)
    assert "antwoorden zijn er nog" in caught.value.hint


def test_a_flow_that_was_swapped_for_another_is_not_trusted(vault: Vault) -> None:
    flow = klein({"Soort A": "Soort van voor de ruil"})
    code = dossier_of(Interview(flow, vault.begin("", flow.digest, klein().layers), vault.clock)).code
    with pytest.raises(DamagedError):
        resume(vault, code)


def test_a_dossier_that_was_never_really_begun_is_no_crash(vault: Vault) -> None:
    code = vault.begin("", klein().digest, klein().layers).code
    with pytest.raises(StoreError) as caught:
        resume(vault, code)
    assert not isinstance(caught.value, DamagedError)


def test_a_store_in_doubt_can_be_read_and_stays_as_it_is(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = begin(vault, klein(), "")
    give(interview, {"gevaar": "ja"})
    before, head = interview.store.events(), vault.head
    monkeypatch.setattr(vault, "trouble", "de opslag is in de war")
    again = resume(vault, dossier_of(interview).code)
    assert (again.value("gevaar"), again.store.events(), vault.head) == ("ja", before, head)


def test_an_unknown_code_is_told(vault: Vault) -> None:
    with pytest.raises(StoreError):
        resume(vault, "ZZZZZ")


def test_a_kept_dossier_needs_no_shipped_flow(vault: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = dossier_of(begin(vault, load_flow("huisarts"), "")).code
    monkeypatch.setattr("meldcode.resources.flows_folder", lambda: tmp_path)
    assert resume(vault, code).flow.id == "huisarts"


def test_events_of_a_try_keep_their_own_time(vault: Vault) -> None:
    kept = keep(vault, worked(klein(), {"gevaar": "ja"}), "")
    answered = [event for event in kept.store.events() if isinstance(event, Answered)]
    assert [event.at.date() for event in answered] == [NOW.date()]
