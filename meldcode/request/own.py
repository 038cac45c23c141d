"""An advice in the words of a shipped flow: what an organisation calls its own could say where somebody works.

A report names the organisation anyway and keeps everything.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from meldcode import resources
from meldcode.flow.loader import peek_layers
from meldcode.flow.model import Flow, Layers, Position

NAMELESS = "eigen"
"""Id of a flow that builds on nothing that ships: its own could be a name."""


def for_advice(flow: Flow, position: Position) -> tuple[Flow, Position]:
    """The shipped flow that this one builds on, with what the organisation knows of regions, and what it has of the
    position; both as they are when the flow ships itself."""
    place = _shipped_place(flow.layers)
    if place == 0:
        return flow, position
    if place is None:
        return replace(flow, id=NAMELESS, title=""), position
    base = replace(_below(flow.layers[place:]), directory=flow.directory)
    items = base.items
    return base, replace(
        position,
        because=tuple(one for one in position.because if one.id in items),
        norms=tuple(name for name in position.norms if name in {norm.id for norm in base.norms}),
        alerts=tuple(name for name in position.alerts if name in {alert.id for alert in base.alerts}),
        missing={kind: tuple(name for name in names if name in items) for kind, names in position.missing.items()},
        asked=tuple(name for name in position.asked if name in items),
        asleep=tuple(name for name in position.asleep if name in items),
        deadlines=tuple(one for one in position.deadlines if one.id in {rule.id for rule in base.deadlines}),
        answers={name: value for name, value in position.answers.items() if name in items},
    )


def _shipped_place(layers: Layers) -> int | None:
    """The first of these files that has the name of a shipped flow; 0 also when nobody knows what it was made from."""
    if not layers:
        return 0
    folder = resources.flows_folder()
    names = [PurePath(name).name for name, _data in layers]
    return next((place for place, name in enumerate(names) if (folder / name).is_file()), None)


@lru_cache(maxsize=4)
def _below(layers: Layers) -> Flow:
    return peek_layers(layers)
