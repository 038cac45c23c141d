"""Before a request leaves, in lines: which texts go along, every marked word, and the questions of a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from meldcode.flow.model import RequestKind
from meldcode.i18n import _, ngettext
from meldcode.interview import Interview
from meldcode.plain.lines import END, Lines, number_in
from meldcode.request.quality import Doubt
from meldcode.request.review import Review, Text
from meldcode.request.work import doubts_of, review_of
from meldcode.screening import Mark
from meldcode.text import shortened
from meldcode.words import list_note

BEGIN = 60
"""Characters of a text that are said to know it by."""
AROUND = 150
"""Characters of a text that are said before and after a marked word."""

# the texts of an advice


def ask_texts(lines: Lines, interview: Interview) -> None:
    """Which texts go along, and each marked word. Raises `Back`; what was decided stays decided."""
    found = review_of(interview)
    if not found.texts:
        return
    if note := list_note():
        lines.say(note)
    lines.say(_("Welke teksten gaan mee in de adviesvraag?"))
    _say_texts(lines, found, range(len(found.texts)))
    while True:
        words = words_of(found)
        prompt = _("Nummer om dat te veranderen, 0 voor geen enkele, leeg om verder te gaan")
        if words:
            prompt = _("Nummer om dat te veranderen, 0 voor geen enkele, w voor de woorden, leeg om verder te gaan")
        line = lines.ask(prompt)
        number = number_in(line, len(found.texts))
        if not line:
            break
        changed = range(0)
        if line == "w" and words:
            _choose_word(lines, interview, found, words)
        elif line == "0":
            for text in found.texts:
                _take(interview, text, False)
            changed = range(len(found.texts))
        elif line == END:
            changed = range(len(found.texts))
        elif number:
            _take(interview, found.texts[number - 1], not found.texts[number - 1].taken)
            changed = range(number - 1, number)
        else:
            lines.say_range(len(found.texts))
        found = review_of(interview)
        _say_texts(lines, found, changed)
    while found.open:
        _ask_word(lines, interview, found, *found.open[0])
        found = review_of(interview)
    if found.safe:
        said = ngettext("{count} aanduiding is vervangen.", "{count} aanduidingen zijn vervangen.", found.taken_out)
        lines.say(f"{said.format(count=found.taken_out)} " + _("Dit programma ziet niet alles: lees zelf na."))


def _say_texts(lines: Lines, found: Review, places: Iterable[int]) -> None:
    """These texts: whether they go along, what they answer and how they begin."""
    for place in places:
        text = found.texts[place]
        state = _("mee") if text.taken else _("niet mee")
        end = "" if text.label.endswith("?") else ":"
        lines.say(f"{place + 1}. {state}: {text.label}{end} «{shortened(text.original, BEGIN)}»")


def _take(interview: Interview, text: Text, taken: bool) -> None:
    if text.taken != taken:
        interview.decide("text", text.place.subject, "take" if taken else "leave")


def words_of(found: Review) -> list[tuple[Text, Mark]]:
    """Every word of the texts that go along that may be decided about, also what is replaced by itself."""
    words: dict[str, tuple[Text, Mark]] = {}
    for text in found.texts:
        for mark in text.marks if text.taken else ():
            if mark.text not in text.fixed:
                words.setdefault(mark.text, (text, mark))
    return list(words.values())


def _choose_word(lines: Lines, interview: Interview, found: Review, words: Sequence[tuple[Text, Mark]]) -> None:
    """The marked words and what was chosen; one of them may be decided anew."""
    for place, (text, mark) in enumerate(words, 1):
        choice = text.choice(mark)
        told = _("mag blijven") if choice is None else _("wordt «{words}»").format(words=choice)
        if mark in text.open:
            told = _("nog kiezen")
        lines.say(f"{place}. {mark.text}: {told}")
    while line := lines.ask(_("Nummer van het woord, of leeg om verder te gaan")):
        number = number_in(line, len(words))
        if number:
            _ask_word(lines, interview, found, *words[number - 1])
            return
        lines.say_range(len(words))


def _ask_word(lines: Lines, interview: Interview, found: Review, text: Text, mark: Mark) -> None:
    left = len(found.open)
    if left:
        count = ngettext("Nog {count} woord te kiezen", "Nog {count} woorden te kiezen", left)
        lines.say(count.format(count=left) + ".")
    lines.say(text.label)
    before, after = text.original[: mark.start], text.original[mark.end :]
    lines.say(f"… {before[-AROUND:]}«{mark.text}»{after[:AROUND]} …".replace("\n", " "))
    places = len(found.places_of(mark.text))
    if places > 1:
        lines.say(_("Dit woord staat in {count} teksten. Uw keuze geldt voor alle.").format(count=places))
    lines.say(_("Kan iemand aan «{word}» zien om wie het gaat?").format(word=mark.text))
    ways = [
        _("Vervang door «{words}»").format(words=mark.proposal),
        _("Mag blijven staan"),
        _("Vervang door eigen woorden"),
        _("Laat deze hele tekst weg"),
    ]
    chosen = lines.pick([*ways, _("Vervang de rest")] if left else ways)
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
    if lines.pick([_("Nu nalezen"), _("Overslaan")]) == 2:
        return ""
    for doubt in still_open:
        if _ask_doubt(lines, interview, doubt):
            return doubt.question
    return ""


def ask_left(lines: Lines, interview: Interview, left: Sequence[tuple[Doubt, str]]) -> str:
    """Questions that were left as they are, each with the reason; gives the id of one to go to, or nothing."""
    for place, (doubt, reason) in enumerate(left, 1):
        lines.say(f"{place}. {doubt.ask} " + _("Zo gelaten: {reason}").format(reason=reason))
    while line := lines.ask(_("Nummer om opnieuw te bekijken, of leeg om verder te gaan")):
        number = number_in(line, len(left))
        if number:
            doubt = left[number - 1][0]
            return doubt.question if _ask_doubt(lines, interview, doubt) else ""
        lines.say_range(len(left))
    return ""


def _ask_doubt(lines: Lines, interview: Interview, doubt: Doubt) -> bool:
    """One of them; whether the person wants to go there."""
    lines.say(doubt.ask)
    if doubt.quote:
        lines.say(f"«{doubt.quote}»")
    lines.say(doubt.why)
    chosen = lines.pick([_("Ga erheen"), _("Laat zo, met een reden"), _("Later")])
    if chosen == 2:
        while not (reason := lines.ask(_("Waarom laat u het zo?"))):
            lines.say(_("Schrijf een korte reden. «Weet ik niet» is er ook een."))
        interview.decide("doubt", doubt.key, "leave", reason)
    return chosen == 1
