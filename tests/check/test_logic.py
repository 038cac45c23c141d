"""The logic says of all answers what the engine says of each: on flows and answers made by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import combinations, product
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode import resources
from meldcode.check.logic.circuit import FALSE, TRUE, Circuit, Literal, holds
from meldcode.check.logic.encoding import Encoding
from meldcode.check.logic.solver import Budget, Solver, Undecided
from meldcode.check.logic.variables import Choice, Scale, Words, born_by
from meldcode.check.logic.witness import answers_of
from meldcode.check.prover import Prover
from meldcode.flow.engine import Engine
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Answers, Flow, Value
from meldcode.flow.replay import outcome_of
from meldcode.flow.values import parse, whole_years
from tests.effort import tries
from tests.flow.forms import TODAY, condition, in_steps, make_flow
from tests.flow.naive import ANSWERS, DAYS, Raw, flows

BIRTHDAYS = [
    *(date(2026 - years, month, day).isoformat() for years in (1, 2, 4) for month, day in ((3, 1), (3, 2), (3, 3))),
    (TODAY + timedelta(days=1)).isoformat(),
]
FIELDS = [
    {"field": "k", "kind": "yesno", "text": "K"},
    {"field": "b", "kind": "date", "text": "B"},
    {"field": "n", "kind": "number", "text": "N", "years_since": "b"},
    {"field": "m", "kind": "many", "text": "M", "options": {"x": "X", "y": "Y"}},
]
ENTRY = st.fixed_dictionaries(
    {}, optional={"k": ANSWERS["yesno"], "b": st.sampled_from(BIRTHDAYS), "n": st.integers(0, 6), "m": st.just(["x"])}
).filter(bool)
"""Ages that are given, that follow from a birthday, and that cannot, for somebody who is not born yet."""
MORE: dict[str, st.SearchStrategy[Any]] = {
    **ANSWERS,
    "many": st.lists(st.sampled_from(["x", "y", "z", "onbekend"]), min_size=1, unique=True),
    "date": st.sampled_from([*DAYS, "2026-03-03", "1999-01-01"]),
    "entries": st.lists(ENTRY, min_size=1, max_size=5),
}


@st.composite
def richer(draw: st.DrawFn) -> Raw:
    """A flow by chance, with an age that follows from a birthday and a list that holds `onbekend`."""
    raw = draw(flows())
    for step in raw["steps"]:
        for item in step["items"]:
            if item["kind"] == "entries":
                item["fields"] = FIELDS
            elif item["kind"] == "many":
                item["options"] = {**item["options"], "onbekend": "Weet ik niet"}
    return raw


def some_answers(flow: Flow) -> st.SearchStrategy[dict[str, Value]]:
    """Answers to some of the questions, as the engine keeps them."""
    questions = [item for item in flow.items.values() if item.is_question]

    def kept(raw: Mapping[str, object]) -> dict[str, Value]:
        parsed = {item.id: parse(item, raw[item.id]) for item in questions if item.id in raw}
        return {name: value for name, value in parsed.items() if value is not None}

    return st.fixed_dictionaries({}, optional={item.id: MORE[item.kind] for item in questions}).map(kept)


def said_by_engine(flow: Flow, answers: Answers) -> dict[str, bool]:
    """Everything that can be true of a flow, as the engine has it."""
    engine = Engine(flow, TODAY)
    engine.answer_all(answers)
    said = {f"shown {name}": bool(engine.visible[engine.index[name]]) for name in flow.items}
    said |= {f"counts {name}": engine.value(name) is not None for name, item in flow.items.items() if item.is_question}
    said |= {f"norm {norm.id}": engine.derived(("norm", norm.id)) is True for norm in flow.norms}
    said |= {f"alert {alert.id}": engine.derived(("alert", alert.id)) is True for alert in flow.alerts}
    said |= {f"outcome {one.id}": outcome_of(engine) == one.id for one in flow.outcomes}
    for name, item in flow.items.items():
        required = [one for one in item.require.values() if one is not True]
        for number, wanted in enumerate((item.when, item.unless, *required)):
            if wanted is not None:
                said[f"true {name} {number}"] = engine.truth(wanted) is True
                said[f"false {name} {number}"] = engine.truth(wanted) is False
    return said


def said_by_logic(encoding: Encoding) -> dict[str, Literal]:
    """The same, as literals."""
    flow = encoding.flow
    said = {f"shown {name}": literal for name, literal in encoding.visible.items()}
    said |= {f"counts {name}": encoding.counts(name) for name, item in flow.items.items() if item.is_question}
    said |= {f"norm {name}": literal for name, literal in encoding.norm.items()}
    said |= {f"alert {name}": literal for name, literal in encoding.alert.items()}
    said |= {f"outcome {name}": literal for name, literal in encoding.outcome.items()}
    for name, item in flow.items.items():
        required = [one for one in item.require.values() if one is not True]
        for number, wanted in enumerate((item.when, item.unless, *required)):
            if wanted is not None:
                both = encoding.truth(wanted)
                said[f"true {name} {number}"], said[f"false {name} {number}"] = both.true, both.false
    return said


def given_as(encoding: Encoding, answers: Answers) -> list[Literal]:
    """These answers as literals; of lists only that there is one: which rows stand for it is the solver's to find."""
    found: list[Literal] = []
    for name, item in encoding.flow.items.items():
        variable, value = encoding.questions.of(item), answers.get(name)
        found.append(variable.answered if value is not None else -variable.answered)
        if isinstance(variable, Choice):
            chosen = value if isinstance(value, tuple) else (value,)
            found += [literal if option in chosen else -literal for option, literal in variable.chosen.items()]
        elif isinstance(variable, Scale) and value is not None:
            number = value if isinstance(value, int) else date.fromisoformat(str(value)).toordinal()
            found += [variable.under(one) * (1 if number < one else -1) for one in variable.bounds]
        else:
            assert not isinstance(variable, Scale) or value is None
    return found


