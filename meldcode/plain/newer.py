"""A dossier and another version of its flow, in lines: what changed, and whether to go over to it."""

from __future__ import annotations

from meldcode.desk.versions import Newer, adopt, change_text, newer
from meldcode.dossier.dossier import Dossier
from meldcode.flow.model import Flow
from meldcode.i18n import _, ngettext, tr
from meldcode.interview import Interview
from meldcode.plain.lines import Lines, Respoken


def ask_newer(lines: Lines, interview: Interview) -> Interview:
    """The interview to go on with; where its flow has another version now, the person chooses. Raises `StoreError`."""
    if isinstance(interview.store, Dossier) and interview.store.read_only:
        return interview
    found = newer(interview)
    if found is None:
        return interview
    _say_newer(lines, interview, found)
    while True:
        ways = [_("Overgaan naar de nieuwe"), _("Blijven bij de oude"), _("Alles laten zien wat anders is")]
        try:
            chosen = lines.pick(ways)
        except Respoken:
            continue
        if chosen == 1:
            return adopt(interview, found)
        if chosen == 2:
            return interview
        for change in found.changes:
            lines.say("- " + change_text(change))


def _say_newer(lines: Lines, interview: Interview, found: Newer) -> None:
    lines.say(_("Er is een nieuwere vragenlijst, versie {version}").format(version=found.flow.version) + ".")
    lines.say(
        _("Dit dossier is met een eerdere versie begonnen. U kunt overgaan of blijven. Er gaat geen antwoord weg.")
    )
    count = len(found.changes)
    lines.say(ngettext("{n} verandering", "{n} veranderingen", count).format(n=count) + ".")
    before = _outcome(interview.flow, found.outcome_before)
    after = _outcome(found.flow, found.outcome_after)
    if found.outcome_before == found.outcome_after:
        lines.say(_("De uitkomst blijft gelijk: {outcome}").format(outcome=after))
    else:
        lines.say(_("De uitkomst verandert. Nu: {before}. Straks: {after}").format(before=before, after=after))
    if found.lost:
        lines.say(_("Deze antwoorden passen niet meer. Ze blijven in de geschiedenis staan:"))
        for name in found.lost:
            lines.say(f"- {tr(interview.flow.items[name].text)}")


def _outcome(flow: Flow, name: str) -> str:
    return next((tr(outcome.title) for outcome in flow.outcomes if outcome.id == name), name)
