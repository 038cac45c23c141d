"""Practice cases held to the flow as it is: what an author is told, and what a change of a flow overturns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from meldcode.check.catalogue import RULES
from meldcode.check.diff import diff
from meldcode.check.findings import check, looked_at
from meldcode.check.practice import overturned
from meldcode.flow.loader import load_flow, peek_flow
from meldcode.training.reading import shipped_folder

CASES = sorted(shipped_folder().glob("*.yaml"))
CASE = """\
case: geval
title: Een geval
version: "1"
flow: onderwijs
flow_version: "2026.3"
practice: true
today: 2026-03-09
minutes: 20
role: U bent leerkracht.
setting: Verzonnen. U kent het kind een jaar.
people:
  - {who: kind A, about: Zit bij u in de klas.}
stages:
  - stage: eerst
    step: signalen
    title: Maandag
    fragments:
      - {kind: sign, text: Het kind huilt bij het weggaan.}
      - {kind: against, text: De moeder lacht.}
      - {kind: distracts, text: De fiets is stuk.}
    weigh:
      - ask: acuut_gevaar
        answer: nee
        why: U ziet niets wat daarop wijst.
        source: rijksoverheid
        tempting: {answer: ja, why: U schrikt.}
      - ask: vermoeden
        answer: onbekend
        why: U weet nog weinig.
        source: [afwegingskader_basis]
        tempting: {answer: nee, why: U wilt er niet aan.}
    expect: {outcome: overleg_amhk}
  - stage: later
    step: beslissen
    title: Dinsdag
    fragments:
      - {kind: sign, text: Het kind durft niet naar huis.}
    weigh:
      - {ask: vermoeden, answer: ja, why: Nu wel., source: afwegingskader_basis}
      - {ask: acuut_onveilig, answer: ja, why: Dit is angst., source: afwegingskader_basis}
variants:
  - variant: anders
    title: Toch niet
    text: Het kind gaat graag naar huis.
    answers: {vermoeden: nee, acuut_onveilig: nee}
    expect: {outcome: afsluiten}
    why: Dan is er geen vermoeden.
    source: afwegingskader_basis
discuss:
  - Wat zag u zelf?
answers:
  acuut_gevaar: nee
  betrokkene: kind
  disclosure: nee
  dader_beroepskracht: nee
  vermoeden: ja
  acuut_onveilig: ja
expect: {outcome: melden}
"""
FAULTS = [
    ("ask: acuut_gevaar", "ask: acuut_gevaarr", "G001", "de vraag `acuut_gevaarr` bestaat niet"),
    ("ask: acuut_gevaar", "ask: signalen", "G001", "geen vraag met één keuze"),
    ("ask: acuut_gevaar", "ask: kindcheck", "G001", "op dit moment van het geval niet gevraagd"),
    ("answer: onbekend\n", "answer: misschien\n", "G001", "kent het antwoord `misschien` niet"),
    ("{answer: nee, why: U wilt", "{answer: nope, why: U wilt", "G001", "kent het antwoord `nope` niet"),
    ("{answer: nee, why: U wilt", "{answer: onbekend, why: U wilt", "G002", "wat de expert ook doet"),
    ("  vermoeden: ja\n", "  vermoeden: onbekend\n", "G002", "bij `vermoeden` weegt de expert `ja`"),
    ("source: rijksoverheid", "source: rijksoverhied", "G003", "de bron `rijksoverhied` bestaat niet"),
    ("step: beslissen", "step: besluiten", "G004", "de stap `besluiten` bestaat niet"),
    ("stage: later", "stage: eerst", "G004", "komt twee keer voor"),
    ("ask: acuut_onveilig, ", "ask: structureel_onveilig, ", "G005", "rust op `acuut_onveilig`"),
    ('flow_version: "2026.3"', 'flow_version: "2020.1"', "G006", "gemaakt voor versie 2020.1"),
    ("kind: against", "kind: fact", "G007", "tegenspreekt"),
    ("kind: distracts", "kind: fact", "G007", "afleidt"),
    ("discuss:\n  - Wat zag u zelf?\n", "", "G007", "geen vraag om te bespreken"),
    ("title: Een geval", "title: VUL IN", "G010", "moet nog iets komen te staan"),
    ("expect: {outcome: melden}", "expect: {outcome: hulp}", "C001", "verwacht is hulp, en het is melden"),
    ("    expect: {outcome: overleg_amhk}", "    expect: {outcome: melden}", "C001", "verwacht is melden"),
    ("    expect: {outcome: afsluiten}", "    expect: {outcome: hulp}", "C001", "verwacht is hulp"),
    ("answers: {vermoeden: nee, ", "answers: {vermoedn: nee, ", "G001", "`vermoedn` bestaat niet"),
    ("answers: {vermoeden: nee, ", "answers: {vermoeden: welnee, ", "G001", ""),
    ("practice: true", "practice: false", "S004", "`false` kan hier niet"),
    ("minutes: 20\n", "", "S002", "`minutes`"),
    ("kind: sign, text: Het kind huilt", "kind: signn, text: Het kind huilt", "S004", "`signn` kan hier niet"),
    ("  betrokkene: kind\n", "  betrokkene: kat\n", "A003", "betrokkene"),
    ("today: 2026-03-09", "today: 9 maart", "A003", ""),
    ("title: Een geval", "title: Een geval\ntitel: x", "A001", "`titel` bestaat hier niet"),
]


def test_every_code_of_practice_is_planted_somewhere() -> None:
    planted = {code for _old, _new, code, _what in FAULTS if code[0] == "G"} | {"G008", "G009"}  # those in tests below
    assert planted == {code for code in RULES if code[0] == "G"}


def written(folder: Path, text: str, name: str = "geval.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def codes(path: Path) -> dict[str, str]:
    return {one.code: one.what for one in looked_at(str(path))[0]}


def test_the_example_of_this_test_is_clean_but_for_what_it_leaves_open(tmp_path: Path) -> None:
    assert set(codes(written(tmp_path, CASE))) == {"G008"}


@pytest.mark.parametrize(("old", "new", "code", "what"), FAULTS)
def test_a_fault_in_a_case_is_told_with_its_line(tmp_path: Path, old: str, new: str, code: str, what: str) -> None:
    assert CASE.count(old) == 1
    path = written(tmp_path, CASE.replace(old, new))
    found = [one for one in looked_at(str(path))[0] if one.code == code]
    assert found, codes(path)
    assert any(part in one.what for one in found for part in what.split("|"))
    assert all(one.mark.file == str(path) and one.mark.line > 0 for one in found)


def test_there_are_twelve_cases_across_the_professions() -> None:
    assert len(CASES) == 12
    flows = {
        line.split()[1] for path in CASES for line in path.read_text("utf-8").splitlines() if line.startswith("flow:")
    }
    assert flows == {"onderwijs", "jeugdwerk", "huisarts", "kinderopvang"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_shipped_case_has_no_finding(path: Path) -> None:
    assert not [one.line() for one in looked_at(str(path))[0]]


def test_a_flow_that_ships_overturns_no_case() -> None:
    for name in ("onderwijs", "jeugdwerk", "huisarts", "kinderopvang"):
        assert not list(overturned(load_flow(name), [name]))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a case of one's own that ends in `melden`, for a flow of one's own."""
    home = tmp_path / "gegevens"
    (home / "oefeningen").mkdir(parents=True)
    monkeypatch.setenv("MELDCODE_HOME", str(home))
    written(home / "oefeningen", CASE.replace("flow: onderwijs", "flow: klein"))
    return home


