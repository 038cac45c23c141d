"""What `meldcode train list`, `figures` and `handout` print: data first, and what a person should know beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from meldcode.dossier.home import find_home
from meldcode.errors import MeldcodeError
from meldcode.i18n import _, ngettext, story
from meldcode.text import one_line
from meldcode.training.case import Case
from meldcode.training.compare import option_text, question_text
from meldcode.training.figures import Divided, over
from meldcode.training.handout import write_guide, write_handout
from meldcode.training.reading import find_case, heads, read_case
from meldcode.training.store import PracticeStore


def data_folder() -> Path:
    """The folder of this user's data, in which practice has a folder of its own."""
    return find_home().folder.parent


def list_lines() -> list[str]:
    """A line for each case: id, title, flow, version, minutes, and whether it is one's own; tabs between them."""
    lines = []
    for head in heads(data_folder()):
        parts = [head.id, story(head.title), head.flow, head.version, head.minutes]
        lines.append("\t".join(map(one_line, [*parts, *([_("eigen"), str(head.path)] if head.own else [])])))
    return lines


def figures_text(as_json: bool) -> tuple[str, str]:
    """The figures over all kept sessions, as JSON or as lines; and a sentence about what could not be read."""
    store = PracticeStore(data_folder())
    sessions = store.sessions()
    found = over(sessions)
    note = ""
    if store.unreadable:
        note = ngettext(
            "{count} bewaarde bijeenkomst kan niet gelezen worden, en telt niet mee.",
            "{count} bewaarde bijeenkomsten kunnen niet gelezen worden, en tellen niet mee.",
            store.unreadable,
        ).format(count=store.unreadable)
    if as_json:
        return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2), note
    if not found:
        return _("Er is nog geen bijeenkomst bewaard waarin gestemd is."), note
    cases: dict[str, Any] = {}
    head = _("OEFENING. De weging die mensen het meest verdeelt, staat bovenaan. Geen namen, alleen aantallen.")
    return "\n".join([head, *(line for one in found for line in _lines(one, cases))]), note


def _lines(one: Divided, cases: dict[str, Any]) -> list[str]:
    """What a group of votes about one weighing says."""
    case, flow = _case(one.case, cases)
    item = flow.items.get(one.ask) if flow else None
    name = story(case.title) if case else one.case
    stages = [stage for stage in case.stages if stage.id == one.stage] if case else []
    weighing = next((each for stage in stages for each in stage.weighings if each.ask == one.ask), None)
    question = question_text(flow, weighing) if weighing and flow else one.ask
    votes = ", ".join(
        f"{option_text(item, option) if item else option} {count}" for option, count in one.counts.items()
    )
    groups = ngettext("{count} groep", "{count} groepen", one.groups).format(count=one.groups)
    people = ngettext("{count} stem", "{count} stemmen", one.people).format(count=one.people)
    expert = option_text(item, one.expert) if item else one.expert
    alike = _(
        "Als de expert («{answer}»): {share} op de 100."
        " Verdeeldheid: {divided} (0: allen gelijk; 100: alles even vaak)."
    )
    return [
        "",
        one_line(f"{name} ({one.case}, {one.stage}): {question}"),
        "  " + one_line(f"{groups}, {people}: {votes}"),
        "  "
        + alike.format(answer=one_line(expert), share=round(100 * one.share_expert), divided=round(100 * one.divided)),
    ]


def _case(name: str, known: dict[str, Any]) -> tuple[Any, Any]:
    """The case and flow of a name, when they can still be read; else nothing of both."""
    if name not in known:
        try:
            known[name] = read_case(find_case(name, data_folder()))
        except MeldcodeError:
            known[name] = (None, None)
    found: tuple[Any, Any] = known[name]
    return found


def handout_again(session: Path | None, folder: Path) -> list[Path]:
    """Write the handout of a kept session again: of this file, or of the last one. Raises `MeldcodeError`."""
    figures = _kept(session) if session is not None else _last()
    case, flow = read_case(find_case(str(figures.get("case", "")), data_folder()))
    _same_case(figures, case)
    return write_handout(figures, case, flow, folder)


def guide(name: str, folder: Path) -> list[Path]:
    """Write the guide of a case, by id or path. Raises `MeldcodeError`."""
    return write_guide(*read_case(find_case(name, data_folder())), folder)


def _last() -> Mapping[str, Any]:
    sessions = PracticeStore(data_folder()).sessions()
    if not sessions:
        raise MeldcodeError(_("er is nog geen bijeenkomst bewaard"), _("Leid er een met `meldcode train host`."))
    return max(sessions, key=lambda one: str(one.get("date", "")))


def _kept(path: Path) -> Mapping[str, Any]:
    """What stands in a session's file. Raises `MeldcodeError` when it is no such file."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    if not (isinstance(found, dict) and found.get("practice") is True and isinstance(found.get("rounds"), list)):
        message = _("dit bestand is geen bewaarde bijeenkomst")
        raise MeldcodeError(message, _("Bijeenkomsten staan in de map `oefenen/sessies` van uw gegevensmap."))
    return found


def _same_case(figures: Mapping[str, Any], case: Case) -> None:
    """A case that was changed since then would tell another story than the group heard."""
    if figures.get("case_version") not in (None, case.version):
        message = _("deze bijeenkomst was met een andere versie van het geval")
        raise MeldcodeError(message, _("Toen was het versie {old}, en nu is het {new}.").format(
            old=one_line(str(figures.get("case_version"))), new=case.version
        ))  # fmt: skip
