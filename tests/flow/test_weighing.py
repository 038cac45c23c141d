"""Every combination of danger, disclosure and weighing, in each shipped flow: nobody unprotected on an unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest

from meldcode.flow.engine import Engine
from meldcode.flow.replay import outcome_of
from tests.flow.forms import TODAY
from tests.flow.test_replay import CLOSING, DANGER, IDS, shipped

VALUES = (None, "nee", "onbekend", "ja")
ASKED = {
    "dader_beroepskracht": (None, "onbekend", "ja"),
    "vermoeden": VALUES,
    "hulp_aanvaard": VALUES,
    "hulp_mogelijk": VALUES,
    **dict.fromkeys(DANGER, VALUES),
}
"""Questions with the values tried; the last change fastest."""


def combinations(engine: Engine) -> Iterator[dict[str, str | None]]:
    """The answers one after another, already given to the engine; only what differs is answered again."""
    now: dict[str, str | None] = {}
    for values in product(*ASKED.values()):
        for question, value in zip(ASKED, values, strict=True):
            if now.get(question, "") != value:
                engine.answer(question, value)
                now[question] = value
        yield now


@pytest.mark.parametrize("name", IDS)
def test_the_outcome_follows_from_danger_and_weighing_as_the_norms_say(name: str) -> None:
    flow = shipped(name)
    engine = Engine(flow, TODAY)
    report = {outcome.id: outcome.report for outcome in flow.outcomes}
    seen: Counter[str] = Counter()
    for _answers in combinations(engine):
        counts = {question: engine.value(question) for question in ASKED}
        signs = [counts[sign] for sign in DANGER]
        outcome = outcome_of(engine)
        seen[outcome] += 1
        assert engine.derived(("alert", "bel_112")) is (counts["acuut_gevaar"] == "ja")
        if counts["dader_beroepskracht"] == "ja":
            assert outcome == "buiten_meldcode"
        elif "ja" in signs or "nee" in (counts["hulp_mogelijk"], counts["hulp_aanvaard"]):
            assert report[outcome], counts
        elif "onbekend" in [*signs, counts["vermoeden"]]:
            assert outcome in {"overleg_amhk", "melden"}, counts
        elif outcome in CLOSING:
            assert counts["acuut_gevaar"] == counts["disclosure"] == "nee", counts
            assert outcome == "afsluiten" or signs == ["nee"] * 4, counts
            assert counts["vermoeden"] == ("nee" if outcome == "afsluiten" else "ja"), counts
    assert {"buiten_meldcode", "melden", "overleg_amhk", "afsluiten", "hulp", "onvolledig"} <= set(seen)