OWN_FLOW = """\
flow: klein
title: Klein
version: "{version}"
language: nl
profession: other
sources:
  rijksoverheid: {{title: Een bron}}
  afwegingskader_basis: {{title: Nog een}}
steps:
  - step: signalen
    title: Signalen
    source: rijksoverheid
    items:
      - {{ask: acuut_gevaar, kind: yesno, source: rijksoverheid, text: Is er gevaar?}}
      - {{ask: betrokkene, kind: one, source: rijksoverheid, text: Wie?, options: {{kind: Kind}}}}
      - {{ask: disclosure, kind: yesno, source: rijksoverheid, text: Verteld?}}
      - {{ask: dader_beroepskracht, kind: yesno, source: rijksoverheid, text: Collega?}}
      - {{ask: vermoeden, kind: yesno, source: rijksoverheid, text: Vermoeden?}}
      - {{ask: acuut_onveilig, kind: yesno, source: rijksoverheid, text: Onveilig?}}
  - step: beslissen
    title: Beslissen
    source: rijksoverheid
    items:
      - {{ask: over, kind: yesno, source: rijksoverheid, text: Klaar?}}
outcomes:
  - outcome: melden
    title: Melden
    text: Meld.
    report: true
    help: false
    when: {{acuut_onveilig: {melden}}}
    source: rijksoverheid
  - {{outcome: overleg_amhk, title: Vraag, text: Vraag., report: false, help: false, source: rijksoverheid}}
"""


def test_a_change_of_a_flow_tells_which_cases_it_overturns(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = written(tmp_path, OWN_FLOW.format(version="1", melden="ja"), "klein.yaml")
    new = written(tmp_path, OWN_FLOW.format(version="2", melden="nee"), "anders.yaml")
    wanted = "oefengeval `geval`: was `melden`, en geeft nu `overleg_amhk`"
    before, after = peek_flow(old), peek_flow(new)
    assert "" not in {one.variant for one in overturned(before, ["klein"], own)}
    assert wanted in [one.what for one in looked_at(str(new))[0] if one.code == "G009"]
    diff(before, after, "text")
    assert wanted in capsys.readouterr().out
    diff(before, after, "json")
    rows = json.loads(capsys.readouterr().out)["cases"]
    assert {"case": "geval", "variant": "", "before": "melden", "after": "overleg_amhk", "reason": ""} in rows
    diff(after, after, "text")
    assert "geval" not in capsys.readouterr().out  # what was so before the change is not told as a change


def test_a_case_whose_answers_no_longer_fit_is_told_too(own: Path, tmp_path: Path) -> None:
    text = OWN_FLOW.format(version="1", melden="ja").replace("ask: betrokkene", "ask: wie")
    found = list(overturned(peek_flow(written(tmp_path, text, "klein.yaml")), ["klein"], own))
    assert [(one.case, one.after) for one in found] == [("geval", "")]
    assert "betrokkene" in found[0].reason


def test_check_counts_flows_and_cases_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([str(written(tmp_path, CASE))], "text") == 0
    assert capsys.readouterr().out.rstrip().splitlines()[-1] == "1 oefengeval nagekeken: 1 opmerking"
