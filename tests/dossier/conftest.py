"""A store for each test: a cheap key, a clock that moves on by a second each time it is read, a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from meldcode.dossier import keys
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create
from meldcode.dossier.vault import Vault
from tests.dossier.helper import PASSPHRASE, RECOVERY


class Ticking:
    """A clock for tests."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(autouse=True)
def cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases cost next to nothing; one test keeps the real cost."""
    monkeypatch.setattr(keys, "COST", 2**4)


@pytest.fixture
def clock() -> Ticking:
    """The clock of the store."""
    return Ticking()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Where the store is made."""
    return Home(tmp_path / "data" / "dossiers")


@pytest.fixture
def vault(home: Home, clock: Ticking) -> Iterator[Vault]:
    """An empty store, open."""
    store = create(home, PASSPHRASE, RECOVERY, clock=clock, who="leerkracht groep 5")
    yield store
    store.close()
