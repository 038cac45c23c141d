"""Long texts in lines: pasted, typed over several lines, and wrapped for a narrow terminal."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.plain.lines import Left, Lines
from meldcode.plain.session import Session
from meldcode.plain.unlock import terminal_lines
from meldcode.plain.wrapping import columns_of, wrapped
from tests.plain.helper import clock

LONG = "krachten"


class Terminal:
    """What is typed comes in bursts; the lines of one burst came at once. A burst may end in the middle of a line."""

    def __init__(self, *bursts: str) -> None:
        self.bursts = list(bursts)
        self.here = ""
        self.shown: list[str] = []
        self.lines = Lines(self.read, self.shown.append, waiting=self.waiting)

    def read(self) -> str:
        while "\n" not in self.here and self.bursts:
            self.here += self.bursts.pop(0)
        return self.waiting()

    def waiting(self) -> str:
        line, end, self.here = self.here.partition("\n")
        return line + end


def at(place: str, *bursts: str, **given: object) -> tuple[str, Interview]:
    interview = Interview(load_flow("onderwijs"), clock=clock)
    for name, value in given.items():
        assert interview.answer(name, value).error is None, name
    interview.go(place)
    terminal = Terminal(*bursts)
    with suppress(Left):
        Session(interview.flow, terminal.lines, clock, interview).run()
    assert not terminal.bursts
    return "\n".join(terminal.shown), interview


@pytest.mark.parametrize(
    ("bursts", "text"),
    [
        (["een\ntwee\n", "\n"], "een\ntwee"),
        (["een\ntwee", "\n", "\n"], "een\ntwee"),
        (["een\n\nb\n2\n- drie\n", "\n"], "een\n\nb\n2\n- drie"),
        (["\n\neen\ntwee\n", "\n"], "een\ntwee"),
        (["een\ntw", "ee\n", "drie\nvier\n", "\n"], "een\ntwee\ndrie\nvier"),
        (["een\n\n", "\n"], "een"),
        (["een\n"], "een"),
        (["+\n", "een\n", "\n", "twee\n", ".\n"], "een\n\ntwee"),
        (["+\n", "een\ntwee\n", "\\.\n.\n"], "een\ntwee\n."),
    ],
)
def test_no_line_of_a_text_gets_lost(bursts: list[str], text: str) -> None:
    _shown, interview = at(LONG, *bursts)
    assert interview.value(LONG) == text
    assert list(interview.given()) == [LONG], "and none became the answer to another question"


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["een", "twee drie", "", "b", "2", "- vier", "x."]), min_size=1, max_size=6), st.booleans()
)
def test_whatever_is_pasted_after_words_stays_whole(more: list[str], ends: bool) -> None:
    pasted = "\n".join(["begin", *more, "slot"])
    _shown, interview = at(LONG, pasted + ("\n" if ends else ""), "\n", "\n")
    assert interview.value(LONG) == pasted


def test_how_many_lines_came_is_said() -> None:
    shown, _interview = at(LONG, "een\ntwee\n", "\n")
    assert "Er staan nu 2 regels. Typ verder, of sluit de tekst af met een lege regel." in shown


def test_commands_that_were_typed_ahead_stay_commands() -> None:
    _shown, interview = at("acuut_gevaar", "2\n1\n\n2\n")
    assert interview.given() == {"acuut_gevaar": "nee", "betrokkene": "kind", "schoolsoort": "vo"}
    _shown, interview = at(LONG, "een\nb\n\n")
    assert interview.value(LONG) == "een"


def test_what_was_pasted_at_a_choice_answers_nothing() -> None:
    shown, interview = at("acuut_gevaar", "een tekst\n2\n1\n")
    assert "2 regels meer zijn niet gebruikt." in shown
    assert interview.given() == {}


def test_words_are_added_to_a_text() -> None:
    _shown, interview = at(LONG, "+ twee\n", krachten="een")
    assert interview.value(LONG) == "een\ntwee"


def test_a_telephone_number_is_no_addition() -> None:
    _shown, interview = at(LONG, "+31 6\n", krachten="een")
    assert interview.value(LONG) == "+31 6"


def test_hiding_while_typing_keeps_the_text() -> None:
    _shown, interview = at(LONG, "+\n", "een\n", "x\n", "\n")
    assert interview.value(LONG) == "een"


def test_a_paste_in_a_field_of_an_entry_stays_whole() -> None:
    burst = ["+\n", "\n", "1\n", "\n", "Hij zei:\nau\n", "\n", "\n", "\n", "\n"]
    _shown, interview = at("signalen", *burst)
    found = interview.value("signalen")
    assert isinstance(found, tuple)
    assert isinstance(found[0], Mapping)
    assert found[0]["feit"] == "Hij zei:\nau"


def test_a_long_answer_is_said_in_short_until_a_full_stop() -> None:
    shown, _interview = at(LONG, ".\n", krachten="woord " * 80)
    assert shown.count("(er staat meer: typ een punt om alles te horen)") == 1
    assert "woord " * 79 in shown


# wrapping


@settings(max_examples=60)
@given(st.text(alphabet="abc é漢-0 \n", max_size=200), st.integers(5, 60))
def test_wrapping_breaks_at_spaces_alone(text: str, width: int) -> None:
    lines = wrapped(text, width).split("\n")
    assert [word for line in lines for word in line.split(" ") if word] == [
        word for line in text.split("\n") for word in line.split(" ") if word
    ]
    for line in lines:
        assert len(line) <= width or " " not in line.strip(" ") or "漢" in line
    assert wrapped("\n".join(lines), width).split("\n") == lines


def test_numbers_and_addresses_stay_whole() -> None:
    text = "Kijk op https://voorbeeld.example/een/heel/lang/pad/dat/niet/past of bel 0800-2000."
    assert wrapped(text, 40).split("\n") == [
        "Kijk op",
        "https://voorbeeld.example/een/heel/lang/pad/dat/niet/past",
        "of bel 0800-2000.",
    ]
    assert wrapped(text, 0) == text


class Stream:
    def __init__(self, terminal: bool) -> None:
        self.terminal = terminal
        self.text = ""

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("terminal", "told", "width"), [(True, "40", 40), (True, "0", 0), (True, "x", 0), (False, "40", 0)]
)
def test_the_width_is_that_of_a_terminal_and_of_no_file(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, told: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", told)
    assert columns_of(Stream(terminal)) == width  # type: ignore[arg-type]  # as much of a stream as it asks of one


def test_the_width_is_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(True)
    monkeypatch.setattr("sys.stdout", stream)
    lines = terminal_lines()
    for width in ("40", "20"):
        monkeypatch.setenv("COLUMNS", width)
        lines.say("vier woorden op een regel")
    assert stream.text == "vier woorden op een regel\nvier woorden op een\nregel\n"
