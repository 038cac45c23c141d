"""The folder of the dossiers: where, whose, how full, and whether something copies it elsewhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from meldcode.doctor.facts import Fact
from meldcode.doctor.machine import Machine
from meldcode.doctor.mounts import NETWORK, mount_of
from meldcode.dossier.home import find_home, shared_in, synced_by
from meldcode.errors import MeldcodeError
from meldcode.i18n import _

LITTLE = 200 * 2**20
"""Bytes; with less a backup or an update of the system may fill the disk."""


def folder_facts(machine: Machine) -> Iterator[Fact]:
    """What is to be said of the data folder; it need not exist, and is not made."""
    try:
        home = find_home()
    except MeldcodeError as error:
        yield Fact("folder", "warning", error.message, error.hint)
        return
    folder = home.folder
    there = folder if folder.is_dir() else None
    where = _("De map is {folder}.").format(folder=shown(folder, machine))
    yield Fact("folder", "good", where, "" if there else _("Zij is er nog niet: er is nog niets bewaard."))
    if there:
        yield _rights(there, machine)
    yield from _copied(folder, machine)
    yield _room(nearest(folder), machine)


def shown(path: Path, machine: Machine) -> str:
    """A path without the person's name in it: what is sent to a helpdesk need not say who."""
    text = str(path)
    for name in ("HOME", "USERPROFILE"):
        own = machine.environ.get(name, "")
        if len(own) > 1 and path.is_relative_to(own):
            text = str(Path("~") / path.relative_to(own))
            break
    users = {machine.environ.get(name, "") for name in ("USER", "USERNAME", "LOGNAME")} - {"", "root"}
    return "/".join("…" if part in users else part for part in text.replace(os.sep, "/").split("/"))


def nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path(folder.anchor or "."))


def _rights(folder: Path, machine: Machine) -> Fact:
    if machine.platform == "win32":
        said = _("Wie deze map mag lezen, is op Windows van hieruit niet te zien.")
        hint = _("Klik rechts op de map: Eigenschappen, Beveiliging. Alleen uzelf en beheerders horen daar te staan.")
        return Fact("rights", "unknown", said, hint)
    found = folder.stat()
    if found.st_uid != os.geteuid():
        hint = _("Kies met MELDCODE_HOME een map van uzelf.")
        return Fact("rights", "warning", _("De map is van een andere gebruiker van deze computer."), hint)
    if stat.S_IMODE(found.st_mode) & 0o077:
        said = _("Anderen op deze computer kunnen zien welke bestanden er in de map staan. De inhoud is versleuteld.")
        return Fact("rights", "warning", said, _("De app zet dat goed zodra u uw dossiers opent."))
    if not os.access(folder, os.W_OK | os.X_OK):
        hint = _("Vraag de beheerder om schrijfrecht, of kies met MELDCODE_HOME een andere map.")
        return Fact("rights", "warning", _("In de map mag niet geschreven worden."), hint)
    return Fact("rights", "good", _("De map is alleen voor u."))


def _copied(folder: Path, machine: Machine) -> Iterator[Fact]:
    other = _("Kies met MELDCODE_HOME een map die alleen op deze computer staat.")
    kind = mount_of(nearest(folder), machine).kind
    network = kind in NETWORK or str(folder).startswith(("\\\\", "//"))
    if service := synced_by(folder):
        said = _("{service} kopieert deze map naar andere computers. Een kopie tijdens het schrijven kan stuk zijn.")
        yield Fact("synced", "warning", said.format(service=service), other)
    elif shared_in(folder, machine.environ):
        said = _("De map staat op een plek die alle gebruikers van deze computer delen.")
        yield Fact("shared", "warning", said, other)
    elif network:
        said = _("De map staat op een netwerkschijf. Valt het netwerk weg, dan kan een antwoord niet bewaard worden.")
        yield Fact("network", "warning", said, other)
    else:
        yield Fact("synced", "good", _("Er is geen dienst te zien die de map naar andere computers kopieert."))
        if machine.platform != "linux":
            yield Fact("network", "unknown", _("Of het een netwerkschijf is, is van hieruit niet te zien."), other)


def _room(place: Path, machine: Machine) -> Fact:
    free = machine.free(place)
    if free is None:
        return Fact("room", "unknown", _("Hoeveel plaats er op de schijf is, is niet te zien."))
    said = _("Vrij op deze schijf: {count} MB.").format(count=free // 2**20)
    if free < LITTLE:
        return Fact("room", "warning", said, _("Maak ruimte vrij: op een volle schijf kan niets bewaard worden."))
    return Fact("room", "good", said)
