"""One dossier in lines: only ever adds text, moves no cursor, needs no colour, and reads whole lines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime

from meldcode.errors import MeldcodeError
from meldcode.files import folder_from
from meldcode.flow.heads import Head, heads
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow, Item, RequestKind
from meldcode.i18n import _, language, ngettext, tr
from meldcode.interview import Clock, Interview
from meldcode.plain.entries import CLEAR, ask_entries
from meldcode.plain.lines import Back, Command, Left, Lines, choose_option, number_in, say_options
from meldcode.words import (
    answer_text,
    contact,
    helpline,
    kind_for,
    kind_name,
    outcome_of,
    position_lines,
    read_aloud,
    source_text,
)


def open_session(flow: str | None) -> None:
    """Choose a profession when none is named, and walk the steps until the person stops."""
    lines = Lines(sys.stdin.readline, print)
    try:
        name = flow or choose_flow(lines)
        Session(load_flow(name), lines).run()
    except Left:
        lines.say(_("Gestopt. Er is niets bewaard dat u niet hebt weggeschreven."))


def choose_flow(lines: Lines) -> str:
    """Ask for the profession; gives the id of its flow."""
    known: list[Head] = [head for head in heads() if head.profession != "base"]
    lines.say(_("Meldcode: een zorg over een kind of volwassene thuis."))
    lines.say_numbers()
    lines.say(_("Waar werkt u?"))
    for place, head in enumerate(known, 1):
        lines.say(f"{place}. {tr(head.title)}")
    while True:
        try:
            return known[lines.number(_("Kies een nummer"), len(known)) - 1].id
        except Back:
            lines.say_range(len(known))


class Session:
    """Asks the interview's pages one question at a time."""

    def __init__(self, flow: Flow, lines: Lines, clock: Clock = datetime.now) -> None:
        self.flow = flow
        self.lines = lines
        self.interview = Interview(flow, clock=clock)
        self.step = ""
        self.alerts: tuple[str, ...] = ()
        self.outcome = ""
        self.place = 0
        lines.numbers, lines.leave = self._numbers, self._leave

    def run(self) -> None:
        """Ask until the person stops. Raises `Left` when the lines end or the person leaves."""
        self.lines.say(tr(self.flow.title))
        self.lines.say_numbers()
        self.lines.say(_("Typ ? voor uitleg, b voor terug, o voor overzicht, ! voor bellen, w om te schrijven, q om"
                         " te stoppen. Een lege regel gaat verder, - haalt een antwoord weg."))  # fmt: skip
        while True:
            try:
                self._turn()
            except Back:
                self.lines.say(_("Terug naar de vraag."))
            except KeyboardInterrupt:
                self._leave()

    def _turn(self) -> None:
        """Ask the next question, or go on to the next page or the outcome."""
        page = self.interview.page()
        if page.step.id != self.step:
            self.step = page.step.id
            self.lines.say("")
            heading = _("Stap {n} van {all}: {title}")
            self.lines.say(heading.format(n=page.number, all=len(self.flow.steps), title=tr(page.step.title)))
            self.lines.say(tr(page.step.text))
        if self.place < len(page.items):
            self._ask(page.items[self.place])
        elif page.last:
            self._end()
        else:
            self.place = 0
            self.interview.next()

    def _ask(self, item: Item) -> None:
        self.lines.say("")
        if not item.is_question:
            self.lines.say(tr(item.text))
            self.lines.say(tr(item.help))
            line = self.lines.command(_("Enter om verder te gaan"))
            self._act(line if isinstance(line, Command) else Command(""), item)
            return
        optional = " " + _("(mag leeg)") if item.optional else ""
        self.lines.say(f"{tr(item.text)}{optional}")
        value = self.interview.value(item.id)
        if value is not None:
            self.lines.say(_("Nu: {answer}").format(answer=answer_text(item, value)))
        if item.kind == "entries":
            raw: object = ask_entries(self.lines, item, value, self.interview.today)
        else:
            say_options(self.lines, item)
            line = self.lines.command(self._prompt(item))
            raw = None if line == CLEAR else choose_option(item, line)
            if item.options and raw == line and not isinstance(line, Command):
                self.lines.say_range(len(item.options))
                return
        self._act(raw, item)

    def _prompt(self, item: Item) -> str:
        if item.kind == "many":
            return _("Nummers, met een spatie ertussen")
        if item.options:
            return _("Nummer")
        if item.kind == "date":
            return _("Datum, bijvoorbeeld 2-3-2026")
        return _("Getal") if item.kind == "number" else _("Tekst")

    def _act(self, raw: object, item: Item) -> None:
        if not isinstance(raw, Command):
            self._answer(item, raw)
            return
        actions: dict[str, Callable[[], None]] = {
            "": self._onward,
            "?": lambda: self._explain(item),
            "b": self._back,
            "o": self._overview,
            "!": self._numbers,
            "w": self._write,
            "q": self._leave,
        }
        actions[raw.name]()

    def _answer(self, item: Item, raw: object) -> None:
        effect = self.interview.effect(item.id, raw)
        if effect.asleep:
            self.lines.say(_("Dan tellen deze antwoorden niet meer mee. Ze blijven bewaard:"))
            for name in effect.asleep:
                self.lines.say(f"- {tr(self.flow.items[name].text)}")
            if not self._yes(_("Veranderen?")):
                return
        page = self.interview.answer(item.id, raw)
        if page.error is not None:
            self.lines.say(_("Dat lukt niet: {reason}. {hint}").format(reason=page.error.reason, hint=page.error.hint))
            return
        self._tell()
        if item.kind != "entries":  # there may be more to add; an empty line goes on
            self._onward()

    def _tell(self) -> None:
        """Say what changed: a new alert, another outcome."""
        position = self.interview.position()
        for alert in self.flow.alerts:
            if alert.id in position.alerts and alert.id not in self.alerts:
                self.lines.say(_("LET OP: {text}").format(text=tr(alert.text)))
                self.lines.say(tr(alert.do))
                for name in alert.call:
                    number = contact(self.flow, name)
                    if number:
                        self.lines.say(f"{tr(number.name)} {number.number}")
        self.alerts = position.alerts
        if position.outcome != self.outcome:
            self.outcome = position.outcome
            self.lines.say(_("Nu: {outcome}").format(outcome=tr(outcome_of(self.flow, position).title)))

    def _onward(self) -> None:
        self.place += 1

    def _back(self) -> None:
        if self.place:
            self.place -= 1
            return
        self.interview.back()

    def _explain(self, item: Item) -> None:
        for name, text in (("", item.help), (_("Waarom"), item.why), (_("Leg vast"), item.record)):
            if text:
                self.lines.say(f"{name}: {tr(text)}" if name else tr(text))
        for option in item.options:
            if option.help:
                self.lines.say(f"{tr(option.text)}: {tr(option.help)}")
        self.lines.say(_("Bron: {source}").format(source=source_text(self.flow, item.sources)))

    def _numbers(self) -> None:
        for one in self.flow.contacts:
            self.lines.say(f"{tr(one.name)} {one.number}. {tr(one.text)}")

    def _overview(self) -> None:
        shown: list[Item] = []
        for step, items in self.interview.review():
            self.lines.say(tr(step.title))
            for item in items:
                shown.append(item)
                asleep = "" if self.interview.counts(item.id) else " " + _("(telt nu niet mee)")
                answer = answer_text(item, self.interview.value(item.id))
                self.lines.say(f"{len(shown)}. {tr(item.text)} {answer}{asleep}")
        while answer := self.lines.ask(_("Nummer om ernaartoe te gaan, of leeg om verder te gaan")):
            number = number_in(answer, len(shown))
            if number:
                self._go(shown[number - 1].id)
                return
            self.lines.say_range(len(shown))

    def _go(self, name: str) -> None:
        page = self.interview.go(name)
        self.place = next((place for place, item in enumerate(page.items) if item.id == name), 0)

    def _end(self) -> None:
        """After the last page: the outcome, then what to do."""
        self.lines.say("")
        position = self.interview.position()
        for line in position_lines(self.flow, position, kind_for(self.flow, position)):
            self.lines.say(line)
        answer = self.lines.line(_("w om te schrijven, o voor het overzicht, b voor terug, q om te stoppen"))
        if answer == "w":
            self._write()
        elif answer == "o":
            self._overview()
        elif answer == "b":
            self.place = max(0, len(self.interview.page().items) - 1)
        elif answer == "!":
            self._numbers()
        elif answer == "q":
            self._leave()

    def _write(self) -> None:
        from meldcode.request import build, content, preview, write

        position = self.interview.position()
        self.lines.say("1. " + _("Adviesvraag, zonder namen"))
        self.lines.say("2. " + _("Melding, met namen"))
        self.lines.say(_("Nu: {outcome}").format(outcome=tr(outcome_of(self.flow, position).title)))
        kind: RequestKind = "advice" if self.lines.number(_("Nummer"), 2) == 1 else "report"
        today = self.interview.today
        request = build(self.flow, position, kind, today, language())
        self.lines.say(preview(request))
        aloud = list(read_aloud(self.flow, position, (name for name, _text in request.left_out)))
        if aloud:
            self.lines.say(_("Dit komt er niet in. Lees het zelf voor aan de telefoon, zonder namen:"))
            for line in aloud:
                self.lines.say(line)
        needed = self.interview.missing(kind)
        if needed:
            count = ngettext("{count} antwoord ontbreekt:", "{count} antwoorden ontbreken:", len(needed))
            self.lines.say(count.format(count=len(needed)))
            for name in needed:
                self.lines.say(f"- {tr(self.flow.items[name].text)}")
            self.lines.say(_("Wat ontbreekt, komt erin als «nog niet bekend»."))
        folder = self.lines.ask(_("Map voor de {kind} (leeg: niet schrijven)").format(kind=kind_name(kind)))
        if not folder:
            return
        try:
            place = folder_from(folder)
            if (place / "request.json").exists() and not self._yes(_("In deze map staat al een aanvraag. Vervangen?")):
                return
            paths = write(request, place)
        except MeldcodeError as error:
            self.lines.say(f"{error.message}. {error.hint}")
            return
        self.interview.written(kind, content(request))
        for path in paths:
            self.lines.say(_("geschreven: {path}").format(path=path))
        self.lines.say(_("Bel nu {number}. Het programma verstuurt niets.").format(number=helpline(self.flow)))

    def _leave(self) -> None:
        if not self.interview.unsaved() or self._yes(_("Uw antwoorden zijn na het stoppen weg. Stoppen?")):
            raise Left

    def _yes(self, question: str) -> bool:
        self.lines.say(question + " " + _("1. Ja 2. Nee"))
        return self.lines.number(_("Nummer"), 2) == 1