@settings(max_examples=tries(12))
@given(richer(), st.data())
def test_whatever_is_answered_the_logic_says_what_the_engine_says(raw: Raw, data: st.DataObject) -> None:
    flow = make_flow(raw)
    prover = Prover([flow], TODAY)
    said, encoding = said_by_logic(prover.encoding), prover.encoding
    answers = data.draw(some_answers(flow))
    known = said_by_engine(flow, answers)
    facts = [literal if known[name] else -literal for name, literal in said.items()]
    assert prover.solver.possible([*given_as(encoding, answers), *facts])
    if not any(item.kind == "entries" for item in flow.items.values()):  # then the answers leave nothing open
        given_ones = given_as(encoding, answers)
        assert not [
            name for name, fact in zip(said, facts, strict=True) if prover.solver.possible([*given_ones, -fact])
        ]


@settings(max_examples=tries(12))
@given(richer(), st.data())
def test_whatever_the_logic_can_be_is_an_answer_that_does_so(raw: Raw, data: st.DataObject) -> None:
    flow = make_flow(raw)
    prover = Prover([flow], TODAY)
    said, encoding = said_by_logic(prover.encoding), prover.encoding
    assumed: list[Literal] = []
    free = [*prover.circuit.names, *(literal for literal in said.values() if abs(literal) != TRUE)]
    for literal in data.draw(st.lists(st.sampled_from(free), max_size=12)) if free else ():
        signed = literal * data.draw(st.sampled_from([1, -1]))
        if prover.solver.possible([*assumed, signed]):
            assumed.append(signed)
    model = prover.solver.solve(assumed)
    assert model is not None
    truths = prover.circuit.truths(model)
    answers = answers_of(encoding, truths)
    for name, value in answers.items():
        plain = (
            [dict(part) if isinstance(part, Mapping) else part for part in value] if isinstance(value, tuple) else value
        )
        assert parse(flow.items[name], plain) == value, "a person could give it"
    assert said_by_engine(flow, answers) == {name: holds(truths, literal) for name, literal in said.items()}


@settings(max_examples=tries(8))
@given(richer())
def test_a_witness_replays_to_what_was_asked_for(raw: Raw) -> None:
    flow = make_flow(raw)
    prover = Prover([flow], TODAY)
    for name, literal in said_by_logic(prover.encoding).items():
        truths = prover.find(literal)
        if truths is not None:
            (answers,) = prover.path(literal, partial(_says, flow, name), truths)
            assert said_by_engine(flow, answers)[name]


def _says(flow: Flow, name: str, engines: Iterable[Engine]) -> bool:
    return said_by_engine(flow, _given(engines))[name]


def _given(engines: Iterable[Engine]) -> dict[str, Value]:
    (engine,) = engines
    return {name: value for name, value in zip(engine.ids, engine.given, strict=True) if value is not None}


@settings(max_examples=tries(8))
@given(richer(), st.integers(0, 1_000))
def test_by_chance_draws_only_what_a_person_could_answer(raw: Raw, seed: int) -> None:
    prover = Prover([make_flow(raw)], TODAY)
    width = 32
    drawn = prover.circuit.many(prover.questions.by_chance(seed, width), width)
    every = (1 << width) - 1
    for rule in prover.questions.rules():
        cases = drawn[abs(rule)] if rule > 0 else every ^ drawn[abs(rule)]
        assert cases == every


