"""Says in plain words whether this computer is fit for the app: for the person, or to send to a helpdesk.

It looks and changes nothing, unlocks nothing and tells nothing of a case. What it cannot know it calls unknown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from meldcode import __version__
from meldcode.doctor.disk import disk_facts
from meldcode.doctor.facts import Fact, state_word
from meldcode.doctor.folder import folder_facts
from meldcode.doctor.machine import Machine, this_machine
from meldcode.doctor.parts import part_facts
from meldcode.doctor.terminal import terminal_facts
from meldcode.i18n import _
from meldcode.text import one_line

Part = Callable[[Machine], Iterable[Fact]]


def doctor(as_json: bool = False) -> str:
    """What of this computer is in order, as text or JSON."""
    found = examine(this_machine())
    return as_json_text(found) if as_json else as_text(found)


def examine(machine: Machine) -> dict[str, list[Fact]]:
    """Title of each part to what was found there. One part that fails hides no other."""
    parts: dict[str, Part] = {
        _("Terminal"): terminal_facts,
        _("Map met dossiers"): folder_facts,
        _("Schijf en geheugen"): disk_facts,
        _("Programma"): part_facts,
    }
    return {title: _looked(part, machine) for title, part in parts.items()}


def _looked(part: Part, machine: Machine) -> list[Fact]:
    found: list[Fact] = []
    try:
        found.extend(part(machine))
    except Exception as error:  # whatever a strange system answers, the rest is still worth telling
        from meldcode.crash import code_of

        said = _("Hier kon niet verder gekeken worden ({code}).").format(code=code_of(error))
        found.append(Fact("failed", "unknown", said))
    return found


def as_text(found: dict[str, list[Fact]]) -> str:
    """For a person: a word before each line, so that nothing hangs on a colour or a sign."""
    lines = [f"meldcode {__version__}"]
    room = max(len(state_word(fact.state)) for facts in found.values() for fact in facts)
    for title, facts in found.items():
        lines += ["", title]
        for fact in facts:
            lines.append(f"  {state_word(fact.state):<{room}}  {one_line(fact.text)}")
            lines += [f"  {'':<{room}}  {one_line(fact.hint)}"] if fact.hint else []
    warned = sum(fact.state == "warning" for facts in found.values() for fact in facts)
    end = _("Alles wat te zien was, is in orde.") if not warned else _("Kijk naar de regels met: let op.")
    return "\n".join([*lines, "", end, _no_case()])


def _no_case() -> str:
    return _("Hierin staat niets van een zaak. U kunt het sturen aan wie u helpt met uw computer.")


def as_json_text(found: dict[str, list[Fact]]) -> str:
    """For a program: `{"meldcode": …, "facts": [{"id", "state", "text", "hint"}, …]}`; ids and states are fixed."""
    facts = [
        {"id": fact.id, "state": fact.state, "text": one_line(fact.text), "hint": one_line(fact.hint)}
        for part in found.values()
        for fact in part
    ]
    return json.dumps({"meldcode": __version__, "facts": facts}, ensure_ascii=False, indent=2)
