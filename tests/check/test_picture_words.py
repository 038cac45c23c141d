"""A condition in words: readable, unambiguous, and there whatever the condition holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.check.picture.words import answer_words, condition_words
from meldcode.flow.model import Combination, Condition, Test
from meldcode.flow.order import conditions_of
from meldcode.text import one_line
from tests.flow.forms import condition, make_flow
from tests.flows.helper import ALL, flow_of

FLOW = make_flow(
    """
flow: woorden
title: Verzonnen vragen
version: "1"
sources: {s: {title: Geen}}
steps:
  - step: stap
    title: Stap
    source: s
    items:
      - {ask: letsel, kind: yesno, text: "Is er letsel?", source: s}
      - {ask: wie, kind: one, text: "Wie is het?", source: s, options: {kind: Kind, zus: Broer of zus, oma: Oma}}
      - {ask: vorm, kind: many, text: "Welke vorm?", source: s, options: {a: Slaan, b: Schreeuwen}}
      - {ask: aantal, kind: number, text: "Hoeveel kinderen?", source: s}
      - {ask: dag, kind: date, text: "Wanneer was het?", source: s}
      - {ask: woorden, kind: text, text: "Wat zei het kind?", source: s}
      - ask: personen
        kind: entries
        text: Om wie gaat het?
        source: s
        fields:
          - {field: rol, kind: one, text: Rol, options: {kind: Kind, ouder: Ouder}}
          - {field: geboren, kind: date, text: Geboren}
          - {field: leeftijd, kind: number, text: Leeftijd, years_since: geboren}
alerts:
  - {alert: bel, when: {letsel: ja}, text: Bel nu, source: s}
  - {alert: wacht, when: {letsel: nee}, text: Wacht even, source: s}
norms:
  - {norm: norm_1, given: {letsel: ja}, require: {outcome: melden}, title: Eerste norm, text: Meld, source: s}
outcomes:
  - {outcome: melden, when: {letsel: ja}, report: true, title: Melden, text: Meld, source: s}
  - {outcome: open, title: Nog open, text: Open, source: s}
