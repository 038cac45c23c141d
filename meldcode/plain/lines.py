"""Reading and saying lines: what is said is made plain, and a line that is a command is told from an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from meldcode.errors import MeldcodeError
from meldcode.flow.model import Field, Item
from meldcode.i18n import _, ngettext, tr
from meldcode.text import clean

COMMANDS = ("", "?", "b", "o", "!", "w", "s", "x", "q", "u", "z", "t", "n", "l", "v", "h", ".")
CLEAR = "-"
"""Typed at a question or field that holds something: takes it away."""
MORE = "+"
"""Typed at a text: alone it begins a text of several lines, before words it adds them to what stands there."""
END = "."
"""Alone on a line: the end of such a text; as a command: say the question again."""
FEW = 5
"""So many options are said every time; more only when a question is new or asked for again."""


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


class Respoken(Exception):
    """The person chose another language: what is being asked is to be said again."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line that asks for something instead of answering; `name` is one of `COMMANDS`, `rest` what stood behind it."""

    name: str
    rest: str = ""


class Lines:
    """`read` gives the next line with its end (empty when there are none); `write` shows one text.

    `secret` shows a prompt and reads a line that is not shown; it raises `EOFError` when there is none, or
    `MeldcodeError` where nothing secret can be read. `wipe` clears the window and what can be scrolled back to, and
    tells whether it could. `waiting` gives what already came behind the last line, as when several are pasted at once:
    a line with its end, or the beginning of one without; empty for nothing.

    At every prompt `!` says the numbers to call, `b` goes back, `s` keeps or goes to the dossiers, `x` hides, `t`
    changes the language and `q` stops: `numbers`, `keep`, `hide`, `speak` and `leave` do that. Where `keep`, `hide` or
    `speak` is None its letter is plain text.
    """

    def __init__(
        self,
        read: Callable[[], str],
        write: Callable[[str], object],
        secret: Callable[[str], str] | None = None,
        wipe: Callable[[], bool] = lambda: False,
        waiting: Callable[[], str] = lambda: "",
    ) -> None:
        self._read = read
        self._write = write
        self._secret = secret or no_secret
        self._more = waiting
        self._later: list[str] = []
        """Lines that were read too soon; the last one may lack its end, which is still to be typed."""
        self.wipe = wipe
        self.told_numbers = False
        self._once: set[str] = set()
        self.speak: Callable[[], None] | None = None
        self.reset()

    def reset(self) -> None:
        """The commands as they are where nothing is being worked on."""
        self.numbers: Callable[[], None] = self.say_numbers
        self.leave: Callable[[], None] = _leave
        self.keep: Callable[[], None] | None = None
        self.hide: Callable[[], None] | None = None

    @contextmanager
    def one_language(self) -> Iterator[None]:
        """Inside, the language stays: what was typed so far would be lost by beginning again."""
        speak, self.speak = self.speak, None
        try:
            yield
        finally:
            self.speak = speak

    # saying

    def say(self, text: str) -> None:
        """Show a text, made plain."""
        self._write(clean(text))

    def say_once(self, text: str) -> None:
        """Show a text that is worth hearing one time."""
        if text not in self._once:
            self._once.add(text)
            self.say(text)

    def say_error(self, error: MeldcodeError) -> None:
        """What went wrong and what to do, as sentences."""
        self.say(f"{sentence(error.message)} {error.hint}".strip())

    def say_refused(self, reason: str, hint: str) -> None:
        """Why an answer was not taken, and what to type."""
        self.say(_("Dat lukt niet: {reason}. {hint}").format(reason=reason, hint=hint).strip())

    def say_numbers(self) -> None:
        """The two numbers that everybody may call."""
        self.told_numbers = True
        self.say(_("Bij direct gevaar: bel 112. Overleggen: Veilig Thuis 0800-2000, gratis, dag en nacht."))

    def say_range(self, most: int) -> None:
        """Say which numbers can be chosen."""
        self.say(_("Kies een nummer van 1 tot en met {n}.").format(n=most))

    def clear(self) -> None:
        """Clear the window, or say that it cannot be done."""
        if not self.wipe():
            self.say(_("Dit venster kan niet leeg worden gemaakt. Sluit het als niemand mag lezen wat hier staat."))

    # reading

    def line(self, prompt: str) -> str:
        """The next line, without the white space around it. Raises `Left` when there are no more."""
        self.say(prompt if prompt.endswith("?") else f"{prompt}:")
        line = self._next()
        if not line:
            raise Left
        return line.strip()

    def _next(self) -> str:
        """The next line with its end, made plain; empty when there are no more."""
        line = self._later.pop(0) if self._later else ""
        return clean(line if line.endswith("\n") else line + self._read())

    def secret(self, prompt: str) -> str:
        """A line that is not shown, as it was typed. Raises `Left` when there are no more, `Back` on `b`.

        Raises `MeldcodeError` where nothing secret can be read.
        """
        while True:
            try:
                line = self._secret(f"{clean(prompt)}: ")
            except EOFError:
                raise Left from None
            if not self.done(line.strip()):
                return line

    def ask(self, prompt: str, explain: str = "") -> str:
        """A line that is no command; `?` says `explain`. Raises `Back` on `b`."""
        while True:
            line = self.line(prompt)
            if line == "?":
                self.say(explain or _("Hier is geen uitleg bij. b gaat terug, ! zegt wie u kunt bellen."))
            elif not self.done(line):
                return line

    def done(self, line: str) -> bool:
        """Whether the line was a command of every prompt; then it was carried out. Raises `Back` on `b`."""
        found = {
            "!": self.numbers,
            "q": self.leave,
            "b": _back,
            "s": self.keep,
            "x": self.hide,
            "t": self.speak,
        }.get(line)
        if found is None:
            return False
        found()
        return True

    def yes(self, question: str) -> bool:
        """A question with yes or no, by number, in words or by their first letters."""
        self.say(question)
        return self.pick([_("Ja"), _("Nee")], letters=True) == 1

    def pick(self, words: Sequence[str], letters: bool = False) -> int:
        """Say what can be chosen, each with its number; gives the number, from 1. Its words are good too.

        With `letters` the first letter of a word is enough.
        """
        for place, text in enumerate(words, 1):
            self.say(f"{place}. {text}")
        named = {text.casefold(): place for place, text in enumerate(words, 1)}
        if letters:
            named = {**{text[:1]: place for text, place in named.items()}, **named}
        while True:
            line = self.ask(_("Nummer"))
            found = number_in(line, len(words)) or named.get(line.casefold(), 0)
            if found:
                return found
            self.say_range(len(words))

    def number(self, prompt: str, most: int) -> int:
        """A number from 1 to `most`; asks again for anything else."""
        while True:
            found = number_in(self.ask(prompt), most)
            if found:
                return found
            self.say_range(most)

    def command(self, prompt: str) -> str | Command:
        """A line, or the command that it is."""
        line = self.line(prompt)
        return command_in(line) or unescaped(line)

    # texts of several lines

    def _gather(self) -> bool:
        """Read what came with the last line. True when there are words in it: then it is the rest of a paste.

        Empty lines, numbers and commands alone were typed ahead: each is for a question of its own.
        """
        while (not self._later or self._later[-1].endswith("\n")) and (piece := self._more()):
            self._later += re.findall(r"[^\n]*\n|[^\n]+", piece)
        return any(_is_words(line) for line in self._later)

    def drop_pasted(self) -> None:
        """At a choice: what was pasted with a wrong line is no answer to what comes after."""
        self._gather()
        dropped, self._later = len(self._later), []
        if dropped:
            told = ngettext("{count} regel meer is niet gebruikt.", "{count} regels meer zijn niet gebruikt.", dropped)
            self.say(told.format(count=dropped))

    def begins_text(self, first: str) -> str:
        """At a long text: a paste may begin with an empty line. Gives the line that the text begins with."""
        if first or not self._gather():
            return first
        while not self._later[0].strip():
            self._later.pop(0)
        return self._next().strip()

    def text(self, first: str, old: str = "") -> str:
        """The whole long text that this line begins: with what was pasted at once, or all lines up to a full stop."""
        if first == MORE:
            self.say(_("Typ zo veel regels als u wilt. Een regel met alleen een punt sluit de tekst af."))
            text = self._block([old] if old else [])
            count = len(text.splitlines())
            self.say(ngettext("Er staat nu {count} regel.", "Er staan nu {count} regels.", count).format(count=count))
            return text
        more = first.startswith(f"{MORE} ")
        parts = [*([old] if more and old else []), unescaped(first.removeprefix(f"{MORE} "))]
        if not self._gather():
            return "\n".join(parts)
        self._take_pasted(parts)
        count = len([part for part in parts if part.strip()]) + len(self._later)
        told = ngettext("Er staat nu {count} regel.", "Er staan nu {count} regels.", count).format(count=count)
        if self._later:  # its last line stands at the end of the window
            self.say("")
        self.say(told + " " + _("Typ verder, of sluit de tekst af met een lege regel."))
        return self._block(parts, pasted=True)

    def _take_pasted(self, parts: list[str]) -> None:
        """Every whole line that came; the last line of a paste often lacks its end, and that is still to be typed."""
        self._gather()
        while self._later and self._later[0].endswith("\n"):
            parts.append(self._later.pop(0).rstrip("\n"))

    def _block(self, parts: list[str], pasted: bool = False) -> str:
        """Lines up to a full stop; after a paste up to an empty line too."""
        while line := self._next():
            typed = line.strip()
            if typed == END or (pasted and not typed):
                break
            if typed == "x" and self.hide is not None:  # the text is taken first; then it is hidden
                self._later.insert(0, line)
                break
            parts.append(unescaped(line.rstrip("\n")))
            if pasted:
                self._take_pasted(parts)  # along a slow connection it comes in parts
        return clean("\n".join(parts)).strip()


