"""The program started as a person starts it: its own process, with and without a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from meldcode import resources

EXAMPLE = resources.flows_folder() / "voorbeelden" / "onderwijs-melding.yaml"
PROGRAM = [sys.executable, "-m", "meldcode"]
SEEN = {"COLUMNS", "LINES", "TERM", "ACCESSIBLE", "PYTHONIOENCODING", "LC_ALL", "LANG"}
"""Variables that change what the program does; each test sets its own."""

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of POSIX")


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in SEEN} | {"TERM": "xterm-256color"} | more


def ended(*arguments: str | Path, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment(**more),
        timeout=60,
        check=False,
    )


def in_terminal(
    *arguments: str, columns: int, rows: int, types: bytes = b"", until: bytes = b"", **more: str
) -> tuple[int, str]:
    """The exit code and everything shown by the program in a terminal of this size; types once `until` is shown."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen([*PROGRAM, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment(**more))
    os.close(slave)
    shown = b""
    try:
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # what Linux says when the other side is closed
                break
            if not part:
                break
            shown += part
            if types and until in shown:
                os.write(master, types)
                types = b""
        return process.wait(timeout=60), shown.decode("utf-8", "replace")
    finally:
        process.kill()
        process.wait()
        os.close(master)


def test_run_gives_data_on_one_stream_and_speech_on_the_other(tmp_path: Path) -> None:
    found = ended("run", "onderwijs", "--answers", EXAMPLE, "--json", "--out", tmp_path / "uit")
    assert found.returncode == 0
    assert json.loads(found.stdout)["outcome"] == "melden"
    assert found.stderr.count("geschreven: ") == 3
    assert len(list((tmp_path / "uit").iterdir())) == 3


def test_errors_leave_the_output_empty() -> None:
    found = ended("run", "onderwijz", "--answers", EXAMPLE)
    assert (found.returncode, found.stdout) == (2, "")
    lines = found.stderr.splitlines()
    assert lines[0].startswith("meldcode: error: onderwijz: de vragenlijst `onderwijz` bestaat niet")
    assert lines[1].startswith("meldcode: hint: Bedoelt u `onderwijs`?")
    assert len(lines) == 2


@pytest.mark.parametrize("arguments", [[], ["--plain"], ["plain"]], ids=str)
def test_without_a_terminal_everything_goes_line_by_line(arguments: list[str]) -> None:
    found = ended(*arguments, stdin="")
    assert found.returncode == 0
    assert "0800-2000" in found.stdout
    assert "Waar werkt u?" in found.stdout
    assert "\x1b" not in found.stdout + found.stderr


def test_the_line_mode_speaks_english_too() -> None:
    assert "0800-2000" in ended("--plain", "--lang", "en").stdout
    assert "Waar werkt u?" not in ended("--plain", "--lang", "en").stdout


@posix_only
@pytest.mark.parametrize(
    "more", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}], ids=["a dumb terminal", "somebody who asks for it"]
)
def test_a_terminal_that_shows_no_screens_gets_lines(more: dict[str, str]) -> None:
    code, shown = in_terminal(columns=80, rows=24, types=b"\x04", until=b"nummer", **more)
    assert code == 0
    assert "Waar werkt u?" in shown
    assert "\x1b[?1049h" not in shown


@posix_only
@pytest.mark.parametrize(("columns", "rows"), [(40, 10), (59, 40), (120, 19)])
def test_a_window_that_is_too_small_says_so_in_one_line(columns: int, rows: int) -> None:
    code, shown = in_terminal(columns=columns, rows=rows)
    assert code == 2
    error, hint = shown.splitlines()
    assert error == f"meldcode: error: dit venster is te klein: {columns}x{rows}"
    assert hint == "meldcode: hint: Maak het ten minste 60x20, of gebruik `meldcode plain`."


@posix_only
@pytest.mark.usefixtures("been_here")
@pytest.mark.parametrize("name", ["TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_DRIVER"])
def test_the_app_opens_and_closes_whatever_textual_is_told(tmp_path: Path, name: str) -> None:
    log = tmp_path / "textual.log"
    code, shown = in_terminal(columns=80, rows=24, types=b"\x11", until=b"Waar werkt u?", **{name: str(log)})
    assert code == 0
    assert "\x1b[?1049l" in shown, "the terminal is given back as it was"
    assert not log.exists()


def test_a_reader_that_leaves_is_no_error() -> None:
    process = subprocess.Popen([*PROGRAM, "flows"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_an_output_that_knows_no_accents_gets_what_it_can_show() -> None:
    found = ended("--help", PYTHONIOENCODING="ascii")
    assert (found.returncode, found.stderr) == (0, "")
    found = ended("run", "onderwijs", "--answers", EXAMPLE, PYTHONIOENCODING="ascii")
    assert found.returncode == 0
    assert "Uitkomst: " in found.stdout
