"""A day in a person's words: what is understood, what is asked again, and where the flow says that a day lies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.flow import day_words
from meldcode.flow.day_words import Direction, day_in
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Field
from meldcode.flow.replay import direction_of
from meldcode.flow.values import BadValue, parse, parse_field
from tests.flow.forms import small

WEDNESDAY = date(2026, 3, 4)
DIRECTIONS: tuple[Direction, ...] = ("back", "ahead", "either")
ANYWHERE = {
    # what says by itself where the day lies
    "2026-03-04": "vandaag|today|TODAY|vanmorgen|vanavond|this morning|4-3-2026|4 maart '26",
    "2026-03-03": "gisteren|Yesterday|gister|gistérén|gisteravond|gisteren avond|yesterday evening|dinsdag jl.|di jl"
    "|afgelopen di|laatste dinsdag|past Tuesday|deze week di|1 dag geleden|a day ago|di 3 maart 2026",
    "2026-03-02": "eergisteren|the day before yesterday|2 dagen geleden|two days ago|2-3-2026|02/03/26|2.3.2026",
    "2026-02-24": "vorige week di|dinsdag vorige week|verleden week dinsdag|last week Tue|op dinsdag van vorige week",
    "2026-02-27": "vorige vrijdag|last fri|afgelopen vr.|afgelopen vrijdagmiddag",
    "2026-02-25": "een week geleden|één week geleden|1 week ago|afgelopen woensdag",
    "2026-02-04": "vier weken geleden|a month ago|28 days ago",
    "2025-03-04": "twaalf maanden geleden|twelve months ago",
    "2025-05-03": "3 mei 2025|3 mei jl.|May 3rd, 2025|3rd of May 2025|de 3e mei 2025",
    "2026-03-05": "morgen|tomorrow|morgenochtend|over een dag|komende donderdag|do a.s.",
    "2026-03-06": "overmorgen|day after tomorrow|deze week vrijdag|this week fri",
    "2026-03-09": "volgende week ma|next week Monday|monday next week|volgende maandag|next mon",
    "2026-03-25": "over 3 weken|over drie weken|in three weeks",
    "2026-05-03": "3 mei as|zo 3 mei a.s.",
}
BACK = {
    # the latest one up to today
    "2026-03-04": "wo|woensdag|Wed.|4 maart|4-3|wednesday morning",
    "2026-03-03": "di|Dinsdag|tues|tuesday|3 mrt.|dinsdagavond|di 3 maart|3/3",
    "2026-02-26": "do|thu",
    "2025-05-03": "3 mei|3-5|03/05|3e mei|mei 3|May 3|the 3rd of May|za 3 mei",
    "1998-05-03": "3-5-98|3 mei '98",
    "1930-04-12": "12-4-30|12 april 30",
}
AHEAD = {"2026-03-11": "wo|wednesday", "2026-03-10": "di", "2027-03-04": "4 maart", "2026-05-03": "3 mei|3-5|3-5-26"}
AGAIN = (
    "|x|di wo|vannacht|vorige week|volgende week|last night|gisternacht|dinsdagnacht|een paar dagen geleden|ooit"
    "|vorige di|last tuesday|this tuesday|deze dinsdag|next friday|ma 3 maart 2026|29-2|30-2-2026|31 april|0-3|3-0"
    "|13-13|9.10|14:30|3e|mei|mei 2026|maart 3 4|3 4 5|2026-W10-1|20260302|1234 dagen geleden|over 3 jaar|in mei"
    "|dagen geleden|maart 25|March 26|13 mei of 14|mei 13 of 14|3e of 4e mei"
    "|3-5-2|3-5-202|999999999-1-1|١-٣-٢٠٢٦|\x1b[2J|" + "di " * 30
)


def test_what_says_where_it_lies_is_understood_everywhere() -> None:
    for day, said in ANYWHERE.items():
        for text in said.split("|"):
            found = {day_in(text, WEDNESDAY, direction) for direction in DIRECTIONS}
            assert found == {date.fromisoformat(day)}, text


def test_what_does_not_follows_the_direction_or_is_asked_again() -> None:
    for direction, days in (("back", BACK), ("ahead", AHEAD)):
        for day, said in days.items():
            for text in said.split("|"):
                assert day_in(text, WEDNESDAY, direction) == date.fromisoformat(day), text  # type: ignore[arg-type]  # a key of the table
                assert text == "3-5-26" or day_in(text, WEDNESDAY, "either") is None, text
    assert day_in("di", WEDNESDAY) == day_in("di", WEDNESDAY, "back")


def test_what_could_be_two_days_or_none_is_asked_again() -> None:
    for text in AGAIN.split("|"):
        for direction in DIRECTIONS:
            assert day_in(text, WEDNESDAY, direction) is None, text


def test_what_is_still_being_typed_counts_only_when_more_makes_no_other_day() -> None:
    for text in ["3-5", "3 mei", "3-5-20", "3-5-19", "3 mei 20", "di", "di 3 mei", "mei 3", "2-3-202", "gist"]:
        assert day_in(text, WEDNESDAY, "typing") is None, text
    for text in ["gisteren", "vorige week di", "3 dagen geleden", "3 mei 2025", "3/5/2025", "2025-05-03", "3 mei jl."]:
        assert day_in(text, WEDNESDAY, "typing") == day_in(text, WEDNESDAY), text


def test_the_last_one_is_taken_where_both_readings_agree() -> None:
    monday = WEDNESDAY - timedelta(days=2)
    assert day_in("vorige di", monday) == day_in("last Tuesday", monday) == day_in("vorige week di", monday)


def test_the_end_of_a_month_and_of_a_year_are_counted_well() -> None:
    assert day_in("een maand geleden", date(2026, 3, 31)) == date(2026, 2, 28)
    assert day_in("vorige week wo", date(2026, 1, 2)) == date(2025, 12, 24)
    assert day_in("31-12", date(2026, 1, 1)) == date(2025, 12, 31)
    assert day_in("29-2", date(2024, 3, 1)) == date(2024, 2, 29)


TABLES = ("_NEAR", "_WEEKDAY", "_MONTH", "_COUNT", "_UNITS", "_WEEK", "_LATEST", "_COMING", "_SMALL")
WORDS = sorted({word for table in TABLES for word in getattr(day_words, table)})
WORDS += ["geleden", "ago", "over", "in", "week", "3", "31", "26", "2-3", "3-5-26"]


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(max_size=70),
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    st.sampled_from(DIRECTIONS),
)
def test_whatever_is_typed_gives_a_day_or_nothing(text: str, today: date, direction: Direction) -> None:
    day = day_in(text, today, direction)
    assert day is None or day_in(f" {text} ", today, direction) == day
    if day is not None and text.isascii():
        assert day_in(text.upper(), today, direction) == day


# in answers


DAY = small().items["dag"]


def test_an_answer_in_words_is_kept_as_its_date(today: date) -> None:
    assert parse(DAY, " Gisteren ", today) == "2026-03-01"
    assert parse(DAY, "3-5-98", today) == "1998-05-03"
    assert parse(DAY, "morgen", today, "ahead") == "2026-03-03"
    people = parse(small().items["mensen"], [{"rol": "kind", "geboren": "12-4-17"}], today)
    assert people == ({"rol": "kind", "geboren": "2017-04-12"},)
    assert parse_field(Field("d", "date", ""), "vorige week di", today) == "2026-02-24"


@pytest.mark.parametrize("raw", ["gisteren", "3 mei", "3-5-26", "2026-3-2"])
def test_without_a_day_to_count_from_only_a_whole_date_will_do(raw: str) -> None:
    with pytest.raises(BadValue) as bad:
        parse(DAY, raw)
    assert bad.value.hint == "Schrijf de datum als 2026-03-02 of 2-3-2026."


@pytest.mark.parametrize(
    ("raw", "direction", "hint"),
    [
        ("ooit", "back", "gisteren"),
        ("ooit", "ahead", "over 3 weken"),
        ("di", "either", "Zeg het jaar of de week erbij"),
        ("999 maanden geleden", "back", "gisteren"),
        ("30-2-2026", "back", "2-3-2026"),
    ],
)
def test_a_refusal_says_what_is_understood(raw: str, direction: Direction, hint: str) -> None:
    with pytest.raises(BadValue) as bad:
        parse(DAY, raw, date(1950, 1, 1), direction)
    assert hint in bad.value.hint


def test_the_flow_says_where_a_day_lies() -> None:
    flow = load_flow("onderwijs")
    found = {item.id: direction_of(flow, item.id) for item in flow.items.values() if item.kind == "date"}
    assert found == {
        "seksueel_datum": "back",
        "uitgerekend": "either",
        "melding_datum": "back",
        "hulp_evaluatie": "ahead",
        "vt_bericht_datum": "either",
        "vt_volgend_contact": "ahead",
    }
