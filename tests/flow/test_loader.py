"""Flows are found by id or path, with everything they extend; what cannot be found or read is said in one place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from meldcode.flow.answers import check_answers, check_flow_named, read_answers
from meldcode.flow.findings import Finding, FlowError
from meldcode.flow.heads import heads
from meldcode.flow.loader import MAX_LAYERS, find_flow, load_flow, load_layers
from meldcode.flow.model import Layers
from meldcode.flow.replay import replay
from tests.flow.forms import SMALL, TODAY

SCHOOL = """
flow: school
extends: onderwijs
title: De Regenboog, een verzonnen school
version: "1"
sources:
  eigen: {title: Onze meldcode, year: 2026, by: De Regenboog}
contacts:
  - {contact: directeur, name: Directeur, number: 030-0000000, source: eigen}
steps:
  - step: overleg
    items:
      - {ask: overleg_collega, text: "Heeft u met juf Anna, onze aandachtsfunctionaris, overlegd?"}
      - ask: overleg_team
        kind: yesno
        after: overleg_collega
        text: Is het in het team besproken?
        source: eigen
        require: {report: true}
norms:
  - norm: school_letsel
    given: {letsel: ja, vermoeden: ja}
    unless: {dader_beroepskracht: ja}
    require: {outcome: melden}
    title: Bij letsel melden wij
    text: Onze afspraak.
    source: eigen
outcomes:
  - {outcome: melden, also: {norm: school_letsel}}
