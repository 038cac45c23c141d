"""One dossier in lines: only ever adds text, moves no cursor, needs no colour, and reads whole lines."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from meldcode.errors import MeldcodeError
from meldcode.flow.heads import Head, all_heads, heads, refusal
from meldcode.flow.model import Flow, Item
from meldcode.i18n import _, tr
from meldcode.interview import Clock, Interview
from meldcode.plain.asking import REFUSED, ask_item
from meldcode.plain.finding import ask_ladder, ask_overview, ask_search, next_open
from meldcode.plain.lines import Away, Back, Command, Hidden, Left, Lines, Respoken, ToList
from meldcode.plain.telling import (
    alert_lines,
    brief_lines,
    gone_lines,
    help_lines,
    kept_line,
    needed_lines,
    norm_lines,
    open_line,
    say_piece,
    say_understood,
)
from meldcode.words import answer_text, outcome_of, step_lines, would_lines


def choose_flow(lines: Lines, first: bool = True, folder: Path | None = None) -> str | Path:
    """Ask for the profession; gives what to load its flow by. Raises `Back` unless this is the first thing asked.

    `folder` is the data folder, with the flows of an organisation.
    """
    known: list[Head] = [head for head in heads() if head.profession != "base"] if folder is None else all_heads(folder)
    again = False
    while True:
        if first and not again:
            lines.say(_("Meldcode: een zorg over een kind of volwassene thuis."))
            lines.say_numbers()
        if not again:
            lines.say(_("Waar werkt u?"))
            for place, head in enumerate(known, 1):
                lines.say(f"{place}. {tr(head.title)}" + (f" ({head.mark})" if head.own else ""))
        again = True
        try:
            head = known[lines.number(_("Kies een nummer"), len(known)) - 1]
        except Respoken:
            again = False
            continue
        except Back:
            if not first:
                raise
            lines.say_range(len(known))
            continue
        if (why_not := refusal(head)) is None:
            return head.name
        lines.say_error(why_not)


class Session:
    """Asks the interview's pages one question at a time: a try in memory, or a dossier at its place.

    `keep` makes a kept dossier of a try and gives its interview; it raises `MeldcodeError`, or `Back` when the person
    thinks better of it. `others`: whether another flow can be chosen from here.
    """

    def __init__(
        self,
        flow: Flow,
        lines: Lines,
        clock: Clock = datetime.now,
        interview: Interview | None = None,
        keep: Callable[[Interview], Interview] | None = None,
        others: bool = False,
    ) -> None:
        self.flow = flow
        self.lines = lines
        self.interview = interview or Interview(flow, clock=clock)
        self.step = ""
        self.alerts: tuple[str, ...] = ()
        self.outcome = "" if self.interview.given() else self.interview.outcome()
        self.place = self._place_on_page()
        self.said = ""
        """Id of the question that was said in full last; only what is new or asked for is said in full."""
        self.whole = False
        """Whether the answer that stands there is said from beginning to end, however long."""
        self.explained = ("", 0)
        """The question that was explained last, and which piece of that comes next."""
        self.opened = ""
        """The open question that was gone to last."""
        self.concluded: tuple[str, ...] = ()
        """What was said at the end last."""
        self._told: set[str] = set()
        """Steps whose introduction was said."""
        self._make_kept = keep
        self.others = others
        lines.numbers, lines.leave, lines.keep, lines.hide = self._numbers, self._leave, self._keep, self._hide

    def run(self) -> None:
        """Ask until the person stops. Raises `Left`, `Hidden` or `ToList`: stopped, hidden, or to the dossiers."""
        self._open()
        while True:
            try:
                self._turn()
            except Back:
                self.lines.say(_("Terug naar waar u was."))
            except Respoken:
                self.step = self.said = ""
            except KeyboardInterrupt:
                self._interrupted()

    def _open(self) -> None:
        self.lines.say(tr(self.flow.title))
        if not self.lines.told_numbers:
            self.lines.say_numbers()
        self.lines.say(kept_line(self.interview))
        self.lines.say(_("Typ h voor alles wat u kunt typen. ? legt uit, b gaat terug, q stopt. Leeg gaat verder."))
        if self.interview.given():  # taken up again: a danger that was told last week is told again
            self._tell()

    def _interrupted(self) -> None:
        """Ctrl+C: as `q`; pressed again it stops at once."""
        with suppress(Back, Respoken):
            self._leave()

    # where we are

    def _place_on_page(self) -> int:
        """Where on the page the dossier was left."""
        page, place = self.interview.page(), self.interview.store.place()
        return next((number for number, item in enumerate(page.items) if item.id == place), 0)

    def _turn(self) -> None:
        """Ask the next question, or go on to the next page or the outcome."""
        page = self.interview.page()
        if page.step.id != self.step:
            self.step = page.step.id
            self.lines.say("")
            heading = _("Stap {n} van {all}: {title}")
            self.lines.say(heading.format(n=page.number, all=len(self.flow.steps), title=tr(page.step.title)))
            if self.step not in self._told:  # going to and fro does not tell it all again
                self._told.add(self.step)
                for line in step_lines(self.flow, page.step):
                    self.lines.say(line)
        if self.place < len(page.items):
            self._ask(page.items[self.place])
        elif page.last:
            self._end()
        else:
            self.place = 0
            onward = self.interview.next()
            if onward.step.id != page.step.id and (told := open_line(self.interview, page.step.id)):
                self.lines.say(told)

    def _onward(self) -> None:
        self.place += 1

    def _skip(self, item: Item) -> None:
        """An empty line goes on; a question that is needed says that it stays open."""
        if item.is_question and not item.optional and self.interview.value(item.id) is None:
            self.lines.say(_("Overgeslagen."))
        self._onward()

    def _back(self) -> None:
        """To the question before, on an earlier page too; a note in between is passed over."""
        index = self.interview.engine.index
        asked = [index[name] for name in self.interview.position().asked]
        page = self.interview.page()
        here = index[page.items[self.place].id] if self.place < len(page.items) else len(index)
        before = [place for place in asked if place < here]
        if before:
            self._go(self.interview.engine.ids[before[-1]])
        else:
            self._before_the_first()

    def _before_the_first(self) -> None:
        """In a try another flow may be chosen. Raises `ToList`."""
        self.lines.say(_("Dit is de eerste vraag."))
        if self.others and self.lines.yes(_("Een andere vragenlijst kiezen? Uw antwoorden van nu zijn dan weg.")):
            raise ToList

    def _go(self, name: str) -> None:
        """To a question or to the first one of a step."""
        page = self.interview.go(name)
        self.place = next((place for place, item in enumerate(page.items) if item.id == name), 0)
        self.said = ""
        if name in self.flow.items and not self.interview.counts(name):
            self.lines.say(_("Deze vraag wordt nu niet gesteld. U komt bij de plaats waar hij zou staan."))

    # asking

    def _ask(self, item: Item) -> None:
        self.interview.store.go(item.id)
        full, self.said = item.id != self.said, item.id
        whole, self.whole = self.whole, False
        try:
            typed, raw = ask_item(self.lines, self.interview, item, full, whole)
        except Away as away:
            if away.kept is not None:
                self.interview.answer(item.id, away.kept)
            raise
        if isinstance(raw, Command):
            self._do(raw, item)
        elif raw is not REFUSED:
            self._answer(item, raw, typed)

    def _do(self, command: Command, item: Item) -> None:
        actions: dict[str, Callable[[], None]] = {
            "": lambda: self._skip(item),
            "?": lambda: self._explain(item),
            **self._anywhere(command.rest),
        }
        actions[command.name]()

    def _anywhere(self, rest: str = "") -> dict[str, Callable[[], None]]:
        """The commands that mean the same at a question and at the end."""
        return {
            "b": self._back,
            "o": lambda: self._visit(ask_overview(self.lines, self.interview)),
            "l": lambda: self._visit(ask_ladder(self.lines, self.interview)),
            "z": lambda: self._visit(ask_search(self.lines, self.interview, rest)),
            "n": self._norm,
            "v": self._to_open,
            "u": self._undo,
            "w": self._write,
            "t": self._speak,
            "h": self._help,
            ".": self._again,
            "!": self._numbers,
            "s": self._keep,
            "x": self._hide,
            "q": self._leave,
        }

    def _answer(self, item: Item, raw: object, typed: str) -> None:
        effect = self.interview.effect(item.id, raw)
        if effect.asleep:
            self.lines.say(_("Dan tellen deze antwoorden niet meer mee. Ze blijven bewaard:"))
            for name in effect.asleep:
                self.lines.say(f"- {tr(self.flow.items[name].text)}")
            if not self.lines.yes(_("Veranderen?")):
                return
        before = self.interview.value(item.id)
        page = self.interview.answer(item.id, raw)
        if page.error is not None:
            self.lines.say_refused(page.error.reason, page.error.hint)
            self.lines.drop_pasted()
            return
        value = self.interview.value(item.id)
        if value is not None:
            say_understood(self.lines, item, typed, value)
            if item.kind == "text" and before is not None and not str(value).startswith(str(before)):
                self.lines.say(_("De tekst van eerst is vervangen. Met u komt die terug."))
        elif before is not None:
            self.lines.say(_("Weggehaald. Met u komt het terug."))
        self._tell()
        if item.kind != "entries":  # there may be more to add; an empty line goes on
            self._onward()

    def _tell(self) -> None:
        """Say what changed: a new alert, another outcome."""
        for line in (*gone_lines(self.interview, self.alerts), *alert_lines(self.interview, self.alerts)):
            self.lines.say(line)
        position = self.interview.position()
        self.alerts = position.alerts
        if position.outcome != self.outcome:
            self.outcome = position.outcome
            self.lines.say(_("Nu: {outcome}").format(outcome=tr(outcome_of(self.flow, position).title)))
        if not position.missing["advice"]:
            self.lines.say_once(_("De adviesvraag is klaar om te maken: typ w."))

    def _end(self) -> None:
        """After the last page: the outcome, then what to do."""
        if self.said != self.flow.id:
            self.said = self.flow.id
            self.lines.say("")
            concluded = (*norm_lines(self.interview), *needed_lines(self.interview))
            heard = concluded == self.concluded and not self.whole  # n and a full stop tell it again
            self.concluded, self.whole = concluded, False
            for line in brief_lines(self.interview) if heard else concluded:
                self.lines.say(line)
        answer = self.lines.command(_("w om te schrijven, o voor het overzicht, b voor terug, q om te stoppen"))
        actions = self._anywhere(answer.rest if isinstance(answer, Command) else "")
        if isinstance(answer, Command) and answer.name in actions:
            actions[answer.name]()
        else:
            self.lines.say(_("Dit was de laatste vraag. Typ een van deze letters, of h voor alle opdrachten."))

    # commands

    def _visit(self, name: str) -> None:
        """Go there, or say again where we are."""
        self.said = ""
        if name:
            self._go(name)

    def _again(self) -> None:
        self.said, self.whole = "", True

    def _explain(self, item: Item) -> None:
        name, number = self.explained
        self.explained = item.id, say_piece(self.lines, self.interview, item, number if name == item.id else 0)

    def _help(self) -> None:
        for line in help_lines(self.interview.practice):
            self.lines.say(line)

    def _norm(self) -> None:
        would = would_lines(self.flow, self.interview.would_be())
        for line in (*norm_lines(self.interview), *needed_lines(self.interview), *would):
            self.lines.say(line)

    def _undo(self) -> None:
        """Take the last change of an answer back, and go there."""
        name = self.interview.undo()
        if name is None and self.interview.can_undo:
            self.lines.say(_("Dat lukte niet: het kon niet bewaard worden."))
            return
        if name is None:
            self.lines.say(_("Er is nu niets om terug te zetten."))
            return
        item = self.flow.items[name]
        answer = answer_text(item, self.interview.value(name))
        self.lines.say(_("Teruggezet: {question} {answer}").format(question=tr(item.text), answer=answer))
        self._tell()
        self._go(name)

    def _to_open(self) -> None:
        """To the first question that is still open; from there to the next one."""
        here = self.opened if self.said == self.opened else ""
        self.opened = next_open(self.interview, here)
        if self.opened:
            self._go(self.opened)
        else:
            self.lines.say(_("Er staat geen vraag meer open."))

    def _numbers(self) -> None:
        for one in self.flow.contacts:
            self.lines.say(f"{tr(one.name)} {one.number}. {tr(one.text)}")

    def _speak(self) -> None:
        if self.lines.speak is None:
            self.lines.say(_("Een andere taal kiezen kan hier niet."))
        else:
            self.lines.speak()

    def _write(self) -> None:
        from meldcode.plain.writing import ask_request  # loads what makes and reads files: only when asked for

        while True:
            try:
                target = ask_request(self.lines, self.interview)
            except Respoken:  # what was decided is kept: it is asked again in the other language
                continue
            except MeldcodeError as error:  # a decision that could not be kept
                self.lines.say_error(error)
                return
            finally:
                self.said = ""
            break
        if target:
            self._go(target)

    def _keep(self) -> None:
        """Keep this try; or, when it is kept, go to the dossiers."""
        if self.interview.stored:
            raise ToList
        if self._make_kept is None:
            self.lines.say(_("Bewaren kan hier niet."))
            return
        self.lines.keep = None  # while it is being done its letter is a letter
        try:
            self.interview = self._make_kept(self.interview)
        except Back:
            self.lines.say(_("Er is niets bewaard. U gaat verder met de proef."))
        except MeldcodeError as error:
            self.lines.say_error(error)
        else:
            self.others = False
            self.lines.say(kept_line(self.interview))
        finally:
            self.lines.keep = self._keep

    def _hide(self) -> None:
        """Kept: let go of everything. A try would be lost by that, so there only the window is cleared."""
        if self.interview.stored:
            raise Hidden
        self.lines.clear()
        self.lines.line("0800-2000 · 112 · Enter")

    def _leave(self) -> None:
        if self.interview.stored or not self.interview.unsaved():
            raise Left
        if self.lines.yes(_("Uw antwoorden zijn na het stoppen weg. Stoppen?")):
            raise Left
