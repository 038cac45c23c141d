"""The screen of who takes part: answering by key, arrow and tap, and a trainer who changes things meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from meldcode.flow.model import Flow
from meldcode.i18n import speaking
from meldcode.training.case import Case, Fragment
from meldcode.training.links import LocalLink
from meldcode.training.participant_words import after_words
from meldcode.training.session import Session
from meldcode.training.views import View, view_of
from meldcode.tui.modals import Confirm, Reading
from meldcode.tui.training.participant import OWN, Answers, ParticipantApp
from tests.training.small import Clock
from tests.ui.helper import at_rest, settle

SIZES = [(40, 20), (60, 20), (80, 24), (120, 40), (160, 50)]
WHY = "U ziet niemand die nu hulp nodig heeft."
"""The expert's reasoning at the first question."""


class Seat:
    """Somebody at a screen, in a test: keys in, text out."""

    def __init__(self, app: ParticipantApp, pilot: Pilot[None], session: Session, token: str) -> None:
        self.app = app
        self.pilot = pilot
        self.session = session
        self.token = token

    async def press(self, *keys: str) -> str:
        await self.pilot.press(*keys)
        return await self.text()

    async def text(self) -> str:
        return await at_rest(self.app, self.pilot)  # type: ignore[arg-type]  # it asks for a screen, as all apps have

    async def whole(self) -> str:
        """What stands on the page, also below its lower edge, on one line."""
        await settle(self.pilot)
        statics = [one for one in self.app.desk.query("#head, #told, #both Static").results(Static) if one.display]
        return " ".join(" ".join(str(one.visual) for one in statics).split())

    @property
    def mine(self) -> str:
        """What the session holds as the answer of this person."""
        return view_of(self.session, self.token).mine

    @property
    def at(self) -> int:
        """How far the page is scrolled."""
        return self.app.desk.page.scroll_offset.y

    async def first_line(self) -> str:
        """The first line of the story that stands on the page."""
        lines = (await self.text()).splitlines()[self.app.desk.page.region.y :]
        return next(line for line in lines if "Regel" in line).split("Regel")[1].split("verhaal")[0]

    @property
    def answers(self) -> Answers:
        return self.app.desk.query_one(Answers)


@asynccontextmanager
async def seated(session: Session, size: tuple[int, int] = (60, 20), others: int = 0) -> AsyncIterator[Seat]:
    tokens = [session.join("CDFHJ", "192.0.2.1") for _one in range(others + 1)]
    for token in tokens:
        session.came(token)
    app = ParticipantApp(LocalLink(session, tokens[0]))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield Seat(app, pilot, session, tokens[0])
    assert app.failure is None


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def asked(session: Session) -> None:
    session.release()
    session.ask(0)


@pytest.fixture
def long(small: tuple[Case, Flow], clock: Clock) -> Session:
    """A session of which the first part is longer than any screen: a line for each number."""
    case, flow = small
    fragments = tuple(Fragment("fact", f"Regel {number} van het verhaal.") for number in range(60))
    first = replace(case.stages[0], fragments=fragments)
    return Session(replace(case, stages=(first, *case.stages[1:])), flow, clock, "CDFHJ")


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
            assert "Wat de groep koos (0 van 3 antwoordden)" in whole
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
            assert "Wat de norm dan vraagt" in await seat.whole()
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
