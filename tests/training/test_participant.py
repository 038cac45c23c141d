"""The screen of who takes part: what stands there, and answering by key, arrow and tap."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from meldcode.training.links import LocalLink
from meldcode.training.session import Session
from meldcode.tui.training.answers import Answers
from meldcode.tui.training.participant import ParticipantApp
from tests.training.seat import SIZES, Seat, asked, seated
from tests.training.small import Clock

WHY = "U ziet niemand die nu hulp nodig heeft."
"""The expert's reasoning at the first question."""


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


# what stands there


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_at_every_moment_oefening_and_the_numbers_stand_on_the_first_line(
    session: Session, size: tuple[int, int]
) -> None:
    acts: list[Callable[[], object]] = [
        lambda: None,
        session.release,
        lambda: session.ask(0),
        session.close,
        session.show,
        session.reveal,
        lambda: session.discuss("Wat ziet u?"),
        lambda: session.vary(0),
        session.reveal,
        session.end,
    ]

    async def walk() -> None:
        async with seated(session, size) as seat:
            for act in acts:
                act()
                first, *rest = (await seat.text()).splitlines()
                assert first.startswith(" OEFENING")
                assert "0800-2000" in first
                assert "112" in first
                assert any("Stop" in line for line in rest[-3:]), "the keys"
                assert len(rest) < size[1]

    run(walk())


def test_before_the_beginning_one_reads_who_one_is_and_with_whom(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            whole = await seat.whole()
            assert "U bent leerkracht van groep 4. Dit is verzonnen." in whole
            assert "kind A: Meisje van 7 uit uw klas. ouder B: De moeder." in whole
            assert "U doet mee zonder naam." in whole
            assert "huilt" not in whole

    run(walk())


def test_the_newest_part_of_the_story_comes_first(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            session.release()
            session.release()
            whole = await seat.whole()
            places = [whole.index(words) for words in ("durft niet naar huis", "huilt bij het weggaan", "Wie u bent")]
            assert places == sorted(places)

    run(walk())


def test_nothing_of_the_expert_and_nothing_of_the_group_stands_there_too_early(session: Session) -> None:
    async def walk() -> None:
        async with seated(session, others=2) as seat:
            asked(session)
            for act in (list, session.close):
                act()
                whole = await seat.whole()
                assert "Wat de groep koos" not in whole
                assert "expert" not in whole
            session.show()
            whole = await seat.whole()
            assert "0 van 3 antwoordden" in whole
            assert "Wat de groep koos Ja 0 van 0" in whole
            assert "expert" not in whole
            session.reveal()
            assert f"De expert koos: Nee {WHY}" in await seat.whole()

    run(walk())


def test_bars_have_words_and_numbers_and_say_which_is_mine(session: Session) -> None:
    async def walk() -> None:
        async with seated(session, (80, 24), others=3) as seat:
            asked(session)
            for place, token in enumerate(session.people):
                session.answer(token, 0, "ja" if place < 3 else "nee")
            session.reveal()
            whole = await seat.whole()
            assert f"Ja (u) {'█' * 15} 3 van 4" in whole
            assert f"Nee (de expert) {'█' * 5} 1 van 4" in whole
            assert "Weet ik niet 0 van 4" in whole
            assert "Wat verleidt: Ja U schrikt van het huilen." in whole

    run(walk())


def test_a_variant_takes_the_place_of_the_question_and_tells_its_norm_later(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            asked(session)
            session.vary(0)
            whole = await seat.whole()
            assert "Wat als: Kind A gaat graag naar huis Het huilen ging over de fiets." in whole
            assert "Dan is er geen vermoeden." not in whole
            assert not seat.answers.display
            session.reveal()
            assert "De uitkomst is dan" in await seat.whole()
            assert "Dan is er geen vermoeden." in await seat.whole()

    run(walk())


def test_the_clock_counts_down_by_itself(session: Session, clock: Clock) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            asked(session)
            session.timer(2)
            assert "klok 2:00" in await seat.whole()
            clock.pass_(seconds=61)
            seat.app.desk.show_time()
            assert "klok 0:59" in await seat.whole()
            clock.pass_(minutes=5)
            seat.app.desk.show_time()
            assert "De tijd is om" in await seat.whole()

    run(walk())


def test_what_a_trainer_wrote_is_plain_text(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            session.release()
            session.discuss("[bold]Wat[/bold] \x1b[2J ziet u?")
            assert "[bold]Wat[/bold] \N{REPLACEMENT CHARACTER}[2J ziet u?" in await seat.whole()

    run(walk())


# answering


@pytest.mark.parametrize("keys", [("2",), ("down", "down", "enter"), ("down", "down", "space"), ("1", "down", "enter")])
def test_an_answer_by_key_is_in_and_is_said_to_be_in(session: Session, keys: tuple[str, ...]) -> None:
    async def walk() -> None:
        async with seated(session, (40, 20)) as seat:
            asked(session)
            await seat.text()
            text = await seat.press(*keys)
            assert seat.mine == "nee"
            assert "(•) Nee" in text
            assert text.count("(•)") == 1
            assert "Binnen: Nee · 1 van 1" in " ".join(text.split())
            said = "Uw antwoord is binnen: Nee. U kunt het veranderen tot de trainer de vraag sluit."
            assert said in await seat.whole()

    run(walk())


@pytest.mark.parametrize("size", SIZES[::2], ids=str)
def test_an_answer_by_a_tap_is_in(session: Session, size: tuple[int, int]) -> None:
    async def walk() -> None:
        async with seated(session, size) as seat:
            asked(session)
            await seat.text()
            assert await seat.pilot.click(Answers, offset=(8, 1))
            await seat.text()
            assert seat.mine == "nee"

    run(walk())


def test_an_answer_can_be_changed_until_the_question_is_closed(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            asked(session)
            await seat.text()
            await seat.press("1")
            await seat.press("3")
            assert seat.mine == "onbekend"
            session.close()
            text = await seat.press("1")
            assert "De vraag is gesloten. Uw antwoord blijft zoals het was." in text
            assert seat.mine == "onbekend"
            assert "De vraag is gesloten. Uw antwoord: Weet ik niet." in await seat.whole()

    run(walk())


def test_a_stray_enter_or_digit_answers_nothing(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            await seat.press("1", "enter")
            asked(session)
            await seat.text()
            await seat.press("enter", "space", "9", "0")
            assert seat.mine == ""
            assert session.rounds[0].answers == {}

    run(walk())


def test_a_choice_that_comes_too_late_gets_the_sentence_of_the_session(session: Session) -> None:
    async def walk() -> None:
        async with seated(session) as seat:
            asked(session)
            await seat.text()
            late = seat.app.desk.link.view()
            session.close()
            stale: Any = seat.app.desk.link
            stale.view = lambda: late  # the screen did not hear it yet
            text = await seat.press("1")
            assert "Deze vraag is gesloten. Uw antwoord telt niet mee." in " ".join(text.split())

    run(walk())


def test_who_comes_back_finds_the_answer_and_the_cursor_on_it(session: Session) -> None:
    async def walk() -> None:
        asked(session)
        token = session.join("CDFHJ", "192.0.2.1")
        session.answer(token, 0, "onbekend")
        app = ParticipantApp(LocalLink(session, token))
        async with app.run_test(size=(60, 20)) as pilot:
            seat = Seat(app, pilot, session, token)
            assert "▸ 3 (•) Weet ik niet" in await seat.text()

    run(walk())
