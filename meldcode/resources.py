"""Where the shipped folders stand: in the wheel under `meldcode/_data`, in a checkout at the top of the project."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def flows_folder() -> Path:
    """The folder with the shipped flows; `voorbeelden/` in it holds the answers files."""
    return _folder("flows")


def locales_folder() -> Path:
    """The folder with the catalogues: `<language>/LC_MESSAGES/<domain>.mo` (and `.po` in a checkout)."""
    return _folder("locales")
