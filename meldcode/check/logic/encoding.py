"""A whole flow over its variables: for all answers at once, what is asked and which norms, alerts and outcome hold.

Says the same as `flow.engine` does for one set of answers; `tests/check/test_logic.py` holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from meldcode.check.logic.circuit import FALSE, TRUE, Circuit, Literal
from meldcode.check.logic.variables import Both, Variable, combined, free, variable
from meldcode.flow.conditions import BROKEN, references
from meldcode.flow.model import Condition, Field, Flow, Item, Test
from meldcode.flow.order import Node, conditions_of, nodes_of, reads_of


class Questions:
    """The variables of one or more flows that are asked of the same answers."""

    def __init__(self, circuit: Circuit, flows: Sequence[Flow], extra: Iterable[Condition], today: date) -> None:
        self.circuit = circuit
        self.today = today
        tests: dict[str, list[Test]] = {}
        for condition in [*(part for flow in flows for part in all_conditions(flow)), *extra]:
            for test in references(condition):
                tests.setdefault(test.ref, []).append(test)
        self._found: dict[tuple[str, str], Variable] = {}
        items: dict[tuple[str, str], list[Item]] = {}
        for flow in flows:
            for item in flow.items.values():
                if item.is_question:
                    items.setdefault((item.id, item.kind), []).append(item)
        for key, same in items.items():
            both = _together(same)
            self._found[key] = variable(circuit, both.id, both, tests.get(both.id, []), today)

    def of(self, item: Item) -> Variable:
        """The variable of a question. Two flows share it when the question has the same kind in both."""
        return self._found[item.id, item.kind]

    def rules(self) -> list[Literal]:
        """What holds for all answers. Ask for it once everything is encoded."""
        return [rule for found in self._found.values() for rule in found.rules]

    def by_chance(self, seed: int, width: int) -> dict[int, int]:
        """Inputs for `width` sets of answers drawn by chance, a bit for each; the same seed draws the same."""
        chance = Random(seed)  # noqa: S311 - nothing secret
        inputs: dict[int, int] = {}
        for found in self._found.values():
            inputs |= found.draw(chance, width)
        return inputs

    def around(self, known: Mapping[int, bool], seed: int, width: int) -> dict[int, int]:
        """The same, of answers that differ from known inputs in one question of 32."""
        chance, every = Random(seed), (1 << width) - 1  # noqa: S311 - nothing secret
        inputs = {number: every for number, true in known.items() if true}
        for found in chance.sample(list(self._found.values()), len(self._found) // 8):
            other = chance.getrandbits(width) & chance.getrandbits(width)
            for literal, bits in found.draw(chance, width).items():
                inputs[literal] = inputs.get(literal, 0) & ~other | bits & other
        return inputs

    def answered(self) -> list[Literal]:
        """One for each question: whether it has an answer, asked or not."""
        return [found.answered for found in self._found.values()]


def _together(same: list[Item]) -> Item:
    """One question with the options and fields of all of these."""
    options = {option.id: option for item in same for option in item.options}
    fields: dict[str, Field] = {}
    for item in same:
        for field in item.fields:
            known = fields.get(field.id)
            both = {option.id: option for option in (*(known.options if known else ()), *field.options)}
            fields[field.id] = replace(known or field, options=tuple(both.values()))
    return replace(same[0], options=tuple(options.values()), fields=tuple(fields.values()))


def all_conditions(flow: Flow) -> Iterator[Condition]:
    """Every condition over answers that a flow holds; those over the fields of an entry stand inside `some`."""
    parts: list[Condition | None] = []
    for item in flow.items.values():
        parts += [item.when, item.unless]
        parts += [wanted for wanted in item.require.values() if wanted is not True]
    parts += [alert.when for alert in flow.alerts]
    parts += [outcome.when for outcome in flow.outcomes]
    parts += [part for norm in flow.norms for part in (norm.given, norm.unless, norm.require)]
    parts += [part for rule in flow.deadlines for part in (rule.when, rule.unless)]
    parts += [contact.when for contact in flow.contacts]
    return (part for part in parts if part is not None)


class Encoding:
    """One flow over its questions."""

    def __init__(self, flow: Flow, questions: Questions) -> None:
        self.flow = flow
        self.circuit = questions.circuit
        self.questions = questions
        self.visible: dict[str, Literal] = {}
        """Whether a question or note is shown, by id."""
        self.norm: dict[str, Literal] = {}
        """Whether a norm is in force."""
        self.alert: dict[str, Literal] = {}
        self.outcome: dict[str, Literal] = {}
        """Whether this is the outcome; exactly one is."""
        self.loose: list[Literal] = []
        """Rules of what can be anything because something in the flow is wrong."""
        conditions = conditions_of(flow)
        for node in _in_order(conditions):
            self._encode(node)

    def counts(self, question: str) -> Literal:
        """Whether a question has an answer that counts: given and asked."""
        item = self.flow.items[question]
        return self.questions.of(item).counts(self.visible[question], item.options)

    def truth(self, condition: Condition) -> Both:
        """The truth of a condition of this flow."""
        if not isinstance(condition, Test):
            return combined(self.circuit, condition.op, [self.truth(part) for part in condition.parts])
        if condition.op == BROKEN:
            return free(self.circuit, condition, self.loose)
        nodes = list(nodes_of(condition))
        if condition.ref in self.flow.items:
            item = self.flow.items[condition.ref]
            return self.questions.of(item).truth(condition, self._shown(condition.ref), item.options)
        if nodes and nodes[0][0] == "outcome":
            names = condition.operand if isinstance(condition.operand, frozenset) else frozenset()
            true = self.circuit.any(self.outcome.get(str(name), FALSE) for name in names)
        else:
            true = self.circuit.any(self._derived(node) for node in nodes)
        return Both(true, -true)

    def wanted(self, condition: Condition | None, otherwise: Literal) -> Literal:
        """Whether a condition is known to be true; `otherwise` when there is none."""
        return otherwise if condition is None else self.truth(condition).true

    def _shown(self, question: str) -> Literal:
        if question not in self.visible:  # only in a circle, which the loader has told about
            self.visible[question] = self.circuit.input(f"{question} shown?")
        return self.visible[question]

    def _derived(self, node: Node) -> Literal:
        return {"norm": self.norm, "alert": self.alert}[node[0]].get(node[1], FALSE)

    def _encode(self, node: Node) -> None:
        kind, name = node
        if kind == "item":
            item = self.flow.items[name]
            hidden = self.wanted(item.unless, FALSE)
            shown = self.circuit.all((self.wanted(item.when, TRUE), -hidden))
            self.visible.setdefault(name, shown)
        elif kind == "norm":
            norm = next(one for one in self.flow.norms if one.id == name)
            self.norm[name] = self.circuit.all((self.wanted(norm.given, FALSE), -self.wanted(norm.unless, FALSE)))
        elif kind == "alert":
            alert = next(one for one in self.flow.alerts if one.id == name)
            self.alert[name] = self.truth(alert.when).true
        else:
            before = FALSE
            for outcome in self.flow.outcomes:
                holds = self.wanted(outcome.when, TRUE)
                self.outcome[outcome.id] = self.circuit.all((holds, -before))
                before = self.circuit.any((before, holds))


def _in_order(conditions: Mapping[Node, tuple[Condition, ...]]) -> list[Node]:
    """The nodes, each after what it reads, without recursion; a circle is cut where it closes."""
    reads = {node: [read for read, _mark in reads_of(parts)] for node, parts in conditions.items()}
    order: dict[Node, None] = {}
    for start in reads:
        path: list[tuple[Node, Iterator[Node]]] = [(start, iter(reads[start]))]
        open_nodes = {start}
        while path and start not in order:
            node, rest = path[-1]
            step = next((one for one in rest if one in reads and one not in order and one not in open_nodes), None)
            if step is None:
                order[node] = None
                open_nodes.discard(node)
                path.pop()
            else:
                open_nodes.add(step)
                path.append((step, iter(reads[step])))
    return list(order)
