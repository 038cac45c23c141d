"""`meldcode check`: every finding in flows, as text, JSON or SARIF."""

from __future__ import annotations

from collections.abc import Iterable

from meldcode import resources
from meldcode.check.accept import with_accepted
from meldcode.check.authored import authored
from meldcode.check.content import content_findings
from meldcode.check.language import language_findings
from meldcode.check.report import as_json, as_text
from meldcode.check.sarif import as_sarif
from meldcode.check.translations import translation_findings
from meldcode.errors import Exit
from meldcode.flow.findings import Finding, FlowError

FORMS = ("text", "json", "sarif")
"""What `--format` takes."""

UNREADABLE = "Y"
"""First letter of the codes of files that could not be read at all, as against files that say something wrong."""


def check(names: Iterable[str], form: str) -> int:
    """Print the findings of these flows (none named: all that ship) in one of `FORMS`, and return the exit code."""
    wanted = list(names) or [str(path) for path in sorted(resources.flows_folder().glob("*.yaml"))]
    findings = list(dict.fromkeys(one for name in wanted for one in findings_of(name)))
    if form == "text":
        print(as_text(findings, len(wanted)))
    else:
        print(as_json(findings) if form == "json" else as_sarif(findings))
    if any(one.code.startswith(UNREADABLE) for one in findings):
        return Exit.BAD_USE
    wrong = any(one.severity == "error" and not one.accepted for one in findings)
    return Exit.FINDINGS if wrong else Exit.DONE


def findings_of(name: str) -> list[Finding]:
    """Everything found in one flow (id or path), in order of place: what keeps it from loading, else all the rest.

    Texts and content count only where this very file says them: what it builds on is a flow of its own.
    """
    try:
        file = authored(name)
    except FlowError as error:
        return list(error.findings)
    found = [
        *content_findings(file),
        *language_findings(file),
        *translation_findings(file),
    ]
    return sorted(with_accepted(file.root, found), key=lambda one: (one.mark, one.code))
