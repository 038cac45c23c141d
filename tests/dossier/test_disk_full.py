"""A disk that is full, at any step: nothing acknowledged is lost, one sentence says so, and then it works again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from meldcode.dossier.database import Database
from meldcode.dossier.events import Answered
from meldcode.dossier.trouble import NotSavedError
from meldcode.dossier.vault import Vault
from tests.dossier.helper import PASSPHRASE, begin, reopen

EXPERIMENTS = ["answering", "changing", "making"]


def counted(kind: str, work: str, folder: Path) -> dict[str, int]:
    """What an experiment counted; it ends with an error as soon as it finds what must never be."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.dossier.full", kind, work, str(folder)],
        input=PASSPHRASE,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    found: dict[str, int] = json.loads(ended.stdout)
    return found


def refused_and_done(work: str, found: dict[str, int]) -> bool:
    """Whether there was too little room for each change at times, and enough at other times."""
    names = {name.partition(":")[0] for name in found}
    return work == "answering" or all(found.get(f"{name}: no") and found.get(f"{name}: yes") for name in names)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit to the size of files")
@pytest.mark.parametrize("work", [pytest.param(one, marks=pytest.mark.heavy) for one in EXPERIMENTS])
def test_where_files_cannot_grow_nothing_is_lost(work: str, tmp_path: Path) -> None:
    found = counted("limit", work, tmp_path)
    assert refused_and_done(work, found), found
    if work == "answering":
        assert sum(found.values()) == 128, "refused at each step"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes, in memory."""
    folder, mount, unmount = tmp_path / "schijf", shutil.which("mount"), shutil.which("umount")
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or not mount or not unmount:
        pytest.skip("to mount a small disk takes Linux and root")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("here nothing may be mounted")
    yield folder
    subprocess.run([unmount, str(folder)], check=True)


@pytest.mark.parametrize("work", [pytest.param(one, marks=pytest.mark.heavy) for one in EXPERIMENTS])
def test_on_a_small_disk_that_is_full_nothing_is_lost_and_all_can_be_read(work: str, small_disk: Path) -> None:
    found = counted("small disk", work, small_disk)
    assert refused_and_done(work, found), found
    if work == "answering":
        assert found == {"niet bewaard: de schijf is vol": 40}


def test_a_disk_that_fails_after_it_kept_the_event_leaves_the_store_at_work(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = begin(vault)
    real = Database.transaction

    @contextmanager
    def kept_and_failed(self: Database) -> Iterator[object]:
        with real(self) as connection:
            yield connection
        raise NotSavedError("niet bewaard: de schijf gaf een fout")

    with monkeypatch.context() as broken:
        broken.setattr(Database, "transaction", kept_and_failed)
        with pytest.raises(NotSavedError):
            dossier.append(Answered(vault.clock(), "vraag_9", "misschien bewaard"))
    dossier.append(Answered(vault.clock(), "vraag_9", "zeker bewaard"))
    again = reopen(vault)
    assert again.trouble == ""
    found = [event.value for event in again.open(dossier.code).events() if isinstance(event, Answered)]
    assert found[-2:] == ["misschien bewaard", "zeker bewaard"]
    again.close()
