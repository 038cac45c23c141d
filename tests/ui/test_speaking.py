"""Another language at any moment: the screen is as if it had been opened in it, and nothing that was typed is lost."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from textual._context import visible_screen_stack
from textual.widgets import Input, TextArea

from meldcode import i18n
from meldcode.dossier.home import Home
from meldcode.preferences import LANGUAGE, Preferences
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.controls import Choices
from meldcode.tui.retold import Retold
from meldcode.tui.speaking import switch
from tests.ui.helper import at_rest, interviewing, running, screen_text, shipped
from tests.ui.shots import INVENTED, JOURNEYS, Journey, _go, _resize, kept
from tests.ui.still import still

LARGE = (200, 60)
"""So large that no page needs to scroll: where it stands is not the question here."""
LOOK = f"{LARGE[0]}x{LARGE[1]}"
TWICE = {("nl", "leaving")}
"""Two Dutch texts that are one in English: on the way back it may be the other."""


def held(app: MeldcodeApp) -> list[object]:
    """Everything that a person has in hand: what is typed or chosen, the cursor, the focus, and which screens."""
    found: list[object] = [app.focused, list(app.screen_stack)]
    for screen in app.screen_stack:
        found += [(one, one.value, one.cursor_position) for one in screen.query(Input)]
        found += [(one, one.text, one.selection) for one in screen.query(TextArea)]
        found += [(one, one.raw, one.highlighted) for one in screen.query(Choices)]
    return found


async def _turned(app: MeldcodeApp, lang: str) -> str:
    before = held(app)
    await switch(app, lang)
    await still()
    assert held(app) == before
    visible_screen_stack.set(app._background_screens)  # what shines through behind a window
    return re.sub(r"(?<= )[0-9a-f]{4}(?= )", "0123", screen_text(app))


def words(screen: str) -> list[str]:
    """The lines of a screen, without the bars that show where a page stands."""
    return [line.rstrip(" ▁▂▃▄▅▆▇█") for line in screen.splitlines()]


@pytest.mark.parametrize("name", [name for name, one in JOURNEYS.items() if not one.again])
def test_a_screen_in_another_language_is_as_if_it_was_opened_in_it(name: str, tmp_path: Path) -> None:
    async def walk(journey: Journey) -> list[str]:
        wrong = []
        async with journey.door(tmp_path / "here") as (app, pilot):
            for stop in journey.stops:
                await _go(app, pilot, stop)
                await _resize(app, LARGE)
                for lang in ("en", "nl"):
                    text = words(await _turned(app, lang))
                    if text != words(kept(stop.name)[f"{lang} {LOOK}"]) and (lang, stop.name) not in TWICE:
                        wrong.append("\n".join([f"{stop.name} {lang}", *text]))
        return wrong

    assert asyncio.run(walk(JOURNEYS[name])) == []
