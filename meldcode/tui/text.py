"""The one door to widgets: whatever a person or a flow wrote becomes plain text here, never markup."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button, Static

from meldcode.text import clean

UNNAMED = ""
"""For workers with arguments: the description that Textual makes by itself would hold what a person typed."""


def T(text: str) -> Content:
    """Plain text for a widget, without control characters."""
    return Content(clean(text))


def sentences(message: str, hint: str) -> str:
    """What happened and what to do, as sentences."""
    return f"{message[:1].upper()}{message[1:]}. {hint}".strip()


def styled(text: str, style: str) -> Content:
    """Plain text in one style (a theme variable such as `bold` or `$text-muted`)."""
    return Content.styled(clean(text), style)


def joined(*parts: Content | str) -> Content:
    """Parts one after the other; strings are made plain."""
    return Content("").join([part if isinstance(part, Content) else T(part) for part in parts])


def relabel(button: Button, text: str) -> None:
    """Another text on a button, with as much room as that needs: by itself it keeps the width of the text before."""
    button.label = T(text)
    button.refresh(layout=True)


def put(widget: Static, content: Content) -> None:
    """Show this in a widget. What stands there already is left alone: to lay out the screen anew is most of a key."""
    shown = widget.content
    if not (isinstance(shown, Content) and shown.is_same(content)):
        widget.update(content)
