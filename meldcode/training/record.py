"""A practice case from a walk or an answers file: everything that is known is filled in, the rest says VUL IN."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from meldcode.dossier.events import Answered
from meldcode.errors import MeldcodeError
from meldcode.files import not_there, write_all
from meldcode.flow.answers import check_answers, check_flow_named, read_answers
from meldcode.flow.heads import named
from meldcode.flow.loader import peek_flow
from meldcode.flow.model import Answers, Flow, Item, Value
from meldcode.flow.replay import replay
from meldcode.flow.would import reach
from meldcode.i18n import _
from meldcode.interview import Interview
from meldcode.text import clean
from meldcode.training.store import keep_apart

FILL = "VUL IN"
"""What stands where an author has to say something; `check` asks about it as long as it is there."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(slots=True)
class Moment:
    """One stage of a case that is being made: what was told, and what was then weighed (question to option)."""

    title: str
    text: str
    weighed: dict[str, str] = field(default_factory=dict)


class Recording:
    """A walk that becomes a case: what is answered between two moments is weighed at the first of them.

    What was answered before any moment was told belongs to a first moment without words.
    """

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.moments: list[Moment] = []
        self._seen = len(interview.store.events())
        self._weighable = weighable(interview.flow)

    def tell(self, title: str, text: str) -> None:
        """The story goes on: a new moment begins."""
        self._take()
        self.moments.append(Moment(clean(title).strip() or FILL, clean(text).strip() or FILL))

    def _take(self) -> None:
        """What was answered since the last look belongs to the moment that was told last."""
        events = self.interview.store.events()
        new = [one for one in events[self._seen :] if isinstance(one, Answered) and one.question in self._weighable]
        self._seen = len(events)
        if new and not self.moments:
            self.moments.append(Moment(FILL, FILL))
        for event in new:
            if isinstance(event.value, str):
                self.moments[-1].weighed[event.question] = event.value
            else:  # the answer was taken away
                self.moments[-1].weighed.pop(event.question, None)

    def text(self, name: str) -> str:
        """The case as YAML."""
        self._take()
        return case_text(name, self.interview.flow, self.interview.given(), self.interview.today, self.moments)


def weighable(flow: Flow) -> tuple[str, ...]:
    """Ids of the questions with one choice on which the outcome can rest, in the order of the flow."""
    decides = reach(flow)
    return tuple(name for name, item in flow.items.items() if item.kind in {"yesno", "one"} and name in decides)


def new_case(file: Path, name: str, answers: Path | None) -> list[str]:
    """Write a case to fill in, from an answers file or from nothing; gives sentences of what was done.

    Raises `MeldcodeError` when the file is there already or something cannot be read.
    """
    from meldcode.dossier.home import find_home

    flow = peek_flow(named(name, find_home().folder.parent))
    given: Answers = _example(flow) if answers is None else {}
    day = date.today()
    if answers is not None:
        read = read_answers(answers)
        check_flow_named(read, flow)
        if not read.practice:
            message = _("dit antwoordenbestand zegt niet dat het een oefening is")
            raise MeldcodeError(message, _("Is alles erin verzonnen, zet er dan de regel `practice: true` in."))
        given, day = check_answers(read, flow), read.today or day
    weighed = {name: str(given[name]) for name in weighable(flow) if name in given}
    return save(file, case_text(name_from(file), flow, given, day, [Moment(FILL, FILL, weighed)]))


def _example(flow: Flow) -> Answers:
    """One answer to begin with, so that a new file shows what a weighing looks like."""
    first = next((name for name in weighable(flow) if any(one.id == "nee" for one in flow.items[name].options)), "")
    return {first: "nee"} if first else {}


def save(file: Path, text: str) -> list[str]:
    """Write the file of a case, whole or not at all; gives sentences. Raises `MeldcodeError`, also when it is there."""
    name_from(file)
    not_there(file)
    keep_apart(file.parent)
    (path,) = write_all(file.parent, {file.name: text.encode()})
    count = sum(line.count(FILL) for line in text.splitlines() if not line.startswith("#"))
    return [
        _("geschreven: {path}").format(path=path),
        _("Vul in waar {word} staat ({count} keer), en kijk het na: {command}").format(
            word=FILL, count=count, command=f"meldcode check {path}"
        ),
    ]


def name_from(file: Path) -> str:
    """The id of a case, from the name of its file. Raises `MeldcodeError` when that cannot be one."""
    if file.suffix not in {".yaml", ".yml"} or not _NAME.fullmatch(file.stem):
        message = _("de naam van dit bestand kan geen naam van een oefengeval zijn")
        raise MeldcodeError(message, _("Gebruik kleine letters, cijfers en _, en .yaml erachter."))
    return file.stem


def case_text(name: str, flow: Flow, answers: Mapping[str, Value], today: date, moments: Sequence[Moment]) -> str:
    """A whole case file. What of `answers` the flow does not ask on this path stays out."""
    position = replay(flow, answers, today)
    asked = {one: value for one, value in answers.items() if one in position.asked}
    head: dict[str, Any] = {
        "case": name,
        "title": FILL,
        "version": "1",
        "flow": flow.id,
        "flow_version": flow.version,
        "practice": True,
        "today": today.isoformat(),
        "minutes": 40,
        "role": f"{FILL}: wie bent u in dit geval?",
        "setting": f"{FILL}: waar, sinds wanneer, wat ging eraan vooraf?",
        "people": [{"who": "kind A", "about": FILL}],
    }
    stages = [_stage(number, moment, flow, asked) for number, moment in enumerate(moments, 1)]
    rest: dict[str, Any] = {
        "variants": [],
        "discuss": [f"{FILL}: wat wilt u met de groep bespreken?"],
        "answers": _plain(asked),
        "expect": {"outcome": position.outcome, "norms": list(position.norms), "alerts": list(position.alerts)},
    }
    comments = [
        "# Verzonnen oefengeval: verzin alles, ook de plaats en het beroep, en gebruik nooit een echt geval.",
        f"# Waar {FILL} staat, schrijft u zelf. Soorten bij `kind`: sign, against, distracts, reaction, advice, fact.",
    ]
    parts = [head, {"stages": stages}, rest]
    return "\n".join([*comments, *(_yaml(part) for part in parts)])


def _stage(number: int, moment: Moment, flow: Flow, asked: Mapping[str, Value]) -> dict[str, Any]:
    weighed = {one: answer for one, answer in moment.weighed.items() if one in asked}
    first = next((flow.items[one].step for one in weighed), flow.steps[0].id)
    return {
        "stage": f"moment_{number}",
        "step": first,
        "title": moment.title,
        "fragments": [{"kind": "fact", "text": moment.text}],
        "weigh": [_weighing(flow.items[one], answer) for one, answer in weighed.items()],
        "discuss": [],
    }


def _weighing(item: Item, answer: str) -> dict[str, Any]:
    return {
        "ask": item.id,
        "answer": answer,
        "why": f"{FILL}: waarom weegt de expert het zo?",
        "source": list(item.sources),
        "tempting": {"answer": _another(item, answer), "why": f"{FILL}: waarom verleidt dit?"},
    }


def _another(item: Item, answer: str) -> str:
    return next(option.id for option in item.options if option.id != answer)


def _plain(value: object) -> Any:
    """The same as lists and mappings that YAML knows."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value


def _yaml(part: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(part), allow_unicode=True, sort_keys=False, width=110)
