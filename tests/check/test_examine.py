"""What is proved, and what is not said to be: without time, without solver, from memory, and against scenarios."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from meldcode import i18n, resources
from meldcode.check import examine as examining
from meldcode.check import memory
from meldcode.check.examine import Examined, dead_ends_of, examine
from meldcode.check.findings import check, looked_at, paths_of, proved_of
from meldcode.check.memory import remembered
from meldcode.flow.findings import Finding
from meldcode.flow.loader import load_flow, salvage
from meldcode.flow.model import NOWHERE, Flow
from tests.check.mutations import BREAKING, changed
from tests.check.test_scenarios import GIVEN, told, with_scenario, written
from tests.check.test_seventeen import ask, form
from tests.flow.forms import SMALL

CLEAN = form(ask("hulp", "{gevaar: ja}"))
DEAD = form(ask("hulp", "{gevaar: ja, not: {gevaar: ja}}"))


def codes(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    return [one.code for one in findings]


@pytest.fixture
def no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where only what professionals need is installed."""

    def missing(name: str) -> ModuleType:
        if name.startswith("pysat"):
            raise ImportError(name)
        return import_module(name)

    monkeypatch.setattr("meldcode.check.logic.solver.import_module", missing)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The flows that were really examined, in order."""
    seen: list[str] = []

    def counting(flow: Flow, below: Flow | None) -> Examined:
        seen.append(flow.id)
        return examine(flow, below)

    monkeypatch.setattr(memory, "examine", counting)
    return seen


# what is not known is not said


@pytest.mark.parametrize("name", ["basis", "onderwijs"])
def test_without_time_nothing_is_proved(name: str) -> None:
    flow = load_flow(resources.flows_folder() / f"{name}.yaml")
    found = examine(flow, None, seconds=0)
    assert not found.whole
    assert set(codes(found.findings)) == {"P009"}
    assert all(one.severity == "error" for one in found.findings)
    at_once = "De vragen waarop de uitkomst rust, worden altijd gesteld."  # by how they are written
    assert set(found.proved) <= {at_once}


def test_what_is_settled_without_the_solver_counts_and_the_rest_does_not(tmp_path: Path) -> None:
    flow = load_flow(changed(tmp_path, BREAKING[0]))
    found = examine(flow, None, seconds=0)
    assert {"P001", "P009"} <= set(codes(found.findings)), "answers drawn by chance already show it"
    assert "De uitkomst vraagt" not in " ".join(found.proved)


def test_a_dead_question_is_not_found_without_time_and_that_is_told(tmp_path: Path) -> None:
    flow = load_flow(written(tmp_path, DEAD))
    assert codes(examine(flow, None).findings) == ["L001"]
    found = examine(flow, None, seconds=0)
    assert codes(found.findings) == ["P009"]
    assert not found.whole


@pytest.mark.usefixtures("no_solver")
@pytest.mark.parametrize("text", [CLEAN, DEAD, SMALL])
def test_without_solver_that_is_a_finding_and_the_others_are_still_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path = written(tmp_path, text.replace("why: Verzonnen., source: wet", "source: wet", 1))
    found, proved = looked_at(str(path))
    told = codes(found)
    assert told.count("P009") == 1
    assert "Q001" in told
    assert proved == ()
    assert check([str(path)], "text") == 1
    out = capsys.readouterr().out
    assert "meldcode[authors]" in out
    assert "Bewezen" not in out


@pytest.mark.usefixtures("no_solver")
def test_without_solver_a_flow_with_faults_tells_its_faults(tmp_path: Path) -> None:
    text = form(ask("hulp", "{gevar: ja}"), ask("dood", "{all: [{gevaar: ja}, {gevaar: nee}]}"))
    assert codes(looked_at(str(written(tmp_path, text)))[0]) == ["M002"]


def test_the_faults_of_a_flow_hide_no_dead_ends(tmp_path: Path) -> None:
    text = form(ask("hulp", "{gevar: ja}"), ask("dood", "{all: [{gevaar: ja}, {gevaar: nee}]}"))
    path = written(tmp_path, text)
    assert codes(looked_at(str(path))[0]) == ["M002", "L001"]
    flow, _faults = salvage(path)
    assert flow is not None
    assert codes(dead_ends_of(flow)) == ["L001"]


def test_nothing_is_concluded_from_a_test_that_is_wrong(tmp_path: Path) -> None:
    text = form(ask("a_", "{gevar: ja}"), ask("b_", "{a_: ja, gevar: nee}"), ask("c_", "{not: {gevar: ja}}"))
    assert set(codes(looked_at(str(written(tmp_path, text)))[0])) == {"M002"}


def test_a_form_about_something_else_is_held_to_no_minimum(tmp_path: Path) -> None:
    assert looked_at(str(written(tmp_path, CLEAN)))[0] == []
    teacher = CLEAN.replace('version: "1"', 'version: "1"\nprofession: teacher')
    (found,) = looked_at(str(written(tmp_path, teacher)))[0]
    assert (found.code, found.severity) == ("P010", "warning")


def test_a_flow_with_one_question_of_the_meldcode_is_held_to_all_of_it(tmp_path: Path) -> None:
    text = CLEAN.replace("gevaar", "acuut_gevaar")
    told = looked_at(str(written(tmp_path, text)))[0]
    assert "vermoeden" in {one.subject for one in told if one.code == "P007"}
    assert proved_of(str(tmp_path / "fout.yaml")) == ()
    two = CLEAN.replace("outcome: klaar", "outcome: afsluiten").replace("outcome: open", "outcome: overleg_amhk")
    assert "P007" in codes(looked_at(str(written(tmp_path, two)))[0])


# an overlay beside what it builds on


LESS = """\
flow: fout
extends: klein
title: Verzonnen
version: "1"
norms:
  - {norm: jong, also: {vormen: y}}
