"""Asks for the short word by which a person knows a dossier."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import App

from meldcode.i18n import _
from meldcode.text import one_line
from meldcode.tui.dialogs import Ask, Blank

LONGEST = 40


async def ask_label(app: App[None], before: str = "") -> str | None:
    """A label, an empty text to go by the dossier's code, or None with Escape. `before` is said first."""

    def do(values: Mapping[str, str]) -> str:
        return one_line(values["label"])[:LONGEST].strip()

    text = _("Kies een kort woord of een code die u zelf herkent. Liever geen naam. Leeg mag ook: dan krijgt het"
             " dossier een code.")  # fmt: skip
    text = f"{before} {text}".strip()
    blank = Blank("label", _("Eigen woord of code"))
    title, ok, close = _("Hoe herkent u dit dossier?"), _("Verder"), _("Overslaan") if before else ""
    return await app.push_screen_wait(Ask(title, text, [blank], ok, do, close=close))
