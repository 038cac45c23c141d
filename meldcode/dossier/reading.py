"""Reads events back from the database, and makes from them what the store keeps at hand: rows for lists, settings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from meldcode.dossier.chain import commitment
from meldcode.dossier.database import Database
from meldcode.dossier.entries import Entry, Record, entry_from, fold, record_of
from meldcode.dossier.events import Set, Standing, UnknownEvent
from meldcode.dossier.trouble import DamagedError, StoreError
from meldcode.i18n import _

Seqs = Mapping[str, Sequence[int]]
"""Per dossier the numbers of its events, as the check at unlock found them; the empty code is the store itself."""


def read(database: Database, seq: int) -> tuple[Record, Standing | None]:
    """One event. Raises `DamagedError` when it is not what was kept, `UnknownEvent` for one of another version."""
    row = database.rows(
        "SELECT at, kind, code, held, salt, body FROM ev LEFT JOIN payload ON payload.seq = ev.seq WHERE ev.seq = ?",
        (seq,),
    )
    if not row:
        raise _gone()
    at, kind, code, held, salt, body = row[0]
    if isinstance(body, bytes) and isinstance(salt, bytes) and commitment(salt, body) != held:
        raise _gone()
    return record_of(seq, str(at), str(kind), str(code), body if isinstance(body, bytes) else None)


def of_kind(database: Database, kind: str) -> Iterator[Record]:
    """All events of one kind whose content is still there."""
    for (seq,) in database.rows("SELECT seq FROM ev WHERE kind = ? ORDER BY seq", (kind,)):
        if (record := read(database, int(seq or 0))[0]).event is not None:
            yield record


def holds(database: Database, mark: str) -> bool:
    """Whether the chain has, or had, its end at this mark: `<number>-<first 16 hex digits of the hash>`."""
    number, _dash, start = mark.strip().lower().partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and len(start) == 16):
        return False
    found = database.rows("SELECT hash FROM ev WHERE seq = ?", (int(number),))
    return any(isinstance(hashed, bytes) and hashed.hex().startswith(start) for (hashed,) in found)


def entries(database: Database, seqs: Seqs, erased: AbstractSet[str]) -> dict[str, Entry]:
    """The rows for lists; one that does not end where its events end is folded anew."""
    found: dict[str, Entry] = {}
    with contextlib.suppress(StoreError, ValueError, TypeError, KeyError, AttributeError):
        for _code, _last, text in database.each("SELECT code, last, entry FROM dossier"):
            entry = entry_from(str(text))
            if seqs.get(entry.code, [0])[-1] == entry.last:
                found[entry.code] = entry
    for code in seqs.keys() - found.keys() - erased - {""}:
        found[code] = _folded(database, code, seqs[code])
    return {code: entry for code, entry in found.items() if code not in erased}


def settings(database: Database, seqs: Seqs) -> dict[str, str]:
    """The settings of the store, the last of each."""
    found: dict[str, str] = {}
    for seq in seqs.get("", []):
        with contextlib.suppress(UnknownEvent, StoreError):  # one that cannot be read must not cost the others
            if isinstance(event := read(database, seq)[0].event, Set):
                found[event.name] = event.value
    return found


def _folded(database: Database, code: str, seqs: Sequence[int]) -> Entry:
    entry = Entry(code)
    for seq in seqs:
        with contextlib.suppress(StoreError, UnknownEvent, ValueError):  # what can be read is worth showing
            record, standing = read(database, seq)
            if record.event is not None:
                entry = fold(entry, seq, record.event, standing)
    return entry


def _gone() -> DamagedError:
    return DamagedError(
        _("een deel van dit dossier is beschadigd"),
        _("Er is niets overschreven. Zet een reservekopie terug met `meldcode dossier restore`."),
    )
