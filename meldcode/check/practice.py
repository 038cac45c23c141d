"""Checks of practice cases: whether the expert's path gives what the case says, in the flow as it is now.

And the other way round: which cases a change of a flow overturns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from meldcode.check.catalogue import finding
from meldcode.check.language import sentence_findings
from meldcode.check.scenarios import held_to
from meldcode.check.texts import Said
from meldcode.flow.engine import Engine
from meldcode.flow.findings import Finding, FlowError, near_match
from meldcode.flow.model import NOWHERE, Answers, Flow, RequestKind
from meldcode.flow.nodes import maps
from meldcode.flow.reader import Map, Seq
from meldcode.flow.replay import replay
from meldcode.flow.values import BadValue
from meldcode.i18n import DEFAULT, _, codes, shipped_text
from meldcode.text import shortened
from meldcode.training.case import Case, Stage, Variant
from meldcode.training.compare import answers_at, varied
from meldcode.training.fitting import faults
from meldcode.training.reading import Head, heads, peek_case, read_case, shipped_folder
from meldcode.training.record import FILL
from meldcode.words import kind_for

_LEAST_TEMPTING = 2
"""So many moves that tempt make a case worth a discussion."""
_SHOWN = 60


def practice_findings(path: Path) -> list[Finding]:
    """Everything found in the file of one case, in order of place. Reads the flow that it names."""
    try:
        case, flow = peek_case(path)
    except FlowError as error:
        return list(error.findings)
    wrong = [
        finding(one.code, one.mark, one.what, subject=one.subject, remedy=one.remedy, near=one.near)
        for one in faults(case, flow)
    ]
    found = [
        *wrong,
        *_names(case, flow),
        *_weighings(case, flow),
        *_outcomes(case, flow),
        *_reasoned(case, flow),
        *_taught(case),
        *_age(case, flow),
        *_words(case),
    ]
    return sorted(dict.fromkeys(found), key=lambda one: (one.mark, one.code))


def _names(case: Case, flow: Flow) -> Iterator[Finding]:
    """Ids: of sources that are not there, and of stages and variants that are there twice."""
    seen: set[str] = set()
    parts: list[Stage | Variant] = [*case.stages, *case.variants]
    for part in parts:
        if part.id in seen:
            yield finding("G004", part.mark, _("`{id}` komt twee keer voor").format(id=part.id), subject=part.id)
        seen.add(part.id)
    named = [(one.mark, one.ask, one.sources) for _place, one in case.weighed()]
    known = {*flow.sources, *case.sources}
    for mark, subject, sources in [*named, *((one.mark, one.id, one.sources) for one in case.variants)]:
        for name in sources:
            if name not in known:
                what = _("de bron `{id}` bestaat niet").format(id=name)
                yield finding("G003", mark, what, subject=subject, near=near_match(name, known))


def _weighings(case: Case, flow: Flow) -> Iterator[Finding]:
    for stage, one in case.weighed():
        item = flow.question(one.ask)
        if item is None or one.answer not in {option.id for option in item.options}:
            continue  # told already
        if one.ask not in replay(flow, answers_at(case, stage), case.today).asked:
            what = _("`{id}` wordt op dit moment van het geval niet gevraagd").format(id=one.ask)
            yield finding("G001", one.mark, what, subject=one.ask)
        if one.tempting is not None and one.tempting.answer == one.answer:
            what = _("de verleidelijke zet bij `{id}` is wat de expert ook doet").format(id=one.ask)
            yield finding("G002", one.mark, what, subject=one.ask)
    last = {one.ask: one for _stage, one in case.weighed()}
    for name, one in last.items():
        recorded = case.answers.get(name)
        if recorded != one.answer:
            what = _("bij `{id}` weegt de expert `{answer}`, en bij `answers` staat {found}").format(
                id=name, answer=one.answer, found=f"`{recorded}`" if isinstance(recorded, str) else _("niets")
            )
            yield finding("G002", one.mark, what, subject=name)


def _outcomes(case: Case, flow: Flow) -> Iterator[Finding]:
    """The path of the expert, each stage on the way and each variant, against what the case says comes out."""
    yield from _held(case.root, case.answers, flow, case)
    for number, (stage, node) in enumerate(zip(case.stages, maps(case.root["stages"]), strict=True)):
        if "expect" in node:
            for one in _held(node, answers_at(case, number), flow, case):
                yield finding(one.code, one.mark, one.what, subject=stage.id, remedy=one.remedy, near=one.near)
    for variant, node in zip(case.variants, maps(case.root.get("variants")), strict=True):
        try:
            answers = varied(case, flow, variant)
        except (KeyError, BadValue):
            continue  # told already
        yield from _held(node, answers, flow, case)


def _held(node: Map, answers: Answers, flow: Flow, case: Case) -> Iterator[Finding]:
    expect = node.get("expect")
    if isinstance(expect, Map):
        engine = Engine(flow, case.today)
        engine.answer_all(answers)
        yield from held_to(expect, engine)


def _reasoned(case: Case, flow: Flow) -> Iterator[Finding]:
    """What the outcome rests on must be weighed somewhere; else the case never says why."""
    weighed = {one.ask for _stage, one in case.weighed()}
    position = replay(flow, case.answers, case.today)
    for reason in position.because:
        if reason.value is not None and reason.id not in weighed:
            what = _("de uitkomst rust op `{id}`, en geen moment van het geval weegt die vraag").format(id=reason.id)
            yield finding("G005", case.root.at("stages"), what, subject=reason.id)
    kind: RequestKind = kind_for(flow, position)
    missing = position.missing[kind]
    if missing:
        what = _("voor een aanvraag ontbreekt in het dossier van de expert nog: {ids}").format(ids=", ".join(missing))
        yield finding("G008", case.root.at("answers"), what, subject=case.id)


def _taught(case: Case) -> Iterator[Finding]:
    """What makes an exercise worth an afternoon."""
    kinds = {fragment.kind for stage in case.stages for fragment in stage.fragments}
    wanted = {
        "against": _("er is geen gegeven dat het vermoeden tegenspreekt"),
        "distracts": _("er is niets dat de aandacht afleidt"),
    }
    said = [what for kind, what in wanted.items() if kind not in kinds]
    tempting = sum(one.tempting is not None for _stage, one in case.weighed())
    if tempting < _LEAST_TEMPTING:
        said.append(_("er zijn minder dan {count} verleidelijke zetten").format(count=_LEAST_TEMPTING))
    if not case.variants:
        said.append(_("er is geen variant"))
    if not (case.discuss or any(stage.discuss for stage in case.stages)):
        said.append(_("er is geen vraag om te bespreken"))
    for what in said:
        yield finding("G007", case.root.at("stages"), what, subject=case.id)


def _age(case: Case, flow: Flow) -> Iterator[Finding]:
    if case.flow_version != flow.version:
        what = _("dit geval is gemaakt voor versie {old} van `{flow}`, en dit is {new}").format(
            old=case.flow_version, flow=flow.id, new=flow.version
        )
        remedy = _("Lees het geval na. Klopt het nog, zet dan de nieuwe versie achter `flow_version:`.")
        yield finding("G006", case.root.at("flow_version"), what, subject=case.id, remedy=remedy)


def _words(case: Case) -> Iterator[Finding]:
    texts = list(texts_of(case.root, case.id))
    for one in texts:
        if one.text.startswith(FILL):
            yield finding("G010", one.mark, _("hier moet nog iets komen te staan"), subject=one.subject)
        yield from sentence_findings(one)
    own = case.root.get("translations")
    ships = case.path.resolve().parent == shipped_folder().resolve()
    for lang in (lang for lang in codes() if lang != DEFAULT):
        given = own.get(lang) if isinstance(own, Map) else None
        if not (ships or isinstance(given, Map)):
            continue
        translated = {key.strip() for key in given} if isinstance(given, Map) else set()
        for one in texts:
            if one.text not in translated and not shipped_text(one.text, lang):
                what = _("«{text}» heeft geen vertaling ({lang})").format(text=shortened(one.text, _SHOWN), lang=lang)
                yield finding("T001", one.mark, what, subject=one.subject)


_SAID = ("title", "role", "setting", "about", "text", "why", "by", "note")
_PARTS = ("people", "sources", "stages", "fragments", "weigh", "tempting", "variants")


def texts_of(node: Map, subject: str) -> Iterator[Said]:
    """Every text of a case that a person reads, in order; not the answers: those are an invented person's words."""
    subject = str(node.get("stage") or node.get("variant") or subject)
    for key, value in node.items():
        if key in _SAID and isinstance(value, str) and value.strip():
            yield Said("case", subject, key, value.strip(), node.at(key))
        elif key == "discuss" and isinstance(value, Seq):
            for text, mark in zip(value, value.marks, strict=True):
                yield Said("case", subject, key, str(text).strip(), mark)
        elif key in _PARTS:
            for part in value.values() if key == "sources" and isinstance(value, Map) else [value]:
                for one in [part] if isinstance(part, Map) else maps(part):
                    yield from texts_of(one, subject)


