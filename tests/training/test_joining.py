"""Taking part in lines, and coming in with an address and a code: every mistake gets a sentence."""

from __future__ import annotations

import builtins
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

from meldcode import joining
from meldcode.errors import Exit, MeldcodeError
from meldcode.hosting import Group
from meldcode.joining import join, let_in, listen
from meldcode.leading import Elsewhere
from meldcode.plain.joining import Joining
from meldcode.plain.lines import Left, Lines
from meldcode.training.links import LocalLink
from meldcode.training.remote import RemoteLink, Ticket
from meldcode.training.session import Refused, Session
from meldcode.tui.safe_app import SafeApp
from tests.training.small import Clock

DEADLINE = 10
"""Seconds; no wait is longer than it must be."""


def here(what: Callable[[], Any]) -> Any:
    return what()


class Told:
    """What was said, and lines that are typed: a text, or something that happens before the next one."""

    def __init__(self, *script: str | Callable[[], object]) -> None:
        self._left = list(script)
        self.said: list[str] = []
        self.lines = Lines(self._read, self.said.append)
        self.marks: list[int] = []
        """How much was said when each line was typed."""

    def _read(self) -> str:
        while self._left:
            one = self._left.pop(0)
            if isinstance(one, str):
                self.marks.append(len(self.said))
                return f"{one}\n"
            one()
        self.marks.append(len(self.said))
        return ""

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    def after(self, line: int) -> str:
        """What was said after this line (from 0) and before the next one was typed."""
        return "\n".join(self.said[self.marks[line] : self.marks[line + 1]])


def listening(session: Session, *script: str | Callable[[], object]) -> tuple[Told, str]:
    """Somebody who takes part in lines, from coming to leaving; and their token."""
    token = session.join("CDFHJ", "192.0.2.1")
    session.came(token)
    told = Told(*script)
    Joining(told.lines, LocalLink(session, token), here).run()
    return told, token


# in lines


def test_it_begins_with_oefening_the_numbers_and_who_one_is(session: Session) -> None:
    told, _token = listening(session)
    assert told.said[0] == "OEFENING · Het rode boekje"
    assert "0800-2000" in told.said[1]
    assert "112" in told.said[1]
    assert "U bent leerkracht van groep 4." in told.text
    assert "kind A: Meisje van 7 uit uw klas." in told.text


def test_what_the_trainer_does_is_said_by_itself_and_only_once(session: Session) -> None:
    told, _token = listening(
        session, session.release, lambda: session.ask(0), session.close, session.show, session.reveal, session.release
    )
    for words in (
        "Kind A huilt bij het weggaan.",
        "Vraag\n",
        "De vraag is gesloten. U koos geen antwoord.",
        "U ziet niemand die nu hulp nodig heeft.",
        "Wat verleidt: Ja\nU schrikt van het huilen.",
        "Kind A durft niet naar huis.",
        "U bent leerkracht van groep 4.",
    ):
        assert told.text.count(words) == 1, words


def test_nothing_of_the_expert_is_said_too_early(session: Session) -> None:
    told, _token = listening(session, session.release, lambda: session.ask(0), session.close, session.show)
    assert "expert" not in told.text
    assert "Nee: 0 van 0" in told.text


@pytest.mark.parametrize("typed", ["2", " 2 ", "nee", "NEE"])
def test_a_number_or_its_words_are_an_answer_that_is_said_to_be_in(session: Session, typed: str) -> None:
    told, token = listening(session, session.release, lambda: session.ask(0), typed)
    assert session.rounds[0].answers == {token: "nee"}
    said = "Uw antwoord is binnen: Nee. U kunt het veranderen tot de trainer de vraag sluit."
    assert told.after(0).splitlines()[0] == said


def test_an_answer_can_be_changed_and_said_again(session: Session) -> None:
    told, token = listening(session, session.release, lambda: session.ask(0), "2", "1", "1")
    assert session.rounds[0].answers == {token: "ja"}
    assert "Uw antwoord is binnen: Ja." in told.after(1)
    assert "Uw antwoord is binnen: Ja." in told.after(2)


@pytest.mark.parametrize(("typed", "said"), [("0", "1 tot en met 3"), ("4", "1 tot en met 3"), ("wat?", "Kies een")])
def test_what_is_no_answer_gets_a_sentence(session: Session, typed: str, said: str) -> None:
    told, _token = listening(session, session.release, lambda: session.ask(0), typed)
    assert said in told.after(0)
    assert session.rounds[0].answers == {}


