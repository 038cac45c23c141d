"""Taking part over the network: nothing is lost when a connection goes, and the person hears what happens."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

from meldcode.training.remote import RemoteLink, Ticket
from meldcode.training.session import Session
from meldcode.training.views import projected, view_json, view_of
from meldcode.tui.training.participant import ParticipantApp
from tests.training.far import Gate, hosted, linked, port_of, until
from tests.training.seat import asked
from tests.ui.helper import at_rest


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_a_view_comes_over_as_it_is_and_an_answer_goes_back(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, _group), linked(address) as link:
            assert session.there == 1
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            assert not link.answer(0, "ja")
            assert link.view().mine == "ja", "at once"
            assert not link.arrived()
            await until(link, link.arrived)
            assert list(session.rounds[0].answers.values()) == ["ja"]
            assert link.view() == view_of(session, link.ticket.token)
            assert not link.said()
            assert not link.answer(0, "ja"), "once more"
            assert link.arrived()
            link.answer(0, "nee")
            await until(link, link.arrived)
            assert list(session.rounds[0].answers.values()) == ["nee"]

    run(walk())


def test_an_answer_that_is_refused_gets_the_sentence_of_the_other_side(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, _group), linked(address) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            link.answer(0, "geen_antwoord")
            await until(link, link.arrived)
            assert "hoort niet bij de vraag" in link.said()
            assert link.view().mine == ""
            link.answer(0, "ja")
            await until(link, link.arrived)
            assert link.said() == ""

    run(walk())


def test_who_drops_out_comes_back_as_the_same_person_and_hardly_notices(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            link.answer(0, "ja")
            await until(link, link.arrived)
            await group.stop()
            await gate.waits()
            assert not link.said(), "of the first try nothing is said"
            await group.start("127.0.0.1", port_of(address))
            session.close()
            await gate.once_more()
            await until(link, lambda: link.view().phase == "closed")
            assert (link.view().mine, link.said(), session.there) == ("ja", "", 1)
            assert len(session.people) == 1

    run(walk())


def test_an_answer_given_while_the_connection_is_away_goes_along_when_it_is_back(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            await group.stop()
            await gate.once_more()
            await gate.waits()
            assert "verbinding met de trainer is even weg" in link.said()
            link.answer(0, "nee")
            assert link.said().endswith("Uw antwoord gaat dan mee.")
            assert gate.waited[1] > gate.waited[0], "longer each time"
            await group.start("127.0.0.1", port_of(address))
            await gate.once_more()
            await until(link, link.arrived)
            assert list(session.rounds[0].answers.values()) == ["nee"]
            assert link.said() == ""

    run(walk())


def test_an_answer_that_came_too_late_is_told_and_not_counted(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            asked(session)
            await until(link, lambda: link.view().phase == "open")
            await group.stop()
            link.answer(0, "nee")
            session.close()
            await group.start("127.0.0.1", port_of(address))
            await gate.once_more()
            await until(link, link.arrived)
            assert "al gesloten" in link.said()
            assert (link.view().mine, session.rounds[0].answers) == ("", {})

    run(walk())


def test_a_trainer_who_began_anew_with_the_same_code_lets_people_in_again(session: Session) -> None:
    async def walk() -> None:
        gate, other = Gate(), Session(session.case, session.flow, session._clock, "CDFHJ")
        async with hosted(session) as (address, group), linked(address, gate) as link:
            await group.stop()
            async with hosted(other, port_of(address)):
                for _turn in range(2):  # the first is turned away, and comes in with the code
                    await gate.once_more()
                await until(link, lambda: other.there == 1)
                assert not link.over()

    run(walk())


def test_a_trainer_who_began_anew_with_another_code_gets_a_sentence_and_no_more_tries(session: Session) -> None:
    async def walk() -> None:
        gate, other = Gate(), Session(session.case, session.flow, session._clock, "KMNPR")
        async with hosted(session) as (address, group), linked(address, gate) as link:
            await group.stop()
            async with hosted(other, port_of(address)):
                await gate.once_more()
                await until(link, link.over)
                assert link.said().startswith("U doet niet meer mee. Deze code klopt niet.")
                assert link.answer(0, "ja") == link.said()

    run(walk())


def test_the_end_is_the_end_and_the_story_can_still_be_read(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            session.release()
            session.end()
            await until(link, lambda: link.view().phase == "ended")
            await group.stop()
            await until(link, link.over)
            assert link.said() == ""
            assert not gate.waited
            assert link.view().stages == projected(session).stages

    run(walk())


def test_a_screen_that_is_gone_does_not_cost_the_connection(session: Session) -> None:
    async def walk() -> None:
        async with hosted(session) as (address, _group), linked(address) as link:

            def gone() -> None:
                raise RuntimeError

            link.watch(gone)
            session.release()
            await until(link, lambda: link.view().phase == "reading")
            session.ask(0)
            await until(link, lambda: link.view().phase == "open")

    run(walk())


def test_a_view_that_cannot_be_read_later_on_leaves_the_one_before(session: Session) -> None:
    link = RemoteLink("http://127.0.0.1:1/", "CDFHJ", Ticket("00", timedelta(0)), datetime.now)
    link._take({"view": view_json(projected(session))})
    before = link.view()
    link._take({"view": {"number": 9}})
    link._take({"refused": ["?"]})
    assert link.view() == before


def test_the_screen_says_that_the_connection_is_away_and_keeps_the_answer_for_then(session: Session) -> None:
    async def walk() -> None:
        gate = Gate()
        async with hosted(session) as (address, group), linked(address, gate) as link:
            app = ParticipantApp(link, own=True)
            async with app.run_test(size=(40, 20)) as pilot:
                asked(session)
                await until(link, lambda: link.view().phase == "open")
                await at_rest(app, pilot)  # type: ignore[arg-type]  # it asks for a screen, as all apps have
                await group.stop()
                await gate.once_more()
                await gate.waits()
                await pilot.press("2")
                text = " ".join((await at_rest(app, pilot)).split())  # type: ignore[arg-type]
                assert "De verbinding met de trainer is even weg." in text
                assert "Uw antwoord gaat dan mee." in text
                assert "Wordt verstuurd: Nee" in text
                assert "Binnen" not in text
                await group.start("127.0.0.1", port_of(address))
                await gate.once_more()
                await until(link, link.arrived)
                text = " ".join((await at_rest(app, pilot)).split())  # type: ignore[arg-type]
                assert "Binnen: Nee" in text
                assert "verbinding" not in text
            assert app.failure is None
        assert list(session.rounds[0].answers.values()) == ["nee"]

    run(walk())
