"""Answers files: what `run`, scenarios and practice cases read. Strict: a slip of the pen is told, with its line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meldcode.flow.findings import Finding, FlowError, Problems, near_match
from meldcode.flow.model import Answers, Field, Flow, Item, Mark, Value
from meldcode.flow.reader import Map, Seq, read_file, read_yaml
from meldcode.flow.values import BadValue, parse
from meldcode.i18n import _

_KEYS = ("flow", "today", "answers")
_TODAY = Field("today", "date", "")


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """A read answers file, not yet held against a flow."""

    root: Map
    flow: str
    """The id of the flow it is for; empty when the file does not say."""
    today: date | None
    """The day the dossier is looked at; None means now."""


def read_answers(path: Path) -> AnswersFile:
    """Read the file. Raises `FlowError` for what is wrong in it apart from the answers themselves."""
    root = read_yaml(read_file(path), str(path))
    problems = Problems()
    for key in root:
        if key not in _KEYS:
            what = _("de sleutel `{key}` bestaat hier niet").format(key=key)
            remedy = _("Hier kunnen staan: {keys}.").format(keys=", ".join(_KEYS))
            problems.add("A001", root.at(key), what, remedy=remedy, near=near_match(key, _KEYS))
    day: date | None = None
    try:
        today = parse(_TODAY, root.get("today"))
        day = None if today is None else date.fromisoformat(str(today))
    except BadValue as error:
        problems.add("A003", root.at("today"), error.reason, remedy=error.hint)
    if not isinstance(root.get("answers"), Map):
        remedy = _("Zet onder `answers:` per vraag het antwoord.")
        problems.add("A001", root.at("answers"), _("hier ontbreken de antwoorden"), remedy=remedy)
    problems.check()
    flow = root.get("flow")
    return AnswersFile(root, flow if isinstance(flow, str) else "", day)


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
