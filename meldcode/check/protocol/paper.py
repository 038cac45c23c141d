"""What a flow says, as it can stand on paper.

Flows are written for a screen: they say which answer to choose and what the program does with it. An organisation's own
code tells people what to do, so such sentences are left out, and a question that only led up to one goes with it. A
sentence that tells to call somebody always stays. What an organisation wrote for its protocol is never touched.
"""

from __future__ import annotations

import re

from meldcode.i18n import language, tr
from meldcode.text import one_line

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
_ANSWER = {
    "nl": re.compile(
        r"\bkies\w*\b[^.?!]*«|«Weet ik niet»|\bbij «|\bkunt u invullen\b|\bde vragen hierna\b|\bmaak de vraag\b|"
        r"\b(mag|laat) de(ze)? vraag (dan )?open|\bdie ziet u bij\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\bchoose\b[^.?!]*‘|‘I don[’']t know’|\bwith ‘|\byou can fill in\b|\bnext questions\b|"
        r"\bquestions (below|that follow)\b|\bclear the question\b|\bleave (the|this) question open\b|"
        r"\byou will see (those|them)\b",
        re.IGNORECASE,
    ),
}
"""Which answer to choose, and how a screen works."""
_PROGRAM = {
    "nl": re.compile(r"\b(dit|het) programma\b|\bscherm\b|\bvragenlijst\b", re.IGNORECASE),
    "en": re.compile(r"\b(this|the) program\b|\bscreen\b|\bquestionnaire\b", re.IGNORECASE),
}
_SHOWN_NEXT = {
    "nl": re.compile(r"\bU krijgt dan de raad\b"),
    "en": re.compile(r"\b[Yy]ou (are then advised|then get the advice)\b"),
}
"""What follows on a screen after an answer."""
_THEN = {"nl": ("Dan ", "Daarna "), "en": ("Then ", "After that ")}
"""How a sentence begins that needs the question before it."""
_CALL = {"nl": re.compile(r"\bbelt?\b", re.IGNORECASE), "en": re.compile(r"\b(call|phone)\b", re.IGNORECASE)}


def said(text: str) -> str:
    """What a flow says, in the current language: plain, on one line, whole."""
    return one_line(tr(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def on_paper(text: str) -> str:
    """The same without the sentences that are about a screen; empty when nothing is left.

    In a language of which such sentences are not known everything stays: too much on paper before too little.
    """
    spoken, kept = language(), list[str]()
    if spoken not in _ANSWER:
        return said(text)
    for sentence in sentences(said(text)):
        if _SHOWN_NEXT[spoken].search(sentence):
            continue
        about_answer = _ANSWER[spoken].search(sentence)
        if _CALL[spoken].search(sentence) or not (about_answer or _PROGRAM[spoken].search(sentence)):
            kept.append(sentence)
        elif (about_answer or sentence.startswith(_THEN[spoken])) and kept and kept[-1].endswith("?"):
            kept.pop()
    return " ".join(kept)


def paragraphs(text: str) -> list[str]:
    """The paragraphs that an organisation wrote, each on one line."""
    return [line for line in (one_line(part) for part in tr(text).splitlines()) if line]
