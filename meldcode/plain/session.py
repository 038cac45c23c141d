"""One dossier in lines: only ever adds text, moves no cursor, needs no colour, and reads whole lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from meldcode.dossier.dossier import Dossier
from meldcode.errors import MeldcodeError
from meldcode.flow.heads import Head, all_heads, heads, refusal
from meldcode.flow.model import Flow, Item
from meldcode.i18n import _, tr
from meldcode.interview import Clock, Interview
from meldcode.plain.entries import CLEAR, ask_entries
from meldcode.plain.lines import (
    Away,
    Back,
    Command,
    Hidden,
    Left,
    Lines,
    ToList,
    choose_option,
    number_in,
    say_options,
)
from meldcode.words import (
    answer_text,
    contact,
    kind_for,
    outcome_of,
    position_lines,
    source_text,
    step_lines,
)


def choose_flow(lines: Lines, first: bool = True, folder: Path | None = None) -> str | Path:
    """Ask for the profession; gives what to load its flow by. Raises `Back` unless this is the first thing asked.

    `folder` is the data folder, with the flows of an organisation.
    """
    known: list[Head] = [head for head in heads() if head.profession != "base"] if folder is None else all_heads(folder)
    if first:
        lines.say(_("Meldcode: een zorg over een kind of volwassene thuis."))
        lines.say_numbers()
    lines.say(_("Waar werkt u?"))
    for place, head in enumerate(known, 1):
        lines.say(f"{place}. {tr(head.title)}" + (f" ({head.mark})" if head.own else ""))
    while True:
        try:
            head = known[lines.number(_("Kies een nummer"), len(known)) - 1]
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
    thinks better of it.
    """

    def __init__(
        self,
        flow: Flow,
        lines: Lines,
        clock: Clock = datetime.now,
        interview: Interview | None = None,
        keep: Callable[[Interview], Interview] | None = None,
    ) -> None:
        self.flow = flow
        self.lines = lines
        self.interview = interview or Interview(flow, clock=clock)
        self.step = ""
        self.alerts: tuple[str, ...] = ()
        self.outcome = ""
        self.place = self._place_on_page()
        self._make_kept = keep
        lines.numbers, lines.leave, lines.keep, lines.hide = self._numbers, self._leave, self._keep, self._hide

    def run(self) -> None:
        """Ask until the person stops. Raises `Left`, `Hidden` or `ToList`: stopped, hidden, or to the dossiers."""
        self.lines.say(tr(self.flow.title))
        self.lines.say_numbers()
        self._say_kept()
        self.lines.say(_("Typ ? voor uitleg, b voor terug, o voor overzicht, ! voor bellen, w om te schrijven, q om"
                         " te stoppen. Een lege regel gaat verder, - haalt een antwoord weg."))  # fmt: skip
        if self.interview.position().answers:  # taken up again: a danger that was told last week is told again
            self._tell()
        while True:
            try:
                self._turn()
            except Back:
                self.lines.say(_("Terug naar de vraag."))
            except KeyboardInterrupt:
                self._leave()

    def _say_kept(self) -> None:
        """Whether this is kept, and the two letters that depend on it."""
        store = self.interview.store
        if isinstance(store, Dossier) and store.read_only:
            self.lines.say(_("U kunt hier lezen, niets veranderen. Typ s voor uw dossiers, x om alles te verbergen."))
        elif self.interview.practice:
            self.lines.say(_("OEFENING: de zaak is verzonnen en wordt niet bewaard. Typ x om alles te verbergen."))
        elif self.interview.stored:
            self.lines.say(_("Elk antwoord wordt meteen bewaard. Typ s voor uw dossiers, x om alles te verbergen."))
        else:
            self.lines.say(_("Dit is een proef: er wordt niets bewaard. Typ s om te bewaren, x om alles te verbergen."))

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
            for line in step_lines(self.flow, page.step):
                self.lines.say(line)
        if self.place < len(page.items):
            self._ask(page.items[self.place])
        elif page.last:
            self._end()
        else:
            self.place = 0
            self.interview.next()

    def _ask(self, item: Item) -> None:
        self.interview.store.go(item.id)
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
            try:
                raw: object = ask_entries(self.lines, item, value, self.interview.today)
            except Away as away:
                if away.kept is not None:
                    self.interview.answer(item.id, away.kept)
                raise
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
            **self._anywhere(),
        }
        actions[raw.name]()

    def _anywhere(self) -> dict[str, Callable[[], None]]:
        """The commands that mean the same at a question and at the end."""
        return {
            "o": self._overview,
            "!": self._numbers,
            "w": self._write,
            "s": self._keep,
            "x": self._hide,
            "q": self._leave,
        }

    def _answer(self, item: Item, raw: object) -> None:
        effect = self.interview.effect(item.id, raw)
        if effect.asleep:
            self.lines.say(_("Dan tellen deze antwoorden niet meer mee. Ze blijven bewaard:"))
            for name in effect.asleep:
                self.lines.say(f"- {tr(self.flow.items[name].text)}")
            if not self.lines.yes(_("Veranderen?")):
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
        answer = self.lines.command(_("w om te schrijven, o voor het overzicht, b voor terug, q om te stoppen"))
        actions = self._anywhere() | {"b": self._back_from_end}
        if isinstance(answer, Command) and answer.name in actions:
            actions[answer.name]()

    def _back_from_end(self) -> None:
        self.place = max(0, len(self.interview.page().items) - 1)

    def _write(self) -> None:
        from meldcode.plain.writing import ask_request  # loads what makes and reads files: only when asked for

        try:
            target = ask_request(self.lines, self.interview)
        except MeldcodeError as error:  # a decision that could not be kept
            self.lines.say_error(error)
            return
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
            self._say_kept()
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
