"""An advice from an organisation's own flow says nothing of that organisation, in no file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from meldcode import resources
from meldcode.flow.loader import load_flow, load_layers
from meldcode.flow.model import Flow, RequestKind
from meldcode.flow.replay import replay
from meldcode.request import build, write
from meldcode.request.extract import words_of
from meldcode.request.verify import verify

TODAY = date(2026, 3, 2)
SCHOOL = Path(__file__).parent.parent.parent / "flows" / "voorbeelden" / "school" / "de_linde.yaml"
ANSWERS = {
    "acuut_gevaar": "nee",
    "betrokkene": "kind",
    "gemeente": "Amersfoort",
    "vorm": ["kindermishandeling_overig"],
    "schoolsoort": "po",
    "disclosure": "nee",
    "linde_te_laat": "vaak",
    "linde_naar_huis": "nee",
    "letsel": "onbekend",
    "overleg_collega": "ja",
    "vermoeden": "ja",
    "adviesvraag": "Wat kan ik doen?",
}
OF_THE_SCHOOL = (
    "De Linde",
    "de_linde",
    "linde_",
    "Verzonnen",
    "Bedacht",
    "Zorgplan",
    "zorgplan",
    "030-000 0002",
    "lokaal 4",
)


def written(kind: RequestKind, folder: Path) -> list[Path]:
    flow = load_flow(SCHOOL)
    request = build(flow, replay(flow, ANSWERS, TODAY), kind, TODAY)
    return write(request, folder, ["docx", "fhir", "sheet"] if kind == "advice" else ["docx", "fhir"])


def test_no_file_of_an_advice_says_whose_flow_it_was(tmp_path: Path) -> None:
    paths = written("advice", tmp_path)
    assert len(paths) > 4
    for path in paths:
        words = words_of(path.name, path.read_bytes())
        assert [word for word in OF_THE_SCHOOL if word in words] == [], path.name


def test_an_advice_still_says_what_the_own_flow_asks(tmp_path: Path) -> None:
    """The school asks advice first when nobody knows whether there is an injury; the base does not."""
    base = load_flow("onderwijs")
    known = {name: value for name, value in ANSWERS.items() if name in base.items}
    assert replay(base, known, TODAY).outcome == "onvolledig"
    written("advice", tmp_path)
    assert "Vraag eerst advies aan Veilig Thuis" in (tmp_path / "request.txt").read_text("utf-8")


def test_what_the_school_knows_of_its_region_stays(tmp_path: Path) -> None:
    written("advice", tmp_path)
    assert "030-000 0003" in (tmp_path / "request.txt").read_text("utf-8")


def test_an_advice_from_an_own_flow_can_be_verified(tmp_path: Path) -> None:
    assert all(verify(path, lambda: "").good for path in written("advice", tmp_path))


def copied(folder: Path, name: str) -> Flow:
    """A flow that ships, copied by an organisation that put its own name and version in it."""
    text = (resources.flows_folder() / "basis.yaml").read_text("utf-8")
    text = re.sub(r"(?m)^title: .*$", "title: Meldcode van De Regenboog", text, count=1)
    text = re.sub(r"(?m)^version: .*$", "version: Regenboog.3", text, count=1)
    path = folder / name
    path.write_text(text if name == "basis.yaml" else text.replace("flow: basis", "flow: regenboog", 1), "utf-8")
    return load_flow(path)


@pytest.mark.parametrize("name", ["basis.yaml", "regenboog.yaml"])
def test_a_shipped_file_that_was_changed_is_no_shipped_flow(name: str, tmp_path: Path) -> None:
    flow = copied(tmp_path, name)
    position = replay(flow, {"acuut_gevaar": "nee", "betrokkene": "kind", "vermoeden": "ja"}, TODAY)
    request = build(flow, position, "advice", TODAY)
    for path in write(request, tmp_path / "out", ["docx", "fhir", "sheet"]):
        assert "egenboog" not in words_of(path.name, path.read_bytes()), path.name


def test_an_earlier_version_that_ships_is_named_as_it_is() -> None:
    """A dossier of last year keeps the words with which it was begun."""
    earlier = sorted((resources.flows_folder() / "eerder").glob("*/basis.yaml"))[0]
    flow = load_layers(((earlier.name, earlier.read_bytes()),))
    request = build(flow, replay(flow, {"acuut_gevaar": "nee"}, TODAY), "advice", TODAY)
    assert request.data["flow"] == {"id": "basis", "version": flow.version, "digest": flow.digest}


def test_a_report_names_the_flow_of_the_organisation(tmp_path: Path) -> None:
    written("report", tmp_path)
    assert '"de_linde"' in (tmp_path / "request.json").read_text("utf-8")


@pytest.mark.parametrize("kind", ["advice", "report"])
def test_a_shipped_flow_is_named_as_it_is(kind: RequestKind) -> None:
    flow = load_flow("onderwijs")
    request = build(flow, replay(flow, {"acuut_gevaar": "nee"}, TODAY), kind, TODAY)
    assert request.data["flow"] == {"id": "onderwijs", "version": flow.version, "digest": flow.digest}
