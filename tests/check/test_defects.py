"""Each kind of mistake an author can make, as a file with one planted defect and the report it must give.

The comment at the top of a file in `tests/defects` is the report, one finding a line: code, line:column, a part of
what is said, and after `~` the near match.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pytest

from meldcode import resources
from meldcode.check.catalogue import RULES
from meldcode.check.findings import FORMS, check, looked_at
from meldcode.flow.answers import check_answers, check_flow_named, check_screening, read_answers
from meldcode.flow.findings import Finding, FlowError
from meldcode.flow.loader import load_flow

FOLDER = Path(__file__).parent.parent / "defects"
FLOW = Path(__file__).parent.parent.parent / "meldcode" / "flow"
EARLIER = Path(__file__).parent.parent.parent / "meldcode" / "check" / "earlier.py"
OWN = ("L", "Q", "B", "T", "X", "O011")
"""What the codes of findings in flows that load begin with."""
WHOLE = "PCG"
"""First letters of what is planted in whole flows (`mutations.yaml`), in scenarios and in practice cases."""
FILES = sorted(FOLDER.glob("[A-Z][0-9][0-9][0-9]*.yaml"))
TOO_LONG = {
    "Y006": (b"flow: fout\ntitle: " + b"x" * 20_001, 2),
    "Y007": (b"flow: fout\n" + b"#" * 1_000_000, 0),
}
"""Defects that would make a file too long to keep."""
LINE = re.compile(r"# (?P<code>[A-Z]\d{3}) (?P<line>\d+):(?P<column>\d+) (?P<what>.+?)(?: ~ (?P<near>.+))?\Z")


class Report(NamedTuple):
    """What a finding must say, as far as the comment tells."""

    code: str
    line: int
    column: int
    near: str
    what: str


def expected(path: Path) -> Iterator[Report]:
    lines = path.read_text("latin-1" if path.name.startswith("Y001") else "utf-8").splitlines()
    for line in takewhile(lambda text: text.startswith("# "), lines):
        found = LINE.match(line)
        assert found, f"{path.name}: {line}"
        near = found["near"] or ""
        yield Report(found["code"], int(found["line"]), int(found["column"]), near, found["what"])


def load(path: Path) -> None:
    """Load a defect as what it is: an answers file when its code starts with A, else a flow."""
    if not path.name.startswith("A"):
        load_flow(path)
        return
    flow = load_flow(FOLDER / "klein.yaml")
    answers = read_answers(path)
    check_flow_named(answers, flow)
    check_screening(answers, {"adviesvraag", "signalen.feit"})
    check_answers(answers, flow)


def findings(path: Path) -> tuple[Finding, ...]:
    """What is found in a defect; for one that loads, what its author does not accept."""
    if path.name.startswith(OWN):
        return tuple(one for one in looked_at(str(path))[0] if not one.accepted)
    with pytest.raises(FlowError) as caught:
        load(path)
    return caught.value.findings


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_defect_gives_exactly_its_report(path: Path) -> None:
    wanted, found = list(expected(path)), findings(path)
    said = [Report(f.code, f.mark.line, f.mark.column, f.near, f.what) for f in found]
    assert [report[:4] for report in said] == [report[:4] for report in wanted]
    assert not [(one.what, other.what) for one, other in zip(wanted, said, strict=True) if one.what not in other.what]
    assert {Path(finding.mark.file).name for finding in found} == {path.name}


@pytest.mark.parametrize("code", TOO_LONG)
def test_a_defect_too_long_to_keep_gives_its_report(tmp_path: Path, code: str) -> None:
    data, line = TOO_LONG[code]
    path = tmp_path / "fout.yaml"
    path.write_bytes(data)
    assert [(finding.code, finding.mark.line) for finding in findings(path)] == [(code, line)]


def test_every_code_has_a_defect() -> None:
    planted = {report.code for path in FILES for report in expected(path)}
    wanted = {code for code in RULES if code[0] not in WHOLE}
    assert wanted == planted | TOO_LONG.keys()


def test_every_code_that_a_flow_or_answers_file_can_give_is_in_the_catalogue() -> None:
    sources = [*FLOW.glob("*.py"), EARLIER]
    used = {code for path in sources for code in re.findall(r'"([YSMOA]\d{3})"', path.read_text("utf-8"))}
    assert used == {code for code in RULES if code[0] in "YSMOA"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_defect_is_filed_under_its_code(path: Path) -> None:
    codes = {report.code for report in expected(path)}
    assert path.name[:4] in codes or (path.name.startswith("M000") and len(codes) > 5)


def test_the_flow_below_the_defects_has_no_errors() -> None:
    found = looked_at(str(FOLDER / "klein.yaml"))[0]
    assert not [one for one in found if one.severity == "error"]


def test_the_shipped_flows_have_none(capsys: pytest.CaptureFixture[str]) -> None:
    count = len(list(resources.flows_folder().glob("*.yaml")))
    assert check([], "text") == 0
    assert capsys.readouterr().out == f"{count} vragenlijsten en 12 oefengevallen nagekeken: alles in orde\n"


def test_every_finding_is_a_line_with_its_place_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    path = FOLDER / "M002-unknown-question.yaml"
    assert check([str(path), str(FOLDER / "M010-no-text.yaml")], "text") == 1
    *lines, last = capsys.readouterr().out.splitlines()
    place = next(place for place, line in enumerate(lines) if line.endswith("[M002]"))
    assert lines[place].endswith("M002-unknown-question.yaml:9:69: de vraag `gevar` bestaat niet [M002]")
    assert lines[place + 1].startswith("    Een voorwaarde op een vraag die er niet is")
    assert lines[place + 2] == "    Bedoelt u `gevaar`?"
    assert "" in lines[place + 3 :]
    assert last == "2 vragenlijsten nagekeken: 2 fouten, 2 waarschuwingen"


def test_the_source_of_a_norm_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([str(FOLDER / "O001-locked-alert.yaml")], "text") == 1
    assert capsys.readouterr().out.count("(bron: wet)") == 1


def test_a_file_named_twice_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(FOLDER / "M011-no-source.yaml")
    assert check([path, path], "json") == 1
    told = [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert sorted(told) == ["M011", "Q001"]


def test_scripts_get_every_part_of_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    path = FOLDER / "S001-unknown-key.yaml"
    assert check([str(path)], "json") == 1
    (row,) = json.loads(capsys.readouterr().out)["findings"]
    assert Path(row.pop("file")).name == path.name
    assert "source" in row.pop("remedy")
    assert row.pop("why").startswith("Een sleutel met een tikfout doet niets.")
    assert row == {
        "code": "S001",
        "severity": "error",
        "title": "Sleutel bestaat niet",
        "line": 9,
        "column": 49,
        "what": "de sleutel `sorce` bestaat hier niet",
        "near": "source",
        "subject": "",
        "accepted": "",
        "path": "",
    }


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_opened_is_worse_than_a_finding(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert check([str(FOLDER / "M011-no-source.yaml"), str(FOLDER / "weg.yaml")], form) == 2
    assert "Y001" in capsys.readouterr().out


def test_a_name_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a\x1b]0;x\x07\nb.yaml"
    assert check([str(path)], "text") == 2
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line.startswith("b.yaml")]


def test_the_first_error_tells_how_many_more_there_are() -> None:
    with pytest.raises(FlowError) as caught:
        load_flow(FOLDER / "M000-several.yaml")
    assert caught.value.message.endswith("[M011]")
    assert "12 andere bevindingen" in caught.value.hint
