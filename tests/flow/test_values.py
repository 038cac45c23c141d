"""Answers as they are kept: what a question takes, and why it takes nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.flow.model import Field, Item
from meldcode.flow.values import MAX_ENTRIES, MAX_TEXT, BadValue, label, parse, whole_years
from tests.flow.forms import small

FLOW = small()
DEEP: list[object] = []
for _layer in range(5_000):
    DEEP = [DEEP]
GARBAGE = [
    True,
    False,
    3.5,
    float("nan"),
    -1,
    10**18 + 1,
    10**5000,
    b"ja",
    object(),
    {},
    {"rol": {}},
    {1: 2},
    [[]],
    [{}, []],
    [DEEP],
    {"ja"},
    ("ja", None),
    "ja;nee",
    "\x1b]0;x\x07",
    "\ud800",
    "x" * (MAX_TEXT + 1),
]
"""What no person gives, but a file of somebody else may hold."""


def refused(item: Item | Field, raw: object) -> BadValue:
    with pytest.raises(BadValue) as caught:
        parse(item, raw)
    return caught.value


@pytest.mark.parametrize("name", [item.id for item in FLOW.items.values() if item.is_question])
@pytest.mark.parametrize("raw", [None, "", "  ", "\n\t"])
def test_nothing_opens_the_question_again(name: str, raw: object) -> None:
    assert parse(FLOW.items[name], raw) is None


@pytest.mark.parametrize(("name", "raw"), [("vormen", []), ("vormen", [None]), ("mensen", []), ("mensen", [{}])])
def test_a_list_without_anything_in_it_is_nothing(name: str, raw: object) -> None:
    assert parse(FLOW.items[name], raw) is None


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("gevaar", "ja", "ja"),
        ("gevaar", " ja ", "ja"),
        ("gevaar", "Ja", "ja"),
        ("gevaar", "WEET IK NIET", "onbekend"),
        ("soort", "Soort B", "b"),
        ("vormen", "y", ("y",)),
        ("vormen", ["z", "x", "z"], ("x", "z")),
        ("aantal", 12, 12),
        ("aantal", " 12 ", 12),
        ("aantal", "0", 0),
        ("dag", "2026-03-02", "2026-03-02"),
        ("dag", date(2026, 3, 2), "2026-03-02"),
        ("dag", "2-3-2026", "2026-03-02"),
        ("dag", "02/03/2026", "2026-03-02"),
        ("dag", "2.3.2026", "2026-03-02"),
        ("slot", " twee\r\nregels ", "twee\nregels"),
        ("slot", 112, "112"),
        ("slot", "\x1b[2Jschoon", "\ufffd[2Jschoon"),
        ("mensen", [{"rol": "Kind", "leeftijd": "7"}, {}], ({"rol": "kind", "leeftijd": 7},)),
    ],
)
def test_what_a_person_means_is_understood(name: str, raw: object, value: object) -> None:
    assert parse(FLOW.items[name], raw) == value


def test_words_are_understood_in_the_language_of_the_person() -> None:
    i18n.use("en")
    words = i18n.tr("Weet ik niet")
    assert words != "Weet ik niet"
    assert parse(FLOW.items["gevaar"], words) == "onbekend"
    assert parse(FLOW.items["gevaar"], "ja") == "ja"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("gevaar", "misschien"),
        ("gevaar", True),
        ("gevaar", ["ja"]),
        ("vormen", ["x", "q"]),
        ("aantal", "-1"),
        ("aantal", "1.5"),
        ("aantal", "1000000"),
        ("aantal", "\u0663"),
        ("aantal", True),
        ("dag", "2026-02-29"),
        ("dag", "30-2-2026"),
        ("dag", "20260302"),
        ("dag", "2026-W10-1"),
        ("dag", "1899-12-31"),
        ("dag", "2201-01-01"),
        ("dag", "gisteren"),
        ("dag", 20260302),
        ("slot", True),
        ("slot", ["tekst"]),
        ("slot", "x" * (MAX_TEXT + 1)),
        ("mensen", "kind"),
        ("mensen", {"rol": "kind"}),
        ("mensen", ["kind"]),
        ("mensen", [{"rol": "kind"}] * (MAX_ENTRIES + 1)),
        ("uitleg", "ja"),
    ],
)
def test_what_the_question_does_not_take_is_refused_with_a_reason(name: str, raw: object) -> None:
    assert refused(FLOW.items[name], raw).reason


def test_a_near_option_is_offered_and_all_are_named() -> None:
    hint = refused(FLOW.items["soort"], "onbekent").hint
    assert hint == "Bedoelt u `onbekend`? Kies uit: a, b, onbekend."


def test_a_refusal_in_a_list_names_row_and_field() -> None:
    bad = refused(FLOW.items["mensen"], [{"rol": "kind"}, {"rol": "kind", "geboren": "2026-13-01"}])
    assert (bad.row, bad.field) == (1, "geboren")
    bad = refused(FLOW.items["mensen"], [{"roll": "kind"}])
    assert (bad.row, bad.field) == (0, "roll")
    assert bad.hint.startswith("Bedoelt u `rol`?")


@pytest.mark.parametrize("name", ["gevaar", "vormen", "aantal", "dag", "slot", "mensen"])
def test_a_refusal_never_repeats_the_value(name: str) -> None:
    raw = "Sem de Wit \x1b]0;x" if name != "slot" else ["Sem de Wit"]
    bad = refused(FLOW.items[name], raw)
    assert "Wit" not in bad.reason + bad.hint


@pytest.mark.parametrize("item", [*FLOW.items.values(), *FLOW.items["mensen"].fields], ids=lambda item: item.id)
@pytest.mark.parametrize("number", range(len(GARBAGE)))
def test_garbage_is_kept_as_plain_text_or_refused(item: Item | Field, number: int) -> None:
    try:
        value = parse(item, GARBAGE[number])
    except BadValue:
        return
    assert value is None or parse(item, value) == value


@given(st.sampled_from(list(FLOW.items)), st.text() | st.integers() | st.lists(st.text(max_size=3)))
def test_what_is_kept_is_kept_as_it_is(name: str, raw: object) -> None:
    item = FLOW.items[name]
    try:
        value = parse(item, raw)
    except BadValue:
        return
    assert value is None or parse(item, value) == value


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_can_be_written_in_three_ways(day: date) -> None:
    item = FLOW.items["dag"]
    for raw in (day.isoformat(), f"{day.day}-{day.month}-{day.year}", day):
        assert parse(item, raw) == day.isoformat()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("111222333", "111222333"),
        ("111.222.333", "111222333"),
        ("1112 22 333", "111222333"),
        ("000000000", "000000000"),
        ("999999999", "999999999"),
        ("123456789", None),
        ("12345", None),
        ("niet bekend", None),
    ],
)
def test_a_bsn_has_good_check_digits_or_is_one_of_the_two_that_stand_for_nobody(raw: str, value: str | None) -> None:
    field = Field("bsn", "text", "BSN", check="bsn")
    if value is None:
        assert refused(field, raw).reason == "dit is geen geldig BSN"
    else:
        assert parse(field, raw) == value


@pytest.mark.parametrize(
    ("born", "years"),
    [("2014-03-02", 12), ("2014-03-03", 11), ("2016-02-29", 10), ("2026-03-02", 0), ("2026-03-03", None), ("x", None)],
)
def test_an_age_is_in_whole_years(born: str, years: int | None, today: date) -> None:
    assert whole_years(born, today) == years


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("gevaar", "onbekend", "Weet ik niet"),
        ("soort", "b", "Soort B"),
        ("soort", "vroeger", "vroeger"),
        ("vormen", ("x", "z"), "Vorm X, Vorm Z"),
        ("mensen", ({"rol": "kind"}, {"rol": "ouder"}), "2"),
        ("aantal", 3, "3"),
        ("dag", "2026-03-02", "2026-03-02"),
    ],
)
def test_a_value_has_words(name: str, value: object, words: str) -> None:
    assert label(FLOW.items[name], value) == words  # type: ignore[arg-type]  # each of these is a value
