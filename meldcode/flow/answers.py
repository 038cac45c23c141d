"""Answers files: what `run`, scenarios and practice cases read. Strict: a slip of the pen is told, with its line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from meldcode.flow.findings import Finding, FlowError, Problems, near_match
from meldcode.flow.model import Answers, Field, Flow, Item, Mark, Value
from meldcode.flow.reader import Map, Seq, read_file, read_yaml
from meldcode.flow.values import BadValue, parse
from meldcode.i18n import _

_KEYS = ("flow", "today", "practice", "expect", "answers", "screening")
"""`expect` is what a scenario says of its answers; `check` holds it to that, and everybody else reads over it."""
CASE_KEYS = (
    "case",
    "title",
    "version",
    "flow_version",
    "minutes",
    "role",
    "setting",
    "people",
    "sources",
    "stages",
    "variants",
    "discuss",
    "translations",
)
"""What a practice case has besides: it is an answers file with a story around it. `meldcode.training` reads that."""
_SCREENING = ("keep", "replace", "take", "leave", "rest")
_TODAY = Field("today", "date", "")


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """A read answers file, not yet held against a flow."""

    root: Map
    flow: str
    """The id of the flow it is for; empty when the file does not say."""
    today: date | None
    """The day the dossier is looked at; None means now."""
    practice: bool = False
    """Whether this is an exercise: then everything that is written says so."""


@dataclass(frozen=True, slots=True)
class Screening:
    """What a person decided about the texts of an advice: words by how they stand in the text, texts by their place.

    `take` and `leave` hold `question` or `question.field`. `rest`: what happens to a text in which a marked word is
    left undecided: it stays out (`leave`), or each such word is replaced (`replace`).
    """

    keep: tuple[str, ...] = ()
    replace: tuple[tuple[str, str], ...] = ()
    take: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    rest: Literal["leave", "replace"] = "leave"


def read_answers(path: Path) -> AnswersFile:
    """Read the file. Raises `FlowError` for what is wrong in it apart from the answers themselves."""
    root = read_yaml(read_file(path), str(path))
    problems = Problems()
    known = (*_KEYS, *CASE_KEYS) if "case" in root else _KEYS
    for key in root:
        if key not in known:
            what = _("de sleutel `{key}` bestaat hier niet").format(key=key)
            remedy = _("Hier kunnen staan: {keys}.").format(keys=", ".join(known))
            problems.add("A001", root.at(key), what, remedy=remedy, near=near_match(key, known))
    day: date | None = None
    try:
        today = parse(_TODAY, root.get("today"))
        day = None if today is None else date.fromisoformat(str(today))
    except BadValue as error:
        problems.add("A003", root.at("today"), error.reason, remedy=error.hint)
    if not isinstance(root.get("answers"), Map):
        remedy = _("Zet onder `answers:` per vraag het antwoord.")
        problems.add("A001", root.at("answers"), _("hier ontbreken de antwoorden"), remedy=remedy)
    practice = root.get("practice", False)
    if not isinstance(practice, bool):
        problems.add("A003", root.at("practice"), _("hier hoort `true` of `false`"))
    problems.check()
    flow = root.get("flow")
    exercise = practice is True or "case" in root  # whatever a case says of itself
    return AnswersFile(root, flow if isinstance(flow, str) else "", day, exercise)


def check_screening(file: AnswersFile, places: Collection[str]) -> Screening | None:
    """What the file says of the texts of an advice; None when it says nothing: then no text goes along.

    `places` are the texts that can go along (`question` or `question.field`). Raises `FlowError` with every problem.
    """
    given = file.root.get("screening")
    if given is None:
        return None
    problems = Problems()
    if not isinstance(given, Map):
        remedy = _("Hier kunnen staan: {keys}.").format(keys=", ".join(_SCREENING))
        problems.add("A005", file.root.at("screening"), _("hier horen keuzes voor de teksten"), remedy=remedy)
        problems.check()
        return None
    for key in given:
        if key not in _SCREENING:
            remedy = _("Hier kunnen staan: {keys}.").format(keys=", ".join(_SCREENING))
            near = near_match(key, _SCREENING)
            problems.add("A001", given.at(key), _("deze sleutel bestaat hier niet"), remedy=remedy, near=near)
    keep, take, leave = (_words(given, key, problems) for key in ("keep", "take", "leave"))
    replace = _replacements(given, problems)
    for key in ("take", "leave"):
        _check_places(given, key, places, problems)
    for key, twice in (("replace", {*keep} & {word for word, _new in replace}), ("leave", {*take} & {*leave})):
        if twice:
            what = _("hier staat iets dat ook in de andere lijst staat")
            problems.add("A006", given.at(key), what, remedy=_("Kies één van de twee."))
    rest = given.get("rest", "leave")
    if rest not in ("leave", "replace"):
        problems.add("A003", given.at("rest"), _("hier hoort `leave` of `replace`"))
    problems.check()
    return Screening(keep, replace, take, leave, "replace" if rest == "replace" else "leave")


def _words(given: Map, key: str, problems: Problems) -> tuple[str, ...]:
    value = given.get(key)
    if value is None:
        return ()
    words = tuple(str(word) for word in value if type(word) in (str, int)) if isinstance(value, Seq) else ()
    if not isinstance(value, Seq) or len(words) != len(value):
        problems.add("A005", given.at(key), _("hier hoort een lijst van woorden"))
    return words


def _replacements(given: Map, problems: Problems) -> tuple[tuple[str, str], ...]:
    value = given.get("replace")
    if value is None:
        return ()
    pairs = (
        tuple((str(word), new) for word, new in value.items() if isinstance(new, str)) if isinstance(value, Map) else ()
    )
    if not isinstance(value, Map) or len(pairs) != len(value):
        problems.add("A005", given.at("replace"), _("hier hoort per woord wat ervoor in de plaats komt"))
    return pairs


def _check_places(given: Map, key: str, places: Collection[str], problems: Problems) -> None:
    """What is no such text is told by its line and not repeated: it may be an answer in the wrong place."""
    value = given.get(key)
    for mark, name in zip(value.marks, value, strict=True) if isinstance(value, Seq) else ():
        if str(name) not in places:
            what = _("dit is geen tekst die mee kan in een adviesvraag")
            remedy = _("Dit kan: {places}.").format(places=", ".join(sorted(places)))
            problems.add("A002", mark, what, remedy=remedy, near=near_match(str(name), list(places)))


def check_answers(file: AnswersFile, flow: Flow) -> Answers:
    """The answers as the flow keeps them. Raises `FlowError` with every unknown question and refused value."""
    given = file.root["answers"]
    problems = Problems()
    answers: dict[str, Value] = {}
    questions = [item.id for item in flow.items.values() if item.is_question]
    for name, raw in (given if isinstance(given, Map) else {}).items():
        mark = given.at(name) if isinstance(given, Map) else file.root.mark
        item = flow.question(name)
        if item is None:
            what = _("de vraag `{id}` bestaat niet").format(id=name)
            problems.add("A002", mark, what, near=near_match(name, questions))
            continue
        try:
            value = parse(item, raw)
        except BadValue as error:
            problems.findings.append(_bad_value(item, raw, mark, error))
            continue
        if value is not None:
            answers[name] = value
    problems.check()
    return answers


def _bad_value(item: Item, raw: object, mark: Mark, error: BadValue) -> Finding:
    if isinstance(raw, Seq) and 0 <= error.row < len(raw):
        entry = raw[error.row]
        mark = entry.at(error.field) if isinstance(entry, Map) and error.field in entry else raw.marks[error.row]
    where = f"{item.id}.{error.field}" if error.field else item.id
    what = _("`{id}`: {reason}").format(id=where, reason=error.reason)
    return Finding("A003", mark, what, remedy=error.hint)


def check_flow_named(file: AnswersFile, flow: Flow) -> None:
    """Refuse answers that say they are for another flow."""
    if file.flow and file.flow != flow.id:
        what = _("deze antwoorden horen bij `{other}`, niet bij `{flow}`").format(other=file.flow, flow=flow.id)
        remedy = _("Geef de vragenlijst `{other}`, of haal de regel `flow:` weg.").format(other=file.flow)
        raise FlowError([Finding("A004", file.root.at("flow"), what, remedy=remedy)])
