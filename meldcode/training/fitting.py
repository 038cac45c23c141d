"""Whether a case fits the flow that it is walked in: what would break it, told with its place, before it is begun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from meldcode.flow.findings import near_match
from meldcode.flow.model import Flow, Mark
from meldcode.flow.values import BadValue
from meldcode.i18n import _
from meldcode.training.case import Case, Weighing
from meldcode.training.compare import varied


class Fault(NamedTuple):
    """One thing of a case that this flow does not know. `code` is one of the catalogue of `meldcode.check`."""

    code: str
    mark: Mark
    what: str
    subject: str
    near: str = ""
    remedy: str = ""


def faults(case: Case, flow: Flow) -> Iterator[Fault]:
    """Questions, options and steps that are not there, in the order of the case."""
    steps = {step.id for step in flow.steps}
    for stage in case.stages:
        if stage.step not in steps:
            what = _("de stap `{id}` bestaat niet").format(id=stage.step)
            yield Fault("G004", stage.mark, what, stage.id, near_match(stage.step, steps))
        for one in stage.weighings:
            yield from _weighing(one, flow)
    for variant in case.variants:
        try:
            varied(case, flow, variant)
        except KeyError as error:
            what = _("de vraag `{id}` bestaat niet").format(id=error.args[0])
            yield Fault("G001", variant.mark, what, variant.id, near_match(error.args[0], flow.items))
        except BadValue as bad:
            yield Fault("G001", variant.mark, bad.reason, variant.id, remedy=bad.hint)


def _weighing(one: Weighing, flow: Flow) -> Iterator[Fault]:
    item = flow.question(one.ask)
    if item is None:
        questions = [name for name, each in flow.items.items() if each.kind in {"yesno", "one"}]
        what = _("de vraag `{id}` bestaat niet").format(id=one.ask)
        yield Fault("G001", one.mark, what, one.ask, near_match(one.ask, questions))
        return
    if item.kind not in {"yesno", "one"}:
        yield Fault("G001", one.mark, _("`{id}` is geen vraag met één keuze").format(id=one.ask), one.ask)
        return
    options = {option.id for option in item.options}
    for answer in (one.answer, *([one.tempting.answer] if one.tempting else [])):
        if answer not in options:
            what = _("`{id}` kent het antwoord `{answer}` niet").format(id=one.ask, answer=answer)
            yield Fault("G001", one.mark, what, one.ask, near_match(answer, options))


def older_words(case: Case, flow: Flow) -> str:
    """A sentence when a case was made for another version of its flow; empty when it was made for this one."""
    if case.flow_version == flow.version:
        return ""
    said = _("Dit geval is gemaakt voor versie {then} van de vragenlijst, en u gebruikt {now}. Lees het vooraf na.")
    return said.format(then=case.flow_version, now=flow.version)
