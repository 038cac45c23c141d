"""The second half of element a: how is weighed, what the norms ask, which outcomes there are, and the two decisions.

What each answer leads to is not written here but worked out with the flow itself, so it cannot say something else than
the program does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from meldcode.check.protocol.maker import Maker, ended
from meldcode.check.protocol.paper import on_paper, said
from meldcode.check.protocol.reading import DECISIONS
from meldcode.check.protocol.shape import Block, Heading, Paragraph, Points, Section, Table
from meldcode.flow.conditions import references
from meldcode.flow.model import Answers, Condition, Flow, Item, Norm, Outcome, Value
from meldcode.flow.replay import replay
from meldcode.i18n import _


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question that can decide what the norm asks, with each answer's outcome when the ones before it gave none."""

    item: Item
    outcomes: tuple[Outcome, ...]
    """In the order of the options."""


def weighing_section(maker: Maker, number: int, weighed: Sequence[Weighed]) -> Section:
    """The questions that weigh, the norms, the outcomes, and the decisions."""
    blocks: list[Block] = []
    titles = (
        (_("Wat elk antwoord betekent"), _weighed(maker, weighed)),
        (_("De meldnormen"), _norms(maker)),
        (_("De uitkomsten"), _outcomes(maker)),
        (_("De twee besluiten"), _decisions(maker)),
        (_("Situaties die meteen iets vragen"), _situations(maker)),
    )
    place = 0
    for title, made in titles:
        found = list(made)
        if found:
            place += 1
            blocks += [Heading(f"{number}.{place} {title}"), *found]
    return Section(_("Wegen, normen en besluiten"), tuple(blocks), "a")


def weighed_questions(flow: Flow, today: date) -> list[Weighed]:
    """The questions that decide, in the order of the flow, each after answers that decided nothing yet.

    An answer that leads nowhere by itself leads on to the next question; where none does, the one that leads to help
    without a report stands before the rest.
    """
    last, found = flow.outcomes[-1].id, list[Weighed]()
    known = {outcome.id: outcome for outcome in flow.outcomes}
    before: dict[str, Value] = {}
    for name in _deciding(flow):
        item = flow.items[name]
        if item.kind not in {"yesno", "one"} or name not in replay(flow, before, today).asked:
            continue
        led = {option.id: known[_led_to(flow, {**before, name: option.id}, today)] for option in item.options}
        if all(outcome.id == last for outcome in led.values()):
            continue
        found.append(Weighed(item, tuple(led.values())))
        on = [option for option, outcome in led.items() if outcome.id == last]
        on += [option for option, outcome in led.items() if outcome.help == "yes" and not outcome.report]
        if on:
            before[name] = on[0]
    return found


def _led_to(flow: Flow, answers: Answers, today: date) -> str:
    return replay(flow, answers, today).outcome


def _deciding(flow: Flow) -> list[str]:
    """Ids of the questions that outcomes and norms look at, in the order of the flow."""
    conditions: list[Condition | None] = [outcome.when for outcome in flow.outcomes]
    for norm in flow.norms:
        conditions += [norm.given, norm.unless]
    named = {test.ref for condition in conditions for test in references(condition)}
    return [name for name in flow.items if name in named]


def _weighed(maker: Maker, weighed: Sequence[Weighed]) -> Iterator[Block]:
    if not weighed:
        return
    yield Paragraph(
        _(
            "Lees de vragen van boven naar beneden. Wat achter een antwoord staat, geldt als de vragen erboven nog "
            "geen andere uitkomst gaven. Er staat wat de norm vraagt; u beslist."
        )
    )
    for one in weighed:
        yield Paragraph(on_paper(one.item.help), ended(said(one.item.text)), maker.cite(one.item.sources))
        yield _answers(maker, one)


def _answers(maker: Maker, one: Weighed) -> Table:
    """The answers of a question with what each means, where the flow says so, and what it leads to."""
    explained = any(option.help for option in one.item.options)
    rows = []
    for option, outcome in zip(one.item.options, one.outcomes, strict=True):
        goes_on = outcome is maker.flow.outcomes[-1]
        leads = Paragraph(_("Ga door met de volgende vraag") if goes_on else said(outcome.title))
        means = (Paragraph(on_paper(option.help) or "–"),) if explained else ()
        rows.append((Paragraph(said(option.text)), *means, leads))
    if explained:
        return Table((_("Antwoord"), _("Betekent"), _("Leidt tot")), tuple(rows), (3, 6, 5))
    return Table((_("Antwoord"), _("Leidt tot")), tuple(rows), (3, 11))


def _norms(maker: Maker) -> Iterator[Points]:
    """Norms that ask something of people; those about the screen alone are no part of a code."""
    points = tuple(
        Paragraph(on_paper(norm.text), ended(said(norm.title)), maker.cite(norm.sources))
        for norm in maker.flow.norms
        if _for_people(norm)
    )
    if points:
        yield Points(points)


def _for_people(norm: Norm) -> bool:
    return norm.given is not None and not any(test.ref == "alert" for test in references(norm.require))


def _outcomes(maker: Maker) -> Iterator[Block]:
    """Every outcome but the last, which only says that answers are missing."""
    yield Paragraph(_("Ontbreekt er nog een antwoord, dan is er nog geen uitkomst. Bellen voor advies mag altijd."))
    rows = tuple(
        (
            Paragraph(said(outcome.title)),
            Paragraph(on_paper(outcome.text), sources=maker.cite(outcome.sources)),
            Paragraph(on_paper(outcome.do)),
        )
        for outcome in maker.flow.outcomes
        if outcome.when is not None
    )
    if rows:
        yield Table((_("Uitkomst"), _("Wat de norm vraagt"), _("Wat te doen")), rows, (3, 6, 6))


def _decisions(maker: Maker) -> Iterator[Block]:
    items = [item for name in DECISIONS if (item := maker.flow.question(name)) is not None]
    if not items:
        return
    yield Paragraph(
        _(
            "Na de weging volgen twee besluiten, in deze volgorde: eerst over melden, dan over hulp. Beide kunnen "
            "samen. Wie anders besluit dan de norm vraagt, schrijft de reden op."
        )
    )
    texts = [" ".join(part for part in (on_paper(item.why), on_paper(item.help)) if part) for item in items]
    pairs = zip(items, texts, strict=True)
    yield Points(tuple(Paragraph(text, ended(said(item.text)), maker.cite(item.sources)) for item, text in pairs))
    who = maker.decides()
    if who:
        yield Paragraph(f"{who}.", _("Het eindbesluit over melden neemt:"))


def _situations(maker: Maker) -> Iterator[Points]:
    """Alerts that are about neither danger, a form of violence nor the kindcheck."""
    points = []
    for alert in maker.reading.situations:
        told = maker.told(alert)
        applies = maker.applies(alert.when, None, most=1)  # the text of an alert says what it is about
        points.append(replace(told, text=" ".join(filter(None, [told.text, applies]))))
    if points:
        yield Points(tuple(points))
