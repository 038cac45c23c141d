"""Help on every screen: the keys that work here, and what a person may want to know before trying something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from meldcode.i18n import _
from meldcode.tui.actions import ACTIONS, Action, shown_key
from meldcode.tui.modals import number_sections

if TYPE_CHECKING:
    from meldcode.tui.everywhere import Everywhere

Section = tuple[str, str]


def help_sections(app: Everywhere, actions: Iterable[Action]) -> list[Section]:
    """The help for a screen where these actions are offered. A locked program says nothing of what it is for."""
    sections = [(_("Toetsen op dit scherm"), _keys(actions)), (_("Doet een toets niets?"), _other_ways())]
    if app.locked:
        return sections
    if app.asking is not None:
        sections += [(_("Antwoorden"), _answering()), (_("Een datum typen"), _dates())]
    sections.append((_("Wat er bewaard wordt"), _kept(app)))
    numbers = number_sections(app.interview.flow if app.interview else None)
    return [*sections, (_("Bellen"), "\n".join(f"{name}: {text}" for name, text in numbers))]


def _keys(actions: Iterable[Action]) -> str:
    either = _(" of ")
    known = (*actions, ACTIONS["everything"])
    lines = [(either.join(map(shown_key, one.keys)), f"{_(one.label)}: {_(one.help)}") for one in known]
    elsewhere = _("in het menu")
    return "\n".join(f"{keys or elsewhere} · {text}" for keys, text in lines)


def _other_ways() -> str:
    keys = _(" of ").join(map(shown_key, ACTIONS["everything"].keys))
    return _(
        "Sommige terminals houden F1, F10, F11 of F12 voor zichzelf, en op een laptop hoort bij een F-toets soms Fn."
        " Druk dan op {keys}: in het menu staat alles. ^G betekent: houd Ctrl vast en druk op G."
    ).format(keys=keys)


def _answering() -> str:
    return _(
        "Een cijfer kiest een antwoord. Een letter gaat er alleen naartoe; Enter of de spatiebalk kiest. Nog een keer"
        " Enter gaat naar de volgende vraag, en Tab ook. Staat er [ ] voor, dan mag u er meer kiezen; een cijfer of de"
        " spatiebalk haalt een keuze weer weg. Delete haalt het hele antwoord weg. Plakt u een tekst van meer regels,"
        " dan blijft elke regel staan."
    )


def _dates() -> str:
    return _(
        "Typ 2-3-2026 of 3 mei, of zeg het in woorden: gisteren, vorige week di, 3 dagen geleden. Daarna ziet u welke"
        " dag het programma las."
    )


def _kept(app: Everywhere) -> str:
    if app.vault is not None:
        return _("Elk antwoord wordt meteen versleuteld bewaard op deze computer.")
    return _("Zonder bewaren blijven uw antwoorden in het geheugen van dit programma, tot u stopt.")
