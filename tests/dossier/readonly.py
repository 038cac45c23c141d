"""A store in a folder, or with a file, that may only be read: `python -m tests.dossier.readonly FOLDER`.

In a process of its own, because rights do not bind root: it becomes another user when it has to. The folder must be
one that this user can reach. What must never be ends it with an `AssertionError`.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from meldcode.dossier import keys
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.events import Answered
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.sealed import backup, hand_over, restore
from meldcode.dossier.trouble import NotSavedError, StoreError
from tests.dossier.child import Child, Say
from tests.dossier.helper import PASSPHRASE
from tests.dossier.operations import answers_in, clock, new_store, opened, text_of

NOBODY = 65534
REFUSED = "mag niet geschreven worden"


def read_only(folder: Path, home: Home, code: str, locked: Path) -> None:
    """With this path shut for writing, all can be read and nothing changed; opened again, all goes on."""
    open_, shut = (0o700, 0o500) if locked.is_dir() else (0o600, 0o400)
    locked.chmod(shut)
    before = {path.name: path.read_bytes() for path in home.folder.iterdir()}
    vault = unlock(home, PASSPHRASE, clock=clock)
    assert vault.read_only
    assert vault.trouble == "in de map met dossiers mag niet geschreven worden", vault.trouble
    assert vault.trouble_hint
    assert not vault.can_accept
    dossier = vault.open(code)
    assert answers_in(vault, code) == [text_of(number) for number in range(5)]
    with pytest.raises(NotSavedError, match=REFUSED):
        dossier.append(Answered(clock(), "vraag", "verzonnen"))
    dossier.go("vraag_3")
    assert hand_over(vault, code, vault.receive_key)
    backup(vault, folder / "kopie")
    vault.close()
    assert {path.name: path.read_bytes() for path in home.folder.iterdir()} == before
    locked.chmod(open_)
    back, _aside = restore(Home(folder / "elders" / locked.name), folder / "kopie", PASSPHRASE, clock=clock)
    assert answers_in(back, code) == [text_of(number) for number in range(5)]
    back.close()
    vault = opened(home, PASSPHRASE)
    vault.note("looked")
    vault.close()


def halfway(home: Home, say: Say) -> None:
    """Part of a change is in the database and all of it in the journal."""
    vault = opened(home, PASSPHRASE)
    connection = vault._database._connection
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE payload SET body = CAST(body || ' ' AS BLOB)")
    connection.execute("CREATE TABLE filling(text TEXT)")
    connection.executemany("INSERT INTO filling VALUES (?)", [("x" * 3_000,)] * 300)
    say()
    signal.pause()


def main() -> None:
    """All of it."""
    folder = Path(sys.argv[1])
    keys.COST = 2**4
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    home, code = new_store(folder, PASSPHRASE, 5)
    for locked in (home.folder, home.db):
        read_only(folder, home, code, locked)
    child = Child(partial(halfway, home))
    assert child.wait_for(1) == 1
    child.kill()
    home.folder.chmod(0o500)
    home.db.chmod(0o400)
    before = home.db.read_bytes()
    with pytest.raises(StoreError, match=REFUSED):  # to read it, what was half done would have to be undone
        unlock(home, PASSPHRASE, clock=clock)
    assert home.db.read_bytes() == before
    home.folder.chmod(0o700)
    home.db.chmod(0o600)
    vault = opened(home, PASSPHRASE)
    assert answers_in(vault, code) == [text_of(number) for number in range(5)]
    vault.close()
    other = folder / "dicht"
    other.mkdir(0o500)
    with pytest.raises(StoreError, match=REFUSED):
        create(Home(other / "dossiers"), PASSPHRASE, new_recovery_code(), clock=clock)


if __name__ == "__main__":
    main()
