"""The handout of a group: the case, what the group chose, how the expert weighed it and by which sources. No names.

A PDF to read and a JSON with the figures; both say that it was an exercise, on every page and in every name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from meldcode.files import not_there, write_all
from meldcode.flow.model import Flow, Outcome
from meldcode.flow.replay import replay
from meldcode.i18n import _, date_text, language, ngettext, story, tr
from meldcode.text import clean
from meldcode.training.case import Case, FragmentKind, Stage, Variant, Weighing
from meldcode.training.compare import option_text, position_at, question_text, source_names, varied
from meldcode.typesetting import REGIONS, Json, typeset
from meldcode.words import helpline

TEMPLATE = Path(__file__).parent / "handout.typ"
_UNSAFE = re.compile(r"[^a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote of a group, as a session keeps it. `counts` by option id; `silent` did not answer."""

    stage: int
    ask: str
    turn: int
    counts: Mapping[str, int]
    silent: int


def write_handout(figures: Mapping[str, Any], case: Case, flow: Flow, folder: Path) -> list[Path]:
    """Write `oefening-CASE-DATE.pdf` and `.json` in this folder, with a number behind them when they are there.

    `figures` is what a session keeps (see `meldcode.training.figures`). Raises `MeldcodeError`.
    """
    day = str(figures.get("date", ""))[:10]
    name = _UNSAFE.sub("-", f"oefening-{case.id}-{day}")
    number = 1
    while any((folder / f"{_numbered(name, number)}.{end}").exists() for end in ("pdf", "json")):
        number += 1
    name = _numbered(name, number)
    content = json.dumps(dict(figures), ensure_ascii=False, indent=2).encode() + b"\n"
    return _written(folder, {f"{name}.pdf": to_pdf(figures, case, flow), f"{name}.json": content})


def write_guide(case: Case, flow: Flow, folder: Path) -> list[Path]:
    """Write `oefening-leidraad-CASE.pdf`: the whole case for who will lead it. Raises `MeldcodeError`."""
    name = _UNSAFE.sub("-", f"oefening-leidraad-{case.id}") + ".pdf"
    not_there(folder / name)
    return _written(folder, {name: to_pdf({}, case, flow)})


