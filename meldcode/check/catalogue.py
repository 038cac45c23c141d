"""Every code that `meldcode check` can give, once: how bad it is, what it is called, and why it matters.

The first letter says whose it is: Y the file itself, S shape, M meaning, O what builds on another, A answers files;
L what a solver finds, P the minimum of the law, C scenarios, G practice cases; Q content, B language,
T translations, X what is accepted.
A code never gets another meaning; one that goes is not used again.
"""

from __future__ import annotations

from meldcode.check.rules import LOADING
from meldcode.check.rules_checks import CHECKS
from meldcode.flow.findings import Finding
from meldcode.flow.model import Mark
from meldcode.i18n import _

RULES = {rule.code: rule for rule in (*LOADING, *CHECKS)}
"""By code, in the order in which they are told."""

UNACCEPTABLE = frozenset("YSMOAP")
"""First letters of codes whose errors no reason takes away: what cannot be read, and what protects less."""


def can_be_accepted(code: str) -> bool:
    """Whether a file may leave such a finding as it is, with a reason."""
    rule = RULES.get(code)
    return rule is not None and code[0] != "X" and (rule.severity != "error" or code[0] not in UNACCEPTABLE)


def finding(
    code: str, mark: Mark, what: str, *, subject: str = "", why: str = "", remedy: str = "", near: str = ""
) -> Finding:
    """A finding with the severity of the catalogue. `subject` is the id of what it is about."""
    return Finding(code, mark, what, why, remedy, near, RULES[code].severity, subject)


def why(found: Finding) -> str:
    """Why it matters, in the language of the person: the finding's own words, else those of the catalogue."""
    rule = RULES.get(found.code)
    return found.why or (_(rule.why) if rule else "")


def title(found: Finding) -> str:
    """What such a finding is called, in the language of the person."""
    rule = RULES.get(found.code)
    return _(rule.title) if rule else found.code