"""
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{letsel: ja}", "«Is er letsel?»: Ja"),
        ("{letsel: [onbekend, ja]}", "«Is er letsel?»: Ja of Weet ik niet"),
        ("{wie: [zus, kind]}", "«Wie is het?»: Kind of ‘Broer of zus’"),
        ("{letsel: ja, vorm: b}", "«Is er letsel?»: Ja en «Welke vorm?»: Schreeuwen"),
        ("{letsel: [ja, onbekend], wie: kind}", "(«Is er letsel?»: Ja of Weet ik niet) en «Wie is het?»: Kind"),
        ("{any: [{vorm: a}, {letsel: ja}, {vorm: b}]}", "«Welke vorm?»: Slaan of Schreeuwen of «Is er letsel?»: Ja"),
        (
            "{any: [{letsel: ja, wie: oma}, {letsel: nee}]}",
            "(«Is er letsel?»: Ja en «Wie is het?»: Oma) of «Is er letsel?»: Nee",
        ),
        (
            "{not: {any: [{letsel: ja}, {wie: oma}]}}",
            "niet («Is er letsel?»: Ja of «Wie is het?»: Oma)",
        ),
        ("{woorden: {answered: true}}", "«Wat zei het kind?» is beantwoord"),
        ("{woorden: {answered: false}}", "«Wat zei het kind?» is niet beantwoord"),
        ("{aantal: [3, 1]}", "«Hoeveel kinderen?»: 1 of 3"),
        ("{aantal: {below: 3}}", "«Hoeveel kinderen?»: minder dan 3"),
        ("{aantal: {at_least: 1}}", "«Hoeveel kinderen?»: minstens 1"),
        ("{dag: {before: 2026-03-02}}", "«Wanneer was het?»: vóór 2 maart 2026"),
        ("{dag: {days_ago: {below: 8}}}", "«Wanneer was het?»: minder dan 8 dagen geleden"),
        ("{dag: {days_ago: {at_least: 1}}}", "«Wanneer was het?»: minstens 1 dag geleden"),
        ("{personen: {count: {at_least: 1}}}", "«Om wie gaat het?»: minstens 1 regel"),
        (
            "{personen: {count: {at_least: 2, below: 4}}}",
            "«Om wie gaat het?»: minstens 2 regels en minder dan 4 regels",
        ),
        ("{personen: {some: {rol: kind}}}", "«Om wie gaat het?»: een regel met «Rol»: Kind"),
        (
            "{personen: {some: {rol: kind, leeftijd: {below: 12}}}}",
            "«Om wie gaat het?»: een regel met («Rol»: Kind en «Leeftijd»: jonger dan 12)",
        ),
        (
            "{personen: {some: {leeftijd: {at_least: 16}}}}",
            "«Om wie gaat het?»: een regel met «Leeftijd»: 16 of ouder",
        ),
        ("{outcome: [open, melden]}", "uitkomst: «Melden» of «Nog open»"),
        ("{norm: norm_1}", "norm geldt: «Eerste norm»"),
        ("{any: [{alert: wacht}, {alert: bel}]}", "waarschuwing: «Bel nu» of «Wacht even»"),
    ],
)
def test_a_condition_reads_as_a_person_would_say_it(written: str, said: str) -> None:
    assert condition_words(FLOW, condition(FLOW, written)) == said


def test_things_are_called_as_the_caller_wants() -> None:
    found = condition(FLOW, "{letsel: ja, norm: norm_1}")
    assert condition_words(FLOW, found, lambda node: f"<{node[1]}>") == "<letsel>: Ja en norm geldt: <norm_1>"


def test_words_are_in_the_language_in_use() -> None:
    i18n.use("en")
    said = condition_words(FLOW, condition(FLOW, "{letsel: [ja, onbekend]}"))
    assert "Yes" in said
    assert "Ja" not in said


def test_an_arrow_says_only_the_answer() -> None:
    for written, said in {
        "{letsel: [ja, nee]}": "Ja of Nee",
        "{aantal: {below: 2}}": "minder dan 2",
        "{woorden: {answered: true}}": "beantwoord",
        "{norm: norm_1}": "geldt",
        "{alert: bel}": "staat aan",
    }.items():
        test = condition(FLOW, written)
        assert isinstance(test, Test)
        assert answer_words(FLOW, test) == said


@pytest.mark.parametrize("name", ALL)
def test_every_condition_of_a_shipped_flow_has_words_without_ids(name: str) -> None:
    flow = flow_of(name)
    ids = {item.id for item in flow.items.values() if "_" in item.id}
    for parts in conditions_of(flow).values():
        for part in parts:
            said = condition_words(flow, part)
            assert said
            assert not {word for word in ids if word in said}


REFS = st.sampled_from([*FLOW.items, "outcome", "norm", "alert", "bestaat_niet"])
OPS = st.sampled_from(["is", "answered", "below", "at_least", "before", "days_ago", "count", "some", "nieuw"])
BOUNDS = st.lists(st.tuples(st.sampled_from(["below", "at_least"]), st.integers()), max_size=2).map(tuple)
OPERANDS = st.one_of(
    st.frozensets(st.one_of(st.text(max_size=5), st.integers())), st.booleans(), st.integers(), st.text(), BOUNDS
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(Test, REFS, OPS, OPERANDS),
    lambda inner: st.one_of(
        st.builds(Combination, st.sampled_from(["all", "any", "not"]), st.lists(inner, max_size=3).map(tuple)),
        st.builds(Test, REFS, st.just("some"), inner),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
def test_there_are_words_for_whatever_a_condition_holds(found: Condition) -> None:
    said = condition_words(FLOW, found)
    assert said
    assert said == one_line(said)
