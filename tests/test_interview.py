"""The one way in: pages, answers and events, going back and forth, and what a change would do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.dossier.events import Answered, Begun, Event, MemoryStore, Standing, Written, to_json
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow
from meldcode.flow.replay import replay
from meldcode.interview import PAGE_SIZE, Interview, Page
from tests.effort import tries
from tests.flow.forms import TODAY, in_steps, make_flow, small
from tests.flow.naive import Raw, answers_to, flows
from tests.flow.test_replay import IDS, shipped, values

Clock = Callable[[], datetime]


def ticking() -> Clock:
    """A clock that is a minute further each time it is read."""
    start, ticks = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), iter(range(10**6))
    return lambda: start + timedelta(minutes=next(ticks))


def begun(flow: Flow | None = None, store: MemoryStore | None = None) -> Interview:
    return Interview(flow or small(), store, ticking())


def shown(page: Page) -> list[str]:
    return [item.id for item in page.items]


def walk(interview: Interview) -> Iterator[Page]:
    """Every page from where we are to the last."""
    page = interview.page()
    yield page
    while not page.last:
        page = interview.next()
        yield page


def loose(name: str, **more: object) -> dict[str, object]:
    """A yes/no question as an author writes it."""
    return {"ask": name, "kind": "yesno", "text": "?", "source": "s", **more}


def paged(sizes: list[int]) -> Flow:
    """Loose questions on pages of these sizes."""
    counts = [(page, place) for page, size in enumerate(sizes) for place in range(size)]
    return make_flow(in_steps([loose(f"q{page}_{place}", page=f"p{page}") for page, place in counts]))


# pages


def test_a_page_holds_what_belongs_together() -> None:
    interview = begun()
    assert [shown(page) for page in walk(interview)] == [
        ["gevaar", "later"],
        ["soort"],
        ["vormen"],
        ["dag"],
        ["mensen"],
        ["besluit"],
    ]


def test_a_page_knows_its_step_and_its_ends() -> None:
    pages = list(walk(begun()))
    assert [(page.step.id, page.number) for page in pages[3:5]] == [("een", 1), ("twee", 2)]
    assert [page.first for page in pages] == [True] + [False] * 5
    assert [page.last for page in pages] == [False] * 5 + [True]
    assert not any(page.error for page in pages)


@pytest.mark.parametrize("sizes", [[1], [5], [6], [11, 2], [1, 5, 1]])
def test_no_page_holds_more_than_five_items(sizes: list[int]) -> None:
    pages = [shown(page) for page in walk(begun(paged(sizes)))]
    assert [name for page in pages for name in page] == list(paged(sizes).items)
    assert all(1 <= len(page) <= PAGE_SIZE for page in pages)
    assert len(pages) == sum(-(-size // PAGE_SIZE) for size in sizes)


@pytest.mark.parametrize("name", IDS)
def test_every_shipped_flow_walks_forth_and_back_over_the_same_pages(name: str) -> None:
    interview = begun(shipped(name))
    forth = [shown(page) for page in walk(interview)]
    back = [shown(interview.page())]
    while not interview.page().first:
        back.append(shown(interview.back()))
    assert back == forth[::-1]
    visible = {question for page in forth for question in page}
    assert visible >= set(interview.position().asked)
    assert all(1 <= len(page) <= PAGE_SIZE for page in forth)


def test_one_stays_on_the_first_and_on_the_last_page() -> None:
    interview = begun()
    assert shown(interview.back()) == ["gevaar", "later"]
    interview.go("besluit")
    assert shown(interview.next()) == ["besluit"]


@pytest.mark.parametrize(
    ("target", "page"),
    [("dag", ["dag"]), ("later", ["gevaar", "later"]), ("twee", ["mensen"]), ("een", ["gevaar", "later"])],
)
def test_one_can_go_to_a_question_and_to_a_step(target: str, page: list[str]) -> None:
    interview = begun()
    interview.go("besluit")
    assert shown(interview.go(target)) == page


def test_going_to_what_sleeps_leads_to_before_its_place_and_what_is_not_there_is_refused() -> None:
    interview = begun()
    interview.go("dag")
    place = list(interview.flow.items).index("aantal")
    before = [name for name in list(interview.flow.items)[:place] if interview.counts(name)]
    assert before[-1] in shown(interview.go("aantal"))
    with pytest.raises(KeyError):
        interview.go("weg")


def test_a_step_without_anything_to_ask_keeps_one_where_one_is() -> None:
    interview = begun(make_flow(in_steps([loose("a")], [loose("b", when={"a": "ja"})])))
    assert shown(interview.go("stap2")) == ["a"]
    interview.answer("a", "ja")
    assert shown(interview.go("stap2")) == ["b"]


def test_the_page_of_a_question_that_falls_asleep_gives_way_to_the_one_before() -> None:
    interview = begun()
    interview.answer("vormen", ["x"])
    assert shown(interview.go("aantal")) == ["aantal"]
    page = interview.answer("vormen", ["z"])
    assert shown(page) == ["vormen"]
    assert shown(interview.next()) == ["dag"]


def test_the_rest_of_a_page_stays_when_one_question_of_it_sleeps() -> None:
    interview = begun()
    assert shown(interview.answer("gevaar", "ja")) == ["gevaar"]
    assert shown(interview.answer("gevaar", "nee")) == ["gevaar", "later"]


# answers and events


def test_a_dossier_begins_with_the_flow_it_is_about() -> None:
    interview = begun()
    (event,) = interview.store.events()
    assert event == Begun(datetime(2026, 3, 2, 9, 1, tzinfo=UTC), "klein", "1", "")


def test_an_answer_is_an_event_before_the_next_page_is_there() -> None:
    class Refusing(MemoryStore):
        def append(self, event: Event, standing: Standing | None = None) -> None:
            if isinstance(event, Answered):
                raise MeldcodeError("niet bewaard: de schijf is vol", "Maak ruimte.")
            super().append(event, standing)

    interview = begun(store=Refusing())
    page = interview.answer("gevaar", "ja")
    assert page.error is not None
    assert (page.error.question, page.error.reason) == ("gevaar", "niet bewaard: de schijf is vol")
    assert interview.value("gevaar") is None
    assert interview.outcome() == "open"


def test_an_answer_that_is_refused_makes_no_event_and_gives_its_reason() -> None:
    interview = begun()
    before, position = interview.store.events(), interview.position()
    page = interview.answer("gevaar", "mischien")
    assert page.error is not None
    assert (page.error.question, page.error.reason) == ("gevaar", "dit antwoord kan hier niet")
    assert shown(page) == ["gevaar", "later"]
    assert (interview.store.events(), interview.position()) == (before, position)
    assert interview.page().error is None


def test_an_error_in_a_list_names_row_and_field() -> None:
    page = begun().answer("mensen", [{"rol": "kind"}, {"geboren": "31-2-2020"}])
    assert page.error is not None
    assert (page.error.row, page.error.field) == (1, "geboren")


def test_the_same_answer_twice_is_one_event() -> None:
    interview = begun()
    for raw in ("ja", "Ja", " ja "):
        interview.answer("gevaar", raw)
    assert len(interview.store.events()) == 2


def test_nothing_opens_a_question_again() -> None:
    interview = begun()
    interview.answer("gevaar", "ja")
    interview.answer("gevaar", "")
    last = interview.store.events()[-1]
    assert isinstance(last, Answered)
    assert last.value is None
    assert interview.position() == begun().position()


@pytest.mark.parametrize("name", ["weg", "uitleg", ""])
def test_only_questions_take_answers(name: str) -> None:
    interview = begun()
    with pytest.raises(KeyError):
        interview.answer(name, "ja")
    assert len(interview.store.events()) == 1


def test_events_are_the_same_bytes_under_the_same_clock() -> None:
    interview = begun()
    interview.answer("gevaar", "Nee")
    interview.answer("vormen", ["z", "x"])
    interview.answer("aantal", "3")
    interview.answer("dag", "2-3-2026")
    interview.answer("mensen", [{"weet": "Nee", "rol": "Kind", "reden": "\u00e9\u00e9n\nregel"}])
    interview.answer("mensen", None)
    interview.written("advice", b"{}")
    digest = hashlib.sha256(b"{}").hexdigest()
    assert "\n".join(to_json(event) for event in interview.store.events()) == "\n".join(
        [
            '{"event":"begun","at":"2026-03-02T09:01:00+00:00","flow":"klein","version":"1","digest":""}',
            '{"event":"answered","at":"2026-03-02T09:02:00+00:00","question":"gevaar","value":"nee"}',
            '{"event":"answered","at":"2026-03-02T09:03:00+00:00","question":"vormen","value":["x","z"]}',
            '{"event":"answered","at":"2026-03-02T09:04:00+00:00","question":"aantal","value":3}',
            '{"event":"answered","at":"2026-03-02T09:05:00+00:00","question":"dag","value":"2026-03-02"}',
            '{"event":"answered","at":"2026-03-02T09:06:00+00:00","question":"mensen",'
            '"value":[{"rol":"kind","weet":"nee","reden":"\u00e9\u00e9n\\nregel"}]}',
            '{"event":"answered","at":"2026-03-02T09:07:00+00:00","question":"mensen","value":null}',
            f'{{"event":"written","at":"2026-03-02T09:08:00+00:00","request":"advice","content":"{digest}","pdf":""}}',
        ]
    )


# what a change does


def test_an_effect_tells_what_falls_asleep_and_changes_nothing() -> None:
    interview = begun()
    for question, raw in (("gevaar", "nee"), ("later", "nee"), ("vormen", ["x"]), ("aantal", 3)):
        interview.answer(question, raw)
    events, position = interview.store.events(), interview.position()
    effect = interview.effect("gevaar", "ja")
    assert (effect.asleep, effect.awake, effect.before, effect.after) == (("later",), (), "klaar", "melden")
    assert interview.effect("vormen", ["z"]).asleep == ("aantal",)
    assert interview.effect("vormen", None).asleep == ("aantal",)
    assert (interview.store.events(), interview.position()) == (events, position)


def test_an_effect_tells_what_wakes_up() -> None:
    interview = begun()
    for question, raw in (("gevaar", "nee"), ("later", "nee"), ("gevaar", "ja")):
        interview.answer(question, raw)
    effect = interview.effect("gevaar", "nee")
    assert (effect.asleep, effect.awake, effect.before, effect.after) == ((), ("later",), "melden", "klaar")


@pytest.mark.parametrize(
    ("question", "raw"), [("gevaar", "misschien"), ("weg", "ja"), ("uitleg", "ja"), ("gevaar", "ja")]
)
def test_an_answer_that_would_change_nothing_has_no_effect(question: str, raw: object) -> None:
    interview = begun()
    interview.answer("gevaar", "ja")
    effect = interview.effect(question, raw)
    assert (effect.asleep, effect.awake, effect.before, effect.after) == ((), (), "melden", "melden")


@settings(max_examples=tries(20))
@given(flows(), st.data())
def test_an_effect_is_what_the_change_then_does(raw: Raw, data: st.DataObject) -> None:
    interview = begun(make_flow(raw))
    for question, value in data.draw(answers_to(raw)).items():
        interview.answer(question, value)
    for question, value in data.draw(answers_to(raw)).items():
        before = interview.position()
        effect = interview.effect(question, value)
        assert interview.position() == before
        interview.answer(question, value)
        after = interview.position()
        assert (effect.before, effect.after) == (before.outcome, after.outcome)
        assert set(effect.asleep) == set(after.asleep) - set(before.asleep)
        assert set(effect.awake) == set(before.asleep) - set(after.asleep) - {question}


# looking back, stopping and going on


def test_a_review_shows_what_is_asked_and_what_sleeps() -> None:
    interview = begun()
    for question, raw in (("gevaar", "nee"), ("later", "ja"), ("gevaar", "ja")):
        interview.answer(question, raw)
    review = {step.id: [item.id for item in items] for step, items in interview.review()}
    assert review == {"een": ["gevaar", "later", "soort", "vormen", "dag"], "twee": ["mensen", "besluit"]}
    assert (interview.counts("later"), interview.value("later")) == (False, "ja")
    assert (interview.counts("weg"), interview.value("weg")) == (False, None)


def test_open_questions_leave_out_what_is_optional_or_asleep() -> None:
    interview = begun()
    assert interview.open_questions() == ("gevaar", "later", "soort", "vormen", "mensen", "besluit")
    interview.answer("gevaar", "ja")
    assert interview.open_questions() == ("soort", "vormen", "mensen", "besluit")
    assert interview.missing("advice") == ()
    assert interview.missing("report") == ("besluit",)


def test_only_answers_after_the_last_request_are_unsaved() -> None:
    interview = begun()
    assert not interview.unsaved()
    interview.answer("gevaar", "misschien")
    assert not interview.unsaved()
    interview.answer("gevaar", "ja")
    assert interview.unsaved()
    interview.written("report", b"{}")
    assert not interview.unsaved()
    last = interview.store.events()[-1]
    assert isinstance(last, Written)
    assert (last.request, last.content) == ("report", hashlib.sha256(b"{}").hexdigest())
    interview.answer("gevaar", "nee")
    assert interview.unsaved()


def test_going_on_with_a_dossier_that_was_written_leaves_nothing_unsaved() -> None:
    store = MemoryStore()
    interview = begun(store=store)
    interview.answer("gevaar", "ja")
    interview.written("report", b"{}")
    again = begun(store=store)
    assert not again.unsaved()
    again.answer("gevaar", "nee")
    assert begun(store=store).unsaved()


@settings(max_examples=tries(20))
@given(flows(), st.data())
def test_going_on_from_the_events_gives_the_same_position(raw: Raw, data: st.DataObject) -> None:
    flow, store = make_flow(raw), MemoryStore()
    interview = begun(flow, store)
    for _round in range(2):
        for question, value in data.draw(answers_to(raw)).items():
            interview.answer(question, data.draw(st.sampled_from([value, None])))
    again = begun(flow, store)
    assert again.position() == interview.position()
    assert again.store.events() == interview.store.events()
    assert sum(isinstance(event, Begun) for event in store.events()) == 1


@pytest.mark.parametrize("name", IDS)
def test_a_whole_dossier_goes_through_its_events_unharmed(name: str) -> None:
    flow, store = shipped(name), MemoryStore()
    interview = begun(flow, store)
    answers = {item.id: values(name, item.id)[-1] for item in flow.items.values() if item.is_question}
    for question, raw in answers.items():
        assert interview.answer(question, raw).error is None
    assert begun(flow, store).position() == interview.position() == replay(flow, answers, TODAY)


def test_an_answer_that_a_newer_flow_does_not_take_is_left_out() -> None:
    store = MemoryStore()
    store.append(Begun(datetime(2026, 3, 1, tzinfo=UTC), "klein", "0", ""))
    store.append(Answered(datetime(2026, 3, 1, tzinfo=UTC), "gevaar", "vroeger"))
    store.append(Answered(datetime(2026, 3, 1, tzinfo=UTC), "weg", "ja"))
    interview = begun(store=store)
    assert interview.position() == begun().position()


def test_the_day_of_the_dossier_is_that_of_the_clock() -> None:
    flow = load_flow("basis")
    early, late = (Interview(flow, clock=lambda day=day: datetime(2026, 3, day, tzinfo=UTC)) for day in (2, 30))  # type: ignore[misc]
    for interview in (early, late):
        interview.answer("vorm", ["seksueel"])
        interview.answer("seksueel_datum", "2026-03-01")
    assert "seksueel_7_dagen" in early.position().alerts
    assert "seksueel_7_dagen" not in late.position().alerts
