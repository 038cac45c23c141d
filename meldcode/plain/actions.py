"""A dossier's name, history, end and second beginning, in lines: the same for the line mode and for the verbs."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from meldcode.desk.history import happening_line, history_lines
from meldcode.desk.work import resume
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Closed, Event, Named, Reopened, Retained, Standing
from meldcode.dossier.trouble import StoreError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.flow.model import Field
from meldcode.flow.values import BadValue, parse_field
from meldcode.i18n import _, date_text, tr
from meldcode.interview import Interview
from meldcode.plain.lines import Lines
from meldcode.plain.telling import say_understood
from meldcode.plain.unlock import short

LOOK_AGAIN = timedelta(days=30)
"""After closing: when to look whether the dossier can go, unless the person chooses another day."""


def rename(lines: Lines, vault: Vault, code: str) -> None:
    """Another label. Raises `Back` or `StoreError`."""
    entry = vault.entry(code)
    lines.say(_("Nu: {label}").format(label=entry.label))
    label = short(lines.ask(_("Nieuw eigen woord of code, liever geen naam (leeg: zo laten)")))
    if label:
        vault.append(entry.code, Named(vault.clock(), label), None)
        lines.say(_("De naam is veranderd."))


def say_history(lines: Lines, vault: Vault, code: str) -> None:
    """Who did what when, oldest first. Raises `MeldcodeError`."""
    flow = resume(vault, code).flow
    for line in history_lines(flow, list(vault.records(vault.entry(code).code))):
        lines.say(line)
    _say_whole(lines, vault)


def say_store_history(lines: Lines, vault: Vault) -> None:
    """What happened to the store as a whole. Raises `StoreError`."""
    for record in vault.records(""):
        lines.say(happening_line(record))
    _say_whole(lines, vault)


def _say_whole(lines: Lines, vault: Vault) -> None:
    """Whether the check at opening found the history whole, and its mark."""
    if vault.trouble:
        lines.say(_("Bij het openen bleek: {trouble}.").format(trouble=vault.trouble))
    else:
        told = _("Bij het openen nagekeken: de geschiedenis is heel. Stand: {head}")
        lines.say(told.format(head=vault.head))


def close(lines: Lines, vault: Vault, code: str) -> None:
    """Close a dossier, or choose another day for a closed one; asks why and when. Raises `Back` or `StoreError`."""
    entry = vault.entry(code)
    if entry.state == "closed":
        retain(lines, vault, code)
        return
    say_keeping(lines, vault, code)
    reason = ask_reason(lines, _("Waarom sluit u dit dossier? (zonder namen)"))
    now = vault.clock()
    usual = (now.date() + LOOK_AGAIN).isoformat()
    until = _day(lines, now.date(), usual)
    events: list[tuple[Event, str, Standing | None]] = [(Closed(now, reason, usual), vault.who, None)]
    if until != usual:
        why = ask_reason(lines, _("Waarom een andere dag?"))
        events.append((Retained(now, until, why), vault.who, None))
    vault.append_all(entry.code, events)
    forget(vault, entry.code)
    lines.say(_("Het dossier is gesloten. U kunt het lezen en weer openen."))


def retain(lines: Lines, vault: Vault, code: str) -> None:
    """Keep a closed dossier longer: another day, with a reason. Raises `Back` or `StoreError`."""
    entry = vault.entry(code)
    say_keeping(lines, vault, code)
    if entry.until:
        day = date_text(date.fromisoformat(entry.until))
        lines.say(_("Nu staat er: kijk op {day} of het weg kan.").format(day=day))
    today = vault.clock().date()
    until = _day(lines, today, (today + LOOK_AGAIN).isoformat())
    reason = ask_reason(lines, _("Waarom moet het blijven? (zonder namen)"))
    vault.append(entry.code, Retained(vault.clock(), until, reason), None)
    lines.say(_("De nieuwe dag is bewaard."))


def reopen(lines: Lines, vault: Vault, code: str) -> None:
    """Work on a closed dossier again; asks a reason. Raises `Back` or `StoreError`."""
    entry = vault.entry(code)
    if entry.state != "closed":
        lines.say(_("Dit dossier is niet gesloten."))
        return
    reason = ask_reason(lines, _("Waarom heropent u dit dossier? (zonder namen)"))
    vault.append(entry.code, Reopened(vault.clock(), reason), None)
    lines.say(_("Het dossier is weer open."))


def say_keeping(lines: Lines, vault: Vault, code: str) -> None:
    """Where the official record belongs: before something ends here."""
    try:
        keeping = resume(vault, code).flow.keeping
    except MeldcodeError:  # a dossier that cannot be read can still be closed or destroyed
        return
    if keeping is not None:
        lines.say(tr(keeping.official))
        lines.say(tr(keeping.text))


def ask_reason(lines: Lines, question: str) -> str:
    """A reason, in one line. Raises `Back`."""
    while not (reason := lines.ask(question)):
        lines.say(_("Schrijf kort waarom. Dit blijft in de geschiedenis staan."))
    return reason


def _day(lines: Lines, today: date, usual: str) -> str:
    """A day from today on, as ISO text; `usual` for an empty line."""
    question = _("Wanneer kijkt u of het weg kan? Bijvoorbeeld 2-3-2026 (leeg: {day})")
    while True:
        line = lines.ask(question.format(day=date_text(date.fromisoformat(usual))))
        if not line:
            return usual
        try:
            found = str(parse_field(Field("until", "date", ""), line, today, "ahead"))
        except BadValue as bad:
            lines.say_refused(bad.reason, bad.hint)
            continue
        if found >= today.isoformat():
            say_understood(lines, Field("until", "date", ""), line, found)
            return found
        lines.say(_("Deze dag is al voorbij. Kies vandaag of een dag die nog komt."))


def remember(vault: Vault, code: str) -> None:
    """Keep which dossier to go on with next time; empty for none. When that fails, only that is lost."""
    with suppress(StoreError):
        vault.set("resume", code)


def forget(vault: Vault, code: str) -> None:
    """This dossier is not gone on with."""
    if vault.setting("resume") == code:
        remember(vault, "")


def code_of(interview: Interview) -> str:
    """The code of the dossier that is worked on; empty for a try in memory."""
    return interview.store.code if isinstance(interview.store, Dossier) else ""
