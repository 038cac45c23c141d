"""What was proved, remembered by the text that it was proved of: the same files need no solver twice.

Only for speed. Nothing here is believed about another text, another version of the program or another minimum.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from meldcode import __version__
from meldcode.check.examine import Examined, examine
from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.flow.findings import Finding
from meldcode.flow.model import Flow, Mark
from meldcode.i18n import language

_MOST = 200
"""Remembered flows; beyond that the oldest go."""


def remembered(flow: Flow, below: Flow | None, folder: Path | None = None) -> Examined:
    """`examine`, or what it gave before for the very same files. `folder`: where that is kept."""
    key = _key(flow, below)
    place = (folder or default_folder()) / f"{key}.json"
    known = _read(place, key)
    if known is not None:
        return known
    found = examine(flow, below)
    if found.whole:
        with suppress(MeldcodeError, OSError):  # a full or closed disk makes it slower, not wrong
            _write(place, key, found)
    return found


def default_folder() -> Path:
    """Beside the data when `MELDCODE_HOME` names a folder, else where this system keeps what can be made anew."""
    home = os.environ.get("MELDCODE_HOME")
    if home:
        return Path(home) / "proofs"
    from platformdirs import user_cache_path

    return user_cache_path("meldcode", appauthor=False) / "proofs"


def _key(flow: Flow, below: Flow | None) -> str:
    """Everything that the result hangs on: the files and their places, the minimum, the program, the language."""
    digest = hashlib.sha256()
    places = sorted({item.mark.file for item in flow.items.values()})
    here = Path(__file__).parent
    program = b"".join(part.read_bytes() for part in sorted([*here.rglob("*.py"), *here.parent.glob("flow/*.py")]))
    minimum = files("meldcode.check").joinpath("minimum.yaml").read_bytes()
    names = [name for name, _data in flow.layers]
    for part in (flow.digest, below.digest if below else "", *places, *names, __version__, language()):
        digest.update(part.encode() + b"\0")
    digest.update(hashlib.sha256(program).digest() + hashlib.sha256(minimum).digest())
    return digest.hexdigest()


def _read(place: Path, key: str) -> Examined | None:
    """What is kept there; None when it is not there, damaged, or of another flow."""
    try:
        kept = json.loads(place.read_bytes())
        if kept["sum"] != _sum(key, kept["findings"], kept["proved"]):
            return None
        found = tuple(Finding(**{**row, "mark": Mark(*row["mark"])}) for row in kept["findings"])
        return Examined(found, tuple(kept["proved"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _sum(key: str, findings: list[object], proved: list[str]) -> str:
    """What binds a result to the flow that it is of, against damage and mistakes (not against ill will)."""
    return hashlib.sha256(json.dumps([key, findings, proved]).encode()).hexdigest()


def _write(place: Path, key: str, found: Examined) -> None:
    rows: list[object] = [{**asdict(one), "mark": list(one.mark)} for one in found.findings]
    proved = list(found.proved)
    text = json.dumps({"findings": rows, "proved": proved, "sum": _sum(key, rows, proved)}, ensure_ascii=False)
    write_all(place.parent, {place.name: text.encode()})
    kept = sorted(place.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for old in kept[:-_MOST]:
        old.unlink(missing_ok=True)
