"""What every test may lean on: Dutch, one fixed day, and properties that do not depend on a slow machine."""

from __future__ import annotations

import gc
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from meldcode import i18n
from meldcode.preferences import TOUR, Preferences
from tests.effort import tries

settings.register_profile("here", deadline=None, max_examples=tries(100))
settings.register_profile("ci", deadline=None, max_examples=tries(100), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


_IN_MEMORY = Path("/dev/shm")  # noqa: S108  # Linux; elsewhere the tests wait for the disk
_ROOM = 2**30
"""Bytes that must be free there."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Where there is a disk in memory tests write there: the store waits until each answer is on its disk.

    What a shell starts in the background ignores an interrupt, and so would every program that a test starts.
    """
    gc.set_threshold(50_000, 20, 100)  # a test leaves much behind and never for long: collecting less often is a tenth
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    own = hasattr(config, "workerinput") or config.option.basetemp
    if not own and os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
        config.option.basetemp = tempfile.mkdtemp(prefix="meldcode-", dir=_IN_MEMORY)
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-screens` writes the text goldens of the screens anew."""
    parser.addoption("--update-screens", action="store_true", help="write the goldens in tests/ui/screens anew")


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    """Every test starts in Dutch, and leaves Dutch behind."""
    i18n.use(i18n.DEFAULT)
    yield
    i18n.use(i18n.DEFAULT)


@pytest.fixture(autouse=True)
def no_real_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test comes near the dossiers of who runs it, and keys are quick to make."""
    nowhere = tmp_path_factory.getbasetemp() / f"home-{secrets.token_hex(8)}"
    monkeypatch.setenv("MELDCODE_HOME", str(nowhere))
    monkeypatch.setattr("meldcode.dossier.keys.COST", 2**10)


@pytest.fixture
def been_here(no_real_store: None) -> None:
    """Who runs the program in this test saw the tour before, so it begins with its first question."""
    Preferences(Path(os.environ["MELDCODE_HOME"])).set(TOUR, "seen")


@pytest.fixture
def today() -> date:
    """The day on which all cases in the tests are looked at."""
    return date(2026, 3, 2)


@pytest.fixture
def update_screens(request: pytest.FixtureRequest) -> bool:
    """Whether the goldens are to be written instead of compared."""
    return bool(request.config.getoption("--update-screens"))
