"""The bytes that terminals send for the keys of the app, and what arrives of them.

Taken from xterm's ctlseqs, terminfo (`xterm-256color`, `screen-256color`, `tmux-256color`, `linux`, `nsterm`) and the
kitty protocol, which the app asks for. Windows Terminal sends no bytes to a Windows program: it goes by another door of
the system, which needs Windows. Over ssh it sends what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from meldcode.tui.actions import ACTIONS

XTERM = {f"f{n}": f"\x1bO{letter}" for n, letter in enumerate("PQRS", 1)}
XTERM |= {f"f{n}": f"\x1b[{code}~" for n, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)}
XTERM |= {"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F"}
XTERM |= {"pageup": "\x1b[5~", "pagedown": "\x1b[6~", "tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r"}
XTERM |= {"escape": "\x1b", "delete": "\x1b[3~", "backspace": "\x7f", "space": " ", "question_mark": "?", "slash": "/"}
XTERM |= {f"ctrl+{letter}": chr(ord(letter) - ord("a") + 1) for letter in "abcdefgklnopqrstuvwxyz"}
APPLICATION = {"up": "\x1bOA", "down": "\x1bOB", "right": "\x1bOC", "left": "\x1bOD", "home": "\x1bOH", "end": "\x1bOF"}
VT = {"home": "\x1b[1~", "end": "\x1b[4~"}
KITTY = {f"ctrl+{letter}": f"\x1b[{ord(letter)};5u" for letter in "glopqz"}
KITTY |= {"escape": "\x1b[27u", "enter": "\x1b[13u", "tab": "\x1b[9u", "shift+tab": "\x1b[9;2u", "f1": "\x1b[P"}
KITTY |= {"f2": "\x1b[Q", "f4": "\x1b[S", "f3": "\x1b[13~", "backspace": "\x1b[127u"}
TERMINALS = {
    "xterm": XTERM,
    "GNOME Terminal": XTERM | APPLICATION,
    "macOS Terminal": XTERM | APPLICATION,
    "tmux": XTERM | VT,
    "screen": XTERM | VT | APPLICATION,
    "Windows Terminal over ssh": XTERM,
    "the Linux console": XTERM | VT | {f"f{n}": f"\x1b[[{letter}" for n, letter in enumerate("ABCDE", 1)},
    "a browser": XTERM,
    "kitty, Ghostty, WezTerm, foot": XTERM | KITTY,
}
KEYS = {key for action in ACTIONS.values() for key in action.keys}
MOVING = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "enter", "space"}
MOVING |= {"delete", "backspace"}


def arrives(sent: str) -> list[str]:
    """The keys that the app hears of these bytes, once nothing more came for a while."""

    def heard() -> Iterator[str]:
        parser = XTermParser()
        for message in (*parser.feed(sent), *parser.feed("")):
            if isinstance(message, events.Key):
                yield message.key

    return list(heard())


@pytest.mark.parametrize("terminal", TERMINALS)
def test_every_key_of_the_app_arrives(terminal: str) -> None:
    sends = TERMINALS[terminal]
    for key in sorted(KEYS | MOVING):
        assert arrives(sends[key]) == [key], key


@pytest.mark.parametrize("terminal", TERMINALS)
def test_keys_that_come_together_arrive_apart(terminal: str) -> None:
    sends = TERMINALS[terminal]
    keys = ["f8", "down", "enter", "f12", "ctrl+q", "shift+tab", "f1"]
    assert arrives("".join(sends[key] for key in keys)) == keys


def test_a_key_cut_in_two_by_a_slow_line_arrives_whole() -> None:
    parser = XTermParser()
    found = [message for part in ("\x1b", "[", "20~") for message in parser.feed(part)]
    assert [message.key for message in found if isinstance(message, events.Key)] == ["f9"]


def test_no_key_asks_for_what_terminals_keep_or_change() -> None:
    """Ctrl+S, Ctrl+C, Ctrl+M, Ctrl+I, Ctrl+J and Ctrl+H are other keys or the terminal's own; F10 and F11 open menus
    or fill the screen; Alt and Shift with F-keys are sent in many ways."""
    taken = {"ctrl+s", "ctrl+c", "ctrl+m", "ctrl+i", "ctrl+j", "ctrl+h", "f10", "f11"}
    assert not KEYS & taken
    assert not [key for key in KEYS if key.startswith(("alt+", "shift+", "super+"))]


def test_what_a_browser_or_a_terminal_may_keep_has_a_second_way() -> None:
    """F1, F3, F5, F6 and F12 mean something to some browsers and terminals: the menu reaches what they do, and hiding,
    which must come at once, has a key of its own."""
    assert ACTIONS["hide"].also
    assert ACTIONS["everything"].also
    assert all(action.label and action.help for action in ACTIONS.values())
