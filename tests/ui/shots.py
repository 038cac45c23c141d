"""Every screen, how a person comes there, and how it looks in every size and language.

A journey opens the app once in each language, presses keys, and looks at each stop in all sizes: that is what a person
who pulls at a window sees, and it costs a fraction of starting the app for every picture. All cases are invented.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList

from meldcode import i18n
from meldcode.dossier.events import Closed, Term
from meldcode.dossier.home import Home
from meldcode.dossier.vault import Vault
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.choose import Choose
from meldcode.tui.tour import Tour
from tests.flow.strangers import BROKEN, put
from tests.ui.helper import NOW, SCREENS, interviewing, running, screen_text, shipped
from tests.ui.home_helper import at_home, fixed_codes, later, new, store_of_a_test, with_terms
from tests.ui.kept_helper import Time, a_store, app_at, quiet, type_in, unlock
from tests.ui.legible import wrong
from tests.ui.practice_doors import alone, group
from tests.ui.still import SOON, still

SIZES = ((60, 20), (200, 60), (120, 40), (80, 24))
START = SIZES[-1]
"""The size in which keys are pressed: what one key leads to may hang on what is in sight."""
LANGUAGES = ("nl", "en")
KEYS = {"question_mark": "?", "slash": "/", "enter": "\r", "tab": "\t"}
"""What the keys with a name of their own send."""

OFFER = "zes verzonnen woorden van dit voorstel"
INVENTED = {"acuut_gevaar": "nee", "betrokkene": "kind", "gemeente": "Utrecht", "disclosure": "nee"}
HELPED = {"vermoeden": "ja", "hulp_mogelijk": "ja", "hulp_aanvaard": "ja"}
HOSTILE = "[/][@click=app.quit]\x1b]52;c;eA==\x07"
NAMED = {
    **INVENTED,
    "personen": [{"rol": "kind", "naam": "Qorinda Zwaanewitz"}],
    "signalen": [
        {"datum": "2026-02-20", "bron": "zelf_gezien", "feit": "Qorinda kwam met Wibrandus zonder jas naar school."},
        {"bron": "zelf_gezien", "feit": "Zij zei iets over Oosterzwaag. Volgens mij is ze zielig."},
    ],
    "adviesvraag": "Wat kan ik doen voor Qorinda? Bel mij op 06-12345678.",
}

Door = Callable[[Path], AbstractAsyncContextManager[tuple[MeldcodeApp, Pilot[None]]]]
"""Opens the app, with what it keeps in this folder."""


@dataclass(frozen=True)
class Stop:
    """A screen on a journey: the keys that lead there from the stop before, and what is typed in lines before that."""

    name: str
    keys: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Journey:
    """How the app is opened, and where it stops."""

    door: Door
    stops: tuple[Stop, ...]
    again: bool = False
    """Whether another journey shows this screen in all sizes; then this one only shows what is in it."""


@dataclass(frozen=True)
class Shot:
    """How a stop looks in one language and size, and what is wrong with it."""

    stop: str
    look: str
    """`nl 60x20`."""
    text: str
    wrong: tuple[str, ...]


Look = tuple[str, tuple[int, int]]
"""A language and a size."""


def written(look: Look) -> str:
    """As it stands in a kept text: `nl 60x20`."""
    return f"{look[0]} {look[1][0]}x{look[1][1]}"


def looks(name: str, every: bool = True) -> list[Look]:
    """How a journey is shown; without `every` in the smallest window and one other, of which all get a turn."""
    journey = JOURNEYS[name]
    found = [(lang, size) for lang in LANGUAGES for size in ((START,) if journey.again else SIZES)]
    if every or journey.again:
        return found
    small, *others = found
    return [small, others[list(JOURNEYS).index(name) % len(others)]]


def _unseen(compositor: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None) -> None:
    """Nobody sees what is drawn between two shots, and it would be half of the work."""
    compositor._dirty_regions.clear()


async def shots(journey: Journey, folder: Path, wanted: Sequence[Look]) -> list[Shot]:
    """Every stop, in these languages and sizes."""
    found: list[Shot] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", _unseen)
        for lang in dict.fromkeys(lang for lang, _size in wanted):
            i18n.use(lang)
            async with journey.door(folder / lang) as (app, pilot):
                for stop in journey.stops:
                    await _go(app, pilot, stop)
                    found += [await _shot(app, stop, look) for look in wanted if look[0] == lang]
    i18n.use(i18n.DEFAULT)
    return found


async def _shot(app: MeldcodeApp, stop: Stop, look: Look) -> Shot:
    await _resize(app, look[1])
    _drawn(app)  # only then a list knows its lines, and may ask for other room
    await still()
    text = _drawn(app)
    return Shot(stop.name, written(look), _window(app, text), tuple(wrong(app, text)))


def _drawn(app: MeldcodeApp) -> str:
    """The screen, with what shines through behind a window: drawing takes that list, and empties it."""
    visible_screen_stack.set(app._background_screens)
    return screen_text(app)


def _window(app: MeldcodeApp, text: str) -> str:
    """Of a window the window alone: how far the page behind it scrolled hangs on how it came there."""
    if not isinstance(app.screen, ModalScreen):
        return text
    box = app.screen.children[0].region
    rows = [row[box.x : box.right] if box.y <= y < box.bottom else "" for y, row in enumerate(text.splitlines())]
    return "".join((" " * box.x + row).rstrip() + "\n" for row in rows)


async def _go(app: MeldcodeApp, pilot: Pilot[None], stop: Stop) -> None:
    await _resize(app, START)
    if stop.typed:
        await type_in(app, pilot, **stop.typed)
    for key in stop.keys.split():
        app.post_message(events.Key(key, key if len(key) == 1 else KEYS.get(key)))
        await still()  # what one key moves has ended before the next comes
    await quiet(app, pilot)


async def _resize(app: MeldcodeApp, size: tuple[int, int]) -> None:
    if app.size != size:
        assert isinstance(app._driver, HeadlessDriver)
        app._driver._size = Size(*size)
        app.post_message(events.Resize(Size(*size), Size(*size)))
    await still()
    while app.screen.outer_size != size:  # Textual waits a moment, for a window that is still being pulled at
        await asyncio.sleep(SOON)
        await still()


# kept texts: one file for each stop, with every look below its own line


def kept(stop: str) -> dict[str, str]:
    """The kept texts of a stop by look (`nl 80x24`); empty when there are none yet."""
    path = SCREENS / f"{stop}.txt"
    parts = re.split(r"^=== (.+)\n", path.read_text(encoding="utf-8") if path.exists() else "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def keep(stop: str, looks: Mapping[str, str]) -> None:
    """Write the kept texts of a stop."""
    text = "".join(f"=== {look}\n{text}" for look, text in looks.items())
    (SCREENS / f"{stop}.txt").write_text(text, encoding="utf-8")


def picture(stop: str, look: str = "nl 80x24") -> str:
    """A kept screen, for a page that shows one."""
    return kept(stop)[look]


# doors


def asking(flow: str, answers: object = None, at: str = "") -> Door:
    """In an interview with these answers (or those of a shipped file), at the page of a question."""

    @asynccontextmanager
    async def door(_folder: Path) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
        given = shipped(answers) if isinstance(answers, str) else answers or {}
        assert isinstance(given, dict)
        async with interviewing(flow, given, at, START) as (app, pilot, _interview):
            yield app, pilot

    return door


@asynccontextmanager
async def first_time(_folder: Path) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
    """On the first screen, with nothing kept."""
    async with running(START) as (app, pilot):
        yield app, pilot


@asynccontextmanager
async def shown_around(_folder: Path) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
    """On the first screen of the tour."""
    async with running(START) as (app, pilot):
        await app.push_screen(Tour(first=True))
        yield app, pilot


@asynccontextmanager
async def setting_up(_folder: Path) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
    """On the first screen, with what a person could choose made up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("meldcode.tui.setup.new_passphrase", lambda: OFFER)
        patch.setattr("meldcode.tui.setup.new_recovery_code", lambda: "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV")
        async with app_at(Home(Path("/nergens/dossiers")), Time(), size=START) as (app, pilot):
            yield app, pilot


