"""`meldcode scenarios`: what the scenarios beside a flow do, what they leave out, and the ones that are missing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from meldcode.check.coverage import Coverage, coverage
from meldcode.check.fill import files_of, filled, rivals
from meldcode.check.goals import Goal, goal_words
from meldcode.check.logic.solver import NoSolverError, Undecided
from meldcode.check.paths import LOOKED_FROM
from meldcode.check.prover import Prover
from meldcode.check.scenarios import Scenario, folder_of, scenarios_of
from meldcode.errors import Exit, MeldcodeError
from meldcode.files import write_all
from meldcode.flow.findings import Finding
from meldcode.flow.loader import find_flow, load_flow
from meldcode.flow.model import Flow
from meldcode.i18n import _, ngettext
from meldcode.text import one_line

_NAMED = 40
"""Open goals that are named; of more only how many there are."""


def scenarios(name: str, write: bool) -> int:
    """Print what the scenarios of a flow (id or path) do, and return the exit code: 1 when one does not hold.

    With `write` the missing ones are made first, in the folder beside the file; nothing that is there is changed.
    Raises `FlowError` when the flow cannot be used, `MeldcodeError` when nothing can be written.
    """
    path = find_flow(name)
    if write and path != Path(name):
        what = _("bij een meegeleverde vragenlijst schrijft het programma niets")
        raise MeldcodeError(what, _("Noem het bestand van uw eigen vragenlijst, bijvoorbeeld mijn_school.yaml."))
    flow = load_flow(path)
    prover = Prover([flow], LOOKED_FROM)
    made, fewest = _write(path, prover) if write else ([], False)
    found, wrong = scenarios_of(path, flow)
    _say([*_files(path, wrong), *_made(made, fewest)])
    _say(_covered(flow, *_coverage(flow, found, prover)))
    return Exit.FINDINGS if wrong else Exit.DONE


def _write(path: Path, prover: Prover) -> tuple[list[Path], bool]:
    """Make what is missing; the files that were made, and whether it is proved that fewer cannot do."""
    flow, folder = prover.flow, folder_of(path)
    there = scenarios_of(path, flow)[0]
    try:
        left = coverage(flow, [(one.answers, one.today) for one in there], prover).open
        missing = filled(prover, left)
        fewest = bool(rivals(prover, missing))
    except Undecided:
        hint = _("Maak de vragenlijst kleiner of eenvoudiger, en probeer opnieuw.")
        raise MeldcodeError(_("er zijn geen voorbeelden gemaakt: daarvoor was te weinig tijd"), hint) from None
    if not missing:
        return [], False
    taken = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
    return write_all(folder, files_of(flow, missing, taken)), fewest


def _coverage(flow: Flow, found: Sequence[Scenario], prover: Prover) -> tuple[Coverage, str]:
    """The coverage, and what keeps from knowing what is impossible, in words."""
    cases = [(one.answers, one.today) for one in found]
    try:
        return coverage(flow, cases, prover), ""
    except NoSolverError as error:
        return coverage(flow, cases, None), error.hint
    except Undecided:
        return coverage(flow, cases, None), _("Wat nooit kan, is niet uitgezocht: daarvoor was te weinig tijd.")


def _say(lines: Iterable[str]) -> None:
    """Each on a line of its own, as plain text; two spaces before it stay."""
    for line in lines:
        indent = line[: len(line) - len(line.lstrip(" "))]
        sys.stdout.write(f"{indent}{one_line(line)}\n")


def _files(path: Path, wrong: Sequence[Finding]) -> Iterator[str]:
    files = sorted(folder_of(path).glob("*.yaml"))
    if not files:
        yield _("Er zijn nog geen voorbeelden in {folder}.").format(folder=folder_of(path).name)
    for file in files:
        mine = [one for one in wrong if one.mark.file == str(file)]
        yield (_("anders: {file}") if mine else _("goed: {file}")).format(file=file.name)
        for one in mine:
            yield "  " + _("regel {line}: {what}").format(line=one.mark.line, what=f"{one.what} [{one.code}]")


def _made(made: Sequence[Path], fewest: bool) -> Iterator[str]:
    if made:
        yield ngettext(
            "{count} voorbeeld gemaakt. Lees wat er bij `expect` staat, en beslis of het goed is.",
            "{count} voorbeelden gemaakt. Lees in elk wat er bij `expect` staat, en beslis of het goed is.",
            len(made),
        ).format(count=len(made))
    if fewest:
        yield _("Met minder kan het niet: dat is bewezen.")


def _covered(flow: Flow, found: Coverage, unsure: str) -> Iterator[str]:
    said = _("{covered} van {total} mogelijkheden komen voor in een voorbeeld").format(
        covered=len(found.covered), total=found.total
    )
    never = len(found.impossible)
    if never:
        said += ", " + ngettext("{count} kan niet", "{count} kunnen niet", never).format(count=never)
    yield said
    if unsure:
        yield unsure
    first = sorted(found.open, key=lambda goal: goal.kind != "holds")  # what people look for first
    yield from _listed(flow, _("Dit komt nog niet voor:"), first)
    yield from _listed(flow, _("Dit kan niet, bij geen enkel antwoord:"), found.impossible)


def _listed(flow: Flow, head: str, goals: Sequence[Goal]) -> Iterator[str]:
    if goals:
        yield head
    for goal in goals[:_NAMED]:
        yield f"  - {goal_words(flow, goal)}"
    more = len(goals) - _NAMED
    if more > 0:
        yield "  " + _("en nog {count}").format(count=more)
