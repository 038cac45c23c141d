"""A request as PDF/A-3a and PDF/UA-1, with its JSON attached.

The same request gives the same bytes everywhere (`meldcode.typesetting`). Signs that the fonts do not have are shown as
`[U+1F600]`, while the attached JSON keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from meldcode.i18n import _, speaking
from meldcode.request.shape import Block, Document, Json, Request
from meldcode.typesetting import REGIONS, typeset

TEMPLATE = Path(__file__).parent / "request.typ"


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