def at_the_door(locked: bool) -> Door:
    """Before a store, after three secrets that were wrong."""

    @asynccontextmanager
    async def door(folder: Path) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
        folder.mkdir()
        time = Time()
        home, _code = a_store(folder, time)
        async with app_at(home, time, locked, START) as (app, pilot):
            for _try in range(3):
                await unlock(app, pilot, "dit is hem vast niet")
            yield app, pilot

    return door


@asynccontextmanager
async def with_own_flows(folder: Path) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
    """The list with an organisation's own flows in it, on the last of them."""
    put(folder, BROKEN, "a.yaml")
    put(folder)
    async with app_at(Home(folder / "dossiers"), Time(), size=START) as (app, pilot):
        assert isinstance(app.screen, Choose)
        app.screen.query_one(OptionList).highlighted = len(app.screen.heads) - 1
        yield app, pilot


def at_dossiers(fill: Callable[[Vault, pytest.MonkeyPatch], None] | None = None) -> Door:
    """All dossiers of an open store."""

    @asynccontextmanager
    async def door(folder: Path) -> AsyncIterator[tuple[MeldcodeApp, Pilot[None]]]:
        folder.mkdir()
        with pytest.MonkeyPatch.context() as patch, contextmanager(store_of_a_test)(folder, patch) as vault:
            if fill is not None:
                fill(vault, patch)
            patch.setattr(Vault, "head", "12-0123456789abcdef")
            async with at_home(vault, START) as (app, pilot):
                yield app, pilot

    return door


