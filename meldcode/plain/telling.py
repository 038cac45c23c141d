"""What a session says when asked: explanation, what the norm asks, the steps, the help. All in pieces to listen to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from meldcode.dossier.dossier import Dossier
from meldcode.flow.model import Field, Item, Value
from meldcode.flow.values import label_of_option
from meldcode.i18n import _, date_text, ngettext, tr
from meldcode.interview import Interview
from meldcode.plain.lines import Lines
from meldcode.text import shortened
from meldcode.words import asleep_lines, contact, due_text, outcome_of, reason_text, source_text

LONGEST = 200
"""Characters of an answer that are said with its question; a full stop says all of it."""
SHORT = 2
"""A text of so few characters may be a number or letter that was meant for another question: it is said back."""
_FULL_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


def short_of(text: str) -> str:
    """An answer as it is said with its question."""
    if len(text) <= LONGEST:
        return text
    return _("{begin} (er staat meer: typ een punt om alles te horen)").format(begin=shortened(text, LONGEST))


def say_understood(lines: Lines, part: Item | Field, typed: str, value: Value) -> None:
    """Say back what was made of a number, of a date in words or of a very short text: easily mistyped, unseen."""
    if part.options:
        chosen = value if isinstance(value, tuple) else (value,)
        words = "; ".join(label_of_option(part, str(one)) for one in chosen)  # some have a comma in them
        if typed.casefold() != words.casefold():
            lines.say(_("Gekozen: {answer}").format(answer=words))
    elif part.kind == "date" and not _FULL_DATE.fullmatch(typed):
        day = date.fromisoformat(str(value))
        lines.say(_("Begrepen als: {date}").format(date=date_text(day)))
        lines.say(_("Dat is een {weekday}.").format(weekday=date_text(day, "EEEE")))
    elif part.kind == "text" and (len(typed) <= SHORT or typed.capitalize() in {_("Ja"), _("Nee")}):
        lines.say(_("Opgeschreven: {text}").format(text=value))


def kept_line(interview: Interview) -> str:
    """Whether this is kept, and the two letters that depend on it."""
    store = interview.store
    if isinstance(store, Dossier) and store.read_only:
        return _("U kunt hier lezen, niets veranderen. Typ s voor uw dossiers, x om alles te verbergen.")
    if interview.practice:
        return _("OEFENING: de zaak is verzonnen en wordt niet bewaard. Typ x om alles te verbergen.")
    if interview.stored:
        return _("Elk antwoord wordt meteen bewaard. Typ s voor uw dossiers, x om alles te verbergen.")
    return _("Dit is een proef: er wordt niets bewaard. Typ s om te bewaren, x om alles te verbergen.")


def open_line(interview: Interview, step: str) -> str:
    """How many questions of a step are passed over; empty when none is."""
    count = next((rung.open for rung in interview.ladder() if rung.step.id == step), 0)
    told = ngettext(
        "In deze stap staat nog {n} vraag open. v brengt u erheen.",
        "In deze stap staan nog {n} vragen open. v brengt u erheen.",
        count,
    )
    return told.format(n=count) if count else ""


def pieces(interview: Interview, item: Item) -> list[tuple[str, list[str]]]:
    """The explanation of a question in pieces: a name for each, and its lines."""
    named = (("", item.help), (_("Waarom"), item.why))
    first = [f"{name}: {tr(text)}" if name else tr(text) for name, text in named if text]
    options = [f"{tr(option.text)}: {tr(option.help)}" for option in item.options if option.help]
    last = [_("Leg vast") + f": {tr(item.record)}"] if item.record else []
    last.append(_("Bron: {source}").format(source=source_text(interview.flow, item.sources)))
    found = [(_("de uitleg"), first), (_("de keuzes"), options), (_("wat u vastlegt, en de bron"), last)]
    return [piece for piece in found if piece[1]]


def say_piece(lines: Lines, interview: Interview, item: Item, number: int) -> int:
    """One piece of it; gives the number of the piece that comes next, 0 after the last."""
    found = pieces(interview, item)
    for text in found[number][1]:
        lines.say(text)
    if number + 1 == len(found):
        return 0
    lines.say(_("Nog eens ? vertelt meer: {name}.").format(name=found[number + 1][0]))
    return number + 1


def help_lines(practice: bool) -> Iterator[str]:
    """All commands, one a line."""
    yield _("Een regel is uw antwoord. Bij keuzes typt u het nummer of de woorden.")
    yield _("Leeg gaat verder. - haalt een antwoord weg. Een punt zegt de vraag opnieuw.")
    yield _("? legt uit. Nog eens ? vertelt meer.")
    yield _("b gaat naar de vraag hiervoor.")
    yield _("u maakt de laatste wijziging ongedaan.")
    yield _("o is het overzicht van alle vragen en antwoorden.")
    yield _("l noemt de vijf stappen en brengt u naar een stap.")
    yield _("v gaat naar de eerste vraag die nog open is, nog eens v naar de volgende.")
    yield _("z en een woord zoekt, zoals z broer. /broer doet hetzelfde.")
    yield _("n zegt wat de norm nu vraagt, waarom, en bij welk antwoord dat anders zou zijn.")
    yield _("w maakt de adviesvraag of melding.")
    yield _("! noemt de nummers om te bellen.")
    yield _("t kiest een andere taal.")
    if not practice:
        yield _("s bewaart, of brengt u naar uw dossiers.")
    yield _("x verbergt alles. q stopt.")
    yield _("Terug na x: typ uw wachtwoordzin. Bij een proef: Enter.")
    yield _("Bij een lange tekst: + en woorden voegt die toe.")
    yield _("+ alleen begint een tekst van meer regels. Een regel met alleen een punt sluit die af.")
    yield _("Is zo'n letter zelf uw antwoord? Zet er \\ voor, zoals \\b.")


def alert_lines(interview: Interview, known: tuple[str, ...] = ()) -> Iterator[str]:
    """The alerts that hold, but for those that were told before, each with what to do and whom to call."""
    flow, holds = interview.flow, interview.position().alerts
    for alert in flow.alerts:
        if alert.id in holds and alert.id not in known:
            yield _("LET OP: {text}").format(text=tr(alert.text))
            yield tr(alert.do)
            for name in alert.call:
                number = contact(flow, name)
                if number:
                    yield f"{tr(number.name)} {number.number}"


def norm_lines(interview: Interview) -> Iterator[str]:
    """What the norm asks now, why, until when and by which source."""
    flow, position = interview.flow, interview.position()
    outcome = outcome_of(flow, position)
    yield from alert_lines(interview)
    yield _("Nu: {outcome}").format(outcome=tr(outcome.title))
    yield tr(outcome.text)
    if outcome.do:
        yield tr(outcome.do)
    given = [reason for reason in position.because if reason.value is not None]
    needed = [reason for reason in position.because if reason.value is None]
    if given:
        yield _("Omdat u antwoordde") + ":"
        yield from (f"- {reason_text(flow, reason)}" for reason in given)
    if needed:
        yield _("Hiervan hangt het nog af") + ":"
        yield from (f"- {tr(flow.items[reason.id].text)}" for reason in needed)
    for norm in flow.norms:
        if norm.id in position.norms:
            yield _("Norm: {title}. {text}").format(title=tr(norm.title), text=tr(norm.text))
            yield _("Bron: {source}").format(source=source_text(flow, norm.sources))
    yield from (due_text(due) for due in position.deadlines)
    yield from asleep_lines(position)
    yield _("U beslist. Wijkt u af van wat de norm vraagt, dan legt u de reden vast bij uw besluit.")


def brief_lines(interview: Interview) -> Iterator[str]:
    """What the norm asks and what is still needed, for who heard the reasons already."""
    yield from alert_lines(interview)
    yield _("Nu: {outcome}").format(outcome=tr(outcome_of(interview.flow, interview.position()).title))
    yield from needed_lines(interview)


def gone_lines(interview: Interview, known: tuple[str, ...]) -> Iterator[str]:
    """The alerts that were told before and hold no more."""
    holds = interview.position().alerts
    for alert in interview.flow.alerts:
        if alert.id in known and alert.id not in holds:
            yield _("Geldt niet meer: {text}").format(text=tr(alert.text))


def needed_lines(interview: Interview) -> Iterator[str]:
    """How much each kind of request still needs; in danger that can wait."""
    position = interview.position()
    if "bel_112" in position.alerts:
        yield _("Bellen gaat voor. De rest kan later.")
        return
    for kind, ready, lacking in (
        ("advice", _("De adviesvraag is klaar om te maken."), _("Voor de adviesvraag nog nodig: {n}.")),
        ("report", _("De melding is klaar om te maken."), _("Voor de melding nog nodig: {n}.")),
    ):
        count = len(position.missing[kind])  # type: ignore[index]  # the two kinds there are
        yield lacking.format(n=count) if count else ready
