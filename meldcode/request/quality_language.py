"""What the quality check asks about the person's own sentences: whose opinion, seen or thought, sure or suspected.

Which sentences may need a question is found by `quality_words`; here stands which questions fit which answer. A place
for opinions is not asked whether it holds an opinion, and the words of a child or of somebody who advised are theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from meldcode.flow.model import Entry, RequestKind
from meldcode.i18n import _
from meldcode.request import quality_words
from meldcode.request.quality_sentences import Hit, Sentence
from meldcode.request.quality_words import Dutch, Kind

Check = Literal["hearsay", "thought", "judgement", "certain", "found", "seen", "cause", "clinical", "hard"]
"""`certain`, `found`, `seen` and `cause` are claims that may be a suspicion; see `quality_words.conclusion`."""

_ANY_TEXT: frozenset[Check] = frozenset({"hearsay", "certain", "found", "seen", "clinical", "hard"})
_CHECKS: dict[tuple[str, str], frozenset[Check]] = {
    ("signalen", "feit"): _ANY_TEXT | {"thought", "judgement", "cause"},
    ("signalen", "duiding"): _ANY_TEXT,
    ("letsel_beschrijving", ""): _ANY_TEXT - {"hard"} | {"cause"},  # measures and places of an injury read as a list
    ("weging_2_onderbouwing", ""): _ANY_TEXT | {"cause"},
    ("kinderen_wegen", "toelichting"): _ANY_TEXT | {"cause"},
    ("gesprekken", "verslag"): frozenset({"hearsay", "judgement", "clinical", "hard"}),  # what others said there
    ("gesprekken", "afspraken"): frozenset({"hard"}),
    ("consulten", "uitkomst"): frozenset({"hard"}),  # who advised stands beside it
    ("overleg_betrokkenen_uitkomst", ""): frozenset({"hard"}),
}
"""What is looked for in an answer (question, field); in any other text `_ANY_TEXT`."""

_NONE = frozenset(
    {
        *("disclosure_woorden", "eigen_woorden", "adviesvraag", "terugkoppeling", "vertrouwelijk", "bsn"),
        *("naam_verborgen_reden", "niet_geinformeerd_reden", "besluit_genomen_door", "casemanager"),
    }
)
"""Questions and fields left alone: a child's own words, what the family does not read, and practical matters."""

_CONCERNED = frozenset({"gehoord_van_kind", "gehoord_van_ouder"})
"""Sources of a fact that are themselves the owner of the words in it."""

_PEOPLE = _CONCERNED | {"gehoord_van_collega"}

_STEM = 5
"""Letters by which forms of one diagnosis are the same: `autisme`, `autistisch`."""


