"""The words of the law's minimum: what a text says at least and never, and that answers mean what they say (P008).

Only in Dutch. It holds words to words and understands no sentence: the opposite in quite other words is not caught.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from meldcode.check.claims import Claim
from meldcode.check.logic.encoding import Encoding
from meldcode.check.met import DIGITS, met
from meldcode.check.minimum import Minimum, WordsRule
from meldcode.flow.model import Flow, Item, Mark, Option
from meldcode.i18n import _

_UNSURE = ("weet", "twijfel", "onbekend", "onduidelijk", "onzeker", "nog niet", "niet duidelijk", "geen idee")
"""What the answer `onbekend` says, one of these: else an unknown looks like an answer."""


class _Texts(NamedTuple):
    """What somebody reads, by name of the part, and where it stands."""

    parts: Mapping[str, str]
    mark: Mark


def words_claims(encoding: Encoding, minimum: Minimum) -> Iterator[Claim]:
    """Each text that says what it may not, or not what it must."""
    if encoding.flow.language != "nl":
        return
    for rule in minimum.words:
        for texts in _texts(encoding.flow, rule):
            yield from _held(encoding, rule, texts)
    for ask in minimum.asks:
        item = encoding.flow.question(ask.ask)
        for option in item.options if item is not None and ask.kind in {"yesno", "one"} else ():
            what = _label_wrong(option, ask.ask)
            if what:
                mark = option.mark if option.mark.line or item is None else item.mark
                yield met(encoding, "P008", "minimum", "ask", ask.ask, mark, what, ask.sources)


def _label_wrong(option: Option, question: str) -> str:
    label = option.text.casefold()
    if option.id in {"ja", "nee"} and not re.match(rf"{option.id}\b", label):
        what = _("het antwoord `{option}` van `{id}` begint niet met dat woord")
        return what.format(option=option.id, id=question)
    if option.id == "onbekend" and (re.match(r"(ja|nee)\b", label) or not any(word in label for word in _UNSURE)):
        return _("het antwoord `onbekend` van `{id}` zegt niet dat iets niet bekend is").format(id=question)
    return ""


def _held(encoding: Encoding, rule: WordsRule, texts: _Texts) -> Iterator[Claim]:
    text = texts.parts.get(rule.part, "") if rule.part else ". ".join(texts.parts.values())
    said = f" {' '.join(text.split())} ".casefold()
    if rule.say and not any(word.casefold() in said for word in rule.say):
        words = _(" of ").join(f"«{word.strip()}»" for word in rule.say)
        what = _("in de tekst van `{id}` staat nergens {words}").format(id=rule.id, words=words)
        yield met(encoding, "P008", "minimum", rule.section, rule.id, texts.mark, what)
    for word in rule.never:
        if _pattern(word).search(said):
            what = _("in de tekst van `{id}` staat «{word}»: zo kan hij het omgekeerde zeggen")
            what = what.format(id=rule.id, word=word.replace("*", "…"))
            yield met(encoding, "P008", "minimum", rule.section, rule.id, texts.mark, what)


def _pattern(word: str) -> re.Pattern[str]:
    """The word where one begins; `*` is up to four words of the same sentence."""
    parts = (re.escape(part) for part in word.casefold().split(" * "))
    return re.compile(r"(?<!\w)" + r"(?: [^\s.?!;:]+){0,4} ".join(parts))


def _texts(flow: Flow, rule: WordsRule) -> Iterator[_Texts]:
    if rule.section == "outcome":
        for outcome in flow.outcomes:
            if outcome.id == rule.id:
                yield _Texts({"title": outcome.title, "text": outcome.text, "do": outcome.do}, outcome.mark)
    elif rule.section == "alert":
        for alert in flow.alerts:
            if alert.id == rule.id:
                yield _Texts({"text": alert.text, "do": alert.do}, alert.mark)
    elif rule.section == "norm":
        for norm in flow.norms:
            if norm.id == rule.id:
                yield _Texts({"title": norm.title, "text": norm.text}, norm.mark)
    elif rule.section == "contact":
        for contact in flow.contacts:
            if DIGITS.sub("", contact.number) == DIGITS.sub("", rule.id):
                yield _Texts({"name": contact.name}, contact.mark)
    elif (item := flow.items.get(rule.id)) is not None and item.is_question is (rule.section == "ask"):
        yield from _of_item(item, rule)


def _of_item(item: Item, rule: WordsRule) -> Iterator[_Texts]:
    if rule.option:
        option = item.option(rule.option)
        if option is not None:
            yield _Texts({"text": option.text}, option.mark if option.mark.line else item.mark)
    elif rule.field:
        yield from (_Texts({"text": field.text}, item.mark) for field in item.fields if field.id == rule.field)
    elif item.is_question:
        yield _Texts({"text": item.text}, item.mark)
    else:
        yield _Texts({"text": item.text, "help": item.help}, item.mark)
