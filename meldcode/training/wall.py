"""Who may open the page for the wall: the code alone, for it takes no place in the group."""

from __future__ import annotations

import secrets

from meldcode.training.session import Refused, Session

_MOST = 100
"""So many pages are remembered; the one that came first is forgotten, and asks the code again."""


class Wall:
    """The pages that were let in, by their tokens. In memory alone."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._tokens: dict[str, None] = {}

    def knows(self, token: str) -> bool:
        """Whether this is the token of a page for the wall."""
        return token in self._tokens

    def enter(self, code: object, who: str) -> str:
        """A token for who knows the code. Raises `Refused`; wrong codes count with those of who takes part."""
        if refused := self.session.throttle.check(code, self.session.code, who):
            raise Refused(refused)
        if len(self._tokens) >= _MOST:
            del self._tokens[next(iter(self._tokens))]
        token = secrets.token_hex(16)
        self._tokens[token] = None
        return token