def three(vault: Vault, patch: pytest.MonkeyPatch) -> None:
    """Three invented dossiers, one late and one closed."""
    fixed_codes(patch, "K3F9A", "M7QPW", "T2XHC")
    late = "Nog niets gehoord? Bel Veilig Thuis, 0800-2000, en vraag wat er met uw melding gebeurt."
    later(vault, NOW - timedelta(days=20))
    closed = new(vault, "najaar", "huisarts")
    vault.append(closed, Closed(vault.clock(), "hulp loopt goed", "2026-03-12"), None)
    later(vault, NOW - timedelta(days=12))
    waiting = new(vault, "groep 5, geel")
    dates = (
        Term("a", "2026-02-27", "Vraag Veilig Thuis wat het besluit is.", late),
        Term("b", "2026-05-08", "Vraag na."),
    )
    with_terms(vault, waiting, "beslissen", *dates)
    later(vault, NOW - timedelta(days=1))
    with_terms(
        vault, new(vault, "dinsdag", "jeugdwerk"), "overleg", Term("c", "2026-03-09", "Kijk samen of de hulp werkt.")
    )
    later(vault, NOW)


# journeys


def _to(door: Door, **stops: str) -> Journey:
    return Journey(door, tuple(Stop(name.replace("_", "-"), keys) for name, keys in stops.items()))


def _again(door: Door, name: str, keys: str = "") -> Journey:
    return Journey(door, (Stop(name, keys),), again=True)


JOURNEYS = {
    "first": _to(first_time, choose=""),
    "tour": _to(shown_around, tour_1="", tour_2="enter", tour_3="enter"),
    "setup": Journey(
        setting_up,
        (Stop("setup-choose", "f6"), Stop("setup-write", "f8", {"passphrase": OFFER}), Stop("setup-type", "f8")),
    ),
    "unlock": _to(at_the_door(locked=False), unlock=""),
    "locked": _to(at_the_door(locked=True), locked=""),
    "own flows": _to(with_own_flows, own_flows="", own_flow_asked="enter"),
    "no dossiers": _to(at_dossiers(), dossiers_empty=""),
    "dossiers": _to(
        at_dossiers(three),
        dossiers_home="",
        dossiers_menu="down m",
        dossiers_history="3",
        dossiers_due="escape t",
        dossiers_manage="escape s",
        dossiers_closed_menu="escape end m",
        dossiers_search="escape slash g e e l",
    ),
    "begin": _to(
        asking("onderwijs"),
        first_question="",
        explanation="f1",
        menu="escape f9",
        steps="escape ctrl+p",
        help="escape question_mark",
        search="escape ctrl+o",
    ),
    "danger": _to(asking("onderwijs"), danger="1"),
    "norm": _to(asking("onderwijs", {"acuut_gevaar": "ja"}), norm="f5", request_report_missing="escape f4"),
    "numbers": _to(asking("jeugdwerk"), numbers="f3"),
    "forms": _to(asking("jeugdwerk", INVENTED, "vorm"), forms="4"),
    "facts": _to(asking("huisarts", INVENTED, "signalen"), facts="", fact_form="+"),
    "sleep": _to(asking("onderwijs", {**INVENTED, **HELPED}, "vermoeden"), change_puts_to_sleep="2"),
    "weighing": _again(asking("huisarts", "huisarts-melding", "acuut_onveilig"), "weighing"),
    "readme": _again(asking("jeugdwerk", "jeugdwerk-advies", "acuut_onveilig"), "readme"),
    "decision": _to(asking("onderwijs", "onderwijs-melding", "besluit_melden"), decision=""),
    "overview": _to(asking("jeugdwerk", "jeugdwerk-advies"), overview="f2", outcome="enter"),
    "advice": _to(asking("huisarts", "huisarts-advies"), request_advice="f4"),
    "texts": _to(asking("onderwijs", NAMED), request_texts="f4 tab tab enter"),
    "word": _to(asking("onderwijs", NAMED), request_word="f4 f8 f8"),
    "doubts": _to(asking("onderwijs", NAMED), request_doubts="f4 tab tab down enter", request_doubt="f8"),
    "call": _to(asking("jeugdwerk", "jeugdwerk-advies"), request_call="f4 tab down down enter"),
    "copy": _to(asking("onderwijs", "onderwijs-melding"), request_copy="f4 tab down enter"),
    "leaving": _to(asking("onderwijs", INVENTED), leaving="ctrl+q", hidden="escape f12"),
    "practice": _to(alone(), train_cases="", train_story="1"),
    "practising": _to(
        alone("leeg_trommeltje"),
        train_question="f8",
        train_compared="2 f8",
    ),
    "trainer": _to(group("trainer"), train_console="", train_ending="e"),
    "trainer later": _to(group("trainer", revealed=True), train_console_revealed=""),
    "taking part": _to(group("participant"), train_participant="", train_participant_leaving="ctrl+q"),
    "taking part later": _to(group("participant", revealed=True), train_participant_revealed=""),
    "wall": _to(group("wall"), train_wall=""),
    "hostile": _again(asking("onderwijs", {**INVENTED, "gemeente": HOSTILE}), "hostile", "f2"),
}
"""Every screen there is; `tests/ui/test_screens.py` says when one is missing."""
