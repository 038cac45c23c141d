"""A third language is a matter of one catalogue, and nothing that a person sees is outside it.

The language is made here: every text of the catalogues with accents on its letters, longer by a third, in brackets. So
a word that shows in plain letters came from somewhere else: from an answer, a name or an id, or from a text in the code
that nobody can translate.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from meldcode import cli, i18n, resources
from meldcode.check.protocol.build import protocol
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow, RequestKind
from meldcode.flow.replay import replay
from meldcode.request import build, preview
from tests.check.protocols import SCHOOL
from tests.journeys.transcript import events_of, in_lines
from tests.plain.helper import Person, Typed
from tests.plain.test_commands import at
from tests.ui.helper import at_rest, interviewing, running, shipped

LOCALES = Path(__file__).resolve().parent.parent / "locales"
EXAMPLE = resources.flows_folder() / "voorbeelden" / "onderwijs-melding.yaml"
TODAY = date(2026, 3, 2)
PSEUDO = "eo"
"""A language that babel knows, so that it has dates and plurals; nothing here is really in it."""
_ACCENTS = str.maketrans("acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ", "àçđéğĥîĵķļñöŕšţüŵýžÀÇĐÉĞĤÎĴĶĻÑÖŔŠŢÜŴÝŽ")
_PLACE = re.compile(r"(\{[^{}]*\})")
_WORD = re.compile(r"[A-Za-z]{3,}\b(?!…)")
_DATE = re.compile(r"\d{1,2} [A-Za-z]+ \d{4}")
_WRITTEN = re.compile(r"--[a-z-]+|[A-Z]{3,}( RANGE)?|\{[a-z|]+\}|\[[a-z|\s]+\]|^ +[a-z-]+  ", re.MULTILINE)
"""In help: what is typed as it stands, and what stands for a value."""


def pseudo(text: str) -> str:
    """The text in the language of this test; its places to fill in stay."""
    parts = [part if place % 2 else part.translate(_ACCENTS) for place, part in enumerate(_PLACE.split(text))]
    return "[" + "".join(parts) + "·" * (len(text) // 3) + "]"


def catalogue(domain: str) -> Catalog:
    """Every text of a domain in the language of this test."""
    result = Catalog(locale=PSEUDO)
    with (LOCALES / f"{domain}.pot").open("rb") as source:
        for message in read_po(source):
            if message.pluralizable:
                result.add(message.id, tuple(map(pseudo, message.id)))
            elif message.id:
                result.add(message.id, pseudo(str(message.id)))
    return result


@pytest.fixture(scope="module", autouse=True)
def third_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Its two catalogues, in the place of those that ship. Nothing else is done to have another language."""
    folder = tmp_path_factory.mktemp("locales")
    (folder / PSEUDO / "LC_MESSAGES").mkdir(parents=True)
    for domain in ("meldcode", "flows"):
        with (folder / PSEUDO / "LC_MESSAGES" / f"{domain}.mo").open("wb") as target:
            write_mo(target, catalogue(domain))
    real = resources.folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "folder", lambda name: str(folder) if name == "locales" else real(name))
        i18n._catalogue.cache_clear()
        yield
    i18n._catalogue.cache_clear()


@pytest.fixture(autouse=True)
def in_third_language(dutch: None) -> None:
    """Every test here is in it."""
    i18n.use(PSEUDO)


def words(*texts: str) -> set[str]:
    """Words in plain letters; a date is babel's."""
    return set(_WORD.findall(_DATE.sub("", " ".join(texts))))


def names(flow: Flow) -> set[str]:
    """Who published a source and where it is found, and whom to call: names, in every language."""
    return words("Veilig Thuis", *(f"{one.by} {one.url}" for one in flow.sources.values()))


