"""Making a request in lines: its texts, the questions of a reader, the call, its pieces, and the files."""

from __future__ import annotations

from pathlib import Path

from meldcode.errors import MeldcodeError
from meldcode.files import folder_from
from meldcode.flow.model import RequestKind
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview
from meldcode.plain.lines import Back, Lines, number_in
from meldcode.request import content, preview, write
from meldcode.request.pieces import pieces
from meldcode.request.quality import Doubt
from meldcode.request.review import Review, Text
from meldcode.request.shape import Request
from meldcode.request.work import call_entry, doubts_of, keep_call, request_of, review_of
from meldcode.request.write import EVERY_NAME, FORMATS, seal_pdf, undecided
from meldcode.screening import Mark
from meldcode.words import helpline, kind_name, outcome_of, read_aloud, recognised, sealed_advice

AROUND = 150
"""Characters of a text that are said before and after a marked word."""


def ask_request(lines: Lines, interview: Interview) -> str:
    """Everything from the choice of a request to its files; gives the id of a question to go to, or nothing."""
    lines.say("1. " + _("Adviesvraag, zonder namen"))
    lines.say("2. " + _("Melding, met namen"))
    lines.say("3. " + _("Bellen: belblad, en het gesprek vastleggen"))
    lines.say(_("Nu: {outcome}").format(outcome=tr(outcome_of(interview.flow, interview.position()).title)))
    chosen = lines.number(_("Nummer"), 3)
    if chosen == 3:
        return "" if ask_call(lines, interview) else "consulten"
    kind: RequestKind = "advice" if chosen == 1 else "report"
    if kind == "advice":
        ask_texts(lines, interview)
    target = ask_doubts(lines, interview, kind)
    if target:
        return target
    request = request_of(interview, kind)
    lines.say(preview(request))
    _say_rest(lines, interview, request)
    if kind == "advice" and not _known_to_nobody(lines):
        return ""
    _ask_files(lines, interview, request)
    return ""


def _say_rest(lines: Lines, interview: Interview, request: Request) -> None:
    """What is not in it, and what is missing."""
    names = (name for name, _text in request.left_out)
    aloud = list(read_aloud(interview.flow, interview.position(), names))
    if aloud:
        lines.say(_("Dit komt er niet in. Lees het zelf voor aan de telefoon, zonder namen:"))
        for line in aloud:
            lines.say(line)
    needed = interview.missing(request.kind)
    if needed:
        count = ngettext("{count} antwoord ontbreekt:", "{count} antwoorden ontbreken:", len(needed))
        lines.say(count.format(count=len(needed)))
        for name in needed:
            lines.say(f"- {tr(interview.flow.items[name].text)}")
        lines.say(_("Wat ontbreekt, komt erin als «nog niet bekend»."))


def _known_to_nobody(lines: Lines) -> bool:
    """What no program can see."""
    lines.say(recognised())
    lines.say("1. " + _("Nee, ga verder"))
    lines.say("2. " + _("Misschien: terug, ik laat een tekst weg"))
    return lines.number(_("Nummer"), 2) == 1


# the texts of an advice


def ask_texts(lines: Lines, interview: Interview) -> None:
    """Which texts go along, and each marked word. Raises `Back`; what was decided stays decided."""
    found = review_of(interview)
    if not found.texts:
        return
    while True:
        lines.say(_("Welke teksten gaan mee in de adviesvraag?"))
        for place, text in enumerate(found.texts, 1):
            state = _("mee") if text.taken else _("niet mee")
            lines.say(f"{place}. {state}: {text.label}")
        line = lines.ask(_("Nummer om dat te veranderen, 0 voor geen enkele, leeg om verder te gaan"))
        number = number_in(line, len(found.texts))
        if not line:
            break
        if line == "0":
            for text in found.texts:
                _take(interview, text, False)
        elif number:
            _take(interview, found.texts[number - 1], not found.texts[number - 1].taken)
        else:
            lines.say_range(len(found.texts))
        found = review_of(interview)
    while found.open:
        _ask_word(lines, interview, found, *found.open[0])
        found = review_of(interview)
    if found.safe:
        said = ngettext("{count} aanduiding is vervangen.", "{count} aanduidingen zijn vervangen.", found.taken_out)
        lines.say(f"{said.format(count=found.taken_out)} " + _("Dit programma ziet niet alles: lees zelf na."))


def _take(interview: Interview, text: Text, taken: bool) -> None:
    if text.taken != taken:
        interview.decide("text", text.place.subject, "take" if taken else "leave")


