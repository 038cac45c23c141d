"""Files of every format ever written open for ever: stores, backups and handed-over dossiers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from meldcode.desk.work import resume
from meldcode.dossier import keys
from meldcode.dossier.database import FORMAT
from meldcode.dossier.home import Home
from meldcode.dossier.opening import unlock
from meldcode.dossier.sealed import receive, restore
from meldcode.dossier.vault import Vault
from tests.dossier.conftest import Ticking
from tests.dossier.formats.make import HERE, PASSPHRASE

FORMATS = sorted(int(path.name) for path in HERE.iterdir() if path.name.isdigit())


@pytest.fixture(autouse=True)
def real_cost(cheap_key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """These files were made with the cost that users have."""
    monkeypatch.setattr(keys, "COST", 2**17)


@pytest.fixture
def clock() -> Ticking:
    """Long after the files were made."""
    clock = Ticking()
    clock.now = clock.now.replace(year=2036)
    return clock


def check(vault: Vault) -> None:
    """What a user of that version left behind."""
    assert vault.trouble == ""
    rows = {entry.label: entry for entry in vault.list()}
    assert set(rows) == {"zaak 1", "zaak 2"}
    assert (rows["zaak 2"].state, rows["zaak 2"].until) == ("closed", "2026-04-01")
    interview = resume(vault, rows["zaak 1"].code)
    assert (interview.value("gevaar"), interview.value("vormen")) == ("nee", ("x",))
    assert interview.flow.title == "Een kleine vragenlijst, verzonnen"
    assert sum(record.event is None for record in vault.records()) > 2, "one was destroyed"


def test_the_format_of_today_has_its_files() -> None:
    assert FORMAT in FORMATS, "run `python -m tests.dossier.formats.make`"


@pytest.mark.parametrize("number", FORMATS)
def test_a_store_of_each_format_opens(number: int, tmp_path: Path, clock: Ticking) -> None:
    folder = tmp_path / "dossiers"
    shutil.copytree(HERE / str(number) / "dossiers", folder)
    code = (HERE / str(number) / "herstelcode.txt").read_text("ascii").strip()
    vault = unlock(Home(folder), PASSPHRASE, clock=clock)
    check(vault)
    handed = receive(vault, (HERE / str(number) / "overdracht.age").read_bytes())
    assert resume(vault, handed).value("gevaar") == "nee"
    vault.close()
    vault = unlock(Home(folder), code, clock=clock)
    assert vault.trouble == ""
    vault.close()


@pytest.mark.parametrize("number", FORMATS)
def test_a_backup_of_each_format_is_put_back(number: int, tmp_path: Path, clock: Ticking) -> None:
    vault, _aside = restore(Home(tmp_path / "dossiers"), HERE / str(number) / "kopie.meldcode", PASSPHRASE, clock=clock)
    check(vault)
    vault.close()
