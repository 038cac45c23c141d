"""What the dossier knows of who somebody is, ready to be found: whole, in part, in other forms, with other separators.

An index is made once for a dossier and used for every text of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from meldcode.screening import lists
from meldcode.screening.forms import diminutives, fond_forms, without_one
from meldcode.screening.institutions import HEADS
from meldcode.screening.letters import fold, tokens
from meldcode.screening.marks import Known
from meldcode.screening.words import look

_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Za-z]{2}\b")
_HOUSE = re.compile(r"\s+\d.*$", re.DOTALL)
_SHORTEST = 3
"""Letters or figures of the shortest thing that is looked for as a whole; "12" would be found everywhere."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An identifier without spaces and signs, to be found whatever stands between its pieces."""

    squashed: str
    words: int
    known: Known
    named: bool
    """Whether it tells by itself who it is; the name of a school without the word school needs its capital."""


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name: of whom it can be, and whether it is a surname."""

    of: frozenset[str]
    surname: bool
    genitive: bool = False
    derived: bool = False
    """A form that the dossier does not have: "Semmetje"."""
    fond: bool = False
    """Such a form that can also be another name: "Anneke" for Anne."""


@dataclass(slots=True)
class Index:
    """Everything that is known, ready to be looked up."""

    wholes: list[Whole] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    """Surnames with what stands before them: ("van", "den", "berg")."""
    slips: dict[str, set[str]] = field(default_factory=dict)
    """From a name without one of its letters to the names."""
    days: dict[date, Known] = field(default_factory=dict)
    stand_for: frozenset[str] = frozenset()
    """What comes in the place of all these."""


@lru_cache(maxsize=4)
def index(known: tuple[Known, ...]) -> Index:
    """The index of one dossier."""
    made = Index(stand_for=frozenset(one.stands_for for one in known if one.stands_for.strip()))
    for one in known:
        if one.kind == "date":
            _add_day(made, one)
        for text in _pieces(one):
            _add_whole(made, text, one, named=True)
        if one.kind == "name":
            _add_name(made, one)
        elif one.kind == "organisation":
            _add_core(made, one)
    for part in list(made.parts):
        _derive(made, f"{part}s", part, genitive=True)
        if not made.parts[part].surname:
            for form in diminutives(part):
                _derive(made, form, part)
            for form in fond_forms(part):
                _derive(made, form, part, fond=True)
        for piece in without_one(part):
            made.slips.setdefault(piece, set()).add(part)
    made.wholes.sort(key=lambda whole: -len(whole.squashed))
    return made


def _pieces(known: Known) -> Iterator[str]:
    """The texts that stand for the same: a number in its other ways of writing, an address and its street."""
    yield known.text
    digits = re.sub(r"\D", "", known.text)
    if known.kind == "phone" and len(digits) > 8:
        rest = re.sub(r"^(?:0031|31|0)0?", "", digits)
        yield from (start + rest for start in ("0", "31", "0031", "310"))
    elif known.kind == "address":
        for part in re.split(r"[,;\n]", known.text):
            code = _POSTCODE.search(part)
            pieces = [part] if code is None else [code[0], part.replace(code[0], " ")]
            yield from pieces
            yield from (
                _HOUSE.sub("", piece) for piece in pieces if _HOUSE.search(piece) and not piece.strip()[0].isdigit()
            )


def _add_day(made: Index, known: Known) -> None:
    try:
        day = date.fromisoformat(known.text)
    except ValueError:
        return
    made.days[day] = known
    for text in (f"{day:%Y%m%d}", f"{day:%d%m%Y}"):
        _add_whole(made, text, known, named=True)


def _add_whole(made: Index, text: str, known: Known, *, named: bool) -> None:
    words = fold(text).split()
    squashed = "".join(words)
    if len(squashed) >= _SHORTEST:
        made.wholes.append(Whole(squashed, len(words), known, named))


def _add_core(made: Index, known: Known) -> None:
    """The name of an organisation without the word that says what it is: "De Regenboog"."""
    words = fold(known.text).split()
    while words and HEADS & look(words[0]).roles:
        words = words[1:]
    while words:
        _add_whole(made, " ".join(words), known, named=False)
        words = words[1:] if words[0] in lists.vocabulary("between") else []


def _add_name(made: Index, known: Known) -> None:
    first, surname = _split(known.text)
    for word in first:
        _add_part(made, word, known, surname=False)
    for word in surname:
        if word not in lists.vocabulary("between"):
            _add_part(made, word, known, surname=True)
    phrase = tuple(surname)
    while len(phrase) > 1:
        made.phrases[phrase] = made.phrases.get(phrase, frozenset()) | {known.stands_for}
        _add_part(made, "".join(phrase), known, surname=True)
        phrase = phrase[1:]
    if len(first) > 1:
        _add_part(made, "".join(first[:2]), known, surname=False)


def _split(text: str) -> tuple[list[str], list[str]]:
    """First names and surname, folded; the surname with what stands before it. "Wit, Sem de" too."""
    before, comma, behind = text.partition(",")
    if comma and behind.strip():
        turned = _name_words(behind)
        between = [word for word in turned if word in lists.vocabulary("between")]
        return [word for word in turned if word not in between], [*between, *_name_words(before)]
    words = _name_words(text)
    named = len(words) > 1 and look(words[0]).first and words[0] not in ("van", "el")  # "Ben Dijkstra"
    small = (at for at, word in enumerate(words) if word in lists.vocabulary("between") and (at or not named))
    cut = next(small, max(1, len(words) - 1))
    return words[:cut], words[cut:]


def _name_words(text: str) -> list[str]:
    """The words that are a name: no title, no initial, no "kind" of "kind A"."""
    found: list[str] = []
    for token in tokens(text):
        word = token.folded
        role = word in lists.vocabulary("relations") or word in lists.vocabulary("titles")
        plain = token.text.islower() and look(word).ordinary and word not in lists.vocabulary("between")
        if len(word) > 1 and word.isalpha() and not role and not plain:
            found.append(word)
    return found


def _add_part(made: Index, word: str, known: Known, *, surname: bool) -> None:
    before = made.parts.get(word)
    of = frozenset((known.stands_for,)) | (before.of if before else frozenset())
    made.parts[word] = Part(of, surname and (before is None or before.surname))


def _derive(made: Index, form: str, part: str, *, genitive: bool = False, fond: bool = False) -> None:
    source, other = made.parts[part], made.parts.get(form)
    if other is None:
        made.parts[form] = Part(source.of, source.surname, genitive, True, fond)
    elif other.derived:
        of, owned = source.of | other.of, genitive and other.genitive
        made.parts[form] = Part(of, source.surname, owned, derived=True, fond=fond and other.fond)
