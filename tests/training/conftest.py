"""What tests of training share: the small case, read once (nothing can change it), and a clock that stands still."""

from __future__ import annotations

import pytest

from meldcode.flow.model import Flow
from meldcode.training.case import Case
from meldcode.training.session import Session
from meldcode.tui.training import participant_screen
from tests.training.small import Clock, small_case


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Flow]:
    """The small case and its flow."""
    return small_case(tmp_path_factory.mktemp("small"))


@pytest.fixture
def clock() -> Clock:
    """A clock to move by hand."""
    return Clock()


@pytest.fixture
def session(small: tuple[Case, Flow], clock: Clock) -> Session:
    """A session of the small case in which nothing happened yet; its code is CDFHJ."""
    return Session(*small, clock, "CDFHJ")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others do is drawn without waiting for more of it: no test waits."""
    monkeypatch.setattr(participant_screen, "TOGETHER", 0)
