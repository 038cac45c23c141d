"""ColorTriplets that everybody can read, and nothing that is said by a colour alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rich.color_triplet import ColorTriplet
from textual.pilot import Pilot

from meldcode.preferences import THEME, Preferences
from meldcode.tui.app import MeldcodeApp, make_app
from meldcode.tui.themes import CONTRAST, DARK, LIGHT, THEMES, next_theme
from tests.ui.helper import clock, interviewing, running, screen_text, settle, shipped
from tests.ui.shots import HELPED, INVENTED

LEAST = {DARK.name: 4.5, LIGHT.name: 4.5, CONTRAST.name: 7.0}
"""Contrast of text with what is behind it: WCAG 2.2, 1.4.3 (AA) and 1.4.6 (AAA)."""
SCREENS: list[tuple[object, str, str]] = [
    ({"acuut_gevaar": "ja"}, "", "f5"),
    ({"acuut_gevaar": "ja"}, "", "f4"),
    (INVENTED, "signalen", "+"),
    (INVENTED, "gemeente", "f9"),
    ({**INVENTED, **HELPED}, "vermoeden", "2"),
    ("onderwijs-melding", "", "f2"),
]
"""Answers, page of this question, keys."""


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """From 1 (the same) to 21 (black and white), as WCAG 2.2 works it out."""

    def luminance(colour: ColorTriplet) -> float:
        parts = colour.normalized
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def pairs(app: MeldcodeApp) -> dict[tuple[ColorTriplet, ColorTriplet], str]:
    """Every text colour with the colour behind it that is on the screen, and words in it. Lines are no text."""
    found: dict[tuple[ColorTriplet, ColorTriplet], str] = {}
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if not any(letter.isalnum() or letter in "!?▸✓•…" for letter in segment.text):
                continue
            style = segment.style
            assert style is not None
            assert style.color is not None, segment
            assert style.bgcolor is not None, segment
            front, back = style.color.get_truecolor(), style.bgcolor.get_truecolor()
            found.setdefault((back, front) if style.reverse else (front, back), segment.text.strip())
            assert not style.dim, f"a terminal makes this fainter as it likes: {segment.text}"
    return found


def test_text_stands_out_in_every_theme() -> None:
    faint: list[str] = []

    def look(app: MeldcodeApp) -> None:
        for (front, back), text in pairs(app).items():
            if (ratio := contrast(front, back)) < LEAST[app.theme]:
                faint.append(f"{app.theme} {ratio:.1f} {front} on {back}: {text}")

    async def walk(answers: object, at: str, keys: str) -> None:
        given = shipped(answers) if isinstance(answers, str) else answers
        assert isinstance(given, dict)
        async with interviewing("onderwijs", given, at, (120, 40)) as (app, pilot, _interview):
            await pilot.press(*keys.split())
            await settle(pilot)
            for theme in THEMES:
                app.theme = theme.name
                await settle(pilot)
                look(app)

    for answers, at, keys in SCREENS:
        asyncio.run(walk(answers, at, keys))
    assert not faint, "\n".join(faint)


def test_the_next_colours_come_in_turn_and_are_remembered(tmp_path: Path) -> None:
    async def turn() -> None:
        async with running() as (app, _pilot):
            assert app.theme == DARK.name
            for theme in (LIGHT, CONTRAST, DARK, LIGHT):
                next_theme(app)
                assert app.theme == theme.name
            assert Preferences(app.home.folder.parent).get(THEME) == LIGHT.name
        assert make_app(clock).theme == LIGHT.name
        Preferences(app.home.folder.parent).set(THEME, "no-such-theme")
        assert make_app(clock).theme == DARK.name

    asyncio.run(turn())


def test_no_colour_at_all_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR there are only shades of grey, and the same text."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def look() -> None:
        async with interviewing("onderwijs", {"acuut_gevaar": "ja"}) as (app, pilot, _interview):
            await settle(pilot)
            assert app.no_color
            for front, back in pairs(app):
                assert len(set(front)) == len(set(back)) == 1, (front, back)

    asyncio.run(look())


async def _shown(app: MeldcodeApp, pilot: Pilot[None], *keys: str) -> list[str]:
    for key in keys:
        await pilot.press(key)
    await settle(pilot)
    return [line.strip() for line in screen_text(app).splitlines()]


def test_a_sign_or_word_says_what_a_colour_says() -> None:
    """Chosen, cursor, focus, here, done, alert, asleep, wrong: all to be read on a screen without colours."""

    async def asked() -> None:
        async with interviewing("onderwijs", INVENTED, "acuut_gevaar", (80, 40)) as (app, pilot, _interview):
            lines = await _shown(app, pilot)
            assert "█ ▸ 2 (•) Nee" in lines, "the question in focus, the cursor and the answer"
            assert "█   1 ( ) Ja" in lines
            assert any(line.startswith("▸1 Signalen") for line in lines), "where we are"
            lines = await _shown(app, pilot, "1")
            assert any(line.startswith("! Bel nu 112") for line in lines)
            app.screen.query_one("#next").focus()
            assert any("█  Verder" in line for line in await _shown(app, pilot)), "the button in focus"

    async def looked_back() -> None:
        answers = {**INVENTED, **HELPED, "vermoeden": "nee"}
        async with interviewing("onderwijs", answers, "", (80, 60)) as (app, pilot, _interview):
            lines = await _shown(app, pilot, "f2")
            assert any(line.startswith("✓ Om wie") for line in lines)
            assert any(line.endswith("nog open") for line in lines)
            assert any(line.startswith("z ") and "(telt nu niet mee)" in line for line in lines)

    async def mistaken() -> None:
        async with interviewing("huisarts", INVENTED, "signalen", (80, 40)) as (app, pilot, _interview):
            lines = await _shown(app, pilot, "+", *"geen", "f8")
            assert any("│ ! " in line for line in lines), "what is wrong with an answer"

    for look in (asked, looked_back, mistaken):
        asyncio.run(look())
