"""Reads practice cases, strictly: what is wrong is told with its line and how to mend it; and lists what there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meldcode import i18n, resources
from meldcode.dossier.home import find_home
from meldcode.flow.answers import AnswersFile, check_answers, check_flow_named, read_answers
from meldcode.flow.findings import Finding, FlowError, Problems, near_match
from meldcode.flow.heads import heads as flow_heads
from meldcode.flow.heads import named
from meldcode.flow.loader import peek_flow
from meldcode.flow.model import NOWHERE, Flow, Source
from meldcode.flow.nodes import maps, names_in
from meldcode.flow.reader import Map
from meldcode.flow.shape import check_shape
from meldcode.i18n import _
from meldcode.training.case import Case, Fragment, Person, Stage, Tempting, Variant, Weighing
from meldcode.training.fitting import faults

OWN_FOLDER = "oefeningen"
"""In the data folder: cases of an organisation's own. In `flows/` the shipped ones have a folder of that name too."""
_LINE = re.compile(r"(case|title|flow|version|minutes):\s*(.*?)\s*\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """What a list of cases shows; read from the first lines of a file."""

    id: str
    title: str
    flow: str
    version: str
    minutes: str
    path: Path
    own: bool = False


def shipped_folder() -> Path:
    """The folder with the cases that ship."""
    return resources.flows_folder() / OWN_FOLDER


def heads(folder: Path | None = None) -> list[Head]:
    """The cases there are: those that ship, by title, then own ones. `folder` is the data folder. Raises nothing."""
    shipped = sorted((_head(path, False) for path in shipped_folder().glob("*.yaml")), key=lambda head: head.title)
    try:
        own = sorted((folder / OWN_FOLDER).glob("*.yaml")) if folder is not None else []
    except OSError:
        own = []
    return [*shipped, *(_head(path, True) for path in own if path.is_file())]


def _head(path: Path, own: bool) -> Head:
    text = {"case": path.stem, "title": path.stem, "flow": "", "version": "", "minutes": ""}
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith(("stages:", "answers:")):
                    break
                if found := _LINE.match(line.rstrip("\n")):
                    text[found[1]] = found[2].strip("\"'")
    except OSError:
        pass  # it is told about when it is opened
    return Head(text["case"], text["title"], text["flow"], text["version"], text["minutes"], path, own)


def find_case(name: str, folder: Path | None = None) -> Path:
    """The file of a case by id or path; `folder` is the data folder. Raises `FlowError` with a near match."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
        return path
    known = {head.id: head.path for head in reversed(heads(folder))}  # what ships goes before
    if name in known:
        return known[name]
    what = _("het oefengeval `{id}` bestaat niet").format(id=name)
    remedy = _("Bekijk met `meldcode train list` welke er zijn, of geef het pad van een bestand.")
    raise FlowError([Finding("Y001", NOWHERE._replace(file=name), what, remedy=remedy, near=near_match(name, known))])


def read_case(path: Path, flow: Flow | None = None) -> tuple[Case, Flow]:
    """A case that can be walked, and the flow that it is walked in: see `peek_case`.

    Raises `FlowError` with every finding, also when the case asks what this flow does not know.
    """
    case, flow = peek_case(path, flow)
    found = [Finding(one.code, one.mark, one.what, remedy=one.remedy, near=one.near) for one in faults(case, flow)]
    if found:
        raise FlowError(found)
    return case, flow


def peek_case(path: Path, flow: Flow | None = None) -> tuple[Case, Flow]:
    """The case as far as its file goes, and the flow: the one given, or the one that its file names.

    A flow is looked for among those that ship, then in the data folder, then beside the case. Raises `FlowError` with
    every finding.
    """
    file = read_answers(path)
    problems = Problems()
    if "case" not in file.root:
        what = _("dit is geen oefengeval: de sleutel `case` ontbreekt")
        remedy = _("Maak er een van een antwoordenbestand met `meldcode train new`.")
        raise FlowError([Finding("S002", file.root.mark, what, remedy=remedy)])
    check_shape(file.root, problems, "meldcode.training", "case.schema.json")
    problems.check()
    if flow is None:
        flow = peek_flow(_flow_of(file.flow, path))
        check_flow_named(file, flow)
    return _made(file, flow, path), flow


def _flow_of(name: str, path: Path) -> str | Path:
    """Where the flow of a case is: an id that ships or that is in the data folder; else a file beside the case."""
    found = named(name, find_home().folder.parent)
    if isinstance(found, Path) or any(head.id == name for head in flow_heads()):
        return found
    beside = (folder / f"{name}.yaml" for folder in (path.parent, path.parent.parent))
    return next((file for file in beside if name.replace("_", "").isalnum() and file.is_file()), name)


def _made(file: AnswersFile, flow: Flow, path: Path) -> Case:
    root = file.root
    own = root.get("translations")
    if isinstance(own, Map):
        i18n.add_texts({lang: texts for lang, texts in own.items() if isinstance(texts, Map)})  # type: ignore[misc]  # texts
    return Case(
        id=_text(root, "case"),
        title=_text(root, "title"),
        version=_text(root, "version"),
        flow=file.flow,
        flow_version=_text(root, "flow_version"),
        today=file.today or date.min,  # the shape asks for it
        minutes=int(str(root["minutes"])),
        role=_text(root, "role"),
        setting=_text(root, "setting"),
        people=tuple(Person(_text(one, "who"), _text(one, "about")) for one in maps(root.get("people"))),
        sources=dict(_sources(root)),
        stages=tuple(map(_stage, maps(root["stages"]))),
        variants=tuple(map(_variant, maps(root.get("variants")))),
        discuss=_texts(root, "discuss"),
        answers=check_answers(file, flow),
        path=path,
        root=root,
    )


def _stage(node: Map) -> Stage:
    return Stage(
        id=_text(node, "stage"),
        step=_text(node, "step"),
        title=_text(node, "title"),
        fragments=tuple(
            Fragment(_text(one, "kind"), _text(one, "text"))  # type: ignore[arg-type]  # the shape knows the kinds
            for one in maps(node.get("fragments"))
        ),
        weighings=tuple(map(_weighing, maps(node.get("weigh")))),
        discuss=_texts(node, "discuss"),
        mark=node.mark,
    )


def _weighing(node: Map) -> Weighing:
    tempting = node.get("tempting")
    return Weighing(
        ask=_text(node, "ask"),
        answer=_text(node, "answer"),
        why=_text(node, "why"),
        sources=tuple(names_in(node.get("source"))),
        text=_text(node, "text"),
        tempting=Tempting(_text(tempting, "answer"), _text(tempting, "why")) if isinstance(tempting, Map) else None,
        mark=node.mark,
    )


def _variant(node: Map) -> Variant:
    raw = node.get("answers")
    return Variant(
        id=_text(node, "variant"),
        title=_text(node, "title"),
        text=_text(node, "text"),
        raw=raw if isinstance(raw, Map) else Map(node.mark),
        why=_text(node, "why"),
        sources=tuple(names_in(node.get("source"))),
        mark=node.mark,
    )


def _sources(root: Map) -> Iterator[tuple[str, Source]]:
    node = root.get("sources")
    for name, one in node.items() if isinstance(node, Map) else ():
        if isinstance(one, Map):
            year = one.get("year")
            yield (
                name,
                Source(
                    name,
                    _text(one, "title"),
                    year if isinstance(year, int) else None,
                    _text(one, "by"),
                    _text(one, "url"),
                    _text(one, "note"),
                ),
            )


def _text(node: Map, key: str) -> str:
    value = node.get(key)
    return "" if value is None else str(value).strip()


def _texts(node: Map, key: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names_in(node.get(key)))
