"""A session as plain JSON and back, so that a trainer whose computer stopped goes on. People are hashes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from meldcode.i18n import _
from meldcode.text import clean
from meldcode.training.compare import options_of
from meldcode.training.session import PHASES, Phase, Refused, Round, hashed

if TYPE_CHECKING:
    from meldcode.training.session import Session

_TOKEN, _HASH = 32, 64
"""How many hex digits each has; so one is never taken for the other."""
_FORMAT = 1


def kept_of(session: Session) -> dict[str, Any]:
    """All that is needed to go on; plain JSON."""
    return {
        "practice": True,
        "oefening": True,
        "format": _FORMAT,
        "case": session.case.id,
        "case_version": session.case.version,
        "flow": session.flow.id,
        "flow_version": session.flow.version,
        "code": session.code,
        "hours": session.hours,
        "most": session.most,
        "number": session.number,
        "stage": session.stage,
        "phase": session.phase,
        "round": session.round,
        "prompt": session.prompt,
        "variant": session.variant,
        "variant_revealed": session.variant_revealed,
        "ends": session.ends.isoformat() if session.ends else "",
        "began": session.began.isoformat(),
        "at": session.now().isoformat(),
        "people": sorted(
            map(_hash, session.people)
        ),  # not in the order in which they came: somebody may have seen that
        "rounds": [_round(one) for one in session.rounds],
    }


def _hash(who: str) -> str:
    return hashed(who) if len(who) == _TOKEN else who


def _round(one: Round) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "place": one.place,
        "ask": one.weighing.ask,
        "turn": one.turn,
        "revealed": one.revealed,
        "answers": dict(sorted((_hash(who), option) for who, option in one.answers.items())),
        "present": sorted(map(_hash, one.present)),
    }


def again_from(session: Session, kept: object) -> Session:
    """Give a new session what was kept. Raises `Refused` for another case or flow, `ValueError` for anything odd."""
    if not isinstance(kept, Mapping) or kept.get("practice") is not True or kept.get("format") != _FORMAT:
        raise ValueError("not a kept session")
    ours = (session.case.id, session.case.version, session.flow.id, session.flow.version)
    if tuple(kept.get(key) for key in ("case", "case_version", "flow", "flow_version")) != ours:
        raise Refused(_("Deze bijeenkomst was met een ander geval of een andere versie. Begin een nieuwe bijeenkomst."))
    session.code = _text(kept, "code")
    session.hours = _hours(kept.get("hours"))
    session.most = _whole(kept, "most", 1, 10_000)
    session.number = _whole(kept, "number", 0, 2**53)
    session.people = dict.fromkeys(map(_who, _list(kept, "people")), 0)
    session.rounds = list(_rounds(session, _list(kept, "rounds")))
    session.stage = _whole(kept, "stage", -1, len(session.case.stages) - 1)
    session.variant = _whole(kept, "variant", -1, len(session.case.variants) - 1)
    session.variant_revealed = kept.get("variant_revealed") is True
    session.prompt = clean(_text(kept, "prompt"))
    session.ends = _moment(kept, "ends") if kept.get("ends") else None
    began, at = _moment(kept, "began"), _moment(kept, "at")
    # time in which nobody could reach it does not count; a clock that was set back must not add any
    session.began = _shifted(began, max(session.now() - at, timedelta()))
    _set_phase(session, _text(kept, "phase"), _whole(kept, "round", -1, len(session.rounds) - 1))
    return session


def _set_phase(session: Session, phase: str, place: int) -> None:
    """Phase and question have to fit: one is on the table exactly when the phase is one of a question."""
    asked = phase in ("open", "closed", "shown", "revealed")
    fits = phase in PHASES and asked == (place >= 0) and (phase == "waiting") <= (session.stage < 0)
    if asked and fits:
        fits = session.rounds[place].stage == session.stage
    if not fits or (phase == "reading" and session.stage < 0):
        raise ValueError("a phase that cannot be")
    session.phase, session.round = cast(Phase, phase), place


def _rounds(session: Session, kept: list[Any]) -> Iterator[Round]:
    for one in kept:
        if not isinstance(one, Mapping):
            raise ValueError("not a round")
        stage = session.case.stages[_whole(one, "stage", 0, len(session.case.stages) - 1)]
        place = _whole(one, "place", 0, len(stage.weighings) - 1)
        weighing = stage.weighings[place]
        answers = one.get("answers")
        options = {option.id for option in options_of(session.flow, weighing)}
        if one.get("ask") != weighing.ask or not isinstance(answers, Mapping):
            raise ValueError("a round about something else")
        if any(not isinstance(option, str) or option not in options for option in answers.values()):
            raise ValueError("an answer that is no option")
        given = {_who(who): option for who, option in answers.items()}
        present = set(map(_who, _list(one, "present")))
        if not given.keys() | present <= session.people.keys():
            raise ValueError("an answer of nobody")
        yield Round(
            one["stage"], weighing, _whole(one, "turn", 1, 10_000), given, place, one.get("revealed") is True, present
        )


def _who(value: object) -> str:
    if not isinstance(value, str) or len(value) != _HASH or not set(value) <= set("0123456789abcdef"):
        raise ValueError("not a person")
    return value


def _text(kept: Mapping[str, Any], key: str) -> str:
    value = kept.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key}: not a text")
    return value


def _list(kept: Mapping[str, Any], key: str) -> list[Any]:
    value = kept.get(key)
    if not isinstance(value, list):
        raise ValueError(f"{key}: not a list")
    return value


def _whole(kept: Mapping[str, Any], key: str, least: int, most: int) -> int:
    value = kept.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{key}: not a number that can be")
    return value


def _hours(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 10_000:
        raise ValueError("hours: not a number that can be")
    if not math.isfinite(value):
        raise ValueError("hours: not a number")
    return value


def _moment(kept: Mapping[str, Any], key: str) -> datetime:
    value = datetime.fromisoformat(_text(kept, key))
    if value.tzinfo is None or not 1900 < value.year < 9000:  # arithmetic at the very ends of time overflows
        raise ValueError(f"{key}: not a moment")
    return value.astimezone()


def _shifted(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError as error:
        raise ValueError("a moment beyond all calendars") from error
