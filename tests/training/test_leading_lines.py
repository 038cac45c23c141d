"""The trainer's console line by line: the same acts by the same letters, and everything in words."""

from __future__ import annotations

from pathlib import Path

from meldcode.plain.leading import LineConsole
from meldcode.training.session import Session
from meldcode.training.trainer import Trainer
from tests.training.lines_helper import ABOUT, HERE, Typed, here, plain
from tests.training.small import Clock


def test_enter_leads_from_the_beginning_to_the_end(session: Session) -> None:
    typed, closed, saved = plain(session, *[""] * 60, "2")
    assert [one.place for one in session.rounds] == [0, 1, 0, 1]
    assert "De bijeenkomst afsluiten?" in typed.text
    assert (closed, saved) == (False, []), "without a yes nothing is closed"
    assert plain(session, "e", "1")[1:] == (True, ["ended"])


def test_the_beginning_says_the_case_the_numbers_the_code_and_who_can_come_in(session: Session) -> None:
    typed, _closed, _saved = plain(session)
    for words in ("OEFENING · Het rode boekje", "0800-2000", "112", "http://192.0.2.7:8765", "C D F H J", *ABOUT):
        assert words in typed.text, words
    assert "http://192.0.2.7:8765/scherm" in typed.text


def test_the_same_letters_do_the_same_acts(session: Session) -> None:
    token = session.join("CDFHJ", "192.0.2.1")
    session.came(token)
    typed, _closed, _saved = plain(session, "d", "v", "s", "a", "U", "g", "w", "k 5", "k 0")
    assert [one.turn for one in session.rounds] == [1]
    assert session.rounds[0].revealed
    assert session.variant == 0
    assert "Alleen voor u: De expert koos: Nee" in typed.text
    assert "0 van 1 antwoordden" in typed.text
    assert "Ja: 0" in typed.text
    assert "█" not in typed.text, "a drawing says nothing to who listens"


def test_only_what_is_new_is_said_and_a_full_stop_says_all(session: Session) -> None:
    typed, _closed, _saved = plain(session, "d", "g", ".")
    assert typed.text.count("Kind A huilt bij het weggaan.") == 2


def test_what_cannot_be_now_gets_a_sentence(session: Session) -> None:
    typed, _closed, _saved = plain(session, "v", "s", "h", "onzin", "k")
    assert "Laat eerst een deel van het geval zien." in typed.text
    assert "Er staat nu geen vraag open." in typed.text
    assert "De hand-out komt na afloop." in typed.text
    assert "Dat ken ik hier niet." in typed.text
    assert "bijvoorbeeld: k 5" in typed.text
    assert session.phase == "waiting"


def test_help_names_every_letter(session: Session) -> None:
    typed, _closed, _saved = plain(session, "?")
    for letter in "dvsaugwkce":
        assert any(line.startswith(f"{letter}: ") for line in typed.said), letter


def test_the_end_is_asked_once_kept_once_and_offers_the_handout(session: Session, tmp_path: Path) -> None:
    typed, closed, saved = plain(
        session, "d", "v", "e", "2", "e", "1", "h", "", handout=lambda: [tmp_path / "oefening-klein.pdf"]
    )
    assert closed
    assert saved == ["ended"]
    assert "oefening-klein.pdf" in typed.text
    assert typed.text.count("De bijeenkomst afsluiten?") == 2


def test_a_pause_closes_nothing(session: Session) -> None:
    _typed, closed, saved = plain(session, "d", "q", "1", "q", "2")
    assert not closed
    assert (session.phase, saved) == ("reading", [])


def test_stopping_can_close_it_and_keeps_the_figures(session: Session) -> None:
    _typed, closed, saved = plain(session, "d", "q", "3")
    assert closed
    assert saved == ["ended"]


def test_a_session_that_stopped_by_itself_says_why(session: Session, clock: Clock) -> None:
    trainer = Trainer(session, HERE)
    session.release()
    for _minute in range(60 * 3):
        clock.pass_(seconds=20)
        trainer.tick()
    typed, saved = Typed("d"), list[str]()
    console = LineConsole(typed.lines, trainer, here, ABOUT, lambda: saved.append(session.phase), list)
    assert console.run()
    assert saved == ["ended"]
    assert "een uur lang deed niemand iets" in typed.text
    assert "De bijeenkomst is afgesloten." in typed.text


def test_a_prompt_of_the_case_is_heard_as_text(session: Session) -> None:
    session.release()
    session.discuss("\x1b]52;c;eA==\x07[/]")
    typed, _closed, _saved = plain(session)
    assert "\x1b" not in typed.text
    assert "[/]" in typed.text
