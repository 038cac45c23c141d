"""A process of its own that works until it is killed. Only where processes can be forked, which is not on Windows."""

from __future__ import annotations

import os
import select
import signal
import traceback
from collections.abc import Callable

Say = Callable[[], object]
Work = Callable[[Say], None]


class Child:
    """A fork that works, and writes a dot to a pipe each time something is finished."""

    def __init__(self, work: Work) -> None:
        self._pipe, dots = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._pipe)
            try:
                work(lambda: os.write(dots, b"."))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        os.close(dots)

    def wait_for(self, dots: int) -> int:
        """Until so many dots came, or the child ended. Gives how many came."""
        seen = 0
        while seen < dots and (some := os.read(self._pipe, dots - seen)):
            seen += len(some)
        return seen

    def wait_at_most(self, seconds: float) -> int:
        """Until the next dot, or so long. Gives how many came."""
        came = bool(seconds > 0 and select.select([self._pipe], [], [], seconds)[0])
        return len(os.read(self._pipe, 1)) if came else 0

    def kill(self) -> int:
        """End it at once. Gives how many dots it had written that were not read yet."""
        os.kill(self._pid, signal.SIGKILL)
        return self.end()

    def end(self) -> int:
        """Wait until it is gone. Gives how many dots came until then."""
        seen = 0
        while some := os.read(self._pipe, 65536):
            seen += len(some)
        os.close(self._pipe)
        status = os.waitpid(self._pid, 0)[1]
        assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
        return seen
