"""The store of all dossiers: one encrypted database, opened with a passphrase, in which events are only ever added.

What `append` accepted is on the disk. Lists come from rows beside the events; a row that does not follow from the
events (an older page was put back) is made anew from them.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from meldcode.dossier import reading
from meldcode.dossier.chain import SALT, HeadFile, Mark, commitment, link
from meldcode.dossier.codes import CROCKFORD
from meldcode.dossier.database import Database
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.entries import Entry, Record, body_of, entry_json, fold
from meldcode.dossier.events import Erased, Event, Named, Noted, Set, Standing, kind_of
from meldcode.dossier.home import Home
from meldcode.dossier.keys import Keys, for_passphrase, for_recovery, new_database_key, write_keys
from meldcode.dossier.trouble import DamagedError, NotSavedError, StoreError
from meldcode.dossier.verify import verify
from meldcode.i18n import _

Clock = Callable[[], datetime]
Layers = tuple[tuple[str, bytes], ...]
"""The files of a flow: name and text of each, the overlay first and its base last."""
Given = tuple[Event, str, Standing | None]
"""An event, who did it, and where the dossier then stands."""
Execute = Callable[[str, tuple[object, ...]], object]
Also = Callable[[Execute], None]
_CODE = 5
_RESUME = "resume"
"""Kept with the places: which page was last in front is no part of the history."""
_SWEEP = "-"
"""Among the places, and the code of no dossier: something was destroyed and its remains are not wiped yet."""


class Vault:
    """All dossiers of one professional, open. Made by `opening.create` and `opening.unlock`.

    When `trouble` is not empty nothing can be changed, until the person accepts what there is (`can_accept`).
    """

    def __init__(self, home: Home, keys: Keys, database: Database, clock: Clock) -> None:
        self.home = home
        self.clock = clock
        self.keys = keys
        self._database = database
        self._head = HeadFile(home.head, bytes.fromhex(keys.store))
        found = verify(database, self._head)
        self.trouble, self.trouble_hint, self.can_accept = found.trouble, found.hint, found.can_accept
        self.can_accept &= not database.read_only
        if not found.trouble and database.read_only:
            self.trouble = _("in de map met dossiers mag niet geschreven worden")
            self.trouble_hint = _("U kunt alles lezen. Geef uzelf weer schrijfrecht op die map om verder te werken.")
        self._end = found.end
        self._seqs = found.seqs
        self._entries = reading.entries(database, found.seqs, found.erased)
        self._settings = reading.settings(database, found.seqs)
        if not self.read_only:
            self._head.write(self._end)
            self._sweep()

    # the store as a whole

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed now."""
        return bool(self.trouble)

    @property
    def who(self) -> str:
        """How the professional is called in the history."""
        return self.setting("who")

    @property
    def head(self) -> str:
        """The mark of the chain for what leaves the store: number and the start of the hash of the last event."""
        return f"{self._end.seq}-{self._end.hash.hex()[:16]}"

    @property
    def mark(self) -> Mark:
        """The end of the chain."""
        return self._end

    @property
    def receive_key(self) -> str:
        """The public key to give to a colleague who hands a dossier over."""
        return self.keys.receive_key

    def accept(self) -> None:
        """Go on with what there is, after an older or unmarked state. Noted in the history, or it is not done."""
        if self.can_accept:
            found, self.trouble = self.trouble, ""
            try:
                self.note("accepted")
            except BaseException:
                self.trouble = found
                raise
            self.can_accept = False
            self._head.reset(self._end)

    def note(self, what: str) -> None:
        """Add an event of the store itself."""
        self.append("", Noted(self.clock(), what), None)

    def setting(self, name: str, default: str = "") -> str:
        """A small setting: `who`, `idle` (minutes until lock), or `resume` (code of the dossier that was open)."""
        if name == _RESUME:
            return self.place("") or default
        return self._settings.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Keep a small setting."""
        if name == _RESUME:
            self.go("", value)
        elif not self.read_only and self.setting(name) != value:
            self.append("", Set(self.clock(), name, value), None)
            self._settings[name] = value

    def close(self) -> None:
        """Let go of every file."""
        self._head.close()
        self._database.close()

    # dossiers

    def list(self) -> list[Entry]:
        """All dossiers, last touched first."""
        return sorted(self._entries.values(), key=lambda entry: (entry.touched, entry.last), reverse=True)

    def entry(self, code: str) -> Entry:
        """One dossier's row. Raises `StoreError` for a code that is not there."""
        found = self._entries.get(code.strip().upper())
        if found is None:
            raise StoreError(
                _("er is geen dossier met deze code"), _("Kijk met `meldcode dossier list` welke er zijn.")
            )
        return found

    def begin(self, label: str, digest: str, layers: Layers) -> Dossier:
        """A new dossier with the professional's own label; without one its code is the label.

        It is there once its first event is.
        """
        self.keep_flow(digest, layers)
        code = self.new_code()
        return Dossier(self, code, Named(self.clock(), label or code))

    def open(self, code: str) -> Dossier:
        """A dossier to read or work on; that it was opened is noted. Raises `StoreError` or `UnknownEvent`."""
        dossier = Dossier(self, self.entry(code).code)
        dossier.note_opened()
        return dossier

    def erase(self, code: str, reason: str) -> None:
        """Destroy a dossier's content. The chain keeps that it was there, when, and why it was destroyed."""
        code = self.entry(code).code
        seqs = list(self._seqs[code])

        def wipe(write: Execute) -> None:
            for seq in seqs:
                write("DELETE FROM payload WHERE seq = ?", (seq,))
            write("DELETE FROM dossier WHERE code = ?", (code,))
            write("DELETE FROM place WHERE code = ?", (code,))
            write("INSERT OR REPLACE INTO place VALUES (?, ?)", (_SWEEP, ""))

        with self._database.no_remains():
            self.append(code, Erased(self.clock(), reason), None, wipe)
        self._sweep()

    def _sweep(self) -> None:
        """Wipe what SQLite left of destroyed rows: where it moved rows to another page, copies may stay in the unused
        part of the old one. What is killed or refused halfway is done at the next opening."""
        with contextlib.suppress(StoreError):
            if not self._database.rows("SELECT 1 FROM place WHERE code = ?", (_SWEEP,)):
                return
            with self._database.no_remains():
                self._database.rows("VACUUM")
                with self._database.transaction() as write:
                    write.execute("DELETE FROM place WHERE code = ?", (_SWEEP,))

    def new_code(self) -> str:
        """A short random code that is not in use."""
        while True:
            code = "".join(secrets.choice(CROCKFORD) for _place in range(_CODE))
            if code not in self._seqs and not code.isdigit():
                return code

    # flows, kept whole so that an old dossier opens for ever

    def keep_flow(self, digest: str, layers: Layers, sure: bool = True) -> None:
        """Keep the text of a flow under its digest. Unless `sure` that the two belong together, what is there stays."""
        text = json.dumps([[name, data.decode("utf-8", "surrogateescape")] for name, data in layers])
        found = self._database.rows("SELECT layers FROM flow WHERE digest = ?", (digest,))
        if found and (not sure or found == [(text,)]):
            return
        self.may_write()
        with self._database.transaction() as write:
            write.execute("INSERT OR REPLACE INTO flow VALUES (?, ?)", (digest, text))

    def flow(self, digest: str) -> Layers:
        """The text of a flow. Whoever loads it compares the digest. Raises `DamagedError` when it is not there."""
        found = self._database.rows("SELECT layers FROM flow WHERE digest = ?", (digest,))
        if not found:
            raise DamagedError(
                _("de vragenlijst van dit dossier is niet meer te vinden"),
                _("De antwoorden zijn er nog, en er is niets veranderd. Zet een reservekopie terug of vraag om hulp."),
            )
        layers = json.loads(str(found[0][0]))
        return tuple((str(name), str(text).encode("utf-8", "surrogateescape")) for name, text in layers)

    # events

    def append(self, code: str, event: Event, standing: Standing | None, also: Also | None = None) -> Record:
        """Add one event; once this returns it is on the disk. Raises `NotSavedError`, and then nothing changed.

        `also` does more in the same transaction, before the event.
        """
        return self.append_all(code, [(event, self.who, standing)], also)[0]

    def append_all(self, code: str, events: Sequence[Given], also: Also | None = None) -> Sequence[Record]:
        """Add events of one dossier, each with who did it: all or none."""
        with self._database.alone():  # who writes in the background must not hang on the same event
            self.may_write()
            if code in self._seqs and code:
                self.entry(code)  # nothing comes after the end of a destroyed dossier
            return self._append_all(code, events, also)

    def _append_all(self, code: str, events: Sequence[Given], also: Also | None) -> Sequence[Record]:
        records: list[Record] = []
        end, entry = self._end, self._entries.get(code, Entry(code))
        try:
            with self._database.transaction() as write:
                if also is not None:
                    also(write.execute)
                for event, who, standing in events:
                    salt, body = secrets.token_bytes(SALT), body_of(event, who, standing)
                    held, at, kind = commitment(salt, body), event.at.isoformat(), kind_of(event)
                    end = Mark(end.seq + 1, link(end.hash, end.seq + 1, at, kind, code, held))
                    write.execute("INSERT INTO ev VALUES (?, ?, ?, ?, ?, ?)", (end.seq, at, kind, code, held, end.hash))
                    write.execute("INSERT INTO payload VALUES (?, ?, ?)", (end.seq, salt, body))
                    entry = fold(entry, end.seq, event, standing)
                    records.append(Record(end.seq, at, who, kind, code, event))
                if code and entry.state != "erased":
                    row = (code, entry.last, entry_json(entry))
                    write.execute("INSERT OR REPLACE INTO dossier VALUES (?, ?, ?)", row)
        except NotSavedError:
            # a disk that fails at the very last step may have kept it all the same: go on from what is there
            with contextlib.suppress(StoreError):
                kept = self._database.rows("SELECT hash FROM ev WHERE seq = ?", (end.seq,)) == [(end.hash,)]
                if kept and end != self._end:
                    self._go_on(code, end, entry)
            raise
        self._go_on(code, end, entry)
        return records

    def _go_on(self, code: str, end: Mark, entry: Entry) -> None:
        """The chain now ends here."""
        self._seqs[code].extend(range(self._end.seq + 1, end.seq + 1))
        self._end = end
        self._head.write(end)
        if entry.state == "erased":
            self._entries.pop(code, None)
        elif code:
            self._entries[code] = entry

    def records(self, code: str | None = None) -> Iterator[Record]:
        """The events of a dossier, oldest first; of everything without a code.

        With an empty code those of the store itself, and of each destroyed dossier that it was destroyed.
        """
        if code is None:
            seqs = sorted(seq for some in self._seqs.values() for seq in some)
        else:
            ended = () if code else (some[-1] for name, some in self._seqs.items() if name not in self._entries)
            seqs = sorted({*self._seqs.get(code, ()), *ended})
        for seq in seqs:
            try:
                yield reading.read(self._database, seq)[0]
            except DamagedError:
                if not self.read_only:
                    raise
                yield Record(seq, "", "", "", code or "", None)  # the rest may still be of use

    def received(self) -> Iterator[Record]:
        """Every time that a dossier came in from a colleague."""
        return reading.of_kind(self._database, "received")

    def holds(self, mark: str) -> bool:
        """Whether the history has, or had, its end at this mark, as a request or export carries it."""
        return reading.holds(self._database, mark)

    def place(self, code: str) -> str:
        """Where a dossier was left: id of a question or note."""
        found = self._database.rows("SELECT place FROM place WHERE code = ?", (code,))
        return str(found[0][0]) if found else ""

    def go(self, code: str, place: str) -> None:
        """Keep where a dossier is. When that fails, only the place is lost."""
        if self.read_only or self.place(code) == place:
            return
        with contextlib.suppress(StoreError), self._database.transaction() as write:
            write.execute("INSERT OR REPLACE INTO place VALUES (?, ?)", (code, place))

    # keys

    def change_passphrase(self, passphrase: str) -> None:
        """Another passphrase for the same key: nothing is encrypted anew."""
        self.may_write()
        seals = for_passphrase(self.keys.seals, passphrase)
        self.note("passphrase")  # first: on a full disk this fails while the old passphrase still opens
        self._write_keys(replace(self.keys, seals=seals))

    def change_recovery(self, code: str) -> None:
        """Another recovery code; the old one no longer opens anything here."""
        self.may_write()
        seals = for_recovery(self.keys.seals, code)
        self.note("recovery_code")
        self._write_keys(replace(self.keys, seals=seals))

    def rekey(self) -> None:
        """Encrypt everything with a fresh key. Killed halfway, the key file opens the old and the new state."""
        self.may_write()
        old, new = self._database.key, new_database_key()
        self._write_keys(replace(self.keys, database=(new, old)))
        self._database.rekey(new)
        with contextlib.suppress(StoreError):  # else the next opening forgets the old key
            self._write_keys(replace(self.keys, database=(new,)))
        self.note("rekeyed")

    def copy_to(self, path: Path) -> None:
        """A compact copy of the database, still encrypted with its own key."""
        self._database.copy_to(path)

    # inside

    def _write_keys(self, keys: Keys) -> None:
        write_keys(self.home.key, keys)
        self.keys = keys

    def may_write(self) -> None:
        """Raises `NotSavedError` when nothing can be changed now."""
        if self.read_only:
            raise NotSavedError(_("niet bewaard: {trouble}").format(trouble=self.trouble), self.trouble_hint)
