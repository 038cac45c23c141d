"""Long lines for a narrow terminal: broken at spaces, never inside a word, a number or an address."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TextIO

_PARTS = re.compile(" *[^ ]+")


def wrapped(text: str, width: int) -> str:
    """The text with no line longer than `width` cells where a space allows that; 0 leaves it as it is.

    A word that is longer than a line has a line of its own, whole. Line ends of the text stay.
    """
    if width <= 0:
        return text
    return "\n".join(_line(line, width) for line in text.split("\n"))


def columns_of(stream: TextIO) -> int:
    """How wide the terminal of a stream is now; 0 when it is a file or pipe, or when nobody knows.

    `COLUMNS` goes before what the terminal says, as everywhere.
    """
    try:
        if not stream.isatty():
            return 0
        told = os.environ.get("COLUMNS", "")
        return int(told) if told.isdecimal() and int(told) else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0


def _line(line: str, width: int) -> str:
    if _cells(line) <= width:
        return line
    done: list[str] = []
    now, size = "", 0
    for part in _PARTS.findall(line):
        length = _cells(part)
        if now.strip() and size + length > width:
            done.append(now)
            part = part.lstrip(" ")
            now, size = part, _cells(part)
        else:
            now, size = now + part, size + length
    return "\n".join([*done, now])


def _cells(text: str) -> int:
    """How many places of a line a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )
