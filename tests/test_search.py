"""Search over questions and answers: what is found, in which order, and what is shown of it."""

from __future__ import annotations

from datetime import UTC, datetime

from meldcode import i18n
from meldcode.interview import Interview
from meldcode.search import EXCERPT, Found, find
from tests.flow.forms import small
from tests.flow.test_replay import shipped


def begun(**answers: object) -> Interview:
    interview = Interview(small(), clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    for question, raw in answers.items():
        assert interview.answer(question, raw).error is None
    return interview


def ids(found: tuple[Found, ...]) -> list[str]:
    return [one.item.id for one in found]


def test_all_words_are_found_in_questions_options_and_answers() -> None:
    interview = begun(gevaar="nee", dag="27-2-2026", mensen=[{"rol": "kind", "reden": "Béna, e\u0301én keer"}])
    assert ids(find(interview, "WELKE")) == ["soort", "vormen"]
    assert ids(find(interview, "soort b")) == ["soort"]
    assert find(interview, "februari")[0].text == "27 februari 2026"
    assert find(interview, "bena een")[0].text == "Kind · Béna, één keer"
    assert ids(find(interview, "wanneer februari")) == ["dag"]
    assert find(interview, "wanneer zebra") == find(interview, " ") == find(interview, "") == ()


def test_the_best_comes_first_and_no_more_than_asked_for() -> None:
    interview = begun(gevaar="nee", mensen=[{"rol": "kind", "reden": "welke later"}])
    assert ids(find(interview, "later")) == ["later", "mensen"]
    assert ids(find(interview, "welke")) == ["soort", "vormen", "mensen"]
    assert ids(find(interview, "welke", limit=1)) == ["soort"]
    assert ids(find(interview, "wel vorm"))[0] == "vormen"
    assert ids(find(interview, "or"))[:2] == ["soort", "vormen"]


def test_what_is_not_asked_is_found_by_its_answer_and_is_said_to_sleep() -> None:
    interview = begun(later="ja", gevaar="ja")
    assert [(one.item.id, one.asleep) for one in find(interview, "later")] == [("later", True)]
    assert find(begun(gevaar="ja"), "later") == ()
    assert not find(begun(), "later")[0].asleep


def test_of_a_long_answer_the_part_that_matters_is_shown() -> None:
    story = "Er was niets. " * 40 + "Een blauwe plék.\n" + "Verder niets. " * 40
    text = find(begun(mensen=[{"reden": story}]), "plek blauwe")[0].text
    assert "Een blauwe plék. Verder" in text
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= EXCERPT + 2


def test_it_searches_the_words_on_the_screen() -> None:
    interview = Interview(shipped("basis"))
    assert "acuut_gevaar" in ids(find(interview, "direct gevaar"))
    i18n.use("en")
    assert not find(interview, "direct gevaar")
    assert "acuut_gevaar" in ids(find(interview, "danger"))
