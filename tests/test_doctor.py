"""What `meldcode doctor` says of many computers. None of them is the one that the tests run on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from meldcode.doctor import as_json_text, as_text, examine
from meldcode.doctor.disk import disk_facts
from meldcode.doctor.facts import Fact
from meldcode.doctor.folder import folder_facts, shown
from meldcode.doctor.machine import Machine, this_machine
from meldcode.doctor.mounts import Mount, encrypted, mount_of
from meldcode.doctor.parts import parse_wish, part_facts, within
from meldcode.doctor.terminal import terminal_facts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DM = "/sys/dev/block/253:1"


def machine(files: Mapping[str, str] | None = None, says: str | None = None, **more: Any) -> Machine:
    """A Linux laptop on which all is well, but for what is named; `files` are those of the system."""
    known = dict(files or {})

    def names(path: str) -> list[str]:
        below = {name.removeprefix(f"{path}/").split("/")[0] for name in known if name.startswith(f"{path}/")}
        return sorted(below)

    base = Machine(
        platform="linux",
        environ={"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        size=(80, 24),
        encoding="utf-8",
        now=NOW,
        read=known.get,
        names=names,
        run=lambda _command: says,
        free=lambda _path: 10**10,
        core_limit=lambda: 0,
        version=lambda _name: "1.0",
        wanted=[],
    )
    return dataclasses.replace(base, **more)


def by_id(facts: Any) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts}


def disk(kind: str = "ext4", source: str = "/dev/sda1", number: str = "253:1", **files: str) -> dict[str, str]:
    return {
        "/proc/self/mountinfo": f"29 1 {number} / / rw - {kind} {source} rw\n",
        "/proc/swaps": "Filename Type\n",
        **files,
    }


CRYPT = {f"{DM}/dev": "253:1", f"{DM}/dm/uuid": "CRYPT-LUKS2-0a1b-root"}
LVM = {
    f"{DM}/dev": "253:1",
    f"{DM}/dm/uuid": "LVM-abc",
    f"{DM}/slaves/dm-0": "",
    "/sys/class/block/dm-0/dev": "253:0",
    "/sys/dev/block/253:0/dev": "253:0",
}
BARE = {f"{DM}/dev": "253:1"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (disk() | CRYPT, "good"),
        (disk() | LVM | {"/sys/dev/block/253:0/dm/uuid": "CRYPT-LUKS1-x"}, "good"),
        (disk() | LVM, "warning"),
        (disk() | BARE, "warning"),
        (disk(), "unknown"),
        (disk("tmpfs") | BARE, "unknown"),
        (disk("nfs4", "server:/home") | BARE, "unknown"),
        (disk("zfs", "pool/home") | BARE, "unknown"),
        (disk("overlay", "overlay") | BARE, "unknown"),
        (disk("ecryptfs", "/home/.x"), "good"),
        ({}, "unknown"),
    ],
    ids=[
        "luks",
        "lvm-on-luks",
        "lvm",
        "bare",
        "nothing-known",
        "memory",
        "network",
        "zfs",
        "container",
        "ecryptfs",
        "no-mounts",
    ],
)
def test_it_says_encrypted_only_when_every_disk_below_is(files: dict[str, str], expected: str) -> None:
    assert by_id(disk_facts(machine(files)))["disk"].state == expected


def test_two_disks_of_which_one_is_bare_are_not_encrypted() -> None:
    raid = disk() | LVM | {"/sys/dev/block/253:0/dm/uuid": "CRYPT-LUKS2-x", f"{DM}/slaves/sdb1": ""}
    raid |= {"/sys/class/block/sdb1/dev": "8:17", "/sys/dev/block/8:17/dev": "8:17"}
    assert by_id(disk_facts(machine(raid)))["disk"].state == "warning"


def test_btrfs_on_one_disk_is_looked_through_and_on_two_is_unknown() -> None:
    one = disk("btrfs", "/dev/dm-1", "0:31") | CRYPT | {"/sys/class/block/dm-1/dev": "253:1"}
    one |= {"/sys/fs/btrfs/0a1b/devices/dm-1": ""}
    mount = Mount("btrfs", "/dev/dm-1", "0:31")
    assert encrypted(mount, machine(one)) is True
    assert encrypted(mount, machine(one | {"/sys/fs/btrfs/0a1b/devices/sdb1": ""})) is None


def test_the_nearest_and_latest_mount_counts_also_with_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "mijn map"
    folder.mkdir()
    point = str(folder).replace(" ", "\\040")
    lines = ["1 0 8:1 / / rw - ext4 /dev/sda1 rw", f"2 1 8:2 / {point} rw - ext4 /dev/sdb1 rw"]
    lines += [f"3 1 253:1 / {point} rw shared:1 - ext4 /dev/dm-1 rw", "onzin"]
    assert mount_of(folder / "x", machine({"/proc/self/mountinfo": "\n".join(lines)})).device == "253:1"


@pytest.mark.parametrize(
    ("line", "more", "expected"),
    [
        ("", {}, "good"),
        ("/dev/dm-1 partition 8 0 -2", CRYPT | {"/sys/class/block/dm-1/dev": "253:1"}, "good"),
        ("/dev/zram0 partition 8 0 5", {}, "good"),
        ("/dev/zram0 partition 8 0 5", {"/sys/block/zram0/backing_dev": "/dev/sda3"}, "unknown"),
        ("/swapfile file 8 0 -2", CRYPT, "good"),
        ("/swapfile file 8 0 -2", BARE, "warning"),
        ("/dev/sdz9 partition 8 0 -2", {}, "unknown"),
    ],
    ids=["none", "luks", "zram", "zram-on-disk", "file-luks", "file-bare", "strange"],
)
def test_swap(line: str, more: dict[str, str], expected: str) -> None:
    files = disk() | {"/proc/swaps": f"Filename Type Size Used Priority\n{line}\n"} | more
    assert by_id(disk_facts(machine(files)))["swap"].state == expected


@pytest.mark.parametrize(
    ("says", "expected"), [("FileVault is On.\n", "good"), ("FileVault is Off.\n", "warning"), (None, "unknown")]
)
def test_a_mac_says_it_by_filevault(says: str | None, expected: str) -> None:
    found = by_id(disk_facts(machine(platform="darwin", says=says)))
    assert found["disk"].state == expected
    assert found["swap"].state == "unknown"


def test_windows_is_unknown_and_says_where_to_look() -> None:
    found = by_id(disk_facts(machine(platform="win32", core_limit=lambda: None)))
    assert found["disk"].state == "unknown"
    assert "BitLocker" in found["disk"].hint
    assert found["dumps"].state == "unknown"


@pytest.mark.parametrize(
    ("more", "about", "state", "words"),
    [
        ({"size": None}, "terminal", "look", "regel voor regel"),
        ({"environ": {"TERM": "dumb"}}, "terminal", "good", "regel voor regel"),
        ({"environ": {}}, "terminal", "warning", "TERM is leeg"),
        ({"environ": {"WT_SESSION": "1"}, "platform": "win32"}, "terminal", "good", "Windows Terminal"),
        ({"environ": {"TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"}}, "terminal", "good", "macOS"),
        ({"size": (59, 24)}, "size", "warning", "59 bij 24"),
        ({"encoding": "ascii"}, "letters", "warning", "ascii"),
        ({"environ": {"TERM": "linux"}}, "signs", "look", "elf verschillende"),
        ({"environ": {"TERM": "x", "TMUX": "1"}}, "tmux", "look", "tmux"),
        ({"environ": {"TERM": "x", "STY": "1"}}, "screen", "look", "screen"),
        ({"environ": {"TERM": "x", "SSH_CONNECTION": "1"}}, "ssh", "look", "andere kant"),
        ({"environ": {"TERM": "x", "NO_COLOR": ""}}, "colours", "good", "NO_COLOR"),
        ({"platform": "darwin"}, "keys", "look", "Ctrl+G"),
    ],
    ids=str,
)
def test_the_terminal(more: dict[str, Any], about: str, state: str, words: str) -> None:
    fact = by_id(terminal_facts(machine(**more)))[about]
    assert fact.state == state
    assert words in fact.text


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path / "m"))
    found = by_id(folder_facts(machine()))
    assert "nog niet" in found["folder"].hint
    assert not (tmp_path / "m").exists(), "it looks, and makes nothing"
    folder = tmp_path / "m" / "dossiers"
    folder.mkdir(parents=True, mode=0o700)
    assert by_id(folder_facts(machine()))["rights"].state == "good"
    folder.chmod(0o755)
    assert by_id(folder_facts(machine()))["rights"].state == "warning"
    assert by_id(folder_facts(machine(free=lambda _path: 10**6)))["room"].state == "warning"
    assert by_id(folder_facts(machine(disk("cifs", "//school/home"))))["network"].state == "warning"


def test_a_folder_that_a_service_copies_is_warned_about(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path / "OneDrive - School"))
    fact = by_id(folder_facts(machine()))["synced"]
    assert (fact.state, "OneDrive" in fact.text) == ("warning", True)


def test_a_path_does_not_say_who_somebody_is() -> None:
    known = machine(environ={"HOME": "/home/sanne", "USER": "sanne"})
    assert shown(Path("/home/sanne/.local/share/meldcode"), known) == "~/.local/share/meldcode"
    assert shown(Path("/data/sanne/meldcode"), known) == "/data/…/meldcode"


def test_versions_are_held_against_what_the_program_asks_for() -> None:
    wanted = ["rich==15.0.0", "click<9,>=8.1.7", "python-sat<2,>=1.8; extra == 'authors'"]
    versions = {"rich": "15.0.0", "click": "8.2"}
    good = by_id(part_facts(machine(wanted=wanted, version=versions.get)))
    assert good["parts"].text == "rich 15.0.0, click 8.2"
    assert "pip install 'meldcode[authors]'" in good["extra-authors"].hint
    wrong = by_id(part_facts(machine(wanted=wanted, version={"rich": "14.9"}.get)))["parts"]
    assert wrong.state == "warning"
    assert "rich 14.9 (==15.0.0), click - (<9,>=8.1.7)" in wrong.text


@pytest.mark.parametrize(
    ("version", "bounds", "kept"),
    [
        ("1.9.dev24", "<2,>=1.8.dev16", True),
        ("2", "<2,>=1.8", False),
        ("0.15.2", ">=0.15,<0.16", True),
        ("10", ">=9", True),
        ("3.0", "==3", True),
        ("1", "", True),
    ],
)
def test_bounds_of_versions(version: str, bounds: str, kept: bool) -> None:
    assert within(version, bounds) is kept


def test_the_wishes_of_the_real_package_are_understood() -> None:
    wishes = [parse_wish(wish) for wish in this_machine().wanted]
    assert ("textual", "==8.2.8", "") in wishes
    assert {extra for _name, _bounds, extra in wishes} >= {"", "authors"}


@pytest.mark.parametrize(("day", "state"), [(NOW, "good"), (NOW.replace(year=2019), "warning")])
def test_a_clock_before_the_program_was_made_is_wrong(day: datetime, state: str) -> None:
    assert by_id(part_facts(machine(now=day)))["clock"].state == state


def test_all_of_it_as_text_and_as_json() -> None:
    found = examine(machine(disk() | CRYPT))
    text = as_text(found)
    assert "\x1b" not in text
    assert text.endswith("Hierin staat niets van een zaak. U kunt het sturen aan wie u helpt met uw computer.")
    data = json.loads(as_json_text(found))
    assert {fact["state"] for fact in data["facts"]} <= {"good", "warning", "unknown", "look"}
    ids = [fact["id"] for fact in data["facts"]]
    assert len(ids) == len(set(ids))


def test_a_part_that_fails_hides_no_other() -> None:
    def broken(_path: str) -> str:
        raise RuntimeError("Sem de Wit")

    text = as_text(examine(machine(read=broken)))
    assert "RuntimeError" in text
    assert "Sem de Wit" not in text
    assert "Python" in text
