"""Whole processes side by side: help against Python's own start, the first screen against an empty Textual app."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from meldcode import resources
from meldcode.preferences import TOUR, Preferences
from tests.benchmarks.table import Row

EMPTY = """
from textual.app import App, ComposeResult
from textual.widgets import Static
class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Waar werkt u?")
Empty().run()
"""
PYTHON = [sys.executable, "-c", "pass"]
MELDCODE = [sys.executable, "-m", "meldcode"]


def rows() -> Iterator[Row]:
    """Each against its own yardstick, taken in turn so that a busy machine touches both alike."""
    help_page, bare = _in_turn([*MELDCODE, "--help"], PYTHON, 15)
    yield Row("meldcode --help (beside python -c pass)", help_page, bare, wanted=3 * bare)
    if sys.platform != "win32":
        screens = [[], []]  # type: list[list[float]]
        for _time in range(7):
            for seen, command in zip(screens, (MELDCODE, [sys.executable, "-c", EMPTY]), strict=True):
                seen.append(_first_screen(command))
        app, empty = (median(seen) for seen in screens)
        yield Row("first screen (beside an empty Textual app)", app, empty, wanted=1.3 * empty)
    answers = resources.flows_folder() / "voorbeelden" / "onderwijs-melding.yaml"
    with tempfile.TemporaryDirectory() as folder:
        run = [*MELDCODE, "run", "onderwijs", "--answers", str(answers)]
        with_files, without = _in_turn([*run, "--out", str(Path(folder) / "uit")], run, 5)
    yield Row("run with JSON, PDF and text (beside run without)", with_files, without, wanted=1_000.0)


def _in_turn(one: list[str], other: list[str], times: int) -> tuple[float, float]:
    seen: tuple[list[float], list[float]] = ([], [])
    for _time in range(times):
        for mine, command in zip(seen, (one, other), strict=True):
            start = perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            mine.append((perf_counter() - start) * 1000)
    return median(seen[0]), median(seen[1])


def _first_screen(command: list[str]) -> float:
    """Milliseconds from the start of the process until its question stands on a terminal of 80x24."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "ACCESSIBLE"}}
    home = tempfile.mkdtemp(prefix="meldcode-")
    Preferences(Path(home)).set(TOUR, "seen")
    environment |= {"TERM": "xterm-256color", "MELDCODE_HOME": home}
    start = perf_counter()
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    shown = b""
    with contextlib.suppress(OSError):
        while b"werkt u?" not in shown:
            shown += os.read(master, 65536)
    passed = (perf_counter() - start) * 1000
    process.kill()
    process.wait()
    os.close(master)
    shutil.rmtree(home)
    if b"werkt u?" not in shown:
        raise RuntimeError(f"no first screen: {shown[-200:]!r}")
    return passed
