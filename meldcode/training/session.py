"""A group that works through a case: what was told, what is asked, and who answered what, without names.

Pure: no network, no screen, and no clock but the one passed in. Everything happens in one thread.
"""

from __future__ import annotations

import hashlib
import math
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from meldcode.errors import MeldcodeError
from meldcode.flow.model import Flow
from meldcode.i18n import _, ngettext
from meldcode.interview import Clock
from meldcode.text import clean
from meldcode.training.case import Case, Weighing
from meldcode.training.compare import option_text, options_of
from meldcode.training.throttle import Throttle

Phase = Literal["waiting", "reading", "open", "closed", "shown", "revealed", "ended"]
PHASES: tuple[str, ...] = get_args(Phase)
_ASKED = ("open", "closed", "shown", "revealed")
"""The phases of one question, in order."""
_LETTERS = "CDFHJKMNPRTVWXY34679"
"""Signs of a code: none looks or sounds like another, and without vowels they make no word."""
_SIGNS = 5
_TOKEN = re.compile(r"[0-9a-f]{32}")
_IDLE = timedelta(minutes=60)
_SEAT = timedelta(seconds=60)
"""So long a place is held for somebody who was let in and whose connection did not open yet."""
_KNOWN = 20
"""Times `most`: so many tokens are remembered. People come back, but memory does not grow for ever."""
_LONGEST = 600
"""Signs of a prompt, and minutes of a timer."""


class Refused(MeldcodeError):
    """Something that cannot be now. `message` is a sentence for the person who asked."""


@dataclass(slots=True)
class Round:
    """One vote about one weighing. `turn` counts from 1: the same weighing can be asked again."""

    stage: int
    """From 0."""
    weighing: Weighing
    turn: int
    answers: dict[str, str] = field(default_factory=dict)
    """Who (a token, or its hash once the session was taken up again) to the id of the option."""
    place: int = 0
    """Which weighing of the stage, from 0."""
    revealed: bool = False
    """Whether the expert's answer was shown in this round."""
    present: set[str] = field(default_factory=set)
    """Who was there at some moment while the question was open."""

    @property
    def people(self) -> int:
        """How many could answer: who was there while it was open, and who answered."""
        return len(self.present | self.answers.keys())


@dataclass(frozen=True, slots=True)
class Bar:
    """How many people chose an option. `expert`: whether it is the expert's as well."""

    option: str
    text: str
    count: int
    expert: bool


def new_code() -> str:
    """A code to say aloud and to type on a telephone."""
    return "".join(secrets.choice(_LETTERS) for _place in range(_SIGNS))


def hashed(token: str) -> str:
    """What is kept of a token: enough to know it again, too little to be it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_place(value: object, count: int, least: int = 0) -> bool:
    """Whether this is a whole number from `least` to below `count`; what comes over a network can be anything."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < count


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


