"""The program as a person uses it, in a session of its own, and looking for what it lets slip. All is invented.

A secret is looked for in every spelling in which a program may keep it. Each test that finds nothing also looks where
the secret must be: a search that cannot find would prove nothing.
"""

from __future__ import annotations

import base64
import contextlib
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from meldcode.desk.work import begin
from meldcode.dossier import keys
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.home import HOME_VARIABLE, Home
from meldcode.dossier.opening import create
from meldcode.flow.loader import load_flow
from tests.test_terminal import SEEN

NAME = "Zwaluwenburg"
"""Stands in an answer of the store before the program starts."""
TYPED, FACT = "Kwikstaartsma", "Wielewaalstra"
"""Typed in the session: in a text field, and in the form of an entry."""
PASSPHRASE = "zeepaardje fietst onder vier bruggen"  # noqa: S105  # of tests only
UNLOCK = b"Wachtwoordzin"
STOPPED = "Het programma is gestopt."
PATIENCE = 30.0
"""Seconds for a busy machine; nothing here takes three."""
F6, F8, F12, STOP = "\x1b[17~", "\x1b[19~", "\x1b[24~", "\x11"

LEADS = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
try:
    import resource
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
except ImportError:
    pass
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Makes the terminal the one of this session, and lets it dump as much core as it may."""


@dataclass(frozen=True)
class Prepared:
    """A store on the disk, and the key of its database."""

    home: Home
    key: str

    def secrets(self) -> dict[str, str]:
        """What may be found nowhere, by a name that a failing test may show."""
        return {"name": NAME, "typed": TYPED, "fact": FACT, "passphrase": PASSPHRASE, "key": self.key}


def prepare(folder: Path) -> Prepared:
    """A store with keys at their real cost, for a program of its own.

    It opens at a text field with a name in it; its second dossier was left at a list of entries.
    """
    home = Home(folder / "dossiers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", 2**17)
        vault = create(home, PASSPHRASE, new_recovery_code(), clock=datetime.now, who="J. Proef")
    flow = load_flow("onderwijs")
    given = {"acuut_gevaar": "nee", "betrokkene": "kind", "gemeente": NAME, "andere_kinderen": "ja"}
    for label, page in (("rode map", "kinderen_wegen"), ("groene map", "gemeente")):
        interview = begin(vault, flow, label)
        for name, value in given.items():
            assert interview.answer(name, value).error is None
        interview.go(page)
        assert isinstance(interview.store, Dossier)
        vault.set("resume", interview.store.code)
    found = Prepared(home, vault.keys.database[0])
    vault.close()
    return found


# looking


@cache
def spellings(secret: str) -> dict[str, bytes]:
    """How a text, or a key in hex, may stand in a file or in memory."""
    plain = secret.encode()
    found = {"utf-8": plain} | {name: secret.encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le")}
    found |= {"hex": plain.hex().encode(), "HEX": plain.hex().upper().encode(), "upper": plain.upper()}
    raw = {"utf-8": plain}
    with contextlib.suppress(ValueError):
        raw["bytes"] = found["bytes"] = bytes.fromhex(secret)
    for name, data in raw.items():
        for shift in range(3):  # the same bytes look different at each place in a group of three
            letters = base64.b64encode(b"\0" * shift + data)[(0, 2, 3)[shift] :]
            whole = letters[: len(letters) // 4 * 4 - 4]
            found |= {f"base64 of {name} {shift}": whole, f"url {name} {shift}": whole.translate(_URL)}
    return found


_URL = bytes.maketrans(b"+/", b"-_")


def seen_in(data: bytes, secrets: dict[str, str]) -> set[str]:
    """Which secrets stand in these bytes, and how spelled."""
    return {f"{name} as {how}" for name, text in secrets.items() for how, one in spellings(text).items() if one in data}


def seen_in_files(folders: Iterable[Path], secrets: dict[str, str]) -> set[str]:
    """Which secrets stand in the files below these folders, or in their names."""
    found = set()
    for folder in folders:
        for path in folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            found |= {f"{path}: {what}" for what in seen_in(str(path).encode() + data, secrets)}
    return found


def seen_in_memory(pid: int, secrets: dict[str, str]) -> set[str]:
    """Which secrets stand in the memory of a process. Skips where that cannot be read."""
    found: set[str] = set()
    try:
        maps = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
        memory = open(f"/proc/{pid}/mem", "rb", 0)  # noqa: SIM115  # closed below; only opening may fail
    except OSError:
        pytest.skip("the memory of another process can only be read by root, on Linux")
    with memory:
        for line in maps:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if line.split()[1].startswith("r") and "[v" not in line:
                memory.seek(start)
                with contextlib.suppress(OSError):  # given back meanwhile
                    found |= seen_in(memory.read(end - start), secrets)
    return found


# a program in a session of its own


class Session:
    """A program in a terminal of 80 by 24: what the terminal was told so far, and its processes."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.told = b""
        self._master = master
        self._place = 0

    def until(self, sign: str | bytes) -> None:
        """Read until this is shown, after what was waited for before."""
        wanted = sign.encode() if isinstance(sign, str) else sign
        while (found := self.told.find(wanted, self._place)) < 0:
            assert self._read(), f"ended before {sign!r}"
        self._place = found + len(wanted)

    def type(self, keys: str) -> None:
        """Keys, as a terminal sends them."""
        os.write(self._master, keys.encode())

    def unlock(self, then: str) -> None:
        """Type the passphrase once it is asked, and wait for what the store shows."""
        self.until(UNLOCK)
        self.type(PASSPHRASE + "\r")
        self.until(then)

    def end(self) -> int:
        """Read to the end. Gives the exit code."""
        while self._read():
            pass
        return self.process.wait(timeout=PATIENCE)

    def _read(self) -> bool:
        assert select.select([self._master], [], [], PATIENCE)[0], f"nothing comes after {self.told[-500:]!r}"
        try:
            data = os.read(self._master, 65536)
        except OSError:  # what Linux says when the other side is closed
            data = b""
        self.told += data
        return bool(data)

    def processes(self) -> list[int]:
        """Everything that runs in this session, the parent first."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (path / "stat").read_text("utf-8").rpartition(")")[2].split()
                if int(words[3]) == self.process.pid and words[0] != "Z":
                    found.append(int(path.name))
        return sorted(found, key=lambda pid: (pid != self.process.pid, pid))

    def app(self) -> int:
        """The process of the app."""
        parent, app = self.processes()
        assert parent == self.process.pid
        return app


@dataclass(frozen=True)
class Place:
    """The folders that a program is let write in."""

    data: Path
    own: Path
    temporary: Path
    work: Path

    @classmethod
    def below(cls, folder: Path) -> Place:
        """Fresh ones."""
        place = cls(*(folder / name for name in ("data", "home", "tmp", "work")))
        for one in (place.data, place.own, place.temporary, place.work):
            one.mkdir(mode=0o700)
        return place

    def all(self) -> tuple[Path, ...]:
        """To look in."""
        return self.data, self.own, self.temporary, self.work

    def variables(self) -> dict[str, str]:
        """So that nothing goes elsewhere."""
        names = {HOME_VARIABLE: self.data, "HOME": self.own, "TMPDIR": self.temporary}
        return {name: str(path) for name, path in names.items()}


PROGRAM = ("-m", "meldcode")


@contextlib.contextmanager
def session(
    place: Place, *command: str, before: tuple[str, ...] = (), more: Mapping[str, str] | None = None
) -> Iterator[Session]:
    """Python with this command in a terminal, with more variables; `before` is what starts it, as `strace` does."""
    import fcntl
    import pty
    import termios

    known = {name: value for name, value in os.environ.items() if name not in SEEN and not name.startswith("XDG_")}
    known |= (
        {"TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[1])} | place.variables() | dict(more or {})
    )
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [*before, sys.executable, "-c", LEADS, *(command or PROGRAM)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=known,
        cwd=place.work,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Session(process, master)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(master)


# what a terminal shows of it


class Screens:
    """A terminal that is told what another was told: tmux, on a server of its own."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("tmux")
        if program is None:
            pytest.skip("tmux, which knows what a terminal shows and scrolls back to, is not here")
        self._program, self._folder, self._server = program, folder, 0

    def _run(self, *words: str) -> str:
        tmux = [self._program, "-f", os.devnull, "-S", str(self._folder / f"tmux{self._server}")]
        ended = subprocess.run([*tmux, *words], capture_output=True, text=True, check=True, timeout=PATIENCE)
        return ended.stdout

    def after(self, told: bytes, alternate: bool = True) -> str:
        """All that can be read on the screen, on the other screen and back to the first line, once it was told this."""
        self._server += 1
        (self._folder / "told").write_bytes(told + b"\x1b\\\x1b]2;einde\x07")
        show = f"stty raw; printf 'EERSTE REGEL\\r\\n'; cat '{self._folder / 'told'}'; exec cat"
        try:
            self._run("new-session", "-d", "-x", "80", "-y", "24", "cat")
            self._run("set-option", "-g", "alternate-screen", "on" if alternate else "off")
            self._run("set-option", "-g", "history-limit", "10000")
            self._run("respawn-pane", "-k", show)
            for _turn in range(2000):
                if self._run("display-message", "-p", "#{pane_title}") == "einde\n":
                    break
            else:
                raise AssertionError("it was never told all")
            seen = self._run("capture-pane", "-p", "-S", "-", "-E", "-")
            with contextlib.suppress(subprocess.CalledProcessError):  # there is no other screen now
                seen += self._run("capture-pane", "-p", "-a", "-S", "-", "-E", "-")
            return seen
        finally:
            self._run("kill-server")
