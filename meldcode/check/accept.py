"""`accept:` in a flow file: findings that its author leaves as they are, each with a reason.

They are shown as such and count for no exit code. An exception that no longer holds anything is itself a finding, and
what is wrong or protects less cannot be accepted at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from meldcode.check.catalogue import RULES, can_be_accepted, finding
from meldcode.flow.findings import Finding, near_match
from meldcode.flow.nodes import maps
from meldcode.flow.reader import Map
from meldcode.i18n import _


def with_accepted(root: Map, findings: Iterable[Finding]) -> list[Finding]:
    """The findings about a flow, those that its own file (as written) accepts with their reason.

    Added to them is what is wrong in `accept` itself (X001, X002).
    """
    entries = maps(root.get("accept"))
    good = [entry for entry in entries if can_be_accepted(_code(entry)) and _reason(entry)]
    reasons = {_key(entry): _reason(entry) for entry in reversed(good)}
    found = [replace(one, accepted=reasons.get((one.code, one.subject), "")) for one in findings]
    return [*found, *_idle(good, found), *(_refused(entry) for entry in entries if entry not in good)]


def _code(entry: Map) -> str:
    return str(entry["code"])


def _key(entry: Map) -> tuple[str, str]:
    return _code(entry), str(entry["at"])


def _reason(entry: Map) -> str:
    return str(entry["reason"]).strip()


def _idle(entries: Iterable[Map], found: Iterable[Finding]) -> Iterator[Finding]:
    """Entries that accept nothing, or what an entry above already accepts."""
    held = {(one.code, one.subject) for one in found if one.accepted}
    open_ = {(one.code, one.subject) for one in found if not one.accepted and can_be_accepted(one.code)}
    done: set[tuple[str, str]] = set()
    for entry in entries:
        if (key := _key(entry)) in held:
            held.remove(key)
            done.add(key)
            continue
        code, subject = key
        near = near_match(subject, [other for known, other in open_ if known == code])
        near_code = near_match(code, sorted(known for known, other in open_ if other == subject))
        what = _("er is geen bevinding {code} over `{id}`").format(code=code, id=subject)
        if key in done:
            what = _("{code} over `{id}` is hierboven al aangehouden").format(code=code, id=subject)
        remedy = _("Haal deze regel weg, of kijk de code en de naam na.")
        mark = entry.at("code" if near_code else "at")
        yield finding("X001", mark, what, subject=subject, remedy=remedy, near=near_code or near)


def _refused(entry: Map) -> Finding:
    code, subject = _key(entry)
    if not _reason(entry) and can_be_accepted(code):
        what, remedy = _("de reden is leeg"), _("Schrijf waarom u deze bevinding laat staan.")
        return finding("X002", entry.at("reason"), what, subject=subject, remedy=remedy)
    if code in RULES:
        what = _("{code} kan niet worden aangehouden").format(code=code)
        return finding("X002", entry.at("code"), what, subject=subject, remedy=_("Los de bevinding op."))
    what = _("de code {code} bestaat niet").format(code=code)
    near = near_match(code, filter(can_be_accepted, RULES))
    return finding("X002", entry.at("code"), what, subject=subject, near=near)
