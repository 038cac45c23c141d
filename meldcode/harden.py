"""Keeps what the process knows inside the process: no core dump, no reader from outside, no values in a traceback.

Called before anything of a case is in memory. A system that lacks one of these goes without it: this never fails.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from types import TracebackType

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
"""prctl(2). Also what stops a core that the kernel hands to a program: that one does not heed RLIMIT_CORE."""


def harden() -> None:
    """No core dumps, memory closed to other processes of this user, new files private, hooks that say no values."""
    import faulthandler

    os.umask(0o077)
    with suppress(ImportError, OSError, ValueError):  # Windows has no `resource`
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)  # no core, no ptrace and no /proc/PID/mem for others of this user
    faulthandler.disable()
    _quiet_hooks()


def end_with(parent: int) -> None:
    """Linux: SIGTERM to this process when its parent dies, so that nothing that knows a case lives on unseen."""
    import signal

    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if sys.platform == "linux" and os.getppid() != parent:  # it died before that
        os.kill(os.getpid(), signal.SIGTERM)


def _prctl(option: int, value: int) -> None:
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _quiet_hooks() -> None:
    """What nobody catches is said as type, file and line; messages, chained errors and objects may hold an answer."""
    import logging
    import threading

    sys.excepthook = _said
    threading.excepthook = _said_of_thread
    sys.unraisablehook = _said_of_object
    logging.lastResort = None  # asyncio logs a failed task with its traceback and its values: to nobody, then
    logging.raiseExceptions = False


def _said(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    from meldcode.crash import code_of
    from meldcode.i18n import _

    with suppress(Exception):  # there may be no terminal left to say it on, and a hook has nobody to tell
        code = code_of(error) if error is not None else kind.__name__
        line = _("Geef deze code door aan wie het programma beheert: {code}").format(code=code)
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _said_of_thread(failed: threading.ExceptHookArgs) -> None:
    if not issubclass(failed.exc_type, SystemExit):
        _said(failed.exc_type, failed.exc_value, failed.exc_traceback)


def _said_of_object(failed: sys.UnraisableHookArgs) -> None:
    _said(failed.exc_type, failed.exc_value, failed.exc_traceback)
