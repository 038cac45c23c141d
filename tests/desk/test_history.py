"""Who did what when, in words, with every earlier value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.desk.history import happening, history_lines
from meldcode.desk.wording import answer_lines
from meldcode.dossier.entries import Record
from meldcode.dossier.events import (
    KINDS,
    Adopted,
    Answered,
    Begun,
    Closed,
    Decided,
    Erased,
    Event,
    Exported,
    HandedOver,
    Named,
    Noted,
    Opened,
    Payload,
    Received,
    Reopened,
    Retained,
    Set,
    Written,
    kind_of,
)
from tests.desk.helper import CANARY, NOW, PERSON, klein, recorded, worked

EVERY: list[Event] = [
    Begun(NOW, "klein", "1", "d1"),
    Named(NOW, "groep 5"),
    Opened(NOW),
    Answered(NOW, "gevaar", "ja"),
    Adopted(NOW, "klein", "2", "d2"),
    Written(NOW, "report", "h1", "h2"),
    Exported(NOW, "h3"),
    HandedOver(NOW, "age1sleutel", "h4"),
    Received(NOW, "een collega", "7-abc"),
    Closed(NOW, "hulp loopt", "2046-03-02"),
    Reopened(NOW, "nieuw signaal"),
    Retained(NOW, "2047-03-02", "klacht loopt"),
    Erased(NOW, "termijn voorbij"),
    Noted(NOW, "backup"),
    Set(NOW, "who", "J. Proef"),
    Decided(NOW, "doubt", "no_strength", "leave", "nog niet besproken"),
]


def lines(*events: Event | None) -> list[str]:
    return list(history_lines(klein(), recorded(events)))


def test_each_answer_says_who_when_what_it_was_and_what_it_became() -> None:
    assert lines(Answered(NOW, "gevaar", "nee"), Answered(NOW, "gevaar", "ja"), Answered(NOW, "gevaar", None)) == [
        "2 maart 2026 09:00 · J. Proef · Is er gevaar?",
        "  Werd: Nee",
        "2 maart 2026 09:00 · J. Proef · Is er gevaar?",
        "  Was: Nee",
        "  Werd: Ja",
        "2 maart 2026 09:00 · J. Proef · Is er gevaar?",
        "  Was: Ja",
        "  Werd: nog open",
    ]


def test_an_entry_is_told_in_full() -> None:
    found = lines(Answered(NOW, "mensen", [{**PERSON}]))
    assert "  Werd:" in found
    assert f"        {CANARY} is nog jong." in found
    assert "    * Rol: Kind" in found


def test_a_question_that_is_gone_is_told_by_its_id_with_its_value() -> None:
    found = lines(Answered(NOW, "weg", ["a", "b"]))
    assert "vraag weg, die niet meer" in found[0]
    assert found[-1] == "  Werd: a, b"


def test_every_kind_of_event_has_words() -> None:
    assert {kind_of(event) for event in EVERY} == KINDS.keys()
    said = [happening(event) for event in EVERY]
    assert len(set(said)) == len(EVERY)
    told = "\n".join(lines(*EVERY))
    for word in (
        "groep 5",
        "age1sleutel",
        "h1",
        "h2",
        "h3",
        "h4",
        "7-abc",
        "klacht loopt",
        "2 maart 2047",
        "reservekopie",
    ):
        assert word in told


@pytest.mark.parametrize(
    "event", [Closed(NOW, "", ""), Retained(NOW, "ooit", ""), Noted(NOW, "iets nieuws"), Set(NOW, "idle", "5")]
)
def test_events_with_little_in_them_still_have_words(event: Event) -> None:
    assert happening(event)


def test_what_was_erased_says_so() -> None:
    assert lines(None) == ["2 maart 2026 09:00 · de inhoud hiervan is gewist"]


def test_what_is_damaged_says_so_without_a_time() -> None:
    assert list(history_lines(klein(), [Record(7, "", "", "", "AAAAA", None)])) == ["dit deel is beschadigd"]


def test_the_value_of_a_setting_that_nobody_chose_is_not_told() -> None:
    assert CANARY not in happening(Set(NOW, "calendar", CANARY))


def test_dossiers_in_one_list_keep_their_earlier_values_apart() -> None:
    one, other = (recorded([Answered(NOW, "gevaar", "ja")], code=code) for code in ("AAAAA", "BBBBB"))
    assert not any("Was:" in line for line in history_lines(klein(), [*one, *other]))


PAYLOADS: st.SearchStrategy[Payload] = st.recursive(
    st.none() | st.text() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(PAYLOADS, st.sampled_from(["gevaar", "vormen", "mensen", "dag", "slot", "uitleg", "weg"]))
def test_whatever_was_kept_can_be_told_and_only_records_stand_at_the_margin(value: Payload, question: str) -> None:
    found = lines(Answered(NOW, question, value))
    assert [line for line in found if not line.startswith("  ")] == found[:1]
    assert not any("\n" in line or "\x1b" in line for line in found)
    assert answer_lines(None, value)


def test_a_whole_dossier_is_told_in_order() -> None:
    interview = worked(klein(), {"gevaar": "ja", "mensen": [PERSON]})
    heads = [line for line in history_lines(klein(), recorded(interview.store.events())) if not line.startswith(" ")]
    assert [line.split(" · ")[-1] for line in heads] == [
        "begonnen met de vragenlijst klein, versie 1",
        "Is er gevaar?",
        "Wie?",
    ]