class Remark(NamedTuple):
    """A question about a sentence, without its place."""

    id: str
    ask: str
    why: str
    quote: str


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the answers: where it stands, in ids and in words, and what is looked for in it."""

    question: str
    row: int
    field: str
    place: str
    checks: frozenset[Check]
    sentences: tuple[Sentence, ...]
    source: str = ""
    """How the writer knows it (an option of `bron`); empty when the answer has no such field."""
    opinion: str = ""
    """Words of the field beside it that is meant for opinions; empty when there is none."""


def checks(question: str, field: str, entry: Entry, kind: RequestKind) -> frozenset[Check]:
    """What to look for in this answer; `entry` is the entry it stands in, empty when in none."""
    if question in _NONE or field in _NONE or (kind == "advice" and question != "signalen"):
        return frozenset()
    found = _CHECKS.get((question, field), _ANY_TEXT)
    source = entry.get("bron") if question == "signalen" else None
    if source in _CONCERNED:
        found -= {"judgement", "found", "seen", "cause"}
    elif source == "zelf_gezien":
        found -= {"seen"}
    return found - {"hard"} if kind == "advice" else found


def remarks(texts: Sequence[Text], clinician: bool) -> Iterator[tuple[Text, Remark]]:
    """Every question about the sentences, text by text; of the same diagnosis only once, and not when its owner is
    named anywhere. Texts in another language than Dutch get none."""
    counts = [quality_words.dutch(text.sentences) for text in texts]
    overall = Dutch(sum(count.total for count in counts), sum(count.known for count in counts)).verdict is not False
    verdicts = (overall if count.verdict is None else count.verdict for count in counts)
    dutch = [text for text, is_dutch in zip(texts, verdicts, strict=True) if is_dutch]
    known = {stem for text in dutch for stem in _owned(text)}
    for text in dutch:
        owned = text.source in _CONCERNED | {"document"}
        for sentence in text.sentences:
            yield from ((text, remark) for remark in _claims(text, sentence))
            if "clinical" in text.checks and not clinician and not owned:
                for word, hit in quality_words.diagnoses(sentence):
                    if word[:_STEM] not in known and not quality_words.is_owned(sentence):
                        known.add(word[:_STEM])
                        yield text, _clinical(text, sentence, hit)
            if "hard" in text.checks:
                yield from ((text, remark) for remark in _hard(text, sentence))


def _owned(text: Text) -> Iterator[str]:
    """The stems of diagnoses beside which somebody stands who makes them, in that sentence or the one before."""
    before = False
    for sentence in text.sentences:
        here = quality_words.names_clinician(sentence)
        if here or before:
            yield from (word[:_STEM] for word, _hit in quality_words.diagnoses(sentence))
        before = here


def _claims(text: Text, sentence: Sentence) -> Iterator[Remark]:
    """At most one question about whose claim this sentence is, or how sure."""
    looking = text.checks
    if quality_words.is_plain(sentence):
        return
    if "hearsay" in looking and (hit := quality_words.hearsay(sentence, source_known=text.source in _PEOPLE)):
        ask = _(
            "Bij {place} staat «{words}». Weet u van wie dit komt? Een rol of functie is genoeg, zoals «de buurvrouw»."
        )
        why = _("De lezer kan dan navragen wat deze persoon zelf zag of hoorde.")
        yield Remark("opinion_without_owner", _filled(ask, text, sentence, hit), why, sentence.text)
    elif hit := _opinion(looking, sentence):
        why = _("Staan feiten en meningen apart, dan ziet de lezer beter waar uw zorg op rust.")
        yield Remark("opinion_in_fact", _to_opinion(text, sentence, hit), why, sentence.text)
    elif "certain" in looking:
        kinds: list[Kind] = [kind for kind in ("found", "seen", "cause") if kind in looking]
        if hit := quality_words.conclusion(sentence, kinds):
            ask = _(
                "Bij {place} staat «{words}». Is dit zeker, of is het een vermoeden? Een vermoeden herkent de lezer "
                "aan woorden als «mogelijk» of «ik vermoed»."
            )
            why = _("Een vermoeden dat als feit is opgeschreven, is later moeilijk te herstellen.")
            yield Remark("hypothesis_not_marked", _filled(ask, text, sentence, hit), why, sentence.text)


def _opinion(looking: frozenset[Check], sentence: Sentence) -> Hit | None:
    hit = quality_words.thought(sentence) if "thought" in looking else None
    return hit or (quality_words.judgement(sentence) if "judgement" in looking else None)


def _to_opinion(text: Text, sentence: Sentence, hit: Hit) -> str:
    if text.opinion:
        ask = _(
            "Bij {place} staat «{words}». Is dit wat u zag of hoorde, of wat u ervan denkt? Voor wat u denkt is er een "
            "eigen plek: «{opinion}»."
        )
        return _filled(ask, text, sentence, hit)
    ask = _("Bij {place} staat «{words}». Wat zag of hoorde u precies, of wie vindt dit?")
    return _filled(ask, text, sentence, hit)


def _clinical(text: Text, sentence: Sentence, hit: Hit) -> Remark:
    ask = _(
        "Bij {place} staat «{words}». Van wie komt dit woord? Schrijf erbij welke arts of deskundige dit zei, of "
        "schrijf op wat u zelf zag."
    )
    why = _("De lezer weet dan of een deskundige dit heeft vastgesteld.")
    return Remark("clinical_word", _filled(ask, text, sentence, hit), why, sentence.text)


def _hard(text: Text, sentence: Sentence) -> Iterator[Remark]:
    found = quality_words.hard(sentence)
    if found is None:
        return
    if found.reason == "jargon":
        ask = _("Bij {place} staat «{words}». Begrijpt een ouder dat woord? Misschien past dit ook: «{plain}».")
    elif found.reason == "long":
        ask = _("Bij {place} staat een zin van {count} woorden. Kunt u er twee zinnen van maken?")
    else:
        ask = _("Bij {place} staan veel lange woorden in één zin: {words}. Kan het gewoner?")
    why = _("Ouders, en kinderen vanaf 12 jaar, mogen een melding vaak lezen.")
    filled = ask.format(place=text.place, words=found.words, plain=found.plain, count=found.length)
    yield Remark("hard_sentence", filled, why, sentence.text)


def _filled(ask: str, text: Text, sentence: Sentence, hit: Hit) -> str:
    return ask.format(place=text.place, words=sentence.said(hit), opinion=text.opinion)
