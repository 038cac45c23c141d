"""A written meldcode from a flow: every part that Besluit art. 2 lid 1 asks for, with its sources.

The same flow, day and language give the same document. It says of the flow only what the flow says, and of proof only
what it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meldcode.check.protocol.elements import (
    forms_section,
    kindcheck_section,
    referral_section,
    responsibility_section,
    secrecy_section,
)
from meldcode.check.protocol.maker import EMERGENCY, HELPLINE, Maker
from meldcode.check.protocol.paper import on_paper, said
from meldcode.check.protocol.shape import (
    Block,
    Heading,
    Notice,
    Paragraph,
    Points,
    Protocol,
    Section,
    Table,
    named,
)
from meldcode.check.protocol.steps import steps_section
from meldcode.check.protocol.weighing import weighed_questions, weighing_section
from meldcode.flow.model import DeadlineRule, Flow
from meldcode.flow.reader import read_yaml
from meldcode.i18n import _, date_text, language, ngettext
from meldcode.text import one_line

SHORT_DIGEST = 16


def protocol(flow: Flow, proved: tuple[str, ...], today: date) -> Protocol:
    """The written meldcode of a flow, in the current language.

    `proved` are finished sentences about what was proved of this very flow; nothing else is said to be proved.
    """
    maker = Maker(flow)
    own = flow.organisation
    weighed = weighed_questions(flow, today)
    sections = (
        _about(maker),
        _danger(maker),
        steps_section(maker, 3, {one.item.id for one in weighed}),
        weighing_section(maker, 4, weighed),
        responsibility_section(maker, 5),
        forms_section(maker, 6),
        referral_section(maker),
        kindcheck_section(maker),
        secrecy_section(maker),
        _deadlines(maker),
        _numbers(maker),
    )
    title = said(flow.title)
    name = said(own.name) if own else ""
    return Protocol(
        language=language(),
        title=title,
        organisation=name,
        draft=_("Concept") if own is None else "",
        lacking=tuple(_lacking(flow)),
        facts=tuple(_facts(flow, today)),
        adoption=_adoption(flow),
        adoption_title=_("Vaststelling"),
        contents_title=_("Inhoud"),
        places_title=_("Waar staat wat het Besluit vraagt"),
        places=_places(sections),
        sections=sections,
        ending=_ending(flow, proved, name or title),
        sources=Section(_("Bronnen"), (Paragraph(_reading_sources()),)),
        references=tuple(maker.references()),
        footer=_("{title}, versie {version}").format(title=named(name, title), version=one_line(flow.version)),
        page_of=_("Pagina {page} van {pages}"),
        made_on=today.isoformat(),
    )


def _facts(flow: Flow, today: date) -> Iterator[tuple[str, str]]:
    yield _("Versie"), one_line(flow.version)
    yield _("Datum van deze uitgave"), date_text(today)
    below = [read_yaml(data, name) for name, data in flow.layers[1:]]
    if below:
        lines = (
            _("{title}, versie {version}").format(
                title=said(str(root.get("title"))), version=one_line(str(root.get("version")))
            )
            for root in below
        )
        yield _("Bouwt voort op"), "\n".join(lines)
    yield _("Kenmerk"), flow.digest[:SHORT_DIGEST]


def _adoption(flow: Flow) -> tuple[tuple[str, str], ...]:
    """Who adopted it, or lines to sign on; nothing when there is no organisation to adopt it."""
    own = flow.organisation
    if own is not None and own.adopted:
        return ((_("Wie en wanneer"), _day_or_words(own.adopted)),)
    return ((_("Vastgesteld door"), ""), (_("Op (datum)"), ""), (_("Handtekening"), "")) if own is not None else ()


def _day_or_words(adopted: str) -> str:
    """What the organisation says of its adoption; only a day is said as a day."""
    try:
        return date_text(date.fromisoformat(adopted))
    except ValueError:
        return said(adopted)


def _lacking(flow: Flow) -> Iterator[str]:
    """What must be filled in before this can be adopted."""
    if flow.organisation is None:
        yield _("Dit is een concept")
        yield _(
            "Er staat nog niet in van welke organisatie deze meldcode is, wie welke stap doet en wie uiteindelijk "
            "beslist of er wordt gemeld. Het Besluit verplichte meldcode vraagt dat (artikel 2, eerste lid, onder b)."
        )
        return
    nobody = [str(place) for place, step in enumerate(flow.steps, 1) if not step.who]
    if nobody:
        steps = ", ".join(nobody)
        yield ngettext(
            "Nog in te vullen: wie verantwoordelijk is voor stap {steps}.",
            "Nog in te vullen: wie verantwoordelijk is voor de stappen {steps}.",
            len(nobody),
        ).format(steps=steps)


def _places(sections: tuple[Section, ...]) -> Table:
    """The elements of Besluit art. 2 lid 1, each with the parts that answer it."""
    asked = {
        "a": _("a. de stappen: hoe met signalen wordt omgegaan"),
        "b": _("b. wie voor welke stap verantwoordelijk is, en wie uiteindelijk beslist of er wordt gemeld"),
        "c": _("c. aandacht voor bijzondere vormen van geweld, waar dat van toepassing is"),
        "d": _("d. het gebruik van de verwijsindex risicojongeren, voor wie daartoe bevoegd is"),
        "e": _("e. de kindcheck, waar die van toepassing is"),
        "f": _("f. de omgang met vertrouwelijke gegevens"),
    }
    rows = []
    for letter, words in asked.items():
        found = [f"{place}. {one.title}" for place, one in enumerate(sections, 1) if one.element == letter]
        rows.append((Paragraph(words), Paragraph("\n".join(found))))
    return Table((_("Besluit, artikel 2, eerste lid"), _("Hoofdstuk")), tuple(rows), (3, 2))


def _about(maker: Maker) -> Section:
    flow = maker.flow
    what = _(
        "De meldcode is een plan in stappen voor wie in het werk denkt aan huiselijk geweld of kindermishandeling. Het "
        "Besluit verplichte meldcode vraagt dat een organisatie zo'n plan op papier heeft, en zegt wat daar ten minste "
        "in staat."
    )
    reader = _(
        "Met «u» is bedoeld: de medewerker die een vermoeden heeft. Een uitkomst zegt wat de norm vraagt. Mensen nemen "
        "de besluiten. In de wet heet Veilig Thuis het AMHK."
    )
    blocks: list[Block] = []
    if on_paper(flow.about):
        blocks.append(Paragraph(on_paper(flow.about)))
    blocks += [Paragraph(what, sources=maker.law()), Paragraph(reader)]
    blocks.append(Paragraph(_("Een nummer tussen rechte haken verwijst naar de lijst van bronnen.")))
    return Section(_("Voor wie en waarvoor"), tuple(blocks))


def _danger(maker: Maker) -> Section:
    """What goes before every step: whom to call."""
    emergency, helpline = maker.contact(EMERGENCY), maker.contact(HELPLINE)
    lines = [_("Bij direct gevaar: bel {number}").format(number=one_line(emergency.number) if emergency else "112")]
    if helpline is not None:
        lines.append(f"{said(helpline.name)}: {one_line(helpline.number)}. {on_paper(helpline.text)}")
    blocks: list[Block] = [Notice(tuple(lines), alarm=True)]
    found = maker.reading.danger
    if found:
        blocks.append(Points(tuple(maker.either(one, with_numbers=False) for one in found)))
    return Section(_("Bij direct gevaar"), tuple(blocks))


def _deadlines(maker: Maker) -> Section:
    rows = tuple(
        (
            Paragraph(_term(maker.flow, rule)),
            Paragraph(on_paper(rule.text), sources=maker.cite(rule.sources)),
            Paragraph(on_paper(rule.late) or "–"),
        )
        for rule in maker.flow.deadlines
    )
    if not rows:
        return Section(_("Termijnen"), (Paragraph(_("Deze meldcode noemt geen vaste termijnen.")),))
    head = (_("Wanneer"), _("Wat te doen"), _("Als die dag voorbij is"))
    return Section(_("Termijnen"), (Table(head, rows, (3, 4, 6)),))


def _term(flow: Flow, rule: DeadlineRule) -> str:
    """How long after which date: "5 werkdagen na de dag van: «Wanneer deed u de melding?»"."""
    start = flow.items.get(rule.start)
    asked = f"«{said(start.text)}»" if start else rule.start
    if rule.amount == 0:
        return _("Op de dag van: {question}").format(question=asked)
    return _("{length} na de dag van: {question}").format(length=_length(rule.amount, rule.unit), question=asked)


def _length(amount: int, unit: str) -> str:
    words = {
        "working_days": ngettext("{number} werkdag", "{number} werkdagen", amount),
        "days": ngettext("{number} dag", "{number} dagen", amount),
        "weeks": ngettext("{number} week", "{number} weken", amount),
        "months": ngettext("{number} maand", "{number} maanden", amount),
        "years": ngettext("{number} jaar", "{number} jaar", amount),
    }
    return words.get(unit, "{number}").format(number=amount)


def _numbers(maker: Maker) -> Section:
    rows = []
    for contact in maker.flow.contacts:
        text = on_paper(contact.text)
        when = maker.applies(contact.when, None)
        told = Paragraph(" ".join(filter(None, [text, when])), sources=maker.cite(contact.sources))
        rows.append((Paragraph(said(contact.name)), Paragraph(one_line(contact.number)), told))
    block: Block = Paragraph(_("Deze meldcode noemt geen nummers. Bij direct gevaar belt u 112."))
    if rows:
        block = Table((_("Wie"), _("Nummer"), _("Waarvoor")), tuple(rows), (4, 3, 7))
    return Section(_("Nummers om te bellen"), (block,))


def _reading_sources() -> str:
    return _(
        "Hier staan alleen de bronnen die in dit document zijn gebruikt. Het jaar is dat van de tekst die is gelezen. "
        "Een bron kan sindsdien veranderd zijn."
    )


def _ending(flow: Flow, proved: tuple[str, ...], name: str) -> Section:
    """Which file this was made from, what was proved of it, and what that does not mean."""
    files = "\n".join(one_line(file) for file, _data in flow.layers)
    rows = (
        (Paragraph(_("Meldcode van")), Paragraph(name)),
        (Paragraph(_("Vragenlijst")), Paragraph(f"{one_line(flow.id)}, {one_line(flow.version)}")),
        (Paragraph(_("Bestanden")), Paragraph(files or "–")),
        (Paragraph(_("Kenmerk (SHA-256)")), Paragraph(flow.digest)),
    )
    same = _(
        "Dit document is gemaakt uit dezelfde bestanden als de vragenlijst waarmee medewerkers de stappen doorlopen. "
        "Verandert een van die bestanden, dan verandert het kenmerk. Maak het document dan opnieuw en stel het "
        "opnieuw vast."
    )
    blocks: list[Block] = [Paragraph(same), Table((_("Wat"), _("Inhoud")), rows, (1, 3))]
    blocks.append(Heading(_("Wat is nagegaan")))
    if proved:
        blocks.append(Paragraph(_("Van de vragenlijst met dit kenmerk is bewezen:")))
        blocks.append(Points(tuple(Paragraph(one_line(sentence)) for sentence in proved)))
    else:
        blocks.append(Paragraph(_("Van deze vragenlijst is niets bewezen.")))
    blocks.append(Heading(_("Wat dit niet betekent")))
    law = _(
        "Dit document is geen juridisch advies. Leg het naast de wet van nu en naast het afwegingskader van de eigen "
        "beroepsgroep voordat het wordt vastgesteld. Geen programma ziet of een vermoeden klopt: mensen wegen en "
        "beslissen."
    )
    blocks.append(Paragraph(law))
    return Section(_("Over dit document"), tuple(blocks))
