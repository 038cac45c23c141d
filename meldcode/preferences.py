"""What a person chose for the program itself: language, colours, whether the tour was seen. Never anything of a case.

One small file in the data folder, readable by its owner alone, one `name=value` a line. It is read before the first
screen, so reading it imports nothing. It is never worth an error: what cannot be read or written was never chosen.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = "preferences"
LANGUAGE, THEME, TOUR = "language", "theme", "tour"

_MOST = 4096
"""Bytes that are read: what is longer was not written here."""
_LONGEST = 40
"""Characters of a value."""


class Preferences:
    """The choices kept in a folder (the data folder; it need not exist)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> str:
        """What was chosen; empty when nothing was, or when it cannot be read."""
        return self._all().get(name, "")

    def set(self, name: str, value: str) -> None:
        """Keep this choice, an empty one is forgotten. On a disk that takes nothing nothing happens."""
        if not _plain(name) or (value and not _plain(value)):
            raise ValueError("a short word of letters, digits and dashes")
        chosen = self._all()
        if chosen.get(name, "") == value:
            return
        chosen[name] = value
        from meldcode.errors import MeldcodeError
        from meldcode.files import write_all

        text = "".join(f"{one}={chosen[one]}\n" for one in sorted(chosen) if chosen[one])
        try:
            write_all(self.folder, {FILE: text.encode()})
        except MeldcodeError:
            return

    def _all(self) -> dict[str, str]:
        try:
            with open(os.path.join(self.folder, FILE), "rb") as file:
                lines = file.read(_MOST).decode("utf-8", "replace").splitlines()
        except (OSError, ValueError):  # ValueError: a NUL in the name of the folder
            return {}
        pairs = (line.partition("=") for line in lines)
        return {name: value for name, _sign, value in pairs if _plain(name) and _plain(value)}


def _plain(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum() and len(text) <= _LONGEST
