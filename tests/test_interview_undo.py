"""Taking back answers, dates in words, and the ladder of steps."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.dossier.events import Answered, Event, MemoryStore, Standing
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow
from meldcode.interview import Interview
from tests.flow.forms import make_flow, small
from tests.flow.naive import Raw, answers_to, flows


def begun(flow: Flow | None = None, store: MemoryStore | None = None) -> Interview:
    return Interview(flow or small(), store, lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


def kept(interview: Interview) -> list[tuple[str, object]]:
    return [(event.question, event.value) for event in interview.store.events() if isinstance(event, Answered)]


class Full(MemoryStore):
    """Refuses while it is full."""

    full = False

    def append(self, event: Event, standing: Standing | None = None) -> None:
        if self.full:
            raise MeldcodeError("de schijf is vol")
        super().append(event, standing)


# undo


def test_the_last_change_is_taken_back_level_by_level() -> None:
    interview = begun()
    assert not interview.can_undo
    assert interview.undo() is None
    for question, raw in (("gevaar", "nee"), ("soort", "a"), ("soort", "b"), ("soort", "b"), ("gevaar", "hoi")):
        interview.answer(question, raw)
    interview.go("besluit")
    assert interview.undo() == "soort"
    assert interview.value("soort") == "a"
    assert (interview.target, [item.id for item in interview.page().items]) == ("soort", ["soort"])
    assert [interview.undo(), interview.undo()] == ["soort", "gevaar"]
    assert interview.given() == {}
    assert not interview.can_undo
    assert kept(interview) == [
        *(("gevaar", "nee"), ("soort", "a"), ("soort", "b")),
        *(("soort", "a"), ("soort", None), ("gevaar", None)),
    ]


def test_entries_and_what_fell_asleep_come_back() -> None:
    interview = begun()
    people = [{"rol": "kind", "geboren": "2-3-2017"}]
    for question, raw in (("mensen", people), ("mensen", None), ("gevaar", "nee"), ("later", "ja"), ("gevaar", "ja")):
        interview.answer(question, raw)
    assert not interview.counts("later")
    interview.undo()
    assert (interview.counts("later"), interview.value("later")) == (True, "ja")
    assert [interview.undo() for _time in range(3)] == ["later", "gevaar", "mensen"]
    assert interview.value("mensen") == ({"rol": "kind", "geboren": "2017-03-02"},)


def test_a_store_that_refuses_loses_nothing() -> None:
    store = Full()
    interview = begun(store=store)
    interview.answer("gevaar", "ja")
    store.full = True
    assert interview.answer("gevaar", "nee").error is not None
    assert interview.undo() is None
    assert (interview.value("gevaar"), interview.can_undo) == ("ja", True)
    store.full = False
    assert interview.undo() == "gevaar"
    assert interview.value("gevaar") is None


def test_another_sitting_takes_nothing_back() -> None:
    store = MemoryStore()
    begun(store=store).answer("gevaar", "ja")
    assert begun(store=store).undo() is None


@settings(max_examples=20)
@given(flows(), st.data())
def test_taking_everything_back_gives_the_state_before(raw: Raw, data: st.DataObject) -> None:
    flow, store = make_flow(raw), MemoryStore()
    for question, value in data.draw(answers_to(raw)).items():
        begun(flow, store).answer(question, value)
    interview = begun(flow, store)
    before = (interview.given(), interview.position())
    for _round in range(2):
        for question, value in data.draw(answers_to(raw)).items():
            interview.answer(question, data.draw(st.sampled_from([value, None])))
    while interview.can_undo:
        assert interview.undo() is not None
    assert (interview.given(), interview.position()) == before
    again = begun(flow, store)
    assert (again.given(), again.position()) == before


# dates in words


def test_an_event_holds_the_date_that_was_meant() -> None:
    interview = begun(load_flow("basis"))
    interview.answer("signalen", [{"datum": "vorige week di", "feit": "Moe"}])
    interview.answer("vorm", ["seksueel"])
    assert interview.effect("seksueel_datum", "gisteren").before
    assert interview.answer("seksueel_datum", "gisteren").error is None
    assert kept(interview) == [
        ("signalen", [{"datum": "2026-02-24", "feit": "Moe"}]),
        ("vorm", ["seksueel"]),
        ("seksueel_datum", "2026-03-01"),
    ]
    interview.answer("hulp_evaluatie", "3 mei")
    interview.answer("melding_datum", "3 mei")
    assert (interview.value("hulp_evaluatie"), interview.value("melding_datum")) == ("2026-05-03", "2025-05-03")
    error = interview.answer("uitgerekend", "3 mei").error
    assert error is not None
    assert "jaar" in error.hint


# the ladder


def states(interview: Interview) -> list[tuple[str, int, int, int]]:
    return [(rung.state, rung.answered, rung.open, rung.asleep) for rung in interview.ladder()]


def test_the_ladder_says_what_is_done_open_asleep_and_to_come() -> None:
    interview = begun()
    assert states(interview) == [("now", 0, 4, 0), ("later", 0, 2, 0)]
    interview.go("twee")
    assert states(interview) == [("open", 0, 4, 0), ("now", 0, 2, 0)]
    for question, raw in (("later", "ja"), ("gevaar", "ja"), ("soort", "a"), ("vormen", ["z"])):
        interview.answer(question, raw)
    assert states(interview) == [("done", 3, 0, 1), ("now", 0, 2, 0)]
    interview.answer("besluit", "ja")
    interview.go("gevaar")
    assert states(interview) == [("now", 3, 0, 1), ("open", 1, 1, 0)]
    assert [(rung.step.id, rung.number) for rung in interview.ladder()] == [("een", 1), ("twee", 2)]
