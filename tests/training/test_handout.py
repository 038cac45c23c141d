"""The handout: what the group chose, what the expert weighed, and OEFENING on every page."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from meldcode import i18n
from meldcode.cli import main
from meldcode.training.case import Case
from meldcode.training.compare import option_text, question_text, source_names
from meldcode.training.handout import blocks, other_lines, outcome_title, to_pdf, votes_of, write_handout
from meldcode.training.reading import find_case, heads, read_case

CASES = [head.id for head in heads()]


def figures_for(case: Case, **votes: int) -> dict[str, Any]:
    """What a session would keep, in which every weighing got these votes."""
    return {
        "practice": True,
        "case": case.id,
        "case_version": case.version,
        "date": "2026-03-02",
        "people": sum(votes.values()) + 1,
        "rounds": [
            {"stage": stage.id, "ask": one.ask, "turn": 1, "expert": one.answer, "counts": dict(votes), "silent": 1}
            for stage in case.stages
            for one in stage.weighings
        ],
    }


def page_texts(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def words_of(found: list[dict[str, Any]]) -> str:
    return json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("name", CASES)
def test_the_handout_tells_all_of_a_case_with_its_sources(name: str) -> None:
    case, flow = read_case(find_case(name))
    said = words_of([*blocks(figures_for(case, ja=3), case, flow)])
    for stage in case.stages:
        assert all(json.dumps(one.text, ensure_ascii=False)[1:-1] in said for one in stage.fragments)
        for one in stage.weighings:
            wanted = [question_text(flow, one), one.why, source_names(case, flow, one.sources)]
            wanted += [one.tempting.why] if one.tempting else []
            assert all(json.dumps(text, ensure_ascii=False)[1:-1] in said for text in wanted)
    for variant in case.variants:
        assert json.dumps(variant.why, ensure_ascii=False)[1:-1] in said


def test_every_page_and_every_name_says_that_it_is_an_exercise(tmp_path: Path) -> None:
    case, flow = read_case(find_case(CASES[0]))
    pdf, data = write_handout(figures_for(case, ja=5, nee=2), case, flow, tmp_path)
    assert pdf.name == f"oefening-{case.id}-2026-03-02.pdf"
    pages = page_texts(pdf.read_bytes())
    assert len(pages) > 2
    assert all("OEFENING" in page.replace(" ", "") for page in pages)
    assert all("112" in page and "0800-2000" in page for page in pages)
    assert json.loads(data.read_text("utf-8"))["practice"] is True
    again = write_handout(figures_for(case, ja=1), case, flow, tmp_path)
    assert again[0].name == f"oefening-{case.id}-2026-03-02-2.pdf"  # nothing is written over


def test_the_bars_are_the_votes_of_the_group() -> None:
    case, flow = read_case(find_case(CASES[0]))
    (bars, *_rest) = [one for one in blocks(figures_for(case, ja=6, nee=1), case, flow) if one["type"] == "bars"]
    rows = bars["rows"]
    assert isinstance(rows, list)
    counted = {row["text"]: (row["count"], row["share"]) for row in rows if isinstance(row, dict)}
    assert counted["Ja"] == ("6", 75)
    assert counted["niet gestemd"] == ("1", 12)


def test_a_second_vote_stands_beside_the_first() -> None:
    case, flow = read_case(find_case(CASES[0]))
    figures = figures_for(case, ja=1)
    figures["rounds"] = [figures["rounds"][0], {**figures["rounds"][0], "turn": 2, "counts": {"nee": 1}}]
    said = words_of([*blocks(figures, case, flow)])
    assert "Stemming 1" in said
    assert "Stemming 2" in said


def test_a_vote_of_a_stage_that_is_gone_and_an_option_that_is_gone_harm_nothing() -> None:
    case, flow = read_case(find_case(CASES[0]))
    figures = figures_for(case, weggehaald=2)
    figures["rounds"].append({"stage": "bestaat_niet", "ask": "x", "turn": 1, "counts": {}, "silent": 0})
    assert len(votes_of(figures, case)) == len(figures["rounds"]) - 1
    assert "weggehaald" in words_of([*blocks(figures, case, flow)])


def test_other_answers_are_told_only_where_they_would_ask_something_else() -> None:
    for name in CASES:
        case, flow = read_case(find_case(name))
        for stage, weighing in case.weighed():
            first, *others = other_lines(case, flow, stage, weighing)
            for line in others:
                assert first.split("«")[1] not in line
            mine = option_text(flow.items[weighing.ask], weighing.answer)
            assert not any(f"«{mine}»" in line.split(" zou ")[0] for line in others)


def test_the_same_figures_give_the_same_bytes_in_both_languages() -> None:
    case, flow = read_case(find_case(CASES[0]))
    figures = figures_for(case, ja=2)
    assert to_pdf(figures, case, flow) == to_pdf(figures, case, flow)
    i18n.use("en")
    pages = page_texts(to_pdf(figures, case, flow))
    assert all("EXERCISE" in page.replace(" ", "") for page in pages)
    assert outcome_title(flow, "bestaat_niet") == "bestaat_niet"


def test_verify_takes_a_handout_for_no_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, flow = read_case(find_case(CASES[0]))
    for path in write_handout(figures_for(case, ja=2), case, flow, tmp_path):
        with pytest.raises(SystemExit) as ended:
            main(["verify", str(path)])
        assert ended.value.code not in (0, None)
    assert "Goed" not in capsys.readouterr().out


def test_a_vote_that_nobody_took_part_in_is_left_out_and_the_expert_is_named_in_words() -> None:
    case, flow = read_case(find_case(CASES[0]))
    figures = figures_for(case, ja=3)
    first = figures["rounds"][0]
    figures["rounds"] = [{**first, "counts": {"ja": 0, "nee": 0}, "silent": 8}, {**first, "turn": 2}]
    found = [*blocks(figures, case, flow)]
    assert len([one for one in found if one["type"] == "bars"]) == 1
    said = words_of(found)
    assert "Stemming" not in said
    assert said.count("(de expert)") == 1
    assert said.count("Hierover is niet gestemd.") == len([*case.weighed()]) - 1


def test_the_guide_says_when_to_share_it_and_the_handout_does_not() -> None:
    case, flow = read_case(find_case(CASES[0]))
    guide, handout = (words_of([*blocks(figures, case, flow)]) for figures in ({}, figures_for(case, ja=1)))
    assert "deel dit pas na afloop uit" in guide
    assert "deel dit pas na afloop uit" not in handout
    assert "Wat als: " in guide
