"""A person at the line mode: types what a script says, and reads what is shown. Every case here is invented."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from meldcode.dossier.home import Home
from meldcode.dossier.opening import unlock
from meldcode.dossier.vault import Vault
from meldcode.plain.front import Front
from meldcode.plain.lines import Lines
from tests.dossier.helper import CANARY, PASSPHRASE, RECOVERY

__all__ = ["CANARY", "PASSPHRASE", "RECOVERY"]

NOW = datetime(2026, 3, 2, 9, 0)

Typed = str | Callable[[list[str]], str]
"""What is typed: a line, or what to make of all that was shown so far."""


def clock() -> datetime:
    """The fixed time of every test."""
    return NOW


class Person:
    """`shown` holds what was said and typed, `wiped` how often the window was cleared; a secret is never in `shown`."""

    def __init__(self, *script: Typed, can_wipe: bool = True) -> None:
        self.script = list(script)
        self.shown: list[str] = []
        self.asked: list[str] = []
        """Prompts at which something secret was typed."""
        self.wiped = 0
        self.can_wipe = can_wipe
        self.lines = Lines(self._read, self.shown.append, self._secret, self._wipe)

    @property
    def text(self) -> str:
        """All that stands in the window, and all that was wiped from it."""
        return "\n".join(self.shown)

    def after(self, words: str) -> str:
        """What was shown after these words were shown last."""
        assert words in self.text, words
        return self.text.rpartition(words)[2]

    def _next(self) -> str:
        typed = self.script.pop(0)
        return typed if isinstance(typed, str) else typed(self.shown)

    def _read(self) -> str:
        if not self.script:
            return ""
        line = self._next()
        self.shown.append(f"> {line}")
        return line + "\n"

    def _secret(self, prompt: str) -> str:
        self.asked.append(prompt)
        if not self.script:
            raise EOFError
        return self._next()

    def _wipe(self) -> bool:
        self.wiped += 1
        return self.can_wipe


def said(words: str) -> Callable[[list[str]], str]:
    """Types what was shown last behind these words."""
    return lambda shown: next(line for line in reversed(shown) if line.startswith(words)).removeprefix(words)


def at_lines(home: Home, *script: Typed, flow: str = "", can_wipe: bool = True) -> Person:
    """The line mode from beginning to end; every line of the script must have been asked for."""
    person = Person(*script, can_wipe=can_wipe)
    Front(person.lines, home, clock, flow).run()
    assert not person.script, person.script
    return person


def look(home: Home, secret: str = PASSPHRASE) -> Vault:
    """The store, opened to look what is in it."""
    return unlock(home, secret, clock=clock)


def codes(home: Home) -> dict[str, str]:
    """Label to code."""
    vault = look(home)
    try:
        return {entry.label: entry.code for entry in vault.list()}
    finally:
        vault.close()


def answers(home: Home, label: str) -> dict[str, object]:
    """The answers in a dossier."""
    from meldcode.dossier.events import Answered

    vault = look(home)
    try:
        code = next(entry.code for entry in vault.list() if entry.label == label)
        events = (record.event for record in vault.records(code))
        return {event.question: event.value for event in events if isinstance(event, Answered)}
    finally:
        vault.close()


def kinds(home: Home, label: str) -> list[str]:
    """What happened in a dossier, without answers and opening."""
    vault = look(home)
    try:
        code = next(entry.code for entry in vault.list() if entry.label == label)
        return [record.kind for record in vault.records(code) if record.kind not in {"answered", "opened"}]
    finally:
        vault.close()


def begin(home: Home, labels: Iterable[str], given: Iterable[tuple[str, object]] = ()) -> dict[str, str]:
    """Dossiers of a school with these answers; label to code."""
    from meldcode.desk.work import begin as begun
    from meldcode.flow.loader import load_flow

    vault = look(home)
    flow = load_flow("onderwijs")
    try:
        for label in labels:
            interview = begun(vault, flow, label)
            for name, value in given:
                assert interview.answer(name, value).error is None, name
        return {entry.label: entry.code for entry in vault.list()}
    finally:
        vault.close()
