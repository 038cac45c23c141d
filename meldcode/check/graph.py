"""`meldcode graph`: a flow as a picture, in the terminal, as Mermaid, or as SVG for paper."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from meldcode.check.picture.lines import lines
from meldcode.check.picture.mermaid import mermaid
from meldcode.check.picture.sheets import Paper
from meldcode.check.picture.svg import svg
from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.flow.model import Flow
from meldcode.i18n import _
from meldcode.text import clean

GraphForm = Literal["text", "mermaid", "svg"]


def graph(flow: Flow, form: GraphForm, out: Path | None, paper: Paper, width: int) -> list[Path]:
    """Writes the picture in the folder `out` and returns its files; without a folder it is printed.

    `width` is that of the terminal in columns, for text; `paper` is for SVG. Files that are there already are replaced,
    all of them or none. Raises `MeldcodeError` when they cannot be written, or when SVG, which may be more than one
    file, is to be printed.
    """
    if form == "svg":
        if out is None:
            raise MeldcodeError(
                _("voor SVG is een map nodig"), _("Noem een map met --out. Elk blad wordt daar een bestand.")
            )
        return write_all(out, {f"{name}.svg": text.encode() for name, text in svg(flow, paper)})
    text, ending = (mermaid(flow), "mmd") if form == "mermaid" else ("\n".join(lines(flow, width)) + "\n", "txt")
    if out is not None:
        return write_all(out, {f"{flow.id[:60]}.{ending}": clean(text).encode()})
    sys.stdout.write(clean(text))
    return []
