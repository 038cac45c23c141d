"""Screening of free text: a note, two hundred facts, a pasted book, and what it costs to begin.

The floor is a bare loop that asks of every word whether a set holds it: the least that any marking of words must do.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from meldcode.screening import Known, scan
from tests.benchmarks.table import Row
from tests.screening.corpus import notes

KNOWN = (
    *(Known(f"Voornaam{sign} van Achternaam{sign}", "name", f"kind {sign.upper()}") for sign in "bcdfghjklmnpqr"),
    Known("Vlierbloemlaan 12, 3511 AB Utrecht", "address", "[adres]"),
    Known("123456782", "bsn", "[bsn]"),
    Known("2017-05-03", "date", "[geboortedatum]"),
    Known("0687654321", "phone", "[telefoonnummer]"),
    Known("Basisschool De Regenboog", "organisation", "onze school"),
    Known("Utrecht", "place", "[plaats]"),
)
COMMON = frozenset(
    ("de", "het", "een", "van", "en", "in", "is", "dat", "op", "te", "zij", "hij", "niet", "met", "voor")
)
LENGTH = 300
FIRST = """
from time import perf_counter
start = perf_counter()
import meldcode.screening
loaded = perf_counter()
meldcode.screening.scan("Vandaag zei Sem dat zijn moeder Fenna op Vlierbloemlaan 12 woont, bsn 123456782.")
print((loaded - start) * 1000, (perf_counter() - loaded) * 1000)
"""


def rows() -> Iterator[Row]:
    """With twenty things that the dossier knows."""
    starts = [_first() for _time in range(7)]
    yield Row("screening: import", median(start[0] for start in starts), wanted=30.0)
    yield Row("screening: first text of a process", median(start[1] for start in starts), wanted=150.0)
    joined = " ".join(note.text for note in (*notes("tune"), *notes("clean")))
    texts = [joined[at : at + LENGTH] for at in range(0, len(joined) - LENGTH, LENGTH)]
    scan(joined, KNOWN)
    one, floor = (median(_timed(run, text) for text in texts) for run in (_scan, _bare))
    yield Row(f"screening: a text of {LENGTH} characters", one, floor, wanted=1.0)
    facts = (texts * 200)[:200]
    yield Row("screening: 200 texts of that length", sum(_timed(_scan, fact) for fact in facts), wanted=300.0)
    book = (joined * 100)[:100_000]
    yield Row("screening: a text of 100,000 characters", _timed(_scan, book), _timed(_bare, book), wanted=2_000.0)


def _scan(text: str) -> None:
    scan(text, KNOWN)


def _bare(text: str) -> None:
    sum(word.lower() in COMMON for word in re.findall(r"\w+", text))


def _timed(run: Callable[[str], None], text: str) -> float:
    """Milliseconds of one run."""
    start = perf_counter()
    run(text)
    return (perf_counter() - start) * 1000


def _first() -> tuple[float, float]:
    """Milliseconds in a new process: of the import, and of the first text."""
    ended = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    loading, scanning = ended.stdout.split()
    return float(loading), float(scanning)
