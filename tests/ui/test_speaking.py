"""Another language at any moment: the screen is as if it had been opened in it, and nothing that was typed is lost."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.widgets import Input, TextArea

from meldcode import i18n
from meldcode.dossier.home import Home
from meldcode.preferences import LANGUAGE, Preferences
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.controls import KEYS, Choices
from meldcode.tui.menu import Menu
from meldcode.tui.modals import Reading
from meldcode.tui.speaking import switch
from tests.ui.helper import at_rest, interviewing, running, screen_text, shipped
from tests.ui.shots import INVENTED, JOURNEYS, Journey, _go, _resize, _unseen, kept
from tests.ui.still import still

LARGE = (200, 60)
"""So large that no page needs to scroll: where it stands is not the question here."""
SAID = {"unlock"}
"""What stands here was said when it happened, and stays as it was said."""

WALKED = [
    *("first", "setup", "unlock", "own flows", "dossiers", "begin", "norm", "facts", "sleep", "overview", "word"),
    *("doubts", "call", "copy", "leaving"),
]
"""The journeys with a screen that the others do not have."""


@pytest.fixture(autouse=True)
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sees what is drawn between two looks."""
    monkeypatch.setattr(Compositor, "render_update", _unseen)


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
    return screen_text(app)


def words(screen: str) -> list[str]:
    """What stands on each line, without the bars that show where a page is, and of a window what is in it only."""
    lines = screen.splitlines()
    if any("╭" in line for line in lines):
        lines = [line.split("│", 1)[-1].rsplit("│", 1)[0] for line in lines if line.count("│") > 1]
    return [re.sub(r"\b[0-9a-f]{4}\b", "0123", " ".join(re.sub("[▁▂▃▄▅▆▇─]+", " ", line).split())) for line in lines]


@pytest.mark.parametrize("name", WALKED)
def test_a_screen_in_another_language_is_as_if_it_was_opened_in_it(name: str, tmp_path: Path) -> None:
    async def walk(journey: Journey) -> dict[str, list[str]]:
        wrong = {}
        async with journey.door(tmp_path / "here") as (app, pilot):
            for place, stop in enumerate(journey.stops):
                await _go(app, pilot, stop)
                await _resize(app, LARGE)
                if app._waits and not isinstance(app.screen, Reading):
                    continue  # a window that waits for an answer: the menu does not open over it
                lang = ("en", "nl")[place % 2]
                text = words(await _turned(app, lang))
                if text != words(kept(stop.name)[f"{lang} {LARGE[0]}x{LARGE[1]}"]) and stop.name not in SAID:
                    wrong[f"{stop.name} {lang}"] = text
        return wrong

    assert asyncio.run(walk(JOURNEYS[name])) == {}


# half typed

HALF: dict[str, tuple[str, object, str, list[str]]] = {
    "an answer": ("onderwijs", "onderwijs-melding", "afwijking_reden", [*"half"]),
    "a form": ("huisarts", INVENTED, "signalen", ["+", *"9-9", "tab", "2", "tab", *"half"]),
    "a form with an error": ("huisarts", INVENTED, "signalen", ["+", *"9-9-9", "f8"]),
}


@pytest.mark.parametrize("name", HALF)
def test_what_is_half_typed_stays(name: str) -> None:
    flow, answers, at, keys = HALF[name]
    given = shipped(answers) if isinstance(answers, str) else answers
    assert isinstance(given, dict)

    async def seen(*langs: str) -> list[list[str]]:
        i18n.use(langs[0])
        async with interviewing(flow, given, at, LARGE) as (app, pilot, interview):
            for key in keys:
                await pilot.press(key)
            await still()
            stored, found = list(interview.store.events()), [words(screen_text(app))]
            for lang in langs[1:]:
                found.append(words(await _turned(app, lang)))
            assert list(interview.store.events()) == stored, "nothing is answered by that"
            return found

    dutch, turned, back = asyncio.run(seen("nl", "en", "nl"))
    assert dutch == back != turned


def test_it_is_spoken_next_time_too_and_goes_round(tmp_path: Path) -> None:
    async def check() -> None:
        async with running() as (app, pilot):
            app.home = Home(tmp_path / "dossiers")
            for lang in ("en", "nl"):
                await switch(app)
                assert "112" in await at_rest(app, pilot)
                assert (i18n.language(), Preferences(tmp_path).get(LANGUAGE)) == (lang, lang)

    asyncio.run(check())


def test_it_is_in_the_menu_over_a_text_to_read_too() -> None:
    async def check() -> None:
        async with interviewing("onderwijs") as (app, pilot, _interview):
            await pilot.press("f1", "f9")
            await still()
            assert isinstance(app.screen, Menu)
            names = list(app.screen.actions)
            assert not {"keep", "help", "tour"} & set(names), "first the window in front"
            await pilot.press(KEYS[names.index("language")])
            assert "Nobody is in immediate danger now" in await at_rest(app, pilot)
            assert isinstance(app.screen, Reading)

    asyncio.run(check())


def test_the_hint_of_an_answer_follows_and_goes_with_the_answer() -> None:
    async def check() -> None:
        async with interviewing("onderwijs") as (app, pilot, _interview):
            await pilot.press("1")
            assert "Iemand heeft nu bescherming nodig." in await at_rest(app, pilot)
            await switch(app, "en")
            shown = await at_rest(app, pilot)
            assert "Someone needs protection now." in shown
            assert "Iemand heeft" not in shown
            await pilot.press("ctrl+z")
            assert "Someone needs protection now." not in await at_rest(app, pilot)

    asyncio.run(check())
