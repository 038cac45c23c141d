"""Laws of a session, whatever a trainer and a group do in whatever order, stopping and going on included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from meldcode.flow.model import Flow
from meldcode.training.case import Case
from meldcode.training.figures import figures_of, over, well_formed
from meldcode.training.keeping import kept_of
from meldcode.training.session import Refused, Session
from meldcode.training.store import PracticeStore
from meldcode.training.views import projected, view_from, view_json, view_of
from tests.effort import tries
from tests.training.small import Clock, small_case

OPTIONS = st.sampled_from(["ja", "nee", "onbekend"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.just("ja"),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=9), part, max_size=3),
    max_leaves=6,
)
_read: list[tuple[Case, Flow]] = []


class Afternoon(RuleBasedStateMachine):
    """A model beside the session: for each round who answered what last, while it was open."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.session = Session(*_read[0], self.clock, "CDFHJ", most=6)
        self.tokens: list[str] = []
        self.model: list[dict[str, str]] = []
        self.open = False

    @initialize()
    def three_people_come_and_hear_the_first_stage(self) -> None:
        for _one in "abc":
            self.somebody_joins()
        self.session.release()

    @rule()
    def somebody_joins(self) -> None:
        if self.session.phase == "ended":
            return
        try:
            token = self.session.join("cdfhj", "192.0.2.1")
        except Refused as error:
            assert "vol" in error.message  # noqa: PT017  # the group may be full or not
            assert len(self.tokens) >= 6
        else:
            self.session.came(token)
            self.tokens.append(token)

    @rule(who=st.integers(0, 5), option=OPTIONS)
    def somebody_answers(self, who: int, option: str) -> None:
        token = self.tokens[who % len(self.tokens)]
        number = self.session.round
        try:
            self.session.answer(token, number, option)
        except Refused:
            assert not self.open
        else:
            assert self.open
            self.model[number][token] = option

    @rule(data=st.data())
    def somebody_drops_out(self, data: st.DataObject) -> None:
        self.session.left(data.draw(st.sampled_from(self.tokens)))

    @rule(data=st.data())
    def somebody_comes_back(self, data: st.DataObject) -> None:
        token = data.draw(st.sampled_from(self.tokens))
        assert self.session.knows(token)
        self.session.came(token)

    @rule()
    def the_next_stage(self) -> None:
        if self.session.release():
            self.open = False

    @precondition(lambda self: self.session.stage >= 0 and self.session.phase != "ended")
    @rule(place=st.integers(0, 1), chosen=st.lists(OPTIONS, max_size=8))
    def a_question(self, place: int, chosen: list[str]) -> None:
        before = len(self.session.rounds)
        self.session.ask(place)
        self.model += [{} for _new in range(len(self.session.rounds) - before)]
        self.open = True
        for who, option in enumerate(chosen):  # who is early answers twice
            self.somebody_answers(who, option)

    @precondition(lambda self: self.session.round >= 0)
    @rule(act=st.sampled_from(["close", "show", "reveal"]))
    def on(self, act: str) -> None:
        if act == "reveal" and self.session.variant >= 0:
            assert not self.open
        getattr(self.session, act)()
        self.open = False

    @precondition(lambda self: self.session.phase != "ended")
    @rule(number=st.integers(-1, 1))
    def a_variant(self, number: int) -> None:
        self.session.vary(number)
        self.open = self.open and number < 0

    @precondition(lambda self: self.session.phase != "ended")
    @rule(text=st.text(max_size=20), minutes=st.floats(0, 60))
    def a_prompt_and_a_timer(self, text: str, minutes: float) -> None:
        self.session.discuss(text)
        self.session.timer(minutes)

    @precondition(lambda self: len(self.session.rounds) > 4)
    @rule()
    def the_end(self) -> None:
        self.session.end()
        self.open = False

    @rule(hours=st.integers(0, 20))
    def the_computer_stops_and_the_trainer_goes_on(self, hours: int) -> None:
        kept = json.loads(json.dumps(self.session.kept()))
        assert Session.again(kept, *_read[0], self.clock).kept() == kept
        self.clock.pass_(hours=hours)
        self.session = Session.again(kept, *_read[0], self.clock)
        assert not self.session.over()
        assert not [token for token in self.tokens if token in json.dumps(kept)]

    @rule(who=ANYTHING, number=ANYTHING, what=ANYTHING)
    def somebody_sends_rubbish(self, who: Any, number: Any, what: Any) -> None:
        before = self.session.number
        acts: list[Any] = [lambda: self.session.answer(self.tokens[0], number, what), lambda: self.session.left(who)]
        acts += [lambda: self.session.answer(who, self.session.round, what), lambda: self.session.came(who)]
        acts += [
            lambda: self.session.join(what, who),
            lambda: self.session.bars(number),
            lambda: self.session.knows(who),
        ]
        model = [dict(one) for one in self.model]
        for act in acts:
            try:
                act()
            except Refused as error:
                assert error.message.endswith(".")  # noqa: PT017  # some of it may be right by chance
        if self.session.number == before:
            assert [self.answers(number) for number in range(len(self.session.rounds))] == model
        elif self.open:  # rubbish that happened to be an answer
            self.model[self.session.round] = self.answers(self.session.round)

    def answers(self, number: int) -> dict[str, str]:
        """The answers of this round by token."""
        given = self.session.rounds[number].answers
        return {one: given[key] for one in self.tokens if (key := self.session.key(one)) in given}

    @invariant()
    def no_answer_is_lost(self) -> None:
        found = [self.answers(number) for number in range(len(self.session.rounds))]
        assert found == self.model
        assert self.open == (self.session.phase == "open")

    @invariant()
    def the_bars_add_up_to_the_answers(self) -> None:
        for number, answers in enumerate(self.model):
            bars = self.session.bars(number)
            assert {bar.option: bar.count for bar in bars if bar.count} == {
                option: list(answers.values()).count(option) for option in answers.values()
            }
            assert [bar.option for bar in bars if bar.expert] == [self.session.rounds[number].weighing.answer]
            assert self.session.rounds[number].people >= len(answers)

    @invariant()
    def a_view_is_the_same_after_a_journey(self) -> None:
        for token in self.tokens[:2]:
            view = view_of(self.session, token)
            assert view_from(json.loads(json.dumps(view_json(view)))) == view
            expected = self.model[view.round].get(token, "") if view.round >= 0 else ""
            assert view.mine == expected
        view = projected(self.session)
        assert (view.mine, view.there) == ("", self.session.there)
        assert (view.expert is not None) == (view.phase == "revealed")
        assert bool(view.bars) == (view.phase in ("shown", "revealed"))

    @invariant()
    def the_figures_are_well_formed_and_count_every_answer(self) -> None:
        figures = figures_of(self.session)
        assert well_formed(json.loads(json.dumps(figures)))
        assert [sum(one["counts"].values()) for one in figures["rounds"]] == [len(one) for one in self.model]
        assert all(0 <= one.divided <= 1 and 0 <= one.share_expert <= 1 for one in over([figures]))


