"""One dossier in the store: what the interview writes its events to."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from meldcode.dossier.entries import Record
from meldcode.dossier.events import Adopted, Answered, Event, Named, Opened, Standing
from meldcode.dossier.trouble import NotSavedError
from meldcode.i18n import _

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault


class Dossier:
    """A `Store` for one dossier. Reading an event of an unknown kind raises `UnknownEvent`."""

    def __init__(self, vault: Vault, code: str, named: Named | None = None) -> None:
        """`named` is the label of a new dossier: kept together with its first event, so that none is ever empty."""
        self.vault = vault
        self.code = code
        self._named = named
        self._records = list(vault.records(code))

    @property
    def label(self) -> str:
        """The professional's own short word for it."""
        return self._named.label if self._named else self.vault.entry(self.code).label

    @property
    def state(self) -> str:
        """`open` or `closed`."""
        return "open" if self._named else self.vault.entry(self.code).state

    @property
    def head(self) -> str:
        """The mark of the chain, for what leaves the store."""
        return self.vault.head

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed now: the store is in doubt, or the dossier is closed."""
        return self.vault.read_only or self.state == "closed"

    def append(self, event: Event, standing: Standing | None = None) -> None:
        """Keep one event; once this returns it is on the disk. Raises `NotSavedError`."""
        self.append_all([(event, standing)])

    def append_all(self, events: Sequence[tuple[Event, Standing | None]]) -> None:
        """Keep all of these events or none. Raises `NotSavedError`, also for work on a closed dossier."""
        if self.state == "closed" and any(isinstance(event, Answered | Adopted) for event, _standing in events):
            raise NotSavedError(
                _("niet bewaard: dit dossier is gesloten"), _("Heropen het dossier om verder te werken.")
            )
        who = self.vault.who
        named: list[tuple[Event, Standing | None]] = [(self._named, None)] if self._named else []
        given = [(event, who, standing) for event, standing in (*named, *events)]
        self._records += self.vault.append_all(self.code, given)
        self._named = None

    def events(self) -> tuple[Event, ...]:
        """All events, oldest first."""
        return tuple(record.event for record in self._records if record.event is not None)

    def records(self) -> tuple[Record, ...]:
        """All events with who and number, oldest first."""
        return tuple(self._records)

    def place(self) -> str:
        """Where it was left."""
        return self.vault.place(self.code)

    def go(self, place: str) -> None:
        """Keep where it is."""
        self.vault.go(self.code, place)

    def note_opened(self) -> None:
        """Opening is part of the history; where nothing can be written, as on a full disk, it goes without."""
        if not self.vault.read_only:
            with contextlib.suppress(NotSavedError):
                self.append(Opened(self.vault.clock()))
