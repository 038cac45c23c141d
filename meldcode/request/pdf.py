"""A request as PDF/A-3a and PDF/UA-1, with its JSON attached.

Everything goes to the template as data; the compiler sees no folder but an empty one, no system font, no clock and no
network, so the same request gives the same bytes everywhere. Signs that the fonts do not have would make a PDF/A
impossible: they are shown as `[U+1F600]`, while the attached JSON keeps them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from meldcode.errors import MeldcodeError
from meldcode.i18n import _, speaking
from meldcode.request.codes import DATA
from meldcode.request.shape import Block, Document, Json, Request

TEMPLATE = Path(__file__).parent / "request.typ"
REGIONS = {"nl": "NL", "en": "GB"}

_BEYOND_LATIN = re.compile("[^\n -~\u00a0-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac\ufffd]")


def to_pdf(request: Request, attachment: bytes, keywords: tuple[str, ...] = ()) -> bytes:
    """The PDF of a request; `attachment` is its `request.json`, attached byte for byte."""
    call = request.data.get("call")
    return compile_pdf(
        request.document,
        language=request.language,
        reference=request.reference,
        made_on=request.made_on,
        danger=isinstance(call, Mapping) and call.get("acute_danger") is True,
        attachment=attachment,
        keywords=keywords,
    )


def compile_pdf(
    document: Document,
    *,
    language: str,
    reference: str,
    made_on: str,
    danger: bool,
    attachment: bytes,
    keywords: tuple[str, ...] = (),
) -> bytes:
    """The PDF of a document, without its request: the same arguments give the same bytes.

    `made_on` is an ISO date, `danger` makes the colours those of an alarm, `keywords` stand in the metadata.
    Raises MeldcodeError when no PDF can be made.
    """
    content: Json = {
        **_content(document, language, reference),
        "danger": danger,
        "keywords": keywords,
    }
    return typeset(TEMPLATE, content, made_on, attachment)


def typeset(template: Path, content: Json, made_on: str, attachment: bytes | None = None) -> bytes:
    """A PDF/A-3a and PDF/UA-1 from one of our templates, which sees `content` as data and nothing else.

    Raises MeldcodeError when no PDF can be made.
    """
    import typst  # loads a compiler of 30 MB: only when a PDF is made

    for shown in (printable, only_latin):
        try:
            return _compiled(template, _mapped(content, shown), attachment, date.fromisoformat(made_on))
        except typst.TypstError:
            continue  # a sign that this version of the fonts lacks after all: show every sign outside Latin by number
    raise MeldcodeError(
        _("de PDF kan niet gemaakt worden"), _("Gebruik de tekst van het verzoek, en meld dit aan de makers.")
    )


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
    runs: list[list[int]] = json.loads((DATA / "glyphs.json").read_text("utf-8"))["runs"]
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


def _content(document: Document, language: str, reference: str) -> dict[str, Json]:
    """What the template shows of a document."""
    name = f"{document.title} ({reference})"
    with speaking(language):
        steps_title = _("Stappen van de meldcode")
    return {
        "lang": language,
        "region": REGIONS.get(language, "NL"),
        "name": f"{document.practice}: {name}" if document.practice else name,
        "title": document.title,
        "organisation": document.organisation,
        "practice": document.practice,
        "facts": document.facts,
        "call": document.call,
        "steps-title": steps_title,
        "steps": document.steps,
        "notes": document.notes,
        "footer": document.footer,
        "page-of": document.page_of,
        "attachment": document.attachment,
        "sections": [
            {
                "title": f"{number}. {section.title}",
                "apart": section.apart,
                "blocks": [_block(block) for block in section.blocks],
            }
            for number, section in enumerate(document.sections, 1)
        ],
    }


def _block(block: Block) -> Json:
    return {"type": type(block).__name__.lower(), **asdict(block)}


def _mapped(value: Json, change: Callable[[str], str]) -> Json:
    """The same tree with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(part, change) for key, part in value.items()}
    return [_mapped(part, change) for part in value] if isinstance(value, Sequence) else value
