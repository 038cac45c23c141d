"""What holds for every text and every dossier; all names are invented, most of them by chance."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, example, given
from hypothesis import strategies as st

from meldcode.screening import Known, Mark, fold, replaced, scan

TODAY = date(2026, 3, 1)
FRAGMENTS = st.sampled_from(
    (
        *(
            "Sem",
            "sem de wit",
            "juf",
            "Juf Anja",
            "mw.",
            "van",
            "den",
            "Berg",
            "de",
            "Wit",
            "kind A",
            "zei",
            "heeft",
            "en",
        ),
        *("06 8765 4321", "3 mei", "3-5-2017", "op", "1234", "AB", "3511 AB", "NL91ABNA0417164300", "123456782", "12"),
        *("Vlierbloemlaan 12", "obs De Vlinder", "In Hengelo", "a@b.nl", "@sem", "12-ABC-3", "[naam]", "[datum]", "\n"),
        *(". ", ",", "-", "'s", "(", ")", '"', "Raad voor de Kinderbescherming", "0800-2000", "heet", "ene", "é", "S."),
    )
)
SPACED = st.lists(FRAGMENTS, max_size=14).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), SPACED, st.lists(FRAGMENTS).map("".join))
LETTERS = "abdefghijklmnoprstuvwyzéëüçş"
NAME = st.text(LETTERS, min_size=3, max_size=9).map(str.capitalize)
SURNAME = st.tuples(st.sampled_from(("", "de ", "van den ", "el ", "van 't ")), NAME).map("".join)
PERSON = st.tuples(NAME, SURNAME).map(" ".join)
KNOWN = (
    Known("Sem de Wit", "name", "kind A"),
    Known("Vlierbloemlaan 12, 3511 AB Utrecht", "address", "[adres]"),
    Known("123456782", "bsn", "[bsn]"),
    Known("0687654321", "phone", "[telefoonnummer]"),
    Known("2017-05-03", "date", "[geboortedatum]"),
)


def proposal(mark: Mark) -> str:
    return mark.proposal


def certain(mark: Mark) -> str | None:
    return mark.proposal if mark.certain else None


@given(TEXTS, st.sampled_from(((), KNOWN)))
@example("İstanbul'dan \u202eSem\u202c e\u0301n 👩‍👧 \t\n", KNOWN)
def test_marks_lie_in_the_text_in_order_and_apart(text: str, known: tuple[Known, ...]) -> None:
    marks = scan(text, known, lambda day: "een tijd geleden", TODAY)
    end = 0
    for mark in marks:
        assert end <= mark.start < mark.end <= len(text)
        assert mark.text == text[mark.start : mark.end]
        assert mark.proposal
        end = mark.end


@given(TEXTS, st.sampled_from(((), KNOWN)))
def test_what_stands_between_marks_stays(text: str, known: tuple[Known, ...]) -> None:
    assert replaced(text, scan(text, known), lambda mark: None) == text


@given(st.one_of(st.text(max_size=200), SPACED), st.sampled_from(((), KNOWN)))
def test_a_text_that_was_replaced_has_no_certain_mark_left(text: str, known: tuple[Known, ...]) -> None:
    assume(
        sum(map(str.isupper, text)) <= sum(map(str.islower, text))
    )  # else capitals mean nothing, until some are gone
    once = replaced(text, scan(text, known, None, TODAY), proposal)
    assert not [mark for mark in scan(once, known, None, TODAY) if mark.certain]


@given(PERSON, TEXTS, TEXTS, st.sampled_from((str, str.lower, str.upper, lambda name: name.replace(" ", "-"))))
def test_a_full_name_never_stays(person: str, before: str, after: str, written: type[str]) -> None:
    known = (Known(person, "name", "kind A"), *KNOWN[1:])
    text = f"{before} {written(person)} {after}"
    left = replaced(text, scan(text, known), certain)
    assert f" {fold(person)} " not in f" {fold(left)} "


@given(st.sampled_from(KNOWN), TEXTS, TEXTS)
def test_no_known_number_address_or_name_stays(known: Known, before: str, after: str) -> None:
    text = f"{before} {known.text} {after}"
    left = replaced(text, scan(text, KNOWN), certain)
    assert f" {fold(known.text)} " not in f" {fold(left)} "


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
