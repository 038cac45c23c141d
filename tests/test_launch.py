"""The parent around the app, and the process of the app: whatever ends it, no case stays on the screen."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from meldcode.errors import Exit
from tests.test_terminal import environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes and pseudo-terminals of POSIX")

CANARY = b"KANARIE-7f3a"
STOPPED = "Het programma is gestopt. Wat bewaard was, is veilig."
CLEAN = (
    b"\x1b\\\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    b"\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[0m"
    b"\x1b[?1049h\x1b[999;999H\x1b[1J\x1b[H\x1b[<u\x1b[?1049l\x1b[?25h\x1b]2;\x07"
)
WIPED = b"\x1b[2J\x1b[3J\x1b[H"
PATIENCE = 20.0
"""Seconds for a busy machine; nothing here takes a second."""

DRAWS = """
import os, signal, sys, tty
from meldcode import launch
def draw():
    tty.setraw(0)
    os.write(2, b"\\x1b[?1049h\\x1b[?1003h\\x1b[?25l\\x1b[3;4HKANARIE-7f3a <%d>" % os.getpid())
"""
"""Prelude of a stand-in for the app, which draws a case and says which process it is."""
WAITS = """
def child(locked):
    draw()
    while True:
        signal.pause()
sys.exit(launch.run(child))
"""


@dataclass
class Shown:
    """A program in a pseudo-terminal: what it showed so far, and its end."""

    process: subprocess.Popen[bytes]
    master: int
    slave: int
    alive: int
    """Reads nothing until the program and all it started have ended."""
    state: list[object]
    seen: bytes = b""

    def until(self, sign: bytes) -> None:
        """Reads on until this is shown."""
        while sign not in self.seen:
            assert self.read(), f"never shown: {sign!r} in {self.seen!r}"

    def read(self) -> bool:
        """Reads what comes; False at the end."""
        ready = select.select([self.master, self.alive], [], [], PATIENCE)[0]
        assert ready, f"nothing happens any more after {self.seen!r}"
        if self.master in ready:
            try:
                self.seen += os.read(self.master, 65536)
            except OSError:  # what Linux says when the other side is closed
                return False
            return True
        return False

    def child(self) -> int:
        """The process of the app, as it says itself."""
        self.until(b">")
        return int(self.seen.rpartition(b"<")[2].partition(b">")[0])

    def ended(self) -> int:
        """The exit code, once everything has ended."""
        while self.read():
            pass
        return self.process.wait(timeout=PATIENCE)

    def termios(self) -> list[object]:
        import termios

        return list(termios.tcgetattr(self.slave))


@contextmanager
def launched(script: str, cwd: Path | None = None, **more: str) -> Iterator[Shown]:
    """This script in a terminal of 80x24."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    alive, held = os.pipe()
    before = list(termios.tcgetattr(slave))
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment(**more),
        cwd=cwd,
        pass_fds=[held],
    )
    os.close(held)
    shown = Shown(process, master, slave, alive, before)
    try:
        yield shown
    finally:
        process.kill()
        process.wait()
        for descriptor in {shown.master, slave, alive}:
            os.close(descriptor)


def assert_clean(shown: Shown, last: str = STOPPED) -> None:
    """Everything wiped and given back, one line after it, and no case once the first screen was left."""
    _drawn, sign, rest = shown.seen.rpartition(CLEAN + WIPED)
    assert sign
    assert rest.decode().startswith(last)
    assert len(rest.decode().splitlines()) == 1
    assert CANARY not in shown.seen[shown.seen.index(b"\x1b[?1049l") :]
    assert shown.termios() == shown.state


SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGABRT, signal.SIGINT]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_that_ends_the_app_leaves_no_case_behind(tmp_path: Path, number: signal.Signals) -> None:
    unlimited = "import resource\n_, most = resource.getrlimit(resource.RLIMIT_CORE)\n"
    unlimited += "resource.setrlimit(resource.RLIMIT_CORE, (most, most))\n"
    with launched(unlimited + DRAWS + WAITS, cwd=tmp_path) as shown:
        os.kill(shown.child(), number)
        assert shown.ended() == 128 + number
        assert_clean(shown)
    assert not list(tmp_path.iterdir()), "no core"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_who_ends_the_parent_ends_the_app(number: signal.Signals) -> None:
    with launched(DRAWS + WAITS) as shown:
        shown.child()
        shown.process.send_signal(signal.SIGINT)  # of the keyboard: for the app to decide, so nothing
        shown.process.send_signal(number)
        assert shown.ended() == 128 + number
        assert_clean(shown)


@pytest.mark.skipif(sys.platform != "linux", reason="prctl of Linux")
def test_the_app_does_not_outlive_its_parent() -> None:
    with launched(DRAWS + WAITS) as shown:
        shown.child()
        shown.process.kill()
        assert shown.ended() == -signal.SIGKILL, "and whatever it started has ended too"


def test_the_app_may_save_first_when_it_is_asked_to_end() -> None:
    saves = """
def child(locked):
    def save(*_):
        os.write(2, b"bewaard")
        os._exit(0)
    signal.signal(signal.SIGTERM, save)
    draw()
    while True:
        signal.pause()
sys.exit(launch.run(child))
"""
    with launched(DRAWS + saves) as shown:
        shown.child()
        shown.process.terminate()
        assert shown.ended() == 0
        assert shown.seen.endswith(b"bewaard" + CLEAN)
        assert shown.termios() == shown.state


def test_an_app_that_does_not_end_when_asked_is_made_to() -> None:
    deaf = "launch.GRACE = 0.05\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    with launched(DRAWS + deaf + WAITS) as shown:
        shown.child()
        shown.process.terminate()
        assert shown.ended() == 128 + signal.SIGKILL
        assert_clean(shown)


