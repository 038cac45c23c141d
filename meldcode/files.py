"""Writes files so that nothing half written is ever found: all of them, or none.

Every file is first written in full under a name of its own in the same folder and forced to the disk; only then do
the names change. What was there before is kept aside until the last name has changed, because a PDF that is open in
a reader cannot be replaced on Windows, and a new JSON beside an old PDF would be worse than an error.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.text import one_line

_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)  # the last three exist on some systems only
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES}
"""Some network disks and folders that may not be listed cannot be forced to disk; the files themselves have been."""


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Writes all files (name to content) in the folder, mode 0600, and returns their paths in the order given.

    Makes the folder (0700) when it is not there. An existing file is replaced. Raises MeldcodeError when it cannot
    be done; the folder then holds what it held before.
    """
    if any(not name or Path(name).name != name for name in files):
        raise ValueError("names of files, not paths")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _write_all(folder, files)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name of the folder
        raise _explained(error, folder) from error


def _write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    targets = [folder / name for name in files]
    for target in targets:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    mark = secrets.token_hex(8)
    new = {target: target.with_name(f".{target.name}.{mark}.new") for target in targets}
    old = {target: target.with_name(f".{target.name}.{mark}.old") for target in targets}
    try:
        for target, content in zip(targets, files.values(), strict=True):
            _write(new[target], content)
        _swap(new, old)
        sync_folder(folder)
    finally:
        _tidy(new, old)
    return targets


def _tidy(new: Mapping[Path, Path], old: Mapping[Path, Path]) -> None:
    """Removes what is left of the work; what was kept aside only when its own name is there again."""
    done = [path for target, path in old.items() if os.path.lexists(target)]
    for path in (*new.values(), *done):
        with contextlib.suppress(OSError):  # a leftover is no reason to call the work failed
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, _FLAGS, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(new: Mapping[Path, Path], old: Mapping[Path, Path]) -> None:
    """Gives every new file its name; on any failure every name means again what it meant before."""
    if len(new) == 1:  # one name changes at once; killed between two steps, on a disk without links it would be gone
        for target, path in new.items():
            path.replace(target)
        return
    started: list[Path] = []
    try:
        for target, path in new.items():
            started.append(target)
            _keep(target, old[target])
            path.replace(target)
    except BaseException:
        for target in reversed(started):
            with contextlib.suppress(OSError):  # one that will not go back must not stop the others
                if os.path.lexists(old[target]):
                    old[target].replace(target)
                elif not os.path.lexists(new[target]):
                    target.unlink(missing_ok=True)
        raise


def _keep(target: Path, aside: Path) -> None:
    """Keeps what the name meant so far: as a second name for it, or by moving it on disks that know no links."""
    if not os.path.lexists(target):
        return
    try:
        os.link(target, aside)
    except OSError:
        target.rename(aside)


def sync_folder(folder: Path) -> None:
    """Forces the names to the disk; Windows does so by itself and opens no folders."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def _explained(error: OSError | ValueError, folder: Path) -> MeldcodeError:
    place = one_line(str(folder))
    code = error.errno if isinstance(error, OSError) else errno.EINVAL
    other_folder = _("Kies een andere map, bijvoorbeeld een nieuwe map in uw eigen documenten.")
    if code == errno.EISDIR and isinstance(error, OSError):
        blocked = one_line(Path(str(error.filename)).name)
        message = _("in {folder} staat een map met de naam {name}").format(folder=place, name=blocked)
        return MeldcodeError(message, _("Geef die map een andere naam, of kies een andere map om in te schrijven."))
    if code in (errno.ENOTDIR, errno.EEXIST):
        return MeldcodeError(_("{folder} is geen map").format(folder=place), other_folder)
    if code in (errno.ENOSPC, errno.EDQUOT):
        message = _("er is geen plaats meer op de schijf van {folder}").format(folder=place)
        return MeldcodeError(message, _("Maak ruimte vrij of kies een andere schijf. Er is niets geschreven."))
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        message = _("er mag niet geschreven worden in {folder}").format(folder=place)
        return MeldcodeError(message, _("Sluit deze bestanden als ze open staan, of kies een andere map."))
    return MeldcodeError(_("er kan niet geschreven worden in {folder}").format(folder=place), other_folder)


def not_there(path: Path) -> None:
    """Nothing is written over: it may be the only copy. Raises `MeldcodeError` when there is something already."""
    if path.exists():
        raise MeldcodeError(
            _("er staat al iets met de naam {name}").format(name=one_line(path.name)),
            _("Kies een andere map. Er is niets overschreven."),
        )


def folder_from(text: str) -> Path:
    """The folder that a person typed; `~` is the home folder. Raises `MeldcodeError` when it names none."""
    if not text.strip():
        raise MeldcodeError(_("er is geen map genoemd"), _("Typ de naam van een map, bijvoorbeeld aanvraag."))
    try:
        return Path(text.strip()).expanduser()
    except RuntimeError:
        hint = _("Typ de map voluit, bijvoorbeeld aanvraag.")
        raise MeldcodeError(_("deze map is niet te vinden"), hint) from None
