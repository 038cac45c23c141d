"""The store of dossiers: a saved answer beside a bare fsync, unlocking beside its key, and a store of 10,000 dossiers.

The wanted figures are those the design asks for; a laptop's fsync may take ten times as long as that of a server, and
then it is the ratio that counts.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import BinaryIO

from meldcode.dossier import keys
from meldcode.dossier.chain import HeadFile
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.database import Database
from meldcode.dossier.events import Answered, Begun, Event, Named, Standing
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create, unlock
from meldcode.dossier.sealed import backup
from meldcode.dossier.vault import Vault
from meldcode.dossier.verify import verify
from tests.benchmarks.table import Row
from tests.dossier.helper import DIGEST, LAYERS, PASSPHRASE, STANDING

DOSSIERS = 10_000
SAVES = 500
_PAGE = 4096


def rows() -> Iterator[Row]:
    """One row for each measure."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _small(Path(folder) / "klein")
        yield from _large(Path(folder) / "groot")


def _now() -> datetime:
    return datetime(2026, 3, 2, 9, 0)


def _small(folder: Path) -> Iterator[Row]:
    """One dossier in which somebody types."""
    vault = _new(folder)
    dossier = vault.begin("zaak 1", DIGEST, LAYERS)
    dossier.append(Begun(_now(), "klein", "1", DIGEST))
    saves: list[float] = []
    bare: list[float] = []
    with (folder / "yardstick").open("wb", buffering=0) as file:
        for number in range(SAVES):  # in turn, so that a busy disk touches both alike
            bare.append(_timed(lambda: _write(file, os.urandom(_PAGE))))
            answer = Answered(_now(), f"vraag_{number}", "verzonnen " * 6)
            saves.append(_timed(lambda answer=answer: dossier.append(answer, STANDING)))  # type: ignore[misc]
    yield Row("saved answer (beside fsync of 4 KiB)", median(saves), median(bare))
    yield Row("saved answer, slowest of a hundred", _slowest(saves), _slowest(bare), wanted=20.0)
    vault.close()
    key = median(_timed(lambda: _derive(vault.keys.seals.passphrase_salt)) for _time in range(5))
    whole = median(_timed(lambda: unlock(vault.home, PASSPHRASE, clock=_now).close()) for _time in range(5))
    yield Row("key from the passphrase (scrypt, 128 MiB)", key, wanted=600.0)
    yield Row(f"unlock with {SAVES} events (beside its key)", whole, key, wanted=1_000.0)


def _large(folder: Path) -> Iterator[Row]:
    """Ten thousand dossiers."""
    vault = _new(folder)
    with _together(vault):
        for number in range(DOSSIERS):
            answered = Answered(_now(), "vraag", f"verzonnen {number} " * 4)
            named = Named(_now(), f"zaak {number}")
            events: list[tuple[Event, str, Standing | None]] = [(named, "", None), (answered, "", STANDING)]
            vault.append_all(vault.new_code(), events)
    events_there = vault.mark.seq
    vault.close()
    key = median(_timed(lambda: _derive(vault.keys.seals.passphrase_salt)) for _time in range(3))
    opened: list[Vault] = []
    whole = _timed(lambda: opened.append(unlock(vault.home, PASSPHRASE, clock=_now)))
    vault = opened[0]
    yield Row(f"unlock with {DOSSIERS:,} dossiers (beside its key)", whole, key, wanted=1_000.0)
    head = HeadFile(vault.home.head, bytes.fromhex(vault.keys.store))
    found = median(_timed(lambda: verify(vault._database, head)) for _time in range(3))
    bare = median(_timed(lambda: _hash_twice(events_there)) for _time in range(3))
    yield Row(f"verify {events_there:,} events (beside two hashes each)", found, bare, wanted=500.0)
    listed = median(_timed(vault.list) for _time in range(7))
    yield Row(f"list of {DOSSIERS:,} dossiers", listed, wanted=50.0)
    codes = [entry.code for entry in vault.list()[:7]]
    yield Row("open a dossier", median(_timed(lambda code=code: vault.open(code)) for code in codes))  # type: ignore[misc]
    erased = [_timed(lambda code=code: vault.erase(code, "verzonnen")) for code in codes]  # type: ignore[misc]
    yield Row("destroy a dossier", median(erased))
    sealed = _timed(lambda: backup(vault, folder / "kopie"))
    data = (folder / "kopie").read_bytes()
    with (folder / "yardstick").open("wb", buffering=0) as file:
        bare = _timed(lambda: _write(file, data))
    yield Row(f"backup of {len(data) / 2**20:.0f} MB (beside writing it)", sealed, bare)
    vault.close()


def _new(folder: Path) -> Vault:
    return create(Home(folder / "dossiers"), PASSPHRASE, new_recovery_code(), clock=_now, who="verzonnen")


@contextmanager
def _together(vault: Vault) -> Iterator[None]:
    """All that is added inside is one write to the disk: only to fill a store, nothing is timed in here."""
    transaction, write = Database.transaction, HeadFile.write
    with vault._database.transaction() as connection:

        @contextmanager
        def the_same(_self: Database) -> Iterator[object]:
            yield connection

        Database.transaction = the_same  # type: ignore[method-assign,assignment]
        HeadFile.write = lambda self, mark: None  # type: ignore[method-assign]
        try:
            yield
        finally:
            Database.transaction, HeadFile.write = transaction, write  # type: ignore[method-assign]


def _derive(salt: str) -> object:
    return keys._identity(PASSPHRASE, salt)


def _hash_twice(count: int) -> None:
    """The least that a chain with commitments costs: two hashes of a few hundred bytes for each event."""
    before, body = b"", b"x" * 200
    for _event in range(count):
        before = hashlib.sha256(before + hashlib.sha256(body).digest()).digest()


def _write(file: BinaryIO, data: bytes) -> None:
    file.seek(0)
    file.write(data)
    os.fsync(file.fileno())


def _slowest(seen: list[float]) -> float:
    return quantiles(seen, n=100)[-1]


def _timed(run: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000
