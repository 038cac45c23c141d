"""Taking part while the trainer goes on: nobody loses their place. And leaving, colours, signals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from meldcode.flow.model import Flow
from meldcode.i18n import speaking
from meldcode.training.case import Case, Fragment
from meldcode.training.links import LocalLink
from meldcode.training.participant_words import after_words
from meldcode.training.session import Session
from meldcode.training.views import View, view_of
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.training.participant import ParticipantApp
from meldcode.tui.training.participant_screen import OWN
from tests.training.seat import SIZES, asked, seated
from tests.training.small import Clock


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


@pytest.fixture
def long(small: tuple[Case, Flow], clock: Clock) -> Session:
    """A session of which the first part is longer than any screen: a line for each number."""
    case, flow = small
    fragments = tuple(Fragment("fact", f"Regel {number} van het verhaal.") for number in range(60))
    first = replace(case.stages[0], fragments=fragments)
    return Session(replace(case, stages=(first, *case.stages[1:])), flow, clock, "CDFHJ")


# a trainer who changes things meanwhile


def test_what_others_do_takes_neither_focus_nor_cursor(session: Session) -> None:
    async def walk() -> None:
        async with seated(session, others=3) as seat:
            asked(session)
            await seat.text()
            await seat.press("down", "down")
            for token in list(session.people)[1:]:
                session.answer(token, 0, "ja")
            session.timer(3)
            session.discuss("Wat ziet u?")
            text = await seat.text()
            assert seat.app.focused is seat.answers
            assert "▸ 2 ( ) Nee" in text
            assert "Wat ziet u?" in text
            await seat.press("enter")
            assert seat.mine == "nee"

    run(walk())


def test_the_next_question_has_the_focus_and_no_cursor_yet(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            asked(session)
            await seat.text()
            await seat.press("3")
            session.reveal()
            await seat.text()
            session.ask(1)
            text = await seat.text()
            assert seat.app.focused is seat.answers
            assert "▸" not in text
            assert "Denkt u nu aan een vermoeden?" in text
            await seat.press("enter")
            assert seat.mine == ""

    run(walk())


@pytest.mark.parametrize("size", SIZES[::2], ids=str)
def test_who_reads_back_goes_on_reading_at_the_same_line(long: Session, size: tuple[int, int]) -> None:
    acts: list[Callable[[], object]] = [
        lambda: long.ask(0),
        lambda: long.discuss("Wat ziet u? " * 12),
        lambda: long.discuss(""),
        long.close,
        long.show,
        long.reveal,
        long.release,
    ]

    async def walk() -> None:
        async with seated(long, size) as seat:
            long.release()
            await seat.text()
            await seat.press("v", "v", "down")
            read = await seat.first_line()
            for act in acts:
                act()
                assert await seat.first_line() == read
                assert "Er is iets nieuws: druk B" in await seat.text()
            text = await seat.press("b")
            assert seat.at == 0
            assert "durft niet naar huis" in " ".join(text.split())
            assert "Er is iets nieuws" not in text

    run(walk())


def test_who_is_at_the_top_sees_what_is_new_at_once(long: Session) -> None:
    async def walk() -> None:
        async with seated(long, (40, 20)) as seat:
            long.release()
            assert "Maandagochtend" in await seat.text()
            long.ask(0)
            text = await seat.text()
            assert "1 ( ) Ja" in text
            assert "Er is iets nieuws" not in text
            assert seat.at == 0

    run(walk())


def test_a_digit_answers_while_one_reads_the_story(long: Session) -> None:
    async def walk() -> None:
        async with seated(long, (40, 20)) as seat:
            asked(long)
            await seat.text()
            await seat.press("pagedown", "pagedown")
            before = seat.at
            assert before > 0
            text = await seat.press("2")
            assert seat.mine == "nee"
            assert "Binnen: Nee" in text, "said where it can be seen"
            assert abs(seat.at - before) <= 1

    run(walk())


def test_the_arrows_go_through_the_options_and_then_on_into_the_story(long: Session) -> None:
    async def walk() -> None:
        async with seated(long, (40, 20)) as seat:
            asked(long)
            await seat.text()
            await seat.press("down", "down", "down")
            assert (seat.answers.highlighted, seat.at) == (2, 0)
            await seat.press(*["down"] * 20)
            assert (seat.answers.highlighted, seat.at) == (2, 20)
            await seat.press("down", "up")
            assert seat.at == 20
            await seat.press(*["up"] * 30)
            assert (seat.answers.highlighted, seat.at) == (0, 0)

    run(walk())


def test_pages_turn_by_keys_and_by_taps_and_the_end_is_the_end(long: Session) -> None:
    async def walk() -> None:
        async with seated(long, (40, 20)) as seat:
            long.release()
            await seat.text()
            await seat.press("pagedown")
            one = seat.at
            assert one > 5
            await seat.press("pageup")
            assert seat.at == 0
            assert await seat.pilot.click("ActBar", offset=(1, 0))
            await seat.text()
            assert seat.at == one
            assert "Gezag" in (await seat.press("end")).title()
            await seat.press("home")
            assert seat.at == 0

    run(walk())


def test_a_window_to_read_stays_when_the_trainer_goes_on(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            await seat.press("question_mark")
            assert isinstance(seat.app.screen, Reading)
            asked(session)
            await seat.press("1", "v", "q")
            assert isinstance(seat.app.screen, Reading)
            assert seat.mine == ""
            await seat.press("escape")
            await seat.press("1")
            assert seat.mine == "ja"

    run(walk())


# leaving, colours


def test_leaving_is_asked_first_and_answers_stay(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            asked(session)
            await seat.press("1", "q")
            assert isinstance(seat.app.screen, Confirm)
            await seat.press("escape")
            assert not seat.app._exit
            await seat.press("q")
            await seat.pilot.click("#leave")
            assert seat.app.return_code == 0
            assert seat.app._exit

    run(walk())
    assert list(session.rounds[0].answers.values()) == ["ja"]


def test_at_the_end_one_may_go_without_a_question(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            session.release()
            session.end()
            whole = await seat.whole()
            assert "De oefening is klaar. Dank u wel." in whole
            assert "huilt bij het weggaan" in whole, "the story can still be read"
            await seat.pilot.press("q")
            assert seat.app._exit

    run(walk())


def test_colours_of_a_page_are_not_kept_as_those_of_the_trainer(session: Session) -> None:
    async def walk() -> list[str]:
        found = []
        for _turn in range(2):
            async with seated(session) as seat:
                found.append(seat.app.theme)
                await seat.press("o")
                found.append(seat.app.theme)
        return found

    first, other, again, _last = asyncio.run(walk())
    assert first != other
    assert again == first


def test_a_page_does_not_listen_to_the_signals_of_the_trainers_process(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[object] = []
    monkeypatch.setattr("meldcode.tui.training.participant.on_end", ends.append)

    async def walk(own: bool) -> None:
        app = ParticipantApp(LocalLink(session, session.join("CDFHJ", "192.0.2.1")), own)
        async with app.run_test():
            pass

    run(walk(False))
    assert not ends
    run(walk(True))
    assert len(ends) == 1


def test_every_key_of_this_screen_is_one_and_has_a_letter_or_a_sign() -> None:
    keys = [key for action in OWN for key in action.keys]
    assert len(keys) == len(set(keys))
    assert all(any(len(key) == 1 or key == "question_mark" for key in one.keys) for one in OWN)


def test_the_words_follow_the_language(session: Session) -> None:
    token = session.join("CDFHJ", "192.0.2.1")
    asked(session)
    session.answer(token, 0, "ja")
    session.show()

    def told(view: View) -> str:
        return "\n".join(text for _name, text in after_words(view, 0))

    with speaking("en"):
        assert "Yes" in told(view_of(session, token))
    assert "Ja (u): 1 van 1" in told(view_of(session, token))
