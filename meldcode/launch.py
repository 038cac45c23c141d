"""A small parent around the app: it knows nothing of a case, gives the terminal back clean, and starts the app again.

The app works in a process of its own. So whatever ends that process, somebody is left to wipe the screen; and locking
is ending the process, which forgets for certain. Hence nothing heavy is imported here and nothing of a case is read.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from meldcode.errors import Exit, MeldcodeError
from meldcode.i18n import _

if TYPE_CHECKING:
    from types import FrameType

GRACE = 2.0
"""Seconds the app has to save what was typed, once it was asked to end."""
QUICK = 1.0
"""Seconds; an app that locks sooner than this has most likely not come up at all."""
MOST_QUICK = 5
"""So many quick ends in a row are started again; one more is a crash."""
CHILD = "MELDCODE_CHILD"
"""Windows: `open` or `locked` tells a new process that it is the app itself. The app takes it out at once."""

MODES = (
    "\x1b\\\x1b[?2026l"  # ends a sequence cut off halfway; no frame held back
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[0m"  # focus, paste, reports of size; lines wrap; plain colours
)
AWAY = "\x1b[?1049h\x1b[999;999H\x1b[1J\x1b[H\x1b[<u\x1b[?1049l\x1b[?25h\x1b]2;\x07"
"""Wipes the alternate screen and leaves it; shows the cursor, no title. It goes in first, for an app that had left
already: else the shell's own screen would be wiped, and the kitty keyboard, which has a stack per screen, popped.
It wipes from the last corner backwards: what is cleared whole, some terminals keep to scroll back to."""
WIPE = "\x1b[2J\x1b[3J\x1b[H"
"""For a terminal without an alternate screen, where the case stands among the rest and can be scrolled back to."""

_STDIN, _STDERR = 0, 2
_ENDED = frozenset((Exit.DONE, Exit.FINDINGS, Exit.BAD_USE, Exit.INCOMPLETE, Exit.CRASHED))
"""Codes of an app that ended by itself: it gave the terminal back and said what there was to say."""
_Handler = Callable[[int, "FrameType | None"], object] | int | signal.Handlers | None


def program() -> list[str]:
    """What starts this program anew. The single file without Python is its own interpreter and takes no `-m`."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "meldcode"]


def run(child: Callable[[bool], int]) -> int:
    """Runs `child(locked)` in a process of its own, and again, locked, after `Exit.LOCKED`. Gives the exit code.

    `child` starts hardened, with the signal handlers of before. SIGTERM and SIGHUP to the parent reach it too, so
    perhaps twice; it has `GRACE` seconds then. It leaves without the interpreter's own clean-up, so it closes what it
    opened. A child that is killed gives 128 + the signal, one that ends in an unknown way `Exit.CRASHED`.
    """
    terminal = _Terminal()
    if os.name == "nt":
        return _run_windows(child, terminal)
    with _Keeper() as keeper:
        return _lives(lambda locked: keeper.life(child, locked, terminal), terminal)


def _lives(one: Callable[[bool], int], terminal: _Terminal) -> int:
    """The lives of the app, one after another. `one` gives the code a life ended with, below 0 for a signal."""
    locked, quick = False, 0
    while True:
        began = time.monotonic()
        code = one(locked)
        quick = quick + 1 if time.monotonic() - began < QUICK else 0
        if code != Exit.LOCKED or quick > MOST_QUICK:
            break
        terminal.restore(MODES + AWAY)
        locked = True
    if code == Exit.DONE:
        terminal.restore(MODES + AWAY)
        return code
    if code in _ENDED:
        terminal.restore(MODES)  # what the app said last stays in sight
        return code
    terminal.restore(MODES + AWAY + WIPE)
    stopped = _("Het programma is gestopt. Wat bewaard was, is veilig.")
    terminal.say(stopped + " " + _("Niet wachten bij gevaar: bel 112. Advies: Veilig Thuis 0800-2000."))
    return 128 - code if code < 0 else Exit.CRASHED


