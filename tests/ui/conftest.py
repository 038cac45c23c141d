"""`--update-screens` writes the text goldens anew."""

from __future__ import annotations

import pytest


@pytest.fixture
def update_screens(request: pytest.FixtureRequest) -> bool:
    """Whether the goldens are to be written instead of compared."""
    return bool(request.config.getoption("--update-screens"))