@settings(max_examples=tries(6))
@given(richer(), st.integers(0, 1_000))
def test_around_known_answers_only_what_a_person_could_answer_is_drawn(raw: Raw, seed: int) -> None:
    prover = Prover([make_flow(raw)], TODAY)
    model = prover.solver.solve([])
    assert model is not None
    rules, width = prover.questions.rules(), 32
    drawn = prover.circuit.many(prover.questions.around(model, seed, width), width, prover.circuit.cone(rules))
    every = (1 << width) - 1
    assert all((drawn[rule] if rule > 0 else every ^ drawn[-rule]) == every for rule in rules)


def test_many_cases_at_once_are_each_what_one_is() -> None:
    circuit = Circuit()
    inputs = [circuit.input(f"i{number}") for number in range(4)]
    circuit.same(circuit.at_most_one(inputs), circuit.any((inputs[0], -inputs[2])))
    cases = list(product([False, True], repeat=4))
    bits = {one: sum(case[place] << number for number, case in enumerate(cases)) for place, one in enumerate(inputs)}
    together = circuit.many(bits, len(cases))
    for number, case in enumerate(cases):
        alone = circuit.truths(dict(zip(inputs, case, strict=True)))
        assert alone == {gate: bool(value >> number & 1) for gate, value in together.items()}


# the circuit on its own

SIGNED = st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=6)


@settings(max_examples=tries(12))
@given(SIGNED, st.integers(0, 4))
def test_gates_do_what_their_names_say(signed: list[tuple[int, bool]], count: int) -> None:
    circuit = Circuit()
    inputs = [circuit.input(str(number)) for number in range(5)]
    parts = [inputs[place] * (1 if plain else -1) for place, plain in signed]
    both, either = circuit.all(parts), circuit.any(parts)
    alone, few = circuit.at_most_one(parts), circuit.at_most(parts, count)
    alike = circuit.same(either, both)
    for case in product([False, True], repeat=5):
        truths = circuit.truths(dict(zip(inputs, case, strict=True)))
        seen = [case[place] is plain for place, plain in signed]
        assert holds(truths, both) is all(seen)
        assert holds(truths, either) is any(seen)
        assert holds(truths, alone) is (sum(seen) <= 1)
        assert holds(truths, few) is (sum(seen) <= count)
        assert holds(truths, alike) is (any(seen) is all(seen))


def test_what_needs_no_gate_makes_none() -> None:
    circuit = Circuit()
    one = circuit.input("een")
    assert (circuit.all(()), circuit.any(())) == (TRUE, FALSE)
    assert (circuit.all((one, TRUE)), circuit.any((one, FALSE)), circuit.all((one, -one))) == (one, one, FALSE)
    assert circuit.gates == {}
    assert circuit.all((one, circuit.input("twee"))) == circuit.all((circuit.all((one,)), 3))
    assert len(circuit.gates) == 1


@given(SIGNED)
def test_the_solver_finds_exactly_what_can_be(signed: list[tuple[int, bool]]) -> None:
    circuit = Circuit()
    inputs = [circuit.input(str(number)) for number in range(5)]
    solver = Solver(circuit, Budget(60))
    solver.require(circuit.at_most(inputs, 2))
    parts = [inputs[place] * (1 if plain else -1) for place, plain in signed]
    wanted = [circuit.all(pair) for pair in combinations(parts, 2)]
    allowed = [case for case in product([False, True], repeat=5) if sum(case) <= 2]
    brute = {
        literal
        for literal in wanted
        if any(holds(circuit.truths(dict(zip(inputs, case, strict=True))), literal) for case in allowed)
    }
    assert solver.reached(wanted, lambda _inputs, _left: ()) == brute
    assert {literal for literal in wanted if solver.possible([literal])} == brute
    for literal in brute:
        model = solver.solve([literal])
        assert model is not None
        assert holds(circuit.truths(model), literal)
    for literal in set(wanted) - brute:
        assert solver.core([literal])


def test_a_solver_without_time_knows_nothing() -> None:
    circuit = Circuit()
    one = circuit.input("een")
    solver = Solver(circuit, Budget(0))
    for ask in (
        lambda: solver.possible([one]),
        lambda: solver.solve([one]),
        lambda: solver.reached([one], lambda _inputs, _left: ()),
    ):
        with pytest.raises(Undecided):
            ask()
    with pytest.raises(Undecided), solver.hurry(1_000):
        solver.possible([one])


