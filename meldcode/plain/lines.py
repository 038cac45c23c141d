"""Reading and saying lines: what is said is made plain, and a line that is a command is told from an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from meldcode.errors import MeldcodeError
from meldcode.flow.model import Field, Item
from meldcode.i18n import _, tr
from meldcode.text import clean

COMMANDS = ("", "?", "b", "o", "!", "w", "s", "x", "q")


class Away(Exception):
    """The person goes away from what is being asked. `kept` is the answer as far as it was typed, or None."""

    kept: object = None


class Left(Away):
    """The person stopped, or there are no more lines."""


class Hidden(Away):
    """The person hides what is here: the store is to be closed, and asks its passphrase again."""


class ToList(Away):
    """The person goes to the list of dossiers."""


class Back(Exception):
    """The person wants out of what is being asked, with nothing changed."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line that asks for something instead of answering; `name` is one of `COMMANDS`."""

    name: str


class Lines:
    """`read` gives the next line with its end (empty when there are none); `write` shows one text.

    `secret` shows a prompt and reads a line that is not shown; it raises `EOFError` when there is none, or
    `MeldcodeError` where nothing secret can be read. `wipe` clears the window and what can be scrolled back to, and
    tells whether it could.

    At every prompt `!` says the numbers to call, `b` goes back, `s` keeps or goes to the dossiers, `x` hides and `q`
    stops: `numbers`, `keep`, `hide` and `leave` do that. Where `keep` or `hide` is None its letter is plain text.
    """

    def __init__(
        self,
        read: Callable[[], str],
        write: Callable[[str], object],
        secret: Callable[[str], str] | None = None,
        wipe: Callable[[], bool] = lambda: False,
    ) -> None:
        self._read = read
        self._write = write
        self._secret = secret or no_secret
        self.wipe = wipe
        self.reset()

    def reset(self) -> None:
        """The commands as they are where nothing is being worked on."""
        self.numbers: Callable[[], None] = self.say_numbers
        self.leave: Callable[[], None] = _leave
        self.keep: Callable[[], None] | None = None
        self.hide: Callable[[], None] | None = None

    def say(self, text: str) -> None:
        """Show a text, made plain."""
        self._write(clean(text))

    def say_error(self, error: MeldcodeError) -> None:
        """What went wrong and what to do, as sentences."""
        self.say(f"{sentence(error.message)} {error.hint}".strip())

    def say_numbers(self) -> None:
        """The two numbers that everybody may call."""
        self.say(_("Bij direct gevaar: bel 112. Overleggen: Veilig Thuis 0800-2000, gratis, dag en nacht."))

    def line(self, prompt: str) -> str:
        """The next line, without the white space around it. Raises `Left` when there are no more."""
        self.say(prompt if prompt.endswith("?") else f"{prompt}:")
        line = self._read()
        if not line:
            raise Left
        return clean(line).strip()

    def clear(self) -> None:
        """Clear the window, or say that it cannot be done."""
        if not self.wipe():
            self.say(_("Dit venster kan niet leeg worden gemaakt. Sluit het als niemand mag lezen wat hier staat."))

    def secret(self, prompt: str) -> str:
        """A line that is not shown, as it was typed. Raises `Left` when there are no more, `Back` on `b`.

        Raises `MeldcodeError` where nothing secret can be read.
        """
        while True:
            try:
                line = self._secret(f"{clean(prompt)}: ")
            except EOFError:
                raise Left from None
            if not self._done(line.strip()):
                return line

    def ask(self, prompt: str, explain: str = "") -> str:
        """A line that is no command; `?` says `explain`. Raises `Back` on `b`."""
        while True:
            line = self.line(prompt)
            if line == "?" and explain:
                self.say(explain)
            elif not self._done(line):
                return line

    def _done(self, line: str) -> bool:
        """Whether the line was a command; then it was carried out. Raises `Back` on `b`."""
        found = {"!": self.numbers, "q": self.leave, "b": _back, "s": self.keep, "x": self.hide}.get(line)
        if found is None:
            return False
        found()
        return True

    def yes(self, question: str) -> bool:
        """A question with yes or no."""
        self.say(question + " " + _("1. Ja 2. Nee"))
        return self.number(_("Nummer"), 2) == 1

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


def _back() -> None:
    raise Back


def no_secret(_prompt: str) -> str:
    """Where no terminal is at hand: a passphrase from a pipe or file would be kept somewhere."""
    raise MeldcodeError(
        _("de wachtwoordzin wordt alleen in een terminal gevraagd"),
        _("Start het programma in een terminal en typ hem daar. Hij mag niet in een opdracht of bestand staan."),
    )


def sentence(text: str) -> str:
    """A message of an error as a sentence of its own."""
    return text[:1].upper() + text[1:] + "." if text else ""


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
