"""A case that does not fit its flow gets a sentence before anything begins; one for an older flow is told about."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.cli import main
from meldcode.flow.findings import FlowError
from meldcode.training.fitting import older_words
from meldcode.training.reading import peek_case, read_case
from tests.training.small import SMALL

MISFITS = [
    ("ask: acuut_gevaar", "ask: acuut_gevarr", "de vraag `acuut_gevarr` bestaat niet"),
    ("ask: acuut_gevaar", "ask: signalen", "`signalen` is geen vraag met één keuze"),
    ("step: signalen", "step: signaalen", "de stap `signaalen` bestaat niet"),
]


def misfit(folder: Path, old: str, new: str) -> Path:
    assert old in SMALL
    path = folder / "misfit.yaml"
    path.write_text(SMALL.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(("old", "new", "what"), MISFITS)
def test_a_case_that_asks_what_its_flow_does_not_know_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    path = misfit(tmp_path, old, new)
    with pytest.raises(FlowError) as refused:
        read_case(path)
    assert [one.what for one in refused.value.findings] == [what]
    assert refused.value.findings[0].mark.line > 1
    assert peek_case(path)[0].stages, "what checks a case still reads all of it"


@pytest.mark.parametrize("verb", [["alone", "--plain"], ["host", "--plain", "--port", "0"], ["guide"]])
def test_every_verb_says_it_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: list[str]
) -> None:
    monkeypatch.setattr("meldcode.harden.harden", lambda: None)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["train", verb[0], str(misfit(tmp_path, *MISFITS[0][:2])), *verb[1:]])
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert "de vraag `acuut_gevarr` bestaat niet [G001]" in err
    assert "Bedoelt u `acuut_gevaar`?" in err
    assert not list(tmp_path.glob("*.pdf"))


def test_a_case_for_an_older_flow_is_told_about_and_one_for_this_flow_is_not(tmp_path: Path) -> None:
    case, flow = read_case(misfit(tmp_path, f'flow_version: "{peek_version(tmp_path)}"', 'flow_version: "2020.1"'))
    assert "2020.1" in older_words(case, flow)
    assert flow.version in older_words(case, flow)
    assert older_words(*read_case(misfit(tmp_path, "case:", "case:"))) == ""


def peek_version(folder: Path) -> str:
    return read_case(misfit(folder, "case:", "case:"))[0].flow_version
