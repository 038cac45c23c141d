"""The app as a job of a shell: it stops as one, and leaves the screen to whose turn it is."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from tests.test_launch import CLEAN, DRAWS, OWN_TERMINAL, WAITS, WIPED, launched

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes and pseudo-terminals of POSIX")

SHELL = """
import signal
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if job:
    os.setpgid(job, job)
    os.tcsetpgrp(0, job)
    assert os.WIFSTOPPED(os.waitpid(job, os.WUNTRACED)[1])
    os.tcsetpgrp(0, os.getpgrp())
    os.write(2, b"de shell is aan de beurt;")
    go_on(job)
    os.killpg(job, signal.SIGCONT)
    code = os.waitstatus_to_exitcode(os.waitpid(job, os.WUNTRACED)[1])
    os.tcsetpgrp(0, os.getpgrp())
    os._exit(code)
os.setpgid(0, 0)
while os.tcgetpgrp(0) != os.getpgrp():
    pass
signal.signal(signal.SIGTTOU, signal.SIG_DFL)
"""
"""As small as a shell with jobs can be: what comes after this is its job; it stops once and `go_on` says what then."""


def test_the_whole_job_stops_and_goes_on_with_the_app() -> None:
    stops = """
def child(locked):
    on = []
    signal.signal(signal.SIGCONT, lambda *_: on.append(1))
    os.kill(os.getpid(), signal.SIGSTOP)
    os.write(2, b"verder: %d keer" % len(on))
    return 3
sys.exit(launch.run(child))
"""
    in_front = "def go_on(job):\n    os.tcsetpgrp(0, job)\n"
    with launched(OWN_TERMINAL + in_front + SHELL + DRAWS + stops) as shown:
        assert shown.ended() == 3
        assert b"de shell is aan de beurt;verder: 1 keer" in shown.seen


def test_an_app_killed_behind_the_shell_leaves_the_shell_its_screen() -> None:
    stops = WAITS.replace("draw()", "os.write(2, b'<%d>' % os.getpid())\n    os.kill(os.getpid(), signal.SIGSTOP)")
    behind = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])\n"
    behind += "def go_on(job):\n    signal.sigwait([signal.SIGUSR1])\n"
    with launched(OWN_TERMINAL + behind + SHELL + DRAWS + stops) as shown:
        app = shown.child()
        shown.until(b"de shell is aan de beurt;")
        os.kill(app, signal.SIGKILL)
        shown.process.send_signal(signal.SIGUSR1)
        assert shown.ended() == 128 + signal.SIGKILL
        assert WIPED not in shown.seen
        assert CLEAN not in shown.seen
