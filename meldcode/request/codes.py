"""Code lists of the AMHK's registration and how the answers of a flow map to them.

The lists of 2015 have codes, those of 2025 labels only; both are given, because regions register in either. A form or
kind without a value of its own gets none: nothing said is better than something wrong.
Source: Uitvoeringsregeling Wmo 2015, bijlage A; see `data/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict

DATA = Path(__file__).parent / "data"


class Target(TypedDict):
    """Where an option points: the label of 2025 and the code of 2015 (None: that list has no such value)."""

    label_2025: str
    code_2015: str | None


class _ByPerson(TypedDict):
    about: str
    forms: list[str]
    child: Target
    adult: Target
    children: list[str]
    adults: list[str]


class _Rule(Target):
    question: str
    option: str


class _Capacity(TypedDict):
    about: str
    answers: list[_Rule]
    professions: dict[str, Target]


class _ByForm(TypedDict):
    about: str
    all: dict[str, str]
    minors: dict[str, str]


class _Place(TypedDict):
    list: str
    code: str


class _ListMap(TypedDict):
    about: str
    relatie: dict[str, _Place]
    tolk: dict[str, _Place]
    jeugdbescherming: dict[str, _Place]


Listed = Literal["relatie", "tolk", "jeugdbescherming"]
"""The answers that have values in lists of the iJw standard."""


class CodeMap(TypedDict):
    """The content of `data/mapping.json`."""

    aanleiding: dict[str, Target]
    aanleiding_by_person: _ByPerson
    aard: dict[str, Target]
    aard_by_form: _ByForm
    hoedanigheid: _Capacity
    geslacht: dict[str, str]
    anonimiteit_grond: dict[str, str]
    lijsten: _ListMap
    ongeboren: dict[str, str]


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a list; `code` is empty where the list has labels only. `list_name` stands where it must be said."""

    label: str
    code: str = ""
    list_name: str = ""


@cache
def mapping() -> CodeMap:
    """The mapping from option ids to the lists."""
    found: CodeMap = json.loads((DATA / "mapping.json").read_text("utf-8"))
    return found


@cache
def code_list(name: str) -> tuple[Code, ...]:
    """All values of one list of `data/codelijsten.json`, in the list's own order."""
    items = _lists()[name]["items"]
    return tuple(Code(str(item["label"]), str(item["code"] or "")) for item in items)


def reasons(forms: Iterable[str], person: str | None) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
    """The values of `aanleiding` (2025, 2015) for the forms of violence and the person concerned (option ids)."""
    by_person = mapping()["aanleiding_by_person"]
    targets: list[Target | None] = []
    for form in forms:
        if form not in by_person["forms"]:
            targets.append(mapping()["aanleiding"].get(form))
        elif person in by_person["children"]:
            targets.append(by_person["child"])
        elif person in by_person["adults"]:
            targets.append(by_person["adult"])
    return _codes("aanleiding", targets)


def natures(
    kinds: Iterable[str], forms: Iterable[str] = (), person: str | None = None
) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
    """The values of `aard` (2025, 2015) for the kinds of violence, and for the forms that are a kind themselves."""
    by_form = mapping()["aard_by_form"]
    child = person in mapping()["aanleiding_by_person"]["children"]
    known = {**by_form["all"], **(by_form["minors"] if child else {})}
    wanted = [*kinds, *(known[form] for form in forms if form in known)]
    return _codes("aard", [mapping()["aard"].get(kind) for kind in wanted])


def capacity(profession: str, answers: Mapping[str, object]) -> tuple[Code, Code]:
    """The value of `hoedanigheid` (2025, 2015) of the professional: by the answers given, else by profession."""
    rules = mapping()["hoedanigheid"]
    professions = rules["professions"]
    target: Target = professions.get(profession, professions["other"])
    for rule in rules["answers"]:
        if answers.get(rule["question"]) == rule["option"]:
            target = rule
            break
    new, old = _codes("hoedanigheid", [target])
    return new[0], old[0]


def sex(option: str) -> Code:
    """The value of `geslacht_vt` for an option id; unknown for anything else."""
    return _by_code("geslacht_vt", mapping()["geslacht"].get(option, "O"))


def ground_of_anonymity(option: str) -> Code | None:
    """The legal ground to stay unnamed to the family (Uitvoeringsbesluit Wmo 2015 art. 4.1.8), or None."""
    code = mapping()["anonimiteit_grond"].get(option)
    return _by_code("anonimiteit_grond", code) if code else None


def listed(about: Listed, option: str | None) -> Code | None:
    """The value of an option in a list of the iJw standard, with the name of that list; None where none fits."""
    place = mapping()["lijsten"][about].get(option or "")
    if place is None:
        return None
    found = _by_code(place["list"], place["code"])
    return Code(found.label, found.code, place["list"])


def unborn() -> dict[str, str]:
    """What stands for `bsn` and `geboortedatum` of a child that is not born yet (lists `…_bijzonder`)."""
    return dict(mapping()["ongeboren"])


def _codes(name: str, targets: list[Target | None]) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
    """Each value once, in the order of the lists."""
    labels = {target["label_2025"] for target in targets if target}
    codes = {target["code_2015"] for target in targets if target}
    new = tuple(code for code in code_list(f"{name}_2025") if code.label in labels)
    return new, tuple(code for code in code_list(f"{name}_2015") if code.code in codes)


def _by_code(name: str, wanted: str) -> Code:
    return next(code for code in code_list(name) if code.code == wanted)


class _Item(TypedDict):
    label: str
    code: str | None


class _List(TypedDict):
    items: list[_Item]


@cache
def _lists() -> dict[str, _List]:
    found: dict[str, _List] = json.loads((DATA / "codelijsten.json").read_text("utf-8"))
    return found
