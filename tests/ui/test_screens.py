"""Every screen as text: what a person sees in a small window and in a large one, in both languages.

Each time in the smallest window and one other, each in turn; all of it when `MELDCODE_THOROUGH` is set.
After a change on purpose: `python -m pytest tests/ui/test_screens.py --update-screens`, and read the difference.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.effort import THOROUGH
from tests.ui.helper import SCREENS
from tests.ui.shots import JOURNEYS, Journey, Look, keep, kept, looks, shots, written

DIGEST = r"(?<= )[0-9a-f]{4}(?= )"
"""Changes with every word of what ships."""


@pytest.mark.parametrize("name", JOURNEYS)
def test_screens_are_as_they_were_and_nothing_is_cut(name: str, tmp_path: Path, update_screens: bool) -> None:
    shown, problems = asyncio.run(_seen(JOURNEYS[name], tmp_path, looks(name, THOROUGH or update_screens)))
    for stop, texts in shown.items():
        if update_screens:
            keep(stop, texts)
        assert not problems, "\n".join(problems)
        before = kept(stop)
        for look, text in texts.items():
            assert text == before.get(look), f"{stop} {look}"


async def _seen(journey: Journey, folder: Path, wanted: list[Look]) -> tuple[dict[str, dict[str, str]], list[str]]:
    shown: dict[str, dict[str, str]] = {stop.name: {} for stop in journey.stops}
    problems: list[str] = []
    for shot in await shots(journey, folder, wanted):
        digests = DIGEST if shot.stop == "own-flow-asked" else "$^"
        shown[shot.stop][shot.look] = re.sub(digests, "0123", shot.text)
        problems += [f"{shot.stop} {shot.look}: {problem}" for problem in shot.wrong]
    return shown, problems


def test_every_stop_is_kept_in_every_look_and_nothing_else_is() -> None:
    stops = [(stop.name, set(map(written, looks(name)))) for name in JOURNEYS for stop in JOURNEYS[name].stops]
    assert {name: set(kept(name)) for name, _looks in stops} == dict(stops)
    assert sorted(path.stem for path in SCREENS.glob("*.txt")) == sorted(name for name, _looks in stops)
