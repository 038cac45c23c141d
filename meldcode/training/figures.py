"""What a group chose, in numbers; and over several groups which weighing divides people. No names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meldcode.training.session import Round, Session

_TEXTS = ("case", "case_version", "flow", "flow_version", "date")
_MOST = 10**6
"""More people than ever practised; a file that says more was not made by us."""


@dataclass(frozen=True, slots=True)
class Divided:
    """How groups answered one weighing at one moment of a case, in one version of the flow."""

    case: str
    ask: str
    flow_version: str
    groups: int
    people: int
    """How many answered, over all groups."""
    counts: dict[str, int]
    """By option id."""
    expert: str
    """Id of the expert's option."""
    share_expert: float
    """0..1: which part chose as the expert."""
    divided: float
    """0: all chose the same; 1: all options were chosen as often."""
    stage: str
    """Id of the stage: the same question can be weighed twice in a case."""


def figures_of(session: Session) -> dict[str, Any]:
    """What is kept of a session, as plain JSON; see `PracticeStore.add_session`."""
    return {
        "practice": True,
        "oefening": True,
        "case": session.case.id,
        "case_version": session.case.version,
        "flow": session.flow.id,
        "flow_version": session.flow.version,
        "date": session.began.isoformat(timespec="minutes"),
        "people": len({who for one in session.rounds for who in one.present | one.answers.keys()}),
        "rounds": [_round(session, number, one) for number, one in enumerate(session.rounds)],
    }


def _round(session: Session, number: int, one: Round) -> dict[str, Any]:
    return {
        "stage": session.case.stages[one.stage].id,
        "ask": one.weighing.ask,
        "turn": one.turn,
        "expert": one.weighing.answer,
        "counts": {bar.option: bar.count for bar in session.bars(number)},
        "silent": one.people - len(one.answers),
    }


def over(sessions: Iterable[Mapping[str, Any]]) -> list[Divided]:
    """The weighings of these sessions, those that divide most first. What is not well formed does not count.

    Only the first turn in which anybody answered counts: after that people talked about it.
    """
    found: dict[tuple[str, ...], list[Mapping[str, int]]] = defaultdict(list)
    for figures in sessions:
        if well_formed(figures):
            for one in _first_turns(figures):
                key = (figures["case"], one["stage"], one["ask"], figures["flow_version"], one["expert"])
                found[key].append(one["counts"])
    made = [_divided(key, votes) for key, votes in found.items()]
    return sorted(made, key=lambda one: (-one.divided, -one.people, one.case, one.stage, one.ask, one.flow_version))


def _first_turns(figures: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    seen = set()
    for one in sorted(figures["rounds"], key=lambda one: one["turn"]):  # sorting keeps the order of equals
        place = (one["stage"], one["ask"])
        if place not in seen and any(one["counts"].values()):
            seen.add(place)
            yield one


def _divided(key: tuple[str, ...], votes: list[Mapping[str, int]]) -> Divided:
    case, stage, ask, version, expert = key
    counts: dict[str, int] = {}
    for vote in votes:
        for option, count in vote.items():
            counts[option] = counts.get(option, 0) + count
    people = sum(counts.values())
    same = sum(count * count for count in counts.values()) / people**2
    """The chance that two people, drawn with putting back, chose the same."""
    least = 1 / len(counts)
    return Divided(
        case=case,
        ask=ask,
        flow_version=version,
        groups=len(votes),
        people=people,
        counts=counts,
        expert=expert,
        share_expert=counts.get(expert, 0) / people,
        divided=min(1.0, max(0.0, (1 - same) / (1 - least))) if len(counts) > 1 else 0.0,
        stage=stage,
    )


def well_formed(figures: object) -> bool:
    """Whether this is what `figures_of` makes, as far as anybody reads it."""
    return (
        isinstance(figures, Mapping)
        and figures.get("practice") is True
        and all(isinstance(figures.get(key), str) for key in _TEXTS)
        and _count(figures.get("people"))
        and isinstance(figures.get("rounds"), list)
        and all(map(_well_formed_round, figures["rounds"]))
    )


def _well_formed_round(one: object) -> bool:
    return (
        isinstance(one, Mapping)
        and all(isinstance(one.get(key), str) for key in ("stage", "ask", "expert"))
        and _count(one.get("turn"))
        and _count(one.get("silent"))
        and isinstance(one.get("counts"), Mapping)
        and all(isinstance(option, str) and _count(count) for option, count in one["counts"].items())
    )


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST
