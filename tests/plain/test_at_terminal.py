"""The line mode at a real terminal: how wide it is, what was pasted, and when it is chosen."""

from __future__ import annotations

import os
import sys

import pytest

from meldcode.plain.unlock import line_waiting, terminal_lines
from tests.test_terminal import in_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of POSIX")


@pytest.mark.parametrize("arguments", [["--plain"], ["plain"]], ids=str)
def test_it_is_chosen_by_name_and_fits_forty_columns(arguments: list[str]) -> None:
    code, shown = in_terminal(*arguments, columns=40, rows=20, types=b"\x04", until=b"nummer")
    assert code == 0
    assert "\x1b" not in shown
    assert "Meldcode: een zorg over een kind of\r\nvolwassene thuis.\r\n" in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_what_was_pasted_comes_line_by_line_and_its_last_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty
    import termios

    master, slave = pty.openpty()
    with open(slave, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        before = termios.tcgetattr(slave)
        os.write(master, "een\n\ntwee\ndriëënd".encode())
        assert stdin.readline() == "een\n"
        assert [line_waiting() for _line in range(3)] == ["\n", "twee\n", "driëënd"]
        os.write(master, b"ertig\n")
        assert stdin.readline() == "ertig\n"
        assert line_waiting() == ""
        assert termios.tcgetattr(slave) == before
    os.close(master)


def test_lines_of_a_file_are_never_a_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.write(write, b"een\ntwee\n")
    os.close(write)
    with open(read, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert line_waiting() == ""
        assert stdin.readline() == "een\n"


def test_what_a_file_holds_reaches_the_terminal_as_plain_text_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read, write = os.pipe()
    os.write(write, b"een\x1b[2J\n")
    os.close(write)
    with open(read, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert terminal_lines().line("Tekst") == "een\ufffd[2J"
    assert capsys.readouterr().out == "Tekst:\n> een\ufffd[2J\n"
