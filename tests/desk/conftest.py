"""A real store for the tests of the desk: made once, for making its keys is slow on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meldcode.dossier.codes import new_passphrase, new_recovery_code
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create
from meldcode.dossier.vault import Vault
from tests.desk.helper import ticking


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """An open store; every test begins dossiers of its own in it."""
    home = Home(tmp_path_factory.mktemp("desk") / "dossiers")
    store = create(home, new_passphrase(), new_recovery_code(), clock=ticking(), who="J. Proef")
    yield store
    store.close()
