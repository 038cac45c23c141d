"""Making the store, and opening it. A new store appears whole in its place, or not at all."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from meldcode.dossier import tries
from meldcode.dossier.chain import HeadFile, Mark, genesis
from meldcode.dossier.database import Database, damaged
from meldcode.dossier.events import Noted
from meldcode.dossier.home import Home, prepare
from meldcode.dossier.keys import Keys, new_database_key, new_keys, read_keys, write_keys
from meldcode.dossier.trouble import BusyError, DamagedError, StoreError, WrongSecretError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.files import sync_folder
from meldcode.i18n import _

Clock = Callable[[], datetime]
_NEW = "dossiers.new"
_COPY = "dossiers.copy"
_READY = "dossiers.ready"
_RANDOM = "[0-9a-f]" * 16
_TRIAL = f".{_RANDOM}.new"
"""What `home.prepare` writes to see whether it can."""


def create(home: Home, passphrase: str, recovery: str, *, clock: Clock, who: str = "", organisation: str = "") -> Vault:
    """Make an empty store and open it. Raises `StoreError` when there is one already, or none can be made."""
    finish_swap(home)
    if home.exists():
        raise StoreError(_("er zijn al dossiers op deze plaats"), _("Open ze met uw wachtwoordzin."))
    prepare(home)
    keys = new_keys(passphrase, recovery, organisation)
    fresh = Home(home.folder.with_name(f"{_NEW}-{secrets.token_hex(8)}"))
    try:
        with own_folder(fresh):
            Database(fresh.db, keys.database[0], new=True).close()
            write_keys(fresh.key, keys)
            store = bytes.fromhex(keys.store)
            head = HeadFile(fresh.head, store)
            head.write(Mark(0, genesis(store)))
            head.close()
            swap_in(fresh, home, "")
    except OSError as error:
        raise not_made() from error
    vault = open_with(home, keys, clock)
    try:
        vault.set("who", who)
        vault.append("", Noted(clock(), "created"), None)
    except BaseException:
        vault.close()  # or nobody could open what was made, as long as this program runs
        raise
    return vault


def unlock(home: Home, secret: str, *, clock: Clock) -> Vault:
    """Open the store with the passphrase, the recovery code or the organisation's age identity.

    Raises `WrongSecretError` (and each next try must wait longer), `BusyError`, `DamagedError` or `NewerError`;
    none of them changes anything.
    """
    waiting = tries.wait(home.tries, clock())
    if waiting:
        raise WrongSecretError(waiting)
    finish_swap(home)
    try:
        keys = read_keys(home.key, secret)
    except WrongSecretError:
        tries.wrong(home.tries, clock())
        raise WrongSecretError(tries.wait(home.tries, clock())) from None
    vault = open_with(home, keys, clock)
    tries.right(home.tries)
    return vault


def open_with(home: Home, keys: Keys, clock: Clock) -> Vault:
    """Open the database with the keys: the newest that fits."""
    if not home.db.exists():
        raise DamagedError(
            _("het bestand met dossiers is weg"),
            _("De sleutel is er nog. Zet {name} terug, of een reservekopie met `meldcode dossier restore`.").format(
                name=home.db.name
            ),
        )
    database = _database(home.db, keys)
    try:
        fits = replace(keys, database=(database.key,))
        vault = Vault(home, fits, database, clock)
    except BaseException:
        database.close()
        raise
    if not database.read_only:  # from here on nobody else has the store open
        _tidy(home)
    if fits != keys and not vault.read_only:  # a rekey was killed: the key that did not come about is forgotten
        with contextlib.suppress(MeldcodeError):
            write_keys(home.key, fits)
    return vault


def _database(path: Path, keys: Keys) -> Database:
    trouble: StoreError = damaged()
    for key in keys.database:
        try:
            return Database(path, key)
        except DamagedError as error:
            trouble = error
    raise trouble


def _tidy(home: Home) -> None:
    """What work that was killed left behind: encrypted copies, and key files that an old passphrase may open."""
    with contextlib.suppress(OSError):
        for pattern in (f"{_COPY}-*", ".dossiers.*.new", ".dossiers.*.old", _TRIAL):
            for left in home.folder.glob(pattern):
                left.unlink()
        for pattern in (f"{_NEW}-{_RANDOM}", _READY):
            for folder in home.folder.parent.glob(pattern):
                if folder != home.folder:
                    shutil.rmtree(folder, ignore_errors=True)


def copy_name(home: Home) -> Path:
    """A name for a passing copy beside the database."""
    return home.folder / f"{_COPY}-{secrets.token_hex(8)}"


# folders change places whole


class own_folder:
    """A folder that is removed again when the work in it fails."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def __enter__(self) -> None:
        self.home.folder.mkdir(mode=0o700, parents=True)

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is not None:
            shutil.rmtree(self.home.folder, ignore_errors=True)


def swap_in(fresh: Home, home: Home, aside: str) -> Path | None:
    """Give a finished folder its name. What had that name is kept aside under `aside`, and that path is returned.

    Without `aside` nothing may be there: another program may have made a store meanwhile.
    """
    sync_folder(fresh.folder)
    old: Path | None = None
    if home.exists() and not aside:
        raise StoreError(_("er zijn al dossiers op deze plaats"), _("Open ze met uw wachtwoordzin."))
    if home.exists():
        old = home.folder.with_name(aside)
        ready = home.folder.with_name(_READY)  # found by `finish_swap` when we are killed between two names
        shutil.rmtree(ready, ignore_errors=True)  # of a restore that was killed before the old folder made way
        fresh.folder.rename(ready)
        home.folder.rename(old)
        try:
            ready.rename(home.folder)
        except OSError:
            old.rename(home.folder)
            raise
    else:
        _make_way(home.folder)
        fresh.folder.rename(home.folder)
    sync_folder(home.folder.parent)
    return old


def _make_way(folder: Path) -> None:
    """Free the name of a folder without dossiers: no folder gets the name of another, on Windows not even of an empty
    one. What else is in it is kept aside."""
    for left in folder.glob(_TRIAL):
        left.unlink()
    try:
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError:
        folder.rename(folder.with_name(f"dossiers.old-{secrets.token_hex(8)}"))


def finish_swap(home: Home) -> None:
    """After a restore that was killed between two names: give the new folder its name."""
    ready = home.folder.with_name(_READY)
    if not home.exists() and Home(ready).exists():
        with contextlib.suppress(OSError):
            home.folder.rmdir()
        with contextlib.suppress(OSError):
            ready.rename(home.folder)


def refuse_busy(home: Home) -> None:
    """Raises `BusyError` when a program has these dossiers open: what it saves next would go with the old folder."""
    if not home.db.exists():
        return
    try:
        Database(home.db, new_database_key()).close()  # a key that fits nothing: who is kept out hears it before that
    except BusyError:
        raise
    except StoreError:
        return


def not_made() -> StoreError:
    """The disk would not take a new store."""
    return StoreError(
        _("de map voor dossiers kan niet gemaakt worden"),
        _("Er is niets bewaard of veranderd. Kijk of er plaats is op de schijf en of u daar mag schrijven."),
    )
