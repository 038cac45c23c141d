"""Taking part line by line, for who listens instead of looks: says only what is new, and takes a number as an answer.

News is said when it comes, also while a line is waited for: a session goes on by itself. So it may come from another
thread than the one that reads lines, and whoever speaks holds `_speaking`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

from meldcode.i18n import _, ngettext
from meldcode.plain.lines import Left, Lines, number_in
from meldcode.text import one_line
from meldcode.training.links import Link
from meldcode.training.participant_words import (
    about_words,
    after_words,
    answer_words,
    before_words,
    can_answer,
    fragment_words,
    options_shown,
    question_words,
    title_words,
)
from meldcode.training.slides import answered_words, there_words
from meldcode.training.trainer_words import timer_words
from meldcode.training.views import View

Told = tuple[str, str, str]
"""What makes it news (the same words can be new: a question that is asked again), a heading, and a text."""


class Call(Protocol):
    """Runs something in the loop of the link, and gives what it gives."""

    def __call__(self, what: Callable[[], Any], /) -> Any: ...


class Joining:
    """`call` runs something where the link lives. `news` and `tick` are for that place, `run` for who reads lines."""

    def __init__(self, lines: Lines, link: Link, call: Call) -> None:
        self.lines = lines
        self.link = link
        self.call = call
        self._speaking = threading.RLock()
        self._told: list[Told] = []
        self._said = ""
        self._ends = ""
        """The clock of which was said that it is up."""

    def run(self) -> None:
        """Until the person leaves, or there are no more lines."""
        with self._speaking:
            view = self.link.view()
            self.lines.say(title_words(view))
            self.lines.say_numbers()
            self.lines.say(_("U doet mee zonder naam. Wat nieuw is, hoort u vanzelf. Typ h voor hulp."))
            self._tell(view)
        stop = self.call(lambda: self.link.watch(self.news))
        self.news()  # what came just before that
        try:
            while True:
                self._obey(self.lines.line(_("Nummer, of h voor hulp")))
        except Left:
            self.lines.say(_("U bent gestopt met meedoen. De antwoorden die u gaf, blijven meetellen."))
        finally:
            self.call(stop)

    # what is said by itself

    def news(self) -> None:
        """Say what is new since the last time."""
        with self._speaking:
            if (said := self.link.said()) != self._said:
                back = self._said and not said and not self.link.over()
                self._said = said
                self.lines.say(_("De verbinding is in orde.") if back else said)
            self._tell(self.link.view())

    def tick(self) -> None:
        """Every second: whether the clock of the trainer is up."""
        view = self.link.view()
        if view.ends and view.ends != self._ends and datetime.fromisoformat(view.ends) <= self.link.now():
            self._ends = view.ends
            with self._speaking:
                self.lines.say(_("De tijd is om") + ".")

    def _tell(self, view: View) -> None:
        told = list(self._all(view))
        for one in told:
            if one not in self._told:
                self._say(one)
        self._told = told

    def _say(self, told: Told) -> None:
        _new, name, text = told
        apart = "\n" in text or ": " in name
        between = "\n" if apart else ": "
        self.lines.say(f"{name}{between}{text}" if name and text else name or text)

    def _all(self, view: View) -> Iterator[Told]:
        """All there is, in the order in which it happened; what is on the table last."""
        for name, text in about_words(view):
            yield "about", name, text
        for place, stage in enumerate(view.stages):
            yield f"stage {place}", "", f"{stage.title} ({stage.step})" if stage.step else stage.title
            if any(kind for kind, _text in stage.fragments):
                yield f"stage {place}", "", _("Wat de gebeurtenissen bleken") + ":"
            for kind, text in stage.fragments:
                yield f"stage {place}", "", fragment_words(kind, text)
        table = f"table {len(view.stages)} {view.round}"
        for name, text in before_words(view):
            yield table, name, text
        if question := question_words(view):
            options = "\n".join(f"{place}. {text}" for place, (_id, text) in enumerate(view.options, 1))
            yield f"question {view.round}", _("Vraag"), f"{question}\n{options}"
        if own := answer_words(view, self.link.arrived()):
            if self.link.arrived() or view.phase == "closed":  # else it says so once it has
                yield f"own {view.round}", "", own
            else:
                yield from (one for one in self._told if one[0] == f"own {view.round}")
        if view.round >= 0 and view.phase == "closed" and not view.variant:
            yield f"closed {view.round}", "", answered_words(view) + "."
        for name, text in after_words(view, 0):
            yield table, name, text
        if view.ends:
            yield f"clock {view.ends}", "", self._clock(view)

    def _clock(self, view: View) -> str:
        """That a clock runs; the same words as long as it is the same clock, so that it is said once."""
        minutes = max(1, round((datetime.fromisoformat(view.ends) - self.link.now()).total_seconds() / 60))
        same = next((text for new, _name, text in self._told if new == f"clock {view.ends}"), "")
        told = ngettext(
            "De trainer zette een klok: nog {n} minuut.", "De trainer zette een klok: nog {n} minuten.", minutes
        )
        return same or told.format(n=minutes)

    # what the person types

    def _obey(self, line: str) -> None:
        typed = line.strip().casefold()
        if typed == "q" or (not typed and self.link.over()):
            raise Left
        with self._speaking:
            if typed in {"s", "."}:
                self._again()
            elif typed == "!":
                self.lines.say_numbers()
            elif typed in {"h", "?"}:
                self._help()
            elif typed:
                self._answer(typed)

    def _answer(self, typed: str) -> None:
        view = self.link.view()
        if not options_shown(view):
            self.lines.say(_("Er staat nu geen vraag open."))
            return
        named = {one_line(text).casefold(): place for place, (_id, text) in enumerate(view.options, 1)}
        place = number_in(typed, len(view.options)) or named.get(one_line(typed), 0)
        if not place:
            self.lines.say_range(len(view.options))
        elif not can_answer(view):
            self.lines.say(_("De vraag is gesloten. Uw antwoord blijft zoals het was."))
        elif view.options[place - 1][0] == view.mine and self.link.arrived():
            self.lines.say(answer_words(view, True))
        else:
            self._choose(view.round, view.options[place - 1][0])

    def _choose(self, number: int, option: str) -> None:
        """What is said of it comes as news: that it is in, or why not. The loop may speak meanwhile."""
        self._speaking.release()
        try:
            refused = self.call(lambda: self.link.answer(number, option))
        finally:
            self._speaking.acquire()
        if refused:
            self.lines.say(refused)

    def _again(self) -> None:
        view = self.link.view()
        self.lines.say(title_words(view))
        if said := self.link.said():
            self.lines.say(said)
        for told in self._all(view):
            if not told[0].startswith(("clock", "closed")):
                self._say(told)
        people = answered_words(view) if view.round >= 0 and not view.variant else there_words(view)
        clock = timer_words(view, self.link.now())
        if view.phase != "ended":
            self.lines.say(". ".join(part for part in (people, clock) if part) + ".")

    def _help(self) -> None:
        self.lines.say(_("Een nummer is uw antwoord op de vraag. U kunt het veranderen tot de trainer de vraag sluit."))
        self.lines.say(_("Niemand ziet wie wat koos, ook de trainer niet."))
        self.lines.say(_("s: zeg alles nog eens. !: wie u kunt bellen. q: stoppen. h: deze hulp."))
