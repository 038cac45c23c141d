"""The proof: whatever a person answers, the flow keeps the law's minimum and its own norms; or a path that does not.

What the solver says is not believed on its word: a path counts only when replaying it shows the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from meldcode.check.below import below_claims, given
from meldcode.check.claims import (
    Claim,
    alert_claims,
    asked_claims,
    dead_end_claims,
    norm_claims,
    note_claims,
    one_outcome_claim,
    outcome_claims,
    record_claims,
)
from meldcode.check.kept import kept_claims
from meldcode.check.logic.encoding import Encoding
from meldcode.check.logic.solver import Undecided
from meldcode.check.logic.witness import Replayer
from meldcode.check.minimum import Minimum, concerns, minimum_for
from meldcode.check.monotone import Step, lessens, monotone_steps, with_sign
from meldcode.check.paths import LOOKED_FROM
from meldcode.check.prover import SECONDS, Prover
from meldcode.flow.engine import Engine
from meldcode.flow.model import Answers, Flow, Mark
from meldcode.flow.replay import outcome_of
from meldcode.i18n import _


@dataclass(frozen=True)
class Path:
    """Answers that lead to where something is wrong, and what `run` shows there."""

    answers: Answers
    outcome: str


@dataclass(frozen=True)
class Broken:
    """A claim that does not hold, with the shortest path found."""

    code: str
    subject: str
    mark: Mark
    what: str
    sources: tuple[str, ...]
    path: Path


@dataclass
class Proof:
    """What was found out about one flow."""

    broken: list[Broken] = field(default_factory=list)
    proved: set[str] = field(default_factory=set)
    """Groups of claims (see `claims.Group`) of which each one holds for all answers."""
    undecided: list[Claim] = field(default_factory=list)
    """Claims on which the solver did not finish in time: not proved, not refuted."""
    unsure: list[str] = field(default_factory=list)
    """The same for signs of danger, by question."""


def prover_for(flow: Flow, below: Flow | None, seconds: float = SECONDS) -> Prover:
    """The prover of a flow, with what it builds on beside it. Raises `NoSolverError` only once something is asked."""
    extra = [*minimum_for(flow).conditions()] if concerns(flow) else []
    return Prover([flow] if below is None else [flow, below], LOOKED_FROM, extra, seconds)


def prove(prover: Prover) -> Proof:
    """Prove what can be proved of its flow. Raises `NoSolverError` when the extra `authors` is not installed."""
    flow = prover.flow
    minimum = minimum_for(flow) if concerns(flow) else None
    claims = list(_claims(prover.encoding, minimum))
    for below in prover.encodings[1:]:
        claims += below_claims(prover.encoding, below, prover.today)
    steps = list(monotone_steps(prover.encoding, _signs(flow, minimum)))
    proof = Proof(proved={claim.group for claim in claims} | ({"monotone"} if steps else set()))
    for claim in claims:
        _settle(prover, claim, proof)
    for step in steps:
        _settle_step(prover, step, proof)
    return proof


def _claims(encoding: Encoding, minimum: Minimum | None) -> Iterator[Claim]:
    yield from one_outcome_claim(encoding)
    yield from norm_claims(encoding)
    yield from dead_end_claims(encoding)
    if minimum is not None:
        yield from outcome_claims(encoding, minimum)
        yield from asked_claims(encoding, minimum)
        yield from alert_claims(encoding, minimum)
        yield from note_claims(encoding, minimum)
        yield from record_claims(encoding, minimum)
        yield from kept_claims(encoding, minimum)


def _signs(flow: Flow, minimum: Minimum | None) -> Iterator[tuple[str, Mark, tuple[str, ...]]]:
    """The signs of danger that the flow's norms name, and those of the minimum."""
    named: dict[str, tuple[str, Mark, tuple[str, ...]]] = {}
    for sign in minimum.monotone if minimum is not None else ():
        if sign in flow.items:
            named[sign] = (sign, flow.items[sign].mark, flow.items[sign].sources)
    for norm in flow.norms:
        for sign in norm.monotone:
            named[sign] = (sign, norm.mark, norm.sources)
    return iter(named.values())


def _settle(prover: Prover, claim: Claim, proof: Proof) -> None:
    try:
        truths = prover.find(claim.bad)
        if truths is None:
            return
        proof.proved.discard(claim.group)
        answers = prover.path(claim.bad, lambda engines: claim.broken(engines[0]), truths)
    except Undecided:
        proof.undecided.append(claim)
        proof.proved.discard(claim.group)
        return
    path = Path(answers[0], outcome_of(prover.engines(answers)[0]))
    proof.broken.append(Broken(claim.code, claim.subject, claim.mark, claim.what, claim.sources, path))


def _settle_step(prover: Prover, step: Step, proof: Proof) -> None:
    more = Replayer(prover.flow, prover.today)

    def broken(engines: Sequence[Engine]) -> bool:
        after = more.at(with_sign(given(engines[0]), step.sign))
        return lessens(prover.flow, outcome_of(engines[0]), outcome_of(after))

    try:
        truths = prover.find(step.bad)
        if truths is None:
            return
        proof.proved.discard("monotone")
        answers = prover.path(step.bad, broken, truths)
    except Undecided:
        proof.unsure.append(step.sign)
        proof.proved.discard("monotone")
        return
    before = outcome_of(prover.engines(answers)[0])
    less = _ordered(prover.flow, with_sign(answers[0], step.sign))
    after = outcome_of(more.at(less))
    what = _("meer gevaar maakt het hier minder: met `{sign}: ja` wordt `{before}` tot `{after}`")
    what = what.format(sign=step.sign, before=before, after=after)
    proof.broken.append(Broken("P003", step.sign, step.mark, what, step.sources, Path(less, after)))


def _ordered(flow: Flow, answers: Answers) -> Answers:
    return {name: answers[name] for name in flow.items if name in answers}
