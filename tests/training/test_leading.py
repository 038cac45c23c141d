"""Leading a group: what is asked first, what is kept while it lasts, and the console line by line."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import aiohttp
import pytest

from meldcode.errors import MeldcodeError
from meldcode.leading import Afternoon, Elsewhere, begin
from meldcode.plain.leading import LineConsole
from meldcode.plain.lines import Left
from meldcode.training.store import PracticeStore
from meldcode.training.trainer import Trainer
from tests.training.lines_helper import Typed
from tests.training.small import Clock, small_file


def begun(folder: Path, clock: Clock, *lines: str, case: str = "") -> tuple[Afternoon, Typed]:
    typed = Typed(*lines)
    name = case or str(small_file(folder))
    return begin(typed.lines, folder, name, clock, 30, 4), typed


async def kept_open(afternoon: Afternoon, acts: Iterable[Callable[[], object]]) -> None:
    """What a session keeps of itself while this happens, without a server."""
    afternoon.place = "0.0.0.0", 8765  # noqa: S104  # only kept
    afternoon.watch()
    for act in acts:
        act()
    await afternoon.shut()


# before it


def test_a_case_makes_a_session_with_a_code_of_its_own(tmp_path: Path, clock: Clock) -> None:
    first, second = (begun(tmp_path, clock)[0].session for _turn in range(2))
    assert (first.case.id, first.phase, first.most, first.hours) == ("klein_geval", "waiting", 30, 4)
    assert len(first.code) == 5
    assert first.code != second.code


def test_a_case_is_chosen_by_its_number(tmp_path: Path, clock: Clock) -> None:
    typed = Typed("99", "2")
    afternoon = begin(typed.lines, tmp_path, "", clock, 30, 4)
    row = next(line for line in typed.said if line.startswith("2. "))
    assert afternoon.session.case.title in row
    assert "Met welk oefengeval?" in typed.text


def test_who_chooses_no_case_leaves(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Left):
        begin(Typed().lines, tmp_path, "", clock, 30, 4)


def test_a_case_that_is_not_there_gets_a_sentence(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(MeldcodeError, match="bestaat niet"):
        begin(Typed().lines, tmp_path, "geen_geval", clock, 30, 4)


# what is kept


def test_a_session_that_was_cut_off_goes_on_with_the_same_code_and_answers(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    session = afternoon.session
    token = session.join(session.code, "192.0.2.1")
    session.came(token)
    acts = (session.release, lambda: session.ask(0), lambda: session.answer(token, 0, "nee"))
    asyncio.run(kept_open(afternoon, acts))
    kept = (tmp_path / "oefenen" / "oefening-lopend.json").read_text("utf-8")
    assert token not in kept
    clock.pass_(hours=20)
    again, typed = begun(tmp_path, clock, "1")
    assert again.session.code == session.code
    assert again.session.phase == "open"
    assert again.session.knows(token)
    assert [bar.count for bar in again.session.bars(0)] == [0, 1, 0]
    assert again.session.over() == "", "time in which it was not open does not count"
    assert " ".join(session.code) in typed.text
    assert again.place == ("0.0.0.0", 8765), "the group knows that address"  # noqa: S104  # nothing listens
    assert "komt terug op hetzelfde adres (0.0.0.0)" in typed.text


def test_who_begins_anew_closes_the_old_one_and_keeps_its_figures(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    session = afternoon.session
    asyncio.run(kept_open(afternoon, (session.release, lambda: session.ask(0))))
    again, _typed = begun(tmp_path, clock, "2")
    assert again.session.code != session.code
    assert again.session.stage == -1
    (figures,) = PracticeStore(tmp_path).sessions()
    assert figures["case"] == "klein_geval"
    assert PracticeStore(tmp_path).running() is None


def test_a_session_in_which_nothing_happened_is_not_asked_about(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    asyncio.run(kept_open(afternoon, ()))
    assert PracticeStore(tmp_path).running() is None


@pytest.mark.parametrize(
    "damage", [{"phase": "moe"}, {"case_version": "9"}, {"rounds": 3}, {"path": "/weg/geval.yaml"}]
)
def test_what_was_kept_and_cannot_be_used_is_told_and_stops_nothing(
    tmp_path: Path, clock: Clock, damage: dict[str, object]
) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    asyncio.run(kept_open(afternoon, (afternoon.session.release,)))
    path = tmp_path / "oefenen" / "oefening-lopend.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | damage), "utf-8")
    again, typed = begun(tmp_path, clock)
    assert again.session.stage == -1
    assert "Een bijeenkomst die niet is afgesloten, kan niet" in typed.text


def test_once_it_is_over_only_figures_stay(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    session = afternoon.session
    asyncio.run(kept_open(afternoon, (session.release, lambda: session.ask(0), session.end)))
    afternoon.save()
    store = PracticeStore(tmp_path)
    assert store.running() is None
    assert [one["practice"] for one in store.sessions()] == [True]
    assert afternoon.figures is not None
    assert afternoon.figures.name.startswith("oefening-")
    assert str(afternoon.figures) in "\n".join(afternoon.goodbye())


def test_a_pause_says_how_to_go_on(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    (line,) = afternoon.goodbye()
    assert afternoon.session.code in line


def test_a_session_without_votes_leaves_no_figures(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    afternoon.session.end()
    afternoon.save()
    assert PracticeStore(tmp_path).sessions() == []


def test_a_disk_that_takes_nothing_is_told_and_stops_nothing(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_ignored: object) -> None:
        raise MeldcodeError("er is geen plaats meer", "Maak ruimte vrij.")

    monkeypatch.setattr(PracticeStore, "set_running", full)
    afternoon, _typed = begun(tmp_path, clock)
    told: list[str] = []
    afternoon.tell = told.append
    asyncio.run(kept_open(afternoon, (afternoon.session.release,)))
    assert told[0] == "Er is geen plaats meer. Maak ruimte vrij."
    assert afternoon.session.stage == 0


# a loop of its own


def test_the_session_is_only_touched_where_its_loop_runs() -> None:
    with Elsewhere() as elsewhere:
        where = elsewhere.call(threading.get_ident)
        assert where == elsewhere.call(threading.get_ident) != threading.get_ident()
        with pytest.raises(MeldcodeError, match="moe"):
            elsewhere.call(_tired)
    assert elsewhere.loop.is_closed()


def _tired() -> None:
    raise MeldcodeError("moe")


# all of it


def test_a_group_joins_answers_and_is_counted_while_the_trainer_types(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    typed = Typed("d", "v", "ANSWER", "s", "a", "e", "1")
    told: list[str] = []
    with Elsewhere() as elsewhere:
        trainer = Trainer(afternoon.session, afternoon.projection.meeting, afternoon.projection)
        elsewhere.run(afternoon.open("127.0.0.1", 0, trainer.tick))
        address = afternoon.projection.meeting.addresses[0]
        people = Participants(address, afternoon.session.code)
        typed.before = {"ANSWER": lambda: elsewhere.run(people.answer(3, "nee"))}
        console = LineConsole(typed.lines, trainer, elsewhere.call, afternoon.about, afternoon.save, list)
        try:
            elsewhere.run(people.join(3))
            told = elsewhere.run(people.wrong_code())
            assert console.run()
        finally:
            elsewhere.run(people.leave())
            elsewhere.run(afternoon.shut())
    assert address.rstrip("/") in typed.text
    assert "alleen wie op deze computer werkt" in typed.text.lower()
    assert told == ["Deze code klopt niet. Kijk nog eens op het scherm van de trainer."]
    assert "3 van 3 antwoordden" in typed.text
    assert "Nee: 3" in typed.text
    assert afternoon.session.people.keys() == set(people.tokens)
    (figures,) = PracticeStore(tmp_path).sessions()
    assert figures["people"] == 3
    assert figures["rounds"][0]["counts"]["nee"] == 3
    assert not set(people.tokens) & set(json.dumps(figures).split('"'))
    assert afternoon.goodbye()[0] == "De bijeenkomst is afgesloten."


def test_a_place_that_is_taken_is_told(tmp_path: Path, clock: Clock) -> None:
    first, second = (begun(tmp_path, clock)[0] for _turn in range(2))

    async def both() -> None:
        await first.open("127.0.0.1", 0, list)
        port = int(first.projection.meeting.addresses[0].rstrip("/").rsplit(":", 1)[1])
        try:
            with pytest.raises(MeldcodeError, match=str(port)):
                await second.open("127.0.0.1", port, list)
        finally:
            await second.shut()
            await first.shut()

    asyncio.run(both())


class Participants:
    """People with a meldcode of their own, by the socket that it uses."""

    def __init__(self, address: str, code: str) -> None:
        self.address = address
        self.code = code
        self.tokens: list[str] = []
        self._http: aiohttp.ClientSession | None = None
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []

    async def _join(self, code: str) -> dict[str, str]:
        self._http = self._http or aiohttp.ClientSession()
        async with self._http.post(f"{self.address}join", json={"code": code}) as response:
            found: dict[str, str] = await response.json()
        return found

    async def join(self, count: int) -> None:
        for _person in range(count):
            self.tokens.append((await self._join(self.code))["token"])
            assert self._http is not None
            socket = await self._http.ws_connect(f"{self.address}view?token={self.tokens[-1]}")
            await socket.receive_json(timeout=5)
            self._sockets.append(socket)

    async def wrong_code(self) -> list[str]:
        return [(await self._join("XXXXX"))["error"]]

    async def answer(self, count: int, option: str) -> None:
        for socket in self._sockets[:count]:
            await socket.send_json({"answer": {"round": 0, "option": option}})
        for socket in self._sockets[:count]:
            while (await socket.receive_json(timeout=5))["view"]["answered"] < count:
                pass

    async def leave(self) -> None:
        for socket in self._sockets:
            await socket.close()
        if self._http is not None:
            await self._http.close()


def test_a_full_disk_at_the_end_costs_no_answers(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_ignored: object) -> None:
        raise MeldcodeError("er is geen plaats meer", "Maak ruimte vrij.")

    afternoon, _typed = begun(tmp_path, clock)
    session = afternoon.session
    token = session.join(session.code, "a")
    acts = (session.release, lambda: session.ask(0), lambda: session.answer(token, 0, "ja"), session.end)
    asyncio.run(kept_open(afternoon, acts))
    with monkeypatch.context() as disk:
        disk.setattr(PracticeStore, "add_session", full)
        with pytest.raises(MeldcodeError, match="geen plaats"):
            afternoon.save()
    assert "konden niet bewaard worden" in " ".join(afternoon.goodbye())
    other, typed = begun(tmp_path, clock)
    assert "alsnog bewaard" in " ".join(typed.said)
    (figures,) = PracticeStore(tmp_path).sessions()
    assert figures["rounds"][0]["counts"]["ja"] == 1
    assert other.session is not session
    assert PracticeStore(tmp_path).running() is None


def test_the_figures_are_written_once_also_when_saving_is_tried_again(tmp_path: Path, clock: Clock) -> None:
    afternoon, _typed = begun(tmp_path, clock)
    asyncio.run(kept_open(afternoon, (afternoon.session.release, lambda: afternoon.session.ask(0))))
    afternoon.session.end()
    afternoon.save()
    afternoon.save()
    assert len(PracticeStore(tmp_path).sessions()) == 1
    asyncio.run(kept_open(afternoon, ()))
    assert PracticeStore(tmp_path).running() is None


@pytest.mark.skipif(sys.platform == "win32", reason="there it cannot be known")
def test_a_second_trainer_on_this_computer_hears_that_one_is_going_on(tmp_path: Path, clock: Clock) -> None:
    hold = "import sys; from pathlib import Path; from meldcode.training.store import PracticeStore\n"
    hold += "print(PracticeStore(Path(sys.argv[1])).hold(), flush=True); sys.stdin.read()"
    first = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdin is not None
    assert first.stdout is not None
    with first:
        assert first.stdout.readline() == "True\n"
        with pytest.raises(MeldcodeError, match="al een bijeenkomst"):
            begun(tmp_path, clock)
        first.stdin.close()
        first.wait(30)
    begun(tmp_path, clock)
    assert (tmp_path / "oefenen" / "oefening-lopend.lock").stat().st_mode & 0o777 == 0o600
