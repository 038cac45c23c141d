"""Making a request in lines: its texts, the questions of a reader, the call, its pieces, and the files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from meldcode.errors import MeldcodeError
from meldcode.files import folder_from
from meldcode.flow.model import REQUEST_KINDS, RequestKind
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview
from meldcode.plain.lines import Away, Back, Lines, number_in
from meldcode.plain.reviewing import ask_doubts, ask_left, ask_texts
from meldcode.request import content, preview, write
from meldcode.request.pieces import pieces
from meldcode.request.quality import Doubt
from meldcode.request.shape import Request
from meldcode.request.work import call_entry, doubts_of, keep_call, request_of
from meldcode.request.write import EVERY_NAME, FORMATS, seal_pdf, undecided
from meldcode.words import helpline, kind_name, only_practice, outcome_of, read_aloud, recognised, sealed_advice


def ask_request(lines: Lines, interview: Interview) -> str:
    """Everything from the choice of a request to its files; gives the id of a question to go to, or nothing."""
    lines.say(_("Nu: {outcome}").format(outcome=tr(outcome_of(interview.flow, interview.position()).title)))
    lines.say(_("Wat wilt u maken?"))
    left = _left_doubts(interview)
    ways = [_("Adviesvraag, zonder namen"), _("Melding, met namen"), _("Bellen: belblad, en het gesprek vastleggen")]
    chosen = lines.pick([*ways, _("Wat u bij het nalezen zo liet")] if left else ways)
    if chosen == 3:
        return "" if ask_call(lines, interview) else "consulten"
    if chosen == 4:
        return ask_left(lines, interview, left)
    kind: RequestKind = "advice" if chosen == 1 else "report"
    if kind == "advice":
        ask_texts(lines, interview)
    target = ask_doubts(lines, interview, kind)
    if target:
        return target
    request = request_of(interview, kind)
    _say_missing(lines, interview, kind)
    text = aloud(preview(request))
    count = len([line for line in text.splitlines() if line])
    lines.say(_("Nu komt de hele tekst, {n} regels. Lees hem na.").format(n=count))
    lines.say(text)
    names = (name for name, _text in request.left_out)
    _say_left_out(lines, interview, names, _("Dit komt er niet in. Lees het zelf voor aan de telefoon, zonder namen:"))
    if kind == "advice" and not _known_to_nobody(lines):
        return ""
    _ask_files(lines, interview, request)
    return ""


def aloud(text: str) -> str:
    """A request as text without the signs that only an eye needs: marks around headings, empty lines in a row."""
    text = re.sub(r"^=== (.*) ===$", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"^\* ", "- ", text, flags=re.MULTILINE)).strip()


def _left_doubts(interview: Interview) -> list[tuple[Doubt, str]]:
    """The questions of a reader that were left as they are, of an advice and a report together, each once."""
    kinds: tuple[RequestKind, ...] = REQUEST_KINDS
    found = [one for kind in kinds for one in doubts_of(interview, kind)[1]]
    return list({doubt.key: (doubt, reason) for doubt, reason in found}.values())


def _say_missing(lines: Lines, interview: Interview, kind: RequestKind) -> None:
    """What is missing: before the text, so that one can stop and mend it first."""
    needed = interview.missing(kind)
    if needed:
        count = ngettext("{count} antwoord ontbreekt:", "{count} antwoorden ontbreken:", len(needed))
        lines.say(count.format(count=len(needed)))
        for name in needed:
            lines.say(f"- {tr(interview.flow.items[name].text)}")
        lines.say(_("Wat ontbreekt, komt erin als «nog niet bekend»."))


def _say_left_out(lines: Lines, interview: Interview, names: Iterable[str], told: str) -> None:
    """What is to be read out on the phone, after these words."""
    found = list(read_aloud(interview.flow, interview.position(), names))
    for line in [told, *found] if found else []:
        lines.say(line.replace(" · ", "; "))


def _known_to_nobody(lines: Lines) -> bool:
    """What no program can see."""
    lines.say(recognised())
    return lines.pick([_("Nee, ga verder"), _("Misschien: terug, ik laat een tekst weg")]) == 1


# the call


def ask_call(lines: Lines, interview: Interview) -> bool:
    """The call sheet, and what came of the call; False when that was refused."""
    from meldcode.plain.entries import fill_in
    from meldcode.request.sheet import sheet_text

    ask_texts(lines, interview)
    request = request_of(interview, "advice")
    lines.say(aloud(sheet_text(request)))
    names = (name for name, _text in request.left_out)
    _say_left_out(lines, interview, names, _("Dit staat er niet bij. Lees het voor, zonder namen:"))
    if not lines.yes(_("Het gesprek nu vastleggen? Het komt bij stap 2.")):
        return True
    item = interview.flow.items["consulten"]
    try:
        entry = fill_in(lines, item, call_entry(interview), interview.today)
    except Away as away:  # what was typed so far is not lost when the window is hidden halfway
        if isinstance(away.kept, Mapping):
            keep_call(interview, away.kept)
        raise
    error = keep_call(interview, entry)
    if error is not None:
        lines.say(_("Dat lukt niet: {reason}. {hint}").format(reason=error.reason, hint=error.hint))
        return False
    lines.say(_("Het gesprek staat bij stap 2, met uw antwoord dat u Veilig Thuis om advies vroeg."))
    return True


# the files


def _ask_files(lines: Lines, interview: Interview, request: Request) -> None:
    if request.guard is not None and request.guard.undecided:
        lines.say_error(undecided(request.guard.undecided))
        return
    question = _("Map voor de {kind} (leeg: niet schrijven, p: per onderdeel tonen)")
    folder = lines.ask(question.format(kind=kind_name(request.kind)))
    if folder == "p":
        _say_pieces(lines, request)
        folder = lines.ask(question.format(kind=kind_name(request.kind)))
    if not folder:
        lines.say(_("Er is niets geschreven."))
        return
    try:
        place = folder_from(folder)
        there = any((place / name).exists() for name in EVERY_NAME)
        if there and not lines.yes(_("In deze map staat al een aanvraag. Vervangen?")):
            return
        chosen = _ask_formats(lines)
        paths = write(request, place, [form for form in FORMATS if form in chosen])
        sealed = seal_pdf(place, paths) if "sealed" in chosen else None
    except MeldcodeError as error:
        lines.say_error(error)
        return
    _say_written(lines, interview, request, paths, sealed)


def _ask_formats(lines: Lines) -> tuple[str, ...]:
    lines.say(_("PDF, JSON en tekst komen er altijd. Ook: 1 Word, 2 FHIR, 3 belblad (bij een adviesvraag), 4 de PDF met"
                " een slot erop."))  # fmt: skip
    typed = lines.ask(_("Nummers, met een spatie ertussen (leeg: niets)"))
    names = (*FORMATS, "sealed")
    places = [number_in(word, len(names)) for word in typed.replace(",", " ").split()]
    return tuple(names[place - 1] for place in places if place)


def _say_pieces(lines: Lines, request: Request) -> None:
    """The request piece by piece, in the order of the region's own form where that is known."""
    form, found = pieces(request)
    if form:
        lines.say(_("De volgorde is die van het formulier van {region}.").format(region=form))
    for place, (title, text) in enumerate(found, 1):
        lines.say(f"{place}. {title}")
        lines.say(aloud(text))
        if place < len(found):
            try:
                lines.ask(_("Enter voor het volgende onderdeel, b om te stoppen"))
            except Back:
                return


def _say_written(
    lines: Lines, interview: Interview, request: Request, paths: list[Path], sealed: tuple[Path, str] | None
) -> None:
    for path in (*paths, *((sealed[0],) if sealed else ())):
        lines.say(_("geschreven: {path}").format(path=path))
    if not interview.practice:  # an exercise has other names, and is for nobody to get
        lines.say(_("request.pdf is om te sturen, request.txt om te lezen of te plakken."))
    try:
        pdf = next(path for path in paths if path.suffix == ".pdf").read_bytes()
        interview.written(request.kind, content(request), pdf)
    except (MeldcodeError, OSError):  # the files are there; only the history does not know
        lines.say(_("Dat u dit schreef, kon niet in het dossier bewaard worden. Noteer het zelf."))
    if sealed:
        lines.say(_("Het bestand met slot gaat open met deze zin. Schrijf hem op: u ziet hem alleen nu."))
        lines.say(sealed[1])
        lines.say(sealed_advice())
    now = _("Bel nu {number}. Het programma verstuurt niets.").format(number=helpline(interview.flow))
    lines.say(only_practice() if interview.practice else now)
