"""Power cuts: a file system on a loop device that is shut down while answers are saved. Needs Linux and root.

`python -m tests.benchmarks.power_cut [cuts, 40] [ext4 or xfs]`. The cut is the kernel's own: the file system stops at
once and throws away its log, so that only what was forced to the disk is there after mounting it again. The control
does the same without forcing anything, and has to lose answers: else the cut was none.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from meldcode.dossier import database, keys
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered
from meldcode.dossier.home import Home
from meldcode.dossier.opening import unlock
from meldcode.dossier.trouble import StoreError
from meldcode.errors import MeldcodeError
from tests.dossier.child import Child, Say
from tests.dossier.helper import PASSPHRASE
from tests.dossier.operations import OPERATIONS, Secrets, answers_in, clock, new_store, opened, prepared, text_of

SHUTDOWN, WITHOUT_LOG = 0x8004587D, 2
"""The request to ext4 and XFS to stop at once, and the way that writes nothing more, not even the log."""
MEGABYTES = {"ext4": 64, "xfs": 320}
SECRETS = Secrets(PASSPHRASE, "groene boot achter het huis")
_DICE = random.Random()  # noqa: S311  # moments to cut at, no secrets
Work = Callable[[Path, Say], None]


class NotHereError(Exception):
    """Why it cannot be done on this machine."""


class Machine:
    """A disk whose power can be cut."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._image, self.disk = folder / "image", folder / "disk"
        self.disk.mkdir()
        with self._image.open("wb") as file:
            file.truncate(MEGABYTES[kind] * 2**20)
        _run(f"mkfs.{kind}", "-q", str(self._image))
        self.on()

    def on(self) -> None:
        """Mount; the file system puts itself in order from its log."""
        _run("mount", "-o", "loop", str(self._image), str(self.disk))

    def off(self) -> None:
        """Unmount."""
        _run("umount", str(self.disk))

    def cut(self) -> None:
        """The power is gone."""
        import fcntl

        descriptor = os.open(self.disk, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", WITHOUT_LOG))
        except OSError as error:
            raise NotHereError(f"this kernel does not shut a file system down: {error}") from None
        finally:
            os.close(descriptor)


def _run(*command: str) -> None:
    try:
        ended = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        raise NotHereError(f"there is no {command[0]}") from None
    if ended.returncode:
        raise NotHereError(f"{command[0]}: {ended.stderr.strip()}")


@contextlib.contextmanager
def machine(kind: str) -> Iterator[Machine]:
    """A fresh machine, switched on, and gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="meldcode-power-"))
    made = None
    try:
        made = Machine(folder, kind)
        yield made
    finally:
        if made is not None:
            with contextlib.suppress(NotHereError):
                made.off()
        shutil.rmtree(folder, ignore_errors=True)


def answers(here: Machine, cuts: int, synced: bool) -> tuple[int, int, int]:
    """So many cuts while answers are saved. Gives answers acknowledged, answers lost, cuts that lost any or more."""
    told = lost = losing = 0
    for number in range(cuts):
        home, code = new_store(here.disk / f"{'with' if synced else 'without'}-{number}", PASSPHRASE, 5)
        os.sync()
        child = Child(partial(_answer, home, code, synced))
        acknowledged = child.wait_for(_DICE.randrange(1, 60)) + child.wait_at_most(_DICE.uniform(0, 0.003))
        here.cut()
        child.kill()
        here.off()
        here.on()
        missing = acknowledged - _found(home, code, acknowledged)
        told, lost, losing = told + acknowledged, lost + missing, losing + bool(missing)
        shutil.rmtree(home.folder.parent)
    return told, lost, losing


def _answer(home: Home, code: str, synced: bool, say: Say) -> None:
    if not synced:
        settings = [one for one in database._SETTINGS if not one.startswith("synchronous")]
        database._SETTINGS = (*settings, "synchronous = OFF")  # type: ignore[assignment]
        for name in ("fsync", "fdatasync"):
            setattr(os, name, lambda _descriptor: None)
    dossier = Dossier(opened(home, PASSPHRASE), code)
    try:
        for number in range(5, 10_000):
            dossier.append(Answered(clock(), "vraag", text_of(number)))
            say()
    except StoreError:
        return  # the disk is gone


def _found(home: Home, code: str, acknowledged: int) -> int:
    """How many of the acknowledged answers are there, in a store that is in order; none of them in any other."""
    try:
        vault = unlock(home, PASSPHRASE, clock=clock)
    except StoreError:
        return 0
    try:
        found = answers_in(vault, code)
        good = not vault.trouble and found == [text_of(number) for number in range(len(found))]
        return min(len(found) - 5, acknowledged) if good else 0
    except StoreError:
        return 0
    finally:
        vault.close()


def operations(here: Machine, name: str, cuts: int) -> Counter[str]:
    """So many cuts in the midst of a change to the whole store. Gives how often it was the old or the new."""
    operation, seen, takes = OPERATIONS[name], Counter[str](), 0.0
    for number in range(cuts + 1):
        folder = prepared(here.disk / f"{name}-{number}", SECRETS, answers=100)
        os.sync()
        child = Child(partial(_work, name, folder))
        child.wait_for(1)
        if not takes:  # the first time without a cut
            start = perf_counter()
            child.wait_for(1)
            takes = perf_counter() - start
            child.end()
            continue
        done = child.wait_at_most(_DICE.uniform(0, takes))
        here.cut()
        child.kill()
        here.off()
        here.on()
        try:
            found = operation.check(folder, SECRETS)
        except (StoreError, AssertionError) as error:
            found = f"LOST ({error})"
        seen["LOST" if done and found == "old" else found] += 1
        shutil.rmtree(folder)
    return seen


def _work(name: str, folder: Path, say: Say) -> None:
    with contextlib.suppress(MeldcodeError, OSError):  # the disk is gone
        OPERATIONS[name].work(folder, SECRETS, say)


def main() -> int:
    """Cut and print. Gives 1 when an acknowledged answer was lost, or when the control lost too few."""
    cuts = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    kind = sys.argv[2] if len(sys.argv) > 2 else "ext4"
    if sys.platform != "linux" or os.geteuid() != 0:
        print("power cuts: not here, it takes Linux and root")
        return 0
    keys.COST = 2**4
    failed = False
    try:
        with machine(kind) as here:
            for synced in (True, False):
                told, lost, losing = answers(here, cuts, synced)
                name = "as it is" if synced else "control, nothing forced to the disk"
                print(f"{name}: {lost} of {told:,} acknowledged answers lost, in {losing} of {cuts} cuts", flush=True)
                failed |= bool(lost) if synced else losing < cuts / 2
            for operation in OPERATIONS:
                seen = operations(here, operation, max(1, cuts // 2))
                print(f"{operation}: {dict(seen)}", flush=True)
                failed |= any(name.startswith("LOST") for name in seen)
    except NotHereError as reason:
        print(f"power cuts: not here, {reason}")
        return 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
