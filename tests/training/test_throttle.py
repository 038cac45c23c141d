"""Guessing a code: nobody gets far, whatever address they take, and nobody can shut the others out for long."""

from __future__ import annotations

import pytest

from meldcode.training.keeping import kept_of
from meldcode.training.session import Refused, Session
from meldcode.training.throttle import TOGETHER, TRIES, Throttle
from meldcode.training.wall import Wall
from tests.training.small import Clock

WRONG, WAIT = "klopt niet", "te vaak fout"


def guesses(throttle: Throttle, *addresses: str) -> list[str]:
    return [throttle.check("XXXXX", "CDFHJ", who) for who in addresses]


def test_many_addresses_together_wait_after_a_hundred_wrong_codes(clock: Clock) -> None:
    throttle = Throttle(clock)
    said = guesses(throttle, *(f"192.0.2.{number}" for number in range(TOGETHER + 20)))
    assert [WRONG in one for one in said] == [True] * TOGETHER + [False] * 20
    assert WAIT in throttle.check("CDFHJ", "CDFHJ", "198.51.100.1")
    clock.pass_(seconds=31)
    assert throttle.check("CDFHJ", "CDFHJ", "198.51.100.1") == ""


def test_one_computer_with_many_numbers_of_ipv6_is_one(clock: Clock) -> None:
    throttle = Throttle(clock)
    said = guesses(throttle, *(f"2001:db8::{number:x}" for number in range(TRIES + 1)))
    assert WAIT in said[-1]
    assert WRONG in guesses(throttle, "2001:db8:0:1::1")[0]
    assert WRONG in guesses(throttle, "192.0.2.7")[0]
    assert WAIT in guesses(throttle, *["::ffff:192.0.2.7"] * TRIES)[-1]


def test_wrong_codes_for_the_wall_keep_nobody_else_from_it(session: Session) -> None:
    wall = Wall(session)
    for _time in range(TRIES):
        with pytest.raises(Refused, match=WRONG):
            wall.enter("XXXXX", "192.0.2.66")
    with pytest.raises(Refused, match=WAIT):
        session.join("CDFHJ", "192.0.2.66")  # they are counted together
    assert wall.knows(wall.enter("cd-f hj", "192.0.2.1"))


def test_a_clock_that_was_set_back_lets_people_try_again(clock: Clock) -> None:
    throttle = Throttle(clock)
    guesses(throttle, *["192.0.2.1"] * TRIES)
    clock.pass_(hours=-5)
    assert throttle.check("CDFHJ", "CDFHJ", "192.0.2.1") == ""


def test_who_comes_in_a_thousand_times_shuts_nobody_out(session: Session) -> None:
    first = session.join("CDFHJ", "a")
    session.came(first)
    session.release()
    session.ask(0)
    session.answer(first, 0, "ja")
    session.left(first)
    for _time in range(1000):
        token = session.join("CDFHJ", "b")
        session.came(token)
        session.close()
        session.left(token)
    assert session.knows(session.join("CDFHJ", "c"))
    assert session.knows(first), "who voted comes back"
    assert len(session.people) <= session.most * 20


def test_what_is_kept_does_not_tell_in_which_order_people_came_or_answered(session: Session, clock: Clock) -> None:
    tokens = [session.join("CDFHJ", "a") for _one in range(12)]
    session.release()
    session.ask(0)
    for token in tokens:
        session.answer(token, 0, "ja")
    kept = kept_of(session)
    assert kept["people"] == sorted(kept["people"])
    assert list(kept["rounds"][0]["answers"]) == kept["people"]
    assert kept_of(Session.again(kept, session.case, session.flow, clock)) == kept
