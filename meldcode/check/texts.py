"""Every text that a person reads in one flow file, with what it belongs to and its very place.

Reads the file as written, so that a text of the file below is not told again for each file that builds on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from meldcode.flow.model import Mark
from meldcode.flow.nodes import item_id, maps
from meldcode.flow.reader import Map


class Said(NamedTuple):
    """One text. `part` is what it belongs to: flow, source, contact, step, question, note, option, field, list, alert,
    outcome, norm, deadline, keeping, organisation, protocol. `field` is the field of an entry that it belongs to.
    """

    part: str
    subject: str
    key: str
    text: str
    mark: Mark
    field: str = ""


_SECTIONS = (
    ("contacts", "contact", ("name", "text")),
    ("alerts", "alert", ("text", "do")),
    ("outcomes", "outcome", ("title", "text", "do")),
    ("norms", "norm", ("title", "text")),
    ("deadlines", "deadline", ("text", "late")),
)


def items(root: Map) -> Iterator[Map]:
    """The questions and notes of one file, in order."""
    for step in maps(root.get("steps")):
        yield from maps(step.get("items"))


def said(root: Map) -> Iterator[Said]:
    """All texts of one file in the order in which they stand there, each kind of part together."""
    yield from _of(root, "flow", str(root.get("flow", "")), ("title", "about"))
    for name, node in _pairs(root.get("sources")):
        yield from _of(node, "source", name, ("title", "note"))
    for section, key, keys in _SECTIONS:
        for node in maps(root.get(section)):
            yield from _of(node, key, str(node.get(key)), keys)
    for name, options in _pairs(root.get("lists")):
        yield from _options(options, "list", name)
    for step in maps(root.get("steps")):
        yield from _of(step, "step", str(step.get("step")), ("title", "short", "text", "record"))
        for item in maps(step.get("items")):
            yield from _item(item)
    yield from _organisation(root)


def _organisation(root: Map) -> Iterator[Said]:
    if isinstance(node := root.get("keeping"), Map):
        yield from _of(node, "keeping", "keeping", ("official", "text"))
    for name, node in _pairs(root.get("protocol")):
        yield from _of(node, "protocol", name, ("text",))
    if isinstance(node := root.get("organisation"), Map):
        for role in maps(node.get("roles")):
            yield from _of(role, "organisation", str(role.get("role")), ("title", "text"))


def _item(item: Map) -> Iterator[Said]:
    name = item_id(item)
    yield from _of(item, "note" if "note" in item else "question", name, ("text", "help", "why", "record"))
    yield from _options(item.get("options"), "option", name)
    for field in maps(item.get("fields")):
        column = str(field.get("field"))
        for one in (
            *_of(field, "field", name, ("text", "help")),
            *_options(field.get("options"), "option", name),
        ):
            yield one._replace(field=column)


def _options(value: object, part: str, subject: str) -> Iterator[Said]:
    for name, option in value.items() if isinstance(value, Map) else ():
        if isinstance(option, Map):
            yield from _of(option, part, subject, ("text", "help"))
        elif isinstance(value, Map):
            yield from _one(option, part, subject, name, value.at(name))


def _of(node: Map, part: str, subject: str, keys: tuple[str, ...]) -> Iterator[Said]:
    for key in keys:
        yield from _one(node.get(key), part, subject, key, node.at(key))


def _one(value: object, part: str, subject: str, key: str, mark: Mark) -> Iterator[Said]:
    if isinstance(value, str) and value.strip():
        yield Said(part, subject, key, value.strip(), mark)


def _pairs(value: object) -> Iterator[tuple[str, Map]]:
    for name, node in value.items() if isinstance(value, Map) else ():
        if isinstance(node, Map):
            yield name, node
