"""The request before it leaves: which kind, what is missing, what exactly it says, and where it is written."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option as Row

from meldcode.crash import code_of
from meldcode.errors import MeldcodeError
from meldcode.files import folder_from
from meldcode.flow.model import Option, RequestKind
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview
from meldcode.tui.actions import KeyBar, bindings
from meldcode.tui.controls import Choices, Edited, Line
from meldcode.tui.dialogs import here
from meldcode.tui.making import SEALED, Made, download_name, make
from meldcode.tui.modals import Confirm
from meldcode.tui.scroll import PAGING, Paged, Pointed
from meldcode.tui.text import UNNAMED, T, joined, relabel, sentences, styled
from meldcode.tui.title import kept_words, title_line
from meldcode.words import kind_for, kind_name, only_practice, read_aloud, recognised, sealed_advice

if TYPE_CHECKING:
    from meldcode.request import Request


class RequestScreen(Paged[str | None]):
    """Gives the id of a missing question to go to, or None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("next", "close"), *PAGING]
    AUTO_FOCUS = "#kinds"

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview
        self.kind: RequestKind = kind_for(interview.flow, interview.position())
        self.proposed = self._free_folder()

    @property
    def today(self) -> date:
        """The day of the request."""
        return self.interview.today

    def _free_folder(self) -> str:
        """A folder without a request in it: an earlier one may be about somebody else."""
        name = _("oefening") if self.interview.practice else _("aanvraag")
        first = here() / "-".join((name, self.today.isoformat()))
        places = [first, *(first.with_name(f"{first.name}-{number}") for number in range(2, 100))]
        with suppress(OSError):
            return str(next((one for one in places if not _requests_in(one)), first))
        return str(first)

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(styled(_("1. Wat wilt u maken?"), "bold $accent"), classes="label")
            yield Pointed(id="kinds", markup=False)
            yield Static(id="missing-label", classes="label")
            yield Pointed(id="missing", markup=False)
            yield Static(styled(_("2. Kijk het na"), "bold $accent"), classes="label")
            yield Pointed(id="checks", markup=False)
            yield Static(styled(_("3. Dit komt erin. Lees het na."), "bold $accent"), classes="label")
            yield Static(id="preview")
            aloud = _("Dit komt er niet in. Lees het zelf voor aan de telefoon, zonder namen:")
            yield Static(styled(aloud, "bold"), classes="label aloud")
            yield Static(id="aloud", classes="words aloud")
            yield from self._place()
            yield Static(T(_("PDF, JSON en tekst komen er altijd. Ook:")), classes="label")
            yield Choices(self._formats(), (), several=True)
            with Horizontal(classes="buttons"):
                yield Button(_("Terug"), id="close", compact=True)
                yield Button(_("Schrijf de bestanden"), id="write", variant="primary", compact=True)
            yield Static(id="result")
        yield KeyBar("next", "call", "close", "leave")

    @property
    def _download(self) -> bool:
        """Whether this is a page of a browser: its folders are not the person's."""
        return not self.interview.may_keep

    def _place(self) -> ComposeResult:
        """Where the files go."""
        if self._download:
            yield Static(styled(_("4. Wat nog meer?"), "bold $accent"), classes="label")
            text = _("U krijgt één zip-bestand in uw map met downloads, niet versleuteld. Zet het waar alleen u leest.")
        else:
            yield Static(styled(_("4. In welke map, en wat nog meer?"), "bold $accent"), classes="label")
            yield Line(self.proposed, "", id="folder")
            text = _("De bestanden zijn niet versleuteld. Kies een plek die alleen u kunt lezen.")
        yield Static(T(text), classes="words")

    def on_mount(self) -> None:
        self._show()
        self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_home, animate=False)

    def on_resize(self) -> None:
        self.query_one("#title", Static).update(
            title_line(self.interview.flow, self.size.width, kept_words(self.interview))
        )

    def on_screen_resume(self) -> None:
        """Texts, words and answers may have been decided on a screen in front of this one."""
        if self.query("#preview") and self.is_mounted:
            self._show()

    def _formats(self) -> tuple[Option, ...]:
        return (
            Option("docx", _("Word, om in te bewerken")),
            Option("fhir", _("FHIR, voor een systeem dat dat leest")),
            Option("sheet", _("Belblad op één pagina (bij een adviesvraag)")),
            Option(SEALED, _("De PDF met een slot erop, om te versturen")),
        )

    def _built(self) -> Request:
        from meldcode.request.work import request_of

        return request_of(self.interview, self.kind)

    def _doubts(self) -> int:
        from meldcode.request.work import doubts_of

        return len(doubts_of(self.interview, self.kind)[0])

    def _show_checks(self, request: Request) -> None:
        rows: list[Row] = []
        if request.guard is not None:
            rows.append(Row(joined(" ", _texts_row(request)), id="review"))
        count = self._doubts()
        said = ngettext("Nalezen: {count} vraag", "Nalezen: {count} vragen", count).format(count=count)
        rows.append(Row(joined(" ", said if count else _("Nalezen: geen vragen")), id="doubts"))
        if request.guard is not None:
            rows.append(Row(joined(" ", _("Bellen: belblad, en leg het gesprek vast")), id="call"))
        rows.append(Row(joined(" ", _("Kopieer per onderdeel, voor een formulier op internet")), id="copy"))
        checks = self.query_one("#checks", OptionList)
        at = checks.highlighted or 0
        checks.set_options(rows)
        checks.highlighted = min(at, len(rows) - 1)

    @on(OptionList.OptionSelected, "#checks")
    def check(self, event: OptionList.OptionSelected) -> None:
        """To the texts, the questions of a reader, the call, or the pieces."""
        event.stop()
        self._check(event.option_id or "")

    @work(exclusive=True, group="check", description=UNNAMED)
    async def _check(self, name: str) -> None:
        # with all that makes and screens a request: only when one is looked at, not when the questions open
        from meldcode.tui.call_screen import CallScreen
        from meldcode.tui.copy_screen import CopyScreen
        from meldcode.tui.doubts_screen import DoubtsScreen
        from meldcode.tui.review_screen import ReviewScreen

        if name == "review":
            await self.app.push_screen_wait(ReviewScreen(self.interview))
        elif name == "doubts":
            target = await self.app.push_screen_wait(DoubtsScreen(self.interview, self.kind))
            if target is not None:
                self.dismiss(target)
        elif name == "call":
            await self.app.push_screen_wait(CallScreen(self.interview, self._built()))
        elif name == "copy":
            request = self._built()
            if request.guard is not None and request.guard.undecided:
                self._say_undecided(request.guard.undecided)
            else:
                await self.app.push_screen_wait(CopyScreen(self.interview, request))

    def _say_undecided(self, count: int) -> None:
        from meldcode.request.write import undecided

        error = undecided(count)
        self._say(sentences(error.message, error.hint), "$text-error")

    def _show(self) -> None:
        from meldcode.request import preview

        kinds = self.query_one("#kinds", OptionList)
        words = {
            "advice": _("Adviesvraag: zonder namen. U houdt zelf de regie."),
            "report": _("Melding: met namen. Veilig Thuis neemt het zicht op veiligheid over."),
        }
        rows = [self._kind_row(place, name, text) for place, (name, text) in enumerate(words.items(), 1)]
        kinds.set_options(rows)
        kinds.highlighted = 0 if self.kind == "advice" else 1
        needed = self.interview.missing(self.kind)
        label = self.query_one("#missing-label", Static)
        label.update(styled(self._missing_words(len(needed)), "bold $accent"))
        missing = self.query_one("#missing", OptionList)
        missing.set_options([Row(T(f" - {tr(self.interview.flow.items[name].text)}"), id=name) for name in needed])
        missing.display = bool(needed)
        missing.highlighted = 0 if needed else None
        position = self.interview.position()
        request = self._built()
        self._show_checks(request)
        self.query_one("#preview", Static).update(T(preview(request)))
        aloud = "\n".join(read_aloud(self.interview.flow, position, (name for name, _text in request.left_out)))
        for part in self.query(".aloud").results(Static):
            part.display = bool(aloud)
        self.query_one("#aloud", Static).update(T(aloud))
        button = self.query_one("#write", Button)
        relabel(button, _("Schrijf wat er is") if needed else _("Schrijf de bestanden"))

    def _kind_row(self, place: int, name: str, text: str) -> Row:
        sign = "(•)" if name == self.kind else "( )"
        return Row(joined(styled(f" {place} ", "$text-muted"), f"{sign} {text}"), id=name)

    def _missing_words(self, count: int) -> str:
        if not count:
            return _("Er ontbreekt niets voor deze {kind}.").format(kind=kind_name(self.kind))
        return ngettext(
            "{count} antwoord ontbreekt. Kies het om ernaartoe te gaan, of laat staan: er komt «nog niet bekend».",
            "{count} antwoorden ontbreken. Kies er een om ernaartoe te gaan, of laat staan: er komt «nog niet bekend».",
            count,
        ).format(count=count)

    def on_key(self, event: object) -> None:
        name = {"1": "advice", "2": "report"}.get(getattr(event, "character", None) or "")
        if name and self.focused is not None and self.focused.id == "kinds":
            self._choose(cast(RequestKind, name))

    @on(OptionList.OptionSelected, "#kinds")
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Another kind of request."""
        event.stop()
        self._choose(cast(RequestKind, event.option_id))

    def _choose(self, kind: RequestKind) -> None:
        self.kind = kind
        for folder in self.query("#folder").results(Line):
            if folder.value == self.proposed:
                folder.value = self.proposed = self._free_folder()
        self._show()

    @on(OptionList.OptionSelected, "#missing")
    def go_to(self, event: OptionList.OptionSelected) -> None:
        """To a question that still lacks an answer."""
        self.dismiss(event.option_id)

    def action_next(self) -> None:
        """To the words that are still to be decided; else past the preview, to where the files go."""
        last = self.query_one("#write" if self._download else "#folder")
        if last.has_focus:
            self._write()
            return
        guard = self._built().guard
        if guard is not None and guard.undecided:  # first what must be decided before anything can be written
            self._check("review")
            return
        last.focus()
        self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_end, animate=False)

    @on(Button.Pressed, "#write")
    def pressed_write(self) -> None:
        """Write the three files."""
        self._write()

    @on(Edited)
    def folder_entered(self, event: Edited) -> None:
        """Enter in the line of the folder writes too."""
        event.stop()
        if event.finished:
            self._write()

    @work(exclusive=True)
    async def _write(self) -> None:
        try:
            folder = None if self._download else folder_from(self.query_one("#folder", Line).value)
            request = self._built()
        except MeldcodeError as error:
            self._say(sentences(error.message, error.hint), "$text-error")
            return
        if request.guard is not None and request.guard.undecided:
            self._say_undecided(request.guard.undecided)
        elif await self._read_over() and await self._recognised(request) and await self._may_replace(folder):
            self._say(_("Bezig met schrijven…"), "bold")
            self.query_one("#write", Button).disabled = True
            chosen = self.query_one(Choices).raw
            self._write_files(request, folder, tuple(chosen) if isinstance(chosen, list) else ())

    async def _read_over(self) -> bool:
        """Whether the questions of a reader were looked at, or can wait. With danger they always can."""
        count = self._doubts()
        if not count or "bel_112" in self.interview.position().alerts:
            return True
        text = ngettext(
            "Er is nog {count} vraag bij het nalezen. U kunt ook meteen schrijven.",
            "Er zijn nog {count} vragen bij het nalezen. U kunt ook meteen schrijven.",
            count,
        ).format(count=count)
        answers = [("no", _("Terug")), ("look", _("Nalezen")), ("yes", _("Schrijf zonder nalezen"))]
        answer = await self.app.push_screen_wait(Confirm(_("Nalezen?"), text, answers))
        if answer == "look":
            self._check("doubts")
        return answer == "yes"

    async def _recognised(self, request: Request) -> bool:
        """What no program can see: whether somebody who knows the place would know who this is about."""
        if request.guard is None:
            return True
        answers = [("no", _("Terug naar de teksten")), ("yes", _("Nee, schrijf de adviesvraag"))]
        if await self.app.push_screen_wait(Confirm(_("Herkent iemand dit?"), recognised(), answers)) == "yes":
            return True
        self._check("review")
        return False

    async def _may_replace(self, folder: Path | None) -> bool:
        """Ask before files that are there are written over."""
        old = [] if folder is None else _requests_in(folder)
        if not old:
            return True
        text = _("In deze map staat al een aanvraag: {names}.").format(names=", ".join(old))
        answers = [("no", _("Andere map kiezen")), ("yes", _("Vervangen"))]
        return await self.app.push_screen_wait(Confirm(_("Vervangen?"), text, answers)) == "yes"

    @work(thread=True, exit_on_error=False, description=UNNAMED)
    def _write_files(self, request: Request, folder: Path | None, more: tuple[str, ...]) -> None:
        """In a thread, because typst and the disk take a moment; the result is shown by the screen itself."""
        try:
            made = make(request, folder, more)
        except MeldcodeError as error:
            self.app.call_from_thread(self._say, sentences(error.message, error.hint), "$text-error")
        except (
            Exception
        ) as error:  # whatever it is, the person must hear that nothing was written, without a case in it
            text = _("Schrijven is niet gelukt. Geef deze code door: {code}").format(code=code_of(error))
            self.app.call_from_thread(self._say, f"{text}\nVeilig Thuis 0800-2000", "$text-error")
        else:
            self.app.call_from_thread(self._hand_over if self._download else self._written, request, made)

    def _hand_over(self, request: Request, made: Made) -> None:
        """To the browser; it is written once the browser has it."""
        name = download_name(request, self.today.isoformat())
        app = cast(Any, self.app)  # ServedApp, whose driver is for browsers alone
        app.hand_over(name, made.files, lambda: self._written(request, made, name))
        self._say(
            _("Uw browser haalt nu {name} op. Staat hij er niet, kijk dan bij de downloads.").format(name=name), ""
        )

    def _written(self, request: Request, made: Made, download: str = "") -> None:
        from meldcode.request import content

        names = "\n".join([download, *made.files] if download else map(str, made.paths))
        try:
            self.interview.written(self.kind, content(request), made.pdf)
        except MeldcodeError:
            names += "\n" + _("Dat u dit schreef, kon niet in het dossier bewaard worden. Noteer het zelf.")
        now = _("Bel nu Veilig Thuis, 0800-2000, en houd dit erbij. De app verstuurt niets.")
        now = only_practice() if self.interview.practice else now
        lines = [_("Opgehaald door uw browser:") if download else _("Geschreven:"), names, "", now]
        if made.secret:
            opens = _("Het bestand met slot gaat open met deze zin. Schrijf hem op: u ziet hem alleen nu.")
            lines += ["", opens, made.secret, sealed_advice()]
        self._say("\n".join(lines), "bold")

    def _say(self, text: str, style: str) -> None:
        self.query_one("#write", Button).disabled = False
        result = self.query_one("#result", Static)
        result.update(styled(text, style))
        self.call_after_refresh(self.query_one("#page", VerticalScroll).scroll_end, animate=False)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Back to the questions."""
        self.dismiss(None)


def _requests_in(folder: Path) -> list[str]:
    """Names of the files of an earlier request in this folder."""
    from meldcode.request.write import EVERY_NAME

    return [name for name in EVERY_NAME if (folder / name).exists()]


def _texts_row(request: Request) -> str:
    """How it stands with the texts of an advice."""
    guard = request.guard
    if guard is None:
        return ""
    if guard.undecided:
        words = ngettext(
            "Teksten: nog {count} woord te kiezen", "Teksten: nog {count} woorden te kiezen", guard.undecided
        )
        return words.format(count=guard.undecided)
    if not guard.texts:
        return _("Teksten: er gaat geen tekst mee")
    taken = ngettext("Teksten: {count} gaat mee", "Teksten: {count} gaan mee", guard.texts).format(count=guard.texts)
    if not guard.taken_out:
        return taken
    out = ngettext("{count} aanduiding vervangen", "{count} aanduidingen vervangen", guard.taken_out)
    return f"{taken}, {out.format(count=guard.taken_out)}"
