"""The own store of practice: the folder `oefenen` in the data folder, beside the dossiers and never among them.

Everything in it says that it is practice, holds no names, and is for this user alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from meldcode.dossier.home import find_home
from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.i18n import _
from meldcode.text import one_line
from meldcode.training.figures import well_formed

FOLDER = "oefenen"
_SESSIONS = "sessies"
_RUNNING = "oefening-lopend.json"
_PROGRESS = "oefening-voortgang.json"
_HELD = "oefening-lopend.lock"
_DOSSIERS = "dossiers"
_MARKS = {"practice": True, "oefening": True}
_UNSAFE = re.compile(r"[^a-z0-9_-]+")
_LARGEST = 8 * 2**20
"""Bytes of a file; one of ours is never near it."""


class PracticeStore:
    """What practice keeps on this computer. `folder` is the data folder; nothing is made before something is kept.

    Reading raises nothing. Writing raises `MeldcodeError` when it cannot be done, `ValueError` for what is no JSON or
    no figures; what was there before then still is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self._dossiers = folder / _DOSSIERS
        self.unreadable = 0
        """How many files the last `sessions()` could not read."""

    def add_session(self, figures: Mapping[str, Any]) -> Path:
        """Keep the figures of a group under a name of their own; gives the file."""
        if not well_formed(figures):
            raise ValueError("not the figures of a session")
        folder = self.folder / _SESSIONS
        self._prepare(folder)
        name = _UNSAFE.sub("-", f"oefening-{figures['date'][:10]}-{figures['case'][:80]}".lower())
        number = 1
        while os.path.lexists(folder / f"{name}-{number}.json"):
            number += 1
        (path,) = write_all(folder, {f"{name}-{number}.json": _bytes({**_MARKS, **figures, **_MARKS})})
        return path

    def sessions(self) -> list[dict[str, Any]]:
        """All that was kept of groups, the oldest first. What cannot be read is counted in `unreadable`."""
        self.unreadable = 0
        found = []
        try:
            paths = sorted((self.folder / _SESSIONS).glob("*.json"))
        except OSError:
            paths = []
        for path in paths:
            if path.name.startswith("."):
                continue  # half of something that was being written when the computer stopped
            figures = _read(path)
            if well_formed(figures):
                found.append(figures)
            else:
                self.unreadable += 1
        return sorted(found, key=lambda one: str(one["date"]))

    def running(self) -> dict[str, Any] | None:
        """The session that was going on when the program stopped (see `Session.again`); None when there was none."""
        return _read(self.folder / _RUNNING) or None

    def set_running(self, kept: Mapping[str, Any] | None) -> None:
        """Keep how far the session is; None: it is over. Waits for the disk, so not for every answer apart."""
        self._set(_RUNNING, kept)

    def hold(self) -> bool:
        """Take the session that runs for this process, until it ends; False when another process has it.

        True as well where that cannot be known: on Windows, or in a folder that takes no file.
        """
        if os.name != "posix":
            return True
        import fcntl

        with contextlib.suppress(OSError, MeldcodeError):
            self._prepare(self.folder)
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            file = os.open(self.folder / _HELD, flags, 0o600)  # stays open: the lock goes with the process
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):
                os.close(file)
                return False
        return True

    def progress(self) -> dict[str, Any]:
        """What somebody alone did: which cases, and ids of options. Empty when there is nothing to read."""
        found = _read(self.folder / _PROGRESS).get("progress")
        return found if isinstance(found, dict) else {}

    def set_progress(self, progress: Mapping[str, Any]) -> None:
        """Keep this in the place of what was kept."""
        self._set(_PROGRESS, {"progress": dict(progress)} if progress else None)

    def _set(self, name: str, content: Mapping[str, Any] | None) -> None:
        if content is not None:
            self._prepare(self.folder)
            write_all(self.folder, {name: _bytes({**_MARKS, **content, **_MARKS})})
            return
        try:
            (self.folder / name).unlink(missing_ok=True)
        except NotADirectoryError:
            pass  # nothing was ever kept there
        except OSError as error:
            message = _("{name} kan niet weg uit {folder}").format(name=name, folder=one_line(str(self.folder)))
            raise MeldcodeError(message, _("Sluit dit bestand als het open staat.")) from error

    def _prepare(self, folder: Path) -> None:
        """Make the folders, for this user alone; a link that leads among the dossiers is not followed."""
        if among(folder, self._dossiers):
            message = _("de map {folder} leidt naar uw dossiers").format(folder=one_line(str(self.folder)))
            raise MeldcodeError(message, _("Haal die verwijzing weg. Oefenen en dossiers blijven apart."))
        for place in (self.folder.parent, self.folder, folder):
            with contextlib.suppress(OSError):  # writing in it tells what is wrong, in words
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
                if os.name == "posix" and place != self.folder.parent:
                    place.chmod(0o700)


def among(folder: Path, dossiers: Path) -> bool:
    """Whether this folder is that of the dossiers or in it, also by a link."""
    dossiers, place = dossiers.resolve(), folder.resolve()
    return dossiers in (place, *place.parents)


def keep_apart(folder: Path) -> None:
    """Raises `MeldcodeError` when what a trainer writes in this folder would come among the real dossiers."""
    if among(folder, find_home().folder):
        raise MeldcodeError(
            _("in de map met uw dossiers komt niets van een oefening"), _("Kies of open een andere map.")
        )


def _bytes(content: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
    except (TypeError, RecursionError) as error:
        raise ValueError("not plain JSON") from error


def _read(path: Path) -> dict[str, Any]:
    """What is in the file when it is one of practice; else nothing."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        found = json.loads(content) if len(content) <= _LARGEST else None
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and found.get("practice") is True else {}
