"""`meldcode diff`: what is said and asked otherwise, and for which answers the outcome or an alert is another one.

The second part is by the solver, for all answers. A change of a condition may change nothing, and one of a question far
from the outcome may change much: comparing texts tells neither.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from meldcode.check.logic.circuit import FALSE, Literal, Truths, holds
from meldcode.check.logic.solver import Undecided
from meldcode.check.paths import LOOKED_FROM, answers_text
from meldcode.check.practice import Overturned, overturned, overturned_words
from meldcode.check.prover import SECONDS, Prover
from meldcode.dossier.home import find_home
from meldcode.errors import Exit
from meldcode.flow.differences import KINDS, differences
from meldcode.flow.engine import Engine
from meldcode.flow.model import Answers, Flow
from meldcode.flow.replay import outcome_of
from meldcode.flow.told import kind_name, words
from meldcode.i18n import _, ngettext, tr
from meldcode.text import clean, one_line, shortened

MOST_CASES = 4
"""So many groups of answers are told for one change; that there are more is told too."""
_ROW = "["
"""What the name of an input has when it is of an entry: `personen[0].rol=kind`."""
_NUMBER_OF_ROW = re.compile(r"\[\d+\]")
_HEAD = {"id", "title", "version"}
"""What the first line tells already."""
SHOWN = 180
"""Signs of a text that are shown of what changed."""


@dataclass(frozen=True)
class Case:
    """Answers that by themselves lead to the change, whatever else is answered, in words: `vraag = ja`."""

    answers: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One thing that comes out otherwise: an outcome for another (`part` is `outcome`), or an alert (`alert`)."""

    part: str
    before: str
    after: str
    cases: tuple[Case, ...]
    more: bool
    """Whether there are more groups of answers than are told."""
    path: Answers
    """The shortest answers found, for the flow that they are replayed in: the new one."""
    path_before: Answers
    """The same for the old flow: without what only the new one asks."""


@dataclass(frozen=True)
class Behaviour:
    """Every change of outcome and alerts; `whole`: nothing was left undecided."""

    changes: tuple[Change, ...]
    whole: bool


def behaviour(old: Flow, new: Flow, seconds: float = SECONDS) -> Behaviour:
    """For which answers the two differ. Raises `NoSolverError`."""
    compare = _Compare(old, new, seconds)
    changes: list[Change] = []
    whole = True
    for part, before, after, bad, differs in compare.questions():
        try:
            found = compare.change(part, before, after, bad, differs)
        except Undecided:
            whole = False
            continue
        if found is not None:
            changes.append(found)
    return Behaviour(tuple(changes), whole)


_Differs = Callable[[Sequence[Engine]], bool]


