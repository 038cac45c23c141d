"""Reads Dutch sentences for the quality check: who says this, is it seen or thought, can a parent read it.

No grammar: words and short phrases from `data/quality/words.toml`, each with what takes the question away again (an
owner, a quotation, a «mogelijk»). A question too few is better than one that annoys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from meldcode.request.codes import DATA
from meldcode.request.quality_sentences import Hit, Sentence, fold, sentences

MOST_WORDS = 25
"""A sentence with more words than this is hard to read for a child of twelve: the project's own bound."""
LONG_WORD = 15
MOST_LONG_WORDS = 2
_GAP = 4
"""How many other words may stand in the place of a `~`."""
_ENDING = 5
"""Letters from which the word for a person also counts at the end of a longer one: a `gymdocent` is a `docent`."""
_ENOUGH = 8
"""Words from which a text can show its language."""
_DUTCH_SHARE = 0.1
_RUMOURS = frozenset({"geruchten", "verhalen"})


Kind = Literal["found", "seen", "cause"]
"""What only an investigation finds; what may have been seen; why something is so."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together; where `gaps` is true other words may stand before that word."""

    words: tuple[str, ...]
    gaps: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their first word; `rare` holds the longest word of each: where none of these stands, none is read."""

    first: Mapping[str, tuple[Phrase, ...]]
    rare: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of `data/quality/words.toml`; what each is for stands there."""

    dutch: frozenset[str]
    said: frozenset[str]
    said_phrases: Phrases
    nobody: frozenset[str]
    crowd: frozenset[str]
    hearsay: Phrases
    heard: Phrases
    people: frozenset[str]
    judging: Phrases
    judging_not: Phrases
    own_thoughts: Phrases
    certain: Phrases
    found: Phrases
    seen: Phrases
    cause: Phrases
    through: frozenset[str]
    hedges: frozenset[str]
    negations: frozenset[str]
    denials: frozenset[str]
    clinical: Phrases
    clinician: frozenset[str]
    clinician_phrases: Phrases
    known_long: frozenset[str]
    jargon: Phrases
    plain: Mapping[str, str]
    """From a word of the trade to an ordinary one."""
    claims: frozenset[str]
    """The rare words of all lists of claims together."""


class Hard(NamedTuple):
    """Why a sentence is hard to read: `long`, `long_words` or `jargon`, and what it is about."""

    reason: str
    words: str
    plain: str = ""
    length: int = 0


class Dutch(NamedTuple):
    """How many words a text has, and how many of them are small Dutch ones."""

    total: int
    known: int

    @property
    def verdict(self) -> bool | None:
        """Whether the text is Dutch; None when there are too few words to tell."""
        return None if self.total < _ENOUGH else self.known >= _DUTCH_SHARE * self.total


def dutch(read: Iterable[Sentence]) -> Dutch:
    """Counts what tells whether sentences are Dutch."""
    known, total, count = words().dutch, 0, 0
    for sentence in read:
        total += len(sentence.words)
        count += len([word for word in sentence.words if word in known])
    return Dutch(total, count)


def is_plain(sentence: Sentence) -> bool:
    """Whether no word of any list of claims stands in the sentence: most sentences need no closer look."""
    return words().claims.isdisjoint(sentence.words)


def hearsay(sentence: Sentence, *, source_known: bool = False) -> Hit | None:
    """Something that is said without it being told by whom; `source_known` when the fact's source tells it."""
    lists = words()
    hit = _first(sentence, lists.hearsay)
    if hit is None and not source_known:
        hit = _first(sentence, lists.heard)
    if hit is None or {"door", "van"} & set(sentence.words[hit.end : hit.end + 2]) or is_owned(sentence, hit.start):
        return None
    return hit


def judgement(sentence: Sentence) -> Hit | None:
    """A judgement that has no owner in this sentence."""
    lists = words()
    hit = _first(sentence, lists.judging, but=lists.judging_not)
    return None if hit is None or is_owned(sentence) else hit


