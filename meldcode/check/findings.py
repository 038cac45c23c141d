"""`meldcode check`: every finding in flows and practice cases, as text, JSON or SARIF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from meldcode import resources
from meldcode.check.accept import with_accepted
from meldcode.check.authored import Authored, authored
from meldcode.check.content import content_findings
from meldcode.check.earlier import age_findings
from meldcode.check.examine import dead_ends_of
from meldcode.check.language import language_findings
from meldcode.check.memory import remembered
from meldcode.check.practice import overturned_findings, practice_findings
from meldcode.check.report import as_json, as_text
from meldcode.check.sarif import as_sarif
from meldcode.check.scenarios import scenarios_of
from meldcode.check.translations import translation_findings
from meldcode.dossier.home import find_home
from meldcode.errors import Exit
from meldcode.files import write_all
from meldcode.flow.findings import Finding, FlowError
from meldcode.flow.reader import read_file
from meldcode.i18n import _
from meldcode.text import clean
from meldcode.training.reading import shipped_folder

FORMS = ("text", "json", "sarif")
"""What `--format` takes."""

_CASE = re.compile(rb"^(?:\xef\xbb\xbf)?case:", re.MULTILINE)  # some editors put a mark before the first letter
UNREADABLE = "Y"
"""First letter of the codes of files that could not be read at all, as against files that say something wrong."""


def check(names: Iterable[str], form: str, paths: Path | None = None) -> int:
    """Print the findings of these flows (none named: all that ship) in one of `FORMS`, and return the exit code.

    `paths` is a folder that gets each path of a failed proof as an answers file. Raises `MeldcodeError`.
    """
    wanted = list(names) or [str(path) for path in _shipped()]
    findings: list[Finding] = []
    proved: dict[str, tuple[str, ...]] = {}
    for name in wanted:
        found, sentences = looked_at(name)
        findings += [one for one in found if one not in findings]
        proved[name] = sentences
    if paths is not None:
        write_all(paths, paths_of(findings))
    if form == "text":
        cases = sum(map(_is_case, wanted))
        print(as_text(findings, len(wanted) - cases, cases))
        print(_proved_text(proved), end="")
    else:
        print(as_json(findings, proved) if form == "json" else as_sarif(findings))
    if any(one.code.startswith(UNREADABLE) for one in findings):
        return Exit.BAD_USE
    wrong = any(one.severity == "error" and not one.accepted for one in findings)
    return Exit.FINDINGS if wrong else Exit.DONE


def _shipped() -> list[Path]:
    """All flows, then all practice cases."""
    return [*sorted(resources.flows_folder().glob("*.yaml")), *sorted(shipped_folder().glob("*.yaml"))]


def _is_case(name: str) -> bool:
    """Whether a file is a practice case: it says so with the key `case`. What cannot be read is no case."""
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        return False
    try:
        return _CASE.search(read_file(path)) is not None  # a flow is long: it is read as YAML once, by what checks it
    except FlowError:
        return False


def looked_at(name: str) -> tuple[list[Finding], tuple[str, ...]]:
    """Everything found in one flow, and sentences of what was proved of it: none when it has faults.

    Texts and content count only where this very file says them: what it builds on is a flow of its own.
    """
    if _is_case(name):
        return practice_findings(Path(name)), ()
    try:
        file = authored(name)
    except FlowError as error:
        return list(error.findings), ()
    found = [*file.faults, *content_findings(file), *language_findings(file), *translation_findings(file)]
    proved: tuple[str, ...] = ()
    if file.faults:
        found += dead_ends_of(file.flow)
    else:
        examined = remembered(file.flow, file.below)
        found += [*examined.findings, *scenarios_of(file.path, file.flow)[1], *age_findings(file.root, file.below)]
        names = [str(layer.root.get("flow", "")) for layer in file.layers]
        found += overturned_findings(file.flow, names, find_home().folder.parent)
        proved = examined.proved
    found = [_in_own_words(one, file) for one in _new(found, file)]
    found = [_lighter(one, file) for one in found]
    found = list(dict.fromkeys(with_accepted(file.root, found)))
    return sorted(found, key=lambda one: (one.mark, one.code)), proved


def proved_of(name: str) -> tuple[str, ...]:
    """What was proved of a flow, as sentences; nothing of one in which the solver or the loader found a fault."""
    found, sentences = looked_at(name)
    wrong = any(one.severity == "error" and one.code[0] in "YSMOLP" for one in found)
    return () if wrong else sentences


def _in_own_words(one: Finding, file: Authored) -> Finding:
    """A finding about words (P008) at the place of the words in this file, when it is this file that says them."""
    if one.code != "P008" or one.mark.file == file.root.mark.file:
        return one
    mark = next((text.mark for text in file.texts if text.subject == one.subject), one.mark)
    return replace(one, mark=mark)


def _lighter(found: Finding, file: Authored) -> Finding:
    """What stands in another file and cannot happen here any more is told, and is no error: asking more does that."""
    elsewhere = file.below is not None and bool(file.layers[0].root.mark.file != found.mark.file)
    return replace(found, severity="warning") if found.code[0] == "L" and elsewhere else found


def _new(found: list[Finding], file: Authored) -> list[Finding]:
    """The findings without those of the solver that the flow below has as well: its own file is where they are told."""
    if file.below is None or not any(one.code[0] == "L" for one in found):
        return found
    known = {(one.code, one.subject) for one in dead_ends_of(file.below)}
    return [one for one in found if (one.code, one.subject) not in known]


def paths_of(findings: Iterable[Finding]) -> dict[str, bytes]:
    """File name to content, for each finding with a path."""
    named: dict[str, bytes] = {}
    number: Counter[str] = Counter()
    for one in findings:
        if one.path:
            name = f"{one.code}-{one.subject}"
            number[name] += 1
            named[f"{name}-{number[name]}.yaml" if number[name] > 1 else f"{name}.yaml"] = one.path.encode()
    return named


def _proved_text(proved: dict[str, tuple[str, ...]]) -> str:
    """What was proved, when one flow was looked at; of more only for how many."""
    if len(proved) == 1:
        (sentences,) = proved.values()
        if not sentences:
            return ""
        return "\n".join(["", _("Bewezen, voor alle antwoorden:"), *(f"  - {clean(one)}" for one in sentences)]) + "\n"
    return ""
