"""Places to go to, in lines: the overview, the five steps, what was searched for. Each gives what to go to."""

from __future__ import annotations

from meldcode.flow.model import Item
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview, Rung
from meldcode.plain.lines import Lines, number_in
from meldcode.plain.telling import needed_lines
from meldcode.search import find
from meldcode.text import shortened
from meldcode.words import answer_text

AT_ONCE = 10
"""So many found questions are said at a time."""
LONGEST = 120
"""Characters of an answer in a list."""


def ask_overview(lines: Lines, interview: Interview) -> str:
    """All questions with their answers, step by step; gives the id of the question to go to, or nothing."""
    shown: list[str] = []
    for line in needed_lines(interview):
        lines.say(line)
    steps = list(interview.review())
    for place, (step, items) in enumerate(steps, 1):
        lines.say(_("Stap {n}: {title}").format(n=place, title=tr(step.title)))
        for item in items:
            shown.append(item.id)
            lines.say(f"{len(shown)}. {_with_answer(interview, item)}")
        prompt = _("Nummer om ernaartoe te gaan, leeg voor de volgende stap, b terug naar de vraag")
        if place == len(steps):
            prompt = _("Nummer om ernaartoe te gaan, of leeg om verder te gaan")
        number = _number(lines, prompt, len(shown))
        if number:
            return shown[number - 1]
    return ""


def ask_ladder(lines: Lines, interview: Interview) -> str:
    """The five steps and how far each is; gives the id of the first question of one to go to, or nothing."""
    rungs = interview.ladder()
    for place, rung in enumerate(rungs, 1):
        lines.say(f"{place}. {_rung(rung)}")
    number = _number(lines, _("Nummer om naar die stap te gaan, of leeg om verder te gaan"), len(rungs))
    if not number:
        return ""
    step = rungs[number - 1].step  # a step may have the id of a question in it, so it is not gone to by its id
    return next((item.id for item in step.items if interview.counts(item.id)), step.items[0].id)


def next_open(interview: Interview, here: str) -> str:
    """The open question after this one, or else the first one there is; empty when all are answered."""
    index = interview.engine.index
    still_open = sorted(interview.open_questions(), key=index.__getitem__)
    after = (name for name in still_open if here and index[name] > index[here])
    return next(iter((*after, *still_open)), "")


def ask_search(lines: Lines, interview: Interview, words: str) -> str:
    """What holds these words, best first; gives the id of the question to go to, or nothing. Raises `Back`."""
    words = words or lines.ask(_("Zoek naar"))
    found = find(interview, words)
    if not found:
        lines.say(_("Niets gevonden. Probeer een ander woord, of een deel ervan."))
        return ""
    count = ngettext("{count} vraag gevonden.", "{count} vragen gevonden.", len(found))
    lines.say(count.format(count=len(found)))
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        for place, one in enumerate(part, start + 1):
            lines.say(f"{place}. {_with_answer(interview, one.item)}")
            if one.text not in {tr(one.item.text), answer_text(one.item, interview.value(one.item.id))}:
                lines.say(_("Gevonden in: {text}").format(text=one.text))
        prompt = _("Nummer om ernaartoe te gaan, of leeg om verder te gaan")
        if start + AT_ONCE < len(found):
            prompt = _("Nummer om ernaartoe te gaan, leeg voor meer, b terug naar de vraag")
        number = _number(lines, prompt, start + len(part))
        if number:
            return found[number - 1].item.id
    return ""


def _number(lines: Lines, prompt: str, most: int) -> int:
    """A number up to `most`, or 0 for an empty line."""
    while answer := lines.ask(prompt):
        if number := number_in(answer, most):
            return number
        lines.say_range(most)
    return 0


def _with_answer(interview: Interview, item: Item) -> str:
    """A question with its answer and how that stands."""
    value = interview.value(item.id)
    if value is None and item.optional:
        return f"{tr(item.text)} " + _("(mag leeg)")
    parts = [tr(item.text), shortened(answer_text(item, value), LONGEST)]
    if not interview.counts(item.id):
        parts.append(_("(telt nu niet mee)"))
    elif value is not None and interview.unfinished(item.id):
        parts.append(_("(niet af)"))
    return " ".join(parts)


def _rung(rung: Rung) -> str:
    """One step: its name, whether it is here, done or open, and how much is in it."""
    state = {
        "now": _("hier bent u"),
        "done": _("klaar"),
        "open": _("nog open"),
        "later": _("komt nog"),
    }[rung.state]
    parts = [state]
    if rung.answered:
        parts.append(ngettext("{n} antwoord", "{n} antwoorden", rung.answered).format(n=rung.answered))
    if rung.open:
        parts.append(ngettext("{n} vraag open", "{n} vragen open", rung.open).format(n=rung.open))
    if rung.asleep:
        asleep = ngettext("{n} antwoord telt niet mee", "{n} antwoorden tellen niet mee", rung.asleep)
        parts.append(asleep.format(n=rung.asleep))
    return f"{tr(rung.step.title)}: " + ", ".join(parts)
