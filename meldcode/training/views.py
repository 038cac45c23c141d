"""What others see of a session: texts in the language of now, the same for a screen here and a page elsewhere.

Nothing in a view says who chose what, and nothing of the expert is in it before it was revealed.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints
from weakref import WeakKeyDictionary

from meldcode.flow.replay import replay
from meldcode.i18n import _, language, story, tr
from meldcode.text import clean
from meldcode.training.case import Stage, Weighing
from meldcode.training.compare import option_text, options_of, position_at, question_text, source_names, varied
from meldcode.training.handout import kind_words, outcome_title
from meldcode.training.session import PHASES, Bar, Round, Session

__all__ = [
    "Bar",
    "ExpertView",
    "StageView",
    "VariantView",
    "View",
    "asked_words",
    "projected",
    "view_from",
    "view_json",
    "view_of",
]
_MOST = 10_000
"""Parts of a list; more was never sent by one of us."""


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage that was released."""

    title: str
    step: str
    """Title of the step of the meldcode."""
    fragments: tuple[tuple[str, str], ...]
    """What each turned out to be (empty as long as the stage's last weighing was not revealed), and its text."""


@dataclass(frozen=True, slots=True)
class ExpertView:
    """What the expert weighed, and what the norm asks at this moment."""

    answer: str
    why: str
    sources: str
    tempting: str
    """The answer that tempts, and why it does; empty when there is none."""
    tempting_why: str
    norm: str
    other: tuple[str, ...]
    """A sentence for each option with which the norm asks something else."""


@dataclass(frozen=True, slots=True)
class VariantView:
    """A "what if"; the last three are empty until it was revealed."""

    title: str
    text: str
    outcome: str
    why: str
    sources: str


@dataclass(frozen=True, slots=True)
class View:
    """All that somebody sees at one moment."""

    number: int
    """The same number of the same session: nothing changed."""
    phase: str
    """One of `session.PHASES`."""
    title: str
    role: str
    setting: str
    people: tuple[tuple[str, str], ...]
    stages: tuple[StageView, ...]
    round: int
    """What to answer to; -1: no question is on the table."""
    turn: int
    """Which vote this is on the same question, from 1; 0: none."""
    question: str
    options: tuple[tuple[str, str], ...]
    """Id and text."""
    mine: str
    """Id of the option that this person chose; empty: none yet."""
    answered: int
    there: int
    bars: tuple[Bar, ...]
    """Empty before they are shown."""
    expert: ExpertView | None
    discuss: str
    variant: VariantView | None
    ends: str
    """When the timer is up, ISO with its offset; empty: it does not run."""


_common: WeakKeyDictionary[Session, tuple[tuple[int, str], View]] = WeakKeyDictionary()
"""The last view of each session, without `mine`: thirty people ask for the same one after each change."""
_experts: WeakKeyDictionary[Session, dict[tuple[int, int, str], ExpertView]] = WeakKeyDictionary()
"""By stage, place and language; each takes a replay for every option, and never changes."""


def view_of(session: Session, token: str) -> View:
    """What this participant sees. Somebody unknown sees what is projected."""
    common = projected(session)
    key = session.key(token)
    if common.round < 0 or not key:
        return common
    return replace(common, mine=session.rounds[common.round].answers.get(key, ""))


def projected(session: Session) -> View:
    """What everybody may see."""
    now = (session.number, language())
    known = _common.get(session)
    if known is None or known[0] != now:
        known = _common[session] = (now, _view(session))
    return known[1]


def _view(session: Session) -> View:
    case, flow = session.case, session.flow
    vote = session.rounds[session.round] if session.round >= 0 else None
    shown = session.phase in ("shown", "revealed")
    return View(
        number=session.number,
        phase=session.phase,
        title=story(case.title),
        role=story(case.role),
        setting=story(case.setting),
        people=tuple((one.who, story(one.about)) for one in case.people),
        stages=tuple(_stage(session, place, one) for place, one in enumerate(case.stages[: session.stage + 1])),
        round=session.round,
        turn=vote.turn if vote else 0,
        question=question_text(flow, vote.weighing) if vote else "",
        options=tuple((one.id, tr(one.text)) for one in options_of(flow, vote.weighing)) if vote else (),
        mine="",
        answered=len(vote.answers) if vote else 0,
        there=session.there,
        bars=_bars(session) if shown else (),
        expert=_expert(session, vote) if vote and session.phase == "revealed" else None,
        discuss=story(session.prompt) if session.prompt else "",
        variant=_variant(session) if session.variant >= 0 else None,
        ends=session.ends.isoformat(timespec="seconds") if session.ends else "",
    )


