"""One person walks a case: what counts as weighed, what is released, what is kept, and in which words it is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meldcode.desk.prepared import Prepared, fill
from meldcode.flow.loader import load_flow
from meldcode.training.case import Case, Weighing
from meldcode.training.reading import heads, read_case
from meldcode.training.store import PracticeStore
from meldcode.training.walk import Kept, Walk, begun, choices_of, finished_day
from meldcode.training.walk_words import (
    compare_words,
    compared,
    detour,
    difference_lines,
    fragments,
    look_back,
    opening,
    progress_left,
    progress_words,
    taken_up,
    too_soon,
    variant_sections,
    weigh_words,
)
from tests.training.small import Clock, small_case, small_file

DAY = date(2026, 4, 1)
GIVEN = {"acuut_gevaar": "nee", "vermoeden": "onbekend", "acuut_onveilig": "ja"}


def walk_of(case: Case, flow: Any, kept: dict[str, Any] | None = None) -> Walk:
    choices = choices_of(case, flow, kept or {})
    return Walk(case, flow, fill(Prepared(flow, choices, case.today, practice=True), Clock()), kept)


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return walk_of(*small_case(tmp_path))


def weigh(walk: Walk, ask: str, option: str) -> None:
    assert walk.interview.answer(ask, option).error is None
    walk.touch(ask)


def weighing(walk: Walk, ask: str) -> Weighing:
    return next(one for one in walk.stage.weighings if one.ask == ask)


def to_the_end(walk: Walk, **given: str) -> Walk:
    given = {**GIVEN, **given}
    while not walk.ended:
        for one in walk.stage.weighings:
            weigh(walk, one.ask, given[one.ask])
        walk.compare()
        walk.onward(DAY)
    return walk


def said(sections: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}\n{text}" for name, text in sections)


def test_walk_begins_with_an_empty_record_on_the_day_of_the_case(walk: Walk) -> None:
    assert walk.interview.given() == {}
    assert walk.interview.practice
    assert walk.interview.today == walk.case.today
    assert walk.place == 0
    assert [walk.state(one) for one in walk.stage.weighings] == ["open", "open"]
    assert not walk.ready()


def test_an_answer_counts_once_it_is_given_at_this_moment(walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "nee")
    assert walk.state(weighing(walk, "acuut_gevaar")) == "weighed"
    assert walk.next_open() == weighing(walk, "vermoeden")
    weigh(walk, "vermoeden", "nee")
    assert walk.ready()
    walk.compare()
    assert walk.onward(DAY)
    assert walk.state(weighing(walk, "vermoeden")) == "earlier", "the question came back: it is weighed anew"
    assert not walk.ready()
    walk.touch("vermoeden")
    assert walk.state(weighing(walk, "vermoeden")) == "weighed", "confirmed as it was"


def test_taking_an_answer_away_opens_the_weighing_again(walk: Walk) -> None:
    weigh(walk, "vermoeden", "ja")
    walk.interview.answer("vermoeden", None)
    assert walk.state(weighing(walk, "vermoeden")) == "open"


def test_what_was_compared_stays_whatever_is_answered_after_it(walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "ja")
    weigh(walk, "vermoeden", "nee")
    walk.compare()
    weigh(walk, "acuut_gevaar", "nee")
    walk.compare()
    assert walk.given == {(0, "acuut_gevaar"): "ja", (0, "vermoeden"): "nee"}


def test_no_moment_is_released_before_the_last_one_was_compared(walk: Walk) -> None:
    with pytest.raises(ValueError, match="not compared"):
        walk.onward(DAY)


def test_walk_ends_after_the_last_moment_and_remembers_the_day(walk: Walk) -> None:
    to_the_end(walk)
    assert walk.ended
    assert walk.finished == "2026-04-01"
    assert [one.weighing.ask for one in walk.differences()] == ["vermoeden"]
    assert not {"same", "other"} & walk.kept().keys(), "no score is kept"


def test_comparing_early_leaves_out_what_was_not_weighed(walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "nee")
    assert "1 weging" in too_soon(walk)
    walk.compare()
    assert walk.given == {(0, "acuut_gevaar"): "nee"}
    assert [one.ask for _place, one in walk.skipped()] == ["vermoeden"]
    text = said(compared(walk, 0))
    assert "U: niet gewogen" in text
    assert "De expert: Weet ik niet" in text


# a question that is not asked


@pytest.fixture(scope="module")
def journey() -> tuple[Case, Any]:
    """A shipped case with a weighing that is asked only after another question was answered in some way."""
    path = next(head.path for head in heads() if head.id == "de_lange_vakantie")
    return read_case(path)


def hidden_weighing(walk: Walk) -> Weighing:
    place, found = next((at, one) for at, one in walk.case.weighed() if one.ask == "vgv_vertrek")
    walk.place = place
    return found


def test_a_weighing_that_waits_for_another_question_says_which(journey: tuple[Case, Any]) -> None:
    walk = walk_of(*journey)
    found = hidden_weighing(walk)
    assert walk.state(found) == "waits"
    way = walk.way(found.ask)
    assert walk.interview.counts(way.target)
    assert walk.interview.value(way.target) is None
    assert walk.flow.items[way.target].text in said(detour(walk, found, way))
    assert not walk.ready()


def test_looking_for_the_way_changes_no_answer(journey: tuple[Case, Any]) -> None:
    walk = walk_of(*journey)
    walk.interview.answer("acuut_gevaar", "nee")
    before = (walk.interview.given(), walk.interview.position(), len(walk.interview.store.events()))
    walk.way(hidden_weighing(walk).ask)
    assert (walk.interview.given(), walk.interview.position(), len(walk.interview.store.events())) == before


def test_a_weighing_that_is_not_on_the_path_is_passed_by_and_explained(journey: tuple[Case, Any]) -> None:
    walk = walk_of(*journey)
    found = hidden_weighing(walk)
    for _turn in range(9):
        way = walk.way(found.ask)
        if way.state != "waits":
            break
        item = walk.flow.items[way.target]
        other = next(one.id for one in item.options if one.id not in {"vgv", "kind"})
        walk.interview.answer(item.id, [other] if item.kind == "many" else other)
    assert walk.state(found) == "apart"
    way = walk.way(found.ask)
    assert not way.target
    text = said(detour(walk, found, way))
    assert all(walk.flow.items[name].text in text for name in way.because)
    assert "U kunt gewoon verder" in text
    for one in walk.stage.weighings:
        if one is not found:
            weigh(walk, one.ask, one.answer)
    assert walk.ready(), "it holds nobody up"
    walk.compare()
    assert "U: niet gesteld op uw weg" in said(compared(walk, walk.place))


# what is kept


def test_only_choices_are_kept_never_what_was_typed(walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "nee")
    walk.interview.answer("gemeente", "Zwolle")
    walk.interview.answer("signalen", [{"bron": "zelf_gezien", "feit": "Kind A huilde."}])
    kept = walk.kept()
    assert kept["given"] == {"acuut_gevaar": "nee"}
    assert "Zwolle" not in json.dumps(kept)
    assert "huilde" not in json.dumps(kept)


def test_who_comes_back_goes_on_at_the_same_moment_with_the_same_choices(tmp_path: Path, walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "nee")
    weigh(walk, "vermoeden", "ja")
    walk.compare()
    walk.onward(DAY)
    weigh(walk, "vermoeden", "ja")
    kept = json.loads(json.dumps(walk.kept()))
    back = walk_of(*small_case(tmp_path), kept)
    assert back.place == 1
    assert back.given == walk.given
    assert back.interview.given() == walk.interview.given()
    assert [back.state(one) for one in back.stage.weighings] == [walk.state(one) for one in walk.stage.weighings]
    assert "niet bewaard" in taken_up(back)
    assert not taken_up(walk_of(*small_case(tmp_path)))


def test_progress_of_another_version_of_the_case_is_not_gone_on_with(tmp_path: Path, walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "nee")
    kept = to_the_end(walk).kept() | {"version": "0"}
    back = walk_of(*small_case(tmp_path), kept)
    assert (back.place, back.given, back.interview.given(), back.ended) == (0, {}, {}, False)


@pytest.mark.parametrize(
    "rubbish",
    [
        {"stage": 99, "weighed": "ja", "touched": 3, "given": [1]},
        {"stage": -1, "weighed": [[0, "bestaat_niet", "ja"], [0, "vermoeden", "soms"], ["x"]], "touched": [{}]},
        {"stage": "1", "given": {"bestaat_niet": "ja", "vermoeden": "soms", "gemeente": "Zwolle"}, "finished": "ooit"},
    ],
)
def test_rubbish_in_the_file_of_progress_is_read_over(tmp_path: Path, rubbish: dict[str, Any]) -> None:
    walk = walk_of(*small_case(tmp_path), {"version": "1", **rubbish})
    assert (walk.place, walk.given, walk.finished) == (0, {}, "")
    assert walk.interview.given() == {}


def test_progress_stands_in_the_store_of_practice_and_in_the_list(tmp_path: Path, walk: Walk) -> None:
    kept = Kept(PracticeStore(tmp_path / "data"))
    assert kept.of(walk.case.id) == {}
    assert progress_words({}) == ""
    weigh(walk, "acuut_gevaar", "nee")
    kept.put(walk)
    assert begun(kept.of(walk.case.id))
    assert progress_words(kept.of(walk.case.id)) == "u bent bezig"
    kept.put(to_the_end(walk))
    again = kept.of(walk.case.id)
    assert not begun(again)
    assert finished_day(again) == "2026-04-01"
    assert progress_words(again) == "gedaan op 1 april 2026"
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["oefenen"]


# words


def test_what_a_fragment_was_is_told_only_after_comparing(walk: Walk) -> None:
    assert fragments(walk, 0).startswith("Kind A huilt")
    assert "Leidt af" not in fragments(walk, 0)
    weigh(walk, "acuut_gevaar", "nee")
    weigh(walk, "vermoeden", "nee")
    assert weigh_words(walk, weighing(walk, "vermoeden")) == "uw antwoord: Nee"
    assert (compare_words(walk), progress_left(walk)) == ("Vergelijk met de expert", "Alles van dit moment is gewogen")
    walk.compare()
    assert "Leidt af. De fiets van kind A is stuk." in fragments(walk, 0)
    assert "Spreekt het vermoeden tegen. Ouder B lacht" in fragments(walk, 0)
    walk.onward(DAY)
    assert fragments(walk, 1).startswith("Kind A durft")
    assert weigh_words(walk, weighing(walk, "vermoeden")) == "eerder: Nee. Blijft dat zo?"


def test_comparison_says_both_answers_why_by_which_source_and_what_tempts(walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "nee")
    weigh(walk, "vermoeden", "nee")
    walk.compare()
    text = said(compared(walk, 0))
    assert "U en de expert: Nee" in text
    assert "2. Denkt u nu aan een vermoeden?\nU: Nee\nDe expert: Weet ik niet" in text
    assert "U weet nog weinig." in text
    assert "Verzonnen lesboek (2026)" in text
    assert "Wat «Nee» verleidelijk maakt: U wilt er niet aan." in text
    assert "Wat zag u, en wat dacht u erbij?" in text
    assert "Met de antwoorden van de expert: «Vraag eerst advies aan Veilig Thuis».\nMet uw antwoorden" in text


def test_looking_back_says_what_a_difference_would_have_meant_without_a_verdict(walk: Walk) -> None:
    to_the_end(walk, acuut_gevaar="ja", vermoeden="ja")
    text = said(look_back(walk))
    assert "Bij 2 wegingen." in text
    assert "Met uw antwoord is de uitkomst: «De norm vraagt een melding bij Veilig Thuis»." in text
    assert "Met uw antwoord komt er deze waarschuwing: Bel nu 112." in text
    assert "Wat neemt u mee?" in text
    assert not [word for word in ("fout", "goed zo", "score", "punten", "onjuist") if word in text.lower()]


def test_a_difference_that_the_norm_does_not_mind_is_said_to_be_one(walk: Walk) -> None:
    to_the_end(walk, acuut_onveilig="onbekend", vermoeden="ja")
    told = {one.weighing.ask: "\n".join(difference_lines(walk, one)) for one in walk.differences()}
    for one in walk.differences():
        same = "in beide gevallen" in told[one.weighing.ask]
        assert same is not one.matters, one.weighing.ask
    assert "acuut_onveilig" in told


def test_who_weighed_all_as_the_expert_or_nothing_hears_that(tmp_path: Path, walk: Walk) -> None:
    while not walk.ended:
        for one in walk.stage.weighings:
            weigh(walk, one.ask, one.answer)
        walk.compare()
        walk.onward(DAY)
    assert "Nergens" in said(look_back(walk))
    idle = walk_of(*small_case(tmp_path))
    idle.compare()
    assert "U woog niets" in said(look_back(idle))


def test_variants_say_what_the_norm_asks_then(walk: Walk) -> None:
    text = said(variant_sections(walk, walk.case.variants[1]))
    assert "«De norm vraagt een melding bij Veilig Thuis»." in text
    assert "Dan gaat hulp voor." in text


def test_a_case_for_an_older_flow_says_so_and_can_be_walked(tmp_path: Path) -> None:
    path = small_file(tmp_path)
    path.write_text(path.read_text("utf-8").replace('flow_version: "2026.3"', 'flow_version: "2025.1"'), "utf-8")
    older = walk_of(*read_case(path))
    text = said(opening(older))
    assert f"versie 2025.1 van de vragenlijst. U loopt het in versie {load_flow('onderwijs').version}" in text
    assert to_the_end(older).ended


# the way on, and going on as the story does


def test_the_way_on_goes_along_the_weighings_and_holds_nobody(walk: Walk) -> None:
    first, second = walk.stage.weighings
    assert walk.following({"acuut_gevaar"}, "acuut_gevaar") == "", "nothing was weighed yet"
    weigh(walk, "acuut_gevaar", "nee")
    assert walk.following({"acuut_gevaar"}, "acuut_gevaar") is second
    assert walk.following({"acuut_gevaar", "vermoeden"}, "acuut_gevaar") is second, "on the same page too"
    assert walk.following({"acuut_gevaar", "vermoeden"}, "vermoeden") == "", "who leaves it open goes on"
    assert walk.following({"betrokkene"}, "betrokkene") == "", "elsewhere the record goes on as it does"
    weigh(walk, "betrokkene", "kind")
    assert walk.following({"betrokkene"}, "betrokkene", "betrokkene") is second, "it was gone to for a weighing"
    weigh(walk, "vermoeden", "nee")
    assert walk.following({"vermoeden"}, "vermoeden") == "compare"
    walk.compare()
    assert walk.following({"vermoeden"}, "vermoeden") == ""
    assert first.ask in walk.touched


def test_the_experts_answers_are_taken_over_only_when_asked_for_and_after_comparing(walk: Walk) -> None:
    weigh(walk, "acuut_gevaar", "ja")
    weigh(walk, "vermoeden", "onbekend")
    with pytest.raises(ValueError, match="compared"):
        walk.adopt()
    walk.compare()
    assert walk.interview.value("acuut_gevaar") == "ja", "the own record holds own answers"
    assert [one.ask for one in walk.apart()] == ["acuut_gevaar"]
    walk.adopt()
    assert walk.interview.value("acuut_gevaar") == "nee"
    assert walk.apart() == []
    assert walk.given[0, "acuut_gevaar"] == "ja", "for the look back"
    assert [one.given for one in walk.differences()] == ["ja"]
