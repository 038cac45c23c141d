"""What can be done with the store as a whole, in lines: the same for the line mode and for the verbs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from meldcode.dossier import tries
from meldcode.dossier.keys import read_keys
from meldcode.dossier.sealed import backup, receive
from meldcode.dossier.trouble import WrongSecretError
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.files import not_there
from meldcode.i18n import _
from meldcode.plain.actions import say_store_history
from meldcode.plain.leaving import ask_folder, end_of, say_written
from meldcode.plain.lines import Back, Lines
from meldcode.plain.unlock import ask_passphrase, ask_recovery, say_trouble

LARGEST = 64 * 2**20
"""Bytes; a dossier that a colleague hands over is far smaller."""

Choices = list[tuple[str, Callable[[], object]]]
"""What a menu offers: the words, and what is done."""


def backup_to(vault: Vault, path: Path) -> None:
    """A sealed copy of everything in a new file. Raises `MeldcodeError`."""
    not_there(path)
    backup(vault, path)


def receive_from(vault: Vault, path: Path) -> str:
    """Take in a dossier that a colleague sealed; gives its code here. Raises `MeldcodeError`."""
    try:
        with path.open("rb") as file:
            sealed = file.read(LARGEST + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        hint = _("Kijk of de naam klopt en of u het mag openen.")
        raise MeldcodeError(_("dit bestand is niet te lezen"), hint) from None
    if len(sealed) > LARGEST:
        hint = _("Vraag uw collega om een nieuw bestand.")
        raise MeldcodeError(_("dit bestand is te groot voor een dossier"), hint)
    return receive(vault, sealed)


def change_passphrase(lines: Lines, vault: Vault) -> None:
    """Another passphrase. Raises `Back` or `StoreError`."""
    vault.change_passphrase(ask_passphrase(lines))
    lines.clear()
    lines.say(_("Vanaf nu opent u uw dossiers met de nieuwe zin. Eerdere reservekopieën gaan open met de oude zin."))


def change_recovery(lines: Lines, vault: Vault) -> None:
    """Another recovery code. Raises `Back` or `StoreError`."""
    vault.change_recovery(ask_recovery(lines))
    lines.clear()
    lines.say(_("De nieuwe herstelcode geldt vanaf nu. Gooi het papier met de oude code weg."))


def rekey(lines: Lines, vault: Vault) -> None:
    """Encrypt everything anew. Raises `StoreError`."""
    vault.rekey()
    lines.say(_("Alle dossiers zijn opnieuw versleuteld. Uw wachtwoordzin en herstelcode blijven gelijk."))


def check_current(lines: Lines, vault: Vault) -> None:
    """Who sits here must know a secret that opens the store. Raises `Back` or `MeldcodeError`."""
    path = vault.home.tries
    waiting = tries.wait(path, vault.clock())
    if waiting:
        raise WrongSecretError(waiting)
    try:
        read_keys(vault.home.key, lines.secret(_("Wachtwoordzin of herstelcode van nu")))
    except WrongSecretError:
        wait = tries.wrong(path, vault.clock())
        raise MeldcodeError(_("de wachtwoordzin of code van nu klopt niet"), WrongSecretError(wait).hint) from None
    tries.right(path)


def store_menu(lines: Lines, vault: Vault) -> str:
    """Ask what to do and do it, until an empty line. Gives the code of a dossier that was received, or nothing."""
    came = ""

    def take_in() -> None:
        nonlocal came
        path = ask_folder(lines, _("Bestand van uw collega (leeg: niet doen)"))
        if path is not None:
            came = receive_from(vault, path)
            lines.say(_("Ontvangen als dossier {code}. Vertel uw collega dat het aangekomen is.").format(code=came))

    looking: Choices = [(_("Reservekopie maken"), lambda: _ask_backup(lines, vault))]
    keys: Choices = [(_("Mijn sleutel om te ontvangen"), lambda: _say_key(lines, vault))]
    if not vault.read_only:
        looking.append((_("Een dossier ontvangen"), take_in))
        keys += [
            (_("Andere wachtwoordzin"), lambda: _checked(lines, vault, change_passphrase)),
            (_("Nieuwe herstelcode"), lambda: _checked(lines, vault, change_recovery)),
            (_("Alles opnieuw versleutelen"), lambda: rekey(lines, vault)),
        ]
    keys.append((_("Geschiedenis van de opslag"), lambda: say_store_history(lines, vault)))
    if vault.can_accept:
        keys.append((_("Verder gaan met wat er nu is"), lambda: say_trouble(lines, vault)))
    choose(lines, _("Opslag in {folder}").format(folder=vault.home.folder), [*looking, *keys])
    return came


def _checked(lines: Lines, vault: Vault, does: Callable[[Lines, Vault], None]) -> None:
    check_current(lines, vault)
    does(lines, vault)


def _ask_backup(lines: Lines, vault: Vault) -> None:
    lines.say(_("De kopie is versleuteld. U opent de kopie met de wachtwoordzin of de herstelcode van vandaag."))
    lines.say(_("Bewaar de kopie niet alleen op deze computer."))
    path = ask_folder(lines, _("Bestand voor de reservekopie (leeg: niet doen)"))
    if path is not None:
        path = path / f"reservekopie-{vault.clock().date().isoformat()}.backup" if path.is_dir() else path
        backup_to(vault, path)
        say_written(lines, [path])


def _say_key(lines: Lines, vault: Vault) -> None:
    lines.say(_("Geef deze sleutel aan de collega die u een dossier wil overdragen. Hij is niet geheim:"))
    lines.say(vault.receive_key)
    lines.say(_("Uw collega belt u om de laatste tekens te vergelijken: {end}").format(end=end_of(vault.receive_key)))


def choose(lines: Lines, title: str, choices: Choices, once: bool = False) -> None:
    """A menu: say the choices, do the one that is named; again until an empty line or `b`, unless `once`."""
    while True:
        lines.say("")
        lines.say(title)
        for place, (text, _do) in enumerate(choices, 1):
            lines.say(f"{place}. {text}")
        try:
            line = lines.ask(_("Nummer (leeg: terug)"))
        except Back:
            return
        if not line:
            return
        if not line.isdecimal() or not 0 < int(line) <= len(choices):
            lines.say_range(len(choices))
            continue
        try:
            choices[int(line) - 1][1]()
        except Back:
            lines.say(_("Er is niets veranderd."))
        except MeldcodeError as error:
            lines.say_error(error)
        if once:
            return
