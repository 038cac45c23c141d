"""Rows of an entries question (facts, persons, talks …) as data and as words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from meldcode.flow.model import Entry
from meldcode.i18n import tr
from meldcode.request.reader import Reader, full, not_yet
from meldcode.request.shape import Block, Fields, Json, Table
from meldcode.text import clean


@dataclass(frozen=True, slots=True)
class Row:
    """One entry; `known` are the fields that have a place of their own."""

    reader: Reader
    question: str
    entry: Entry
    known: Collection[str]

    def value(self, name: str) -> Json:
        """A field as a report's data hold it; None when not given."""
        return full(self.reader, self.reader.column(self.question, name), self.entry.get(name))

    def option(self, name: str) -> str | None:
        """The chosen option of a field; None when not given or no option of it."""
        return self.reader.entry_option(self.question, self.entry, name)

    def other(self) -> Json:
        """The fields that an overlay added."""
        return [{"field": name, "text": text, "value": self.value(name)} for name, text in self._added()]

    def shown(self, name: str) -> str:
        """A field as people read it; empty when not given."""
        return self.reader.words(self.reader.column(self.question, name), self.entry.get(name))

    def said(self, name: str) -> str:
        """A field as people read it, and in so many words when it is not known yet."""
        return self.shown(name) or not_yet()

    def lines(self, *names: str) -> str:
        """Several fields one under the other: the first always, the others when given."""
        first, *others = names
        return "\n".join([self.said(first), *filter(None, map(self.shown, others))])

    def with_kind(self, name: str, kind: str) -> str:
        """A field with the chosen kind behind it: "intern begeleider (collega)"."""
        return f"{self.said(name)} ({self.shown(kind)})" if self.shown(kind) else self.said(name)

    def added(self) -> tuple[tuple[str, str], ...]:
        """The fields that an overlay added, as people read them."""
        return tuple((text, self.shown(name)) for name, text in self._added())

    def with_added(self, words: str) -> str:
        """The words, with the fields that an overlay added under them."""
        return "\n".join([words, *(f"{text}: {value}" for text, value in self.added())])

    def _added(self) -> list[tuple[str, str]]:
        columns = {name: self.reader.column(self.question, name) for name in self.entry if name not in self.known}
        return [(name, clean(tr(column.text)) if column else name) for name, column in columns.items()]


def rows(reader: Reader, question: str, known: Collection[str] = ()) -> list[Row]:
    """The entries that were given."""
    return [Row(reader, question, entry, known) for entry in reader.entries(question)]


def table_or_gap(reader: Reader, question: str, table: Table) -> tuple[Block, ...]:
    """The table; without rows nothing, or in so many words that they are still wanted."""
    if table.rows:
        return (table,)
    return (Fields(((reader.words_of(question), not_yet()),)),) if reader.missing(question) else ()
