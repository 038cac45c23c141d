"""A trainer plays a case in the app and in lines, and gets it as a file that `check` can read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from meldcode import recording
from meldcode.cli import main
from meldcode.dossier.home import Home
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import load_flow
from meldcode.plain.recording import play
from meldcode.training.case import Case
from meldcode.training.reading import read_case
from meldcode.tui.dialogs import Ask
from meldcode.tui.modals import Confirm
from meldcode.tui.training.recording import RecordingApp, RecordingScreen
from tests.plain.helper import Person
from tests.ui.helper import screen_text, settle

NOW = datetime(2026, 3, 2, 10, 0)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data" / "dossiers")


def on_screen(home: Home, file: Path, script: Callable[[RecordingApp, Pilot[None]], Awaitable[None]]) -> RecordingApp:
    app = RecordingApp(lambda: NOW, home, load_flow("onderwijs"), file)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await script(app, pilot)

    asyncio.run(run())
    return app


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def type_moment(pilot: Pilot[None], title: str, text: str) -> None:
    await pilot.press(*title)
    await press(pilot, "enter")
    await pilot.press(*text)
    await press(pilot, "enter")


def weighed(case: Case) -> list[dict[str, str]]:
    return [{one.ask: one.answer for one in stage.weighings} for stage in case.stages]


def test_a_case_is_played_in_the_app_and_written_at_the_end(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "mijn_geval.yaml"

    async def script(app: RecordingApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, Ask)
        assert "OEFENING" in screen_text(app)
        await type_moment(pilot, "Maandag", "Het kind huilt")
        assert isinstance(app.screen, RecordingScreen)
        assert "OEFENING" in screen_text(app).splitlines()[0]
        await press(pilot, "2", "f6")
        await type_moment(pilot, "Dinsdag", "Het is bang")
        await press(pilot, "1", "ctrl+q")
        assert isinstance(app.screen, Confirm)
        app.screen.query_one("#write").focus()
        await press(pilot, "enter")

    app = on_screen(home, file, script)
    assert any("meldcode check" in line for line in app.written)
    case, _flow = read_case(file)
    assert [stage.title for stage in case.stages] == ["Maandag", "Dinsdag"]
    assert weighed(case) == [{"acuut_gevaar": "nee"}, {"acuut_gevaar": "ja"}]
    assert not home.folder.exists()


def test_a_moment_without_words_is_asked_again_and_escape_changes_nothing(home: Home, tmp_path: Path) -> None:
    async def script(app: RecordingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, Ask)
        assert "wat er gebeurt" in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, RecordingScreen)
        assert app.screen.recording.moments == []
        await press(pilot, "ctrl+q")

    assert on_screen(home, tmp_path / "leeg.yaml", script).written == []
    assert not (tmp_path / "leeg.yaml").exists()


def test_what_was_played_can_be_thrown_away_and_stopping_can_be_called_off(home: Home, tmp_path: Path) -> None:
    async def script(app: RecordingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "escape", "2", "ctrl+q", "escape")
        assert isinstance(app.screen, RecordingScreen)
        await press(pilot, "ctrl+q")
        app.screen.query_one("#drop").focus()
        await press(pilot, "enter")

    on_screen(home, tmp_path / "weg.yaml", script)
    assert not (tmp_path / "weg.yaml").exists()


def test_a_file_that_appeared_meanwhile_is_not_written_over(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "er_al.yaml"

    async def script(app: RecordingApp, pilot: Pilot[None]) -> None:
        await press(pilot, "escape", "2")
        file.write_text("van iemand anders", "utf-8")
        app.write()
        await settle(pilot)
        assert "er staat al iets" in screen_text(app).lower()

    on_screen(home, file, script)
    assert file.read_text("utf-8") == "van iemand anders"


def test_a_case_is_played_in_lines(home: Home, tmp_path: Path) -> None:
    person = Person("Maandag", "Het kind huilt", "2", "s", "Dinsdag", "Het is bang", "b", "1", "q", "ja")
    play(person.lines, load_flow("onderwijs"), home, lambda: NOW, tmp_path / "in_lijnen.yaml")
    case, _flow = read_case(tmp_path / "in_lijnen.yaml")
    assert weighed(case) == [{"acuut_gevaar": "nee"}, {"acuut_gevaar": "ja"}]
    assert person.text.startswith("OEFENING")
    assert "0800-2000" in person.text


def test_nothing_played_writes_nothing(home: Home, tmp_path: Path) -> None:
    person = Person("b", "q")
    play(person.lines, load_flow("onderwijs"), home, lambda: NOW, tmp_path / "niets.yaml")
    assert not (tmp_path / "niets.yaml").exists()
    assert "Er is niets geschreven." in person.text


def test_a_file_that_is_there_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "er_al.yaml").write_text("iets", "utf-8")
    with pytest.raises(MeldcodeError):
        recording.record(tmp_path / "er_al.yaml", "onderwijs", plain=True)
    with pytest.raises(SystemExit) as ended:
        main(["train", "record", str(tmp_path / "er_al.yaml"), "--flow", "onderwijs", "--plain"])
    assert ended.value.code == 2