"""


def test_an_overlay_that_shows_less_says_so(tmp_path: Path) -> None:
    hidden = ask("rustig").replace("source: wet", "source: wet, unless: {norm: jong}, require: {report: true}")
    below = SMALL.replace("      - {ask: besluit,", f"      - {hidden}\n      - {{ask: besluit,")
    written(tmp_path, below.replace("when: {norm: [jong, gevaar]}", "when: {norm: gevaar}"), "klein.yaml")
    found = [one for one in looked_at(str(written(tmp_path, LESS)))[0] if one.severity == "error"]
    assert [(one.code, one.subject) for one in found] == [("P012", "rustig")]
    assert "vormen: [y]" in found[0].path


def test_an_overlay_that_only_asks_more_is_proved_to(tmp_path: Path) -> None:
    written(tmp_path, SMALL, "klein.yaml")
    path = written(tmp_path, LESS)
    assert [one.what for one in looked_at(str(path))[0] if one.severity == "error"] == []
    assert any("Een kleine vragenlijst" in sentence for sentence in proved_of(str(path)))


def test_what_the_flow_below_has_as_well_is_told_there_only(tmp_path: Path) -> None:
    item = f"      - {ask('dood', '{all: [{gevaar: ja}, {gevaar: nee}]}')}\n"
    below = SMALL.replace("  - step: twee\n", f"{item}  - step: twee\n")
    written(tmp_path, below, "klein.yaml")
    path = written(tmp_path, 'flow: fout\nextends: klein\ntitle: Verzonnen\nversion: "1"\n')
    assert "L001" in codes(looked_at(str(tmp_path / "klein.yaml"))[0])
    assert "L001" not in codes(looked_at(str(path))[0])


# memory


def test_the_same_files_are_examined_once(tmp_path: Path, runs: list[str]) -> None:
    flow = load_flow(written(tmp_path, DEAD))
    first = remembered(flow, None, tmp_path / "kept")
    again = remembered(flow, None, tmp_path / "kept")
    assert (first.findings, first.proved) == (again.findings, again.proved)
    assert codes(again.findings) == ["L001"]
    assert runs == ["fout"]


@pytest.mark.parametrize("what", ["text", "place", "language", "minimum", "program", "version"])
def test_anything_else_is_examined_again(
    tmp_path: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    folder = tmp_path / "kept"
    flow = load_flow(written(tmp_path, DEAD))
    remembered(flow, None, folder)
    if what == "text":
        flow = load_flow(written(tmp_path, DEAD + "# nog iets\n"))
    elif what == "place":
        flow = load_flow(written(tmp_path, DEAD, "ergens_anders.yaml"))
    elif what == "language":
        i18n.use("en")
    elif what == "version":
        monkeypatch.setattr(memory, "__version__", "9.9.9")
    elif what == "minimum":
        other = written(tmp_path, "questions: []\n", "minimum.yaml").parent
        monkeypatch.setattr(memory, "files", lambda _package: other)
    else:
        here = tmp_path / "check"
        here.mkdir()
        written(here, "# iets anders\n", "proof.py")
        monkeypatch.setattr(memory, "__file__", str(here / "memory.py"))
    remembered(flow, None, folder)
    assert runs == ["fout", "fout"]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"null", b"\xff\xfe", b'{"findings": [], "proved": ["Alles is goed."]}', b"[" * 100_000],
    ids=["empty", "list", "nothing", "null", "bytes", "no sum", "deep"],
)
def test_a_damaged_file_is_not_believed(tmp_path: Path, runs: list[str], content: bytes) -> None:
    flow, folder = load_flow(written(tmp_path, DEAD)), tmp_path / "kept"
    remembered(flow, None, folder)
    (place,) = folder.glob("*.json")
    place.write_bytes(content)
    assert codes(remembered(flow, None, folder).findings) == ["L001"]
    assert runs == ["fout", "fout"]


def test_the_result_of_another_flow_is_not_believed(tmp_path: Path, runs: list[str]) -> None:
    folder = tmp_path / "kept"
    remembered(load_flow(written(tmp_path, CLEAN)), None, folder)
    (clean,) = folder.glob("*.json")
    flow = load_flow(written(tmp_path, DEAD))
    remembered(flow, None, folder)
    (dead,) = set(folder.glob("*.json")) - {clean}
    dead.write_bytes(clean.read_bytes())
    assert codes(remembered(flow, None, folder).findings) == ["L001"]
    changed_by_hand = json.loads(clean.read_bytes())
    changed_by_hand["proved"] = ["Alles is goed."]
    clean.write_text(json.dumps(changed_by_hand), "utf-8")
    assert "Alles is goed." not in remembered(load_flow(written(tmp_path, CLEAN)), None, folder).proved
    assert len(runs) == 4


def test_what_was_not_decided_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flow, folder = load_flow(written(tmp_path, DEAD)), tmp_path / "kept"
    monkeypatch.setattr(memory, "examine", lambda flow, below: examining.examine(flow, below, seconds=0))
    assert codes(remembered(flow, None, folder).findings) == ["P009"]
    monkeypatch.setattr(memory, "examine", examining.examine)
    assert codes(remembered(flow, None, folder).findings) == ["L001"]


def test_where_nothing_can_be_kept_it_is_only_slower(tmp_path: Path, runs: list[str]) -> None:
    flow, file = load_flow(written(tmp_path, DEAD)), written(tmp_path, "", "geen_map")
    assert codes(remembered(flow, None, file).findings) == ["L001"]
    assert codes(remembered(flow, None, file).findings) == ["L001"]
    assert len(runs) == 2


def test_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 3)
    for number in range(5):
        remembered(load_flow(written(tmp_path, f"{DEAD}# {number}\n")), None, tmp_path / "kept")
    assert len(list((tmp_path / "kept").iterdir())) == 3


def test_a_scenario_is_held_again_though_the_proof_is_remembered(tmp_path: Path, runs: list[str]) -> None:
    flow = with_scenario(tmp_path, f"{GIVEN}expect: {{outcome: melden}}\n")
    assert told(flow) == []
    with_scenario(tmp_path, f"{GIVEN}expect: {{outcome: klaar}}\n")
    assert told(flow) == [("C001", "een.yaml", 5)]
    assert runs == ["klein"]


# exit codes and files with paths


def test_check_ends_as_bad_as_the_worst(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean, dead = str(written(tmp_path, CLEAN)), str(written(tmp_path, DEAD, "dood.yaml"))
    warned = written(tmp_path, form(ask("hulp", "{gevaar: [ja, nee, onbekend]}")), "altijd.yaml")
    assert [check(names, "json") for names in ([clean], [str(warned)], [dead], [clean, dead])] == [0, 0, 1, 1]
    assert check([dead, str(tmp_path / "weg.yaml")], "sarif") == 2
    accept = 'accept: [{code: L001, at: hulp, reason: "Verzonnen: komt later."}]\n'
    assert check([str(written(tmp_path, DEAD + accept, "toch.yaml"))], "text") == 0
    capsys.readouterr()


def test_a_broken_minimum_cannot_be_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = changed(tmp_path, BREAKING[0])
    accept = "\naccept: [{code: P001, at: melden, reason: Verzonnen.}]\n"
    path.write_text(path.read_text("utf-8") + accept, "utf-8")
    assert {"P001", "X002"} <= set(codes(looked_at(str(path))[0]))
    assert check([str(path)], "json", tmp_path / "paden") == 1
    assert [file.name for file in (tmp_path / "paden").glob("P001*")] == ["P001-melden.yaml"]
    capsys.readouterr()


def test_each_path_has_a_file_of_its_own() -> None:
    names = [("P001", "hulp_afronden"), ("P001", "hulp"), ("P001", "hulp"), ("P008", "hulp"), ("P001", "hulp")]
    found = [
        Finding(code, NOWHERE, "", subject=subject, path=f"{place}\n") for place, (code, subject) in enumerate(names)
    ]
    files = paths_of([*found, Finding("P007", NOWHERE, "", subject="geen pad")])
    assert {name: data.decode().strip() for name, data in files.items()} == {
        "P001-hulp_afronden.yaml": "0",
        "P001-hulp.yaml": "1",
        "P001-hulp-2.yaml": "2",
        "P008-hulp.yaml": "3",
        "P001-hulp-3.yaml": "4",
    }


def test_what_the_minimum_looks_at_and_the_flow_does_not_have_is_no_proof(tmp_path: Path) -> None:
    """The alerts that rest on `aard` were not looked at then: to say that they are all there would be untrue."""
    text = (resources.flows_folder() / "basis.yaml").read_text("utf-8")
    path = tmp_path / "basis.yaml"
    path.write_text(text.replace("ask: aard\n", "ask: aard_anders\n").replace("{aard:", "{aard_anders:"), "utf-8")
    found, proved = looked_at(str(path))
    assert ("P007", "aard") in {(one.code, one.subject) for one in found}
    assert not [one for one in proved if "waarschuwing" in one or "vast te leggen" in one]


def test_looking_at_an_overlay_leaves_what_is_known_of_its_base_whole(tmp_path: Path) -> None:
    """The base was proved without what it builds on itself, and that must not be taken for the whole proof."""
    for path in resources.flows_folder().glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    base = str(tmp_path / "onderwijs.yaml")
    steps = "steps:\n  - step: wegen\n    items:\n"
    never = "{vermoeden: ja, not: {vermoeden: ja}}"
    note = f"      - {{note: nooit, text: Kop, help: T., source: goede_praktijk, when: {never}}}\n"
    head = "flow: eigen\nextends: onderwijs\ntitle: Eigen, verzonnen\nversion: '1'\n"
    over = tmp_path / "eigen.yaml"
    over.write_text(f"{head}{steps}{note}", "utf-8")
    assert "L001" in {one.code for one in looked_at(str(over))[0]}
    assert any("waar hij op bouwt" in one for one in looked_at(base)[1])


def test_two_outcomes_at_once_are_a_contradiction_whatever_was_asked_before(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "defects" / "klein.yaml").read_text("utf-8")
    both = "when: {all: [{outcome: melden}, {outcome: klaar}]}"
    path = tmp_path / "klein.yaml"
    path.write_text(text.replace("when: {alert: alarm}}", f"{both}}}"), "utf-8")
    assert [one.subject for one in looked_at(str(path))[0] if one.code == "L001"] == ["uitleg"]
