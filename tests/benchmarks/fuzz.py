"""Feeds the loader, and every check after it, flows that somebody spoilt: `python -m tests.benchmarks.fuzz [SECONDS]`.

Nothing may come out but the loader's own error. Prints how many were tried; what came out else, with its file.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from time import monotonic

from meldcode.check.findings import looked_at
from meldcode.flow.findings import FlowError
from meldcode.flow.loader import load_flow

ROOT = Path(__file__).parent.parent.parent
SOURCES = [
    *sorted((ROOT / "flows").glob("*.yaml")),
    *sorted((ROOT / "flows" / "voorbeelden" / "school").glob("*.yaml")),
    *sorted((ROOT / "tests" / "defects").glob("[LMOPQST]*.yaml")),
]
PIECES = [
    *(b"{ } [ ] # |\n >-\n \t \x00 \xff \xef\xbb\xbf \xe2\x80\xa8 ".split(b" ")),
    *(b"&a ;*a;!!python/object:os.system ;%YAML 9.9\n;---\n;null;true;when: ;any: ;not: ;hide: true".split(b";")),
    *(
        b"extends: basis\n;options: {};kind: entries;some: {;outcome: [melden];norm: ;{alert: x};step_order: []".split(
            b";"
        )
    ),
    *(b"require: true;lists: {a: {}};organisation: {};accept: [];translations: {en: {}};expect: 1".split(b";")),
    b"1" * 30,
]


def spoilt(chance: Random, text: bytes) -> bytes:
    """The text with a few faults that a hand, a tool or an attacker could make."""
    data = bytearray(text)
    for _fault in range(chance.randint(1, 6)):
        kind = chance.random()
        lines = bytes(data).split(b"\n")
        line = chance.randrange(len(lines))
        if kind < 0.25:
            place = chance.randrange(len(data) + 1)
            data[place:place] = chance.choice(PIECES)
        elif kind < 0.4:
            place = chance.randrange(len(data) + 1)
            del data[place : place + chance.randint(1, 40)]
        elif kind < 0.5 and data:
            data[chance.randrange(len(data))] = chance.randrange(256)
        elif kind < 0.75:
            lines[line] = chance.choice(lines)
            data = bytearray(b"\n".join(lines))
        elif kind < 0.9:
            del lines[line : line + chance.randint(1, 4)]
            data = bytearray(b"\n".join(lines))
        else:
            lines.insert(line, b" " * chance.randint(0, 12) + chance.choice(PIECES))
            data = bytearray(b"\n".join(lines))
    return bytes(data)


def tries(seed: int, folder: Path) -> Iterator[Path]:
    """Spoilt files without end, each written over the one before; the same seed gives the same."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    texts = [path.read_bytes() for path in SOURCES]
    (folder / "klein.yaml").write_bytes((ROOT / "tests" / "defects" / "klein.yaml").read_bytes())
    path = folder / "fout.yaml"
    while True:
        path.write_bytes(spoilt(chance, chance.choice(texts)))
        yield path


def one(path: Path, deep: bool) -> None:
    """Load one file and, when `deep`, look at everything in it. Raises whatever should not come out."""
    with suppress(FlowError):
        load_flow(path)
    if deep:
        looked_at(str(path))[0]


def main(seconds: float) -> int:
    """Try for so many seconds; 1 when something else than the loader's error came out."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["MELDCODE_HOME"] = str(folder / "home")
        end, count = monotonic() + seconds, 0
        for count, path in enumerate(tries(int(end), folder), 1):
            try:
                one(path, deep=count % 4 == 0)
            except Exception as error:  # this is what is looked for
                wrong += 1
                kept = Path(tempfile.gettempdir()) / f"fout-{count}.yaml"
                kept.write_bytes(path.read_bytes())
                print(f"{type(error).__name__}: {kept}")
            if monotonic() > end:
                break
    print(f"{count} files, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60))
