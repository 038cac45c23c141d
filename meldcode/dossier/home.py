"""Where the dossiers live on this computer, and whether that place is fit for secrets.

Secrecy rests on encryption and not on the place. But a folder that a cloud service copies while it is written to
leaves damaged copies elsewhere, and a folder that others may write to can be emptied or swapped by them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from meldcode.dossier.trouble import StoreError
from meldcode.i18n import _
from meldcode.text import one_line

HOME_VARIABLE = "MELDCODE_HOME"
"""The environment variable by which a person or organisation chooses another data folder."""

_PRIVATE = 0o700
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

_NAMES = tuple(
    (service, re.compile(pattern))
    for service, pattern in (
        ("OneDrive", r"onedrive.*"),
        ("Dropbox", r"dropbox.*"),
        ("Google Drive", r"google[ _-]?drive(?![a-z]).*|(my|mijn) drive( .*)?|(shared|gedeelde) drives"),
        ("iCloud", r"mobile documents|com~apple~clouddocs|icloud ?drive(?![a-z]).*"),
        ("Nextcloud", r"nextcloud(?![a-z]).*"),
        ("ownCloud", r"owncloud(?![a-z]).*"),
        ("SURFdrive", r"surf ?drive(?![a-z]).*"),
        ("Research Drive", r"research ?drive(?![a-z]).*"),
        ("pCloud", r"pcloud.*"),
        ("Proton Drive", r"proton ?drive(?![a-z]).*"),
        ("Synology Drive", r"synology ?drive(?![a-z]).*"),
        ("Tresorit", r"tresorit(?![a-z]).*|tresors"),
        ("Resilio Sync", r"resilio ?sync(?![a-z]).*"),
        ("Syncthing", r"syncthing(?![a-z]).*"),
        ("Insync", r"insync"),
        # everyday words and first names begin like these (Boxtel, Megan, stacks), so only the whole name counts
        ("MEGA", r"mega|mega ?sync( .*)?|mega (down|up)loads"),
        ("Box", r"box|box (sync|drive)"),
        ("STACK", r"stack"),
        ("Sync", r"sync"),
    )
)
"""Service and the names, in lower case, that its folders have on one of the systems."""
_ACCOUNTS = {"home", "users"}
"""What stands right below these is the name of an account, not of a service."""
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Set by OneDrive on Windows, also when its folder has a name of its own."""
_SHARED_VARIABLES = ("PUBLIC", "ALLUSERSPROFILE", "ProgramData")
"""Folders on Windows that all users of the computer share."""

_FILE, _FOLDER, _EITHER = "file", "folder", "either"
_MARKERS = (
    # `.dropbox` as a folder holds the settings of Dropbox, in every home that has it, so only the file counts
    ("Dropbox", _FILE, re.compile(r"\.dropbox")),
    ("Dropbox", _FOLDER, re.compile(r"\.dropbox\.cache")),
    ("OneDrive", _EITHER, re.compile(r"\.849c9593-d756-4e56-8d6e-42412f2a707b")),
    ("Google Drive", _FOLDER, re.compile(r"\.tmp\.drive(up|down)load")),
    ("Nextcloud", _FILE, re.compile(r"\.nextcloudsync\.log.*|\._?sync_[0-9a-f]{8,}\.db")),
    ("ownCloud", _FILE, re.compile(r"\.owncloudsync\.log.*")),
    ("Syncthing", _EITHER, re.compile(r"\.stfolder")),
    ("Synology Drive", _FOLDER, re.compile(r"\.synologyworkingdirectory")),
    ("MEGA", _FILE, re.compile(r"\.megaignore")),
)
"""Service, kind and lower case name of what it leaves in the top folder that it copies."""
_LOOK_AT = 20_000
"""Entries of one folder that are looked at for a marker; a folder with more must not hold up the start."""