def test_an_app_that_locks_when_asked_to_end_is_not_started_again() -> None:
    locks = """
def child(locked):
    signal.signal(signal.SIGTERM, lambda *_: os._exit(75))
    draw()
    while True:
        signal.pause()
sys.exit(launch.run(child))
"""
    with launched(DRAWS + locks) as shown:
        shown.child()
        shown.process.terminate()
        assert shown.ended() == 128 + signal.SIGTERM
        assert_clean(shown)
        assert shown.seen.count(CANARY) == 1


def test_an_app_that_locks_is_started_again_locked_with_the_case_gone_first() -> None:
    locks = """
def child(locked):
    if locked:
        os.write(2, b"op slot")
        return 0
    draw()
    return 75
sys.exit(launch.run(child))
"""
    with launched(DRAWS + locks) as shown:
        assert shown.ended() == 0
        drawn, locked = shown.seen.split(CLEAN, 1)
        assert CANARY in drawn
        assert locked == b"op slot" + CLEAN
        assert shown.termios() == shown.state


def test_an_app_that_only_locks_is_given_up() -> None:
    locks = """
def child(locked):
    os.write(2, b"start;")
    return 75
sys.exit(launch.run(child))
"""
    with launched(DRAWS + locks) as shown:
        assert shown.ended() == Exit.CRASHED
        assert shown.seen.count(b"start;") == 6
        assert_clean(shown)


@pytest.mark.parametrize("code", [0, 1, 2, 3, 70])
def test_what_an_app_said_at_its_end_stays(code: int) -> None:
    says = f"""
def child(locked):
    draw()
    os.write(2, b"\\x1b[?1049l")
    print("het laatste woord")
    return {code}
sys.exit(launch.run(child))
"""
    with launched(DRAWS + says) as shown:
        assert shown.ended() == code
        after = shown.seen.partition(b"het laatste woord")[2]
        assert WIPED not in after
        assert STOPPED.encode() not in after
        assert shown.termios() == shown.state


def test_an_unknown_end_is_a_crash() -> None:
    with launched(DRAWS + WAITS.replace("while True", "os._exit(9)\n    while True")) as shown:
        assert shown.ended() == Exit.CRASHED
        assert_clean(shown)


def test_an_error_that_nobody_caught_is_said_as_a_code() -> None:
    fails = """
def child(locked):
    draw()
    raise ValueError("KANARIE-7f3a")
sys.exit(launch.run(child))
"""
    with launched(DRAWS + fails) as shown:
        assert shown.ended() == Exit.CRASHED
        assert CANARY not in shown.seen[shown.seen.index(b"\x1b[?1049l") :]
        assert b"ValueError <string>:" in shown.seen
        assert b"0800-2000" in shown.seen
        assert shown.termios() == shown.state


def test_an_error_for_a_person_is_said_as_always() -> None:
    fails = """
from meldcode.errors import MeldcodeError
def child(locked):
    raise MeldcodeError("het kan niet", "Doe het zo.")
sys.exit(launch.run(child))
"""
    with launched(DRAWS + fails) as shown:
        assert shown.ended() == Exit.BAD_USE
        assert b"meldcode: error: het kan niet\r\nmeldcode: hint: Doe het zo.\r\n" in shown.seen


OWN_TERMINAL = "import fcntl, os, termios\nos.setsid()\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"


def test_a_terminal_that_has_gone_is_no_failure(tmp_path: Path) -> None:
    ends = WAITS.replace("sys.exit(launch.run(child))", "code = launch.run(child)")
    ends += f"with open({str(tmp_path / 'code')!r}, 'w') as file:\n    file.write(str(code))\nsys.exit(code)\n"
    with launched(OWN_TERMINAL + DRAWS + ends) as shown:
        shown.child()
        os.close(shown.master)
        shown.master = shown.alive
        assert select.select([shown.alive], [], [], PATIENCE)[0], "all of it ends"
        assert shown.process.wait(timeout=PATIENCE) == 128 + signal.SIGHUP
    assert (tmp_path / "code").read_text() == "129"


APP = """
import os, sys
from meldcode import launch, start
def child(locked):
    os.write(2, b"<%d>" % os.getpid())
    return start._run_app(locked)
code = launch.run(child)
heavy = {"textual", "rich", "asyncio", "ctypes", "yaml", "subprocess", "traceback"} & sys.modules.keys()
print("in de ouder:", sorted(heavy))
sys.exit(code)
"""


@pytest.mark.usefixtures("been_here")
@pytest.mark.parametrize(
    ("number", "code", "after"),
    [
        (signal.SIGKILL, 137, WIPED + STOPPED.encode()),
        (signal.SIGTERM, 143, WIPED + STOPPED.encode()),
        (signal.SIGINT, 0, b""),  # Textual closes by itself
    ],
    ids=["SIGKILL", "SIGTERM", "SIGINT"],
)
def test_the_app_itself_leaves_its_terminal_as_it_was(number: int, code: int, after: bytes) -> None:
    with launched(APP) as shown:
        child = shown.child()
        shown.until(b"Waar werkt u?")
        os.kill(child, number)
        assert shown.ended() == code
        assert CLEAN + after in shown.seen
        assert shown.termios() == shown.state


@pytest.mark.usefixtures("been_here")
def test_the_parent_of_the_app_loads_nothing_heavy() -> None:
    with launched(APP) as shown:
        shown.until(b"Waar werkt u?")
        os.write(shown.master, b"\x11")
        assert shown.ended() == 0
        assert b"in de ouder: []" in shown.seen
        assert CLEAN in shown.seen
        assert shown.termios() == shown.state
