"""When the base gets a new version: what of an overlay still applies, what clashes, what is gone; three-way, in words.

Both bases and the overlays are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from meldcode.check.rebase import Change, base_lines, exit_code, rebase, summary, words
from meldcode.flow.findings import FlowError
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow
from tests.flow.forms import SMALL

HEAD = 'flow: eigen\nextends: klein\ntitle: Een school, verzonnen\nversion: "1"\n'
ITEM = "steps:\n  - step: een\n    items:\n      - "
TWO = "steps:\n  - step: twee\n    items:\n      - "
GONE_LATER = {
    "      - {ask: later, kind: yesno, page: nu, text: En later?, source: wet, unless: {gevaar: ja}}\n": "",
    "gevaar: nee, later: nee}, title: Klaar": "gevaar: nee}, title: Klaar",
    "unless: {later: ja}, text: Kijk": "unless: {soort: a}, text: Kijk",
}
RENAMED = {"ask: soort": "ask: soorten", "unless: {soort: b}": "unless: {soorten: b}"}


def base(folder: Path, name: str, changes: Mapping[str, str]) -> Flow:
    text = SMALL
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / name).mkdir()
    (folder / name / "klein.yaml").write_text(text, "utf-8")
    return load_flow(folder / name / "klein.yaml")


def changes(folder: Path, new: Mapping[str, str], overlay: str, old: Mapping[str, str] | None = None) -> list[Change]:
    path = folder / "eigen.yaml"
    path.write_text(HEAD + overlay, "utf-8")
    return rebase(base(folder, "oud", old or {}), base(folder, "nieuw", new), path)


CASES = [
    # questions and notes
    ({}, ITEM + "{ask: gevaar, text: Gevaar hier?}", [("applies", "gevaar", "text")]),
    ({"Is er gevaar?": "Gevaar nu?"}, ITEM + "{ask: gevaar, text: Gevaar hier?}", [("look", "gevaar", "text")]),
    ({"Is er gevaar?": "Gevaar nu?"}, ITEM + "{ask: gevaar, text: Gevaar nu?}", [("needless", "gevaar", "text")]),
    ({"Is er gevaar?": "Gevaar nu?"}, ITEM + "{ask: gevaar, help: Let op.}", [("applies", "gevaar", "help")]),
    (GONE_LATER, ITEM + "{ask: later, text: Straks?}", [("gone", "later", "")]),
    (RENAMED, ITEM + "{ask: soort, text: Wat?}", [("gone", "soort", "")]),
    (
        {},
        ITEM + "{ask: n, kind: yesno, after: soort, text: N?, source: wet}",
        [("applies", "n", ""), ("applies", "n", "after")],
    ),
    (
        RENAMED,
        ITEM + "{ask: n, kind: yesno, after: soort, text: N?, source: wet}",
        [("applies", "n", ""), ("gone", "n", "after")],
    ),
    (
        {"ask: dag": "ask: n", "from: dag": "from: n"},
        ITEM + "{ask: n, kind: yesno, text: N?, source: wet}",
        [("clashes", "n", "")],
    ),
    (GONE_LATER, ITEM + "{ask: n, kind: yesno, when: {later: ja}, text: N?, source: wet}", [("clashes", "n", "")]),
    (
        {},
        TWO + "{ask: dag, before: slot}",
        [("applies", "dag", "step"), ("applies", "dag", "before")],
    ),
    ({}, TWO + "{ask: besluit, require: {report: true}}", [("applies", "besluit", "require")]),
    (
        {"require: {report: {outcome: melden}}": "require: {report: true}"},
        TWO + "{ask: besluit, require: {report: true}}",
        [("needless", "besluit", "require")],
    ),
    ({}, TWO + "{ask: slot, hide: true}", [("applies", "slot", "hide")]),
    ({", may_hide: true": ""}, TWO + "{ask: slot, hide: true}", [("clashes", "slot", "hide")]),
    ({}, ITEM + "{ask: soort, options: {a: De A, c: De C}}", [("applies", "soort.a", ""), ("applies", "soort.c", "")]),
    (
        {"a: Soort A": "a: Eerste, d: De D"},
        ITEM + "{ask: soort, options: {a: De A, d: De D}}",
        [("look", "soort.a", ""), ("needless", "soort.d", "")],
    ),
    ({"b: {text: Soort B": "bb: {text: Soort B", "{soort: b}": "{soort: bb}"},
     ITEM + "{ask: soort, options: {b: De B}}", [("gone", "soort.b", "")]),
    (
        {"text: Geboren}": "text: Dag van geboorte}"},
        TWO + "{ask: mensen, fields: [{field: geboren, text: Wanneer}, {field: klas, kind: text, text: Klas}]}",
        [("look", "mensen.geboren", "text"), ("applies", "mensen.klas", "")],
    ),
    ({"kind: date, text: Wanneer?": "kind: date, text: Welke dag?"}, ITEM + "{ask: dag, kind: date}",
     [("needless", "dag", "kind")]),
    # alerts, outcomes, norms, terms, contacts
    (
        {"contacts:\n": "contacts:\n  - {contact: vt, name: VT, number: '9', source: wet}\n",
         "call: alarm": "call: [alarm, vt]"},
        "contacts: [{contact: baas, name: Baas, number: '1', source: wet}]\n"
        "alerts: [{alert: alarm, call: [alarm, baas]}]\n",
        [("applies", "baas", ""), ("clashes", "alarm", "call")],
    ),
    ({"text: Meld.,": "text: Meld nu.,"}, "outcomes: [{outcome: melden, text: Wij melden.}]\n",
     [("look", "melden", "text")]),
    ({"outcome: vragen,": "outcome: advies,"}, "outcomes: [{outcome: vragen, title: Advies}]\n",
     [("gone", "vragen", "")]),
    ({}, "norms: [{norm: gevaar, also: {soort: a}}]\n", [("applies", "gevaar", "also")]),
    ({"given: {gevaar: ja}": "given: {gevaar: [ja, onbekend]}"}, "norms: [{norm: gevaar, also: {soort: a}}]\n",
     [("look", "gevaar", "also")]),
    ({"working_days: 5": "working_days: 2"}, "deadlines: [{deadline: navraag, working_days: 3}]\n",
     [("clashes", "navraag", "working_days")]),
    ({"contact: alarm, name: Alarm": "contact: nood, name: Alarm", "call: alarm": "call: nood"},
     "contacts: [{contact: alarm, text: Bel.}]\n", [("gone", "alarm", "")]),
    # the rest
    ({"text: Een jaar.": "text: Twee jaar."}, "keeping: {official: Bij ons., text: Drie jaar., source: wet}\n",
     [("look", "", "keeping")]),
    ({"sources:\n": "sources:\n  school: {title: Iets anders}\n"}, "sources: {school: {title: Onze code}}\n",
     [("clashes", "school", "")]),
    ({"title: Stap een": "title: Eerst"}, "steps: [{step: een, title: Begin, short: B}]\n",
     [("look", "een", "title"), ("applies", "een", "short")]),
    ({}, "steps: [{step: nul, title: Nul, source: wet, items: [{note: n, text: N, source: wet}]}]\n",
     [("applies", "nul", ""), ("applies", "n", "")]),
    ({"text: Welke soort?": "text: Wat voor soort?"},
     "translations: {en: {Welke soort?: Which kind?, Hoeveel?: How many?}}\n",
     [("gone", "", "Welke soort?"), ("applies", "", "Hoeveel?")]),
    ({}, "organisation: {name: O, decides: d, roles: [{role: d, title: D}]}\nsteps: [{step: een, who: d}]\n",
     [("applies", "organisation", "name"), ("applies", "organisation", "decides"), ("applies", "d", ""),
      ("applies", "een", "who")]),
    ({}, "protocol: {kindcheck: {text: Altijd.}}\ndirectory: {regions: [{region: VT20, note: Bel., source: wet}]}\n",
     [("applies", "kindcheck", ""), ("applies", "VT20", "")]),
    ({}, "step_order: [een, twee]\n", [("applies", "", "step_order")]),
]  # fmt: skip


@pytest.mark.parametrize(("new", "overlay", "expected"), CASES)
def test_each_thing_an_overlay_does_is_told(
    tmp_path: Path, new: Mapping[str, str], overlay: str, expected: list[tuple[str, str, str]]
) -> None:
    found = changes(tmp_path, new, overlay)
    assert [(change.kind, change.id, change.key) for change in found] == expected
    lines = (HEAD + overlay).splitlines()
    for change in found:
        assert Path(change.mark.file).name == "eigen.yaml"
        name = change.key if change.key and change.key != "step" else change.id.rpartition(".")[2]
        assert name in lines[change.mark.line - 1][change.mark.column - 1 :]
    wrong = any(kind in {"clashes", "gone"} for kind, _id, _key in expected)
    assert exit_code(found) == (1 if wrong else 0)


def test_both_base_texts_and_the_own_one_are_shown(tmp_path: Path) -> None:
    (change,) = changes(tmp_path, {"Is er gevaar?": "Gevaar nu?"}, ITEM + "{ask: gevaar, text: Gevaar hier?}")
    told = words(change).splitlines()
    assert told[0].endswith("eigen.yaml:8:23: `text` van `gevaar`: de basis is hier ook veranderd, kijk wat u wilt")
    assert told[1:] == ["    Eerst: Is er gevaar?", "    Uw bestand: Gevaar hier?", "    Nu: Gevaar nu?"]


@pytest.mark.parametrize(
    ("new", "overlay", "near"),
    [
        (RENAMED, ITEM + "{ask: soort, text: Wat?}", "soorten"),
        ({"ask: dag": "ask: moment", "from: dag": "from: moment"}, ITEM + "{ask: dag, help: Ongeveer.}", "moment"),
        ({"outcome: vragen,": "outcome: advies,"}, "outcomes: [{outcome: vragen, do: Bel.}]\n", "advies"),
    ],
)
def test_what_was_renamed_is_found_by_its_words_or_its_name(
    tmp_path: Path, new: Mapping[str, str], overlay: str, near: str
) -> None:
    (change,) = changes(tmp_path, new, overlay)
    assert change.near == near
    assert f"`{near}`" in words(change)


def test_what_is_refused_is_told_with_the_source_of_the_norm(tmp_path: Path) -> None:
    (change,) = changes(tmp_path, {", may_hide: true": ""}, TWO + "{ask: slot, hide: true}")
    assert "kan niet worden verborgen" in change.why
    assert "(bron: wet)" in words(change)


def test_what_goes_wrong_elsewhere_in_the_whole_is_told_too(tmp_path: Path) -> None:
    note = "      - {note: uitleg"
    ahead = "      - {note: kijkt, text: T, source: wet, when: {dag: {answered: true}}}\n"
    new = {note: ahead + note}
    found = changes(tmp_path, new, TWO + "{ask: dag, before: slot}")
    assert [change.kind for change in found] == ["applies", "applies", "clashes"]
    assert "kijkt vooruit" in words(found[2])


def test_a_question_in_the_wrong_step_clashes(tmp_path: Path) -> None:
    found = changes(tmp_path, {}, TWO + "{ask: dag, text: Wanneer?}")
    assert "clashes" in {change.kind for change in found}


def test_what_is_other_in_the_base_itself_is_told_with_what_to_do_next(tmp_path: Path) -> None:
    old = base(tmp_path, "toen", {})
    new = base(tmp_path, "nu", {'version: "1"': 'version: "9"', "Is er gevaar?": "Nu?"})
    head, told, last = base_lines(old, new)
    assert head.endswith(":")
    assert "«Is er gevaar?» Nu: «Nu?»" in told
    assert 'extends_version: "9"' in last
    (same,) = base_lines(old, old)
    assert "versie van nu" in same


def test_a_base_that_only_has_a_new_version_says_nothing_else(tmp_path: Path) -> None:
    lines = list(base_lines(base(tmp_path, "toen", {}), base(tmp_path, "nu", {'version: "1"': 'version: "9"'})))
    assert [line.endswith("niets") for line in lines] == [True, False]


def test_how_many_of_each_kind_there_are(tmp_path: Path) -> None:
    found = changes(tmp_path, {"Is er gevaar?": "Nu?"}, ITEM + "{ask: gevaar, text: Hier?, help: Let op.}")
    assert summary(found) == "2 wijzigingen: zelf kijken: 1, geldt nog: 1"
    assert summary([]) == "0 wijzigingen"


def test_an_overlay_that_says_nothing_has_nothing_to_tell(tmp_path: Path) -> None:
    assert changes(tmp_path, GONE_LATER, "") == []


def test_an_overlay_that_cannot_be_read_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FlowError):
        changes(tmp_path, {}, "stepps: []\n")


def test_words_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (change,) = changes(tmp_path, {"Is er gevaar?": "Nu?"}, ITEM + '{ask: gevaar, text: "Hier\\u202e?\\nen daar"}')
    assert len(words(change).splitlines()) == 4
    assert "\u202e" not in words(change)


def test_the_shipped_base_against_itself_changes_nothing() -> None:
    basis = load_flow("basis")
    found = rebase(basis, basis, Path(load_flow("onderwijs").steps[0].mark.file).parent / "onderwijs.yaml")
    assert found
    assert {change.kind for change in found} <= {"applies", "needless"}
