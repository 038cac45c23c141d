"""What scripts and authors read stays true: how to start, and the examples of the reference pages.

What pages show, and every command and key in them: `test_pages.py`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from meldcode.flow.loader import load_flow

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def _commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_start_has_two_commands_and_ci_runs_both() -> None:
    start = [command for command in _commands() if command.startswith("python3 -m venv")]
    assert len(start) == 2
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for pattern in re.findall(r"from_readme '(.*?)'", ci):
        assert any(re.search(pattern, command) for command in _commands()), pattern
    assert "-m pytest$'" in ci
    assert "meldcode$'" in ci


@pytest.mark.parametrize("verb", ["flows", "check", "plain"])
def test_verbs_of_the_readme_work(verb: str) -> None:
    assert f"| `meldcode {verb}" in README.read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "meldcode", verb], input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_first_overlay_of_the_docs_loads(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "flow-language.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(flow: mijn_school.*?)```", text, re.DOTALL)
    assert example
    path = tmp_path / "mijn_school.yaml"
    path.write_text(example[1], encoding="utf-8")
    flow = load_flow(path)
    assert flow.id == "mijn_school"
    assert flow.items["overleg_collega"].help.startswith("Bij ons")


def test_answers_file_of_the_docs_runs_and_its_decisions_are_followed(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "request.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(flow: onderwijs.*?)```", text, re.DOTALL)
    assert example
    path = tmp_path / "antwoorden.yaml"
    path.write_text(example[1], encoding="utf-8")
    words = ["run", "onderwijs", "--answers", str(path), "--out", str(tmp_path / "uit"), "--kind", "advice"]
    also = [word for form in re.findall(r"--also (\w+)", text) for word in ("--also", form)]
    assert len(also) == 6
    command = [sys.executable, "-m", "meldcode", *words, "--allow-missing", *also]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "uit" / "oefening-request.json").read_text(encoding="utf-8"))
    assert "naar een dorp. Hij krijgt Stratteron." in written["wishes"]["advice_question"]
    named = set(re.findall(r"^\| `([\w.-]+)` \|", text, re.MULTILINE))
    made = {path.name.removeprefix("oefening-") for path in (tmp_path / "uit").iterdir()}
    assert made == named - {"request.pdf.age"}
