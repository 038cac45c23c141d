"""Every screen as text: what a person sees at 80x24, at 120x40 and in a small window.

After a change on purpose: `python -m pytest tests/ui/test_screens.py --update-screens`, and read the difference.
"""

from __future__ import annotations

import asyncio

import pytest

from meldcode import i18n
from tests.ui.helper import SCREENS, at_rest, interviewing, running, shipped

INVENTED = {"acuut_gevaar": "nee", "betrokkene": "kind", "gemeente": "Utrecht", "disclosure": "nee"}
HELPED = {"vermoeden": "ja", "hulp_mogelijk": "ja", "hulp_aanvaard": "ja"}
HOSTILE = "[/][@click=app.quit]\x1b]52;c;eA==\x07"

NAMED = {
    **INVENTED,
    "personen": [{"rol": "kind", "naam": "Qorinda Zwaanewitz"}],
    "signalen": [
        {"datum": "2026-02-20", "bron": "zelf_gezien", "feit": "Qorinda kwam met Wibrandus zonder jas naar school."},
        {"bron": "zelf_gezien", "feit": "Zij zei iets over Oosterzwaag. Volgens mij is ze zielig."},
    ],
    "adviesvraag": "Wat kan ik doen voor Qorinda? Bel mij op 06-12345678.",
}

# name: flow, answers (or the name of a shipped answers file), page of this question, keys
CASES: dict[str, tuple[str, object, str, list[str]]] = {
    "first-question": ("onderwijs", {}, "", []),
    "explanation": ("onderwijs", {}, "", ["f1"]),
    "danger": ("onderwijs", {}, "", ["1"]),
    "norm": ("onderwijs", {"acuut_gevaar": "ja"}, "", ["f5"]),
    "numbers": ("jeugdwerk", {}, "", ["f3"]),
    "forms": ("jeugdwerk", INVENTED, "vorm", ["4"]),
    "facts": ("huisarts", INVENTED, "signalen", []),
    "fact-form": ("huisarts", INVENTED, "signalen", ["+"]),
    "change-puts-to-sleep": ("onderwijs", {**INVENTED, **HELPED}, "vermoeden", ["2"]),
    "weighing": ("huisarts", "huisarts-melding", "acuut_onveilig", []),
    "readme": ("jeugdwerk", "jeugdwerk-advies", "acuut_onveilig", []),
    "decision": ("onderwijs", "onderwijs-melding", "besluit_melden", []),
    "overview": ("jeugdwerk", "jeugdwerk-advies", "", ["f2"]),
    "outcome": ("jeugdwerk", "jeugdwerk-advies", "", ["f2", "enter"]),
    "request-advice": ("huisarts", "huisarts-advies", "", ["f4"]),
    "request-texts": ("onderwijs", NAMED, "", ["f4", "tab", "tab", "enter"]),
    "request-word": ("onderwijs", NAMED, "", ["f4", "f8", "f8"]),
    "request-doubts": ("onderwijs", NAMED, "", ["f4", "tab", "tab", "down", "enter"]),
    "request-doubt": ("onderwijs", NAMED, "", ["f4", "tab", "tab", "down", "enter", "f8"]),
    "request-call": ("jeugdwerk", "jeugdwerk-advies", "", ["f4", "tab", "down", "down", "enter"]),
    "request-copy": ("onderwijs", "onderwijs-melding", "", ["f4", "tab", "down", "enter"]),
    "request-report-missing": ("onderwijs", {"acuut_gevaar": "ja"}, "", ["f4"]),
    "leaving": ("onderwijs", INVENTED, "", ["ctrl+q"]),
    "hostile": ("onderwijs", {**INVENTED, "gemeente": HOSTILE}, "", ["f2"]),
}


async def _shown(name: str, size: tuple[int, int]) -> str:
    flow, answers, at, keys = CASES[name]
    given = shipped(answers) if isinstance(answers, str) else answers
    assert isinstance(given, dict)
    async with interviewing(flow, given, at, size) as (app, pilot, _interview):
        text = await at_rest(app, pilot)
        for key in keys:
            await pilot.press(key)
            text = await at_rest(app, pilot)  # what one key moves has ended before the next comes
        return text


def _compare(name: str, text: str, update: bool) -> None:
    path = SCREENS / f"{name}.txt"
    if update:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_screen_is_as_it_was(name: str, size: tuple[int, int], update_screens: bool) -> None:
    text = asyncio.run(_shown(name, size))
    assert all(len(line) <= size[0] for line in text.splitlines())
    assert "0800-2000" in text, "the number to call is always on the screen"
    _compare(f"{name}-{size[0]}x{size[1]}", text, update_screens)


def test_first_screen_is_as_it_was(update_screens: bool) -> None:
    async def shown() -> str:
        async with running((80, 24)) as (app, pilot):
            return await at_rest(app, pilot)

    _compare("choose-80x24", asyncio.run(shown()), update_screens)


@pytest.mark.parametrize("name", ["first-question", "forms"])
def test_small_window_still_shows_question_and_number(name: str, update_screens: bool) -> None:
    text = asyncio.run(_shown(name, (60, 20)))
    assert "0800-2000" in text
    _compare(f"{name}-60x20", text, update_screens)


def test_english_screen_is_english(update_screens: bool) -> None:
    i18n.use("en")
    text = asyncio.run(_shown("first-question", (80, 24)))
    _compare("first-question-en-80x24", text, update_screens)
