"""Which other answer would give another outcome: true, complete, bounded, and nothing changes by asking."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.flow import would
from meldcode.flow.engine import Engine
from meldcode.flow.replay import outcome_of, position
from meldcode.flow.would import Would, would_be
from meldcode.interview import Interview
from meldcode.words import would_lines, would_note
from tests.flow.forms import TODAY, make_flow, questions, small
from tests.flow.naive import Raw, answers_to, flows
from tests.flow.test_replay import shipped

HELP = {
    **dict.fromkeys(["acuut_gevaar", "disclosure", "dader_beroepskracht", "acuut_onveilig"], "nee"),
    **dict.fromkeys(["vermoeden", "hulp_mogelijk", "hulp_aanvaard"], "ja"),
    "structureel_onveilig": "nee",
}


def engine(name: str, answers: dict[str, str]) -> Engine:
    made = Engine(shipped(name), TODAY)
    made.answer_all(answers)
    return made


@settings(max_examples=40)
@given(flows(), st.data())
def test_each_is_what_that_answer_then_gives_and_none_is_forgotten(raw: Raw, data: st.DataObject) -> None:
    made = Engine(make_flow(raw), TODAY)
    made.answer_all(data.draw(answers_to(raw)))
    before, given_before = position(made), list(made.given)
    found = would_be(made, limit=10_000)
    assert (position(made), made.given) == (before, given_before)
    undecided = made.flow.outcomes[-1].id == before.outcome
    expected = set()
    for item in made.flow.items.values():
        old = made.value(item.id)
        if item.kind in {"yesno", "one"} and item.id in before.asked and (undecided or old is not None):
            for option in item.options:
                made.answer(item.id, option.id)
                if outcome_of(made) != before.outcome:
                    expected.add(Would(item.id, option.id, outcome_of(made)))
            made.answer(item.id, old)
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_what_protects_more_comes_first() -> None:
    found = would_be(engine("onderwijs", HELP | {"acuut_onveilig": "ja"}))
    assert {one.outcome for one in found} == {"buiten_meldcode", "hulp"}
    found = would_be(engine("onderwijs", HELP), limit=100)
    assert [one.outcome == "melden" for one in found] == sorted(
        (one.outcome == "melden" for one in found), reverse=True
    )
    assert {"overleg_amhk", "buiten_meldcode"} <= {one.outcome for one in found}
    assert would_be(engine("onderwijs", HELP)) == found[:8]


def test_an_open_question_counts_only_while_nothing_is_decided() -> None:
    assert Would("acuut_gevaar", "ja", "melden") in would_be(engine("basis", {}))
    danger = engine("basis", {"acuut_gevaar": "ja"})
    assert {one.question for one in would_be(danger)} == {"acuut_gevaar"}


def test_the_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = questions(30, "loose")
    when = {"any": [{f"q{number}": "ja"} for number in range(30)]}
    raw["outcomes"] = [
        {"outcome": "melden", "title": "M", "text": "M", "source": "s", "when": when, "report": True},
        {"outcome": "open", "title": "Open", "text": "Open", "source": "s"},
    ]
    made = Engine(make_flow(raw), TODAY)
    tried: list[str] = []
    answer = made.answer

    def counted(question: str, value: str | None) -> bool:
        tried.append(question)
        return answer(question, value)

    monkeypatch.setattr(made, "answer", counted)
    monkeypatch.setattr(would, "MAX_TRIES", 10)
    assert [one.question for one in would_be(made)] == ["q0", "q1", "q2", "q3"]
    assert len(tried) == 10 + 4


def test_it_is_said_in_calm_words_in_both_languages() -> None:
    interview = Interview(small())
    for question, value in (("gevaar", "onbekend"), ("later", "nee")):
        interview.answer(question, value)
    said = list(would_lines(interview.flow, interview.would_be()))
    assert said == ["«Melden» zou gelden bij: Is er gevaar? Ja.", "«Klaar» zou gelden bij: Is er gevaar? Nee."]
    school = engine("onderwijs", HELP)
    lines = list(would_lines(school.flow, would_be(school)))
    assert lines[0] == "«De norm vraagt een melding bij Veilig Thuis» zou gelden bij een van deze antwoorden:"
    assert "- Afweging 2a: is er acute onveiligheid? Ja of Ik twijfel of weet het niet" in lines
    assert list(would_lines(school.flow, ())) == [
        "Verandert u één van uw antwoorden, dan blijft de uitkomst zo. Een open vraag kan haar nog veranderen."
    ]
    i18n.use("en")
    assert would_note()
    assert all("?" in line for line in would_lines(school.flow, would_be(school)) if line.startswith("- "))
