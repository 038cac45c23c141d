"""Whatever is done to a flow: it is read, or refused with findings, and nothing else happens."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cache
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode import resources
from meldcode.flow import reader
from meldcode.flow.findings import FlowError
from meldcode.flow.loader import load_flow
from tests.effort import tries
from tests.flow.forms import SMALL, make_flow

LOADERS = ["CSafeLoader", "SafeLoader"]
PIECES = [
    *(bytes([byte]) for byte in range(0, 256, 5)),
    *(
        b": ",
        b"- ",
        b"\n",
        b"\n  ",
        b"[",
        b"]",
        b"{",
        b"}",
        b'"',
        b"'",
        b"&a ",
        b"*a",
        b"!!str ",
        b"<<: ",
        b"---\n",
        b"...\n",
    ),
    *(
        b"? ",
        b"|\n",
        b">-\n",
        b"%YAML 1.1\n",
        b'"\\U00110000"',
        b'"\\e"',
        b"\t",
        b"#",
        b"null",
        b"true",
        b"0",
        b"99999999999",
    ),
    *(
        b"when: ",
        b"any: ",
        b"not: ",
        b"norm: ",
        b"ask: ",
        b"extends: ",
        b"also: {a: b}",
        b"step_order: [een]",
        b"[]",
        b"{}",
    ),
]
Change = tuple[int, int, int, int]
CHANGES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2**16), st.integers(0, 40), st.integers(0, len(PIECES) - 1)),
    min_size=1,
    max_size=6,
)


def changed(data: bytes, changes: list[Change]) -> bytes:
    """Pieces put in, taken out, repeated or moved."""
    for what, place, length, piece in changes:
        start = place % (len(data) + 1)
        part = data[start : start + length]
        if what == 0:
            data = data[:start] + PIECES[piece] + data[start:]
        elif what == 1:
            data = data[:start] + data[start + length :]
        elif what == 2:
            data = data[:start] + part + data[start:]
        else:
            data = data[:start] + PIECES[piece] + data[start + length :]
    return data


def lines_changed(data: bytes, chance: Random) -> bytes:
    """Whole lines taken out, doubled, swapped or indented otherwise: often still YAML, seldom still a flow."""
    lines = data.splitlines(keepends=True)
    for _time in range(chance.randint(1, 5)):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        way = chance.randrange(4)
        if way == 0:
            del lines[one]
        elif way == 1:
            lines.insert(other, lines[one])
        elif way == 2:
            lines[one], lines[other] = lines[other], lines[one]
        else:
            lines[one] = b"  " + lines[one] if chance.random() < 0.5 else lines[one].removeprefix(b"  ")
    return b"".join(lines)


@cache
def shipped(name: str) -> bytes:
    return (resources.flows_folder() / f"{name}.yaml").read_bytes()


def only_flow_errors(read: Callable[[], object]) -> None:
    with contextlib.suppress(FlowError):
        read()


@pytest.mark.parametrize("name", LOADERS)
@settings(max_examples=tries(150))
@given(changes=CHANGES, chance=st.randoms(use_true_random=False))
def test_a_changed_flow_is_read_or_refused_and_nothing_else(name: str, changes: list[Change], chance: Random) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_LOADER", getattr(yaml, name, yaml.SafeLoader))
        only_flow_errors(lambda: make_flow(changed(SMALL.encode(), changes).decode("utf-8", "replace")))
        only_flow_errors(lambda: make_flow(lines_changed(SMALL.encode(), chance).decode()))


@settings(max_examples=tries(25))
@given(changes=CHANGES, chance=st.randoms(use_true_random=False), name=st.sampled_from(["onderwijs", "huisarts"]))
def test_a_changed_shipped_flow_is_loaded_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change], chance: Random, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"{name}.yaml"
    for data in (changed(shipped(name), changes), lines_changed(shipped(name), chance)):
        path.write_bytes(data)
        only_flow_errors(lambda: load_flow(path))
