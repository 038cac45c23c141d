"""Another language, at any moment: answers and events do not change with it."""

from __future__ import annotations

from meldcode import i18n
from meldcode.i18n import _
from meldcode.plain.lines import Lines, Respoken
from meldcode.preferences import LANGUAGE, Preferences


def other_language(lines: Lines, preferences: Preferences) -> None:
    """Speak the other language, or the one of several that is chosen, and keep that choice.

    Raises `Respoken`, so that what is asked is said again; `Back` when there is nothing to choose or none is chosen.
    """
    known = i18n.languages()
    codes = list(known)
    others = [code for code in codes if code != i18n.language()]
    if not others:
        lines.say(_("Er is maar één taal."))
        return
    chosen = others[0] if len(others) == 1 else codes[lines.pick(list(known.values())) - 1]
    i18n.use(chosen)
    preferences.set(LANGUAGE, chosen)
    lines.say(_("De taal is nu: {language}.").format(language=known[chosen]))
    raise Respoken
