"""One flow file as its author wrote it, beside what it makes together with the files that it builds on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from meldcode.check.texts import Said, said
from meldcode.flow.findings import Finding, FlowError
from meldcode.flow.loader import Layer, find_flow, peek_layers, read_layers, salvage
from meldcode.flow.model import Flow
from meldcode.flow.reader import Map


@dataclass(frozen=True, slots=True)
class Authored:
    """What the checks of one file look at."""

    path: Path
    layers: tuple[Layer, ...]
    """As written, this file first and the base last."""
    flow: Flow
    """All layers together; when `faults` is not empty, as far as something could be made of them."""
    below: Flow | None
    """What this file builds on; None when it stands alone."""
    texts: tuple[Said, ...]
    """The texts of this file only."""
    faults: tuple[Finding, ...]
    """What keeps it from being used."""

    @property
    def root(self) -> Map:
        """This file as written."""
        return self.layers[0].root


def authored(name: str) -> Authored:
    """The file of a flow (id or path) with its layers. Raises `FlowError` when its YAML or shape is not right."""
    path = find_flow(name)
    flow, faults = salvage(path)
    if flow is None:
        raise FlowError(faults)
    layers = tuple(read_layers(path))  # read anew: loading fills the lists in
    return Authored(path, layers, flow, _below(layers), tuple(said(layers[0].root)), tuple(faults))


def _below(layers: tuple[Layer, ...]) -> Flow | None:
    if len(layers) == 1:
        return None
    try:
        return peek_layers(tuple((layer.name, layer.data) for layer in layers[1:]))
    except FlowError:  # a base that is only whole together with what builds on it
        return None
