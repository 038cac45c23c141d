"""Looks over the answers before a request is written, and asks what a good colleague would ask.

Each doubt is a question that can be mended on the spot or left with a reason: nothing is refused here and no answer is
changed. What is looked for makes a request useful to its reader: facts with day and source, opinions with an owner,
suspicions marked, everybody told, the child heard, strengths seen, words that parents understand (JGZ guideline on
facts and opinions in a report; where it gives no bound, the bound is the project's own choice).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from meldcode.flow.model import Entry, Flow, Item, Position, RequestKind
from meldcode.flow.values import whole_years
from meldcode.i18n import _, tr
from meldcode.request import directory, quality_language, quality_words
from meldcode.request.asks import FEEDBACK
from meldcode.request.persons import UNKNOWN, who
from meldcode.request.quality_sentences import fold, sentences
from meldcode.request.reader import Reader, day_words
from meldcode.text import clean, one_line

MOST_QUOTE = 200
"""Signs of the person's own words that stand with a question."""
GROWN_UP = 21
"""From this age somebody noted as a child is asked about; a sister of 19 may well be noted as one."""
YOUNGEST_PARENT = 12
OLDEST = 120
SAME = 40
"""Signs from which the same text twice is no coincidence."""
MOST_LOOKED_UP = 10
"""Unknown municipalities for which names alike are looked up: that takes some milliseconds each."""

