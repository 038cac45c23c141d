"""`run` with texts, exercises and more formats, and `verify`, called as scripts call them. All cases are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import EXAMPLES, Call, answers, meldcode

__all__ = ["answers", "meldcode"]

CASE = """
flow: onderwijs
today: 2026-03-02
answers:
  acuut_gevaar: nee
  betrokkene: kind
  personen: [{rol: kind, naam: Qorinda Zwaanewitz}]
  signalen:
    - {datum: 2026-02-20, bron: zelf_gezien, feit: "Qorinda had niets te eten bij zich."}
    - {datum: 2026-02-27, bron: zelf_gezien, feit: "Zij kwam met Wibrandus uit Oosterzwaag."}
  tegensignalen: Qorinda is vrolijk.
  adviesvraag: Wat kan ik doen voor Qorinda?
"""


def written(meldcode: Call, folder: Path, text: str, *more: str) -> tuple[dict[str, object], str]:
    path = folder / "zaak.yaml"
    path.write_text(text, "utf-8")
    out = folder / "uit"
    words = ("run", "onderwijs", "--answers", path, "--out", out, "--kind", "advice", "--allow-missing")
    found = meldcode(*words, *more)
    assert found.code == 0, found.err
    return json.loads((out / "request.json").read_text("utf-8")), found.err


def facts(data: dict[str, object]) -> list[object]:
    found = data["facts"]
    assert isinstance(found, list)
    return [fact["fact"] for fact in found]


def test_texts_stay_out_where_nobody_looked_at_them(meldcode: Call, tmp_path: Path) -> None:
    data, told = written(meldcode, tmp_path, CASE)
    assert facts(data) == [None, None]
    assert data["texts"] == []
    assert [line.split(": ")[0] for line in told.splitlines()] == ["geschreven"] * 3


def test_a_text_with_an_undecided_word_stays_out_and_that_is_said(meldcode: Call, tmp_path: Path) -> None:
    data, told = written(meldcode, tmp_path, CASE + "screening: {}\n")
    assert facts(data) == ["Kind A had niets te eten bij zich.", None]
    assert "1 tekst gaat niet mee" in told
    assert "signalen/1/feit" in told
    assert "Wibrandus" not in told


def test_decisions_of_the_file_are_followed(meldcode: Call, tmp_path: Path) -> None:
    block = "screening:\n  keep: [Wibrandus]\n  replace: {Oosterzwaag: een dorp}\n  take: [tegensignalen]\n"
    data, _told = written(meldcode, tmp_path, CASE + block)
    assert facts(data)[1] == "Zij kwam met Wibrandus uit een dorp."
    assert data["texts"] == [
        {"question": "tegensignalen", "row": None, "field": None, "text": "Kind A is vrolijk."},
    ]


def test_the_rest_can_be_replaced_and_a_text_left_out(meldcode: Call, tmp_path: Path) -> None:
    data, _told = written(meldcode, tmp_path, CASE + "screening: {rest: replace, leave: [adviesvraag]}\n")
    assert "[naam]" in str(facts(data)[1])
    wishes = data["wishes"]
    assert isinstance(wishes, dict)
    assert wishes["advice_question"] is None


def test_a_report_is_not_screened(meldcode: Call, tmp_path: Path) -> None:
    data, _told = written(meldcode, tmp_path, CASE + "screening: {}\n", "--kind", "report")
    assert "Qorinda Zwaanewitz" in json.dumps(data)


def test_an_exercise_says_so_everywhere(meldcode: Call, tmp_path: Path) -> None:
    path = tmp_path / "zaak.yaml"
    path.write_text("practice: true" + CASE, "utf-8")
    out = tmp_path / "uit"
    more = ("--also", "docx", "--also", "fhir", "--also", "sheet")
    found = meldcode("run", "onderwijs", "--answers", path, "--out", out, "--kind", "advice", "--allow-missing", *more)
    assert found.code == 0
    files = sorted(out.iterdir())
    assert len(files) == 6
    for file in files:
        assert file.name.startswith("oefening-")
        read = meldcode("verify", file)
        assert read.code == 1, file.name
        assert "oefening" in read.out


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_in_every_format_reads_back_as_good(meldcode: Call, path: Path, tmp_path: Path) -> None:
    flow, kind = path.stem.split("-")
    more = ["--also", "docx", "--also", "fhir", *(["--also", "sheet"] if kind == "advies" else [])]
    assert meldcode("run", flow, "--answers", path, "--out", tmp_path, *more).code == 0
    files = sorted(tmp_path.iterdir())
    assert len(files) == (6 if kind == "advies" else 5)
    for file in files:
        found = meldcode("verify", file)
        assert (found.code, found.err) == (0, ""), file.name
        assert "Goed: niets veranderd" in found.out


def test_verify_names_the_place_of_a_change_and_ends_with_one(meldcode: Call, tmp_path: Path) -> None:
    written(meldcode, tmp_path, CASE)
    file = tmp_path / "uit" / "request.json"
    file.write_text(file.read_text("utf-8").replace('"age": null', '"age": 9'), "utf-8")
    found = meldcode("verify", file)
    assert found.code == 1
    assert "Niet goed: veranderd: persons/list" in found.out
    assert meldcode("verify", file, "--lang", "en").out.splitlines()[-1] == "Not good: changed: persons/list"


def test_verify_of_a_file_that_is_not_there_is_bad_use(meldcode: Call, tmp_path: Path) -> None:
    assert meldcode("verify", tmp_path / "nergens.pdf").code == 2


def test_a_sealed_file_asks_its_passphrase_at_a_terminal_only(meldcode: Call, tmp_path: Path) -> None:
    file = tmp_path / "request.pdf.age"
    file.write_bytes(b"age-encryption.org/v1\n-> scrypt")
    found = meldcode("verify", file)
    assert found.code != 0
    assert "terminal" in found.err


def test_a_call_sheet_comes_with_an_advice_only(meldcode: Call, tmp_path: Path) -> None:
    path = next(path for path in EXAMPLES if path.stem == "onderwijs-melding")
    assert meldcode("run", "onderwijs", "--answers", path, "--out", tmp_path, "--also", "sheet").code == 0
    assert not (tmp_path / "call-sheet.pdf").exists()


def test_the_marked_words_are_listed_as_the_file_takes_them(meldcode: Call, tmp_path: Path) -> None:
    path = tmp_path / "zaak.yaml"
    path.write_text(CASE + "screening: {keep: [Wibrandus]}\n", "utf-8")
    found = meldcode("run", "onderwijs", "--answers", path, "--kind", "advice", "--allow-missing", "--json").json
    listed = {mark["word"]: mark["decided"] for mark in found["screening"]}
    assert listed == {"Wibrandus": True, "Oosterzwaag": False}
    path.write_text(CASE, "utf-8")
    assert "screening" not in meldcode("run", "onderwijs", "--answers", path, "--allow-missing", "--json").json


def test_words_that_do_nothing_are_counted_and_not_said(meldcode: Call, tmp_path: Path) -> None:
    block = "screening: {keep: [Qorinda, Nergens, Wibrandus], replace: {Oosterzwaag: een dorp}}\n"
    data, told = written(meldcode, tmp_path, CASE + block)
    assert "1 woord bij `keep` of `replace` staat zo in geen tekst" in told
    assert "1 woord bij `keep` is toch vervangen" in told
    assert not {"Qorinda", "Nergens"} & set(told.split())
    assert facts(data) == ["Kind A had niets te eten bij zich.", "Zij kwam met Wibrandus uit een dorp."]
