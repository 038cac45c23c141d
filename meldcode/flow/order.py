"""Who depends on whom: looking back only, and no circles.

A question is shown on the ground of earlier answers. Outcomes, norms and alerts may look at all questions, and a
question may look at them as long as what they rest on comes earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from meldcode.flow.conditions import DERIVED, references
from meldcode.flow.findings import Problems
from meldcode.flow.model import Condition, Flow, Mark, Test
from meldcode.i18n import _

Node = tuple[str, str]
"""("item", id), ("outcome", ""), ("norm", id) or ("alert", id): something whose value others may read."""


def nodes_of(test: Test) -> Iterator[Node]:
    """What one test reads."""
    if test.ref == "outcome":
        yield ("outcome", "")
    elif test.ref in DERIVED:
        for name in sorted(map(str, test.operand if isinstance(test.operand, frozenset) else ())):
            yield (test.ref, name)
    else:
        yield ("item", test.ref)


def conditions_of(flow: Flow) -> dict[Node, tuple[Condition, ...]]:
    """The conditions that each node's value rests on."""
    result: dict[Node, tuple[Condition | None, ...]] = {}
    for item in flow.items.values():
        result["item", item.id] = (item.when, item.unless)
    for norm in flow.norms:
        result["norm", norm.id] = (norm.given, norm.unless)
    for alert in flow.alerts:
        result["alert", alert.id] = (alert.when,)
    result["outcome", ""] = tuple(outcome.when for outcome in flow.outcomes)
    return {node: tuple(part for part in parts if part is not None) for node, parts in result.items()}


def reads_of(conditions: Iterable[Condition]) -> list[tuple[Node, Mark]]:
    """What these conditions read, with the place of each test."""
    return [(node, test.mark) for condition in conditions for test in references(condition) for node in nodes_of(test)]


def check_order(flow: Flow, problems: Problems) -> None:
    """Add a finding for each circle (M004) and each look ahead (M005)."""
    reads = {node: reads_of(parts) for node, parts in conditions_of(flow).items()}
    looped = _circles(reads, problems)
    place = {name: index for index, name in enumerate(flow.items)}
    last: dict[Node, int] = {("item", name): index for name, index in place.items()}
    for item in flow.items.values():
        for node, mark in reads["item", item.id]:
            if ("item", item.id) in looped and node in looped:
                continue
            ahead = _last_item(node, reads, last, looped)
            if ahead > place[item.id]:
                later = list(flow.items)[ahead]
                what = _("`{id}` kijkt vooruit naar `{later}`, die pas later komt").format(id=item.id, later=later)
                problems.add("M005", mark, what, remedy=_("Zet `{later}` eerder.").format(later=later))


def _circles(reads: Mapping[Node, list[tuple[Node, Mark]]], problems: Problems) -> set[Node]:
    """Nodes that (in the end) read themselves; one finding for each circle."""
    state: dict[Node, int] = {}
    looped: set[Node] = set()
    told: set[tuple[Node, ...]] = set()
    for start in reads:
        if start in state:
            continue
        path: list[Node] = [start]
        work = [iter(reads[start])]
        state[start] = 1
        while work:
            step = next(work[-1], None)
            if step is None:
                state[path.pop()] = 2
                work.pop()
                continue
            node, mark = step
            if node not in reads:
                continue
            if state.get(node) == 1:
                circle = tuple(path[path.index(node) :])
                looped.update(circle)
                if circle in told:  # one condition may name the same question more than once
                    continue
                told.add(circle)
                names = " → ".join(name or kind for kind, name in [*circle, node])
                problems.add("M004", mark, _("dit draait in een kring: {names}").format(names=names))
            elif node not in state:
                state[node] = 1
                path.append(node)
                work.append(iter(reads[node]))
    return looped


def _last_item(
    node: Node, reads: Mapping[Node, list[tuple[Node, Mark]]], known: dict[Node, int], looped: set[Node]
) -> int:
    """Position of the last item that a node's value rests on; -1 when it rests on none. Adds to `known`."""
    work = [node]  # a stack of our own: norms may rest on norms, as deep as the file is long
    while work:
        top = work[-1]
        inner = [part for part, _mark in reads.get(top, []) if part not in looped]
        waiting = [part for part in inner if part not in known]
        if top not in known and waiting:
            work.extend(waiting)
            continue
        if top not in known:
            known[top] = max((known[part] for part in inner), default=-1)
        work.pop()
    return known[node]
