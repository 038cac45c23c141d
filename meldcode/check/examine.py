"""Everything the solver has to say of one flow, as findings with a path and as sentences of what was proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from meldcode.check import catalogue
from meldcode.check.dead import dead_findings
from meldcode.check.kept import lacking
from meldcode.check.logic.solver import NoSolverError, Undecided
from meldcode.check.minimum import concerns, minimum_for
from meldcode.check.paths import LOOKED_FROM, answers_text
from meldcode.check.proof import Broken, Proof, prove, prover_for
from meldcode.check.prover import SECONDS, Prover
from meldcode.flow.findings import Finding
from meldcode.flow.model import NOWHERE, Flow, Mark
from meldcode.flow.replay import replay
from meldcode.i18n import _, ngettext, tr

_ON_THE_MINIMUM = {"minimum", "asked", "alerts", "records"}
"""Groups of claims that say nothing when a part of the minimum is not there at all."""


@dataclass(frozen=True)
class Examined:
    """What came of it. `proved` are sentences in the current language; `whole`: the solver finished everything."""

    findings: tuple[Finding, ...]
    proved: tuple[str, ...]
    whole: bool = True


def examine(flow: Flow, below: Flow | None, seconds: float = SECONDS) -> Examined:
    """Prove the flow and look for what can never happen. `below` is the flow that it builds on.

    Without the solver, and when it does not finish, that is a finding (P009): never a proof.
    """
    prover = prover_for(flow, below, seconds)
    gone = [_at_once(flow, one) for one in lacking(prover.encoding, minimum_for(flow))] if concerns(flow) else []
    found, missing = [*_outside(flow), *gone], bool(gone)
    try:
        more, groups, whole = _solved(flow, prover)
    except NoSolverError as error:
        return Examined((*map(_graded, found), _not_proved(_start(flow), error.message, error.hint)), (), whole=False)
    groups -= _ON_THE_MINIMUM if missing else set()
    return Examined((*map(_graded, [*found, *more]),), tuple(_sentences(flow, below, groups)), whole)


def _solved(flow: Flow, prover: Prover) -> tuple[list[Finding], set[str], bool]:
    """What the solver finds, the groups of claims that it proved, and whether it finished. Raises `NoSolverError`."""
    proof = prove(prover)
    found = [_of_broken(flow, broken) for broken in proof.broken]
    found += _undecided(flow, proof)
    whole = not (proof.undecided or proof.unsure)
    try:
        found += dead_findings(prover)
    except Undecided:
        whole = False
        found.append(
            _not_proved(_start(flow), _("of alles in beeld kan komen, is niet uitgezocht: daarvoor was te weinig tijd"))
        )
    return found, proof.proved, whole


def dead_ends_of(flow: Flow) -> list[Finding]:
    """Only what can never happen, of a flow that has other faults: what these hide is not concluded from."""
    try:
        return [_graded(one) for one in dead_findings(prover_for(flow, None))]
    except (NoSolverError, Undecided):
        return []


def _graded(found: Finding) -> Finding:
    return replace(found, severity=catalogue.RULES[found.code].severity)


def _start(flow: Flow) -> Mark:
    first = next(iter(flow.items.values()), None)
    return NOWHERE._replace(file=first.mark.file) if first is not None else NOWHERE


def _outside(flow: Flow) -> Iterator[Finding]:
    if flow.profession != "other" and not concerns(flow):  # a form about something else says nothing of a profession
        what = _("deze vragenlijst stelt geen vraag van de meldcode: er is geen minimum om aan te toetsen")
        remedy = _("Is het een meldcode? Bouw dan op een meegeleverde vragenlijst, met `extends`.")
        yield Finding("P010", _start(flow), what, remedy=remedy, subject=flow.id)


def _of_broken(flow: Flow, broken: Broken) -> Finding:
    names = "; ".join(tr(flow.sources[name].title) for name in broken.sources if name in flow.sources)
    kind = catalogue.RULES[broken.code]
    why = " ".join((_(kind.why), _("Bron: {source}.").format(source=names) if names else "")).strip()
    count = len(broken.path.answers)
    if count:
        remedy = ngettext(
            "Het gebeurt al bij {count} antwoord; de uitkomst is dan `{outcome}`. Het pad staat hieronder.",
            "Het gebeurt al bij {count} antwoorden; de uitkomst is dan `{outcome}`. Het pad staat hieronder.",
            count,
        ).format(count=count, outcome=broken.path.outcome)
    else:
        remedy = _at_start(broken.path.outcome)
    about = [f"{broken.code} {broken.subject}: {broken.what}", _("Verzonnen: gemaakt door het bewijs.")]
    path = answers_text(flow, broken.path.answers, about)
    return Finding(broken.code, broken.mark, broken.what, why, remedy, subject=broken.subject, path=path)


def _at_once(flow: Flow, found: Finding) -> Finding:
    """With the shortest path there is: what is not there is missed from the start."""
    about = [f"{found.code} {found.subject}: {found.what}", _("Verzonnen: gemaakt door het bewijs.")]
    remedy = _at_start(replay(flow, {}, LOOKED_FROM).outcome)
    return replace(found, remedy=found.remedy or remedy, path=answers_text(flow, {}, about))


def _at_start(outcome: str) -> str:
    return _("Dit is al zo voordat iemand iets antwoordt; de uitkomst is dan `{outcome}`.").format(outcome=outcome)


def _undecided(flow: Flow, proof: Proof) -> list[Finding]:
    remedy = _("Dit is niet bewezen en niet weerlegd. Maak de vragenlijst kleiner of eenvoudiger, en probeer opnieuw.")
    found = [
        _not_proved(one.mark, _("niet uitgezocht in de tijd die er was: {what}").format(what=one.what), remedy)
        for one in proof.undecided
    ]
    what = _("niet uitgezocht in de tijd die er was: of meer gevaar bij `{id}` nooit minder geeft")
    return found + [_not_proved(_start(flow), what.format(id=sign), remedy) for sign in proof.unsure]


def _not_proved(mark: Mark, what: str, remedy: str = "") -> Finding:
    return Finding("P009", mark, what, remedy=remedy)


def _sentences(flow: Flow, below: Flow | None, groups: set[str]) -> Iterator[str]:
    """What was proved, in the order of what matters most."""
    norms = sum(norm.require is not None for norm in flow.norms)
    said = {
        "minimum": _("De uitkomst vraagt bij alle antwoorden minstens wat de meldcode en het afwegingskader vragen."),
        "norms": ngettext(
            "De {count} norm houdt stand bij alle antwoorden.",
            "De {count} normen houden stand bij alle antwoorden.",
            norms,
        ).format(count=norms) if norms else "",
        "monotone": _("Een teken van gevaar erbij maakt een melding nooit tot iets minders."),
        "alerts": _("Elke waarschuwing van het minimum staat er zodra dat moet, met de nummers om te bellen."),
        "asked": _("De vragen waarop de uitkomst rust, worden altijd gesteld."),
        "records": _("Wat de meldcode vraagt vast te leggen, wordt gevraagd zodra het nodig is."),
        "dead_end": _("Niets loopt dood: wie de afwegingen beantwoordt, krijgt een uitkomst."),
        "one_outcome": _("Bij alle antwoorden geldt precies één uitkomst."),
        "base": _("Nergens vraagt deze vragenlijst minder dan «{title}», waar hij op bouwt.").format(
            title=tr(below.title) if below else ""
        ),
    }  # fmt: skip
    return (text for group, text in said.items() if group in groups and text)
