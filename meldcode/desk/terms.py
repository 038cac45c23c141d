"""What is due: dates of open dossiers and closed ones to look at again, as a list and for the person's own calendar.

A calendar is often shared, and its file travels. So the file holds a date and a code, and nothing that tells what the
work is about: no label, no words of a term, and neither the name of this program nor of the AMHK.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from meldcode.i18n import _, speaking, tr

if TYPE_CHECKING:
    from meldcode.dossier.entries import Entry
    from meldcode.dossier.vault import Vault

UNTIL = "dossier.until"
"""Id of the day on which a closed dossier is looked at again; a dot never stands in the id of a flow's deadline."""

_SETTING = "calendar"
"""The setting that holds the secret for the ids of events in the calendar file."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One date of one dossier. `date` is ISO; `late`: it has passed; `what_now`: what can be done then, or empty."""

    code: str
    label: str
    id: str
    date: str
    text: str
    late: bool
    what_now: str


def due(entries: Iterable[Entry], today: date) -> list[DueRow]:
    """The terms of open dossiers and the days to look at closed ones again, earliest first."""
    rows = [row for entry in entries for row in _rows(entry, today.isoformat())]
    return sorted(rows, key=lambda row: (row.date, row.code, row.id))


def _rows(entry: Entry, today: str) -> Iterator[DueRow]:
    if entry.state == "open":
        for term in entry.terms:
            late = term.date < today
            words = tr(term.late) if late else ""
            yield DueRow(entry.code, entry.label, term.id, term.date, tr(term.text), late, words)
    elif entry.until:
        late = entry.until < today
        choice = _("Kan het weg, wis het dan. Moet het blijven, kies dan een nieuwe datum met een reden.")
        text = _("Kijk of dit dossier weg kan.")
        yield DueRow(entry.code, entry.label, UNTIL, entry.until, text, late, choice if late else "")


def calendar(rows: Iterable[DueRow], language: str, now: datetime, secret: str) -> bytes:
    """The rows as an iCalendar file (RFC 5545): whole-day events that say only in which dossier to look.

    `secret` comes from `calendar_secret`: with it the same date of the same dossier keeps the same id, so that a
    calendar changes an event and does not add another. Without a secret anybody could try the few ids that the
    deadlines of a flow have, and read from an event what it is about.
    """
    from icalendar import Calendar, Event  # slow to import, and only needed here

    found = Calendar()
    found.add("prodid", "-//overzicht//NL")  # no name of this program: some calendars show it
    found.add("version", "2.0")
    stamp = now.astimezone(UTC).replace(microsecond=0)
    with speaking(language):
        for row in rows:
            event = Event()
            event.add("uid", hmac.new(secret.encode(), f"{row.code}/{row.id}".encode(), hashlib.sha256).hexdigest())
            event.add("dtstamp", stamp)
            event.add("dtstart", date.fromisoformat(row.date))
            event.add("summary", _("Kijk in uw overzicht: {code}").format(code=row.code))
            event.add("class", "PRIVATE")
            event.add("transp", "TRANSPARENT")  # a reminder takes no time: the day stays free
            found.add_component(event)
    return bytes(found.to_ical())


def calendar_secret(vault: Vault) -> str:
    """The secret of this store for the ids of calendar events; made at the first use."""
    known = vault.setting(_SETTING)
    if not known:
        known = secrets.token_hex(16)
        vault.set(_SETTING, known)
    return known
