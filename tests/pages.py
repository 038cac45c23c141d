"""The pages for people: their blocks, and what the program itself puts in them.

A comment above a block says where it comes from; `tests/test_pages.py` holds the two equal and with
`--update-screens` writes what is new into the page:

    <!-- screen: NAME -->           a screen of the walk of this page, or else a kept one of `tests/ui/screens`
    <!-- transcript: NAME -->       the line mode, with what is typed behind `> `
    <!-- output: COMMAND -->        what a command of this page prints
    <!-- why: FLOW QUESTION -->     why a flow asks this, and its sources
    <!-- file: NAME -->             a file that the reader makes
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from meldcode.dossier.home import Home
from meldcode.flow.loader import load_flow
from meldcode.i18n import _
from meldcode.interview import Interview
from meldcode.plain.lines import Left, Lines
from meldcode.plain.session import Session, choose_flow
from meldcode.training.links import LocalLink
from meldcode.training.reading import find_case, read_case
from meldcode.training.session import Session as Group
from meldcode.training.slides import Meeting, Projection
from meldcode.tui.app import MeldcodeApp
from meldcode.tui.interview_screen import InterviewScreen
from meldcode.tui.training.console import ConsoleApp
from meldcode.tui.training.participant import ParticipantApp
from meldcode.tui.training.projector import ProjectorApp
from meldcode.tui.training.walking import make_app as make_practising
from tests.ui.helper import at_rest, clock, running, screen_text, settle, shipped
from tests.ui.kept_helper import press, quiet
from tests.ui.shots import JOURNEYS, picture

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
OWN = tuple(DOCS / f"{name}.md" for name in ("vijf-minuten", "training", "eigen-meldcode", "privacy"))
"""The pages that were written for who uses the program, in Dutch."""
PAGES = (README, ROOT / "flows" / "README.md", *sorted(DOCS.glob("*.md")))

_BLOCK = re.compile(r"(?:<!-- (?P<kind>\w+): (?P<name>.+?) -->\n)?```(?P<language>\w+)\n(?P<text>.*?)```", re.DOTALL)
_WIDTH = 88
"""Columns of a text that is quoted."""


class Block(NamedTuple):
    """A fenced block, and what the comment above it says; both empty without one."""

    kind: str
    name: str
    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    """Every block of a page, from its top down."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(one["kind"] or "", one["name"] or "", one["language"], one["text"]) for one in found]


def put(page: Path, texts: Mapping[tuple[str, str], str]) -> None:
    """Write these texts in the blocks of that kind and name."""

    def anew(one: re.Match[str]) -> str:
        text = texts.get((one["kind"], one["name"]))
        if text is None:
            return one[0]
        return f"<!-- {one['kind']}: {one['name']} -->\n```{one['language']}\n{text}```"

    page.write_text(_BLOCK.sub(anew, page.read_text(encoding="utf-8")), encoding="utf-8")


def file_of(page: Path, name: str) -> str:
    """A file that the page has its reader make."""
    return next(one.text for one in blocks(page) if (one.kind, one.name) == ("file", name))


# screens


