"""One door makes text plain: nothing that steers a terminal or hides itself comes through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.text import REPLACEMENT, clean, one_line

HARMFUL = {
    "escape": "\x1b",
    "bell": "\x07",
    "null": "\x00",
    "delete": "\x7f",
    "vertical tab": "\x0b",
    "C1 control sequence": "\x9b",
    "C1 next line": "\x85",
    "Arabic letter mark": "\u061c",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero width space": "\u200b",
    "zero width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "tag": "\U000e0041",
    "lone surrogate": "\ud83d",
}

anything = st.text(st.characters(exclude_categories=()), max_size=60)
"""Lone surrogates and unassigned characters included."""
troubled = st.lists(
    st.sampled_from([*HARMFUL.values(), "\r", "\n", "\t", "\u2028", "e", "\u0301", "\u0323", "\u1100", "\u1161", " "]),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("character", HARMFUL.values(), ids=HARMFUL.keys())
def test_a_harmful_character_becomes_one_visible_mark(character: str) -> None:
    assert clean(f"a{character}b") == f"a{REPLACEMENT}b"


@pytest.mark.parametrize("text", ["", "gewone tekst", "één vraag — ‘ja’ €", "regel\n\tinspringen", "日本", "[/][b]"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(end: str) -> None:
    assert clean(f"een{end}twee") == "een\ntwee"


def test_a_clipboard_sequence_loses_what_makes_it_work() -> None:
    assert (
        clean("[/][@click=app.quit]\x1b]52;c;eA==\x07") == f"[/][@click=app.quit]{REPLACEMENT}]52;c;eA=={REPLACEMENT}"
    )


def test_letters_and_their_accents_are_joined() -> None:
    assert clean("e\u0301e\u0301n") == "één"


@given(anything | troubled)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(anything | troubled)
def test_no_control_format_or_half_character_is_left(text: str) -> None:
    left = set(clean(text)) - {"\n", "\t"}
    assert not {character for character in left if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}}
    assert not left & set(HARMFUL.values())
    assert unicodedata.is_normalized("NFC", clean(text))
    clean(text).encode("utf-8")


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_ascii_follows_the_same_rules_as_the_rest(text: str) -> None:
    assert clean(text) + "é" == clean(f"{text}é")


@given(anything | troubled)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "  " not in line