@dataclass(frozen=True)
class Home:
    """The folder with all dossiers, and its files. None of them needs to exist."""

    folder: Path

    @property
    def db(self) -> Path:
        """The encrypted database."""
        return self.folder / "dossiers.db"

    @property
    def key(self) -> Path:
        """The sealed key of the database."""
        return self.folder / "dossiers.key"

    @property
    def head(self) -> Path:
        """The mark of the last event."""
        return self.folder / "dossiers.head"

    @property
    def tries(self) -> Path:
        """How often a wrong passphrase was typed."""
        return self.folder / "dossiers.tries"

    def exists(self) -> bool:
        """Whether there are dossiers here; half of them counts as well, so that nothing is made on top of it."""
        return os.path.isfile(self.key) or os.path.isfile(self.db)  # Path.is_file raises in a folder that is shut


def find_home() -> Home:
    """The folder named by `MELDCODE_HOME`, else the person's own data folder, which no system copies elsewhere.

    On Windows that is the local one: the roaming one is copied to a server. Raises StoreError for `~unknown`.
    """
    chosen = os.environ.get(HOME_VARIABLE, "").strip()
    if not chosen:
        from platformdirs import user_data_path

        return Home(user_data_path("meldcode", appauthor=False) / "dossiers")
    try:
        base = Path(chosen).expanduser().absolute()
    except RuntimeError:
        message = _("de map in {name} is niet te vinden").format(name=HOME_VARIABLE)
        raise StoreError(
            message, _("Er is niets veranderd. Schrijf in {name} de map voluit.").format(name=HOME_VARIABLE)
        ) from None
    return Home(base / "dossiers")


def synced_by(path: Path) -> str:
    """The service that copies this folder to other computers, such as "OneDrive"; "" when none is found.

    Looks at the names on the way as written and as they really are, and at what services leave in their folders.
    The folder need not exist. Never raises for a folder that cannot be read.
    """
    real = _real(path)
    for place in (Path(os.path.abspath(path)), real):  # without "..", which may name a folder only to leave it again
        if service := service_in(place, os.environ):
            return service
    return next((found for place in (real, *real.parents) if (found := _marked(place))), "")


def service_in(path: PurePath, environ: Mapping[str, str]) -> str:
    """The service that the names on an absolute path tell of, or ""; looks at no disk."""
    for variable in _VARIABLES:
        root = type(path)(environ.get(variable, ""))
        if len(root.parts) > 1 and root.is_absolute() and path.is_relative_to(root):
            return "OneDrive"
    names = [part.casefold() for part in path.parts]
    for index, name in enumerate(names):
        above = names[index - 1] if index else ""
        if above in _ACCOUNTS:
            continue
        if name == "cloudstorage" and above == "library":  # macOS: one folder per account, as in Dropbox-Personal
            provider = "".join(path.parts[index + 1 : index + 2]).partition("-")[0]
            return _service(provider.casefold()) or provider or "CloudStorage"
        if service := _service(name):
            return service
    return ""


def _service(name: str) -> str:
    return next((service for service, pattern in _NAMES if pattern.fullmatch(name)), "")


