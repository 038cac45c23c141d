"""Proof and dead ends of each shipped flow, and of forms of 2,000 yes/no questions, beside loading that same flow.

A chain has one path for each place where somebody may stop; the tree and the mixed form have more paths than there are
atoms to count them with. None is walked: the solver is asked about all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from time import perf_counter

from meldcode import resources
from meldcode.check.dead import dead_findings
from meldcode.check.proof import prove, prover_for
from meldcode.flow.loader import load_layers, read_layers
from meldcode.flow.model import Flow
from tests.benchmarks.table import Row
from tests.flow.forms import make_flow

SIZE = 2_000
WINDOW = 40
"""How far back a question of the mixed form looks."""
SHIPPED, LARGE = 1_000.0, 10_000.0
"""Milliseconds that proof and dead ends together may take."""


def text(count: int, shape: str) -> str:
    """A form as an author writes it: `chain`, `tree` (each question brings up two), or `mixed` (by chance)."""
    chance = Random(1)  # noqa: S311 - nothing secret
    lines = ["flow: synthetisch", "title: Verzonnen", 'version: "1"', "sources: {s: {title: Geen}}", "steps:"]
    lines += ["  - step: een", "    title: Een", "    source: s", "    items:"]
    for number in range(count):
        when = f", when: {_condition(number, shape, chance)}" if number else ""
        lines.append(f"      - {{ask: q{number}, kind: yesno, text: Vraag {number}?, source: s{when}}}")
    signs = sorted(chance.sample(range(count), min(20, count)))
    danger = ", ".join(f"{{q{number}: ja}}" for number in signs)
    unsure = ", ".join(f"{{q{number}: onbekend}}" for number in signs)
    lines += [
        "outcomes:",
        f"  - {{outcome: gevaar, when: {{any: [{danger}]}}, report: true, title: G, text: G., source: s}}",
        f"  - {{outcome: vragen, when: {{any: [{unsure}]}}, help: running, title: V, text: V., source: s}}",
        "  - {outcome: open, title: Open, text: Nog open., source: s}",
        "norms:",
        f"  - {{norm: n, given: {{any: [{danger}]}}, require: {{outcome: gevaar}}, title: N, text: N., source: s}}",
    ]
    return "\n".join(lines) + "\n"


def _condition(number: int, shape: str, chance: Random) -> str:
    if shape != "mixed":
        parent = number - 1 if shape == "chain" else (number - 1) // 2
        return f"{{q{parent}: {'ja' if number % 2 else '[ja, onbekend]'}}}"
    one, two, three = (f"q{chance.randrange(max(0, number - WINDOW), number)}" for _part in range(3))
    return chance.choice(
        [
            f"{{{one}: ja}}",
            f"{{{one}: [ja, onbekend]}}",
            f"{{any: [{{{one}: ja}}, {{{two}: nee}}]}}",
            f"{{any: [{{{one}: ja}}, {{{two}: onbekend}}, {{not: {{{three}: ja}}}}]}}",
            f"{{any: [{{all: [{{{one}: ja}}, {{{two}: [nee, onbekend]}}]}}, {{{three}: onbekend}}]}}",
        ]
    )


def rows() -> Iterator[Row]:
    """One for each shipped flow and each large form; the floor is loading the flow."""
    _proved(make_flow(text(10, "mixed")))  # what is imported lazily is no part of a measure
    for path in sorted(resources.flows_folder().glob("*.yaml")):
        start = perf_counter()
        flow = load_layers(tuple((layer.name, layer.data) for layer in read_layers(path)))
        loading = (perf_counter() - start) * 1000
        yield Row(f"proof and dead ends, {path.stem}", _proved(flow), loading, wanted=SHIPPED)
    for shape in ("chain", "tree", "mixed"):
        form = text(SIZE, shape)
        start = perf_counter()
        flow = make_flow(form)
        loading = (perf_counter() - start) * 1000
        yield Row(f"proof and dead ends, {shape} of {SIZE:,}", _proved(flow), loading, wanted=LARGE)


def _proved(flow: Flow) -> float:
    """Milliseconds; the flow alone, without what it builds on. Raises `Undecided` when the solver does not finish."""
    start = perf_counter()
    prover = prover_for(flow, None)
    proof = prove(prover)
    dead_findings(prover)
    assert not proof.undecided
    assert not proof.unsure
    return (perf_counter() - start) * 1000
