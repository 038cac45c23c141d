"""What `run` and `verify` do: an answers file to a position and a request, and a written request read back."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from meldcode.errors import IncompleteError
from meldcode.i18n import _, language, ngettext
from meldcode.text import one_line

if TYPE_CHECKING:
    from meldcode.flow.answers import AnswersFile, Screening
    from meldcode.flow.model import Answers, Flow, Position, RequestKind
    from meldcode.request.write import Format


def run(
    name: str,
    answers: Path,
    out: Path | None,
    kind: RequestKind | None,
    allow_missing: bool,
    also: Collection[Format],
    as_json: bool,
) -> None:
    """Print the position, and write the request when a folder is named. Raises `MeldcodeError`."""
    from meldcode.flow.answers import check_answers, check_flow_named, read_answers
    from meldcode.flow.loader import load_flow
    from meldcode.flow.replay import replay
    from meldcode.words import kind_for, position_json, position_lines

    file = read_answers(answers)
    flow = load_flow(name)
    check_flow_named(file, flow)
    today = file.today or date.today()
    given = check_answers(file, flow)
    position = replay(flow, given, today)
    screening = _screening(file)
    wanted = kind or kind_for(flow, position)
    if out is not None and (allow_missing or not position.missing[wanted]):
        from meldcode.request import build, write
        from meldcode.request.review import decided_in

        looked = decided_in(screening, flow, position, today, given) if screening is not None else None
        decided = looked[0] if looked else None
        request = build(flow, position, wanted, today, language(), decided=decided, practice=file.practice, every=given)
        # Before anything is said, so that a reader who leaves early does not keep the files from being written.
        for path in write(request, out, also):
            _say(_("geschreven: {path}").format(path=path))
        if "sheet" in also and wanted == "report":
            _say(_("een belblad hoort bij een adviesvraag, en is niet geschreven"))
        if looked and screening is not None and wanted == "advice":
            _say_waiting(looked[1])
            _say_ignored(screening, flow, position, today, given)
    if as_json:
        import json

        data = position_json(flow, position, wanted)
        if screening is not None:
            data["screening"] = _marks(screening, flow, position, today, given)
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print("\n".join(position_lines(flow, position, wanted)))
    _refuse_incomplete(position, wanted, allow_missing)


def _screening(file: AnswersFile) -> Screening | None:
    if "screening" not in file.root:
        return None
    from meldcode.flow.answers import check_screening
    from meldcode.request.review import PLACES  # with all that screens: only for a file that asks for it

    return check_screening(file, PLACES)


def _marks(
    screening: Screening, flow: Flow, position: Position, today: date, given: Answers
) -> list[dict[str, object]]:
    """Every marked word of the texts of an advice that is not replaced by itself: to decide about in the file."""
    from meldcode.request.review import decided_in, review

    decided = decided_in(screening, flow, position, today, given)[0]
    found = [(text, mark) for text in review(flow, position, today, decided, every=given).texts for mark in text.marks]
    return [
        {
            "word": mark.text,
            "place": text.place.subject,
            "proposal": mark.proposal,
            "decided": ("word", mark.text) in decided,
        }
        for text, mark in found
        if not mark.certain
    ]


def _say_waiting(places: tuple[str, ...]) -> None:
    """Which texts stay out of an advice because a word in them was not decided; the words themselves are not said."""
    if places:
        said = ngettext(
            "{count} tekst gaat niet mee, want er is nog een woord te beoordelen: {places}",
            "{count} teksten gaan niet mee, want er zijn nog woorden te beoordelen: {places}",
            len(places),
        )
        _say(said.format(count=len(places), places=", ".join(places)))


def _say_ignored(screening: Screening, flow: Flow, position: Position, today: date, given: Answers) -> None:
    """How many words of the file do nothing: no text marks them, or the dossier knows them as somebody's."""
    from meldcode.request.review import review

    texts = review(flow, position, today, {}, every=given).texts
    marked = {mark.text for text in texts for mark in text.marks}
    fixed = {word for text in texts for word in text.fixed}
    unmarked = len({*screening.keep, *(word for word, _new in screening.replace)} - marked)
    if unmarked:
        said = ngettext(
            "{count} woord bij `keep` of `replace` staat zo in geen tekst: `run --json` toont hoe",
            "{count} woorden bij `keep` of `replace` staan zo in geen tekst: `run --json` toont hoe",
            unmarked,
        )
        _say(said.format(count=unmarked))
    known = len(fixed.intersection(screening.keep))
    if known:
        said = ngettext(
            "{count} woord bij `keep` is toch vervangen: het staat bij de personen",
            "{count} woorden bij `keep` zijn toch vervangen: ze staan bij de personen",
            known,
        )
        _say(said.format(count=known))


def _refuse_incomplete(position: Position, kind: RequestKind, allow_missing: bool) -> None:
    from meldcode.words import kind_name

    needed = position.missing[kind]
    if needed and not allow_missing:
        message = _("voor deze {kind} ontbreekt nog: {ids}").format(kind=kind_name(kind), ids=", ".join(needed))
        hint = _("Vul het aan. Kan dat nu niet: `--allow-missing` schrijft wat er is. Bij gevaar belt u meteen.")
        raise IncompleteError(message, hint)


def verify(path: Path) -> int:
    """Print what a written request is and what is wrong with it; 0 when nothing is, else 1. Raises `MeldcodeError`."""
    from meldcode.request.verify import verify as read_back

    found = read_back(path, _passphrase)
    for line in found.about:
        print(one_line(line))
    for problem in found.problems:
        print(one_line(_("Niet goed: {problem}").format(problem=problem)))
    if found.good:
        print(_("Goed: niets veranderd sinds het geschreven is. Dit zegt niet wie het schreef."))
    return 0 if found.good else 1


def _passphrase() -> str:
    """Asked at a terminal only: never an argument, a variable or a file."""
    from meldcode.plain.unlock import terminal_lines

    return terminal_lines().secret(_("Wachtwoordzin van dit bestand"))


def _say(text: str) -> None:
    """Speech goes to standard error: standard output is data."""
    print(one_line(text), file=sys.stderr)
