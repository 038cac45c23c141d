"""A session that is kept and taken up again: nothing lost, nobody to be recognised, nothing odd taken in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from meldcode.training.session import Refused, Session
from tests.training.small import Clock
from tests.training.test_session import asked, counts, joined


def again(session: Session, clock: Clock) -> Session:
    return Session.again(json.loads(json.dumps(session.kept())), session.case, session.flow, clock)


def test_a_stopped_session_goes_on_where_it_was(session: Session, clock: Clock) -> None:
    first, second = joined(session, 2)
    session.answer(first, asked(session), "ja")
    kept = session.kept()
    new = again(session, clock)
    assert new.kept() == kept
    assert new.there == 0
    new.came(first)
    new.answer(first, 0, "nee")
    new.answer(second, 0, "ja")
    assert counts(new, 0) == {"ja": 1, "nee": 1, "onbekend": 0}
    assert new.rounds[0].people == 2
    assert new.join("cdfhj", "c")


def test_what_is_kept_holds_no_token_and_a_hash_does_not_pass_for_one(session: Session, clock: Clock) -> None:
    (token,) = joined(session)
    session.answer(token, asked(session), "ja")
    text = json.dumps(session.kept())
    assert token not in text
    (who,) = session.kept()["people"]
    new = again(session, clock)
    assert new.knows(token)
    assert not new.knows(who)


def test_the_time_in_which_the_computer_was_off_does_not_count(session: Session, clock: Clock) -> None:
    clock.pass_(hours=3)
    kept = session.kept()
    clock.pass_(hours=20)
    new = Session.again(kept, session.case, session.flow, clock)
    assert new.over() == ""
    clock.pass_(minutes=59)
    new.discuss("Wat zag u?")
    assert new.over() == ""
    clock.pass_(minutes=1)
    assert "afgesproken tijd" in new.over()


@pytest.mark.parametrize("key", ["case", "case_version", "flow", "flow_version"])
def test_a_session_of_another_case_or_version_gets_a_sentence(session: Session, clock: Clock, key: str) -> None:
    with pytest.raises(Refused, match="ander geval of een andere versie"):
        Session.again({**session.kept(), key: "iets anders"}, session.case, session.flow, clock)


def odd(session: Session) -> list[dict[str, Any]]:
    kept = session.kept()
    vote = kept["rounds"][0]
    nobody = "0" * 64
    rounds: list[dict[str, Any]] = [
        {"stage": 7},
        {"place": 9},
        {"place": 1},
        {"ask": "vorm"},
        {"answers": []},
        {"turn": 0},
    ]
    rounds += [{"answers": {nobody: "ja"}}, {"present": [nobody]}, {"answers": {kept["people"][0]: "welnee"}}]
    changes: list[dict[str, Any]] = [{"rounds": [{**vote, **one}]} for one in rounds]
    changes += [{"phase": one} for one in ("waiting", "reading", "ended", "stil", 3)]
    changes += [{"round": -1}, {"round": 1}, {"round": True}, {"stage": 1}, {"stage": -2}, {"variant": 2}]
    changes += [{"people": ["0" * 32]}, {"people": [[]]}, {"people": {}}, {"hours": float("nan")}, {"hours": "4"}]
    changes += [{"began": "gisteren"}, {"at": "0001-01-01T00:00:00+00:00"}, {"ends": "2026-03-09"}, {"ends": 4}]
    changes += [{"code": None}, {"most": 0}, {"number": -1}, {"practice": 1}, {"format": 2}, {"prompt": None}]
    return [{**kept, **one} for one in changes]


def test_what_was_never_kept_is_refused(session: Session, clock: Clock) -> None:
    (token,) = joined(session)
    session.answer(token, asked(session), "ja")
    for kept in odd(session):
        with pytest.raises(ValueError):  # noqa: PT011  # each says something else
            Session.again(kept, session.case, session.flow, clock)
