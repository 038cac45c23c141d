"""What a trainer does with a session, the same in every front end: the acts, which one comes next, and why one cannot.

Pure: no screen and no network. Runs where the session runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from meldcode.i18n import N_, _, story
from meldcode.training.session import Refused, Session
from meldcode.training.slides import Meeting, Projection
from meldcode.training.views import View, projected

if TYPE_CHECKING:
    from meldcode.training.case import Weighing


SLEPT = timedelta(seconds=30)
"""Between two ticks, one a second, so much passes only when the computer slept."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a trainer can do, with the letter for it."""

    key: str
    name: str
    label: str
    help: str


ACTS = (
    Act("d", "release", N_("Deel"), N_("Laat het volgende deel van het geval zien")),
    Act("v", "ask", N_("Vraag"), N_("Stel de vraag open; was zij gesloten, dan nog een keer")),
    Act("s", "close", N_("Sluit"), N_("Sluit de vraag: er kan niet meer geantwoord worden")),
    Act("a", "bars", N_("Antwoorden"), N_("Laat zien wat de groep koos, met aantallen")),
    Act("u", "reveal", N_("Uitleg"), N_("Laat zien wat de expert koos, en waarom")),
    Act("g", "discuss", N_("Gesprek"), N_("Zet een gespreksvraag op het scherm; nog een keer: de volgende of weg")),
    Act("w", "vary", N_("Wat als"), N_("Laat zien wat er verandert als iets anders loopt")),
    Act("k", "timer", N_("Klok"), N_("Zet een klok, of zet hem stil")),
    Act("c", "join", N_("Code"), N_("Zet adres en code op het scherm, of haal ze weg")),
    Act("e", "end", N_("Einde"), N_("Sluit de bijeenkomst af; dit wordt eerst gevraagd")),
)
"""The order is that of a session."""


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: the name of an act (or `page`, or `wait`: nothing but a sentence), which of several, and what a
    button for it says."""

    name: str
    number: int
    text: str


def wait_words() -> str:
    """Why the question is not closed; true until the first answer."""
    return _("Er is nog geen antwoord. De vraag toch sluiten kan met S.")


class Trainer:
    """Leads a session. `meeting` says where people join, for the projectors.

    It remembers which prompts and variants were shown; a session that is taken up again offers them anew.
    """

    def __init__(self, session: Session, meeting: Meeting, projection: Projection | None = None) -> None:
        self.session = session
        self.projection = projection or Projection(meeting)
        self.said = ""
        """Why the session stopped by itself; empty as long as it did not."""
        self._ticked = session.now()
        self._put: set[str] = set()
        self._varied = set(range(session.variant + 1))

    @property
    def view(self) -> View:
        """What everybody sees now."""
        return projected(self.session)

    @property
    def ended(self) -> bool:
        """Whether the session is over."""
        return self.session.phase == "ended"

    def tick(self) -> bool:
        """Every second: ends a session that must stop by itself, and tells whether it just did.

        The time that the computer slept does not count: nobody could do anything then.
        """
        now = self.session.now()
        slept, self._ticked = now - self._ticked, now
        if abs(slept) > SLEPT:  # or the clock of the computer was set, forward or back
            self.session.began += slept
            self.session.acted += slept
        if self.ended or not (words := self.session.over()):
            return False
        self.said = words
        self.session.end()
        return True

    # what comes next

    def following(self) -> Step:
        """The next sensible thing."""
        session, phase = self.session, self.session.phase
        if phase == "ended":
            return Step("leave", 0, _("Sluit dit scherm"))
        if session.prompt and phase in ("open", "closed", "shown"):
            return Step("discuss", -1, _("Haal de gespreksvraag van het scherm"))
        if session.variant >= 0 and session.variant_revealed and phase in ("closed", "shown"):
            return Step("vary", -1, _("Terug naar de vraag"))
        if session.variant >= 0 and not session.variant_revealed:
            return self._turned() or Step("reveal", 0, _("Laat de uitkomst zien"))
        if phase == "open":
            if self._waits():
                return Step("wait", 0, _("Wacht op antwoorden"))
            return Step("close", 0, _("Sluit de vraag"))
        if phase == "closed":
            return Step("bars", 0, _("Laat zien wat de groep koos"))
        if phase == "shown":
            return Step("reveal", 0, _("Laat de uitleg van de expert zien"))
        return self._turned() or self._from_case()

    def _waits(self) -> bool:
        """Whether people are there and none answered the open question: a key pressed twice must not close it."""
        session = self.session
        return session.phase == "open" and bool(session.there) and not session.rounds[session.round].answers

    def _turned(self) -> Step | None:
        """The next slide, when somebody projects and there is one."""
        _slide, place, count = self.projection.page(self.view)
        if not self.projection.watched or place + 1 >= count:
            return None
        said = _("Op het grote scherm: bladzijde {place} van {count}")
        return Step("page", 1, said.format(place=place + 2, count=count))

    def _from_case(self) -> Step:
        """What the case holds for after this."""
        case, stage = self.session.case, self.session.stage
        if stage < 0:
            return self._release(0)
        if not self._varied:
            place = self._unasked()
            if place is not None:
                text = _("Stel vraag {place} van {count} open")
                return Step("ask", place, text.format(place=place + 1, count=len(case.stages[stage].weighings)))
            if (prompt := self._prompt(case.stages[stage].discuss)) is not None:
                return prompt
        if stage + 1 < len(case.stages):
            return self._release(stage + 1)
        for place, variant in enumerate(case.variants):
            if place not in self._varied:
                return Step("vary", place, _("Wat als: {title}").format(title=story(variant.title)))
        return self._prompt(case.discuss) or Step("end", 0, _("Sluit de bijeenkomst af"))

    def _release(self, stage: int) -> Step:
        stages = self.session.case.stages
        text = _("Laat deel {place} van {count} zien: {title}")
        return Step("release", 0, text.format(place=stage + 1, count=len(stages), title=story(stages[stage].title)))

    def _prompt(self, texts: tuple[str, ...]) -> Step | None:
        prompts = self.prompts()
        waiting = next((prompts.index(text) for text in texts if text not in self._put), None)
        return None if waiting is None else Step("discuss", waiting, _("Zet een gespreksvraag op het scherm"))

    def _unasked(self) -> int | None:
        """The first weighing of this stage that was not voted on."""
        asked = {one.place for one in self.session.rounds if one.stage == self.session.stage}
        return next((place for place in range(len(self.session.weighings())) if place not in asked), None)

    def prompts(self) -> tuple[str, ...]:
        """The questions for discussion of this moment, as the case has them; those of the whole case at its end."""
        case, stage = self.session.case, self.session.stage
        here = case.stages[stage].discuss if stage >= 0 else ()
        return (*here, *case.discuss) if stage == len(case.stages) - 1 else here

    def weighing(self) -> Weighing | None:
        """The weighing that is voted on and not explained yet, or else comes next in this stage; None for none."""
        session = self.session
        if session.phase in ("open", "closed", "shown"):
            return session.rounds[session.round].weighing
        place = self._unasked()
        return None if place is None else session.weighings()[place]

    # acts

    def why_not(self, name: str) -> str:
        """Why this act cannot be done now, as a sentence; empty when it can."""
        session = self.session
        if self.ended:
            return _("De bijeenkomst is afgesloten.")
        if name == "release":
            if session.phase == "open":
                return _("Er staat nog een vraag open. Sluit die eerst.")
            return "" if session.stage + 1 < len(session.case.stages) else _("Dit was het laatste deel.")
        if name == "ask":
            if session.phase == "open":
                return _("De vraag staat al open.")
            if session.stage < 0:
                return _("Laat eerst een deel van het geval zien.")
            return "" if session.weighings() else _("Bij dit deel hoort geen vraag.")
        if name == "close":
            return "" if session.phase == "open" else _("Er staat nu geen vraag open.")
        if name == "bars":
            return "" if session.phase in ("open", "closed") else self._no_bars()
        if name == "reveal":
            return self._no_reveal()
        if name == "discuss":
            return "" if self.prompts() or session.prompt else _("Hier hoort geen gespreksvraag bij.")
        return "" if name != "vary" or session.case.variants else _("Dit geval heeft geen varianten.")

    def _no_bars(self) -> str:
        shown = self.session.phase in ("shown", "revealed")
        return _("De antwoorden staan er al.") if shown else _("Er is nog geen vraag gesteld.")

    def _no_reveal(self) -> str:
        if self.session.variant >= 0:
            return _("De uitleg staat er al.") if self.session.variant_revealed else ""
        if self.session.phase == "open":
            return _("Er staat nog een vraag open. Sluit die eerst.")
        if self.session.phase == "revealed":
            return _("De uitleg staat er al.")
        return "" if self.session.phase in ("closed", "shown") else _("Er is nog geen vraag gesteld.")

    def do(self, name: str, number: int | None = None) -> str:
        """Do this; `number` says which of several, else the next. Gives a sentence when it cannot be done, else empty.

        `end` ends at once: who calls it has asked. `timer` takes minutes, 0 stops it.
        """
        if name == "page":
            self.projection.turn(self.view, number or 1)
            return ""
        if name == "wait":
            return wait_words() if self._waits() else ""
        if refused := self.why_not(name):
            return refused
        try:
            self._do(name, number)
        except Refused as error:
            return f"{error.message} {error.hint}".strip()
        if name not in ("join", "timer"):
            self.projection.show_join(False)
        return ""

    def _do(self, name: str, number: int | None) -> None:
        session = self.session
        if name in ("bars", "reveal", "vary") and session.prompt:
            session.discuss("")  # else it would stand in front
        if name == "bars" and session.variant >= 0:
            session.vary(-1)
        if name == "release":
            session.release()
        elif name == "ask":
            session.ask(self._place() if number is None else number)
        elif name == "close":
            session.close()
        elif name == "bars":
            session.show()
        elif name == "reveal":
            session.reveal()
        elif name == "discuss":
            self._discuss(number)
        elif name == "vary":
            self._vary(number)
        elif name == "timer":
            session.timer(float(number or 0))
        elif name == "join":
            self.projection.show_join(not self.projection.join)
        else:
            session.end()

    def _place(self) -> int:
        """Which weighing to open: again what was closed and not explained, else the next one, else the last one."""
        session = self.session
        again = session.rounds[-1].place if session.rounds and session.rounds[-1].stage == session.stage else 0
        unasked = self._unasked()
        return again if self.session.phase in ("closed", "shown") or unasked is None else unasked

    def _discuss(self, number: int | None) -> None:
        prompts = self.prompts()
        if number is None:
            waiting = [place for place, text in enumerate(prompts) if text not in self._put]
            if not waiting and not self.session.prompt:
                self._put.difference_update(prompts)  # once more, from the first
                waiting = [0]
            number = waiting[0] if waiting else -1
        if number < 0:
            self.session.discuss("")
        else:
            self._put.add(prompts[number])
            self.session.discuss(prompts[number])

    def _vary(self, number: int | None) -> None:
        variants = self.session.case.variants
        if number is None:
            waiting = [place for place in range(len(variants)) if place not in self._varied]
            if not waiting and self.session.variant < 0:
                self._varied.clear()
                waiting = [0]
            number = waiting[0] if waiting else -1
        if number >= 0:
            self._varied.add(number)
        self.session.vary(number)
