"""Where the shipped folders stand: in the wheel under `meldcode/_data`, in a checkout at the top of the project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.abspath(__file__))  # not pathlib: its import alone takes as long as Python's start


def folder(name: str) -> str:
    """The path of a shipped folder: `flows` or `locales`."""
    packed = os.path.join(_PACKAGE, "_data", name)
    return packed if os.path.isdir(packed) else os.path.join(os.path.dirname(_PACKAGE), name)


def flows_folder() -> Path:
    """The folder with the shipped flows; `voorbeelden/` in it holds the answers files."""
    from pathlib import Path

    return Path(folder("flows"))