class Walk:
    """Somebody who walks through the app, and holds on to what stands on the screen."""

    def __init__(self, app: MeldcodeApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.seen: dict[str, str] = {}

    async def press(self, *keys: str) -> None:
        """Press each key."""
        await press(self.app, self.pilot, *keys)

    async def write(self, text: str) -> None:
        """Put a text where the cursor is."""
        self.app.post_message(events.Paste(text))
        await quiet(self.app, self.pilot)

    async def open(self, interview: Interview) -> None:
        """Go on with this interview."""
        self.app.interview = interview
        await self.app.push_screen(InterviewScreen(interview))
        await quiet(self.app, self.pilot)

    def hold(self, name: str) -> None:
        """Keep the screen as it is now."""
        self.seen[name] = screen_text(self.app)


async def _five_minutes(walk: Walk, _folder: Path) -> None:
    """A teacher, from the first screen to the preview of an advice. What is not on a picture is given at once."""
    walk.hold("kiezen")
    await walk.press("4")
    walk.hold("eerste-vraag")
    interview, given = walk.app.interview, dict(shipped("onderwijs-advies"))
    assert interview is not None
    names = list(given)
    for name in names[: names.index("signalen")]:
        assert interview.answer(name, given[name]).error is None, name
    interview.go("signalen")
    await walk.open(interview)
    await walk.press("+")
    await walk.write("vorige week di")
    await walk.press("tab", "1")
    walk.hold("feit")
    await walk.press("tab", "tab")
    await walk.write("Kwam zonder jas naar school. Het was rond het vriespunt.")
    await walk.press("f8")
    typed = interview.value("signalen")
    assert isinstance(typed, tuple)
    assert "vriespunt" in str(typed)
    assert "2026-02-24" in str(typed)
    earlier = given["signalen"]
    assert isinstance(earlier, tuple)
    for name in names:
        raw = [*earlier, *typed] if name == "signalen" else given[name]
        assert interview.answer(name, raw).error is None, name
    assert interview.would_be()  # the page says that the norm screen ends with these
    interview.go("acuut_onveilig")
    await walk.open(interview)
    walk.hold("wegen")
    await walk.press("f5")
    walk.hold("norm")
    await walk.press("escape", "f4")
    walk.hold("aanvraag")
    await walk.press("f8", "f8")
    assert "Nee, schrijf de adviesvraag" in screen_text(walk.app)


async def _afternoon(_page: Path, folder: Path) -> dict[str, str]:
    """The case of the page with a group of four: the trainer, somebody who takes part, the wall, and somebody alone."""
    case, flow = read_case(find_case("leeg_trommeltje"))
    session = Group(case, flow, clock, "CDFHJ")
    people = [session.join("CDFHJ", "") for _one in range(4)]
    for token in people:
        session.came(token)
    session.release()
    session.ask(0)
    for token, option in zip(people, ("nee", "onbekend", "nee"), strict=False):
        session.answer(token, 0, option)
    meeting = Meeting(("http://192.168.1.20:8765",), session.code)
    about = [_("Meedoen kan alleen met de code. Het verkeer is niet versleuteld.")]
    projection = Projection(meeting)
    console = ConsoleApp(session, [*meeting.addresses], about, lambda: None, list, projection)
    seen = {
        "trainer": await _look(console, 100, 34),
        "deelnemer": await _look(ParticipantApp(LocalLink(session, people[0])), 88, 26),
    }
    session.close()
    session.show()
    seen["muur"] = await _look(ProjectorApp(session, projection), 66, 16)
    app = make_practising(clock, Home(folder / "dossiers"), "leeg_trommeltje")
    seen["alleen"] = await _look(app, 120, 34, "f8")
    return seen


async def _look(app: App[None], columns: int, lines: int, *keys: str) -> str:
    async with app.run_test(size=(columns, lines)) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        return await at_rest(app, pilot)  # type: ignore[arg-type]  # it asks for a screen, as all apps have


async def _in_the_app(page: Path, folder: Path) -> dict[str, str]:
    """The pictures of a page whose walk is through the app: it is opened once for all of them."""
    async with running() as (app, pilot):
        walk = Walk(app, pilot)
        await _five_minutes(walk, folder)
    return walk.seen


_WALKS: Mapping[str, Callable[[Path, Path], Awaitable[dict[str, str]]]] = {
    "vijf-minuten": _in_the_app,
    "training": _afternoon,
}
_KEPT = {"interview": "readme"}
"""Pictures that are called otherwise in a page than in `tests/ui/screens`."""


async def _seen(page: Path, folder: Path) -> dict[str, str]:
    """The pictures of a page."""
    return await _WALKS[page.stem](page, folder) if page.stem in _WALKS else {}


async def _new_picture(stop: str, folder: Path) -> str:
    """A stop as it looks now; while the kept ones are written anew, who knows which come first."""
    journey = next(one for one in JOURNEYS.values() if [each.name for each in one.stops] == [stop])
    async with journey.door(folder) as (app, pilot):
        await press(app, pilot, *journey.stops[0].keys.split())
        return screen_text(app)


# words


def _spoken(typed: list[str]) -> str:
    """The line mode with these lines typed, until there are no more."""
    shown: list[str] = []
    left = iter(typed)

    def read() -> str:
        line = next(left, None)
        if line is None:
            return ""
        shown.append(f"> {line}")
        return f"{line}\n"

    lines = Lines(read, shown.append)
    session = Session(load_flow(choose_flow(lines)), lines, clock)
    with pytest.raises(Left):
        session.run()
    assert next(left, None) is None
    return "\n".join(shown) + "\n"


TYPED = {
    "plain": ["4", "?", "1"],
    "regels": ["4", "2", "1", "Amersfoort", "u"],
}
"""What is typed in each transcript. Whoever works here: lines that go past what is worth reading make a long page."""


def _why(flow_name: str, question: str) -> str:
    """Question, reason and sources as the flow has them."""
    flow = load_flow(flow_name)
    item = flow.items[question]
    sources = "; ".join(flow.sources[name].title for name in item.sources)
    parts = (item.text, item.why, f"Bron: {sources}")
    return "\n".join(line for part in parts for line in textwrap.wrap(part, _WIDTH)) + "\n"


# all of it


async def made(page: Path, folder: Path, anew: bool) -> dict[tuple[str, str], str]:
    """What the program puts in the blocks of this page, but for the output of commands, by kind and name."""
    found: dict[tuple[str, str], str] = {}
    wanted = {(one.kind, one.name) for one in blocks(page)}
    seen = await _seen(page, folder) if any(kind == "screen" for kind, _name in wanted) else {}
    for kind, name in sorted(wanted):
        if kind == "screen":
            stop = _KEPT.get(name, name)
            found[kind, name] = seen[name] if name in seen else picture(stop)
            if anew and name not in seen:
                found[kind, name] = await _new_picture(stop, folder)
        elif kind == "transcript":
            found[kind, name] = _spoken(TYPED[name])
        elif kind == "why":
            found[kind, name] = _why(*name.split())
    return found
