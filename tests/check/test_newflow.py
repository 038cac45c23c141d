"""`new-flow`: the starting file loads and is clean as written, and each example in it works, alone and together."""

from __future__ import annotations

import textwrap
from itertools import chain, groupby
from pathlib import Path

import pytest

from meldcode import i18n
from meldcode.check.findings import looked_at
from meldcode.check.newflow import EXAMPLE, EXPLAINS, SCHEMA, new_flow, write_new
from meldcode.errors import MeldcodeError
from meldcode.flow.differences import differences
from meldcode.flow.loader import load_flow
from tests.flow.forms import SMALL

TITLE = 'School "De Brug": een meldcode, verzonnen'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "klein.yaml").write_text(SMALL, "utf-8")
    return tmp_path


def is_example(line: str) -> bool:
    text = line.lstrip()
    return text.startswith(EXAMPLE) and not text.startswith(EXPLAINS) and "$schema" not in text


def blocks(text: str) -> list[list[int]]:
    """Numbers of the lines of each example."""
    lines = text.splitlines()
    runs = groupby(range(len(lines)), key=lambda number: is_example(lines[number]))
    return [list(numbers) for example, numbers in runs if example]


def uncommented(text: str, numbers: list[int]) -> str:
    lines = text.splitlines()
    for number in numbers:
        lines[number] = lines[number].replace(EXAMPLE, "", 1)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("base", ["klein", "onderwijs"])
def test_the_starting_file_loads_is_clean_and_changes_nothing_yet(folder: Path, base: str) -> None:
    below = load_flow(folder / "klein.yaml") if base == "klein" else load_flow(base)
    path = folder / "eigen.yaml"
    assert write_new(path, below, TITLE) == [path, folder / SCHEMA]
    assert looked_at(str(path))[0] == []
    flow = load_flow(path)
    assert (flow.id, flow.title) == ("eigen", TITLE)
    changed = {difference.part for difference in differences(below, flow)}
    assert changed <= {"flow", "source", "organisation", "role"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_example_works_by_itself_and_all_work_together(folder: Path, language: str) -> None:
    with i18n.speaking(language):
        text = new_flow(load_flow(folder / "klein.yaml"), "eigen", TITLE)
    found = blocks(text)
    path = folder / "eigen.yaml"
    path.write_text(text, "utf-8")
    plain = load_flow(path)
    for numbers in [*found, list(chain(*found))]:
        path.write_text(uncommented(text, numbers), "utf-8")
        flow = load_flow(path)
        assert flow.digest != plain.digest
    assert flow.question("eigen_vraag")
    assert flow.alerts[0].call == ("alarm", "aandachtsfunctionaris")
    assert flow.items["mensen"].require == {"report": True}
    assert {step.who for step in flow.steps} == {("aandachtsfunctionaris",)}
    assert "kindcheck" in flow.protocol
    assert flow.directory.regions
    assert str(flow.items["slot"].when) != str(plain.items["slot"].when)
    assert flow.translations["en"]["Directie"] == "Management"


def test_every_example_on_a_shipped_flow_loads(folder: Path) -> None:
    text = new_flow("basis", "eigen", TITLE)
    path = folder / "eigen.yaml"
    path.write_text(uncommented(text, list(chain(*blocks(text)))), "utf-8")
    assert load_flow(path).question("eigen_vraag")


@pytest.mark.parametrize("feature", ["organisation", "contacts", "alerts", "who", "text", "require", "ask", "outcomes"])
def test_each_feature_is_shown(folder: Path, feature: str) -> None:
    assert f"{feature}:" in new_flow(load_flow(folder / "klein.yaml"), "eigen", TITLE)


def test_hiding_is_shown_only_where_the_base_allows_it(folder: Path) -> None:
    base = folder / "klein.yaml"
    assert "hide: true\n" in new_flow(load_flow(base), "eigen", TITLE)
    base.write_text(SMALL.replace(", may_hide: true", ""), "utf-8")
    assert "hide: true\n" not in new_flow(load_flow(base), "eigen", TITLE)
    assert "`hide: true`" in new_flow(load_flow(base), "eigen", TITLE)


def test_ids_that_the_base_uses_are_not_used_again(folder: Path) -> None:
    base = folder / "klein.yaml"
    text = SMALL.replace("ask: soort", "ask: eigen_vraag").replace("{soort: b}", "{eigen_vraag: b}")
    base.write_text(text, "utf-8")
    assert "ask: eigen_vraag_2\n" in new_flow(load_flow(base), "eigen", TITLE)


def test_editors_find_the_schema_beside_the_file(folder: Path) -> None:
    write_new(folder / "eigen.yaml", load_flow(folder / "klein.yaml"), TITLE)
    first = (folder / "eigen.yaml").read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{SCHEMA}"
    assert (folder / SCHEMA).read_bytes().startswith(b"{")


def test_nothing_is_written_over(folder: Path) -> None:
    (folder / SCHEMA).write_text("van een ander")
    write_new(folder / "eigen.yaml", load_flow(folder / "klein.yaml"), TITLE)
    before = (folder / "eigen.yaml").read_bytes()
    assert (folder / SCHEMA).read_text() == "van een ander"
    with pytest.raises(MeldcodeError):
        write_new(folder / "eigen.yaml", load_flow(folder / "klein.yaml"), "Anders")
    assert (folder / "eigen.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "title"),
    [("Eigen", "T"), ("1e", "T"), ("a-b", "T"), ("", "T"), ("basis", "T"), ("huisarts", "T"), ("eigen", " \n ")],
)
def test_a_name_or_title_that_cannot_be_is_refused(name: str, title: str) -> None:
    with pytest.raises(MeldcodeError):
        new_flow("basis", name, title)


def test_the_name_of_the_file_must_end_as_flows_do(folder: Path) -> None:
    with pytest.raises(MeldcodeError):
        write_new(folder / "eigen.txt", load_flow(folder / "klein.yaml"), TITLE)
    assert not (folder / SCHEMA).exists()


def test_a_title_cannot_break_out_of_its_line(folder: Path) -> None:
    text = new_flow(load_flow(folder / "klein.yaml"), "eigen", 'x"\nprofession: gp\n\x1b[2J')
    (folder / "eigen.yaml").write_text(text, "utf-8")
    assert load_flow(folder / "eigen.yaml").profession == "other"
    assert "\x1b" not in text


def test_no_line_of_comment_is_too_long_for_a_screen(folder: Path) -> None:
    text = new_flow(load_flow(folder / "klein.yaml"), "eigen", TITLE)
    comments = [line for line in text.splitlines() if EXPLAINS in line]
    assert comments
    assert max(map(len, comments)) <= 120
    assert textwrap.dedent(comments[0]) == comments[0]
