"""The program knows when a service copies a folder to other computers, and takes no ordinary folder for one."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from meldcode.dossier.home import service_in, synced_by

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")

LINUX = [
    ("/home/an/.local/share/meldcode/dossiers", ""),
    ("/home/an/Documenten/meldcode", ""),
    ("/home/an/Boxtel/dossiers", ""),
    ("/home/an/Boxen/dossiers", ""),
    ("/home/an/Megan/dossiers", ""),
    ("/home/megan/.local/share/meldcode/dossiers", ""),
    ("/home/an/Synchroon/dossiers", ""),
    ("/home/an/Stacks/dossiers", ""),
    ("/home/an/rsync/dossiers", ""),
    ("/home/an/Nextcloudbeheer/dossiers", ""),
    ("/home/box/.local/share/meldcode/dossiers", ""),
    ("/home/stack/.local/share/meldcode/dossiers", ""),
    ("/var/home/sync/.local/share/meldcode/dossiers", ""),
    ("/home/box/Box/dossiers", "Box"),
    ("/home/an/Dropbox/dossiers", "Dropbox"),
    ("/home/an/dropbox/dossiers", "Dropbox"),
    ("/home/an/Dropbox (School)/dossiers", "Dropbox"),
    ("/home/an/Nextcloud/meldcode/dossiers", "Nextcloud"),
    ("/home/an/Nextcloud2/dossiers", "Nextcloud"),
    ("/home/an/ownCloud/dossiers", "ownCloud"),
    ("/home/an/SURFdrive/dossiers", "SURFdrive"),
    ("/home/an/surfdrive/dossiers", "SURFdrive"),
    ("/home/an/ResearchDrive/dossiers", "Research Drive"),
    ("/home/an/pCloudDrive/dossiers", "pCloud"),
    ("/home/an/MEGA/dossiers", "MEGA"),
    ("/home/an/MEGAsync/dossiers", "MEGA"),
    ("/home/an/STACK/dossiers", "STACK"),
    ("/home/an/Stack/dossiers", "STACK"),
    ("/home/an/Sync/dossiers", "Sync"),
    ("/home/an/Syncthing/dossiers", "Syncthing"),
    ("/home/an/Insync/dossiers", "Insync"),
    ("/home/an/Tresorit/dossiers", "Tresorit"),
    ("/run/user/1000/gvfs/google-drive:host=gmail.com,user=an/dossiers", "Google Drive"),
    ("/mnt/c/Users/an/OneDrive - School/dossiers", "OneDrive"),
]
MACOS = [
    ("/Users/an/Library/Application Support/meldcode/dossiers", ""),
    ("/Users/an/Documents/dossiers", ""),
    ("/Users/box/Library/Application Support/meldcode/dossiers", ""),
    ("/Users/an/CloudStorage/dossiers", ""),
    ("/Users/an/Library/Mobile Documents/com~apple~CloudDocs/dossiers", "iCloud"),
    ("/Users/an/iCloud Drive (Archief)/dossiers", "iCloud"),
    ("/Users/an/Library/CloudStorage/OneDrive-Personal/dossiers", "OneDrive"),
    ("/Users/an/Library/CloudStorage/OneDrive-SharedLibraries-School/dossiers", "OneDrive"),
    ("/Users/an/Library/CloudStorage/GoogleDrive-an@voorbeeld.nl/Mijn Drive/dossiers", "Google Drive"),
    ("/Users/an/Library/CloudStorage/Dropbox/dossiers", "Dropbox"),
    ("/Users/an/Library/CloudStorage/Box-Box/dossiers", "Box"),
    ("/Users/an/Library/CloudStorage/ProtonDrive-an@voorbeeld.nl/dossiers", "Proton Drive"),
    ("/Users/an/Library/CloudStorage/Wolkje-an/dossiers", "Wolkje"),
    ("/Users/an/Library/CloudStorage", "CloudStorage"),
    ("/Users/an/Google Drive/dossiers", "Google Drive"),
    ("/Volumes/GoogleDrive/My Drive/dossiers", "Google Drive"),
    ("/Users/an/Box Sync/dossiers", "Box"),
]
WINDOWS = [
    (r"C:\Users\an\AppData\Local\meldcode\dossiers", ""),
    (r"C:\Users\an\Documents\dossiers", ""),
    (r"C:\Users\Box\AppData\Local\meldcode\dossiers", ""),
    (r"D:\Boxtel\dossiers", ""),
    (r"D:\Googledrivers\dossiers", ""),
    (r"C:\Users\an\OneDrive\Documenten\dossiers", "OneDrive"),
    (r"C:\Users\an\ONEDRIVE\dossiers", "OneDrive"),
    (r"C:\Users\an\OneDrive - Basisschool De Linde\dossiers", "OneDrive"),
    (r"C:\Users\an\Dropbox\dossiers", "Dropbox"),
    (r"C:\Users\an\iCloudDrive\dossiers", "iCloud"),
    (r"G:\Mijn Drive\dossiers", "Google Drive"),
    (r"G:\My Drive\dossiers", "Google Drive"),
    (r"G:\Gedeelde drives\Zorgteam\dossiers", "Google Drive"),
    (r"D:\Box\dossiers", "Box"),
    (r"P:\pCloud Sync\dossiers", "pCloud"),
    (r"C:\Users\an\Proton Drive\an\dossiers", "Proton Drive"),
    (r"C:\Users\an\SynologyDrive\dossiers", "Synology Drive"),
    (r"C:\Users\an\Resilio Sync\dossiers", "Resilio Sync"),
    (r"C:\Users\an\Tresors\dossiers", "Tresorit"),
    (r"\\server\afdeling\Nextcloud\dossiers", "Nextcloud"),
    (r"\\?\C:\Users\an\OneDrive\dossiers", "OneDrive"),
]
PATHS: list[tuple[PurePath, str]] = [
    *((PurePosixPath(text), service) for text, service in LINUX + MACOS),
    *((PureWindowsPath(text), service) for text, service in WINDOWS),
]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("path", "service"), PATHS, ids=[str(path) for path, _ in PATHS])
def test_a_folder_of_a_service_is_known_by_its_name(path: PurePath, service: str) -> None:
    assert service_in(path, {}) == service


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_onedrive_is_known_by_its_variable_when_its_folder_is_renamed(variable: str) -> None:
    environ = {variable: "D:\\Wolk\\"}
    assert service_in(PureWindowsPath(r"d:\wolk\dossiers"), environ) == "OneDrive"
    assert service_in(PureWindowsPath(r"D:\Wolken\dossiers"), environ) == ""


@pytest.mark.parametrize("value", ["", "/", "relatief", "."])
def test_a_variable_that_names_no_folder_says_nothing(value: str) -> None:
    assert service_in(PurePosixPath("/home/an/dossiers"), {"OneDrive": value}) == ""


def make_marker(folder: Path, marker: str) -> None:
    """A name that ends in a slash is a folder."""
    path = folder / marker
    path.parent.mkdir(parents=True, exist_ok=True)
    if marker.endswith("/"):
        path.mkdir()
    else:
        path.touch()


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".dropbox", "Dropbox"),
        (".dropbox.cache/", "Dropbox"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".tmp.driveupload/", "Google Drive"),
        (".nextcloudsync.log", "Nextcloud"),
        (".sync_7d56ce96981f.db", "Nextcloud"),
        ("._sync_7d56ce96981f.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".stfolder/", "Syncthing"),
        (".stfolder", "Syncthing"),
        (".sync/IgnoreList", "Resilio Sync"),
        (".SynologyWorkingDirectory/", "Synology Drive"),
        (".megaignore", "MEGA"),
        (".dropbox/", ""),  # the settings of Dropbox, in the home of everyone who has it
        (".sync/", ""),
        ("sync_7d56ce96981f.db", ""),
        (".stfolders/", ""),
    ],
)
def test_a_service_is_known_by_what_it_leaves_in_its_folder(tmp_path: Path, marker: str, service: str) -> None:
    make_marker(tmp_path / "werk", marker)
    assert synced_by(tmp_path / "werk" / "nog niet" / "gemaakt") == service
    assert synced_by(tmp_path / "elders") == ""


@posix_only
def test_a_link_into_a_synced_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud" / "x").mkdir(parents=True)
    (tmp_path / "werk").symlink_to(tmp_path / "Nextcloud" / "x")
    assert synced_by(tmp_path / "werk" / "dossiers") == "Nextcloud"


@posix_only
def test_a_link_out_of_a_synced_folder_still_counts_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "elders").mkdir()
    (tmp_path / "Dropbox" / "werk").symlink_to(tmp_path / "elders")
    assert synced_by(tmp_path / "Dropbox" / "werk") == "Dropbox"


def test_a_folder_that_is_only_passed_does_not_count(tmp_path: Path) -> None:
    assert synced_by(tmp_path / "Dropbox" / ".." / "werk") == ""
