"""How wide a text is without its font, and breaking it in lines.

On paper the widths are those of a wide sans-serif (DejaVu Sans, rounded up), because which font a reader's computer
takes is not known: a narrower one leaves room, and nothing runs out of its box. In the terminal they are cells.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

Measure = Callable[[str], float]

_HUNDREDTHS = {
    28: "'ijlìíîï",
    30: "IJÌÍÎÏ",
    32: " ,.·‘’",
    34: "/:;\\|¦",
    36: "f",
    37: "-",
    40: "()[]t",
    41: "!¡²³¹",
    42: "r",
    46: '"',
    48: "ªº",
    50: "*_`§¨¯°´¸–",
    51: "▸",
    52: "“”",
    53: "sz",
    54: "?¿",
    55: "cç",
    56: "L",
    58: "Fk",
    60: "vxyýÿ",
    61: "PÞ",
    62: "TYaeo«»Ýàáâãäåèéêëðòóôõöø",
    63: "ß",
    64: "$0123456789ESbdghnpqu{}¢£¤¥µ¶ÈÉÊËñùúûüþ€",
    66: "K",
    69: "ABVXZÀÁÂÃÄÅ",
    70: "CRÇ",
    74: "UÙÚÛÜ",
    75: "NÑ",
    76: "H",
    78: "&DGÐ",
    79: "OQÒÓÔÕÖØ",
    82: "w",
    84: "#+<=>^~¬±×÷→←",
    87: "M",
    96: "%",
    97: "¼½¾",
    98: "mÆ",
    99: "Wæ",
    100: "@©®—…",
}
_WIDTHS = {letter: width / 100 for width, letters in _HUNDREDTHS.items() for letter in letters}
_WIDEST = 1.8
"""Of a letter that is not in the table, in ems; also the replacement character."""
BOLD = 1.27
"""How much wider bold letters are at most."""


@lru_cache(maxsize=20_000)
def ems(text: str) -> float:
    """The width of a text on paper, at most, in ems of its font."""
    return sum(_WIDTHS.get(letter, _WIDEST) for letter in text)


def cells(text: str) -> float:
    """The width of a text in a terminal, in cells."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1
        for letter in text
    )


def wrap(text: str, room: float, measure: Measure) -> list[str]:
    """The text in lines no wider than `room`; a word that is wider is cut. At least one line.

    `measure` adds up: a text is as wide as its letters together.
    """
    lines: list[str] = []
    line, used, space = "", 0.0, measure(" ")
    for word in text.split():
        width = measure(word)
        if line and used + space + width <= room:
            line, used = f"{line} {word}", used + space + width
            continue
        if line:
            lines.append(line)
        line, used = word, width
        if width > room:
            *full, line = _cut(word, room, measure)
            lines, used = [*lines, *full], measure(line)
    return [*lines, line] if line or not lines else lines


def _cut(word: str, room: float, measure: Measure) -> list[str]:
    """The word in pieces that fit, cut after a low line where there is one: an id stays readable.

    A letter wider than the room is a piece of its own.
    """
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter) > room:
            kept = pieces[-1].rfind("_") + 1 or len(pieces[-1])
            pieces[-1:] = [pieces[-1][:kept], pieces[-1][kept:]]
            if pieces[-1] and measure(pieces[-1] + letter) > room:  # what came after the low line fills the room itself
                pieces.append("")
        pieces[-1] += letter
    return pieces
