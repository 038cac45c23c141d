"""What a person can answer, as Boolean values: one variable for each question, over everything the question takes.

Exact, not an estimate: numbers and dates fall apart at the bounds that conditions look at, and a list of entries needs
no more rows than there are different conditions over its rows, because one row settles each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple, cast

from meldcode.check.logic.circuit import FALSE, TRUE, Circuit, Literal, Truths, holds
from meldcode.flow.conditions import BROKEN, references
from meldcode.flow.model import Combination, Condition, Field, FieldValue, Item, Option, Test, Value
from meldcode.flow.values import MAX_ENTRIES

EARLIEST, LATEST = date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal()
LARGEST = 999_999
"""What `values.parse` takes as a number: six digits."""


class Both(NamedTuple):
    """A truth with three values: known to be true, known to be false; when neither, unknown."""

    true: Literal
    false: Literal


class Variable(ABC):
    """The answers to one question, apart from whether it is asked. `rules` must hold for every possible answer."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self.answered: Literal = FALSE
        self.rules: list[Literal] = []

    @abstractmethod
    def truth(self, test: Test, asked: Literal, known: Sequence[Option]) -> Both:
        """The truth of one test. The answer counts only if `asked`; `known` are the options of the flow at hand."""

    def counts(self, asked: Literal, known: Sequence[Option]) -> Literal:
        """Whether there is an answer that counts."""
        return self.circuit.all((self.answered, asked))

    @abstractmethod
    def value(self, truths: Truths) -> Value | None:
        """An answer that the question takes and that is as these truths say."""

    def draw(self, chance: Random, width: int) -> dict[int, int]:
        """Inputs for `width` answers by chance (or for none), a bit for each. Always within `rules`."""
        return {self.answered: likely(chance, width)}

    def _when_answered(self, asked: Literal, true: Literal) -> Both:
        there = self.circuit.all((asked, self.answered))
        return Both(self.circuit.all((there, true)), self.circuit.all((there, -true)))


