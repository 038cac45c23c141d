"""Nothing a person wrote is read as markup, reaches the terminal as a command, or stands in a crash."""

from __future__ import annotations

import ast
import asyncio
import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.command import CommandPalette

import meldcode.tui
from meldcode.crash import crash_notice
from meldcode.text import clean
from meldcode.tui.menu import offered
from tests.ui.helper import interviewing, screen_text

HOLDS_TEXT = {"data", "passphrase", "raw", "request", "result", "secret", "values"}
"""Names of arguments in which a secret or a case may stand."""
PAYLOADS = [
    "[/]",
    "[/][@click=app.quit]weg[/]",
    "[@click=app.boem]klik[/]",
    "[bold red]rood",
    "[type=x, v={'a[0]'}]",
    "[link=https://example.org]hier[/link]",
    "\x1b]52;c;eA==\x07",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "\x1bP1$r\x1b\\",
    "\u202egnirts",
    "$name ${name} {name} %s",
]
CHILD = "Naam van het kind Sterrenbos"
DOORS = ("Static(tr(", "Static(f", ".update(tr(", ".update(f", "notify(", "Label(", "from_markup", "escape(")
"""Ways in which a bare str would reach a widget and be read as markup."""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_answer_is_shown_as_text_on_every_screen(payload: str) -> None:
    answers = {
        "acuut_gevaar": "nee",
        "gemeente": payload,
        "signalen": [{"datum": "2026-02-20", "bron": "zelf_gezien", "feit": payload}],
        "eigen_naam": payload,
    }
    visible = clean(payload).strip()[:8]

    async def walk() -> None:
        async with interviewing("onderwijs", answers, "signalen", (120, 40)) as (app, pilot, interview):
            assert visible in screen_text(app)
            await pilot.press("up", "enter")
            await pilot.pause()
            await pilot.press("escape")
            await pilot.pause()
            await pilot.press("f2")
            await pilot.pause()
            assert visible in screen_text(app)
            await pilot.press("enter")
            await pilot.pause()
            await pilot.press("f4")
            await pilot.pause()
            await pilot.press("2")
            await pilot.pause()
            assert app.is_running
            assert interview.value("eigen_naam") == clean(payload).strip()

    asyncio.run(walk())


def test_menu_offers_no_screenshot_and_none_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def look() -> None:
        async with interviewing("onderwijs") as (app, pilot, _interview):
            names = [action.name for action in offered(app)]
            assert names
            assert not [name for name in names if "creen" in name]
            await pilot.press("ctrl+s", "ctrl+p")
            assert not any(isinstance(screen, CommandPalette) for screen in app.screen_stack)
            app.action_screenshot()
            app.deliver_screenshot()
            assert app.save_screenshot() == ""

    asyncio.run(look())
    assert list(tmp_path.iterdir()) == []


def test_copied_text_stays_inside_the_app() -> None:
    async def copy() -> None:
        async with interviewing("onderwijs") as (app, _pilot, _interview):
            written: list[str] = []
            driver = app._driver
            assert driver is not None
            driver.write = written.append  # type: ignore[assignment,method-assign]  # to see what would reach the terminal
            app.copy_to_clipboard(CHILD)
            assert app.clipboard == CHILD
            assert not [text for text in written if "]52" in text]

    asyncio.run(copy())


def test_crash_notice_names_type_and_place_and_no_value() -> None:
    try:
        raise ValueError(CHILD)
    except ValueError:
        notice = crash_notice()
    assert "ValueError test_safety.py:" in notice
    assert "0800-2000" in notice
    assert CHILD not in notice


def test_no_widget_gets_a_bare_text_of_a_flow_or_person() -> None:
    """Widgets read `[…]` in a str as markup; so what is translated or answered goes in as Content."""
    for path in (Path(__file__).parents[2] / "meldcode" / "tui").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        for door in DOORS:
            assert door not in source, f"{path.name}: {door}"


# through a real terminal


class Terminal:
    """A pseudo-terminal with the program in it; `until` reads until a text was sent."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.master = master
        self.sent = b""
        self.read_to = 0

    def until(self, text: str, seconds: float = 30) -> None:
        """Read on until this text is drawn; fails when it does not come or the program ends."""
        reads = 0
        while (found := self.sent.find(text.encode(), self.read_to)) < 0:
            reads += 1
            assert reads < 200, f"{text!r} never came"  # a blinking cursor draws for ever
            ready, _w, _x = select.select([self.master], [], [], seconds)
            assert ready, f"{text!r} never came"
            try:
                data = os.read(self.master, 65536)
            except OSError:
                data = b""
            assert data, f"the program ended before {text!r}"
            self.sent += data
        self.read_to = found + len(text.encode())

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self.master, keys.encode())

    def end(self) -> bytes:
        """Everything that was sent, to the end of the program."""
        while True:
            ready, _w, _x = select.select([self.master], [], [], 30)
            try:
                data = os.read(self.master, 65536) if ready else b""
            except OSError:
                data = b""
            if not data:
                return self.sent
            self.sent += data


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    """Python with these arguments in a terminal of 120 by 40."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40", "CI": ""}
    process = subprocess.Popen(
        [sys.executable, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        process.kill()
        process.wait()
        os.close(master)


@pytest.mark.usefixtures("been_here")
def test_no_escape_sequence_of_an_answer_reaches_the_terminal() -> None:
    with terminal("-m", "meldcode") as screen:
        screen.until("Waar werkt u?")
        screen.type("4")
        screen.until("direct gevaar voor")
        screen.type("2\x1b[19~")
        screen.until("Jonger dan 18")  # the hint of the option in focus
        screen.type("\t")
        screen.until("gemeente van de persoon")  # the explanation beside it: the text field has the focus
        # ended by ST, not BEL: Textual takes what follows an ESC in a paste for keys, and Ctrl+G opens the menu
        screen.type("\x1b[200~x[/][@click=app.quit]\x1b]52;c;eA==\x1b\\\x9b31my\x1b[201~\t\x1bOQ")
        screen.until("Overzicht")
        screen.until("[@click=app.quit]")
        screen.type("\x11")
        screen.until("Stoppen?")
        assert b"\x1b]52;c;eA==" not in screen.sent
        assert b"\x1b]52;" not in screen.sent


CRASHING = """
import sys
from meldcode.tui import interview_screen
from meldcode.cli import main
def broken(self):
    geheim = {secret!r}
    raise RuntimeError(geheim)
interview_screen.InterviewScreen.show_status = broken
main([])
"""


@pytest.mark.usefixtures("been_here")
def test_crash_of_the_app_shows_no_case_and_leaves_the_terminal_clean(tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(CRASHING.format(secret=CHILD), encoding="utf-8")
    with terminal(str(script)) as screen:
        screen.until("Waar werkt u?")
        screen.type("4")
        output = screen.end()
        assert CHILD.encode() not in output
        assert b"RuntimeError crash.py" in output
        assert b"\x1b[?1049l" in output, "the alternate screen was left"
        assert screen.process.wait() == 70


def test_no_worker_is_described_with_what_was_typed() -> None:
    """Textual describes a worker with its arguments, unless it is told otherwise."""
    for path in Path(meldcode.tui.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and HOLDS_TEXT.intersection(
                one.arg for one in node.args.args
            ):
                for mark in map(ast.unparse, node.decorator_list):
                    assert not mark.startswith("work") or "description=UNNAMED" in mark, f"{path.name}: {node.name}"