def test_a_number_without_a_question_or_after_it_gets_a_sentence(session: Session) -> None:
    told, token = listening(session, "1", session.release, lambda: session.ask(0), "1", session.close, "2")
    assert "Er staat nu geen vraag open." in told.after(0)
    assert "De vraag is gesloten. Uw antwoord blijft zoals het was." in told.after(2)
    assert session.rounds[0].answers == {token: "ja"}


def test_a_question_that_is_asked_again_is_said_again(session: Session) -> None:
    told, _token = listening(
        session, session.release, lambda: session.ask(0), "1", session.reveal, lambda: session.ask(0), "2"
    )
    assert told.text.count("Vraag\n") == 2
    assert [list(one.answers.values()) for one in session.rounds] == [["ja"], ["nee"]]


def test_answers_of_others_make_no_noise(session: Session) -> None:
    others = [session.join("CDFHJ", "192.0.2.1") for _one in range(5)]

    def all_answer() -> None:
        for token in others:
            session.came(token)
            session.answer(token, 0, "ja")

    told, _token = listening(session, session.release, lambda: session.ask(0), "1", all_answer)
    assert told.after(0).splitlines()[1:] == ["Nummer, of h voor hulp:"]


def test_s_says_all_again_with_how_many_answered(session: Session) -> None:
    told, _token = listening(session, session.release, lambda: session.ask(0), lambda: session.timer(2), "1", "s")
    again = told.after(1)
    for words in (
        "OEFENING",
        "Kind A huilt",
        "2. Nee",
        "Uw antwoord is binnen: Ja.",
        "1 van 1 antwoordden. klok 2:00.",
    ):
        assert words in again, words


def test_h_helps_and_an_exclamation_mark_says_the_numbers(session: Session) -> None:
    told, _token = listening(session, "h", "!", "")
    assert "s: zeg alles nog eens." in told.after(0)
    assert "Veilig Thuis 0800-2000" in told.after(1)
    assert told.after(2) == "Nummer, of h voor hulp:"


def test_q_and_the_end_of_the_lines_leave_and_nothing_is_said_after_that(session: Session) -> None:
    told, _token = listening(session, "q", "1")
    assert told.said[-1].startswith("U bent gestopt met meedoen.")
    before = len(told.said)
    session.release()
    assert len(told.said) == before


def test_at_the_end_an_empty_line_leaves(session: Session) -> None:
    told, _token = listening(session, session.release, session.end, "", "h")
    assert told.text.count("De oefening is klaar. Dank u wel.") == 1
    assert told.said[-1].startswith("U bent gestopt")


def test_a_clock_is_said_once_and_so_is_that_it_is_up(session: Session, clock: Clock) -> None:
    token = session.join("CDFHJ", "192.0.2.1")
    told = Told()
    joined = Joining(told.lines, LocalLink(session, token), here)
    session.release()
    session.timer(3)
    joined.news()
    clock.pass_(minutes=2)
    joined.tick()
    session.ask(0)
    joined.news()
    assert told.text.count("De trainer zette een klok: nog 3 minuten.") == 1
    assert "De tijd is om" not in told.text
    clock.pass_(minutes=2)
    joined.tick()
    joined.tick()
    assert told.text.count("De tijd is om.") == 1


def test_what_a_trainer_wrote_cannot_steer_the_terminal(session: Session) -> None:
    told, _token = listening(session, session.release, lambda: session.discuss("Wat \x1b[2J nu?"))
    assert "Bespreek samen: Wat \N{REPLACEMENT CHARACTER}[2J nu?" in told.text
    assert "\x1b" not in told.text


class Away(LocalLink):
    """A link of which the connection can be away."""

    sentence = ""

    def said(self) -> str:
        return self.sentence


def test_that_the_connection_is_away_and_back_is_said_once_each(session: Session) -> None:
    link = Away(session, session.join("CDFHJ", "192.0.2.1"))
    told = Told()
    joined = Joining(told.lines, link, here)
    for sentence in ("Even weg.", "Even weg.", "", ""):
        link.sentence = sentence
        joined.news()
    assert [told.text.count(words) for words in ("Even weg.", "De verbinding is in orde.")] == [1, 1]


# coming in


@contextmanager
def hosted(session: Session) -> Iterator[tuple[str, Elsewhere]]:
    """The door of a session, in a thread of its own; and what calls something there."""

    def nobody(*_token: str) -> SafeApp:
        raise AssertionError("nobody opens a page here")

    group = Group(session, nobody, nobody)
    with Elsewhere() as elsewhere:
        (address,) = elsewhere.run(group.start("127.0.0.1", 0))
        try:
            yield address, elsewhere
        finally:
            elsewhere.run(group.stop())


