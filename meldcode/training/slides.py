"""What a projector shows, one thing at a time: lines short and few enough to read at five metres.

Pure: a view and where people can join, to slides. A slide is the same in a terminal, in a browser and at any size.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from meldcode.i18n import _, ngettext
from meldcode.text import one_line
from meldcode.training.views import asked_words

if TYPE_CHECKING:
    from meldcode.training.views import Bar, View

WIDE = 56
"""Columns of a line; on a wall 60 columns are letters of some five centimetres."""
ROOM = 14
"""Lines of a slide, without the first and last line of the screen."""
_BAR = 40
"""Columns of a bar that everybody chose."""
Kind = Literal["head", "text", "big", "soft", "bar"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line and how it is drawn: a heading, text, something big, something less important, or a bar."""

    kind: Kind
    text: str


Block = list[Line]
"""Lines that stay together."""
NEW: Block = []
"""In the place of a block: what follows begins a slide of its own."""
Slide = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where people join: addresses for a browser (none when the one who shows this does not know) and the code."""

    addresses: tuple[str, ...]
    code: str


class Projection:
    """Which slide all projectors show: the trainer turns them. One for a session; told apart from what happens in it.

    `watched` counts the projectors that are there.
    """

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.join = False
        """Whether address and code stand there in the place of what the session is at."""
        self.watched = 0
        self._page = 0
        self._at: tuple[object, ...] = ()
        self._watchers: list[Callable[[], None]] = []

    def slides(self, view: View) -> tuple[Slide, ...]:
        """Every slide of this moment; at another moment than the last one asked about, the first is shown again."""
        variant = (view.variant.title, bool(view.variant.why)) if view.variant else None
        at = (view.phase, len(view.stages), view.round, view.discuss, variant)
        if at != self._at:
            self._at, self._page = at, 0
        return slides(view, self.meeting, self.join)

    def page(self, view: View) -> tuple[Slide, int, int]:
        """The slide that is shown, its number from 0, and how many there are."""
        found = self.slides(view)
        place = min(self._page, len(found) - 1)
        return found[place], place, len(found)

    def turn(self, view: View, way: int) -> bool:
        """A slide further or back; False when there is none."""
        _slide, place, count = self.page(view)
        if not 0 <= place + way < count:
            return False
        self._page = place + way
        self.changed()
        return True

    def show_join(self, shown: bool) -> None:
        """Put address and code on the projectors, or take them away."""
        if shown != self.join:
            self.join = shown
            self._page = 0
            self.changed()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call this when another slide is to be shown. Gives what stops that."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed) if changed in self._watchers else None

    def changed(self) -> None:
        """Tell everybody who shows this."""
        for one in list(self._watchers):
            one()


def slides(view: View, meeting: Meeting, join: bool = False) -> tuple[Slide, ...]:
    """The slides of this moment, at least one."""
    if join or view.phase == "waiting":
        return (*_paged(_joining(meeting)), *(() if join else _paged(_beginning(view))))
    return tuple(_paged(list(_now(view)))) or ((Line("soft", _("Een ogenblik…")),),)


def footer(view: View, meeting: Meeting) -> str:
    """For the last line: how to come in late."""
    if meeting.addresses:
        return _("Meedoen: {address} · code {code}").format(
            address=shown_address(meeting.addresses[0]), code=view_code(meeting)
        )
    return _("Meedoen: code {code}").format(code=view_code(meeting))


def view_code(meeting: Meeting) -> str:
    """The code as it is shown."""
    return one_line(meeting.code)


def shown_address(address: str) -> str:
    """An address without what a browser adds by itself."""
    return one_line(address).rstrip("/")


def there_words(view: View) -> str:
    """How many people are there."""
    if not view.there:
        return _("Er is nog niemand")
    return ngettext("{count} deelnemer", "{count} deelnemers", view.there).format(count=view.there)


def answered_words(view: View) -> str:
    """How many answered, of those who are there."""
    return _("{answered} van {there} antwoordden").format(answered=view.answered, there=max(view.there, view.answered))


def bar_line(bar: Bar, total: int, wide: int = _BAR) -> str:
    """A bar with its number beside it; `total` are all answers."""
    length = round(wide * bar.count / total) if total else 0
    return f"{'█' * max(length, 1 if bar.count else 0)} {bar.count}".lstrip()


def _now(view: View) -> Iterator[Block]:
    if view.phase == "ended":
        yield from _ending()
    elif view.discuss:
        yield _block("head", _("Bespreek samen"))
        yield _block("big", view.discuss)
    elif view.variant:
        yield from _variant(view)
    elif view.phase == "open" or view.phase == "closed":
        yield from _question(view)
    elif view.phase == "shown":
        yield from _bars(view)
    elif view.phase == "revealed":
        yield from _expert(view)
    else:
        yield from _reading(view)


def _joining(meeting: Meeting) -> list[Block]:
    blocks = [_block("head", _("Doe mee"))]
    if meeting.addresses:
        blocks.append(_block("soft", _("Typ in de browser van uw telefoon of laptop:")))
        blocks += [_block("big", shown_address(one)) for one in meeting.addresses[:2]]
    else:
        blocks.append(_block("soft", _("Vraag de trainer om het adres.")))
    blocks.append(_block("soft", _("De code:")))
    blocks.append(_block("big", " ".join(view_code(meeting))))
    blocks.append(_block("soft", _("U doet mee zonder naam. Niemand ziet wie wat koos.")))
    return blocks


def _beginning(view: View) -> list[Block]:
    told = [_block("head", view.title), _block("big", view.role), _block("text", view.setting)]
    people = [_block("text", f"{who}: {about}") for who, about in view.people]
    return [*told, NEW, _block("head", _("Wie u tegenkomt")), *people] if people else told


def _reading(view: View) -> Iterator[Block]:
    if view.stages:
        stage = view.stages[-1]
        head, used = _block("head", stage.title), 0
        yield head
        for place, (_kind, text) in enumerate(stage.fragments):
            told = _block("text", text)
            used += 1 + len(told)
            if place and len(head) + used > ROOM:  # the title stands above every slide of the part
                used = 1 + len(told)
                yield NEW
                yield head
            yield told


def _question(view: View) -> Iterator[Block]:
    yield _block("big", asked_words(view))
    yield [line for place, (_id, text) in enumerate(view.options, 1) for line in _hanging(f"{place}. ", text)]
    said = answered_words(view)
    yield _block("soft", said if view.phase == "open" else _("Gesloten.") + " " + said)


def _bars(view: View) -> Iterator[Block]:
    total = sum(bar.count for bar in view.bars)
    yield _block("big", asked_words(view))
    for bar in view.bars:
        mark = "  ◂ " + _("de expert") if bar.expert and view.phase == "revealed" else ""
        yield [*_block("text", bar.text + mark), Line("bar", bar_line(bar, total))]
    yield _block("soft", answered_words(view))


def _expert(view: View) -> Iterator[Block]:
    expert = view.expert
    if expert is None:
        yield from _bars(view)
        return
    yield [*_block("head", _("Wat de expert koos")), *_block("big", expert.answer)]
    yield _block("text", expert.why)
    if expert.sources:
        yield _block("soft", _("Bron: {sources}").format(sources=expert.sources))
    if expert.tempting:
        head = _("Wat verleidt: {answer}").format(answer=expert.tempting)
        yield [*_block("head", head), *_block("text", expert.tempting_why)]
    yield NEW
    norm = [*_block("head", _("De uitkomst op dit moment")), *_block("text", expert.norm)]
    yield norm + [line for other in expert.other for line in _block("soft", other)]
    yield NEW
    yield from _bars(view)


def _variant(view: View) -> Iterator[Block]:
    variant = view.variant
    if variant is None:
        return
    if variant.why:
        yield [*_block("head", _("Wat als?")), *_block("soft", variant.title)]
        yield [*_block("head", _("De uitkomst is dan")), *_block("big", variant.outcome)]
        yield _block("text", variant.why)
        if variant.sources:
            yield _block("soft", _("Bron: {sources}").format(sources=variant.sources))
        yield NEW
    yield [*_block("head", _("Wat als?")), *_block("big", variant.title)]
    yield _block("text", variant.text)


def _ending() -> Iterator[Block]:
    yield _block("big", _("De oefening is klaar. Dank u wel."))
    yield _block("text", _("Het geval was verzonnen. Misschien denkt u nu aan iemand die u kent, of aan uzelf."))
    yield _block("text", _("U kunt altijd overleggen: Veilig Thuis 0800-2000, gratis, dag en nacht. Bij gevaar: 112."))


def _block(kind: Kind, text: str) -> Block:
    return [Line(kind, line) for line in _wrapped(text)]


def _wrapped(text: str, wide: int = WIDE) -> list[str]:
    return textwrap.wrap(one_line(text), wide, break_on_hyphens=False) or [""]


def _hanging(mark: str, text: str) -> Iterator[Line]:
    for place, line in enumerate(_wrapped(text, WIDE - len(mark))):
        yield Line("text", (" " * len(mark) if place else mark) + line)


def _paged(blocks: Iterable[Block]) -> Iterator[Slide]:
    """Blocks on slides, with an empty line between two; one that is longer than a slide goes on on the next."""
    page: list[Line] = []
    for block in blocks:
        if block is NEW:
            if page:
                yield tuple(page)
            page = []
            continue
        gap = 1 if page else 0
        if page and len(page) + gap + len(block) > ROOM and not _only_head(page):
            yield tuple(page)
            page, gap = [], 0
        page += [Line("text", "")] * gap + block
        while len(page) > ROOM:
            yield tuple(page[:ROOM])
            page = page[ROOM:]
    if page:
        yield tuple(page)


def _only_head(page: list[Line]) -> bool:
    """A heading does not stay behind alone."""
    return all(line.kind == "head" for line in page)
