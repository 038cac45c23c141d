"""Works in a store on a disk that is full: `python -m tests.dossier.full EXPERIMENT FOLDER`, the passphrase on stdin.

In a process of its own, because a limit to the size of files holds for a whole process. Prints what it counted as
JSON; what must never be ends it with an `AssertionError`.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from meldcode.dossier import keys
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create
from meldcode.dossier.sealed import backup, hand_over, receive, restore
from meldcode.dossier.trouble import NotSavedError, WrongSecretError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from tests.dossier.helper import DIGEST, LAYERS
from tests.dossier.operations import answers_in, clock, new_store, opened, text_of

_AT_ONCE = 60
"""Answers to one step, at most; by then a disk with room for a few pages is full."""
_OTHER = "groene boot achter het huis"


class Disk(Protocol):
    """A disk that can be filled up to a little room, and freed again."""

    steps: int
    some: range
    """Fewer steps and wider, for what takes longer and may need more room."""

    def squeeze(self, step: int) -> None:
        """Leave as much room as belongs to this step."""

    def free(self) -> None:
        """Room for everything again."""


class Limit:
    """No file may be written past so many bytes: halfway a journal, halfway the database. Needs no rights."""

    def __init__(self, home: Home) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self._home = home
        self.steps = 128
        self.some = range(0, self.steps, 5)

    def squeeze(self, step: int) -> None:
        """First small files cannot be written, then the end of the large one cannot."""
        size = self._home.db.stat().st_size if self._home.db.exists() else 0
        limit = 512 * step if step < 64 or not size else size - 4096 * 2 + 512 * (step - 64)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def free(self) -> None:
        """No limit."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Ballast:
    """A small file system, filled with a file up to so many free blocks."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "ballast"
        found = os.statvfs(folder)
        self._block = found.f_frsize
        self.steps = 40
        self.some = range(0, self.steps * 4, 7)

    def squeeze(self, step: int) -> None:
        """As many free blocks as the step's number."""
        self.free()
        found = os.statvfs(self._path.parent)
        with self._path.open("wb", buffering=0) as file:
            for _block in range(found.f_bavail - step):
                file.write(b"\xff" * self._block)

    def free(self) -> None:
        """Without the file."""
        self._path.unlink(missing_ok=True)


def said(error: MeldcodeError) -> str:
    """One sentence what happened, and a hint."""
    assert error.message == " ".join(error.message.split())
    assert not error.message.endswith(".")
    assert ". " not in error.message
    assert error.hint.endswith(".")
    return error.message


def answering(disk: Disk, folder: Path, passphrase: str) -> dict[str, int]:
    """Answers until the disk refuses one, for each size of the room that is left."""
    home, code = new_store(folder, passphrase, 20)
    kept: list[object] = [text_of(number) for number in range(20)]
    vault = opened(home, passphrase)
    dossier, seen = Dossier(vault, code), Counter[str]()
    for step in range(disk.steps):
        disk.squeeze(step)
        try:
            for _time in range(_AT_ONCE):
                dossier.append(Answered(clock(), "vraag", text_of(len(kept) * 8)))
                kept.append(text_of(len(kept) * 8))
        except NotSavedError as error:
            seen[said(error)] += 1
        assert [event.value for event in dossier.events() if isinstance(event, Answered)] == kept
        if isinstance(disk, Ballast):
            assert answers_in(vault, code) == kept, "on a full disk all can still be read"
            vault.close()
            vault = opened(home, passphrase)
            assert answers_in(vault, code) == kept, "and be opened"
        disk.free()
        dossier = Dossier(vault, code)
        dossier.append(Answered(clock(), "vraag", text_of(len(kept) * 8)))
        kept.append(text_of(len(kept) * 8))
        if step % 4 == 0:
            vault.close()
            vault = opened(home, passphrase)
            dossier = Dossier(vault, code)
        assert answers_in(vault, code) == kept
    vault.close()
    return dict(seen)


