"""Childcare: the three routes, and that the third (behaviour between children) leaves the meldcode as it is.

`test_outcomes` tries every combination of the answers that decide; here one in 61 is tried again with every answer to
childcare's own questions on top.
"""

from __future__ import annotations

from itertools import product

import pytest

from meldcode.flow.engine import Engine

from .helper import HELPED, SAFE, TODAY, cites, comes_before, flow_of, given, numbers, says, step_of
from .test_outcomes import NORMS, VALUES, combinations

CHILDCARE = "kinderopvang"
BETWEEN = "gedrag_tussen_kinderen"
ANSWERS = (None, "ja", "nee", "onbekend")
CLOSING = {"afsluiten", "hulp", "hulp_afronden"}


def test_the_three_routes_are_told_before_the_questions_that_choose_them() -> None:
    given(CHILDCARE).shows("drie_routes").asks("dader_beroepskracht", BETWEEN)
    comes_before(CHILDCARE, "acuut_gevaar", "drie_routes", "dader_beroepskracht", BETWEEN, "signalen")
    says(
        CHILDCARE, "drie_routes", "route 1: .{0,40}thuis", "route 2: .{0,40}collega", "route 3: .{0,60}tussen kinderen"
    )
    cites(CHILDCARE, "drie_routes", "geweld_kinderopvang")
    assert step_of(CHILDCARE, BETWEEN) == "signalen"


@pytest.mark.parametrize("answer", ["ja", "onbekend"])
def test_behaviour_between_children_or_doubt_about_it_shows_a_route_of_its_own(answer: str) -> None:
    case = given(CHILDCARE, {BETWEEN: answer}).alerts("gedrag_tussen_kinderen").shows("gedrag_route")
    case.asks(BETWEEN, "gedrag_leeftijd", "gedrag_afspraken", "vermoeden", "acuut_onveilig")
    case.does_not_require("report", "gedrag_leeftijd", "gedrag_afspraken")
    assert numbers(CHILDCARE, "gedrag_tussen_kinderen") == ["0800-2000"]
    for name in ("gedrag_route", "alert:gedrag_tussen_kinderen"):
        says(CHILDCARE, name, "vraag kinderen niet uit", "niet bij te sturen", "misbruik van het kind zelf")
        says(CHILDCARE, name, "afweging 1 «Weet ik niet»")
        cites(CHILDCARE, name, "seksueel_gedrag_kinderen")


def test_without_it_nothing_of_that_route_is_shown_and_the_question_is_needed() -> None:
    given(CHILDCARE).requires("advice", BETWEEN).requires("report", BETWEEN)
    none = given(CHILDCARE, {BETWEEN: "nee"}).does_not_alert("gedrag_tussen_kinderen").does_not_show("gedrag_route")
    none.does_not_ask("gedrag_leeftijd", "gedrag_afspraken").does_not_require("advice", BETWEEN)


def test_the_words_say_that_it_is_no_outcome_unless_something_at_home_plays_a_part() -> None:
    says(CHILDCARE, "gedrag_route", "op zichzelf geen uitkomst van de meldcode", "anders als thuis iets meespeelt")
    says(CHILDCARE, "vermoeden", "geen reden voor «Ja», en ook geen reden voor «Nee»", "thuis iets meespeelt")
    says(CHILDCARE, "outcome:afsluiten", "gedrag tussen kinderen", "route 3.{0,40}gaat|gaat route 3")
    says(CHILDCARE, "outcome:overleg_amhk", "niet weet of gedrag van een kind van thuis komt")


@pytest.mark.parametrize("answer", ["ja", "onbekend"])
def test_closing_the_meldcode_does_not_close_that_route(answer: str) -> None:
    closed = given(CHILDCARE, SAFE, {BETWEEN: answer}, vermoeden="nee").goes_to("afsluiten")
    closed.shows("gedrag_gaat_door").alerts("gedrag_tussen_kinderen")
    closed.but(vermoeden="onbekend").goes_to("overleg_amhk").does_not_show("gedrag_gaat_door")
    closed.but(**{BETWEEN: "nee"}).does_not_show("gedrag_gaat_door")


def test_a_sign_of_home_in_the_same_case_is_weighed_as_ever() -> None:
    for answer in ANSWERS[1:]:
        both = given(CHILDCARE, HELPED, {BETWEEN: answer}).goes_to("hulp")
        both.but(structureel_onveilig="ja").goes_to("melden").holds("meldnorm_1")
        both.but(disclosure="ja").goes_to("melden").alerts("disclosure")
        both.but(dader_beroepskracht="ja").goes_to("buiten_meldcode")


def test_anybody_may_call_at_danger_and_tells_the_leader_afterwards() -> None:
    for answer in ("ja", "onbekend"):
        given(CHILDCARE, acuut_gevaar=answer).shows("acuut_handelen")
    given(CHILDCARE, acuut_gevaar="nee").does_not_show("acuut_handelen")
    says(CHILDCARE, "acuut_handelen", "iedere medewerker", "aandachtsfunctionaris of een leidinggevende", "0800-2000")
    says(CHILDCARE, "acuut_handelen", "vertel het daarna aan uw leidinggevende")
    cites(CHILDCARE, "acuut_handelen", "kind_acuut_gevaar")


def test_the_words_about_doubt_say_that_the_framework_of_childcare_was_not_read() -> None:
    says(CHILDCARE, "acuut_onveilig", "weet ik niet.{0,40}overleg met Veilig Thuis", "niet gelezen", "kijk daarin")
    cites(CHILDCARE, "acuut_onveilig", "besluit_meldcode")


def test_no_answer_of_childcare_changes_what_the_norms_ask_and_doubt_never_closes() -> None:
    own = list(product(ANSWERS, ANSWERS))
    engine = Engine(flow_of(CHILDCARE), TODAY)
    questions = tuple(VALUES)
    answers: dict[str, str | None] = dict.fromkeys(questions)
    wrong: list[str] = []
    for number, (place, value) in enumerate(combinations()):
        answers[questions[place]] = VALUES[questions[place]][value]
        engine.answer(questions[place], answers[questions[place]])
        if number % 61:  # prime to the length of the walk, so that no value of a question is always missed
            continue
        found = _found(engine)
        for between, holder in own:
            engine.answer(BETWEEN, between)
            engine.answer("houder_verdacht", holder)
            if _found(engine) != found:
                wrong.append(f"{answers}, {between}, {holder}: {_found(engine)}, not {found}")
        doubt = any(answers[name] == "onbekend" for name in questions[1:6])
        if doubt and found[0] in CLOSING:
            wrong.append(f"{answers}: doubt closes as {found[0]}")
    assert not wrong, "\n".join(wrong[:5])


def _found(engine: Engine) -> tuple[str, list[str], bool]:
    """The outcome, the norms for reporting in force, and whether 112 is called."""
    norms = [name for name in NORMS if engine.derived(("norm", name))]
    return str(engine.derived(("outcome", ""))), norms, engine.derived(("alert", "bel_112")) is True
