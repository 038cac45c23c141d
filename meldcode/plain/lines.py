"""Reading and saying lines: what is said is made plain, and a line that is a command is told from an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from meldcode.flow.model import Field, Item
from meldcode.i18n import _, tr
from meldcode.text import clean

COMMANDS = ("", "?", "b", "o", "!", "w", "q")


class Left(Exception):
    """The person stopped, or there are no more lines."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line that asks for something instead of answering; `name` is one of `COMMANDS`."""

    name: str


class Lines:
    """`read` gives the next line with its end (empty when there are none); `write` shows one text."""

    def __init__(self, read: Callable[[], str], write: Callable[[str], object]) -> None:
        self._read = read
        self._write = write

    def say(self, text: str) -> None:
        """Show a text, made plain."""
        self._write(clean(text))

    def ask(self, prompt: str) -> str:
        """A line, without the white space around it. Raises `Left` when there are no more."""
        self.say(f"{prompt}:")
        line = self._read()
        if not line:
            raise Left
        return clean(line).strip()

    def command(self, prompt: str) -> str | Command:
        """A line, or the command that it is."""
        line = self.ask(prompt)
        return Command(line) if line in COMMANDS else line


def choose_option(part: Item | Field, line: str | Command) -> object:
    """Numbers become option ids; what is no number of an option is left for the question to refuse."""
    if isinstance(line, Command) or not part.options:
        return line
    words = line.replace(",", " ").split()
    if all(word.isdigit() and 1 <= int(word) <= len(part.options) for word in words):
        ids = [part.options[int(word) - 1].id for word in words]
        return ids if part.kind == "many" else ids[0] if len(ids) == 1 else line
    return line


def say_options(lines: Lines, part: Item | Field) -> None:
    """The options with their numbers."""
    for place, option in enumerate(part.options, 1):
        lines.say(f"{place}. {tr(option.text)}")


def ask_number(lines: Lines, most: int) -> int:
    """A number from 1 to `most`; 0 for an empty line."""
    while True:
        answer = lines.ask(_("Nummer, of leeg"))
        if not answer:
            return 0
        if answer.isdigit() and 1 <= int(answer) <= most:
            return int(answer)
        lines.say(_("Kies een nummer van 1 tot en met {n}.").format(n=most))
