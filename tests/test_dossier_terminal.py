"""The store at a real terminal: a passphrase is asked unseen, `x` hides for certain, nothing secret comes by a pipe."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from meldcode.dossier import keys
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.home import HOME_VARIABLE, Home
from meldcode.dossier.opening import create
from meldcode.errors import Exit
from tests.plain.helper import CANARY, PASSPHRASE, answers, begin, clock
from tests.test_terminal import PROGRAM, ended, environment

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of POSIX")
LEADS = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Makes the terminal the one of this session, for a passphrase is asked of the terminal and not of standard input."""


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Home:
    """A store with keys at their real cost, for a program of its own."""
    monkeypatch.setattr(keys, "COST", 2**17)
    home = Home(tmp_path / "data" / "dossiers")
    create(home, PASSPHRASE, new_recovery_code(), clock=clock).close()
    begin(home, ["zaak 1"])
    return home


def test_a_passphrase_is_never_read_from_a_pipe(real: Home) -> None:
    found = ended("dossier", "list", stdin=f"{PASSPHRASE}\n", **{HOME_VARIABLE: str(real.folder.parent)})
    assert (found.returncode, found.stdout) == (Exit.BAD_USE, "")
    assert "de wachtwoordzin wordt alleen in een terminal gevraagd" in found.stderr


def test_the_line_mode_without_a_terminal_leaves_the_store_shut(real: Home) -> None:
    found = ended("plain", stdin=f"{PASSPHRASE}\n", **{HOME_VARIABLE: str(real.folder.parent)})
    assert found.returncode == 0
    assert "alleen in een terminal" in found.stdout


Script = list[tuple[bytes, bytes | Callable[[int], bytes]]]
"""Words to wait for after what was typed before, and what is typed then; may be asked of the number of the process."""


class Terminal(NamedTuple):
    """How a program in a terminal ended, what it showed, and whether the terminal shows again what is typed."""

    code: int
    shown: str
    echo: bool


def at_terminal(folder: Path, *arguments: str, script: Script, term: str = "xterm") -> Terminal:
    """The program in a terminal of its own, with these dossiers."""
    import pty
    import termios

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", LEADS, *PROGRAM[1:], *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment(TERM=term) | {HOME_VARIABLE: str(folder)},
        start_new_session=True,
    )
    shown, done = b"", 0
    try:
        while process.poll() is None:
            if not select.select([master], [], [], 0.05)[0]:
                continue
            shown += os.read(master, 65536)
            while script and script[0][0] in shown[done:]:
                words, types = script.pop(0)
                done = shown.index(words, done) + len(words)
                os.write(master, (types if isinstance(types, bytes) else types(process.pid)) + b"\n")
        while select.select([master], [], [], 0)[0]:
            shown += os.read(master, 65536)
        assert not script, (script, shown)
        echo = bool(termios.tcgetattr(slave)[3] & termios.ECHO)
        return Terminal(process.returncode, shown.decode("utf-8", "replace"), echo)
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(slave)


@posix_only
def test_a_verb_asks_its_passphrase_unseen(real: Home) -> None:
    found = at_terminal(real.folder.parent, "dossier", "list", script=[(b"Wachtwoordzin", PASSPHRASE.encode())])
    assert found.code == 0
    assert "\tzaak 1\t" in found.shown
    assert PASSPHRASE not in found.shown


@posix_only
@pytest.mark.parametrize(("term", "wiped"), [("xterm", True), ("dumb", False)])
def test_the_line_mode_opens_hides_and_comes_back(real: Home, term: str, wiped: bool) -> None:
    secret = PASSPHRASE.encode()
    script: Script = [
        (b"Wachtwoordzin", secret),
        (b"Nummer om te openen", b"1"),
        (b"Nummer:", b"x"),
        (b"112:", secret),
        (b"direct gevaar voor iemand?", b"2"),
        (b"Om wie", b"q"),
    ]
    code, shown, _echo = at_terminal(real.folder.parent, "plain", script=script, term=term)
    assert code == 0
    assert PASSPHRASE not in shown
    assert ("\x1b[2J\x1b[3J\x1b[H" in shown) is wiped
    assert shown.count("\x1b") == (3 if wiped else 0), "text and nothing else"
    assert answers(real, "zaak 1") == {"acuut_gevaar": "nee"}


@posix_only
def test_hiding_takes_everything_out_of_memory(real: Home) -> None:
    begin(real, [CANARY])
    held: list[set[str]] = []

    def look_in(pid: int) -> bytes:
        held.append(in_memory(pid, (CANARY, PASSPHRASE)))
        return b"q"

    def look_first(pid: int) -> bytes:
        held.append(in_memory(pid, (CANARY, PASSPHRASE)))
        return b"x"

    script: Script = [(b"Wachtwoordzin", PASSPHRASE.encode()), (b"Nummer om te openen", look_first), (b"112:", look_in)]
    assert at_terminal(real.folder.parent, "plain", script=script).code == 0
    assert CANARY in held[0], "else this test would notice nothing"
    assert held[1] == set()


def in_memory(pid: int, words: tuple[str, ...]) -> set[str]:
    """Which of these stand in the memory of a process."""
    found = set()
    try:
        maps = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
        with open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in maps:
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                if line.split()[1].startswith("r") and "[v" not in line:
                    memory.seek(start)
                    data = memory.read(end - start)
                    found |= {word for word in words if word.encode() in data or word.encode("utf-16-le") in data}
    except OSError:
        pytest.skip("the memory of another process can only be read by root, on Linux")
    return found


@posix_only
def test_a_program_that_is_told_to_end_shows_again_what_is_typed(real: Home) -> None:
    def stop(pid: int) -> bytes:
        os.kill(pid, signal.SIGTERM)
        return b""

    found = at_terminal(real.folder.parent, "plain", script=[(b"Wachtwoordzin", stop)])
    assert (found.code, found.echo) == (128 + signal.SIGTERM, True)
