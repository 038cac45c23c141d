"""`meldcode check`: every finding in flows, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from meldcode import resources
from meldcode.errors import Exit
from meldcode.flow.findings import Finding, FlowError
from meldcode.flow.loader import load_flow
from meldcode.i18n import _, ngettext
from meldcode.text import clean, one_line

UNREADABLE = "Y"
"""First letter of the codes of files that could not be read at all, as against files that say something wrong."""


def check(names: Iterable[str], form: str) -> int:
    """Print the findings of these flows (none named: all that ship) and return the exit code."""
    wanted = list(names) or [str(path) for path in sorted(resources.flows_folder().glob("*.yaml"))]
    findings: list[Finding] = []
    for name in wanted:
        try:
            load_flow(name)
        except FlowError as error:
            findings.extend(error.findings)
    findings = list(dict.fromkeys(findings))
    print(_json(findings) if form == "json" else _text(findings, len(wanted)))
    if any(finding.code.startswith(UNREADABLE) for finding in findings):
        return Exit.BAD_USE
    return Exit.FINDINGS if any(one.severity == "error" for one in findings) else Exit.DONE


def _text(findings: list[Finding], count: int) -> str:
    lines: list[str] = []
    for finding in findings:
        lines.append(one_line(finding.line()))
        lines.extend(f"    {one_line(text)}" for text in (finding.why, finding.hint) if text)
    files = ngettext("{count} vragenlijst", "{count} vragenlijsten", count).format(count=count)
    if not findings:
        return _("{files} nagekeken: alles in orde").format(files=files)
    total = ngettext("{count} bevinding", "{count} bevindingen", len(findings)).format(count=len(findings))
    return "\n".join([*lines, _("{files} nagekeken: {total}").format(files=files, total=total)])


def _json(findings: list[Finding]) -> str:
    rows = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "file": finding.mark.file,
            "line": finding.mark.line,
            "column": finding.mark.column,
            "what": finding.what,
            "why": finding.why,
            "remedy": finding.remedy,
            "near": finding.near,
        }
        for finding in findings
    ]
    return clean(json.dumps({"findings": rows}, ensure_ascii=False, indent=2))
