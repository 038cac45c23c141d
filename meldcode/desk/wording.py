"""Answers in full, as lines of text: what the whole record and the history of a dossier both show.

Lists elsewhere show an answer shortened or counted; here nothing may be left out, also when the flow no longer knows
the question or takes the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from meldcode.flow.model import Field, Item, Value
from meldcode.flow.values import BadValue, parse
from meldcode.i18n import _, tr
from meldcode.text import clean, one_line
from meldcode.words import answer_text, field_text

INDENT = "  "


def fitting(item: Item | None, given: object) -> Value | None:
    """The answer as this question takes it; None when there is no such question or it refuses the value."""
    try:
        return None if item is None or not item.is_question else parse(item, given)
    except BadValue:
        return None


def answer_lines(item: Item | None, given: object) -> list[str]:
    """An answer in full, one line or more. What the question does not take is shown as it was kept."""
    if given is None:
        return [_("nog open")]
    value = fitting(item, given)
    if item is None or value is None:
        return _kept_lines(given) or [""]
    if item.kind == "entries" and isinstance(value, tuple):
        return [line for entry in value if isinstance(entry, Mapping) for line in _entry_lines(item, entry)]
    return clean(answer_text(item, value)).split("\n")


def labelled(label: str, lines: list[str]) -> list[str]:
    """A label with one line behind it, or with more lines under it, away from the margin."""
    head = label if label.endswith(("?", ":", ".")) else f"{label}:"
    return [f"{head} {lines[0]}"] if len(lines) == 1 and not _is_entry(lines[0]) else [head, *indented(lines)]


def indented(lines: Iterable[str]) -> Iterator[str]:
    """The lines away from the margin, where no heading can stand."""
    return (INDENT + line for line in lines)


def _entry_lines(item: Item, entry: Mapping[str, object]) -> list[str]:
    lines: list[str] = []
    for name, value in entry.items():
        lines += labelled(_column(item.fields, name), clean(field_text(item, name, value)).split("\n"))
    return _bulleted(lines)


def _column(fields: tuple[Field, ...], name: str) -> str:
    return next((one_line(tr(field.text)) for field in fields if field.id == name), name)


def _kept_lines(given: object) -> list[str]:
    """A value without a question that explains it: ids and words as they were kept."""
    if isinstance(given, list | tuple) and any(isinstance(part, Mapping) for part in given):
        return [line for part in given for line in _bulleted(_kept_lines(part))]
    if isinstance(given, Mapping):
        return [line for name, value in given.items() for line in labelled(one_line(str(name)), _kept_lines(value))]
    if isinstance(given, list | tuple):
        return clean(", ".join(str(part) for part in given)).split("\n")
    return clean(str(given)).split("\n")


def _bulleted(lines: list[str]) -> list[str]:
    """One entry: its first line marked, the others under it."""
    return [f"* {line}" if number == 0 else INDENT + line for number, line in enumerate(lines)]


def _is_entry(line: str) -> bool:
    return line.startswith("* ")
