"""A group around a case: what a trainer can do, what people can, and what each is told when it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from meldcode.flow.model import Flow
from meldcode.training.case import Case
from meldcode.training.session import Bar, Refused, Session, new_code
from tests.training.small import Clock

CODE = "CDFHJ"


def joined(session: Session, count: int = 1) -> list[str]:
    tokens = [session.join(CODE, f"192.0.2.{number}") for number in range(count)]
    for token in tokens:
        session.came(token)
    return tokens


def asked(session: Session, place: int = 0) -> int:
    if session.stage < 0:
        session.release()
    session.ask(place)
    return session.round


def counts(session: Session, number: int) -> dict[str, int]:
    return {bar.option: bar.count for bar in session.bars(number)}


# the trainer


def test_stages_are_released_one_by_one_until_there_are_no_more(session: Session) -> None:
    assert (session.stage, session.phase, session.weighings()) == (-1, "waiting", ())
    assert session.release()
    assert (session.stage, session.phase) == (0, "reading")
    assert [one.ask for one in session.weighings()] == ["acuut_gevaar", "vermoeden"]
    assert session.release()
    number = session.number
    assert not session.release()
    assert (session.stage, session.number) == (1, number)


def test_a_question_goes_from_open_to_revealed(session: Session) -> None:
    asked(session)
    seen = [session.phase]
    for act in (session.close, session.show, session.reveal):
        act()
        seen.append(session.phase)
    assert seen == ["open", "closed", "shown", "revealed"]


def test_a_trainer_in_a_hurry_reveals_at_once_and_nothing_goes_back(session: Session) -> None:
    asked(session)
    session.reveal()
    session.close()
    session.show()
    assert session.phase == "revealed"
    assert session.rounds[0].revealed


def test_releasing_a_stage_closes_the_open_question_and_keeps_its_answers(session: Session) -> None:
    (token,) = joined(session)
    session.answer(token, asked(session), "nee")
    session.release()
    assert session.round == -1
    assert counts(session, 0) == {"ja": 0, "nee": 1, "onbekend": 0}
    with pytest.raises(Refused, match="gesloten"):
        session.answer(token, 0, "ja")


def test_asking_again_is_a_second_turn_and_the_first_stays(session: Session) -> None:
    (token,) = joined(session)
    session.answer(token, asked(session), "ja")
    session.reveal()
    session.answer(token, asked(session), "nee")
    assert [(one.turn, dict(one.answers)) for one in session.rounds] == [(1, {token: "ja"}), (2, {token: "nee"})]


def test_a_second_press_on_an_open_question_changes_nothing_of_it(session: Session) -> None:
    (token,) = joined(session)
    session.answer(token, asked(session), "ja")
    assert asked(session) == 0
    assert session.rounds[0].answers == {token: "ja"}


def test_another_question_takes_the_place_of_the_open_one(session: Session) -> None:
    (token,) = joined(session)
    session.answer(token, asked(session, 0), "ja")
    session.answer(token, asked(session, 1), "onbekend")
    assert [one.weighing.ask for one in session.rounds] == ["acuut_gevaar", "vermoeden"]
    with pytest.raises(Refused, match="gesloten"):
        session.answer(token, 0, "nee")


@pytest.mark.parametrize("place", [-1, 2, True, None, "0", 0.0])
def test_a_question_that_is_not_there_gets_a_sentence(session: Session, place: object) -> None:
    session.release()
    with pytest.raises(Refused, match="hoort niet bij dit deel"):
        session.ask(place)  # type: ignore[arg-type]


def test_nothing_can_be_asked_or_shown_before_there_is_something(session: Session) -> None:
    with pytest.raises(Refused, match="hoort niet bij dit deel"):
        session.ask(0)
    for act in (session.close, session.show, session.reveal):
        with pytest.raises(Refused, match="nog geen vraag"):
            act()


def test_a_variant_is_shown_first_and_what_follows_after_that(session: Session) -> None:
    asked(session)
    session.vary(1)
    assert (session.phase, session.variant, session.variant_revealed) == ("closed", 1, False)
    session.reveal()
    assert (session.phase, session.variant_revealed) == ("closed", True)
    session.vary(0)
    assert not session.variant_revealed
    session.vary(-1)
    session.reveal()
    assert session.phase == "revealed"
    with pytest.raises(Refused, match="wat als"):
        session.vary(2)


def test_a_prompt_is_made_plain_and_goes_with_the_next_question(session: Session) -> None:
    session.release()
    session.discuss(" Wat zag u?\x1b[2J ")
    assert session.prompt == "Wat zag u?�[2J"
    session.ask(0)
    assert session.prompt == ""


def test_the_timer_runs_from_now_and_can_be_stopped(session: Session, clock: Clock) -> None:
    session.timer(2.5)
    assert session.ends is not None
    assert (session.ends - clock.now).total_seconds() == 150
    session.timer(0)
    assert session.ends is None


@pytest.mark.parametrize("minutes", [-1, 601, float("nan"), float("inf"), "5", None, True, 10**400])
def test_a_timer_of_nonsense_gets_a_sentence(session: Session, minutes: object) -> None:
    with pytest.raises(Refused, match="aantal minuten"):
        session.timer(minutes)  # type: ignore[arg-type]


def test_it_stops_by_itself_when_the_hours_are_over(session: Session, clock: Clock) -> None:
    for _minute in range(0, 239, 30):
        clock.pass_(minutes=29)
        session.discuss("Wat zag u?")
        assert session.over() == ""
    clock.pass_(minutes=10)
    assert "afgesproken tijd" in session.over()


def test_it_stops_by_itself_when_nobody_does_anything_for_an_hour(session: Session, clock: Clock) -> None:
    (token,) = joined(session)
    asked(session)
    clock.pass_(minutes=59)
    session.answer(token, 0, "ja")
    clock.pass_(minutes=59)
    assert session.over() == ""
    session.left(token)
    clock.pass_(minutes=1)
    assert "een uur lang" in session.over()


def test_after_the_end_there_is_only_a_sentence(session: Session) -> None:
    (token,) = joined(session)
    asked(session)
    session.end()
    assert session.phase == "ended"
    assert not session.release()
    acts: list[Callable[[], object]] = [
        session.close,
        session.show,
        session.reveal,
        lambda: session.ask(0),
        lambda: session.vary(0),
    ]
    acts += [lambda: session.discuss("x"), lambda: session.timer(1), lambda: session.join(CODE, "x")]
    for act in acts:
        with pytest.raises(Refused, match="afgelopen"):
            act()
    with pytest.raises(Refused, match="gesloten"):
        session.answer(token, 0, "ja")
    assert session.knows(token)
    number = session.number
    session.end()
    assert session.number == number


def test_a_clock_without_offset_will_do(small: tuple[Case, Flow], clock: Clock) -> None:
    session = Session(*small, lambda: clock.now.replace(tzinfo=None), CODE)
    session.timer(5)
    assert session.ends is not None
    assert session.ends.tzinfo is not None
    assert session.over() == ""


# participants


def test_codes_are_short_plain_and_not_all_the_same() -> None:
    codes = {new_code() for _time in range(200)}
    assert len(codes) > 190
    assert all(re.fullmatch("[CDFHJKMNPRTVWXY34679]{5}", code) for code in codes)


@pytest.mark.parametrize("typed", ["CDFHJ", "cdfhj", " cd-fhj ", "C D F H J"])
def test_a_code_is_taken_as_people_type_it(session: Session, typed: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", session.join(typed, "a"))


@pytest.mark.parametrize("typed", ["", "CDFH", "CDFHJJ", "ÇDFHJ", "\ud800", None, 5, ["CDFHJ"]])
def test_a_wrong_code_gets_a_sentence(session: Session, typed: object) -> None:
    with pytest.raises(Refused, match="code klopt niet"):
        session.join(typed, "a")  # type: ignore[arg-type]
    assert session.people == {}


def test_who_guesses_waits_and_nobody_else_does(session: Session, clock: Clock) -> None:
    for _try in range(5):
        with pytest.raises(Refused, match="klopt niet"):
            session.join("XXXXX", "a")
    clock.pass_(seconds=10)
    with pytest.raises(Refused, match="Wacht 20 seconden"):
        session.join(CODE, "a")
    assert session.join(CODE, "b")
    clock.pass_(seconds=20)
    assert session.join(CODE, "a")
    with pytest.raises(Refused, match="klopt niet"):  # counted anew
        session.join("XXXXX", "a")


def test_guesses_from_countless_addresses_do_not_fill_the_memory(session: Session) -> None:
    for number in range(3000):
        with pytest.raises(Refused):
            session.join("XXXXX", str(number) * 500)
    held = sum(len(who) for who in session.throttle._wrong) + len(session.throttle._all)
    assert len(session.throttle._wrong) <= 1000
    assert held <= 200_000


def test_thirty_join_in_one_second_and_the_next_hears_that_it_is_full(session: Session) -> None:
    tokens = [session.join(CODE, "same") for _one in range(30)]
    assert len(set(tokens)) == 30
    with pytest.raises(Refused, match="vol: er kunnen 30 mensen"):
        session.join(CODE, "same")
    for token in tokens:
        session.came(token)
    assert session.there == 30
    session.left(tokens[0])
    assert session.join(CODE, "same")


def test_a_place_is_not_held_for_ever_for_who_never_came(session: Session, clock: Clock) -> None:
    for _one in range(30):
        session.join(CODE, "a")
    clock.pass_(seconds=61)
    assert session.join(CODE, "a")


def test_who_drops_out_comes_back_where_they_were(session: Session) -> None:
    (token,) = joined(session)
    session.answer(token, asked(session), "ja")
    session.left(token)
    session.left(token)
    assert session.there == 0
    assert session.knows(token)
    session.came(token)
    session.came(token)
    session.left(token)
    assert session.there == 1
    assert session.rounds[0].answers == {token: "ja"}
    assert session.rounds[0].people == 1


def test_who_was_there_without_answering_is_counted_as_silent(session: Session) -> None:
    first, second, third = joined(session, 3)
    session.left(third)
    number = asked(session)
    session.answer(first, number, "ja")
    late = session.join(CODE, "late")
    session.came(late)
    session.left(second)
    session.close()
    session.came(third)
    assert session.rounds[number].people == 3


def test_another_answer_takes_the_place_of_the_first(session: Session) -> None:
    tokens = joined(session, 3)
    number = asked(session)
    for token, option in zip(tokens, ["ja", "nee", "nee"], strict=True):
        session.answer(token, number, option)
    session.answer(tokens[0], number, "onbekend")
    assert session.bars(number) == (
        Bar("ja", "Ja", 0, False),
        Bar("nee", "Nee", 2, True),
        Bar("onbekend", "Weet ik niet", 1, False),
    )


@pytest.mark.parametrize("option", ["", "misschien", "JA", None, 1, ["ja"], {"ja": 1}])
def test_an_answer_that_is_no_option_gets_a_sentence(session: Session, option: object) -> None:
    (token,) = joined(session)
    number = asked(session)
    with pytest.raises(Refused, match="hoort niet bij de vraag"):
        session.answer(token, number, option)  # type: ignore[arg-type]
    assert session.rounds[number].answers == {}


@pytest.mark.parametrize("number", [-1, 1, True, None, "0", 0.0])
def test_an_answer_to_another_round_gets_a_sentence(session: Session, number: object) -> None:
    (token,) = joined(session)
    asked(session)
    with pytest.raises(Refused, match="gesloten"):
        session.answer(token, number, "ja")  # type: ignore[arg-type]


@pytest.mark.parametrize("token", ["", "0" * 32, "x" * 32, None, 7, ["a"]])
def test_somebody_unknown_gets_a_sentence(session: Session, token: object) -> None:
    someone: Any = token
    number = asked(session)
    assert not session.knows(someone)
    acts: list[Callable[[], object]] = [lambda: session.answer(someone, number, "ja"), lambda: session.came(someone)]
    for act in acts:
        with pytest.raises(Refused, match="doet nog niet mee"):
            act()
    session.left(someone)
    assert session.there == 0


# who looks on


def test_who_watches_hears_of_each_change_and_can_stop(session: Session) -> None:
    seen: list[int] = []
    stop = session.watch(lambda: seen.append(session.number))
    (token,) = joined(session)
    session.answer(token, asked(session), "ja")
    session.answer(token, 0, "ja")  # the same again is no change
    assert seen == [1, 2, 3, 4, 5]
    stop()
    stop()
    session.end()
    assert seen == [1, 2, 3, 4, 5]


def test_a_screen_that_breaks_costs_nobody_an_answer(session: Session) -> None:
    calls: list[str] = []

    def broken() -> None:
        calls.append("broken")
        raise RuntimeError

    (token,) = joined(session)
    number = asked(session)
    session.watch(broken)
    session.watch(lambda: calls.append("whole"))
    session.answer(token, number, "ja")
    session.answer(token, number, "nee")
    assert calls == ["broken", "whole", "whole"]
    assert session.rounds[number].answers == {token: "nee"}
