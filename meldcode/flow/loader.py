"""Finds flows, reads them with what they extend, and returns the checked model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from meldcode import resources
from meldcode.flow.build import build_flow
from meldcode.flow.findings import Finding, FlowError, Problems, file_problem, near_match
from meldcode.flow.model import NOWHERE, Flow
from meldcode.flow.overlay import merge
from meldcode.flow.reader import Map, read_file, read_yaml
from meldcode.flow.shape import check_shape
from meldcode.i18n import _

MAX_LAYERS = 5


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
    path = name if isinstance(name, Path) else find_flow(name)
    layers = list(_layers(path))
    problems = Problems()
    for root, _data in layers:
        check_shape(root, problems)
    problems.check()
    merged = layers[-1][0]
    digest = hashlib.sha256()
    for root, data in reversed(layers):
        digest.update(hashlib.sha256(data).digest())
        if root is not merged:
            merged = merge(merged, root, problems)
    flow = build_flow(merged, digest.hexdigest(), problems)
    problems.check()
    return flow


def _layers(path: Path) -> Iterator[tuple[Map, bytes]]:
    """The file and what it extends, the base last."""
    seen: list[str] = []
    while True:
        name = _shown(path)
        if len(seen) >= MAX_LAYERS or name in seen:
            raise file_problem("O005", name, _("deze vragenlijst breidt zichzelf uit, of te veel andere"))
        seen.append(name)
        data = read_file(path)
        root = read_yaml(data, name)
        yield root, data
        base = root.get("extends")
        if not isinstance(base, str) or not base.replace("_", "").isalnum():
            if "extends" in root:
                mark = root.at("extends")
                raise FlowError([Finding("O006", mark, _("`extends` noemt geen vragenlijst"))])
            return
        beside = path.parent / f"{base}.yaml"
        path = beside if _is_file(beside) else _base(base, root)


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