class _Terminal:
    """The terminal as it was found. Nothing here fails when it has gone meanwhile."""

    def __init__(self) -> None:
        self._state: list[int | list[bytes | int]] | None = None
        with suppress(ImportError):  # Windows
            import termios

            with suppress(termios.error):
                self._state = termios.tcgetattr(_STDIN)

    def restore(self, sequences: str) -> None:
        """Sends these, and gives the terminal its state back, unless it is another program's turn."""
        if not _in_front():
            return
        self._write(sequences)
        if self._state is not None:
            import termios

            with suppress(termios.error):
                termios.tcflush(_STDIN, termios.TCIFLUSH)  # what was typed for the app is not for the shell
                termios.tcsetattr(_STDIN, termios.TCSANOW, self._state)

    def say(self, line: str) -> None:
        """One line on standard error."""
        self._write(line + "\n")

    def _write(self, text: str) -> None:
        rest = text.encode(getattr(sys.stderr, "encoding", None) or "ascii", "replace")
        with suppress(OSError):  # not by `sys.stderr`: that keeps what failed, and fails again at the end
            while rest:
                rest = rest[os.write(_STDERR, rest) :]


def _in_front() -> bool:
    """Whether the terminal is ours; after Ctrl+Z the shell's, and then the app has tidied up already."""
    if os.name == "nt":
        return True
    try:
        return os.tcgetpgrp(_STDIN) == os.getpgrp()
    except OSError:  # no terminal with jobs, or none any more
        return True


class _Keeper:
    """Looks after one process at a time: passes on what asks it to end, and stops and goes on with it."""

    def __init__(self) -> None:
        self._process = 0
        self._asked = 0
        self._before: dict[int, _Handler] = {}

    def __enter__(self) -> _Keeper:
        handlers: dict[int, _Handler] = dict.fromkeys((signal.SIGTERM, signal.SIGHUP), self._pass_on)
        # the terminal sends these to both, and the app decides
        handlers |= dict.fromkeys((signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP), signal.SIG_IGN)
        handlers |= {signal.SIGALRM: self._force, signal.SIGCHLD: signal.SIG_DFL}
        for number, handler in handlers.items():
            before = signal.getsignal(number)
            if number != signal.SIGHUP or before != signal.SIG_IGN:  # `nohup` is respected
                self._before[number] = before
                signal.signal(number, handler)
        return self

    def __exit__(self, *_error: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        self._give_back()

    def life(self, child: Callable[[bool], int], locked: bool, terminal: _Terminal) -> int:
        """One process of the app, from start to end. Gives its code, below 0 for the signal that ended it."""
        blocked, own = signal.pthread_sigmask(signal.SIG_BLOCK, self._before), os.getpid()
        self._process = os.fork()
        if not self._process:
            self._give_back()
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            _live(lambda: child(locked), own, terminal)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        code = self._wait(self._process)
        self._process = 0
        return -self._asked if code == Exit.LOCKED and self._asked else code

    def _wait(self, process: int) -> int:
        while True:
            _found, status = os.waitpid(process, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                return os.waitstatus_to_exitcode(status)
            if self._asked:
                continue
            os.kill(os.getpid(), signal.SIGSTOP)  # the shell waits for this process, not for the app
            found, status = os.waitpid(process, os.WNOHANG | os.WCONTINUED)
            if not found:  # only this process was told to go on; telling the app twice would start its screen twice
                os.kill(process, signal.SIGCONT)
            elif not os.WIFCONTINUED(status):
                return os.waitstatus_to_exitcode(status)

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        if not self._asked:
            signal.setitimer(signal.ITIMER_REAL, GRACE)
        self._asked = number
        self._send(number)

    def _force(self, _number: int, _frame: FrameType | None) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, number)

    def _give_back(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _live(child: Callable[[], int], parent: int, terminal: _Terminal) -> NoReturn:
    """The new process. It never comes back here as a second parent, whatever happens."""
    code = int(Exit.CRASHED)
    try:
        from meldcode.harden import end_with, harden

        harden()
        end_with(parent)
        code = child()
    except MeldcodeError as error:
        from meldcode.cli import say

        terminal.restore(MODES + AWAY)
        code = say(error.message, error.hint, error.exit_code)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:  # whatever it is: a traceback or the error's own text could show an answer
        from meldcode.crash import crash_notice

        terminal.restore(MODES + AWAY + WIPE)
        terminal.say(crash_notice())
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code & 0xFF)


def _run_windows(child: Callable[[bool], int], terminal: _Terminal) -> int:
    """The same without fork: this program anew, told by a variable to be the app. Not tested: no Windows at hand."""
    told = os.environ.pop(CHILD, "")
    if told:
        from meldcode.harden import harden

        harden()
        return child(told == "locked")

    def one(locked: bool) -> int:
        import subprocess

        command = [*program(), *sys.argv[1:]]
        known = os.environ | {CHILD: "locked" if locked else "open"}
        return subprocess.run(command, env=known, check=False).returncode  # noqa: S603  this program, as it was called

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the console sends it to both, and the app decides
    return _lives(one, terminal)
