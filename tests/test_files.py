"""Writing is all or nothing, whatever goes wrong on the way."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from meldcode import files
from meldcode.errors import MeldcodeError
from meldcode.files import write_all

REQUEST = {"request.json": b"{}", "request.pdf": b"%PDF", "request.txt": b"tekst"}
OLD = {"request.json": b"oud", "request.pdf": b"oud", "request.txt": b"oud"}

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes and folders of POSIX")


def found(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def fails(code: int, path: object = None) -> OSError:
    return OSError(code, os.strerror(code), None if path is None else str(path))


def refuse_rename_to(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What Windows does while a reader has the file open."""
    rename = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name == name and self.name.endswith(".new"):
            raise fails(errno.EACCES, target)
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_all_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    assert write_all(tmp_path, REQUEST) == [tmp_path / name for name in REQUEST]
    assert found(tmp_path) == REQUEST


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    write_all(tmp_path / "een" / "twee", REQUEST)
    assert found(tmp_path / "een" / "twee") == REQUEST


@posix_only
def test_files_and_a_new_folder_are_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "aanvraag"
    for path in write_all(folder, REQUEST):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@posix_only
def test_an_open_file_mode_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "request.txt").touch(mode=0o666)
    write_all(tmp_path, REQUEST)
    assert stat.S_IMODE((tmp_path / "request.txt").stat().st_mode) == 0o600


@posix_only
def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"blijft")
    folder = tmp_path / "aanvraag"
    folder.mkdir()
    (folder / "request.txt").symlink_to(elsewhere)
    write_all(folder, REQUEST)
    assert elsewhere.read_bytes() == b"blijft"
    assert found(folder) == REQUEST


def test_existing_files_are_replaced(tmp_path: Path) -> None:
    write_all(tmp_path, OLD)
    write_all(tmp_path, REQUEST)
    assert found(tmp_path) == REQUEST


@pytest.mark.parametrize("links", [True, False], ids=["a disk with links", "a disk without links"])
def test_a_name_that_cannot_change_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def no_links(*_paths: object) -> None:
            raise fails(errno.EPERM)

        monkeypatch.setattr(os, "link", no_links)
    write_all(tmp_path, OLD)
    refuse_rename_to(monkeypatch, "request.pdf")
    with pytest.raises(MeldcodeError, match="mag niet geschreven worden"):
        write_all(tmp_path, REQUEST)
    assert found(tmp_path) == OLD


def test_a_name_that_cannot_change_leaves_an_empty_folder_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_rename_to(monkeypatch, "request.txt")
    with pytest.raises(MeldcodeError):
        write_all(tmp_path, REQUEST)
    assert found(tmp_path) == {}


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.ENOSPC, "geen plaats meer"),
        (errno.EACCES, "mag niet geschreven worden"),
        (errno.EROFS, "mag niet geschreven worden"),
        (errno.EIO, "kan niet geschreven worden"),
    ],
)
def test_a_failing_disk_leaves_nothing_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, message: str
) -> None:
    calls = 0

    def fsync(_descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise fails(code)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(MeldcodeError, match=message) as caught:
        write_all(tmp_path, REQUEST)
    assert caught.value.hint
    assert found(tmp_path) == {}


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = files._write

    def interrupted(path: Path, content: bytes) -> None:
        write(path, content)
        if path.name.startswith(".request.txt"):
            raise KeyboardInterrupt

    monkeypatch.setattr(files, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path, REQUEST)
    assert found(tmp_path) == {}


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "request.pdf").mkdir()
    with pytest.raises(MeldcodeError, match=r"een map met de naam request\.pdf"):
        write_all(tmp_path, REQUEST)
    assert [path.name for path in tmp_path.iterdir()] == ["request.pdf"]


@pytest.mark.parametrize("below", ["", "verder/dan/dat"])
def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, below: str) -> None:
    (tmp_path / "bestand").write_bytes(b"blijft")
    with pytest.raises(MeldcodeError, match="is geen map"):
        write_all(tmp_path / "bestand" / below, REQUEST)
    assert found(tmp_path) == {"bestand": b"blijft"}


def test_an_impossible_folder_is_refused_in_plain_text(tmp_path: Path) -> None:
    with pytest.raises(MeldcodeError) as caught:
        write_all(tmp_path / "a\x00\x1b[2J", REQUEST)
    assert caught.value.message.isprintable()


@pytest.mark.parametrize("name", ["../buiten", "/weg", "map/bestand", ""])
def test_a_path_in_the_place_of_a_name_is_a_mistake_of_the_caller(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="names of files"):
        write_all(tmp_path, {name: b""})


@posix_only
def test_a_network_disk_that_syncs_no_folders_is_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def no_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise fails(errno.EINVAL)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", no_folders)
    write_all(tmp_path, REQUEST)
    assert found(tmp_path) == REQUEST
