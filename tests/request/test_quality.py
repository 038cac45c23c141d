"""The quality check asks what a good colleague would ask, and never more than it can defend.

All persons and cases are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode import i18n
from meldcode.flow.model import Entry, Field, Flow, Item, RequestKind, Value
from meldcode.request.quality import Doubt, doubts
from tests.effort import tries
from tests.request.cases import EXAMPLES, FLOWS, TODAY, by_hand, everything, example, flow

FACT: Entry = {"datum": "2026-02-10", "bron": "zelf_gezien", "over": "kind A", "feit": "Kwam om tien uur binnen."}
TALK: Entry = {
    "datum": "2026-02-12",
    "met": "kind",
    "verslag": "Wij spraken over school.",
    "eigen_woorden": "«Het gaat.»",
}
PARENT: Entry = {"rol": "ouder", "naam": "onbekend", "leeftijd": 35, "gezag": "ja", "geinformeerd": "ja"}
CHILD: Entry = {"rol": "kind", "naam": "onbekend", "leeftijd": 9}
GOOD: dict[str, Value] = {
    "betrokkene": "kind",
    "gemeente": "Zwolle",
    "signalen": (FACT,),
    "personen": (CHILD, PARENT),
    "gesprek_kind": "ja",
    "gesprekken": (TALK,),
    "krachten": "Oma past vaak op.",
}
HARSH = (
    "Er wordt gezegd dat vader slaat. Moeder is agressief. Volgens mij heeft kind A adhd. Het is duidelijk dat het "
    "thuis niet goed gaat en dat moeder het sinds de verhuizing naar de flat aan de rand van de stad niet meer aankan, "
    "zeker niet nu de jongste ook nog ziek is. De problematiek is groot.\n"
)


def check(
    changes: Mapping[str, Value | None] | None = None, kind: RequestKind = "report", name: str = "onderwijs"
) -> list[Doubt]:
    """The doubts about a case without any, after these changes; None takes an answer away."""
    answers = {key: value for key, value in {**GOOD, **(changes or {})}.items() if value is not None}
    case = by_hand(flow(name), answers)
    return list(doubts(case.flow, case.position, kind, TODAY))


def places(found: list[Doubt]) -> list[tuple[str, str, int, str]]:
    return [(doubt.id, doubt.question, doubt.row, doubt.field) for doubt in found]


def without(entry: Entry, *names: str) -> Entry:
    return {key: value for key, value in entry.items() if key not in names}


def with_attachments(day: str) -> list[Doubt]:
    """The doubts when the flow asks for attachments and one of this day is noted."""
    found = flow("onderwijs")
    columns = (Field("wat", "text", "Wat is het", one_line=True), Field("datum", "date", "Van welke dag"))
    item = Item("bijlagen", "entries", "beslissen", "Welke bijlagen zijn er?", fields=columns)
    if "bijlagen" not in found.items:
        found = replace(found, items={**found.items, item.id: item})
    case = by_hand(flow("onderwijs"), {**GOOD, "bijlagen": ({"wat": "brief", "datum": day},)})
    return list(doubts(found, case.position, "report", TODAY))


@pytest.mark.parametrize("kind", ["advice", "report"])
def test_a_case_in_which_nothing_is_left_to_ask_gets_no_question(kind: RequestKind) -> None:
    assert check(kind=kind) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_shipped_example_gets_no_question_for_its_own_kind_of_request(name: str) -> None:
    case = example(name)
    kind: RequestKind = "advice" if name.endswith("advies") else "report"
    assert doubts(case.flow, case.position, kind, case.today) == ()


@pytest.mark.parametrize("kind", ["advice", "report"])
@pytest.mark.parametrize(
    ("missing", "doubt"),
    [("datum", "fact_without_date"), ("bron", "fact_without_source"), ("feit", "fact_without_text")],
)
def test_a_fact_that_lacks_something_is_asked_about_at_that_field(kind: RequestKind, missing: str, doubt: str) -> None:
    other = {**FACT, "feit": "Huilde in de gang."}
    found = check({"signalen": (other, without(FACT, missing))}, kind)
    assert places(found) == [(doubt, "signalen", 1, missing)]
    assert "feit 2" in found[0].ask


def test_a_fact_heard_from_somebody_else_is_asked_of_whom() -> None:
    heard = {**FACT, "bron": "gehoord_van_ander"}
    assert places(check({"signalen": (heard,)})) == [("opinion_without_owner", "signalen", 0, "feit")]
    assert check({"signalen": ({**heard, "feit": "De buurvrouw zag kind A buiten slapen."},)}) == []
    assert check({"signalen": ({**heard, "feit": "Dat hoorde ik van Anja, zij zag het."},)}) == []


@pytest.mark.parametrize("source", ["gehoord_van_kind", "gehoord_van_ouder"])
def test_what_a_child_or_parent_said_is_theirs(source: str) -> None:
    texts = ("Papa is agressief.", "Wordt thuis geslagen door papa.", "Heeft adhd.")
    facts = tuple({**FACT, "bron": source, "feit": text} for text in texts)
    assert check({"signalen": facts}) == []


def test_an_opinion_in_its_own_place_is_not_asked_about() -> None:
    assert check({"signalen": ({**FACT, "duiding": "Ik vind dat moeder raar doet. Het komt door de drukte."},)}) == []


def test_a_doctor_may_use_the_words_of_a_doctor() -> None:
    facts: dict[str, Value] = {"signalen": ({**FACT, "feit": "Moeder is depressief."},)}
    assert [doubt.id for doubt in check(facts)] == ["clinical_word"]
    assert check(facts, name="huisarts") == []
    assert check({**facts, "eigen_functie": "gedragswetenschapper"}, name="jeugdwerk") == []


def test_the_same_diagnosis_is_asked_about_once_and_not_when_a_doctor_is_named_elsewhere() -> None:
    facts = tuple({**FACT, "feit": text} for text in ("Kind A is autistisch.", "Door autisme is het druk in de klas."))
    assert places(check({"signalen": facts})) == [("clinical_word", "signalen", 0, "feit")]
    doctor = {**FACT, "datum": "2026-02-11", "feit": "De kinderarts stelde autisme vast."}
    assert check({"signalen": (*facts, doctor)}) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"geinformeerd": "nee"}, "niet_geinformeerd_reden"), ({}, "geinformeerd")],
)
def test_a_parent_who_was_not_told_is_asked_about_unless_a_reason_stands_there(change: Entry, field: str) -> None:
    parent = {**without(PARENT, "geinformeerd"), **change}
    assert places(check({"personen": (CHILD, parent)})) == [("not_told", "personen", 1, field)]
    assert check({"personen": (CHILD, {**parent, "niet_geinformeerd_reden": "Te gevaarlijk voor kind A."})}) == []
    assert check({"personen": (CHILD, parent)}, "advice") == []


def test_a_guardian_counts_as_a_parent_and_a_neighbour_does_not() -> None:
    other = {"rol": "ander", "naam": "onbekend", "geinformeerd": "nee"}
    assert [doubt.id for doubt in check({"personen": ({**other, "gezag": "ja"},)})] == ["not_told"]
    assert check({"personen": (other,)}) == []


def test_the_childs_own_words_are_missed_only_when_they_are_nowhere() -> None:
    silent = (without(TALK, "eigen_woorden"),)
    assert places(check({"gesprekken": silent})) == [("no_word_of_child", "gesprekken", 0, "eigen_woorden")]
    assert check({"gesprekken": silent}, "advice") == []
    assert check({"gesprekken": silent, "disclosure_woorden": "«Papa slaat.»"}) == []
    heard = {**FACT, "bron": "gehoord_van_kind", "feit": "Kind A zei: «Ik wil naar oma.»"}
    assert check({"gesprekken": silent, "signalen": (heard,)}) == []
    assert check({"gesprekken": silent, "betrokkene": "oudere"}) == []


def test_no_talk_with_the_child_needs_a_reason_and_nothing_else() -> None:
    none: dict[str, Value | None] = {"gesprekken": None, "gesprek_kind": "nee"}
    assert places(check(none)) == [("no_word_of_child", "gesprek_kind_niet_reden", -1, "")]
    assert check({**none, "gesprek_kind_niet_reden": "Kind A is één jaar."}) == []
    assert places(check({**none, "gesprek_kind": None})) == [("no_word_of_child", "gesprek_kind", -1, "")]


def test_a_report_asks_for_a_strength_and_takes_not_known_for_an_answer() -> None:
    assert places(check({"krachten": None})) == [("no_strength", "krachten", -1, "")]
    assert places(check({"krachten": "Geen"})) == [("no_strength", "krachten", -1, "")]
    assert check({"krachten": "Niet bekend"}) == []
    assert check({"krachten": None}, "advice") == []


def test_an_attachment_is_old_the_day_after_its_year() -> None:
    assert with_attachments("2025-03-02") == []
    found = with_attachments("2025-03-01")
    assert places(found) == [("old_attachment", "bijlagen", 0, "datum")]
    assert "1 maart 2025" in found[0].ask


def test_a_day_that_is_still_to_come_is_asked_about() -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert check({"signalen": ({**FACT, "datum": TODAY.isoformat()},)}) == []
    assert places(check({"signalen": ({**FACT, "datum": tomorrow},)})) == [("future_date", "signalen", 0, "datum")]
    born = {**without(CHILD, "leeftijd"), "geboortedatum": tomorrow}
    found = check({"personen": (born,)})
    assert places(found) == [("future_date", "personen", 0, "geboortedatum")]
    assert found[0].quote == ""
    assert check({"personen": (born,), "betrokkene": "ongeboren_kind"}) == []


@pytest.mark.parametrize(
    ("person", "field"),
    [
        ({**CHILD, "geboortedatum": "2014-05-03"}, "leeftijd"),
        ({**CHILD, "leeftijd": 43}, "leeftijd"),
        ({**PARENT, "leeftijd": 9}, "leeftijd"),
        ({**without(PARENT, "leeftijd"), "geboortedatum": "1900-01-01"}, "geboortedatum"),
    ],
)
def test_an_age_that_does_not_fit_is_asked_about(person: Entry, field: str) -> None:
    assert places(check({"personen": (person,)})) == [("age_does_not_fit", "personen", 0, field)]


def test_a_grown_up_child_is_no_mistake_where_an_adult_is_concerned() -> None:
    assert check({"personen": ({**CHILD, "leeftijd": 50},), "betrokkene": "oudere"}) == []
    assert check({"personen": ({**CHILD, "leeftijd": 8, "geboortedatum": "2017-05-03"},)}) == []


def test_a_municipality_that_is_not_known_is_asked_about_with_names_alike() -> None:
    found = check({"gemeente": "Zwole"}, "advice")
    assert places(found) == [("unknown_municipality", "gemeente", -1, "")]
    assert "Zwolle" in found[0].ask
    other = check({"personen": ({**PARENT, "gemeente": "Xyzstad"},)})
    assert places(other) == [("unknown_municipality", "personen", 0, "gemeente")]
    assert check({"personen": ({**PARENT, "gemeente": "Onbekend"},)}) == []


def test_a_number_that_is_no_bsn_is_asked_about_without_showing_it() -> None:
    found = check({"personen": ({**PARENT, "bsn": "123456789"},)})
    assert places(found) == [("bad_bsn", "personen", 0, "bsn")]
    assert "123456789" not in repr(found[0])
    assert check({"personen": ({**PARENT, "bsn": "999999990"},)}) == []
    assert check({"personen": ({**PARENT, "bsn": "onbekend"},)}) == []


def test_the_same_fact_twice_on_one_day_is_asked_about_and_on_two_days_it_is_not() -> None:
    again = check({"signalen": (FACT, {**FACT, "feit": "kwam om  tien uur binnen."})})
    assert places(again) == [("same_text", "signalen", 1, "feit")]
    assert check({"signalen": (FACT, {**FACT, "datum": "2026-02-11"})}) == []


def test_a_long_text_in_two_places_is_asked_about() -> None:
    text = "Er is geen teken van direct gevaar, en er loopt al hulp."
    found = check({"tegensignalen": text, "krachten": text})
    assert places(found) == [("same_text", "krachten", -1, "")]


@pytest.mark.parametrize(
    "text",
    [
        "The mother is depressed and people say that the father has borderline and adhd, it is a trauma.",
        "Die Mutter ist depressiv und hat borderline, der Vater ist narcistisch und das Kind wird immer verwaarloosd.",
        "La mère est agressive, elle a un trauma et le père est borderline, on dit qu'il est toujours absent le soir.",
        "Anne depresyonda ve baba her gece eve geç geliyor, borderline, komşular bunu her zaman söylüyor ve görüyor.",
        "Matka jest smutna, ojciec często krzyczy, trauma, a dzieci nie chodzą do szkoły od dwóch tygodni.",
        "الأم حزينة والأب غائب دائما والأطفال لا يذهبون إلى المدرسة منذ أسبوعين كاملين تقريبا الآن",
    ],
)
def test_a_text_in_another_language_is_not_read(text: str) -> None:
    assert check({"signalen": ({**FACT, "feit": text},)}) == []
    assert places(check({"signalen": (without({**FACT, "feit": text}, "datum"),)})) == [
        ("fact_without_date", "signalen", 0, "datum")
    ]


def test_an_advice_asks_whose_opinion_it_is_but_not_how_it_reads() -> None:
    found = check({"signalen": ({**FACT, "feit": HARSH},)}, "advice")
    assert {doubt.id for doubt in found} == {
        *("opinion_without_owner", "opinion_in_fact", "clinical_word", "hypothesis_not_marked")
    }
    more = {doubt.id for doubt in check({"signalen": ({**FACT, "feit": HARSH},)})}
    assert more - {doubt.id for doubt in found} == {"hard_sentence"}


def test_a_report_reads_the_account_of_a_talk_and_leaves_the_childs_words_alone() -> None:
    found = check({"gesprekken": ({**TALK, "verslag": "Moeder deed raar.", "eigen_woorden": HARSH},)})
    assert places(found) == [("opinion_in_fact", "gesprekken", 0, "verslag")]
    assert found[0].quote == "Moeder deed raar."


def test_doubts_stand_in_the_order_of_the_flow() -> None:
    found = check({"krachten": None, "signalen": (without(FACT, "bron"), without(FACT, "datum")), "gemeente": "Xyz"})
    assert [doubt.id for doubt in found] == [
        *("unknown_municipality", "fact_without_source", "fact_without_date", "no_strength")
    ]


def test_a_key_stays_with_the_same_words_and_changes_with_them() -> None:
    text = "Moeder is agressief."
    first, again = (check({"signalen": ({**FACT, "feit": text},)})[0].key for _time in range(2))
    changed = check({"signalen": ({**FACT, "feit": "Moeder was agressief."},)})[0].key
    assert first == again != changed
    assert "agressief" not in first


def test_a_question_speaks_the_language_of_the_app() -> None:
    with i18n.speaking("en"):
        found = check({"signalen": (without(FACT, "datum"),)})
    assert found[0].ask == "No date is given for fact 1. Do you still know roughly when this was?"


def test_every_question_has_words_and_a_reason() -> None:
    for name in FLOWS:
        for kind in ("advice", "report"):
            for doubt in harsh(flow(name), kind):
                assert doubt.ask.strip()
                assert doubt.why.strip()
                assert doubt.question in flow(name).items


def harsh(found: Flow, kind: RequestKind) -> tuple[Doubt, ...]:
    case = by_hand(found, everything(found, lambda _place: HARSH))
    return doubts(found, case.position, kind, TODAY)


@pytest.mark.parametrize("name", FLOWS)
def test_what_the_amhk_answered_later_is_not_read(name: str) -> None:
    assert not [doubt for doubt in harsh(flow(name), "report") if doubt.question.startswith("vt_")]


TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(
        [
            *("er", "wordt", "gezegd", "vader", "agressief", "ADHD", "volgens", "mij", "het", "is", "duidelijk", "dat"),
            *(
                "«",
                "»",
                "'",
                '"',
                "“",
                ".",
                "?",
                "\n",
                "mishandeld",
                "ﬀ",
                "İ",
                "e\u0301",
                "\u202e",
                "\x00",
                "problematiek",
            ),
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=tries(60))
@given(
    name=st.sampled_from(FLOWS),
    texts=st.lists(TEXTS, min_size=1, max_size=6),
    kind=st.sampled_from(["advice", "report"]),
)
def test_no_text_in_any_answer_breaks_it_and_keys_are_unique(name: str, texts: list[str], kind: RequestKind) -> None:
    found = flow(name)
    turn = iter(range(10**6))
    case = by_hand(found, everything(found, lambda _place: texts[next(turn) % len(texts)]))
    asked = doubts(found, case.position, kind, TODAY)
    assert len({doubt.key for doubt in asked}) == len(asked)
    assert asked == doubts(found, case.position, kind, TODAY)


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "datum": st.dates(date(2025, 1, 1), TODAY).map(date.isoformat),
        "bron": st.sampled_from(["zelf_gezien", "gehoord_van_kind", "gehoord_van_ander", "document"]),
        "feit": TEXTS,
        "duiding": TEXTS,
    },
)


@settings(max_examples=tries(100))
@given(facts=st.lists(FACTS, min_size=1, max_size=6, unique_by=lambda fact: fact.get("feit")), data=st.data())
def test_adding_a_missing_date_takes_away_exactly_that_question(facts: list[Entry], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(facts) - 1))
    facts[row] = without(facts[row], "datum")
    dated = [{**fact, "datum": "2026-01-05"} if at == row else fact for at, fact in enumerate(facts)]
    before, after = check({"signalen": tuple(facts)}), check({"signalen": tuple(dated)})
    gone = [doubt for doubt in before if doubt not in after]
    assert places(gone) == [("fact_without_date", "signalen", row, "datum")]
    assert [doubt for doubt in after if doubt not in before] == []


@pytest.mark.parametrize(
    "hostile",
    [
        *("'a" * 10_000, " 'a" * 6_666, "„“" * 10_000, "«" * 20_000, "„a“ " * 5_000, "a." * 10_000, "x" * 20_000),
        *("is " * 6_666, "wordt er " * 2_222, "zei ik " * 2_857, "parentificatie " * 1_333),
    ],
)
def test_a_strange_text_of_the_greatest_length_is_read_in_one_go(hostile: str) -> None:
    fact: Entry = {**FACT, "feit": hostile, "duiding": hostile[::-1]}
    assert all(doubt.question == "signalen" for doubt in check({"signalen": (fact,) * 3}))