def _written(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    from meldcode.training.store import keep_apart  # views lean on this file, and who takes part has no store

    keep_apart(folder)
    return write_all(folder, files)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def to_pdf(figures: Mapping[str, Any], case: Case, flow: Flow) -> bytes:
    """The handout as PDF/A-3a and PDF/UA-1; the same figures give the same bytes. Raises `MeldcodeError`.

    Without figures it is the guide for who prepares the afternoon.
    """
    day = str(figures.get("date", ""))[:10] or case.today.isoformat()
    title = story(case.title)
    content: Json = {
        "lang": language(),
        "region": REGIONS.get(language(), "NL"),
        "name": _("OEFENING") + f" {title}",
        "title": title,
        "practice": _("OEFENING") + " · " + _("verzonnen geval"),
        "footer": _("Veilig Thuis {number}, dag en nacht. Bij gevaar 112.").format(number=_number(flow)),
        "page-of": _("Bladzijde {page} van {pages}"),
        "blocks": [dict(block) for block in blocks(figures, case, flow)],
    }
    return typeset(TEMPLATE, content, day, instead=_("Het JSON-bestand houdt wat de groep koos."))


def _number(flow: Flow) -> str:
    return re.sub(r"^\D*", "", helpline(flow))


def blocks(figures: Mapping[str, Any], case: Case, flow: Flow) -> Iterator[dict[str, Json]]:
    """Everything in the handout, in order: what a page is made of, and what tests read."""
    votes = votes_of(figures, case)
    yield _para(_about(figures, flow) if figures else _prepared(case, flow))
    if not figures:
        yield _small(_("Met wat de expert koos: deel dit pas na afloop uit."))
    yield _para(story(case.role))
    yield _para(story(case.setting))
    if case.people:
        yield {"type": "list", "items": [f"{one.who}: {story(one.about)}" for one in case.people]}
    for number, stage in enumerate(case.stages):
        yield from _stage(number, stage, case, flow, votes)
    yield from _ending(case, flow)
    if figures:
        yield _heading(1, _("Wat hier bewaard is"))
        yield _para(
            _("Hoe vaak elk antwoord gekozen is, en door hoeveel mensen samen. Geen namen, en niet wie wat koos.")
        )
    yield _para(_("Dit is een oefening. Alle mensen, plaatsen en gebeurtenissen zijn bedacht."))


def _about(figures: Mapping[str, Any], flow: Flow) -> str:
    people = int(figures.get("people", 0))
    there = ngettext("{count} deelnemer", "{count} deelnemers", people).format(count=people)
    try:
        day = date_text(date.fromisoformat(str(figures.get("date", ""))[:10]))
    except ValueError:
        day = ""
    return " · ".join(part for part in (day, there, f"{tr(flow.title)} {flow.version}") if part)


def _prepared(case: Case, flow: Flow) -> str:
    minutes = ngettext("ongeveer {count} minuut", "ongeveer {count} minuten", case.minutes).format(count=case.minutes)
    return " · ".join((_("Leidraad voor de trainer"), minutes, f"{tr(flow.title)} {flow.version}"))


def _stage(number: int, stage: Stage, case: Case, flow: Flow, votes: Sequence[Vote]) -> Iterator[dict[str, Json]]:
    yield _heading(1, f"{number + 1}. {story(stage.title)}")
    for fragment in stage.fragments:
        yield {"type": "para", "text": f"{kind_words(fragment.kind)}: {story(fragment.text)}"}
    for weighing in stage.weighings:
        yield from _weighing(number, weighing, case, flow, votes)
    if stage.discuss:
        yield _heading(2, _("Om te bespreken"))
        yield {"type": "list", "items": [story(one) for one in stage.discuss]}


def _weighing(
    number: int, weighing: Weighing, case: Case, flow: Flow, votes: Sequence[Vote]
) -> Iterator[dict[str, Json]]:
    item = flow.items[weighing.ask]
    yield _heading(2, question_text(flow, weighing))
    mine = [one for one in votes if (one.stage, one.ask) == (number, weighing.ask) and any(one.counts.values())]
    for vote in mine:
        if len(mine) > 1:
            yield _small(_("Stemming {number}").format(number=vote.turn))
        yield {"type": "bars", "rows": [*_rows(weighing, flow, vote)]}
    if votes and not mine:
        yield _small(_("Hierover is niet gestemd."))
    lines = [[_("De expert koos:"), option_text(item, weighing.answer)], ["", story(weighing.why)]]
    if weighing.tempting is not None:
        lines.append([_("Wat verleidt:"), option_text(item, weighing.tempting.answer)])
        lines.append(["", story(weighing.tempting.why)])
    lines += [["", line] for line in other_lines(case, flow, number, weighing)]
    lines.append([_("Bron:"), source_names(case, flow, weighing.sources)])
    yield {"type": "box", "lines": lines}


def _rows(weighing: Weighing, flow: Flow, vote: Vote) -> Iterator[dict[str, Json]]:
    total = sum(vote.counts.values()) + vote.silent
    item = flow.items[weighing.ask]
    known = [option.id for option in item.options]
    rows = [(option_text(item, one), vote.counts.get(one, 0), one == weighing.answer) for one in known]
    mark = " (" + _("de expert") + ")"
    rows += [(clean(one), count, False) for one, count in vote.counts.items() if one not in known]  # of an older flow
    if vote.silent:
        rows.append((_("niet gestemd"), vote.silent, False))
    for text, count, expert in rows:
        share = round(100 * count / total) if total else 0
        yield {"text": text + mark * expert, "count": str(count), "share": share, "expert": expert}


def other_lines(case: Case, flow: Flow, stage: int, weighing: Weighing) -> Iterator[str]:
    """The outcome at this moment, and each option with which it would be another one."""
    item = flow.items[weighing.ask]
    expert = position_at(case, flow, stage).outcome
    said = _("Uitkomst op dit moment: «{outcome}».").format(outcome=outcome_title(flow, expert))
    more = expert == flow.outcomes[-1].id and stage < len(case.stages) - 1
    yield said + " " + _("Dat hoort zo: er volgen nog momenten.") if more else said
    for option in item.options:
        then = position_at(case, flow, stage, {weighing.ask: option.id}).outcome
        if option.id != weighing.answer and then != expert:
            said = _("Met «{answer}» zou de uitkomst zijn: «{outcome}».")
            yield said.format(answer=tr(option.text), outcome=outcome_title(flow, then))


def outcome_title(flow: Flow, outcome: str) -> str:
    """What an outcome asks, in a few words, without the stop at its end."""
    found: Outcome | None = next((one for one in flow.outcomes if one.id == outcome), None)
    return tr(found.title).rstrip(".") if found else outcome


def _ending(case: Case, flow: Flow) -> Iterator[dict[str, Json]]:
    yield _heading(1, _("Waar het geval op uitkomt"))
    end = replay(flow, case.answers, case.today)
    yield _para(_("Met het dossier van de expert: «{outcome}».").format(outcome=outcome_title(flow, end.outcome)))
    yield _small(_("De norm vraagt iets van een professional. Wie in het echt beslist, weegt zelf en legt dat vast."))
    for variant in case.variants:
        yield from _variant(variant, case, flow)
    if case.discuss:
        yield _heading(2, _("Om te bespreken"))
        yield {"type": "list", "items": [story(one) for one in case.discuss]}


def _variant(variant: Variant, case: Case, flow: Flow) -> Iterator[dict[str, Json]]:
    yield _heading(2, _("Wat als: {title}").format(title=story(variant.title)))
    yield {"type": "lead", "text": story(variant.text)}
    then = replay(flow, varied(case, flow, variant), case.today).outcome
    lines = [[_("Uitkomst:"), outcome_title(flow, then)], ["", story(variant.why)]]
    lines.append([_("Bron:"), source_names(case, flow, variant.sources)])
    yield {"type": "box", "lines": lines}


def votes_of(figures: Mapping[str, Any], case: Case) -> list[Vote]:
    """The votes in what a session kept; rounds of stages that this case does not have (any more) are left out."""
    places = {stage.id: number for number, stage in enumerate(case.stages)}
    found = []
    for one in figures.get("rounds", ()):
        stage = one.get("stage")
        number = places.get(stage) if isinstance(stage, str) else stage
        if isinstance(number, int) and 0 <= number < len(case.stages):
            counts = {str(option): int(count) for option, count in one.get("counts", {}).items()}
            found.append(Vote(number, str(one.get("ask")), int(one.get("turn", 1)), counts, int(one.get("silent", 0))))
    return found


def kind_words(kind: FragmentKind) -> str:
    """What a fragment turned out to be."""
    return {
        "sign": _("Signaal"),
        "against": _("Spreekt het vermoeden tegen"),
        "distracts": _("Leidt af"),
        "reaction": _("Reactie"),
        "advice": _("Advies"),
        "fact": _("Gegeven"),
    }[kind]


def _heading(level: int, text: str) -> dict[str, Json]:
    return {"type": "heading", "level": level, "text": text}


def _para(text: str) -> dict[str, Json]:
    return {"type": "para", "text": text}


def _small(text: str) -> dict[str, Json]:
    return {"type": "small", "text": text}
