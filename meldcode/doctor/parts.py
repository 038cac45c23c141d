"""The program itself: versions against what it asks for, languages, flows, and a clock that makes sense."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import zip_longest

from meldcode.doctor.facts import Fact
from meldcode.doctor.machine import Machine
from meldcode.dossier.home import find_home
from meldcode.errors import MeldcodeError
from meldcode.i18n import _, date_text, languages, ngettext

MADE = date(2026, 3, 1)
"""No clock can be right that is before this program."""
_WISH = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*\(?([^;)]*)\)?\s*(?:;.*extra\s*==\s*['\"]([^'\"]+)['\"])?")
_TRIAL = {"authors": "python-sat", "web": "textual-serve"}
"""What of an extra tells that it is there."""


def part_facts(machine: Machine) -> Iterator[Fact]:
    """What is to be said of the program."""
    yield Fact("python", "good", f"Python {sys.version.split()[0]} · {machine.platform}")
    yield _versions(machine)
    yield _store()
    yield from _extras(machine)
    yield _languages()
    yield from _flows()
    yield _clock(machine)


def _versions(machine: Machine) -> Fact:
    wrong, seen = [], []
    for wish in machine.wanted:
        name, bounds, extra = parse_wish(wish)
        if extra:
            continue
        version = machine.version(name)
        if version is None or not within(version, bounds):
            wrong.append(f"{name} {version or '-'} ({bounds})")
        else:
            seen.append(f"{name} {version}")
    if wrong:
        hint = _("Installeer het programma opnieuw; dan komen de goede onderdelen mee.")
        return Fact("parts", "warning", _("Onderdelen die niet passen: {names}.").format(names=", ".join(wrong)), hint)
    if not seen:
        return Fact("parts", "unknown", _("Welke onderdelen er zijn, is niet te zien."))
    return Fact("parts", "good", ", ".join(seen))


def parse_wish(wish: str) -> tuple[str, str, str]:
    """`python-sat<2,>=1.8; extra == 'authors'` as name, bounds and extra."""
    match = _WISH.match(wish)
    return (match[1], match[2].strip(), match[3] or "") if match else (wish, "", "")


def within(version: str, bounds: str) -> bool:
    """Whether a version keeps bounds such as `<2,>=1.8`. What comes after the numbers (`.dev16`, `rc1`) is left out."""
    for bound in filter(None, bounds.replace(" ", "").split(",")):
        match = re.match(r"(==|>=|<=|<|>|!=)(.+)", bound)
        if match is None:
            return True  # a way of saying it that is not used here
        sign, order = match[1], _compare(version, match[2])
        kept = {"==": order == 0, "!=": order != 0, ">=": order >= 0, "<=": order <= 0, "<": order < 0, ">": order > 0}
        if not kept[sign]:
            return False
    return True


def _compare(one: str, other: str) -> int:
    for left, right in zip_longest(_numbers(one), _numbers(other), fillvalue=0):
        if left != right:
            return 1 if left > right else -1
    return 0


def _numbers(version: str) -> list[int]:
    match = re.match(r"\d+(\.\d+)*", version)
    return [int(part) for part in match[0].split(".")] if match else []


def _store() -> Fact:
    """The encrypted database itself: the part that cannot be missed, and cannot be seen by its version alone."""
    try:
        from sqlcipher3 import dbapi2

        connection = dbapi2.connect(":memory:")
        try:
            cipher = connection.execute("PRAGMA cipher_version").fetchone()
        finally:
            connection.close()
    except Exception as error:  # an extension that does not load fails in ways of its own
        said = _("De versleutelde database werkt hier niet ({kind}).").format(kind=type(error).__name__)
        return Fact(
            "store", "warning", said, _("Zonder kan er niets bewaard worden. Een proef in het geheugen gaat wel.")
        )
    return Fact("store", "good", f"SQLCipher {cipher[0] if cipher else '?'} · SQLite {dbapi2.sqlite_version}")


def _extras(machine: Machine) -> Iterator[Fact]:
    for extra, name in _TRIAL.items():
        what = _("bewijzen van eigen vragenlijsten") if extra == "authors" else _("de app in een browser")
        there = machine.version(name) is not None
        said = _("Onderdeel voor {what}: is er.") if there else _("Onderdeel voor {what}: is er niet, en hoeft niet.")
        hint = "" if there else f"pip install 'meldcode[{extra}]'"
        yield Fact(f"extra-{extra}", "good", said.format(what=what), hint)


def _languages() -> Fact:
    names = languages()
    said = _("Talen: {names}.").format(names=", ".join(names.values()))
    if len(names) > 1:
        return Fact("languages", "good", said)
    return Fact("languages", "warning", said, _("Er hoort meer te zijn. Installeer het programma opnieuw."))


def _flows() -> Iterator[Fact]:
    from meldcode.flow.heads import heads, own_heads

    shipped = heads()
    words = ngettext("{count} vragenlijst die erbij hoort.", "{count} vragenlijsten die erbij horen.", len(shipped))
    state = Fact("flows", "good", words.format(count=len(shipped)))
    yield state if shipped else Fact("flows", "warning", _("De vragenlijsten zijn er niet."), _reinstall())
    try:
        own = own_heads(find_home().folder.parent)
    except MeldcodeError:
        return
    for head in own:
        if head.trouble:
            yield Fact("own-flow", "warning", f"{head.path.name}: {head.trouble}", head.hint)
    if own and not any(head.trouble for head in own):
        words = ngettext("{count} eigen vragenlijst.", "{count} eigen vragenlijsten.", len(own))
        yield Fact("own-flow", "good", words.format(count=len(own)))


def _reinstall() -> str:
    return _("Installeer het programma opnieuw; dan komen de goede onderdelen mee.")


def _clock(machine: Machine) -> Fact:
    now = machine.now
    day = f"{date_text(now.date())}, {now:%H:%M} ({now.tzname() or '?'})"
    said = _("De klok staat op {day}. Termijnen rekenen daarmee.").format(day=day)
    hint = _("Zet datum en tijd van deze computer goed.")
    if now.date() < MADE or _written_later(now):
        return Fact("clock", "warning", said, hint)
    return Fact("clock", "good", said)


def _written_later(now: datetime) -> bool:
    """Whether the store was written after now: then the clock was ahead once, or is behind."""
    try:
        written = datetime.fromtimestamp(find_home().db.stat().st_mtime, now.tzinfo)
    except (OSError, MeldcodeError, ValueError, OverflowError):
        return False
    return written - now > timedelta(hours=24)
