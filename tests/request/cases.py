"""Positions for the tests of requests: from the shipped examples, and by hand with an answer to every question.

All persons and cases are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PdfReader

from meldcode.flow.answers import check_answers, read_answers
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Answers, Field, Flow, Item, Position, RequestKind, Value
from meldcode.flow.replay import replay
from meldcode.request import build, content
from meldcode.request.asks import FEEDBACK
from meldcode.request.pdf import to_pdf
from meldcode.request.shape import Json, Request
from meldcode.resources import flows_folder

TODAY = date(2026, 3, 2)
FLOWS = ("basis", "onderwijs", "jeugdwerk", "huisarts", "kinderopvang")
EXAMPLES = tuple(sorted(path.stem for path in (flows_folder() / "voorbeelden").glob("*.yaml")))
EVENT_DAY = "2026-02-10"
BIRTH_DAY = "2017-05-03"

Say = Callable[[str], str]


class Case(NamedTuple):
    """A flow with where its answers lead, and the day."""

    flow: Flow
    position: Position
    today: date = TODAY

    def request(self, kind: RequestKind, language: str = "nl") -> Request:
        return build(self.flow, self.position, kind, self.today, language)


@cache
def flow(name: str) -> Flow:
    return load_flow(name)


@cache
def example(name: str) -> Case:
    """One of the shipped answers files."""
    file = read_answers(flows_folder() / "voorbeelden" / f"{name}.yaml")
    found = flow(file.flow)
    day = file.today or TODAY
    return Case(found, replay(found, check_answers(file, found), day), day)


def by_hand(found: Flow, answers: Answers) -> Case:
    """All these answers count, whether or not the flow would ask them together."""
    return Case(found, replace(replay(found, answers, TODAY), answers=answers))


def everything(found: Flow, say: Say) -> dict[str, Value]:
    """An answer to every question and field; `say` makes the words of a text from where it stands."""
    return {item.id: answer(item, say) for item in found.items.values() if item.is_question}


def sent(found: Flow) -> Iterator[Item]:
    """The questions and notes of a flow whose answers a request may hold."""
    return (item for item in found.items.values() if item.id not in FEEDBACK)


def answer(item: Item, say: Say) -> Value:
    """An answer to one question: for entries two rows with every field."""
    if item.kind == "entries":
        return tuple(row(item, say, str(number)) for number in range(2))
    return value(item, item.id, say)


def row(item: Item, say: Say, mark: str = "") -> dict[str, str | int | tuple[str, ...]]:
    """One entry with every field."""
    return {field.id: value(field, f"{item.id}_{field.id}_{mark}", say) for field in item.fields}


def value(item: Item | Field, place: str, say: Say) -> str | int | tuple[str, ...]:
    """A value that is no entry."""
    if item.kind == "many":
        return tuple(option.id for option in item.options)
    if item.kind in {"yesno", "one"}:
        return item.options[0].id
    if item.kind == "number":
        return 7
    if item.kind == "date":
        return BIRTH_DAY if item.id == "geboortedatum" else EVENT_DAY
    return say(place)


def pdf_of(request: Request) -> PdfReader:
    return PdfReader(BytesIO(to_pdf(request, content(request))))


def pdf_text(request: Request) -> str:
    return "\n".join(page.extract_text() for page in pdf_of(request).pages)


def squeezed(text: str) -> str:
    """Without white space: a PDF breaks lines where it likes."""
    return "".join(text.split())


def leaves(data: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """Every value that is no list and no object, with its place."""
    if isinstance(data, Mapping):
        for key, part in data.items():
            yield from leaves(part, (*path, key))
    elif isinstance(data, list):
        for place, part in enumerate(data):
            yield from leaves(part, (*path, place))
    else:
        yield path, data


def replaced(data: Json, path: tuple[str | int, ...], new: Json) -> Json:
    """The same tree with another value at this place."""
    if not path:
        return new
    first, *rest = path
    if isinstance(data, Mapping):
        return {**data, str(first): replaced(data.get(str(first)), tuple(rest), new)}
    assert isinstance(data, list)
    return [replaced(part, tuple(rest), new) if place == first else part for place, part in enumerate(data)]


def root_of(request: Request) -> Any:
    """The root of the PDF: pypdf's own untyped tree."""
    return pdf_of(request).trailer["/Root"]
