"""The door of the store: a passphrase or recovery code, slower after each mistake, and the ways around it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.crash import code_of
from meldcode.dossier import tries
from meldcode.dossier.trouble import DamagedError, NewerError, StoreError, WrongSecretError
from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import Edited, Line
from meldcode.tui.copied import may_be_copied
from meldcode.tui.dialogs import Ask, Blank
from meldcode.tui.modals import Confirm
from meldcode.tui.scroll import PageList
from meldcode.tui.text import UNNAMED, T, sentences, styled
from meldcode.tui.title import neutral_line, title_line

if TYPE_CHECKING:
    from meldcode.dossier.home import Home
    from meldcode.dossier.vault import Vault
    from meldcode.tui.app import MeldcodeApp

_IDENTITY = "AGE-SECRET-KEY-1"


def said(error: MeldcodeError) -> str:
    """An error as sentences: what happened, and what to do."""
    return sentences(error.message, error.hint)


class UnlockScreen(Screen[None]):
    """Asks for the passphrase; a right one leads to `opened` of the app. Neutral when the program is locked."""

    DEFAULT_CSS = """
    UnlockScreen #page { padding: 1 1; }
    UnlockScreen Line { max-width: 60; }
    UnlockScreen #said { margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "#secret"

    def __init__(self, waiting: bool = False) -> None:
        super().__init__()
        self.waiting = waiting
        """Whether a try in memory waits behind this screen to be kept."""
        self.with_code = False
        self.busy = False
        self.until: datetime | None = None
        """When the next try may be made."""

    @property
    def _meldcode(self) -> MeldcodeApp:
        return cast("MeldcodeApp", self.app)

    def compose(self) -> ComposeResult:
        neutral = self._meldcode.locked
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            heading = _("Vergrendeld") if neutral else _("Uw dossiers openen")
            yield Static(styled(heading, "bold $accent"), classes="words")
            yield Static(id="label", classes="label")
            yield Line("", "", id="secret")
            yield Static(id="said", classes="words")
            yield PageList(id="around", markup=False)
        yield KeyBar("call", *(("close",) if self.waiting else ()), "leave")

    def on_mount(self) -> None:
        self._ask_for(code=False)
        waiting = tries.wait(self._meldcode.home.tries, self._meldcode.clock())
        if waiting:
            self._wait(waiting)
        self.set_interval(1, self.tick)
        self.set_timer(0.3, self._warm_up)  # once this screen stands

    @work(thread=True, exit_on_error=False)
    def _warm_up(self) -> None:
        """Bring in what opening needs while the person types."""
        for name in ("meldcode.dossier.opening", "meldcode.tui.interview_screen", "meldcode.tui.home"):
            import_module(name)

    def on_resize(self) -> None:
        width = self.size.width
        line = neutral_line(width) if self._meldcode.locked else title_line(None, width)
        self.query_one("#title", Static).update(line)

    @property
    def _line(self) -> Line:
        return self.query_one("#secret", Line)

    def on_screen_suspend(self) -> None:
        """Behind another screen no half-typed secret waits."""
        self.clear()

    def clear(self) -> None:
        """Forget what was typed so far."""
        for line in self.query("#secret").results(Line):
            line.value = ""

    def _ask_for(self, code: bool) -> None:
        """For the passphrase, or for what opens the store without it; a code from paper is typed in sight."""
        self.with_code = code
        self._line.password = not code
        self.clear()
        self.retell()
        self.query_one("#around", PageList).highlighted = 0
        self._line.focus()

    def retell(self) -> None:
        """What is asked for and the ways around it, in the language of now."""
        code = self.with_code
        label = _("Herstelcode van uw papier, zeven groepen van vier") if code else _("Wachtwoordzin")
        self.query_one("#label", Static).update(styled(label, "bold"))
        around = [
            Row(T(_("Toch de wachtwoordzin")), id="passphrase")
            if code
            else Row(T(_("Wachtwoordzin vergeten: gebruik de herstelcode")), id="code"),
            Row(T(_("Een reservekopie terugzetten")), id="restore"),
        ]
        if not self.waiting:
            around.append(Row(T(_("Alleen proberen, niets bewaren")), id="try"))
        ways = self.query_one("#around", PageList)
        at = ways.highlighted
        ways.set_options(around)
        ways.highlighted = at

    def _say(self, text: str, style: str = "") -> None:
        self.query_one("#said", Static).update(styled(text, style))

    # trying

    @on(Edited)
    def entered(self, event: Edited) -> None:
        """Enter tries what was typed."""
        event.stop()
        if event.finished:
            self.call_later(self._try)

    def _try(self) -> None:
        secret = self._line.value
        if self.busy:
            return
        if self._left():
            self.clear()
            self.tick()
            return
        if not secret.strip():
            self._say(_("Typ eerst de code.") if self.with_code else _("Typ eerst de wachtwoordzin."))
            return
        if self.with_code and (problem := code_problem(secret)):
            self._say(problem, "$text-error")
            return
        self.busy = True
        self.clear()
        self._line.disabled = True
        self._say(_("Even geduld…"))
        self._unlock(secret)

    @work(thread=True, exit_on_error=False, description=UNNAMED)
    def _unlock(self, secret: str) -> None:
        from meldcode.dossier.opening import unlock

        app = self._meldcode
        try:
            vault = unlock(app.home, secret, clock=app.clock)
        except MeldcodeError as error:
            app.call_from_thread(self._refused, error)
        except Exception as error:  # whatever it is, the person must hear of it, without a secret in it
            text = _("Openen is niet gelukt. Geef deze code door: {code}").format(code=code_of(error))
            app.call_from_thread(self._refused, StoreError(text.rstrip(".")))
        else:
            app.call_from_thread(self._opened, vault, opens_without_passphrase(secret))

    def _opened(self, vault: Vault, without_passphrase: bool) -> None:
        self.busy = False
        self._say("")
        self._meldcode.opened(vault, new_passphrase=without_passphrase)

    def _refused(self, error: MeldcodeError) -> None:
        self.busy = False
        self._line.disabled = False
        self._line.focus()
        if isinstance(error, WrongSecretError):
            self._wait(error.wait)
            return
        self._say(said(error), "$text-error")
        if isinstance(error, DamagedError) and not isinstance(error, NewerError):
            around = self.query_one("#around", PageList)
            around.focus()
            around.highlighted = 1  # to put a backup back

    # waiting

    def _wait(self, seconds: int) -> None:
        self.until = self._meldcode.clock() + timedelta(seconds=seconds)
        self.tick()

    def _left(self) -> int:
        """Seconds until the next try. Never longer than the longest wait, whatever was done to the clock."""
        if self.until is None:
            return 0
        left = (self.until - self._meldcode.clock()).total_seconds()
        return min(tries.LONGEST, max(0, math.ceil(left)))

    def tick(self) -> None:
        """Count down."""
        if self.until is None or self.busy:
            return
        left = self._left()
        wrong = _("Dit is niet de goede zin of code.")
        self._say(f"{wrong} {WrongSecretError(left).hint}", "$text-error")
        if not left:
            self.until = None

    # around

    @on(OptionList.OptionSelected, "#around")
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Another way in."""
        event.stop()
        if self.busy:
            return
        if event.option_id == "try":
            self._meldcode.try_only()
        elif event.option_id == "restore":
            self._meldcode.restore()
        else:
            self._say("")
            self._ask_for(code=event.option_id == "code")
            self.tick()

    def action_close(self) -> None:
        """Back to the try; where there is none, an empty field."""
        self.clear()
        if self.waiting and not self.busy:
            self.dismiss(None)


def opens_without_passphrase(secret: str) -> bool:
    """Whether this is a recovery code or the organisation's key, so that the passphrase may be lost."""
    return secret.strip().upper().startswith(_IDENTITY) or not code_problem(secret)


