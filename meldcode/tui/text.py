"""The one door to widgets: whatever a person or a flow wrote becomes plain text here, never markup."""

from __future__ import annotations

from textual.content import Content

from meldcode.text import clean


def T(text: str) -> Content:
    """Plain text for a widget, without control characters."""
    return Content(clean(text))


def styled(text: str, style: str) -> Content:
    """Plain text in one style (a theme variable such as `bold` or `$text-muted`)."""
    return Content.styled(clean(text), style)


def joined(*parts: Content | str) -> Content:
    """Parts one after the other; strings are made plain."""
    return Content("").join([part if isinstance(part, Content) else T(part) for part in parts])
