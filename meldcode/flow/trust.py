"""Whether a flow that did not ship may be used: what a person is told of it, and which ones were accepted before.

A flow is data and can do nothing, but it decides what is asked, which numbers are named and what is said that the norm
asks. So a person sees what an organisation's file changes before it is used, once for each version of its text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from meldcode import resources
from meldcode.errors import MeldcodeError
from meldcode.files import write_all
from meldcode.flow.differences import KINDS, Difference, differences
from meldcode.flow.heads import heads
from meldcode.flow.loader import load_flow, peek_layers
from meldcode.flow.model import Flow
from meldcode.flow.told import kind_name, words
from meldcode.i18n import _, date_text, ngettext, tr
from meldcode.text import one_line

FILE = "accepted-flows.json"
"""In the data folder; it holds nothing of a case."""
SHOWN = 16
"""Hexadecimal digits of a digest that are shown first: enough to tell two files apart."""
_LARGEST_FILE = 1_000_000
"""Bytes; what is larger was not written here."""
_NAMING = {"id", "title", "version"}
"""What every file that builds on another says anew; it is told apart from the differences."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a person accepted a version of a flow; `date` is ISO."""

    id: str
    digest: str
    date: str
    title: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """A flow that is not accepted yet, with what a person should know before using it."""

    flow: Flow
    files: tuple[str, ...]
    """The files that did not ship, the first builds on the next."""
    base: Flow | None
    """The shipped flow that it builds on; None when it builds on nothing that ships."""
    altered: bool
    """Whether the file with the name of `base` is itself not as it ships."""
    differences: tuple[Difference, ...]
    earlier: Acceptance | None
    """The version of the same flow that was accepted last."""


def ships(flow: Flow) -> bool:
    """Whether the text of this flow is that of a shipped one."""
    base = _shipped(flow.id)
    return base is not None and base.digest == flow.digest


def stranger(flow: Flow, folder: Path) -> Stranger | None:
    """What to ask before this flow is used; None when it ships or was accepted. `folder` is the data folder."""
    if ships(flow):
        return None
    known = _read(folder)
    if any(one.digest == flow.digest for one in known):
        return None
    base, altered = _base(flow)
    found = differences(base, flow) if base is not None else []
    told = tuple(one for one in found if one.part != "flow" or one.what not in _NAMING)
    earlier = next((one for one in reversed(known) if one.id == flow.id), None)
    return Stranger(flow, _own_files(flow), base, altered, told, earlier)


