"""The terminal: which one, how large, and whether it shows and sends what the app needs."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.doctor.facts import Fact
from meldcode.doctor.machine import Machine
from meldcode.i18n import _
from meldcode.start import SMALLEST

SIGNS = "✓ ▸ █ ▊ ▁ • · « » … é"
"""Every sign on the screens that is not on a keyboard."""
_NAMES = {
    "Apple_Terminal": "Terminal (macOS)",
    "iTerm.app": "iTerm2",
    "vscode": "Visual Studio Code",
    "WezTerm": "WezTerm",
    "ghostty": "Ghostty",
}


def terminal_facts(machine: Machine) -> Iterator[Fact]:
    """What can be seen of the terminal from here."""
    if machine.size is None:
        said = _("Hier is geen terminal: de app werkt dan regel voor regel, als `meldcode plain`.")
        yield Fact("terminal", "look", said)
        yield from _letters(machine)
        return
    yield from _kind(machine)
    yield _size(machine.size)
    yield _colours(machine)
    yield from _letters(machine)
    yield from _between(machine)
    keys = _("Toetsen: F1 tot en met F9 en F12. Houdt uw terminal er een voor zichzelf, dan opent Ctrl+G het menu.")
    yield Fact("keys", "look", keys, _keys_hint(machine))


def _kind(machine: Machine) -> Iterator[Fact]:
    term = machine.environ.get("TERM", "")
    if machine.environ.get("ACCESSIBLE") or term == "dumb":
        said = _("De app werkt hier regel voor regel, omdat ACCESSIBLE is gezet of TERM `dumb` is.")
        yield Fact("terminal", "good", said)
    elif not term and machine.platform != "win32":
        hint = _("Open een gewoon terminalvenster, of gebruik `meldcode plain`.")
        yield Fact("terminal", "warning", _("De terminal zegt niet wat hij is: TERM is leeg."), hint)
    else:
        known = _NAMES.get(machine.environ.get("TERM_PROGRAM", ""), "")
        known = "Windows Terminal" if machine.environ.get("WT_SESSION") else known
        said = ", ".join(filter(None, [known, term and f"TERM={term}"])) or _("van Windows")
        yield Fact("terminal", "good", _("Terminal: {name}.").format(name=said))


def _size(size: tuple[int, int]) -> Fact:
    columns, lines = size
    said = _("Het venster is {columns} bij {lines}.").format(columns=columns, lines=lines)
    if columns >= SMALLEST[0] and lines >= SMALLEST[1]:
        return Fact("size", "good", said)
    hint = _("Maak het ten minste {columns} bij {lines}, of gebruik `meldcode plain`.")
    return Fact("size", "warning", said, hint.format(columns=SMALLEST[0], lines=SMALLEST[1]))


def _colours(machine: Machine) -> Fact:
    if "NO_COLOR" in machine.environ:
        return Fact("colours", "good", _("Zonder kleuren, want NO_COLOR is gezet. Niets hangt alleen van kleur af."))
    deep = machine.environ.get("COLORTERM") in ("truecolor", "24bit") or bool(machine.environ.get("WT_SESSION"))
    several = "256" in machine.environ.get("TERM", "")
    kind = _("alle kleuren") if deep else _("256 kleuren") if several else _("weinig kleuren")
    return Fact("colours", "good", _("Kleuren: {kind}. Niets hangt alleen van kleur af.").format(kind=kind))


def _letters(machine: Machine) -> Iterator[Fact]:
    if machine.encoding.lower().replace("-", "").replace("_", "") not in ("utf8", "cp65001"):
        hint = _("Zet de taal op UTF-8, bijvoorbeeld: export LANG=nl_NL.UTF-8")
        if machine.platform == "win32":
            hint = _("Gebruik Windows Terminal, of typ eerst: chcp 65001")
        said = _("De terminal verwacht geen UTF-8 maar {name}: é en ✓ komen verkeerd door.")
        yield Fact("letters", "warning", said.format(name=machine.encoding or "?"), hint)
        return
    yield Fact("letters", "good", _("Letters: UTF-8."))
    hint = _("Ziet u vraagtekens of lege vakjes, kies dan een ander lettertype, bijvoorbeeld Cascadia Mono of DejaVu.")
    if machine.environ.get("TERM") == "linux":
        hint = _("Dit is het tekstscherm zonder vensters: daar ontbreken tekens. Gebruik een terminalvenster.")
    yield Fact("signs", "look", _("Staan hier elf verschillende tekens? {signs}").format(signs=SIGNS), hint)


def _between(machine: Machine) -> Iterator[Fact]:
    """What stands between the person's screen and the program."""
    if machine.environ.get("SSH_CONNECTION") or machine.environ.get("SSH_TTY"):
        said = _("U werkt via ssh: alles hieronder gaat over de computer aan de andere kant. Daar komen de dossiers.")
        yield Fact("ssh", "look", said)
    if machine.environ.get("TMUX"):
        hint = _("De muis: set -g mouse on. Escape zonder wachten: set -sg escape-time 10.")
        yield Fact(
            "tmux", "look", _("U werkt in tmux. Wat op het scherm stond, kan tmux bewaren om terug te bladeren."), hint
        )
    elif machine.environ.get("STY"):
        said = _("U werkt in screen. Wat op het scherm stond, kan screen bewaren om terug te bladeren.")
        yield Fact("screen", "look", said, _("De muis werkt daar vaak niet; alles gaat ook met toetsen."))
    else:
        yield Fact("mouse", "good", _("De muis mag, maar hoeft niet: alles gaat met toetsen."))


def _keys_hint(machine: Machine) -> str:
    if machine.platform == "darwin":
        return _("Op een Mac: houd fn erbij ingedrukt, of zet in Systeeminstellingen de F-toetsen als gewone toetsen.")
    if machine.environ.get("TERM_PROGRAM") == "vscode":
        return _("Visual Studio Code houdt F1, F3, F5 en F12 voor zichzelf. Gebruik liever een eigen venster.")
    return _("Op sommige laptops hoort Fn erbij.")
