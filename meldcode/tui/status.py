"""What always stands on the screen: the five steps, what holds now, what the norm asks and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import wrap

from textual.content import Content
from textual.style import Style

from meldcode.flow.model import Flow, Position, Step
from meldcode.i18n import _, tr
from meldcode.interview import Interview
from meldcode.tui.text import T, joined, styled
from meldcode.words import contact, outcome_of, reason_text, source_text, would_lines, would_note

STEP = "step"
"""Under this name a step in the line of steps carries its id, for a click on it."""
LINE = 100
"""Columns; a longer line is hard to follow back to the next."""
EMERGENCY = "112"
"""An alert that names this number says at once what to do."""


def steps_line(interview: Interview, current: Step, width: int) -> Content:
    """The five steps: done, where we are, still open; names as long as there is room."""
    steps = interview.flow.steps
    open_steps = {interview.flow.items[name].step for name in interview.open_questions()}
    names = [tr(step.title) for step in steps]
    if sum(map(len, names)) + 5 * len(names) > width:
        names = [tr(step.short) for step in steps]
    room = max(3, (width - 2 - 5 * len(steps)) // max(1, len(steps)))
    spare = width - 2 - sum(5 + min(len(name), room) for name in names)
    parts: list[Content] = []
    for place, step in enumerate(steps):
        here = step.id == current.id
        sign = "▸" if here else " " if step.id in open_steps else "✓"
        limit = len(names[place]) if here and spare >= len(names[place]) - room else room
        name = names[place] if len(names[place]) <= limit else names[place][: limit - 1] + "…"
        style = "bold reverse" if here else "$text-muted" if step.id in open_steps else ""
        part = styled(f"{sign}{place + 1} {name} ", style)
        parts.append(part.stylize(Style.from_meta({STEP: step.id})))
    return T(" ").join(parts)


def alert_line(flow: Flow, position: Position, room: tuple[int, int]) -> Content:
    """The first alert that holds, the number it names, and how many more there are; when it is urgent what to do.

    `room` is in columns and lines. Of what to do as many whole sentences as fit: half a sentence is no advice.
    """
    holds = [alert for alert in flow.alerts if alert.id in position.alerts]
    if not holds:
        return T("")
    first = holds[0]
    call = next((one for name in first.call if (one := contact(flow, name))), None)
    number = f" · {call.number}" if call and call.number not in tr(first.text) else ""
    more = f" (+{len(holds) - 1})" if len(holds) > 1 else ""
    line = styled(f"! {tr(first.text)}{number}{more}  " + _("F5: wat nu"), "bold")
    urgent = EMERGENCY in {one.number for name in first.call if (one := contact(flow, name))}
    do = _whole_sentences(tr(first.do), room) if urgent else ""
    return joined(line, f"\n{do}") if do else line


def _whole_sentences(text: str, room: tuple[int, int]) -> str:
    width, lines = room
    ends = [*(found.start() for found in re.finditer(r"(?<=[.!?])\s", text)), len(text)]
    fitting = next((text[:end] for end in reversed(ends) if len(wrap(text[:end], width)) <= lines), "")
    return "\n".join(wrap(fitting, width))


def norm_short(interview: Interview, position: Position, width: int) -> Content:
    """What the norm asks now and because of what, on two lines of this width at most; then what is missing."""
    flow = interview.flow
    outcome = outcome_of(flow, position)
    given = [reason for reason in position.because if reason.value is not None]
    title = f"▸ {tr(outcome.title)}"
    because = "; ".join(reason_text(flow, reason) for reason in given)
    text = title + _(" · want: {because}").format(because=because) if because else title
    short = "\n".join(wrap(text, min(width, LINE), max_lines=2, placeholder="…"))
    first = joined("▸ ", styled(short[2 : len(title)], "bold"), styled(short[len(title) :], "$text-muted"))
    return joined(first, "\n", missing_line(position))


def missing_line(position: Position) -> str:
    """How much is still needed for each kind of request; in danger that can wait."""
    if "bel_112" in position.alerts:
        return _("Bellen gaat voor. De rest kan later.")
    need_advice, need_report = len(position.missing["advice"]), len(position.missing["report"])
    if not need_advice and not need_report:
        return _("Adviesvraag en melding zijn klaar om te maken.")
    advice = _("advies klaar om te maken") if not need_advice else _("voor advies nog {n}").format(n=need_advice)
    report = _("melding klaar om te maken") if not need_report else _("voor melding nog {n}").format(n=need_report)
    return _("Nog nodig: {advice} · {report}").format(advice=advice, report=report)


def norm_sections(flow: Flow, position: Position) -> list[tuple[str, str]]:
    """What the norm asks now, why, by which source, what to do, and until when: for reading in full."""
    outcome = outcome_of(flow, position)
    sections: list[tuple[str, str]] = []
    for alert in flow.alerts:
        if alert.id in position.alerts:
            numbers = [one for name in alert.call if (one := contact(flow, name))]
            calls = "\n".join(f"{tr(one.name)} {one.number}" for one in numbers)
            source = _("Bron: {source}").format(source=source_text(flow, alert.sources))
            text = "\n".join(part for part in (tr(alert.do), calls, source) if part)
            sections.append((f"! {tr(alert.text)}", text))
    sections.append((tr(outcome.title), tr(outcome.text)))
    if outcome.do:
        sections.append((_("Wat u nu kunt doen"), tr(outcome.do)))
    given = [reason for reason in position.because if reason.value is not None]
    needed = [reason for reason in position.because if reason.value is None]
    if given:
        sections.append((_("Omdat u antwoordde"), _list(reason_text(flow, reason) for reason in given)))
    if needed:
        sections.append((_("Hiervan hangt het nog af"), _list(tr(flow.items[reason.id].text) for reason in needed)))
    for norm in flow.norms:
        if norm.id in position.norms:
            source = _("Bron: {source}").format(source=source_text(flow, norm.sources))
            sections.append((tr(norm.title), f"{tr(norm.text)}\n{source}"))
    sections.append((_("Bron van deze uitkomst"), source_text(flow, outcome.sources)))
    sections.append(("", _("U beslist. Wijkt u af van wat de norm vraagt, dan legt u de reden vast bij uw besluit.")))
    return sections


def would_sections(interview: Interview) -> list[tuple[str, str]]:
    """Which single other answer would give another outcome, and that this asks for no other answer."""
    lines = [*would_lines(interview.flow, interview.would_be()), would_note()]
    return [(_("Wat een andere uitkomst zou geven"), "\n".join(lines))]


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
