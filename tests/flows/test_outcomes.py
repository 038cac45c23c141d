"""Every combination of the answers that decide, in every flow, against the words of the contract.

The expected outcome is written here anew from the contract, not from the flows, so that a slip in a flow shows. There
are 262,144 combinations per flow; between two of them one answer differs, so the engine works out little each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from meldcode.flow.engine import Engine

from .helper import TODAY, every_flow, flow_of

YESNO = (None, "ja", "nee", "onbekend")
VALUES: Mapping[str, tuple[str | None, ...]] = {
    "dader_beroepskracht": YESNO,
    "acuut_gevaar": YESNO,
    "disclosure": YESNO,
    "vermoeden": YESNO,
    "acuut_onveilig": YESNO,
    "structureel_onveilig": YESNO,
    "hulp_mogelijk": YESNO,
    "hulp_aanvaard": YESNO,
    "hulp_werkt": (None, "ja", "nee", "nog_niet_bekend"),
}
"""What decides: danger, disclosure and the five weighings, and whether it is a colleague; None is not answered."""
QUESTIONS = tuple(VALUES)
BASE = 4
SIGNS = ("acuut_gevaar", "acuut_onveilig", "structureel_onveilig", "disclosure")
"""The signs of danger: any of them with yes brings meldnorm_1 in force."""
OUTCOMES = ("onvolledig", "buiten_meldcode", "melden", "overleg_amhk", "hulp", "hulp_afronden", "afsluiten")
NORMS = ("meldnorm_1", "meldnorm_2", "meldnorm_3")
DOUBT_IS_A_REPORT = {"onderwijs"}
"""Sectors where doubt about acute or structural unsafety asks for a report, as yes does."""

Answers = dict[str, str | None]


def counting(answers: Answers) -> Answers:
    """The answers that count: no suspicion, no help possible or no help accepted ends the weighings after it."""
    left = dict(answers)
    for question, settled in (("vermoeden", 6), ("hulp_mogelijk", 7), ("hulp_aanvaard", 8)):
        if left[question] == "nee":
            left.update(dict.fromkeys(QUESTIONS[settled:]))
    return left


def norms_of(answers: Answers) -> set[str]:
    """The norms for reporting that are in force; they hold inside the meldcode only."""
    if answers["dader_beroepskracht"] == "ja":
        return set()
    held = set()
    if any(answers[sign] == "ja" for sign in SIGNS):
        held.add("meldnorm_1")
    if "nee" in (answers["hulp_mogelijk"], answers["hulp_aanvaard"]):
        held.add("meldnorm_2")
    if answers["hulp_werkt"] == "nee":
        held.add("meldnorm_3")
    return held


def outcome_of(flow: str, answers: Answers) -> str:
    """The outcome by the table of the contract."""
    if answers["dader_beroepskracht"] == "ja":
        return "buiten_meldcode"
    safety = (answers["acuut_onveilig"], answers["structureel_onveilig"])
    if norms_of(answers) or (flow in DOUBT_IS_A_REPORT and "onbekend" in safety):
        return "melden"
    if any(answers[question] == "onbekend" for question in QUESTIONS[1:]):
        return "overleg_amhk"
    if answers["acuut_gevaar"] is None or answers["disclosure"] is None:
        return "onvolledig"
    if answers["vermoeden"] == "nee":
        return "afsluiten"
    if answers["vermoeden"] is None or None in safety:
        return "onvolledig"
    if answers["hulp_mogelijk"] != "ja" or answers["hulp_aanvaard"] != "ja":
        return "onvolledig"
    return "hulp_afronden" if answers["hulp_werkt"] == "ja" else "hulp"


def weight(question: str) -> int:
    """How many combinations lie between two values of this question."""
    return int(BASE ** (len(QUESTIONS) - 1 - QUESTIONS.index(question)))


def combinations() -> Iterator[tuple[int, int]]:
    """Each combination as one change of the one before: place of the question and of its value (Gray code)."""
    at, way = [0] * len(QUESTIONS), [1] * len(QUESTIONS)
    yield 0, 0
    while True:
        place = len(QUESTIONS) - 1
        while place >= 0 and not 0 <= at[place] + way[place] < BASE:
            way[place] = -way[place]
            place -= 1
        if place < 0:
            return
        at[place] += way[place]
        yield place, at[place]


@every_flow
def test_every_combination_of_answers_gives_what_the_contract_says(flow: str) -> None:
    engine = Engine(flow_of(flow), TODAY)
    answers: Answers = dict.fromkeys(QUESTIONS)
    outcomes, wrong = bytearray(BASE ** len(QUESTIONS)), []
    at, number = [0] * len(QUESTIONS), 0
    for place, value in combinations():
        question = QUESTIONS[place]
        number += (value - at[place]) * weight(question)
        at[place] = value
        answers[question] = VALUES[question][value]
        engine.answer(question, answers[question])
        outcome = str(engine.derived(("outcome", "")))
        outcomes[number] = OUTCOMES.index(outcome)
        counted = counting(answers)
        in_force = {norm for norm in NORMS if engine.derived(("norm", norm))}
        called = engine.derived(("alert", "bel_112")) is True
        expected = outcome_of(flow, counted)
        if outcome != expected or in_force != norms_of(counted) or called is not (answers["acuut_gevaar"] == "ja"):
            wrong.append(f"{answers}: {outcome} with {sorted(in_force)}, 112 {called}, not {expected}")
    assert not wrong, "\n".join(wrong[:5])
    assert {OUTCOMES[place] for place in outcomes} == set(OUTCOMES)
    more_danger_never_makes_a_report_into_less(outcomes)
    an_unknown_closes_nothing(outcomes)


def more_danger_never_makes_a_report_into_less(outcomes: bytearray) -> None:
    """The norm monotone_danger, on the outcomes by number of the combination."""
    report = OUTCOMES.index("melden")
    for sign in SIGNS:
        step = weight(sign)
        yes = VALUES[sign].index("ja")
        for start in range(0, len(outcomes), step * BASE):
            with_danger = outcomes[start + yes * step : start + (yes + 1) * step]
            for value in range(BASE):
                without = outcomes[start + value * step : start + (value + 1) * step]
                lost = [at for at, before in enumerate(without) if before == report and with_danger[at] != report]
                assert not lost, f"{sign} at combination {start + lost[0]}"


def an_unknown_closes_nothing(outcomes: bytearray) -> None:
    """The norm unknown_never_closes: unknown is not no."""
    closing = {OUTCOMES.index(name) for name in ("afsluiten", "hulp", "hulp_afronden")}
    for question in ("acuut_gevaar", "disclosure", "vermoeden", "acuut_onveilig", "structureel_onveilig"):
        step = weight(question)
        unknown = VALUES[question].index("onbekend")
        for start in range(unknown * step, len(outcomes), step * BASE):
            assert closing.isdisjoint(outcomes[start : start + step]), question


@pytest.mark.parametrize(("sector", "outcome"), [("onderwijs", "melden"), ("basis", "overleg_amhk")])
def test_the_expectation_itself_knows_the_rule_of_education(sector: str, outcome: str) -> None:
    assert outcome_of(sector, {**dict.fromkeys(QUESTIONS), "acuut_onveilig": "onbekend"}) == outcome
