"""The errors that reach a person.

MeldcodeError            message and hint, exit code 2
└── IncompleteError      answers are missing for this kind of request, exit code 3
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes that scripts may rely on."""

    DONE = 0
    FINDINGS = 1
    """`check` found errors, or `verify` found a file altered."""
    BAD_USE = 2
    """Wrong arguments or a file that cannot be used."""
    INCOMPLETE = 3
    """Answers are missing for this kind of request."""
    CRASHED = 70
    """The program itself failed."""
    LOCKED = 75
    """The app ended its process to forget what it knew; the launcher starts it again, locked. Never seen outside."""


class MeldcodeError(Exception):
    """Something a person can mend. `message` says what and where, `hint` how; neither holds an answer's text."""

    exit_code = Exit.BAD_USE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class IncompleteError(MeldcodeError):
    """Answers are still missing for the kind of request that was asked for."""

    exit_code = Exit.INCOMPLETE
