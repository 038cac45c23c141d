"""What a group chose in numbers, and over groups which weighing divides people."""

from __future__ import annotations

from typing import Any

import pytest

from meldcode.training.figures import figures_of, over, well_formed
from meldcode.training.session import Session


def vote(counts: dict[str, int], stage: str = "maandag", ask: str = "vermoeden", turn: int = 1) -> dict[str, Any]:
    return {"stage": stage, "ask": ask, "turn": turn, "expert": "nee", "counts": counts, "silent": 0}


def kept(*rounds: dict[str, Any], **other: Any) -> dict[str, Any]:
    texts = {"case": "klein_geval", "case_version": "1", "flow": "onderwijs", "flow_version": "2026.3"}
    return {"practice": True, **texts, "date": "2026-03-09", "people": 4, "rounds": [*rounds], **other}


def test_the_figures_of_a_session_are_numbers_without_anybody(session: Session) -> None:
    tokens = [session.join("CDFHJ", "a") for _one in range(3)]
    for token in tokens:
        session.came(token)
    session.release()
    session.ask(0)
    session.answer(tokens[0], 0, "ja")
    session.answer(tokens[1], 0, "nee")
    session.reveal()
    figures = figures_of(session)
    assert well_formed(figures)
    assert (figures["practice"], figures["case"], figures["people"]) == (True, "klein_geval", 3)
    assert figures["date"] == session.began.isoformat(timespec="minutes")
    counts = {"ja": 1, "nee": 1, "onbekend": 0}
    expected = {"stage": "maandag", "ask": "acuut_gevaar", "turn": 1, "expert": "nee", "counts": counts, "silent": 1}
    assert figures["rounds"] == [expected]
    assert not [token for token in tokens if token in str(figures)]


@pytest.mark.parametrize(
    ("counts", "divided"),
    [
        ({"ja": 0, "nee": 9}, 0),
        ({"ja": 5, "nee": 5}, 1),
        ({"ja": 4, "nee": 4, "onbekend": 4}, 1),
        ({"ja": 6, "nee": 6, "onbekend": 0}, 0.75),
        ({"ja": 3, "nee": 1}, 0.75),
        ({"nee": 4}, 0),
    ],
)
def test_how_divided_people_are_goes_from_nought_to_one(counts: dict[str, int], divided: float) -> None:
    (one,) = over([kept(vote(counts))])
    assert one.divided == pytest.approx(divided)


def test_groups_are_added_up_and_the_most_divided_comes_first() -> None:
    first = kept(vote({"ja": 4, "nee": 0}, ask="acuut_gevaar"), vote({"ja": 3, "nee": 1}))
    second = kept(vote({"ja": 1, "nee": 3}), vote({"ja": 4, "nee": 0}, ask="acuut_gevaar"))
    top, other = over([first, second])
    assert (top.ask, top.groups, top.people, top.counts) == ("vermoeden", 2, 8, {"ja": 4, "nee": 4})
    assert (top.share_expert, top.divided) == (0.5, 1)
    assert (other.ask, other.share_expert, other.divided) == ("acuut_gevaar", 0, 0)


def test_what_people_chose_after_they_talked_about_it_does_not_count() -> None:
    rounds = [vote({"ja": 0, "nee": 4}, turn=3), vote({"ja": 2, "nee": 2}, turn=2), vote({"ja": 0, "nee": 0})]
    (one,) = over([kept(*rounds)])
    assert one.counts == {"ja": 2, "nee": 2}


def test_other_moments_and_other_versions_of_a_flow_are_not_mixed() -> None:
    found = over([
        kept(vote({"ja": 1, "nee": 1}), vote({"ja": 1, "nee": 1}, stage="dinsdag")),
        kept(vote({"ja": 1, "nee": 1}), flow_version="2027.1"),
    ])  # fmt: skip
    assert sorted((one.stage, one.flow_version) for one in found) == [
        ("dinsdag", "2026.3"),
        ("maandag", "2026.3"),
        ("maandag", "2027.1"),
    ]


def test_a_vote_of_nobody_and_files_of_anybody_do_not_count() -> None:
    odd: list[dict[str, Any]] = [{"counts": {"ja": -1}}, {"counts": {"ja": True}}, {"counts": []}, {"turn": "1"}]
    odd += [{"stage": 0}, {"expert": None}, {"silent": 1.5}]
    files = [kept({**vote({"ja": 1}), **one}) for one in odd]
    files += [kept(vote({"ja": 1}), people=None), kept(vote({"ja": 1}), practice="ja"), kept("x")]  # type: ignore[arg-type]
    assert not any(map(well_formed, files))
    assert over([*files, kept(vote({"ja": 0, "nee": 0})), kept()]) == []