def _is_words(piece: str) -> bool:
    """Whether this is a piece of a text, and neither a command nor a number that was typed ahead."""
    words = piece.strip()
    return bool(words) and command_in(words) is None and not words.isdecimal()


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


def command_in(line: str) -> Command | None:
    """The command that a line is, or None. Looking for a word is `z word` or `/word`."""
    if line in COMMANDS:
        return Command(line)
    if line.startswith("/"):
        return Command("z", line[1:].strip())
    return Command("z", line[2:].strip()) if line.startswith("z ") else None


def unescaped(line: str) -> str:
    r"""A backslash makes plain text of what would mean something here: `\b` is the text b. Any other stays."""
    rest = line[1:]
    if not line.startswith("\\") or not rest:
        return line
    special = rest in {CLEAR, MORE} or rest.startswith(f"{MORE} ") or command_in(rest) is not None
    return rest if special or unescaped(rest) != rest else line


def number_in(line: str, most: int) -> int:
    """The number that a line holds, from 1 to `most`; 0 when it holds none."""
    number = int(line) if re.fullmatch("[0-9]{1,4}", line) else 0
    return number if number <= most else 0


def choose_option(part: Item | Field, line: str) -> str | list[str] | None:
    """The id of the option that is named by its number or words (of several, where that can be); None for none."""
    named = {tr(option.text).casefold(): place for place, option in enumerate(part.options, 1)}
    whole = named.get(line.casefold(), 0)
    places = [whole] if whole else [number_in(word, len(part.options)) for word in line.replace(",", " ").split()]
    if not places or not all(places):
        return None
    ids = [part.options[place - 1].id for place in places]
    return ids if part.kind == "many" else ids[0] if len(ids) == 1 else None


def say_options(lines: Lines, part: Item | Field, every: bool = True) -> None:
    """The options with their numbers; many of them only when `every` is wanted."""
    if not every and len(part.options) > FEW:
        lines.say(_("De keuzes zijn 1 tot en met {n}. Typ een punt om ze te horen.").format(n=len(part.options)))
        return
    for place, option in enumerate(part.options, 1):
        lines.say(f"{place}. {tr(option.text)}")
