"""One dossier in the list, in words: label, profession, step, when it last changed and what is due.

The outcome is not among them: in a list it would read as a verdict on a family.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from textual.content import Content

from meldcode.desk.terms import DueRow, due
from meldcode.dossier.entries import Entry
from meldcode.errors import MeldcodeError
from meldcode.flow.heads import heads
from meldcode.i18n import _, date_text, tr
from meldcode.text import one_line, shortened
from meldcode.tui.text import joined, styled


@cache
def professions() -> dict[str, str]:
    """Title of each shipped flow, by id."""
    return {head.id: head.title for head in heads()}


@cache
def steps(flow: str) -> dict[str, tuple[int, str]]:
    """Number (from 1) and short title of each step of a shipped flow, by id; nothing for another flow.

    Reading a flow takes a tenth of a second, so this is asked in a thread, once for each flow.
    """
    from meldcode.flow.loader import load_flow

    if flow not in professions():  # never a path
        return {}
    try:
        found = load_flow(flow)
    except MeldcodeError:
        return {}
    return {step.id: (number, step.short or step.title) for number, step in enumerate(found.steps, 1)}


def profession(entry: Entry) -> str:
    """For whom the dossier's flow is; its id when it is not a shipped one."""
    return one_line(tr(professions().get(entry.flow, entry.flow)))


def short_day(iso: str) -> str:
    """An ISO date as `9 mrt`; as it is when it is none."""
    try:
        return date_text(date.fromisoformat(iso), "d MMM")
    except ValueError:
        return one_line(iso)


def long_day(iso: str) -> str:
    """An ISO date in words; as it is when it is none, for a colleague's program may have written it."""
    try:
        return date_text(date.fromisoformat(iso))
    except ValueError:
        return one_line(iso)


def touched_text(iso: str, today: date) -> str:
    """When something changed: today, yesterday or the date."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return one_line(iso)
    if day == today:
        return _("vandaag")
    return _("gisteren") if day == today - timedelta(days=1) else date_text(day)


def entry_row(entry: Entry, today: date, known: Iterable[str], width: int) -> Content:
    """Two lines, and a third for what is due. `known` are the flows of which the steps have been read."""
    closed = entry.state == "closed"
    place = steps(entry.flow).get(entry.step) if entry.flow in known else None
    parts = [_("gesloten")] if closed else []
    if place is not None and not closed:
        parts.append(_("stap {n}: {title}").format(n=place[0], title=tr(place[1])))
    parts += [touched_text(entry.touched, today), profession(entry)]  # the last is cut where there is no room
    label = shortened(one_line(entry.label) or entry.code, max(10, width - 10))
    code = "" if label == entry.code else f"  {entry.code}"
    first = joined(styled(label, "$text-muted" if closed else "bold"), styled(code, "$text-muted"))
    about = styled("  " + shortened(" · ".join(part for part in parts if part), width - 2), "$text-muted")
    rows = due([entry], today)
    mark = joined("\n  ", due_mark(rows, width - 2)) if rows else Content("")
    return joined(first, "\n", about, mark)


def due_mark(rows: list[DueRow], width: int) -> Content:
    """The earliest date of a dossier on one line, and how many more there are. Late is said in words."""
    first = rows[0]
    words = {"day": short_day(first.date), "text": one_line(first.text)}
    pattern = _("! voorbij, {day}: {text}") if first.late else _("! {day}: {text}")
    more = f" (+{len(rows) - 1})" if len(rows) > 1 else ""
    return styled(shortened(pattern.format(**words), width - len(more)) + more, "bold" if first.late else "")


def is_late(entry: Entry, today: date) -> bool:
    """Whether one of the dossier's dates has passed."""
    iso = today.isoformat()
    if entry.state != "open":
        return bool(entry.until) and entry.until < iso
    return any(term.date < iso for term in entry.terms)


def folded(text: str) -> str:
    """The text for searching: without capitals and accents."""
    if text.isascii():
        return text.lower()
    return "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))


def searched(entry: Entry) -> str:
    """Where a search looks: label, code and profession."""
    return folded(f"{entry.label}\n{entry.code}\n{profession(entry)}")
