"""Works in a store and is killed at it: `python -m tests.dossier.worker EXPERIMENT FOLDER`, the passphrase on stdin.

This process has everything imported and forks one child after the other, each before a database is open in it: to
start Python anew a thousand times would take minutes. It looks at the store after each kill, and prints what it
counted as JSON. What must never be ends it with an `AssertionError`.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from meldcode.dossier import keys
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered
from meldcode.dossier.home import Home
from tests.dossier.child import Child, Say
from tests.dossier.operations import OPERATIONS, Secrets, answers_in, clock, new_store, opened, prepared, text_of
from tests.effort import tries

KILLS, ANSWERS, MIDWAY = tries(200, 8), tries(5_000, 8), tries(60, 6)
"""Kills while answering, answers acknowledged, kills in the midst of each large operation."""
_AT_ONCE = 55
"""Answers between two kills, at most."""
_STEPS = ("open", "fsync", "fdatasync", "ftruncate", "rename", "replace", "link", "unlink", "rmdir", "mkdir")
"""What Python itself does to the disk; the steps of SQLite are met at random."""
_DICE = random.Random()  # noqa: S311  # moments to kill at, no secrets

# killed while answering


def answering(folder: Path, secrets: Secrets) -> dict[str, int]:
    """Answers as fast as it goes, killed at any moment, from before the store is open on."""
    kills = total = more = 0
    while kills < KILLS or total < ANSWERS:
        if kills % max(KILLS // 4, 1) == 0:  # a fresh store now and then: to open a long one takes its time
            home, code = new_store(folder / str(kills), secrets.passphrase, 0)
            kept = 0
        child = Child(partial(_answer, home, secrets.passphrase, code, kept))
        told = child.wait_for(_DICE.randrange(_AT_ONCE))
        told += child.wait_at_most(_DICE.uniform(0, 0.003 if told else 0.02))
        told += child.kill()
        vault = opened(home, secrets.passphrase)
        found = answers_in(vault, code)
        assert found == [text_of(number) for number in range(len(found))], "not in order, or not whole"
        assert kept + told <= len(found) <= kept + told + 1, f"{kept + told} acknowledged, {len(found)} there"
        assert vault.entry(code).last == vault.mark.seq, "the row for lists lags behind"
        assert vault.place(code) in {f"vraag_{number // 8 * 8}" for number in (len(found), len(found) - 1)} or not found
        vault.close()
        kills, total, more = kills + 1, total + told, more + len(found) - kept - told
        kept = len(found)
    return {"kills": kills, "acknowledged": total, "kept though not acknowledged": more}


def _answer(home: Home, passphrase: str, code: str, number: int, say: Say) -> None:
    dossier = Dossier(opened(home, passphrase), code)
    while True:
        if number % 8 == 0:
            dossier.go(f"vraag_{number}")
        dossier.append(Answered(clock(), "vraag", text_of(number)))
        say()
        number += 1


# killed in the midst of an operation on the whole store


def at_random(name: str, kills: int, folder: Path, secrets: Secrets) -> dict[str, int]:
    """So many kills between the two dots, at any moment."""
    operation, seen, place = OPERATIONS[name], Counter[str](), 0
    start = prepared(folder / "start", secrets, answers=400)
    shutil.copytree(start, folder / "0")
    child = Child(partial(operation.work, folder / "0", secrets))
    child.wait_for(1)
    since = perf_counter()
    assert child.wait_for(1) == 1
    takes = perf_counter() - since
    child.end()
    while seen["midway"] < kills:
        if not operation.again:
            shutil.rmtree(folder / str(place))
            place += 1
            shutil.copytree(start, folder / str(place))
        child = Child(partial(operation.work, folder / str(place), secrets))
        child.wait_for(1)
        done = child.wait_at_most(_DICE.uniform(0, takes)) + child.kill()
        seen["done" if done else "midway"] += 1
        found = operation.check(folder / str(place), secrets)
        assert not done or found != "old", "it was done, and it is not there"
        seen[found] += 1
    return dict(seen)


def at_every_step(name: str, folder: Path, secrets: Secrets, links: bool = True) -> dict[str, int]:
    """One kill before each step that Python does to the disk, each in a fresh store; also on a disk without links."""
    if not links:
        setattr(os, "link", _no_links)  # noqa: B010  # for this process and those it forks
    operation, seen, step, done = OPERATIONS[name], Counter[str](), 0, 0
    start = prepared(folder / "start", secrets, answers=20)
    while not done:
        step += 1
        here = folder / str(step)
        shutil.copytree(start, here)
        child = Child(partial(_until, step, operation.work, here, secrets))
        done = child.end() - 1
        found = operation.check(here, secrets)
        assert not done or found != "old", "it was done, and it is not there"
        seen[found] += 1
        shutil.rmtree(here)
    seen["kills"] = step - 1
    return dict(seen)


def _until(step: int, work: Callable[[Path, Secrets, Say], None], folder: Path, secrets: Secrets, say: Say) -> None:
    """The work, killed before its so manieth step after the first dot."""

    def say_and_count() -> None:
        if say() and not started:
            started.append(True)
            _die_before(step)

    started: list[bool] = []

    work(folder, secrets, say_and_count)


def _no_links(*_names: object, **_how: object) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _die_before(step: int) -> None:
    left = step

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **named)

        return call

    for name in _STEPS:
        setattr(os, name, counted(getattr(os, name)))


def main() -> None:
    """Do one experiment and print what was counted."""
    experiment, folder = sys.argv[1], Path(sys.argv[2])
    secrets = Secrets(*sys.stdin.read().splitlines())
    keys.COST = 2**4
    name, _space, how = experiment.partition(" ")
    if name == "answering":
        counted = answering(folder, secrets)
    elif how.startswith("at every step"):
        counted = at_every_step(name, folder, secrets, links="without links" not in how)
    else:
        counted = at_random(name, int(how), folder, secrets)
    sys.stdout.write(json.dumps(counted))


if __name__ == "__main__":
    main()
