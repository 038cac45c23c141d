"""A store for each test, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.dossier.home import Home
from meldcode.dossier.opening import create
from tests.plain.helper import PASSPHRASE, RECOVERY, clock


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """Where a store would be."""
    return Home(tmp_path / "data" / "dossiers")


@pytest.fixture
def home(empty: Home) -> Home:
    """A store without dossiers."""
    create(empty, PASSPHRASE, RECOVERY, clock=clock, who="leerkracht groep 5").close()
    return empty
