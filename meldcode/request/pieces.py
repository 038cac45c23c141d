"""A request in pieces that can be pasted one by one, in the order of the region's own form where that is known."""

from __future__ import annotations

from collections.abc import Mapping

from meldcode.request.forms import form_for, ordered
from meldcode.request.shape import Request
from meldcode.request.text import section_text


def pieces(request: Request) -> tuple[str, list[tuple[str, str]]]:
    """The region whose form it follows (empty: none is known), and title and text of each piece."""
    form = form_for(_regions(request)) if request.kind == "report" else None
    if form is not None:
        return form.title, ordered(request, form)
    return "", [(section.title, section_text(section)) for section in request.document.sections]


def _regions(request: Request) -> list[str]:
    call = request.data.get("call")
    regions = call.get("regions") if isinstance(call, Mapping) else None
    found = (
        [region.get("code") for region in regions if isinstance(region, Mapping)] if isinstance(regions, list) else []
    )
    return [str(code) for code in found]
