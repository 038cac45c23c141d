"""The encrypted database: SQLCipher with the settings that lose nothing and leave nothing behind.

Why each setting: journal DELETE with synchronous EXTRA is the pair that lost no acknowledged write in simulated power
cuts (FULL lost one in four); an exclusive lock keeps a second program out; secure_delete and auto_vacuum leave no
destroyed text in the file; SQLCipher's own log would be written over the screen.
"""

from __future__ import annotations

import errno
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from meldcode.dossier.trouble import BusyError, DamagedError, NewerError, NotSavedError, StoreError
from meldcode.i18n import _

OLDEST_SQLITE = (3, 51, 3)
"""Before this a write-ahead log could lose data; the wheel brings its own SQLite, so this asks nothing of a person."""
APPLICATION = 0x4D454C44
"""In the file's header: this is a store of meldcode."""
FORMAT = 1
MIGRATIONS: dict[int, Callable[[sqlite.Connection], None]] = {}
"""From format N to N + 1, each in one transaction. Every format ever written has a file in `tests/dossier/formats`."""

_SMALLEST = 4096
"""Bytes of one page."""
_PATIENCE = 0.3
"""Seconds to wait for another program; without it SQLite's Python module waits five."""
_UNREADABLE = {"SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ"}
_BEFORE_KEY = ("cipher_log = off", "cipher_log_level = NONE")
_SETTINGS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "fullfsync = ON",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "busy_timeout = 300",
    "locking_mode = EXCLUSIVE",
)
_SCHEMA = """
CREATE TABLE ev(seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL,
                held BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE payload(seq INTEGER PRIMARY KEY REFERENCES ev(seq), salt BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE dossier(code TEXT PRIMARY KEY, last INTEGER NOT NULL, entry TEXT NOT NULL) STRICT;
CREATE TABLE place(code TEXT PRIMARY KEY, place TEXT NOT NULL) STRICT;
CREATE TABLE flow(digest TEXT PRIMARY KEY, layers TEXT NOT NULL) STRICT;
"""

Cell = str | bytes | int | None