class Session:
    """One afternoon. Acts of the trainer and of participants raise `Refused` when they cannot be now."""

    def __init__(self, case: Case, flow: Flow, clock: Clock, code: str, hours: float = 4.0, most: int = 30) -> None:
        self.case = case
        self.flow = flow
        self.code = code
        self.hours = hours
        self.most = most
        self.number = 0
        """Rises at each change: the same number means that nobody has anything new to see."""
        self.stage = -1
        self.phase: Phase = "waiting"
        self.rounds: list[Round] = []
        self.round = -1
        """Index in `rounds` of the question that is on the table; -1: none."""
        self.prompt = ""
        """The discussion prompt that is shown."""
        self.variant = -1
        self.variant_revealed = False
        self.ends: datetime | None = None
        """When the timer is up; None: it does not run."""
        self._clock = clock
        self.began = self.acted = self.now()
        """When it began, and when somebody last did something."""
        self.people: dict[str, int] = {}
        """Everybody who was let in, to how many connections they have open. By token, or by its hash; see `again`."""
        self._seats: dict[str, datetime] = {}
        self.throttle = Throttle(self.now)
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The time, with its offset: what is kept must mean the same after a change to summer time."""
        return self._clock().astimezone()

    # the trainer

    def release(self) -> bool:
        """Let the next stage be read, and close what is open; False when there is none: then nothing changes."""
        if self.phase == "ended" or self.stage + 1 >= len(self.case.stages):
            return False
        self.stage += 1
        self.phase, self.round = "reading", -1
        self.prompt, self.variant, self.variant_revealed, self.ends = "", -1, False, None
        self._did()
        return True

    def weighings(self) -> tuple[Weighing, ...]:
        """What can be asked now: the weighings of the stage that was released last."""
        return self.case.stages[self.stage].weighings if self.stage >= 0 else ()

    def ask(self, place: int) -> None:
        """Open this weighing of the current stage. What was asked before gets another turn; what is open stays so."""
        self._going()
        if not _is_place(place, len(self.weighings())):
            raise Refused(_("Deze vraag hoort niet bij dit deel van het geval. Laat eerst het deel zien."))
        now = self._now_open()
        if now is None or now.place != place:
            turn = 1 + sum((one.stage, one.place) == (self.stage, place) for one in self.rounds)
            there = {who for who, connections in self.people.items() if connections}
            self.rounds.append(Round(self.stage, self.weighings()[place], turn, place=place, present=there))
            self.round, self.phase = len(self.rounds) - 1, "open"
        self.prompt, self.variant, self.variant_revealed = "", -1, False
        self._did()

    def close(self) -> None:
        """No more answers to this question."""
        self._to("closed")

    def show(self) -> None:
        """Show what the group answered."""
        self._to("shown")

    def reveal(self) -> None:
        """Show what the expert answered; or, with a variant on the table, what the norm then asks."""
        self._going()
        if self.variant >= 0:
            self.variant_revealed = True
            self._did()
            return
        self._to("revealed")

    def discuss(self, text: str) -> None:
        """Show a prompt: one of the case, or the trainer's own. Empty takes it away."""
        self._going()
        self.prompt = clean(str(text)).strip()[:_LONGEST]
        self._did()

    def vary(self, number: int) -> None:
        """Show this variant, without what follows from it; -1 takes it away. An open question is closed."""
        self._going()
        if not _is_place(number, len(self.case.variants), -1):
            raise Refused(_("Dit geval heeft die «wat als» niet."))
        if number >= 0 and self.phase == "open":
            self.phase = "closed"
        self.variant, self.variant_revealed = number, False
        self._did()

    def timer(self, minutes: float) -> None:
        """Let a clock run for so many minutes; 0 stops it. When it is up nothing closes by itself."""
        self._going()
        if not _is_number(minutes):
            raise Refused(_("Geef een aantal minuten, bijvoorbeeld 5."))
        if not 0 <= minutes <= _LONGEST:
            raise Refused(_("Geef een aantal minuten van 0 tot {most}.").format(most=_LONGEST))
        self.ends = self.now() + timedelta(minutes=minutes) if minutes else None
        self._did()

    def end(self) -> None:
        """It is over; there is no way back."""
        if self.phase != "ended":
            self.phase, self.round = "ended", -1
            self.prompt, self.variant, self.variant_revealed, self.ends = "", -1, False, None
            self._did()

    def over(self) -> str:
        """Why it must stop by itself now, as a sentence; empty when it may go on."""
        now = self.now()
        if now - self.began >= timedelta(hours=self.hours):
            return _("De bijeenkomst stopt vanzelf: de afgesproken tijd is om.")
        if now - self.acted >= _IDLE:
            return _("De bijeenkomst stopt vanzelf: een uur lang deed niemand iets.")
        return ""

    def _going(self) -> None:
        if self.phase == "ended":
            raise Refused(_("De bijeenkomst is afgelopen."))

    def _to(self, phase: Phase) -> None:
        """On to a later phase of the question on the table; from a later one nothing changes."""
        self._going()
        if self.round < 0:
            raise Refused(_("Er is nog geen vraag gesteld."))
        if _ASKED.index(phase) > _ASKED.index(self.phase):
            self.phase = phase
        if phase == "revealed":
            self.rounds[self.round].revealed = True
        self._did()

    def _now_open(self) -> Round | None:
        return self.rounds[self.round] if self.phase == "open" else None

    # participants

    @property
    def there(self) -> int:
        """How many people are there now."""
        return sum(connections > 0 for connections in self.people.values())

    def join(self, code: str, who: str) -> str:
        """Let somebody in who knows the code; gives their token. `who` is an address, for slowing down guesses."""
        self._going()
        if refused := self.throttle.check(code, self.code, who):
            raise Refused(refused)
        now = self.now()
        self._seats = {one: since for one, since in self._seats.items() if abs(now - since) < _SEAT}
        if len(self.people) >= self.most * _KNOWN:
            self._forget_one()
        if self.there + len(self._seats) >= self.most or len(self.people) >= self.most * _KNOWN:
            said = ngettext(
                "De groep is vol: er kan {count} mens meedoen.",
                "De groep is vol: er kunnen {count} mensen meedoen.",
                self.most,
            )
            raise Refused(said.format(count=self.most))
        token = secrets.token_hex(16)
        self.people[token] = 0
        self._seats[token] = now
        self._did()
        return token

    def _forget_one(self) -> None:
        """Make room among those who are remembered: for somebody who is not there and never was when a question was
        open. Else who knows the code could come in so often that nobody else can any more."""
        voted = {who for one in self.rounds for who in one.present | one.answers.keys()}
        gone = (
            who for who, open_now in self.people.items() if not open_now and who not in self._seats and who not in voted
        )
        if (who := next(gone, None)) is not None:
            del self.people[who]

    def knows(self, token: str) -> bool:
        """Whether somebody with this token was let in."""
        return bool(self.key(token))

    def key(self, token: object) -> str:
        """By what this person is known in `people` and in rounds; empty when they are not."""
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            return ""
        return next((one for one in (token, hashed(token)) if one in self.people), "")

    def came(self, token: str) -> None:
        """A connection of this person opened."""
        key = self._known(token)
        self._seats.pop(key, None)
        self.people[key] += 1
        if (now := self._now_open()) is not None:
            now.present.add(key)
        self._did()

    def left(self, token: str) -> None:
        """A connection of this person closed; of somebody unknown nothing happens."""
        key = self.key(token)
        if key and self.people[key]:
            self.people[key] -= 1
            self._changed()

    def answer(self, token: str, round: int, option: str) -> None:
        """Take an answer to the open question; a later answer takes the place of the one before."""
        key = self._known(token)
        now = self._now_open()
        if now is None or not _is_place(round, len(self.rounds)) or round != self.round:
            raise Refused(_("Deze vraag is gesloten. Uw antwoord telt niet mee. Kijk of er een nieuwe vraag is."))
        if option not in [one.id for one in options_of(self.flow, now.weighing)]:
            raise Refused(_("Dit antwoord hoort niet bij de vraag. Kies een van de antwoorden die er staan."))
        if now.answers.get(key) != option:
            now.answers[key] = option
            self._did()

    def _known(self, token: str) -> str:
        key = self.key(token)
        if not key:
            raise Refused(_("U doet nog niet mee. Vul de code opnieuw in."))
        return key

    def bars(self, round: int) -> tuple[Bar, ...]:
        """What was chosen in this round, for each option in the order of the flow. Raises `Refused` for no round."""
        if not _is_place(round, len(self.rounds)):
            raise Refused(_("Er is nog geen vraag gesteld."))
        vote = self.rounds[round]
        item = self.flow.items[vote.weighing.ask]
        chosen = list(vote.answers.values())
        return tuple(
            Bar(one.id, option_text(item, one.id), chosen.count(one.id), one.id == vote.weighing.answer)
            for one in options_of(self.flow, vote.weighing)
        )

    # who looks on, and what is kept

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call this after each change; gives what stops that. One that raises is not called again."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed) if changed in self._watchers else None

    def _did(self) -> None:
        self.acted = self.now()
        self._changed()

    def _changed(self) -> None:
        self.number += 1
        for one in list(self._watchers):
            try:
                one()
            except Exception:  # a screen that is gone must not cost another person's answer
                if one in self._watchers:
                    self._watchers.remove(one)

    def kept(self) -> dict[str, Any]:
        """All that is needed to go on after a stop, as plain JSON: no token in clear, no names."""
        from meldcode.training.keeping import kept_of

        return kept_of(self)

    @classmethod
    def again(cls, kept: Mapping[str, Any], case: Case, flow: Flow, clock: Clock) -> Session:
        """The session that was kept. Time in which it was not open does not count; a token is known by its hash.

        Raises `Refused` when the case or the flow is not the one of then, `ValueError` for what was never kept.
        """
        from meldcode.training.keeping import again_from

        return again_from(cls(case, flow, clock, "", 1.0, 1), kept)
