"""The texts that may go into an advice: screened, decided word by word, and only then safe to leave.

A text is off unless it is taken along. Known names and plain patterns (telephone, date, address …) are replaced by
themselves; what else is marked, the person decides. A text with an open mark never leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from meldcode.flow.answers import Screening
from meldcode.flow.model import Answers, Flow, Position
from meldcode.i18n import _, language, tr
from meldcode.request.ago import around
from meldcode.request.known import known
from meldcode.request.leaks import names_somebody
from meldcode.screening import Known, Mark, replaced, scan
from meldcode.text import clean

Decided = Mapping[tuple[str, str], tuple[str, str]]
"""(about, subject) to (choice, words), as `Interview.decided` gives it."""

TEXTS = (
    *("adviesvraag", "situatie", "ergste_zorg", "disclosure_woorden", "letsel_beschrijving", "medisch_oordeel"),
    *("tegensignalen", "kindcheck_toelichting", "voorgeschiedenis", "overleg_niet_reden", "amhk_advies_reden"),
    *("overleg_betrokkenen_uitkomst", "overleg_betrokkenen_niet_reden", "gesprek_niet_toelichting"),
    *("gesprek_kind_niet_reden", "weging_2_onderbouwing", "instrument_geen_reden", "hulp_toelichting", "krachten"),
    *("hulp_geboden", "hulp_afspraken", "hulp_termijn", "veiligheid_volgen", "andere_hulp", "afwijking_reden"),
)
"""Questions in words that an advice may take along, once screened. Everything else in words stays out."""

ENTRY_TEXTS = {
    "signalen": ("feit", "duiding", "plaats"),
    "consulten": ("uitkomst", "afspraken"),
    "gesprekken": ("verslag", "eigen_woorden", "reactie", "afspraken"),
    "kinderen_wegen": ("toelichting",),
}
"""The same for fields of entries."""

Memo = dict[tuple[str, tuple[Known, ...], date, str], tuple[tuple[Mark, ...], frozenset[str]]]

PLACES = frozenset({*TEXTS, *(f"{question}.{name}" for question, names in ENTRY_TEXTS.items() for name in names)})
"""All of them, as an answers file names them."""

USUAL = frozenset({("adviesvraag", ""), ("signalen", "feit")})
"""What is taken along unless the person says otherwise: without question and facts an advice says little."""


class Place(NamedTuple):
    """Where a text stands: question, and for an entry its number from 0 and field."""

    question: str
    row: int = -1
    field: str = ""

    @property
    def subject(self) -> str:
        """The place as decisions name it."""
        return f"{self.question}/{self.row}/{self.field}" if self.field else self.question


Texts = Mapping[Place, str]
"""Texts as they may leave."""


@dataclass(frozen=True)
class Text:
    """One text of the dossier, with its marks and what was decided about it."""

    place: Place
    label: str
    """The question that it answers."""
    original: str
    marks: tuple[Mark, ...]
    taken: bool
    decided: Decided
    fixed: frozenset[str]
    """Marked words that may never stay: the dossier knows them as somebody's."""

    @cached_property
    def open(self) -> tuple[Mark, ...]:
        """Marks that the person has yet to decide."""
        return tuple(mark for mark in self.marks if not mark.certain and ("word", mark.text) not in self.decided)

    @cached_property
    def result(self) -> str:
        """The text as it would leave; an open mark stands there as its proposal."""
        return clean(replaced(self.original, self.marks, self.choice)).strip()

    @cached_property
    def own_words(self) -> str:
        """What the person wrote of it: the result without what the screening put in the place of other words."""
        gaps = replaced(
            self.original, self.marks, lambda mark: None if self.choice(mark) is None else " \N{MIDDLE DOT} "
        )
        chosen = [self.decided.get(("word", mark.text), ("", ""))[1] for mark in self.marks]
        return "\n".join([clean(gaps), *filter(None, chosen)])

    def choice(self, mark: Mark) -> str | None:
        """What comes in the place of a mark; None when it may stay."""
        choice, words = self.decided.get(("word", mark.text), ("", ""))
        if choice == "keep" and mark.text not in self.fixed:
            return None
        return (words or mark.proposal) if choice == "replace" else mark.proposal