def test_whatever_happens_the_laws_of_a_session_hold(small: tuple[Case, Flow]) -> None:
    _read[:] = [small]
    Afternoon.TestCase.settings = settings(max_examples=tries(60), stateful_step_count=25, deadline=None)
    Afternoon.TestCase().runTest()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rubbish_in_the_place_of_a_kept_session_is_refused(data: st.DataObject, session: Session, clock: Clock) -> None:
    if session.stage < 0:
        token = session.join("CDFHJ", "a")
        session.came(token)
        session.release()
        session.ask(0)
        session.answer(token, 0, "ja")
    kept: Any = kept_of(session)
    part = data.draw(st.sampled_from([*kept, "all", *(f"rounds.{key}" for key in kept["rounds"][0])]))
    odd = data.draw(ANYTHING)
    if part == "all":
        kept = odd
    elif part.startswith("rounds."):
        kept["rounds"][0][part.partition(".")[2]] = odd
    else:
        kept[part] = odd
    try:
        new = Session.again(kept, session.case, session.flow, clock)
    except (Refused, ValueError):
        return
    projected(new)  # what was taken after all can be shown and kept
    assert well_formed(figures_of(new))
    json.dumps(new.kept(), allow_nan=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60) | ANYTHING.map(lambda one: json.dumps(one).encode()))
def test_rubbish_in_the_store_is_left_out(content: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "oefenen" / "sessies"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "oefening-2026-03-09-x-1.json").write_bytes(content)
    for name in ("oefening-lopend.json", "oefening-voortgang.json"):
        (folder.parent / name).write_bytes(content)
    store = PracticeStore(tmp_path)
    assert (store.sessions(), store.unreadable, store.running(), store.progress()) == ([], 1, None, {})


@given(st.lists(ANYTHING, max_size=4))
def test_rubbish_among_the_figures_does_not_count(sessions: list[Any]) -> None:
    assert over(sessions) == []


def test_a_case_file_gives_the_same_case_each_time(small: tuple[Case, Flow], tmp_path: Path) -> None:
    case, flow = small_case(tmp_path)
    assert (case.stages, case.answers, flow.digest) == (small[0].stages, small[0].answers, small[1].digest)
