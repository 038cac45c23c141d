"""How a flow file says things: long sentences, hard words, leading and double questions. Dutch only, level B1.

Words and short phrases from `data/language.toml`, no grammar: a finding too few is better than one that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from meldcode.check.authored import Authored
from meldcode.check.catalogue import finding
from meldcode.check.texts import Said
from meldcode.check.words import find, listed, phrases, word_list, words
from meldcode.flow.findings import Finding
from meldcode.i18n import _
from meldcode.request.quality_sentences import Hit, Sentence, sentences

MOST_WORDS = 25
"""A sentence with more words than this is hard to read: the project's own bound, the same as for a request."""
_Hard = tuple[tuple[str, ...], str]


def language_findings(file: Authored) -> Iterator[Finding]:
    """Everything about the language of this file; nothing for a flow that is not in Dutch."""
    if file.flow.language != "nl":
        return
    for one in file.texts:
        if (one.part, one.key) == ("source", "title"):  # somebody else's words
            continue
        yield from sentence_findings(one)
        if one.part in {"question", "field"} and one.key == "text":
            yield from _leading(one)
            if _kind(file, one) in {"yesno", "one", "many"}:
                yield from _double(one)


def _kind(file: Authored, one: Said) -> str:
    """The kind of the question or field that a text asks."""
    item = file.flow.question(one.subject)
    if item is None or not one.field:
        return item.kind if item else ""
    return next((column.kind for column in item.fields if column.id == one.field), "")


# B001, B002


def sentence_findings(one: Said) -> Iterator[Finding]:
    """Long sentences and hard words in one Dutch text."""
    every = list(sentences(one.text))
    for sentence in every:
        count = len(sentence.words)
        if count > MOST_WORDS:
            what = _("deze zin heeft {count} woorden: «{words} …»")
            what = what.format(count=count, words=sentence.said(Hit(0, 5)))
            remedy = _("Maak er twee zinnen van, of een lijst.")
            yield finding("B001", one.mark, what, subject=one.subject, remedy=remedy)
    told: set[str] = set()
    for sentence in every:
        for place, phrase, plain in _hard(sentence):
            written = sentence.said(Hit(place, place + len(phrase)))
            if plain in told or _explained(one.text, sentence, plain):
                continue
            told.add(plain)
            what = _("«{word}» is een moeilijk woord").format(word=written)
            remedy = _("Schrijf liever «{plain}», of leg het woord uit.").format(plain=plain)
            yield finding("B002", one.mark, what, subject=one.subject, remedy=remedy)


def _hard(sentence: Sentence) -> Iterator[tuple[int, tuple[str, ...], str]]:
    by_first = _hard_words()
    for place, word in enumerate(sentence.words):
        for phrase, plain in by_first.get(word, ()):
            if sentence.words[place : place + len(phrase)] == phrase:
                yield place, phrase, plain


@cache
def _hard_words() -> Mapping[str, tuple[_Hard, ...]]:
    """The hard words and phrases by their first word, each with the ordinary one."""
    found: dict[str, tuple[_Hard, ...]] = {}
    rows = listed("language")["hard"]
    for row in rows if isinstance(rows, list) else ():
        forms, plain = str(row[0]), str(row[1])
        for form in forms.split(","):
            phrase = tuple(form.split())
            found[phrase[0]] = (*found.get(phrase[0], ()), (phrase, plain))
    return found


def _explained(text: str, sentence: Sentence, plain: str) -> bool:
    """Whether a text gives the ordinary word too, or says what the hard one means."""
    if word_list("language", "explains") & set(sentence.words) or "(" in sentence.text:
        return True
    row = words(text)
    return any(find(row, part.split()) >= 0 for part in re.split(r", of |, | of ", plain) if len(part) > 3)


# B003, B004


def _leading(one: Said) -> Iterator[Finding]:
    row = words(one.text)
    hit = next((phrase for phrase in phrases("language", "leading") if find(row, phrase) >= 0), ())
    hit = hit or tuple(word for word in row if word in word_list("language", "leading_words"))[:1]
    if not hit and row and row[-1] in word_list("language", "tags") and one.text.rstrip().endswith("?"):
        hit = tuple(row[-1:])
    if hit:
        what = _("deze vraag stuurt: «{words}»").format(words=" ".join(hit))
        remedy = _("Vraag het open, zodat ieder antwoord even goed kan zijn.")
        yield finding("B003", one.mark, what, subject=one.subject, remedy=remedy)


def _double(one: Said) -> Iterator[Finding]:
    asked = [sentence for sentence in sentences(one.text) if sentence.asks]
    if len(asked) > 1 or any(_asks_twice(sentence.words) for sentence in asked):
        remedy = _("Maak er twee vragen van.")
        yield finding("B004", one.mark, _("hier staan twee vragen in één"), subject=one.subject, remedy=remedy)


def _asks_twice(row: tuple[str, ...]) -> bool:
    """Whether a second question begins behind «en» or «of», or the question ends in two participles."""
    asking = word_list("language", "asking")
    for place, word in enumerate(row[:-2]):
        if word != "en":
            continue
        skip = 2 if row[place + 1] == "of" else 1  # «en/of»
        after = row[place + skip]
        if row[0] in asking and after in asking and row[place + skip + 1 :]:
            return True
    return row[0] in word_list("language", "done") and row[-2:-1] == ("en",) and all(map(_is_done, (row[-3], row[-1])))


def _is_done(word: str) -> bool:
    """Whether a word is a past participle."""
    if word in word_list("language", "strong"):
        return True
    starts = tuple(word_list("language", "participle"))
    return word.endswith(("d", "t")) and word.startswith(starts) and word not in word_list("language", "no_participle")
