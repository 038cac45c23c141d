"""The line mode as a whole: the store opened or a try in memory, the list, one dossier, and hiding them all."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from meldcode.desk.prepared import Prepared, fill, prepare
from meldcode.desk.work import keep, resume
from meldcode.dossier.home import Home, find_home
from meldcode.dossier.opening import finish_swap
from meldcode.dossier.vault import Vault
from meldcode.errors import MeldcodeError
from meldcode.flow.loader import spoken
from meldcode.i18n import _, codes, language, use
from meldcode.interview import Clock, Interview
from meldcode.plain.actions import code_of, remember
from meldcode.plain.dossiers import Dossiers
from meldcode.plain.lines import Away, Back, Hidden, Left, Lines, Respoken, ToList
from meldcode.plain.newer import ask_newer
from meldcode.plain.session import Session
from meldcode.plain.speaking import other_language
from meldcode.plain.trusting import choose_trusted, trusted
from meldcode.plain.unlock import ask_label, open_store, say_trouble, set_up, terminal_lines
from meldcode.preferences import Preferences

HIDDEN = "MELDCODE_HIDDEN"
"""Tells a program that took this one's place that it begins hidden, and in which dossier; `-` for none."""
SPOKEN = "MELDCODE_SPOKEN"
"""The language that was spoken then: it may have been changed since the program was called."""


def open_session(flow: str | None = None, answers: Path | None = None) -> None:
    """The line mode in this program's terminal, with this flow for what is new. Raises `MeldcodeError`.

    With answers for the flow it begins with a try in memory.
    """
    if flow is not None and answers is not None:
        open_try(flow, answers)
    else:
        _run(find_home(), flow or "", None)


def open_try(flow: str, answers: Path | None) -> None:
    """A try in memory with this flow and the answers of a file. Raises `MeldcodeError`."""
    home = find_home()
    anew = HIDDEN in os.environ  # what was hidden stays gone
    _run(home, flow, None if anew else prepare(flow, answers, home.folder.parent))


def _run(home: Home, flow: str, prepared: Prepared | None) -> None:
    spoken_then = os.environ.pop(SPOKEN, "")
    if spoken_then in codes():
        use(spoken_then)
    Front(terminal_lines(), home, datetime.now, flow, _anew, prepared).run(os.environ.pop(HIDDEN, ""))


def _anew(code: str) -> None:
    """Start this program again in its own place: what it knew is gone from memory for certain."""
    if os.name == "posix":  # elsewhere the shell would take it for the end
        sys.stdout.flush()
        os.environ[HIDDEN], os.environ[SPOKEN] = code or "-", language()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  # as it was called


