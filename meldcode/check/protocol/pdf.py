"""The written meldcode as PDF/A-3a and PDF/UA-1: with headings, a table of contents, links and page numbers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from meldcode.check.protocol.shape import Block, Protocol, Section
from meldcode.i18n import _
from meldcode.typesetting import REGIONS, Json, typeset

TEMPLATE = Path(__file__).parent / "protocol.typ"


def to_pdf(protocol: Protocol) -> bytes:
    """The PDF of a written meldcode; the same document gives the same bytes. Raises MeldcodeError when it cannot be."""
    count = len(protocol.sections)
    content: Json = {
        "lang": protocol.language,
        "region": REGIONS.get(protocol.language, "NL"),
        "name": protocol.name,
        "title": protocol.title,
        "organisation": protocol.organisation,
        "draft": protocol.draft,
        "lacking": protocol.lacking,
        "facts": protocol.facts,
        "adoption": protocol.adoption,
        "adoption-title": protocol.adoption_title,
        "contents-title": protocol.contents_title,
        "places-title": protocol.places_title,
        "places": asdict(protocol.places),
        "sections": [_section(number, section) for number, section in enumerate(protocol.sections, 1)],
        "sources": _section(count + 2, protocol.sources),
        "references": [asdict(reference) for reference in protocol.references],
        "ending": _section(count + 1, protocol.ending),
        "footer": protocol.footer,
        "page-of": protocol.page_of,
    }
    return typeset(
        TEMPLATE, content, protocol.made_on, instead=_("Maak een Word-bestand (.docx), en meld dit aan de makers.")
    )


def _section(number: int, section: Section) -> Json:
    return {"title": f"{number}. {section.title}", "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> Json:
    return {"type": type(block).__name__.lower(), **asdict(block)}
