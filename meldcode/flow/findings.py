"""What is wrong in a flow or answers file: place, reason, remedy and near match, collected and never first-only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from meldcode.errors import MeldcodeError
from meldcode.flow.model import NOWHERE, Mark
from meldcode.i18n import _, ngettext

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `code` is stable: Y… the YAML itself, S… shape, M… meaning, O… overlays, A… answers files.

    What `meldcode check` adds (Q…, B…, T… and further) stands in `meldcode.check.catalogue`.
    """

    code: str
    mark: Mark
    what: str
    why: str = ""
    remedy: str = ""
    near: str = ""
    severity: Severity = "error"
    subject: str = field(default="", compare=False)
    """Id of the question, note, alert, outcome, norm … that it is about: what `accept` names."""
    accepted: str = ""
    """The reason that the author gave for leaving it as it is; empty when nobody did."""
    path: str = field(default="", compare=False)
    """An answers file (YAML) that shows it: `run` replays it."""

    @property
    def hint(self) -> str:
        """Remedy and near match in one sentence."""
        near = _("Bedoelt u `{near}`?").format(near=self.near) if self.near else ""
        return " ".join(part for part in (near, self.remedy) if part)

    def line(self) -> str:
        """Place, code and what is wrong, on one line."""
        return f"{self.mark}: {self.what} [{self.code}]"


class FlowError(MeldcodeError):
    """A flow or answers file that cannot be used; `findings` holds every reason, in order of place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: (finding.mark, finding.code)))
        first = self.findings[0]
        more = len(self.findings) - 1
        hint = " ".join(part for part in (first.why, first.hint) if part)
        if more:
            rest = ngettext(
                "Er is nog {count} andere bevinding; `meldcode check` toont alles.",
                "Er zijn nog {count} andere bevindingen; `meldcode check` toont alles.",
                more,
            ).format(count=more)
            hint = f"{hint} {rest}".strip()
        super().__init__(first.line(), hint)


class Problems:
    """Collects findings while a file is read, so that the author hears everything at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, code: str, mark: Mark, what: str, *, why: str = "", remedy: str = "", near: str = "") -> None:
        """Note one finding."""
        self.findings.append(Finding(code, mark, what, why, remedy, near))

    def check(self) -> None:
        """Raise `FlowError` when anything was found."""
        if self.findings:
            raise FlowError(self.findings)


def near_match(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one, or an empty string."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def file_problem(code: str, file: str, what: str, remedy: str = "") -> FlowError:
    """An error about a file as a whole."""
    return FlowError([Finding(code, NOWHERE._replace(file=file), what, remedy=remedy)])
