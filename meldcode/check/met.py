"""Claims about what a part of a flow is or says: wrong wherever somebody meets that part."""

from __future__ import annotations

import re

from meldcode.check.claims import Claim, Group
from meldcode.check.logic.circuit import FALSE, TRUE
from meldcode.check.logic.encoding import Encoding
from meldcode.flow.engine import Engine
from meldcode.flow.model import Mark
from meldcode.flow.replay import outcome_of

DIGITS = re.compile(r"[^0-9]")
"""What is no part of a number to call."""


def met(
    encoding: Encoding,
    code: str,
    group: Group,
    section: str,
    name: str,
    mark: Mark,
    what: str,
    sources: tuple[str, ...] = (),
) -> Claim:
    """A claim that is wrong wherever somebody meets this outcome, alert, norm, question or note; a contact always is.

    One that never is met is found by others: nothing is claimed of it.
    """
    bad = {
        "outcome": encoding.outcome.get(name, FALSE),
        "alert": encoding.alert.get(name, FALSE),
        "norm": encoding.norm.get(name, FALSE),
        "contact": TRUE,
    }.get(section, encoding.visible.get(name, TRUE))

    def broken(engine: Engine) -> bool:
        if section == "outcome":
            return outcome_of(engine) == name
        if section in {"alert", "norm"}:
            return engine.derived((section, name)) is True
        return section == "contact" or bool(engine.visible[engine.index[name]])

    return Claim(code, group, name, mark, what, sources, bad, broken)
