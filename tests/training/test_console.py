"""The trainer's console: what comes next, a letter for every act, and what is for the trainer alone."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Button

from meldcode.training.session import Session
from meldcode.training.slides import Meeting
from meldcode.training.trainer import ACTS, Trainer
from meldcode.training.trainer_words import group_sections, own_sections
from meldcode.tui.modals import Confirm
from meldcode.tui.training.console import ConsoleApp
from meldcode.tui.training.desk import OWN, SELDOM
from meldcode.tui.training.projector import ProjectorScreen
from tests.training.console_helper import ABOUT, CODE, SIZES, WHY, console, people
from tests.ui.helper import settle
from tests.ui.test_menu import ARRIVES, KEPT_BY_SOME


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come quicker here than a hand can press them."""
    monkeypatch.setattr(ConsoleApp, "REST", 0)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_one_key_leads_from_the_beginning_to_the_end(session: Session, size: tuple[int, int]) -> None:
    phases = []

    async def walk() -> None:
        async with console(session, size) as desk:
            for _press in range(60):
                text = await desk.press("enter")
                assert "OEFENING" in text.splitlines()[0]
                assert "0800-2000" in text.splitlines()[0]
                assert "112" in text.splitlines()[0]
                phases.append(session.phase)
                if isinstance(desk.app.screen, Confirm):
                    break
                assert "Verder: " in text
                assert CODE in text
            assert not desk.saved, "first it is asked"
            await desk.press("down", "enter")
            assert session.phase == "ended"
            assert desk.saved == ["ended"]

    asyncio.run(walk())
    one = ["open", "closed", "shown", "revealed"]
    once = [phase for place, phase in enumerate(phases) if not place or phases[place - 1] != phase]
    assert once == ["reading", *one, *one, "reading", *one, *one]
    assert len(session.rounds) == 4


def test_the_order_of_what_comes_next(session: Session) -> None:
    trainer = Trainer(session, Meeting((), CODE))
    names = []
    while not trainer.ended:
        step = trainer.following()
        names.append(step.name)
        assert trainer.do(step.name, step.number) == ""
    question = ["ask", "close", "bars", "reveal"]
    part = ["release", *question, *question]
    assert names == [*part, "discuss", "discuss", *part, "vary", "reveal", "vary", "reveal", "discuss", "end"]


def test_a_key_that_is_held_down_does_one_step(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ConsoleApp, "REST", 60)

    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("enter", "enter", "space", "enter")
            assert (session.phase, session.stage) == ("reading", 0)

    asyncio.run(walk())


def test_space_does_what_enter_does(session: Session) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("space", "space")
            assert session.phase == "open"

    asyncio.run(walk())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_at_one_glance_who_can_come_in_and_how_many_answered(session: Session, size: tuple[int, int]) -> None:
    tokens = people(session)

    async def walk() -> None:
        async with console(session, size) as desk:
            text = await desk.text()
            assert ABOUT[0].split(",")[0] in text
            assert "stopt vanzelf over" in " ".join(text.split())
            text = await desk.press("d", "v")
            assert "http://192.0.2.7:8765 · code CDFHJ" in text
            assert (ABOUT[0].split(",")[0] in text) == (size[1] >= 30), (
                "later only where there is room, and in the help"
            )
            assert "12 deelnemers · Deel 1 van 2" in text
            assert "0 van 12 antwoordden" in await desk.whole()
            for place, token in enumerate(tokens[:8]):
                session.answer(token, session.round, "ja" if place < 5 else "nee")
            whole = await desk.whole()
            assert "8 van 12 antwoordden" in whole
            assert "█ 5" not in whole, "a bar that grows tells whose answer came in"
            whole = await desk.press("s") and await desk.whole()
            assert f"Ja              {'█' * 10} 5\n" in whole
            assert f"Nee (de expert) {'█' * 6} 3\n" in whole

    asyncio.run(walk())


@pytest.mark.parametrize(("count", "warned"), [(0, False), (1, True), (3, True), (4, False)])
def test_in_a_small_group_the_trainer_hears_that_answers_can_be_guessed(
    session: Session, count: int, warned: bool
) -> None:
    session.release()
    session.ask(0)
    for token in people(session, 4)[:count]:
        session.answer(token, 0, "ja")
    trainer = Trainer(session, Meeting((), CODE))
    assert "te raden" not in str(own_sections(trainer))
    session.close()
    assert ("te raden wie wat koos" in str(own_sections(trainer))) == warned


def test_what_only_the_trainer_may_see_stands_below_its_own_heading_until_it_is_revealed(session: Session) -> None:
    async def walk() -> None:
        async with console(session, (120, 40)) as desk:
            for keys in ("d", "v", "s", "a"):
                await desk.press(keys)
                group, mine = (str(desk.app.desk.query_one(name).visual) for name in ("#group", "#mine"))  # type: ignore[attr-defined]
                assert "ALLEEN VOOR U" in mine
                assert WHY in mine
                assert "Wat verleidt: Ja" in mine
                assert "Wat zag u, en wat dacht u erbij?" in mine
                assert WHY not in group
            await desk.press("u")
            group, mine = (str(desk.app.desk.query_one(name).visual) for name in ("#group", "#mine"))  # type: ignore[attr-defined]
            assert WHY in group
            assert WHY not in mine

    asyncio.run(walk())


def test_a_letter_that_cannot_be_now_gets_a_sentence_and_changes_nothing(session: Session) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            assert "Laat eerst een deel van het geval zien." in await desk.press("v")
            assert "Er staat nu geen vraag open." in await desk.press("s")
            assert "Er is nog geen vraag gesteld." in await desk.press("a")
            assert "Hier hoort geen gespreksvraag bij." in await desk.press("g")
            assert "De hand-out komt na afloop." in await desk.press("h")
            await desk.press("d", "v")
            assert "Er staat nog een vraag open." in await desk.press("u")
            assert "Er staat nog een vraag open." in await desk.press("d")
            assert (session.phase, session.stage) == ("open", 0)
            assert "Er staat nog een vraag open." not in await desk.press("s")
            assert "De vraag is gesloten" in await desk.text()

    asyncio.run(walk())


def test_a_question_can_be_asked_again_after_the_talk(session: Session) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "v", "s", "a", "v")
            assert [(one.place, one.turn) for one in session.rounds] == [(0, 1), (0, 2)]
            await desk.press("s", "a", "u", "v")
            assert session.rounds[-1].place == 1

    asyncio.run(walk())


def test_prompts_go_round_and_away(session: Session) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "g")
            assert session.prompt == "Wat zag u, en wat dacht u erbij?"
            await desk.press("g")
            assert session.prompt == "Wie zou u dit vertellen?"
            await desk.press("g")
            assert session.prompt == ""
            await desk.press("g")
            assert session.prompt == "Wat zag u, en wat dacht u erbij?"

    asyncio.run(walk())


@pytest.mark.parametrize("key", ["p", "f6"])
def test_the_slides_fill_the_screen_and_the_letters_go_on_working(session: Session, key: str) -> None:
    async def walk() -> None:
        async with console(session, (60, 20)) as desk:
            assert "Doe mee" in await desk.press(key)
            assert isinstance(desk.app.screen, ProjectorScreen)
            assert "U bent leerkracht van groep 4." in await desk.press("space"), "first the other slides"
            await desk.press("d", "v")
            text = await desk.text()
            assert "1. Ja" in text
            assert WHY not in text
            assert "Er staat nog een vraag open." in await desk.press("u")
            assert "C D F H J" in await desk.press("c")
            assert "1. Ja" in await desk.press("c")
            await desk.press("escape")
            assert not isinstance(desk.app.screen, ProjectorScreen)
            assert desk.app.trainer.projection.watched == 0

    asyncio.run(walk())


def test_with_a_projector_the_next_key_turns_its_slides_first(session: Session) -> None:
    trainer = Trainer(session, Meeting((), CODE))
    session.release()
    assert trainer.following().name == "ask"
    trainer.projection.watched = 1
    turned = 0
    while (step := trainer.following()).name == "page":
        trainer.do(step.name, step.number)
        turned += 1
    assert (turned, step.name) == (0, "ask"), "all of this part is on one slide"
    for act in ("ask", "close", "bars", "reveal"):
        trainer.do(act)
    while (step := trainer.following()).name == "page":
        assert f"bladzijde {turned + 2} van" in step.text
        trainer.do(step.name, step.number)
        turned += 1
        assert f"Op het grote scherm: bladzijde {turned + 1} van" in group_sections(trainer)[0][1]
    assert turned > 0
    trainer.do("join")
    assert "adres en code" in group_sections(trainer)[0][1]


