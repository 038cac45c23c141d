"""How screens of practice look: the colours that a person chose, and a first line that says OEFENING."""

from __future__ import annotations

from textual.app import App
from textual.content import Content

from meldcode.dossier.home import find_home
from meldcode.errors import MeldcodeError
from meldcode.preferences import THEME, Preferences
from meldcode.text import one_line
from meldcode.tui.text import joined, styled
from meldcode.tui.themes import DARK, NAMES, THEMES
from meldcode.tui.title import DIGITS, HELPLINE

BREAKPOINTS = ([(0, "-tiny"), (80, "-narrow"), (110, "-wide")], [(0, "-low"), (32, "-tall")])
"""Of the width and of the height, as in the app itself."""


def dress(app: App[None]) -> None:
    """Make the colours known to an app that has yet to start; it wears what was chosen before, or dark."""
    for theme in THEMES:
        app.register_theme(theme)
    kept = _preferences()
    chosen = kept.get(THEME) if kept else ""
    app.set_reactive(App.theme, chosen if chosen in NAMES else DARK.name)
    app.stylesheet.set_variables(app.get_css_variables())


def practice_line(left: str, width: int) -> Content:
    """The first line: what is practised on the left, and whom to call on the right; the left gives way."""
    words = one_line(left)
    right = f"{HELPLINE} · 112" if len(words) + len(HELPLINE) + 10 <= width else DIGITS
    room = max(8, width - len(right) - 4)
    words = words if len(words) <= room else words[: room - 1].rstrip() + "…"
    return joined(styled(words, "bold"), " " * max(1, width - len(words) - len(right) - 2), styled(right, "bold"))


def next_colours(app: App[None]) -> None:
    """Wear the next colours, and the next time too."""
    app.theme = NAMES[(NAMES.index(app.theme) + 1) % len(NAMES)] if app.theme in NAMES else DARK.name
    if kept := _preferences():
        kept.set(THEME, app.theme)


def _preferences() -> Preferences | None:
    """Where choices for the program are kept; None when the data folder has no place."""
    try:
        return Preferences(find_home().folder.parent)
    except MeldcodeError:
        return None
