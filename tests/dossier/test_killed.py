"""Killed at any moment: what showed as saved is there, and the store is what it was or what it was to become."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dossier.helper import PASSPHRASE
from tests.dossier.worker import ANSWERS, KILLS, MIDWAY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="here no process can be forked to be killed")
OTHER = "groene boot achter het huis"


def counted(experiment: str, folder: Path) -> dict[str, int]:
    """What an experiment counted; it ends with an error as soon as it finds what must never be."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.dossier.worker", experiment, str(folder)],
        input=f"{PASSPHRASE}\n{OTHER}",
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    found: dict[str, int] = json.loads(ended.stdout)
    return found


@pytest.mark.heavy
def test_no_acknowledged_answer_is_lost_or_torn_and_the_chain_holds(tmp_path: Path) -> None:
    found = counted("answering", tmp_path)
    assert found["kills"] >= KILLS
    assert found["acknowledged"] >= ANSWERS


@pytest.mark.heavy
@pytest.mark.parametrize("operation", ["rekey", "backup", "migration"])
def test_killed_in_the_midst_it_is_the_old_or_the_new_and_never_neither(operation: str, tmp_path: Path) -> None:
    found = counted(f"{operation} {MIDWAY}", tmp_path)
    assert found["midway"] == MIDWAY
    assert found["old"], "never killed before it was done"


@pytest.mark.parametrize("operation", ["create", "restore", "passphrase"])
def test_killed_at_any_moment_it_opens_and_can_be_done_again(operation: str, tmp_path: Path) -> None:
    assert counted(f"{operation} {MIDWAY}", tmp_path)["midway"] == MIDWAY


@pytest.mark.parametrize("disk", ["", " without links"])
@pytest.mark.parametrize("operation", ["create", "rekey", "backup", "restore", "passphrase"])
def test_killed_before_each_step_on_the_disk_it_is_the_old_or_the_new(
    operation: str, disk: str, tmp_path: Path
) -> None:
    found = counted(f"{operation} at every step{disk}", tmp_path)
    assert found["kills"] >= 5
    assert found["old"]
    assert found["new"]
