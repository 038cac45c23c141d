"""What is killed in the midst: each operation on a whole store, and what must be found afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlcipher3 import dbapi2 as sqlite

from meldcode.dossier import database, keys
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered, Begun, Noted
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.sealed import backup, restore
from meldcode.dossier.trouble import NewerError, WrongSecretError
from meldcode.dossier.vault import Vault
from tests.dossier.child import Child, Say
from tests.dossier.helper import DIGEST, LAYERS

ONLY_IN_COPY = "alleen in de kopie"


class Secrets(NamedTuple):
    """What opens the stores of these experiments: the passphrase, and another one to change to."""

    passphrase: str
    other: str


def clock() -> datetime:
    """One fixed moment."""
    return datetime(2026, 3, 2, 9, 0)


def opened(home: Home, secret: str) -> Vault:
    """The store open, with nothing the matter."""
    vault = unlock(home, secret, clock=clock)
    assert (vault.trouble, vault.read_only) == ("", False), vault.trouble
    return vault


def answers_in(vault: Vault, code: str) -> list[object]:
    """The answers of a dossier, oldest first."""
    return [event.value for event in Dossier(vault, code).events() if isinstance(event, Answered)]


def text_of(number: int) -> str:
    """An answer that tells its number, mostly short, now and then over a page long."""
    return f"{number} verzonnen " + "x" * (0 if number % 8 else number * 37 % 9_000)


def new_store(folder: Path, passphrase: str, answers: int) -> tuple[Home, str]:
    """A store with one dossier, closed again. Gives its place and the code of the dossier."""
    home = Home(folder / "dossiers")
    vault = create(home, passphrase, new_recovery_code(), clock=clock)
    code = new_dossier(vault, "zaak 1")
    vault.append_all(code, [(Answered(clock(), "vraag", text_of(number)), "", None) for number in range(answers)])
    vault.close()
    return home, code


def new_dossier(vault: Vault, label: str) -> str:
    """A dossier without answers. Gives its code."""
    dossier = vault.begin(label, DIGEST, LAYERS)
    dossier.append(Begun(clock(), "klein", "1", DIGEST))
    return dossier.code


class Operation(NamedTuple):
    """What the child does between its two dots, and what is looked at afterwards: gives the name of what was found."""

    work: Callable[[Path, Secrets, Say], None]
    check: Callable[[Path, Secrets], str]
    again: bool = False
    """Whether the next kill is in the same store, with what the last one left there."""


def prepared(folder: Path, secrets: Secrets, answers: int) -> Path:
    """A folder with a store, and beside it a backup of when it had one dossier more and no answers."""
    home, code = new_store(folder, secrets.passphrase, 0)
    vault = opened(home, secrets.passphrase)
    then = new_dossier(vault, ONLY_IN_COPY)
    backup(vault, folder / "kopie")
    vault.erase(then, "verzonnen")
    (folder / "sleutel").write_text(vault.keys.database[0], "ascii")
    many = [(Answered(clock(), "vraag", text_of(number)), "", None) for number in range(answers)]
    vault.append_all(code, many)
    vault.close()
    return folder


def _clean(folder: Path) -> None:
    """Nothing is left lying about once the store was opened."""
    left = [path.name for path in (*folder.iterdir(), *(folder / "dossiers").iterdir())]
    stray = [name for name in left if name.startswith(("dossiers.new", "dossiers.ready", "dossiers.copy", ".dossiers"))]
    assert not stray, stray


def _looked_at(folder: Path, secret: str) -> Vault:
    """The store as it is found; whether it can still be written to; clean; and then open again."""
    vault = opened(Home(folder / "dossiers"), secret)
    vault.note("looked")
    vault.close()
    _clean(folder)
    return opened(Home(folder / "dossiers"), secret)


def _create(folder: Path, secrets: Secrets, say: Say) -> None:
    say()
    create(Home(folder / "nieuw" / "dossiers"), secrets.passphrase, new_recovery_code(), clock=clock, who="wie").close()
    say()


def _created(folder: Path, secrets: Secrets) -> str:
    home = Home(folder / "nieuw" / "dossiers")
    old = not home.exists()
    if old:
        create(home, secrets.passphrase, new_recovery_code(), clock=clock, who="wie").close()
    _looked_at(folder / "nieuw", secrets.passphrase).close()
    return "old" if old else "new"


def _rekey(folder: Path, secrets: Secrets, say: Say) -> None:
    vault = opened(Home(folder / "dossiers"), secrets.passphrase)
    say()
    vault.rekey()
    say()


def _rekeyed(folder: Path, secrets: Secrets) -> str:
    before = (folder / "sleutel").read_text("ascii")
    vault = _looked_at(folder, secrets.passphrase)
    now = vault.keys.database
    assert keys.read_keys(vault.home.key, secrets.passphrase).database == now
    assert len(now) == 1, "two keys, and one of them fits nothing"
    assert answers_in(vault, _oldest(vault))
    vault.close()
    (folder / "sleutel").write_text(now[0], "ascii")
    return "old" if now[0] == before else "new"


def _oldest(vault: Vault) -> str:
    return min(vault.list(), key=lambda entry: entry.begun).code


def _backup(folder: Path, secrets: Secrets, say: Say) -> None:
    vault = opened(Home(folder / "dossiers"), secrets.passphrase)
    say()
    backup(vault, folder / "kopie")
    say()


def _backed_up(folder: Path, secrets: Secrets) -> str:
    _looked_at(folder, secrets.passphrase).close()
    place = folder / "elders"
    vault, _aside = restore(Home(place / "dossiers"), folder / "kopie", secrets.passphrase, clock=clock)
    assert vault.trouble == ""
    old = _as_copied(vault)
    vault.close()
    shutil.rmtree(place)
    return "old" if old else "new"


def _as_copied(vault: Vault) -> bool:
    return ONLY_IN_COPY in {entry.label for entry in vault.list()}


def _restore(folder: Path, secrets: Secrets, say: Say) -> None:
    say()
    restore(Home(folder / "dossiers"), folder / "kopie", secrets.passphrase, clock=clock)[0].close()
    say()


def _restored(folder: Path, secrets: Secrets) -> str:
    vault = _looked_at(folder, secrets.passphrase)
    new = _as_copied(vault)
    vault.close()
    aside = [path for path in folder.iterdir() if path.name.startswith("dossiers.old-")]
    assert len(aside) == new, "what was there is kept, once"
    for kept in aside:
        (folder / "terug").mkdir()
        kept.rename(folder / "terug" / "dossiers")
        before = _looked_at(folder / "terug", secrets.passphrase)
        assert not _as_copied(before)
        before.close()
    _restore(folder, secrets, lambda: None)  # and it can be done over
    return "new" if new else "old"


def _change(folder: Path, secrets: Secrets, say: Say) -> None:
    vault = opened(Home(folder / "dossiers"), secrets.passphrase)
    say()
    vault.change_passphrase(secrets.other)
    say()


def _changed(folder: Path, secrets: Secrets) -> str:
    try:
        _looked_at(folder, secrets.passphrase).close()
    except WrongSecretError:
        _looked_at(folder, secrets.other).close()
        return "new"
    try:
        opened(Home(folder / "dossiers"), secrets.other).close()
    except WrongSecretError:
        return "old"
    raise AssertionError("both passphrases open it")


def _to_two(connection: sqlite.Connection) -> None:
    """A change of format that touches everything."""
    connection.execute("CREATE TABLE later(seq INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT")
    connection.execute("INSERT INTO later SELECT seq, length(body) FROM payload")
    connection.execute("ALTER TABLE dossier ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    connection.execute("UPDATE payload SET body = CAST(body || ' ' AS BLOB)")
    connection.execute("UPDATE payload SET body = substr(body, 1, length(body) - 1)")


def _migrate(folder: Path, secrets: Secrets, say: Say) -> None:
    _two_formats()
    say()
    unlock(Home(folder / "dossiers"), secrets.passphrase, clock=clock).close()
    say()


def _migrated(folder: Path, secrets: Secrets) -> str:
    try:
        opened(Home(folder / "dossiers"), secrets.passphrase).close()
        found = "old"
    except NewerError:
        found = "new"
    child = Child(partial(_look_with_two, folder, secrets))
    assert child.end() == 1
    return found


def _look_with_two(folder: Path, secrets: Secrets, say: Say) -> None:
    _two_formats()
    vault = opened(Home(folder / "dossiers"), secrets.passphrase)
    sizes = vault._database.rows("SELECT seq, size FROM later WHERE seq IN (SELECT seq FROM payload) ORDER BY seq")
    assert sizes == vault._database.rows("SELECT seq, length(body) FROM payload ORDER BY seq")
    assert answers_in(vault, _oldest(vault))
    vault.append("", Noted(clock(), "looked"), None)
    vault.close()
    say()


def _two_formats() -> None:
    database.FORMAT = 2
    database.MIGRATIONS[1] = _to_two


OPERATIONS = {
    "create": Operation(_create, _created),
    "rekey": Operation(_rekey, _rekeyed, again=True),
    "backup": Operation(_backup, _backed_up),
    "restore": Operation(_restore, _restored),
    "passphrase": Operation(_change, _changed),
    "migration": Operation(_migrate, _migrated),
}
