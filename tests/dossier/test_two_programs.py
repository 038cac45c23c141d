"""Two programs with one store, and a store that may only be read: at once a sentence, and nothing is changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import pytest

from meldcode.dossier.home import Home
from meldcode.dossier.opening import copy_name, create, unlock
from meldcode.dossier.sealed import backup, restore
from meldcode.dossier.trouble import BusyError, StoreError
from meldcode.dossier.vault import Vault
from tests.dossier.conftest import Ticking
from tests.dossier.helper import PASSPHRASE, RECOVERY, begin, look, reopen
from tests.dossier.readonly import NOBODY

HOLDER = """
import sys
from datetime import datetime
from pathlib import Path
from meldcode.dossier import keys
from meldcode.dossier.events import Noted
from meldcode.dossier.home import Home
from meldcode.dossier.opening import unlock
keys.COST = 2**4
vault = unlock(Home(Path(sys.argv[1])), sys.stdin.readline().strip(), clock=datetime.now)
print("open", flush=True)
while sys.argv[2] == "busy":
    vault.append("", Noted(datetime.now(), "looked"), None)
sys.stdin.read()
"""
Hold = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def hold(vault: Vault, home: Home) -> Iterator[Hold]:
    """Starts another program that has the store open, and waits until it has."""
    begin(vault)
    vault.close()
    programs: list[subprocess.Popen[str]] = []

    def start(how: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLDER, str(home.folder), how]
        program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        programs.append(program)
        assert program.stdin
        assert program.stdout
        program.stdin.write(f"{PASSPHRASE}\n")
        program.stdin.flush()
        assert program.stdout.readline() == "open\n"
        return program

    yield start
    for program in programs:
        program.kill()
        program.communicate()


@pytest.mark.parametrize("how", ["idle", "busy"])
def test_a_second_program_is_refused_within_a_second_and_may_in_after_a_kill(
    how: str, hold: Hold, home: Home, clock: Ticking
) -> None:
    first = hold(how)
    start = perf_counter()
    with pytest.raises(BusyError, match="een ander programma heeft de dossiers open"):
        unlock(home, PASSPHRASE, clock=clock)
    assert perf_counter() - start < 1
    first.kill()
    first.communicate()
    assert "list" in look(home, clock)


def test_a_second_window_of_the_same_program_is_refused_as_well(vault: Vault, home: Home, clock: Ticking) -> None:
    dossier = begin(vault)
    for _time in range(3):
        start = perf_counter()
        with pytest.raises(BusyError):
            unlock(home, PASSPHRASE, clock=clock)
        assert perf_counter() - start < 1
    assert vault.open(dossier.code).label == "zaak 1"
    again = reopen(vault)
    assert again.trouble == ""
    again.close()


def test_who_is_refused_takes_nothing_away_from_the_first(vault: Vault, home: Home, clock: Ticking) -> None:
    passing = copy_name(home)
    passing.write_bytes(b"of the first program's backup")
    with pytest.raises(BusyError):
        unlock(home, PASSPHRASE, clock=clock)
    assert passing.exists()


def test_a_backup_is_not_put_back_under_a_program_that_has_the_store_open(
    hold: Hold, home: Home, clock: Ticking, tmp_path: Path
) -> None:
    vault = unlock(home, PASSPHRASE, clock=clock)
    backup(vault, tmp_path / "kopie")
    vault.close()
    first = hold("idle")
    with pytest.raises(BusyError):
        restore(home, tmp_path / "kopie", PASSPHRASE, clock=clock)
    first.kill()
    first.communicate()
    assert [path.name for path in home.folder.parent.iterdir()] == ["dossiers"]
    vault, aside = restore(home, tmp_path / "kopie", PASSPHRASE, clock=clock)
    assert aside
    vault.close()
    assert "list" in look(Home(aside), clock)


def test_no_new_store_takes_the_place_of_a_restore_that_was_killed(vault: Vault, home: Home, clock: Ticking) -> None:
    begin(vault)
    vault.close()
    home.folder.rename(home.folder.with_name("dossiers.ready"))
    with pytest.raises(StoreError, match="er zijn al dossiers"):
        create(home, PASSPHRASE, RECOVERY, clock=clock)
    assert "list" in look(home, clock)


def test_a_restore_that_was_killed_is_not_in_the_way_of_the_next(
    vault: Vault, home: Home, clock: Ticking, tmp_path: Path
) -> None:
    begin(vault)
    backup(vault, tmp_path / "kopie")
    vault.close()
    ready = home.folder.with_name("dossiers.ready")
    ready.mkdir()
    (ready / "dossiers.key").write_bytes(b"of the backup that was being put back")
    restore(home, tmp_path / "kopie", PASSPHRASE, clock=clock)[0].close()
    assert "list" in look(home, clock)
    assert not ready.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights in another way")
def test_files_and_folder_are_for_this_user_alone(vault: Vault, home: Home) -> None:
    begin(vault)
    vault.go("zaak", "vraag_1")
    names = {path.name for path in home.folder.iterdir()}
    assert "dossiers.db-journal" in names
    assert {path.stat().st_mode & 0o777 for path in home.folder.iterdir()} == {0o600}
    assert home.folder.stat().st_mode & 0o777 == 0o700


def test_the_settings_are_the_ones_that_lose_nothing(vault: Vault) -> None:
    wanted = {
        "journal_mode": "delete", "synchronous": 3, "fullfsync": 1, "locking_mode": "exclusive", "secure_delete": 1,
        "auto_vacuum": 1, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "temp_store": 2,
    }  # fmt: skip
    found = {name: vault._database.rows(f"PRAGMA {name}")[0][0] for name in wanted}
    assert found == wanted


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights in another way")
def test_where_nothing_may_be_written_all_can_be_read() -> None:
    folder = Path(tempfile.mkdtemp())  # the folders of pytest are shut for whom root has to become
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        ended = subprocess.run(
            [sys.executable, "-m", "tests.dossier.readonly", str(folder)], capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stderr
    finally:
        shutil.rmtree(folder, ignore_errors=True)
