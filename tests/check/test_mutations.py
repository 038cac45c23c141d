"""What breaks a norm is found, with a path that replaying confirms; what does no harm is left alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from meldcode import resources
from meldcode.check.catalogue import RULES
from meldcode.check.findings import looked_at, paths_of
from meldcode.flow.answers import check_answers, check_flow_named, read_answers
from meldcode.flow.engine import Engine
from meldcode.flow.findings import Finding
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow, Position
from meldcode.flow.replay import replay
from meldcode.running import run
from tests.check.mutations import BREAKING, HARMLESS, LACKING, UNSEEN, Change, changed
from tests.flow.forms import TODAY


@pytest.fixture(scope="module")
def _copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@pytest.fixture
def folder(_copies: Path) -> Iterator[Path]:
    """A folder with a copy of the shipped flows, put back afterwards: what is not changed need not be read anew."""
    yield _copies
    for path in (_copies / "flows").glob("*.yaml"):
        original = (resources.flows_folder() / path.name).read_bytes()
        if path.read_bytes() != original:
            path.write_bytes(original)


def errors(path: Path) -> list[Finding]:
    return [one for one in looked_at(str(path))[0] if one.severity == "error"]


@cache
def shipped(name: str) -> Flow:
    return load_flow(resources.flows_folder() / f"{name}.yaml")


def replayed(flow: Flow, answers: Path) -> Position:
    """What `meldcode run` works out, by the same code."""
    file = read_answers(answers)
    check_flow_named(file, flow)
    assert file.today is not None
    return replay(flow, check_answers(file, flow), file.today)


def seen(position: Position) -> tuple[object, ...]:
    """What somebody sees of a position."""
    return (position.outcome, position.alerts, position.norms, position.asked, position.missing, position.deadlines)


def met(flow: Flow, position: Position, name: str) -> bool:
    """Whether somebody on this path meets what the finding is about: a number to call is always there."""
    engine = Engine(flow, TODAY)
    engine.answer_all(position.answers)
    shown = {item for item, place in engine.index.items() if engine.visible[place]}
    return name in {position.outcome, *position.alerts, *position.norms, *shown, "112", "0800-2000", "contacts"}


@pytest.mark.parametrize("change", [*BREAKING, *UNSEEN], ids=lambda change: change.name)
def test_a_change_that_breaks_is_found_with_a_path_that_holds(folder: Path, change: Change) -> None:
    file = changed(folder, change)
    found = [one for one in errors(file) if one.path or one.code[0] == "P"]
    assert found
    assert not change.finding or change.finding in {f"{one.code} {one.subject}" for one in found}
    flow, answers = load_flow(file), folder / "pad.yaml"
    for one in found:
        assert one.path
        answers.write_text(one.path, "utf-8")
        position = replayed(flow, answers)
        assert f"`{position.outcome}`" in one.remedy
        before = replayed(shipped(change.flow), answers)
        assert seen(before) != seen(position) or met(flow, position, one.subject), one.what


def test_each_code_of_the_minimum_has_a_change_that_shows_it() -> None:
    elsewhere = {"P009", "P010", "P012"}  # no time, no solver, another subject: test_examine; a layer that takes away
    planted = {change.finding[:4] for change in (*BREAKING, *UNSEEN, *LACKING) if change.finding}
    assert planted == {code for code in RULES if code[0] == "P"} - elsewhere


def test_there_are_thirty_of_each() -> None:
    assert len(BREAKING) == len(HARMLESS) == 30
    assert len({change.name for change in (*BREAKING, *UNSEEN, *LACKING, *HARMLESS)}) == 60 + len(UNSEEN + LACKING)


@pytest.mark.parametrize("change", LACKING, ids=lambda change: change.name)
def test_what_is_gone_or_something_else_is_found(folder: Path, change: Change) -> None:
    found = errors(changed(folder, change))
    assert {one.code for one in found} & {"P007", "P008"}
    assert not change.finding or change.finding in {f"{one.code} {one.subject}" for one in found}


def batches(of: int) -> list[list[Change]]:
    """The harmless changes in groups of which no two touch the same text, to spare time."""
    groups: list[list[Change]] = []
    for change in HARMLESS:
        free = (
            group
            for group in groups
            if len(group) < of and not any(one.old in change.old or change.old in one.old for one in group)
        )
        group = next(free, None)
        if group is None:
            groups.append([change])
        else:
            group.append(change)
    return groups


@pytest.mark.parametrize("group", batches(5), ids=lambda group: group[0].name)
def test_changes_that_do_no_harm_give_no_error(folder: Path, group: list[Change]) -> None:
    for file in {changed(folder, change) for change in group}:
        assert [one.what for one in errors(file)] == []


@pytest.mark.parametrize("change", BREAKING[:28:9], ids=lambda change: change.name)
def test_the_real_run_shows_the_same(folder: Path, capsys: pytest.CaptureFixture[str], change: Change) -> None:
    file = changed(folder, change)
    one = next(one for one in errors(file) if one.code == "P001" or (one.code[0] == "P" and one.path))
    (name,) = paths_of([one])
    (folder / name).write_text(one.path, "utf-8")
    run(str(file), folder / name, None, None, True, (), True)
    shown = json.loads(capsys.readouterr().out)
    assert f"`{shown['outcome']['id'] if isinstance(shown['outcome'], dict) else shown['outcome']}`" in one.remedy


def test_two_changes_are_both_told(folder: Path) -> None:
    changed(folder, BREAKING[0])
    file = changed(folder, next(one for one in BREAKING if one.name == "112 is not called"))
    assert {"P001", "P008"} <= {one.code for one in errors(file)}


def test_what_is_broken_below_is_told_of_what_builds_on_it(folder: Path) -> None:
    changed(folder, BREAKING[0])
    assert "P001" in {one.code for one in errors(folder / "flows" / "onderwijs.yaml")}
