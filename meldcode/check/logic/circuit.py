"""A Boolean circuit: literals are whole numbers, minus one is "not". Equal gates are made once.

Nothing recurses, so a chain of conditions may be as long as a flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Literal = int
TRUE: Literal = 1
FALSE: Literal = -1
Truths = Mapping[int, bool]
"""Truth by number of the input; what is not there is false."""


class Circuit:
    """Inputs and and-gates, in an order in which each gate comes after what it reads."""

    def __init__(self) -> None:
        self.gates: dict[int, tuple[Literal, ...]] = {}
        """Number of a gate to the literals that must all be true."""
        self.names: dict[int, str] = {}
        """Number of an input to its name, for people who look at a problem."""
        self._known: dict[tuple[Literal, ...], Literal] = {}
        self._last = 1

    def input(self, name: str) -> Literal:
        """A new free value."""
        self._last += 1
        self.names[self._last] = name
        return self._last

    def all(self, literals: Iterable[Literal]) -> Literal:
        """True when all are; of none, true."""
        parts = {literal for literal in literals if literal != TRUE}
        if FALSE in parts or any(-part in parts for part in parts):
            return FALSE
        if not parts:
            return TRUE
        key = tuple(sorted(parts))
        if len(key) == 1:
            return key[0]
        if key not in self._known:
            self._last += 1
            self.gates[self._last] = key
            self._known[key] = self._last
        return self._known[key]

    def any(self, literals: Iterable[Literal]) -> Literal:
        """True when one is; of none, false."""
        return -self.all(-literal for literal in literals)

    def implies(self, given: Literal, then: Literal) -> Literal:
        """False only when `given` is true and `then` is not."""
        return self.any((-given, then))

    def same(self, one: Literal, other: Literal) -> Literal:
        """Whether both are true or both false."""
        return self.all((self.implies(one, other), self.implies(other, one)))

    def at_most_one(self, literals: Iterable[Literal]) -> Literal:
        """Whether no two of these hold; in a chain, so that long lists of options stay cheap."""
        rules: list[Literal] = []
        before = FALSE
        for literal in literals:
            rules.append(-self.all((before, literal)))
            before = self.any((before, literal))
        return self.all(rules)

    def at_most(self, literals: Iterable[Literal], count: int) -> Literal:
        """Whether no more than `count` of these hold. Counts along: as many gates as literals times `count`."""
        above = [FALSE] * (count + 1)
        """Whether more than 0, 1, … of those so far hold."""
        for literal in literals:
            for place in range(count, 0, -1):
                above[place] = self.any((above[place], self.all((above[place - 1], literal))))
            above[0] = self.any((above[0], literal))
        return -above[count]

    def truths(self, inputs: Truths) -> dict[int, bool]:
        """The truth of every number, given the inputs."""
        found = {TRUE: True, **{number: inputs.get(number, False) for number in self.names}}
        for number, parts in self.gates.items():
            found[number] = all(found[part] if part > 0 else not found[-part] for part in parts)
        return found

    def cone(self, literals: Iterable[Literal]) -> list[int]:
        """The gates that these rest on, in the order in which they can be worked out."""
        seen: set[int] = set()
        work = [abs(literal) for literal in literals]
        while work:
            number = work.pop()
            if number in self.gates and number not in seen:
                seen.add(number)
                work.extend(abs(part) for part in self.gates[number])
        return sorted(seen)

    def many(self, inputs: Mapping[int, int], width: int, only: Iterable[int] | None = None) -> dict[int, int]:
        """The same for `width` cases at once: a bit for each case. `only`: not all gates, but those of a `cone`."""
        every = (1 << width) - 1
        found = {TRUE: every, **{number: inputs.get(number, 0) for number in self.names}}
        for number in self.gates if only is None else only:
            parts = self.gates[number]
            value = every
            for part in parts:
                value &= found[part] if part > 0 else every ^ found[-part]
                if not value:
                    break
            found[number] = value
        return found


def holds(truths: Truths, literal: Literal) -> bool:
    """The truth of a literal in what `Circuit.truths` gave."""
    return truths[literal] if literal > 0 else not truths[-literal]
