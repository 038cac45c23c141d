"""Reading and saying lines: what is said is made plain, and a line that is a command is told from an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from meldcode.flow.model import Field, Item
from meldcode.i18n import _, tr
from meldcode.text import clean

COMMANDS = ("", "?", "b", "o", "!", "w", "q")


class Left(Exception):
    """The person stopped, or there are no more lines."""


class Back(Exception):
    """The person wants out of what is being asked, with nothing changed."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line that asks for something instead of answering; `name` is one of `COMMANDS`."""

    name: str


class Lines:
    """`read` gives the next line with its end (empty when there are none); `write` shows one text.

    At every prompt `!` says the numbers to call, `b` goes back and `q` stops: `numbers` and `leave` do that.
    """

    def __init__(self, read: Callable[[], str], write: Callable[[str], object]) -> None:
        self._read = read
        self._write = write
        self.numbers: Callable[[], None] = self.say_numbers
        self.leave: Callable[[], None] = _leave

    def say(self, text: str) -> None:
        """Show a text, made plain."""
        self._write(clean(text))

    def say_numbers(self) -> None:
        """The two numbers that everybody may call."""
        self.say(_("Bij direct gevaar: bel 112. Overleggen: Veilig Thuis 0800-2000, gratis, dag en nacht."))

    def line(self, prompt: str) -> str:
        """The next line, without the white space around it. Raises `Left` when there are no more."""
        self.say(f"{prompt}:")
        line = self._read()
        if not line:
            raise Left
        return clean(line).strip()

    def ask(self, prompt: str, explain: str = "") -> str:
        """A line that is no command; `?` says `explain`. Raises `Back` on `b`."""
        while True:
            line = self.line(prompt)
            if line == "!":
                self.numbers()
            elif line == "q":
                self.leave()
            elif line == "?" and explain:
                self.say(explain)
            elif line == "b":
                raise Back
            else:
                return line

    def command(self, prompt: str) -> str | Command:
        """A line, or the command that it is."""
        line = self.line(prompt)
        return Command(line) if line in COMMANDS else line

    def number(self, prompt: str, most: int) -> int:
        """A number from 1 to `most`; asks again for anything else."""
        while True:
            found = number_in(self.ask(prompt), most)
            if found:
                return found
            self.say_range(most)

    def say_range(self, most: int) -> None:
        """Say which numbers can be chosen."""
        self.say(_("Kies een nummer van 1 tot en met {n}.").format(n=most))


def _leave() -> None:
    raise Left


def number_in(line: str, most: int) -> int:
    """The number that a line holds, from 1 to `most`; 0 when it holds none."""
    number = int(line) if re.fullmatch("[0-9]{1,4}", line) else 0
    return number if number <= most else 0


def choose_option(part: Item | Field, line: str | Command) -> object:
    """Numbers become option ids; what is no number of an option is left for the question to refuse."""
    if isinstance(line, Command) or not part.options:
        return line
    places = [number_in(word, len(part.options)) for word in line.replace(",", " ").split()]
    if places and all(places):
        ids = [part.options[place - 1].id for place in places]
        return ids if part.kind == "many" else ids[0] if len(ids) == 1 else line
    return line


def say_options(lines: Lines, part: Item | Field) -> None:
    """The options with their numbers."""
    for place, option in enumerate(part.options, 1):
        lines.say(f"{place}. {tr(option.text)}")
