"""Another language at any moment: the screen is as if it had been opened in it, and nothing that was typed is lost."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input, TextArea

from meldcode import i18n
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.controls import Choices
from meldcode.tui.speaking import switch
from tests.ui.helper import at_rest, interviewing, running, shipped
from tests.ui.shots import INVENTED, NAMED

TALL = (100, 60)

# what is open: flow (none: the first screen), answers, page of this question, keys; typed words are marks of a person
CASES: dict[str, tuple[str, object, str, list[str]]] = {
    "choose": ("", {}, "", []),
    "setup": ("", {}, "", ["f6", *"half een"]),
    "first question": ("onderwijs", {}, "", ["1"]),
    "a choice and its hint": ("jeugdwerk", INVENTED, "vorm", ["4", "down"]),
    "half an answer": ("onderwijs", "onderwijs-melding", "afwijking_reden", [*"half wo"]),
    "a form": ("huisarts", INVENTED, "signalen", ["+", *"9-9-9", "tab", "2", "tab", *"half een feit"]),
    "a form with an error": ("huisarts", INVENTED, "signalen", ["+", *"9-9-9", "f8"]),
    "overview": ("jeugdwerk", "jeugdwerk-advies", "", ["f2"]),
    "outcome": ("jeugdwerk", "jeugdwerk-advies", "", ["f2", "enter"]),
    "request": ("onderwijs", NAMED, "", ["f4"]),
    "review": ("onderwijs", NAMED, "", ["f4", "f8", "escape"]),
    "a word": ("onderwijs", NAMED, "", ["f4", "f8", "f8"]),
    "doubts": ("onderwijs", NAMED, "", ["f4", "tab", "tab", "down", "enter"]),
    "call": ("jeugdwerk", "jeugdwerk-advies", "", ["f4", "tab", "down", "down", "enter"]),
    "copy": ("onderwijs", "onderwijs-melding", "", ["f4", "tab", "down", "enter"]),
    "norm": ("onderwijs", {"acuut_gevaar": "ja"}, "", ["f5"]),
    "explanation": ("onderwijs", {}, "", ["f1"]),
    "numbers": ("onderwijs", {}, "", ["f3"]),
    "sleep": ("onderwijs", {**INVENTED, "vermoeden": "ja", "hulp_mogelijk": "ja"}, "vermoeden", ["2"]),
    "leaving": ("onderwijs", INVENTED, "", ["ctrl+q"]),
}


async def _turned(name: str, *langs: str) -> list[str]:
    """The screen of a case in the first language, and then after each switch."""
    flow, answers, at, keys = CASES[name]
    i18n.use(langs[0])
    given = shipped(answers) if isinstance(answers, str) else answers
    assert isinstance(given, dict)
    async with interviewing(flow, given, at, TALL) if flow else running(TALL) as opened:
        app, pilot = opened[:2]
        for key in keys:
            await pilot.press(key)
        seen = [await at_rest(app, pilot)]
        for lang in langs[1:]:
            held = _held(app)
            await switch(app, lang)
            seen.append(await at_rest(app, pilot))
            assert _held(app) == held
        return seen


def _held(app: MeldcodeApp) -> list[object]:
    """Everything that a person has in hand: what is typed or chosen, the cursor, the focus, and which screens."""
    held: list[object] = [app.focused, list(app.screen_stack)]
    for screen in app.screen_stack:
        held += [(one, one.value, one.cursor_position) for one in screen.query(Input)]
        held += [(one, one.text, one.selection) for one in screen.query(TextArea)]
        held += [(one, one.raw, one.highlighted) for one in screen.query(Choices)]
    return held


@pytest.mark.parametrize("name", CASES)
def test_a_screen_in_another_language_is_as_if_it_was_opened_in_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meldcode.tui.setup.new_passphrase", lambda: "zes woorden die iedere keer gelijk")
    dutch, switched, back = asyncio.run(_turned(name, "nl", "en", "nl"))
    (english,) = asyncio.run(_turned(name, "en"))
    assert switched == english
    assert back == dutch
