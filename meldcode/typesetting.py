"""Typesets one of our own templates as PDF/A-3a and PDF/UA-1.

Everything goes to the template as data; the compiler sees no folder but an empty one, no system font, no clock and no
network, so the same content gives the same bytes everywhere. Signs that the fonts do not have would make a PDF/A
impossible: they are shown as `[U+1F600]`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TypeAlias

from meldcode.errors import MeldcodeError
from meldcode.i18n import _

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

REGIONS = {"nl": "NL", "en": "GB"}
"""Country whose hyphens and quotes go with a language."""

_GLYPHS = Path(__file__).parent / "glyphs.json"
_BEYOND_LATIN = re.compile("[^\n -~\u00a0-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac\ufffd]")


def typeset(
    template: Path, content: Json, made_on: str, attachment: bytes | None = None, *, instead: str = ""
) -> bytes:
    """A PDF/A-3a and PDF/UA-1 from one of our templates, which sees `content` as data and nothing else.

    `made_on` is an ISO date; `attachment` goes to the template byte for byte. Raises MeldcodeError when no PDF can be
    made, with `instead` as what to do then.
    """
    import typst  # loads a compiler of 30 MB: only when a PDF is made

    for shown in (printable, only_latin):
        try:
            return _compiled(template, _mapped(content, shown), attachment, date.fromisoformat(made_on))
        except typst.TypstError:
            continue  # a sign that this version of the fonts lacks after all: show every sign outside Latin by number
    hint = instead or _("Gebruik de tekst van het verzoek, en meld dit aan de makers.")
    raise MeldcodeError(_("de PDF kan niet gemaakt worden"), hint)


def printable(text: str) -> str:
    """The text with every sign that the fonts lack as its number: `[U+1F600]`."""
    if text.isascii() and "\t" not in text:
        return text
    return "".join(sign if sign == "\n" or _covered(ord(sign)) else _numbered(sign) for sign in text)


def only_latin(text: str) -> str:
    """The text with every sign outside Latin as its number."""
    return _BEYOND_LATIN.sub(lambda found: _numbered(found[0]), text)


def _numbered(sign: str) -> str:
    return "    " if sign == "\t" else f"[U+{ord(sign):04X}]"


def _covered(code: int) -> bool:
    starts, ends = _ranges()
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code point of every run of signs that the fonts inside typst have."""
    runs: list[list[int]] = json.loads(_GLYPHS.read_text("utf-8"))["runs"]
    return tuple(run[0] for run in runs), tuple(run[1] for run in runs)


def _compiled(template: Path, content: Json, attachment: bytes | None, day: date) -> bytes:
    from tempfile import TemporaryDirectory

    import typst

    inputs = {"data": json.dumps(content)}
    if attachment is not None:
        inputs["request"] = attachment.decode()
    with TemporaryDirectory(prefix="meldcode-") as empty:
        compiler = typst.Compiler(
            template.read_bytes(),
            root=empty,
            ignore_system_fonts=True,
            package_path=empty,
            package_cache_path=empty,
            sys_inputs=inputs,
        )
        made = compiler.compile(
            format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=datetime.combine(day, time(), UTC)
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _mapped(value: Json, change: Callable[[str], str]) -> Json:
    """The same tree with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(part, change) for key, part in value.items()}
    return [_mapped(part, change) for part in value] if isinstance(value, Sequence) else value
