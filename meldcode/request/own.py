"""An advice in the words of a shipped flow: what an organisation calls its own could say where somebody works.

A report names the organisation anyway and keeps everything.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from meldcode import resources
from meldcode.flow.loader import peek_flow, peek_layers
from meldcode.flow.model import Flow, Layers, Position

NAMELESS = "eigen"
"""Id of a flow that builds on nothing that ships: its own could be a name, and so could its version."""


def for_advice(flow: Flow, position: Position) -> tuple[Flow, Position]:
    """The shipped flow that this one builds on, with what the organisation knows of regions, and what it has of the
    position; both as they are when the flow ships itself. A copy of a shipped file that was changed is no shipped file.
    """
    base = flow if not flow.layers else _base(flow.layers)
    if base is None or position.outcome not in {outcome.id for outcome in base.outcomes}:
        return replace(flow, id=NAMELESS, title="", version=""), position
    if base.digest == flow.digest:
        return flow, position
    base, items = replace(base, directory=flow.directory), base.items
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


@lru_cache(maxsize=4)
def _base(layers: Layers) -> Flow | None:
    """The flow that the first of these files makes which ships, with all below it; None when there is none.

    Where a file only has the name of one that ships, it is that one.
    """
    for place in range(len(layers)):
        if all(_ships(name, data) for name, data in layers[place:]):
            return peek_layers(layers[place:])
    folder = resources.flows_folder()
    named = next((path for name, _data in layers if (path := folder / PurePath(name).name).is_file()), None)
    return None if named is None else peek_flow(named)


def _ships(name: str, data: bytes) -> bool:
    """Whether this is the text of a shipped file of that name, or of an earlier version of it that is kept."""
    folder, file = resources.flows_folder(), PurePath(name).name
    return any(
        path.read_bytes() == data for path in (folder / file, *folder.glob(f"eerder/*/{file}")) if path.is_file()
    )