class _Compare:
    def __init__(self, old: Flow, new: Flow, seconds: float) -> None:
        self.prover = Prover([new, old], LOOKED_FROM, seconds=seconds)
        self.new, self.old = self.prover.encodings

    def questions(self) -> Iterator[tuple[str, str, str, Literal, _Differs]]:
        circuit = self.prover.circuit
        for before, was in self.old.outcome.items():
            for after, now in self.new.outcome.items():
                if before != after:
                    yield "outcome", before, after, circuit.all((was, now)), _outcomes(before, after)
        for name in dict.fromkeys([*self.old.alert, *self.new.alert]):
            was, now = self.old.alert.get(name, FALSE), self.new.alert.get(name, FALSE)
            yield "alert", name, "", circuit.all((was, -now)), _alerts(name, here=False)
            yield "alert", "", name, circuit.all((now, -was)), _alerts(name, here=True)

    def change(self, part: str, before: str, after: str, bad: Literal, differs: _Differs) -> Change | None:
        truths = self.prover.find(bad)
        if truths is None:
            return None
        path = self.prover.path(bad, differs, truths)
        cases: list[Case] = []
        seen: list[Literal] = []
        while truths is not None and len(cases) < MOST_CASES:
            decisive = self._decisive(bad, truths)
            cases.append(Case(self._said(decisive)))
            seen.append(self.prover.circuit.all(decisive))
            truths = self.prover.find(bad, *(-one for one in seen))
        return Change(part, before, after, tuple(cases), truths is not None, path[0], path[1])

    def _decisive(self, bad: Literal, truths: Truths) -> list[Literal]:
        """As few of these answers as lead to the change by themselves.

        What an answer is goes before what it is not: "not yes" tells of more people than "no". Within an entry it is
        the other way round: what stands in it says more than what does not.
        """
        solver, names = self.prover.solver, self.prover.circuit.names
        kept = [number if holds(truths, number) else -number for number in names]
        for literal in [one for one in kept if one > 0 and _ROW not in names[one]]:
            kept = self._without(kept, literal, bad)
        core = solver.core([*kept, -bad])
        kept = [literal for literal in kept if core is None or literal in core]
        for literal in sorted(kept, key=lambda one: (one > 0, one)):
            kept = self._without(kept, literal, bad)
        return kept

    def _without(self, kept: list[Literal], literal: Literal, bad: Literal) -> list[Literal]:
        rest = [other for other in kept if other != literal]
        return kept if self.prover.solver.possible([*rest, -bad]) else rest

    def _said(self, literals: Sequence[Literal]) -> tuple[str, ...]:
        """These answers in words, a part for each question, in the order of the questions."""
        named: dict[str, list[tuple[str, bool]]] = {}
        others: list[str] = []
        said = {self.prover.circuit.names[abs(literal)] for literal in literals}
        for literal in sorted(literals, key=abs):
            name = self.prover.circuit.names[abs(literal)]
            question, equals, option = name.partition("=")
            if equals:
                named.setdefault(question, []).append((option, literal > 0))
            elif not any(other.startswith(f"{name}.") for other in said):  # that there is an entry goes without saying
                others.append(name if literal > 0 else _("{id} open").format(id=name))
        parts = (*(self._one(question, parts) for question, parts in named.items()), *others)
        return tuple(_NUMBER_OF_ROW.sub("", part) for part in parts)

    def _one(self, question: str, parts: list[tuple[str, bool]]) -> str:
        chosen = [option for option, is_so in parts if is_so]
        out = [option for option, is_so in parts if not is_so]
        if chosen:
            return f"{question} = {' + '.join(chosen)}"
        item = self.new.flow.items.get(question) or self.old.flow.items.get(question)
        left = [one.id for one in item.options if one.id not in out] if item and item.kind != "many" else []
        if item and item.kind != "many" and not left:
            return _("{id} open").format(id=question)
        if left and len(left) < len(out):
            return _("{id} = {options} of open").format(id=question, options=_(" of ").join(left))
        return _("{id} niet {options}").format(id=question, options=_(" of ").join(out))


def _outcomes(before: str, after: str) -> _Differs:
    return lambda engines: outcome_of(engines[1]) == before and outcome_of(engines[0]) == after


def _alerts(name: str, here: bool) -> _Differs:
    def shown(engine: Engine) -> bool:
        return any(one.id == name for one in engine.flow.alerts) and engine.derived(("alert", name)) is True

    return lambda engines: shown(engines[0]) is here and shown(engines[1]) is not here


def diff(old: Flow, new: Flow, form: str) -> int:
    """Print both parts, and which practice cases end otherwise, as text or JSON. Comparing finds no faults: 0."""
    found = behaviour(old, new)
    cases = _cases(old, new)
    if form == "json":
        print(_as_json(old, new, found, cases))
    else:
        print("\n".join([*_lines(old, new, found), *_case_lines(cases)]))
    return Exit.DONE


def _cases(old: Flow, new: Flow) -> list[Overturned]:
    """The cases that the new flow overturns and the old one does not."""
    names, folder = (old.id, new.id), find_home().folder.parent
    before = set(overturned(old, names, folder))
    return [one for one in overturned(new, names, folder) if one not in before]