def _marked(folder: Path) -> str:
    """The service that left its mark in this very folder, or ""."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, _LOOK_AT):
            name = entry.name.casefold()
            for service, kind, pattern in _MARKERS if name.startswith(".") else ():
                if pattern.fullmatch(name) and kind in (_EITHER, _FOLDER if entry.is_dir() else _FILE):
                    return service
    # programs of other makers have a folder `.sync` too; this file in it is Resilio's
    return "Resilio Sync" if os.path.isfile(folder / ".sync" / "IgnoreList") else ""


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def prepare(home: Home) -> None:
    """Makes the folder when it is not there, for this user alone (0700), and sees that it can be written to.

    Raises StoreError when a link in the path leads into a synced folder without saying so, when the folder is
    another user's or others may write to it, and when it cannot be made or written to. What is in it is never
    touched. A synced folder that says what it is passes: whether to use that is for the person, see `synced_by`.
    """
    _refuse_hidden_sync(home.folder)
    _refuse_shared(home.folder)
    try:
        _make(home.folder)
        if os.name == "posix":
            _tighten(home.folder)
        _try_to_write(home.folder)
    except OSError as error:
        raise _explained(error, home.folder) from error


def _refuse_hidden_sync(folder: Path) -> None:
    for place in _links(folder.absolute()):
        service = synced_by(_real(place))
        if service and not synced_by(place.parent) and not service_in(place, os.environ):
            message = _("{folder} is een verwijzing naar een map die {service} naar andere computers kopieert")
            raise StoreError(message.format(folder=_shown(place), service=service), _other_folder())


def _links(path: Path) -> Iterator[Path]:
    """The places on the way that are a link or, on Windows, a junction, which is no link by name."""
    for place in (path, *path.parents):
        if place.name and os.path.normcase(_real(place)) != os.path.normcase(_real(place.parent) / place.name):
            yield place


def _refuse_shared(folder: Path) -> None:
    """Refuses a place that all users of the computer may change: they could put another folder under its name."""
    real = _real(folder)
    if shared_in(real, os.environ):
        message = _("{folder} staat in een map die alle gebruikers van deze computer delen")
        raise StoreError(message.format(folder=_shown(folder)), _other_folder())
    if os.name != "posix":
        return
    for place in real.parents:
        with contextlib.suppress(OSError):
            mode = place.stat().st_mode
            if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:  # with the sticky bit only the owner can take it away
                message = _("iedereen op deze computer mag schrijven in {folder}")
                raise StoreError(message.format(folder=_shown(place)), _other_folder())


def shared_in(path: PurePath, environ: Mapping[str, str]) -> bool:
    """Whether an absolute path lies in a folder that Windows shares among all users; looks at no disk."""
    roots = [type(path)(environ.get(variable, "")) for variable in _SHARED_VARIABLES]
    return any(len(root.parts) > 1 and root.is_absolute() and path.is_relative_to(root) for root in roots)


def _make(folder: Path) -> None:
    """Makes the folder and what is missing above it, each for this user alone."""
    if os.path.isdir(folder):
        return
    for place in (*reversed(folder.parents), folder):
        if not os.path.isdir(place):
            with contextlib.suppress(FileExistsError):
                place.mkdir(mode=_PRIVATE)
            if not place.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))


def _tighten(folder: Path) -> None:
    """Sees that the folder is this user's and takes away what others may do in it.

    Sticks that know no owners keep their modes: others who may only read there is accepted, for all is encrypted.
    """
    found = folder.stat()
    if found.st_uid != os.geteuid():
        message = _("{folder} is van een andere gebruiker van deze computer")
        raise StoreError(message.format(folder=_shown(folder)), _other_folder())
    if stat.S_IMODE(found.st_mode) & 0o777 == _PRIVATE:
        return
    with contextlib.suppress(OSError):
        folder.chmod(_PRIVATE)
    if folder.stat().st_mode & _OTHERS_WRITE:
        message = _("anderen mogen schrijven in {folder}, en dat is niet te veranderen")
        raise StoreError(message.format(folder=_shown(folder)), _other_folder())


def _try_to_write(folder: Path) -> None:
    """Writes a file of one byte and removes it: rights alone do not tell of a full or read-only disk."""
    path = folder / f".{secrets.token_hex(8)}.new"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(b"\n")
            file.flush()
            os.fsync(file.fileno())
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _other_folder() -> str:
    hint = _("Er is niets veranderd. Kies met {name} een map van uzelf die alleen op deze computer staat.")
    return hint.format(name=HOME_VARIABLE)


def _shown(path: Path) -> str:
    return one_line(str(path))


def _explained(error: OSError, folder: Path) -> StoreError:
    place = _shown(folder)
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.ELOOP):
        blocked = _shown(Path(str(error.filename or folder)))
        return StoreError(_("{folder} is geen map").format(folder=blocked), _other_folder())
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = _("er is geen plaats meer op de schijf van {folder}").format(folder=place)
        return StoreError(message, _("Wat er al stond, is veilig. Maak ruimte vrij en probeer het opnieuw."))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        message = _("er mag niet geschreven worden in {folder}").format(folder=place)
        hint = _("Er is niets veranderd. Vraag de beheerder om schrijfrecht, of kies met {name} een andere map.")
        return StoreError(message, hint.format(name=HOME_VARIABLE))
    return StoreError(_("er kan niet geschreven worden in {folder}").format(folder=place), _other_folder())