_NOTHING = frozenset({"", "geen", "nee", "niets", "nvt", "n.v.t.", "x", "-", "/", "?", "."})
_NO_PLACE = _NOTHING | {"onbekend", "niet bekend", "weet ik niet", "geheim", "buitenland"}
_PAST_DAYS = frozenset({"seksueel_datum", "melding_datum"})
_PAST_ENTRIES = frozenset({"signalen", "personen", "consulten", "gesprekken", "bijlagen"})
_PREGNANCY = timedelta(weeks=42)
_CLINICIANS = frozenset({"gp"})
_CLINICIAN_FUNCTIONS = frozenset({"gedragswetenschapper"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question of the quality check: a kindness, not a mark in red."""

    id: str
    """The kind, such as `fact_without_date`."""
    question: str
    """Id of the question to go to and mend."""
    row: int
    """Number of the entry from 0; -1 for none."""
    field: str
    """Id of the field; empty for none."""
    ask: str
    """What the person is asked. May hold the person's own words: for their own screen only, as is `quote`."""
    why: str
    """What the reader does with it, in one sentence."""
    quote: str
    """The words it is about, empty for none."""

    @property
    def key(self) -> str:
        """Kind, place and a short hash of the words: the same until those words change, and not readable.

        Words that are few enough to guess could be found back from the hash: a key stays in the dossier.
        """
        place = f"{self.id}:{self.question}:{self.row}:{self.field}"
        return f"{place}:{hashlib.sha256(f'{place}:{self.quote}'.encode()).hexdigest()[:8]}"


def doubts(flow: Flow, position: Position, kind: RequestKind, today: date) -> tuple[Doubt, ...]:
    """All doubts about these answers for this kind of request, in the order of the flow; pure. Keys are unique.

    An advice is a telephone call: it gets what its reader asks first, and nothing about who was told, what speaks for
    the family, or how a sentence reads.
    """
    look = _Look(Reader(flow, position, kind, today))
    found = [*_facts(look), *_dates(look), *_persons(look), *_municipalities(look), *_language(look)]
    if kind == "report":
        found += [*_told(look), *_childs_words(look), *_strengths(look), *_attachments(look), *_twice(look)]
    places = {name: number for number, name in enumerate(flow.items)}
    columns = {(item.id, column.id): at for item in flow.items.values() for at, column in enumerate(item.fields)}
    found.sort(key=lambda one: (places[one.question], one.row, columns.get((one.question, one.field), -1)))
    kept: dict[str, Doubt] = {}
    for doubt in found:
        kept.setdefault(doubt.key, doubt)
    return tuple(kept.values())


class _Look:
    """The answers as the checks read them, and how a place is named to the person."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.answers = reader.position.answers

    def word(self, question: str) -> str:
        """The answer to a text or choice question; empty when not given."""
        value = self.answers.get(question)
        return value if isinstance(value, str) and self.has(question) else ""

    def has(self, question: str, field: str = "") -> bool:
        """Whether the flow asks this question, and has this field in it."""
        asked = self.reader.flow.question(question) is not None
        return asked and (not field or self.reader.column(question, field) is not None)

    def rows(self, question: str) -> Iterator[tuple[int, Entry]]:
        """The entries of a question with their numbers."""
        item = self.reader.flow.question(question)
        if item is not None and item.kind == "entries":
            yield from enumerate(self.reader.entries(question))

    def texts(self) -> Iterator[tuple[Item, int, str, Entry, str]]:
        """Every text: question, number of the entry or -1, field, the entry, and the words."""
        for item in self.reader.flow.items.values():
            value = self.answers.get(item.id)
            if item.id in FEEDBACK or item.one_line:
                continue
            if item.kind == "text" and isinstance(value, str):
                yield item, -1, "", {}, value
            for row, entry in self.rows(item.id):
                for column in item.fields:
                    words = entry.get(column.id)
                    if column.kind == "text" and not column.one_line and isinstance(words, str):
                        yield item, row, column.id, entry, words

    def place(self, question: str, row: int = -1) -> str:
        """A place in words: "feit 3", "ouder B", or the question itself."""
        if row < 0:
            return f"«{self.reader.words_of(question)}»"
        if question == "personen":
            name = who(self.reader, self.reader.entries(question)[row], row)
            return name[:1].lower() + name[1:]
        names = {
            "signalen": _("feit {number}"),
            "consulten": _("overleg {number}"),
            "gesprekken": _("gesprek {number}"),
            "kinderen_wegen": _("kind {number} bij het wegen"),
            "bijlagen": _("bijlage {number}"),
        }
        if question in names:
            return names[question].format(number=row + 1)
        return _("«{question}», nummer {number}").format(question=self.reader.words_of(question), number=row + 1)

    def label(self, question: str, field: str) -> str:
        """A field in words; empty when the flow has none of that name."""
        column = self.reader.column(question, field)
        return clean(tr(column.text)) if column else ""


def _facts(look: _Look) -> Iterator[Doubt]:
    for row, entry in look.rows("signalen"):
        place, quote = look.place("signalen", row), _quote(entry.get("feit"))
        if not entry.get("datum") and look.has("signalen", "datum"):
            ask = _("Bij {place} staat geen datum. Weet u nog ongeveer wanneer dit was?").format(place=place)
            why = _("Met een dag erbij ziet de lezer hoe lang dit al speelt, en hoe vaak.")
            yield Doubt("fact_without_date", "signalen", row, "datum", ask, why, quote)
        if not entry.get("bron") and look.has("signalen", "bron"):
            ask = _("Bij {place} staat niet hoe u dit weet. Zag u het zelf, of hoorde u het van iemand?")
            why = _("De lezer weegt anders wat u zelf zag dan wat een ander vertelde.")
            yield Doubt("fact_without_source", "signalen", row, "bron", ask.format(place=place), why, quote)
        if not quote and look.has("signalen", "feit"):
            ask = _("Bij {place} staat nog niet wat er gebeurde. Kunt u dat in één zin zeggen?").format(place=place)
            why = _("De lezer kan een signaal pas wegen als er staat wat u zag of hoorde.")
            yield Doubt("fact_without_text", "signalen", row, "feit", ask, why, "")
        heard = quote and entry.get("bron") == "gehoord_van_ander"
        if heard and not quality_words.names_somebody(str(entry.get("feit"))):
            ask = _("{place} hoorde u van iemand anders. Van wie? Een rol is genoeg, zoals «de buurvrouw».")
            why = _("De lezer kan dan navragen wat deze persoon zelf zag of hoorde.")
            yield Doubt("opinion_without_owner", "signalen", row, "feit", _capital(ask.format(place=place)), why, quote)


def _dates(look: _Look) -> Iterator[Doubt]:
    today = look.reader.today
    for item in look.reader.flow.items.values():
        if item.id in _PAST_DAYS:
            yield from _future(look, item.id, -1, "", look.word(item.id), today)
        for row, entry in look.rows(item.id) if item.id in _PAST_ENTRIES else ():
            for column in item.fields:
                if column.kind == "date":
                    unborn = look.word("betrokkene") == "ongeboren_kind" and entry.get("rol") == "kind"
                    last = today + _PREGNANCY if unborn else today
                    yield from _future(look, item.id, row, column.id, str(entry.get(column.id, "")), last)


def _future(look: _Look, question: str, row: int, field: str, day: str, last: date) -> Iterator[Doubt]:
    found = _day(day)
    if found is not None and found > last:
        ask = _("Bij {place} staat een dag die nog komt: {day}. Klopt dat?")
        why = _("Een typefout in een datum haalt de volgorde van wat er gebeurde door elkaar.")
        filled = ask.format(place=look.place(question, row), day=day_words(day))
        yield Doubt("future_date", question, row, field, filled, why, "" if field == "geboortedatum" else day)


def _persons(look: _Look) -> Iterator[Doubt]:
    report = look.reader.kind == "report"
    for row, entry in look.rows("personen"):
        place = look.place("personen", row)
        yield from _age(look, row, entry, place)
        number = entry.get("bsn")
        if report and isinstance(number, str) and not _is_bsn(number):
            ask = _("Bij {place} klopt het BSN niet. Kijkt u de negen cijfers nog eens na? Leeg laten mag ook.")
            why = _("Met een verkeerd nummer kan de lezer bij een ander dossier uitkomen.")
            yield Doubt("bad_bsn", "personen", row, "bsn", ask.format(place=place), why, "")


def _age(look: _Look, row: int, entry: Entry, place: str) -> Iterator[Doubt]:
    given = entry.get("leeftijd")
    counted = whole_years(str(entry.get("geboortedatum", "")), look.reader.today)
    age = given if isinstance(given, int) else counted
    if age is None:
        return
    why = _("De leeftijd bepaalt wat de lezer van een signaal denkt, en wie zelf mag meelezen.")
    if isinstance(given, int) and counted is not None and given != counted:
        ask = _("Bij {place} staat {age} jaar, maar uit de geboortedatum volgt {counted} jaar. Welke klopt?")
    elif age > OLDEST:
        ask = _("Bij {place} staat {age} jaar. Klopt dat?")
    elif entry.get("rol") == "kind" and age >= GROWN_UP and look.word("betrokkene") in {"kind", "ongeboren_kind"}:
        ask = _("{place} is {age} jaar. Is dit inderdaad een van de kinderen?")
    elif entry.get("rol") == "ouder" and age < YOUNGEST_PARENT:
        ask = _("{place} is {age} jaar. Is dit inderdaad een ouder?")
    else:
        return
    filled = _capital(ask.format(place=place, age=age, counted=counted))
    field = "leeftijd" if isinstance(given, int) else "geboortedatum"
    yield Doubt("age_does_not_fit", "personen", row, field, filled, why, f"{age}")


def _told(look: _Look) -> Iterator[Doubt]:
    if not look.has("personen", "geinformeerd"):
        return
    for row, entry in look.rows("personen"):
        role = entry.get("rol")
        concerned = role in {"ouder", "partner"} or (entry.get("gezag") == "ja" and role != "kind")
        if not concerned or entry.get("geinformeerd") == "ja" or _word(entry.get("niet_geinformeerd_reden")):
            continue
        refused = entry.get("geinformeerd") == "nee"
        place = look.place("personen", row)
        if refused:
            ask = _("{place} weet nog niet van de melding. Wilt u erbij schrijven waarom?").format(place=place)
        else:
            ask = _("Weet {place} van de melding? Zo niet, dan is een korte reden genoeg.").format(place=place)
        why = _("Veilig Thuis spreekt met het gezin en moet weten wie al iets weet.")
        field = "niet_geinformeerd_reden" if refused else "geinformeerd"
        yield Doubt("not_told", "personen", row, field, _capital(ask), why, "")


def _childs_words(look: _Look) -> Iterator[Doubt]:
    asked = "gesprek_kind" in look.reader.position.asked
    if look.word("betrokkene") != "kind" or not asked or _has_childs_words(look):
        return
    question, row, field = "gesprek_kind", -1, ""
    if look.word("gesprek_kind") == "nee":
        if _word(look.answers.get("gesprek_kind_niet_reden")):
            return
        question = "gesprek_kind_niet_reden" if look.has("gesprek_kind_niet_reden") else question
        ask = _("Er staan nog geen woorden van het kind bij. Waarom was er geen gesprek? Een korte reden is genoeg.")
    elif look.word("gesprek_kind") == "ja" and look.has("gesprekken", "eigen_woorden"):
        question = "gesprekken"
        row = next((row for row, entry in look.rows("gesprekken") if entry.get("met") == "kind"), -1)
        field = "eigen_woorden" if row >= 0 else ""
        ask = _("U sprak het kind. Weet u nog iets van wat het kind letterlijk zei?")
    else:
        ask = _("Er staan nog geen woorden van het kind bij. Heeft iemand het kind gesproken?")
    why = _("De lezer wil weten hoe het kind het zelf ziet, en of iemand het kind nog moet horen.")
    yield Doubt("no_word_of_child", question, row, field, ask, why, "")


_WITH_CHILD = ("kind", "ander")
"""Talks in which a child may have spoken: not those with a parent only."""


def _has_childs_words(look: _Look) -> bool:
    if _word(look.answers.get("disclosure_woorden")):
        return True
    with_child = (entry for _row, entry in look.rows("gesprekken") if entry.get("met", "kind") in _WITH_CHILD)
    if any(_word(entry.get("eigen_woorden")) for entry in with_child):
        return True
    heard = (entry for _row, entry in look.rows("signalen") if entry.get("bron") == "gehoord_van_kind")
    return any(sentence.quoted for entry in heard for sentence in sentences(str(entry.get("feit", ""))))


def _strengths(look: _Look) -> Iterator[Doubt]:
    value = look.answers.get("krachten")
    if "krachten" in look.reader.position.asked and _word(value) == "":
        ask = _("Er staat nog niets bij wat goed gaat. Ziet u iets dat dit gezin kracht of steun geeft, hoe klein ook?")
        why = _("Een eerlijk beeld helpt de lezer om hulp te kiezen, en ouders om mee te doen.")
        yield Doubt("no_strength", "krachten", -1, "", ask, why, _quote(value))


def _attachments(look: _Look) -> Iterator[Doubt]:
    today = look.reader.today
    for row, entry in look.rows("bijlagen"):
        day = _day(str(entry.get("datum", "")))
        if day is not None and (day.year + 1, day.month, day.day) < (today.year, today.month, today.day):
            ask = _("{place} is van {day}, meer dan een jaar oud. Is dit stuk nog nodig, of is er iets van later?")
            filled = ask.format(place=look.place("bijlagen", row), day=day_words(day.isoformat()))
            why = _("In ten minste één regio mag een bijlage niet ouder zijn dan een jaar.")
            yield Doubt("old_attachment", "bijlagen", row, "datum", _capital(filled), why, day.isoformat())


def _municipalities(look: _Look) -> Iterator[Doubt]:
    places = [("gemeente", -1, "", look.word("gemeente"))]
    places += [("personen", row, "gemeente", str(entry.get("gemeente", ""))) for row, entry in look.rows("personen")]
    near: dict[str, tuple[str, ...]] = {}
    for question, row, field, given in places:
        for name in directory.find(given).unknown:
            if fold(name).strip() in _NO_PLACE:
                continue
            if name not in near:
                near[name] = directory.near(name) if len(near) < MOST_LOOKED_UP else ()
            ask = _("Bij {place} staat «{name}». Die gemeente staat niet in de lijst.")
            filled = ask.format(place=look.place(question, row), name=_quote(name))
            alike = _("Bedoelt u {near}?").format(near=", ".join(near[name]))
            more = alike if near[name] else _("In welke gemeente ligt deze plaats?")
            why = _("De gemeente bepaalt welke regio van Veilig Thuis dit oppakt.")
            yield Doubt("unknown_municipality", question, row, field, f"{filled} {more}", why, _quote(name))


def _twice(look: _Look) -> Iterator[Doubt]:
    """The same text in two places. Facts of different days may be alike: what keeps happening is noted each time."""
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for item, row, field, entry, text in look.texts():
        words, day = " ".join(fold(text).split()), str(entry.get("datum", ""))
        if (item.id, field) == ("signalen", "feit"):
            if not day:
                continue
        elif len(words) < SAME or (row >= 0 and field != "verslag"):
            continue
        else:
            day = ""
        first = seen.setdefault((words, day), (item.id, row))
        if words and first != (item.id, row):
            ask = _("Bij {place} staat dezelfde tekst als bij {other}. Is dat zo bedoeld?")
            filled = ask.format(place=look.place(item.id, row), other=look.place(*first))
            why = _("Staat iets er twee keer, dan lijkt het voor de lezer meer dan het is.")
            yield Doubt("same_text", item.id, row, field, filled, why, _quote(text))


def _language(look: _Look) -> Iterator[Doubt]:
    """What the person's own sentences ask for."""
    opinion, texts = look.label("signalen", "duiding"), []
    for item, row, field, entry, words in look.texts():
        checks = quality_language.checks(item.id, field, entry, look.reader.kind)
        if checks:
            fact = item.id == "signalen"
            source, beside = (str(entry.get("bron", "")), opinion) if fact else ("", "")
            read, place = tuple(sentences(words)), look.place(item.id, row)
            texts.append(quality_language.Text(item.id, row, field, place, checks, read, source, beside))
    clinician = look.reader.flow.profession in _CLINICIANS or look.word("eigen_functie") in _CLINICIAN_FUNCTIONS
    for text, remark in quality_language.remarks(texts, clinician):
        yield Doubt(remark.id, text.question, text.row, text.field, remark.ask, remark.why, _quote(remark.quote))


def _word(value: object) -> str:
    """A text without case and accents; empty when it says nothing ("geen", "-") or there is none."""
    found = fold(value).strip() if isinstance(value, str) else ""
    return "" if found in _NOTHING else found


def _quote(value: object) -> str:
    """The person's own words on one line, cut where they are long."""
    text = one_line(value) if isinstance(value, str) else ""
    return text if len(text) <= MOST_QUOTE else text[: MOST_QUOTE - 1] + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_bsn(text: str) -> bool:
    from stdnum.nl import bsn  # only a number that was filled in asks for it

    digits = re.sub(r"[\s.-]", "", text)
    if digits in {"000000000", "999999999"} or text.strip().casefold() in {"", UNKNOWN}:
        return True  # unknown and unborn in the AMHK's own code list
    return re.fullmatch("[0-9]{9}", digits) is not None and bool(bsn.is_valid(digits))