class Database:
    """One open database. Every error of SQLite becomes a `StoreError` in plain words."""

    def __init__(self, path: Path, key: str, *, new: bool = False) -> None:
        """Open with the raw key (64 hex digits). Raises `DamagedError` when the key does not open the file."""
        if sqlite.sqlite_version_info < OLDEST_SQLITE:
            hint = _("Installeer het programma opnieuw. Er is niets veranderd.")
            raise StoreError(_("de database in dit programma is te oud om veilig op te slaan"), hint)
        if not new and path.stat().st_size < _SMALLEST:
            raise damaged()  # SQLite would take an empty file for a new database
        self.path = path
        self.key = key
        self.read_only = False
        self._lock = threading.RLock()
        with explained():
            if new:
                _make_private(path)
            self._connection = self._open(path, key, "rwc" if new else "rw")
            try:
                if new:
                    self._make()
                else:
                    self._claim(path, key)
                self._check_format()
            except BaseException:
                self._connection.close()
                raise

    def _open(self, path: Path, key: str, mode: str) -> sqlite.Connection:
        connection = sqlite.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_PATIENCE,
        )
        new = ("auto_vacuum = FULL",) if mode == "rwc" else ()  # for good; said again it would write at each opening
        for pragma in (*_BEFORE_KEY, f"key = \"x'{key}'\"", *new, *_SETTINGS):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    def _make(self) -> None:
        self._connection.executescript(
            f"PRAGMA application_id = {APPLICATION}; BEGIN; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;"
        )

    def _claim(self, path: Path, key: str) -> None:
        """Take the file for ourselves at once; where nothing may be written, open it for reading only.

        SQLite asks for no rights before it writes. The file may be ours to write while the folder is not, and then
        there is no place for a journal. To try with a change that is taken back is no way: after that SQLCipher now and
        then (one in four thousand) takes its own first page for damaged, until the file is opened anew.
        """
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.execute("COMMIT")
            writable = os.access(path, os.W_OK) and _takes_files(path.parent)
        except sqlite.OperationalError as error:
            if not _name(error).startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
                raise
            writable = False
        if not writable:
            self._connection.close()
            self._connection = self._open(path, key, "ro")
            self.read_only = True

    def _check_format(self) -> None:
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        found = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION or found < 1:
            raise damaged()
        if found > FORMAT:
            raise NewerError(
                _("deze dossiers zijn gemaakt met een nieuwere versie van het programma"),
                _("Er is niets veranderd. Werk het programma bij en probeer het opnieuw."),
            )
        for number in range(found, FORMAT):
            with self.transaction() as connection:  # killed halfway, the file is still of the older format
                MIGRATIONS[number](connection)
                connection.execute(f"PRAGMA user_version = {number + 1}")

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[tuple[Cell, ...]]:
        """All rows of a query."""
        with self._lock, explained():
            return list(self._connection.execute(sql, values))

    def each(self, sql: str) -> Iterator[tuple[Cell, ...]]:
        """Rows one by one, for what may be large."""
        with self._lock, explained():
            yield from self._connection.execute(sql)

    @contextmanager
    def transaction(self) -> Iterator[sqlite.Connection]:
        """All of it or nothing. Once this ends without an error it is on the disk."""
        with self._lock, explained(writing=True):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._undo()
                raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other thread reads or writes meanwhile."""
        with self._lock:
            yield

    @contextmanager
    def no_remains(self) -> Iterator[None]:
        """What transactions inside this change is not left in the journal either.

        With an exclusive lock SQLite keeps the journal until the file is closed, with the pages as they were before.
        """
        with self._lock:
            self.rows("PRAGMA journal_size_limit = 0")  # each commit cuts the journal to nothing, and syncs that
            try:
                yield
            finally:
                self.rows("PRAGMA journal_size_limit = -1")

    def whole(self) -> bool:
        """Whether every page still carries its own seal."""
        return not self.rows("PRAGMA cipher_integrity_check")

    def copy_to(self, path: Path) -> None:
        """A compact copy, encrypted with the same key."""
        with self._lock, explained(writing=True):
            _make_private(path)
            self._connection.execute("VACUUM INTO ?", (str(path),))

    def rekey(self, key: str) -> None:
        """Encrypt everything anew with this raw key. When that fails, `NotSavedError`, and the old key still fits."""
        with self._lock, explained(writing=True):
            try:
                self._connection.execute(f"PRAGMA rekey = \"x'{key}'\"").fetchall()
            except sqlite.Error:
                self._again_with((self.key, key))
                raise NotSavedError(
                    _("de dossiers zijn niet opnieuw versleuteld: de schijf gaf een fout of is vol"),
                    _("Alles is er nog, met de sleutel die er was. Maak ruimte vrij en probeer het opnieuw."),
                ) from None
            self.key = key

    def _again_with(self, keys: tuple[str, ...]) -> None:
        """Open anew with the first key that fits: after a rekey that failed, SQLCipher would go on to write pages with
        the new key among pages with the old one, and then no key opens the file."""
        self._connection.close()
        for key in keys:
            self._connection = self._open(self.path, key, "rw")
            try:
                self._claim(self.path, key)
            except sqlite.DatabaseError as error:
                self._connection.close()
                if _name(error) != "SQLITE_NOTADB":
                    raise
            else:
                self.key = key
                return

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()


def damaged() -> DamagedError:
    """The file cannot be trusted."""
    return DamagedError(
        _("het bestand met dossiers is beschadigd"),
        _("Er is niets overschreven. Zet een reservekopie terug met `meldcode dossier restore`, of vraag hulp."),
    )


def _takes_files(folder: Path) -> bool:
    """Whether a file can be made in this folder; rights alone do not tell. A full disk is another matter."""
    trial = folder / f".{secrets.token_hex(8)}.new"
    try:
        _make_private(trial)
        trial.unlink()
    except OSError as error:
        return error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}
    return True


def _make_private(path: Path) -> None:
    """An empty file for this user alone; SQLite would let others read it."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def explained(writing: bool = False) -> Iterator[None]:
    """Errors of SQLite as sentences: what happened, what is safe, what to do."""
    try:
        yield
    except sqlite.Error as error:
        raise _explain(error, writing) from None  # SQLite's own words may quote a value


def _name(error: sqlite.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _explain(error: sqlite.Error, writing: bool) -> StoreError:
    name = _name(error)
    if isinstance(error, sqlite.ProgrammingError):  # it was closed, by us or after a rekey that failed
        kind = NotSavedError if writing else StoreError
        return kind(_("de dossiers zijn gesloten"), _("Er is niets veranderd. Open ze opnieuw met uw wachtwoordzin."))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError()
    if name == "SQLITE_FULL":
        return NotSavedError(
            _("niet bewaard: de schijf is vol"),
            _("Wat eerder bewaard was, is veilig. Maak ruimte vrij en probeer het opnieuw."),
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")) or (writing and name.startswith("SQLITE_CANTOPEN")):
        return NotSavedError(
            _("niet bewaard: in de map met dossiers mag niet geschreven worden"),
            _("Wat eerder bewaard was, is veilig. Geef uzelf weer schrijfrecht op die map."),
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreError(
            _("het bestand met dossiers kan niet geopend worden"),
            _("Er is niets veranderd. Kijk of de schijf er is en of u de map mag openen."),
        )
    if name.startswith("SQLITE_IOERR") and (writing or name not in _UNREADABLE):
        return NotSavedError(
            _("niet bewaard: de schijf gaf een fout"),
            _("Wat eerder bewaard was, is veilig. Controleer de schijf en probeer het opnieuw."),
        )
    return damaged()
