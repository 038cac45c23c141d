"""Typing at the trainer's console line by line, without a terminal and without a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from meldcode.plain.leading import LineConsole
from meldcode.plain.lines import Lines
from meldcode.training.session import Session
from meldcode.training.slides import Meeting
from meldcode.training.trainer import Trainer

HERE = Meeting(("http://192.0.2.7:8765/",), "CDFHJ")
ABOUT = ["Alleen wie op deze computer werkt, kan de pagina openen."]


def here(what: Callable[[], Any]) -> Any:
    return what()


class Typed:
    """Lines that a trainer types, and all that was said."""

    def __init__(self, *lines: str) -> None:
        self._left = list(lines)
        self.before: dict[str, Callable[[], object]] = {}
        """What happens when this line would be typed, in its place."""
        self.said: list[str] = []
        self.lines = Lines(self._read, self.said.append)

    def _read(self) -> str:
        line = self._left.pop(0) if self._left else None
        if line in self.before:
            self.before[line]()
            return self._read()
        return "" if line is None else f"{line}\n"

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def plain(session: Session, *lines: str, handout: Callable[[], list[Path]] = list) -> tuple[Typed, bool, list[str]]:
    """The line console with these lines: what was said, whether it was closed, and what was kept."""
    typed, saved = Typed(*lines), list[str]()
    trainer = Trainer(session, HERE)
    console = LineConsole(typed.lines, trainer, here, ABOUT, lambda: saved.append(session.phase), handout)
    return typed, console.run(), saved
