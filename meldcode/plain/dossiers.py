"""The list of dossiers in lines: open one, begin one, search, what is due, and what else can be done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from meldcode.desk.terms import DueRow, due
from meldcode.desk.work import begin
from meldcode.dossier.entries import Entry
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.flow.heads import heads
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Step
from meldcode.i18n import _, date_text, ngettext, tr
from meldcode.plain import actions, leaving
from meldcode.plain.lines import Back, Hidden, Lines, Respoken, number_in
from meldcode.plain.store import Choices, choose, store_menu
from meldcode.plain.trusting import choose_trusted
from meldcode.plain.unlock import ask_label
from meldcode.search import folded

AT_ONCE = 20
"""So many dossiers are said at a time."""


class Dossiers:
    """`flow` is the flow for new dossiers; empty asks for the profession each time."""

    def __init__(self, lines: Lines, vault: Vault, flow: str = "") -> None:
        self.lines = lines
        self.vault = vault
        self.flow = flow
        self.found: list[Entry] = []
        self.said = 0
        self._steps: dict[str, dict[str, str]] = {}
        self._titles = {head.id: head.title for head in heads()}

    def choose(self) -> str:
        """Say the list and do what is asked; gives the code of the dossier to open. Raises `Left` or `Hidden`."""
        self._ready()
        self.lines.say_numbers()
        self._list_all()
        while True:
            try:
                line = self.lines.line(
                    _("Nummer om te openen, n voor een nieuw dossier, h voor alles wat u kunt typen")
                )
                code = self._do(line)
            except Back:
                code = ""
                self.lines.say(_("Er is niets veranderd."))
            except Respoken:
                code = ""
                self._steps.clear()
                self._list_all()
            except MeldcodeError as error:
                code = ""
                self.lines.say_error(error)
            if code:
                return code
            self._ready()

    def _ready(self) -> None:
        self.lines.reset()
        self.lines.hide = _hide

    def _do(self, line: str) -> str:
        """Do what a line asks; gives the code of a dossier to open, or nothing."""
        number = number_in(line, self.said)
        if number:
            return self.found[number - 1].code
        if line == "":
            return self._resumed()
        word, _space, rest = line.partition(" ")
        if word[0] == "m" and word[1:].isdecimal():  # the space is easily forgotten
            word, rest = "m", word[1:]
        if word in {"n", "t"}:
            return self._begin() if word == "n" else self._terms()
        does: dict[str, Callable[[], None]] = {
            "z": lambda: self._search(rest),
            "m": lambda: self._menu(rest),
            "s": self._store,
            "v": self._more,
            "b": self._list_all,
            "x": _hide,
            "!": self.lines.numbers,
            "?": self._explain,
            "h": self._explain,
            "taal": self._speak,
            _("taal"): self._speak,
            "q": self.lines.leave,
        }
        does.get(word, self._unknown)()
        return ""

    def _speak(self) -> None:
        if self.lines.speak is not None:
            self.lines.speak()

    def _resumed(self) -> str:
        """The dossier that was worked on last, when it is still there."""
        code = self.vault.setting("resume")
        if any(entry.code == code for entry in self.vault.list()):
            return code
        self._unknown()
        return ""

    def _unknown(self) -> None:
        self.lines.say(_("Kies een nummer uit de lijst of een letter. Typ ? voor uitleg."))

    def _explain(self) -> None:
        for text in (
            _("Een nummer opent dat dossier. Leeg: verder met het dossier van de vorige keer."),
            _("n begint een nieuw dossier."),
            _("z en een woord zoekt. b noemt weer de hele lijst. v noemt meer van de lijst."),
            _("t noemt de termijnen, ook voor uw agenda."),
            _("m en een nummer: label, geschiedenis, exporteren, overdragen, sluiten, heropenen of wissen."),
            _("s is de opslag: reservekopie, ontvangen, sleutel, wachtwoordzin, herstelcode."),
            _("taal kiest een andere taal. ! noemt de nummers om te bellen."),
            _("x verbergt alles. q stopt."),
        ):
            self.lines.say(text)

    # the list

    def _list_all(self) -> None:
        """Every dossier, last touched first, closed ones last."""
        entries = sorted(self.vault.list(), key=lambda entry: entry.state == "closed")
        self._list(entries, _("Uw dossiers: {n}").format(n=len(entries)))

    def _list(self, entries: list[Entry], title: str) -> None:
        self.found, self.said = entries, 0
        self.lines.say("")
        self.lines.say(title)
        if not self.vault.list():
            self.lines.say(_("U hebt nog geen dossiers. Typ n om te beginnen."))
        self._more()
        late = sum(row.late for row in self._due())
        if late:
            told = ngettext("{count} termijn is voorbij. Typ t.", "{count} termijnen zijn voorbij. Typ t.", late)
            self.lines.say(told.format(count=late))
        last = self.vault.setting("resume")
        label = next((entry.label for entry in entries if entry.code == last), "")
        if label:
            self.lines.say(_("Leeg: verder met {label}.").format(label=label))

    def _more(self) -> None:
        first: dict[str, DueRow] = {}
        for row in self._due():
            first.setdefault(row.code, row)
        part = self.found[self.said : self.said + AT_ONCE]
        if self.found and not part:
            self.lines.say(_("Dit is de hele lijst."))
        for entry in part:
            self.said += 1
            self.lines.say(f"{self.said}. {self._entry_text(entry, first.get(entry.code))}")
        left = len(self.found) - self.said
        if left:
            self.lines.say(_("En nog {count}. Typ v voor meer, z om te zoeken.").format(count=left))

    def _entry_text(self, entry: Entry, row: DueRow | None) -> str:
        parts = [entry.label, entry.code if entry.code != entry.label else "", self._title(entry)]
        parts.append(_("gesloten") if entry.state == "closed" else self._step(entry))
        if entry.touched:
            day = date_text(datetime.fromisoformat(entry.touched).date())
            parts.append(_("gewijzigd op {day}").format(day=day))
        if row is not None:
            parts.append(due_text(row))
        return ", ".join(part for part in parts if part)

    def _title(self, entry: Entry) -> str:
        return tr(self._titles.get(entry.flow, entry.flow))

    def _step(self, entry: Entry) -> str:
        """Which step it is at, for the flows that ship."""
        if entry.flow not in self._steps:
            steps: tuple[Step, ...] = ()
            if entry.flow in self._titles:  # never a path
                with suppress(MeldcodeError):
                    steps = load_flow(entry.flow).steps
            numbered = enumerate(steps, 1)
            self._steps[entry.flow] = {step.id: f"{number} {tr(step.short or step.title)}" for number, step in numbered}
        name = self._steps[entry.flow].get(entry.step, "")
        return _("stap {step}").format(step=name) if name else ""

    def _due(self) -> list[DueRow]:
        return due(self.vault.list(), self.vault.clock().date())

    # what can be done

    def _begin(self) -> str:
        flow = choose_trusted(self.lines, self.vault.home, self.vault.clock, self.flow, first=False)
        return actions.code_of(begin(self.vault, flow, ask_label(self.lines)))

    def _search(self, text: str) -> None:
        words = folded(text or self.lines.ask(_("Zoek in label, code of beroep"))).split()
        entries = [
            entry
            for entry in self.vault.list()
            if all(word in folded(f"{entry.label} {entry.code} {self._title(entry)}") for word in words)
        ]
        self._list(entries, _("Gevonden: {n}").format(n=len(entries)))

    def _terms(self) -> str:
        """Every date, late or not; gives the code of a dossier to open, or nothing."""
        rows = self._due()
        self.lines.say(_("Termijnen") if rows else _("Er zijn nu geen termijnen."))
        for place, row in enumerate(rows, 1):
            self.lines.say(f"{place}. {due_text(row)}, {row.label}")
            if row.late:
                self.lines.say("   " + (row.what_now or _("Open het dossier en kijk wat u nog kunt doen.")))
        if not rows:
            return ""
        line = self.lines.ask(_("Nummer om dat dossier te openen, a voor een agendabestand, of leeg"))
        number = number_in(line, len(rows))
        if number:
            return rows[number - 1].code
        if line == "a":
            self.lines.say(_("Er staan alleen data en codes in: geen labels, geen namen en niet waar het over gaat."))
            folder = leaving.ask_folder(self.lines, _("Map voor het agendabestand (leeg: niet doen)"))
            if folder is not None:
                leaving.say_written(self.lines, leaving.write_calendar(self.vault, folder))
        elif line:
            self._unknown()
        return ""

    def _menu(self, text: str) -> None:
        if not self.said:
            self._unknown()
            return
        number = number_in(text.strip(), self.said) or self.lines.number(_("Nummer van het dossier"), self.said)
        entry = self.vault.entry(self.found[number - 1].code)
        choose(self.lines, entry.label, self._choices(entry.code, entry.state == "closed"), once=True)
        self._list_all()

    def _choices(self, code: str, closed: bool) -> Choices:
        """What can be done with a dossier; in a store in doubt only what changes nothing."""
        lines, vault = self.lines, self.vault
        reading: Choices = [
            (_("Geschiedenis"), lambda: actions.say_history(lines, vault, code)),
            (_("Exporteren voor uw eigen registratie"), lambda: leaving.ask_export(lines, vault, code)),
            (_("Overdragen aan een collega"), lambda: leaving.ask_hand_over(lines, vault, code)),
        ]
        if vault.read_only:
            return reading
        end: Choices = [
            (_("Dossier sluiten"), lambda: actions.close(lines, vault, code)),
        ]
        if closed:
            end = [
                (_("Langer bewaren"), lambda: actions.retain(lines, vault, code)),
                (_("Heropenen"), lambda: actions.reopen(lines, vault, code)),
            ]
        rename = (_("Ander label"), lambda: actions.rename(lines, vault, code))
        return [rename, *reading, *end, (_("Wissen"), lambda: leaving.ask_erase(lines, vault, code))]

    def _store(self) -> None:
        if store_menu(self.lines, self.vault):
            self._list_all()


def due_text(row: DueRow) -> str:
    """A date with its words, and whether it has passed."""
    day = date_text(date.fromisoformat(row.date))
    return _("Voorbij, {day}: {text}").format(day=day, text=row.text) if row.late else f"{day}: {row.text}"


def _hide() -> None:
    raise Hidden
