"""A difference between two flows in words, in the language of the person."""

from __future__ import annotations

from meldcode.flow.differences import BETWEEN, PEOPLE, Difference, DifferenceKind
from meldcode.i18n import _, tr
from meldcode.text import one_line


def words(difference: Difference) -> str:
    """A difference as one line, in the language of the person."""
    texts = {name: one_line(tr(getattr(difference, name))) for name in ("title", "before", "after")}
    if difference.what in PEOPLE and difference.kind == "rule":
        texts |= {key: _each(getattr(difference, key)) or _("niemand") for key in ("before", "after")}
    if difference.part == "protocol":
        texts["title"] = _protocol_name(difference.title)
    kind = _("adviesvraag") if difference.what == "require.advice" else _("melding")
    values = {"part": part_name(difference.part), "what": difference.what, "kind": kind, **texts}
    return _pattern(difference).format(**values)


def _each(names: str) -> str:
    return BETWEEN.join(one_line(tr(name)) for name in names.split(BETWEEN))


def _protocol_name(part: str) -> str:
    """What a part of the written meldcode is called there."""
    return {
        "steps": _("De stappen"),
        "responsibility": _("Wie doet wat en wie beslist"),
        "special_forms": _("Bijzondere vormen van geweld"),
        "referral_index": _("De verwijsindex risicojongeren"),
        "kindcheck": _("De kindcheck"),
        "confidentiality": _("Vertrouwelijke gegevens"),
    }.get(part, part)


def kind_name(kind: DifferenceKind) -> str:
    """What differences of a kind are called, for a heading or a count."""
    return {
        "number": _("Nummers en adressen anders"),
        "hidden": _("Verborgen"),
        "removed": _("Weg"),
        "rule": _("Andere regels"),
        "widened": _("Geldt vaker"),
        "required": _("Meer nodig voor een aanvraag"),
        "added": _("Nieuw"),
        "shown": _("Weer te zien"),
        "reworded": _("Andere woorden"),
        "moved": _("Andere plaats"),
        "source": _("Andere bronnen"),
        "layout": _("Anders op het scherm"),
    }[kind]


def part_name(part: str) -> str:
    """What a part of a flow is called; its own name when the program has no word for it."""
    return {
        "flow": _("vragenlijst"),
        "question": _("vraag"),
        "note": _("uitleg"),
        "option": _("keuze"),
        "field": _("onderdeel van een vraag"),
        "step": _("stap"),
        "alert": _("waarschuwing"),
        "outcome": _("uitkomst"),
        "norm": _("norm"),
        "deadline": _("termijn"),
        "contact": _("nummer"),
        "keeping": _("bewaren"),
        "source": _("bron"),
        "directory": _("regio's en gemeenten"),
        "region": _("regio"),
        "municipality": _("gemeente"),
        "organisation": _("organisatie"),
        "role": _("rol"),
        "protocol": _("eigen afspraak"),
        "translations": _("vertaling"),
    }.get(part, part)


def _pattern(difference: Difference) -> str:
    whole = {
        "added": _("Nieuw ({part}): {title}"),
        "removed": _("Weg ({part}): {title}"),
        "hidden": _("Verborgen ({part}): {title}"),
        "shown": _("Weer te zien ({part}): {title}"),
        "moved": _("Andere plaats ({part}): {title}"),
        "layout": _("Anders op het scherm ({part}): {title}"),
        "widened": _("Geldt vaker: «{title}» ({part}). Ook bij: {after}"),
        "required": _("Eerder nodig voor een {kind} ({part}): {title}"),
        "number": _("Nummer of adres anders bij «{title}» ({part}). Eerst: «{before}» Nu: «{after}»"),
        "source": _("Andere bron bij «{title}» ({part}). Eerst: «{before}» Nu: «{after}»"),
        "rule": _("Andere regel bij «{title}» ({part}, {what}). Eerst: «{before}» Nu: «{after}»"),
    }
    if difference.kind == "rule" and difference.what in PEOPLE:
        if difference.what == "who":
            return _("Wie dit doet bij «{title}» ({part}). Eerst: {before}. Nu: {after}.")
        return _("Wie u belt bij «{title}» ({part}). Eerst: {before}. Nu: {after}.")
    if difference.kind in whole:
        return whole[difference.kind]
    if difference.title == difference.after:
        return _("Andere woorden ({part}). Eerst: «{before}» Nu: «{after}»")
    if not difference.before:
        return _("Nieuwe uitleg bij «{title}» ({part}): {after}")
    if not difference.after:
        return _("Uitleg die weg is bij «{title}» ({part}): {before}")
    return _("Andere uitleg bij «{title}» ({part}). Eerst: «{before}» Nu: «{after}»")
