"""What can be done with one dossier: a menu, and its name, its end and its second beginning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual.app import App

from meldcode.dossier.dossier import Dossier
from meldcode.dossier.entries import Entry
from meldcode.dossier.events import Adopted, Begun, Closed, Event, Named, Reopened, Retained, Standing
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_layers
from meldcode.flow.model import Field
from meldcode.flow.values import BadValue, parse_field
from meldcode.i18n import _, tr
from meldcode.text import one_line
from meldcode.tui.dialogs import Ask, Blank, Pick, needed
from meldcode.tui.history import dossier_history
from meldcode.tui.home_rows import long_day
from meldcode.tui.leaving import erase, export, hand_over, titled
from meldcode.tui.modals import Confirm

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault

OPEN = "open"
LOOK_AGAIN = timedelta(days=30)
"""After closing: when to look whether the dossier can go, unless the person chooses another day."""


class DossierMenu(Pick):
    """The menu of one dossier; gives the id of what was chosen. In a store in doubt only what changes nothing."""

    def __init__(self, entry: Entry, read_only: bool) -> None:
        closed = entry.state == "closed"
        text = _("Code {code}.").format(code=entry.code)
        if closed:
            text += " " + _("Dit dossier is gesloten: u kunt het lezen.")
        if read_only:
            text += " " + _("U kunt nu niets veranderen: het is niet zeker of de dossiers kloppen.")
        super().__init__(one_line(entry.label) or entry.code, text, _rows(closed, read_only))


def _rows(closed: bool, read_only: bool) -> list[tuple[str, str]]:
    rows = [(OPEN, _("Openen om te lezen") if closed or read_only else _("Openen"))]
    if not read_only:
        rows.append(("name", _("Ander label")))
    rows += [
        ("history", _("Geschiedenis")),
        ("export", _("Exporteren voor uw eigen registratie")),
        ("hand over", _("Overdragen aan een collega")),
    ]
    if not read_only and closed:
        rows += [("reopen", _("Heropenen")), ("retain", _("Langer bewaren"))]
    elif not read_only:
        rows.append(("close", _("Dossier sluiten")))
    return rows if read_only else [*rows, ("erase", _("Wissen"))]


async def visit(app: App[None], vault: Vault, code: str) -> str:
    """Show the menu and do what is chosen. Gives `OPEN` when the dossier is to be opened, else an empty text."""
    chosen = await app.push_screen_wait(DossierMenu(vault.entry(code), vault.read_only))
    does = {
        "name": rename,
        "history": dossier_history,
        "export": export,
        "hand over": hand_over,
        "close": close,
        "reopen": reopen,
        "retain": retain,
        "erase": erase,
    }.get(chosen or "")
    if does is not None:
        await does(app, vault, code)
    return OPEN if chosen == OPEN else ""


async def rename(app: App[None], vault: Vault, code: str) -> None:
    """Another label."""

    def do(values: Mapping[str, str]) -> bool:
        label = one_line(values["label"])
        if not label:
            raise MeldcodeError(_("het label is leeg"), _("Typ een kort woord of een code."))
        vault.append(code, Named(vault.clock(), label), None)
        return True

    text = _("Kies een kort woord of een code die u zelf herkent. Gebruik geen naam van een kind of ouder.")
    blank = Blank("label", _("Label"), vault.entry(code).label)
    await app.push_screen_wait(Ask(_("Ander label"), text, [blank], _("Bewaren"), do))


async def close(app: App[None], vault: Vault, code: str) -> None:
    """Close, with a reason and a day to look again."""
    today = vault.clock().date()
    usual = (today + LOOK_AGAIN).isoformat()

    def do(values: Mapping[str, str]) -> bool:
        reason, until, now = needed(values["reason"]), _day(values["until"], today), vault.clock()
        events: list[tuple[Event, str, Standing | None]] = [(Closed(now, reason, usual), vault.who, None)]
        if until != usual:
            if not values["why"].strip():
                raise MeldcodeError(_("u koos een andere dag"), _("Schrijf in de laatste regel waarom."))
            events.append((Retained(now, until, values["why"].strip()), vault.who, None))
        vault.append_all(code, events)
        return True

    keeping = _keeping(vault, code)
    if keeping:
        answers = [("no", _("Niet sluiten")), ("yes", _("Verder"))]
        if (
            await app.push_screen_wait(Confirm(_("Staat alles in het dossier van uw organisatie?"), keeping, answers))
            != "yes"
        ):
            return
    text = _("U kunt het daarna lezen en weer heropenen. Op de gekozen dag vraagt het programma of het weg kan.")
    blanks = [
        Blank("reason", _("Waarom sluit u dit dossier? (zonder namen)")),
        Blank("until", _("Wanneer kijkt u of het weg kan?"), _typed(usual)),
        Blank("why", _("Alleen bij een andere dag dan over 30 dagen: waarom?")),
    ]
    title = titled(vault, code, _("Dossier sluiten"))
    await app.push_screen_wait(Ask(title, text, blanks, _("Sluit het dossier"), do))


async def retain(app: App[None], vault: Vault, code: str) -> None:
    """Keep a closed dossier longer: another day, with a reason."""
    today = vault.clock().date()

    def do(values: Mapping[str, str]) -> bool:
        until = _day(values["until"], today)
        vault.append(code, Retained(vault.clock(), until, needed(values["reason"])), None)
        return True

    until = vault.entry(code).until
    text = _("Nu staat er: kijk op {day} of het weg kan.").format(day=long_day(until))
    blanks = [
        Blank("until", _("Wanneer kijkt u opnieuw?"), _typed((today + LOOK_AGAIN).isoformat())),
        Blank("reason", _("Waarom moet het blijven? (zonder namen)")),
    ]
    title = titled(vault, code, _("Langer bewaren"))
    await app.push_screen_wait(Ask(title, text, blanks, _("Bewaren"), do))


async def reopen(app: App[None], vault: Vault, code: str) -> None:
    """Open a closed dossier for work again."""

    def do(values: Mapping[str, str]) -> bool:
        vault.append(code, Reopened(vault.clock(), needed(values["reason"])), None)
        return True

    blank = Blank("reason", _("Waarom? (zonder namen)"))
    text = _("Daarna kunt u weer antwoorden geven of veranderen, en een stap opnieuw doen.")
    title = titled(vault, code, _("Heropenen"))
    await app.push_screen_wait(Ask(title, text, [blank], _("Heropenen"), do))


def _keeping(vault: Vault, code: str) -> str:
    """Where the official record belongs and how long that is kept; empty when the flow cannot say."""
    try:
        events = Dossier(vault, code).events()
        digest = next(event.digest for event in reversed(events) if isinstance(event, Begun | Adopted))
        keeping = load_layers(vault.flow(digest)).keeping
    except (MeldcodeError, StopIteration):
        return ""
    return "\n".join(one_line(tr(text)) for text in (keeping.official, keeping.text) if text) if keeping else ""


def _typed(iso: str) -> str:
    """An ISO date in the Dutch order."""
    day = date.fromisoformat(iso)
    return f"{day.day}-{day.month}-{day.year}"


def _day(text: str, today: date) -> str:
    """The ISO date that was typed, today or later. Raises `MeldcodeError` for anything else."""
    try:
        day = str(parse_field(Field("until", "date", ""), text) or "")
    except BadValue as bad:
        raise MeldcodeError(bad.reason, bad.hint) from None
    if day < today.isoformat():
        raise MeldcodeError(_("deze dag is al voorbij"), _("Kies vandaag of een dag die nog komt."))
    return day
