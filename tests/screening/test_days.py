"""Days in every usual form, and what comes in their place."""

from __future__ import annotations

from datetime import date

import pytest

from meldcode.screening import replaced, scan

TODAY = date(2026, 3, 1)


def dated(text: str, today: date | None = TODAY) -> str:
    """The text with each certain day as the date that was understood."""
    marks = scan(text, when=lambda day: f"<{day.isoformat()}>", today=today)
    return replaced(text, marks, lambda mark: mark.proposal if mark.kind == "date" and mark.certain else None)


@pytest.mark.parametrize(
    "written",
    [
        *("2017-05-03", "3-5-2017", "03-05-2017", "3/5/2017", "03/05/17", "3.5.2017", "3-5-'17", "3 - 5 - 2017"),
        *(
            "3 mei 2017",
            "3 mei '17",
            "drie mei 2017",
            "3e mei 2017",
            "wo 3 mei 2017",
            "woensdag 3 mei 2017",
            "de 3e mei 2017",
        ),
    ],
)
def test_a_day_is_understood_in_every_usual_form(written: str) -> None:
    assert dated(f"Het gebeurde {written} toen.") == "Het gebeurde <2017-05-03> toen."


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(("3 jan", "2026-01-03"), ("3 febr.", "2026-02-03"), ("3 mrt", "2026-03-03"), ("3 apr", "2026-04-03")),
        *(("30 apr", "2026-04-30"), ("2 mei", "2025-05-02")),
        *(("3 aug", "2025-08-03"), ("3 sept", "2025-09-03"), ("3 okt", "2025-10-03"), ("3 dec.", "2025-12-03")),
        *(("eenentwintig juni", "2025-06-21"), ("29 februari", "2024-02-29"), ("1 maart", "2026-03-01")),
    ],
)
def test_a_day_without_a_year_is_the_last_one_or_a_near_one_to_come(written: str, day: str) -> None:
    assert dated(f"Het was {written} en koud.") == f"Het was <{day}> en koud."


def test_the_word_before_a_day_goes_when_it_would_read_wrongly() -> None:
    assert dated("Op dinsdag 3 februari viel zij.") == "<2026-02-03> viel zij."
    assert dated("Sinds 3 februari slaapt zij slecht.") == "Sinds <2026-02-03> slaapt zij slecht."


def test_without_words_for_a_day_the_word_before_it_stays() -> None:
    text = "Op dinsdag 3 februari viel zij."
    assert replaced(text, scan(text), lambda mark: mark.proposal) == "Op [datum] viel zij."


def test_without_today_a_day_without_a_year_has_no_words() -> None:
    assert dated("Op 3 februari viel zij.", None) == "Op [datum] viel zij."


def test_a_day_that_does_not_exist_is_taken_out_all_the_same() -> None:
    assert dated("Het was 31-2-2020 toen.") == "Het was [datum] toen."


@pytest.mark.parametrize("text", ["sinds 3/5 slaapt zij slecht", "op 3-5 viel zij", "di 3/5 gebeld"])
def test_two_numbers_are_a_day_behind_a_word_for_it(text: str) -> None:
    assert "<2025-05-03>" in dated(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Groep 3/4 was buiten.",
            "Hij is 24/7 bij haar.",
            "Het duurde 3-5 minuten.",
            "Een mei die warm was.",
            "In mei begon het.",
        ),
        *("Vorige week dinsdag.", "Zij is 2-3 keer gevallen.", "Om 12.30 uur.", "versie 1.2.3"),
    ],
)
def test_what_is_no_day_stays(text: str) -> None:
    assert not [mark for mark in scan(text) if mark.kind == "date"]


def test_two_numbers_that_can_hardly_be_another_thing_are_a_question() -> None:
    assert [(mark.text, mark.certain) for mark in scan("Gezien 24-12 thuis.")] == [("24-12", False)]


def test_a_month_with_its_year_is_a_question() -> None:
    assert [(mark.text, mark.certain) for mark in scan("Sinds mei 2017 gaat het slecht.")] == [("mei 2017", False)]


def test_several_days_of_one_month_go_together() -> None:
    assert dated("Gezien 12 en 16 februari thuis.") == "Gezien <2026-02-16> thuis."
