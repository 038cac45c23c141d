"""Makes any text plain: what a person or a flow wrote can no longer steer a terminal or hide what it says.

Escape sequences, reversed writing and invisible characters all need a character from the list below, so each of
them becomes U+FFFD: one mark per character, so that the reader sees that something stood there.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BAD_ASCII = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_BAD_OTHER = (
    r"\x80-\x9f"  # C1: terminals may read them as escape sequences
    r"\u061c\u200e\u200f\u202a-\u202e"  # marks, embeddings and overrides of writing direction
    r"\u2060-\u206f"  # isolates of writing direction, word joiner, invisible operators
    r"\u180e\u200b-\u200d\ufeff\ufff9-\ufffb"  # zero width, byte order mark, annotations
    r"\U000e0000-\U000e007f"  # tags: a second text inside the first
    r"\ud800-\udfff"  # half characters, which no file can hold
    r"\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
)
_ASCII_TO_CLEAN = re.compile(rf"[{_BAD_ASCII}\r]")
_BAD = re.compile(rf"[{_BAD_ASCII}{_BAD_OTHER}]")
_LINE_END = re.compile("\r\n?|\u2028|\u2029")


def clean(text: str) -> str:
    """The text in NFC with line ends as newlines and every control or invisible character as U+FFFD.

    Newline and tab stay. Idempotent: no replaced character can join its neighbours, so cleaning twice changes nothing.
    """
    if text.isascii():
        if _ASCII_TO_CLEAN.search(text) is None:
            return text
    else:
        text = unicodedata.normalize("NFC", text)
    return _BAD.sub(REPLACEMENT, _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """Cleaned, with every run of white space as one space: for titles, lists and messages."""
    return " ".join(clean(text).split())


def shortened(text: str, most: int = 90) -> str:
    """A long text on about one line: at most so many signs, with … where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
