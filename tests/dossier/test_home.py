"""The dossiers stand in a folder that is this person's alone."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import platformdirs
import pytest

from meldcode.dossier.home import Home, find_home, prepare, shared_in, synced_by
from meldcode.dossier.trouble import StoreError

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links of POSIX")
rights_hold = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere, whatever the mode of a folder says"
)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MELDCODE_HOME", "OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(home: Home) -> StoreError:
    with pytest.raises(StoreError) as caught:
        prepare(home)
    error = caught.value
    assert error.hint
    assert error.message[-1] != "."
    return error


# --- where ---------------------------------------------------------------------------------------------------------


def test_the_folder_of_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path))
    assert find_home() == Home(tmp_path / "dossiers")


def test_a_short_name_in_the_environment_is_written_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MELDCODE_HOME", "hier")
    assert find_home().folder == tmp_path / "hier" / "dossiers"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("MELDCODE_HOME", "~/daar")
    assert find_home().folder == tmp_path / "daar" / "dossiers"


@posix_only
def test_a_home_folder_of_nobody_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELDCODE_HOME", "~niemand-met-deze-naam/x")
    with pytest.raises(StoreError, match="MELDCODE_HOME"):
        find_home()


@pytest.mark.parametrize("chosen", ["", "  "])
def test_else_the_persons_own_data_folder_is_used(monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    monkeypatch.setenv("MELDCODE_HOME", chosen)
    assert find_home().folder == Path(platformdirs.user_data_dir("meldcode", appauthor=False)) / "dossiers"


def test_on_windows_the_local_folder_is_used_and_not_the_one_that_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import windows

    folders = {"CSIDL_LOCAL_APPDATA": r"C:\Users\an\AppData\Local", "CSIDL_APPDATA": r"C:\Users\an\AppData\Roaming"}
    monkeypatch.setattr(windows, "get_win_folder", folders.__getitem__)
    monkeypatch.setattr(platformdirs, "PlatformDirs", windows.Windows)
    assert "Local" in str(find_home().folder)


def test_the_files_have_their_names_and_half_a_store_is_a_store(tmp_path: Path) -> None:
    home = Home(tmp_path)
    names = [path.name for path in (home.db, home.key, home.head, home.tries)]
    assert names == ["dossiers.db", "dossiers.key", "dossiers.head", "dossiers.tries"]
    home.head.touch()
    assert not home.exists()
    home.key.touch()
    assert home.exists()
    home.key.rename(home.db)
    assert home.exists()


@rights_hold
def test_looking_into_a_folder_that_is_shut_is_no_error(tmp_path: Path) -> None:
    shut = tmp_path / "dicht"
    shut.mkdir(mode=0o000)
    assert not Home(shut).exists()
    assert synced_by(shut / "dossiers") == ""


# --- made and kept for one person ----------------------------------------------------------------------------------


@posix_only
def test_everything_that_is_made_is_for_this_person_alone(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        prepare(Home(tmp_path / "een" / "twee" / "dossiers"))
    finally:
        os.umask(before)
    assert [mode(tmp_path / part) for part in ("een", "een/twee", "een/twee/dossiers")] == [0o700] * 3
    assert list((tmp_path / "een" / "twee" / "dossiers").iterdir()) == []


def test_preparing_twice_touches_nothing_that_is_there(tmp_path: Path) -> None:
    home = Home(tmp_path / "dossiers")
    prepare(home)
    home.db.write_bytes(b"inhoud")
    prepare(home)
    assert {path.name: path.read_bytes() for path in home.folder.iterdir()} == {"dossiers.db": b"inhoud"}


@posix_only
@pytest.mark.parametrize("open_mode", [0o777, 0o770, 0o755, 0o750, 0o1777, 0o500])
def test_an_own_folder_that_is_open_to_others_is_shut(tmp_path: Path, open_mode: int) -> None:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    folder.chmod(open_mode)
    prepare(Home(folder))
    assert mode(folder) == 0o700


@posix_only
def test_the_folder_above_keeps_the_mode_that_the_person_gave_it(tmp_path: Path) -> None:
    above = tmp_path / "eigen"
    above.mkdir()
    above.chmod(0o775)
    prepare(Home(above / "dossiers"))
    assert mode(above) == 0o775


@posix_only
def test_a_disk_without_modes_is_refused_when_othersmay_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    folder.chmod(0o777)
    chmod = Path.chmod
    monkeypatch.setattr(Path, "chmod", lambda *_, **__: None)  # a stick that keeps no modes
    assert "anderen mogen schrijven" in refused(Home(folder)).message
    chmod(folder, 0o755)
    prepare(Home(folder))  # reading is accepted there: all is encrypted


@posix_only
def test_a_folder_of_another_user_is_refused_and_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    folder.chmod(0o777)
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert "andere gebruiker" in refused(Home(folder)).message
    assert mode(folder) == 0o777


@posix_only
def test_a_place_that_everyone_may_change_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    shared = tmp_path / "gedeeld"
    shared.mkdir()
    shared.chmod(0o777)
    assert str(shared) in refused(Home(shared / "meldcode" / "dossiers")).message
    assert list(shared.iterdir()) == []
    shared.chmod(0o1777)  # as /tmp: what is made there cannot be taken away by others
    prepare(Home(shared / "meldcode" / "dossiers"))


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        (r"C:\Users\Public\meldcode\dossiers", True),
        (r"c:\programdata\meldcode\dossiers", True),
        (r"C:\Users\an\AppData\Local\meldcode\dossiers", False),
        (r"C:\Users\Publicatie\dossiers", False),
    ],
)
def test_the_shared_folders_of_windows_are_known(path: str, shared: bool) -> None:
    environ = {"PUBLIC": r"C:\Users\Public", "ProgramData": r"C:\ProgramData", "ALLUSERSPROFILE": ""}
    assert shared_in(PureWindowsPath(path), environ) is shared


def test_a_shared_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC", os.path.realpath(tmp_path))
    assert "delen" in refused(Home(tmp_path / "dossiers")).message
    assert list(tmp_path.iterdir()) == []


# --- links ---------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["folder", "above", "by a marker"])
def linked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A home whose name hides that a service copies it."""
    if sys.platform == "win32":
        pytest.skip("links need a right of their own on Windows")
    target = tmp_path / ("geheel" if request.param == "by a marker" else "Dropbox") / "x"
    target.mkdir(parents=True)
    if request.param == "by a marker":
        (target / ".dropbox").touch()
    link = tmp_path / "link"
    link.symlink_to(target)
    yield Home(link / "dossiers" if request.param == "above" else link)
    assert [path.name for path in target.iterdir() if path.name != ".dropbox"] == []


