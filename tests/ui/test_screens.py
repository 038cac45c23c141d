"""Every screen as text: what a person sees in a small window and in a large one, in both languages.

After a change on purpose: `python -m pytest tests/ui/test_screens.py --update-screens`, and read the difference.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.ui.helper import SCREENS
from tests.ui.shots import JOURNEYS, Journey, keep, kept, looks, shots

DIGEST = r"(?<= )[0-9a-f]{4}(?= )"
"""Changes with every word of what ships."""


@pytest.mark.parametrize("name", JOURNEYS)
def test_screens_are_as_they_were_and_nothing_is_cut(name: str, tmp_path: Path, update_screens: bool) -> None:
    shown, problems = asyncio.run(_seen(JOURNEYS[name], tmp_path))
    for stop, texts in shown.items():
        if update_screens:
            keep(stop, texts)
        assert not problems, "\n".join(problems)
        before = kept(stop)
        for look, text in texts.items():
            assert text == before.get(look), f"{stop} {look}"


async def _seen(journey: Journey, folder: Path) -> tuple[dict[str, dict[str, str]], list[str]]:
    shown: dict[str, dict[str, str]] = {stop.name: {} for stop in journey.stops}
    problems: list[str] = []
    for shot in await shots(journey, folder):
        digests = DIGEST if shot.stop == "own-flow-asked" else "$^"
        shown[shot.stop][shot.look] = re.sub(digests, "0123", shot.text)
        problems += [f"{shot.stop} {shot.look}: {problem}" for problem in shot.wrong]
    return shown, problems


def test_every_stop_is_kept_in_every_look_and_nothing_else_is() -> None:
    wanted = [(stop.name, looks(journey)) for journey in JOURNEYS.values() for stop in journey.stops]
    assert len(wanted) == len({name for name, _looks in wanted})
    assert {name: set(kept(name)) for name, _looks in wanted} == dict(wanted)
    assert {path.stem for path in SCREENS.glob("*.txt")} == {name for name, _looks in wanted}