def _ask_word(lines: Lines, interview: Interview, found: Review, text: Text, mark: Mark) -> None:
    count = ngettext("Nog {count} woord te kiezen", "Nog {count} woorden te kiezen", len(found.open))
    lines.say(count.format(count=len(found.open)))
    lines.say(text.label)
    before, after = text.original[: mark.start], text.original[mark.end :]
    lines.say(f"… {before[-AROUND:]}«{mark.text}»{after[:AROUND]} …".replace("\n", " "))
    lines.say(_("Kan iemand aan «{word}» zien om wie het gaat?").format(word=mark.text))
    lines.say("1. " + _("Vervang door «{words}»").format(words=mark.proposal))
    lines.say("2. " + _("Mag blijven staan"))
    lines.say("3. " + _("Vervang door eigen woorden"))
    lines.say("4. " + _("Laat deze hele tekst weg"))
    lines.say("5. " + _("Vervang de rest"))
    chosen = lines.number(_("Nummer"), 5)
    if chosen == 3:
        words = lines.ask(_("Eigen woorden in plaats daarvan"))
        interview.decide("word", mark.text, "replace", words)
    elif chosen == 4:
        _take(interview, text, False)
    elif chosen == 5:
        for _other, word in found.open:
            interview.decide("word", word.text, "replace")
    else:
        interview.decide("word", mark.text, "keep" if chosen == 2 else "replace")


# reading over


def ask_doubts(lines: Lines, interview: Interview, kind: RequestKind) -> str:
    """The questions of a reader; gives the id of a question to go to and mend, or nothing."""
    still_open, _left = doubts_of(interview, kind)
    if not still_open:
        return ""
    count = ngettext("Nalezen: {count} vraag.", "Nalezen: {count} vragen.", len(still_open))
    lines.say(count.format(count=len(still_open)))
    lines.say("1. " + _("Nu nalezen"))
    lines.say("2. " + _("Overslaan"))
    if lines.number(_("Nummer"), 2) == 2:
        return ""
    for doubt in still_open:
        if _ask_doubt(lines, interview, doubt):
            return doubt.question
    return ""


def _ask_doubt(lines: Lines, interview: Interview, doubt: Doubt) -> bool:
    """One of them; whether the person wants to go there."""
    lines.say(doubt.ask)
    if doubt.quote:
        lines.say(f"«{doubt.quote}»")
    lines.say(doubt.why)
    lines.say("1. " + _("Ga erheen"))
    lines.say("2. " + _("Laat zo, met een reden"))
    lines.say("3. " + _("Later"))
    chosen = lines.number(_("Nummer"), 3)
    if chosen == 2:
        while not (reason := lines.ask(_("Waarom laat u het zo?"))):
            lines.say(_("Schrijf een korte reden. «Weet ik niet» is er ook een."))
        interview.decide("doubt", doubt.key, "leave", reason)
    return chosen == 1


# the call


def ask_call(lines: Lines, interview: Interview) -> bool:
    """The call sheet, and what came of the call; False when that was refused."""
    from meldcode.plain.entries import fill_in
    from meldcode.request.sheet import sheet_text

    ask_texts(lines, interview)
    request = request_of(interview, "advice")
    lines.say(sheet_text(request))
    aloud = list(read_aloud(interview.flow, interview.position(), (name for name, _text in request.left_out)))
    if aloud:
        lines.say(_("Dit staat er niet bij. Lees het voor, zonder namen:"))
        for line in aloud:
            lines.say(line)
    if not lines.yes(_("Het gesprek nu vastleggen? Het komt bij stap 2.")):
        return True
    item = interview.flow.items["consulten"]
    error = keep_call(interview, fill_in(lines, item, call_entry(interview), interview.today))
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
        lines.say(text)
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
    try:
        pdf = next(path for path in paths if path.suffix == ".pdf").read_bytes()
        interview.written(request.kind, content(request), pdf)
    except (MeldcodeError, OSError):  # the files are there; only the history does not know
        lines.say(_("Dat u dit schreef, kon niet in het dossier bewaard worden. Noteer het zelf."))
    if sealed:
        lines.say(_("Het bestand met slot gaat open met deze zin. Schrijf hem op: u ziet hem alleen nu."))
        lines.say(sealed[1])
        lines.say(sealed_advice())
    lines.say(_("Bel nu {number}. Het programma verstuurt niets.").format(number=helpline(interview.flow)))
