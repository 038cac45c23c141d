"""What stands in a flow file as written, without the model: for who works on the values that were read."""

from __future__ import annotations

from meldcode.flow.reader import Map, Seq


def maps(value: object) -> list[Map]:
    """The mappings in a list; nothing when it is no list."""
    return [part for part in value if isinstance(part, Map)] if isinstance(value, Seq) else []


def parts_of(node: Map, key: str) -> list[Map]:
    """The mappings in a list of this node; nothing when there is no such list."""
    return maps(node.get(key))


def names_in(value: object) -> list[str]:
    """A name, or the names in a list, as text."""
    return [str(part) for part in value] if isinstance(value, Seq) else [] if value is None else [str(value)]


def item_id(item: Map) -> str:
    """The id of a question or note."""
    return str(item.get("ask", item.get("note", "")))