def test_a_link_that_hides_a_synced_folder_is_refused(linked: Home) -> None:
    assert "Dropbox" in refused(linked).message


@posix_only
def test_a_synced_folder_that_says_so_is_left_to_the_person(tmp_path: Path) -> None:
    (tmp_path / "CloudStorage" / "Dropbox").mkdir(parents=True)
    (tmp_path / "Dropbox").symlink_to(tmp_path / "CloudStorage" / "Dropbox")  # as macOS does
    prepare(Home(tmp_path / "Dropbox" / "dossiers"))
    assert synced_by(tmp_path / "Dropbox" / "dossiers") == "Dropbox"


@posix_only
def test_a_link_to_another_disk_is_fine(tmp_path: Path) -> None:
    (tmp_path / "schijf").mkdir()
    (tmp_path / "meldcode").symlink_to(tmp_path / "schijf")
    prepare(Home(tmp_path / "meldcode" / "dossiers"))
    assert mode(tmp_path / "schijf" / "dossiers") == 0o700


@posix_only
def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dossiers").symlink_to(tmp_path / "weg")
    assert "geen map" in refused(Home(tmp_path / "dossiers")).message


@posix_only
def test_links_in_a_ring_are_no_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert synced_by(tmp_path / "a" / "dossiers") == ""
    refused(Home(tmp_path / "a" / "dossiers"))


# --- no place ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("below", ["", "dossiers", "nog/dieper"])
def test_a_file_in_the_way_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "bestand").write_text("x")
    error = refused(Home(tmp_path / "bestand" / below))
    assert error.message == f"{tmp_path / 'bestand'} is geen map"


@rights_hold
def test_a_folder_above_without_right_to_write_is_explained(tmp_path: Path) -> None:
    (tmp_path / "vast").mkdir(mode=0o500)
    assert "mag niet geschreven worden" in refused(Home(tmp_path / "vast" / "dossiers")).message


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("step", ["making", "writing"])
def test_a_disk_that_refuses_is_explained_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, step: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        if step == "making":
            patch.setattr(Path, "mkdir", refuse)
        else:
            patch.setattr(os, "fsync", refuse)
        error = refused(Home(tmp_path / "dossiers"))
    assert str(tmp_path / "dossiers") in error.message
    assert not list(tmp_path.glob("dossiers/*")), "the file of the try is gone"
