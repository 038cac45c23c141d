"""Finds flows, reads them with what they extend, and returns the checked model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from meldcode import resources
from meldcode.flow.build import build_flow
from meldcode.flow.findings import Finding, FlowError, Problems, file_problem, near_match
from meldcode.flow.lists import fill_lists, uses_of_lists
from meldcode.flow.model import NOWHERE, Flow, Layers
from meldcode.flow.overlay import merge
from meldcode.flow.reader import Map, read_file, read_yaml
from meldcode.flow.shape import check_shape
from meldcode.i18n import _, add_texts

MAX_LAYERS = 5
_MOST_KNOWN = 8
_OVERLAY = "O"
"""First letter of the codes of what an overlay may not do."""
_well_shaped: set[bytes] = set()
"""SHA-256 of the text of files whose shape was found to be right; small, and true for ever."""
_known: dict[tuple[tuple[str, str, bytes], ...], Flow] = {}
"""Flows by the text they were made from. A flow never changes, and every dossier that is opened asks for its own."""


class Layer(NamedTuple):
    """One file of a flow: its name without folder, as read, and as it stands on disk."""

    name: str
    root: Map
    data: bytes


def find_flow(name: str) -> Path:
    """The file of a flow, by id (`onderwijs`) or path. Raises `FlowError` with a near match."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
        return path
    shipped = {file.stem: file for file in sorted(resources.flows_folder().glob("*.yaml"))}
    if name in shipped:
        return shipped[name]
    known = list(shipped)
    near = near_match(name, known)
    what = _("de vragenlijst `{id}` bestaat niet").format(id=name)
    remedy = _("Kies uit: {values}, of geef het pad van een bestand.").format(values=", ".join(known))
    raise FlowError([Finding("Y001", NOWHERE._replace(file=name), what, remedy=remedy, near=near)])


def load_flow(name: str | Path) -> Flow:
    """Load a flow by id or path, with everything it extends. Raises `FlowError` holding every finding."""
    return spoken(peek_flow(name))


def peek_flow(name: str | Path) -> Flow:
    """The same for a flow that is only looked at: the translations it brings along are not used yet."""
    path = name if isinstance(name, Path) else find_flow(name)
    layers = list(read_layers(path))
    _check_names(path, layers)
    return _made(layers)


def base_name(path: Path) -> str:
    """The id that a file extends. Raises `FlowError` when it cannot be read or extends nothing."""
    root = read_yaml(read_file(path), str(path))
    base = root.get("extends")
    if not isinstance(base, str):
        raise FlowError([Finding("O006", root.at("extends"), _("`extends` noemt geen vragenlijst"))])
    return base


def salvage(name: str | Path) -> tuple[Flow | None, list[Finding]]:
    """What can be made of a flow that has faults, and the faults; None when not even its shape is right.

    For `check` only, so that an author hears everything at once: such a flow is never used for anything else.
    """
    problems = Problems()
    try:
        path = name if isinstance(name, Path) else find_flow(name)
        layers = list(read_layers(path))
        _check_names(path, layers)
        flow = _make(layers, problems)
    except FlowError as error:
        return None, list(error.findings)
    return flow, problems.findings


def load_layers(layers: Layers) -> Flow:
    """The flow that `Flow.layers` was kept from, with the same digest, without looking at the disk.

    Each layer must extend the next one and the last extends nothing. What overlays may do became stricter over time:
    what is refused today is left out, so that a dossier still opens. Raises `FlowError` holding every other finding.
    """
    return spoken(peek_layers(layers))


def peek_layers(layers: Layers) -> Flow:
    """The same for a flow that is only looked at: the translations it brings along are not used yet."""
    made: list[Layer] = []
    for place, (name, data) in enumerate(layers):
        root = _read(data, name)
        below = layers[place + 1][0] if place + 1 < len(layers) else ""
        base = root.get("extends")
        if place >= MAX_LAYERS:
            raise _too_many(name)
        if below != (f"{base}.yaml" if "extends" in root else ""):
            raise FlowError([Finding("O006", root.at("extends"), _("`extends` noemt niet het bestand hieronder"))])
        made.append(Layer(name, root, data))
    if not made:
        raise file_problem("Y001", "", _("er is geen vragenlijst bewaard"))
    return _made(made, lenient=True)


def spoken(flow: Flow) -> Flow:
    """The flow, with what it brings along in other languages ready to be shown."""
    add_texts(flow.translations)
    return flow


