"""What can be done with the store as a whole: copies, keys, receiving a dossier, and when to lock."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from meldcode.dossier import sealed, tries
from meldcode.dossier.keys import read_keys
from meldcode.dossier.trouble import WrongSecretError
from meldcode.errors import MeldcodeError
from meldcode.files import folder_from, not_there, write_all
from meldcode.i18n import _
from meldcode.tui.dialogs import Ask, Blank, Pick, here
from meldcode.tui.history import store_history
from meldcode.tui.leaving import END_OF_KEY
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.taking_up import tell

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault

LARGEST = 64 * 2**20
"""Bytes; a dossier that a colleague hands over is far smaller."""
SHORTEST, USUAL, LONGEST = 1, 5, 15
"""Minutes without a key before the program locks."""
KEY_FILE = "sleutel.txt"


def _rows(vault: Vault) -> list[tuple[str, str]]:
    rows = [("accept", _("Verder gaan met wat er nu is"))] if vault.can_accept else []
    rows.append(("backup", _("Reservekopie maken")))
    if not vault.read_only:
        rows.append(("receive", _("Een dossier ontvangen")))
    rows.append(("key", _("Mijn sleutel om te ontvangen")))
    if not vault.read_only:
        rows += [
            ("passphrase", _("Andere wachtwoordzin")),
            ("recovery", _("Nieuwe herstelcode")),
            ("rekey", _("Alles opnieuw versleutelen")),
            ("idle", _("Na hoeveel minuten vergrendelen")),
        ]
    return [*rows, ("history", _("Geschiedenis van de opslag"))]


async def visit(app: App[None], vault: Vault) -> str:
    """Show the menu and do what is chosen. Gives the code of a dossier that came in, else an empty text."""
    text = _("Een reservekopie terugzetten doet u op het scherm waar u ontgrendelt: druk daarvoor op F12.")
    chosen = await app.push_screen_wait(Pick(_("Beheer"), text, _rows(vault)))
    if chosen == "receive":
        return await receive(app, vault)
    does = {
        "accept": accept,
        "backup": make_backup,
        "key": show_key,
        "passphrase": change_passphrase,
        "recovery": change_recovery,
        "rekey": rekey,
        "idle": set_idle,
        "history": store_history,
    }.get(chosen or "")
    if does is not None:
        await does(app, vault)
    return ""


async def accept(app: App[None], vault: Vault) -> None:
    """Go on with what there is, after an older state was found."""
    text = _(
        "Het programma houdt dan op met waarschuwen en u kunt weer werken. Wat ontbreekt, komt niet terug. Hebt u een"
        " nieuwer bestand of een reservekopie? Zet die dan eerst terug."
    )
    answers = [("no", _("Nog niet")), ("yes", _("Verder gaan met wat er nu is"))]
    if await app.push_screen_wait(Confirm(_("Verder gaan?"), text, answers)) == "yes":
        try:
            vault.accept()
        except MeldcodeError as error:
            await tell(app, error)


async def make_backup(app: App[None], vault: Vault) -> None:
    """A sealed copy of everything, in a file of its own."""

    def do(values: Mapping[str, str]) -> Path:
        target = folder_from(values["path"])
        target = target / name if target.is_dir() else target
        not_there(target)
        sealed.backup(vault, target)
        return target

    name = f"reservekopie-{vault.clock().date().isoformat()}.backup"
    text = _(
        "In de kopie staan alle dossiers, versleuteld. U opent de kopie met de wachtwoordzin of de herstelcode van"
        " vandaag. Bewaar de kopie niet alleen op deze computer."
    )
    blank = Blank("path", _("Naam van het bestand"), str(here() / name))
    path = await app.push_screen_wait(Ask(_("Reservekopie maken"), text, [blank], _("Maak de kopie"), do, slow=True))
    if path is not None:
        await app.push_screen_wait(Reading(_("Reservekopie gemaakt"), [("", str(path))]))


async def receive(app: App[None], vault: Vault) -> str:
    """Take in a dossier that a colleague sealed for this store. Gives its code here, or an empty text."""

    def do(values: Mapping[str, str]) -> str:
        path = folder_from(values["path"])
        if path.is_dir():
            raise MeldcodeError(_("dit is een map"), _("Typ ook de naam van het bestand."))
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError:
            hint = _("Kijk of de naam klopt en of u het mag openen.")
            raise MeldcodeError(_("dit bestand is niet te lezen"), hint) from None
        if len(data) > LARGEST:
            hint = _("Vraag uw collega om een nieuw bestand.")
            raise MeldcodeError(_("dit bestand is te groot voor een dossier"), hint)
        return sealed.receive(vault, data)

    text = _("Uw collega heeft een bestand gemaakt dat eindigt op .overdracht.age. Er verandert niets aan uw dossiers.")
    blank = Blank("path", _("Waar staat het bestand?"), str(here()))
    code = await app.push_screen_wait(Ask(_("Een dossier ontvangen"), text, [blank], _("Ontvang"), do, slow=True))
    if not code:
        return ""
    said = _(
        "Het dossier staat nu in uw lijst, met code {code}. Vertel uw collega dat het aangekomen is. Het bestand zelf"
        " kunt u wissen."
    ).format(code=code)
    await app.push_screen_wait(Reading(_("Ontvangen"), [("", said)]))
    return code


async def show_key(app: App[None], vault: Vault) -> None:
    """The own public key, to read out and to write in a file."""

    def do(values: Mapping[str, str]) -> list[Path]:
        folder = folder_from(values["folder"])
        not_there(folder / KEY_FILE)
        return write_all(folder, {KEY_FILE: f"{key}\n".encode()})

    key = vault.receive_key
    text = _(
        "Geef deze sleutel aan de collega die u een dossier wil overdragen. Hij is niet geheim:\n\n{key}\n\nUw collega"
        " belt u om de laatste {n} tekens te vergelijken:\n{last}\n\nU kunt de sleutel ook in een bestand laten"
        " schrijven: {name}"
    ).format(key=key, n=END_OF_KEY, last=" ".join(key[-END_OF_KEY:].upper()), name=KEY_FILE)
    blank = Blank("folder", _("In welke map?"), str(here()))
    title = _("Mijn sleutel om te ontvangen")
    paths = await app.push_screen_wait(Ask(title, text, [blank], _("Schrijf het bestand"), do))
    if paths:
        await app.push_screen_wait(Reading(_("Geschreven"), [("", str(paths[0]))]))


def check_current(vault: Vault, secret: str) -> None:
    """Who sits here must know a secret that opens the store. Slow on purpose. Raises `MeldcodeError`."""
    path = vault.home.tries
    waiting = tries.wait(path, vault.clock())
    if waiting:
        raise WrongSecretError(waiting)
    try:
        read_keys(vault.home.key, secret)
    except WrongSecretError:
        wait = tries.wrong(path, vault.clock())
        raise MeldcodeError(_("de wachtwoordzin of code van nu klopt niet"), WrongSecretError(wait).hint) from None
    tries.right(path)


async def change_passphrase(app: App[None], vault: Vault) -> None:
    """Another passphrase, made up by the person or by the program."""
    from meldcode.dossier.codes import new_passphrase, normal, passphrase_problem

    title = _("Andere wachtwoordzin")
    words = new_passphrase()
    text = _("Een voorstel van het programma is het veiligst:\n\n{words}").format(words=words)
    answers = [("no", _("Annuleren")), ("offered", _("Dit voorstel")), ("own", _("Zelf bedenken"))]
    chosen = await app.push_screen_wait(Confirm(title, text, answers))
    if chosen == "no":
        return

    def do(values: Mapping[str, str]) -> bool:
        new = values["new"]
        problem = passphrase_problem(new)
        if chosen == "offered" and normal(new) != normal(words):
            raise MeldcodeError(_("dit is niet het voorstel"), _("Typ de woorden precies zo over."))
        if chosen == "own" and problem:
            raise MeldcodeError(problem.rstrip("."))
        if chosen == "own" and normal(new) != normal(values["again"]):
            raise MeldcodeError(_("de nieuwe wachtwoordzinnen zijn niet gelijk"), _("Typ hem twee keer hetzelfde."))
        check_current(vault, values["current"])
        vault.change_passphrase(new)
        return True

    blanks = [Blank("current", _("Wachtwoordzin of herstelcode van nu"), secret=True)]
    if chosen == "offered":
        about = _("Schrijf de zin op en bewaar hem veilig:\n\n{words}").format(words=words)
        blanks.append(Blank("new", _("Typ de nieuwe zin over")))
    else:
        about = _("Minstens vier woorden of veertien tekens.")
        blanks += [
            Blank("new", _("Nieuwe wachtwoordzin"), secret=True),
            Blank("again", _("Nog een keer"), secret=True),
        ]
    about += "\n" + _("Eerdere reservekopieën gaan open met de oude zin.")
    if await app.push_screen_wait(Ask(title, about, blanks, _("Verander"), do, slow=True)):
        await app.push_screen_wait(Reading(title, [("", _("Vanaf nu opent u uw dossiers met de nieuwe zin."))]))


async def change_recovery(app: App[None], vault: Vault) -> None:
    """A new recovery code, shown and typed back."""
    from meldcode.dossier.codes import new_recovery_code, read_recovery_code

    code = new_recovery_code()

    def do(values: Mapping[str, str]) -> bool:
        if read_recovery_code(values["typed"]) != read_recovery_code(code):
            raise MeldcodeError(_("dit is niet de code die hier staat"), _("Kijk hem na en typ hem opnieuw."))
        check_current(vault, values["current"])
        vault.change_recovery(code)
        return True

    title = _("Nieuwe herstelcode")
    text = _(
        "Schrijf deze code op papier en leg dat op een veilige plek:\n\n{code}\n\nDe oude code opent uw dossiers dan"
        " niet meer, maar nog wel eerdere reservekopieën."
    ).format(code=code)
    blanks = [
        Blank("current", _("Wachtwoordzin of herstelcode van nu"), secret=True),
        Blank("typed", _("Typ de nieuwe code over, van uw papier")),
    ]
    if await app.push_screen_wait(Ask(title, text, blanks, _("Verander"), do, slow=True)):
        await app.push_screen_wait(Reading(title, [("", _("De nieuwe herstelcode geldt vanaf nu."))]))


async def rekey(app: App[None], vault: Vault) -> None:
    """Encrypt everything with a fresh key."""

    def do(_values: Mapping[str, str]) -> bool:
        vault.rekey()
        return True

    title = _("Alles opnieuw versleutelen")
    text = _(
        "Alle dossiers krijgen een nieuwe sleutel. Dat is nodig als iemand anders bij uw bestanden én uw wachtwoordzin"
        " kon. Uw wachtwoordzin en herstelcode blijven gelijk. Verander die dan ook."
    )
    if await app.push_screen_wait(Ask(title, text, [], _("Versleutel opnieuw"), do, slow=True)):
        await app.push_screen_wait(Reading(title, [("", _("Alle dossiers zijn opnieuw versleuteld."))]))


async def set_idle(app: App[None], vault: Vault) -> None:
    """After how many minutes without a key the program locks."""

    def do(values: Mapping[str, str]) -> bool:
        text = values["minutes"].strip()
        if not (text.isascii() and text.isdigit() and SHORTEST <= int(text) <= LONGEST):
            message = _("dit is geen getal van {low} tot en met {high}").format(low=SHORTEST, high=LONGEST)
            raise MeldcodeError(message, _("Typ een heel getal."))
        vault.set("idle", str(int(text)))
        return True

    text = _(
        "Wordt er zo lang niets getypt, dan gaat het programma op slot. Kies {low} tot en met {high} minuten."
    ).format(low=SHORTEST, high=LONGEST)
    blank = Blank("minutes", _("Minuten"), vault.setting("idle", str(USUAL)))
    await app.push_screen_wait(Ask(_("Vergrendelen"), text, [blank], _("Bewaren"), do))
