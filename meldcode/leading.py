"""A trainer leads a group: reads the case, opens the door for participants, and runs the console until it is over.

What happens is kept after each change, so that a laptop that stops costs nothing. No dossier is opened or read.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from meldcode.errors import Exit, MeldcodeError
from meldcode.flow.loader import spoken
from meldcode.i18n import _, story
from meldcode.interview import Clock
from meldcode.plain.leading import GO_ON, LineConsole, ask_going_on, choose_case
from meldcode.plain.lines import Back, Left, Lines
from meldcode.plain.trusting import trusted
from meldcode.text import one_line
from meldcode.training.fitting import older_words
from meldcode.training.reading import find_case, heads, read_case
from meldcode.training.session import Session, new_code
from meldcode.training.slides import Meeting, Projection
from meldcode.training.store import PracticeStore
from meldcode.training.trainer import Trainer

if TYPE_CHECKING:
    from meldcode.hosting import Group
    from meldcode.tui.safe_app import SafeApp

KEEP_AFTER = 0.5
"""Seconds; what changes within these is kept at once, for thirty answers may come together."""
GRACE = 60
"""Seconds that people can still read that a session stopped by itself; then the door is shut."""
PATH, ADDRESS, PORT = "path", "address", "port"
"""Beside what a session keeps of itself: the file of its case, and where it listened."""
_SIGNALLED = 128
T = TypeVar("T")


def lead(case: str, address: str, port: int, most: int, hours: float, plain: bool) -> int:
    """Lead a group through a case (id or path; empty: choose one). Gives the exit code. Raises `MeldcodeError`.

    Listens on `address` and `port`, for `most` people at a time, and stops by itself after `hours`.
    """
    from meldcode.harden import harden
    from meldcode.start import check_size, has_screen

    if plain or not has_screen():
        harden()
        return _life(case, address, port, most, hours, True)
    check_size("--plain")
    from meldcode import launch

    return launch.run(lambda _locked: _life(case, address, port, most, hours, False))


def _life(case: str, address: str, port: int, most: int, hours: float, plain: bool) -> int:
    """In the process of the console: asks what is to be asked, and leads."""
    from meldcode.dossier.home import find_home
    from meldcode.plain.unlock import terminal_lines

    lines = terminal_lines()
    try:
        afternoon = begin(lines, find_home().folder.parent, case, datetime.now, most, hours)
    except (Left, Back):
        lines.say(_("Gestopt."))
        return Exit.DONE
    streams = sys.stdout, sys.stderr
    afternoon.place = afternoon.place or (address, port)
    try:
        code = (_in_lines if plain else _on_screen)(afternoon, lines)
    finally:
        sys.stdout, sys.stderr = streams  # each app of a participant puts others in their place
    for line in afternoon.goodbye():
        lines.say(line)
    if code > _SIGNALLED:  # it was asked to end and did so with care; from outside it looks as if it were killed
        signal.signal(code - _SIGNALLED, signal.SIG_DFL)
        os.kill(os.getpid(), code - _SIGNALLED)
    return code


def begin(lines: Lines, data: Path, name: str, clock: Clock, most: int, hours: float) -> Afternoon:
    """The session that was not closed, when the trainer wants that, else a new one with this case.

    Raises `MeldcodeError` for a case that cannot be used, `Left` or `Back` when the trainer does not go on.
    """
    store = PracticeStore(data)
    if not store.hold():
        raise MeldcodeError(
            _("er loopt op deze computer al een bijeenkomst, in een ander venster"),
            _("Sluit die eerst af. Een tweede zou over de eerste heen schrijven."),
        )
    if (before := _before(lines, store, data, clock)) is not None:
        place = before.place[0] if before.place else ""
        over = before.session.phase == "ended"  # only its figures could not be written
        said = "" if over else ask_going_on(lines, story(before.session.case.title), before.session.code, place)
        if said == GO_ON:
            return before
        before.session.end()
        before.save()
        if over:
            lines.say(_("De aantallen van de vorige bijeenkomst zijn alsnog bewaard."))
    if before is None and not name and not heads(data):
        raise MeldcodeError(_("er zijn geen oefengevallen"), _("Geef het pad van een bestand."))
    path = find_case(name, data) if name else choose_case(lines, heads(data)).path
    found, flow = read_case(path)
    if not trusted(lines, flow, data, clock):  # one that did not ship decides what a group hears of the norm
        raise Left
    return Afternoon(Session(found, spoken(flow), clock, new_code(), hours, most), path, store)


def _before(lines: Lines, store: PracticeStore, data: Path, clock: Clock) -> Afternoon | None:
    """A session that was not closed; None when there is none, or when it cannot go on, which is said."""
    kept = store.running()
    if kept is None:
        return None
    try:
        path = Path(str(kept.get(PATH) or find_case(str(kept.get("case", "")), data)))
        found, flow = read_case(path)
        afternoon = Afternoon(Session.again(kept, found, spoken(flow), clock), path, store)
        address, port = kept.get(ADDRESS), kept.get(PORT)
        if isinstance(address, str) and isinstance(port, int) and 0 <= port < 2**16:
            afternoon.place = address, port
        return afternoon
    except MeldcodeError as error:
        lines.say(_("Een bijeenkomst die niet is afgesloten, kan niet verder."))
        lines.say(one_line(f"{error.message} {error.hint}"))
    except (ValueError, KeyError, TypeError):
        lines.say(_("Een bijeenkomst die niet is afgesloten, kan niet gelezen worden."))
    return None


class Afternoon:
    """A session with everything around it: who is let in, what is kept of it, what comes of it.

    `tell` is called with a sentence when something cannot be kept.
    """

    def __init__(self, session: Session, path: Path, store: PracticeStore) -> None:
        self.session = session
        self.path = path
        self.store = store
        self.projection = Projection(Meeting((), session.code))
        self.place: tuple[str, int] | None = None
        """Where it listens: who was told an address before must come back there."""
        self.about: list[str] = []
        self.tell: Callable[[str], None] = lambda _text: None
        self.figures: Path | None = None
        """Where the figures were written, once it is over."""
        self.handouts: list[Path] = []
        self._group: Group | None = None
        self._later: asyncio.TimerHandle | None = None
        self._unwatch: Callable[[], None] = lambda: None
        self._guard: asyncio.Task[None] | None = None

    @property
    def unsaved(self) -> bool:
        """Whether there are figures that were not written yet; a full disk must not cost a group's answers."""
        return bool(self.session.rounds) and self.figures is None

    # while it lasts

    async def open(self, address: str, port: int, tick: Callable[[], object]) -> None:
        """Let people in. `tick` is called every second. Raises `MeldcodeError` when that place is taken."""
        self.place = address, port
        from meldcode.hosting import Group

        session, projection = self.session, self.projection
        self._group = Group(session, self._participant, self._projector, session.most)
        projection.meeting = Meeting(tuple(await self._group.start(address, port)), session.code)
        self.about = self._group.who_can_reach()
        if older := older_words(session.case, session.flow):
            self.about.append(older)
        self.watch()
        self._guard = asyncio.create_task(self._watch_over(tick))
        self.keep()

    def _participant(self, token: str) -> SafeApp:
        from meldcode.training.links import LocalLink
        from meldcode.tui.training.participant import ParticipantApp

        return ParticipantApp(LocalLink(self.session, token))

    def _projector(self) -> SafeApp:
        from meldcode.tui.training.projector import ProjectorApp

        return ProjectorApp(self.session, self.projection)

    def watch(self) -> None:
        """Keep what happens from now on."""
        self._unwatch = self.session.watch(self._changed)

    async def shut(self) -> None:
        """Let nobody in any more, and keep what there is."""
        self._unwatch()
        if self._later is not None:
            self._later.cancel()
        if self._guard is not None:
            self._guard.cancel()
            with suppress(asyncio.CancelledError):
                await self._guard
        self.keep()
        if self._group is not None:
            await self._group.stop()

    async def _watch_over(self, tick: Callable[[], object]) -> None:
        left = GRACE
        while left > 0:
            await asyncio.sleep(1)
            tick()
            left = left - 1 if self.session.phase == "ended" else GRACE
        if self._group is not None:
            await self._group.stop()

    def _changed(self) -> None:
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(KEEP_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self._later = None
        self.keep()

    def keep(self) -> None:
        """What is needed to go on after a stop; nothing once it is over. What cannot be kept is told."""
        try:
            begun = self.session.stage >= 0 or bool(self.session.people)
            nothing = not self.unsaved if self.session.phase == "ended" else not begun
            self.store.set_running(None if nothing else {**self.session.kept(), **self._beside()})
        except MeldcodeError as error:
            self.tell(one_line(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}"))

    def _beside(self) -> dict[str, object]:
        place = {ADDRESS: self.place[0], PORT: self.place[1]} if self.place else {}
        return {PATH: str(self.path.absolute()), **place}

    # after

    def save(self) -> None:
        """Keep the figures of a session that is over; again when it failed. Raises `MeldcodeError`."""
        from meldcode.training.figures import figures_of

        if self.unsaved:
            self.figures = self.store.add_session(figures_of(self.session))
        self.store.set_running(None)

    def handout(self) -> list[Path]:
        """Write the handout in the folder where the trainer works. Raises `MeldcodeError`."""
        from meldcode.training.figures import figures_of
        from meldcode.training.handout import write_handout

        self.handouts = write_handout(figures_of(self.session), self.session.case, self.session.flow, Path.cwd())
        return self.handouts

    def goodbye(self) -> list[str]:
        """What a trainer should still know once the console is gone."""
        if self.session.phase != "ended":
            said = _("Gepauzeerd. Met `meldcode train host` gaat u verder met dezelfde code: {code}.")
            return [said.format(code=self.session.code)]
        if self.unsaved:
            return [
                _("De bijeenkomst is afgesloten, maar de aantallen konden niet bewaard worden."),
                _("Maak plaats vrij en start `meldcode train host`: dan worden ze alsnog bewaard."),
            ]
        files = [*([self.figures] if self.figures else []), *self.handouts]
        return [_("De bijeenkomst is afgesloten."), *(_("geschreven: {path}").format(path=path) for path in files)]


# the two consoles


def _on_screen(afternoon: Afternoon, _lines: Lines) -> int:
    return asyncio.run(_console(afternoon))


async def _console(afternoon: Afternoon) -> int:
    from meldcode.tui.training.console import ConsoleApp

    try:
        await afternoon.open(*_place(afternoon), lambda: None)  # the console looks at the clock itself
        addresses = list(afternoon.projection.meeting.addresses)
        app = ConsoleApp(
            afternoon.session, addresses, afternoon.about, afternoon.save, afternoon.handout, afternoon.projection
        )
        afternoon.tell = app.tell
        await app.run_async()
    finally:
        await afternoon.shut()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _place(afternoon: Afternoon) -> tuple[str, int]:
    return afternoon.place or ("127.0.0.1", 0)


def _in_lines(afternoon: Afternoon, lines: Lines) -> int:
    with Elsewhere() as elsewhere:
        trainer = Trainer(afternoon.session, afternoon.projection.meeting, afternoon.projection)
        try:
            elsewhere.run(afternoon.open(*_place(afternoon), trainer.tick))
            afternoon.tell = lines.say
            console = LineConsole(lines, trainer, elsewhere.call, afternoon.about, afternoon.save, afternoon.handout)
            with suppress(KeyboardInterrupt):  # as a pause: what there is, is kept
                console.run()
        finally:
            elsewhere.run(afternoon.shut())
    return Exit.DONE


class Elsewhere:
    """A loop in a thread of its own, for the server, while this thread waits for lines."""

    def __enter__(self) -> Elsewhere:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for this work there; gives what it gives, and raises what it raises."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def call(self, what: Callable[[], T]) -> T:
        """Call this there."""

        async def there() -> T:
            return what()

        return self.run(there())