"""
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links and folders of POSIX")


def refusal(name: str | Path) -> Finding:
    with pytest.raises(FlowError) as caught:
        load_flow(name)
    return caught.value.findings[0]


def test_the_shipped_flows_are_listed_base_first() -> None:
    found = [(head.id, head.profession, head.language) for head in heads()]
    assert found == [
        ("basis", "base", "nl"),
        ("huisarts", "gp", "nl"),
        ("jeugdwerk", "youth_worker", "nl"),
        ("kinderopvang", "childcare", "nl"),
        ("onderwijs", "teacher", "nl"),
    ]
    for head in heads():
        flow = load_flow(head.id)
        assert (head.id, head.title, head.version) == (flow.id, flow.title, flow.version)
        assert find_flow(head.id) == head.path


@pytest.mark.parametrize("name", ["onderwijs", "huisarts", "jeugdwerk", "kinderopvang"])
def test_a_profession_keeps_what_the_base_promises(name: str) -> None:
    base, flow = load_flow("basis"), load_flow(name)
    assert set(base.items) <= set(flow.items)
    for kept in ("alerts", "outcomes", "norms"):
        assert {part.id for part in getattr(base, kept)} <= {part.id for part in getattr(flow, kept)}
    for item in base.items.values():
        assert flow.items[item.id].kind == item.kind
        assert {option.id for option in item.options} <= {option.id for option in flow.items[item.id].options}


def test_a_school_builds_on_a_profession_that_builds_on_the_base(tmp_path: Path) -> None:
    path = tmp_path / "school.yaml"
    path.write_text(SCHOOL, "utf-8")
    flow, below = load_flow(path), load_flow("onderwijs")
    assert (flow.id, flow.profession) == ("school", "teacher")
    assert flow.items["overleg_collega"].text.startswith("Heeft u met juf Anna")
    assert flow.items["overleg_collega"].help == below.items["overleg_collega"].help
    assert list(flow.items)[list(flow.items).index("overleg_collega") + 1] == "overleg_team"
    bruise = {"acuut_gevaar": "nee", "disclosure": "nee", "letsel": "ja", "vermoeden": "ja"}
    assert replay(below, bruise, TODAY).outcome == "onvolledig"
    found = replay(flow, bruise, TODAY)
    assert (found.outcome, "overleg_team" in found.missing["report"]) == ("melden", True)
    doubt = {"vermoeden": "ja", "acuut_onveilig": "onbekend"}
    assert replay(flow, doubt, TODAY).outcome == replay(below, doubt, TODAY).outcome == "melden"


def test_a_school_cannot_weaken_what_its_profession_locks(tmp_path: Path) -> None:
    path = tmp_path / "school.yaml"
    path.write_text(SCHOOL.replace("norm: school_letsel\n", "norm: onderwijs_twijfel\n"), "utf-8")
    found = refusal(path)
    assert found.code == "O001"
    assert "afwegingskader_onderwijs" in found.why or "utrecht_bo_stap_5" in found.why


def test_a_layer_locks_for_the_layers_above_it(tmp_path: Path) -> None:
    (tmp_path / "klein.yaml").write_text(SMALL, "utf-8")
    head = 'title: Verzonnen\nversion: "1"\n'
    (tmp_path / "midden.yaml").write_text(
        f"flow: midden\nextends: klein\n{head}norms: [{{norm: jong, locked: true}}]\n"
    )
    top = tmp_path / "top.yaml"
    top.write_text(f"flow: top\nextends: midden\n{head}norms: [{{norm: jong, given: {{soort: a}}}}]\n")
    assert refusal(top).code == "O001"


def test_widening_adds_up_over_layers(tmp_path: Path) -> None:
    (tmp_path / "klein.yaml").write_text(SMALL, "utf-8")
    head = 'title: Verzonnen\nversion: "1"\n'
    for name, base, value in (("midden", "klein", "a"), ("top", "midden", "b")):
        text = f"flow: {name}\nextends: {base}\n{head}outcomes: [{{outcome: melden, also: {{soort: {value}}}}}]\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    flow = load_flow(tmp_path / "top.yaml")
    for answers in ({"soort": "a"}, {"soort": "b"}, {"gevaar": "ja"}):
        assert replay(flow, answers, TODAY).outcome == "melden"
    assert replay(flow, {"soort": "onbekend"}, TODAY).outcome == "open"


def test_a_base_that_widens_itself_keeps_that_below_an_overlay(tmp_path: Path) -> None:
    base = SMALL.replace("when: {norm: [jong, gevaar]},", "when: {norm: gevaar}, also: {soort: a},")
    assert base != SMALL
    (tmp_path / "klein.yaml").write_text(base, "utf-8")
    top = tmp_path / "top.yaml"
    top.write_text(
        'flow: top\nextends: klein\ntitle: T\nversion: "1"\noutcomes: [{outcome: melden, also: {soort: b}}]\n'
    )
    for soort, outcome in (("a", "melden"), ("b", "melden"), ("onbekend", "open")):
        assert replay(load_flow(top), {"soort": soort}, TODAY).outcome == outcome


def test_the_digest_changes_with_any_layer(tmp_path: Path) -> None:
    base, top = tmp_path / "klein.yaml", tmp_path / "top.yaml"
    base.write_text(SMALL, "utf-8")
    top.write_text('flow: top\nextends: klein\ntitle: T\nversion: "1"\n')
    seen = [load_flow(top).digest, load_flow(top).digest]
    base.write_text(SMALL + "# een opmerking\n", "utf-8")
    seen.append(load_flow(top).digest)
    top.write_text(top.read_text() + "about: Anders\n")
    seen.append(load_flow(top).digest)
    assert seen[0] == seen[1]
    assert len(set(seen)) == 3
    assert all(len(digest) == 64 for digest in seen)


# kept layers


@pytest.mark.parametrize("name", ["basis", "onderwijs", "jeugdwerk", "huisarts", "kinderopvang"])
def test_a_flow_is_made_again_from_what_it_keeps(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = load_flow(name)
    assert [layer for layer, _data in flow.layers] == [f"{one}.yaml" for one in dict.fromkeys((name, "basis"))]
    monkeypatch.setattr("meldcode.resources.flows_folder", lambda: tmp_path)
    again = load_layers(flow.layers)
    assert (again, again.digest, again.layers) == (flow, flow.digest, flow.layers)


def test_what_an_organisation_builds_is_kept_with_everything_below_it(tmp_path: Path) -> None:
    path = tmp_path / "school.yaml"
    path.write_text(SCHOOL, "utf-8")
    flow = load_flow(path)
    path.unlink()
    assert [name for name, _data in flow.layers] == ["school.yaml", "onderwijs.yaml", "basis.yaml"]
    assert load_layers(flow.layers) == flow
    assert SCHOOL not in repr(flow)


def test_other_bytes_are_another_flow() -> None:
    flow = load_flow("onderwijs")
    (name, data), *below = flow.layers
    other = load_layers(((name, data + b"# een opmerking\n"), *below))
    assert other.digest != flow.digest
    assert (other.items, other.layers == flow.layers) == (flow.items, False)


TOP, BASE = ("top.yaml", b'flow: top\nextends: klein\ntitle: T\nversion: "1"\n'), ("klein.yaml", SMALL.encode())
WRONG: dict[str, tuple[Layers, str]] = {
    "nothing": ((), "Y001"),
    "no base": ((TOP,), "O006"),
    "another base": ((TOP, ("groot.yaml", BASE[1])), "O006"),
    "base first": ((BASE, TOP), "O006"),
    "one too many": ((BASE, BASE), "O006"),
    "itself without end": ((("klein.yaml", TOP[1]),) * (MAX_LAYERS + 1), "O005"),
    "half of it": ((TOP, ("klein.yaml", BASE[1][: len(BASE[1]) // 2])), "Y002"),
    "no text": ((TOP, ("klein.yaml", b"\xff\xfe\x00")), "Y001"),
    "an empty file": ((TOP, ("klein.yaml", b"")), "Y002"),
    "no flow": ((TOP, ("klein.yaml", b"soort: brief\n")), "S001"),
    "too large": ((TOP, ("klein.yaml", b"#" * 1_000_001)), "Y007"),
    "a base that is no name": ((("top.yaml", TOP[1].replace(b"klein", b"[klein]")), BASE), "O006"),
}


@pytest.mark.parametrize(("layers", "code"), WRONG.values(), ids=WRONG)
def test_layers_that_do_not_fit_are_refused(layers: Layers, code: str) -> None:
    with pytest.raises(FlowError) as caught:
        load_layers(layers)
    assert caught.value.findings[0].code == code


@pytest.mark.parametrize(
    ("name", "near"), [("onderwijz", "onderwijs"), ("huisart", "huisarts"), ("x" * 300, ""), ("", ""), ("..", "")]
)
def test_an_unknown_flow_is_named_with_what_it_looks_like(name: str, near: str) -> None:
    found = refusal(name)
    assert (found.code, found.near) == ("Y001", near)
    assert "basis, huisarts, jeugdwerk, kinderopvang, onderwijs" in found.remedy


@pytest.mark.parametrize("name", ["weg.yaml", "map/weg", "/weg/weg.yaml", "./weg", "x" * 300 + ".yaml"])
def test_a_path_that_leads_nowhere_is_said(name: str) -> None:
    assert refusal(name).code == "Y001"


@pytest.mark.parametrize(
    ("base", "code"),
    [
        ("zelf", "O005"),
        ("weg", "O006"),
        ("onderwijz", "O006"),
        ("x" * 300, "O006"),
        ("../klein", "O006"),
        ("/etc/passwd", "O006"),
        ("12", "O006"),
        ("[basis]", "O006"),
        ("null", "O006"),
    ],
)
def test_a_base_that_cannot_be_is_refused_where_it_is_named(tmp_path: Path, base: str, code: str) -> None:
    path = tmp_path / "zelf.yaml"
    path.write_text(f'flow: zelf\nextends: {base}\ntitle: T\nversion: "1"\n')
    found = refusal(path)
    assert found.code == code
    assert code == "O005" or found.mark.line == 2


def test_two_flows_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for name, base in (("een", "twee"), ("twee", "een")):
        (tmp_path / f"{name}.yaml").write_text(f'flow: {name}\nextends: {base}\ntitle: T\nversion: "1"\n')
    assert refusal(tmp_path / "een.yaml").code == "O005"


@pytest.mark.parametrize("layers", [5, 6])
def test_five_layers_are_enough(tmp_path: Path, layers: int) -> None:
    (tmp_path / "l1.yaml").write_text(SMALL, "utf-8")
    for layer in range(2, layers + 1):
        (tmp_path / f"l{layer}.yaml").write_text(f'flow: l{layer}\nextends: l{layer - 1}\ntitle: T\nversion: "1"\n')
    if layers == 5:
        assert load_flow(tmp_path / "l5.yaml").id == "l5"
    else:
        assert refusal(tmp_path / "l6.yaml").code == "O005"


def test_a_flow_beside_the_file_does_not_pass_for_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "basis.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "top.yaml").write_text('flow: top\nextends: basis\ntitle: T\nversion: "1"\n')
    found = refusal(tmp_path / "top.yaml")
    assert (found.code, found.mark.line, Path(found.mark.file).name) == ("O008", 2, "top.yaml")
    (tmp_path / "basis.yaml").write_bytes(find_flow("basis").read_bytes())
    assert load_flow(tmp_path / "top.yaml").id == "top"


def test_copies_of_shipped_flows_build_on_each_other(tmp_path: Path) -> None:
    data = find_flow("basis").read_bytes() + b"# ouder\n"
    (tmp_path / "basis.yaml").write_bytes(data)
    (tmp_path / "onderwijs.yaml").write_bytes(find_flow("onderwijs").read_bytes())
    assert load_flow(tmp_path / "onderwijs.yaml").layers[1] == ("basis.yaml", data)


@pytest.mark.parametrize(("own", "base"), [("onderwijs", "basis"), ("basis", "onderwijs"), ("huisarts", "onderwijs")])
def test_a_flow_of_ones_own_has_a_name_of_its_own(tmp_path: Path, own: str, base: str) -> None:
    (tmp_path / "top.yaml").write_text(f'flow: {own}\nextends: {base}\ntitle: T\nversion: "1"\n')
    found = refusal(tmp_path / "top.yaml")
    assert (found.code, found.mark.line) == ("O008", 1)


def test_a_dossier_opens_with_an_overlay_that_would_be_refused_today(tmp_path: Path) -> None:
    top = ("top.yaml", TOP[1] + b"contacts: [{contact: alarm, number: '1'}]\n")
    flow = load_layers((top, BASE))
    assert (flow.id, flow.contacts[0].number) == ("top", "112")
    (tmp_path / "top.yaml").write_bytes(top[1])
    (tmp_path / "klein.yaml").write_bytes(BASE[1])
    assert refusal(tmp_path / "top.yaml").code == "O001"


def test_a_defect_in_a_lower_layer_is_told_in_that_file(tmp_path: Path) -> None:
    (tmp_path / "klein.yaml").write_text(SMALL.replace("kind: date", "kind: datum", 1), "utf-8")
    (tmp_path / "top.yaml").write_text('flow: top\nextends: klein\ntitle: T\nversion: "1"\n')
    found = refusal(tmp_path / "top.yaml")
    assert (found.code, Path(found.mark.file).name) == ("S004", "klein.yaml")


@posix_only
def test_links_in_a_circle_are_no_flow(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert refusal(tmp_path / "a.yaml").code == "Y001"


@posix_only
def test_a_folder_that_is_gone_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "weg"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    try:
        assert load_flow("basis").id == "basis"
    finally:
        os.chdir(tmp_path)


def test_an_answers_file_may_leave_out_flow_and_day(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.yaml"
    path.write_text("answers: {acuut_gevaar: nee, aard: [vgv], melding_datum: }\n")
    file, flow = read_answers(path), load_flow("basis")
    assert (file.flow, file.today) == ("", None)
    check_flow_named(file, flow)
    assert check_answers(file, flow) == {"acuut_gevaar": "nee", "aard": ("vgv",)}


@pytest.mark.parametrize("today", ["2026-03-02", '"2026-03-02"', "2-3-2026"])
def test_the_day_of_an_answers_file_is_read_as_any_date(tmp_path: Path, today: str) -> None:
    path = tmp_path / "antwoorden.yaml"
    path.write_text(f"today: {today}\nanswers: {{}}\n")
    assert read_answers(path).today == TODAY


@pytest.mark.parametrize("today", ["20260302", "2026-W10-1", "2026-02-30", "gisteren", "true", "[2026-03-02]"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, today: str) -> None:
    path = tmp_path / "antwoorden.yaml"
    path.write_text(f"today: {today}\nanswers: {{}}\n")
    with pytest.raises(FlowError) as caught:
        read_answers(path)
    assert [(found.code, found.mark.line) for found in caught.value.findings] == [("A003", 1)]
