"""What `meldcode check` prints: text for people, JSON for scripts, SARIF for code hosts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from meldcode import i18n
from meldcode.check.catalogue import RULES, can_be_accepted, finding
from meldcode.check.findings import check
from meldcode.check.report import as_json, as_text
from meldcode.check.sarif import as_sarif
from meldcode.flow.findings import Finding
from meldcode.flow.model import Mark

HERE = Mark("flows/eigen.yaml", 3, 7)
OTHER = Mark("flows/ander.yaml", 1, 1)


def held(mark: Mark = HERE) -> Finding:
    """A finding that its author accepts."""
    return Finding(
        "Q001", mark, "de vraag `a` zegt niets", severity="warning", subject="a", accepted="Spreekt vanzelf."
    )


def sarif(*findings: Finding) -> dict[str, Any]:
    document = json.loads(as_sarif(findings))
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_every_rule_says_what_it_is_and_why_it_matters() -> None:
    assert all(rule.title and rule.why.endswith(".") for rule in RULES.values())
    assert len({rule.title for rule in RULES.values()}) == len(RULES)
    assert all(code == rule.code for code, rule in RULES.items())


def test_errors_that_protect_less_cannot_be_accepted() -> None:
    assert not any(can_be_accepted(code) for code in ("Y001", "S001", "M002", "O001", "A001", "P001", "X001", "Q999"))
    assert all(map(can_be_accepted, ("Q001", "B001", "T001", "L005", "P010")))


def test_why_is_told_once_for_each_kind_of_finding() -> None:
    text = as_text([finding("B001", HERE, "lang"), finding("B001", HERE._replace(line=4), "langer")], 1)
    assert text.count("Wie onder druk leest") == 1
    assert text.count("[B001]") == 2


def test_the_own_reason_of_a_finding_goes_before_that_of_its_kind() -> None:
    text = as_text([Finding("O001", HERE, "ligt vast", why="Dit hoort bij de norm (bron: wet).")], 1)
    assert "Dit hoort bij de norm (bron: wet)." in text
    assert "nooit minder beschermen" not in text


def test_a_warning_says_that_it_is_one() -> None:
    assert as_text([finding("B001", HERE, "lang")], 1).startswith("flows/eigen.yaml:3:7: waarschuwing: lang [B001]\n")


def test_findings_stand_together_by_file_and_the_last_line_counts_them() -> None:
    found = [
        finding("B001", HERE, "lang"),
        finding("M002", OTHER, "weg"),
        finding("M002", OTHER, "ook weg"),
        held(OTHER),
    ]
    blocks = as_text(found, 2).split("\n\n")
    assert [block.splitlines()[0].split(":")[0] for block in blocks] == [HERE.file, OTHER.file]
    assert blocks[1].splitlines()[-1] == "2 vragenlijsten nagekeken: 2 fouten, 1 waarschuwing, 1 aangehouden"


def test_what_is_accepted_is_counted_and_not_told_again() -> None:
    assert as_text([held()], 1) == "1 vragenlijst nagekeken: alles in orde, 1 aangehouden"


def test_a_long_near_match_is_cut_for_people_only() -> None:
    long = finding("T002", HERE, "oud", near="woord " * 40)
    assert "…`?" in as_text([long], 1)
    assert json.loads(as_json([long], {}))["findings"][0]["near"] == "woord " * 40


def test_text_from_a_file_cannot_steer_the_terminal() -> None:
    bad = finding("B001", HERE, "a\x1b]0;x\x07\nb", near="c\x1b[2J")
    for said in (as_text([bad], 1), as_json([bad], {}), as_sarif([bad])):
        assert "\x1b" not in said
        assert "\x07" not in said


def test_scripts_read_the_reason_of_what_is_accepted() -> None:
    (row,) = json.loads(as_json([held()], {}))["findings"]
    assert (row["accepted"], row["subject"], row["severity"], row["title"]) == (
        "Spreekt vanzelf.",
        "a",
        "warning",
        "Vraag zonder uitleg",
    )


def test_sarif_names_every_rule_with_its_level() -> None:
    run = sarif(finding("B001", HERE, "lang"))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}


def test_sarif_gives_each_finding_with_its_rule_and_place() -> None:
    run = sarif(finding("M002", HERE, "de vraag `gevar` bestaat niet", near="gevaar"))
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "M002"
    assert result["level"] == "error"
    assert "Bedoelt u `gevaar`?" in result["message"]["text"]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "flows/eigen.yaml"},
                "region": {"startLine": 3, "startColumn": 7},
            }
        }
    ]
    assert "suppressions" not in result


def test_sarif_suppresses_what_is_accepted() -> None:
    (result,) = sarif(held())["results"]
    assert result["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "Spreekt vanzelf."}]


def test_sarif_has_no_region_for_a_file_as_a_whole_and_a_uri_without_spaces() -> None:
    (result,) = sarif(finding("Y001", Mark("mijn map/b.yaml", 0, 0), "weg"))["results"]
    assert result["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "mijn%20map/b.yaml"}}


def test_a_report_in_english_is_all_english() -> None:
    with i18n.speaking("en"):
        assert sarif()["language"] == "en"


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_only_errors_that_nobody_accepted_make_it_fail(tmp_path: Path, form: str) -> None:
    head = 'flow: eigen\nextends: basis\ntitle: Verzonnen\nversion: "1"\n'
    item = "{ask: nieuw, kind: yesno, text: Nog iets?, why: Verzonnen., source: wmo_411, options: {ja: Nee}}"
    steps = f"steps:\n  - step: signalen\n    items:\n      - {item}\n"
    path = tmp_path / "eigen.yaml"
    path.write_text(head + steps, "utf-8")
    assert check([str(path)], form) == 1
    path.write_text(head + steps + "accept:\n  - {code: Q005, at: nieuw, reason: Verzonnen.}\n", "utf-8")
    assert check([str(path)], form) == 0
