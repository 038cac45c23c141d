"""How a dossier leaves, in lines: as a copy, to a colleague, as dates for a calendar, or destroyed. Never unasked."""

from __future__ import annotations

from pathlib import Path

from meldcode.desk.record import export, what_then
from meldcode.desk.terms import calendar, calendar_secret, due
from meldcode.desk.work import resume
from meldcode.dossier.events import Exported, HandedOver
from meldcode.dossier.keys import public_key
from meldcode.dossier.sealed import hand_over_to
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.files import folder_from, not_there, write_all
from meldcode.i18n import _, language
from meldcode.plain.actions import ask_reason, forget, say_keeping
from meldcode.plain.lines import Lines

CALENDAR = "overzicht.ics"
"""A name that tells nothing, like what is in it."""
END_OF_KEY = 6
"""So many last characters of a public key are compared by phone."""


def export_to(vault: Vault, code: str, folder: Path) -> list[Path]:
    """The whole dossier as text and JSON, in a folder of its own. Raises `MeldcodeError`."""
    not_there(folder / vault.entry(code).code)
    return export(resume(vault, code), folder)


def write_calendar(vault: Vault, folder: Path) -> list[Path]:
    """What is due as a calendar file without names; no file when nothing is due. Raises `MeldcodeError`."""
    not_there(folder / CALENDAR)
    rows = due(vault.list(), vault.clock().date())
    data = calendar(rows, language(), vault.clock(), calendar_secret(vault))
    return write_all(folder, {CALENDAR: data}) if rows else []


def end_of(key: str) -> str:
    """The last characters of a public key, to read out."""
    return " ".join(key[-END_OF_KEY:].upper())


def say_written(lines: Lines, paths: list[Path]) -> None:
    """Which files were written."""
    for path in paths:
        lines.say(_("geschreven: {path}").format(path=path))


def ask_folder(lines: Lines, question: str) -> Path | None:
    """A folder, or None for an empty line. Raises `Back` or `MeldcodeError`."""
    typed = lines.ask(question)
    return folder_from(typed) if typed else None


def ask_export(lines: Lines, vault: Vault, code: str) -> bool:
    """Write a copy for the organisation's own record; tells whether it was. Raises `Back` or `MeldcodeError`."""
    lines.say(_("De bestanden zijn niet versleuteld. Kies een plek die alleen u kunt lezen."))
    folder = ask_folder(lines, _("Map voor de kopie (leeg: niet doen)"))
    if folder is None:
        return False
    paths = export_to(vault, code, folder)
    say_written(lines, paths)
    lines.say(what_then(paths))
    return True


def ask_hand_over(lines: Lines, vault: Vault, code: str) -> None:
    """Seal a dossier for a colleague, and destroy it here when that is wanted. Raises `Back` or `MeldcodeError`."""
    lines.say(_("Alleen uw collega kan het bestand openen. Uw collega ziet alle antwoorden en de hele geschiedenis."))
    typed = lines.ask(_("Openbare sleutel van uw collega (age1…) (leeg: niet doen)"))
    if not typed:
        return
    key = public_key(typed)
    lines.say(
        _("Bel uw collega en vergelijk de laatste tekens van de sleutel. Hier staat: {end}").format(end=end_of(key))
    )
    if not lines.yes(_("Is het hetzelfde?")):
        lines.say(_("Dan is het de sleutel van iemand anders. Er is niets overgedragen."))
        return
    folder = ask_folder(lines, _("Map voor het bestand (leeg: niet doen)"))
    if folder is None:
        return
    say_written(lines, [hand_over_to(vault, code, key, folder)])
    if vault.read_only:
        return
    lines.say(_("Wis het dossier hier pas als uw collega zegt dat het aangekomen is."))
    if lines.yes(_("Nu hier wissen?")):
        erase(lines, vault, code, _("overgedragen aan een collega"))


def ask_erase(lines: Lines, vault: Vault, code: str) -> None:
    """Destroy a dossier; a copy is offered first when none ever left. Raises `Back` or `MeldcodeError`."""
    if not _copied(vault, vault.entry(code).code):
        lines.say(_("Dit dossier is nog nooit geëxporteerd. Hoort het in het dossier van uw organisatie?"))
        chosen = lines.pick([_("Eerst exporteren"), _("Wissen zonder kopie"), _("Niet wissen")])
        if chosen == 3 or (chosen == 1 and not ask_export(lines, vault, code)):
            return
    erase(lines, vault, code)


def _copied(vault: Vault, code: str) -> bool:
    try:
        return any(isinstance(record.event, Exported | HandedOver) for record in vault.records(code))
    except MeldcodeError:  # it cannot be read, so it cannot be copied either
        return True


def erase(lines: Lines, vault: Vault, code: str, reason: str = "") -> None:
    """Destroy a dossier after a reason and its code. Raises `Back`, or `MeldcodeError` for another code."""
    entry = vault.entry(code)
    say_keeping(lines, vault, code)
    lines.say(_("Alle antwoorden van dit dossier gaan weg. Dat kan niet terug. In reservekopieën die u eerder maakte,"
                " staat het nog."))  # fmt: skip
    lines.say(_("Wat blijft: een regel zonder inhoud, met de code, de datum en uw reden."))
    reason = reason or ask_reason(lines, _("Waarom mag het weg? (zonder namen)"))
    sure = _("U gaat «{label}» wissen. Typ de code {code} om dat te doen").format(label=entry.label, code=entry.code)
    if lines.ask(sure).upper() != entry.code:
        raise MeldcodeError(_("dit is niet de code van dit dossier"), _("Er is niets gewist."))
    vault.erase(entry.code, reason)
    forget(vault, entry.code)
    lines.say(_("Het dossier is gewist."))