def accept(flow: Flow, folder: Path, today: date) -> None:
    """Keep that this version is accepted. Raises `MeldcodeError` when that cannot be kept; nothing changed then."""
    kept = [one for one in _read(folder) if one.digest != flow.digest]
    kept.append(Acceptance(one_line(flow.id), flow.digest, today.isoformat(), one_line(flow.title)))
    data = {"accepted": [asdict(one) for one in kept]}
    write_all(folder, {FILE: (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()})


def sections(found: Stranger) -> list[tuple[str, list[str]]]:
    """Heading and lines of what a person is told, the same in every front end; all texts plain, on one line each."""
    flow = found.flow
    about = [
        _("Deze vragenlijst is niet met het programma meegeleverd. Hier staat wat er anders is."),
        _("Gebruik hem alleen als u weet wie hem maakte."),
        _("Een vragenlijst kan niets uitvoeren, lezen of versturen. Hij kan wel andere dingen vragen en zeggen."),
    ]
    if found.earlier is not None:
        about.insert(0, _earlier_text(found.earlier))
    what = [
        _("Naam: {title}, versie {version}").format(title=one_line(tr(flow.title)), version=one_line(flow.version)),
        _("Bestand: {names}").format(names=", ".join(map(one_line, found.files))),
        _("Kenmerk: {digest}").format(digest=grouped(flow.digest[:SHOWN])),
        _base_text(found),
    ]
    parts = [("", about), (_("Welke vragenlijst"), what), *_difference_sections(found)]
    whole = [grouped(flow.digest)]
    if found.base is not None and not found.altered:
        whole.append(_("Bouwt op: {digest}").format(digest=grouped(found.base.digest)))
    return [*parts, (_("Het hele kenmerk"), whole)]


def counts(found: Stranger) -> str:
    """How many differences there are of each kind, on one line."""
    number = Counter(one.kind for one in found.differences)
    return "; ".join(f"{kind_name(kind)}: {number[kind]}" for kind in KINDS if number[kind])


def grouped(digest: str) -> str:
    """A digest in groups of four, to read out or compare."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _earlier_text(earlier: Acceptance) -> str:
    try:
        day = date_text(date.fromisoformat(earlier.date))
    except ValueError:
        day = one_line(earlier.date)
    return _("Let op: dit is anders dan de versie die u eerder accepteerde, op {day}.").format(day=day)


def _base_text(found: Stranger) -> str:
    base = found.base
    if base is None:
        unsure = _("Of hij minstens vraagt wat de meldcode vraagt, weet het programma niet.")
        return _("Bouwt op niets dat is meegeleverd: alles komt uit dit bestand.") + " " + unsure
    values = {"title": one_line(tr(base.title)), "version": one_line(base.version)}
    if found.altered:
        told = _("Lijkt op: {title}, versie {version}. Maar ook dat bestand is niet zoals het werd meegeleverd.")
        return (
            told.format(**values) + " " + _("Of hij minstens vraagt wat de meldcode vraagt, weet het programma niet.")
        )
    told = _("Bouwt op: {title}, versie {version}, zoals meegeleverd. Kenmerk: {digest}")
    return told.format(digest=grouped(base.digest[:SHOWN]), **values)


def _difference_sections(found: Stranger) -> Iterator[tuple[str, list[str]]]:
    flow, count = found.flow, len(found.differences)
    if found.base is None:
        parts = (
            ngettext("{n} vraag", "{n} vragen", len(flow.items)).format(n=len(flow.items)),
            ngettext("{n} uitkomst", "{n} uitkomsten", len(flow.outcomes)).format(n=len(flow.outcomes)),
            ngettext("{n} nummer", "{n} nummers", len(flow.contacts)).format(n=len(flow.contacts)),
        )
        numbers = [one_line(f"{tr(one.name)} {one.number}") for one in flow.contacts]
        yield _("Wat erin staat"), [", ".join(parts) + ".", *(f"- {number}" for number in numbers)]
        return
    title = ngettext("{n} verschil", "{n} verschillen", count).format(n=count)
    yield (title, [counts(found) + "."]) if count else (title, [_("Alleen de naam is anders.")])
    for kind in KINDS:
        lines = [f"- {words(one)}" for one in found.differences if one.kind == kind]
        if lines:
            yield f"{kind_name(kind)} ({len(lines)})", lines


# where it comes from


def _shipped(name: str) -> Flow | None:
    """The shipped flow with this id."""
    path = next((head.path for head in heads() if head.id == name), None)
    try:
        return None if path is None else load_flow(path)
    except MeldcodeError:  # a program whose own files were spoilt
        return None


def _base(flow: Flow) -> tuple[Flow | None, bool]:
    """The nearest shipped flow that this one builds on or has the name of, and whether the file here is another."""
    for place in range(len(flow.layers)):
        below = peek_layers(flow.layers[place:])
        if (base := _shipped(below.id)) is not None:
            return base, base.digest != below.digest
    return None, False


def _own_files(flow: Flow) -> tuple[str, ...]:
    return tuple(name for name, data in flow.layers if not _is_shipped_file(name, data))


def _is_shipped_file(name: str, data: bytes) -> bool:
    with suppress(OSError, ValueError):
        return (resources.flows_folder() / name).read_bytes() == data
    return False


# what was accepted


def _read(folder: Path) -> list[Acceptance]:
    """What was accepted, oldest first; nothing when the file is missing or is not what was written here."""
    try:
        with (folder / FILE).open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
        found: object = json.loads(raw) if len(raw) <= _LARGEST_FILE else None
    except (OSError, ValueError, RecursionError):
        return []
    rows = found.get("accepted") if isinstance(found, dict) else None
    keys = Acceptance.__dataclass_fields__
    if not isinstance(rows, list):
        return []
    for row in rows:
        if not isinstance(row, dict) or row.keys() != keys.keys() or not all(isinstance(v, str) for v in row.values()):
            return []
    return [Acceptance(**row) for row in rows]