def _stage(session: Session, place: int, stage: Stage) -> StageView:
    """The kinds would give an answer away, so they wait until the last weighing of the stage was revealed."""
    last = len(stage.weighings) - 1
    told = any(one.revealed and (one.stage, one.place) == (place, last) for one in session.rounds)
    step = next((tr(one.title) for one in session.flow.steps if one.id == stage.step), stage.step)
    return StageView(
        story(stage.title),
        step,
        tuple((kind_words(one.kind) if told else "", story(one.text)) for one in stage.fragments),
    )


def _bars(session: Session) -> tuple[Bar, ...]:
    bars = session.bars(session.round)
    return bars if session.phase == "revealed" else tuple(replace(bar, expert=False) for bar in bars)


def _expert(session: Session, vote: Round) -> ExpertView:
    known = _experts.setdefault(session, {})
    key = (vote.stage, vote.place, language())
    if key not in known:
        known[key] = _weighed(session, vote.stage, vote.weighing)
    return known[key]


def _weighed(session: Session, stage: int, weighing: Weighing) -> ExpertView:
    case, flow = session.case, session.flow
    item = flow.items[weighing.ask]
    tempting = weighing.tempting
    outcome = position_at(case, flow, stage).outcome
    others = {one.id: position_at(case, flow, stage, {weighing.ask: one.id}).outcome for one in item.options}
    return ExpertView(
        answer=option_text(item, weighing.answer),
        why=story(weighing.why),
        sources=source_names(case, flow, weighing.sources),
        tempting=option_text(item, tempting.answer) if tempting else "",
        tempting_why=story(tempting.why) if tempting else "",
        norm=outcome_title(flow, outcome) + ".",
        other=tuple(
            _("Wie «{answer}» kiest, komt op dit moment uit op: «{outcome}».").format(
                answer=option_text(item, option), outcome=outcome_title(flow, then)
            )
            for option, then in others.items()
            if then != outcome
        ),
    )


def _variant(session: Session) -> VariantView:
    case, flow = session.case, session.flow
    variant = case.variants[session.variant]
    title, text = story(variant.title), story(variant.text)
    if not session.variant_revealed:
        return VariantView(title, text, "", "", "")
    outcome = replay(flow, varied(case, flow, variant), case.today).outcome
    sources = source_names(case, flow, variant.sources)
    return VariantView(title, text, outcome_title(flow, outcome) + ".", story(variant.why), sources)


def asked_words(view: View) -> str:
    """The question, and that it is a second vote when it is."""
    return _("Stemming {number}").format(number=view.turn) + f". {view.question}" if view.turn > 1 else view.question


def view_json(view: View) -> dict[str, Any]:
    """The view as plain JSON."""
    found: dict[str, Any] = _plain(asdict(view))
    return found


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def view_from(data: object) -> View:
    """The view in this JSON, every text made plain. Raises `ValueError` for what `view_json` never made."""
    view = _read(View, data)
    if not isinstance(view, View) or view.phase not in PHASES or view.round < -1 or view.there < 0:
        raise ValueError("not a view")
    return view


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: object) -> Any:
    """The value as this type says. Types in views hold each other, never themselves: it ends."""
    if is_dataclass(kind):
        if not isinstance(value, Mapping) or value.keys() != {one.name for one in fields(kind)}:
            raise ValueError("other parts than a view has")
        hints = _hints(kind)  # type: ignore[arg-type]  # a class, says is_dataclass of a type
        return kind(**{name: _read(hint, value[name]) for name, hint in hints.items()})  # type: ignore[operator]  # so here
    if get_origin(kind) is types.UnionType:
        return None if value is None else _read(get_args(kind)[0], value)
    if get_origin(kind) is tuple:
        return _read_all(get_args(kind), value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError("another kind of value than a view has")
    return clean(value) if isinstance(value, str) else value


def _read_all(kinds: tuple[Any, ...], value: object) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError("no list")
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], part) for part in value)
    if len(value) != len(kinds):
        raise ValueError("a list of another length")
    return tuple(_read(kind, part) for kind, part in zip(kinds, value, strict=True))
