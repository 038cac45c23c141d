"""Making the store: what is kept where, a passphrase, and a recovery code that is on paper before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from meldcode.crash import code_of
from meldcode.dossier.codes import new_passphrase, new_recovery_code, normal, passphrase_problem, read_recovery_code
from meldcode.dossier.home import synced_by
from meldcode.dossier.trouble import StoreError
from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.text import one_line
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import Edited, Line
from meldcode.tui.copied import copied_by, may_be_copied
from meldcode.tui.text import UNNAMED, T, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.tui.unlock import said

if TYPE_CHECKING:
    from meldcode.dossier.vault import Vault
    from meldcode.tui.app import MeldcodeApp

PARTS = ("choose", "write", "type")
"""Choose a passphrase; write the code down; type it back."""


class SetupScreen(Screen[None]):
    """Three short steps; the last makes the store and gives it to `opened` of the app. Going back makes nothing."""

    DEFAULT_CSS = """
    SetupScreen #page Vertical { height: auto; }
    SetupScreen .part { height: auto; }
    SetupScreen Line { max-width: 70; background: $panel; margin: 0 0 1 0; }
    SetupScreen Line:focus { background: $primary 30%; }
    SetupScreen .plain { width: auto; }
    SetupScreen #suggestion { padding: 0 2; }
    SetupScreen #code { padding: 1 2; }
    SetupScreen #said { margin: 1 0 0 0; }
    SetupScreen .buttons { margin: 1 0 0 0; }
    SetupScreen.-tiny #choose .buttons { layout: vertical; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("back", "next", "close")
    AUTO_FOCUS = "#passphrase"

    def __init__(self) -> None:
        super().__init__()
        self.part = PARTS[0]
        self.busy = False
        self._offer = new_passphrase()
        self._code = ""

    @property
    def _meldcode(self) -> MeldcodeApp:
        return cast("MeldcodeApp", self.app)

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(styled(_("Dossiers bewaren op deze computer"), "bold $accent"), classes="words")
            yield from self._choose()
            yield from self._write()
            yield from self._type()
            yield Static(id="said", classes="error")
            with Horizontal(classes="buttons"):
                yield Button(_("Terug"), id="back", compact=True)
                yield Button("", id="next", variant="primary", compact=True)
        yield KeyBar("call", "back", "next", "hide", "leave")

    def _choose(self) -> ComposeResult:
        with Vertical(id="choose", classes="part"):
            yield Static(T("\n".join(self._what_is_kept())), classes="words")
            yield Static(styled(_("1. Kies een wachtwoordzin. Een voorstel:"), "bold"), classes="label")
            with Horizontal(classes="buttons"):
                yield Static(styled(self._offer, "bold $accent"), id="suggestion", classes="plain")
                yield Button(_("Andere"), id="other", compact=True)
            yield Static(T(_("Schrijf het voorstel op en typ het over. Of bedenk zelf een zin en typ die twee keer.")))
            yield _line("passphrase", _("wachtwoordzin"), secret=True)
            yield _line("again", _("nog een keer, alleen bij een eigen zin"), secret=True)
            who = _("2. Hoe heet u in de geschiedenis? Een functie of naam, mag leeg.")
            yield Static(styled(who, "bold"), classes="label")
            yield _line("who", _("bijvoorbeeld: aandachtsfunctionaris"))
            key = _("3. Openbare sleutel van uw organisatie, mag leeg.")
            yield Static(styled(key, "bold"), classes="label")
            yield Static(T(_("Daarmee kan uw organisatie de dossiers openen als u dat niet meer kunt.")))
            yield _line("organisation", _("begint met age1"))

    def _what_is_kept(self) -> list[str]:
        folder = self._meldcode.home.folder
        lines = [
            _("- Alles wat u typt, komt versleuteld in {folder}.").format(folder=one_line(str(folder))),
            _("- Er gaat niets naar internet. Alleen wie de sleutel heeft, kan het lezen."),
            _("- U opent het met een wachtwoordzin. Bent u die kwijt, dan met een herstelcode op papier."),
            _("- Bent u beide kwijt, dan kan niemand de dossiers nog openen. Ook de maker van dit programma niet."),
        ]
        if service := synced_by(folder):
            lines.append("! " + copied_by(service))
        return lines

    def _write(self) -> ComposeResult:
        with Vertical(id="write", classes="part"):
            text = _("Schrijf deze herstelcode op papier. Leg het papier niet bij deze computer.")
            yield Static(styled(text, "bold"), classes="label")
            yield Static(id="code")
            text = _(
                "Met deze code opent u uw dossiers als u de wachtwoordzin kwijt bent. Een foto of bestand is minder"
                " veilig. Is de opslag gemaakt, dan ziet u de code niet meer."
            )
            yield Static(T(text), classes="words")

    def _type(self) -> ComposeResult:
        with Vertical(id="type", classes="part"):
            text = _("Typ de herstelcode over van uw papier. Streepjes en hoofdletters hoeven niet.")
            yield Static(styled(text, "bold"), classes="label")
            yield _line("typed", _("zeven groepen van vier"))

    def on_mount(self) -> None:
        self._show(PARTS[0])

    def on_resize(self) -> None:
        interview = self._meldcode.interview
        kept = kept_words(interview).split(" · ")[0] if interview else ""
        self.query_one("#title", Static).update(title_line(None, self.size.width, kept))

    def _line(self, name: str) -> Line:
        return self.query_one(f"#{name}", Line)

    def _show(self, part: str) -> None:
        """This step, and nothing of the others: the code is in sight only while it is written down."""
        self.part = part
        for name in PARTS:
            self.query_one(f"#{name}").display = name == part
        code = self.query_one("#code", Static)
        code.update(styled(_grouped(self._code), "bold $accent") if part == "write" else "")
        self.retell()
        self._say("")
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        focus = {"choose": self._line("passphrase"), "write": self.query_one("#next", Button)}
        focus.get(part, self._line("typed")).focus(scroll_visible=part != "choose")

    def retell(self) -> None:
        """The buttons of this part, in the language of now."""
        labels = {"choose": _("Verder"), "write": _("Ik heb de code opgeschreven"), "type": _("Maak de opslag")}
        back = _("Toon de code nog eens") if self.part == "type" else _("Terug")
        for name, label in {"next": labels[self.part], "back": back}.items():
            button = self.query_one(f"#{name}", Button)
            button.label = T(label)
            button.refresh(layout=True)

    def _say(self, text: str, style: str = "$text-error") -> None:
        self.query_one("#said", Static).update(styled(text, style))
        if text:
            self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_end, animate=False)

    @on(Button.Pressed, "#other")
    def other(self) -> None:
        """Another suggestion."""
        self._offer = new_passphrase()
        self.query_one("#suggestion", Static).update(styled(self._offer, "bold $accent"))
        self._line("passphrase").focus()

    @on(Input.Changed)
    def changed(self) -> None:
        """What was wrong may be right by now."""
        if not self.busy:
            self._say("")

    @on(Edited)
    def entered(self, event: Edited) -> None:
        """Enter goes to the next line, and from the last one on."""
        event.stop()
        if not event.finished or self.busy:
            return
        taken = normal(self._line("passphrase").value) == self._offer
        if event.edited.id in {"organisation", "typed"}:
            self.action_next()
        elif event.edited.id == "passphrase" and taken:
            self._line("who").focus()
        else:
            self.focus_next()

    # going

    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """The next step, when this one is right."""
        if not self.busy:
            (self.focused or self).call_later(self.call_later, self._forward)

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """The step before; from the first one back to where the person was."""
        if self.busy:
            return
        place = PARTS.index(self.part)
        if place:
            self._line("typed").value = ""
            self._show(PARTS[place - 1])
        else:
            self._leave()

    def action_close(self) -> None:
        """Back to where the person was; nothing was made."""
        if not self.busy:
            self._leave()

    def _leave(self) -> None:
        self._forget()
        self.dismiss(None)

    def _forget(self) -> None:
        """No secret stays in this screen."""
        self._code = self._offer = ""
        for name in ("passphrase", "again", "typed"):
            self._line(name).value = ""

    def _forward(self) -> None:
        if self.part == "choose":
            self._chosen()
        elif self.part == "write":
            self._show("type")
        else:
            self._typed_back()

    @work(exclusive=True)
    async def _chosen(self) -> None:
        """Whether the passphrase is fit, the key of the organisation is one, and the folder is the person's choice."""
        new, again = (normal(self._line(name).value) for name in ("passphrase", "again"))
        problem, wrong = passphrase_problem(new), "passphrase"
        if new == self._offer:
            problem = ""
        elif not new:
            problem = _("Typ het voorstel over, of een eigen zin.")
        elif not problem and new != again:
            problem = _("Dit is niet het voorstel, en de twee zinnen zijn niet gelijk. Typ een eigen zin twee keer.")
            wrong = "again"
        if not problem and (organisation := str(self._line("organisation").raw).strip()):
            problem, wrong = _key_problem(organisation), "organisation"
        if problem:
            self._say(problem)
            self._line(wrong).focus()
            return
        if not await may_be_copied(self.app, self._meldcode.home.folder):
            return
        self._code = self._code or new_recovery_code()
        self._show("write")

    def _typed_back(self) -> None:
        try:
            typed = read_recovery_code(str(self._line("typed").raw))
        except MeldcodeError as error:
            self._say(said(error))
            return
        if typed != read_recovery_code(self._code):
            self._say(_("Dit is niet de code van daarnet. Kijk op uw papier, of laat de code nog eens zien."))
            return
        self.busy = True
        for button in self.query(Button):
            button.disabled = True
        self._say(_("Even geduld…"), "")
        self._make(normal(self._line("passphrase").value), self._code)

    # making

    @work(thread=True, exit_on_error=False, description=UNNAMED)
    def _make(self, passphrase: str, code: str) -> None:
        from meldcode.dossier.opening import create

        app = self._meldcode
        who = one_line(str(self._line("who").raw))
        organisation = str(self._line("organisation").raw).strip()
        try:
            vault = create(app.home, passphrase, code, clock=app.clock, who=who, organisation=organisation)
        except MeldcodeError as error:
            app.call_from_thread(self._failed, error)
        except Exception as error:  # whatever it is, the person must hear of it, without a secret in it
            text = _("de opslag is niet gemaakt, geef deze code door: {code}").format(code=code_of(error))
            app.call_from_thread(self._failed, StoreError(text))
        else:
            app.call_from_thread(self._made, vault)

    def _failed(self, error: MeldcodeError) -> None:
        self.busy = False
        for button in self.query(Button):
            button.disabled = False
        self._say(said(error))

    def _made(self, vault: Vault) -> None:
        self._forget()
        self._meldcode.opened(vault)


def _line(name: str, placeholder: str, secret: bool = False) -> Line:
    line = Line("", placeholder, id=name)
    line.password, line.compact = secret, True
    return line


def _grouped(code: str) -> str:
    """The code on two lines, with room between the groups."""
    groups = code.split("-")
    return "   ".join(groups[:4]) + "\n\n" + "   ".join(groups[4:])


def _key_problem(text: str) -> str:
    from meldcode.dossier.keys import public_key

    try:
        public_key(text)
    except StoreError as error:
        return said(error)
    return ""
