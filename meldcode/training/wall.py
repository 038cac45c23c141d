"""Who may open the page for the wall: the code alone, for it takes no place in the group."""

from __future__ import annotations

import math
import re
import secrets
from datetime import datetime, timedelta

from meldcode.i18n import _, ngettext
from meldcode.training.session import Refused, Session

_TRIES, _WAIT = 5, timedelta(seconds=30)
_MOST = 100
"""So many pages are remembered; the one that came first is forgotten, and asks the code again."""


class Wall:
    """The pages that were let in, by their tokens. In memory alone."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._tokens: dict[str, None] = {}
        self._wrong: list[datetime] = []

    def knows(self, token: str) -> bool:
        """Whether this is the token of a page for the wall."""
        return token in self._tokens

    def enter(self, code: object) -> str:
        """A token for who knows the code. Raises `Refused`; after some wrong codes everybody waits a while."""
        now = self.session.now()
        self._wrong = [one for one in self._wrong if abs(now - one) < _WAIT]  # a clock can be set back
        if len(self._wrong) >= _TRIES:
            left = math.ceil((_WAIT - abs(now - self._wrong[0])).total_seconds())
            said = ngettext(
                "De code was te vaak fout. Wacht {count} seconde en probeer het dan nog eens.",
                "De code was te vaak fout. Wacht {count} seconden en probeer het dan nog eens.",
                left,
            )
            raise Refused(said.format(count=left))
        given = re.sub(r"[\s-]", "", code[:100]).upper() if isinstance(code, str) else ""
        if not secrets.compare_digest(given.encode(errors="replace"), self.session.code.upper().encode()):
            self._wrong.append(now)
            raise Refused(_("Deze code klopt niet. Kijk nog eens op het scherm van de trainer."))
        if len(self._tokens) >= _MOST:
            del self._tokens[next(iter(self._tokens))]
        token = secrets.token_hex(16)
        self._tokens[token] = None
        return token
