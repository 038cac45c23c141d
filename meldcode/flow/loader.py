"""Finds flows, reads them with what they extend, and returns the checked model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from meldcode import resources
from meldcode.flow.build import build_flow
from meldcode.flow.findings import Finding, FlowError, Problems, file_problem, near_match
from meldcode.flow.lists import fill_lists
from meldcode.flow.model import NOWHERE, Flow, Layers
from meldcode.flow.overlay import merge
from meldcode.flow.reader import Map, read_file, read_yaml
from meldcode.flow.shape import check_shape
from meldcode.i18n import _, add_texts

MAX_LAYERS = 5
_MOST_KNOWN = 8
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
    return _made(list(read_layers(name if isinstance(name, Path) else find_flow(name))))


def load_layers(layers: Layers) -> Flow:
    """The flow that `Flow.layers` was kept from, with the same digest, without looking at the disk.

    Each layer must extend the next one and the last extends nothing. Raises `FlowError` holding every finding.
    """
    made: list[Layer] = []
    for place, (name, data) in enumerate(layers):
        root = read_yaml(data, name)
        below = layers[place + 1][0] if place + 1 < len(layers) else ""
        base = root.get("extends")
        if place >= MAX_LAYERS:
            raise _too_many(name)
        if below != (f"{base}.yaml" if "extends" in root else ""):
            raise FlowError([Finding("O006", root.at("extends"), _("`extends` noemt niet het bestand hieronder"))])
        made.append(Layer(name, root, data))
    if not made:
        raise file_problem("Y001", "", _("er is geen vragenlijst bewaard"))
    return _made(made)


def _made(layers: list[Layer]) -> Flow:
    """The checked model of these layers, overlays first. The same text gives the same flow, made once."""
    key = tuple((layer.root.mark.file, layer.name, layer.data) for layer in layers)
    if key not in _known:
        flow = _make(layers)
        add_texts(flow.translations)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = flow
    return _known[key]


def _make(layers: list[Layer]) -> Flow:
    problems = Problems()
    for layer in layers:
        check_shape(layer.root, problems)
    problems.check()
    merged, lists = layers[-1].root, Map(layers[-1].root.mark)
    digest = hashlib.sha256()
    for layer in reversed(layers):
        digest.update(hashlib.sha256(layer.data).digest())
        lists = fill_lists(layer.root, lists, problems)
        if layer.root is not merged:
            merged = merge(merged, layer.root, problems)
    kept = tuple((layer.name, layer.data) for layer in layers)
    flow = build_flow(merged, digest.hexdigest(), problems, kept)
    problems.check()
    return flow


def read_layers(path: Path) -> Iterator[Layer]:
    """The file and what it extends, as written, the base last. Raises `FlowError` at the first that cannot be read."""
    seen: list[str] = []
    while True:
        name = _shown(path)
        if len(seen) >= MAX_LAYERS or name in seen:
            raise _too_many(name)
        seen.append(name)
        data = read_file(path)
        root = read_yaml(data, name)
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
