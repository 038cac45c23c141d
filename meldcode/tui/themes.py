"""Colours: dark, light and high contrast. What has a meaning also has a sign or a word; these only help the eye.

Every pair of text and background that is on a screen is measured by `tests/ui/test_themes.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.theme import Theme

from meldcode.preferences import THEME, Preferences

if TYPE_CHECKING:
    from meldcode.tui.app import MeldcodeApp

DARK = Theme(
    "meldcode-dark",
    primary="#17466b",
    secondary="#2d6a96",
    accent="#ffc27d",
    warning="#ffc27d",
    error="#8c1d2f",
    success="#7fd18b",
    foreground="#e6e6e6",
    background="#111417",
    surface="#1a1f24",
    panel="#232a31",
    dark=True,
    variables={
        "text": "auto 95%",
        "text-muted": "auto 75%",
        "text-disabled": "auto 68%",
        "text-error": "#ff9aa5",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#17466b",
        "block-cursor-blurred-foreground": "#e6e6e6",
        "block-cursor-blurred-background": "#232a31",
        "button-foreground": "#e6e6e6",
        "button-color-foreground": "#ffffff",
        "input-cursor-background": "#e6e6e6",
        "input-cursor-foreground": "#111417",
        "border": "#5aa0d0",
        "border-blurred": "#3a444e",
        "scrollbar": "#6f8496",
        "scrollbar-hover": "#8fa4b6",
        "scrollbar-active": "#8fa4b6",
        "scrollbar-background": "#232a31",
    },
)
LIGHT = Theme(
    "meldcode-light",
    primary="#063d66",
    secondary="#2d6a96",
    accent="#063d66",
    warning="#7a4a00",
    error="#9b1c31",
    success="#1b6e2d",
    foreground="#1b1f23",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e6e3da",
    dark=False,
    variables={
        "text": "auto 95%",
        "text-muted": "auto 75%",
        "text-disabled": "auto 70%",
        "text-error": "#9b1c31",
        "block-cursor-foreground": "#10202d",
        "block-cursor-background": "#cfe2f1",
        "block-cursor-blurred-foreground": "#1b1f23",
        "block-cursor-blurred-background": "#e6e3da",
        "button-foreground": "#1b1f23",
        "button-color-foreground": "#ffffff",
        "input-cursor-background": "#1b1f23",
        "input-cursor-foreground": "#fbfaf7",
        "border": "#063d66",
        "border-blurred": "#c9c4b6",
        "scrollbar": "#6b675d",
        "scrollbar-hover": "#4c4942",
        "scrollbar-active": "#4c4942",
        "scrollbar-background": "#e6e3da",
    },
)
CONTRAST = Theme(
    "meldcode-contrast",
    primary="#002b66",
    secondary="#002b66",
    accent="#ffe100",
    warning="#ffe100",
    error="#7a0012",
    success="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#0c0c0c",
    panel="#1c1c1c",
    dark=True,
    variables={
        "text": "auto 100%",
        "text-muted": "auto 100%",
        "text-disabled": "auto 90%",
        "text-error": "#ffe100",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#002b66",
        "block-cursor-blurred-foreground": "#ffffff",
        "block-cursor-blurred-background": "#1c1c1c",
        "button-foreground": "#ffffff",
        "button-color-foreground": "#ffffff",
        "input-cursor-background": "#ffffff",
        "input-cursor-foreground": "#000000",
        "border": "#ffffff",
        "border-blurred": "#444444",
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#ffe100",
        "scrollbar-active": "#ffe100",
        "scrollbar-background": "#303030",
    },
)
THEMES = (DARK, LIGHT, CONTRAST)
NAMES = tuple(theme.name for theme in THEMES)


def put_on(app: MeldcodeApp) -> None:
    """Make the colours known to an app that has yet to start; it wears what was chosen before, or dark."""
    for theme in THEMES:
        app.register_theme(theme)
    chosen = _preferences(app).get(THEME)
    app.set_reactive(App.theme, chosen if chosen in NAMES else DARK.name)
    app.stylesheet.set_variables(app.get_css_variables())  # before anything is read with the colours of another


def next_theme(app: MeldcodeApp) -> None:
    """Wear the next colours, and the next time too."""
    place = NAMES.index(app.theme) if app.theme in NAMES else -1
    app.theme = NAMES[(place + 1) % len(NAMES)]
    _preferences(app).set(THEME, app.theme)


def _preferences(app: MeldcodeApp) -> Preferences:
    return Preferences(app.home.folder.parent)