@dataclass(frozen=True, slots=True)
class Overturned:
    """A case, or a variant of one, that gives another outcome. `after` is empty when its answers do not fit."""

    case: str
    title: str
    variant: str
    before: str
    after: str
    reason: str = ""


def overturned(flow: Flow, names: Iterable[str], folder: Path | None = None) -> Iterator[Overturned]:
    """Cases for one of the flows `names` (the flow itself and what it builds on) that come out otherwise in `flow`.

    `folder` holds cases of one's own, in a folder `oefeningen`.
    """
    for head in _for(names, folder):
        try:
            case, _flow = read_case(head.path, flow)
        except FlowError as error:
            yield Overturned(head.id, head.title, "", "", "", error.findings[0].what)
            continue
        for variant, expect, answers in _ends(case, flow):
            now = replay(flow, answers, case.today).outcome
            if expect and now != expect:
                yield Overturned(case.id, case.title, variant, expect, now)


def _for(names: Iterable[str], folder: Path | None) -> list[Head]:
    wanted = set(names)
    return [head for head in heads(folder) if head.flow in wanted]


def _ends(case: Case, flow: Flow) -> Iterator[tuple[str, str, Answers]]:
    yield "", _expected(case.root), case.answers
    for variant, node in zip(case.variants, maps(case.root.get("variants")), strict=True):
        try:
            yield variant.id, _expected(node), varied(case, flow, variant)
        except (KeyError, BadValue):
            yield variant.id, _expected(node), {}


def _expected(node: Map) -> str:
    expect = node.get("expect")
    value = expect.get("outcome") if isinstance(expect, Map) else None
    return value if isinstance(value, str) else ""


def overturned_findings(flow: Flow, names: Iterable[str], folder: Path | None) -> Iterator[Finding]:
    """The same, as findings about the flow that is checked."""
    start = next(iter(flow.items.values())).mark if flow.items else NOWHERE
    for one in overturned(flow, names, folder):
        yield finding("G009", start._replace(line=1, column=1), overturned_words(one), subject=one.case)


def overturned_words(one: Overturned) -> str:
    """In one sentence what becomes of this case."""
    name = f"{one.case}/{one.variant}" if one.variant else one.case
    if not one.after:
        return _("oefengeval `{case}` past niet meer: {reason}").format(case=name, reason=one.reason)
    said = _("oefengeval `{case}`: was `{before}`, en geeft nu `{after}`")
    return said.format(case=name, before=one.before, after=one.after)
