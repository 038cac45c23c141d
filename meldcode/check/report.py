"""Findings as text for people and as JSON for scripts; SARIF, for what shows them beside the file, is in `sarif`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from meldcode.check import catalogue
from meldcode.flow.findings import Finding
from meldcode.i18n import _, ngettext
from meldcode.text import clean, one_line, shortened

_SHOWN = 60
"""Signs of a near match that people read; scripts get it whole."""


def as_text(findings: Sequence[Finding], count: int, cases: int = 0) -> str:
    """Each finding with its place, what it is, why it matters and what to do; those of one file together.

    Why a kind of finding matters is said at the first of its kind. `count` is how many flows were looked at, `cases`
    how many practice cases. Findings that were accepted are only counted.
    """
    flows = ngettext("{count} vragenlijst", "{count} vragenlijsten", count).format(count=count)
    exercises = ngettext("{count} oefengeval", "{count} oefengevallen", cases).format(count=cases)
    files = _(" en ").join([*([flows] if count or not cases else []), *([exercises] if cases else [])])
    shown = [one for one in findings if not one.accepted]
    held = len(findings) - len(shown)
    told: set[str] = set()
    blocks = [
        "\n".join(line for one in group for line in _lines(one, told))
        for _file, group in groupby(shown, lambda one: one.mark.file)
    ]
    total = _total(shown) if shown else _("alles in orde")
    last = _("{files} nagekeken: {total}").format(files=files, total=total)
    if held:
        last = ", ".join((last, _("{count} aangehouden").format(count=held)))
    return "\n\n".join(blocks) + ("\n" if blocks else "") + last


def _total(findings: Sequence[Finding]) -> str:
    number = {level: sum(one.severity == level for one in findings) for level in ("error", "warning", "note")}
    parts = (
        ngettext("{count} fout", "{count} fouten", number["error"]).format(count=number["error"]),
        ngettext("{count} waarschuwing", "{count} waarschuwingen", number["warning"]).format(count=number["warning"]),
        ngettext("{count} opmerking", "{count} opmerkingen", number["note"]).format(count=number["note"]),
    )
    return ", ".join(part for part, amount in zip(parts, number.values(), strict=True) if amount)


def _lines(one: Finding, told: set[str]) -> Iterator[str]:
    level = {"warning": _("waarschuwing"), "note": _("opmerking")}.get(one.severity)
    said = one.what if level is None else f"{level}: {one.what}"
    yield one_line(f"{one.mark}: {said} [{one.code}]")
    why = one.why or ("" if one.code in told else catalogue.why(one))
    told.add(one.code)
    near = shortened(one.near, _SHOWN)
    hint = " ".join(filter(None, (_("Bedoelt u `{near}`?").format(near=near) if near else "", one.remedy)))
    yield from (f"    {one_line(text)}" for text in (why, hint) if text)
    yield from (f"    {clean(line)}".rstrip() for line in one.path.splitlines())


def as_json(findings: Sequence[Finding], proved: Mapping[str, Sequence[str]]) -> str:
    """All findings, accepted ones too, with every part by name. `accepted` holds the reason, or nothing.

    `path` is an answers file that shows the finding; `proved` holds per flow what was proved, in sentences.
    """
    rows = [
        {
            "code": one.code,
            "severity": one.severity,
            "title": catalogue.title(one),
            "file": one.mark.file,
            "line": one.mark.line,
            "column": one.mark.column,
            "subject": one.subject,
            "what": one.what,
            "why": catalogue.why(one),
            "remedy": one.remedy,
            "near": one.near,
            "accepted": one.accepted,
            "path": one.path,
        }
        for one in findings
    ]
    root = {"findings": rows, "proved": {name: list(sentences) for name, sentences in proved.items()}}
    return clean(json.dumps(root, ensure_ascii=False, indent=2))
