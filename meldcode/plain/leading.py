"""The trainer's console line by line: the same acts by the same letters, for who listens instead of looks.

The session runs elsewhere, with its server; everything about it is asked there, by `call`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from meldcode.errors import MeldcodeError
from meldcode.i18n import _, story
from meldcode.plain.lines import Back, Left, Lines
from meldcode.training.reading import Head
from meldcode.training.slides import shown_address
from meldcode.training.trainer import ACTS, Step, Trainer
from meldcode.training.trainer_words import (
    Section,
    group_sections,
    kept_words,
    own_sections,
    short_status,
    status_words,
    title_words,
)

_TIMER = re.compile(r"k\s*([0-9]{1,3})")
_LONGEST = 180
"""Minutes that the clock can be set to here."""


class Call(Protocol):
    """Runs something where the session runs, and gives what it gives."""

    def __call__(self, what: Callable[[], Any], /) -> Any: ...


class LineConsole:
    """`run` gives True when the session was closed, False when it may be taken up again.

    Where the session runs somebody ticks the trainer, for here it waits for lines.

    `save` keeps the figures once it is closed; `handout` writes the files for the group. Both may raise
    `MeldcodeError`, which is said.
    """

    def __init__(
        self,
        lines: Lines,
        trainer: Trainer,
        call: Call,
        about: list[str],
        save: Callable[[], None],
        handout: Callable[[], list[Path]],
    ) -> None:
        self.lines = lines
        self.trainer = trainer
        self.call = call
        self.about = about
        self.save = save
        self.handout = handout
        self._told: list[Section] = []
        self._kept = self._told_why = False
        self._letters = {act.key: act.name for act in ACTS}

    def run(self) -> bool:
        """Until the trainer stops, or there are no more lines."""
        self._begin()
        try:
            while True:
                self._round()
        except Left:
            pass
        return bool(self.call(lambda: self.trainer.ended))

    def _begin(self) -> None:
        self.lines.say(self.call(lambda: title_words(self.trainer)))
        self.lines.say_numbers()
        self._say_join()
        for sentence in self.about:
            self.lines.say(sentence)
        self.lines.say(_("Een punt zegt alles nog eens. Een vraagteken noemt de letters."))
        self._tell(self._sections())

    def _say_join(self) -> None:
        meeting = self.trainer.projection.meeting
        for address in meeting.addresses:
            self.lines.say(_("Adres voor de groep: {address}").format(address=shown_address(address)))
        self.lines.say(_("Code: {code}").format(code=" ".join(meeting.code)))
        if meeting.addresses:
            beamer = f"{shown_address(meeting.addresses[0])}/scherm"
            self.lines.say(_("Scherm voor de groep, in een browser: {address}").format(address=beamer))

    def _round(self) -> None:
        """One line of the trainer, and what comes of it."""
        step: Step = self.call(self.trainer.following)
        self._keep_when_over()
        status = self.call(lambda: short_status(self.trainer, self.trainer.session.now()))
        line = self.lines.line(_("{status}. Enter: {what}").format(status=status, what=step.text)).strip()
        try:
            self._obey(line.lower(), step)
        except Back:
            self.lines.say(_("Er is niets veranderd."))

    def _obey(self, line: str, step: Step) -> None:
        if not line:
            self._act(step.name, step.number)
        elif line in self._letters:
            self._act(self._letters[line], None)
        elif found := _TIMER.fullmatch(line):
            self._say_refused(self.call(lambda: self.trainer.do("timer", min(int(found[1]), _LONGEST))))
        elif line in {">", "<"}:
            self.call(lambda: self.trainer.do("page", 1 if line == ">" else -1))
            self._say_slide()
        else:
            {"?": self._help, "!": self.lines.say_numbers, ".": self._again, "q": self._leave, "h": self._hand_out}.get(
                line, self._unknown
            )()

    def _act(self, name: str, number: int | None) -> None:
        if name == "leave":
            raise Left
        if name == "end":
            self._end()
        elif name == "timer":
            self.lines.say(_("Typ k en een aantal minuten, bijvoorbeeld: k 5. Met k 0 staat hij stil."))
        else:
            if name == "join":
                self._say_join()
            if self._say_refused(self.call(lambda: self.trainer.do(name, number))):
                return
            if name == "page":
                self._say_slide()
            self._tell_new()

    def _say_refused(self, sentence: str) -> bool:
        if sentence:
            self.lines.say(sentence)
        return bool(sentence)

    def _say_slide(self) -> None:
        place, count = self.call(lambda: self.trainer.projection.page(self.trainer.view)[1:])
        self.lines.say(_("Op het grote scherm: bladzijde {place} van {count}.").format(place=place + 1, count=count))

    # what is said

    def _sections(self) -> list[Section]:
        """What the group sees, and after a heading what is for the trainer alone."""
        group: list[Section] = self.call(lambda: group_sections(self.trainer, drawn=False))
        own: list[Section] = self.call(lambda: own_sections(self.trainer, drawn=False))
        alone = [
            (_("Alleen voor u: {what}").format(what=name) if name else _("Alleen voor u"), text) for name, text in own
        ]
        return [*((name, text) for name, text in group), *alone]

    def _tell(self, sections: list[Section]) -> None:
        self._told = sections
        self._say(sections)

    def _tell_new(self) -> None:
        """Only what was not said before."""
        sections = self._sections()
        new = [one for one in sections if one not in self._told]
        self._told = sections
        self._say(new)

    def _say(self, sections: list[Section]) -> None:
        for name, text in sections:
            self.lines.say(f"{name}: {text}" if name and "\n" not in text else f"{name}\n{text}".strip())

    def _again(self) -> None:
        self.lines.say(self.call(lambda: status_words(self.trainer, self.trainer.session.now())))
        self._tell(self._sections())

    def _help(self) -> None:
        for act in ACTS:
            self.lines.say(f"{act.key}: {_(act.label)}. {_(act.help)}.")
        self.lines.say(_("> en <: de volgende of de vorige bladzijde op het scherm voor de groep."))
        self.lines.say(_("h: de hand-out, na afloop. Een punt: alles nog eens. !: wie u kunt bellen. q: stoppen."))

    def _unknown(self) -> None:
        self.lines.say(_("Dat ken ik hier niet. Een vraagteken noemt de letters."))

    # the end

    def _end(self) -> None:
        if self.call(lambda: self.trainer.ended):
            self.lines.say(_("De bijeenkomst is afgesloten."))
            return
        self.lines.say(_("De groep kan dan niet meer antwoorden. De aantallen worden bewaard, zonder namen."))
        if self.lines.yes(_("De bijeenkomst afsluiten?")):
            self._say_refused(self.call(lambda: self.trainer.do("end")))
            self._keep_when_over()
            self.lines.say(_("Met h maakt u de hand-out."))

    def _keep_when_over(self) -> None:
        """The figures, once; and why it stopped when it did so by itself."""
        if self._kept or not self.call(lambda: self.trainer.ended):
            return
        if self.trainer.said and not self._told_why:
            self.lines.say(self.trainer.said)
        self._told_why = True
        try:
            self.call(self.save)
        except MeldcodeError as error:  # with the next line it is tried again: somebody may make room
            self.lines.say_error(error)
        else:
            self._kept = True
            self.lines.say(kept_words(self.trainer))

    def _leave(self) -> None:
        if self.call(lambda: self.trainer.ended):
            raise Left
        words = [_("Verder werken"), _("Pauze: later verder met dezelfde code"), _("Afsluiten")]
        chosen = self.lines.pick(words)
        if chosen == 2:
            raise Left
        if chosen == 3:
            self._say_refused(self.call(lambda: self.trainer.do("end")))
            self._keep_when_over()

    def _hand_out(self) -> None:
        if not self.call(lambda: self.trainer.ended):
            self.lines.say(_("De hand-out komt na afloop. Sluit eerst de bijeenkomst af (E)."))
            return
        try:
            paths = self.handout()
        except MeldcodeError as error:
            self.lines.say_error(error)
            return
        for path in paths:
            self.lines.say(_("geschreven: {path}").format(path=path))


GO_ON, ANEW = "on", "anew"


def ask_going_on(lines: Lines, title: str, code: str, address: str = "") -> str:
    """Whether to go on with a session that was not closed (`GO_ON`), or to close it and begin (`ANEW`).

    `address` is where it listened, and will again.
    """
    said = _("Er is een bijeenkomst die niet is afgesloten: {title}, code {code}.")
    lines.say(said.format(title=title, code=" ".join(code)))
    go_on = _("Verder met dezelfde code; wie meedeed komt terug op hetzelfde adres ({address})").format(address=address)
    words = [
        go_on if address else _("Verder met dezelfde code"),
        _("Afsluiten, de aantallen bewaren en opnieuw beginnen"),
    ]
    return (GO_ON, ANEW)[lines.pick(words) - 1]


def choose_case(lines: Lines, heads: list[Head]) -> Head:
    """Which case to lead. Raises `Left` when there are no more lines, `Back` on `b`."""
    lines.say(_("Met welk oefengeval?"))
    minutes = _("{title} · {flow} · ongeveer {minutes} min")
    return heads[
        lines.pick([minutes.format(title=story(one.title), flow=one.flow, minutes=one.minutes) for one in heads]) - 1
    ]