@dataclass(frozen=True)
class Review:
    """All texts that could go along, in the order of the flow."""

    texts: tuple[Text, ...]
    known: tuple[Known, ...]

    @cached_property
    def open(self) -> tuple[tuple[Text, Mark], ...]:
        """Marks to decide before a request can be written, each word once."""
        found: dict[str, tuple[Text, Mark]] = {}
        for text in self.texts:
            for mark in text.open if text.taken else ():
                found.setdefault(mark.text, (text, mark))
        return tuple(found.values())

    @cached_property
    def leaving(self) -> tuple[Text, ...]:
        """The texts that are taken along and have nothing left to decide."""
        return tuple(text for text in self.texts if text.taken and not text.open and text.result)

    @cached_property
    def safe(self) -> Texts:
        """These texts as they leave."""
        return {text.place: text.result for text in self.leaving}

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The person's own words in them."""
        return tuple(text.own_words for text in self.leaving)

    @cached_property
    def taken_out(self) -> int:
        """In how many places of them something was replaced."""
        return sum(text.choice(mark) is not None for text in self.leaving for mark in text.marks)

    def places_of(self, word: str) -> tuple[Text, ...]:
        """The taken texts in which a word is marked."""
        return tuple(text for text in self.texts if text.taken and any(mark.text == word for mark in text.marks))


def review(
    flow: Flow,
    position: Position,
    today: date,
    decided: Decided,
    memo: Memo | None = None,
    every: Answers | None = None,
) -> Review:
    """Every text that an advice may take along, screened.

    `every` are all answers given, also those asleep: a name in one of them is a name in every text. `memo` keeps the
    marks of texts that did not change, for who asks again and again; it belongs to one interview, so that it goes when
    that goes.
    """
    identifiers = known(every or position.answers)
    seen: Memo = {} if memo is None else memo

    def when(day: date) -> str:
        return around(day, today)

    def text(place: Place, label: str, words: str) -> Text:
        choice, _words = decided.get(("text", place.subject), ("", ""))
        taken = choice == "take" or (not choice and (place.question, place.field) in USUAL)
        key = (words, identifiers, today, language())
        if key not in seen:
            marks = scan(words, identifiers, when=when, today=today)
            seen[key] = (
                marks,
                frozenset(mark.text for mark in marks if mark.certain and names_somebody(mark.text, identifiers)),
            )
        return Text(place, label, words, seen[key][0], taken, decided, seen[key][1])

    return Review(tuple(text(*found) for found in _texts(flow, position)), identifiers)


def _texts(flow: Flow, position: Position) -> Iterator[tuple[Place, str, str]]:
    for item in flow.items.values():
        value = position.answers.get(item.id)
        if item.id in TEXTS and isinstance(value, str) and value.strip():
            yield Place(item.id), clean(tr(item.text)), clean(value)
        if item.id not in ENTRY_TEXTS or not isinstance(value, tuple):
            continue
        columns = {column.id: column for column in item.fields}
        for row, entry in enumerate(value):
            for name in ENTRY_TEXTS[item.id]:
                words = entry.get(name) if isinstance(entry, Mapping) else None
                if name in columns and isinstance(words, str) and words.strip():
                    label = _("{question} ({number}): {field}")
                    question, field = clean(tr(item.text)), clean(tr(columns[name].text))
                    yield (
                        Place(item.id, row, name),
                        label.format(question=question, number=row + 1, field=field),
                        clean(words),
                    )


def decided_in(
    screening: Screening, flow: Flow, position: Position, today: date, every: Answers | None = None
) -> tuple[Decided, tuple[str, ...]]:
    """The decisions of an answers file, place by place, and the texts that stay out because of an undecided word.

    The file can say that such words are replaced instead.
    """
    waiting: list[str] = []
    decided: dict[tuple[str, str], tuple[str, str]] = {("word", word): ("keep", "") for word in screening.keep}
    decided |= {("word", word): ("replace", new) for word, new in screening.replace}
    for place, _label, _words in _texts(flow, position):
        name = f"{place.question}.{place.field}" if place.field else place.question
        if name in screening.take:
            decided["text", place.subject] = ("take", "")
        if name in screening.leave:
            decided["text", place.subject] = ("leave", "")
    for text in review(flow, position, today, decided, every=every).texts:
        if text.taken and text.open and screening.rest == "leave":
            decided["text", text.place.subject] = ("leave", "")
            waiting.append(text.place.subject)
        elif text.taken:
            decided |= {("word", mark.text): ("replace", "") for mark in text.open}
    return decided, tuple(waiting)