def test_a_hurry_ends_with_its_block() -> None:
    solver = Solver(Circuit(), Budget(60))
    with pytest.raises(Undecided), solver.hurry(0):
        solver.possible([TRUE])
    assert solver.possible([TRUE])


@given(
    st.integers(0, 130), st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.dates(date(1990, 1, 1), date(2100, 1, 1))
)
def test_who_is_born_before_that_day_is_so_old(years: int, born: date, today: date) -> None:
    age = whole_years(born.isoformat(), today)
    if age is not None:
        assert (born.toordinal() < born_by(years, today)) is (age >= years)


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)])
@pytest.mark.parametrize("born", [date(2004, 2, 28), date(2004, 2, 29), date(2004, 3, 1), date(2007, 2, 28)])
def test_leap_days_count_as_the_engine_counts_them(today: date, born: date) -> None:
    for years in range(15, 23):
        assert (born.toordinal() < born_by(years, today)) is (cast(int, whole_years(born.isoformat(), today)) >= years)


# what chance seldom draws

TWO_AGES = """\
flow: leeftijden
title: Verzonnen
version: "1"
sources: {s: {title: Geen}}
steps:
  - step: een
    title: Een
    source: s
    items:
      - ask: wie
        kind: entries
        text: Wie?
        source: s
        fields:
          - {field: geboren, kind: date, text: Geboren}
          - {field: nu, kind: number, text: Nu, years_since: geboren}
          - {field: ook, kind: number, text: Ook, years_since: geboren, when: {nu: {below: 9}}}
          - {field: naam, kind: text, text: Naam, when: {ook: {at_least: 3, below: 5}}}
      - {ask: jong, kind: yesno, text: Jong?, source: s, when: {wie: {some: {nu: {below: 5}, ook: {at_least: 18}}}}}
      - {ask: oud, kind: yesno, text: Oud?, source: s, when: {wie: {some: {nu: {at_least: 4}, ook: {below: 4}}}}}
      - {ask: gelijk, kind: yesno, text: Even?, source: s, when: {wie: {some: {nu: 4, geboren: {before: 2000-01-01}}}}}
outcomes:
  - {outcome: open, title: Open, text: Open, source: s}
"""


def test_two_ages_may_follow_from_one_birthday() -> None:
    flow = make_flow(TWO_AGES)
    prover = Prover([flow], TODAY)
    for name in ("jong", "oud", "gelijk"):
        literal = prover.encoding.visible[name]
        truths = prover.find(literal)
        assert truths is not None
        answers = answers_of(prover.encoding, truths)
        assert said_by_engine(flow, answers)[f"shown {name}"]


def test_a_list_needs_a_row_for_each_thing_that_is_said_of_it() -> None:
    flow = make_flow(TWO_AGES)
    prover = Prover([flow], TODAY)
    all_three = [prover.encoding.visible[name] for name in ("jong", "oud", "gelijk")]
    truths = prover.find(*all_three)
    assert truths is not None
    (answers,) = prover.path(
        prover.circuit.all(all_three),
        lambda engines: all(engines[0].visible[engines[0].index[name]] for name in ("jong", "oud", "gelijk")),
        truths,
    )
    assert len(cast("tuple[object, ...]", answers["wie"])) >= 2


@pytest.mark.parametrize("name", ["basis", "onderwijs", "huisarts", "jeugdwerk", "kinderopvang"])
def test_answers_drawn_by_chance_to_a_shipped_flow_do_what_the_logic_says(name: str) -> None:
    flow = load_flow(resources.flows_folder() / f"{name}.yaml")
    prover = Prover([flow], TODAY)
    said, width = said_by_logic(prover.encoding), 12
    drawn = prover.questions.by_chance(7, width)
    for case in range(width):
        truths = prover.circuit.truths({number: bool(bits >> case & 1) for number, bits in drawn.items()})
        answers = answers_of(prover.encoding, truths)
        assert said_by_engine(flow, answers) == {key: holds(truths, literal) for key, literal in said.items()}


def test_a_text_is_given_or_not() -> None:
    flow = make_flow(in_steps([{"ask": "naam", "kind": "text", "text": "Naam?", "source": "s"}]))
    prover = Prover([flow], TODAY)
    assert isinstance(prover.questions.of(flow.items["naam"]), Words)
    both = prover.encoding.truth(condition(flow, "{naam: {answered: false}}"))
    assert prover.find(both.true) is not None
    assert prover.find(both.true, prover.encoding.counts("naam")) is None
