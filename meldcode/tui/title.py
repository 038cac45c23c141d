"""The first line of every screen: which flow, whether it is kept, how to hide it, and the number to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from meldcode.i18n import _, tr
from meldcode.text import one_line
from meldcode.tui.text import joined, styled

if TYPE_CHECKING:
    from meldcode.flow.model import Flow
    from meldcode.interview import Interview

HELPLINE = "Veilig Thuis 0800-2000"
"""Before a flow is chosen; a flow names its own."""
DIGITS = "0800-2000 · 112"
"""For a screen that must not tell what the program is for."""
_NARROW = 80
"""Columns; below these the bar of keys has two lines, and F12 stands there."""
_GAP = 2


def title_line(flow: Flow | None, width: int, kept: str = "") -> Content:
    """Name and whether it is kept on the left, how to hide and the number to call on the right.

    `kept` has parts with ` · ` between them; where there is no room for all, the flow's title goes first, and then
    the parts from the last.
    """
    right = _("{helpline} · bij gevaar 112").format(helpline=_number(flow))
    if width >= _NARROW:
        right = _("F12 verberg") + f" · {right}"
    room = max(8, width - len(right) - 2 - _GAP)
    left = _left(tr(flow.title) if flow else "meldcode", kept, room)
    return joined(styled(left, "bold"), " " * max(1, width - len(left) - len(right) - 2), styled(right, "bold"))


def neutral_line(width: int) -> Content:
    """For a locked screen: numbers, and no word of what they are for."""
    return joined(" " * max(0, width - len(DIGITS) - 2), styled(DIGITS, "bold"))


def kept_words(interview: Interview) -> str:
    """Whether the answers are kept, and where: for the title line."""
    from meldcode.dossier.dossier import Dossier  # only once there is something to keep

    store = interview.store
    if interview.practice:
        return _("OEFENING") + " · " + _("verzonnen")
    if not interview.may_keep:
        return _("Niet bewaard")
    if not isinstance(store, Dossier):
        return _("bewaard") if interview.stored else _("Niet bewaard · druk F6")
    label = one_line(store.label)
    return _("Alleen lezen") + f" · {label}" if store.read_only else f"{label} · " + _("bewaard")


def _left(name: str, kept: str, room: int) -> str:
    parts = kept.split(" · ") if kept else []
    choices = [" · ".join([name, *parts]), *(" · ".join(parts[:end]) for end in range(len(parts), 0, -1))]
    shortest = choices[-1]
    cut = shortest if len(shortest) <= room else shortest[: room - 1].rstrip() + "…"
    return next((choice for choice in choices if len(choice) <= room), cut)


def _number(flow: Flow | None) -> str:
    if flow is None:
        return HELPLINE
    from meldcode.words import helpline  # only once a flow is loaded

    return helpline(flow)
