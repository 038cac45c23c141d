"""What somebody who takes part is tied to a session by: in the trainer's own process, or from elsewhere (`remote`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from meldcode.training.session import Refused, Session
from meldcode.training.views import View, view_of


class Link(Protocol):
    """What a screen of a participant needs; whether the session is near or far it cannot tell."""

    def view(self) -> View:
        """What this person sees now. `mine` is what they chose last, also when it did not arrive yet."""

    def answer(self, round: int, option: str) -> str:
        """Choose this option in that round; gives a sentence when it cannot be, else empty."""

    def arrived(self) -> bool:
        """Whether the trainer's computer has the answer that was chosen last."""

    def said(self) -> str:
        """A sentence on the connection, or on an answer that did not count; empty when there is nothing to say."""

    def over(self) -> bool:
        """Whether nothing will come any more, except from a new start."""

    def now(self) -> datetime:
        """The time on the trainer's clock, with its offset."""

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call this after each change; gives what stops that."""


class LocalLink:
    """A participant whose screen runs in the process of the session, and in its loop."""

    def __init__(self, session: Session, token: str) -> None:
        self.session = session
        self.token = token

    def view(self) -> View:
        """What this person sees now."""
        return view_of(self.session, self.token)

    def answer(self, round: int, option: str) -> str:
        """Choose this option; gives a sentence when it cannot be, else empty."""
        try:
            self.session.answer(self.token, round, option)
        except Refused as refused:
            return refused.message
        return ""

    def arrived(self) -> bool:
        """It always has."""
        return True

    def said(self) -> str:
        """Never anything: who is on a page hears from that page when the connection is gone."""
        return ""

    def over(self) -> bool:
        """Whether the session has ended."""
        return self.session.phase == "ended"

    def now(self) -> datetime:
        """The time, with its offset."""
        return self.session.now()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call this after each change; gives what stops that."""
        return self.session.watch(changed)