def strings(part: object) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from strings(getattr(part, field.name))
    elif isinstance(part, tuple | list):
        for one in part:
            yield from strings(one)


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a verb prints."""
    with pytest.raises(SystemExit):
        cli.main([*arguments, "--lang", PSEUDO])
    return "".join(capsys.readouterr())


def test_the_third_language_has_its_own_name_and_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert i18n.languages() == {"nl": "Nederlands", PSEUDO: pseudo("Nederlands")}
    assert f"--lang nl|{PSEUDO}" in typed(capsys, "--help")


@pytest.mark.parametrize("verb", ["", *cli.VERBS, "dossier list"])
def test_help_is_in_it(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    known = {"meldcode", *words(verb), *words(*cli.VERBS)}
    assert words(_WRITTEN.sub("", typed(capsys, *verb.split(), "--help"))) - known == set()


def test_what_verbs_say_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split("\t") for line in typed(capsys, "flows").splitlines()]
    assert words(*(row[1] for row in rows)) == set()
    assert words(typed(capsys, "run", "onderwijs", "--answers", str(EXAMPLE))) - names(load_flow("onderwijs")) == set()
    failed = typed(capsys, "run", "onderwijs", "--answers", "nergens.yaml")
    assert words(failed) - {"meldcode", "error", "hint", "nergens", "yaml"} == set()


def test_ids_and_stored_answers_do_not_depend_on_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    flow, answers, seen = load_flow("onderwijs"), shipped("onderwijs-melding"), []
    for lang in ("nl", PSEUDO):
        with pytest.raises(SystemExit):
            cli.main(["run", "onderwijs", "--answers", str(EXAMPLE), "--json", "--lang", lang])
        printed = json.loads(capsys.readouterr().out)
        for part in (*printed["because"], *printed["deadlines"]):
            del part["text"]
        interview, _shown = in_lines(flow, answers)
        seen.append((printed, events_of(interview)))
    assert seen[0] == seen[1]


def test_the_line_mode_is_in_it() -> None:
    flow = load_flow("onderwijs")
    script: list[Typed] = ["?", "h", "!", "5", "2", "1", "Nergenshuizen", "o", "", "b", "9-9-9", "q"]
    person: Person = at(*script[:-1], "q")[0]
    assert words(person.text) - words(*(str(line) for line in script)) - names(flow) == set()
    _interview, shown = in_lines(flow, shipped("onderwijs-melding"))
    assert words(shown) - words(EXAMPLE.read_text("utf-8")) - names(flow) == set()


@pytest.mark.parametrize("kind", ["advice", "report"])
def test_a_request_is_in_it(kind: RequestKind) -> None:
    flow = load_flow("onderwijs")
    position = replay(flow, shipped("onderwijs-melding"), TODAY)
    text = preview(build(flow, position, kind, TODAY, PSEUDO, decided={}))
    official = re.compile(rf"^ *{re.escape(pseudo('Protocol 2025'))[:5]}.*$", re.MULTILINE)  # words of a code list
    known = words(EXAMPLE.read_text("utf-8"), "www.veiligthuisutrecht.nl", "Veilig Thuis Utrecht")
    assert words(official.sub("", text)) - known == set()


def test_the_written_code_of_an_organisation_is_in_it() -> None:
    flow = load_flow(SCHOOL)
    own = words("{pages}", SCHOOL.read_text("utf-8"), flow.id, *(name for name, _content in flow.layers))
    made = [text for text in strings(protocol(flow, (), TODAY)) if text not in {PSEUDO, flow.digest}]
    assert words(*made) - own - names(flow) == set()


SCREENS: dict[str, tuple[str, list[str]]] = {
    "choose": ("", []),
    "menu": ("", ["f9"]),
    "help": ("", ["question_mark"]),
    "setup": ("", ["f6"]),
    "first": ("onderwijs", []),
    "form": ("onderwijs", ["+"]),
    "outcome": ("onderwijs", ["f2", "enter"]),
    "request": ("onderwijs", ["f4"]),
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_in_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    flow, keys = SCREENS[name]
    monkeypatch.setenv("MELDCODE_HOME", "/00")
    monkeypatch.setattr("meldcode.tui.setup.new_passphrase", lambda: "00")

    async def shown() -> str:
        at = "signalen" if name == "form" else ""
        size = (120, 60)
        async with interviewing(flow, {}, at, size) if flow else running(size) as opened:
            app, pilot = cast("tuple[Any, Any]", opened[:2])
            for key in keys:
                await pilot.press(key)
            return await at_rest(app, pilot)

    known = names(load_flow(flow or "basis")) | {"meldcode", "dossiers", "ESC", "ENTER", "TAB"}
    plain = words(asyncio.run(shown()))
    assert {word for word in plain if not any(name.startswith(word) for name in known)} == set()  # a window cuts words
