"""The texts of an advice before they leave: which go along, and every marked word decided by the person."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.errors import MeldcodeError
from meldcode.i18n import _, ngettext
from meldcode.interview import Interview
from meldcode.request.review import Review, Text
from meldcode.request.work import review_of
from meldcode.screening import Mark
from meldcode.text import shortened
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import Edited, Line
from meldcode.tui.modals import Confirm
from meldcode.tui.scroll import BETWEEN, PAGING, Paged, Pointed
from meldcode.tui.text import UNNAMED, T, joined, sentences, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.words import list_note

AROUND = 110
"""Characters of a text that are shown before and after a marked word."""


def marked(text: Text, mark: Mark) -> Content:
    """The words around a mark, with the mark itself in sight."""
    before, after = text.original[: mark.start], text.original[mark.end :]
    start = before if len(before) <= AROUND else "…" + before[-AROUND:]
    rest = after if len(after) <= AROUND else after[:AROUND] + "…"
    return joined(start, styled(f" {mark.text} ", "bold reverse"), rest)


class ReviewScreen(Paged[None]):
    """Texts on top, words below; F8 goes to the next word that has to be decided, and back when there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("next", "close"), *PAGING]
    AUTO_FOCUS = ""  # where something is to be decided

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(styled(_("Teksten nakijken"), "bold $accent"), classes="label")
            intro = _(
                "Namen en nummers die u bij de personen invulde zijn al vervangen. Telefoonnummers, adressen en datums "
                "ook. Bij elk ander woord dat een naam kan zijn, kiest u zelf. Dit programma ziet niet alles: lees na."
            )
            yield Static(T(f"{intro} {list_note()}".strip()), classes="words")
            yield Static(id="words-label", classes="label")
            yield Pointed(id="words", markup=False)
            yield Static(
                styled(_("Welke teksten gaan mee? Kies er een om dat te veranderen."), "bold $accent"), classes="label"
            )
            yield Pointed(id="texts", markup=False)
            yield Static(styled(_("Zo komen ze in de adviesvraag"), "bold $accent"), classes="label")
            yield Static(id="result")
            with Horizontal(classes="buttons"):
                yield Button(_("Terug"), id="close", compact=True)
                yield Button(_("Vervang de rest"), id="all", compact=True)
                yield Button(_("Neem geen tekst mee"), id="none", compact=True)
        yield KeyBar("next", "call", "close", "leave")

    def on_mount(self) -> None:
        self._show()
        found = self.query_one("#words" if review_of(self.interview).open else "#texts", OptionList)
        found.focus(scroll_visible=False)

    def on_resize(self) -> None:
        title = title_line(self.interview.flow, self.size.width, kept_words(self.interview))
        self.query_one("#title", Static).update(title)

    def retell(self) -> None:
        """Everything in another language."""
        self._show()

    def _show(self) -> None:
        found = review_of(self.interview)
        left = len(found.open)
        self.query_one("#words-label", Static).update(styled(_to_decide(left), "bold $accent"))
        self._fill("#words", [Row(self._word_row(found, mark), id=mark.text) for mark in _words(found)])
        rows = [Row(self._text_row(text), id=text.place.subject) for text in found.texts]
        self._fill("#texts", rows or [Row(T(_("Er zijn nog geen teksten.")), disabled=True)])
        parts = [joined(styled(text.label, "$text-muted"), f"\n{text.result}") for text in found.texts if text.taken]
        self.query_one("#result", Static).update(T("\n\n").join(parts) if parts else T(_("Er gaat geen tekst mee.")))

    def _fill(self, name: str, rows: list[Row]) -> None:
        """New rows, with the cursor where it was."""
        options = self.query_one(name, OptionList)
        at = options.highlighted or 0
        options.set_options(rows)
        options.display = bool(rows)
        options.highlighted = min(at, len(rows) - 1) if rows else None

    def _word_row(self, found: Review, mark: Mark) -> Content:
        choice, words = self.interview.decided().get(("word", mark.text), ("", ""))
        by_itself = not choice and mark.certain
        told = {
            "": T(f"→ {mark.proposal}") if by_itself else styled(_("nog kiezen"), "bold"),
            "keep": T(_("mag blijven")),
            "replace": T(f"→ {words or mark.proposal}"),
        }[choice]
        sign = "✓" if choice or by_itself else "?"
        where = shortened(found.places_of(mark.text)[0].label, 40)
        return joined(f" {sign} ", styled(mark.text, "bold"), "  ", told, styled(f"  ({where})", "$text-muted"))

    def _text_row(self, text: Text) -> Content:
        sign = "[x]" if text.taken else "[ ]"
        count = len(text.open) if text.taken else 0
        words = ngettext("{count} woord kiezen", "{count} woorden kiezen", count).format(count=count) if count else ""
        return joined(f" {sign} ", shortened(text.label, 70), styled(f"  {words}", "bold"))

    # choosing

    @on(OptionList.OptionSelected, "#texts")
    def toggle(self, event: OptionList.OptionSelected) -> None:
        """Take a text along, or leave it out."""
        event.stop()
        text = next((one for one in review_of(self.interview).texts if one.place.subject == event.option_id), None)
        if text is not None:
            self._decide("text", text.place.subject, "leave" if text.taken else "take")

    @on(Button.Pressed, "#none")
    def leave_all(self) -> None:
        """No text goes along at all."""
        for text in review_of(self.interview).texts:
            if text.taken:
                self._decide("text", text.place.subject, "leave")

    @on(Button.Pressed, "#all")
    def replace_all(self) -> None:
        """Every word that is left is replaced: the careful choice, made at once."""
        for _text, mark in review_of(self.interview).open:
            self._decide("word", mark.text, "replace")

    @on(OptionList.OptionSelected, "#words")
    def open_word(self, event: OptionList.OptionSelected) -> None:
        """Decide about this word."""
        event.stop()
        self._ask(event.option_id or "")

    def action_next(self) -> None:
        """The next word to decide; back to the request when there is none."""
        left = review_of(self.interview).open
        if left:
            self._ask(left[0][1].text)
        else:
            self.dismiss(None)

    @work(exclusive=True, description=UNNAMED)
    async def _ask(self, word: str) -> None:
        """Ask about this word, and then about each that is left, until the person closes the window."""
        while word:
            found = review_of(self.interview)
            if _first(found, word) is None:
                return
            was_open = ("word", word) not in self.interview.decided()
            chosen = await self.app.push_screen_wait(WordQuestion(self.interview, word))
            if chosen is None:
                return
            about, subject, choice, words = chosen
            if not self._decide(about, subject, choice, words):
                return
            left = review_of(self.interview).open
            word = left[0][1].text if left and was_open else ""

    def _decide(self, about: str, subject: str, choice: str, words: str = "") -> bool:
        try:
            self.interview.decide(about, subject, choice, words)
        except MeldcodeError as error:
            self.app.push_screen(
                Confirm(_("Niet bewaard"), sentences(error.message, error.hint), [("ok", _("Verder"))])
            )
            return False
        self._show()
        return True

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Back to the request."""
        self.dismiss(None)


Choice = tuple[str, str, str, str]
"""What `Interview.decide` takes: about, subject, choice, words."""


class WordQuestion(ModalScreen[Choice | None]):
    """One marked word in its text; gives what was decided, or None for later."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close"), *BETWEEN]
    AUTO_FOCUS = "#replace"

    def __init__(self, interview: Interview, word: str) -> None:
        super().__init__()
        self.interview = interview
        self.word = word
        self._look()

    def _look(self) -> None:
        """Where the word stands, and what is proposed for it in the language of now."""
        found = review_of(self.interview)
        first = _first(found, self.word)
        if first is None:
            raise ValueError("a word that no text has")
        self.text, self.mark = first
        self.places, self.left = len(found.places_of(self.word)), len(found.open)

    def compose(self) -> ComposeResult:
        self._look()
        with Vertical(classes="box"):
            heading = _("Kan iemand hieraan zien om wie het gaat?")
            yield Static(
                joined(styled(heading, "bold"), "  ", styled(_to_decide(self.left), "$text-muted")), classes="heading"
            )
            with VerticalScroll(can_focus=False):
                yield Static(styled(self.text.label, "$text-muted"), classes="words")
                yield Static(marked(self.text, self.mark), classes="words")
                if self.places > 1:
                    also = _("Dit woord staat in {count} teksten. Uw keuze geldt voor alle.").format(count=self.places)
                    yield Static(styled(also, "$text-muted"), classes="label")
                yield Static(T(_("Eigen woorden in plaats daarvan (mag leeg):")), classes="label")
                yield Line("", self.mark.proposal, id="own")
            with Horizontal(classes="buttons many"):
                yield Button(
                    joined("1 ", _("Vervang door «{words}»").format(words=self.mark.proposal)),
                    id="replace",
                    compact=True,
                )
                yield Button(joined("2 ", _("Mag blijven staan")), id="keep", compact=True)
                yield Button(joined("3 ", _("Laat deze hele tekst weg")), id="leave", compact=True)
                yield Button(joined("4 ", _("Later (Esc)")), id="later", compact=True)

    def on_key(self, event: events.Key) -> None:
        name = {"1": "replace", "2": "keep", "3": "leave", "4": "later"}.get(event.character or "")
        if name and not isinstance(self.focused, Line):
            event.stop()
            self._choose(name)

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """The button says what would stand there."""
        event.stop()
        self.retell()

    def retell(self) -> None:
        """What would stand there, in the language of now."""
        words = self.query_one("#own", Line).value.strip() or self.mark.proposal
        self.query_one("#replace", Button).label = joined("1 ", _("Vervang door «{words}»").format(words=words))

    @on(Edited)
    def typed(self, event: Edited) -> None:
        """Enter in the line: replaced by these words."""
        event.stop()
        if event.finished:
            self._choose("replace")

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """A choice by button."""
        event.stop()
        self._choose(event.button.id or "later")

    def _choose(self, name: str) -> None:
        words = self.query_one("#own", Line).value.strip()
        given: dict[str, Choice] = {
            "replace": ("word", self.mark.text, "replace", words),
            "keep": ("word", self.mark.text, "keep", ""),
            "leave": ("text", self.text.place.subject, "leave", ""),
        }
        self.dismiss(given.get(name))

    def action_close(self) -> None:
        """Decide later."""
        self.dismiss(None)


def _first(found: Review, word: str) -> tuple[Text, Mark] | None:
    """The first text with this word, and its mark there."""
    return next(((text, mark) for text in found.places_of(word) for mark in text.marks if mark.text == word), None)


def _words(found: Review) -> list[Mark]:
    """Every word of the taken texts that the person may decide about, once, open ones first.

    What was replaced by itself may be decided otherwise; not what the dossier knows as somebody's.
    """
    taken = [text for text in found.texts if text.taken]
    marks = {mark.text: mark for text in taken for mark in text.marks if mark.text not in text.fixed}
    still_open = {mark.text for _text, mark in found.open}
    return sorted(marks.values(), key=lambda mark: mark.text not in still_open)


def _to_decide(count: int) -> str:
    if not count:
        return _("Alle woorden zijn gekozen.")
    return ngettext("Nog {count} woord te kiezen", "Nog {count} woorden te kiezen", count).format(count=count)