class Choice(Variable):
    """`yesno`, `one` and `many`: a value for each option."""

    def __init__(self, circuit: Circuit, name: str, options: Iterable[str], several: bool) -> None:
        super().__init__(circuit)
        self.several = several
        self.chosen = {option: circuit.input(f"{name}={option}") for option in options}
        self.answered = circuit.any(self.chosen.values())
        if not several:
            self.rules.append(circuit.at_most_one(self.chosen.values()))

    def counts(self, asked: Literal, known: Sequence[Option]) -> Literal:
        """Whether there is an answer that counts; an option that this flow does not have does not."""
        chosen = self.circuit.any(self.chosen[option.id] for option in known if option.id in self.chosen)
        return self.circuit.all((chosen, asked))

    def truth(self, test: Test, asked: Literal, known: Sequence[Option]) -> Both:
        """See `Variable.truth`."""
        there = self.counts(asked, known)
        if test.op == "answered":
            return Both(there, -there) if test.operand else Both(-there, there)
        wanted = cast("frozenset[object]", test.operand)
        mine = {option.id for option in known}
        true = self.circuit.any(self.chosen[name] for name in self.chosen if name in wanted and name in mine)
        true = self.circuit.all((there, true))
        unsure = self.chosen["onbekend"] if "onbekend" in mine and "onbekend" not in wanted else FALSE
        return Both(true, self.circuit.all((there, -true, -unsure)))

    def draw(self, chance: Random, width: int) -> dict[int, int]:
        """See `Variable.draw`. In half the cases the first answer is the likeliest: it is what most conditions ask."""
        literals = list(self.chosen.values())
        if self.several:
            return {literal: chance.getrandbits(width) & chance.getrandbits(width) for literal in literals}
        rest, eager = likely(chance, width), (1 << width // 2) - 1
        found: dict[int, int] = {}
        for place, literal in enumerate(literals):
            share = chance.getrandbits(width)
            if place < len(literals) - 2:
                share &= chance.getrandbits(width) | chance.getrandbits(width)
            if place == 0:
                share |= eager & chance.getrandbits(width)
            found[literal] = rest & share if place < len(literals) - 1 else rest
            rest &= ~found[literal]
        return found

    def value(self, truths: Truths) -> str | tuple[str, ...] | None:
        """The chosen options."""
        chosen = tuple(option for option, literal in self.chosen.items() if holds(truths, literal))
        return (chosen or None) if self.several else next(iter(chosen), None)


class Words(Variable):
    """A text: given or not, for no condition looks at what it says."""

    def __init__(self, circuit: Circuit, name: str, words: str) -> None:
        super().__init__(circuit)
        self.words = words
        self.answered = circuit.input(name)

    def truth(self, test: Test, asked: Literal, known: Sequence[Option]) -> Both:
        """See `Variable.truth`."""
        there = self.circuit.all((asked, self.answered))
        return Both(there, -there) if test.operand else Both(-there, there)

    def value(self, truths: Truths) -> str | None:
        """Some words."""
        return self.words if holds(truths, self.answered) else None


class Scale(Variable):
    """A number, a date (as a day count) or a number of entries: below which of the bounds it lies."""

    def __init__(self, circuit: Circuit, name: str, bounds: Iterable[int], low: int, high: int, today: date) -> None:
        super().__init__(circuit)
        self.low, self.high, self.today = low, high, today
        self.answered = circuit.input(name)
        self.bounds = sorted({bound for bound in bounds if low < bound <= high})
        self._under = {bound: circuit.input(f"{name}<{bound}") for bound in self.bounds}
        for small, large in zip(self.bounds, self.bounds[1:], strict=False):
            self.rules.append(circuit.implies(self._under[small], self._under[large]))

    def under(self, bound: int) -> Literal:
        """Whether the value is less than this bound, which must have been named when the scale was made."""
        if bound <= self.low:
            return FALSE
        return TRUE if bound > self.high else self._under[bound]

    def truth(self, test: Test, asked: Literal, known: Sequence[Option]) -> Both:
        """See `Variable.truth`."""
        if test.op == "answered":
            there = self.circuit.all((asked, self.answered))
            return Both(there, -there) if test.operand else Both(-there, there)
        return self._when_answered(asked, self.circuit.all(span(self, test, self.today, self.circuit)))

    def number(self, truths: Truths) -> int:
        """A value between the bounds that these truths leave, the day of today when that is one."""
        low = max((bound for bound in self.bounds if not holds(truths, self._under[bound])), default=self.low)
        high = min((bound - 1 for bound in self.bounds if holds(truths, self._under[bound])), default=self.high)
        today = self.today.toordinal()
        if self.high == LATEST:
            return min(max(today, low), high)
        return min(max(low, 1), high)

    def draw(self, chance: Random, width: int) -> dict[int, int]:
        """See `Variable.draw`. What is under one bound is under every higher one."""
        found, under = {self.answered: likely(chance, width)}, 0
        for bound in self.bounds:
            under |= chance.getrandbits(width) & chance.getrandbits(width)
            found[self._under[bound]] = under
        return found

    def value(self, truths: Truths) -> int | str | None:
        """A number, or a date as ISO text."""
        if not holds(truths, self.answered):
            return None
        number = self.number(truths)
        return date.fromordinal(number).isoformat() if self.high == LATEST else number


def span(scale: Scale, test: Test, today: date, circuit: Circuit) -> list[Literal]:
    """What must hold of a scale for this test on it to be true."""
    parts: list[Literal] = []
    for op, bound in limits(test, today):
        if op == "one of":
            exact = cast("tuple[int, ...]", bound)
            parts.append(circuit.any(circuit.all((-scale.under(one), scale.under(one + 1))) for one in exact))
        else:
            under = scale.under(cast(int, bound))
            parts.append(under if op == "below" else -under)
    return parts


def limits(test: Test, today: date) -> list[tuple[str, int | tuple[int, ...]]]:
    """A test on a number, date or count as bounds: `below` n, `at_least` n, or `one of` some numbers."""
    if test.op in {"below", "at_least"}:
        return [(test.op, cast(int, test.operand))]
    if test.op == "before":
        return [("below", date.fromisoformat(str(test.operand)).toordinal())]
    if test.op == "days_ago":  # fewer than n days ago is later than n days before today
        pairs = cast("tuple[tuple[str, int], ...]", test.operand)
        flip = {"below": "at_least", "at_least": "below"}
        return [(flip[op], today.toordinal() - days + 1) for op, days in pairs]
    if test.op == "count":
        return list(cast("tuple[tuple[str, int], ...]", test.operand))
    return [("one of", tuple(cast("frozenset[int]", test.operand)))] if test.op == "is" else []


def bounds_of(tests: Iterable[Test], today: date) -> set[int]:
    """Every bound that these tests look at."""
    found: set[int] = set()
    for test in tests:
        for _op, bound in limits(test, today):
            for one in bound if isinstance(bound, tuple) else (bound,):
                found |= {one, one + 1}
    return found


def born_by(years: int, today: date) -> int:
    """The day after the last birthday on which somebody is at least so many years old today."""
    year = today.year - years
    if year < 1:
        return EARLIEST
    try:
        day = today.replace(year=year)
    except ValueError:  # 29 February
        day = date(year, 2, 28)
    return (day + timedelta(days=1)).toordinal()


@dataclass(frozen=True)
class _Row:
    """One entry: whether it is there, and its fields."""

    there: Literal
    fields: Mapping[str, Variable]


class Rows(Variable):
    """A list of entries."""

    def __init__(self, circuit: Circuit, name: str, item: Item, tests: Sequence[Test], today: date) -> None:
        super().__init__(circuit)
        self.item, self.today = item, today
        self._by_id = {field.id: field for field in item.fields}
        somes = {test for test in tests if test.op == "some"}
        over_fields = [cast(Condition, test.operand) for test in somes] + [one.when for one in item.fields if one.when]
        inner = [leaf for condition in over_fields for leaf in references(condition)]
        most = max(1, len(somes))
        bounds = bounds_of((test for test in tests if test.op == "count"), today) | set(range(1, most + 2))
        self.count = Scale(circuit, f"{name}#", bounds, 1, MAX_ENTRIES, today)
        self.rows = [self._row(f"{name}[{number}]", inner) for number in range(most)]
        self.answered = self.rows[0].there
        self.rules.append(circuit.same(self.answered, self.count.answered))
        self.rules += self.count.rules
        for number, row in enumerate(self.rows):
            self.rules.append(circuit.implies(row.there, -self.count.under(number + 1)))
            if number:
                self.rules.append(circuit.implies(row.there, self.rows[number - 1].there))
            self.rules.append(circuit.implies(row.there, circuit.any(one.answered for one in row.fields.values())))
            self.rules += [rule for one in row.fields.values() for rule in one.rules]

    def _row(self, name: str, inner: Sequence[Test]) -> _Row:
        fields: dict[str, Variable] = {}
        for field in self.item.fields:
            tests = [test for test in inner if test.ref == field.id]
            extra: set[int] = set()
            ages = {one.id for one in self.item.fields if one.years_since == field.id}
            if ages:  # an age that is not filled in is worked out from this date
                years = bounds_of((test for test in inner if test.ref in ages), self.today)
                extra = {born_by(one, self.today) for one in years} | {self.today.toordinal() + 1}
            fields[field.id] = variable(self.circuit, f"{name}.{field.id}", field, tests, self.today, extra)
        return _Row(self.circuit.input(name), fields)

    def truth(self, test: Test, asked: Literal, known: Sequence[Option]) -> Both:
        """See `Variable.truth`."""
        there = self.circuit.all((asked, self.answered))
        if test.op == "answered":
            return Both(there, -there) if test.operand else Both(-there, there)
        if test.op == "count":
            return self._when_answered(asked, self.circuit.all(span(self.count, test, self.today, self.circuit)))
        each = [(row.there, self._of_row(cast(Condition, test.operand), row)) for row in self.rows]
        true = self.circuit.any(self.circuit.all((shown, both.true)) for shown, both in each)
        false = self.circuit.all(self.circuit.implies(shown, both.false) for shown, both in each)
        return Both(self.circuit.all((there, true)), self.circuit.all((there, false)))

    def _of_row(self, condition: Condition, row: _Row) -> Both:
        if isinstance(condition, Combination):
            return combined(self.circuit, condition.op, [self._of_row(part, row) for part in condition.parts])
        field, own = self._by_id.get(condition.ref), row.fields.get(condition.ref)
        if field is None or own is None or condition.op == BROKEN:
            return free(self.circuit, condition, self.rules)
        since = row.fields.get(field.years_since)
        if isinstance(own, Scale) and isinstance(since, Scale):
            return self._age(condition, own, since)
        return own.truth(condition, TRUE, field.options)

    def _age(self, test: Test, own: Scale, born: Scale) -> Both:
        past = self.circuit.all((born.answered, born.under(self.today.toordinal() + 1)))
        there = self.circuit.any((own.answered, past))
        if test.op == "answered":
            return Both(there, -there) if test.operand else Both(-there, there)
        worked_out: list[Literal] = []
        for op, bound in limits(test, self.today):
            exact = bound if isinstance(bound, tuple) else ()
            old = [self.circuit.all((self._old(born, one), -self._old(born, one + 1))) for one in exact]
            if op == "one of":
                worked_out.append(self.circuit.any(old))
            else:
                worked_out.append(self._old(born, cast(int, bound)) * (1 if op == "at_least" else -1))
        by_date = self.circuit.all(worked_out)
        by_number = self.circuit.all(span(own, test, self.today, self.circuit))
        either = (self.circuit.all((own.answered, by_number)), self.circuit.all((-own.answered, by_date)))
        true = self.circuit.all((there, self.circuit.any(either)))
        return Both(true, self.circuit.all((there, -true)))

    def _old(self, born: Scale, years: int) -> Literal:
        return born.under(born_by(years, self.today))

    def draw(self, chance: Random, width: int) -> dict[int, int]:
        """None: lists are left to the solver."""
        return {}

    def value(self, truths: Truths) -> Value | None:
        """Rows with only the fields that these truths fill."""
        rows: list[dict[str, FieldValue]] = []
        for row in self.rows:
            if holds(truths, row.there):
                pairs = ((name, one.value(truths)) for name, one in row.fields.items())
                rows.append({name: cast(FieldValue, found) for name, found in pairs if found is not None})
        if not rows:
            return None
        return tuple(rows + [rows[-1]] * (self.count.number(truths) - len(rows)))


def likely(chance: Random, width: int) -> int:
    """Seven of eight bits, by chance."""
    return chance.getrandbits(width) | chance.getrandbits(width) | chance.getrandbits(width)


def free(circuit: Circuit, test: Test, rules: list[Literal]) -> Both:
    """A test that can be anything, because something is wrong with it: nothing is concluded from it."""
    both = Both(circuit.input(f"{test.ref}?"), circuit.input(f"{test.ref}!"))
    rules.append(-circuit.all(both))
    return both


def combined(circuit: Circuit, op: str, parts: Sequence[Both]) -> Both:
    """`all`, `any` or `not` of these, by Kleene."""
    if op == "not":
        return Both(parts[0].false, parts[0].true)
    trues, falses = [part.true for part in parts], [part.false for part in parts]
    if op == "all":
        return Both(circuit.all(trues), circuit.any(falses))
    return Both(circuit.any(trues), circuit.all(falses))


def variable(
    circuit: Circuit, name: str, item: Item | Field, tests: Sequence[Test], today: date, extra: Iterable[int] = ()
) -> Variable:
    """The variable of a question or field on which these tests look; `extra` are more bounds that matter."""
    if item.kind in {"yesno", "one", "many"}:
        return Choice(circuit, name, [option.id for option in item.options], item.kind == "many")
    if item.kind in {"number", "date"}:
        low, high = (0, LARGEST) if item.kind == "number" else (EARLIEST, LATEST)
        bounds = {*bounds_of((test for test in tests if test.op != BROKEN), today), *extra}
        return Scale(circuit, name, bounds, low, high, today)
    if item.kind == "entries" and isinstance(item, Item):
        return Rows(circuit, name, item, tests, today)
    return Words(circuit, name, "onbekend" if isinstance(item, Field) and item.check == "bsn" else "verzonnen")