def test_a_code_that_is_asked_is_asked_again_when_it_is_wrong(session: Session) -> None:
    told = Told("", "FOUT9", "cdf-hj")
    with hosted(session) as (address, _elsewhere):
        code, ticket = let_in(told.lines, address, "", datetime.now)
    assert code == "cdf-hj"
    assert session.knows(ticket.token)
    assert told.text.count("Deze code klopt niet. Kijk nog eens op het scherm van de trainer.") == 1
    assert "trainer.." not in told.text


def test_a_wrong_code_with_the_address_gets_a_sentence(session: Session) -> None:
    with hosted(session) as (address, _elsewhere):
        with pytest.raises(MeldcodeError, match="^deze code klopt niet$") as caught:
            let_in(Told().lines, address, "FOUT9", datetime.now)
        assert caught.value.hint == "Kijk nog eens op het scherm van de trainer."


def test_who_gives_no_code_leaves_and_who_gives_a_wrong_one_hears_so(session: Session) -> None:
    with hosted(session) as (address, _elsewhere):
        with pytest.raises(Left):
            let_in(Told().lines, address, "", datetime.now)
        with pytest.raises(MeldcodeError, match="deze code klopt niet"):
            let_in(Told("FOUT9").lines, address, "", datetime.now)


def test_a_session_from_coming_to_leaving_in_lines(session: Session) -> None:
    heard = threading.Condition()
    told = Told()
    say = told.said.append

    def said(text: str) -> None:
        with heard:
            say(text)
            heard.notify_all()

    def until(words: str) -> None:
        with heard:
            assert heard.wait_for(lambda: words in told.text, DEADLINE), told.text

    with hosted(session) as (address, elsewhere):

        def trainer(act: Callable[[], object], words: str) -> Callable[[], None]:
            def step() -> None:
                elsewhere.call(act)
                until(words)

            return step

        told = Told(
            trainer(session.release, "Kind A huilt"),
            trainer(lambda: session.ask(0), "Kies uw antwoord."),
            "2",
            lambda: until("Uw antwoord is binnen: Nee."),
            trainer(session.reveal, "De expert koos: Nee"),
            trainer(session.end, "De oefening is klaar."),
            "q",
        )
        say = told.said.append
        lines = Lines(told._read, said)
        code, ticket = let_in(lines, address, "CDFHJ", datetime.now)
        listen(lines, RemoteLink(address, code, ticket, datetime.now))
    assert list(session.rounds[0].answers.values()) == ["nee"]
    assert told.said[-1].startswith("U bent gestopt")


def test_a_session_that_ended_between_code_and_connection_gets_a_sentence(session: Session) -> None:
    with hosted(session) as (address, elsewhere):
        _code, ticket = let_in(Told().lines, address, "CDFHJ", datetime.now)
        session.people.clear()
        elsewhere.call(session.end)
        with pytest.raises(MeldcodeError) as caught:
            listen(Told().lines, RemoteLink(address, "CDFHJ", ticket, datetime.now))
    assert not isinstance(caught.value, Refused)
    assert caught.value.message == "u doet niet meer mee"
    assert "De bijeenkomst is afgelopen." in caught.value.hint


def test_nobody_there_gets_a_sentence_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meldcode.training.remote.PATIENCE", 0.05)
    link = RemoteLink("http://127.0.0.1:1/", "CDFHJ", Ticket("00", timedelta(0)), datetime.now)
    with pytest.raises(MeldcodeError, match="antwoordt niemand"):
        listen(Told().lines, link)


def test_without_the_parts_for_it_one_hears_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name == "aiohttp":
            raise ImportError
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MeldcodeError) as caught:
        join("192.0.2.7", "CDFHJ", True)
    assert "meldcode[web]" in caught.value.hint


def test_a_window_that_is_too_small_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meldcode.start.has_screen", lambda: True)
    monkeypatch.setenv("COLUMNS", "39")
    monkeypatch.setenv("LINES", "20")
    with pytest.raises(MeldcodeError, match="te klein: 39x20") as caught:
        join("192.0.2.7", "CDFHJ", False)
    assert "--plain" in caught.value.hint


def test_the_verb_tells_a_wrong_address_without_a_traceback() -> None:
    command = [sys.executable, "-m", "meldcode", "train", "join", "geen adres", "CDFHJ"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode == Exit.BAD_USE
    assert "geen adres van een bijeenkomst" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_joining_opens_no_dossier_and_keeps_nothing() -> None:
    code = (
        "import sys, meldcode.joining, meldcode.training.remote, meldcode.plain.joining,"
        " meldcode.tui.training.participant; print([name for name in sys.modules if name in"
        " ('meldcode.dossier.vault', 'meldcode.desk.work', 'meldcode.training.store')])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert ended.stdout.strip() == "[]"
    assert joining.SMALLEST == (40, 20)
