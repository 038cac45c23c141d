"""The engine on forms of N yes/no questions, beside a bare Python loop and the best of the peers.

Peers: the fastest per row of twelve packages measured on two cores (xforms-engine, SpiffWorkflow, json-rules-engine,
survey-core); the machine differs, so their figures give an order of size and the ratio to the loop is what counts.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from meldcode.flow.engine import Engine
from meldcode.flow.model import Flow
from tests.benchmarks.floor import Floor, parents
from tests.benchmarks.table import Row
from tests.flow.forms import TODAY, make_flow

SIZES = (100, 1_000, 5_000)
SHAPES = ("chain", "star")
PEERS = {
    ("next answer", "chain", 5_000): 0.36,
    ("next answer", "star", 5_000): 0.062,
    ("answer and every visibility", "star", 5_000): 0.5,
    ("whole interview", "chain", 1_000): 596.0,
    ("whole interview", "star", 1_000): 168.0,
    ("whole interview", "star", 5_000): 3_700.0,
    ("question 0 away and back", "chain", 1_000): 11.4,
    ("question 0 away and back", "star", 1_000): 7.8,
    ("question 0 away and back", "star", 5_000): 56.0,
    ("load, shape and meaning", "chain", 1_000): 650.0,
    ("load, shape and meaning", "star", 1_000): 650.0,
}
WANTED = {
    ("next answer", 5_000): 0.02,
    ("answer and every visibility", 5_000): 0.4,
    ("whole interview", 1_000): 60.0,
    ("question 0 away and back", 1_000): 1.0,
    ("question 0 away and back", 5_000): 5.0,
    ("load, shape and meaning", 1_000): 500.0,
}
MEMORY = """
import sys
from tests.benchmarks.engine import text
from tests.flow.forms import TODAY, make_flow
from meldcode.flow.engine import Engine
engine = Engine(make_flow(text(int(sys.argv[1]), sys.argv[2])), TODAY)
for name in engine.ids:
    engine.answer(name, "ja")
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        print(int(line.split()[1]) / 1000)
"""
"""Linux' own mark of the highest use: what `getrusage` gives is inherited from the process that starts it."""


def text(count: int, shape: str) -> str:
    """The form as an author writes it, some 350 bytes a question; without its explanations where that is over 1 MB."""
    lines = ["flow: synthetisch", "title: Verzonnen", 'version: "1"', "sources: {s: {title: Geen}}", "steps:"]
    lines += ["  - step: een", "    title: Een", "    source: s", "    items:"]
    for number, parent in enumerate(parents(count, shape)):
        if count > 2_000:
            when = f", when: {{q{parent}: ja}}" if parent >= 0 else ""
            lines.append(f"      - {{ask: q{number}, kind: yesno, text: Vraag {number}?, source: s{when}}}")
            continue
        lines += [
            f"      - ask: q{number}",
            "        kind: yesno",
            f"        text: Is dit zo bij vraag nummer {number}?",
            "        help: Een voorbeeld maakt duidelijk wat hier bedoeld wordt.",
            "        why: Het antwoord bepaalt of de volgende vraag nodig is.",
            "        options: {ja: {text: Ja zeker, help: Dat klopt.}, nee: Zeker niet}",
            "        source: [s]",
        ]
        if parent >= 0:
            lines.append(f"        when: {{q{parent}: ja}}")
    lines += ["outcomes:", "  - {outcome: open, title: Open, text: Nog open., source: s}"]
    return "\n".join(lines) + "\n"


def rows() -> Iterator[Row]:
    """One row for each measure, shape and size."""
    make_flow(text(10, "chain"))  # what is imported lazily is no part of a measure
    for shape in SHAPES:
        for size in SIZES:
            flow = make_flow(text(size, shape))
            for name, ours, floor in _measures(flow, shape, size):
                yield Row(
                    f"{name}, {shape} of {size:,}",
                    ours,
                    floor,
                    PEERS.get((name, shape, size)),
                    WANTED.get((name, size)),
                )
            if sys.platform == "linux":
                yield Row(
                    f"peak memory, {shape} of {size:,}",
                    _memory(size, shape),
                    wanted=60.0 if size == 5_000 else None,
                    unit="MB",
                )
    flow = make_flow(text(10_000, "chain"))
    yield Row("whole interview, chain of 10,000", _whole(Engine(flow, TODAY), flow), _whole_bare("chain", 10_000))


def _measures(flow: Flow, shape: str, size: int) -> Iterator[tuple[str, float, float | None]]:
    engine, floor, ids = Engine(flow, TODAY), Floor(parents(size, shape)), list(flow.items)
    place = iter(range(size - 1))

    def following() -> None:
        number = next(place)
        engine.answer(ids[number], "ja")
        assert engine.visible[number + 1]

    bare = iter(range(size - 1))

    def following_bare() -> None:
        number = next(bare)
        floor.answer(number, "ja")
        assert floor.visible[number + 1]

    yield "next answer", _median(following, 40), _median(following_bare, 40)
    turns, turns_bare = (iter(["nee", "ja"] * 20) for _side in range(2))

    def every() -> None:
        engine.answer(ids[45], next(turns))
        engine.asked()

    def every_bare() -> None:
        floor.answer(45, next(turns_bare))
        floor.asked()

    yield "answer and every visibility", _median(every, 40), _median(every_bare, 40)
    yield "whole interview", _whole(Engine(flow, TODAY), flow), _whole_bare(shape, size)
    full, full_bare = Engine(flow, TODAY), Floor(parents(size, shape))
    full.answer_all(dict.fromkeys(ids, "ja"))
    for number in range(size):
        full_bare.answer(number, "ja")
    assert len(full.asked()) == size

    def away_and_back() -> None:
        full.answer(ids[0], "nee")
        full.answer(ids[0], "ja")

    def away_and_back_bare() -> None:
        full_bare.answer(0, "nee")
        full_bare.answer(0, "ja")

    yield "question 0 away and back", _median(away_and_back, 11), _median(away_and_back_bare, 11)
    assert len(full.asked()) == size
    source = text(size, shape)
    yield "load, shape and meaning", _median(lambda: make_flow(source), 3), None


def _whole(engine: Engine, flow: Flow) -> float:
    ids = list(flow.items)

    def run() -> None:
        for place, name in enumerate(ids):
            engine.answer(name, "ja")
            assert place + 1 == len(ids) or engine.visible[place + 1]

    return _median(run, 1)


def _whole_bare(shape: str, size: int) -> float:
    floor = Floor(parents(size, shape))

    def run() -> None:
        for place in range(size):
            floor.answer(place, "ja")
            assert place + 1 == size or floor.visible[place + 1]

    return _median(run, 1)


def _memory(size: int, shape: str) -> float:
    """Of a process that loads the form and answers all of it, Python and its libraries included; in megabytes."""
    ended = subprocess.run([sys.executable, "-c", MEMORY, str(size), shape], capture_output=True, text=True, check=True)
    return float(ended.stdout)


def _median(run: Callable[[], object], times: int) -> float:
    """Milliseconds of the middle one of so many runs."""
    seen: list[float] = []
    gc.collect()
    for _time in range(times):
        start = perf_counter()
        run()
        seen.append((perf_counter() - start) * 1000)
    return median(seen)
