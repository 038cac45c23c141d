"""Keeps what depends on answers up to date: one changed answer touches only what reads it.

Questions with the same condition share one gate, so a condition is worked out once however many questions hang on it.
Gates and derived values (outcome, norms, alerts) are visited in the order of who reads whom, from a heap, so each is
worked out at most once per change and nothing recurses, whatever the length of a chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import compress
from typing import cast

from meldcode.flow.conditions import Truth, check_of, combine, references
from meldcode.flow.model import Condition, Flow, Item, Norm, Test, Value
from meldcode.flow.order import Node, conditions_of, nodes_of
from meldcode.flow.values import BadValue, parse

Evaluate = Callable[[], Truth]


class _Gate:
    """Decides for a group of items whether they are visible, or the value of one derived node."""

    __slots__ = ("accept", "evaluate", "members", "node", "rank", "source", "state")

    def __init__(self, node: Node | None, members: list[int]) -> None:
        self.node = node
        self.members = members
        self.rank = 0
        self.evaluate: Callable[[], object] = lambda: None
        # The commonest gate, one question with one of some values, is worked out in place: no call needed.
        self.source = -1
        self.accept: frozenset[object] = frozenset()
        self.state: object = None


class Engine:
    """The answers to one flow and everything that follows from them. Not thread-safe.

    `today` is the day the dossier is looked at: ages and "days ago" count from it.
    """

    def __init__(self, flow: Flow, today: date) -> None:
        self.flow = flow
        self.today = today
        self.ids = tuple(flow.items)
        self.index = {name: place for place, name in enumerate(self.ids)}
        self._items = tuple(flow.items.values())
        self._options = tuple(_quick_values(item) for item in self._items)
        self.given: list[Value | None] = [None] * len(self.ids)
        """What was answered, by place, asleep or not."""
        self.counting: list[Value | None] = [None] * len(self.ids)
        """What counts: given and visible."""
        self.visible = bytearray(b"\x01" * len(self.ids))
        self._derived: dict[Node, _Gate] = {}
        self._readers: list[list[_Gate]] = [[] for _id in self.ids]
        self._derived_readers: dict[Node, list[_Gate]] = {}
        self._questions = int.from_bytes(bytes(item.is_question for item in self._items), "little")
        self._by_rank: list[_Gate] = []
        self._build()

    # reading

    def value(self, question: str) -> Value | None:
        """The answer that counts; None when open, asleep or unknown to the flow."""
        place = self.index.get(question)
        return None if place is None else self.counting[place]

    def asked(self) -> tuple[str, ...]:
        """Ids of the visible questions, in order."""
        size = len(self.ids)
        shown = int.from_bytes(self.visible, "little") & self._questions  # one wide "and" beats a loop over items
        return tuple(compress(self.ids, shown.to_bytes(size, "little")))

    def asleep(self) -> tuple[str, ...]:
        """Ids of answered questions that are not visible."""
        return tuple(
            name
            for name, value, shown in zip(self.ids, self.given, self.visible, strict=True)
            if value is not None and not shown
        )

    def derived(self, node: Node) -> object:
        """The outcome's id, or whether a norm or alert is in force."""
        return self._derived[node].state

    def truth(self, condition: Condition) -> Truth:
        """The truth of any condition of this flow, now."""
        if isinstance(condition, Test):
            return self._compile(condition)()
        return combine(condition.op, [self.truth(part) for part in condition.parts])

    # changing

    def answer(self, question: str, value: Value | None) -> bool:
        """Set an answer (None: open again). False, and nothing changes, when the flow does not take it."""
        place = self.index.get(question)
        if place is None:
            return False
        quick = self._options[place]
        if value is not None and (quick is None or not isinstance(value, str) or value not in quick):
            try:
                value = parse(self._items[place], value)
            except BadValue:
                return False
        self.given[place] = value
        if self.visible[place] and self.counting[place] != value:
            self.counting[place] = value
            self._spread([gate.rank for gate in self._readers[place]])
        return True

    def answer_all(self, answers: Mapping[str, object]) -> None:
        """Set many answers at once; what the flow does not take is left out."""
        dirty: set[int] = set()
        for question, raw in answers.items():
            place = self.index.get(question)
            if place is None:
                continue
            try:
                value = parse(self._items[place], raw)
            except BadValue:
                continue
            self.given[place] = value
            if self.visible[place]:
                self.counting[place] = value
                dirty.update(gate.rank for gate in self._readers[place])
        self._spread(list(dirty))

    def _spread(self, heap: list[int]) -> None:
        """Work out again what reads a change, in order of rank, as long as something changes."""
        heapify(heap)
        by_rank, counting, given, visible, readers = (
            self._by_rank,
            self.counting,
            self.given,
            self.visible,
            self._readers,
        )
        last = -1
        while heap:
            rank = heappop(heap)
            if rank == last:
                continue
            last = rank
            gate = by_rank[rank]
            state = counting[gate.source] in gate.accept if gate.source >= 0 else gate.evaluate()
            if state == gate.state:
                continue
            gate.state = state
            if gate.node is not None:
                for reader in self._derived_readers.get(gate.node, ()):
                    heappush(heap, reader.rank)
                continue
            for place in gate.members:
                visible[place] = 1 if state else 0
                value = given[place] if state else None
                if value is not counting[place]:
                    counting[place] = value
                    for reader in readers[place]:
                        heappush(heap, reader.rank)

    # building

    def _build(self) -> None:
        gates: dict[tuple[Condition | None, Condition | None], _Gate] = {}
        gate_of: dict[Node, _Gate] = {}
        for place, item in enumerate(self._items):
            if item.when is None and item.unless is None:
                continue
            key = (item.when, item.unless)
            if key not in gates:
                gates[key] = _Gate(None, [])
            gates[key].members.append(place)
            gate_of["item", item.id] = gates[key]
        for node in conditions_of(self.flow):
            if node[0] != "item":
                gate_of[node] = self._derived[node] = _Gate(node, [])
        reads: dict[_Gate, set[Node]] = {}
        for (when, unless), gate in gates.items():
            reads[gate] = {node for part in (when, unless) for test in references(part) for node in nodes_of(test)}
            self._compile_items(gate, when, unless)
        for node, parts in conditions_of(self.flow).items():
            if node[0] != "item":
                reads[gate_of[node]] = {read for part in parts for test in references(part) for read in nodes_of(test)}
        self._compile_derived()
        for gate, nodes in reads.items():
            for node in nodes:
                if node[0] == "item":
                    self._readers[self.index[node[1]]].append(gate)
                else:
                    self._derived_readers.setdefault(node, []).append(gate)
        self._by_rank = _ranked(
            list(reads), {gate: [gate_of[n] for n in reads[gate] if n in gate_of] for gate in reads}
        )
        for gate in self._by_rank:
            gate.state = counting_of(gate, self.counting)
            for place in gate.members:
                self.visible[place] = bool(gate.state)

    def _compile_items(self, gate: _Gate, when: Condition | None, unless: Condition | None) -> None:
        if isinstance(when, Test) and when.op == "is" and unless is None and when.ref in self.index:
            item = self.flow.items[when.ref]
            if item.kind in {"yesno", "one", "number"}:
                gate.source = self.index[when.ref]
                gate.accept = cast("frozenset[object]", when.operand)
                return
        shown = None if when is None else self._compile(when)
        hidden = None if unless is None else self._compile(unless)
        gate.evaluate = lambda: (shown is None or shown() is True) and (hidden is None or hidden() is not True)

    def _compile_derived(self) -> None:
        for norm in self.flow.norms:
            self._derived["norm", norm.id].evaluate = self._in_force(norm)
        for alert in self.flow.alerts:
            self._derived["alert", alert.id].evaluate = self._holds(alert.when)
        choices = [(None if o.when is None else self._compile(o.when), o.id) for o in self.flow.outcomes]
        self._derived["outcome", ""].evaluate = lambda: next(
            (name for check, name in choices if check is None or check() is True), ""
        )

    def _holds(self, condition: Condition) -> Callable[[], bool]:
        check = self._compile(condition)
        return lambda: check() is True

    def _in_force(self, norm: Norm) -> Callable[[], bool]:
        if norm.given is None:
            return lambda: False
        given = self._compile(norm.given)
        unless = None if norm.unless is None else self._compile(norm.unless)
        return lambda: given() is True and (unless is None or unless() is not True)

    def _compile(self, condition: Condition) -> Evaluate:
        if isinstance(condition, Test):
            return self._compile_test(condition)
        parts = tuple(self._compile(part) for part in condition.parts)
        if condition.op == "not":
            inner = parts[0]
            return lambda: None if (truth := inner()) is None else not truth
        decisive = condition.op == "any"

        def several() -> Truth:
            result: Truth = not decisive
            for part in parts:
                truth = part()
                if truth is decisive:
                    return decisive
                if truth is None:
                    result = None
            return result

        return several

    def _compile_test(self, test: Test) -> Evaluate:
        nodes = list(nodes_of(test))
        if nodes and nodes[0][0] == "outcome":
            gate, wanted = self._derived["outcome", ""], cast("frozenset[object]", test.operand)
            return lambda: gate.state in wanted
        if not nodes or nodes[0][0] != "item":
            gates = [self._derived[node] for node in nodes]
            return lambda: any(gate.state is True for gate in gates)
        place = self.index[test.ref]
        check, counting = check_of(test, self.flow.items[test.ref], self.today), self.counting
        return lambda: check(counting[place])


def counting_of(gate: _Gate, counting: list[Value | None]) -> object:
    """The state of a gate, worked out anew."""
    return counting[gate.source] in gate.accept if gate.source >= 0 else gate.evaluate()


def _quick_values(item: Item) -> frozenset[str] | None:
    """The values that can be kept without parsing, for questions with one choice."""
    return frozenset(option.id for option in item.options) if item.kind in {"yesno", "one"} else None


def _ranked(gates: list[_Gate], needs: Mapping[_Gate, Iterable[_Gate]]) -> list[_Gate]:
    """Gates in an order in which each comes after what it reads (the loader has refused circles)."""
    waiting = {gate: set(needs[gate]) - {gate} for gate in gates}
    followers: dict[_Gate, list[_Gate]] = {}
    for gate, before in waiting.items():
        for other in before:
            followers.setdefault(other, []).append(gate)
    ready = [gate for gate in gates if not waiting[gate]]
    order: list[_Gate] = []
    while ready:
        gate = ready.pop()
        gate.rank = len(order)
        order.append(gate)
        for follower in followers.get(gate, ()):
            waiting[follower].discard(gate)
            if not waiting[follower]:
                ready.append(follower)
    return order
