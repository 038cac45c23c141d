"""How a dossier leaves: as a copy for the organisation's own record, to a colleague, or destroyed. Never unasked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from meldcode.desk import record
from meldcode.desk.work import resume
from meldcode.dossier import sealed
from meldcode.dossier.events import Exported, HandedOver
from meldcode.dossier.keys import public_key
from meldcode.errors import MeldcodeError
from meldcode.files import folder_from, not_there
from meldcode.i18n import _
from meldcode.text import one_line
from meldcode.tui.dialogs import Ask, Blank, here, needed
from meldcode.tui.modals import Confirm, Reading

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault

END_OF_KEY = 6
"""So many last characters of a public key are compared by phone."""


async def export(app: App[None], vault: Vault, code: str) -> bool:
    """Write text and JSON for the organisation's own record. Gives whether that was done."""

    def do(values: Mapping[str, str]) -> list[Path]:
        folder = folder_from(values["folder"])
        not_there(folder / code)
        return record.export(resume(vault, code), folder)

    text = _(
        "U krijgt een tekst om te lezen en een JSON-bestand voor een ander systeem, met alle antwoorden en de"
        " geschiedenis. De bestanden zijn niet versleuteld. Kies een plek die alleen u kunt lezen."
    )
    blank = Blank("folder", _("In welke map?"), str(here()))
    title = titled(vault, code, _("Exporteren voor uw eigen registratie"))
    paths = await app.push_screen_wait(Ask(title, text, [blank], _("Schrijf de bestanden"), do, slow=True))
    if not paths:
        return False
    names = "\n".join(str(path) for path in paths)
    await app.push_screen_wait(Reading(_("Geschreven"), [("", names), ("", record.what_then(paths))]))
    return True


async def hand_over(app: App[None], vault: Vault, code: str) -> None:
    """Seal the dossier for a colleague's public key, after the key was compared by phone."""

    def check(values: Mapping[str, str]) -> tuple[str, Path]:
        key, folder = public_key(values["key"]), folder_from(values["folder"])
        not_there(folder / name)
        return key, folder

    name = f"{code}.overdracht.age"
    text = _(
        "Uw collega vindt de eigen sleutel onder Beheer, «Mijn sleutel om te ontvangen». Alleen uw collega kan het"
        " bestand openen. Uw collega ziet alle antwoorden en de hele geschiedenis."
    )
    blanks = [
        Blank("key", _("Openbare sleutel van uw collega (age1…)")),
        Blank("folder", _("In welke map?"), str(here())),
    ]
    title = titled(vault, code, _("Overdragen aan een collega"))
    chosen = await app.push_screen_wait(Ask(title, text, blanks, _("Verder"), check))
    if chosen is None:
        return
    key, folder = chosen
    last = key[-END_OF_KEY:].upper()
    call = _(
        "Bel uw collega. Vraag naar de laatste {n} tekens van de sleutel. Hier staat:\n{last}\n\nIs het niet"
        " hetzelfde? Dan is het de sleutel van iemand anders. Stop dan."
    ).format(n=END_OF_KEY, last=" ".join(last))
    if await app.push_screen_wait(Confirm(title, call, [("no", _("Stoppen")), ("yes", _("Het klopt"))])) != "yes":
        return

    def do(_values: Mapping[str, str]) -> Path:
        return sealed.hand_over_to(vault, code, key, folder)

    ready = _("Het bestand {name} komt in de map {folder}.").format(name=name, folder=one_line(str(folder)))
    if await app.push_screen_wait(Ask(title, ready, [], _("Schrijf het bestand"), do, slow=True)):
        await _handed_over(app, vault, code, folder / name)


async def _handed_over(app: App[None], vault: Vault, code: str, path: Path) -> None:
    """Where the file is, and the offer to destroy what stays here."""
    text = _(
        "Geschreven: {path}\n\nGeef dit bestand aan uw collega. Wis het dossier hier pas als uw collega zegt dat het"
        " aangekomen is."
    ).format(path=one_line(str(path)))
    answers = [("keep", _("Hier laten staan"))]
    if not vault.read_only:
        answers.append(("erase", _("Overgedragen: hier wissen")))
    if await app.push_screen_wait(Confirm(_("Verzegeld voor uw collega"), text, answers)) == "erase":
        await erase(app, vault, code, _("overgedragen aan een collega"))


async def erase(app: App[None], vault: Vault, code: str, reason: str = "") -> None:
    """Destroy a dossier's content: a copy is offered first, then a reason, then its code typed."""
    if not await _copy_first(app, vault, code):
        return
    text = _(
        "Alle antwoorden van dit dossier gaan weg. Dat kan niet terug. In reservekopieën die u eerder maakte, staat"
        " het nog.\n\nWat blijft: een regel zonder inhoud, met de code, de datum en uw reden."
    )
    blank = Blank("reason", _("Waarom mag het weg? (zonder namen)"), reason)
    title = titled(vault, code, _("Wissen (1 van 2)"))
    ask = Ask(title, text, [blank], _("Verder"), lambda values: needed(values["reason"]))
    given = await app.push_screen_wait(ask)
    if given is None:
        return

    def do(values: Mapping[str, str]) -> bool:
        if values["code"].strip().upper() != code:
            raise MeldcodeError(_("dit is niet de code van dit dossier"), _("Er is niets gewist."))
        vault.erase(code, given)
        return True

    label = one_line(vault.entry(code).label)
    sure = _("U gaat «{label}» wissen. Typ de code {code} om dat te doen.").format(label=label, code=code)
    blanks = [Blank("code", _("Code"))]
    if await app.push_screen_wait(Ask(_("Wissen (2 van 2)"), sure, blanks, _("Nu wissen"), do, slow=True)):
        gone = _("Het dossier is gewist. Bestanden die u eerder van dit dossier maakte, staan er nog.")
        await app.push_screen_wait(Reading(_("Gewist"), [("", gone)]))


async def _copy_first(app: App[None], vault: Vault, code: str) -> bool:
    """Offer a copy when none ever left. False when nothing is to be destroyed after all."""
    try:
        left = any(isinstance(one.event, Exported | HandedOver) for one in vault.records(code))
    except MeldcodeError:
        left = False
    if left:
        return True
    text = _(
        "Dit dossier is nog nooit geëxporteerd. Hoort wat erin staat in het dossier van uw organisatie? Exporteer het"
        " dan eerst."
    )
    answers = [("no", _("Niet wissen")), ("export", _("Eerst exporteren")), ("go", _("Wissen zonder kopie"))]
    chosen = await app.push_screen_wait(Confirm(_("Nog geen kopie"), text, answers))
    return chosen == "go" or (chosen == "export" and await export(app, vault, code))


def titled(vault: Vault, code: str, title: str) -> str:
    """The title of a window, with the label of the dossier that it is about."""
    return f"{title} · {one_line(vault.entry(code).label) or code}"
