"""A thousand generated dossiers, every text taken along: does anything known leave? `python -m tests.benchmarks.leaks`.

A number as argument makes it more or fewer; every tenth is written in every format.
"""

from __future__ import annotations

import sys

from meldcode.request import content
from meldcode.request.write import FORMATS, files_of
from tests.request.dossiers import data_of, found_in


def main() -> None:
    """Print what leaked, and how many dossiers were looked at."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    leaked = 0
    for seed in range(count):
        request, people = data_of(seed)
        files = files_of(request, FORMATS) if seed % 10 == 0 else {"request.json": content(request)}
        for name, trace in found_in(files, people):
            leaked += 1
            print(f"dossier {seed}: {trace!r} in {name}")
    print(f"{count} dossiers, {leaked} leaks")


if __name__ == "__main__":
    main()