def thought(sentence: Sentence) -> Hit | None:
    """What the writer thinks, said as such, and not in the words of somebody who spoke before it."""
    hit = _first(sentence, words().own_thoughts)
    return None if hit is None or is_owned(sentence, hit.start) else hit


def conclusion(sentence: Sentence, kinds: Collection[Kind]) -> Hit | None:
    """Something said as certain that may be a suspicion: phrases of certainty always, else these kinds of claim."""
    if sentence.asks or sentence.quoted:
        return None
    hit = _certain(sentence) or _claim(sentence, kinds)
    return None if hit is None or is_owned(sentence) else hit


def _certain(sentence: Sentence) -> Hit | None:
    lists = words()
    hit = _first(sentence, lists.certain)
    if hit is None:
        return None
    beside = (*sentence.words[max(0, hit.start - 2) : hit.start], *sentence.words[hit.end : hit.end + 1])
    return hit if lists.denials.isdisjoint(beside) else None


def _claim(sentence: Sentence, kinds: Collection[Kind]) -> Hit | None:
    """A claim without reserve: no «mogelijk», and no «niet» where that would take the claim back."""
    lists = words()
    for kind, phrases in (("found", lists.found), ("seen", lists.seen), ("cause", lists.cause)):
        hit = _first(sentence, phrases) if kind in kinds else None
        if hit is None:
            continue
        reserve = lists.hedges & set(sentence.words)
        if kind == "cause" and reserve <= lists.negations and not _comes_in(sentence, hit):
            return hit
        if kind != "cause" and not reserve:
            return hit
    return None


def _comes_in(sentence: Sentence, hit: Hit) -> bool:
    """Whether somebody comes through a door here, or comes at all: no cause of anything."""
    lists = words()
    if sentence.words[hit.start] not in {"komt", "komen", "kwam", "kwamen"}:
        return False
    before = sentence.words[hit.start - 1] if hit.start else ""
    somebody = len(before) == 1 or before in lists.people or before in {"hij", "zij", "ze"}
    return somebody or not lists.through.isdisjoint(sentence.words[hit.end : hit.end + 3])


def diagnoses(sentence: Sentence) -> Iterator[tuple[str, Hit]]:
    """Every word of a diagnosis outside quotations, folded, with its place."""
    yield from ((sentence.words[hit.start], hit) for hit in _all(sentence, words().clinical))


def is_owned(sentence: Sentence, before: int | None = None) -> bool:
    """Whether somebody else than the writer says this, or a document does; only in the words before that place."""
    lists = words()
    found = sentence.words[:before]
    for place, word in enumerate(found):
        if word == "volgens":
            if place + 1 < len(found) and found[place + 1] not in lists.nobody | _RUMOURS:
                return True
        elif word in lists.said:
            beside = {*found[max(0, place - 1) : place], *found[place + 1 : place + 2]}
            if lists.nobody.isdisjoint(beside) and lists.crowd.isdisjoint(found[max(0, place - _GAP) : place]):
                return True
    hit = _first(sentence, lists.said_phrases)
    return hit is not None and hit.end <= len(found) and sentence.words[max(0, hit.start - 1)] not in lists.nobody


def names_clinician(sentence: Sentence) -> bool:
    """Whether somebody who makes a diagnosis, or a paper that holds it, stands in this sentence."""
    lists = words()
    return not lists.clinician.isdisjoint(sentence.words) or _first(sentence, lists.clinician_phrases) is not None


def names_somebody(text: str) -> bool:
    """Whether the text tells of whom something was heard: a role, or a word with a capital that may be a name."""
    people = words().people
    endings = tuple(word for word in people if len(word) >= _ENDING)
    for sentence in sentences(text):
        for place, (word, written) in enumerate(zip(sentence.words, sentence.written(), strict=True)):
            if word in people or word.endswith(endings) or (place and written[:1].isupper()):
                return True
    return False


