"""Linux: on which file system a folder is, and whether every disk under it is encrypted. Says None when in doubt."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from meldcode.doctor.machine import Machine

NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs",
    "davfs",
}
IN_MEMORY = {"tmpfs", "ramfs"}
ENCRYPTING = {"ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs"}
"""File systems that encrypt by themselves."""
_OCTAL = re.compile(r"\\([0-7]{3})")
_DEEP = 8
"""Devices on devices; more is a loop."""


@dataclass(frozen=True, slots=True)
class Mount:
    """`kind` is the type of the file system, empty when unknown; `source` what it was mounted from."""

    kind: str = ""
    source: str = ""
    device: str = ""
    """`major:minor`"""


def mount_of(folder: Path, machine: Machine) -> Mount:
    """The mount that a folder is on, by the longest mount point above it; nothing known outside Linux."""
    if machine.platform != "linux":
        return Mount()
    best, found = -1, Mount()
    real = os.path.realpath(folder)
    for line in (machine.read("/proc/self/mountinfo") or "").splitlines():
        left, _dash, right = line.partition(" - ")
        before, after = left.split(" "), right.split(" ")
        if len(before) < 5 or len(after) < 2:
            continue
        point = _plain(before[4])
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:  # of two on one place the later one counts
            best, found = len(point), Mount(after[0], _plain(after[1]), before[2])
    return found


def _plain(text: str) -> str:
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), text)


def encrypted(mount: Mount, machine: Machine) -> bool | None:
    """Whether all that the mount writes passes dm-crypt; None when that cannot be seen.

    False says only that this system encrypts nothing: a disk or a host underneath may still do it.
    """
    if mount.kind in ENCRYPTING:
        return True
    if mount.kind in IN_MEMORY | NETWORK or mount.kind in ("", "zfs", "overlay", "bcachefs"):
        return None
    device = mount.device
    if device.startswith("0:"):  # btrfs has a number of its own; its source is one of its disks
        if (
            not mount.source.startswith("/dev/")
            or len(machine.names(f"/sys/fs/btrfs/{_btrfs(mount, machine)}/devices")) != 1
        ):
            return None
        device = number_of(mount.source, machine) or ""
    return passes_crypt(device, machine)


def _btrfs(mount: Mount, machine: Machine) -> str:
    """The folder of this btrfs under /sys: the one that has the disk."""
    disk = os.path.basename(os.path.realpath(mount.source))
    for one in machine.names("/sys/fs/btrfs"):
        if disk in machine.names(f"/sys/fs/btrfs/{one}/devices"):
            return one
    return "-"


def number_of(path: str, machine: Machine) -> str | None:
    """`major:minor` of a block device by its path."""
    text = machine.read(f"/sys/class/block/{os.path.basename(os.path.realpath(path))}/dev")
    return text.strip() if text else None


def passes_crypt(device: str, machine: Machine, depth: int = 0) -> bool | None:
    """Whether this block device, or all that it rests on, is encrypted by dm-crypt."""
    place = f"/sys/dev/block/{device}"
    if not device or depth > _DEEP or machine.read(f"{place}/dev") is None:
        return None
    if (machine.read(f"{place}/dm/uuid") or "").startswith("CRYPT-"):
        return True
    below = machine.names(f"{place}/slaves")
    if not below:
        return False
    numbers = [(machine.read(f"/sys/class/block/{name}/dev") or "").strip() for name in below]
    found = [passes_crypt(number, machine, depth + 1) for number in numbers]
    return False if False in found else None if None in found else True