def _made(layers: list[Layer], lenient: bool = False) -> Flow:
    """The checked model of these layers, overlays first. The same text gives the same flow, made once.

    `lenient`: what an overlay may not do is left out and not told.
    """
    key = tuple((layer.root.mark.file, layer.name, layer.data) for layer in layers)
    if key not in _known:
        problems = Problems()
        flow = _make(layers, problems)
        if lenient and problems.findings:
            problems.findings = [one for one in problems.findings if not one.code.startswith(_OVERLAY)]
            problems.check()
            return flow  # not kept: who loads the same file in earnest must hear what is refused
        problems.check()
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = flow
    return _known[key]


def _make(layers: list[Layer], problems: Problems) -> Flow:
    digests = [hashlib.sha256(layer.data).digest() for layer in layers]
    for layer, digest_of_layer in zip(layers, digests, strict=True):
        if digest_of_layer not in _well_shaped:  # a base is looked at once, however many files build on it
            check_shape(layer.root, problems)
    problems.check()
    _well_shaped.update(digests)
    merged: Map | None = None
    lists = Map(layers[-1].root.mark)
    digest = hashlib.sha256()
    for layer in map(_own_copy, reversed(layers)):
        digest.update(hashlib.sha256(layer.data).digest())
        lists = fill_lists(layer.root, lists, problems)
        merged = layer.root if merged is None else merge(merged, layer.root, problems)
    kept = tuple((layer.name, layer.data) for layer in layers)
    return build_flow(merged or layers[-1].root, digest.hexdigest(), problems, kept)


@lru_cache(maxsize=8)
def _read(data: bytes, name: str) -> Map:
    """What stands in a file. Nobody changes it: the same file is read by its overlays, and by `check`."""
    return read_yaml(data, name)


def _own_copy(layer: Layer) -> Layer:
    """The layer, apart from the file as read when options will be put in the place of names of lists."""
    return layer._replace(root=deepcopy(layer.root)) if any(uses_of_lists(layer.root)) else layer


def _check_names(path: Path, layers: list[Layer]) -> None:
    """Raise `FlowError` when a file of one's own passes for a flow that ships, or for what it extends."""
    shipped = {file.stem: file for file in sorted(resources.flows_folder().glob("*.yaml"))}
    problems = Problems()
    for place, layer in enumerate(layers[:-1]):
        own = layer.root.get("flow")
        below = {str(other.root.get("flow")) for other in layers[place + 1 :]}
        posing = own in shipped and path.stem not in shipped and layer.data != shipped[str(own)].read_bytes()
        if own in below or posing:
            what = _("`{id}` heet al een andere vragenlijst").format(id=own)
            problems.add("O008", layer.root.at("flow"), what, remedy=_("Geef deze vragenlijst een eigen naam."))
    for over, base in pairwise(layers):
        name = str(over.root.get("extends"))
        if path.stem not in shipped and name in shipped and base.data != shipped[name].read_bytes():
            what = _("naast dit bestand staat een eigen `{id}`, en zo heet een vragenlijst die wordt meegeleverd")
            remedy = _("Geef uw eigen bestand een andere naam, bij `flow:` en als bestand, of haal het weg.")
            problems.add("O008", over.root.at("extends"), what.format(id=name), remedy=remedy)
    problems.check()


def read_layers(path: Path) -> Iterator[Layer]:
    """The file and what it extends, as written, the base last. Raises `FlowError` at the first that cannot be read."""
    seen: list[str] = []
    while True:
        name = _shown(path)
        if len(seen) >= MAX_LAYERS or name in seen:
            raise _too_many(name)
        seen.append(name)
        data = read_file(path)
        root = _read(data, name)
        yield Layer(path.name, root, data)
        base = root.get("extends")
        if not isinstance(base, str) or not base.replace("_", "").isalnum():
            if "extends" in root:
                mark = root.at("extends")
                raise FlowError([Finding("O006", mark, _("`extends` noemt geen vragenlijst"))])
            return
        beside = path.parent / f"{base}.yaml"
        path = beside if _is_file(beside) else _base(base, root)


def _too_many(name: str) -> FlowError:
    return file_problem("O005", name, _("deze vragenlijst breidt zichzelf uit, of te veel andere"))


def _base(base: str, root: Map) -> Path:
    try:
        return find_flow(base)
    except FlowError as error:
        found = error.findings[0]
        mark = root.at("extends")
        raise FlowError([Finding("O006", mark, found.what, remedy=found.remedy, near=found.near)]) from None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the disk allows
        return False


def _shown(path: Path) -> str:
    """A path as people know it: relative to here when it lies below, and never longer than needed."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # elsewhere; a folder that is gone; links in a circle
        return str(path)
