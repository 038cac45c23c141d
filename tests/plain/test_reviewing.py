"""Which texts go along in an advice, in lines."""

from __future__ import annotations

import pytest

from meldcode import i18n
from meldcode.flow.loader import load_flow
from meldcode.interview import Interview
from meldcode.plain.lines import Left, Lines
from meldcode.plain.reviewing import ask_texts
from meldcode.words import list_note
from tests.ui.helper import clock


def test_who_writes_in_another_language_hears_what_the_list_of_words_knows() -> None:
    assert list_note() == ""
    i18n.use("en")
    assert "Dutch words only" in list_note()
    interview = Interview(load_flow("onderwijs"), clock=clock)
    interview.answer("adviesvraag", "What should we do?")
    heard: list[str] = []
    with pytest.raises(Left):
        ask_texts(Lines(lambda: "", heard.append), interview)
    assert heard[0] == list_note()
