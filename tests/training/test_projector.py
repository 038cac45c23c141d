"""What hangs on the wall: short lines, one thing at a time, nothing of the expert too early."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from meldcode.flow.model import Flow
from meldcode.i18n import story
from meldcode.training.case import Case, Fragment, Stage
from meldcode.training.reading import heads, read_case
from meldcode.training.session import Session
from meldcode.training.slides import ROOM, WIDE, Line, Meeting, Projection, Slide, bar_line, slides
from meldcode.training.trainer import Trainer
from meldcode.training.views import Bar, projected
from meldcode.tui.training.projector import ProjectorApp
from tests.training.small import Clock
from tests.ui.helper import at_rest, screen_text

HERE = Meeting(("http://192.0.2.7:8765/", "http://198.51.100.7:8765/"), "CDFHJ")
SIZES = [(60, 20), (80, 24), (120, 40)]


def words(slide: Slide) -> str:
    return " ".join(line.text for line in slide)


def all_words(session: Session) -> str:
    return "\n".join(map(words, slides(projected(session), HERE)))


@asynccontextmanager
async def projecting(
    session: Session, size: tuple[int, int] = (60, 20), projection: Projection | None = None
) -> AsyncIterator[tuple[str, Pilot[None]]]:
    app = ProjectorApp(session, projection)
    async with app.run_test(size=size) as pilot:
        yield await at_rest(app, pilot), pilot  # type: ignore[arg-type]  # it asks for a screen, which every app has
    assert app.failure is None


def test_every_slide_of_every_shipped_case_reads_at_five_metres() -> None:
    seen = 0
    for head in heads():
        case, flow = read_case(head.path)
        trainer = Trainer(Session(case, flow, Clock(), "CDFHJ"), HERE)
        while not trainer.ended:
            for slide in slides(trainer.view, HERE):
                assert 0 < len(slide) <= ROOM, (case.id, words(slide))
                assert all(len(line.text) <= WIDE or " " not in line.text.strip() for line in slide), words(slide)
                seen += 1
            step = trainer.following()
            assert not trainer.do(step.name, step.number), (case.id, step)
    assert seen > 20 * len(heads()) > 0


def test_fragments_share_a_slide_as_long_as_they_fit_below_the_title_of_their_part(
    small: tuple[Case, Flow], clock: Clock
) -> None:
    case, flow = small
    told = [" ".join([f"Stuk{number}."] * 30) for number in range(4)]
    stage = replace(case.stages[0], fragments=tuple(Fragment("fact", text) for text in told))
    for one, count in ((case, 1), (replace(case, stages=(stage,)), 2)):
        session = Session(one, flow, clock, "CDFHJ")
        session.release()
        found = slides(projected(session), HERE)
        assert len(found) == count
        assert all(slide[0] == Line("head", "Maandagochtend") for slide in found)
        whole = " ".join(" ".join(map(words, found)).replace("Maandagochtend", "").split())
        assert whole == " ".join(story(fragment.text) for fragment in one.stages[0].fragments)
        assert all(len(slide) <= ROOM for slide in found)


def test_a_long_text_goes_on_on_a_next_slide_without_losing_a_word(small: tuple[Case, Flow], clock: Clock) -> None:
    case, flow = small
    text = " ".join(f"woord{number}" for number in range(300))
    stage = Stage("lang", "signalen", "Lang", (Fragment("fact", text),), case.stages[0].weighings, ())
    session = Session(replace(case, stages=(stage,)), flow, clock, "CDFHJ")
    session.release()
    found = slides(projected(session), HERE)
    assert len(found) > 1
    assert text in " ".join(" ".join(map(words, found)).split())
    assert all(len(slide) <= ROOM for slide in found)


def test_nothing_of_the_expert_is_on_a_slide_before_it_is_revealed(session: Session) -> None:
    why = story(session.case.stages[0].weighings[0].why)
    session.release()
    session.ask(0)
    acts: list[Callable[[], object]] = [session.close, session.show]
    for act in (list, *acts):
        act()
        text = all_words(session)
        assert why not in text
        assert "expert" not in text
    session.reveal()
    assert why in all_words(session)
    assert "Nee ◂ de expert" in all_words(session)


def test_bars_have_their_number_beside_them_and_none_is_longer_than_all() -> None:
    assert bar_line(Bar("ja", "Ja", 12, False), 12) == "█" * 40 + " 12"
    assert bar_line(Bar("ja", "Ja", 0, False), 12) == "0"
    assert bar_line(Bar("ja", "Ja", 1, False), 1000).startswith("█ 1"), "one person is never nothing"
    assert bar_line(Bar("ja", "Ja", 0, False), 0) == "0"


def test_before_the_beginning_it_says_how_to_join_and_then_who_is_in_the_story(session: Session) -> None:
    first, second, third = slides(projected(session), HERE)
    assert Line("big", "http://192.0.2.7:8765") in first
    assert Line("big", "C D F H J") in first
    assert "U bent leerkracht van groep 4." in words(second)
    assert "kind A: Meisje van 7 uit uw klas." in words(third)


def test_who_does_not_know_the_address_still_shows_the_code(session: Session) -> None:
    first = slides(projected(session), Meeting((), "CDFHJ"))[0]
    assert "Vraag de trainer om het adres." in words(first)
    assert "C D F H J" in words(first)


def test_another_moment_begins_at_its_first_slide(session: Session) -> None:
    projection = Projection(HERE)
    assert projection.turn(projected(session), 1)
    assert projection.page(projected(session))[1] == 1
    assert not projection.turn(projected(session), 5), "there is none"
    session.release()
    assert projection.page(projected(session))[1:] == (0, 1)


def test_an_answer_does_not_turn_the_slide_back(session: Session) -> None:
    token = session.join("CDFHJ", "192.0.2.1")
    projection = Projection(HERE)
    projection.turn(projected(session), 1)
    session.came(token)
    assert projection.page(projected(session))[1] == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_screen_says_oefening_the_numbers_and_how_to_come_in_late(
    session: Session, size: tuple[int, int]
) -> None:
    async def walk() -> None:
        trainer = Trainer(session, HERE)
        async with projecting(session, size, Projection(HERE)) as (_text, pilot):
            while not trainer.ended:
                text = await at_rest(pilot.app, pilot)  # type: ignore[arg-type]
                assert text.startswith(" OEFENING"), text
                assert "0800-2000" in text.splitlines()[0]
                assert "112" in text.splitlines()[0]
                assert "http://192.0.2.7:8765 · code CDFHJ" in text
                for line in slides(projected(session), HERE)[0]:
                    assert line.text in text, (line.text, text)
                step = trainer.following()
                trainer.do(step.name, step.number)

    asyncio.run(walk())


def test_it_follows_the_session_and_turns_with_the_arrows(session: Session, clock: Clock) -> None:
    async def walk() -> None:
        async with projecting(session) as (text, pilot):
            assert "Doe mee" in text
            await pilot.press("right")
            await pilot.pause()
            assert "U bent leerkracht" in screen_text(pilot.app)  # type: ignore[arg-type]
            assert "blz. 2 van 3" in screen_text(pilot.app)  # type: ignore[arg-type]
            await pilot.press("left", "left")
            await pilot.pause()
            assert "Doe mee" in screen_text(pilot.app)  # type: ignore[arg-type]
            session.release()
            session.timer(3)
            await pilot.pause()
            assert "Kind A huilt" in screen_text(pilot.app)  # type: ignore[arg-type]
            assert "klok 3:00" in screen_text(pilot.app)  # type: ignore[arg-type]

    asyncio.run(walk())


def test_only_the_trainer_turns_the_slides_of_a_group(session: Session) -> None:
    async def walk() -> None:
        projection = Projection(HERE)
        async with projecting(session, projection=projection) as (_text, pilot):
            assert projection.watched == 1
            await pilot.press("right")
            assert projection.page(projected(session))[1] == 0
            projection.turn(projected(session), 1)
            assert "U bent leerkracht" in await at_rest(pilot.app, pilot)  # type: ignore[arg-type]
        assert projection.watched == 0

    asyncio.run(walk())


def test_a_page_that_closes_is_not_told_of_changes_any_more(session: Session) -> None:
    async def walk() -> None:
        async with projecting(session):
            assert len(session._watchers) == 1
        assert not session._watchers
        assert session.release()

    asyncio.run(walk())


def test_markup_in_a_prompt_stays_text(session: Session) -> None:
    async def walk() -> None:
        session.release()
        session.discuss("[@click=app.quit]weg[/] \x1b[2J $x")
        async with projecting(session) as (text, _pilot):
            assert "[@click=app.quit]weg[/] �[2J $x" in text

    asyncio.run(walk())
