"""Completing in the shell: verbs, options and flows, and never a look at a dossier."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from meldcode.cli import main
from meldcode.completion import SHELLS, VARIABLE, flow_names, script
from meldcode.errors import MeldcodeError
from meldcode.verbs import group


def completed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    """What bash is offered after these words; the last of them may be half a word."""
    monkeypatch.setenv(VARIABLE, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    return [line.partition(",")[2] for line in capsys.readouterr().out.split()]


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("meldcode ", {"plain", "doctor", "serve", "completion", "dossier"}),
        ("meldcode doc", {"doctor"}),
        ("meldcode open ", {"onderwijs", "huisarts"}),
        ("meldcode run onder", {"onderwijs"}),
        ("meldcode plain huis", {"huisarts"}),
        ("meldcode run onderwijs --al", {"--allow-missing", "--also"}),
        ("meldcode completion z", {"zsh"}),
        ("meldcode train ", {"host", "join", "alone"}),
        ("meldcode train host twee", {"twee_huizen"}),
    ],
)
def test_the_shell_is_offered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str, among: set[str]
) -> None:
    assert among <= set(completed(capsys, monkeypatch, words))


def test_completing_opens_no_dossier_and_makes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_about: object) -> None:
        raise AssertionError("a dossier was opened")

    for name in ("meldcode.dossier.opening.unlock", "meldcode.dossier.vault.Vault.__init__"):
        monkeypatch.setattr(name, refuse)
    for words in (
        "meldcode train alone ",
        "meldcode dossier ",
        "meldcode dossier show ",
        "meldcode plain ",
        "meldcode verify ",
    ):
        completed(capsys, monkeypatch, words)
    assert not Path(os.environ["MELDCODE_HOME"]).exists()


def test_a_word_that_is_no_flow_is_a_file() -> None:
    context = click.Context(click.Command("x"))
    (item,) = flow_names(context, click.Argument(["flow"]), "./mijn")
    assert (item.value, item.type) == ("./mijn", "file")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(shell: str) -> None:
    try:
        lines = script(group(), shell)
    except MeldcodeError:
        assert shell == "powershell", "which came late to the library"
        return
    assert f"{shell}_complete" in lines
    assert "meldcode" in lines


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="bash is not here")
def test_bash_can_read_its_script() -> None:
    lines = script(group(), "bash") + "\ncomplete -p meldcode\n"
    ended = subprocess.run(["bash", "--norc"], input=lines, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "meldcode" in ended.stdout
