"""Makes the files of a request where they belong: in a folder of this computer, or as a download of the browser."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from meldcode.i18n import _

if TYPE_CHECKING:
    from meldcode.request import Request

SEALED = "sealed"
"""Among the forms: the PDF once more, with a passphrase."""


@dataclass(frozen=True, slots=True)
class Made:
    """`files` by name; `paths` when they are on disk; `secret` opens the sealed one, empty when there is none."""

    files: dict[str, bytes]
    paths: tuple[Path, ...]
    secret: str

    @property
    def pdf(self) -> bytes:
        """The request to read."""
        return next(content for name, content in self.files.items() if name.endswith("request.pdf"))


def make(request: Request, folder: Path | None, more: Collection[str]) -> Made:
    """The files, written to the folder when there is one. Takes a moment. Raises `MeldcodeError`."""
    from meldcode.files import write_all
    from meldcode.request.write import FORMATS, files_of, sealed_pdf

    files = files_of(request, [form for form in FORMATS if form in more])
    sealed, secret = sealed_pdf(files) if SEALED in more else ({}, "")
    paths: list[Path] = []
    if folder is not None:
        paths = write_all(folder, files | sealed)
    return Made(files | sealed, tuple(paths), secret)


def download_name(request: Request, day: str) -> str:
    """What the browser calls the file; nothing of an answer is in it."""
    from meldcode.request.write import PRACTICE

    word = _("adviesvraag") if request.kind == "advice" else _("melding")
    return f"{PRACTICE if request.document.practice else ''}{word}-{day}.zip"
