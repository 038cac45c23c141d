"""Spoilt flows: whatever stands in a file, nothing comes out of the loader and the checks but findings."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.benchmarks.fuzz import one, tries


@pytest.mark.parametrize("seed", range(4))
def test_nothing_but_findings_comes_out_of_a_spoilt_file(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MELDCODE_HOME", str(tmp_path / "home"))
    for number, path in enumerate(islice(tries(seed, tmp_path), 120)):
        one(path, deep=number % 4 == 0)
