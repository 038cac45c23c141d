"""Element a of a written meldcode: the steps, with what each asks, who does it, and what is written down."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from meldcode.check.protocol.maker import Maker
from meldcode.check.protocol.paper import on_paper, said
from meldcode.check.protocol.shape import Block, Heading, Paragraph, Points, Section, Table
from meldcode.flow.conditions import NEVER
from meldcode.flow.model import Step
from meldcode.i18n import _


def steps_section(maker: Maker, number: int, deciding: Collection[str]) -> Section:
    """Every step under its own heading, after what the organisation says of its steps.

    `deciding` are the questions whose answers the next section explains.
    """
    intro = _(
        "De stappen staan in hun gewone volgorde. Bij direct gevaar gaat veiligheid voor: zie het hoofdstuk over "
        "direct gevaar. De vragen per stap helpen om niets over te slaan. Een antwoord mag ook zijn dat u het niet "
        "weet."
    )
    blocks: list[Block] = [Paragraph(intro, sources=maker.law()), *maker.own_words("steps")]
    for place, step in enumerate(maker.flow.steps, 1):
        blocks += _step(maker, step, f"{number}.{place}", place)
        table = _questions(maker, step, deciding, f"{number + 1}.1")
        if table is not None:
            blocks.append(table)
        notes = maker.reading.by_step[step.id]
        if notes:
            blocks.append(Paragraph("", _("Let in deze stap op het volgende.")))
            blocks.append(Points(tuple(maker.note(note) for note in notes)))
    return Section(_("De stappen"), tuple(blocks), "a")


def _step(maker: Maker, step: Step, number: str, place: int) -> Iterator[Block]:
    title = _("Stap {number}: {title}").format(number=place, title=said(step.title))
    yield Heading(f"{number} {title}")
    yield Paragraph(on_paper(step.text), sources=maker.cite(step.sources))
    who = maker.roles(step.who)
    if who:
        yield Paragraph(f"{who}.", _("Wie:"))
    if step.record:
        yield Paragraph(on_paper(step.record), _("Vastleggen:"))


def _questions(maker: Maker, step: Step, deciding: Collection[str], explained: str) -> Table | None:
    """What is asked in a step, taken together by when it is asked; what decides stands first, as it is weighed."""
    decides = _("Deze vragen bepalen wat de norm vraagt (zie {place})").format(place=explained)
    groups: dict[str, list[str]] = {decides: [], _("Altijd"): []}
    for item in step.items:
        if item.is_question and item.when != NEVER:
            condition = maker.condition(item.when, item.unless)
            when = f"{condition[0].upper()}{condition[1:]}" if condition else _("Altijd")
            groups.setdefault(decides if item.id in deciding else when, []).append(said(item.text))
    rows = tuple((Paragraph(when), Paragraph("\n".join(texts))) for when, texts in groups.items() if texts)
    return Table((_("Wanneer"), _("Wat in deze stap wordt gevraagd")), rows, (2, 3)) if rows else None