def hard(sentence: Sentence) -> Hard | None:
    """Why parents, or a child of twelve, could stumble over this sentence."""
    lists = words()
    hit = _first(sentence, lists.jargon)
    if hit is not None:
        return Hard("jargon", sentence.said(hit), lists.plain[" ".join(sentence.words[hit.start : hit.end])])
    if len(sentence.words) > MOST_WORDS:
        return Hard("long", "", length=len(sentence.words))
    long = [
        place
        for place, word in enumerate(sentence.words)
        if len(word) >= LONG_WORD and word not in lists.known_long and "-" not in word
    ]
    if len(long) > MOST_LONG_WORDS:
        return Hard("long_words", ", ".join(f"«{sentence.said(Hit(place, place + 1))}»" for place in long[:3]))
    return None


@cache
def words() -> Words:
    """The lists, read when the first check needs them."""
    import tomllib  # only the quality check reads TOML

    held = tomllib.loads((DATA / "quality" / "words.toml").read_text("utf-8"))
    plain = {fold(word): meaning for word, meaning in held.pop("jargon").items()}
    loose = {name: frozenset(text.split()) for name, text in held.items() if isinstance(text, str)}
    bound = {name: _phrases(lines) for name, lines in held.items() if not isinstance(lines, str)}
    judging = _phrases([*loose["judging"], *held["judging_phrases"]])
    asking = (bound[name] for name in ("hearsay", "heard", "own_thoughts", "certain", "found", "seen", "cause"))
    return Words(
        claims=judging.rare.union(*(phrases.rare for phrases in asking)),
        dutch=loose["dutch"],
        said=loose["said"],
        said_phrases=bound["said_phrases"],
        nobody=loose["nobody"],
        crowd=loose["crowd"],
        hearsay=bound["hearsay"],
        heard=bound["heard"],
        people=loose["people"],
        judging=judging,
        judging_not=bound["judging_not"],
        own_thoughts=bound["own_thoughts"],
        certain=bound["certain"],
        found=bound["found"],
        seen=bound["seen"],
        cause=bound["cause"],
        through=loose["through"],
        hedges=loose["hedges"],
        negations=loose["negations"],
        denials=loose["denials"],
        clinical=_phrases(loose["clinical"]),
        clinician=loose["clinician"],
        clinician_phrases=bound["clinician_phrases"],
        known_long=loose["known_long"],
        jargon=_phrases(plain),
        plain=plain,
    )


def _phrases(lines: Iterable[str]) -> Phrases:
    found: dict[str, tuple[Phrase, ...]] = {}
    for line in sorted(lines, key=lambda line: (-len(line), line)):  # the longest that fits is the one to show
        parts = line.split()
        kept = [(part, bool(place) and parts[place - 1] == "~") for place, part in enumerate(parts) if part != "~"]
        phrase = Phrase(tuple(part for part, _gap in kept), tuple(gap for _part, gap in kept))
        found[phrase.words[0]] = (*found.get(phrase.words[0], ()), phrase)
    return Phrases(found, frozenset(max(phrase.words, key=len) for group in found.values() for phrase in group))


def _all(sentence: Sentence, phrases: Phrases, but: Phrases | None = None) -> Iterator[Hit]:
    if phrases.rare.isdisjoint(sentence.words):
        return
    for place, word in enumerate(sentence.words):
        for phrase in phrases.first.get(word, ()):
            end = _end_of(sentence.words, place, phrase)
            if end and not (but and any(_end_of(sentence.words, place, other) for other in but.first.get(word, ()))):
                yield Hit(place, end)
                break


def _first(sentence: Sentence, phrases: Phrases, but: Phrases | None = None) -> Hit | None:
    return next(_all(sentence, phrases, but), None)


def _end_of(found: Sequence[str], place: int, phrase: Phrase) -> int:
    """The place after a phrase that begins at `place`; 0 when it does not stand there."""
    at = place + 1
    for word, gap in zip(phrase.words[1:], phrase.gaps[1:], strict=True):
        reach = found[at : at + 1 + (_GAP if gap else 0)]
        if word not in reach:
            return 0
        at += reach.index(word) + 1
    return at
