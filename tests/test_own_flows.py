"""The verbs and the flows of an organisation: listed, opened, and never asked about where a script waits."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from meldcode import cli, launch, start
from meldcode.errors import Exit
from meldcode.flow.trust import FILE
from meldcode.plain import front
from meldcode.resources import flows_folder
from tests.flow.strangers import BROKEN, SAME_NAME, TITLE, put

EXAMPLE = flows_folder() / "voorbeelden" / "onderwijs-melding.yaml"


class Ended(NamedTuple):
    """How a call ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test."""
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def meldcode(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Calls a verb and tells how it ended."""

    def call(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        return Ended(int(ended.value.code or 0), *capsys.readouterr())

    return call


def test_own_flows_are_listed_below_with_their_mark_and_file(meldcode: Callable[..., Ended], folder: Path) -> None:
    path = put(folder)
    rows = [line.split("\t") for line in meldcode("flows").out.splitlines()]
    assert {len(row) for row in rows[:-1]} == {5}, "what ships is listed as ever"
    assert rows[-1] == ["school", TITLE, "1", "teacher", "nl", "eigen, niet meegeleverd", str(path)]


def test_a_flow_that_cannot_be_used_is_listed_with_a_hint(meldcode: Callable[..., Ended], folder: Path) -> None:
    broken = put(folder, BROKEN, "kapot.yaml")
    put(folder, SAME_NAME, "zelfde.yaml")
    put(folder, SAME_NAME.replace("flow: onderwijs", "flow: los").replace("Niet de", "Tab\\tin de"), "los.yaml")
    found = meldcode("flows")
    assert found.code == Exit.DONE
    assert f"meldcode: hint: Kijk wat er mis is met: meldcode check {broken}" in found.err
    assert "net als een meegeleverde vragenlijst" in found.out
    assert [len(line.split("\t")) for line in found.out.splitlines()][-3:] == [7, 7, 7]


def test_scripts_are_never_asked(meldcode: Callable[..., Ended], folder: Path) -> None:
    path = put(folder)
    answers = folder / "antwoorden.yaml"
    answers.write_text("answers: {acuut_gevaar: nee}\n", "utf-8")
    assert meldcode("run", path, "--answers", answers, "--allow-missing").code == Exit.DONE
    assert "eigen" not in meldcode("check", path).err
    assert not (folder / FILE).exists()


@pytest.mark.parametrize("screen", [True, False])
def test_open_is_the_app_where_there_is_a_screen_and_else_the_lines(
    meldcode: Callable[..., Ended], folder: Path, monkeypatch: pytest.MonkeyPatch, screen: bool
) -> None:
    done: list[tuple[object, ...]] = []

    def app(*given: object) -> int:
        done.append(("app", *given))
        return Exit.DONE

    monkeypatch.setattr(start, "has_screen", lambda: screen)
    monkeypatch.setattr("meldcode.harden.harden", lambda: None)
    monkeypatch.setattr(start, "_open_app", app)
    monkeypatch.setattr(front, "open_try", lambda *given: done.append(("lines", *given)))
    assert meldcode("open", "school", "--answers", EXAMPLE).code == Exit.DONE
    assert done == [("app" if screen else "lines", "school", EXAMPLE)]


def test_what_was_opened_does_not_come_back_after_hiding(monkeypatch: pytest.MonkeyPatch) -> None:
    lives: list[tuple[object, ...]] = []

    def run(child: Callable[[bool], int]) -> int:
        return child(False) or child(True)

    def app(*given: object) -> int:
        lives.append(given)
        return Exit.DONE

    monkeypatch.setattr(launch, "run", run)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((80, 24)))
    monkeypatch.setattr(start, "_run_app", app)
    start._open_app("school", EXAMPLE)
    assert [(locked, flow) for locked, flow, _file in lives] == [(False, "school"), (True, "")]


def test_answers_need_a_flow_and_what_is_not_there_is_said(meldcode: Callable[..., Ended], folder: Path) -> None:
    for arguments in (["plain", "--answers", EXAMPLE], ["open"]):
        found = meldcode(*arguments)
        assert found.code == Exit.BAD_USE
        assert found.err.startswith("meldcode: error: er ontbreekt iets: ")


def test_lines_of_a_script_walk_an_accepted_flow(
    meldcode: Callable[..., Ended], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder)
    monkeypatch.setattr("meldcode.harden.harden", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n2\nq\n1\n"))
    found = meldcode("plain", "school")
    assert found.code == Exit.DONE
    assert "Deze vragenlijst gebruiken?" in found.out
    assert (folder / FILE).exists()
