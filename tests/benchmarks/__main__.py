"""Prints the table. `python -m tests.benchmarks` from the top of the project."""

from __future__ import annotations

from tests.benchmarks import engine, keys, processes, proof, request, screening, store
from tests.benchmarks.table import HEAD


def main() -> None:
    """Measure and print, row by row."""
    print(HEAD)
    for part in (engine, keys, proof, processes, request, screening, store):
        for row in part.rows():
            print(row.line(), flush=True)


main()
