"""Elements b to f of a written meldcode: who decides, special forms, the referral index, the kindcheck, secrecy."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.check.protocol.maker import Maker
from meldcode.check.protocol.paper import on_paper, said, sentences
from meldcode.check.protocol.reading import KINDCHECK, forms_of
from meldcode.check.protocol.shape import Block, Heading, Notice, Paragraph, Points, Section, Table
from meldcode.flow.model import Alert, Item, Organisation
from meldcode.i18n import _

MELDRECHT = "wmo_526"
"""The article that allows to give information without consent, by the name the base gives it."""


def responsibility_section(maker: Maker, number: int) -> Section:
    """Element b: who finally decides whether a report is made, who does which step, and how to reach them."""
    own = maker.flow.organisation
    blocks: list[Block] = [Notice(tuple(_decides(maker)), alarm=own is None), *maker.own_words("responsibility")]
    if own is not None and own.roles:
        people, tasks = _("Wie is wie"), _("Wie doet welke stap")
        blocks += [Heading(f"{number}.1 {people}"), _roles(maker, own)]
        blocks += [Heading(f"{number}.2 {tasks}"), _per_step(maker)]
    return Section(_("Wie doet wat en wie beslist"), tuple(blocks), "b")


def _decides(maker: Maker) -> Iterator[str]:
    own = maker.flow.organisation
    if own is None:
        yield _("Nog niet ingevuld: wie uiteindelijk beslist of er wordt gemeld")
        yield _(
            "Het Besluit vraagt dat een meldcode dit zegt, en ook wie voor welke stap verantwoordelijk is (artikel 2, "
            "eerste lid, onder b). Zolang het hier niet staat, is dit een concept."
        )
        return
    yield _("Wie uiteindelijk beslist of er wordt gemeld: {who}").format(who=maker.decides())
    role = own.role(own.decides)
    if role is not None and role.reach:
        yield _("Te bereiken: {reach}").format(reach=said(role.reach))


def _roles(maker: Maker, own: Organisation) -> Table:
    head = (_("Rol"), _("Wie"), _("Te bereiken"), _("Taak"))
    rows = tuple(
        (
            Paragraph(said(role.title)),
            Paragraph(said(role.who) or "–"),
            Paragraph(said(role.reach) or "–"),
            Paragraph(said(role.text) or "–", sources=maker.cite(role.sources)),
        )
        for role in own.roles
    )
    return Table(head, rows, (5, 5, 5, 6))


def _per_step(maker: Maker) -> Table:
    rows = tuple(
        (
            Paragraph(_("Stap {number}: {title}").format(number=place, title=said(step.title))),
            Paragraph(maker.roles(step.who) or _("Nog niet ingevuld")),
        )
        for place, step in enumerate(maker.flow.steps, 1)
    )
    return Table((_("Stap"), _("Verantwoordelijk")), rows, (1, 1))


def forms_section(maker: Maker, number: int) -> Section:
    """Element c: what each special form of violence asks, form by form."""
    blocks: list[Block] = maker.own_words("special_forms")
    groups: dict[tuple[str, ...], list[Alert | Item]] = {}
    for one in maker.reading.special:
        groups.setdefault(tuple(forms_of(maker.flow, one.when)), []).append(one)
    several = {forms: found for forms, found in groups.items() if len(forms) != 1}
    single = {forms: found for forms, found in groups.items() if len(forms) == 1}
    if groups:
        intro = _(
            "Voor deze vormen is bijzondere kennis nodig. Daarom geldt daar iets extra's, en soms een andere volgorde."
        )
        blocks.append(Paragraph(intro, sources=maker.law()))
    else:
        blocks.append(Paragraph(_("Bij bijzondere vormen van geweld vraagt u altijd eerst Veilig Thuis om advies.")))
    place = 0
    for (form,), found in single.items():
        place += 1
        blocks += [Heading(f"{number}.{place} {said(form)}"), Points(tuple(maker.either(one) for one in found))]
    if several:
        place += 1
        title = _("Voor meer vormen tegelijk")
        blocks.append(Heading(f"{number}.{place} {title}"))
        blocks.append(Points(tuple(_for_several(maker, one, forms) for forms in several for one in several[forms])))
    return Section(_("Bijzondere vormen van geweld"), tuple(blocks), "c")


def _for_several(maker: Maker, one: Alert | Item, forms: tuple[str, ...]) -> Paragraph:
    told = maker.either(one)
    names = "; ".join(said(form) for form in forms)
    text = _("Geldt voor: {forms}.").format(forms=names)
    return Paragraph(f"{told.text} {text}".strip() if names else told.text, told.lead, told.sources)


def referral_section(maker: Maker) -> Section:
    """Element d: the referral index, for who may use it."""
    own = maker.own_words("referral_index")
    notes = maker.reading.referral_index
    blocks: list[Block] = list(own)
    if not own:
        text = _(
            "Dit onderdeel geldt alleen voor organisaties die signalen mogen zetten in de verwijsindex risicojongeren."
        )
        blocks.append(Paragraph(text, sources=maker.law()))
        open_point = _("of deze organisatie daarbij hoort, en zo ja, wie een signaal zet, en wanneer.")
        blocks.append(Paragraph(open_point, _("Nog in te vullen:")))
    if notes:
        blocks.append(Points(tuple(maker.note(note) for note in notes)))
    return Section(_("De verwijsindex risicojongeren"), tuple(blocks), "d")


def kindcheck_section(maker: Maker) -> Section:
    """Element e: when and how it is checked whether children depend on a client."""
    intro = _(
        "De kindcheck is een vaste vraag bij een volwassene om wie het gaat: hangen er minderjarige kinderen van deze "
        "persoon af, en zijn zij veilig?"
    )
    blocks: list[Block] = [Paragraph(intro, sources=maker.law()), *maker.own_words("kindcheck")]
    points = []
    for item in maker.flow.items.values():
        if item.id in KINDCHECK and item.is_question:
            text = " ".join(filter(None, [on_paper(item.why), on_paper(item.help)]))
            when = maker.condition(item.when, item.unless)
            asked = _("Deze vraag komt {condition}.").format(condition=when) if when else ""
            points.append(Paragraph(f"{text} {asked}".strip(), said(item.text), maker.cite(item.sources)))
    points += [maker.either(one) for one in maker.reading.kindcheck]
    if points:
        blocks.append(Points(tuple(points)))
    return Section(_("De kindcheck"), tuple(blocks), "e")


def secrecy_section(maker: Maker) -> Section:
    """Element f: what may be shared with whom, and where what was written down is kept."""
    blocks: list[Block] = maker.own_words("confidentiality")
    notes = maker.reading.secrecy
    if notes:
        blocks.append(Points(tuple(maker.note(note) for note in notes)))
    if not blocks:
        text = _(
            "Advies vragen aan Veilig Thuis kan zonder namen te noemen. De wet geeft het recht om Veilig Thuis "
            "informatie te geven, ook zonder toestemming, als dat nodig is om geweld te stoppen of een redelijk "
            "vermoeden te onderzoeken (Wmo 2015, artikel 5.2.6)."
        )
        blocks.append(Paragraph(text, sources=maker.cite({MELDRECHT} & maker.flow.sources.keys())))
    keeping = maker.flow.keeping
    if keeping is not None:
        told = {sentence for note in notes for sentence in sentences(on_paper(note.help))}
        kept = sentences(f"{on_paper(keeping.official)} {on_paper(keeping.text)}")
        text = " ".join(sentence for sentence in kept if sentence not in told)
        blocks.append(Paragraph(text, _("Bewaren:"), maker.cite(keeping.sources)))
    return Section(_("Vertrouwelijke gegevens"), tuple(blocks), "f")