def test_enter_twice_does_not_close_a_question_that_nobody_answered(session: Session) -> None:
    tokens = people(session)

    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "v")
            assert "Verder: Wacht op antwoorden" in await desk.text()
            text = await desk.press("enter")
            assert "Er is nog geen antwoord. De vraag toch sluiten kan met S." in text
            assert session.phase == "open"
            session.answer(tokens[0], session.round, "ja")
            await settle(desk.pilot)
            assert "Er is nog geen antwoord." not in await desk.text(), "not true any more"
            await desk.press("enter")
            assert "De vraag is gesloten" in await desk.text()
            assert "Verder: Laat zien wat de groep koos" in await desk.press("v", "s"), "S closes it all the same"

    asyncio.run(walk())


def test_a_second_vote_says_so_and_the_first_stands_beside_it_for_the_trainer(session: Session) -> None:
    tokens = people(session)

    async def walk() -> None:
        async with console(session, (120, 40)) as desk:
            await desk.press("d", "v")
            assert "Stemming" not in await desk.whole()
            session.answer(tokens[0], session.round, "ja")
            await desk.press("s", "v")
            whole = await desk.whole()
            assert "Stemming 2. De vraag staat open" in whole
            assert "Stemming 1\nJa 1 · Nee 0" in whole
            group = str(desk.app.desk.query_one("#group").visual)  # type: ignore[attr-defined]
            assert "Ja 1" not in group

    asyncio.run(walk())


def test_answers_that_come_together_are_drawn_together(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = people(session, 30)
    drawn = []

    async def walk() -> None:
        async with console(session) as desk:
            await desk.press("d", "v")
            show = desk.app.desk.show

            def counted() -> None:
                drawn.append(1)
                show()

            monkeypatch.setattr(desk.app.desk, "show", counted)
            for token in tokens:
                session.answer(token, session.round, "ja")
            await desk.text()
            assert "30 van 30 antwoordden" in await desk.whole()

    asyncio.run(walk())
    assert len(drawn) == 1


def test_menu_help_and_numbers_hold_everything(session: Session) -> None:
    async def walk() -> None:
        async with console(session, (120, 40)) as desk:
            menu = await desk.press("f9")
            for action in OWN:
                assert action.label in menu, action.label
            await desk.press("d")
            assert session.stage == 0, "a letter works in the menu"
            help_text = await desk.press("question_mark")
            assert "Toetsen op dit scherm" in help_text
            await desk.press("escape")
            assert "0800-2000" in await desk.press("n")
            await desk.press("escape", "ctrl+g", "enter")
            assert session.phase == "open", "Enter chooses the row: Verder"

    asyncio.run(walk())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_bar_names_every_act(session: Session, size: tuple[int, int]) -> None:
    async def walk() -> None:
        async with console(session, size) as desk:
            text = await desk.text()
            for action in OWN:
                assert action.name in SELDOM or action.label in text, action.label

    asyncio.run(walk())


def test_a_click_in_the_bar_does_what_the_key_does(session: Session) -> None:
    async def walk() -> None:
        async with console(session) as desk:
            column = (await desk.text()).splitlines()[-2].index("D Deel")
            await desk.pilot.click("ActBar", offset=(column, 0))
            await settle(desk.pilot)
            assert session.stage == 0

    asyncio.run(walk())


def test_every_key_arrives_in_every_terminal_or_has_another_way() -> None:
    letters = {letter for action in OWN for letter in action.keys if len(letter) == 1}
    named = {"enter", "right"}
    for action in OWN:
        assert set(action.keys) <= ARRIVES | KEPT_BY_SOME | letters | named, action.name
        assert set(action.keys) & (ARRIVES | letters | named), action.name
    keys = [key for action in OWN for key in action.keys]
    assert len(keys) == len(set(keys))
    assert {act.name for act in ACTS} <= {action.name for action in OWN}


def test_the_button_is_as_wide_as_what_it_says(session: Session) -> None:
    async def walk() -> None:
        async with console(session, (60, 20)) as desk:
            for _press in range(4):
                text = await desk.press("enter")
                assert str(desk.app.desk.query_one("#next", Button).label) in text

    asyncio.run(walk())
