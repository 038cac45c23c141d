"""Scenarios: what a file of answers expects, held to what the flow does."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.check.findings import looked_at
from tests.flow.forms import SMALL

GIVEN = "flow: klein\ntoday: 2026-03-02\npractice: true\nanswers: {gevaar: ja, soort: a}\n"
WRONG = [
    ("{outcome: klaar}", "C001", "`outcome`: verwacht is klaar, en het is melden"),
    ("{norms: []}", "C001", "`norms`: verwacht is niets, en het is gevaar"),
    ("{norms: [gevaar, jong]}", "C001", "`norms`: verwacht is gevaar, jong, en het is gevaar"),
    ("{alerts: []}", "C001", "`alerts`: verwacht is niets, en het is alarm"),
    ("{shown: [later]}", "C001", "later"),
    ("{hidden: [besluit]}", "C001", "besluit"),
    ("{missing: {report: [soort]}}", "C001", "soort"),
    ("{outcome: mellden}", "C002", "`mellden` bestaat niet"),
    ("{alerts: [alaram]}", "C002", "`alaram` bestaat niet"),
    ("{uitkomst: melden}", "C002", "de sleutel `uitkomst` bestaat hier niet"),
]


def written(folder: Path, text: str, name: str = "fout.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def with_scenario(folder: Path, text: str) -> Path:
    flow = written(folder, SMALL, "klein.yaml")
    (folder / "klein.scenarios").mkdir(exist_ok=True)
    written(folder / "klein.scenarios", text, "een.yaml")
    return flow


def told(flow: Path) -> list[tuple[str, str, int]]:
    found = [one for one in looked_at(str(flow))[0] if one.code[0] == "C"]
    assert all(one.severity == "error" for one in found)
    return [(one.code, Path(one.mark.file).name, one.mark.line) for one in found]


@pytest.mark.parametrize(("expect", "code", "what"), WRONG)
def test_a_wrong_expectation_is_told_at_its_line(tmp_path: Path, expect: str, code: str, what: str) -> None:
    flow = with_scenario(tmp_path, f"{GIVEN}expect:\n  {expect[1:-1]}\n")
    assert told(flow) == [(code, "een.yaml", 6)]
    assert what in next(one.what for one in looked_at(str(flow))[0] if one.code == code)


def test_a_right_expectation_gives_nothing(tmp_path: Path) -> None:
    expect = "{outcome: melden, norms: [gevaar], alerts: [alarm], shown: [uitleg, besluit], hidden: [later]}"
    assert told(with_scenario(tmp_path, f"{GIVEN}expect: {expect}\n")) == []
    assert told(with_scenario(tmp_path, f"{GIVEN}expect: {{missing: {{report: [besluit]}}}}\n")) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GIVEN, 0),
        (GIVEN + "expect: {}\n", 5),
        (GIVEN.replace("flow: klein", "flow: groot"), 1),
        (GIVEN.replace("gevaar: ja", "gevar: ja"), 4),
        (GIVEN.replace("soort: a", "soort: q"), 4),
        ("flow: [\n", 2),
    ],
    ids=["nothing expected", "expects empty", "another flow", "unknown question", "unknown answer", "no YAML"],
)
def test_a_scenario_that_cannot_be_held_is_told(tmp_path: Path, text: str, line: int) -> None:
    found = told(with_scenario(tmp_path, text))
    assert [(code, name) for code, name, _line in found] == [("C002", "een.yaml")]
    assert not line or found[0][2] == line