def changing(disk: Disk, folder: Path, passphrase: str) -> dict[str, int]:
    """Each change to the whole store, for each size of the room that is left: done, or as it was."""
    home, _code = new_store(folder, passphrase, 20)
    vault = opened(home, passphrase)
    backup(vault, folder / "kopie")
    disk.free()
    vault.close()
    seen = Counter[str]()
    for name, (change, undo) in CHANGES.items():
        for step in disk.some:
            vault = opened(home, passphrase)
            before, reopen = vault.list(), undo
            disk.squeeze(step)
            try:
                change(vault, folder)
            except MeldcodeError as error:
                said(error)
                reopen = opened  # what was refused has changed nothing, not even who may open it
                seen[f"{name}: no"] += 1
            else:
                seen[f"{name}: yes"] += 1
            disk.free()
            try:
                vault.note("looked")  # it goes on in the same process, whatever came before
            except NotSavedError as error:
                assert name == "rekey", name
                seen[f"{name}: {said(error)}"] += 1
            vault.close()
            vault = reopen(home, passphrase)
            assert {entry.code for entry in before} <= {entry.code for entry in vault.list()}
            vault.close()
    return dict(seen)


def making(disk: Disk, folder: Path, passphrase: str) -> dict[str, int]:
    """A new store, or a backup put back, for each size of the room that is left: whole, or nothing."""
    seen = Counter[str]()
    home = Home(folder / "nieuw" / "dossiers")
    for step in range(0, disk.steps, 2):
        disk.squeeze(step)
        try:
            create(home, passphrase, new_recovery_code(), clock=clock).close()
        except MeldcodeError as error:
            said(error)
            seen["create: no"] += 1
        else:
            seen["create: yes"] += 1
        disk.free()
        if not home.exists():
            create(home, passphrase, new_recovery_code(), clock=clock).close()
        vault = opened(home, passphrase)
        vault.note("looked")
        backup(vault, folder / "kopie")
        vault.close()
        disk.squeeze(step)
        try:
            restore(home, folder / "kopie", passphrase, clock=clock)[0].close()
        except MeldcodeError as error:
            said(error)
            seen["restore: no"] += 1
        else:
            seen["restore: yes"] += 1
        disk.free()
        opened(home, passphrase).close()
        left = {path.name for path in (folder / "nieuw").iterdir() if not path.name.startswith("dossiers.old-")}
        assert left == {"dossiers"}, left
        shutil.rmtree(folder / "nieuw")
    return dict(seen)


def _passphrase_back(home: Home, passphrase: str) -> Vault:
    try:
        return opened(home, passphrase)
    except WrongSecretError:
        vault = opened(home, _OTHER)
        vault.change_passphrase(passphrase)
        vault.close()
        return opened(home, passphrase)


def _begin(vault: Vault, _folder: Path) -> None:
    vault.begin("zaak 2", DIGEST, LAYERS).append(Answered(clock(), "vraag", text_of(8)))


def _erase(vault: Vault, folder: Path) -> None:
    """A dossier of its own, so that the others are still there afterwards."""
    known = {entry.code for entry in vault.list()}
    _begin(vault, folder)
    for entry in vault.list():
        if entry.code not in known:
            vault.erase(entry.code, "verzonnen")


def _pass_on(vault: Vault, _folder: Path) -> None:
    code = vault.list()[-1].code
    receive(vault, hand_over(vault, code, vault.receive_key))


def _small(vault: Vault, _folder: Path) -> None:
    vault.go(vault.list()[-1].code, os.urandom(4).hex())
    vault.set("who", os.urandom(4).hex())


Change = Callable[[Vault, Path], object]
Undo = Callable[[Home, str], Vault]
CHANGES: dict[str, tuple[Change, Undo]] = {
    "begin": (_begin, opened),
    "erase": (_erase, opened),
    "small": (_small, opened),
    "pass on": (_pass_on, opened),
    "backup": (lambda vault, folder: backup(vault, folder / "kopie"), opened),
    "passphrase": (lambda vault, _folder: vault.change_passphrase(_OTHER), _passphrase_back),
    "recovery": (lambda vault, _folder: vault.change_recovery(new_recovery_code()), opened),
    "rekey": (lambda vault, _folder: vault.rekey(), opened),
}


def main() -> None:
    """Do one experiment and print what was counted."""
    kind, work, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    passphrase = sys.stdin.read()
    keys.COST = 2**4
    home = Home(folder / ("nieuw" if work == "making" else "") / "dossiers")
    disk: Disk = Limit(home) if kind == "limit" else Ballast(folder)
    experiment = {"answering": answering, "changing": changing, "making": making}[work]
    sys.stdout.write(json.dumps(experiment(disk, folder, passphrase)))


if __name__ == "__main__":
    main()