def _case_lines(cases: Sequence[Overturned]) -> Iterator[str]:
    if cases:
        yield ""
        yield _("Oefengevallen die nu anders uitkomen:")
        yield from (f"  - {one_line(overturned_words(one))}" for one in cases)


def _lines(old: Flow, new: Flow, found: Behaviour) -> Iterator[str]:
    yield _("Van «{old}» ({old_version}) naar «{new}» ({new_version})").format(
        old=one_line(tr(old.title)), old_version=old.version, new=one_line(tr(new.title)), new_version=new.version
    )
    parts = [one for one in differences(old, new) if one.part != "flow" or one.what not in _HEAD]
    yield ""
    yield _("Wat er anders staat") + ":" + ("" if parts else " " + _("niets"))
    for kind in KINDS:
        these = [one for one in parts if one.kind == kind]
        if these:
            yield f"  {kind_name(kind)}:"
            yield from (f"    - {shortened(words(one), SHOWN)}" for one in these)
    yield ""
    yield _("Wat er anders uitkomt, voor alle antwoorden") + ":" + ("" if found.changes else " " + _("niets"))
    for change in found.changes:
        yield from _change_lines(old, new, change)
    if not found.whole:
        yield _(
            "Niet alles is uitgezocht: daarvoor was te weinig tijd. Dit is dus geen bewijs dat de rest gelijk blijft."
        )


def _change_lines(old: Flow, new: Flow, change: Change) -> Iterator[str]:
    titles = {one.id: one.title for one in (*old.outcomes, *new.outcomes)}
    texts = {one.id: one.text for one in (*old.alerts, *new.alerts)}
    if change.part == "outcome":
        yield "  " + _("uitkomst: was `{before}` («{was}»), wordt `{after}` («{now}»)").format(
            before=change.before, after=change.after,
            was=one_line(tr(titles[change.before])), now=one_line(tr(titles[change.after])),
        )  # fmt: skip
    elif change.after:
        yield "  " + _("waarschuwing `{id}` komt erbij: {text}").format(
            id=change.after, text=one_line(tr(texts[change.after]))
        )
    else:
        yield "  " + _("waarschuwing `{id}` vervalt: {text}").format(
            id=change.before, text=one_line(tr(texts[change.before]))
        )
    for case in change.cases:
        yield "    " + _("als {answers}").format(answers=", ".join(case.answers) or _("altijd"))
    if change.more:
        yield "    " + _("en bij meer antwoorden")
    count = len(change.path)
    yield "    " + ngettext("Voorbeeld, {count} antwoord:", "Voorbeeld, {count} antwoorden:", count).format(count=count)
    about = [_("Verzonnen: gemaakt door de vergelijking.")]
    yield from (f"      {clean(line)}".rstrip() for line in answers_text(new, change.path, about).splitlines())


def _as_json(old: Flow, new: Flow, found: Behaviour, cases: Sequence[Overturned]) -> str:
    about = [_("Verzonnen: gemaakt door de vergelijking.")]
    root = {
        "old": {"flow": old.id, "version": old.version, "digest": old.digest},
        "new": {"flow": new.id, "version": new.version, "digest": new.digest},
        "texts": [
            {
                "kind": one.kind,
                "part": one.part,
                "id": one.id,
                "key": one.what,
                "before": one.before,
                "after": one.after,
            }
            for one in differences(old, new)
        ],
        "behaviour": [
            {
                "part": one.part,
                "before": one.before,
                "after": one.after,
                "when": [list(case.answers) for case in one.cases],
                "more": one.more,
                "path": answers_text(new, one.path, about),
                "path_before": answers_text(old, one.path_before, about),
            }
            for one in found.changes
        ],
        "cases": [
            {"case": one.case, "variant": one.variant, "before": one.before, "after": one.after, "reason": one.reason}
            for one in cases
        ],
        "whole": found.whole,
    }
    return clean(json.dumps(root, ensure_ascii=False, indent=2))
