"""Practising alone, in lines: choose a case, answer its questions with the story at hand, look back. No dossiers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from meldcode.desk.prepared import Prepared, fill
from meldcode.dossier.home import Home
from meldcode.errors import MeldcodeError
from meldcode.flow.heads import heads as flow_heads
from meldcode.flow.loader import spoken
from meldcode.flow.model import Item
from meldcode.i18n import _, story, tr
from meldcode.interview import Clock
from meldcode.plain.lines import Away, Back, Left, Lines, Respoken, ToList, number_in
from meldcode.plain.session import Session
from meldcode.plain.speaking import other_language
from meldcode.plain.trusting import trusted
from meldcode.preferences import Preferences
from meldcode.training.compare import question_text
from meldcode.training.reading import find_case, heads, read_case
from meldcode.training.store import PracticeStore
from meldcode.training.walk import CHOICES, Kept, Walk, begun, choices_of, finished_day, fits
from meldcode.training.walk_words import (
    Sections,
    about_kept,
    before_that,
    compare_words,
    compared,
    detour,
    earlier,
    fragments,
    leaving,
    look_back,
    of_this_moment,
    opening,
    progress_words,
    renewed,
    same_again,
    stage_title,
    still_to_weigh,
    taken_up,
    too_soon,
    variant_sections,
    weigh_words,
    what_adopting_does,
    with_own,
    with_the_experts,
)


class Again(Away):
    """The person walks the same case anew."""


class Practising:
    """`case` (id or path) is begun with at once; empty: choose one. `home` says where the data folder is."""

    def __init__(self, lines: Lines, home: Home, clock: Clock, case: str = "") -> None:
        self.lines = lines
        self.home = home
        self.clock = clock
        self.case = case
        self.data = home.folder.parent
        self.kept = Kept(PracticeStore(self.data))
        self._told = False
        lines.speak = lambda: other_language(lines, Preferences(self.data))

    def run(self) -> None:
        """Until the person stops. Raises `MeldcodeError` for a case that was named and cannot be used."""
        self.lines.say(_("OEFENING: alle gevallen zijn verzonnen."))
        self.lines.say_numbers()
        path = find_case(self.case, self.data) if self.case else None
        anew = False
        named = path is not None
        while True:
            self.lines.reset()
            self.lines.hide = self._blank
            try:
                path = path or self._choose()
                self._walk(path, anew)
                path, anew = None, False
            except Again:
                anew = True
            except (ToList, Back):
                path, anew = None, False
            except Respoken:
                continue
            except MeldcodeError as error:
                if named or path is None:
                    raise
                self.lines.say_error(error)
                path, anew = None, False
            except (Left, KeyboardInterrupt):
                self.lines.say(_("Gestopt."))
                return
            named = False

    def _blank(self) -> None:
        self.lines.clear()
        self.lines.line("0800-2000 · 112 · Enter")

    def _choose(self) -> Path:
        """A case from the list, with what was done of each."""
        found = heads(self.data)
        if not found:
            none = _("er zijn geen oefengevallen")
            raise MeldcodeError(none, _("Geef het pad van een bestand."))
        titles = {head.id: tr(head.title) for head in flow_heads()}
        for place, head in enumerate(found, 1):
            minutes = _("{n} minuten").format(n=head.minutes) if head.minutes else ""
            own = _("eigen geval") if head.own else ""
            done = progress_words(self.kept.of(head.id))
            about = ", ".join(filter(None, (titles.get(head.flow, head.flow), minutes, own, done)))
            self.lines.say(f"{place}. {story(head.title)} ({about})")
        self.lines.say_once(about_kept())
        while True:
            with suppress(Back):  # this is where everything begins
                return found[self.lines.number(_("Kies een nummer"), len(found)) - 1].path
            self.lines.say_range(len(found))

    def _walk(self, path: Path, anew: bool) -> None:
        """One case, from the start or where it was left. Raises what ends it."""
        case, flow = read_case(path)
        if not trusted(self.lines, flow, self.data, self.clock):
            raise ToList
        flow = spoken(flow)
        kept, note = self.kept.of(case.id), ""
        if kept and not fits(case, kept):
            note, anew = renewed() if begun(kept) else "", True
        elif not anew:
            anew = self._from_the_start(kept)
        if anew:
            kept = {"version": case.version, "finished": finished_day(kept)}
        interview = fill(Prepared(flow, choices_of(case, flow, kept), case.today, practice=True), self.clock)
        walk = Walk(case, flow, interview, kept)
        Walking(walk, self.lines, self.clock, self._keep, note or taken_up(walk)).run()

    def _from_the_start(self, kept: dict[str, Any]) -> bool:
        """Whether to begin anew: asked of who was under way, or had finished."""
        if begun(kept):
            self.lines.say(_("U bent met dit geval bezig. Begint u opnieuw, dan zijn uw antwoorden van toen weg."))
            return self.lines.pick([_("Verder gaan"), _("Opnieuw beginnen")]) == 2
        if kept.get("ended") is True:
            self.lines.say(_("U hebt dit geval gedaan. U kunt de terugblik nog eens lezen, of het opnieuw lopen."))
            return self.lines.pick([_("Terugblik"), _("Opnieuw beginnen")]) == 2
        return False

    def _keep(self, walk: Walk) -> None:
        """Keep how it stands; that it cannot be kept is said once."""
        try:
            self.kept.put(walk)
        except MeldcodeError as error:
            if not self._told:
                self._told = True
                self.lines.say_error(error)
                self.lines.say(_("U kunt verder oefenen. Waar u was, wordt alleen niet onthouden."))


class Walking(Session):
    """The session of a case: `s` is the story and what is weighed, for there is nothing to keep.

    `save` keeps how it stands. `note` is said at the start. Raises `ToList` or `Again` besides what a session raises.
    """

    def __init__(self, walk: Walk, lines: Lines, clock: Clock, save: Callable[[Walk], None], note: str = "") -> None:
        super().__init__(walk.flow, lines, clock, walk.interview)
        self.walk = walk
        self.save = save
        self.note = note
        self._begun = False
        self._gate = ""
        """The question that was gone to because a weighing comes after it."""
        self._clock = clock
        lines.keep = self._tell_now  # inside a form the story is only said

    def _open(self) -> None:
        self.lines.say(_("OEFENING") + f": {story(self.walk.case.title)}")
        if not self.lines.told_numbers:
            self.lines.say_numbers()
        if self.note:
            self.lines.say(self.note)
        self.lines.say(
            _("Typ s voor het verhaal en wat u nu weegt, h voor alles wat u kunt typen. ? legt uit, q stopt.")
        )

    def _turn(self) -> None:
        if not self._begun:
            self._begun = True
            if self.walk.ended:
                self._look_back()
            else:
                self._say(opening(self.walk))
                self._story()
            return
        super()._turn()

    # the story

    def _say(self, sections: Sections) -> None:
        for name, text in sections:
            if name:
                self.lines.say(name if ":" in name or name.endswith("?") else f"{name}:")
            for line in text.splitlines():
                if line.strip():
                    self.lines.say(line)

    def _tell_now(self) -> None:
        """What happens at this moment."""
        self.lines.say("")
        title = _("OEFENING") + f". {stage_title(self.walk, self.walk.place)}"
        self._say([(title, fragments(self.walk, self.walk.place))])

    def _keep(self) -> None:
        """`s`: the story and where to go from there."""
        self._story()

    def _story(self) -> None:
        """Say what happens now and what is weighed, and ask where to go."""
        self._tell_now()
        self._pick_weighing()

    def _pick_weighing(self) -> None:
        walk = self.walk
        asks = [one.ask for one in walk.stage.weighings]
        self.lines.say("")
        for place, one in enumerate(walk.stage.weighings, 1):
            self.lines.say(f"{place}. {question_text(walk.flow, one)} ({weigh_words(walk, one)})")
        self.lines.say(f"{len(asks) + 1}. {compare_words(walk)}")
        more = bool(walk.place)
        if more:
            self.lines.say(f"{len(asks) + 2}. " + _("Lees terug wat hiervoor gebeurde"))
        most = len(asks) + 1 + more
        while line := self.lines.ask(_("Nummer, of leeg om verder te gaan in het dossier")):
            number = number_in(line, most)
            if number == len(asks) + 2:
                self._say([*earlier(walk), *opening(walk)])
            elif number == len(asks) + 1:
                self._compare()
                return
            elif number:
                self._weigh(asks[number - 1])
                return
            else:
                self.lines.say_range(most)
        self.said = ""

    def _weigh(self, ask: str) -> None:
        """To a question; when it is not asked, why, and to the one that comes before it."""
        weighing = next(one for one in self.walk.stage.weighings if one.ask == ask)
        way = self.walk.way(ask)
        self._gate = way.target if way.state == "waits" else ""
        if way.state == "apart":
            self._say(detour(self.walk, weighing, way))
        elif way.state == "waits":
            self.lines.say(before_that(self.walk, weighing))
        elif words := of_this_moment(weighing):
            self.lines.say(words)
        if way.state == "earlier":
            self.lines.say(same_again())
        self.said = ""
        if way.target:
            self._go(way.target)

    # answers

    def _answer(self, item: Item, raw: object, typed: str) -> None:
        before = self.interview.value(item.id)
        super()._answer(item, raw, typed)
        if item.kind not in CHOICES or (self.interview.value(item.id) == before and raw != before):
            return  # refused, or thought better of
        walk, before = self.walk, self.walk.ready()
        walk.touch(item.id)
        self.save(walk)
        weighed = item.id in {one.ask for one in walk.stage.weighings}
        if walk.compared or not (weighed or item.id == self._gate or walk.ready() is not before):
            return
        if coming := walk.next_open():
            self.lines.say(still_to_weigh(walk, coming))
            if self.lines.pick([_("Daarheen"), _("Eerst verder in het dossier")]) == 1:
                self._weigh(coming.ask)
        else:
            self.lines.say(_("Alles van dit moment is gewogen. Vergelijken met de expert?"))
            if self.lines.pick([_("Ja"), _("Nee, eerst verder in het dossier")], letters=False) == 1:
                self._compare()

    # the expert

    def _compare(self) -> None:
        walk = self.walk
        if walk.ended:
            self._look_back()
            return
        if not walk.compared and not walk.ready():
            self.lines.say(too_soon(walk))
            if not self.lines.yes(_("Nu al vergelijken?")):
                self.said = ""
                return
        walk.compare()
        self.save(walk)
        self.lines.say("")
        self.lines.say(_("OEFENING") + ". " + _("Naast de expert") + f". {stage_title(walk, walk.place)}")
        self._say(compared(walk, walk.place))
        self._ask_onward()
        if walk.onward(self._clock().date()):
            self.save(walk)
            self._story()
        else:
            self.save(walk)
            self._look_back()

    def _ask_onward(self) -> None:
        """Wait until the moment was read; who weighed otherwise may go on as the story does. Raises `Back`."""
        back = _("b terug naar het dossier")
        if self.walk.last:
            self.lines.ask(_("Enter voor de terugblik") + ", " + back)
            return
        onward = _("Enter voor het volgende moment")
        if not self.walk.apart():
            self.lines.ask(f"{onward}, {back}")
            return
        self.lines.say("1. " + with_the_experts() + ". " + what_adopting_does())
        while line := self.lines.ask(f"{onward} {with_own()}, 1, {back}"):
            if number_in(line, 1):
                self.walk.adopt()
                return
            self.lines.say_range(1)

    def _look_back(self) -> None:
        walk = self.walk
        self.lines.say("")
        self.lines.say(_("OEFENING") + ": " + _("Terugblik: {title}").format(title=story(walk.case.title)))
        self._say(look_back(walk))
        variants = walk.case.variants
        while True:
            choices = [_("Wat als: {title}").format(title=story(one.title)) for one in variants]
            others = [_("Een ander geval"), _("Dit geval nog een keer"), _("Verder in het dossier")]
            number = self.lines.pick([*choices, *others])
            if number > len(variants):
                break
            variant = variants[number - 1]
            self.lines.say(story(variant.text))
            self.lines.ask(_("Wat zou de norm nu vragen, denkt u?") + " " + _("Enter laat het zien"))
            self._say(variant_sections(walk, variant))
        self.said = ""
        if number == len(variants) + 1:
            raise ToList
        if number == len(variants) + 2:
            raise Again

    # commands

    def _help(self) -> None:
        super()._help()
        self.lines.say(_("s zegt het verhaal en wat u nu weegt, en brengt u naar de vergelijking met de expert."))

    def _hide(self) -> None:
        super()._hide()
        self.said = ""

    def _before_the_first(self) -> None:
        self.lines.say(_("Dit is de eerste vraag."))
        if self.lines.yes(_("Naar de oefengevallen?")):
            self.save(self.walk)
            raise ToList

    def _leave(self) -> None:
        """Asked only when something typed would be lost."""
        typed = any(self.flow.items[name].kind not in CHOICES for name in self.interview.given())
        if typed:
            self.lines.say(leaving())
        if not typed or self.lines.yes(_("Stoppen?")):
            self.save(self.walk)
            raise Left
