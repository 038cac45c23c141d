"""Conditions have three values: an unknown part decides nothing that the known parts do not decide."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.flow.conditions import Truth, combine, references
from tests.flow.forms import SMALL, TODAY, condition, make_flow, questions, small, truth

FLOW = small()
VALUES: tuple[Truth, ...] = (True, False, None)
YESNO = {True: "ja", False: "nee", None: "onbekend"}
ALL = {(a, b): False if False in (a, b) else None if None in (a, b) else True for a, b in product(VALUES, VALUES)}
ANY = {(a, b): True if True in (a, b) else None if None in (a, b) else False for a, b in product(VALUES, VALUES)}
KIND = {"rol": "kind", "geboren": "2015-03-02"}
OLDER = {"rol": "kind", "geboren": "2000-01-01"}


@pytest.mark.parametrize(("pair", "expected"), ALL.items(), ids=str)
def test_a_mapping_and_all_are_and(pair: tuple[Truth, Truth], expected: Truth) -> None:
    answers = {"gevaar": YESNO[pair[0]], "besluit": YESNO[pair[1]]}
    assert truth(FLOW, "{gevaar: ja, besluit: ja}", answers) is expected
    assert truth(FLOW, "{all: [{gevaar: ja}, {besluit: ja}]}", answers) is expected
    assert combine("all", list(pair)) is expected


@pytest.mark.parametrize(("pair", "expected"), ANY.items(), ids=str)
def test_any_is_or(pair: tuple[Truth, Truth], expected: Truth) -> None:
    answers = {"gevaar": YESNO[pair[0]], "besluit": YESNO[pair[1]]}
    assert truth(FLOW, "{any: [{gevaar: ja}, {besluit: ja}]}", answers) is expected
    assert combine("any", list(pair)) is expected


@pytest.mark.parametrize(("value", "expected"), [(True, False), (False, True), (None, None)])
def test_not_turns_true_and_false_and_leaves_unknown(value: Truth, expected: Truth) -> None:
    assert truth(FLOW, "{not: {gevaar: ja}}", {"gevaar": YESNO[value]}) is expected
    assert combine("not", [value]) is expected


def test_nothing_at_all_is_true_and_any_of_nothing_is_false() -> None:
    assert combine("all", []) is True
    assert combine("any", []) is False


TREES = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: st.tuples(st.sampled_from(["all", "any", "not"]), st.lists(inner, min_size=1, max_size=4)),
    max_leaves=12,
)


def worth(tree: object) -> Truth:
    """Kleene as numbers: true 1, unknown ½, false 0; and is the least, or the most, not the rest of one."""
    return {1.0: True, 0.5: None, 0.0: False}[_number(tree)]


def _number(tree: object) -> float:
    if not isinstance(tree, tuple):
        return {True: 1.0, None: 0.5, False: 0.0}[tree]  # type: ignore[index]
    op, parts = tree
    numbers = [_number(part) for part in parts]
    return min(numbers) if op == "all" else max(numbers) if op == "any" else 1 - numbers[0]


def written(tree: object) -> tuple[str, list[Truth]]:
    """The tree as an author writes it, over the questions q0, q1, …, and the values of these."""
    values: list[Truth] = []

    def part(node: object) -> str:
        if not isinstance(node, tuple):
            values.append(node)  # type: ignore[arg-type]
            return f"{{q{len(values) - 1}: ja}}"
        op, inner = node
        if op == "not":
            return f"{{not: {part(inner[0])}}}"
        return f"{{{op}: [{', '.join(part(one) for one in inner)}]}}"

    return part(tree), values


MANY = make_flow(questions(20, "loose"))


@given(TREES)
def test_any_tree_has_the_value_that_kleene_gives_it(tree: object) -> None:
    text, values = written(tree)
    answers = {f"q{number}": YESNO[value] for number, value in enumerate(values)}
    assert truth(MANY, text, answers) is worth(tree)


@given(TREES, st.data())
def test_more_knowledge_never_turns_true_into_false(tree: object, data: st.DataObject) -> None:
    text, values = written(tree)
    before = truth(MANY, text, {f"q{number}": YESNO[value] for number, value in enumerate(values)})
    known = [data.draw(st.booleans()) if value is None else value for value in values]
    after = truth(MANY, text, {f"q{number}": YESNO[value] for number, value in enumerate(known)})
    assert before is None or after is before


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("{gevaar: ja}", {}, None),
        ("{gevaar: [ja, nee]}", {}, None),
        ("{gevaar: onbekend}", {}, None),
        ("{gevaar: ja}", {"gevaar": "onbekend"}, None),
        ("{gevaar: [ja, nee]}", {"gevaar": "onbekend"}, None),
        ("{gevaar: onbekend}", {"gevaar": "onbekend"}, True),
        ("{gevaar: [ja, onbekend]}", {"gevaar": "onbekend"}, True),
        ("{gevaar: [ja, onbekend]}", {"gevaar": "ja"}, True),
        ("{gevaar: onbekend}", {"gevaar": "nee"}, False),
        ("{soort: a}", {"soort": "onbekend"}, None),
        ("{soort: [a, b]}", {"soort": "b"}, True),
        ("{soort: a}", {"soort": "b"}, False),
        ("{not: {soort: a}}", {"soort": "onbekend"}, None),
        ("{gevaar: {answered: true}}", {}, False),
        ("{gevaar: {answered: false}}", {}, True),
        ("{gevaar: {answered: true}}", {"gevaar": "onbekend"}, True),
        ("{slot: {answered: false}}", {}, True),
    ],
)
def test_unanswered_and_unknown_are_not_no(text: str, answers: dict[str, object], expected: Truth) -> None:
    assert truth(FLOW, text, answers) is expected


@pytest.mark.parametrize("text", ["{later: nee}", "{later: ja}", "{not: {later: ja}}"])
def test_an_answer_that_sleeps_is_unknown(text: str) -> None:
    asleep = {"gevaar": "ja", "later": "nee"}
    assert truth(FLOW, text, asleep) is None
    assert truth(FLOW, "{later: {answered: false}}", asleep) is True
    assert truth(FLOW, text, {**asleep, "gevaar": "nee"}) is not None


@pytest.mark.parametrize(
    ("given_", "expected"), [(["x"], True), (["x", "z"], True), (["z"], False), ([], None), (None, None)], ids=str
)
def test_many_asks_whether_one_of_the_values_is_among_the_answers(given_: object, expected: Truth) -> None:
    assert truth(FLOW, "{vormen: [x, y]}", {"vormen": given_}) is expected
    assert truth(FLOW, "{vormen: x}", {"vormen": given_}) is expected


def test_many_with_unknown_among_the_answers_is_unknown() -> None:
    flow = make_flow(SMALL.replace("options: {x: Vorm X,", "options: {onbekend: Weet ik niet, x: Vorm X,"))
    assert truth(flow, "{vormen: x}", {"vormen": ["onbekend"]}) is None
    assert truth(flow, "{vormen: x}", {"vormen": ["onbekend", "x"]}) is True
    assert truth(flow, "{vormen: [x, onbekend]}", {"vormen": ["onbekend"]}) is True
    assert truth(flow, "{vormen: x}", {"vormen": ["y"]}) is False


@pytest.mark.parametrize(
    ("text", "below", "at"),
    [
        ("{aantal: {below: 12}}", True, False),
        ("{aantal: {at_least: 12}}", False, True),
        ("{aantal: {at_least: 3, below: 12}}", True, False),
        ("{aantal: 12}", False, True),
        ("{aantal: [12, 13]}", False, True),
    ],
)
def test_numbers_compare_with_their_bound(text: str, below: bool, at: bool) -> None:
    shown = {"vormen": ["x"]}
    assert truth(FLOW, text, {**shown, "aantal": 11}) is below
    assert truth(FLOW, text, {**shown, "aantal": 12}) is at
    assert truth(FLOW, text, shown) is None


def test_dates_compare_with_a_day() -> None:
    for day, expected in (("2025-12-31", True), ("2026-01-01", False), ("2026-01-02", False)):
        assert truth(FLOW, "{dag: {before: 2026-01-01}}", {"dag": day}) is expected
        assert truth(FLOW, '{dag: {before: "20260101"}}', {"dag": day}) is expected
    assert truth(FLOW, "{dag: {before: 2026-01-01}}", {}) is None


@pytest.mark.parametrize(
    ("days", "below_8", "from_8"), [(0, True, False), (7, True, False), (8, False, True), (-1, True, False)]
)
def test_days_ago_counts_whole_days_before_today(days: int, below_8: bool, from_8: bool) -> None:
    answers = {"dag": (TODAY - timedelta(days=days)).isoformat()}
    assert truth(FLOW, "{dag: {days_ago: {below: 8}}}", answers) is below_8
    assert truth(FLOW, "{dag: {days_ago: {at_least: 8}}}", answers) is from_8
    assert truth(FLOW, "{dag: {days_ago: {below: 8}}}", {}) is None


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_days_ago_agrees_with_the_calendar(day: date, today: date) -> None:
    answers = {"dag": day.isoformat()}
    ago = (today - day).days
    assert truth(FLOW, "{dag: {days_ago: {below: 100}}}", answers, today) is (ago < 100)
    assert truth(FLOW, "{dag: {before: 2026-03-02}}", answers, today) is (day < date(2026, 3, 2))


@pytest.mark.parametrize(("entries", "expected"), [(None, None), ([], None), ([KIND], True), ([KIND, OLDER], True)])
def test_count_is_about_the_number_of_entries(entries: object, expected: Truth) -> None:
    answers = {"mensen": entries}
    assert truth(FLOW, "{mensen: {count: {at_least: 1}}}", answers) is expected
    two = None if expected is None else len(entries) >= 2  # type: ignore[arg-type]
    assert truth(FLOW, "{mensen: {count: {at_least: 2}}}", answers) is two


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([KIND], True),
        ([OLDER], False),
        ([OLDER, KIND], True),
        ([{"rol": "ouder", "geboren": "2015-03-02"}], False),
        ([{"rol": "kind"}], None),
        ([{"geboren": "2015-03-02"}], None),
        ([{"rol": "ouder"}], False),
        ([OLDER, {"rol": "kind"}], None),
        ([{"rol": "kind"}, KIND], True),
        (None, None),
    ],
    ids=str,
)
def test_some_holds_when_one_entry_fulfils_all_of_it(entries: object, expected: Truth) -> None:
    assert truth(FLOW, "{mensen: {some: {rol: kind, leeftijd: {below: 12}}}}", {"mensen": entries}) is expected


def test_parts_of_some_may_not_come_from_two_entries() -> None:
    entries = [{"rol": "kind", "leeftijd": 15}, {"rol": "ouder", "leeftijd": 3}]
    assert truth(FLOW, "{mensen: {some: {rol: kind, leeftijd: {below: 12}}}}", {"mensen": entries}) is False


@pytest.mark.parametrize(
    ("born", "years"), [("2015-03-02", 11), ("2015-03-03", 10), ("2026-03-02", 0), ("2000-02-29", 26)]
)
def test_an_age_follows_from_the_day_of_birth(born: str, years: int) -> None:
    answers = {"mensen": [{"rol": "kind", "geboren": born}]}
    assert truth(FLOW, f"{{mensen: {{some: {{leeftijd: {years}}}}}}}", answers) is True
    assert truth(FLOW, f"{{mensen: {{some: {{leeftijd: {years + 1}}}}}}}", answers) is False


def test_an_age_that_was_given_wins_from_the_day_of_birth() -> None:
    answers = {"mensen": [{"rol": "kind", "geboren": "2015-03-02", "leeftijd": 4}]}
    assert truth(FLOW, "{mensen: {some: {leeftijd: 4}}}", answers) is True


def test_somebody_not_yet_born_has_no_age() -> None:
    answers = {"mensen": [{"rol": "kind", "geboren": "2026-06-01"}]}
    assert truth(FLOW, "{mensen: {some: {leeftijd: {below: 12}}}}", answers) is None


@pytest.mark.parametrize(
    ("text", "danger", "calm"),
    [
        ("{alert: alarm}", True, False),
        ("{norm: gevaar}", True, False),
        ("{norm: [gevaar, jong]}", True, False),
        ("{not: {norm: gevaar}}", False, True),
        ("{outcome: melden}", True, False),
        ("{outcome: [vragen, open]}", False, True),
    ],
)
def test_outcomes_norms_and_alerts_are_in_force_or_not(text: str, danger: bool, calm: bool) -> None:
    assert truth(FLOW, text, {"gevaar": "ja"}) is danger
    assert truth(FLOW, text, {}) is calm


def test_the_exception_of_a_norm_counts_only_when_it_is_true() -> None:
    young = {"mensen": [KIND]}
    assert truth(FLOW, "{norm: jong}", young) is True
    assert truth(FLOW, "{norm: jong}", {**young, "soort": "onbekend"}) is True
    assert truth(FLOW, "{norm: jong}", {**young, "soort": "b"}) is False


def test_the_tests_in_a_condition_are_found_in_order() -> None:
    found = condition(FLOW, "{gevaar: ja, any: [{soort: a}, {not: {dag: {answered: true}}}], norm: jong}")
    assert [test.ref for test in references(found)] == ["gevaar", "soort", "dag", "norm"]
    assert [test.mark.column for test in references(found)] == [8, 27, 51, 71]
