"""Taking what was answered on a page: at once, or after asking first what it would put to sleep."""

from __future__ import annotations

from textual import on, work
from textual.screen import Screen
from textual.widgets import Button

from meldcode.flow.model import Entry
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview, Page
from meldcode.tui.controls import Choices, Edited
from meldcode.tui.entries import Entries, EntryForm
from meldcode.tui.item_box import ItemBox
from meldcode.tui.modals import Confirm
from meldcode.tui.scroll import reveal
from meldcode.tui.text import UNNAMED, sentences


class Answering(Screen[None]):
    """The part of the screen with questions that takes answers."""

    interview: Interview
    over: bool

    async def show(self, page: Page, fresh: bool) -> None:
        """Put a page on the screen."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """A line below the questions; an empty text takes it away."""
        raise NotImplementedError

    @on(Edited)
    async def edited(self, event: Edited) -> None:
        """An answer was given."""
        event.stop()
        self.say("")
        box = next((one for one in event.edited.ancestors if isinstance(one, ItemBox)), None)
        if box is not None and box.is_attached and self._accept(box):
            await self.show(self.interview.page(), fresh=False)
            if event.finished:
                self._focus_after(box)

    def _accept(self, box: ItemBox) -> bool:
        """Take what a question's control holds. False when it was refused, or when the person is asked first."""
        if self.over:
            return False
        raw = box.raw
        if self.interview.effect(box.item.id, raw).asleep:
            self._ask_first(box, raw)
            return False
        return self._give(box, raw)

    def _give(self, box: ItemBox, raw: object) -> bool:
        """Give the answer, and say so when it was refused or could not be kept."""
        page = self.interview.answer(box.item.id, raw)
        box.given = self.interview.value(box.item.id)
        box.show_error(sentences(page.error.reason, page.error.hint) if page.error else "")
        if page.error:
            self.call_after_refresh(reveal, box)
        if page.error and (self.read_only or isinstance(box.control, Choices)):
            box.show_value(self.interview.value(box.item.id))  # what is not kept must not look as if it were
        elif page.error is None and box.item.kind == "date":
            box.show_understood(self.interview.value(box.item.id))
        return page.error is None

    @property
    def read_only(self) -> bool:
        """Whether this dossier can only be read now."""
        return bool(getattr(self.interview.store, "read_only", False))

    @work(exclusive=True, group="ask first", description=UNNAMED)
    async def _ask_first(self, box: ItemBox, raw: object) -> None:
        """Say beforehand which answers will no longer count, and go back to the old answer when that is not wanted."""
        effect = self.interview.effect(box.item.id, raw)
        asleep = effect.asleep
        names = "\n".join(f"- {tr(self.interview.flow.items[name].text)}" for name in asleep)
        title = ngettext(
            "{count} antwoord telt dan niet meer mee", "{count} antwoorden tellen dan niet meer mee", len(asleep)
        ).format(count=len(asleep))
        kept = ngettext(
            "Het blijft bewaard en telt weer als de vraag terugkomt.",
            "Ze blijven bewaard en tellen weer als de vraag terugkomt.",
            len(asleep),
        )
        text = f"{names}\n\n{kept}"
        if effect.after != effect.before:
            titles = {outcome.id: tr(outcome.title) for outcome in self.interview.flow.outcomes}
            text += "\n" + _("De uitkomst wordt dan: {outcome}.").format(outcome=titles[effect.after])
        answers = [("no", _("Laat zoals het was")), ("yes", _("Verander"))]
        if await self.app.push_screen_wait(Confirm(title, text, answers)) == "yes":
            self._give(box, raw)
        elif box.is_attached:
            box.show_value(self.interview.value(box.item.id))
        self.call_later(self.show, self.interview.page(), False)

    def commit(self) -> bool:
        """Take everything that was typed on this page. False when something was refused or must be asked first."""
        for box in self.query(ItemBox):
            if box.control is not None and not self._accept(box) and not self.read_only:
                box.control.focus()
                return False
        return True

    def hand_in(self) -> bool:
        """Take everything that was typed, also in an open form. False when that says what is wrong with it."""
        form = self._form()
        if form is not None:
            entry, whole = form.so_far()
            if not whole:
                form.action_next()  # which says where
                return False
            self._take_entry(entry)
        return self.commit()

    def take(self) -> None:
        """Take everything that can be read, without a question: there is no time to ask one."""
        form = self._form()
        if form is not None:
            self._take_entry(form.so_far(typing=True)[0])
        for box in self.query(ItemBox):
            asleep = isinstance(box.control, Choices) and self.interview.effect(box.item.id, box.raw).asleep
            if box.control is not None and not asleep:  # such a choice waits for a yes that never came
                self.interview.answer(box.item.id, box.raw, typing=True)

    def _form(self) -> EntryForm | None:
        """The form that is open and was changed."""
        forms = [one for one in self.app.screen_stack if isinstance(one, EntryForm) and one.changed]
        return forms[0] if forms else None

    def _take_entry(self, entry: Entry) -> None:
        for entries in self.query(Entries):
            entries.take(entry)
        for screen in self.app.screen_stack:  # by name: that screen loads all that makes a request
            if (take_call := getattr(screen, "take_call", None)) is not None:
                take_call(entry)
        self.follow()

    def follow(self) -> None:
        """Let each question show what was answered elsewhere: else the old answer would be given once more."""
        for box in self.query(ItemBox):
            box.follow(self.interview.value(box.item.id))

    def _focus_after(self, box: ItemBox) -> None:
        """The next question on the page, or the button to go on."""
        boxes = list(self.query(ItemBox))
        following = boxes[boxes.index(box) + 1 :] if box in boxes else []
        control = next((one.control for one in following if one.control is not None), None)
        (control or self.query_one("#next", Button)).focus()
