"""Small windows over a screen: something to fill in, something to choose; and a bar of keys for one screen.

What is filled in stays when the work behind it fails: the error stands under it, and the person can try again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.crash import code_of
from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.tui.actions import bindings
from meldcode.tui.controls import KEYS, Edited, Line
from meldcode.tui.scroll import PageList
from meldcode.tui.text import UNNAMED, T, joined, sentences, styled

Result = TypeVar("Result")

SMALL = 80
"""Columns; with fewer the keys take two lines."""
_CARD = """
    .card { width: 90%; max-width: 80; height: auto; max-height: 95%; border: round $primary;
            background: $surface; padding: 0 1; }
    .card VerticalScroll { height: auto; max-height: 58vh; }
    .card #said { min-height: 1; max-height: 3; }
    .card Line { background: $panel; }
    .card Line:focus { background: $primary 30%; }
"""


@dataclass(frozen=True, slots=True)
class Blank:
    """One line to fill in. What is typed in a `secret` one does not show."""

    id: str
    label: str
    value: str = ""
    secret: bool = False


class Ask(ModalScreen[Result | None], Generic[Result]):
    """Lines to fill in, and the work that is done with them. Gives what the work gave, or None: nothing changed.

    `do` gets the texts by id and may raise `MeldcodeError`. `slow` work runs in a thread, with a word to wait.
    `close` is on the button that does nothing, when that is no calling off.
    """

    DEFAULT_CSS = f"Ask {{ {_CARD} }}"
    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "Line"

    def __init__(
        self,
        title: str,
        text: str,
        blanks: Sequence[Blank],
        ok: str,
        do: Callable[[Mapping[str, str]], Result],
        slow: bool = False,
        close: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.words = text
        self.blanks = blanks
        self.ok = ok
        self.do = do
        self.slow = slow
        self.close_words = close
        self.busy = False
        self._done: list[Result] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(styled(self.heading, "bold"), classes="heading")
            with VerticalScroll(can_focus=False):
                if self.words:
                    yield Static(T(self.words), classes="words")
                for blank in self.blanks:
                    yield Static(styled(blank.label, "bold"), classes="label")
                    line = Line(blank.value, "", id=blank.id)
                    line.password, line.compact = blank.secret, True
                    yield line
            yield Static("", id="said", classes="error")
            with Horizontal(classes="buttons"):
                yield Button(T(self.ok), id="ok", variant="primary", compact=True)
                yield Button(
                    T(_("{answer} (Esc)").format(answer=self.close_words or _("Annuleren"))), id="close", compact=True
                )

    def on_mount(self) -> None:
        if not self.blanks:
            self.query_one("#ok", Button).focus()

    @on(Edited)
    def entered(self, event: Edited) -> None:
        """Enter goes to the next line, and from the last one to the work."""
        event.stop()
        lines = list(self.query(Line))
        if event.finished and event.edited is lines[-1]:
            self.start()
        elif event.finished:
            self.focus_next()

    @on(Button.Pressed, "#ok")
    def start(self) -> None:
        """Do the work, once."""
        if self.busy:
            return
        values = {line.id or "": line.value if line.password else str(line.raw) for line in self.query(Line)}
        self._say("")
        if self.slow:
            self.busy = True
            self.query_one("#said", Static).update(T(_("Even geduld…")))
            self._in_thread(values)
            return
        try:
            result = self.do(values)
        except MeldcodeError as error:
            self._say(_sentence(error))
        else:
            self._finish(result)

    @work(thread=True, exit_on_error=False, description=UNNAMED)
    def _in_thread(self, values: Mapping[str, str]) -> None:
        try:
            result = self.do(values)
        except MeldcodeError as error:
            self.app.call_from_thread(self._say, _sentence(error))
        except Exception as error:  # whatever it is, the person must hear that it failed, without a case in it
            text = _("Dit is niet gelukt. Geef deze code door: {code}").format(code=code_of(error))
            self.app.call_from_thread(self._say, text)
        else:
            self.app.call_from_thread(self._finish, result)

    def _say(self, text: str) -> None:
        self.busy = False
        self.query_one("#said", Static).update(T(text))

    def _finish(self, result: Result) -> None:
        """Close with this result; under another window (the numbers to call) only once that is gone."""
        self._done = [result]
        if self.is_active:
            self.dismiss(result)

    def on_screen_resume(self) -> None:
        if self._done:
            self.dismiss(self._done[0])

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Nothing changes. Work that has begun is waited for."""
        if not self.busy:
            self.dismiss(None)


class Pick(ModalScreen[str | None]):
    """A list to choose one thing from: (id, words) each. Gives its id, or None with Escape."""

    DEFAULT_CSS = f"Pick {{ {_CARD} }}"
    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "PageList"

    def __init__(self, title: str, text: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.words = text
        self.rows = rows

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(styled(self.heading, "bold"), classes="heading")
            with VerticalScroll(can_focus=False):
                if self.words:
                    yield Static(T(self.words + "\n"), classes="words")
                rows = [
                    Row(joined(styled(f" {key} ", "$text-muted"), words), id=name)
                    for key, (name, words) in zip(KEYS, self.rows, strict=False)
                ]
                yield PageList(*rows, markup=False)
            yield Static("")
            yield Button(_("Terug (Esc)"), id="close", compact=True)

    def on_mount(self) -> None:
        self.query_one(PageList).highlighted = 0

    def on_key(self, event: events.Key) -> None:
        place = KEYS.find(event.character.lower()) if event.character and len(event.character) == 1 else -1
        if 0 <= place < len(self.rows):
            event.stop()
            self.dismiss(self.rows[place][0])

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Give what was chosen."""
        event.stop()
        self.dismiss(event.option_id)

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Nothing chosen."""
        self.dismiss(None)


class _Key(Static):
    """One key with a short name; a click does what the key does."""

    def __init__(self, key: str, label: str, action: str) -> None:
        super().__init__(joined(styled(key, "bold $accent"), " ", label))
        self.action = action

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.app.run_action(self.action, self.screen)


class Keys(Horizontal):
    """The keys of one screen, on its last line: (key, name, action) each."""

    DEFAULT_CSS = """
    Keys { dock: bottom; height: 1; background: $panel; }
    Keys _Key { width: auto; padding: 0 1 0 0; }
    Keys _Key.small { display: none; }
    Keys.small { layout: grid; grid-size: 5 2; height: 2; }
    Keys.small _Key.small { display: block; }
    """

    def __init__(self, *keys: tuple[str, str, str], id: str | None = None) -> None:
        super().__init__(id=id)
        self.keys = keys

    def compose(self) -> ComposeResult:
        for key, label, action in self.keys:
            if action == "app.leave":
                yield _Key("F9", _("Menu"), "app.everything")
            yield _Key(key, label, action)
        hide = _Key("F12", _("Verberg"), "app.hide")  # where there is room, it stands in the title line
        hide.add_class("small")
        yield hide

    def on_resize(self) -> None:
        self.set_class(self.app.size.width < SMALL, "small")
        self.styles.grid_size_columns = -(-len(self.children) // 2)  # on two lines


def here() -> Path:
    """The folder we are in, or the home folder when that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def needed(text: str) -> str:
    """A reason that must be given. Raises `MeldcodeError` when there is none."""
    if not text.strip():
        raise MeldcodeError(_("hier is een reden nodig"), _("Schrijf kort waarom, zonder namen."))
    return text.strip()


def _sentence(error: MeldcodeError) -> str:
    return sentences(error.message, error.hint)
