"""The whole dossier for the organisation's own record: nothing left out, and it says what it is."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.desk.record import export, record_json, record_text, what_then
from meldcode.desk.versions import adopt, newer
from meldcode.desk.work import begin
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Closed, Exported, MemoryStore, Named, Received, Written, from_json
from meldcode.dossier.trouble import NotSavedError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Keeping
from meldcode.interview import Interview
from tests.desk.helper import CANARY, NOW, PERSON, give, klein, recorded, ticking, worked
from tests.effort import tries
from tests.flow.forms import make_flow
from tests.flow.naive import answers_to, flows

HEAD = "42-0123456789abcdef"
ANSWERS = {"gevaar": "ja", "soort": "a", "vormen": ["x", "y"], "aantal": 3, "dag": "2026-03-01", "mensen": [PERSON]}


def text_of(interview: Interview, lang: str = "nl") -> str:
    return record_text(interview, recorded(interview.store.events()), HEAD, lang)


def data_of(interview: Interview) -> Any:
    return json.loads(record_json(interview, recorded(interview.store.events()), HEAD, "nl"))


def test_the_text_says_first_what_it_is_and_where_the_official_record_belongs() -> None:
    keeping = Keeping("Het officiële dossier is het leerlingdossier.", "Dat blijft twee jaar.")
    text = text_of(worked(replace(klein(), keeping=keeping), ANSWERS))
    head = text.split("===")[0]
    for said in ("persoonsgegevens", "kopie", keeping.official, keeping.text, HEAD, klein().digest, "2 maart 2026"):
        assert said in head


def test_the_text_holds_every_answer_in_full() -> None:
    text = text_of(worked(klein(), ANSWERS))
    for line in (
        "Is er gevaar? Ja",
        "Welke vormen? Vorm X, Vorm Y",
        "Hoeveel? 3",
        "Wanneer? 1 maart 2026",
        "  * Rol: Kind",
        "    Geboren: 6 mei 2020",
        "    Weet het? Nee",
        f"      {CANARY} is nog jong.",
        "      Een tweede regel.",
    ):
        assert line in text.splitlines(), line


def test_an_answer_that_sleeps_is_marked() -> None:
    interview = worked(klein(), {**ANSWERS, "vormen": ["z"]})
    lines = text_of(interview).splitlines()
    assert lines[lines.index("Hoeveel? 3") + 1] == "  (telt nu niet mee: deze vraag wordt niet meer gesteld)"
    assert sum("telt nu niet mee" in line for line in lines) == 1


def test_open_questions_are_named() -> None:
    lines = text_of(worked(klein(), {"gevaar": "ja"})).splitlines()
    assert "- Welke soort?" in lines
    assert "- Wanneer?" not in lines  # need not be answered


def test_outcome_reasons_norms_alerts_and_dates_are_told() -> None:
    lines = text_of(worked(klein(), ANSWERS)).splitlines()
    for line in ("Uitkomst: Melden", "- Gevaar", "- Bel nu", "- 6 maart 2026: Vraag na."):
        assert line in lines, line


def test_what_happened_to_the_dossier_is_told_with_its_hashes() -> None:
    interview = worked(klein(), ANSWERS)
    interview.written("report", b"{}", b"%PDF")
    interview.store.append(Named(NOW, "groep 5"))
    interview.store.append(Received(NOW, "een collega", "7-abc"))
    interview.store.append(Closed(NOW, "hulp loopt", "2046-03-02"))
    text = text_of(interview)
    assert "Label: groep 5" in text
    for said in (hashlib.sha256(b"{}").hexdigest(), hashlib.sha256(b"%PDF").hexdigest(), "hulp loopt", "2 maart 2046"):
        assert said in text
    assert "J. Proef" in text


def test_answers_that_do_not_fit_the_version_are_still_told() -> None:
    interview = worked(klein(), ANSWERS)
    found = newer(
        interview, klein({"field: reden": "field: waarom", "ask: soort": "ask: type", "{soort: b}": "{type: b}"})
    )
    assert found is not None
    text = text_of(adopt(interview, found))
    assert found.lost == ("soort", "mensen")
    assert "soort: a" in text.splitlines()
    assert f"reden: {CANARY} is nog jong." in text or CANARY in text
    assert "overgegaan naar versie" in text


def test_nothing_a_person_wrote_can_look_like_a_heading() -> None:
    fake = "Ja.\n=== 1. Vals ===\nuitkomst: x"
    text = text_of(worked(klein(), {**ANSWERS, "mensen": [{**PERSON, "reden": fake}], "slot": fake}))
    headings = [line for line in text.splitlines() if line.startswith("===")]
    assert "=== 1. Vals ===" not in headings
    assert [line.split(".")[0] for line in headings] == [f"=== {number}" for number in range(1, len(headings) + 1)]


def test_the_text_speaks_the_language_that_is_asked_and_leaves_the_screen_alone() -> None:
    text_of(worked(klein(), ANSWERS), "en")
    assert i18n.language() == "nl"


def test_the_data_hold_format_flow_outcome_and_head() -> None:
    interview = worked(klein(), ANSWERS)
    data = data_of(interview)
    assert (data["format"], data["format_version"], data["personal_data"]) == ("meldcode-dossier", 1, True)
    assert (data["head"], data["code"], data["outcome"]) == (HEAD, "K3F9A", "melden")
    assert data["flow"] == {"id": "klein", "version": "1", "digest": klein().digest}
    assert {one["who"] for one in data["events"]} == {"J. Proef"}
    assert [one["seq"] for one in data["events"]] == list(range(1, len(data["events"]) + 1))


@settings(max_examples=tries(30))
@given(st.data())
def test_every_event_in_the_data_reads_back(data: st.DataObject) -> None:
    raw = data.draw(flows())
    interview = Interview(make_flow(raw), MemoryStore(), ticking())
    give(interview, data.draw(answers_to(raw)))
    assert [from_json(json.dumps(one["event"])) for one in data_of(interview)["events"]] == list(
        interview.store.events()
    )
    assert text_of(interview)


def test_an_erased_event_stays_as_a_line_without_content() -> None:
    interview = worked(klein(), ANSWERS)
    records = recorded([*interview.store.events(), None])
    assert json.loads(record_json(interview, records, HEAD, "nl"))["events"][-1]["event"] is None
    assert "gewist" in record_text(interview, records, HEAD, "nl")


def test_what_the_family_had_better_not_read_is_kept_apart(vault: Vault, tmp_path: Path) -> None:
    interview = begin(vault, load_flow("onderwijs"), "zaak 4")
    give(interview, {"acuut_gevaar": "ja", "besluit_melden": "ja", "vertrouwelijk": CANARY})
    assert interview.counts("vertrouwelijk")
    paths = {path.name: path for path in export(interview, tmp_path)}
    assert CANARY in paths["apart-houden.txt"].read_text("utf-8")
    assert CANARY not in paths["dossier.txt"].read_text("utf-8")
    assert "apart-houden.txt" in what_then(list(paths.values()))


def test_a_copy_has_fixed_names_in_a_folder_of_its_code_and_is_noted(vault: Vault, tmp_path: Path) -> None:
    interview = begin(vault, klein(), CANARY)
    give(interview, ANSWERS)
    assert isinstance(interview.store, Dossier)
    code, head = interview.store.code, vault.head
    paths = export(interview, tmp_path / "uit")
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        f"uit/{code}/dossier.txt",
        f"uit/{code}/dossier.json",
    ]
    content = paths[1].read_bytes()
    assert interview.store.events()[-1] == Exported(
        interview.store.events()[-1].at, hashlib.sha256(content).hexdigest()
    )
    assert json.loads(content)["head"] == head
    assert head in paths[0].read_text("utf-8")
    assert [one["seq"] for one in json.loads(content)["events"]] == [record.seq for record in vault.records(code)][:-1]
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


def test_two_dossiers_never_write_over_each_other(vault: Vault, tmp_path: Path) -> None:
    paths = [path for _each in range(2) for path in export(begin(vault, klein(), ""), tmp_path)]
    assert len(set(paths)) == 4


def test_a_copy_that_cannot_be_written_is_not_noted(vault: Vault, tmp_path: Path) -> None:
    interview = begin(vault, klein(), "")
    (tmp_path / "vol").write_text("een bestand, geen map")
    before = interview.store.events()
    with pytest.raises(MeldcodeError):
        export(interview, tmp_path / "vol")
    assert interview.store.events() == before


def test_a_store_in_doubt_still_gives_a_copy(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = begin(vault, klein(), "")
    before = interview.store.events()
    monkeypatch.setattr(vault, "trouble", "de opslag is in de war")
    assert len(export(interview, tmp_path)) == 2
    assert interview.store.events() == before


def test_a_copy_that_could_not_be_noted_is_said_to_be_there(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = begin(vault, klein(), "zaak")

    def refusing(*_given: object) -> None:
        raise NotSavedError("niet bewaard: de schijf is vol")

    monkeypatch.setattr(Vault, "append_all", refusing)
    with pytest.raises(NotSavedError, match="is geschreven"):
        export(interview, tmp_path)
    assert len(list(tmp_path.rglob("dossier.*"))) == 2


def test_a_try_is_kept_before_it_is_copied(tmp_path: Path) -> None:
    with pytest.raises(MeldcodeError):
        export(worked(klein(), ANSWERS), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_request_without_pdf_has_one_hash() -> None:
    interview = worked(klein(), {})
    interview.store.append(Written(NOW, "advice", "abc"))
    assert "PDF" not in text_of(interview)