class Front:
    """`home` is where the store is or would be; `flow` the flow for what is new, empty to ask.

    `anew` is called with the dossier that was open once everything is hidden; it may start the program again.
    `prepared` is a try in memory to begin with, before any store is opened.
    """

    def __init__(
        self,
        lines: Lines,
        home: Home,
        clock: Clock,
        flow: str = "",
        anew: Callable[[str], None] = lambda _code: None,
        prepared: Prepared | None = None,
    ) -> None:
        self.lines = lines
        self.preferences = Preferences(home.folder.parent)
        lines.speak = lambda: other_language(lines, self.preferences)
        self.home = home
        self.clock = clock
        self.flow = flow
        self.anew = anew
        self.prepared = prepared
        self.vault: Vault | None = None
        self.trying = False
        """Whether what is typed now stays in memory."""
        self.code = ""
        """The dossier that is being worked on; empty in the list."""

    def run(self, hidden: str = "") -> None:
        """Until the person stops, or there are no more lines. `hidden`: begin hidden, and go to this dossier."""
        try:
            finish_swap(self.home)  # a restore that was cut off
            if hidden:
                self.code = hidden.strip("-")
                self._open_hidden()
            elif self.home.exists() and self.prepared is None:
                self._open_at_start()
            while True:
                self._round()
        except (Left, KeyboardInterrupt):
            self._say_goodbye()
        finally:
            self._close()

    def _open_at_start(self) -> None:
        try:
            self.vault = open_store(self.lines, self.home, self.clock)
        except MeldcodeError as error:  # no terminal to type at: a try is still of use
            self.lines.say_error(error)
        if self.vault is not None:
            say_trouble(self.lines, self.vault)

    def _say_goodbye(self) -> None:
        """What is kept and what is gone."""
        if self.trying:
            self.lines.say(_("Gestopt. Er is niets bewaard dat u niet hebt weggeschreven."))
        elif self.vault is None:
            self.lines.say(_("Gestopt."))
        else:
            self.lines.say(_("Gestopt. Uw antwoorden zijn bewaard."))
            self.lines.say(_("Wat u typte staat nog in dit venster. Met x was het gewist."))

    def _round(self) -> None:
        """One stay in a dossier, a try or the list."""
        hidden = False
        self.lines.reset()
        try:
            if self.vault is None:
                self._try()
            elif self.code:
                self._work(self.vault)
            else:
                self.code = Dossiers(self.lines, self.vault, self.flow).choose()
        except ToList:
            self.code = ""
            if self.vault is not None:
                remember(self.vault, "")
        except Respoken:
            pass  # the round begins again, in the other language
        except Hidden:
            hidden = True  # and only then: an error that is being handled holds on to everything that it passed
        if hidden:
            self._hide()

    def _hide(self) -> None:
        self._close()
        self.lines.reset()
        gc.collect()  # the session and its commands hold each other
        self.lines.clear()
        self.anew(self.code)
        self._open_hidden()

    def _open_hidden(self) -> None:
        self.vault = open_store(self.lines, self.home, self.clock, locked=True)
        if self.vault is not None:
            say_trouble(self.lines, self.vault)

    def _close(self) -> None:
        if self.vault is not None:
            self.vault.close()
            self.vault = None

    # a try in memory

    def _try(self) -> None:
        self.trying = True
        self.lines.keep, self.lines.hide = self._to_dossiers, self._blank
        if self.prepared is None:
            flow = choose_trusted(self.lines, self.home, self.clock, self.flow)
            Session(flow, self.lines, self.clock, keep=self._keep, others=not self.flow).run()
            return
        prepared, self.prepared = self.prepared, None  # from then on there may be a store
        if not trusted(self.lines, prepared.flow, self.home.folder.parent, self.clock):
            raise Left
        flow, keep = spoken(prepared.flow), None if prepared.practice else self._keep
        Session(flow, self.lines, self.clock, fill(prepared, self.clock), keep).run()

    def _blank(self) -> None:
        self.lines.clear()
        self.lines.line("0800-2000 · 112 · Enter")

    def _to_dossiers(self) -> None:
        """Before there is anything to keep: only make or open the store."""
        self.lines.keep = None
        try:
            with self.lines.one_language():
                self._need_vault()
        except MeldcodeError as error:
            self.lines.say_error(error)
        except Back:
            self.lines.say(_("Er is niets bewaard."))
        else:
            self.trying = False
            raise ToList
        finally:
            self.lines.keep = self._to_dossiers

    def _keep(self, interview: Interview) -> Interview:
        """The try as a dossier. Raises `Back` or `MeldcodeError`, and then the store is closed again."""
        with self.lines.one_language():
            vault = self._need_vault()
        try:
            with self.lines.one_language():
                kept = keep(vault, interview, ask_label(self.lines))
        except (Back, Away, MeldcodeError):
            self._close()
            raise
        self.code, self.trying = code_of(kept), False
        remember(vault, self.code)
        return kept

    def _need_vault(self) -> Vault:
        if self.home.exists():
            self.vault = open_store(self.lines, self.home, self.clock)
            if self.vault is None:
                raise Back
            say_trouble(self.lines, self.vault)
        else:
            self.vault = set_up(self.lines, self.home, self.clock)
        return self.vault

    # a dossier

    def _work(self, vault: Vault) -> None:
        code = self.code
        self.lines.hide = _hidden
        try:
            interview = ask_newer(self.lines, resume(vault, code))
        except MeldcodeError as error:
            self.lines.say_error(error)
            self.code = ""
            return
        except Back:
            self.code = ""
            return
        remember(vault, code)
        entry = vault.entry(code)
        self.lines.say("")
        self.lines.say(_("Dossier {code}: {label}").format(code=entry.code, label=entry.label))
        if entry.state == "closed":
            self.lines.say(_("Dit dossier is gesloten: u kunt lezen. Heropen het in de lijst met m om te wijzigen."))
        Session(interview.flow, self.lines, self.clock, interview).run()


def _hidden() -> None:
    raise Hidden
