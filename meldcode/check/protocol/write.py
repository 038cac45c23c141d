"""Writes a written meldcode as a file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from meldcode.check.protocol.pdf import to_pdf
from meldcode.check.protocol.shape import Protocol
from meldcode.check.protocol.word import to_docx
from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.i18n import _
from meldcode.text import one_line

FORMS: dict[str, Callable[[Protocol], bytes]] = {".pdf": to_pdf, ".docx": to_docx}
"""By the end of a file's name."""


def write(protocol: Protocol, out: Path) -> Path:
    """Writes the document as PDF or Word, by the end of the name; what stood there is replaced. Returns the path.

    Raises MeldcodeError for another kind of name, and when it cannot be made or written.
    """
    form = FORMS.get(out.suffix.lower())
    if form is None:
        raise MeldcodeError(
            _("de meldcode kan niet geschreven worden als {name}").format(name=one_line(out.name)),
            _("Kies een naam die eindigt op {ends}.").format(ends=_(" of ").join(FORMS)),
        )
    return write_all(out.parent, {out.name: form(protocol)})[0]
