"""What a thief of the computer could read: the disk, the swap, and what a crash would leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from meldcode.doctor.facts import Fact
from meldcode.doctor.folder import nearest
from meldcode.doctor.machine import Machine
from meldcode.doctor.mounts import encrypted, mount_of, number_of, passes_crypt
from meldcode.dossier.home import find_home
from meldcode.i18n import N_, _

_SAFE_SWAP = N_("Geheugen dat naar schijf gaat (swap), is versleuteld of blijft in het geheugen.")


def disk_facts(machine: Machine) -> Iterator[Fact]:
    """Encryption of the disk under the data folder, of the swap, and core dumps."""
    place = nearest(find_home().folder)
    if machine.platform == "linux":
        yield _linux_disk(place, machine)
        yield _linux_swap(machine)
    elif machine.platform == "darwin":
        yield _mac_disk(place, machine)
        yield _mac_swap(machine)
    else:
        yield _windows_disk()
    yield _dumps(machine)


def _not_seen(said: str) -> Fact:
    hint = _("Uw dossiers zelf zijn altijd versleuteld. Wat u ernaast bewaart niet. Vraag uw beheerder hoe het zit.")
    return Fact("disk", "unknown", said, hint)


def _linux_disk(place: Path, machine: Machine) -> Fact:
    mount = mount_of(place, machine)
    found = encrypted(mount, machine)
    if found:
        return Fact("disk", "good", _("De schijf met deze map is versleuteld."))
    if found is None:
        return _not_seen(_("Of de schijf versleuteld is, is van hieruit niet te zien."))
    said = _("Linux versleutelt deze schijf niet. Of de schijf of de server het zelf doet, is niet te zien.")
    hint = _("Op een laptop: zet schijfversleuteling (LUKS) aan. Uw dossiers zelf zijn altijd versleuteld.")
    return Fact("disk", "warning", said, hint)


def _linux_swap(machine: Machine) -> Fact:
    """Memory that is written to disk when there is too little of it."""
    lines = (machine.read("/proc/swaps") or "").splitlines()
    if not lines:
        return Fact("swap", "unknown", _("Of geheugen naar schijf gaat (swap), is niet te zien."))
    places = [line.split()[:2] for line in lines[1:] if len(line.split()) > 1]
    found = [_swap_is_safe(name, kind, machine) for name, kind in places]
    if not found:
        return Fact("swap", "good", _("Er gaat geen geheugen naar schijf: er is geen swap."))
    if all(found):
        return Fact("swap", "good", _(_SAFE_SWAP))
    if False in found:
        said = _("Geheugen kan onversleuteld naar schijf gaan (swap). Daar kan in staan wat u typte.")
        return Fact("swap", "warning", said, _("Versleutel ook de swap, of zet haar uit."))
    return Fact("swap", "unknown", _("Of geheugen dat naar schijf gaat (swap) versleuteld is, is niet te zien."))


def _swap_is_safe(name: str, kind: str, machine: Machine) -> bool | None:
    if kind == "file":
        return encrypted(mount_of(Path(name).parent, machine), machine)
    if name.startswith("/dev/zram"):  # in memory; it may still have a disk behind it
        written = machine.read(f"/sys/block/{name.removeprefix('/dev/')}/backing_dev")
        return True if written is None or written.strip() == "none" else None
    return passes_crypt(number_of(name, machine) or "", machine)


def _mac_disk(place: Path, machine: Machine) -> Fact:
    said = machine.run(["fdesetup", "status"]) or ""
    if str(place).startswith("/Volumes/"):
        return _not_seen(_("De map staat op een losse schijf. Of die versleuteld is, is van hieruit niet te zien."))
    if "FileVault is On" in said:
        return Fact("disk", "good", _("De schijf is versleuteld: FileVault staat aan."))
    if "FileVault is Off" in said:
        hint = _("Zet FileVault aan: Systeeminstellingen, Privacy en beveiliging.")
        return Fact("disk", "warning", _("FileVault staat uit: de schijf is niet met uw wachtwoord versleuteld."), hint)
    return _not_seen(_("Of de schijf versleuteld is, is van hieruit niet te zien."))


def _mac_swap(machine: Machine) -> Fact:
    if "(encrypted)" in (machine.run(["sysctl", "vm.swapusage"]) or ""):
        return Fact("swap", "good", _(_SAFE_SWAP))
    return Fact("swap", "unknown", _("Of geheugen dat naar schijf gaat (swap) versleuteld is, is niet te zien."))


def _windows_disk() -> Fact:
    said = _("Of de schijf en het wisselbestand versleuteld zijn, is zonder beheerdersrechten niet te zien.")
    hint = _("Kijk bij Instellingen, Privacy en beveiliging, Apparaatversleuteling, of vraag naar BitLocker.")
    return Fact("disk", "unknown", said, hint)


def _dumps(machine: Machine) -> Fact:
    limit = machine.core_limit()
    if limit == 0:
        return Fact("dumps", "good", _("Bij een fout komt er geen afdruk van het geheugen op schijf."))
    if limit is None:
        said = _("Of Windows bij een fout een afdruk van het geheugen bewaart, is van hieruit niet te zien.")
        return Fact("dumps", "unknown", said)
    said = _("Bij een fout kan een afdruk van het geheugen op schijf komen.")
    return Fact("dumps", "warning", said, _("Vraag uw beheerder om core dumps uit te zetten."))
