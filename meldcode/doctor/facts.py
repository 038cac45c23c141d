"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from meldcode.i18n import N_, _

State = Literal["good", "warning", "unknown", "look"]
"""In order; to be mended; cannot be known from here; for the person to look at."""
_WORDS: dict[State, str] = {
    "good": N_("goed"),
    "warning": N_("let op"),
    "unknown": N_("onbekend"),
    "look": N_("kijk"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """`id` is fixed, for scripts; `hint` says how to mend it or where to look."""

    id: str
    state: State
    text: str
    hint: str = ""


def state_word(state: State) -> str:
    """How it stands, in one word."""
    return _(_WORDS[state])
