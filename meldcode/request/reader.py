"""Reads the counting answers for a request, and remembers which were taken so that none is dropped unseen.

Every answer is read through here. What no part of the request has a place for is left over in `unread` and goes to
the part "other": an overlay's own question reaches the AMHK without a change to this program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from meldcode.flow.model import Entry, Field, Flow, Item, Position, RequestKind, Value
from meldcode.flow.values import label_of_option, whole_years
from meldcode.i18n import _, date_text, tr
from meldcode.request.shape import Fields, Gap, Json, Part
from meldcode.text import clean


class Ask(NamedTuple):
    """A place in the data, the question that fills it, and its label (a Dutch msgid)."""

    key: str
    question: str
    label: str


@dataclass(slots=True)
class Reader:
    """The answers of one position, for one kind of request."""

    flow: Flow
    position: Position
    kind: RequestKind
    today: date
    taken: set[str] = field(default_factory=set)
    """Ids of the questions that a part has taken."""

    def take(self, question: str) -> Value | None:
        """The answer that counts, or None; it is from now on no longer unread."""
        self.taken.add(question)
        return self.position.answers.get(question)

    def option(self, question: str) -> str | None:
        """The chosen option of a yes/no or single choice question; None for anything that is no option of it."""
        return self._known_option(self.flow.question(question), self.take(question))

    def options(self, question: str) -> tuple[str, ...]:
        """The chosen options of a multiple choice question, only those that are options of it."""
        item, value = self.flow.question(question), self.take(question)
        if item is None or item.kind != "many" or not isinstance(value, tuple):
            return ()
        return tuple(part for part in value if isinstance(part, str) and _option_of(item, part))

    def text(self, question: str) -> str | None:
        """The words of a text, date or number question; None when not given."""
        value = self.take(question)
        return clean(str(value)) if isinstance(value, str | int) and value != "" else None

    def entries(self, question: str) -> tuple[Entry, ...]:
        """The entries given; none when not given."""
        value = self.take(question)
        return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()

    def missing(self, question: str) -> bool:
        """Whether this question is still required for this kind of request."""
        return question in self.position.missing.get(self.kind, ())

    def gaps(self) -> tuple[Gap, ...]:
        """All questions still required for this kind of request, with their words."""
        return tuple(Gap(name, self.words_of(name)) for name in self.position.missing.get(self.kind, ()))

    def words_of(self, question: str) -> str:
        """The question as it is asked."""
        item = self.flow.items.get(question)
        return clean(tr(item.text)) if item else question

    def unread(self) -> Iterator[tuple[Item, Value]]:
        """Counting answers that no part has taken, in the order of the flow."""
        for item in self.flow.items.values():
            if item.is_question and item.id not in self.taken and item.id in self.position.answers:
                yield item, self.position.answers[item.id]

    def column(self, question: str, name: str) -> Field | None:
        """A field of an entries question; None when the flow has none of that name."""
        item = self.flow.question(question)
        return next((field for field in item.fields if field.id == name), None) if item else None

    def entry_option(self, question: str, entry: Entry, name: str) -> str | None:
        """The chosen option of a field, only when it is one of its options."""
        return self._known_option(self.column(question, name), entry.get(name))

    def words(self, item: Item | Field | None, value: object) -> str:
        """A value as people read it: option texts, dates in words, text as it was written."""
        if value is None or value in ("", ()):
            return ""
        if isinstance(value, tuple):
            return "; ".join(self.words(item, part) for part in value)
        if item is not None and item.kind in {"yesno", "one", "many"}:
            return clean(label_of_option(item, str(value)))
        return day_words(str(value)) if item is not None and item.kind == "date" else clean(str(value))

    def age(self, entry: Entry) -> int | None:
        """Age in whole years on the day of the request: as given, else counted from the date of birth."""
        given = entry.get("leeftijd")
        if isinstance(given, int):
            return given
        return whole_years(str(entry.get("geboortedatum", "")), self.today)

    @staticmethod
    def _known_option(item: Item | Field | None, value: object) -> str | None:
        if item is None or item.kind not in {"yesno", "one"} or not isinstance(value, str):
            return None
        return value if _option_of(item, value) else None


def full(reader: Reader, item: Item | Field | None, value: object) -> Json:
    """A value as a report's data hold it: an option with its words, a list, a number or text; None when not given."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, tuple):
        return [full(reader, item, part) for part in value]
    if item is not None and item.kind in {"one", "many"}:
        return {"id": str(value), "text": reader.words(item, value)}
    return value if isinstance(value, int) else clean(str(value))


def report_part(reader: Reader, key: str, asks: tuple[Ask, ...]) -> Part:
    """A group of a report: every place in the data (None when not answered), and the lines people read."""
    data: dict[str, Json] = {}
    rows: list[tuple[str, str]] = []
    for ask in asks:
        item, value = reader.flow.question(ask.question), reader.take(ask.question)
        data[ask.key] = full(reader, item, value)
        words = reader.words(item, value) or (not_yet() if reader.missing(ask.question) else "")
        if words:
            rows.append((_(ask.label), words))
    return Part(key, data, (Fields(tuple(rows)),) if rows else ())


def advice_part(reader: Reader, key: str, asks: tuple[Ask, ...]) -> Part:
    """A group of an advice: option ids only, whatever else may stand in an answer."""
    data: dict[str, Json] = {}
    rows: list[tuple[str, str]] = []
    for ask in asks:
        item = reader.flow.question(ask.question)
        chosen: str | tuple[str, ...] | None
        if item is not None and item.kind == "many":
            chosen = reader.options(ask.question)
        else:
            chosen = reader.option(ask.question)
        data[ask.key] = list(chosen) if isinstance(chosen, tuple) else chosen
        words = reader.words(item, chosen) or (not_yet() if reader.missing(ask.question) else "")
        if words:
            rows.append((_(ask.label), words))
    return Part(key, data, (Fields(tuple(rows)),) if rows else ())


def not_yet() -> str:
    """What stands where an answer is still wanted."""
    return _("nog niet bekend")


def day_words(day: str) -> str:
    """An ISO date in words; text that is no date stays as it is."""
    try:
        return date_text(date.fromisoformat(day))
    except ValueError:
        return clean(day)


def _option_of(item: Item | Field, option: str) -> bool:
    if item.kind == "yesno" and option in {"ja", "nee", "onbekend"}:
        return True
    return any(known.id == option for known in item.options)
