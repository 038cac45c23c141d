"""The process of the app keeps what it knows inside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_terminal import environment

CANARY = "KANARIE-7f3a"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="prctl and /proc of Linux")


def output(script: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """What this script says and shows."""
    command = [sys.executable, "-c", script]
    known = environment(**more)
    return subprocess.run(command, capture_output=True, text=True, env=known, cwd=cwd, timeout=60, check=False)


@linux_only
def test_the_process_may_not_be_dumped_read_or_traced_and_makes_private_files() -> None:
    script = """
import ctypes, faulthandler, json, os, resource
from meldcode.harden import harden
libc = ctypes.CDLL(None)
assert faulthandler.is_enabled()
before = libc.prctl(3, 0, 0, 0, 0)
harden()
core = resource.getrlimit(resource.RLIMIT_CORE)
print(json.dumps([before, libc.prctl(3, 0, 0, 0, 0), core, os.umask(0), faulthandler.is_enabled()]))
"""
    assert json.loads(output(script, PYTHONFAULTHANDLER="1").stdout) == [1, 0, [0, 0], 0o077, False]


DUMPS = """
import os, resource
_, most = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
from meldcode.harden import harden
process = os.fork()
if not process:
    harden()
    os.abort()
print(os.WCOREDUMP(os.waitpid(process, 0)[1]))
"""


@linux_only
def test_an_abort_leaves_no_core(tmp_path: Path) -> None:
    assert output(DUMPS, tmp_path).stdout == "False\n"
    assert not list(tmp_path.iterdir())


READS = """
import ctypes, os, sys
from meldcode.harden import harden
import faulthandler, logging, resource, threading
if os.getuid() == 0:  # root may read everything, so be somebody else
    os.setgid(65534)
    os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
secret = ctypes.create_string_buffer(b"KANARIE-7f3a")
ready, tell = os.pipe()
process = os.fork()
if not process:
    if sys.argv[1:] == ["hard"]:
        harden()
    os.write(tell, b".")
    os.read(ready, 0)
    import signal
    signal.pause()
os.read(ready, 1)
try:
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        memory.seek(ctypes.addressof(secret))
        print(memory.read(12))
except OSError as error:
    print(type(error).__name__)
os.kill(process, 9)
os.waitpid(process, 0)
"""


@linux_only
@pytest.mark.parametrize(("word", "found"), [("soft", f"{CANARY.encode()!r}\n"), ("hard", "PermissionError\n")])
def test_another_process_of_this_user_cannot_read_the_memory(word: str, found: str) -> None:
    command = [sys.executable, "-c", READS, word]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=60, check=False)
    if word == "soft" and ended.stdout == "PermissionError\n":
        pytest.skip("this system closes every process already")
    assert ended.stdout == found, ended.stderr


FAILURES = {
    "in the program": "raise error()",
    "with a cause": "\ntry:\n    raise error()\nexcept ValueError as e:\n    raise KeyError('KANARIE-7f3a') from e",
    "in a thread": "import threading\ndef run():\n    raise error()\nthreading.Thread(target=run).start()",
    "in a finaliser": "class Gone:\n    def __del__(self):\n        raise error()\nGone()",
    "in a task": "import asyncio\nasync def fail():\n    raise error()\nasync def main():\n"
    "    task = asyncio.create_task(fail())\n    await asyncio.wait([task])\nasyncio.run(main())",
    "in a callback": "import asyncio\ndef fail():\n    raise error()\nasync def main():\n"
    "    asyncio.get_running_loop().call_soon(fail)\n    await asyncio.sleep(0)\nasyncio.run(main())",
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
def test_what_nobody_catches_is_said_without_values(failure: str) -> None:
    prelude = "from meldcode.harden import harden\nharden()\ndef error():\n    return ValueError('KANARIE-7f3a')\n"
    ended = output(prelude + failure)
    assert CANARY not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    if "asyncio" not in failure:
        assert ended.stderr.startswith("Geef deze code door aan wie het programma beheert: ")
        assert "Error <string>:" in ended.stderr
        assert len(ended.stderr.splitlines()) == 1


def test_a_system_that_lacks_all_of_it_goes_without() -> None:
    script = """
import sys
sys.modules["resource"] = None
sys.modules["ctypes"] = None
from meldcode.harden import harden
harden()
print("ok")
"""
    ended = output(script)
    assert (ended.stdout, ended.stderr) == ("ok\n", "")
