"""The first line of every screen: which flow, and the number to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from meldcode.i18n import _, tr
from meldcode.tui.text import joined, styled

if TYPE_CHECKING:
    from meldcode.flow.model import Flow

HELPLINE = "Veilig Thuis 0800-2000"
"""Before a flow is chosen; a flow names its own."""


def title_line(flow: Flow | None, width: int) -> Content:
    """Name on the left, the number to call on the right."""
    left = tr(flow.title) if flow else "meldcode"
    right = _("{helpline} · bij gevaar 112").format(helpline=_number(flow))
    room = max(8, width - len(right) - 3)
    left = left if len(left) <= room else left[: room - 1].rstrip() + "…"
    space = max(1, width - len(left) - len(right) - 2)
    return joined(styled(left, "bold"), " " * space, styled(right, "bold"))


def _number(flow: Flow | None) -> str:
    if flow is None:
        return HELPLINE
    from meldcode.words import helpline  # only once a flow is loaded

    return helpline(flow)