def code_problem(secret: str) -> str:
    """What is wrong with a recovery code as it was typed; empty for a good one and for an organisation's key."""
    from meldcode.dossier.codes import read_recovery_code

    if secret.strip().upper().startswith(_IDENTITY):
        return ""
    try:
        read_recovery_code(secret)
    except MeldcodeError as error:
        return said(error)
    return ""


async def ask_passphrase(app: App[None], vault: Vault) -> None:
    """After the passphrase was lost: a new one. It may wait."""
    from meldcode.dossier.codes import new_passphrase, normal, passphrase_problem

    words = new_passphrase()

    def do(values: Mapping[str, str]) -> bool:
        new, again = normal(values["new"]), normal(values["again"])
        if new != words:
            if problem := passphrase_problem(new):
                raise MeldcodeError(problem.rstrip("."))
            if new != again:
                raise MeldcodeError(_("de twee zinnen zijn niet gelijk"), _("Typ een eigen zin twee keer hetzelfde."))
        vault.change_passphrase(new)
        return True

    text = _(
        "U opende de dossiers zonder wachtwoordzin. Kies een nieuwe. Een voorstel:\n\n{words}\n\nTyp het voorstel over,"
        " of bedenk zelf een zin van ten minste vier woorden en typ die twee keer. Later mag ook: druk dan op Esc."
    ).format(words=words)
    blanks = [
        Blank("new", _("Nieuwe wachtwoordzin"), secret=True),
        Blank("again", _("Nog een keer, bij een eigen zin"), secret=True),
    ]
    await app.push_screen_wait(Ask(_("Nieuwe wachtwoordzin"), text, blanks, _("Verander"), do, slow=True))


async def ask_restore(app: MeldcodeApp, home: Home) -> Vault | None:
    """Put a backup in the store's place. What was there is kept aside, and the person hears where."""

    def do(values: Mapping[str, str]) -> tuple[Vault, Path | None]:
        from meldcode.dossier.sealed import restore

        try:
            source = Path(values["path"].strip().strip("\"'")).expanduser()
        except RuntimeError:  # ~ of somebody who is not there
            source = Path(values["path"])
        return restore(home, source, values["secret"], clock=app.clock)

    text = _("De kopie komt op de plaats van de dossiers van nu. Die blijven bewaard in een map ernaast.")
    if not home.exists():
        text = _("De dossiers in de kopie komen op deze computer.")
    blanks = [
        Blank("path", _("Bestand met de reservekopie")),
        Blank("secret", _("Wachtwoordzin of herstelcode van toen"), secret=True),
    ]
    title = _("Een reservekopie terugzetten")
    if not home.exists() and not await may_be_copied(app, home.folder):
        return None
    found = await app.push_screen_wait(Ask(title, text, blanks, _("Zet terug"), do, slow=True))
    if found is None:
        return None
    vault, old = found
    if old is not None:
        where = _("Wat er stond, is bewaard in:\n{folder}").format(folder=old)
        await app.push_screen_wait(Confirm(_("De reservekopie staat terug"), where, [("on", _("Verder"))]))
    return vault
