"""The parts of `meldcode train` that print or write something, called as a person or a script calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from meldcode.cli import main
from meldcode.training.reading import find_case, heads, read_case
from meldcode.training.store import PracticeStore
from tests.training.test_handout import figures_for, page_texts

CASE = heads()[0].id


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with nothing in it."""
    folder = tmp_path / "gegevens"
    monkeypatch.setenv("MELDCODE_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, and what was printed and said."""
    with pytest.raises(SystemExit) as ended:
        main([*words])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def keep(home: Path, *figures: dict[str, Any]) -> PracticeStore:
    store = PracticeStore(home)
    for one in figures:
        store.add_session(one)
    return store


def figures(**votes: int) -> dict[str, Any]:
    case, flow = read_case(find_case(CASE))
    return {**figures_for(case, **votes), "oefening": True, "flow": flow.id, "flow_version": flow.version}


def test_the_list_names_all_cases_and_own_ones(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "oefeningen").mkdir(parents=True)
    text = find_case(CASE).read_text("utf-8").replace(f"case: {CASE}", "case: eigen_geval")
    (home / "oefeningen" / "eigen_geval.yaml").write_text(text, "utf-8")
    code, out, _err = call(capsys, "train", "list")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert [row[0] for row in rows] == [*(head.id for head in heads()), "eigen_geval"]
    assert rows[-1][5] == "eigen"
    assert all(row[4].isdigit() for row in rows)


def test_the_guide_has_everything_for_who_prepares_and_no_votes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _out, err = call(capsys, "train", "guide", CASE, "--out", str(tmp_path))
    assert code == 0
    (written,) = tmp_path.glob("oefening-leidraad-*.pdf")
    assert str(written) in err
    text = " ".join(page_texts(written.read_bytes()))
    assert "Leidraad voor de trainer" in text
    assert "niet gestemd" not in text
    assert call(capsys, "train", "guide", CASE, "--out", str(tmp_path))[0] == 2  # nothing is written over


def test_the_handout_of_the_last_session_can_be_written_again(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(home, figures(ja=4, nee=3))
    code, _out, err = call(capsys, "train", "handout", "--out", str(tmp_path / "uit"))
    assert code == 0, err
    assert {path.suffix for path in (tmp_path / "uit").iterdir()} == {".pdf", ".json"}
    assert all(path.name.startswith("oefening-") for path in (tmp_path / "uit").iterdir())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"practice": true}', '{"practice": false, "rounds": []}'])
def test_a_file_that_is_no_session_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / "x.json").write_text(content, "utf-8")
    code, _out, err = call(capsys, "train", "handout", str(tmp_path / "x.json"))
    assert code == 2
    assert err.startswith("meldcode: error: dit bestand is geen bewaarde bijeenkomst")


def test_no_session_yet_is_a_sentence_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "train", "handout")[0] == 2
    assert "nog geen bijeenkomst" in call(capsys, "train", "figures")[1]
    assert call(capsys, "train", "figures", "--json")[1].strip() == "[]"


def test_a_session_with_another_version_of_the_case_is_not_mixed_with_this_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(home, figures(ja=1) | {"case_version": "1900.1"})
    code, _out, err = call(capsys, "train", "handout")
    assert code == 2
    assert "een andere versie van het geval" in err


def test_figures_put_first_what_divides_people_most(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(home, figures(ja=5, nee=5), figures(ja=4, nee=6))
    code, out, _err = call(capsys, "train", "figures", "--json")
    rows = json.loads(out)
    assert code == 0
    assert rows
    assert all(row["groups"] == 2 and row["people"] == 20 for row in rows if row["ask"] == rows[0]["ask"])
    assert [row["divided"] for row in rows] == sorted((row["divided"] for row in rows), reverse=True)
    assert "OEFENING" in call(capsys, "train", "figures")[1]


def test_a_case_that_does_not_exist_gets_a_near_match(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = call(capsys, "train", "guide", CASE[:-1])
    assert code == 2
    assert CASE in err


def test_nothing_of_practice_touches_the_folder_of_dossiers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(home, figures(ja=1))
    call(capsys, "train", "figures")
    assert not (home / "dossiers").exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in home.rglob("oefening-*.json"))
