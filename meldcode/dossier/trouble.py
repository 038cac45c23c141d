"""What can go wrong with the stored dossiers, as errors that say calmly what happened and what is still safe.

Each kind has a class of its own, because the screens act on the kind: wait and ask again, close another program,
open to read only, or go back to a backup.

StoreError               one sentence what happened (message), what is safe and what to do (hint)
├── WrongSecretError     has `wait`, seconds until the next try
├── NotSavedError
├── BusyError
├── DamagedError
└── NewerError
"""

from __future__ import annotations

from meldcode.errors import MeldcodeError
from meldcode.i18n import _, ngettext

_MINUTE = 60
"""Seconds; from here on a wait is told in minutes."""


class StoreError(MeldcodeError):
    """Something is the matter with the stored dossiers; `message` says what, `hint` what is safe and what to do."""


class WrongSecretError(StoreError):
    """What was typed does not open the dossiers; `wait` is the number of seconds until the next try (0: at once)."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__(_("hiermee gaan de dossiers niet open"), _when(wait))
        self.wait = wait


class NotSavedError(StoreError):
    """The last step could not be written to the disk; everything before it is safe."""


class BusyError(StoreError):
    """Another program has the dossiers open, so nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            _("een ander programma heeft de dossiers open"),
            _("Er is niets veranderd. Sluit het andere programma en probeer het opnieuw."),
        )


class DamagedError(StoreError):
    """A file of the dossiers is missing, damaged or not what the program wrote."""


class NewerError(StoreError):
    """The dossiers were written by a newer version of the program."""


def newer() -> NewerError:
    """A file of a later version of the program."""
    return NewerError(
        _("dit bestand is gemaakt met een nieuwere versie van het programma"),
        _("Er is niets veranderd. Werk het programma bij en probeer het opnieuw."),
    )


def not_noted() -> NotSavedError:
    """What was asked for is written; only the history does not know."""
    return NotSavedError(
        _("de kopie is geschreven, maar dat staat niet in de geschiedenis"),
        _("Dat u dit schreef, kon niet in het dossier bewaard worden. Noteer het zelf."),
    )


def _when(wait: int) -> str:
    if wait <= 0:
        return _("U kunt het opnieuw proberen.")
    if wait < _MINUTE:
        return ngettext(
            "U kunt het over {n} seconde opnieuw proberen.", "U kunt het over {n} seconden opnieuw proberen.", wait
        ).format(n=wait)
    minutes = -(-wait // _MINUTE)  # rounded up: a person who waits as told is not turned away again
    return ngettext(
        "U kunt het over {n} minuut opnieuw proberen.", "U kunt het over {n} minuten opnieuw proberen.", minutes
    ).format(n=minutes)
