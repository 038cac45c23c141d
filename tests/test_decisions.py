"""Decisions about a request: events of their own beside the answers."""

from __future__ import annotations

from meldcode.dossier.events import Decided, to_json
from meldcode.interview import Interview
from tests.test_interview import begun, ticking


def test_a_decision_about_a_request_is_kept_as_an_event_and_the_last_one_counts() -> None:
    interview = begun()
    interview.decide("word", "Oosterzwaag", "keep")
    interview.decide("word", "Oosterzwaag", "replace", "een dorp")
    interview.decide("word", "Oosterzwaag", "replace", "een dorp")
    interview.decide("text", "signalen/0/feit", "leave")
    interview.decide("text", "adviesvraag", "take")
    interview.decide("text", "adviesvraag", "")
    assert interview.decided() == {
        ("word", "Oosterzwaag"): ("replace", "een dorp"),
        ("text", "signalen/0/feit"): ("leave", ""),
    }
    events = [event for event in interview.store.events() if isinstance(event, Decided)]
    assert len(events) == 5, "the same decision again is no event"
    assert Interview(interview.flow, interview.store, ticking()).decided() == interview.decided()


def test_a_decision_is_no_answer_and_changes_none() -> None:
    interview = begun()
    before = interview.position()
    interview.decide("doubt", "no_strength:krachten:-1::00000000", "leave", "nog niet \x1b[2Jbesproken")
    assert interview.position() == before
    assert not interview.unsaved()
    assert "\x1b" not in to_json(interview.store.events()[-1])
