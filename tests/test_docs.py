"""The README stays true: its picture and transcript come from the program, and its commands are run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from meldcode.flow.loader import load_flow
from meldcode.plain.lines import Left, Lines
from meldcode.plain.session import Session, choose_flow
from tests.ui.helper import clock
from tests.ui.shots import picture

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TYPED = ["4", "?", "1"]


def _block(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"README.md has no block for {marker}"
    return found[1]


def _put(marker: str, text: str) -> None:
    old = f"<!-- {marker} -->\n```text\n{_block(marker)}```"
    new = f"<!-- {marker} -->\n```text\n{text}```"
    README.write_text(README.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _transcript() -> str:
    shown: list[str] = []
    typed = iter(TYPED)

    def read() -> str:
        line = next(typed, None)
        if line is None:
            return ""
        shown.append(f"> {line}")
        return f"{line}\n"

    lines = Lines(read, shown.append)
    with pytest.raises(Left):
        Session(load_flow(choose_flow(lines)), lines, clock).run()
    return "\n".join(shown) + "\n"


def test_picture_in_the_readme_is_what_the_app_shows(update_screens: bool) -> None:
    if update_screens:
        _put("screen: interview", picture("readme"))
    assert _block("screen: interview") == picture("readme")


def test_transcript_in_the_readme_is_what_the_line_mode_says(update_screens: bool) -> None:
    if update_screens:
        _put("transcript: plain", _transcript())
    assert _block("transcript: plain") == _transcript()


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


def test_other_commands_of_the_readme_work(tmp_path: Path) -> None:
    others = [command for command in _commands() if not command.startswith("python3 -m venv")]
    assert others
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    for command in others:
        words = shlex.split(command)
        assert words[0] == ".venv/bin/meldcode", command
        done = subprocess.run(
            [sys.executable, "-m", "meldcode", *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)


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


def test_files_that_the_docs_name_exist() -> None:
    for page in (README, *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), link
    for path in re.findall(r"`(tests/[\w/.]+)`", (ROOT / "docs" / "house.md").read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), path
