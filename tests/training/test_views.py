"""What others see: nothing too early, nothing of who chose what, and the same after a journey as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.training.session import Session
from meldcode.training.views import View, asked_words, projected, view_from, view_json, view_of


def moments(session: Session) -> list[View]:
    """A session as it goes, seen at each moment by who answered first."""
    token, other = (session.join("CDFHJ", "a") for _one in "ab")
    session.came(token)
    seen = [view_of(session, token)]

    def see(act: Any, *what: Any) -> None:
        act(*what)
        seen.append(view_of(session, token))

    see(session.release)
    see(session.ask, 0)
    see(session.answer, token, 0, "ja")
    see(session.answer, other, 0, "nee")
    for act in (session.close, session.show, session.reveal):
        see(act)
    see(session.ask, 1)
    see(session.reveal)
    see(session.timer, 5)
    see(session.discuss, "Wie zou u dit vertellen?")
    see(session.vary, 0)
    see(session.reveal)
    see(session.release)
    see(session.end)
    return seen


def test_before_the_first_stage_there_is_only_the_setting(session: Session) -> None:
    view = projected(session)
    assert (view.phase, view.title, view.stages, view.round, view.question) == (
        "waiting",
        "Het rode boekje",
        (),
        -1,
        "",
    )
    assert view.people == (("kind A", "Meisje van 7 uit uw klas."), ("ouder B", "De moeder. Zij heeft gezag."))


def test_a_stage_shows_its_step_and_hides_what_each_fragment_is(session: Session) -> None:
    session.release()
    (stage,) = projected(session).stages
    assert (stage.title, stage.step) == ("Maandagochtend", "Signalen in kaart brengen")
    assert stage.fragments[0] == ("", "Kind A huilt bij het weggaan.")


def test_the_kinds_come_with_the_last_weighing_and_only_of_that_stage(session: Session) -> None:
    session.release()
    for place, told in ((0, False), (1, True)):
        session.ask(place)
        session.reveal()
        assert any(kind for kind, _text in projected(session).stages[0].fragments) is told
    session.release()
    first, second = projected(session).stages
    assert [kind for kind, _text in first.fragments] == ["Signaal", "Spreekt het vermoeden tegen", "Leidt af"]
    assert [kind for kind, _text in second.fragments] == ["", ""]


def test_the_bars_wait_and_say_nothing_of_the_expert_before_the_expert_speaks(session: Session) -> None:
    for view in moments(session):
        assert bool(view.bars) == (view.phase in ("shown", "revealed"))
        assert any(bar.expert for bar in view.bars) == (view.phase == "revealed")
        assert (view.expert is not None) == (view.phase == "revealed")


def test_the_expert_tells_why_by_which_source_and_what_the_norm_asks(session: Session) -> None:
    session.release()
    session.ask(1)
    session.reveal()
    expert = projected(session).expert
    assert expert is not None
    assert (expert.answer, expert.why) == ("Weet ik niet", "U weet nog weinig.")
    assert (expert.tempting, expert.tempting_why) == ("Nee", "U wilt er niet aan.")
    assert expert.sources.endswith("Verzonnen lesboek (2026)")
    assert expert.norm == "Vraag eerst advies aan Veilig Thuis."
    assert expert.other == (
        "Wie «Ja» kiest, komt op dit moment uit op: «Nog niet genoeg beantwoord».",
        "Wie «Nee» kiest, komt op dit moment uit op: «U kunt afsluiten».",
    )


def test_the_question_is_asked_in_the_words_of_the_moment(session: Session) -> None:
    session.release()
    session.ask(1)
    assert projected(session).question == "Denkt u nu aan een vermoeden?"
    session.release()
    session.ask(0)
    assert projected(session).question == "Afweging 1: vermoedt u huiselijk geweld of kindermishandeling?"


def test_a_variant_keeps_what_follows_until_it_is_revealed(session: Session) -> None:
    session.release()
    session.vary(0)
    before = projected(session).variant
    assert before is not None
    assert (before.title, before.outcome, before.why, before.sources) == ("Kind A gaat graag naar huis", "", "", "")
    session.reveal()
    after = projected(session).variant
    assert after is not None
    assert (after.outcome, after.why) == ("U kunt afsluiten.", "Dan is er geen vermoeden.")


def test_each_sees_only_their_own_answer_and_how_many_answered(session: Session) -> None:
    first, second = (session.join("CDFHJ", "a") for _one in "ab")
    session.came(first)
    session.release()
    session.ask(0)
    session.answer(first, 0, "ja")
    assert [view_of(session, token).mine for token in (first, second, "0" * 32, "x")] == ["ja", "", "", ""]
    assert projected(session).mine == ""
    assert (projected(session).answered, projected(session).there) == (1, 1)
    session.ask(1)
    assert view_of(session, first).mine == ""


def test_a_view_never_holds_a_token(session: Session) -> None:
    seen = moments(session)
    text = json.dumps([view_json(view) for view in seen])
    assert not [token for token in session.people if token in text]


def test_every_moment_comes_back_equal_from_json(session: Session) -> None:
    seen = moments(session)
    assert [view_from(json.loads(json.dumps(view_json(view)))) for view in seen] == seen
    assert len({view.number for view in seen}) == len(seen)


def test_a_view_is_in_the_language_of_now(session: Session) -> None:
    session.release()
    session.ask(0)
    dutch = projected(session)
    i18n.use("en")
    assert projected(session).options[0] == ("ja", "Yes")
    i18n.use("nl")
    assert projected(session) == dutch


def test_thirty_people_ask_for_one_view_that_is_made_once(session: Session) -> None:
    session.release()
    assert projected(session) is projected(session)
    first = projected(session)
    session.ask(0)
    assert projected(session) is not first


def full(session: Session) -> dict[str, Any]:
    session.release()
    session.ask(0)
    session.reveal()
    session.vary(0)
    return view_json(projected(session))


def test_a_view_from_elsewhere_is_made_plain(session: Session) -> None:
    view = view_from({**full(session), "discuss": "rood \x1b[31m"})
    assert view.discuss == "rood �[31m"


def test_a_view_with_anything_odd_in_it_is_refused(session: Session) -> None:
    whole = full(session)
    view_from(whole)
    odds: list[Any] = [b"", 1.5, True, [[[]]], {"a": 1}]
    changes: list[dict[str, Any]] = [{key: odd} for key in whole for odd in odds]
    changes += [{"phase": "stil"}, {"round": -2}, {"there": -1}, {"more": ""}, {"title": None}, {"bars": None}]
    changes += [
        {"options": [["ja"]]},
        {"bars": [{**whole["bars"][0], "count": "1"}]},
        {"options": [["a", "b"]] * 10_001},
    ]
    for change in changes:
        with pytest.raises(ValueError, match="view|list"):
            view_from({**whole, **change})
    for key in whole:
        with pytest.raises(ValueError, match="other parts"):
            view_from({name: value for name, value in whole.items() if name != key})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    max_leaves=8,
)


@given(ANYTHING)
def test_rubbish_is_never_a_view(data: object) -> None:
    with pytest.raises(ValueError, match="other parts"):
        view_from(data)


def test_a_second_vote_on_the_same_question_says_that_it_is_one(session: Session) -> None:
    session.release()
    session.ask(0)
    assert view_of(session, "").turn == 1
    assert asked_words(view_of(session, "")) == view_of(session, "").question
    session.close()
    session.ask(0)
    again = view_of(session, "")
    assert again.turn == 2
    assert asked_words(again) == f"Stemming 2. {again.question}"
