"""What can never happen in a flow, or always does: conditions that contradict themselves or others (L…).

Only the solver can tell: a question that waits for four others may be impossible through all of them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from meldcode.check.logic.circuit import TRUE, Literal
from meldcode.check.logic.encoding import Encoding, Questions
from meldcode.check.prover import Prover
from meldcode.flow.conditions import BROKEN, NEVER, references
from meldcode.flow.findings import Finding
from meldcode.flow.model import Combination, Condition, Flow, Item, Mark, Test
from meldcode.i18n import _

_SCALES = {"number", "date", "entries"}
_NUMBER_OPS = {"below", "at_least", "before", "days_ago", "count"}


class _Place(NamedTuple):
    """A condition and whose it is."""

    subject: str
    condition: Condition


class Loose(Encoding):
    """The same questions as if all were asked, and norms, alerts and outcomes as if they could be anything."""

    def __init__(self, flow: Flow, questions: Questions) -> None:
        self.flow, self.circuit, self.questions = flow, questions.circuit, questions
        self.visible = dict.fromkeys(flow.items, TRUE)
        self.norm = {norm.id: self.circuit.input(f"norm {norm.id}") for norm in flow.norms}
        self.alert = {alert.id: self.circuit.input(f"alert {alert.id}") for alert in flow.alerts}
        self.outcome = {outcome.id: self.circuit.input(f"outcome {outcome.id}") for outcome in flow.outcomes}
        self.loose = [self.circuit.at_most_one(self.outcome.values())]


def dead_findings(prover: Prover) -> list[Finding]:
    """Every finding of this kind, in the order of the flow. Raises `Undecided`."""
    return list(_Dead(prover).findings())


class _Dead:
    def __init__(self, prover: Prover) -> None:
        self.prover, self.flow, self.circuit = prover, prover.flow, prover.circuit
        self.loose = Loose(self.flow, prover.questions)
        self._told: set[str] = set()
        """Whose own condition is impossible: no more is said of them."""
        prover.rules += self.loose.loose

    def findings(self) -> Iterator[Finding]:
        yield from self._impossible()
        yield from self._fields()
        dead = self._never_shown()
        for item in self.flow.items.values():
            if item.id in dead and item.id not in self._told:
                yield self._never(item, dead)
        yield from self._always()
        yield from self._never_reached()

    # conditions on their own

    def _impossible(self) -> Iterator[Finding]:
        """Conditions that cannot be true whatever is answered: of each the innermost parts."""
        places = [place for place in _places(self.flow) if place.condition != NEVER]
        parts = [part for place in places for part in _parts(place.condition) if not _plainly_possible(part)]
        truths = {part: self.loose.truth(part).true for part in parts}
        reached = self.prover.reached(truths.values())
        dead = {part for part, truth in truths.items() if truth not in reached}
        for place in places:
            for part in _parts(place.condition):
                if part in dead and not any(inner in dead for inner in _parts(part) if inner is not part):
                    self._told.add(place.subject)
                    yield self._contradiction(part, place.subject)

    def _contradiction(self, part: Condition, subject: str) -> Finding:
        clash = self._clash(part)
        refs = {test.ref for test in clash}
        item = self.flow.items.get(next(iter(refs), ""))
        bounds = (
            len(refs) == 1 and item is not None and item.kind in _SCALES and {one.op for one in clash} <= _NUMBER_OPS
        )
        names = ", ".join(f"`{name}`" for name in dict.fromkeys(test.ref for test in clash))
        if bounds:
            what = _("de grenzen voor {names} sluiten elkaar uit: dit is nooit waar").format(names=names)
            return Finding("L002", part.mark, what, subject=subject)
        what = _("deze voorwaarde is nooit waar: {names} spreekt zichzelf tegen").format(names=names)
        return Finding("L001", part.mark, what, subject=subject)

    def _clash(self, part: Condition) -> list[Test]:
        """The tests that cannot hold together."""
        parts = list(part.parts) if isinstance(part, Combination) and part.op == "all" else [part]
        truths = [self.loose.truth(one).true for one in parts]
        core = set(self.prover.solver.core(truths) or ())
        for literal in sorted(core):  # the solver's own choice holds more than is needed
            fewer = core - {literal}
            if len(core) > 1 and not self.prover.solver.possible(sorted(fewer)):
                core = fewer
        kept = [one for one, truth in zip(parts, truths, strict=True) if truth in core]
        tests = [test for one in kept or parts for test in references(one)]
        return tests or list(references(part))

    def _fields(self) -> Iterator[Finding]:
        """Fields of entries whose condition on the other fields cannot be true (L010)."""
        for item in self.flow.items.values():
            for field in item.fields:
                if field.when is not None:
                    some = Test(item.id, "some", field.when, field.when.mark)
                    if _plainly_possible(field.when) or self.prover.solver.possible([self.loose.truth(some).true]):
                        continue
                    what = _("het veld `{field}` van `{id}` komt nooit in beeld").format(field=field.id, id=item.id)
                    yield Finding("L010", field.when.mark, what, subject=item.id)

    # the flow as a whole

    def _never_shown(self) -> set[str]:
        """Ids of questions and notes that no answers bring up."""
        visible = self.prover.encoding.visible
        hidden = {item.id for item in self.flow.items.values() if item.when == NEVER}
        return self._unreachable({name: visible[name] for name in visible if name not in hidden})

    def _unreachable(self, wanted: dict[str, Literal]) -> set[str]:
        """The names whose literal no answers make true."""
        reached = self.prover.reached(wanted.values())
        return {name for name, literal in wanted.items() if literal not in reached}

    def _never(self, item: Item, dead: set[str]) -> Finding:
        mark = _mark_of(item)
        reads = {test.ref for part in (item.when, item.unless) for test in references(part)}
        causes = [name for name in self.flow.items if name in reads & dead]
        if causes:
            what = _("`{id}` komt nooit in beeld, want `{other}` wordt nooit gesteld")
            return Finding("L004", mark, what.format(id=item.id, other=causes[0]), subject=item.id)
        what = _("`{id}` komt nooit in beeld: de voorwaarden van de vragen hiervoor laten het niet toe")
        return Finding("L003", mark, what.format(id=item.id), subject=item.id)

    def _always(self) -> Iterator[Finding]:
        """Conditions of questions and notes that hold as soon as what they read is answered (L005)."""
        encoding = self.prover.encoding
        holds: dict[str, Literal] = {}
        fails: dict[str, Literal] = {}
        for item in self.flow.items.values():
            when = item.when
            if when is None or when == NEVER or item.id in self._told or self._cannot_be_always(when):
                continue
            reads = [test.ref for test in references(when) if test.ref in self.flow.items]
            answered = [encoding.counts(name) for name in dict.fromkeys(reads)]
            true = encoding.truth(when).true
            holds[item.id], fails[item.id] = self.circuit.all((*answered, true)), self.circuit.all((*answered, -true))
        never_fails = self._unreachable(fails)
        for name in never_fails - self._unreachable({name: holds[name] for name in holds if name in never_fails}):
            when = self.flow.items[name].when
            what = _("de voorwaarde van `{id}` is altijd waar zodra de vragen erin beantwoord zijn")
            yield Finding("L005", when.mark if when else self.flow.items[name].mark, what.format(id=name), subject=name)

    def _cannot_be_always(self, when: Condition) -> bool:
        """Quickly, for the commonest condition: one question with some of its answers."""
        if not isinstance(when, Test):
            return any(test.op == BROKEN for test in references(when))
        item = self.flow.items.get(when.ref)
        if when.op != "is" or item is None or item.kind not in {"yesno", "one"}:
            return when.op in {"answered", BROKEN}
        wanted = when.operand if isinstance(when.operand, frozenset) else frozenset()
        return not wanted.issuperset(option.id for option in item.options)

    def _never_reached(self) -> Iterator[Finding]:
        """Outcomes (L006), alerts (L007) and norms (L008) that no answers lead to."""
        encoding, flow = self.prover.encoding, self.flow
        said = (
            ("L006", encoding.outcome, {one.id: one.mark for one in flow.outcomes}, _("de uitkomst `{id}` komt nooit")),
            ("L007", encoding.alert, {one.id: one.mark for one in flow.alerts}, _("de waarschuwing `{id}` komt nooit")),
            (
                "L008",
                encoding.norm,
                {one.id: one.mark for one in flow.norms if one.given},
                _("de norm `{id}` geldt nooit"),
            ),
        )
        for code, literals, marks, what in said:
            dead = self._unreachable({name: literals[name] for name in marks})
            for name, mark in marks.items():
                if name in dead and name not in self._told:
                    yield Finding(code, mark, what.format(id=name), subject=name)


def _places(flow: Flow) -> Iterator[_Place]:
    """Every condition over answers, with whose it is."""
    named: list[tuple[str, Iterable[Condition | None]]] = []
    for item in flow.items.values():
        wanted = [one for one in item.require.values() if one is not True]
        named.append((item.id, (item.when, item.unless, *wanted)))
    named += [(alert.id, (alert.when,)) for alert in flow.alerts]
    named += [(outcome.id, (outcome.when,)) for outcome in flow.outcomes]
    named += [(norm.id, (norm.given, norm.unless, norm.require)) for norm in flow.norms]
    named += [(rule.id, (rule.when, rule.unless)) for rule in flow.deadlines]
    named += [(contact.id, (contact.when,)) for contact in flow.contacts]
    return (_Place(subject, part) for subject, parts in named for part in parts if part is not None)


def _parts(condition: Condition) -> Iterator[Condition]:
    """A condition and the parts inside it, as far as they must be true and not untrue for it to be true."""
    work = [condition]
    while work:
        part = work.pop()
        yield part
        if isinstance(part, Combination) and part.op != "not":
            work.extend(reversed(part.parts))


def _plainly_possible(condition: Condition) -> bool:
    """Whether it is clear at once that this can be true: each question in it is looked at once, and simply."""
    tests = list(references(condition))
    refs = [test.ref for test in tests]
    simple = all(test.op in {"is", "answered", BROKEN} for test in tests)
    return simple and bool(tests) and len(refs) == len(set(refs)) and _no_empty(condition)


def _no_empty(condition: Condition) -> bool:
    return isinstance(condition, Test) or (
        bool(condition.parts) and condition.op != "not" and all(_no_empty(part) for part in condition.parts)
    )


def _mark_of(item: Item) -> Mark:
    condition = item.when if item.when is not None else item.unless
    return condition.mark if condition is not None and condition.mark.line else item.mark
