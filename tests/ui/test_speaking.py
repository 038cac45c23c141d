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
from meldcode.tui.controls import KEYS, Choices
from meldcode.tui.menu import Menu
from meldcode.tui.modals import Reading
from meldcode.tui.retold import Retold
from meldcode.tui.speaking import switch
from tests.ui.helper import at_rest, interviewing, running, screen_text, shipped
from tests.ui.shots import INVENTED, JOURNEYS, Journey, _go, _resize, kept
from tests.ui.still import still

LARGE = (200, 60)
"""So large that no page needs to scroll: where it stands is not the question here."""
TWICE = {"dossiers-menu", "dossiers-closed-menu"}
"""Here two Dutch texts are one in English ("Open" and "Openen"): in Dutch it may be the other."""


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


@pytest.mark.parametrize("name", [name for name, one in JOURNEYS.items() if not one.again])
def test_a_screen_in_another_language_is_as_if_it_was_opened_in_it(name: str, tmp_path: Path) -> None:
    async def walk(journey: Journey) -> dict[str, list[str]]:
        wrong = {}
        async with journey.door(tmp_path / "here") as (app, pilot):
            for place, stop in enumerate(journey.stops):
                await _go(app, pilot, stop)
                await _resize(app, LARGE)
                lang = ("en", "nl")[place % 2]
                text = words(await _turned(app, lang))
                if text != words(kept(stop.name)[f"{lang} {LARGE[0]}x{LARGE[1]}"]) and stop.name not in TWICE:
                    wrong[f"{stop.name} {lang}"] = text
        return wrong

    assert asyncio.run(walk(JOURNEYS[name])) == {}


# half typed

HALF: dict[str, tuple[str, object, str, list[str]]] = {
    "an answer": ("onderwijs", "onderwijs-melding", "afwijking_reden", [*"half een zin"]),
    "a form": ("huisarts", INVENTED, "signalen", ["+", *"9-9-9", "tab", "2", "tab", *"half een feit"]),
    "a form with an error": ("huisarts", INVENTED, "signalen", ["+", *"9-9-9", "f8"]),
}


@pytest.mark.parametrize("name", HALF)
def test_what_is_half_typed_stays_and_is_the_same_in_both_languages(name: str) -> None:
    async def seen(*langs: str) -> list[list[str]]:
        flow, answers, at, keys = HALF[name]
        i18n.use(langs[0])
        given = shipped(answers) if isinstance(answers, str) else answers
        assert isinstance(given, dict)
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
    assert [turned] == asyncio.run(seen("en"))
    assert back == dutch


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


def test_words_that_came_together_are_found_again() -> None:
    again = Retold("nl", "en")
    i18n.use("en")
    for made in (
        "Hier is een reden nodig. Schrijf kort waarom, zonder namen.",
        "Terug (Esc)",
        "Veilig Thuis 0800-2000",
    ):
        assert again(made) != made or made.startswith("Veilig")
    assert again("Een zin die niemand kent.") == "Een zin die niemand kent."
    assert Retold("en", "nl")(again("Hier is een reden nodig. Schrijf kort waarom, zonder namen.")).startswith(
        "Hier is"
    )
